"""project -> project: agree exit criteria and start the pilot; and its time box on a given day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from paceplan.core import verdict
from paceplan.core.dates import close_day, milestone_day, week_of
from paceplan.core.errors import Refused
from paceplan.core.scoring import known

if TYPE_CHECKING:
    from paceplan.core.entries import Metric
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

WEEKS_A_MONTH = 52 / 12


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


@dataclass(frozen=True, slots=True)
class Criterion:
    """An exit criterion or a guardrail with its latest reading; what the project leaves out is the playbook's."""

    id: str
    name: str
    unit: str
    better: str
    baseline: float | None
    target: float | None
    latest: float | None
    latest_on: dt.date | None
    readings: tuple[tuple[dt.date, float], ...]
    exit: bool
    guardrail: bool
    moved: bool

    @property
    def met(self) -> bool | None:
        """Whether the latest reading is at the target or better; None without a target or a reading."""
        if self.latest is None or self.target is None:
            return None
        return self.latest >= self.target if self.better == "higher" else self.latest <= self.target


def usual_weeks(playbook: Playbook, pace: str | None) -> int:
    """Return the usual length of a pilot at `pace`: the hybrid's where it is one, else the sprint's."""
    info = playbook.paces["hybrid" if pace == "hybrid" and not playbook.paces["hybrid"].override_only else "sprint"]
    return info.usual if info.unit == "weeks" else int(info.usual * WEEKS_A_MONTH + 0.5)


def time_box(project: Project, playbook: Playbook, pace: str | None) -> TimeBox:
    """Return the time box of the project's pilot at its effective `pace`."""
    pilot = project.pilot
    weeks = (pilot and pilot.weeks) or _project_weeks(project, playbook, pace) or usual_weeks(playbook, pace)
    begun = pilot.start if pilot else None
    start = begun or project.start
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


def criteria(project: Project, playbook: Playbook) -> tuple[Criterion, ...]:
    """Return the exit criteria and guardrails, in the playbook's order, then by `order` and id."""
    places = {i: n for n, i in enumerate(playbook.metrics)}
    chosen = [i for i, m in project.metrics.items() if m.exit or m.guardrail]
    chosen.sort(key=lambda i: (places.get(i, len(places)), project.metrics[i].order or 0, i))
    return tuple(_criterion(i, project.metrics[i], playbook) for i in chosen)


def _criterion(metric_id: str, metric: Metric, playbook: Playbook) -> Criterion:
    info = playbook.metrics.get(metric_id)
    readings = tuple(sorted(metric.readings.items()))
    return Criterion(
        id=metric_id,
        name=metric.name or (info.name if info else metric_id),
        unit=metric.unit if metric.unit is not None else (info.unit if info else ""),
        better=metric.better or (info.better if info else "higher"),
        baseline=metric.baseline,
        target=metric.target if metric.target is not None else (info.target if info else None),
        latest=readings[-1][1] if readings else None,
        latest_on=readings[-1][0] if readings else None,
        readings=readings,
        exit=metric.exit,
        guardrail=metric.guardrail if metric.guardrail is not None else bool(info and info.guardrail),
        moved=bool(metric.moved),
    )


def agree(
    project: Project, playbook: Playbook, *, metric: str, target: float | None, baseline: float | None = None
) -> Project:
    """Make `metric` an exit criterion with `target`, or (target None) no longer one; frozen once the pilot runs."""
    from paceplan.core.entries import Metric

    path = ("metrics", metric)
    if metric not in project.metrics:
        known("metric", metric, playbook.metrics, playbook, path)
    if project.pilot and project.pilot.start:
        raise Refused(f"{'.'.join(path)}: the criteria are frozen since the pilot started; they stay as agreed", path)
    metrics = dict(project.metrics)
    old = metrics.pop(metric, None) or Metric()
    fields = {"exit": target is not None, "target": target, "baseline": old.baseline if baseline is None else baseline}
    new = Metric.model_validate(old.model_dump(by_alias=True) | fields)
    if new != Metric():
        metrics[metric] = new
    return project.model_copy(update={"metrics": metrics})


def why_not_start(project: Project, playbook: Playbook) -> str | None:
    """Return all that keeps the pilot from starting, in words with the remedy; None where nothing does."""
    if project.pilot and project.pilot.decision:
        return "pilot: it is closed; its decision stands"
    if project.pilot and project.pilot.start:
        return f"pilot: it has been running since {project.pilot.start.isoformat()}"
    reasons = []
    if not any(metric.exit for metric in project.metrics.values()):
        reasons.append("metrics: no exit criterion agreed; agree at least one metric with a target first")
    unclear = [c.name for c in criteria(project, playbook) if c.exit and c.target is None]
    if unclear:
        reasons.append(f"metrics: no target for {', '.join(unclear)}; give each exit criterion one")
    blockers = verdict.judge(project, playbook).blockers
    if blockers:
        missing = ", ".join(b.id for b in blockers)
        reasons.append(f"artifacts: {missing} missing; each of them blocks a start while it is not in hand")
    return "; ".join(reasons) or None


def start(project: Project, playbook: Playbook, *, on: dt.date) -> Project:
    """Start the pilot on `on`, freezing its exit criteria; raises `Refused` with what is missing."""
    from paceplan.core.entries import Pilot

    if reason := why_not_start(project, playbook):
        raise Refused(reason, ("pilot", "start"))
    box = time_box(project, playbook, verdict.judge(project, playbook).effective)
    old = project.pilot or Pilot()
    pilot = Pilot.model_validate(old.model_dump() | {"start": on, "weeks": box.weeks})
    return project.model_copy(update={"pilot": pilot})
