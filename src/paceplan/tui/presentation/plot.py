"""Readings over their dates, drawn in the cells of a terminal: a line of points against target and baseline."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from paceplan.tui.glyphs import ASCII, Glyphs
from paceplan.tui.presentation.words import day, number

Part = tuple[str, str]
Point = tuple[dt.date, float]
Span = tuple[dt.date, dt.date]
Grid = list[list[Part]]

LEAST = (26, 2)
"""Cells, and lines above the axis, below which nothing could be told from a drawing."""

_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bits of a braille cell, column by column from the top."""
_TRACE = "$bar-done"
_BLANK = (" ", "")


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn: readings in the order of their days, and the values that they are held against."""

    readings: tuple[Point, ...]
    higher: bool = True
    baseline: float | None = None
    target: float | None = None
    moves: tuple[Point, ...] = ()
    """(day, target up to that day) of each move of the target, in the order of their days."""
    goal: str = "target"
    """What the target is called."""

    def reaches(self, value: float) -> bool:
        """Tell whether a value is at the target or better."""
        return self.target is not None and (value >= self.target if self.higher else value <= self.target)

    def bounds(self) -> tuple[float, float]:
        """Return the least and the greatest value that has a place in the drawing."""
        held = [value for value in (self.baseline, self.target) if value is not None]
        values = [value for _, value in (*self.readings, *self.moves)] + held
        return min(values, default=0.0), max(values, default=0.0)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What is drawn with; `dots` across and down a cell are what the line through the readings is made of."""

    point: str
    last: str
    target: str
    baseline: str
    today: str
    tick: str
    axis: str
    corner: str
    moved: str
    side: str
    dots: tuple[int, int]


_UNICODE_SIGNS = _Signs("•", "●", "╌", "┈", "┊", "┤", "─", "└", "┴", "│", (2, 4))
_ASCII_SIGNS = _Signs("o", "@", "-", ".", ":", "+", "-", "+", "^", "|", (1, 1))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where days and values stand in so many cells."""

    curve: Curve
    span: Span
    cols: int
    rows: int
    bounds: tuple[float, float]
    """The curve's own, worked out once: every value asks for them."""

    def x(self, when: dt.date, fine: int = 1) -> int:
        """Return the column of a day, or of one of `fine` parts of a column."""
        days, last = (self.span[1] - self.span[0]).days, self.cols * fine - 1
        return max(0, min(last, round((when - self.span[0]).days * last / days))) if days else last // 2

    def y(self, value: float) -> float:
        """Return how many rows below the top a value lies, 0 at the middle of the first row."""
        low, high = self.bounds[0] / 4, self.bounds[1] / 4  # a quarter: what is very large keeps a finite range then
        return (high - value / 4) / (high - low) * (self.rows - 1) if high > low else (self.rows - 1) / 2

    def row(self, value: float) -> int:
        """Return the row of a value."""
        return int(self.y(value) + 0.5)

    def depth(self, value: float) -> float:
        """Return how far down a reading is drawn: never on the target's row where it falls short of the target."""
        target, depth = self.curve.target, self.y(value)
        if target is None or self.curve.reaches(value) or int(depth + 0.5) != self.row(target):
            return depth
        beyond = self.row(target) + (0.5 if self.curve.higher else -0.501)  # as near as another row can be
        return max(0.0, min(self.rows - 1.0, beyond))


def span_of(curves: Sequence[Curve], *days: dt.date | None) -> Span | None:
    """Return the first and the last day to be drawn, of all readings and the days given; None where there is none."""
    found = [when for curve in curves for when, _ in curve.readings] + [d for d in days if d]
    return (min(found), max(found)) if found else None


def gutter_of(curve: Curve) -> int:
    """Return the cells that the words and figures left of the axis take."""
    return max((cell_len(text) for _, text, _ in _named(curve)), default=0)


def below(curve: Curve, dates: bool) -> int:
    """Return the lines under a drawing: the axis and its days; without days the axis only where it marks a move."""
    return 2 if dates else 1 if curve.moves else 0


def plot(
    curve: Curve, span: Span, today: dt.date, width: int, height: int, glyphs: Glyphs, *, gutter: int = 0,
    dates: bool = True,
) -> list[Content]:  # fmt: skip
    """Return `curve` in `height` lines, the last of which holds the dates; none where there is no room for it.

    `gutter` is the least number of cells left of the axis, so that two drawings stand in line; one above another on
    the same days needs no `dates` of its own.
    """
    gutter = max(gutter, gutter_of(curve))
    frame = _Frame(curve, span, width - gutter - 2, height - below(curve, dates), curve.bounds())
    if width < LEAST[0] or frame.rows < LEAST[1] or frame.cols < 10 or not curve.readings:
        return []
    signs = _ASCII_SIGNS if glyphs == ASCII else _UNICODE_SIGNS
    grid: Grid = [[_BLANK] * frame.cols for _ in range(frame.rows)]
    _rule(grid, frame, today, signs)
    _trace(grid, frame, signs)
    _say_latest(grid, frame)
    labels = {}
    for value, text, style in _named(curve):
        held = value in (curve.target, curve.baseline)
        labels[frame.row(value) if held else int(frame.depth(value) + 0.5)] = (text, style)
    lines = []
    for y, row in enumerate(grid):
        text, style = labels.get(y, ("", ""))
        side = (signs.tick if text else signs.side, "$faint")
        lines.append(Content.assemble((fit_right(text, gutter), style), " ", side, *_joined(row)))
    return [*lines, _axis(frame, gutter, signs), _dates(frame, today, gutter)][:height]


def fit_right(text: str, width: int) -> str:
    """Return `text` at the right end of `width` cells."""
    return " " * max(0, width - cell_len(text)) + text


def _named(curve: Curve) -> list[tuple[float, str, str]]:
    """Return the values that stand beside the axis, each with its words and style; the later ones matter more."""
    values = [value for _, value in curve.readings]
    named = [(value, number(value), "$faint") for value in (min(values), max(values))] if values else []
    named += [(value, f"was {number(value)}", "$faint") for _, value in curve.moves]
    if curve.baseline is not None:
        named.append((curve.baseline, f"baseline {number(curve.baseline)}", "$faint"))
    if curve.target is not None:
        named.append((curve.target, f"{curve.goal} {number(curve.target)}", "$key bold"))
    return named


def _rule(grid: Grid, frame: _Frame, today: dt.date, signs: _Signs) -> None:
    """Draw today, the baseline and the target, which before each of its moves stands where it stood then."""
    curve = frame.curve
    if frame.span[0] <= today <= frame.span[1]:
        for row in grid:
            row[frame.x(today)] = (signs.today, "$today")
    if curve.baseline is not None:
        grid[frame.row(curve.baseline)] = [(signs.baseline, "$faint")] * frame.cols
    if curve.target is None:
        return
    begun = 0
    for when, value in curve.moves:
        for x in range(begun, frame.x(when)):
            grid[frame.row(value)][x] = (signs.target, "$faint")
        begun = max(begun, frame.x(when))
    for x in range(begun, frame.cols):
        grid[frame.row(curve.target)][x] = (signs.target, "$key")


def _trace(grid: Grid, frame: _Frame, signs: _Signs) -> None:
    """Draw the line through the readings and a point for each; where days have no column each, the line alone."""
    across, down = signs.dots
    places = []
    for when, value in frame.curve.readings:
        # From the middle of the first row on, so that a reading equal to the target lies on the target's row.
        depth = int((frame.depth(value) + 0.5) * down)
        places.append((frame.x(when, across), min(frame.rows * down - 1, depth)))
    bits: dict[tuple[int, int], int] = {}
    # Of thousands of readings, most draw what others drew before.
    for start, end in dict.fromkeys(itertools.pairwise(places)):
        for x, y in _between(start, end):
            cell = (x // across, y // down)
            bits[cell] = bits.get(cell, 0) | _DOTS[x % across][y % down]
    for (x, y), dots in bits.items():
        grid[y][x] = (chr(0x2800 + dots) if across > 1 else ".", _TRACE)
    shown = list(zip(places, frame.curve.readings, strict=True))
    for (x, y), (_, value) in shown if len(shown) <= frame.cols else shown[-1:]:
        tone = "$met bold" if frame.curve.reaches(value) else f"{_TRACE} bold"
        last = (x, y) == places[-1]
        grid[y // down][x // across] = (signs.last if last else signs.point, tone)


def _between(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the dots on the straight line from one to the other, both included."""
    (x0, y0), (x1, y1) = start, end
    steps = max(abs(x1 - x0), abs(y1 - y0), 1)
    for n in range(steps + 1):
        yield math.floor(x0 + (x1 - x0) * n / steps + 0.5), math.floor(y0 + (y1 - y0) * n / steps + 0.5)


def _say_latest(grid: Grid, frame: _Frame) -> None:
    """Write the latest value beside its point, on the side where no reading is drawn; nowhere if on both."""
    when, value = frame.curve.readings[-1]
    text, row, x = f" {number(value)} ", grid[int(frame.depth(value) + 0.5)], frame.x(when)
    for start in (x + 1, x - len(text)):
        place = range(start, start + len(text))
        room = start >= 0 and place.stop <= len(row)
        if room and not any(row[i][1].startswith((_TRACE, "$met")) for i in place):
            for i, char in zip(place, text, strict=True):
                row[i] = (char, "$foreground bold")
            return


def _axis(frame: _Frame, gutter: int, signs: _Signs) -> Content:
    """Return the line below, marked where the target was moved."""
    cells = [(signs.axis, "$faint")] * frame.cols
    for when, _ in frame.curve.moves:
        cells[frame.x(when)] = (signs.moved, "$key bold")
    return Content.assemble(" " * (gutter + 1), (signs.corner, "$faint"), *_joined(cells))


def _dates(frame: _Frame, today: dt.date, gutter: int) -> Content:
    """Return the first and the last day under the axis, and today between them where there is room."""
    first, last, cols = day(frame.span[0], today), day(frame.span[1], today), frame.cols
    indent = " " * (gutter + 2)
    if frame.span[0] == frame.span[1]:
        return Content.assemble(indent, (first.center(cols).rstrip(), "$faint"))
    if len(first) + len(last) + 2 > cols:
        return Content.assemble(indent, (fit_right(last, cols)[-cols:], "$faint"))
    parts: list[Part | str] = [indent, (first, "$faint")]
    used, x = len(first), frame.x(today) - 2
    if frame.span[0] < today < frame.span[1] and used + 2 <= x and x + 5 <= cols - len(last) - 2:
        parts += [" " * (x - used), ("today", "$today")]
        used = x + 5
    style = "$today" if frame.span[1] == today else "$faint"
    return Content.assemble(*parts, " " * (cols - used - len(last)), (last, style))


def _joined(cells: Sequence[Part]) -> list[Part]:
    """Return cells with neighbours of one style made one."""
    parts: list[Part] = []
    for sign, style in cells:
        if parts and parts[-1][1] == style:
            parts[-1] = (parts[-1][0] + sign, style)
        else:
            parts.append((sign, style))
    return parts
