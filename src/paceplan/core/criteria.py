"""The read model of a project's metrics: exit criteria and guardrails with what counts for the pilot, and their marks.

What a project leaves out of a metric is the playbook's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paceplan.core.dates import add_days

if TYPE_CHECKING:
    from paceplan.core.entries import Metric
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


@dataclass(frozen=True, slots=True)
class Move:
    """A target changed after the start: when, from what to what, why and by whom."""

    on: dt.date
    before: float
    after: float
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A metric as it stands; `latest` is the latest reading that counts, `readings` holds all of them."""

    id: str
    name: str
    unit: str
    better: str
    kind: str
    baseline: float | None
    target: float | None
    confidence: float | None
    latest: float | None
    latest_on: dt.date | None
    readings: tuple[tuple[dt.date, float], ...]
    exit: bool
    guardrail: bool
    moves: tuple[Move, ...]
    surrogate: str | None
    own: bool
    """Of the project itself, not of its playbook."""

    @property
    def moved(self) -> bool:
        """Whether the target was changed after the start."""
        return bool(self.moves)

    @property
    def met(self) -> bool | None:
        """Whether the latest reading is at the target or better; None without a target or a reading."""
        if self.latest is None or self.target is None:
            return None
        return not worse(self.latest, self.target, self.better)

    @property
    def breached(self) -> bool:
        """Whether this is a guardrail whose latest reading is worse than its limit."""
        return self.guardrail and self.met is False


def worse(value: float, than: float, better: str) -> bool:
    """Tell whether `value` is worse than another, where `better` is `higher` or `lower`; equal is not worse."""
    return value < than if better == "higher" else value > than


def criteria(project: Project, playbook: Playbook, today: dt.date | None = None) -> tuple[Criterion, ...]:
    """Return the exit criteria and guardrails, in the playbook's order, then by `order` and id.

    For them counts what was read since the current iteration started, up to its decision and up to `today`.
    """
    span = window(project)
    found = (_criterion(project, playbook, i, span, today) for i in ordered(project, playbook) if i in project.metrics)
    return tuple(c for c in found if c.exit or c.guardrail)


def criterion(project: Project, playbook: Playbook, metric: str, today: dt.date | None = None) -> Criterion:
    """Return one metric of the project or its playbook with its latest reading of all, before or after any pilot."""
    return _criterion(project, playbook, metric, (None, None), today)


def ordered(project: Project, playbook: Playbook) -> list[str]:
    """Return the ids of all metrics: the playbook's, then the project's own by `order` and id."""
    own = [i for i in project.metrics if i not in playbook.metrics]
    return [*playbook.metrics, *sorted(own, key=lambda i: (project.metrics[i].order or 0, i))]


def window(project: Project) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and last day whose readings count for the current iteration; None where there is no limit."""
    pilot = project.pilot
    if pilot is None:
        return None, None
    first = pilot.start
    if first is None and pilot.earlier:
        first = add_days(max(e.on for e in pilot.earlier.values()), 1)
    return first, pilot.decision.on if pilot.decision else None


def _criterion(
    project: Project, playbook: Playbook, metric_id: str, span: tuple[dt.date | None, dt.date | None],
    today: dt.date | None,
) -> Criterion:  # fmt: skip
    from paceplan.core.entries import Metric

    metric, info = project.metrics.get(metric_id) or Metric(), playbook.metrics.get(metric_id)
    readings = tuple(sorted(metric.readings.items()))
    first = span[0] or dt.date.min
    last = min(span[1] or dt.date.max, today or dt.date.max)
    counted = [r for r in readings if first <= r[0] <= last]
    return Criterion(
        id=metric_id,
        name=metric.name or (info.name if info else metric_id),
        unit=metric.unit if metric.unit is not None else (info.unit if info else ""),
        better=direction(metric, playbook, metric_id),
        kind=info.kind if info else "pilot",
        baseline=metric.baseline,
        target=metric.target if metric.target is not None else (info.target if info else None),
        confidence=metric.confidence,
        latest=counted[-1][1] if counted else None,
        latest_on=counted[-1][0] if counted else None,
        readings=readings,
        exit=metric.exit,
        guardrail=is_guardrail(metric, playbook, metric_id),
        moves=tuple(Move(day, m.from_, m.to, m.why, m.by) for day, m in sorted(metric.moved.items())),
        surrogate=metric.surrogate or (info.surrogate if info else None),
        own=info is None,
    )


def direction(metric: Metric, playbook: Playbook, metric_id: str) -> str:
    """Return which way is better: the project's word, else the playbook's, else `higher`."""
    info = playbook.metrics.get(metric_id)
    return metric.better or (info.better if info else "higher")


def is_guardrail(metric: Metric, playbook: Playbook, metric_id: str) -> bool:
    """Tell whether a metric of the project is a guardrail: by its own word, else by the playbook's."""
    info = playbook.metrics.get(metric_id)
    return metric.guardrail if metric.guardrail is not None else bool(info and info.guardrail)


def sealed(project: Project) -> bool:
    """Tell whether the exit criteria are frozen: from the first start on, between iterations too."""
    return bool(project.pilot and (project.pilot.start or project.pilot.earlier))


def wrong_side(metric: Metric, playbook: Playbook, metric_id: str) -> str | None:
    """Say that a target is worse than its baseline, with the remedy; None where it is not.

    A guardrail is a limit, which may well lie on that side, and so may the target of what nothing is decided by.
    """
    if metric.target is None or metric.baseline is None or not metric.exit or is_guardrail(metric, playbook, metric_id):
        return None
    better = direction(metric, playbook, metric_id)
    if not worse(metric.target, metric.baseline, better):
        return None
    side, other = ("above", "lower") if better == "higher" else ("below", "higher")
    target, baseline = figure(metric.target), figure(metric.baseline)
    return (
        f"{target} is worse than the baseline of {baseline} ({better} is better), so the pilot would meet it by doing "
        f'nothing; give a target {side} {baseline}, set better = "{other}" if {other} is better, or make it a guardrail'
    )


def doubts(project: Project, playbook: Playbook) -> tuple[str, ...]:
    """Return what is worth a second look in the criteria before a start, and keeps nothing from starting."""
    found = []
    for c in criteria(project, playbook):
        if c.exit and c.target is not None and c.target == c.baseline:
            found.append(f"metrics.{c.id}.target: is the baseline itself; it is met as long as nothing gets worse")
        if c.guardrail and c.target is None:
            found.append(f"metrics.{c.id}.target: a guardrail without a limit guards nothing; give it one")
    return tuple(found)


def broken_seal(before: Project, after: Project, playbook: Playbook) -> str | None:
    """Say what an edit of the whole project would change of sealed criteria without a mark; None where nothing.

    A changed target is in order where the change itself stands under `moved`.
    """
    if not sealed(before):
        return None
    if before.playbook != after.playbook:
        return f"playbook: stays '{before.playbook}', since the pilot has started by its criteria"
    found = []
    if not sealed(after):
        found.append("pilot.start: the pilot has started, and its criteria are frozen since; the start stays")
    for key in sorted(before.metrics.keys() | after.metrics.keys()):
        old, new = (_criterion(p, playbook, key, (None, None), None) for p in (before, after))
        if (old.exit, old.guardrail) != (new.exit, new.guardrail):
            found.append(f"metrics.{key}: which criteria and guardrails there are is frozen since the pilot started")
        elif (old.exit or old.guardrail) and old.better != new.better:
            found.append(f"metrics.{key}.better: frozen since the pilot started")
        elif (old.exit or old.guardrail) and old.target != new.target and old.moves == new.moves:
            mark = f"[metrics.{key}.moved.DATE] with from, to and why"
            found.append(f"metrics.{key}.target: frozen since the pilot started; move it with a reason, here as {mark}")
        elif old.exit and any(move not in new.moves and _kept(move, new) is None for move in old.moves):
            found.append(f"metrics.{key}.moved: the mark of a target that was changed stays")
    return "; ".join(found) or None


def _kept(move: Move, c: Criterion) -> Move | None:
    """Return the mark of the same day from the same figure, which a second change on that day leaves."""
    return next((m for m in c.moves if (m.on, m.before) == (move.on, move.before)), None)


# The words, the same in a form, on the command line and in a report


def figure(value: float, unit: str = "") -> str:
    """Return a number in the fewest digits that tell it, with its unit."""
    return f"{value:.10g} {unit}".rstrip()


def mark(move: Move, unit: str = "") -> str:
    """Return the mark of a changed target: when, from what to what, by whom and why."""
    by = f" by {move.by}" if move.by else ""
    return f"target moved on {move.on} from {figure(move.before)} to {figure(move.after, unit)}{by}: {move.why}"


def told(c: Criterion) -> str:
    """Return a criterion in one line: reading, target, whether met, confidence, and every mark of a moved target."""
    latest = "no reading that counts yet" if c.latest is None else f"{figure(c.latest, c.unit)} on {c.latest_on}"
    what = "limit" if c.guardrail and not c.exit else "target"
    side = "or more" if c.better == "higher" else "or less"
    target = f"no {what}" if c.target is None else f"{what} {figure(c.target, c.unit)} {side}"
    kept, lost = ("kept", "breached") if what == "limit" else ("met", "missed")
    state = {True: f", {kept}", False: f", {lost}", None: ""}[c.met]
    sure = f"; at {c.confidence * 100:.4g} % confidence" if c.confidence is not None and c.exit else ""
    return f"{c.name}: {latest}, {target}{state}{sure}" + "".join(f"; {mark(m, c.unit)}" for m in c.moves)
