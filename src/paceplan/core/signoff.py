"""Who signs off what: RACI of the playbook's decisions and of each deliverable, with exactly one who is accountable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paceplan.core import own
from paceplan.core.scoring import known
from paceplan.core.verdict import Remark

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.roadmap import DeliverableState, Plan

ROLES = ("responsible", "accountable", "consulted", "informed")


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who does, answers for, advises on and hears of one thing; what a project leaves out is the playbook's."""

    id: str
    name: str
    text: str
    deliverable: bool
    responsible: str
    accountable: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    changed: bool
    """The project says something of its own."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What breaks the rule of one who is accountable and at least one who is responsible."""
        found = []
        if not self.accountable:
            found.append("nobody is accountable")
        elif own.several(self.accountable):
            found.append("more than one is accountable")
        if not self.responsible:
            found.append("nobody is responsible")
        return tuple(found)

    @property
    def settled(self) -> bool:
        """Project or playbook say more of it than that it has an owner."""
        return self.changed or not self.deliverable

    def as_json(self) -> dict[str, Any]:
        """Return the sign-off as the public contract has it."""
        return {
            "id": self.id, "name": self.name, "deliverable": self.deliverable, "responsible": self.responsible,
            "accountable": self.accountable, "consulted": list(self.consulted), "informed": list(self.informed),
            "missing": list(self.missing) if self.settled else [],
        }  # fmt: skip


def signoffs(project: Project, playbook: Playbook, plan: Plan | None) -> tuple[SignOff, ...]:
    """Return the playbook's decisions, then the deliverables of the roadmap, then what else the project names."""
    states = {d.id: d for phase in (plan.phases if plan else ()) for d in phase.deliverables}
    ids = [*playbook.raci, *(i for i in states if i not in playbook.raci)]
    ids += sorted(i for i in project.raci if i not in ids)
    shipped = {i: d.name for p in playbook.phases.values() for i, d in p.deliverables.items()}
    return tuple(_signoff(project, playbook, key, states.get(key), shipped) for key in ids)


def _signoff(
    project: Project, playbook: Playbook, key: str, state: DeliverableState | None, shipped: dict[str, str]
) -> SignOff:
    entry, info = project.raci.get(key), playbook.raci.get(key)
    given = project.deliverables.get(key)
    name = info.name if info else state.name if state else (given and given.name) or shipped.get(key, key)
    text = info.text if info else state.text if state else ""

    def value(role: str) -> Any:
        return (entry and getattr(entry, role)) or (info and getattr(info, role))

    responsible = value("responsible") or (state.owner if state else "")
    return SignOff(
        key, name, text, info is None and (key in shipped or key in project.deliverables or state is not None),
        responsible or "", value("accountable") or "", value("consulted") or (), value("informed") or (),
        entry is not None,
    )  # fmt: skip


def broken(project: Project, playbook: Playbook, plan: Plan | None) -> tuple[Remark, ...]:
    """Say which sign-offs lack the one who is accountable, or the one who does it.

    A deliverable that has no more than an owner is left in peace.
    """
    found = signoffs(project, playbook, plan)
    lacking = [s for s in found if s.missing and s.settled]
    return tuple(Remark(f"raci.{s.id}", f"{' and '.join(s.missing)} for {s.name}") for s in lacking)


def _names(project: Project, playbook: Playbook) -> dict[str, str]:
    shipped = {i: d.name for p in playbook.phases.values() for i, d in p.deliverables.items()}
    mine = {i: d.name or shipped.get(i, i) for i, d in project.deliverables.items()}
    others = {i: i for i in project.raci}
    return others | shipped | mine | {i: r.name for i, r in playbook.raci.items()}


def find(project: Project, playbook: Playbook, given: str) -> str:
    """Return the id of the decision or deliverable meant, by its id or its whole name; raises `Refused`."""
    return own.by_name("sign-off or deliverable", given, "raci", _names(project, playbook), playbook)


def sign(project: Project, playbook: Playbook, *, what: str, **roles: Any) -> Project:
    """Set `responsible`, `accountable` (texts), `consulted` or `informed` (lists) of a decision or a deliverable.

    What is set to nothing takes the playbook's value again. Raises `Refused`; other roles raise `TypeError`.
    """
    from paceplan.core.entries import Raci

    if unknown := roles.keys() - set(ROLES):
        raise TypeError(f"no role of a sign-off: {sorted(unknown)}")
    known("sign-off or deliverable", what, _names(project, playbook), playbook, ("raci", what))
    old = project.raci.get(what) or Raci()
    new = Raci.model_validate(old.model_dump() | roles)
    return own.put(project, "raci", what, None if new == Raci() else new)


def unsign(project: Project, playbook: Playbook, *, what: str) -> Project:
    """Take back all that the project says of a sign-off. Raises `Refused` where it says nothing."""
    known("sign-off of its own for", what, project.raci, playbook, ("raci", what))
    return own.put(project, "raci", what, None)
