"""The Metrics tab: every metric with its readings over the days, the objectives, and the error budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content

from paceplan.core import budget, criteria, pilot, readings
from paceplan.core.dates import parse_day
from paceplan.core.errors import Refused
from paceplan.core.text import clean
from paceplan.session import Step
from paceplan.tui.context import Context
from paceplan.tui.in_force import key, with_keys
from paceplan.tui.presentation import metrics as shown
from paceplan.tui.presentation.budget_page import budget_page, slo_page
from paceplan.tui.presentation.metric_page import metric_page
from paceplan.tui.presentation.words import day
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.pane import Column, Pane
from paceplan.tui.screens.portion import Portion, parse_portion
from paceplan.tui.screens.readings import ReadingsScreen, understood
from paceplan.tui.screens.roles import ask_objective, ask_role
from paceplan.tui.screens.targets import FROZEN, agreed, parse_target, sense
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.metric_list import MetricList
from paceplan.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from paceplan.core.criteria import Criterion
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.tui.presentation.metrics import Figures

_NOT_A_METRIC = "This line is no metric."


def parse_reading(
    text: str, today: dt.date, unit: str = "", day: Callable[[str], dt.date | None] = parse_day
) -> tuple[float, dt.date]:
    """Return (value, day) of `35 2026-11-16`, or of `35` for today; raises `Refused` for anything else."""
    plain = text.replace(unit, " ") if unit and not any(c.isdigit() for c in unit) else text
    value, _, rest = plain.strip().partition(" ")
    on = day(rest)
    return readings.parse_value(value), on or today


class MetricsPane(Pane):
    """Lists what is measured and draws what is under the cursor."""

    SCOPE = "metrics"
    FOCUS = "#metrics"
    BINDINGS = bindings("metrics")
    SCOPED_CSS = False
    DEFAULT_CSS = """
    MetricsPane #parts { height: 1fr; layout: vertical; }
    MetricsPane #metrics { height: 8; }
    MetricsPane #metric { height: 1fr; }
    .-two-panes MetricsPane #parts { layout: horizontal; }
    .-two-panes MetricsPane #metrics { width: 1fr; height: 1fr; }
    .-two-panes MetricsPane #metric { width: 50; border-left: solid $rule; }
    """

    def __init__(self, context: Context, project_id: str) -> None:
        super().__init__(context, project_id)
        self._figures: Figures | None = None

    def compose(self) -> ComposeResult:
        with Column(id="parts"):
            yield MetricList(self.context.glyphs, id="metrics")
            yield Panel(id="metric")

    def on_mount(self) -> None:
        self.query_one("#metric", Panel).show(self._draw)
        self.refresh_pane()
        # Watched, not heard of: the drawing and the keys change in the same frame as the cursor.
        self.watch(self.query_one(MetricList), "cursor", self._moved, init=False)

    def on_resize(self) -> None:
        wide, size = self.screen.has_class("-two-panes"), self.size
        listed, panel = self.query_one(MetricList), self.query_one("#metric", Panel)
        listed.styles.height = "1fr" if wide else max(6, size.height // 3)
        panel.styles.width = max(50, min(96, size.width - 72)) if wide else "1fr"

    # What shows

    def _now(self) -> tuple[Project, Playbook]:
        project = self.context.session.project(self.project_id)
        return project, self.context.session.playbook(project)

    @property
    def figures(self) -> Figures:
        """Everything that is measured, as it stands."""
        if self._figures is None:
            self._figures = shown.figures_of(*self._now(), self.context.today)
        return self._figures

    def refresh_pane(self) -> None:
        self._figures = None
        self.query_one(MetricList).show(list(shown.rows_of(self.figures, self.context.today, self.context.glyphs)))
        self.query_one("#metric", Panel).redraw()

    def stand_on(self, metric: str) -> None:
        """Put the cursor on a metric."""
        self.query_one(MetricList).go_to(metric)

    def _metric(self) -> Criterion | None:
        row = self.query_one(MetricList).current
        return self.figures.metric(row.id) if row and row.kind == "metric" else None

    def _slo(self) -> budget.SloState | None:
        row = self.query_one(MetricList).current
        return self.figures.slo(row.id.removeprefix("slo ")) if row and row.kind == "slo" else None

    def _draw(self, width: int, height: int | None) -> list[Content]:
        project, playbook = self._now()
        today, glyphs, lines = self.context.today, self.context.glyphs, height or 16
        if metric := self._metric():
            box = pilot.time_box(project, playbook, self.context.session.verdict(self.project_id).effective)
            pair, info = self.figures.pair(metric), playbook.metrics.get(metric.id)
            other = self.figures.other_side(metric)
            return metric_page(metric, pair, info, box, today, width, lines, glyphs, other)
        if slo := self._slo():
            return slo_page(slo, today, width, lines, glyphs)
        if self.figures.budget and self.query_one(MetricList).current_id == shown.BUDGET:
            return budget_page(self.figures.budget, budget.pause(project), width, lines, glyphs)
        return [Content("")]

    def _moved(self) -> None:
        self.query_one("#metric", Panel).redraw()
        self.screen.refresh_keys()  # type: ignore[attr-defined]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("metrics.readings")

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        project, _ = self._now()
        metric, slo, state = self._metric(), self._slo(), self.figures.budget
        if action_id == "metrics.fix":
            if state is None:
                return f"This project has no error budget; {key('metrics.budget')} gives it one."
            return None if state.overspent else "The error budget is not overspent: nothing is paused."
        if action_id in ("metrics.budget", "metrics.table", "metrics.add"):
            return None
        if metric is None and slo is None:
            return (
                f"The error budget is set as a whole: {key('metrics.budget')}."
                if state
                else "Nothing is under the cursor."
            )
        if action_id == "metrics.remove":
            return self._why_not_remove(project)
        if action_id == "metrics.change":
            return None
        if action_id == "metrics.readings":
            none = f"Nothing has been read yet: {key('metrics.read')} writes a reading down."
            return None if (metric or slo).readings else none  # type: ignore[union-attr]
        if action_id in ("metrics.role", "metrics.baseline") and metric is None:
            return f"An objective has no part in the decision and no baseline; {key('metrics.target')} sets it."
        if action_id == "metrics.role":
            return with_keys(FROZEN) if criteria.sealed(project) else None
        sealed = metric is not None and metric.id in self.figures.deciding and criteria.sealed(project)
        if sealed and action_id == "metrics.baseline":
            return with_keys(FROZEN)
        if sealed and action_id == "metrics.target" and project.pilot and project.pilot.decision:
            return "The pilot is closed; its decision stands on the target as it is."
        return None

    def _why_not_remove(self, project: Project) -> str | None:
        metric, slo = self._metric(), self._slo()
        if metric and metric.id in self.figures.deciding and criteria.sealed(project):
            return with_keys(FROZEN)
        said = metric.id in project.metrics if metric else slo is not None and slo.id in project.slos
        return None if said else "There is nothing of the project's own to take away."

    def _do(self, action: Any, **args: Any) -> str | None:
        return self.attempt(self.context.session.do, action, self.project_id, **args)

    def do_read(self) -> None:
        metric, slo = self._metric(), self._slo()
        if metric:
            self._ask_reading(metric.name, f"{sense(metric.unit, metric.better)} The value alone is for today.")
        elif slo:
            self._ask_reading(slo.name, "How many percent missed the objective. The value alone is for today.")

    def _ask_reading(self, title: str, hint: str, value: str = "", old: dt.date | None = None) -> None:
        example = f"Such as 35, or 35 {self.context.today}."

        of = self._metric() or self._slo()
        unit, there = ("%" if self._slo() else of.unit if of else ""), of.readings if of else ()

        def submit(text: str) -> str | None:
            return self._take(text, old)

        def echo(text: str) -> str:
            try:
                taken, on = parse_reading(text, self.context.today, unit, self.context.past_day)
            except Refused:
                return ""
            return understood(taken, clean(unit), on, old, there, self.context.today)

        title = f"{title}, {day(old, self.context.today)}" if old else title
        self.app.push_screen(AskScreen(title, hint=f"{hint} {example}", value=value, submit=submit, echo=echo))

    def _take(self, text: str, old: dt.date | None) -> str | None:
        """Write a reading down, in place of the one of the day `old`; return why it cannot be."""
        metric, slo, today = self._metric(), self._slo(), self.context.today
        try:
            value, on = parse_reading(text, today, metric.unit if metric else "%", self.context.past_day)
        except Refused as refused:
            return refused.message
        if metric is None:
            return self._record(slo.id, value, on, old) if slo else _NOT_A_METRIC
        if old:
            refused_for = self._do(readings.correct, metric=metric.id, on=old, value=value, to=on, today=today)
        else:
            refused_for = self._do(readings.read, metric=metric.id, value=value, on=on, today=today)
        said = None if refused_for else readings.remark(*self._now(), readings.Reading(metric.id, on, value))
        if said:
            self.app.notify(said, title="Good to know", markup=False)
        return refused_for

    def _record(self, slo_id: str, value: float, on: dt.date, old: dt.date | None) -> str | None:
        steps = [Step(budget.erase, self.project_id, {"slo": slo_id, "on": old})] if old and old != on else []
        args = {"slo": slo_id, "missed": value, "on": on, "today": self.context.today}
        return self.attempt(self.context.session.do_all, [*steps, Step(budget.record, self.project_id, args)])

    def do_readings(self) -> None:
        of = self._metric() or self._slo()
        if of is None:
            return

        def now() -> tuple[tuple[dt.date, float], ...]:
            current = self._metric() or self._slo()
            return current.readings if current else ()

        def change(on: dt.date | None) -> None:
            value = f"{dict(now())[on]:.10g} {on}" if on else ""
            self._ask_reading(of.name, "The value, then its day.", value=value, old=on)

        def remove(on: dt.date) -> None:
            if self._metric():
                self._do(readings.forget, metric=of.id, on=on)
            else:
                self._do(budget.erase, slo=of.id, on=on)

        self.app.push_screen(ReadingsScreen(of.name, of.unit, now, change, remove, self.context))

    def do_target(self) -> None:
        metric, slo = self._metric(), self._slo()
        if slo:
            ask_objective(self, slo)
        if metric is None:
            return
        project, _ = self._now()
        sealed = metric.id in self.figures.deciding and criteria.sealed(project)
        hint = f"{sense(metric.unit, metric.better)} "
        hint += "The target is frozen since the start: a move is marked, with its reason, everywhere." if sealed else (
            "The target, or baseline and target such as 42 -> 29.4.")  # fmt: skip
        moved: list[float] = []

        def submit(text: str) -> str | None:
            try:
                baseline, target = parse_target(text, metric.unit)
            except Refused as refused:
                return refused.message
            if sealed:
                if baseline is not None:
                    return "The baseline is frozen with the criterion; give the target alone, such as 29.4"
                try:  # before the reason is asked for: it would be written in vain
                    pilot.move(*self._now(), metric=metric.id, target=target, why="?", by="", on=self.context.today)
                except Refused as refused:
                    return refused.message
                moved.append(target)
                return None
            if metric.id not in self.figures.deciding:
                return self._do(readings.aim, metric=metric.id, target=target, baseline=baseline)
            action = pilot.agree if metric.exit else pilot.guard
            return self._do(action, metric=metric.id, target=target, baseline=baseline)

        def answered(text: str | None) -> None:
            if text is not None and moved:
                self._ask_why_moved(metric, moved[-1])

        value = agreed(None if sealed else metric.baseline, metric.target)
        self.app.push_screen(AskScreen(metric.name, hint=hint, value=value, submit=submit), answered)

    def _ask_why_moved(self, metric: Criterion, target: float) -> None:
        def submit(text: str) -> str | None:
            session = self.context.session
            args = {"metric": metric.id, "target": target, "why": text, "by": session.author, "on": self.context.today}
            return self._do(pilot.move, **args)

        was = f"{metric.name}: from {criteria.figure(metric.target or 0)} to {criteria.figure(target, metric.unit)}."
        self.app.push_screen(AskScreen("Why does the target move?", hint=was, submit=submit))

    def do_table(self) -> None:
        from paceplan.tui.screens.table import ask_table

        ask_table(self)

    def do_add(self) -> None:
        from paceplan.tui.screens.measures import ask_new

        ask_new(self, self._go_to)

    def _go_to(self, row_id: str) -> None:
        listed = self.query_one(MetricList)
        self.call_after_refresh(listed.go_to, row_id)

    def do_change(self) -> None:
        from paceplan.tui.screens.measures import change_metric, change_objective

        if metric := self._metric():
            change_metric(self, metric)
        elif slo := self._slo():
            change_objective(self, slo)

    def do_remove(self) -> None:
        from paceplan.tui.screens.measures import ask_removal

        if of := self._metric() or self._slo():
            ask_removal(self, of)

    def do_role(self) -> None:
        if metric := self._metric():
            ask_role(self, metric)

    def do_baseline(self) -> None:
        metric = self._metric()
        if metric is None:
            return

        def submit(text: str) -> str | None:
            try:
                value, _ = parse_reading(text, self.context.today, metric.unit)
            except Refused as refused:
                return refused.message
            return self._do(readings.aim, metric=metric.id, baseline=value)

        value = "" if metric.baseline is None else f"{metric.baseline:.10g}"
        hint = f"{metric.name} as it was before. {sense(metric.unit, metric.better)}"
        self.app.push_screen(AskScreen("What was it before?", hint=hint, value=value, submit=submit))

    def do_budget(self) -> None:
        state = self.figures.budget

        def submit(text: str) -> str | None:
            expected = "Say how much is allowed, such as 120 minutes, or 47 of 120 minutes"
            try:
                used, allowed, unit = parse_portion(text, expected, unit=True)
            except Refused as refused:
                return refused.message
            return self._do(budget.allow, allowed=allowed, used=used, unit=unit or (state.unit if state else ""))

        value = str(Portion(state.used, state.allowed, state.unit)) if state else ""
        hint = "Used of allowed, with its unit, such as 47 of 120 minutes of downtime."
        self.app.push_screen(AskScreen("How much may be missed in all?", hint=hint, value=value, submit=submit))

    def do_fix(self) -> None:
        state = self.figures.budget
        if state is None:
            return
        if state.fixed:
            self._do(budget.fix, done=False)
            return

        def submit(text: str) -> str | None:
            return self._do(budget.fix, what=text) if text.strip() else "Say what was done, in a line."

        hint = "Marking it done ends the pause that the overspent budget puts on sprints."
        self.app.push_screen(AskScreen("Which foundation fix was done?", hint=hint, value=state.fix, submit=submit))
