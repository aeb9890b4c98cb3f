"""The agenda: everything with a date over all projects, to be ticked or opened from here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from textual.app import ComposeResult, SystemCommand
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import Input

from paceplan.core import agenda
from paceplan.core.agenda import Agenda, Event, Key
from paceplan.core.lessons import folded
from paceplan.core.portfolio import Row
from paceplan.session import Published
from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.in_force import key
from paceplan.tui.presentation.agenda import Place, agenda_row, places_of, preview
from paceplan.tui.presentation.words import plural
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.page import Page
from paceplan.tui.screens.pane import Beside
from paceplan.tui.widgets.agenda_list import AgendaList, AgendaRow
from paceplan.tui.widgets.line_input import FilterInput
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel

AHEAD: tuple[int | None, ...] = (None, 7, 30, 90)
"""Days to look ahead, from one press to the next; None: any time."""
_BACK = {"item": {"done": False}, "deliverable": {"undo": True}, "sprint": {"undo": True}, "milestone": {"undo": True}}
"""Kind -> the arguments that make its marking take a mark back."""
NOTHING = (
    "Nothing has a date yet.",
    "Pilots, checklists and roadmaps bring their dates here.",
)


class AgendaScreen(Page):
    """Lists what is late and what comes; `near` is the project whose first event the cursor starts on."""

    BINDINGS = bindings("agenda", "everywhere")
    AUTO_FOCUS = "#events"
    HORIZONTAL_BREAKPOINTS = [(0, "-one-pane"), (120, "-two-panes")]
    CSS = """
    #whole { height: 1fr; }
    #events { width: 1fr; }
    #event { width: 46; height: 1fr; padding: 0 2; border-left: solid $rule; display: none; }
    .-two-panes #event { display: block; }
    """

    def __init__(self, context: Context, near: str = "") -> None:
        super().__init__(context)
        self._near, self._text, self._days = near, "", AHEAD[0]
        self._events = agenda.of((), context.today)
        self._ticked: dict[Key, Event] = {}
        """What was marked as done here: it stays in its place until the screen is left, to be taken back."""
        self._places: list[Place] = []
        self._soon: Timer | None = None
        self._said: tuple[str, ...] = ()
        """What the list says where it is empty."""
        self._shown: Key | None = None
        """The event that stands beside the list."""

    def body(self) -> ComposeResult:
        with Beside(id="whole"):
            yield AgendaList(self.context.glyphs, id="events")
            yield Panel(id="event")
        yield FilterInput(id="words", placeholder="filter by what it is, its project or its kind", compact=True)

    def on_mount(self) -> None:
        self.refresh_list()
        if near := self._events.about({self._near}):
            self.query_one(AgendaList).go_to(self._events.find(near[0]))
        self.watch(self.query_one(AgendaList), "cursor", self._moved, init=False)

    # What shows

    def scopes(self) -> tuple[Scope, ...]:
        return ("agenda", "everywhere")

    def place(self) -> tuple[str, ...]:
        ahead = () if self._days is None else (f"{self._days} days",)
        return (*super().place(), "Agenda", *ahead)

    def aside(self) -> Content:
        done = [self._events[n] for n in self._done()]
        late = self._events.late - sum(e.late for e in done)
        now = self._events.now - sum(e.day == self.context.today for e in done)
        parts = [(f"{late} late  ", "$missed bold")] if late else []
        parts += [(f"{now} today  ", "$today bold")] if now else []
        wide = self.size.width >= 100
        return Content.assemble(*parts, (plural(len(self._events), "date") if wide else "", "$foreground"))

    def refresh_list(self) -> None:
        """Show the events as they are now."""
        rows = self.context.session.rows()
        today = self.context.today
        found = self._found(rows, self._ticked)
        more = 0 if self._text.split() else agenda.left_out(rows)
        remark = f"and {plural(more, 'later date')}, on the screens of their projects" if more else ""
        places, empty = places_of(found, today, remark), self._empty()
        listed, current, before = self.query_one(AgendaList), self._current(), self._events
        self._events = found
        if found.like(before) and self._places == places and (bool(found) or self._said == empty):
            listed.mark(self._done())
        else:
            self._places, self._said = places, empty
            listed.show(places, self._row, self._done(), held=found.find(current) if current else None, empty=empty)
        self._moved()

    def _done(self) -> frozenset[int]:
        """Return the numbers of what was marked as done here."""
        places = map(self._events.find, self._ticked.values())
        return frozenset(place for place in places if place is not None)

    def _found(self, rows: Iterable[Row], ticked: Mapping[Key, Event]) -> Agenda:
        """Return the events to show of some projects, with those that were `ticked` here in their places."""
        found = agenda.of(rows, self.context.today, self._days)
        if ticked:
            open_again = {e.key for e in found.about({e.project for e in ticked.values()})}
            for key in open_again & ticked.keys():
                self._ticked.pop(key, None)
            found = found.with_also([e for key, e in ticked.items() if key not in open_again], self._events)
        if wanted := folded(self._text).split():
            found = found.matching(wanted)
        return found

    def take_in(self, event: Published) -> None:
        """Paint only the marks anew where all events of the project stay where they are."""
        rows = [self.context.session.row(project) for project in event.projects]
        ticked = {key: e for key, e in self._ticked.items() if e.project in event.projects}
        before = self._events.about(event.projects)
        if all(rows) and len(rows) == 1 and list(self._found([row for row in rows if row], ticked)) == before:
            self.query_one(AgendaList).mark(self._done())
            self._moved()
        else:
            self.catch_up()

    def _row(self, number: int) -> AgendaRow:
        event = self._events[number]
        done = event.key in self._ticked
        return agenda_row(event, self.context.session.row(event.project), self.context.today, done=done)

    def _empty(self) -> tuple[str, ...]:
        if self._text:
            return (f"Nothing matches '{self._text}'.", f"{key('agenda.back')} clears the filter.")
        if self._days is not None:
            return (
                f"Nothing is late, and nothing is due within {self._days} days.",
                (f"{key('agenda.days')} looks further ahead."),
            )
        return NOTHING

    def catch_up(self) -> None:
        self.refresh_list()

    def concerns(self, event: Published) -> bool:
        return True

    def on_screen_resume(self) -> None:
        self._moved()

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._moved)

    def _moved(self) -> None:
        """Show the event under the cursor, and what its project says of it once the cursor rests."""
        if self._soon is not None:
            self._soon.stop()
        self.refresh_keys()
        panel, current = self.query_one("#event", Panel), self._current()
        if panel.display:
            key = current.key if current else None
            if key != self._shown or key is None:
                self._shown = key
                panel.show(lambda width, height: self._draw(width, rested=False))
            self._soon = self.set_timer(0.12, self._rested)

    def _rested(self) -> None:
        if self.in_view:
            self.query_one("#event", Panel).show(lambda width, height: self._draw(width, rested=True))

    def _draw(self, width: int, *, rested: bool) -> Content:
        event = self._current()
        return preview(event, self.context, width, rested=rested) if event else Content("")

    # What can be done

    def _current(self) -> Event | None:
        number = self.query_one(AgendaList).current
        return self._events[number] if number is not None and number < len(self._events) else None

    def why_not(self, action_id: str) -> str | None:
        if action_id not in ("agenda.open", "agenda.done", "agenda.review", "agenda.checklists"):
            return None
        event = self._current()
        if event is None:
            return "Nothing is under the cursor."
        if action_id == "agenda.review":
            return None if event.kind in ("item", "list") else "This date belongs to no checklist."
        if action_id == "agenda.done" and event.key in self._ticked and event.kind not in _BACK:
            return f"It is done; {key('undo')} takes that back."
        if action_id == "agenda.done" and event.tick is None:
            what = (
                "It comes round by itself"
                if event.every
                else f"It takes more than a mark: {key('agenda.open')} opens it"
            )
            return f"{what}."
        return None

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("agenda.open")

    def do_open(self) -> None:
        from paceplan.tui.screens.project import ProjectScreen

        event = self._current()
        if event is None or self.app.screen is not self:
            return  # opened already: a second click was quicker than the screen
        if self.attempt(self.context.session.verdict, event.project) is None:
            at = event.id if event.kind in ("item", "list", "drill") else ""
            self.app.push_screen(ProjectScreen(self.context, event.project, event.tab, at))

    def do_checklists(self) -> None:
        from paceplan.tui.screens import lists

        if event := self._current():
            lists.ask_list_of(self, event.project, event.id if event.kind in ("item", "list") else "")

    def commands(self) -> Iterable[SystemCommand]:
        from paceplan.tui.screens import lists

        event = self._current()
        return lists.commands(self, event.project if event else None)

    def do_review(self) -> None:
        from paceplan.tui.screens.review import ReviewScreen

        event = self._current()
        if event and self.attempt(self.context.session.verdict, event.project) is None:
            list_id = event.id.partition(".")[0]
            self.app.push_screen(ReviewScreen(self.context, event.project, list_id))

    def do_done(self) -> None:
        event = self._current()
        if event is None:
            return
        marking = agenda.marking(event, by=self.context.session.author, on=self.context.today)
        if marking is None:
            return
        action, args = marking
        if event.kind == "drill":
            from paceplan.tui.screens.holding import ask_held

            def hold(on: dt.date, report: str) -> str | None:
                return self._mark(event, action, args | {"on": on, "report": report, "today": self.context.today})

            ask_held(self, f"{event.what}, {event.name}", hold)
            return
        done = event.key in self._ticked
        self._mark(event, action, args | (_BACK[event.kind] if done else {}), back=done)

    def _mark(self, event: Event, action: Any, args: dict[str, Any], *, back: bool = False) -> str | None:
        """Mark an event as done, or with `back` as open again; return why it was refused."""
        if not back:
            self._ticked[event.key] = event  # before it is published, so that it stays where it is
        refused = self.attempt(self.context.session.do, action, event.project, **args)
        if refused and not back:
            self._ticked.pop(event.key, None)
        return refused

    def do_days(self) -> None:
        self._days = AHEAD[(AHEAD.index(self._days) + 1) % len(AHEAD)]
        self.refresh_list()
        self.refresh_top()

    def do_today(self) -> None:
        if self._events.late < len(self._events):
            self.query_one(AgendaList).go_to(self._events.late)

    def do_filter(self) -> None:
        box = self.query_one("#words", FilterInput)
        box.unfolded = True
        box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._text = event.value
        self.refresh_list()
        self.refresh_top()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one(AgendaList).focus()
        if not event.value:
            self.query_one("#words", FilterInput).unfolded = False

    def do_back(self) -> None:
        box = self.query_one("#words", FilterInput)
        if not box.unfolded:
            self.dismiss()
            return
        box.value = ""
        box.unfolded = False
        self.query_one(AgendaList).focus()

    def do_lessons(self) -> None:
        from paceplan.tui.screens.lessons import LessonsScreen

        self.app.push_screen(LessonsScreen(self.context))
