"""The Pilot tab: the time box, a checklist to work through, and the exit criteria."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Click
from textual.message import Message

from paceplan.core import checklists, criteria, decision
from paceplan.core import pilot as core
from paceplan.core.checklists import ItemState, ListState
from paceplan.tui.context import Context
from paceplan.tui.in_force import key, with_keys
from paceplan.tui.presentation import criteria as table
from paceplan.tui.presentation import pilot as shown
from paceplan.tui.presentation.decision import whole, word
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import AskScreen, ask_day
from paceplan.tui.screens.lists import ask_list
from paceplan.tui.screens.pane import Column, Pane
from paceplan.tui.screens.roles import ask_criterion
from paceplan.tui.screens.targets import FROZEN
from paceplan.tui.widgets.check_list import CheckList, heading_of, rows_of
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel
from paceplan.tui.widgets.time_box import TimeLine, picture_of

if TYPE_CHECKING:
    from paceplan.core.decision import Recommendation
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

ROOM_TO_DRAW = 9
"""Lines left under the criteria from which they are drawn there."""
_QUESTIONS = {
    "note": "What is there to note?",
    "owner": "Who sees to it?",
    "due": "When is it due?",
    "evidence": "Where is the proof?",
}


@dataclass(frozen=True, slots=True)
class Heights:
    """Lines of each part; the criteria take what is left."""

    box: int
    items: int
    words: int
    lists: int = 0


def heights(total: int, box: int, items: int, criteria: int, lists: int, *, wide: bool) -> Heights:
    """Share `total` lines out: among all parts in one column, or with `wide` between those left of the criteria.

    `box` and `criteria` are what the time box and the table would like; the overview of all `lists` shows where
    nothing has to give way to it.
    """
    if wide:
        box = box if total >= 24 else min(box, 4)
        left = total - box
        listed = max(2, min(items + 1, left - 5))
        overview = lists + 2 if lists > 1 and left - listed - 6 >= lists + 2 else 0
        return Heights(box, listed, min(9, left - listed - overview) if overview else left - listed, overview)
    least = 3 if total >= 19 else 2
    spare = total - (items + 1) - criteria - least
    # All of it; all but the air and a line of words below; the line and what keeps it from starting; or the line.
    box = box if spare >= 12 else max(4, box - 2) if spare >= 7 else 4 if spare >= 4 else 3
    table = min(criteria, max(3, total - box - least - min(items + 1, 6)))
    listed = max(2, min(items + 1, total - box - least - table))
    return Heights(box, listed, max(least, min(9, total - box - table - listed)))


class PilotPane(Pane):
    """Ticks and annotates checklists, agrees exit criteria, starts the pilot."""

    class MetricWanted(Message):
        """A criterion was clicked, to be looked at where its readings are."""

        def __init__(self, metric: str) -> None:
            super().__init__()
            self.metric = metric

    SCOPE = "pilot"
    FOCUS = "#items"
    BINDINGS = bindings("pilot")
    SCOPED_CSS = False
    DEFAULT_CSS = """
    PilotPane { layout: vertical; }
    PilotPane #below { height: 1fr; layout: vertical; }
    PilotPane #doing { height: auto; }
    PilotPane #item { padding: 0 2; }
    PilotPane #criteria { height: 1fr; }
    .-one-pane PilotPane #item { background: $surface; }
    .-two-panes PilotPane #below { layout: horizontal; }
    .-two-panes PilotPane #doing { width: 1fr; height: 1fr; }
    .-two-panes PilotPane #criteria { border-left: solid $rule; }
    """

    def __init__(self, context: Context, project_id: str, at: str = "") -> None:
        """`at` names what the cursor stands on first: a checklist, or `LIST.ITEM`."""
        super().__init__(context, project_id)
        self._list, _, item = (at or "pilot").partition(".")
        self._first = item
        self._cursors: dict[str, int] = {}
        self._basis: tuple[object, ...] = ()
        self._found: Recommendation | None = None
        self._table = 0
        """Lines that the criteria would like."""
        self._shared: tuple[Heights, bool, int] | None = None
        self._asked: tuple[Project, str | None] | None = None

    def compose(self) -> ComposeResult:
        yield TimeLine(self.context.glyphs, id="box")
        with Column(id="below"):
            with Column(id="doing"):
                yield CheckList(self.context.glyphs, id="items")
                yield Panel(id="item")
                yield Panel(id="lists")
            yield Panel(id="criteria")

    def on_mount(self) -> None:
        self.query_one("#item", Panel).show(self._draw_item)
        self.query_one("#criteria", Panel).show(self._draw_criteria)
        self.query_one("#lists", Panel).show(self._draw_lists)
        self._aim(self._first)
        self.refresh_pane()
        # Watched, not heard of: the item's words and the keys change in the same frame as the cursor.
        self.watch(self.query_one(CheckList), "cursor", self._moved, init=False)

    def on_resize(self) -> None:
        self.refresh_pane()

    # What shows

    def _now(self) -> tuple[Project, Playbook]:
        project = self.context.session.project(self.project_id)
        return project, self.context.session.playbook(project)

    def _state(self) -> ListState:
        project, playbook = self._now()
        if self._list not in playbook.checklists:
            self._list = shown.list_order(playbook)[0]
        return checklists.checklist(project, playbook, self._list)

    def _states(self) -> list[ListState]:
        project, playbook = self._now()
        return [checklists.checklist(project, playbook, i) for i in shown.list_order(playbook)]

    def _current(self) -> ItemState | None:
        current = self.query_one(CheckList).current_id
        return next((item for item in self._state().items if item.id == current), None)

    @property
    def list_id(self) -> str:
        """The checklist in view."""
        return self._list

    @property
    def list_at(self) -> str:
        item = self._current()
        return f"{item.list_id}.{item.id}" if item else self._list

    def refresh_pane(self) -> None:
        project, playbook = self._now()
        today, state = self.context.today, self._state()
        pace = self.context.session.verdict(self.project_id).effective
        decided = project.pilot.decision if project.pilot else None
        box = core.time_box(project, playbook, pace)
        same = self._judge(project, playbook)
        advice = word(self._found.decision) if self._found else ""
        picture = picture_of(box, pace, decided, self._keeps(), today, self.context.glyphs, advice)
        self.query_one(TimeLine).show(picture)
        if self.size.height:
            wide = self.screen.has_class("-two-panes")
            counts = len(state.items), self._table, len(playbook.checklists)
            self._share_out(heights(self.size.height, picture.lines, *counts, wide=wide), wide)
        order = shown.list_order(playbook)
        place = f"list {order.index(state.id) + 1} of {len(order)} (l)" if len(order) > 1 else ""
        rows, cursor = rows_of(state, today), self._cursors.get(state.id, 0)
        self.query_one(CheckList).show(state.id, heading_of(state, today, place), rows, cursor=cursor)
        for name in ("#item", "#lists") if same else ("#item", "#lists", "#criteria"):
            self.query_one(name, Panel).redraw()

    def _keeps(self) -> str | None:
        """Return what keeps the pilot from starting, worked out once for each state of the project."""
        project, playbook = self._now()
        if self._asked is None or self._asked[0] is not project:
            self._asked = project, shown.why_not_start(project, playbook)
        return self._asked[1]

    def _judge(self, project: Project, playbook: Playbook) -> bool:
        """Work out what the evidence speaks for; tell whether nothing changed that criteria and advice rest on."""
        basis = (project.metrics, project.pilot, project.error_budget, project.slos, project.start, self.size)
        if basis == self._basis:
            return True
        self._basis = basis
        self._found = decision.recommend(project, playbook, self.context.today)
        self._table = table.criteria_height(project, playbook)
        return False

    def _share_out(self, shared: Heights, wide: bool) -> None:
        """Give each part its lines; where all stays as it was, nothing is laid out."""
        if (shared, wide, self.size.width) == self._shared:
            return
        self._shared = shared, wide, self.size.width
        self.query_one("#box").styles.height = shared.box
        self.query_one("#items").styles.height = shared.items
        self.query_one("#item").styles.height = shared.words
        self.query_one("#lists").styles.height = shared.lists
        self.query_one("#criteria").styles.width = max(52, min(84, self.size.width - 76)) if wide else "1fr"

    def _draw_item(self, width: int, height: int | None) -> Content:
        item = self._current()
        if item is None:
            return Content("")
        project, playbook = self._now()
        today, glyphs = self.context.today, self.context.glyphs
        return shown.words(item, project, playbook, today, min(width, 100), height or 9, glyphs)

    def _draw_criteria(self, width: int, height: int | None) -> Content:
        project, playbook = self._now()
        today, glyphs = self.context.today, self.context.glyphs
        page = table.criteria_page(project, playbook, today, width, height or 9, glyphs)
        room = (height or 0) - page.plain.count("\n") - 1
        if room < ROOM_TO_DRAW:
            return page
        from paceplan.tui.presentation.criteria_plots import criteria_plots

        box = core.time_box(project, playbook, self.context.session.verdict(self.project_id).effective)
        drawn = criteria_plots(core.criteria(project, playbook, today), box, today, width, room, glyphs)
        return Content("\n").join([page, *drawn])

    def _draw_lists(self, width: int, height: int | None) -> Content:
        return shown.overview(self._states(), self._list, self.context.today, width, height or 9, self.context.glyphs)

    def _moved(self) -> None:
        self.query_one("#item", Panel).redraw()
        self.screen.refresh_keys()  # type: ignore[attr-defined]

    def on_click(self, event: Click) -> None:
        """Do what the text that was clicked stands for: a checklist, a criterion, or an action."""
        if event.button != 1:
            return
        act = event.style.meta.get("act")
        kind, _, which = act.partition(" ") if isinstance(act, str) else ("", "", "")
        if kind == "list":
            self.turn_to(which)
        elif kind == "metric":
            self.post_message(self.MetricWanted(which))
        elif kind:
            self.action_act(kind)
        elif self.screen.get_widget_at(*event.screen_offset)[0].id == "items":
            self.action_act("pilot.lists")  # its heading

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("pilot.tick")

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        project, playbook = self._now()
        if action_id in ("pilot.start", "pilot.start-on"):
            return self._keeps()
        if action_id == "pilot.box":
            return "The pilot has started; its length stays, and another iteration follows where it was too short." if (
                project.pilot and project.pilot.start) else None  # fmt: skip
        if action_id == "pilot.decide":
            return shown.sentence(decision.why_not_decide(project))
        if action_id == "pilot.dosage" and project.pilot and project.pilot.decision:
            return "The pilot is closed; its decision stands on what was counted."
        if action_id in ("pilot.whole", "pilot.dosage"):
            return None
        if action_id == "pilot.criterion":
            return with_keys(FROZEN) if criteria.sealed(project) else None
        if action_id in ("pilot.list", "pilot.lists"):
            return None if len(playbook.checklists) > 1 else "The playbook has no other checklist."
        item = self._current()
        if item is None:
            return "There is no item under the cursor."
        if action_id == "pilot.wave" and item.artifact and not item.na:
            return f"'{item.name}' stands for an artifact: it is in hand or it is missing."
        return None

    def _do(self, action: Any, item: ItemState, **args: Any) -> str | None:
        name = f"{item.list_id}.{item.id}"
        return self.attempt(self.context.session.do, action, self.project_id, item=name, **args)

    def do_tick(self) -> None:
        item = self._current()
        if item and item.done:
            self._do(checklists.tick, item, done=False)
        elif item:
            self._do(checklists.tick, item, by=self.context.session.author, on=self.context.today)

    def do_annotate(self, field: str) -> None:
        item = self._current()
        if item is None:
            return

        if field == "due":
            screen = ask_day(
                self.context, _QUESTIONS[field], lambda day: self._do(checklists.annotate, item, due=day),
                value=item.due, hint=f"{item.name}.",
            )  # fmt: skip
            self.app.push_screen(screen)
            return

        def submit(text: str) -> str | None:
            return self._do(checklists.annotate, item, **{field: text})

        value = str(getattr(item, field) or "")
        long = field == "note"
        self.app.push_screen(AskScreen(_QUESTIONS[field], hint=item.name, value=value, submit=submit, long=long))

    def do_wave(self) -> None:
        item = self._current()
        if item is None:
            return
        if item.na:
            self._do(checklists.wave, item, why=None)
            return

        def submit(text: str) -> str | None:
            return self._do(checklists.wave, item, why=text)

        self.app.push_screen(AskScreen("Why does it not apply?", hint=item.name, value=item.why, submit=submit))

    def do_next_list(self) -> None:
        _, playbook = self._now()
        order = shown.list_order(playbook)
        self.turn_to(order[(order.index(self._list) + 1) % len(order)])

    def turn_to(self, at: str) -> None:
        """Show a checklist, the cursor where it was there, or on the item of `LIST.ITEM`."""
        listed = self.query_one(CheckList)
        self._cursors[self._list] = listed.cursor
        self._list, _, item = at.partition(".")
        self._aim(item)
        self.refresh_pane()
        listed.cursor = self._cursors[self._list]

    def _aim(self, item_id: str) -> None:
        """Settle where the cursor comes to stand: on an item, or where it was, or on what is open first."""
        items = self._state().items
        found = next((n for n, item in enumerate(items) if item.id == item_id), None)
        first = next((n for n, item in enumerate(items) if not item.done and not item.na), 0)
        self._cursors[self._list] = found if found is not None else self._cursors.get(self._list, first)

    def do_choose_list(self) -> None:
        ask_list(self, self.project_id, self.list_at, self.turn_to)

    def do_criterion(self) -> None:
        ask_criterion(self)

    def do_box(self) -> None:
        from paceplan.tui.screens.closing import ask_weeks

        ask_weeks(self)

    def do_start_on(self) -> None:
        from paceplan.tui.screens.closing import ask_start

        ask_start(self, self.start_on)

    def do_start(self) -> None:
        self.start_on(self.context.today)

    def start_on(self, on: dt.date) -> str | None:
        """Start the pilot on a day, and say what that freezes; return why it cannot be."""
        doubts = criteria.doubts(*self._now())
        refused = self.attempt(self.context.session.do, core.start, self.project_id, on=on)
        if refused is None:
            told = [f"The exit criteria are frozen from now on. {key('undo')} takes it back.", *doubts]
            self.app.notify("\n".join(told), title="Pilot started", markup=False, timeout=12 if doubts else 5)
        return refused

    def do_decide(self) -> None:
        from paceplan.tui.screens.closing import ask_decision

        ask_decision(self)

    def do_dose(self) -> None:
        from paceplan.tui.screens.closing import ask_dosage

        ask_dosage(self)

    def do_read_whole(self) -> None:
        from paceplan.tui.screens.read import ReadScreen

        def draw(width: int, height: int | None) -> list[Content]:
            return whole(*self._now(), self.context.today, width, self.context.glyphs)

        self.app.push_screen(ReadScreen(draw, "pilot.whole"))
