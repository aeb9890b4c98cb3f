"""Where a workshop stands: which question is open, who has voted, and what the revealed rounds came to.

Nothing here opens a sealed vote: whoever reads only this sees that somebody voted, and never how.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from paceplan.core.consensus import Tally, tally

if TYPE_CHECKING:
    from paceplan.core.entries import Workshop
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who takes part: `voted` in the open round, or `kept` the vote of the round before."""

    id: str
    name: str
    voted: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One question in a workshop. `phase` is `voting`, `revealed` (to be taken), or `taken`."""

    question: str
    number: int
    count: int
    kind: Literal["dimension", "gate"]
    name: str
    text: str
    levels: tuple[str, ...]
    """The words of each level; of a gate, what yes and what no do."""
    phase: Literal["voting", "revealed", "taken"]
    round: int
    """The round that is open, or the latest one."""
    seats: tuple[Seat, ...]
    tallies: tuple[Tally, ...]
    reason: str
    result: int | bool | None
    anonymous: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of those who have not voted in this round, nor keep an earlier vote."""
        return tuple(seat.name for seat in self.seats if not (seat.voted or seat.kept))

    @property
    def latest(self) -> Tally | None:
        """The latest revealed round."""
        return self.tallies[-1] if self.tallies else None


def latest(project: Project) -> str | None:
    """Return the id of the newest workshop: the later day, and on one day the higher number."""

    def age(id: str) -> tuple[str, int, str]:
        number = id[11:]
        return id[:10], int(number) if number.isdecimal() else 0, id

    return max(project.workshops, key=age, default=None)


def questions(playbook: Playbook) -> tuple[str, ...]:
    """Return what a workshop asks, in the playbook's order."""
    return (*playbook.dimensions, *playbook.gates)


def current(held: Workshop, playbook: Playbook) -> str | None:
    """Return the question to go on with: one whose votes are being taken, else the first one not taken; else None."""
    asked = questions(playbook)
    begun = (q for q in asked if q in held.sealed or q in held.again)
    return next(begun, next((q for q in asked if q not in held.result), None))


def standing(held: Workshop, playbook: Playbook, question: str) -> Standing:
    """Return where one question stands."""
    asked = questions(playbook)
    gate = playbook.gates.get(question)
    opened, result = is_open(held, question), held.result.get(question)
    sealed, revealed = held.sealed.get(question, {}), tallies(held, playbook, question)
    # Whoever does not vote again keeps the earlier vote, once anybody has; where votes are nobody's, all vote again.
    kept = revealed[-1].votes if revealed and opened and not held.anonymous else {}
    seats = tuple(Seat(i, n, i in sealed, i in kept and i not in sealed) for i, n in held.participants.items())
    if gate:
        name, text = gate.name, gate.text
        levels = tuple(f"forces a {gate.forces}" if gate.on is a else "forces nothing" for a in (True, False))
    else:
        dimension = playbook.dimensions[question]
        name, text, levels = dimension.name, dimension.text, dimension.levels
    return Standing(
        question=question,
        number=asked.index(question) + 1,
        count=len(asked),
        kind="gate" if gate else "dimension",
        name=name,
        text=text,
        levels=levels,
        phase="voting" if opened else "revealed" if question not in held.result else "taken",
        round=voting_round(held, question) if opened else rounds(held, question),
        seats=seats,
        tallies=revealed,
        reason=held.reasons.get(question, ""),
        result=None if isinstance(result, str) else result,
        anonymous=held.anonymous,
    )


def complete(held: Workshop, playbook: Playbook) -> bool:
    """Tell whether every question has been taken and none is being voted on again."""
    return current(held, playbook) is None


def widest(held: Workshop, playbook: Playbook) -> list[Tally]:
    """Return the latest round of each question on which the votes differed, the widest spread first."""
    found = [last_tally(held, playbook, q) for q in questions(playbook)]
    differed = [counted for counted in found if counted and counted.spread]
    return sorted(differed, key=lambda counted: -counted.spread)


def rounds(held: Workshop, question: str) -> int:
    """Return how many rounds of a question have been revealed, by the highest number."""
    return max((int(n) for n, votes in held.votes.items() if question in votes), default=0)


def is_open(held: Workshop, question: str) -> bool:
    """Tell whether votes on a question are being taken."""
    return question in held.again or question in held.sealed or not rounds(held, question)


def voting_round(held: Workshop, question: str) -> int:
    """Return the number of the round that is open, or would be next."""
    return max(held.again.get(question, 0), rounds(held, question) + 1)


def tallies(held: Workshop, playbook: Playbook, question: str) -> tuple[Tally, ...]:
    """Return every revealed round of a question, the first one first."""
    numbers = sorted(int(n) for n, votes in held.votes.items() if question in votes)
    return tuple(tally(playbook, question, n, held.votes[str(n)][question]) for n in numbers)


def last_tally(held: Workshop, playbook: Playbook, question: str) -> Tally | None:
    """Return the latest revealed round of a question."""
    found = tallies(held, playbook, question)
    return found[-1] if found else None
