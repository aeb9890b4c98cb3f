"""Whether people want the pace that the project has: weighed by their influence, and what a difference asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from paceplan.core.people import Person, people
from paceplan.core.rule import PACES, RANK
from paceplan.core.verdict import NAMES, Remark

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook, Pull
    from paceplan.core.project import Project

State = Literal["unknown", "agreed", "pulled", "against"]
WORDS: dict[State, str] = {
    "unknown": "unknown",
    "agreed": "in step",
    "pulled": "split",
    "against": "outweighed",
}
"""State -> how it is called."""


@dataclass(frozen=True, slots=True)
class Side:
    """Those who want one pace, the most influential first."""

    pace: str
    weight: int
    """The sum of their influence."""
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Pulled:
    """One direction in which people pull: what it means, and the method's remedy."""

    towards: Literal["sooner", "later"]
    people: tuple[Person, ...]
    means: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Tempo:
    """The paces wanted against the effective one."""

    pace: str | None
    sides: tuple[Side, ...]
    """From the shortest pace to the longest; only those that somebody wants."""
    silent: tuple[Person, ...]
    """Mapped, and without a wish."""
    pulls: tuple[Pulled, ...]

    @property
    def state(self) -> State:
        """`against` where those who want another pace weigh more than those who want this one, `pulled` where less."""
        if not self.sides or self.pace is None:
            return "unknown"
        with_it = sum(side.weight for side in self.sides if side.pace == self.pace)
        others = [side for side in self.sides if side.pace != self.pace]
        if not others:
            return "agreed"
        return "against" if sum(side.weight for side in others) > with_it else "pulled"

    @property
    def summary(self) -> str:
        """How the influence is spread, in one line."""
        if not self.sides:
            return "no wanted pace is known yet"
        parts = [f"{side.weight} for {NAMES[side.pace]}" for side in self.sides]
        return f"influence: {', '.join(parts)}"

    @property
    def lines(self) -> tuple[str, ...]:
        """The mismatch in words: who wants what, how influential they are, what it means and what to do."""
        return tuple(_lines(self))

    def as_json(self) -> dict[str, Any]:
        """Return the tempo as the public contract has it."""
        return {
            "pace": self.pace, "state": self.state,
            "sides": [{"pace": s.pace, "weight": s.weight, "people": [p.id for p in s.people]} for s in self.sides],
            "silent": [p.id for p in self.silent],
            "pulls": [{"towards": p.towards, "people": [one.id for one in p.people], "means": p.means,
                       "remedy": p.remedy} for p in self.pulls],
        }  # fmt: skip


def tempo(project: Project, playbook: Playbook, pace: str | None) -> Tempo:
    """Weigh the paces that the mapped stakeholders want against the effective `pace`."""
    mapped = [p for p in people(project, playbook, pace) if p.mapped]
    mapped.sort(key=lambda p: -p.influence)
    wishes = {wanted: tuple(p for p in mapped if p.wants == wanted) for wanted in PACES}
    sides = tuple(Side(wanted, sum(p.influence for p in them), them) for wanted, them in wishes.items() if them)
    silent = tuple(p for p in mapped if p.wants is None)
    return Tempo(pace, sides, silent, tuple(_pulls(playbook, pace, sides)))


def outweighed(found: Tempo) -> tuple[Remark, ...]:
    """Say that those who want another pace weigh more than those who want the project's own."""
    if found.state != "against":
        return ()
    return (Remark("tempo", f"the project runs as {NAMES[str(found.pace)]}, yet those who want another weigh more"),)


def _pulls(playbook: Playbook, pace: str | None, sides: tuple[Side, ...]) -> list[Pulled]:
    if pace is None:
        return []
    words = playbook.tempo
    found = []
    shorter = tuple(p for side in sides if RANK[side.pace] < RANK[pace] for p in side.people)
    longer = tuple(p for side in sides if RANK[side.pace] > RANK[pace] for p in side.people)
    ways: tuple[tuple[Literal["sooner", "later"], tuple[Person, ...], Pull | None], ...] = (
        ("sooner", shorter, words.sooner if words else None),
        ("later", longer, words.later if words else None),
    )
    for towards, them, pull in ways:
        if them:
            them = tuple(sorted(them, key=lambda p: -p.influence))
            found.append(Pulled(towards, them, pull.means if pull else "", pull.remedy if pull else ""))
    return found


def _lines(found: Tempo) -> list[str]:
    if found.pace is None:
        return ["The pace is still open, so nothing can be weighed against it."]
    if not found.sides:
        return ["Nobody's wanted pace is known yet. Ask each stakeholder, before the plan does it for them."]
    runs = NAMES[found.pace]
    lines = [f"The project runs as {runs}; {found.summary}."]
    if found.state == "agreed":
        lines.append(f"Everybody who said so wants {runs}.")
    for pulled in found.pulls:
        for person in pulled.people:
            worry = f": {person.concern}" if person.concern else ""
            lines.append(f"{person.name} (influence {person.influence} of 3) wants {NAMES[str(person.wants)]}{worry}")
        lines += [text for text in (pulled.means, f"Remedy: {pulled.remedy}" if pulled.remedy else "") if text]
    if found.silent:
        lines.append(f"Not asked yet: {', '.join(p.name for p in found.silent)}.")
    return lines
