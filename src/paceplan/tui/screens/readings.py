"""The readings of one metric as a list: change one, take one away, add one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Static

from paceplan.tui.bound import bound
from paceplan.tui.context import Context
from paceplan.tui.in_force import key
from paceplan.tui.presentation.words import aligned_day, day_words, number
from paceplan.tui.screens.list_box import ListBox
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


class ReadingsScreen(ListBox):
    """Lists what `now` returns; `change` is asked for the day under the cursor, or None for a new one."""

    BINDINGS = [bound("box.add"), bound("box.remove")]

    def __init__(
        self,
        title: str,
        unit: str,
        now: Callable[[], Readings],
        change: Callable[[dt.date | None], None],
        remove: Callable[[dt.date], None],
        context: Context,
    ) -> None:
        super().__init__(f"{title}, in {unit}" if unit else title, context)
        self._now, self._change, self._remove = now, change, remove

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._title, id="title", markup=False)
            yield ReadingList(self.shown_in.glyphs.cursor)
            said = f"{key('list.choose')} changes it   {key('box.remove')} takes it away   {key('box.add')} adds one"
            said += f"   {key('dialogue.leave')} closes"
            yield Static(said, id="keys", markup=False)

    def fill(self) -> int:
        readings = self._now()
        self.query_one(ReadingList).show(readings)
        return len(readings)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        self._change(self.query_one(ReadingList).day)

    def pressed(self, said: str) -> None:
        if said.endswith("away"):
            self.action_remove()
        else:
            self._change(None if said.endswith("adds one") else self.query_one(ReadingList).day)

    def action_add(self) -> None:
        """Ask for a new reading."""
        self._change(None)

    def action_remove(self) -> None:
        """Take the reading under the cursor away; undo brings it back."""
        day = self.query_one(ReadingList).day
        if day:
            self._remove(day)
