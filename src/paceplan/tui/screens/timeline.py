"""The timeline: every project as a bar over one calendar, grouped by pace; what stands under the cursor in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from textual.app import ComposeResult, SystemCommand
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input

from paceplan.core import timeline
from paceplan.core.portfolio import health
from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.in_force import key
from paceplan.tui.presentation.timeline import about
from paceplan.tui.presentation.words import plural
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.page import Page
from paceplan.tui.screens.pane import Beside
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel
from paceplan.tui.widgets.timeline_chart import TimelineChart

NOTHING = (
    "No project yet.",
    "Pilots and roadmaps stand here as soon as they have a start.",
)


class TimelineScreen(Page):
    """All roadmaps and pilots on one calendar, from the rows; `near` and `on` are a project and a day to show."""

    BINDINGS = bindings("timeline", "everywhere")
    AUTO_FOCUS = "#calendar"
    HORIZONTAL_BREAKPOINTS = [(0, "-below"), (160, "-beside")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    CSS = """
    #timeline { height: 1fr; layout: vertical; }
    #calendar { height: 1fr; width: 1fr; }
    #project { height: 5; padding: 0 2; border-top: solid $rule; }
    .-tall #project { height: 10; }
    .-beside #timeline { layout: horizontal; }
    .-beside #project { width: 52; height: 1fr; padding: 1 2 0 2; border-top: none; border-left: solid $rule; }
    #timeline-words { height: 1; border: none; padding: 0 1; background: $panel; display: none; }
    #timeline-words.-open { display: block; }
    """

    def __init__(self, context: Context, near: str = "", on: dt.date | None = None) -> None:
        super().__init__(context)
        self._near, self._on, self._text = near, on, ""
        self._counts = (0, 0)
        """How many projects show, and how many of them are late."""

    def body(self) -> ComposeResult:
        with Beside(id="timeline"):
            yield TimelineChart(self.context.glyphs, id="calendar")
            yield Panel(id="project")
        yield Input(id="timeline-words", placeholder="filter by name, owner, playbook or pace", compact=True)

    def on_mount(self) -> None:
        self.refresh_chart()
        if self._near:
            self._chart.go_to(self._near)
        self.watch(self._chart, "cursor", self._moved, init=False)

    @property
    def _chart(self) -> TimelineChart:
        return self.query_one("#calendar", TimelineChart)

    # What shows

    def scopes(self) -> tuple[Scope, ...]:
        return ("timeline", "everywhere")

    def place(self) -> tuple[str, ...]:
        zoom = self._chart.zoom if self.is_mounted else None
        return (*super().place(), "Timeline", *((f"by {zoom}",) if zoom else ()))

    def aside(self) -> Content:
        count, late = self._counts
        parts = [(f"{late} late  ", "$missed bold")] if late else []
        return Content.assemble(*parts, (plural(count, "project") if self.size.width >= 80 else "", "$foreground"))

    def refresh_chart(self) -> None:
        """Show the projects as they are now."""
        today = self.context.today
        found = timeline.groups(self.context.session.rows(), today, text=self._text)
        rows = [line.row for group in found for line in group.lines]
        self._counts = len(rows), sum(health(row, today) == "late" for row in rows)
        empty = (
            (f"Nothing matches '{self._text}'.", f"{key('timeline.back')} clears the filter.")
            if self._text
            else NOTHING
        )
        self._chart.show(found, today, empty=empty)
        self._moved()

    def catch_up(self) -> None:
        self.refresh_chart()

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._laid_out)

    def _laid_out(self) -> None:
        if self._on is not None:
            self._chart.bring(self._on, 0)
            self._on = None
        self._moved()
        self.refresh_top()
        self.refresh_keys()

    def _moved(self) -> None:
        self.query_one("#project", Panel).show(self._draw)

    def _draw(self, width: int, height: int | None) -> Content:
        line = self._chart.current
        return about(line.row, self.context, width, height) if line else Content("")

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        if action_id in ("timeline.open", "timeline.checklists") and self._chart.current is None:
            return "No project is under the cursor."
        if action_id == "timeline.start" and not (self._chart.current and self._chart.current.start):
            return "The project under the cursor has no date yet."
        if action_id in ("timeline.in", "timeline.out", "timeline.today", "timeline.earlier", "timeline.later"):
            if self._chart.zoom is None:
                return "No project has a date yet."
            if action_id in ("timeline.in", "timeline.out") and not self._chart.can_zoom(
                1 if action_id[9:] == "in" else -1
            ):
                return "Weeks are the nearest view." if action_id == "timeline.in" else "Quarters are the widest view."
        return None

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("timeline.open")

    def do_open(self) -> None:
        from paceplan.tui.screens.project import ProjectScreen

        current = self._chart.current_id
        if current is None or self.app.screen is not self:
            return  # opened already: a second click was quicker than the screen
        if self.attempt(self.context.session.verdict, current) is None:
            self.app.push_screen(ProjectScreen(self.context, current, "roadmap"))

    def do_checklists(self) -> None:
        from paceplan.tui.screens import lists

        lists.ask_list_of(self, self._chart.current_id)

    def commands(self) -> Iterable[SystemCommand]:
        from paceplan.tui.screens import lists

        return lists.commands(self, self._chart.current_id)

    def do_zoom(self, step: int) -> None:
        self._chart.change_zoom(step)
        self.refresh_top()
        self.refresh_keys()

    def do_turn(self, pages: int) -> None:
        self._chart.turn(pages)

    def do_today(self) -> None:
        self._chart.to_today()

    def do_to_line(self) -> None:
        self._chart.to_line()

    def do_balance(self) -> None:
        from paceplan.tui.screens.balance import BalanceScreen

        self.app.push_screen(BalanceScreen(self.context))

    def do_agenda(self) -> None:
        from paceplan.tui.screens.agenda import AgendaScreen

        self.app.push_screen(AgendaScreen(self.context, self._chart.current_id or ""))

    def do_filter(self) -> None:
        box = self.query_one("#timeline-words", Input)
        box.add_class("-open")
        box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._text = event.value
        self.refresh_chart()
        self.refresh_top()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._chart.focus()
        if not event.value:
            event.input.remove_class("-open")

    def do_back(self) -> None:
        box = self.query_one("#timeline-words", Input)
        if not box.has_class("-open"):
            self.dismiss()
            return
        box.value = ""
        box.remove_class("-open")
        self._chart.focus()
