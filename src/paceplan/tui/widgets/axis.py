"""A calendar in cells: where a day stands, and what its weeks, months and quarters are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from paceplan.tui.presentation.words import MONTHS

Zoom = Literal["week", "month", "quarter"]

ZOOMS: tuple[Zoom, ...] = ("quarter", "month", "week")
"""From the widest view to the nearest."""


_CELLS: dict[Zoom, tuple[int, int]] = {"week": (7, 14), "month": (6, 12), "quarter": (4, 12)}
"""Cells of one week, month or quarter: at least, and at most where there is room."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A calendar in cells: `count` weeks, months or quarters from number `first` on, each `cells` wide."""

    zoom: Zoom
    first: int
    count: int
    cells: int

    @classmethod
    def over(cls, zoom: Zoom, start: dt.date, end: dt.date, room: int) -> Axis:
        """Return the axis that holds both days, its cells widened to fill `room` as far as they may."""
        first = _unit(zoom, start)
        count = _unit(zoom, end) - first + 1
        least, most = _CELLS[zoom]
        return cls(zoom, first, count, max(least, min(most, room // count)))

    @property
    def width(self) -> int:
        """Cells of the whole calendar."""
        return self.count * self.cells

    def at(self, when: dt.date, days: int = 0) -> int:
        """Return the cell in which the day `days` (0 or 1) after `when` lies, counted from the axis' start."""
        unit = _unit(self.zoom, when)
        start, end = _opens(self.zoom, unit), _opens(self.zoom, unit + 1)
        return (unit - self.first) * self.cells + (when.toordinal() + days - start) * self.cells // (end - start)

    def day_at(self, cell: int) -> dt.date:
        """Return a day that lies in `cell`."""
        unit, rest = divmod(max(0, min(self.width - 1, cell)), self.cells)
        start, end = _opens(self.zoom, self.first + unit), _opens(self.zoom, self.first + unit + 1)
        return dt.date.fromordinal(start - (rest * (start - end) // self.cells))

    def units(self, left: int, width: int) -> Iterator[tuple[int, str, str]]:
        """Yield (cell, name, name of the year or month it belongs to) for each unit that shows in a window."""
        for n in range(max(0, left // self.cells), min(self.count, -(-(left + width) // self.cells))):
            yield n * self.cells, *_names(self.zoom, self.first + n)


def _unit(zoom: Zoom, when: dt.date) -> int:
    """Return the number of the week, month or quarter of `when`; weeks start on Mondays, as did the calendar."""
    if zoom == "week":
        return (when.toordinal() - 1) // 7
    return when.year * 12 + when.month - 1 if zoom == "month" else when.year * 4 + (when.month - 1) // 3


def _opens(zoom: Zoom, unit: int) -> int:
    """Return the ordinal of the first day of a unit; the one after the calendar's last has one too."""
    if zoom == "week":
        return unit * 7 + 1
    year, month = divmod(unit, 12) if zoom == "month" else (unit // 4, unit % 4 * 3)
    return dt.date(year, month + 1, 1).toordinal() if year <= dt.MAXYEAR else dt.date.max.toordinal() + 1


def _names(zoom: Zoom, unit: int) -> tuple[str, str]:
    if zoom == "week":
        monday = dt.date.fromordinal(unit * 7 + 1)
        return str(monday.day), f"{MONTHS[monday.month - 1]} {monday.year}"
    if zoom == "month":
        return MONTHS[unit % 12], str(unit // 12)
    return f"Q{unit % 4 + 1}", str(unit // 4)
