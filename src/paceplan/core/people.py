"""People around a project: stakeholders on a grid of influence and concern, and who holds which committee seat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paceplan.core import own
from paceplan.core.errors import Refused
from paceplan.core.rule import PACES
from paceplan.core.scoring import known
from paceplan.core.text import clean
from paceplan.core.verdict import Remark

if TYPE_CHECKING:
    from paceplan.core.entries import Stakeholder
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

INFLUENCES = ("no influence", "little influence", "influence", "great influence")
"""Words for an influence of 0 to 3."""

WEIGHTS = ("no concern", "slight concern", "concerned", "greatly concerned")
"""Words for how heavily a concern weighs, 0 to 3."""

_FIELDS = frozenset({"name", "influence", "stance", "concern", "weight", "wants"})


@dataclass(frozen=True, slots=True)
class Person:
    """A stakeholder as it stands; one that only the playbook names is not `mapped` yet."""

    id: str
    name: str
    text: str
    influence: int
    stance: str
    concern: str
    weight: int
    weighed: bool
    """Somebody set the weight; else it follows from the concern and the pace wanted."""
    wants: str | None
    mapped: bool
    own: bool

    @property
    def approach(self) -> str:
        """What this corner of the grid asks for."""
        strong, worried = self.influence >= 2, self.weight >= 2
        if strong:
            return "win over" if worried else "keep close"
        return "listen to" if worried else "inform"

    def as_json(self) -> dict[str, Any]:
        """Return the stakeholder as the public contract has it."""
        return {
            "id": self.id, "name": self.name, "influence": self.influence, "stance": self.stance,
            "concern": self.concern, "weight": self.weight, "wants": self.wants, "approach": self.approach,
            "mapped": self.mapped,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeatState:
    """A committee seat; empty where nobody holds it."""

    id: str
    name: str
    text: str
    holder: str
    required: bool

    @property
    def lacking(self) -> bool:
        """A required seat that nobody holds."""
        return self.required and not self.holder

    def as_json(self) -> dict[str, Any]:
        """Return the seat as the public contract has it."""
        return {"id": self.id, "name": self.name, "holder": self.holder, "required": self.required}


def people(project: Project, playbook: Playbook, pace: str | None) -> tuple[Person, ...]:
    """Return the stakeholders at the effective `pace`: the mapped ones, then those the playbook names besides."""
    ids = own.ordered(playbook.stakeholders, project.stakeholders)
    found = [_person(project, playbook, key, pace) for key in ids]
    return (*(p for p in found if p.mapped), *(p for p in found if not p.mapped))


def _person(project: Project, playbook: Playbook, key: str, pace: str | None) -> Person:
    entry, info = project.stakeholders.get(key), playbook.stakeholders.get(key)
    shown = entry or info
    assert shown is not None
    concern = (entry.concern if entry else "") or (info.concern if info else "")
    wants = entry.wants if entry else None
    given = entry.weight if entry else None
    return Person(
        key, shown.name, info.text if info else "", shown.influence, entry.stance if entry else "", concern,
        _weight(concern, wants, pace) if given is None else given, given is not None, wants,
        entry is not None, info is None,
    )  # fmt: skip


def _weight(concern: str, wants: str | None, pace: str | None) -> int:
    """Return how heavily a concern weighs that nobody weighed: more where another pace is wanted."""
    return bool(concern) + bool(wants and pace and wants != pace)


def seats(project: Project, playbook: Playbook) -> tuple[SeatState, ...]:
    """Return the committee's seats in the playbook's order; none where it has no committee."""
    info = playbook.committee.seats if playbook.committee else {}
    return tuple(SeatState(i, s.name, s.text, project.committee.get(i, ""), s.required) for i, s in info.items())


def committee_meets(project: Project, playbook: Playbook, pace: str | None) -> bool:
    """Tell whether the committee has a part in this project: it runs long, or somebody was given a seat."""
    return playbook.committee is not None and (pace in ("hybrid", "marathon") or bool(project.committee))


def unfilled(project: Project, playbook: Playbook, pace: str | None) -> tuple[Remark, ...]:
    """Say of each required seat that nobody holds it, where the committee has a part."""
    if playbook.committee is None or not committee_meets(project, playbook, pace):
        return ()
    name = playbook.committee.name
    return tuple(
        Remark(f"committee.{s.id}", f"nobody holds the seat {s.name}, which the {name} requires")
        for s in seats(project, playbook)
        if s.lacking
    )


# project -> project


def names(project: Project, playbook: Playbook) -> dict[str, str]:
    """Return the name of every stakeholder of playbook and project by its id."""
    return {p.id: p.name for p in people(project, playbook, None)}


def find(project: Project, playbook: Playbook, given: str) -> str:
    """Return the id of the stakeholder meant, by its id or its whole name; raises `Refused`."""
    return own.by_name("stakeholder", given, "stakeholders", names(project, playbook), playbook)


def join(project: Project, playbook: Playbook, *, name: str, **fields: Any) -> Project:
    """Map a stakeholder, with fields as in `describe`; one that the playbook names is taken up with its words.

    Raises `Refused`.
    """
    from paceplan.core.entries import Stakeholder

    open_ = {i: s.name for i, s in playbook.stakeholders.items() if i not in project.stakeholders}
    wanted = clean(name).strip().casefold()
    if shipped := next((i for i, other in open_.items() if other.casefold() == wanted), None):
        return describe(project, playbook, stakeholder=shipped, **fields)
    key = own.new_id(project, "stakeholder", "stakeholders", name, names(project, playbook))
    made = Stakeholder(name=name, order=own.next_order(project.stakeholders))
    return describe(own.put(project, "stakeholders", key, made), playbook, stakeholder=key, **fields)


def describe(project: Project, playbook: Playbook, *, stakeholder: str, **fields: Any) -> Project:
    """Set `name`, `influence`, `stance`, `concern`, `weight` or `wants`; one the playbook names is mapped by it.

    A `weight` or `wants` of None takes it back. Raises `Refused`; other fields raise `TypeError`.
    """
    if unknown := fields.keys() - _FIELDS:
        raise TypeError(f"no field of a stakeholder: {sorted(unknown)}")
    path = ("stakeholders", stakeholder)
    own.needed("stakeholder", stakeholder, "stakeholders", names(project, playbook), playbook)
    for field in ("influence", "weight"):
        if (value := fields.get(field)) is not None:
            own.level(value, (*path, field))
    if (wants := fields.get("wants")) is not None and wants not in PACES:
        raise Refused(f"{'.'.join(path)}.wants: '{wants}' is no pace; give sprint, hybrid or marathon", path)
    if "name" in fields and not fields["name"].strip():
        raise Refused(f"{'.'.join(path)}.name: a stakeholder needs a name", path)
    old = project.stakeholders.get(stakeholder) or _suggested(playbook, stakeholder)
    new = type(old).model_validate(old.model_dump() | fields)
    return own.put(project, "stakeholders", stakeholder, new)


def _suggested(playbook: Playbook, key: str) -> Stakeholder:
    from paceplan.core.entries import Stakeholder

    info = playbook.stakeholders[key]
    return Stakeholder(name=info.name, influence=info.influence, concern=info.concern)


def leave(project: Project, playbook: Playbook, *, stakeholder: str) -> Project:
    """Take a stakeholder off the map; one that the playbook names can be mapped again. Raises `Refused`."""
    if stakeholder not in project.stakeholders:
        own.needed("mapped stakeholder", stakeholder, "stakeholders", project.stakeholders, playbook)
    return own.put(project, "stakeholders", stakeholder, None)


def seat(project: Project, playbook: Playbook, *, seat: str, holder: str) -> Project:
    """Give a committee seat to `holder`, or with an empty one vacate it; a seat it does not have is `Refused`."""
    known_seat(playbook, seat)
    return own.put(project, "committee", seat, clean(holder).strip() or None)


def known_seat(playbook: Playbook, seat: str) -> None:
    """Raise `Refused` where the playbook's committee has no such seat."""
    known("committee seat", seat, playbook.committee.seats if playbook.committee else {}, playbook, ("committee", seat))
