"""Every metric of a project and its playbook as one list, in groups: what decides first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paceplan.core import budget as core
from paceplan.core.budget import BudgetState, SloState
from paceplan.core.criteria import Criterion, criteria, criterion, ordered
from paceplan.core.text import clean
from paceplan.tui.glyphs import ASCII, Glyphs, meter
from paceplan.tui.presentation.criteria import FLAGS, RELATIONS, TREND, outcome_sign, spark
from paceplan.tui.presentation.words import number
from paceplan.tui.widgets.check_list import dated
from paceplan.tui.widgets.metric_list import MetricRow

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

GROUPS = {
    "criteria": "Exit criteria and guardrails",
    "budget": "Error budget",
    "pilot": "Pilot",
    "own": "The project's own",
    "model": "Model level",
    "marathon": "Long run: before and after",
    "slos": "Service objectives",
}
"""The groups in their order, each with its heading."""

_GROUP_OF = {"pilot": "pilot", "sprint": "pilot", "model": "model", "marathon": "marathon"}
BUDGET = "error-budget"
"""The id of the budget's line."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the tab lists: metrics, objectives and the error budget, as they stand on a day."""

    metrics: tuple[Criterion, ...]
    deciding: frozenset[str]
    slos: tuple[SloState, ...]
    budget: BudgetState | None

    def metric(self, metric_id: str) -> Criterion | None:
        """Return a metric by its id."""
        return next((c for c in self.metrics if c.id == metric_id), None)

    def slo(self, slo_id: str) -> SloState | None:
        """Return an objective by its id."""
        return next((s for s in self.slos if s.id == slo_id), None)

    def pair(self, metric: Criterion) -> tuple[Criterion, Criterion] | None:
        """Return (business metric, its model-level surrogate) where `metric` is either and both have been read."""
        business, model = self._sides(metric)
        return (business, model) if business and model and business.readings and model.readings else None

    def _sides(self, metric: Criterion) -> tuple[Criterion | None, Criterion | None]:
        if metric.surrogate:
            return metric, self.metric(metric.surrogate)
        found = [c for c in self.metrics if c.surrogate == metric.id]
        return next((c for c in found if c.readings), next(iter(found), None)), metric

    def other_side(self, metric: Criterion) -> str:
        """Say which metric stands for `metric` at model level, or which one it stands for; empty where none does."""
        business, model = self._sides(metric)
        if business is None or model is None:
            return ""
        unread = next((clean(c.name) for c in (model, business) if not c.readings), "")
        said = f"{clean(model.name)} stands for {clean(business.name)} at model level"
        return f"{said}; {unread} has no reading yet" if unread else said


def figures_of(project: Project, playbook: Playbook, today: dt.date) -> Figures:
    """Return everything that is measured, or could be, in the order of the list."""
    deciding = {c.id: c for c in criteria(project, playbook, today)}
    others = [criterion(project, playbook, i, today) for i in ordered(project, playbook) if i not in deciding]
    order = list(GROUPS)
    others.sort(key=lambda c: (order.index(group_of(c)), not is_used(c)))
    metrics = (*deciding.values(), *others)
    slos = sorted(core.slos(project, playbook, today), key=lambda s: not s.chosen)
    return Figures(metrics, frozenset(deciding), tuple(slos), core.state(project))


def group_of(metric: Criterion) -> str:
    """Return the group of a metric that decides nothing."""
    return "own" if metric.own else _GROUP_OF[metric.kind]


def is_used(metric: Criterion) -> bool:
    """Tell whether the project has said something about a metric."""
    return bool(metric.readings) or metric.target is not None or metric.baseline is not None


def is_limit(metric: Criterion) -> bool:
    """Tell whether a metric's target is a limit to be kept, not a goal to be met."""
    return metric.guardrail and not metric.exit


def outcome(metric: Criterion) -> str:
    """Return how a metric stands, in a word or two."""
    if metric.met is not None:
        kept = is_limit(metric)
        return ("kept" if kept else "met") if metric.met else ("breached" if kept else "missed")
    if metric.readings:
        return "no target" if metric.target is None else "not read"
    return "not read" if metric.target is not None else ""


def rows_of(figures: Figures, today: dt.date, glyphs: Glyphs) -> Iterator[MetricRow]:
    """Yield every line of the list, the groups with their headings."""
    parts: dict[str, list[MetricRow]] = {group: [] for group in GROUPS}
    for metric in figures.metrics:
        group = "criteria" if metric.id in figures.deciding else group_of(metric)
        parts[group].append(_row(metric, today, glyphs))
    if figures.budget:
        parts["budget"].append(_budget_row(figures.budget, glyphs))
    parts["slos"] += [_slo_row(slo, glyphs) for slo in figures.slos]
    for group, rows in parts.items():
        if rows:
            yield MetricRow(f"group {group}", "heading", name=GROUPS[group])
            yield from rows


def _row(metric: Criterion, today: dt.date, glyphs: Glyphs) -> MetricRow:
    plain = glyphs == ASCII
    guardrail, moved = FLAGS[plain]
    limit = metric.guardrail or metric.baseline is None
    sign, tone = outcome_sign(metric.met, glyphs) if metric.met is not None else (" ", "faint")
    bounds = [value for value in (metric.baseline, metric.target) if value is not None]
    relation = RELATIONS[plain][metric.better if limit else "to"] if metric.target is not None else ""
    return MetricRow(
        metric.id,
        "metric",
        sign=sign,
        tone=tone,
        name=clean(metric.name),
        flags=guardrail * metric.guardrail + moved * metric.moved,
        used=is_used(metric),
        baseline=number(metric.baseline) if metric.baseline is not None else "",
        relation=relation,
        target=number(metric.target) if metric.target is not None else "",
        unit=clean(metric.unit),
        latest=number(metric.latest) if metric.latest is not None else "",
        on=dated(metric.latest_on, today),
        trend=spark([value for _, value in metric.readings], bounds, TREND, glyphs),
        word=outcome(metric),
    )


def _budget_row(state: BudgetState, glyphs: Glyphs) -> MetricRow:
    word = "paused" if state.paused else "fixed" if state.overspent else share_of(state.share)
    tone = "missed" if state.paused else "met" if not state.overspent else "faint"
    said = f"{number(state.used)} of {number(state.allowed)} {clean(state.unit)}".rstrip()
    bar = _bar(state.used, state.allowed, glyphs)
    sign = outcome_sign(not state.paused, glyphs)[0]
    return MetricRow(BUDGET, "budget", sign=sign, tone=tone, name="Error budget", said=said, trend=bar, word=word)


def _slo_row(slo: SloState, glyphs: Glyphs) -> MetricRow:
    used, allowed = slo.used, slo.allowed
    name, row_id = clean(slo.name), f"slo {slo.id}"
    aim = f"{number(slo.objective)} %" if slo.objective is not None else "no objective yet"
    if used is None or allowed is None:
        word = "not read" if slo.chosen else ""
        return MetricRow(row_id, "slo", name=name, used=slo.chosen, said=aim, word=word)
    sign, tone = outcome_sign(not slo.overspent, glyphs)
    bar = _bar(used, allowed, glyphs)
    word = "overspent" if slo.overspent else share_of(slo.share)
    said = f"{aim}, {number(round(used, 3))} of {number(allowed)} % missed"
    return MetricRow(row_id, "slo", sign=sign, tone=tone, name=name, said=said, trend=bar, word=word)


def _bar(used: float, allowed: float, glyphs: Glyphs) -> str:
    return meter(used, allowed, TREND, glyphs) if allowed else (glyphs.bar_full if used else glyphs.bar_empty) * TREND


def share_of(share: float | None) -> str:
    """Return how much of a budget is used, in a few cells."""
    return "" if share is None else f"{min(share, 99.99):.0%} used"
