"""The roadmap: (project, playbook, pace) -> Plan with calendar dates, and the actions that change it.

Months come first, days second. The playbook's phases are laid out in whole months after the roadmap's start, scaled to
its length and changed by what the project says of them; only then become dates, moved by the days that people shifted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from paceplan.core.dates import add_days, add_months, close_day
from paceplan.core.errors import Refused
from paceplan.core.phases import Part, hanging_on, has_roadmap, last, layout, marathon_months
from paceplan.core.verdict import judge

if TYPE_CHECKING:
    import datetime as dt

    from paceplan.core.entries import Deliverable, Milestone, Sprint
    from paceplan.core.playbook import DeliverableInfo, Playbook
    from paceplan.core.project import Project
    from paceplan.core.types import Model

    _M = TypeVar("_M", bound=Model)

PILOTS = "pilots"
"""What a phase names that waits for a pilot to have been decided `scale`."""
MAX_SHIFT = 3_660
MAX_MONTHS = 240
_FINISHABLE = ("deliverables", "sprints", "milestones")


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


@dataclass(frozen=True, slots=True)
class MilestoneState:
    """A dated point of the plan."""

    id: str
    name: str
    day: dt.date
    done: bool
    evidence: str


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
    milestones = tuple(
        MilestoneState(i, m.name, day, m.done, m.evidence) for _, day, i in dated for m in (project.milestones[i],)
    )
    ends = [p.end for p in spans] or [s.end for s in sprints] or [m.day for m in milestones]
    if not ends and pace == "hybrid" and (chain := playbook.paces["hybrid"].chain):
        ends = [close_day(start, chain * playbook.paces["hybrid"].usual)]
    return Plan(start, max(ends, default=start), max((p.end for p in parts), default=0), spans, sprints, milestones)


def _has_dates(project: Project) -> bool:
    return bool(project.sprints or project.milestones)


def _sprints(project: Project, phases: set[str]) -> tuple[SprintSpan, ...]:
    """Return the sprints by `order`, start and id."""
    found = []
    for _, start, key in sorted((last(s.order), s.start, i) for i, s in project.sprints.items()):
        s = project.sprints[key]
        phase, end = s.phase if s.phase in phases else None, close_day(start, s.weeks)
        found.append(SprintSpan(key, s.name, phase, start, end, s.weeks, s.de_risks, s.leaves, s.done))
    return tuple(found)


def _deliverables(project: Project, playbook: Playbook, parts: tuple[Part, ...]) -> dict[str, list[DeliverableState]]:
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


def _deliverable(
    key: str, phase: str, info: DeliverableInfo | None, entry: Deliverable | None, missing: set[str]
) -> DeliverableState:
    from paceplan.core.entries import Deliverable

    entry = entry or Deliverable()
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
    piloted = _piloted(project)
    spans = []
    for part in parts:
        here = tuple(found[part.id])
        waits = [states[g].name for g in part.gates if g in states and not states[g].done]
        if PILOTS in part.gates and not piloted:
            waits.insert(0, "successful pilots")
        spans.append(PhaseSpan(
            part.id, part.name, part.text, *dates[part.id], part.end - part.start, part.shift, here,
            sum(d.done for d in here), len(here), part.id in critical, tuple(waits), part.own,
        ))  # fmt: skip
    return tuple(spans)


def _piloted(project: Project) -> bool:
    """Tell whether the pilots that a phase may wait for are over and went well.

    A project runs its pilot by itself, and then its decision tells; or it nests its pilots as sprints, and then all of
    them have to be done.
    """
    pilot = project.pilot
    if pilot and pilot.start:
        decisions = [
            *(e.decision for e in pilot.earlier.values()),
            *([pilot.decision.decision] if pilot.decision else []),
        ]
        return "scale" in decisions
    nested = [sprint.done for sprint in project.sprints.values() if sprint.phase]
    return bool(nested) and all(nested)


def build(
    project: Project, playbook: Playbook, *, start: dt.date, length_months: int | None = None,
    agreed: dt.date | None = None,
) -> Project:  # fmt: skip
    """Start the roadmap on `start`, for so many months; what is left out stays as it was. Raises `Refused`."""
    from paceplan.core.entries import Roadmap

    now = project.roadmap or Roadmap()
    length = now.length_months if length_months is None else length_months
    made = _made(Roadmap, ("roadmap",), start=start, agreed=agreed or now.agreed, length_months=length)
    if length == (project.length_months or marathon_months(playbook)):
        made = made.model_copy(update={"length_months": None})
    return project.model_copy(update={"roadmap": made})


def shift(project: Project, playbook: Playbook, *, phase: str, days: int) -> Project:
    """Move `phase`, and with it all that are planned to start later, by `days`. Raises `Refused`."""
    part = _part(project, playbook, phase)[0]
    total = part.shift + days
    if abs(total) > MAX_SHIFT:
        path = ("phases", phase, "shift_days")
        raise Refused(
            f"phases.{phase}.shift_days: {total} is too far; at most {MAX_SHIFT} days either way: "
            "give the roadmap another start instead",
            path,
        )
    start = (project.roadmap and project.roadmap.start) or project.start
    before = sum(p.shift for p in layout(project, playbook, _pace(project, playbook)) if p.start < part.start)
    if start and add_days(add_months(start, part.start), before + total) < start:
        message = f"phases.{phase}: would start before the roadmap does, on {start.isoformat()}; shift it less"
        raise Refused(message, ("phases", phase, "shift_days"))
    return _change_phase(project, phase, shift_days=total)


def stretch(project: Project, playbook: Playbook, *, phase: str, months: int) -> Project:
    """Make `phase` last `months`; those after it follow. Raises `Refused`."""
    part, later = _part(project, playbook, phase)
    if not 1 <= months <= MAX_MONTHS:
        path = ("phases", phase, "months")
        raise Refused(f"phases.{phase}.months: {months} is no length; give 1 to {MAX_MONTHS} months", path)
    grown = months - (part.end - part.start)
    changed = _change_phase(project, phase, months=None if months == part.usual else months)
    for follower in later:
        # A phase whose start month stands in the file would stay where it is, under the end of this one.
        if follower.entry and follower.entry.start_month is not None:
            to = follower.entry.start_month + grown
            if not 0 <= to <= MAX_MONTHS:
                path = ("phases", follower.id, "start_month")
                raise Refused(f"phases.{follower.id}.start_month: would become {to}; give it another one first", path)
            changed = _change_phase(changed, follower.id, start_month=to)
    return changed


def nest(
    project: Project, playbook: Playbook, *, sprint: str, name: str, phase: str | None, start: dt.date, weeks: int,
    de_risks: str | None = None, leaves: str = "",
) -> Project:  # fmt: skip
    """Add a sprint to `phase`, or (None) to the chain of a hybrid. Raises `Refused`."""
    import re

    from paceplan.core.entries import Sprint
    from paceplan.core.types import ID_PATTERN

    path = ("sprints", sprint)
    if not re.fullmatch(ID_PATTERN, sprint):
        raise Refused(f"sprints: '{sprint}' is no id; use 1 to 64 of a-z, 0-9 and -, not starting with -", path)
    if sprint in project.sprints:
        raise Refused(f"sprints.{sprint}: stands in the project already; give the new sprint another id", path)
    if not name.strip():
        raise Refused(f"sprints.{sprint}.name: a sprint needs a name", (*path, "name"))
    if phase is not None:
        _part(project, playbook, phase, at=(*path, "phase"))
    if de_risks is not None and de_risks not in (known := _deliverable_ids(project, playbook)):
        message = f"sprints.{sprint}.de_risks: no deliverable '{de_risks}'{_hint(de_risks, known)}"
        raise Refused(message, (*path, "de_risks"))
    made = _made(Sprint, path, name=name, phase=phase, start=start, weeks=weeks, de_risks=de_risks, leaves=leaves)
    return project.model_copy(update={"sprints": project.sprints | {sprint: made}})


def finish(
    project: Project, playbook: Playbook, *, item: str, on: dt.date, by: str = "", undo: bool = False
) -> Project:
    """Mark a deliverable, a nested sprint or a milestone as done on the day `on`, or take that back.

    `item` is an id, or where several collections have it `deliverables.ID`, `sprints.ID` or `milestones.ID`. What is in
    the wanted state already stays as it is. `by` is for the journal, as the file has no place for it. Raises `Refused`.
    """
    from paceplan.core.entries import Deliverable

    collection, key = _find(project, playbook, item)
    entry: Deliverable | Sprint | Milestone = getattr(project, collection).get(key) or Deliverable()
    if entry.done is not undo:
        return project
    changed = entry.model_copy(update={"done": not undo, "on": None if undo else on})
    entries = {**getattr(project, collection), key: changed}
    if changed == Deliverable():
        del entries[key]
    return project.model_copy(update={collection: entries})


def _find(project: Project, playbook: Playbook, item: str) -> tuple[str, str]:
    collection, _, key = item.rpartition(".")
    known = {"deliverables": _deliverable_ids(project, playbook), "sprints": {*project.sprints},
             "milestones": {*project.milestones}}  # fmt: skip
    places = [c for c in _FINISHABLE if key in known[c] and collection in ("", c)]
    if len(places) == 1:
        return places[0], key
    if places:
        choice = " or ".join(f"{c}.{key}" for c in places)
        raise Refused(f"'{item}' is more than one thing; say {choice}", (places[0], key))
    hint = _hint(key, known["deliverables"] | known["sprints"] | known["milestones"])
    raise Refused(f"roadmap: no deliverable, sprint or milestone '{item}'{hint}", ())


def _deliverable_ids(project: Project, playbook: Playbook) -> set[str]:
    return {i for phase in playbook.phases.values() for i in phase.deliverables} | project.deliverables.keys()


def _pace(project: Project, playbook: Playbook) -> str | None:
    return project.override.pace if project.override else judge(project, playbook).pace


def _part(project: Project, playbook: Playbook, phase: str, at: tuple[str, ...] = ()) -> tuple[Part, tuple[Part, ...]]:
    """Return the phase with this id and those planned to start later; raises `Refused` where the roadmap lacks it."""
    parts = layout(project, playbook, _pace(project, playbook))
    for part in parts:
        if part.id == phase:
            return part, tuple(p for p in parts if p.start > part.start)
    where = at or ("phases", phase)
    if not parts:
        raise Refused(f"{'.'.join(where)}: this project's roadmap has no phases; build the roadmap first", where)
    have = ", ".join(p.id for p in parts)
    raise Refused(f"{'.'.join(where)}: no phase '{phase}' in this roadmap; it has {have}", where)


def _change_phase(project: Project, phase: str, **update: Any) -> Project:
    from paceplan.core.entries import Phase

    entry = (project.phases.get(phase) or Phase()).model_copy(update=update)
    entries = {**project.phases, phase: entry}
    if entry == Phase():
        del entries[phase]
    return project.model_copy(update={"phases": entries})


def _made(model: type[_M], path: tuple[str, ...], **values: Any) -> _M:
    from pydantic import ValidationError

    try:
        return model(**values)
    except ValidationError as error:
        problem = error.errors()[0]
        at = (*path, *(str(key) for key in problem["loc"]))
        wanted = problem["msg"].removeprefix("Value error, ")
        raise Refused(f"{'.'.join(at)}: {problem['input']!r} will not do; {wanted}", at) from None


def _hint(wanted: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(wanted, sorted(known), n=3)
    return f"; did you mean {' or '.join(near)}?" if near else "; the roadmap's screen lists what there is"
