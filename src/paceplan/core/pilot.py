"""project -> project: agree criteria, start the pilot, move a target, count its dosage; and its time box on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from paceplan.core import budget, verdict
from paceplan.core.criteria import Criterion as Criterion
from paceplan.core.criteria import Move as Move
from paceplan.core.criteria import criteria as criteria
from paceplan.core.criteria import figure, is_guardrail, sealed, wrong_side
from paceplan.core.dates import close_day, milestone_day, week_of
from paceplan.core.errors import Refused
from paceplan.core.scoring import known

if TYPE_CHECKING:
    from paceplan.core.entries import Metric
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

WEEKS_A_MONTH = 52 / 12
MAX_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone of the pilot; week n stands on day 7n."""

    id: str
    name: str
    week: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class TimeBox:
    """The pilot's time box; a planned one starts with the project, and has no dates before that is known."""

    state: Literal["planned", "running", "closed"]
    weeks: int
    iteration: int
    start: dt.date | None
    close: dt.date | None
    marks: tuple[Mark, ...]

    def week(self, today: dt.date) -> int | None:
        """Return which week of the pilot `today` is in, 1 to `weeks`; None before it starts."""
        if self.start is None or today < self.start:
            return None
        return min(self.weeks, week_of(self.start, today))

    def days_left(self, today: dt.date) -> int | None:
        """Return the days until the decision day; negative once it has passed."""
        return (self.close - today).days if self.close else None

    def overdue(self, today: dt.date) -> int:
        """Return by how many days the decision of a running pilot is late; 0 on the decision day and before."""
        return max(0, (today - self.close).days) if self.close and self.state == "running" else 0

    def next_mark(self, today: dt.date) -> Mark | None:
        """Return the first milestone that is not past on `today`."""
        return next((m for m in self.marks if m.day >= today), None)


def usual_weeks(playbook: Playbook, pace: str | None) -> int:
    """Return the usual length of a pilot at `pace`: the hybrid's where it is one, else the sprint's."""
    info = playbook.paces["hybrid" if pace == "hybrid" and not playbook.paces["hybrid"].override_only else "sprint"]
    return info.usual if info.unit == "weeks" else int(info.usual * WEEKS_A_MONTH + 0.5)


def time_box(project: Project, playbook: Playbook, pace: str | None) -> TimeBox:
    """Return the time box of the project's pilot at its effective `pace`."""
    pilot = project.pilot
    weeks = (pilot and pilot.weeks) or _project_weeks(project, playbook, pace) or usual_weeks(playbook, pace)
    begun = pilot.start if pilot else None
    # The first one starts with the project; an iteration that waits for a fix starts when somebody says so.
    start = begun or (None if pilot and pilot.earlier else project.start)
    close = close_day(start, weeks) if start else None
    marks = tuple(
        Mark(i, m.name, m.week, milestone_day(start, m.week))
        for i, m in playbook.pilot.milestones.items()
        if start and m.week <= weeks
    )
    state: Literal["planned", "running", "closed"] = "planned" if begun is None else "running"
    if pilot and pilot.decision:
        state = "closed"
    return TimeBox(state, weeks, pilot.iteration if pilot else 1, start, close, marks)


def _project_weeks(project: Project, playbook: Playbook, pace: str | None) -> int | None:
    """Return the project's own length where all of it is a pilot's.

    A marathon's is not, nor that of a hybrid by override only, which is a marathon with sprints, nor that of a chain,
    in which a pilot is one link.
    """
    hybrid = playbook.paces["hybrid"]
    if pace == "marathon" or (pace == "hybrid" and (hybrid.override_only or hybrid.chain)):
        return None
    if project.length_weeks:
        return project.length_weeks
    return int(project.length_months * WEEKS_A_MONTH + 0.5) if project.length_months else None


# Before the start


def agree(
    project: Project, playbook: Playbook, *, metric: str, target: float | None, baseline: float | None = None,
    confidence: float | None = None, better: str | None = None,
) -> Project:  # fmt: skip
    """Make `metric` an exit criterion with `target`, or (target None) no longer one; frozen once the pilot runs.

    What is left out stays as it is; a confidence of 0 takes the one there was away.
    """
    old = _open(project, playbook, metric)
    guards = is_guardrail(old, playbook, metric)
    kept = old.target if target is None and guards else target
    fields: dict[str, Any] = {"exit": target is not None, "target": kept}
    fields |= {} if baseline is None else {"baseline": baseline}
    fields |= {} if confidence is None else {"confidence": confidence or None}
    info = playbook.metrics.get(metric)
    fields |= {} if better is None else {"better": None if info and info.better == better else better}
    return _with_metric(project, playbook, metric, old, fields)


def guard(
    project: Project, playbook: Playbook, *, metric: str, target: float | None, baseline: float | None = None
) -> Project:
    """Make `metric` a guardrail with `target` as its limit, or (target None) no longer one; frozen as criteria are."""
    old = _open(project, playbook, metric)
    info = playbook.metrics.get(metric)
    off = False if info and info.guardrail else None
    kept = old.target if target is None and old.exit else target
    fields: dict[str, Any] = {"guardrail": True if target is not None else off, "target": kept}
    fields |= {} if baseline is None else {"baseline": baseline}
    return _with_metric(project, playbook, metric, old, fields)


def _open(project: Project, playbook: Playbook, metric: str) -> Metric:
    """Return the metric to be changed; raises `Refused` where there is none or the criteria are sealed."""
    from paceplan.core.entries import Metric

    path = ("metrics", metric)
    if metric not in project.metrics:
        known("metric", metric, playbook.metrics, playbook, path)
    if sealed(project):
        message = "the criteria are frozen since the pilot started; they stay as agreed, and a target that is moved"
        raise Refused(f"{'.'.join(path)}: {message} is marked", path)
    return project.metrics.get(metric) or Metric()


def _with_metric(project: Project, playbook: Playbook, key: str, old: Metric, fields: dict[str, Any]) -> Project:
    """Return `project` with a changed metric; one that says nothing any more leaves no entry. Raises `Refused`."""
    from paceplan.core.entries import Metric

    new = Metric.model_validate(old.model_dump(by_alias=True) | fields)
    if problem := wrong_side(new, playbook, key):
        raise Refused(f"metrics.{key}.target: {problem}", ("metrics", key, "target"))
    metrics = {i: m for i, m in project.metrics.items() if i != key}
    return project.model_copy(update={"metrics": metrics | ({} if new == Metric() else {key: new})})


def box(project: Project, playbook: Playbook, *, weeks: int) -> Project:
    """Give the pilot its length before it starts; raises `Refused` for no length at all, and once it runs."""
    from paceplan.core.entries import Pilot

    path = ("pilot", "weeks")
    old = project.pilot or Pilot()
    if old.start:
        raise Refused("pilot.weeks: fixed since the pilot started; iterate where it was too short", path)
    return project.model_copy(update={"pilot": old.model_copy(update={"weeks": _weeks(weeks)})})


def _weeks(weeks: int) -> int:
    if isinstance(weeks, bool) or not 1 <= weeks <= MAX_WEEKS:
        raise Refused(f"pilot.weeks: {weeks} is no length; give 1 to {MAX_WEEKS} weeks", ("pilot", "weeks"))
    return weeks


def why_not_start(project: Project, playbook: Playbook) -> str | None:
    """Return all that keeps the pilot from starting, in words with the remedy; None where nothing does."""
    if project.pilot and project.pilot.decision:
        return "pilot: it is closed; its decision stands"
    if project.pilot and project.pilot.start:
        return f"pilot: it has been running since {project.pilot.start.isoformat()}"
    reasons = []
    if not any(metric.exit for metric in project.metrics.values()):
        reasons.append("metrics: no exit criterion agreed; agree at least one metric with a target first")
    agreed = criteria(project, playbook)
    unclear = [c.name for c in agreed if c.exit and c.target is None]
    if unclear:
        reasons.append(f"metrics: no target for {', '.join(unclear)}; give each exit criterion one")
    for key, metric in project.metrics.items():
        if problem := wrong_side(metric, playbook, key):
            reasons.append(f"metrics.{key}.target: {problem}")
    blockers = verdict.judge(project, playbook).blockers
    if blockers:
        missing = ", ".join(b.id for b in blockers)
        reasons.append(f"artifacts: {missing} missing; each of them blocks a start while it is not in hand")
    if paused := budget.pause(project):
        reasons.append(paused)
    return "; ".join(reasons) or None


def start(project: Project, playbook: Playbook, *, on: dt.date, weeks: int | None = None) -> Project:
    """Start the pilot on `on`, sealing its criteria; `weeks` is its length. Raises `Refused` with what is missing."""
    from paceplan.core.entries import Pilot

    if reason := why_not_start(project, playbook):
        raise Refused(reason, ("pilot", "start"))
    old = project.pilot or Pilot()
    for n, earlier in old.earlier.items():
        if on <= earlier.on:
            message = f"pilot.start: {on} is not after iteration {n}, which was decided on {earlier.on}; start it later"
            raise Refused(message, ("pilot", "start"))
    usual = time_box(project, playbook, verdict.judge(project, playbook).effective).weeks
    length = usual if weeks is None else _weeks(weeks)
    pilot = Pilot.model_validate(old.model_dump() | {"start": on, "weeks": length})
    return project.model_copy(update={"pilot": pilot})


# While it runs


def move(
    project: Project, playbook: Playbook, *, metric: str, target: float, why: str, by: str = "", on: dt.date
) -> Project:
    """Change the target of a sealed criterion or guardrail, which marks it for good. Raises `Refused`.

    Several moves on one day are one mark, from what stood before the first of them.
    """
    from paceplan.core.entries import Moved

    at = f"metrics.{metric}"
    entry = project.metrics.get(metric)
    if entry is None:
        known("metric", metric, [*playbook.metrics, *project.metrics], playbook, ("metrics", metric))
    now = next((c for c in criteria(project, playbook) if c.id == metric), None)
    if not sealed(project) or project.pilot is None:
        raise Refused(f"{at}.target: the pilot has not started, so nothing is sealed; agree the target", ("metrics",))
    if project.pilot.decision:
        raise Refused(f"{at}.target: the pilot is closed; its decision stands on the target as it is", ("metrics",))
    if entry is None or now is None or now.target is None:
        message = "is no criterion or guardrail with a target of this pilot; which there are is frozen since it started"
        raise Refused(f"{at}: {message}", ("metrics", metric))
    if not why.strip():
        raise Refused(f"{at}.moved: a target moved after the start needs a reason; say why in a line", ("metrics",))
    first = min(d for d in (project.pilot.start, *(e.start for e in project.pilot.earlier.values())) if d)
    if on < first:
        raise Refused(f"{at}.moved.{on}: before the pilot's start on {first}; give the day of the change", ("metrics",))
    if target == now.target:
        raise Refused(f"{at}.target: {figure(target)} is the target already; give another one", ("metrics", metric))
    same_day = entry.moved.get(on)
    came_from = same_day.from_ if same_day else now.target
    moved = {day: m for day, m in entry.moved.items() if day != on}
    if came_from != target:
        moved[on] = Moved.model_validate({"from": came_from, "to": target, "why": why, "by": by})
    return _with_metric(project, playbook, metric, entry, {"target": target, "moved": _dumped(moved)})


def _dumped(moved: dict[dt.date, Any]) -> dict[dt.date, Any]:
    return {day: m.model_dump(by_alias=True) for day, m in moved.items()}


def dose(
    project: Project, playbook: Playbook, *, id: str, planned: float | None = None, actual: float | None = None,
    name: str | None = None, remove: bool = False,
) -> Project:  # fmt: skip
    """Set what the pilot is to be exercised with (`planned`), or was (`actual`); what is left out stays.

    Raises `Refused` for a closed pilot, without a plan, and for figures that are none.
    """
    from paceplan.core.entries import Dosage, Pilot

    path = ("pilot", "dosage", id)
    pilot = project.pilot or Pilot()
    if pilot.decision:
        raise Refused(f"{'.'.join(path)}: the pilot is closed; its decision stands on what was counted", path)
    doses = dict(pilot.dosage)
    old = doses.pop(id, None)
    if remove and old is None:
        raise Refused(f"{'.'.join(path)}: no such dosage; it has {', '.join(pilot.dosage) or 'none'}", path)
    if old is None and planned is None and not remove:
        raise Refused(f"{'.'.join(path)}: nothing is planned yet; say how much is planned first", path)
    for key, value in (("planned", planned), ("actual", actual)):
        if value is not None and (value < 0 or (key == "planned" and value == 0)):
            least = "more than 0" if key == "planned" else "0 or more"
            raise Refused(f"{'.'.join(path)}.{key}: {figure(value)} is too small; give {least}", (*path, key))
    if not remove:
        given = {"planned": planned, "actual": actual, "name": name}
        fields = {key: value for key, value in given.items() if value is not None}
        doses[id] = Dosage.model_validate((old.model_dump() if old else {}) | fields)
    made = Pilot.model_validate(pilot.model_dump() | {"dosage": {i: d.model_dump() for i, d in doses.items()}})
    return project.model_copy(update={"pilot": made})
