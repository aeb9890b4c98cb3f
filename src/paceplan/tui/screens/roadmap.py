"""The Roadmap tab: phases, deliverables, nested sprints and milestones over a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from paceplan.core import roadmap
from paceplan.core.dates import parse_day
from paceplan.core.errors import Refused
from paceplan.tui.glyphs import ASCII
from paceplan.tui.presentation import roadmap as words
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.pane import Pane
from paceplan.tui.widgets.gantt import Gantt
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from paceplan.core.roadmap import Plan


class RoadmapPane(Pane):
    """Shows the plan, and asks the session for what the chart's keys mean."""

    SCOPE = "roadmap"
    FOCUS = "#chart"
    BINDINGS = bindings("roadmap")
    SCOPED_CSS = False
    DEFAULT_CSS = """
    RoadmapPane #chart { height: 1fr; margin-top: 1; background: $background; }
    RoadmapPane #about { height: 4; padding: 0 2; border-top: solid $rule; }
    """

    def compose(self) -> ComposeResult:
        empty = ("No roadmap yet.", "b lays one out from a start date, by the playbook's phases.")
        yield Gantt(empty=empty, ascii=self.context.glyphs is ASCII, id="chart")
        yield Panel(id="about")

    def on_mount(self) -> None:
        self.refresh_pane()
        self.watch(self.query_one(Gantt), "cursor", self._moved, init=False)

    def _plan(self) -> Plan | None:
        session = self.context.session
        project = session.project(self.project_id)
        return roadmap.plan(project, session.playbook(project), session.verdict(self.project_id).effective)

    def refresh_pane(self) -> None:
        plan, today = self._plan(), self.context.today
        self.query_one(Gantt).show(plan, today)
        self._show_about()

    def _moved(self) -> None:
        self._show_about()
        self.screen.refresh_keys()  # type: ignore[attr-defined]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("roadmap.finish")

    def _show_about(self) -> None:
        self.query_one("#about", Panel).show(self._draw_about)

    def _draw_about(self, width: int, height: int | None) -> Content:
        row, plan = self.query_one(Gantt).selected, self._plan()
        if row is None or plan is None:
            return Content("")
        lines = words.about(row.kind, row.id, plan, self.context.today, width, self.context.glyphs)
        return Content("\n").join(lines[: height or 3])

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        if action_id == "roadmap.build":
            return None
        row = self.query_one(Gantt).selected
        if row is None:
            return "There is no roadmap yet; b lays one out."
        if action_id == "roadmap.finish" and row.kind == "phase":
            return "A phase is done when its deliverables are; finish those."
        if action_id in ("roadmap.earlier", "roadmap.later") and row.phase is None:
            return f"'{row.name}' belongs to no phase; only phases are shifted."
        return None

    def on_gantt_shift(self, event: Gantt.Shift) -> None:
        event.stop()
        self.attempt(self.context.session.do, roadmap.shift, self.project_id, phase=event.phase_id, days=event.days)

    def on_gantt_finish(self, event: Gantt.Finish) -> None:
        event.stop()
        self.attempt(
            self.context.session.do, roadmap.finish, self.project_id, item=event.item, on=self.context.today,
            by=self.context.session.author, undo=event.done,
        )  # fmt: skip

    def do_shift(self, days: int) -> None:
        self.query_one(Gantt).action_shift(days)

    def do_finish(self) -> None:
        self.query_one(Gantt).action_finish()

    def do_zoom(self, step: int) -> None:
        self.query_one(Gantt).action_zoom(step)

    def do_to_today(self) -> None:
        self.query_one(Gantt).action_to_today()

    def do_build(self) -> None:
        project = self.context.session.project(self.project_id)
        start = (project.roadmap.start if project.roadmap else None) or project.start or self.context.today

        def submit(text: str) -> str | None:
            try:
                on = parse_day(text)
            except Refused as refused:
                return refused.message
            if on is None:
                return "A roadmap needs the day it starts on, such as 2026-03-02."
            return self.attempt(self.context.session.do, roadmap.build, self.project_id, start=on)

        self.app.push_screen(
            AskScreen(
                "When does the roadmap start?", hint="A date such as 2026-03-02", value=start.isoformat(), submit=submit
            )
        )
