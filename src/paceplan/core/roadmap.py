"""project -> project: build the roadmap, shift and stretch its phases, nest sprints in them, finish what they hold.

What a plan holds and which dates follow is in `schedule`; `plan` and its parts are found here as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paceplan.core.dates import add_days, add_months
from paceplan.core.errors import Refused
from paceplan.core.locating import around, check_id, deliverable_ids, find, hint, made, pace_of, part
from paceplan.core.phases import marathon_months
from paceplan.core.schedule import PILOTS as PILOTS
from paceplan.core.schedule import DeliverableState as DeliverableState
from paceplan.core.schedule import MilestoneState as MilestoneState
from paceplan.core.schedule import PhaseSpan as PhaseSpan
from paceplan.core.schedule import Plan as Plan
from paceplan.core.schedule import SprintSpan as SprintSpan
from paceplan.core.schedule import plan as plan
from paceplan.core.slips import is_agreed, marked

if TYPE_CHECKING:
    import datetime as dt

    from paceplan.core.entries import Deliverable, Milestone, Sprint
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

MAX_SHIFT = 3_660
MAX_MONTHS = 240
_FINISHABLE = ("deliverables", "sprints", "milestones")


def build(
    project: Project, playbook: Playbook, *, start: dt.date, length_months: int | None = None,
    agreed: dt.date | None = None, why: str = "", by: str = "", on: dt.date | None = None,
) -> Project:  # fmt: skip
    """Start the roadmap on `start`, for so many months; what is left out stays as it was.

    After the agreement a change needs a reason, kept with the first phase for another start, with the last one for
    another length. Raises `Refused`.
    """
    from paceplan.core.entries import Roadmap

    now = project.roadmap or Roadmap()
    length = now.length_months if length_months is None else length_months
    values = {"start": start, "agreed": agreed or now.agreed, "length_months": length, "baseline": now.baseline}
    new = made(Roadmap, ("roadmap",), **values)
    if length == (project.length_months or marathon_months(playbook)):
        new = new.model_copy(update={"length_months": None})
    built = project.model_copy(update={"roadmap": new})
    return _with_reason(project, built, playbook, why=why, by=by, on=on) if is_agreed(project) else built


def _with_reason(
    before: Project, after: Project, playbook: Playbook, *, why: str, by: str, on: dt.date | None
) -> Project:
    """Keep why an agreed plan was laid out anew."""
    old, new = (plan(p, playbook, pace_of(p, playbook)) for p in (before, after))
    if not (old and new and old.phases and new.phases):
        return after
    days = (new.start - old.start).days
    key = new.phases[0].id if days else new.phases[-1].id
    moved = marked(after, "phases", key, days or (new.end - old.end).days, why=why, by=by, on=on)
    return _change_phase(after, key, moved=moved)


def shift(
    project: Project, playbook: Playbook, *, phase: str, days: int, why: str = "", by: str = "",
    on: dt.date | None = None,
) -> Project:  # fmt: skip
    """Move `phase`, and with it all that are planned to start later, by `days`. Raises `Refused`.

    What is still to come in them moves along: open deliverables due from `on`, and nested sprints that start after it.
    Milestones keep their dates, which others set. After the agreement a shift needs a reason (`why`).
    """
    earlier, found, later = around(project, playbook, phase)
    total = found.shift + days
    path = ("phases", phase, "shift_days")
    if abs(total) > MAX_SHIFT:
        raise Refused(
            f"phases.{phase}.shift_days: {total} is too far; at most {MAX_SHIFT} days either way: "
            "give the roadmap another start instead",
            path,
        )
    start = (project.roadmap and project.roadmap.start) or project.start
    before = sum(p.shift for p in earlier)
    if start and add_days(add_months(start, found.start), before + total) < start:
        message = f"phases.{phase}: would start before the roadmap does, on {start.isoformat()}; shift it less"
        raise Refused(message, path)
    moved = marked(project, "phases", phase, days, why=why, by=by, on=on)
    note = {"why": why.strip()} if why.strip() and not is_agreed(project) else {}
    changed = _change_phase(project, phase, shift_days=total, moved=moved, **note)
    return _along(changed, playbook, {phase, *(p.id for p in later)}, days, on)


def _along(project: Project, playbook: Playbook, phases: set[str], days: int, on: dt.date | None) -> Project:
    """Move what lies ahead in these phases by as many days as they moved."""
    homes = {i: phase for phase, p in playbook.phases.items() for i in p.deliverables}
    deliverables, sprints = {}, {}
    for key, entry in project.deliverables.items():
        ahead = entry.due is not None and not entry.done and (on is None or entry.due >= on)
        if entry.due and ahead and (entry.phase or homes.get(key)) in phases:
            deliverables[key] = entry.model_copy(update={"due": add_days(entry.due, days)})
    for key, sprint in project.sprints.items():
        if sprint.phase in phases and not sprint.done and (on is None or sprint.start > on):
            sprints[key] = sprint.model_copy(update={"start": add_days(sprint.start, days)})
    update: dict[str, Any] = {}  # a collection of which nothing moves stays the one it is
    if deliverables:
        update["deliverables"] = {**project.deliverables, **deliverables}
    if sprints:
        update["sprints"] = {**project.sprints, **sprints}
    return project.model_copy(update=update)


def stretch(
    project: Project, playbook: Playbook, *, phase: str, months: int, why: str = "", by: str = "",
    on: dt.date | None = None,
) -> Project:  # fmt: skip
    """Make `phase` last `months`; those after it follow. After the agreement it needs a reason. Raises `Refused`."""
    found, later = part(project, playbook, phase)
    if not 1 <= months <= MAX_MONTHS:
        path = ("phases", phase, "months")
        raise Refused(f"phases.{phase}.months: {months} is no length; give 1 to {MAX_MONTHS} months", path)
    grown = months - (found.end - found.start)
    changed = _change_phase(project, phase, months=None if months == found.usual else months)
    for follower in later:
        # A phase whose start month stands in the file would stay where it is, under the end of this one.
        if follower.entry and follower.entry.start_month is not None:
            to = follower.entry.start_month + grown
            if not 0 <= to <= MAX_MONTHS:
                path = ("phases", follower.id, "start_month")
                raise Refused(f"phases.{follower.id}.start_month: would become {to}; give it another one first", path)
            changed = _change_phase(changed, follower.id, start_month=to)
    if not grown:
        return changed
    days = _end_of(changed, playbook, phase) - _end_of(project, playbook, phase)
    moved = marked(changed, "phases", phase, days, why=why, by=by, on=on)
    note = {"why": why.strip()} if why.strip() and not is_agreed(project) else {}
    changed = _change_phase(changed, phase, moved=moved, **note)
    return _along(changed, playbook, {p.id for p in later}, days, on)


def _end_of(project: Project, playbook: Playbook, phase: str) -> int:
    """Return the ordinal of the phase's last day; 0 while the roadmap has no start."""
    found = plan(project, playbook, pace_of(project, playbook))
    return next((p.end.toordinal() for p in found.phases if p.id == phase), 0) if found else 0


def nest(
    project: Project, playbook: Playbook, *, sprint: str, name: str, phase: str | None, start: dt.date, weeks: int,
    de_risks: str | None = None, leaves: str = "",
) -> Project:  # fmt: skip
    """Add a sprint to `phase`, or (None) to the chain of a hybrid. Raises `Refused`.

    One that leaves its phase is taken, and said to: `doubts` names it until somebody moves it.
    """
    from paceplan.core.entries import Sprint

    path = ("sprints", sprint)
    check_id(sprint, path)
    if sprint in project.sprints:
        raise Refused(f"sprints.{sprint}: stands in the project already; give the new sprint another id", path)
    if not name.strip():
        raise Refused(f"sprints.{sprint}.name: a sprint needs a name", (*path, "name"))
    if phase is not None:
        part(project, playbook, phase, at=(*path, "phase"))
    if de_risks is not None and de_risks not in (known := deliverable_ids(project, playbook)):
        message = f"sprints.{sprint}.de_risks: no deliverable '{de_risks}'{hint(de_risks, known)}"
        raise Refused(message, (*path, "de_risks"))
    entry = made(Sprint, path, name=name, phase=phase, start=start, weeks=weeks, de_risks=de_risks, leaves=leaves)
    return project.model_copy(update={"sprints": project.sprints | {sprint: entry}})


def finish(
    project: Project, playbook: Playbook, *, item: str, on: dt.date, by: str = "", undo: bool = False,
    evidence: str = "", decision: str | None = None,
) -> Project:  # fmt: skip
    """Mark a deliverable, a nested sprint or a milestone as done on the day `on`, or take that back.

    `item` is an id, or where several collections have it `deliverables.ID`, `sprints.ID` or `milestones.ID`. What is in
    the wanted state already stays as it is. `evidence` is where the proof lies, `decision` what a sprint closed with;
    `by` is for the journal, as the file has no place for it. Raises `Refused`.
    """
    from paceplan.core.entries import Deliverable

    collection, key = find(project, playbook, item, _FINISHABLE)
    entry: Deliverable | Sprint | Milestone = getattr(project, collection).get(key) or Deliverable()
    fields: dict[str, Any] = {"done": not undo, "on": None if undo else on}
    if entry.done is not undo:
        fields = {}
    if evidence.strip() and collection != "sprints":
        fields["evidence"] = evidence
    if collection == "sprints" and (decision or undo):
        fields["decision"] = None if undo else decision
    if not fields:
        return project
    changed = made(type(entry), (collection, key), **entry.model_dump() | fields)
    entries = {**getattr(project, collection), key: changed}
    if changed == Deliverable():
        del entries[key]
    return project.model_copy(update={collection: entries})


def _change_phase(project: Project, phase: str, **update: Any) -> Project:
    from paceplan.core.entries import Phase

    entry = (project.phases.get(phase) or Phase()).model_copy(update=update)
    entries = {**project.phases, phase: entry}
    if entry == Phase():
        del entries[phase]
    return project.model_copy(update={"phases": entries})
