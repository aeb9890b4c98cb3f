"""Two levels of 0 to 3 against each other as a grid with names in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from paceplan.tui.glyphs import ASCII, Glyphs, fit

LEVELS = (0, 1, 2, 3)
LEAST = 6
"""Lines below which no grid is drawn."""
_EMPTY = 5
"""Cells of a column that holds no name."""


@dataclass(frozen=True, slots=True)
class Point:
    """A name in a cell of the grid; `here` is the one that the cursor is on."""

    name: str
    tone: str = "$foreground"
    here: bool = False


Cells = Mapping[tuple[int, int], Sequence[Point]]
"""(level to the right, level upwards) -> what stands there."""


def grid(cells: Cells, right: str, up: str, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return the grid in `height` lines at most, its axes named; nothing where there is too little room."""
    if height < LEAST or width < 40:
        return []
    side, corner = ("|", "+") if glyphs == ASCII else ("│", "┴")
    counts = {y: max(len(cells.get((x, y), ())) for x in LEVELS) for y in LEVELS}
    lines_of = _shares(counts, height - 2)
    widths = _widths(cells, width - 2)
    head = f"{glyphs.up} {up}"
    drawn = [Content.styled(head + f"{right} {glyphs.right}".rjust(width - len(head)), "$faint")]
    for y in reversed(LEVELS):
        for line in range(lines_of[y]):
            parts: list[tuple[str, str]] = [(f"{y if line == 0 else ' '} ", "$faint")]
            for x in LEVELS:
                text, style = _cell(cells.get((x, y), ()), line, lines_of[y], widths[x] - 1, glyphs)
                parts += [(side, "$faint"), (text, style)]
            drawn.append(Content.assemble(*parts))
    foot = "  " + "".join(f"{corner}{str(x).ljust(widths[x] - 1, glyphs.axis_light)}" for x in LEVELS)
    drawn.append(Content.styled(foot, "$faint"))
    return drawn


def _shares(counts: Mapping[int, int], room: int) -> dict[int, int]:
    """Return the lines of each row: one at least, the rest where names still wait for theirs."""
    shares = dict.fromkeys(LEVELS, 1)
    for _ in range(room - len(LEVELS)):
        waiting = {y: counts[y] - shares[y] for y in LEVELS}
        most = max(LEVELS, key=lambda y: waiting[y])
        if waiting[most] <= 0:
            break
        shares[most] += 1
    return shares


def _widths(cells: Cells, room: int) -> dict[int, int]:
    """Return the cells of each column; those without a name give theirs to the others."""
    used = [x for x in LEVELS if any(cells.get((x, y)) for y in LEVELS)] or list(LEVELS)
    share = (room - _EMPTY * (len(LEVELS) - len(used))) // len(used)
    return {x: share if x in used else _EMPTY for x in LEVELS}


def _cell(points: Sequence[Point], line: int, lines: int, width: int, glyphs: Glyphs) -> tuple[str, str]:
    """Return one line of a cell; the last one counts those that found no line. The one meant is always named."""
    ordered = sorted(points, key=lambda p: not p.here) if len(points) > lines else list(points)
    if line == lines - 1 and len(points) > lines:
        if lines == 1:
            more = f" +{len(points) - 1}"
            name = fit(ordered[0].name, max(1, width - 2 - len(more)), glyphs).rstrip()
            return fit(f"{_mark(ordered[0], glyphs)}{name}{more}", width, glyphs), _style(ordered[0])
        return fit(f" and {len(points) - lines + 1} more", width, glyphs), "$faint"
    if line >= len(ordered):
        return " " * width, ""
    return fit(f"{_mark(ordered[line], glyphs)}{ordered[line].name}", width, glyphs), _style(ordered[line])


def _mark(point: Point, glyphs: Glyphs) -> str:
    return glyphs.cursor if point.here else " "


def _style(point: Point) -> str:
    return f"{point.tone} bold" if point.here else point.tone
