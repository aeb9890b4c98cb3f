"""A calendar in cells: where a day stands, and what its weeks, months and quarters are called.

A week is called by its first day, which the settings choose.
"""

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
    """A calendar in cells: `count` weeks, months or quarters from number `first` on, each `cells` wide.

    Weeks start on `weekday`, 0 being Monday.
    """

    zoom: Zoom
    first: int
    count: int
    cells: int
    weekday: int = 0

    @classmethod
    def over(cls, zoom: Zoom, start: dt.date, end: dt.date, room: int, weekday: int = 0) -> Axis:
        """Return the axis that holds both days, its cells widened to fill `room` as far as they may."""
        first = _unit(zoom, start, weekday)
        count = _unit(zoom, end, weekday) - first + 1
        least, most = _CELLS[zoom]
        return cls(zoom, first, count, max(least, min(most, room // count)), weekday)

    @property
    def width(self) -> int:
        """Cells of the whole calendar."""
        return self.count * self.cells

    def at(self, when: dt.date, days: int = 0) -> int:
        """Return the cell in which the day `days` (0 or 1) after `when` lies, counted from the axis' start."""
        unit = _unit(self.zoom, when, self.weekday)
        start, end = _opens(self.zoom, unit, self.weekday), _opens(self.zoom, unit + 1, self.weekday)
        return (unit - self.first) * self.cells + (when.toordinal() + days - start) * self.cells // (end - start)

    def day_at(self, cell: int) -> dt.date:
        """Return a day that lies in `cell`."""
        unit, rest = divmod(max(0, min(self.width - 1, cell)), self.cells)
        number = self.first + unit
        start, end = _opens(self.zoom, number, self.weekday), _opens(self.zoom, number + 1, self.weekday)
        return _day(start - (rest * (start - end) // self.cells))

    def units(self, left: int, width: int) -> Iterator[tuple[int, str, str]]:
        """Yield (cell, name, name of the year or month it belongs to) for each unit that shows in a window."""
        for n in range(max(0, left // self.cells), min(self.count, -(-(left + width) // self.cells))):
            yield n * self.cells, *_names(self.zoom, self.first + n, self.weekday)


def _unit(zoom: Zoom, when: dt.date, weekday: int) -> int:
    """Return the number of the week, month or quarter of `when`; the calendar itself started on a Monday."""
    if zoom == "week":
        return (when.toordinal() - 1 - weekday) // 7
    return when.year * 12 + when.month - 1 if zoom == "month" else when.year * 4 + (when.month - 1) // 3


def _opens(zoom: Zoom, unit: int, weekday: int) -> int:
    """Return the ordinal of the first day of a unit; those before the calendar's first and after its last have one."""
    if zoom == "week":
        return unit * 7 + 1 + weekday
    year, month = divmod(unit, 12) if zoom == "month" else (unit // 4, unit % 4 * 3)
    return dt.date(year, month + 1, 1).toordinal() if year <= dt.MAXYEAR else dt.date.max.toordinal() + 1


def _day(ordinal: int) -> dt.date:
    """Return a day, the calendar's first or last where a week reaches over its end."""
    return dt.date.fromordinal(max(1, min(dt.date.max.toordinal(), ordinal)))


def _names(zoom: Zoom, unit: int, weekday: int) -> tuple[str, str]:
    if zoom == "week":
        first = _day(_opens(zoom, unit, weekday))
        return str(first.day), f"{MONTHS[first.month - 1]} {first.year}"
    if zoom == "month":
        return MONTHS[unit % 12], str(unit // 12)
    return f"Q{unit % 4 + 1}", str(unit // 4)
