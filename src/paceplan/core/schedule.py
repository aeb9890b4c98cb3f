"""The schedule of a roadmap: (project, playbook, pace) -> Plan with calendar dates.

Months come first, days second. The playbook's phases are laid out in whole months after the roadmap's start, scaled to
its length and changed by what the project says of them; only then become dates, moved by the days that people shifted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from paceplan.core.dates import add_days, add_months, close_day
from paceplan.core.phases import Part, hanging_on, has_roadmap, last, layout

if TYPE_CHECKING:
    import datetime as dt

    from paceplan.core.entries import Deliverable, Milestone
    from paceplan.core.playbook import DeliverableInfo, Playbook
    from paceplan.core.project import Project

PILOTS = "pilots"
"""What a phase names that waits for a pilot to have been decided `scale`."""


@dataclass(frozen=True, slots=True)
class DeliverableState:
    """A deliverable as it stands; `missing_needs` are the ids it needs that are in the plan and not done."""

    id: str
    name: str
    text: str
    phase: str
    owner: str
    due: dt.date | None
    done: bool
    on: dt.date | None
    evidence: str
    note: str
    needs: tuple[str, ...]
    missing_needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """What a phase still waits for: a deliverable, or `pilots`; `due` is when it should be there, if that is known."""

    id: str
    name: str
    due: dt.date | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """A phase from its first to its last day; `waits_for` says in words what it still waits for."""

    id: str
    name: str
    text: str
    start: dt.date
    end: dt.date
    months: int
    shift_days: int
    deliverables: tuple[DeliverableState, ...]
    done: int
    total: int
    critical: bool
    waits_for: tuple[str, ...]
    own: bool
    waits: tuple[Wait, ...] = ()


@dataclass(frozen=True, slots=True)
class SprintSpan:
    """A sprint from its first day to the day of its decision; `phase` is None unless the plan has that phase."""

    id: str
    name: str
    phase: str | None
    start: dt.date
    end: dt.date
    weeks: int
    de_risks: str | None
    leaves: str
    done: bool
    on: dt.date | None = None
    decision: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneState:
    """A dated point of the plan; `audit` is its evidence by kind, empty where it is wanting."""

    id: str
    name: str
    day: dt.date
    done: bool
    evidence: str
    on: dt.date | None = None
    audit: tuple[tuple[str, str, str], ...] = ()
    """(id, name, where it is) of each kind of evidence that the playbook asks for."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """The names of the evidence that is not there."""
        return tuple(name for _, name, where in self.audit if not where)


@dataclass(frozen=True, slots=True)
class Piece:
    """A reusable piece that a sprint leaves, or will leave."""

    text: str
    sprint: str
    name: str
    there: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A roadmap with its dates; `months` is its length before anything was shifted, 0 for a chain of sprints."""

    start: dt.date
    end: dt.date
    months: int
    phases: tuple[PhaseSpan, ...]
    sprints: tuple[SprintSpan, ...]
    milestones: tuple[MilestoneState, ...]

    @property
    def progress(self) -> tuple[int, int]:
        """How many deliverables are done, and of how many; of the sprints where there are no phases."""
        if self.phases:
            return sum(p.done for p in self.phases), sum(p.total for p in self.phases)
        return sum(s.done for s in self.sprints), len(self.sprints)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The reusable pieces of all sprints, in their order; those that are there are what later ones build on."""
        return tuple(Piece(s.leaves, s.id, s.name, s.done and s.decision != "stop") for s in self.sprints if s.leaves)

    def as_json(self) -> dict[str, Any]:
        """Return the roadmap as the public contract has it."""
        phases = [
            {
                "id": p.id, "start": p.start.isoformat(), "end": p.end.isoformat(), "done": p.done, "total": p.total,
                "critical": p.critical, "waits_for": list(p.waits_for),
            }
            for p in self.phases
        ]  # fmt: skip
        return {"start": self.start.isoformat(), "end": self.end.isoformat(), "phases": phases}


def plan(project: Project, playbook: Playbook, pace: str | None) -> Plan | None:
    """Return the roadmap at the effective `pace`, or None without a start or where a sprint has nothing of one.

    - marathon: the playbook's phases, scaled to the length in months.
    - hybrid: the pilot's months, then the phases that the playbook keeps for it; the marathon's where it names none.
      A playbook whose hybrid is a chain has sprints in their place. Where a pilot was decided to go on and the roadmap
      starts after it, pilot and chain are over: only the kept phases remain.
    - sprint, or undetermined: the marathon's phases if the project holds a part of a roadmap.

    The project's own phases stand in every one of them.

    A phase that is shifted takes all that are planned to start later along, each by the same number of days.
    """
    start = (project.roadmap and project.roadmap.start) or project.start
    if start is None or (pace not in ("hybrid", "marathon") and not (has_roadmap(project) or _has_dates(project))):
        return None
    parts = layout(project, playbook, pace)
    deliverables = _deliverables(project, playbook, parts)
    spans = _spans(project, start, parts, deliverables)
    sprints = _sprints(project, {p.id for p in parts})
    dated = sorted((last(m.order), m.date, i) for i, m in project.milestones.items())
    milestones = tuple(_milestone(i, project.milestones[i], playbook) for _, _, i in dated)
    ends = [p.end for p in spans] or [s.end for s in sprints] or [m.day for m in milestones]
    if not ends and pace == "hybrid" and (chain := playbook.paces["hybrid"].chain):
        ends = [close_day(start, chain * playbook.paces["hybrid"].usual)]
    return Plan(start, max(ends, default=start), max((p.end for p in parts), default=0), spans, sprints, milestones)


def _milestone(key: str, entry: Milestone, playbook: Playbook) -> MilestoneState:
    asked = tuple((i, kind.name, entry.audit.get(i, "")) for i, kind in playbook.audit.items())
    return MilestoneState(key, entry.name, entry.date, entry.done, entry.evidence, entry.on, asked)


def _has_dates(project: Project) -> bool:
    return bool(project.sprints or project.milestones)


def _sprints(project: Project, phases: set[str]) -> tuple[SprintSpan, ...]:
    """Return the sprints by `order`, start and id."""
    found = []
    for _, start, key in sorted((last(s.order), s.start, i) for i, s in project.sprints.items()):
        s = project.sprints[key]
        phase, end = s.phase if s.phase in phases else None, close_day(start, s.weeks)
        found.append(SprintSpan(
            key, s.name, phase, start, end, s.weeks, s.de_risks, s.leaves, s.done, s.on, s.decision, s.note,
        ))  # fmt: skip
    return tuple(found)


_latest: tuple[object, object, tuple[str, ...], dict[str, list[DeliverableState]]] | None = None
"""What the deliverables came to last, and what that rests on: a phase that moves leaves most of them as they are."""


def _deliverables(project: Project, playbook: Playbook, parts: tuple[Part, ...]) -> dict[str, list[DeliverableState]]:
    """Return the deliverables of each phase, worked out where another was asked about last; not to be changed."""
    global _latest
    latest, phases = _latest, tuple(part.id for part in parts)
    if latest is None or latest[0] is not project.deliverables or latest[1] is not playbook or latest[2] != phases:
        latest = _latest = (project.deliverables, playbook, phases, _by_phase(project, playbook, parts))
    return latest[3]


def _by_phase(project: Project, playbook: Playbook, parts: tuple[Part, ...]) -> dict[str, list[DeliverableState]]:
    """Return the deliverables of each phase: the playbook's, then the project's own by `order` and id.

    One of the project's own that names no phase belongs to the last; one of a phase outside the plan is left out.
    """
    infos = {i: (phase, info) for phase, p in playbook.phases.items() for i, info in p.deliverables.items()}
    own = [(last(d.order), i) for i, d in project.deliverables.items() if i not in infos]
    rows: dict[str, tuple[str, DeliverableInfo | None, Deliverable | None]] = {}
    drawn = {p.id for p in parts}
    for key in (*infos, *(i for _, i in sorted(own))):
        home, info = infos.get(key, (parts[-1].id if parts else "", None))
        entry = project.deliverables.get(key)
        phase = (entry and entry.phase) or home
        if phase in drawn:
            rows[key] = (phase, info, entry)
    missing = {i for i, (_, _, entry) in rows.items() if not (entry and entry.done)}
    found: dict[str, list[DeliverableState]] = {p.id: [] for p in parts}
    for key, (phase, info, entry) in rows.items():
        found[phase].append(_deliverable(key, phase, info, entry, missing))
    return found


@cache
def _unsaid() -> Deliverable:
    """Return the entry of a deliverable on which the project says nothing."""
    from paceplan.core.entries import Deliverable

    return Deliverable()


def _deliverable(
    key: str, phase: str, info: DeliverableInfo | None, entry: Deliverable | None, missing: set[str]
) -> DeliverableState:
    entry = entry or _unsaid()
    name, text, needs = (info.name, info.text, info.needs) if info else (key, "", ())
    needs = needs if entry.needs is None else entry.needs
    return DeliverableState(
        id=key, name=entry.name or name, text=text, phase=phase, owner=entry.owner, due=entry.due, done=entry.done,
        on=entry.on, evidence=entry.evidence, note=entry.note, needs=needs,
        missing_needs=tuple(n for n in needs if n in missing),
    )  # fmt: skip


def _spans(
    project: Project, start: dt.date, parts: tuple[Part, ...], found: dict[str, list[DeliverableState]]
) -> tuple[PhaseSpan, ...]:
    dates: dict[str, tuple[dt.date, dt.date]] = {}
    for part in parts:
        days = sum(p.shift for p in parts if p is part or p.start < part.start)
        first = add_days(add_months(start, part.start), days)
        dates[part.id] = (first, max(first, add_days(add_months(start, part.end), days - 1)))
    states = {d.id: d for of_phase in found.values() for d in of_phase}
    critical = hanging_on(parts, {i: end for i, (_, end) in dates.items()}, states)
    pilots = _pilots(project)
    spans = []
    for part in parts:
        here = tuple(found[part.id])
        waits = [Wait(g, states[g].name, states[g].due) for g in part.gates if g in states and not states[g].done]
        if PILOTS in part.gates and pilots:
            waits.insert(0, pilots)
        spans.append(PhaseSpan(
            part.id, part.name, part.text, *dates[part.id], part.end - part.start, part.shift, here,
            sum(d.done for d in here), len(here), part.id in critical, tuple(w.name for w in waits), part.own,
            tuple(waits),
        ))  # fmt: skip
    return tuple(spans)


def _pilots(project: Project) -> Wait | None:
    """Return what is wanting of the pilots that a phase may wait for; None where they are over and went well.

    A project runs its pilot by itself, and then its decision tells; or it nests its pilots as sprints, and then all of
    them have to be done, and those with a decision scaled.
    """
    name, pilot = "successful pilots", project.pilot
    if pilot and pilot.start:
        decisions = [
            *(e.decision for e in pilot.earlier.values()),
            *([pilot.decision.decision] if pilot.decision else []),
        ]
        if "scale" in decisions:
            return None
        detail = f"the pilot was decided {decisions[-1]}" if decisions else "the pilot is not decided"
        close = None if pilot.decision or not pilot.weeks else close_day(pilot.start, pilot.weeks)
        return Wait(PILOTS, name, close, detail)
    nested = sorted((s.start, i, s) for i, s in project.sprints.items() if s.phase)
    wanting = [s for _, _, s in nested if not (s.done and s.decision in (None, "scale"))]
    if nested and not wanting:
        return None
    if not nested:
        return Wait(PILOTS, name, None, "no sprint is nested in a phase yet")
    said = ", ".join(f"{s.name} {'was decided ' + s.decision if s.decision else 'is open'}" for s in wanting)
    open_ = [close_day(s.start, s.weeks) for s in wanting if not s.done]
    return Wait(PILOTS, name, max(open_, default=None), said)
