"""Every project as a bar over one calendar, in groups: ten thousand lines cost no more than those in view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from paceplan.core.portfolio import health
from paceplan.core.spans import Span, spans
from paceplan.core.timeline import Group, Line, extent
from paceplan.tui.glyphs import ASCII, Glyphs, badge, fit
from paceplan.tui.presentation.words import day
from paceplan.tui.widgets.calendar_list import CalendarList, Styles
from paceplan.tui.widgets.gantt_rows import Cells
from paceplan.tui.widgets.panel import gaps

_CACHED = 1_000
"""Drawn lines kept at most; a scroll then draws only those that come into view."""
UNDATED = "no date yet"
ON = " on "
"""Between a part and the bar on whose ground it stands."""


class _Styles(Styles):
    """The styles of a line by part; a bar keeps its ground under the cursor."""

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


class TimelineChart(CalendarList):
    """A line a project, under the headings of their paces; names fixed on the left, the calendar on top."""

    ANNOUNCES = False
    COMPONENT_CLASSES = {
        "timeline--sprint", "timeline--hybrid", "timeline--marathon", "timeline--open",
        "timeline--sprint-bar", "timeline--hybrid-bar", "timeline--marathon-bar", "timeline--open-bar",
        "timeline--link", "timeline--milestone", "timeline--done", "timeline--late", "timeline--due",
        "timeline--muted", "timeline--mark",
    }  # fmt: skip
    DEFAULT_CSS = """
    TimelineChart {
        background: $background;
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
        & > .timeline--muted { color: $faint; }
        & > .timeline--mark { color: $key; text-style: bold; }
    }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(glyphs, id=id)
        self._groups: Sequence[Group] = ()
        self._places: list[Line | Group] = []
        self._empty: tuple[str, ...] = ()
        self._drawn: dict[tuple[int, bool, bool, int], Strip] = {}

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
        self.lay_axis(to_today=first)

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

    def reach(self) -> tuple[dt.date, dt.date] | None:
        return extent(self._groups)

    def moved(self) -> None:
        self._drawn.clear()

    def selectable(self, index: int) -> bool:
        return isinstance(self._places[index], Line)

    # -- what the keys do -------------------------------------------------------------------------

    def to_line(self) -> None:
        """Bring the start of the project under the cursor into view."""
        if (line := self.current) and line.start:
            self.bring(dt.date.fromordinal(line.start), self._axis.cells if self._axis else 0)

    # -- how it looks -----------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget what was drawn in the old theme."""
        self._drawn.clear()
        super().notify_style_update()

    def empty_lines(self) -> list[Strip]:
        """Say what belongs here."""
        return [Strip([Segment(line, self.style_of("timeline--muted"))]) for line in self._empty]

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
            self.draw_rules(cells)
            if line.start:
                self._draw(cells, line, selected)
            self.draw_today(cells)
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

    def _draw(self, cells: Cells, line: Line, selected: bool) -> None:
        """Draw the bars of phases and pilots, over them the sprints and milestones, and names where there is room."""
        found = spans(line.row["spans"])
        start = self.at(line.start)
        end = max(start + 1, self.at(line.end))
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
                cells.put(self.at(edge), "|" if self._glyphs is ASCII else "▏", cells_part(cells, self.at(edge)))
            edge = span.end
        for span in found:
            if span.kind == "sprint":
                self._sprint(cells, span)
        for span in found:
            if span.kind == "milestone":
                self._over(cells, self.at(span.start), *self._sign(span))
        for span in bars:
            self._write_name(cells, span)
        if selected:
            self._dates(cells, line, start, end)

    def _bar(self, cells: Cells, span: Span, part: str) -> None:
        """Draw a phase with its part done, or a pilot up to today; what is late ends with its sign."""
        glyphs = self._glyphs
        start = self.at(span.start)
        end = max(start + 1, self.at(span.end))
        width, today = end - start, self._today.toordinal()
        if span.complete:
            filled = width
        elif span.kind == "pilot":
            filled = max(0, min(width - 1, self.at(today) - start)) if span.state == "running" else 0
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
        start = self.at(span.start)
        end = max(start + 1, self.at(span.end))
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
        left, right = max(0, self.at(span.start)), min(self._room, self.at(span.end))
        size = cell_len(span.name)
        at, today = left + 1, self.at(self._today.toordinal())
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
                today = self.at(self._today.toordinal())
                if not at <= today < at + len(text):
                    cells.write(at, text, "timeline--muted", self._glyphs)
                    return
