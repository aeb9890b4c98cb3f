"""The Roadmap tab: phases, deliverables, nested sprints and milestones over a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from paceplan.core import roadmap
from paceplan.core.errors import Refused
from paceplan.tui.presentation.words import day, number, plural
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.keeping import parse_day
from paceplan.tui.screens.project import Pane
from paceplan.tui.widgets.gantt import Gantt
from paceplan.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from paceplan.core.roadmap import Plan


class RoadmapPane(Pane):
    """Shows the plan, and asks the session for what the chart's keys mean."""

    SCOPE = "roadmap"
    FOCUS = "#chart"
    BINDINGS = bindings("roadmap")
    SCOPED_CSS = False
    DEFAULT_CSS = """
    RoadmapPane #summary { height: 1; padding: 0 2; margin-top: 1; }
    RoadmapPane #chart { height: 1fr; margin-top: 1; background: $background; }
    RoadmapPane #about { height: auto; min-height: 3; max-height: 6; padding: 0 2; border-top: solid $rule; }
    """

    def compose(self) -> ComposeResult:
        empty = ("No roadmap yet.", "b lays one out from a start date, by the playbook's phases.")
        yield Static(id="summary", markup=False)
        yield Gantt(empty=empty, ascii=self.context.glyphs.cursor == "|", id="chart")
        yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        self.refresh_pane()

    def _plan(self) -> Plan | None:
        session = self.context.session
        project = session.project(self.project_id)
        return roadmap.plan(project, session.playbook(project), session.verdict(self.project_id).effective)

    def refresh_pane(self) -> None:
        plan, today = self._plan(), self.context.today
        self.query_one(Gantt).show(plan, today)
        self.query_one("#summary", Static).update(self._summary(plan))
        self._show_about()

    def _summary(self, plan: Plan | None) -> Content:
        if plan is None:
            return Content("")
        done, total = plan.progress
        today = self.context.today
        span = f"{day(plan.start, today)} – {day(plan.end, today)}"
        months = f"{plural(plan.months, 'month')}   " if plan.phases else ""
        return Content.assemble((f"{months}{span}", "bold"), (f"   {done} of {total} deliverables done" if total else "", "$faint"))

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self._show_about()
        self.screen.refresh_keys()  # type: ignore[attr-defined]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("roadmap.finish")

    def _show_about(self) -> None:
        row, plan, about = self.query_one(Gantt).selected, self._plan(), self.query_one("#about", Static)
        if row is None or plan is None:
            about.update("")
            return
        today = self.context.today
        lines: list[Content] = []
        phase = next((p for p in plan.phases if p.id == row.phase), None)
        if row.kind == "phase" and phase:
            aside = f"  {day(phase.start, today)} – {day(phase.end, today)}   {phase.done} of {phase.total} done"
            moved = f"   moved {phase.shift_days:+d} days" if phase.shift_days else ""
            lines.append(Content.assemble((phase.name, "bold"), (aside + moved, "$faint")))
            lines.append(Content(phase.text))
            if phase.waits_for:
                lines.append(Content.styled(f"waits for {', '.join(phase.waits_for)}", "$warning"))
        elif row.kind == "deliverable" and phase:
            item = next(d for d in phase.deliverables if d.id == row.id)
            state = f"done {day(item.on, today)}" if item.done and item.on else "done" if item.done else f"due {day(item.due, today)}" if item.due else "open"
            facts = "   ".join(x for x in (state, item.owner, item.evidence) if x)
            lines.append(Content.assemble((item.name, "bold"), (f"  {facts}", "$faint")))
            lines.append(Content(item.text or item.note))
            if item.missing_needs and not item.done:
                lines.append(Content.styled(f"needs {', '.join(item.missing_needs)} first", "$warning"))
        elif row.kind == "sprint":
            sprint = next(s for s in plan.sprints if s.id == row.id)
            span = f"  {number(sprint.weeks)} weeks, closes {day(sprint.end, today)}{'   done' if sprint.done else ''}"
            lines.append(Content.assemble((sprint.name, "bold"), (span, "$faint")))
            if sprint.leaves:
                lines.append(Content.assemble(("leaves ", "$faint"), sprint.leaves))
        else:
            lines.append(Content.assemble((row.name, "bold"), (f"  {day(row.end, today)}" if row.end else "", "$faint")))
        about.update(Content("\n").join(lines[:3]))

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

        self.app.push_screen(AskScreen("When does the roadmap start?", hint="A date such as 2026-03-02", value=start.isoformat(), submit=submit))
