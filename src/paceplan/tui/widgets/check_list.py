"""One checklist: a heading with how far it is, and an item a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from paceplan.tui.glyphs import Glyphs, fit, meter
from paceplan.tui.presentation.words import aligned_day, day
from paceplan.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from paceplan.core.checklists import ItemState, ListState

SOON = 7
"""Days before an item's date from which it is marked as due."""

WIDE = 84
"""From so many cells on the markers are words."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The line on top: the list's name, how many of those that apply are done, its date, its place among the lists."""

    name: str
    done: int
    total: int
    due: str = ""
    late: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One item: whose it is and when due while it is open, who ticked it and when once it is done."""

    id: str
    state: Literal["open", "done", "na"]
    name: str
    who: str = ""
    when: str = ""
    urgency: Literal["", "due", "late"] = ""
    why: str = ""
    """Why it does not apply."""
    note: bool = False
    evidence: bool = False


def heading_of(state: ListState, today: dt.date, place: str) -> Heading:
    """Return the line above a checklist; `place` says which of the playbook's lists it is."""
    late = is_late(state, today)
    due = f"{'was due' if late else 'due'} {day(state.due, today)}" if state.due else ""
    return Heading(state.name, state.done, state.total, "complete" if state.complete else due, late, place)


def is_late(state: ListState, today: dt.date) -> bool:
    """Tell whether the list's own date has passed with something still open."""
    return state.due is not None and state.due < today and not state.complete


def rows_of(state: ListState, today: dt.date) -> list[CheckRow]:
    """Return the items of a checklist as lines."""
    return [_row(item, today) for item in state.items]


def _row(item: ItemState, today: dt.date) -> CheckRow:
    note, evidence = bool(item.note), bool(item.evidence)
    stands = "artifact" if item.artifact else ""
    if item.na:
        return CheckRow(item.id, "na", item.name, why=item.why, note=note, evidence=evidence)
    if item.done:
        who, when = item.by or item.owner or stands, dated(item.on, today)
        return CheckRow(item.id, "done", item.name, who, when, note=note, evidence=evidence)
    days = (item.due - today).days if item.due else None
    urgency: Literal["", "due", "late"] = "" if days is None or days > SOON else "late" if days < 0 else "due"
    who, when = item.owner or stands, dated(item.due, today)
    return CheckRow(item.id, "open", item.name, who, when, urgency, note=note, evidence=evidence)


def dated(value: dt.date | None, today: dt.date) -> str:
    """Return a day so that the months of dates below each other stand in one column; empty for none."""
    return aligned_day(value, today) if value else ""


SIGN = 4
"""Cells with the sign before an item, and the air around it."""
_ON = Style(meta={"act": "pilot.list"})
"""On the words that say which list of how many this is: a click goes on to the next."""


class CheckList(LineList):
    """Items to tick. What does not fit gives way in this order: markers in words, who, and the end of long names."""

    HEADER_LINES = 1
    COMPONENT_CLASSES = {
        "check-list--title", "check-list--met", "check-list--missed", "check-list--due", "check-list--faint",
        "check-list--open", "check-list--head-late",
    }  # fmt: skip
    DEFAULT_CSS = """
    CheckList {
        background: $background;
        & > .check-list--title { background: $panel; color: $foreground; text-style: bold; }
        & > .check-list--head-late { background: $panel; color: $missed; text-style: bold; }
        & > .check-list--met { color: $met; }
        & > .check-list--missed { color: $missed; text-style: bold; }
        & > .check-list--due { color: $today; }
        & > .check-list--faint { color: $faint; }
        & > .check-list--open { text-style: bold; }
    }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._list = ""
        self._heading = Heading("", 0, 0)
        self._rows: Sequence[CheckRow] = ()
        self._sizes = (0, 0, 0)

    def show(self, list_id: str, heading: Heading, rows: Sequence[CheckRow], *, cursor: int = 0) -> None:
        """Show a list; where it is the same one, only lines that differ are painted again and the cursor stays."""
        old, same = self._rows, list_id == self._list and [r.id for r in rows] == [r.id for r in self._rows]
        sizes = tuple(max((cell_len(text) for text in texts), default=0) for texts in (
            [r.name for r in rows], [r.who for r in rows], [r.when for r in rows]
        ))  # fmt: skip
        moved, headed = sizes != self._sizes, heading != self._heading
        self._list, self._heading, self._rows, self._sizes = list_id, heading, rows, sizes  # type: ignore[assignment]
        if not same:
            self.set_count(len(rows))
            self.cursor = cursor
            return
        if moved:
            self.refresh()
            return
        if headed:
            self.refresh(Region(0, 0, self.size.width, 1))
        for index, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before != after:
                self.refresh_row(index)

    @property
    def current_id(self) -> str | None:
        """The id of the item under the cursor."""
        return self._rows[self.cursor].id if 0 <= self.cursor < len(self._rows) else None

    def on_click(self, event: events.Click) -> None:
        """Tick by one click on the sign before an item, wherever the cursor is."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.x < SIGN and (index := self.row_at(offset.y)) is not None:
            if event.chain == 1 and event.button == 1:  # the second of two clicks would take it back
                self.cursor = index
                self.action_choose()
            event.prevent_default()
            event.stop()

    def render_header(self, line: int, width: int) -> Strip:
        head, glyphs = self._heading, self._glyphs
        title, plain = self.style_of("check-list--title"), self.style_of("line-list--header")
        due = f"{head.due}   " if head.due else ""
        right = cell_len(due) + cell_len(head.place) + 2
        count = f"  {head.done} of {head.total}"
        bar = f"  {meter(head.done, head.total, min(10, head.total), glyphs)}" if head.total else ""
        if width < 2 + cell_len(head.name) + len(count) + len(bar) + right + 2:
            bar = ""
        room = width - 2 - len(count) - right - 1
        name = fit(head.name, min(cell_len(head.name), max(8, room)), glyphs)
        gap = max(1, width - 2 - cell_len(name) - len(count) - len(bar) - right)
        late = self.style_of("check-list--head-late") if head.late else plain
        return Strip([
            Segment("  ", plain), Segment(name, title), Segment(count, title), Segment(bar, plain),
            Segment(" " * gap, plain), Segment(due, late), Segment(head.place + "  ", plain + _ON),
        ])  # fmt: skip

    def _columns(self, width: int) -> tuple[int, int, int, int]:
        """Return the cells of name, who, when and markers."""
        name, who, when = self._sizes
        when = when + 2 if when else 0
        marks = 14 if width >= WIDE else 3
        rest = width - 5 - marks - (when + 2 if when else 0) - 2
        name = max(8, min(name, rest))
        who = min(who, rest - name - 2)
        return (name, who, when, marks) if who >= 8 else (max(name, min(self._sizes[0], rest)), 0, when, marks)

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        row, glyphs, base = self._rows[index], self._glyphs, self.style_of(selected=selected)

        def part(name: str):  # type: ignore[no-untyped-def]
            return self.style_of(f"check-list--{name}", selected=selected)

        name, who, when, marks = self._columns(width)
        sign = {"open": glyphs.tick_open, "done": glyphs.tick_done, "na": glyphs.tick_na}[row.state]
        tick = {"open": base, "done": part("met"), "na": part("faint")}[row.state]
        segments = [
            Segment(f"{glyphs.cursor if selected else ' '} ", part("open")),
            Segment(f"{sign} ", tick),
            Segment(fit(row.name, name, glyphs), base if row.state == "open" else part("faint")),
            Segment("  ", base),
        ]
        middle = who + when + (2 if who and when else 0)
        if row.state == "na":
            segments.append(Segment(fit(row.why, middle, glyphs), part("faint")))
        else:
            urgent = {"late": part("missed"), "due": part("due"), "": part("faint")}[row.urgency]
            warns = {"late": glyphs.late, "due": glyphs.due, "": " "}[row.urgency]
            if who:
                segments += [Segment(fit(row.who, who, glyphs), part("faint")), Segment("  " if when else "", base)]
            if when:
                segments.append(Segment(fit(f"{warns} {row.when}" if row.when else "", when, glyphs), urgent))
        segments += [Segment("  " if middle else "", base), Segment(self._marks(row, marks), part("faint"))]
        return Strip(segments)

    def _marks(self, row: CheckRow, cells: int) -> str:
        """Return what is written on the item: words where there is room, else the letters of their keys."""
        if cells > 3:
            return f"{'note' if row.note else '':<6}{'evidence' if row.evidence else '':<8}"
        return f"{'n' if row.note else ' '} {'v' if row.evidence else ' '}"
