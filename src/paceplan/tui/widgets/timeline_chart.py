"""Every project as a bar over one calendar, in groups: ten thousand lines cost no more than those in view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.reactive import var
from textual.strip import Strip

from paceplan.core.portfolio import health
from paceplan.core.spans import Span, spans
from paceplan.core.timeline import Group, Line, extent
from paceplan.tui.glyphs import ASCII, Glyphs, badge, fit
from paceplan.tui.presentation.words import day
from paceplan.tui.widgets.axis import ZOOMS, Axis, Zoom
from paceplan.tui.widgets.gantt_rows import Cells
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import gaps

_NEAR = 100
"""Days by which the calendar reaches out to show a today outside all projects."""
LABEL = (22, 34)
"""Cells of the column of names: at least and at most."""
_CACHED = 1_000
"""Drawn lines kept at most; a scroll then draws only those that come into view."""
UNDATED = "no date yet"
ON = " on "
"""Between a part and the bar on whose ground it stands."""


class _Styles(dict[str, Style]):
    """The styles of a line by part, worked out when they are first needed; a bar keeps its ground under the cursor."""

    def __init__(self, chart: TimelineChart, selected: bool) -> None:
        super().__init__()
        self._chart, self._selected = chart, selected

    def __missing__(self, part: str) -> Style:
        over, _, bar = part.rpartition(ON)
        style = self._chart.style_of(bar, selected=self._selected and not bar.endswith("-bar"))
        if over:
            style = self._chart.style_of(over) + Style(bgcolor=style.bgcolor)
        self[part] = style
        return style


def cells_part(cells: Cells, x: int) -> str:
    """Return the part that styles a cell; none outside."""
    return cells.parts[x] if 0 <= x < len(cells.parts) else ""


class TimelineChart(LineList):
    """A line a project, under the headings of their paces; names fixed on the left, the calendar on top."""

    HEADER_LINES = 2
    ANNOUNCES = False
    COMPONENT_CLASSES = {
        "timeline--years", "timeline--sprint", "timeline--hybrid", "timeline--marathon", "timeline--open",
        "timeline--sprint-bar", "timeline--hybrid-bar", "timeline--marathon-bar", "timeline--open-bar",
        "timeline--link", "timeline--milestone", "timeline--done", "timeline--late", "timeline--due", "timeline--today",
        "timeline--muted", "timeline--rule", "timeline--mark",
    }  # fmt: skip
    DEFAULT_CSS = """
    TimelineChart {
        background: $background;
        & > .timeline--years { background: $panel; color: $foreground; text-style: bold; }
        & > .timeline--sprint { color: $pace-sprint; text-style: bold; }
        & > .timeline--hybrid { color: $pace-hybrid; text-style: bold; }
        & > .timeline--marathon { color: $pace-marathon; text-style: bold; }
        & > .timeline--open { color: $faint; text-style: bold; }
        & > .timeline--sprint-bar { color: $pace-sprint; background: $pace-sprint-bg; }
        & > .timeline--hybrid-bar { color: $pace-hybrid; background: $pace-hybrid-bg; }
        & > .timeline--marathon-bar { color: $pace-marathon; background: $pace-marathon-bg; }
        & > .timeline--open-bar { color: $faint; background: $panel; }
        & > .timeline--link { color: $pace-sprint; text-style: bold; }
        & > .timeline--milestone { color: $primary; text-style: bold; }
        & > .timeline--done { color: $met; text-style: bold; }
        & > .timeline--late { color: $missed; text-style: bold; }
        & > .timeline--due { color: $today; }
        & > .timeline--today { color: $today; text-style: bold; }
        & > .timeline--muted { color: $faint; }
        & > .timeline--rule { color: $rule; }
        & > .timeline--mark { color: $key; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "pan(-1)", "Earlier in view", show=False, id="timeline.left"),
        Binding("right,l", "pan(1)", "Later in view", show=False, id="timeline.right"),
    ]

    left: var[int] = var(0, init=False)
    """The first cell of the calendar in view."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._groups: Sequence[Group] = ()
        self._places: list[Line | Group] = []
        self._today = dt.date.min
        self._axis: Axis | None = None
        self._zoom: Zoom | None = None
        self._empty: tuple[str, ...] = ()
        self._drawn: dict[tuple[int, bool, bool, int], Strip] = {}
        self._label, self._room = LABEL[0], 1
        """Cells of the names, and of the calendar in view."""
        self._cells: dict[int, int] = {}
        """Day -> its cell of the calendar, for those asked for before: the same days come again with every line."""

    # -- what is in it ----------------------------------------------------------------------------

    def show(self, groups: Sequence[Group], today: dt.date, *, empty: tuple[str, ...] = ()) -> None:
        """Replace the lines; the cursor stays on the same project, the view on the same days."""
        before, first = self.current_id, not self._places
        self._groups, self._today, self._empty = groups, today, empty
        self._places = []
        for group in groups:
            self._places += [group, *group.lines]
        self._drawn.clear()
        self.set_count(len(self._places))
        if before is not None:
            self.go_to(before)
        self._lay_axis(to_today=first)

    @property
    def current(self) -> Line | None:
        """The project under the cursor."""
        place = self._places[self.cursor] if 0 <= self.cursor < len(self._places) else None
        return place if isinstance(place, Line) else None

    @property
    def current_id(self) -> str | None:
        """The id of the project under the cursor."""
        return str(self.current.row["id"]) if self.current else None

    def go_to(self, project_id: str) -> None:
        """Put the cursor on a project, where it shows."""
        place = next((n for n, p in enumerate(self._places) if isinstance(p, Line) and p.row["id"] == project_id), None)
        if place is not None:
            self.cursor = place

    def selectable(self, index: int) -> bool:
        return isinstance(self._places[index], Line)

    @property
    def zoom(self) -> Zoom | None:
        """What one step of the calendar is at present; None before there is anything to show."""
        return self._axis.zoom if self._axis else None

    # -- what the keys do -------------------------------------------------------------------------

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
        """Show less time in more detail (1), or more time in less (-1), around the day in the middle of the view."""
        if self._axis is None or not self.can_zoom(step):
            return
        today = self._axis.at(self._today) - self.left
        middle = self._today if 0 <= today < self._room else self._axis.day_at(self.left + self._room // 2)
        self._zoom = ZOOMS[ZOOMS.index(self._axis.zoom) + step]
        self._lay_axis()
        self.bring(middle, self._room // 3 if middle == self._today else self._room // 2)

    def to_today(self) -> None:
        """Bring today into the first third of the view."""
        self.bring(self._today, self._room // 3)

    def to_line(self) -> None:
        """Bring the start of the project under the cursor into view."""
        if (line := self.current) and line.start:
            self.bring(dt.date.fromordinal(line.start), self._axis.cells if self._axis else 0)

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
        self._drawn.clear()
        self.refresh()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._lay_axis()

    def _lay_axis(self, *, to_today: bool = False) -> None:
        """Lay the calendar out anew, over all dates there are, with the same day on the left."""
        before, self._axis = self._axis, None
        self._drawn.clear()
        self._cells.clear()
        width = self.line_width
        self._label = min(max(LABEL[0], min(LABEL[1], width * 3 // 10)), width * 2 // 3)
        self._room = max(1, width - self._label)
        reach = extent(self._groups)
        if reach is None or not width:
            self.refresh()
            return
        start, end = reach
        if (start - self._today).days <= _NEAR and (self._today - end).days <= _NEAR:
            start, end = min(start, self._today), max(end, self._today)
        fitting = [z for z in reversed(ZOOMS) if Axis.over(z, start, end, self._room).width <= self._room]
        self._axis = Axis.over(self._zoom or (fitting[0] if fitting else ZOOMS[0]), start, end, self._room)
        if before is None or to_today:
            self.to_today()
        else:
            self.left = self._axis.at(before.day_at(self.left))
        self.refresh()

    # -- how it looks -----------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget what was drawn in the old theme."""
        self._drawn.clear()
        super().notify_style_update()

    def empty_lines(self) -> list[Strip]:
        """Say what belongs here."""
        return [Strip([Segment(line, self.style_of("timeline--muted"))]) for line in self._empty]

    def render_header(self, line: int, width: int) -> Strip:
        """Draw the years (or months) above the quarters, months or weeks, with today's mark."""
        part = "timeline--years" if line == 0 else "line-list--header"
        if self._axis is None:
            return Strip.blank(width, self.style_of(part))
        cells = Cells.blank(self._room)
        if line == 0:
            self._write_years(cells)
        else:
            for x, name, _ in self._axis.units(self.left, self._room):
                if 0 <= x - self.left <= self._room - len(name):
                    cells.put(x - self.left, name, "")
            cells.put(self._axis.at(self._today) - self.left, self._glyphs.today, "timeline--today")
        ground = self.style_of(part)
        today = ground + Style.from_color(self.style_of("timeline--today").color)
        title = f"   {day(self._today, self._today)} {self._today.year}" if line == 0 else ""
        label = Segment(fit(title, self._label, self._glyphs), ground)
        return Strip([label, *cells.segments({"": ground, "timeline--today": today})])

    def _write_years(self, cells: Cells) -> None:
        """Write each year where it starts; the one that started left of the view stays at the edge."""
        assert self._axis is not None
        places: dict[str, list[int]] = {}
        for x, _, name in self._axis.units(self.left, self._room):
            places.setdefault(name, [max(0, x - self.left), 0])[1] = x - self.left + self._axis.cells
        for name, (start, end) in places.items():
            if end - start > len(name):
                cells.put(start, name, "")

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Draw the heading of a group, or a project's name and bar."""
        place = self._places[index]
        return self._heading(place, width) if isinstance(place, Group) else self._row(place, selected)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines as they are to stand on the screen, those drawn before as they were: a scroll draws one anew."""
        if crop.x or crop.width < self.line_width or self.styles.gutter.totals != (0, 0):
            return super().render_lines(crop)
        keys = [(*self._key(y), crop.width) for y in crop.line_range]
        found = [self._drawn.get(key) for key in keys]
        if len(self._drawn) > _CACHED:
            self._drawn.clear()
        for first, last in gaps(found):
            drawn = super().render_lines(Region(crop.x, crop.y + first, crop.width, last - first))
            for n, strip in enumerate(drawn, first):
                found[n] = self._drawn[keys[n]] = strip
        return [strip for strip in found if strip is not None]

    def _key(self, y: int) -> tuple[int, bool, bool]:
        """Return what tells apart what may stand on line `y`: the header, a row in its state, or nothing."""
        index = self.row_at(y)
        if index is None:
            return (-1 - y, False, False)
        return (index, index == self.cursor, self.has_focus)

    def _heading(self, group: Group, width: int) -> Strip:
        ground = self.style_of("line-list--header")
        name = badge(group.pace, self._glyphs) if group.dated else UNDATED.upper()
        tone = self.style_of(f"timeline--{group.pace or 'open'}")
        strong = Style(color=tone.color, bold=True, bgcolor=ground.bgcolor)
        count = f"{len(group.lines)}  "
        rest = max(0, width - 3 - cell_len(name) - len(count))
        return Strip([Segment("   ", ground), Segment(name, strong), Segment(" " * rest + count, ground)])

    def _row(self, line: Line, selected: bool) -> Strip:
        glyphs = self._glyphs
        styles = _Styles(self, selected)
        how = health(line.row, self._today)
        signs = {
            "late": (glyphs.late, "timeline--late"), "blocked": (glyphs.blocked, "timeline--late"),
            "done": (glyphs.done, "timeline--done"), "due": (glyphs.due, "timeline--due"),
        }  # fmt: skip
        sign, tone = signs.get(how, (" ", ""))
        cells = Cells.blank(self._room)
        if self._axis:
            self._rules(cells)
            if line.start:
                self._draw(cells, line, selected)
            self._draw_today(cells)
        if not line.start:
            cells.write(0, UNDATED, "timeline--muted", glyphs)
        return Strip([
            Segment(glyphs.cursor if selected else " ", styles["timeline--mark"]),
            Segment(sign, styles[tone]),
            Segment(" ", styles[""]),
            Segment(fit(line.row["name"], self._label - 4, glyphs), styles[""]),
            Segment(" ", styles[""]),
            *cells.segments(styles),
        ])  # fmt: skip

    def _rules(self, cells: Cells) -> None:
        assert self._axis is not None
        last = ""
        for x, _, year in self._axis.units(self.left, self._room):
            if year != last and last and self._glyphs is not ASCII:
                cells.put(x - self.left, "│", "timeline--rule")
            last = year

    def _draw_today(self, cells: Cells) -> None:
        """Draw today's line wherever nothing but ground, a rule or a bar stands."""
        today, glyphs = self._at(self._today.toordinal()), self._glyphs
        if 0 <= today < self._room and cells.signs[today] in (" ", "│", glyphs.bar_full, glyphs.bar_empty):
            bar = cells.parts[today].endswith("-bar")
            cells.put(today, glyphs.today_line, cells.parts[today] if bar else "timeline--today")

    def _draw(self, cells: Cells, line: Line, selected: bool) -> None:
        """Draw the bars of phases and pilots, over them the sprints and milestones, and names where there is room."""
        found = spans(line.row["spans"])
        start = self._at(line.start)
        end = max(start + 1, self._at(line.end))
        if end <= 0:
            cells.put(0, self._glyphs.left, "timeline--muted")
            return
        if start >= self._room:
            cells.put(self._room - 1, self._glyphs.right, "timeline--muted")
            return
        bars = [span for span in found if span.kind in ("phase", "pilot")]
        edge = -1
        for span in bars:
            self._bar(cells, span, f"timeline--{line.row['pace'] or 'open'}-bar")
            if span.start == edge:
                cells.put(self._at(edge), "|" if self._glyphs is ASCII else "▏", cells_part(cells, self._at(edge)))
            edge = span.end
        for span in found:
            if span.kind == "sprint":
                self._sprint(cells, span)
        for span in found:
            if span.kind == "milestone":
                self._over(cells, self._at(span.start), *self._sign(span))
        for span in bars:
            self._write_name(cells, span)
        if selected:
            self._dates(cells, line, start, end)

    def _at(self, ordinal: int) -> int:
        """Return the cell in view, or beside it, in which a day lies."""
        cell = self._cells.get(ordinal)
        if cell is None:
            assert self._axis is not None
            if len(self._cells) > _CACHED * 10:
                self._cells.clear()
            cell = self._cells[ordinal] = self._axis.at(dt.date.fromordinal(ordinal))
        return cell - self.left

    def _bar(self, cells: Cells, span: Span, part: str) -> None:
        """Draw a phase with its part done, or a pilot up to today; what is late ends with its sign."""
        glyphs = self._glyphs
        start = self._at(span.start)
        end = max(start + 1, self._at(span.end))
        width, today = end - start, self._today.toordinal()
        if span.complete:
            filled = width
        elif span.kind == "pilot":
            filled = max(0, min(width - 1, self._at(today) - start)) if span.state == "running" else 0
        else:
            filled = min(width - 1, max(1, width * span.done // span.total)) if span.done else 0
        cells.fill(start, start + filled, glyphs.bar_full, part)
        cells.fill(start + filled, end, glyphs.bar_empty, part)
        if span.late(self._today):
            self._over(cells, end - 1, glyphs.late, "timeline--late")

    def _over(self, cells: Cells, x: int, text: str, part: str) -> None:
        """Write signs over what stands there, on the ground of the bar that it may be."""
        for n, sign in enumerate(text):
            below = cells_part(cells, x + n).rpartition(ON)[2]
            cells.put(x + n, sign, f"{part}{ON}{below}" if below.endswith("-bar") else part)

    def _sprint(self, cells: Cells, span: Span) -> None:
        start = self._at(span.start)
        end = max(start + 1, self._at(span.end))
        first, last = max(start, -1), min(end, self._room + 1)  # no more than shows: a sprint may take ten years
        self._over(cells, first, self._glyphs.axis_heavy * (last - first), "timeline--link")
        self._over(cells, start, self._glyphs.sprint, "timeline--link")
        if end - start > 1 and (span.complete or span.late(self._today)):
            self._over(cells, end - 1, *self._sign(span))

    def _sign(self, span: Span) -> tuple[str, str]:
        if span.complete:
            return self._glyphs.tick_done, "timeline--done"
        late = span.late(self._today)
        return (self._glyphs.late, "timeline--late") if late else (self._glyphs.hybrid, "timeline--milestone")

    def _write_name(self, cells: Cells, span: Span) -> None:
        """Write a phase's name into its bar where nothing else stands there and today's line does not either."""
        glyphs = self._glyphs
        left, right = max(0, self._at(span.start)), min(self._room, self._at(span.end))
        size = cell_len(span.name)
        at, today = left + 1, self._at(self._today.toordinal())
        if span.kind != "phase" or at + size + 2 > right or not span.name.isprintable():
            return
        signs = cells.signs[at - 1 : at + size + 1]
        if set(signs) <= {glyphs.bar_full, glyphs.bar_empty} and not at - 1 <= today <= at + size:
            cells.write(at, f" {span.name} "[: size + 2], cells.parts[at], glyphs)

    def _dates(self, cells: Cells, line: Line, start: int, end: int) -> None:
        """Write the first and the last day of the line under the cursor beside its bar, where there is room."""
        first, last = dt.date.fromordinal(line.start), dt.date.fromordinal(max(line.start, line.end - 1))
        dash = "-" if self._glyphs is ASCII else "–"
        text = f"{day(first, self._today)} {dash} {day(last, self._today)}"
        for at in (max(0, end) + 2, start - 2 - len(text)):
            if at >= 0 and at + len(text) <= self._room:
                today = self._at(self._today.toordinal())
                if not at <= today < at + len(text):
                    cells.write(at, text, "timeline--muted", self._glyphs)
                    return
