"""The readings of one metric as a list: change one, take one away, add one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click
from textual.strip import Strip
from textual.widgets import Static

from paceplan.session import Published
from paceplan.tui.bound import bound
from paceplan.tui.context import Context
from paceplan.tui.in_force import key
from paceplan.tui.presentation.words import aligned_day, day_words, number
from paceplan.tui.screens.dialogue import Box, clicked_words
from paceplan.tui.widgets.line_list import LineList

Readings = tuple[tuple[dt.date, float], ...]


def understood(value: float, unit: str, on: dt.date, old: dt.date | None, there: Readings, today: dt.date) -> str:
    """Return what a reading is taken for, with the one in whose place it comes; `old` is the day of one to change."""
    said = f"{number(value)} {unit}".rstrip() + f" on {day_words(on, today)}"
    was = dict(there).get(on)
    return f"{said}, in place of {number(was)}" if was is not None and old is None else said


class ReadingList(LineList):
    """Days with their values, the newest first, and the step to each."""

    COMPONENT_CLASSES = {"reading-list--faint"}
    DEFAULT_CSS = """
    ReadingList { background: $surface; & > .reading-list--faint { color: $faint; } }
    """

    def __init__(self, mark: str) -> None:
        super().__init__(id="readings")
        self._mark = mark
        self.readings: Readings = ()
        self._widest = 0

    def show(self, readings: Readings) -> None:
        """Show other readings, the cursor near where it was, or on the one that is new."""
        before, self.readings = dict(self.readings), readings[::-1]
        self._widest = max((cell_len(number(value)) for _, value in readings), default=0)
        self.set_count(len(readings))
        fresh = [n for n, (when, value) in enumerate(self.readings) if before.get(when) != value]
        if before and len(fresh) == 1:
            self.cursor = fresh[0]

    def empty_lines(self) -> list[Strip]:
        return [
            Strip([Segment(f"No reading is left. {key('box.add')} adds one.", self.style_of("reading-list--faint"))])
        ]

    @property
    def day(self) -> dt.date | None:
        """The day under the cursor."""
        return self.readings[self.cursor][0] if 0 <= self.cursor < len(self.readings) else None

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        base = self.style_of(selected=selected)
        faint = self.style_of("reading-list--faint", selected=selected)
        when, value = self.readings[index]
        before = self.readings[index + 1][1] if index + 1 < len(self.readings) else None
        step = "" if before is None else f"{round(value - before, 9):+,.10g}" if value != before else "="
        said = aligned_day(when, None)
        return Strip([
            Segment(f"{self._mark if selected else ' '} ", base), Segment(said, faint),
            Segment("   " + " " * (self._widest - cell_len(number(value))) + number(value), base),
            Segment("   " + step, faint),
        ])  # fmt: skip


class ReadingsScreen(Box[None]):
    """Lists what `now` returns; `change` is asked for the day under the cursor, or None for a new one."""

    DEFAULT_CSS = """
    ReadingsScreen > #box { max-width: 76; }
    ReadingsScreen #title { margin-bottom: 1; }
    ReadingsScreen #keys { height: auto; margin-top: 1; }
    """
    BINDINGS = [bound("box.close"), bound("box.add"), bound("box.remove")]

    def __init__(
        self,
        title: str,
        unit: str,
        now: Callable[[], Readings],
        change: Callable[[dt.date | None], None],
        remove: Callable[[dt.date], None],
        context: Context,
    ) -> None:
        super().__init__()
        self._title = f"{title}, in {unit}" if unit else title
        self._now, self._change, self._remove = now, change, remove
        self.shown_in = context
        self._ends: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._title, id="title", markup=False)
            yield ReadingList(self.shown_in.glyphs.cursor)
            said = f"{key('list.choose')} changes it   {key('box.remove')} takes it away   {key('box.add')} adds one"
            said += f"   {key('dialogue.leave')} closes"
            yield Static(said, id="keys", markup=False)

    def on_mount(self) -> None:
        self._ends = self.shown_in.subscribe(self._heard)
        self._show()
        self.query_one(ReadingList).focus()

    def on_unmount(self) -> None:
        if self._ends:
            self._ends()

    def _heard(self, event: Published) -> None:
        self._show()

    def _show(self) -> None:
        readings = self._now()
        listed = self.query_one(ReadingList)
        listed.styles.height = min(max(1, len(readings)), max(3, self.app.size.height * 9 // 10 - 8))
        listed.show(readings)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        self._change(self.query_one(ReadingList).day)

    def on_click(self, event: Click) -> None:
        """Do what the words in the line of keys say; a click beside the box closes it, as nothing can be lost."""
        said = clicked_words(self, event)
        if said.endswith("closes") or self.get_widget_at(*event.screen_offset)[0] is self:
            self.action_give_up()
        elif said.endswith("away"):
            self.action_remove()
        elif said:
            self._change(None if said.endswith("adds one") else self.query_one(ReadingList).day)

    def action_add(self) -> None:
        """Ask for a new reading."""
        self._change(None)

    def action_remove(self) -> None:
        """Take the reading under the cursor away; undo brings it back."""
        day = self.query_one(ReadingList).day
        if day:
            self._remove(day)
