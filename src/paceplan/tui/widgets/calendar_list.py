"""A list with a calendar beside its names: what moves and zooms it, its header, and the cell in which a day lies."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.reactive import var
from textual.strip import Strip

from paceplan.tui.bound import bound
from paceplan.tui.glyphs import ASCII, Glyphs, fit
from paceplan.tui.presentation.words import day, weeks_start
from paceplan.tui.widgets.axis import ZOOMS, Axis, Zoom
from paceplan.tui.widgets.gantt_rows import Cells
from paceplan.tui.widgets.line_list import LineList

_NEAR = 100
"""Days by which the calendar reaches out to show a today outside all dates."""
LABEL = (24, 34)
"""Cells of the column of names: at least and at most."""
_KNOWN = 10_000
"""Days whose cells are remembered at most."""
_LAST = dt.date.max.toordinal()


class Styles(dict[str, Style]):
    """The styles of a line by part, worked out when they are first needed."""

    def __init__(self, chart: CalendarList, selected: bool) -> None:
        super().__init__()
        self._chart, self._selected = chart, selected

    def __missing__(self, part: str) -> Style:
        style = self[part] = self._chart.style_of(part, selected=self._selected)
        return style


class CalendarList(LineList):
    """The ground of a chart over a calendar: a subclass says which days it reaches over, and draws the lines."""

    HEADER_LINES = 2
    COMPONENT_CLASSES = {"calendar--years", "calendar--today", "calendar--rule"}
    DEFAULT_CSS = """
    CalendarList {
        & > .calendar--years { background: $panel; color: $foreground; text-style: bold; }
        & > .calendar--today { color: $today; text-style: bold; }
        & > .calendar--rule { color: $rule; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound("calendar.left"), bound("calendar.right")]

    CROSSED: ClassVar[str] = " │"
    """Signs, beside those of a bar, that today's line may cross; a mark on its day stays to be seen."""

    left: var[int] = var(0, init=False)
    """The first cell of the calendar in view."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._today = dt.date.min
        self._axis: Axis | None = None
        self._zoom: Zoom | None = None
        self._label, self._room = LABEL[0], 1
        """Cells of the names, and of the calendar in view."""
        self._cells: dict[int, int] = {}
        """Day -> its cell of the calendar, for those asked for before: the same days come again with every line."""

    # -- for subclasses ---------------------------------------------------------------------------

    def reach(self) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of what is shown; None where nothing has a date."""
        raise NotImplementedError

    def moved(self) -> None:
        """Forget what was drawn: the calendar stands otherwise from now on."""

    def title(self, line: int) -> str:
        """Return what the header says above the names: on its first line today, unless a subclass knows better."""
        return f"   {day(self._today, self._today)} {self._today.year}" if line == 0 else ""

    def middle(self) -> tuple[dt.date, int]:
        """Return the day that stays in view when the zoom changes, and the cell it comes to: what is in the middle."""
        assert self._axis is not None
        today = self._axis.at(self._today) - self.left
        if 0 <= today < self._room:
            return self._today, self._room // 3
        return self._axis.day_at(self.left + self._room // 2), self._room // 2

    def at(self, ordinal: int) -> int:
        """Return the cell in view, or beside it, in which a day lies; the one after the last there is has one too."""
        cell = self._cells.get(ordinal)
        if cell is None:
            assert self._axis is not None
            if len(self._cells) > _KNOWN:
                self._cells.clear()
            beyond = int(ordinal > _LAST)
            cell = self._cells[ordinal] = self._axis.at(dt.date.fromordinal(ordinal - beyond), beyond)
        return cell - self.left

    def draw_rules(self, cells: Cells) -> None:
        """Draw the line at which each year, or in the nearest view each month, begins."""
        assert self._axis is not None
        last = ""
        for x, _, year in self._axis.units(self.left, self._room):
            if year != last and last and self._glyphs is not ASCII:
                cells.put(x - self.left, "│", "calendar--rule")
            last = year

    def draw_today(self, cells: Cells) -> None:
        """Draw today's line wherever nothing but ground, a rule or a bar stands."""
        today, glyphs = self.at(self._today.toordinal()), self._glyphs
        if 0 <= today < self._room and cells.signs[today] in (*self.CROSSED, glyphs.bar_full, glyphs.bar_empty):
            bar = cells.parts[today].endswith("-bar")
            cells.put(today, glyphs.today_line, cells.parts[today] if bar else "calendar--today")

    @property
    def zoom(self) -> Zoom | None:
        """What one step of the calendar is at present; None before there is anything to show."""
        return self._axis.zoom if self._axis else None

    @property
    def axis(self) -> Axis | None:
        """The calendar as it is laid out at present."""
        return self._axis

    # -- what moves it ----------------------------------------------------------------------------

    def action_pan(self, steps: int) -> None:
        """Move the calendar by so many of its weeks, months or quarters."""
        if self._axis:
            self.left += steps * self._axis.cells

    def turn(self, pages: int) -> None:
        """Move the calendar by what is in view, less one step to find one's place by."""
        if self._axis:
            self.action_pan(pages * max(1, self._room // self._axis.cells - 1))

    def can_zoom(self, step: int) -> bool:
        """Tell whether there is a view with more detail (1) or more time (-1)."""
        return self._axis is not None and 0 <= ZOOMS.index(self._axis.zoom) + step < len(ZOOMS)

    def change_zoom(self, step: int) -> None:
        """Show less time in more detail (1), or more time in less (-1), around the same day."""
        if self._axis is None or not self.can_zoom(step):
            return
        middle = self.middle()
        self._zoom = ZOOMS[ZOOMS.index(self._axis.zoom) + step]
        self.lay_axis()
        self.bring(*middle)

    def to_today(self) -> None:
        """Bring today into the first third of the view."""
        self.bring(self._today, self._room // 3)

    def bring(self, when: dt.date, place: int) -> None:
        """Scroll so that a day stands about `place` cells from the left."""
        if self._axis:
            self.left = (self._axis.at(when) - place) // self._axis.cells * self._axis.cells

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

    def _pan_by_wheel(self, event: events.MouseEvent, steps: int, *, sideways: bool = True) -> None:
        if sideways:
            event.stop()
            event.prevent_default()
            self.action_pan(steps)

    # -- where things stand -----------------------------------------------------------------------

    def validate_left(self, left: int) -> int:
        """Keep the calendar in view."""
        return max(0, min(left, self._axis.width - self._room)) if self._axis else 0

    def watch_left(self) -> None:
        """Repaint: every line has moved."""
        self.moved()
        self.refresh()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.lay_axis()

    def watch_show_vertical_scrollbar(self) -> None:
        """Use the room that the scrollbar leaves."""
        self.lay_axis()

    def lay_axis(self, *, to_today: bool = False) -> None:
        """Lay the calendar out anew, over all dates there are, with the same day on the left, and repaint."""
        self.place_axis(to_today=to_today)
        self.refresh()

    def place_axis(self, *, to_today: bool = False) -> bool:
        """Lay the calendar out without a repaint; tell whether anything is in another place on the lines now."""
        before, self._axis = self._axis, None
        old = (before, self.left, self._label, self._room)
        width = self.line_width
        self._label = min(max(LABEL[0], min(LABEL[1], width * 3 // 10)), width * 2 // 3)
        self._room = max(1, width - self._label)
        reach = self.reach()
        if reach is not None and width:
            self._axis = self._axis_over(*reach)
        if self._axis != before:
            self._cells.clear()
        self.moved()
        if self._axis is not None and (before is None or to_today):
            self.to_today()
        elif self._axis is not None and before is not None:
            if before.weekday != self._axis.weekday:
                self.bring(before.day_at(self.left), 0)
            else:
                self.left = self._axis.at(before.day_at(self.left))
        return old != (self._axis, self.left, self._label, self._room)

    def _axis_over(self, start: dt.date, end: dt.date) -> Axis:
        """Return the calendar over these days, and over today where that is near; it all shows unless zoomed."""
        if (start - self._today).days <= _NEAR and (self._today - end).days <= _NEAR:
            start, end = min(start, self._today), max(end, self._today)
        if self._zoom:
            return Axis.over(self._zoom, start, end, self._room, weeks_start())
        axes = [Axis.over(zoom, start, end, self._room, weeks_start()) for zoom in ZOOMS]
        return next((axis for axis in reversed(axes) if axis.width <= self._room), axes[0])

    # -- how it looks -----------------------------------------------------------------------------

    def render_header(self, line: int, width: int) -> Strip:
        """Draw the years (or months) above the quarters, months or weeks, with today's mark."""
        part = "calendar--years" if line == 0 else "line-list--header"
        if self._axis is None:
            return Strip.blank(width, self.style_of(part))
        cells = Cells.blank(self._room)
        if line == 0:
            self._write_years(cells)
        else:
            for x, name, _ in self._axis.units(self.left, self._room):
                if 0 <= x - self.left <= self._room - len(name):
                    cells.put(x - self.left, name, "")
            cells.put(self._axis.at(self._today) - self.left, self._glyphs.today, "calendar--today")
        ground = self.style_of(part)
        today = ground + Style.from_color(self.style_of("calendar--today").color)
        label = Segment(fit(self.title(line), self._label, self._glyphs), ground)
        return Strip([label, *cells.segments({"": ground, "calendar--today": today})])

    def _write_years(self, cells: Cells) -> None:
        """Write each year where it starts; the one that started left of the view stays at the edge."""
        assert self._axis is not None
        places: dict[str, list[int]] = {}
        for x, _, name in self._axis.units(self.left, self._room):
            places.setdefault(name, [max(0, x - self.left), 0])[1] = x - self.left + self._axis.cells
        for name, (start, end) in places.items():
            if end - start > len(name):
                cells.put(start, name, "")
