"""A roadmap as bars over a calendar: names fixed on the left, the calendar on top, today through every row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from paceplan.tui.glyphs import ASCII, UNICODE, Glyphs, fit
from paceplan.tui.presentation.words import MONTHS
from paceplan.tui.widgets.axis import ZOOMS, Axis, Zoom
from paceplan.tui.widgets.gantt_line import LineDrawing, sign_of
from paceplan.tui.widgets.gantt_rows import Cells, Kind, Row, rows_of
from paceplan.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from paceplan.core.roadmap import Plan
    from paceplan.core.roadmap_block import Overview

_NEAR = 100
"""Days by which the calendar reaches out to show a today outside the plan."""

LABEL = (24, 34)
"""Cells of the column of names: at least and at most."""


class Gantt(LineList):
    """The drawing of one plan; it asks for changes by its messages and shows what it is given next."""

    HEADER_LINES = 2
    COMPONENT_CLASSES = {
        "gantt--years", "gantt--phase", "gantt--marathon", "gantt--sprint", "gantt--milestone",
        "gantt--done", "gantt--late", "gantt--today", "gantt--muted", "gantt--rule", "gantt--mark", "gantt--ghost",
    }  # fmt: skip
    DEFAULT_CSS = """
    Gantt {
        & > .gantt--years { background: $panel; color: $foreground; text-style: bold; }
        & > .gantt--phase { color: $foreground; text-style: bold; }
        & > .gantt--marathon { color: $pace-marathon; }
        & > .gantt--sprint { color: $pace-sprint; }
        & > .gantt--milestone { color: $primary; }
        & > .gantt--done { color: $success; }
        & > .gantt--late { color: $error; text-style: bold; }
        & > .gantt--today { color: $warning; }
        & > .gantt--muted { color: $text-muted; }
        & > .gantt--rule { color: $rule; }
        & > .gantt--mark { color: $primary; text-style: bold; }
        & > .gantt--ghost { color: $text-muted; }
    }
    """
    # What a user does to the plan is bound by the screen; these only move the view.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "pan(-1)", "Earlier in view", show=False, id="gantt.left"),
        Binding("right,l", "pan(1)", "Later in view", show=False, id="gantt.right"),
    ]

    ascii: var[bool] = var(False, init=False)
    left: var[int] = var(0, init=False)
    """The first cell of the calendar in view."""

    class _Request(Message):
        """A change that the plan is asked for."""

        def __init__(self, gantt: Gantt) -> None:
            super().__init__()
            self.gantt = gantt

        @property
        def control(self) -> Gantt:
            """The widget, so that `@on` can pick one by its selector."""
            return self.gantt

    class Shift(_Request):
        """A line is to move by so many days: a phase with what comes after it, anything else alone."""

        def __init__(self, gantt: Gantt, row: Row, days: int) -> None:
            super().__init__(gantt)
            self.row, self.days = row, days

        @property
        def item(self) -> str:
            """The collection and the id, as `core.planning.move` takes it."""
            return self.row.item

    class Finish(_Request):
        """A deliverable, sprint or milestone is to be done, or open again where it is done now."""

        def __init__(self, gantt: Gantt, row: Row) -> None:
            super().__init__(gantt)
            self.row = row

        @property
        def item(self) -> str:
            """The collection and the id, as `core.roadmap.finish` takes it where an id alone could mean two things."""
            return self.row.item

    def __init__(
        self, *, ascii: bool = False, empty: tuple[str, ...] = ("Nothing planned yet",), id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._rows: list[Row] = []
        self._plan: Plan | None = None
        self._end_drift = 0
        self._dragged: tuple[Row, int] | None = None
        self._was_dragged = False
        self._today = dt.date.min
        self._axis: Axis | None = None
        self._zoom: Zoom | None = None
        self._empty = empty
        self.set_reactive(Gantt.ascii, ascii)

    # -- what is in it ----------------------------------------------------------------------------

    def show(
        self, plan: Plan | None, today: dt.date, seen: Overview | None = None, empty: tuple[str, ...] = ()
    ) -> None:
        """Replace the values; the cursor stays on the same entry, the view on the same days.

        `seen` adds what departs from the agreed plan, and what comes round by itself.
        """
        before, first = self.selected, self._plan is None
        old, head = self._rows, [self._title(line) for line in (0, 1)] if self._plan else []
        ghosts = (self._today, self._empty)
        self._plan, self._today, self._empty = plan, today, empty or self._empty
        self._end_drift = (seen.end_drift or 0) if seen else 0
        self._rows = rows_of(plan, seen) if plan else []
        axis, left = self._axis, self.left
        if len(old) != len(self._rows) or ghosts != (self._today, self._empty):
            self.set_count(len(self._rows))
        if before is not None:
            same = (n for n, row in enumerate(self._rows) if (row.kind, row.id) == (before.kind, before.id))
            self.cursor = next(same, self.cursor)
        self._lay_axis(to_today=first)
        self._repaint(old, head, axis, left)

    def _repaint(self, old: list[Row], head: list[str], axis: Axis | None, left: int) -> None:
        """Repaint what changed: the lines that say something else, or all of it on another calendar."""
        if axis is None or axis != self._axis or left != self.left or len(old) != len(self._rows):
            self.refresh()
            return
        for line, title in enumerate(head):
            if title != self._title(line):
                self.refresh(Region(0, line, self.size.width, 1))
        for n, (was, now) in enumerate(zip(old, self._rows, strict=True)):
            if was != now:
                self.refresh_row(n)

    def go_to(self, kind: Kind, key: str) -> None:
        """Put the cursor on an entry, if it is there."""
        self.cursor = next((n for n, row in enumerate(self._rows) if (row.kind, row.id) == (kind, key)), self.cursor)

    @property
    def selected(self) -> Row | None:
        """The line under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    @property
    def zoom(self) -> Zoom | None:
        """What one step of the calendar is at present; None before there is anything to show."""
        return self._axis.zoom if self._axis else None

    @property
    def axis(self) -> Axis | None:
        """The calendar as it is laid out at present."""
        return self._axis

    # -- what the keys do -------------------------------------------------------------------------

    def action_pan(self, steps: int) -> None:
        """Move the calendar by so many of its weeks, months or quarters."""
        if self._axis:
            self.left += steps * self._axis.cells

    def action_zoom(self, step: int) -> None:
        """Show less time in more detail (1), or more time in less (-1), around the line under the cursor."""
        if self._axis is None:
            return
        place = ZOOMS.index(self._axis.zoom) + step
        if 0 <= place < len(ZOOMS):
            self._zoom = ZOOMS[place]
            self._lay_axis()
            self._bring(self._centre())
            self.refresh()

    def action_to_today(self) -> None:
        """Bring today into the first third of the view."""
        self._bring(self._today)

    def action_shift(self, days: int) -> None:
        """Ask for the line under the cursor to move by `days`."""
        if (row := self.selected) and row.movable:
            self.post_message(self.Shift(self, row, days))

    def action_finish(self) -> None:
        """Ask for what is under the cursor to be done, or open again; a phase is done by its deliverables."""
        if (row := self.selected) and row.kind not in ("phase", "round"):
            self.post_message(self.Finish(self, row))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the bar or mark under the pointer, to be let go on another day."""
        self._was_dragged = False
        offset = event.get_content_offset(self)
        index = None if offset is None or event.button != 1 else self.row_at(offset.y)
        row = self._rows[index] if index is not None else None
        if row and row.movable and offset and offset.x >= self._label and self._axis and row.start and row.end:
            x = offset.x - self._label + self.left
            if self._axis.at(row.start) <= x <= max(self._axis.at(row.start), self._axis.at(row.end)):
                self._dragged = (row, x)
                self.capture_mouse()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Ask for what was taken hold of to move by the days between there and here."""
        held, self._dragged = self._dragged, None
        if held is None or self._axis is None:
            return
        self.release_mouse()
        row, x = held
        to = event.x - self.gutter.left - self._label + self.left
        days = (self._axis.day_at(to) - self._axis.day_at(x)).days
        self._was_dragged = days != 0
        if days:
            self.go_to(row.kind, row.id)
            self.post_message(self.Shift(self, row, days))

    def on_click(self, event: events.Click) -> None:
        """Leave the click that ends a drag without a meaning of its own."""
        if self._was_dragged:
            self._was_dragged = False
            event.prevent_default()
            event.stop()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """With Shift or Ctrl the wheel moves the calendar."""
        self._pan_by_wheel(event, 1, sideways=event.shift or event.ctrl)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """With Shift or Ctrl the wheel moves the calendar."""
        self._pan_by_wheel(event, -1, sideways=event.shift or event.ctrl)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Move the calendar."""
        self._pan_by_wheel(event, 1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Move the calendar."""
        self._pan_by_wheel(event, -1)

    def _bring(self, when: dt.date) -> None:
        if self._axis and 0 <= (x := self._axis.at(when)) < self._axis.width:
            self.left = (x - self._room // 3) // self._axis.cells * self._axis.cells

    def _centre(self) -> dt.date:
        """Return the day to look at: today, or the day nearest to it of what is under the cursor."""
        row = self.selected
        if row and not row.start:
            row = next((other for other in self._rows if other.id == other.phase == row.phase), row)
        return max(row.start, min(self._today, row.end)) if row and row.start and row.end else self._today

    def _pan_by_wheel(self, event: events.MouseEvent, steps: int, *, sideways: bool = True) -> None:
        if sideways:
            event.stop()
            event.prevent_default()
            self.action_pan(steps)

    # -- where things stand -----------------------------------------------------------------------

    @property
    def _label(self) -> int:
        """Cells of the names."""
        return self._labels_in(self.line_width)

    def _labels_in(self, width: int) -> int:
        return min(max(LABEL[0], min(LABEL[1], width * 3 // 10)), width * 2 // 3)

    @property
    def _room(self) -> int:
        """Cells of the calendar in view."""
        return max(1, self.line_width - self._label)

    def validate_left(self, left: int) -> int:
        """Keep the calendar in view."""
        return max(0, min(left, self._axis.width - self._room)) if self._axis else 0

    def watch_left(self) -> None:
        """Repaint: every line has moved."""
        self.refresh()

    def watch_ascii(self) -> None:
        """Repaint with the other signs."""
        self.refresh()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._lay_axis()
        self.refresh()

    def _lay_axis(self, *, to_today: bool = False) -> None:
        """Lay the calendar out anew, over all dates there are, with the same day on the left."""
        before, self._axis = self._axis, None
        if self._plan is None or not self._rows or not self.size.width:
            return
        dates = [d for row in self._rows for d in (row.start, row.end, *(row.ghost or ())) if d]
        dates += [self._plan.start, self._plan.end]
        start, end = min(dates), max(dates)
        if (start - self._today).days <= _NEAR and (self._today - end).days <= _NEAR:
            start, end = min(start, self._today), max(end, self._today)
        fitting = [z for z in reversed(ZOOMS) if Axis.over(z, start, end, self._room).width <= self._room]
        zoom = self._zoom or (fitting[0] if fitting else ZOOMS[0])
        self._axis = Axis.over(zoom, start, end, self._room)
        if before is None or to_today:
            self.action_to_today()
        else:
            self.left = self._axis.at(before.day_at(self.left))

    # -- how it looks -----------------------------------------------------------------------------

    @property
    def _glyphs(self) -> Glyphs:
        return ASCII if self.ascii else UNICODE

    def empty_lines(self) -> list[Strip]:
        """Say what belongs here."""
        return [Strip([Segment(line, self.style_of("gantt--muted"))]) for line in self._empty]

    def render_header(self, line: int, width: int) -> Strip:
        """Draw the years (or months) above the quarters, months or weeks, with today's mark."""
        part = "gantt--years" if line == 0 else "line-list--header"
        if self._axis is None or self._plan is None:
            return Strip.blank(width, self.style_of(part))
        names = self._labels_in(width)
        room = max(1, width - names)
        cells = Cells.blank(room)
        if line == 0:
            self._write_years(cells)
        else:
            for x, name, _ in self._axis.units(self.left, room):
                if 0 <= x - self.left <= room - len(name):
                    cells.put(x - self.left, name, "")
            cells.put(self._axis.at(self._today) - self.left, self._glyphs.today, "gantt--today")
        ground = self.style_of(part)
        today = ground + Style.from_color(self.style_of("gantt--today").color)
        label = Segment(fit(f" {self._title(line)}", names, self._glyphs), ground)
        return Strip([label, *cells.segments({"": ground, "gantt--today": today})])

    def _title(self, line: int) -> str:
        assert self._plan is not None
        if line == 0:
            first, last = (f"{MONTHS[d.month - 1]} {d.year}" for d in (self._plan.start, self._plan.end))
            return first if first == last else f"{first} {'-' if self.ascii else '–'} {last}"
        done, total = self._plan.progress
        drift = f"{self._end_drift:+d}d" if self._end_drift else ""
        return "   ".join(filter(None, (f"{done} of {total} done" if total else "", drift)))

    def _write_years(self, cells: Cells) -> None:
        """Write each year where it starts; the one that started left of the view stays at the edge."""
        assert self._axis is not None
        places: dict[str, list[int]] = {}
        for x, _, name in self._axis.units(self.left, len(cells.signs)):
            places.setdefault(name, [max(0, x - self.left), 0])[1] = x - self.left + self._axis.cells
        for name, (start, end) in places.items():
            if end - start > len(name):
                cells.put(start, name, "")

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Draw the name and the bar or mark of one line."""
        row = self._rows[index]
        styles = {part: self.style_of(part, selected=selected) for part in ("", *self.COMPONENT_CLASSES)}
        names = self._labels_in(width)
        room = max(1, width - names)
        cells = Cells.blank(room)
        if self._axis:
            drawing = LineDrawing(self._axis, self.left, room, self._today, self._glyphs, self.ascii)
            drawing.draw(cells, row, selected)
        return Strip([*self._titled(row, names, selected, styles), *cells.segments(styles)])

    def _titled(self, row: Row, width: int, selected: bool, styles: dict[str, Style]) -> Iterator[Segment]:
        glyphs = self._glyphs
        yield Segment(glyphs.cursor if selected else " ", styles["gantt--mark"])
        sign, part = sign_of(row, self._today, glyphs)
        indent = 1 if row.phase and row.kind != "phase" else 0
        if row.kind != "phase":
            yield Segment(" " * indent + sign + " ", styles[part])
        done, total = row.share
        count = f" {done}/{total} " if row.kind == "phase" and total else " "
        moved = f" {row.delta:+d}d" if row.delta else ""
        room = width - 1 - len(count) - len(moved) - (indent + 2 if row.kind != "phase" else 0)
        text = "gantt--phase" if row.kind == "phase" else "gantt--muted" if row.done else ""
        yield Segment(fit(row.name, room, glyphs), styles[text])
        if moved:
            yield Segment(moved, styles["gantt--late" if row.delta > 0 else "gantt--done"])
        yield Segment(count, styles["gantt--muted"])
