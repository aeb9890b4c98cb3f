"""The risk register: the playbook's risks and the project's own, by likelihood and impact, with guardrails in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paceplan.core import own
from paceplan.core.errors import Refused
from paceplan.core.scoring import known
from paceplan.core.verdict import Remark

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

LIKELIHOODS = ("hardly possible", "unlikely", "possible", "likely")
IMPACTS = ("no harm", "slight harm", "harm", "grave harm")
"""Words for levels of 0 to 3."""

_FIELDS = frozenset({"name", "likelihood", "impact", "mitigation", "owner", "open"})


@dataclass(frozen=True, slots=True)
class Guardrail:
    """What keeps a risk small, and whether it is in place."""

    id: str
    name: str
    text: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class RiskState:
    """A risk as it stands; one that the project says nothing of is not `taken` up yet."""

    id: str
    name: str
    text: str
    likelihood: int
    impact: int
    guardrails: tuple[Guardrail, ...]
    mitigation: str
    owner: str
    open: bool
    taken: bool
    own: bool

    @property
    def exposure(self) -> int:
        """Likelihood times impact, 0 to 9."""
        return self.likelihood * self.impact

    @property
    def ticked(self) -> int:
        """How many guardrails are in place."""
        return sum(g.ticked for g in self.guardrails)

    @property
    def bare(self) -> bool:
        """Open, weighty, and with nothing against it: no guardrail, no mitigation.

        One that nobody assessed has to weigh more, since its levels are the playbook's.
        """
        return self.open and self.exposure >= (4 if self.taken else 6) and not self.ticked and not self.mitigation

    def as_json(self) -> dict[str, Any]:
        """Return the risk as the public contract has it."""
        return {
            "id": self.id, "name": self.name, "likelihood": self.likelihood, "impact": self.impact,
            "exposure": self.exposure, "open": self.open, "owner": self.owner, "mitigation": self.mitigation,
            "guardrails": [{"id": g.id, "name": g.name, "ticked": g.ticked} for g in self.guardrails],
        }  # fmt: skip


def register(project: Project, playbook: Playbook) -> tuple[RiskState, ...]:
    """Return every risk: open ones first, by exposure, then impact, then in the order of playbook and project."""
    found = [_risk(project, playbook, key) for key in own.ordered(playbook.risks, project.risks)]
    return tuple(sorted(found, key=lambda r: (not r.open, -r.exposure, -r.impact)))


def _risk(project: Project, playbook: Playbook, key: str) -> RiskState:
    from paceplan.core.entries import Risk

    entry, info = project.risks.get(key) or Risk(), playbook.risks.get(key)
    shipped = info.guardrails if info else {}

    def level(given: int | None, shipped: int | None) -> int:
        return given if given is not None else 1 if shipped is None else shipped

    return RiskState(
        key, entry.name or (info.name if info else key), info.text if info else "",
        level(entry.likelihood, info.likelihood if info else None), level(entry.impact, info.impact if info else None),
        tuple(Guardrail(i, g.name, g.text, i in entry.guardrails) for i, g in shipped.items()),
        entry.mitigation, entry.owner, entry.open, key in project.risks, info is None,
    )  # fmt: skip


def bare(project: Project, playbook: Playbook) -> tuple[Remark, ...]:
    """Say which weighty open risks have nothing against them."""
    return tuple(
        Remark(f"risks.{r.id}", f"{r.name}, exposure {r.exposure} of 9, has neither guardrail nor mitigation")
        for r in register(project, playbook)
        if r.bare
    )


# project -> project


def names(project: Project, playbook: Playbook) -> dict[str, str]:
    """Return the name of every risk of playbook and project by its id."""
    return {r.id: r.name for r in register(project, playbook)}


def find(project: Project, playbook: Playbook, given: str) -> str:
    """Return the id of the risk meant, by its id or its whole name; raises `Refused`."""
    return own.by_name("risk", given, "risks", names(project, playbook), playbook)


def add(project: Project, playbook: Playbook, *, name: str, **fields: Any) -> Project:
    """Add a risk of the project's own to the register, with fields as in `assess`. Raises `Refused`."""
    from paceplan.core.entries import Risk

    key = own.new_id(project, "risk", "risks", name, names(project, playbook))
    made = Risk(name=name, order=own.next_order(project.risks))
    return assess(own.put(project, "risks", key, made), playbook, risk=key, **fields)


def assess(project: Project, playbook: Playbook, *, risk: str, **fields: Any) -> Project:
    """Set `name`, `likelihood`, `impact`, `mitigation`, `owner` or `open`; None takes the playbook's value again.

    Raises `Refused`; other fields raise `TypeError`.
    """
    from paceplan.core.entries import Risk

    if unknown := fields.keys() - _FIELDS:
        raise TypeError(f"no field of a risk: {sorted(unknown)}")
    path = ("risks", risk)
    own.needed("risk", risk, "risks", names(project, playbook), playbook)
    for field in ("likelihood", "impact"):
        if (value := fields.get(field)) is not None:
            own.level(value, (*path, field))
    if "name" in fields and not (fields["name"] or "").strip():
        if risk not in playbook.risks:
            raise Refused(f"{'.'.join(path)}.name: a risk of your own needs a name", path)
        fields["name"] = None
    old = project.risks.get(risk) or Risk()
    new = Risk.model_validate(old.model_dump() | fields)
    return own.put(project, "risks", risk, new)


def guard(project: Project, playbook: Playbook, *, risk: str, guardrail: str, ticked: bool = True) -> Project:
    """Tick a guardrail of a risk as being in place, or take the tick back. Raises `Refused`."""
    from paceplan.core.entries import Risk

    own.needed("risk", risk, "risks", names(project, playbook), playbook)
    shipped = playbook.risks[risk].guardrails if risk in playbook.risks else {}
    known(f"guardrail for risk '{risk}'", guardrail, shipped, playbook, ("risks", risk, "guardrails"))
    old = project.risks.get(risk) or Risk()
    kept = {*old.guardrails, guardrail} if ticked else {*old.guardrails} - {guardrail}
    new = old.model_copy(update={"guardrails": tuple(i for i in shipped if i in kept)})
    return own.put(project, "risks", risk, None if new == Risk() else new)


def drop(project: Project, playbook: Playbook, *, risk: str) -> Project:
    """Take away all that the project says of a risk, and one of its own with it. Raises `Refused`."""
    own.needed("risk of the project's own", risk, "risks", project.risks, playbook)
    return own.put(project, "risks", risk, None)
