"""The Roadmap tab: phases, deliverables, nested sprints and milestones over a calendar, changed where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from paceplan.core import baseline, elevation, planning, roadmap, roadmap_block, slips
from paceplan.core.errors import Refused
from paceplan.tui.in_force import key, with_keys
from paceplan.tui.presentation import roadmap as words
from paceplan.tui.presentation.words import day
from paceplan.tui.screens import planning as asking
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import DAYS, AskScreen, understood
from paceplan.tui.screens.pane import Pane
from paceplan.tui.widgets.gantt import Gantt
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from paceplan.core.elevation import TripWire
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.roadmap_block import Overview
    from paceplan.tui.context import Context
    from paceplan.tui.widgets.gantt_rows import Row

_ALWAYS = {"roadmap.build", "roadmap.whole"}
_NONE = "There is no roadmap yet; {roadmap.build} lays one out."


class RoadmapPane(Pane):
    """Shows the plan, and asks the session for what the chart's keys mean."""

    SCOPE = "roadmap"
    FOCUS = "#chart"
    BINDINGS = bindings("roadmap")
    SCOPED_CSS = False
    DEFAULT_CSS = """
    RoadmapPane { layout: vertical; }
    RoadmapPane #alert { height: 1; padding: 0 2; }
    RoadmapPane #chart { height: 1fr; background: $background; }
    RoadmapPane #below { height: 5; layout: horizontal; border-top: solid $rule; }
    RoadmapPane #about { width: 1fr; padding: 0 2; }
    RoadmapPane #standing { display: none; width: 1fr; padding: 0 2; border-left: solid $rule; }
    .-two-panes RoadmapPane #standing { display: block; }
    """

    def __init__(self, context: Context, project_id: str) -> None:
        super().__init__(context, project_id)
        self._basis: tuple[object, ...] = ()
        self._seen: Overview | None = None
        self._wires: tuple[TripWire, ...] = ()
        self._wanted: tuple[Any, str] | None = None
        self._chart = Gantt(context.glyphs, id="chart")
        self._alert, self._about, self._standing = Panel(id="alert"), Panel(id="about"), Panel(id="standing")

    def compose(self) -> ComposeResult:
        yield self._alert
        yield self._chart
        with Container(id="below"):
            yield self._about
            yield self._standing

    def on_mount(self) -> None:
        self._alert.show(self._draw_alert)
        self._about.show(self._draw_about)
        self._standing.show(self._draw_standing)
        self.refresh_pane()
        self.watch(self._chart, "cursor", self._moved, init=False)

    def on_resize(self) -> None:
        height = self.size.height
        lines = 5 if height < 28 else 8 if height < 40 else 12
        self.query_one("#below").styles.height = lines

    # What shows

    def now(self) -> tuple[Project, Playbook]:
        """Return the project as it stands, and its playbook."""
        project = self.context.session.project(self.project_id)
        return project, self.context.session.playbook(project)

    def seen(self) -> Overview | None:
        """Return all there is to say of the roadmap, worked out once for each change."""
        project, playbook = self.now()
        basis = (project, playbook, self.context.today)
        if not self._basis or any(a is not b for a, b in zip(basis, self._basis, strict=True)):
            session = self.context.session
            pace, laid = session.verdict(self.project_id).effective, session.plan(self.project_id)
            self._seen = roadmap_block.overview(project, playbook, pace, self.context.today, laid)
            self._wires = elevation.trip_wires(project, playbook, self.context.today)
            self._basis = basis
        return self._seen

    def refresh_pane(self) -> None:
        seen, chart = self.seen(), self._chart
        empty = ("No roadmap yet.", f"{key('roadmap.build')} lays one out from a start date, by the playbook's phases.")
        chart.show(seen.plan if seen else None, self.context.today, seen, empty)
        if self._wanted:
            chart.go_to(*self._wanted)
            self._wanted = None
        for panel in (self._alert, self._about, self._standing):
            panel.redraw()

    def _moved(self) -> None:
        self._about.redraw()
        self.screen.refresh_keys()  # type: ignore[attr-defined]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("roadmap.card")

    @property
    def row(self) -> Row | None:
        """The line under the cursor."""
        return self._chart.selected

    def go_to(self, kind: Any, key: str) -> None:
        """Put the cursor on an entry once it shows."""
        self._wanted = (kind, key)

    def _draw_alert(self, width: int, height: int | None) -> Content:
        return words.alert(self.seen(), self._wires, width, self.context.glyphs)

    def _draw_about(self, width: int, height: int | None) -> Content:
        row, seen = self.row, self.seen()
        if row is None or seen is None:
            return Content("")
        lines = words.about(row.kind, row.id, seen, self.context.today, width, self.context.glyphs)
        return Content("\n").join(lines[: height or 4])

    def _draw_standing(self, width: int, height: int | None) -> Content:
        seen = self.seen()
        lines = words.standing(seen, self.context.today, width, self.context.glyphs) if seen else []
        return Content("\n").join(lines[: height or 4])

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        row = self.row
        if action_id in _ALWAYS:
            return None
        if action_id == "roadmap.agree":
            seen = self.seen()
            return None if seen and self._chart.count else with_keys(_NONE)
        if action_id == "roadmap.add":
            return None if self.seen() else with_keys(_NONE)
        if row is None:
            return with_keys(_NONE)
        return asking.why_not(action_id.partition(".")[2], row, *self.now())

    def on_gantt_shift(self, event: Gantt.Shift) -> None:
        event.stop()
        self.move(event.row, event.days)

    def on_gantt_finish(self, event: Gantt.Finish) -> None:
        event.stop()
        self.attempt(
            self.context.session.do, roadmap.finish, self.project_id, item=event.item, on=self.context.today,
            by=self.context.session.author, undo=event.row.done,
        )  # fmt: skip

    def move(self, row: Row, days: int) -> None:
        """Shift a line, asking why where the plan is agreed and nothing was said today."""
        self.with_reason(row, f"'{row.name}' by {days:+d} days", planning.move, item=row.item, days=days)

    def with_reason(self, row: Row, what: str, action: Any, **args: Any) -> None:
        """Do what moves a line; after the agreement its reason is asked for first, once a day."""
        collection, key = f"{row.kind}s", row.id
        stamp = {"by": self.context.session.author, "on": self.context.today}

        def submit(text: str) -> str | None:
            return self.attempt(self.context.session.do, action, self.project_id, why=text, **args, **stamp)

        project, _ = self.now()
        if not slips.asks_why(project, collection, key, self.context.today):
            submit("")
            return
        agreed = project.roadmap.agreed if project.roadmap else None
        since = f"The plan was agreed on {day(agreed, self.context.today)}. " if agreed else ""
        self.app.push_screen(AskScreen("Why does it move?", hint=f"{since}{what}", submit=submit))

    def do_shift(self, days: int) -> None:
        if self.row:
            self.move(self.row, days)

    def do_stretch(self, by: int) -> None:
        if self.row:
            asking.stretch(self, self.row, by)

    def do_finish(self) -> None:
        self._chart.action_finish()

    def do_zoom(self, step: int) -> None:
        self._chart.change_zoom(step)

    def do_to_today(self) -> None:
        self._chart.to_today()

    def do_open_card(self) -> None:
        if self.row:
            asking.open_card(self, self.row)

    def do_add(self) -> None:
        from paceplan.tui.screens.adding import add

        add(self)

    def do_ask(self, field: str) -> None:
        if self.row:
            asking.ask_field(self, self.row, field)

    def do_ask_date(self) -> None:
        if self.row:
            asking.ask_field(self, self.row, asking.DATES[self.row.kind])

    def do_ask_evidence(self) -> None:
        if self.row:
            asking.ask_evidence(self, self.row)

    def do_choose_needs(self) -> None:
        if self.row:
            asking.choose_needs(self, self.row)

    def do_remove(self) -> None:
        if self.row:
            self.attempt(self.context.session.do, planning.remove, self.project_id, item=self.row.item)

    def do_agree(self) -> None:
        project, _ = self.now()
        again = " The one before gives way; the log keeps it." if slips.is_agreed(project) else ""
        if self.attempt(self.context.session.do, baseline.agree, self.project_id, on=self.context.today) is None:
            told = (
                "Whatever moves from now on is held against today's dates, with "
                f"its reason.{again} {key('undo')} takes it back."
            )
            self.app.notify(told, title="Plan agreed", markup=False)

    def do_read_whole(self) -> None:
        from paceplan.tui.screens.read import ReadScreen

        def draw(width: int, height: int | None) -> list[Content]:
            return words.whole(self.seen(), self._wires, self.context.today, width, self.context.glyphs)

        self.app.push_screen(ReadScreen(draw, "roadmap.whole"))

    def do_build(self) -> None:
        project, _ = self.now()
        start = (project.roadmap.start if project.roadmap else None) or project.start or self.context.today
        first = self.seen().plan.phases[0] if self.seen() and self.seen().plan.phases else None  # type: ignore[union-attr]
        stamp = {"by": self.context.session.author, "on": self.context.today}

        def submit(text: str) -> str | None:
            try:
                on, months = asking.start_and_months(text, self.context.day)
            except Refused as refused:
                return refused.message
            if on is None:
                return "A roadmap needs the day it starts on, such as 2026-03-02."
            args = {"start": on, "length_months": months}
            if first and slips.asks_why(project, "phases", first.id, self.context.today):
                self._build_with_reason(args)
                return None
            return self.attempt(self.context.session.do, roadmap.build, self.project_id, **args, **stamp)

        def echo(text: str) -> str:
            return understood(lambda: asking.start_and_months(text, self.context.day)[0], self.context.today)

        hint = f"{DAYS}; and if it is not as long as usual its months: 2026-03-02 18"
        title = "When does the roadmap start?"
        self.app.push_screen(AskScreen(title, hint=hint, value=start.isoformat(), submit=submit, echo=echo))

    def _build_with_reason(self, args: dict[str, Any]) -> None:
        stamp = {"by": self.context.session.author, "on": self.context.today}

        def submit(text: str) -> str | None:
            return self.attempt(self.context.session.do, roadmap.build, self.project_id, why=text, **args, **stamp)

        hint = "The plan is agreed; the reason is kept with it."
        self.call_later(self.app.push_screen, AskScreen("Why is it laid out anew?", hint=hint, submit=submit))
