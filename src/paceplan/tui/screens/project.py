"""One project: its tabs, of which each is built when it is first looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.app import ComposeResult, SystemCommand
from textual.content import Content
from textual.widgets import ContentSwitcher

from paceplan.core.portfolio import health, next_date
from paceplan.session import Published
from paceplan.tui.actions import Action, Scope
from paceplan.tui.context import Context
from paceplan.tui.glyphs import badge
from paceplan.tui.in_force import key
from paceplan.tui.presentation.words import away
from paceplan.tui.screens.acting import Acting, bindings
from paceplan.tui.screens.page import Page
from paceplan.tui.screens.pane import TWO_PANES, Pane, Panes
from paceplan.tui.widgets.tab_strip import TabStrip

if TYPE_CHECKING:
    from paceplan.tui.screens.pilot import PilotPane

TABS = {
    "score": "Score",
    "pilot": "Pilot",
    "roadmap": "Roadmap",
    "metrics": "Metrics",
    "people": "People",
    "risks": "Risks",
    "log": "Log",
}


class ProjectScreen(Page):
    """The tabs of one project, from Score to Log; `at` names a checklist item or a drill to open its tab on."""

    BINDINGS = bindings("project", "everywhere")
    HORIZONTAL_BREAKPOINTS = [(0, "-one-pane"), (TWO_PANES, "-two-panes")]
    AUTO_FOCUS = ""
    CSS = """
    #tabs-body { height: 1fr; }
    """

    def __init__(self, context: Context, project_id: str, tab: str = "score", at: str = "") -> None:
        super().__init__(context)
        self.project_id = project_id
        self._tab = self._wanted = tab if tab in TABS else "score"
        self._at = at
        self._stale: set[str] = set()
        self._panes: dict[str, Pane] = {}
        self.turning = True
        """A tab is being built; what is typed waits for it."""

    def body(self) -> ComposeResult:
        yield TabStrip({tab: (name, key(f"project.{tab}")) for tab, name in TABS.items()}, id="tabs")
        with Panes(id="tabs-body"):
            yield self._pane(self._tab)

    def on_mount(self) -> None:
        self.query_one(TabStrip).current = self._tab
        self.query_one("#tabs-body", ContentSwitcher).current = f"pane-{self._tab}"
        self.call_after_refresh(self._settle)

    def _pane(self, tab: str) -> Pane:
        self._panes[tab] = pane = self._make(tab)
        return pane

    def _make(self, tab: str) -> Pane:
        if tab == "pilot":
            from paceplan.tui.screens.pilot import PilotPane

            return PilotPane(self.context, self.project_id, self._at)
        if tab == "roadmap":
            from paceplan.tui.screens.roadmap import RoadmapPane

            return RoadmapPane(self.context, self.project_id)
        if tab == "metrics":
            from paceplan.tui.screens.metrics import MetricsPane

            return MetricsPane(self.context, self.project_id)
        if tab == "people":
            from paceplan.tui.screens.people import PeoplePane

            return PeoplePane(self.context, self.project_id)
        if tab == "risks":
            from paceplan.tui.screens.risks import RisksPane

            return RisksPane(self.context, self.project_id, self._at)
        if tab == "log":
            from paceplan.tui.screens.log import LogPane

            return LogPane(self.context, self.project_id)
        from paceplan.tui.screens.score import ScorePane

        return ScorePane(self.context, self.project_id)

    @property
    def pane(self) -> Pane | None:
        """The pane of the current tab, once it is there."""
        return self._panes.get(self._tab)

    async def show_tab(self, tab: str) -> None:
        """Turn to a tab, building its pane the first time."""
        switcher = self.query_one("#tabs-body", ContentSwitcher)
        if tab not in self._panes:
            await switcher.mount(self._pane(tab))
        elif tab in self._stale:
            self._panes[tab].refresh_pane()
        self._tab = tab
        self._stale.discard(tab)
        switcher.current = f"pane-{tab}"
        self.query_one(TabStrip).current = tab
        self._settle()

    def _settle(self) -> None:
        if pane := self.pane:
            pane.settle()
        self.turning = self._wanted != self._tab
        self.refresh_keys()
        self.refresh_top()

    # What shows

    @property
    def subject(self) -> str:
        return self.project_id

    def concerns(self, event: Published) -> bool:
        return self.project_id in event.projects

    @property
    def gone(self) -> bool:
        """The project was deleted, or its creation undone, while it was in view."""
        return not self.context.session.has(self.project_id)

    def _close(self) -> None:
        """Leave, and first the dialogues on top, which ask about a project that is no more."""
        while not self.is_active:
            self.app.screen.dismiss(None)
        self.dismiss()

    def refresh_top(self) -> None:
        if not self.gone:
            super().refresh_top()

    def refresh_keys(self) -> None:
        if not self.gone and not (self.pane and self.pane.about_to_move):
            super().refresh_keys()

    def catch_up(self) -> None:
        if self.gone:
            self.app.notify("The project was deleted.", severity="warning", markup=False)
            self._close()
            return
        # The tab in view changes at once; the others when they are looked at.
        self._stale = set(TABS) - {self._tab}
        if pane := self.pane:
            pane.refresh_pane()

    def place(self) -> tuple[str, ...]:
        row = self.context.session.row(self.project_id)
        return ("paceplan", self.context.title, str(row["name"]) if row else "")

    def aside(self) -> Content:
        row, glyphs, today = self.context.session.row(self.project_id), self.context.glyphs, self.context.today
        if row is None:
            return Content("")
        pace, how, coming = row["pace"], health(row, today), next_date(row, today)
        parts: list[tuple[str, str] | str] = []
        if how in ("late", "blocked"):
            parts.append((f"{glyphs.late if how == 'late' else glyphs.blocked} {how}   ", "$missed bold"))
        elif coming and self.size.width >= 100:
            parts.append((f"next {away(coming.day, today)}   ", "$text-muted"))
        if self._tripped():
            parts.append(("elevate?   ", "$missed"))
        parts.append((f" {badge(pace, glyphs)} ", f"$pace-{pace} on $pace-{pace}-bg bold" if pace else "bold"))
        return Content.assemble(*parts)

    def _tripped(self) -> bool:
        """Tell whether something says that the sprint has become a marathon; M then makes it one."""
        from paceplan.core import elevation

        session = self.context.session
        project = session.project(self.project_id)
        book = session.catalogue.playbook(project.playbook)
        return book is not None and bool(elevation.trip_wires(project, book, self.context.today))

    def scopes(self) -> tuple[Scope, ...]:
        return (self.pane.SCOPE if self.pane else "score", "project", "everywhere")

    def acting(self, action: Action) -> Acting:
        pane = self.pane
        return pane if pane is not None and action.scope == pane.SCOPE else self

    # What can be done

    def on_tab_strip_chosen(self, event: TabStrip.Chosen) -> None:
        self.do_jump(event.tab)

    def on_pilot_pane_metric_wanted(self, event: PilotPane.MetricWanted) -> None:
        """Turn to a metric on its tab."""
        from paceplan.tui.screens.metrics import MetricsPane

        async def turn() -> None:
            await self.show_tab("metrics")
            if isinstance(pane := self.pane, MetricsPane):
                pane.stand_on(event.metric)

        self._wanted, self.turning = "metrics", True
        self.run_worker(turn(), exclusive=True, group="tab")

    def do_jump(self, tab: str) -> None:
        self._wanted, self.turning = tab, True
        self.run_worker(self.show_tab(tab), exclusive=True, group="tab")

    def do_turn(self, by: int) -> None:
        order = list(TABS)
        self.do_jump(order[(order.index(self._tab) + by) % len(order)])

    def do_back(self) -> None:
        self.dismiss()

    def do_checklists(self) -> None:
        from paceplan.tui.screens import lists

        near = self.pane.list_at if self.pane else ""
        if not near:
            pilot = self._panes.get("pilot")
            near = pilot.list_at if pilot else self._usual_list()
        lists.ask_list(self, self.project_id, near, self.open_list)

    def _usual_list(self) -> str:
        """Return the checklist to look at first: the pilot's, or for a marathon the one that it is reviewed by."""
        from paceplan.core import review

        session = self.context.session
        pace = session.verdict(self.project_id).effective
        book = session.playbook(session.project(self.project_id))
        return review.default_list(book, pace) if pace == "marathon" else "pilot"

    def commands(self) -> Iterable[SystemCommand]:
        from paceplan.tui.screens import lists

        return lists.commands(self, self.project_id, self.open_list)

    def open_list(self, at: str) -> None:
        """Show a checklist, or one of its items, on the Pilot tab, whether or not that was looked at before."""
        self._at = at
        if pane := self._panes.get("pilot"):
            pane.turn_to(at)
        if self._tab != "pilot":
            self.do_jump("pilot")

    def do_rename(self) -> None:
        from paceplan.tui.screens.keeping import ask_new_name

        ask_new_name(self, self.project_id)

    def do_start_date(self) -> None:
        from paceplan.core import keeping
        from paceplan.tui.screens.ask import ask_day

        project = self.context.session.project(self.project_id)

        def submit(day: dt.date | None) -> str | None:
            return self.attempt(self.context.session.do, keeping.begin, self.project_id, on=day)

        screen = ask_day(self.context, "When does the project start?", submit, value=project.start)
        self.app.push_screen(screen)

    def do_agenda(self) -> None:
        from paceplan.tui.screens.agenda import AgendaScreen

        below = self.app.screen_stack[-2] if len(self.app.screen_stack) > 1 else None
        if isinstance(below, AgendaScreen):
            self.dismiss()  # opened from there: back to it, rather than one more on top
        else:
            self.app.push_screen(AgendaScreen(self.context, near=self.project_id))

    def do_review(self) -> None:
        from paceplan.tui.screens.review import ReviewScreen

        list_id = getattr(self.pane, "list_id", "")  # the checklist in view, else the playbook's for the pace
        self.app.push_screen(ReviewScreen(self.context, self.project_id, list_id))

    def do_elevate(self) -> None:
        from paceplan.tui.screens.elevating import ask_why

        ask_why(self, self.project_id)

    def do_lessons(self) -> None:
        from paceplan.tui.screens.lessons import LessonsScreen

        self.app.push_screen(LessonsScreen(self.context))

    def do_learn(self) -> None:
        from paceplan.core import lessons
        from paceplan.tui.screens.ask import AskScreen

        def submit(text: str) -> str | None:
            session = self.context.session
            return self.attempt(
                session.do, lessons.learn, self.project_id, text=text, on=self.context.today, by=session.author
            )

        hint = (
            f"One lesson, as the next team should read it. {key('project.lessons')} finds it again from every project."
        )
        self.app.push_screen(AskScreen("What was learned?", hint=hint, submit=submit, long=True))

    def do_edit(self) -> None:
        from paceplan.tui.screens.edit import edit_as_text

        edit_as_text(self, self.project_id)
