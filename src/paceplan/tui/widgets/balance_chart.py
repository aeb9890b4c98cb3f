"""The months of a balance as lines: sprints and marathons as bars, each with a line where the capacity ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paceplan.core.balance import Capacity, Month
from paceplan.core.balance_words import SHORT, matters_of
from paceplan.tui.glyphs import ASCII, Glyphs, fit
from paceplan.tui.widgets.line_list import LineList

_LABEL, _NUMBER, _WORDS = 12, 4, 38
"""Cells of a month's name, of a count, and of the words at the end."""
_UNIT = 4
"""Cells of one sprint or marathon at most."""


class BalanceChart(LineList):
    """A line a month, under the headings of their years."""

    HEADER_LINES = 1
    ANNOUNCES = False
    COMPONENT_CLASSES = {
        "balance--sprint", "balance--marathon", "balance--over", "balance--free", "balance--limit", "balance--today",
        "balance--muted", "balance--mark",
    }  # fmt: skip
    DEFAULT_CSS = """
    BalanceChart {
        background: $background;
        & > .balance--sprint { color: $pace-sprint; text-style: bold; }
        & > .balance--marathon { color: $pace-marathon; text-style: bold; }
        & > .balance--over { color: $missed; text-style: bold; }
        & > .balance--free { color: $bar-open; }
        & > .balance--limit { color: $foreground; text-style: bold; }
        & > .balance--today { color: $today; text-style: bold; }
        & > .balance--muted { color: $faint; }
        & > .balance--mark { color: $key; text-style: bold; }
    }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._places: list[Month | int] = []
        """What stands on each line: a month, or the heading of a year."""
        self._capacity = Capacity()
        self._today = dt.date.min

    def show(self, months: Sequence[Month], capacity: Capacity, today: dt.date) -> None:
        """Replace the months; the cursor stays on the same one, at first on that of today."""
        before = self.current.first if self.current else today.replace(day=1)
        self._capacity, self._today, self._places = capacity, today, []
        for month in months:
            if not self._places or month.first.month == 1:
                self._places.append(month.first.year)
            self._places.append(month)
        fresh = self.cursor < 0
        self.set_count(len(self._places))
        self.go_to(before)
        if fresh:
            self.call_after_refresh(self.look_ahead)
        self.refresh()

    def look_ahead(self) -> None:
        """Scroll so that the months after the one under the cursor show, and a few before it."""
        self.scroll_to(y=max(0, self.cursor - 2), animate=False)

    @property
    def current(self) -> Month | None:
        """The month under the cursor."""
        place = self._places[self.cursor] if 0 <= self.cursor < len(self._places) else None
        return place if isinstance(place, Month) else None

    def go_to(self, first: dt.date) -> None:
        """Put the cursor on the month that starts on a day, or on the nearest there is."""
        at = [n for n, place in enumerate(self._places) if isinstance(place, Month) and place.first <= first]
        if at:
            self.cursor = at[-1]

    def turn(self, months: int) -> None:
        """Move the cursor by so many months."""
        found = [n for n, place in enumerate(self._places) if isinstance(place, Month)]
        if self.cursor in found:
            self.cursor = found[max(0, min(len(found) - 1, found.index(self.cursor) + months))]

    def selectable(self, index: int) -> bool:
        return isinstance(self._places[index], Month)

    # -- how it looks -----------------------------------------------------------------------------

    def _layout(self, width: int) -> tuple[tuple[int, int], tuple[int, int], int]:
        """Return (most, cells) for the bars of sprints and of marathons, and the cells of the words."""
        words = _WORDS if width >= 100 else 0
        room = width - _LABEL - 3 - 2 * (_NUMBER + 4) - words
        months = [place for place in self._places if isinstance(place, Month)]
        most = [
            max([1, self._capacity.sprints, *(month.sprints for month in months)]),
            max([1, self._capacity.marathons, *(month.marathons for month in months)]),
        ]
        unit = min(_UNIT, room // sum(most))
        if unit >= 1:
            return (most[0], most[0] * unit), (most[1], most[1] * unit), words
        first = max(4, min(room - 4, room * most[0] // sum(most)))
        return (most[0], first), (most[1], max(4, room - first)), words

    def render_header(self, line: int, width: int) -> Strip:
        """Draw what the two bars are, and how much there is capacity for."""
        ground = self.style_of("line-list--header")
        (_, sprints), _, _ = self._layout(width)
        glyphs = self._glyphs
        at = _NUMBER + 3 + sprints
        first = f"{glyphs.sprint} sprints of {self._capacity.sprints}"
        if at < len(first) + 2:
            first = f"{glyphs.sprint} of {self._capacity.sprints}"
        on = Style(bgcolor=ground.bgcolor)
        second = f"{glyphs.marathon} marathons of {self._capacity.marathons}"
        return Strip([
            Segment(fit("   at once", _LABEL + 3, glyphs), ground),
            Segment(fit(first, at, glyphs), self.style_of("balance--sprint") + on),
            Segment(second, self.style_of("balance--marathon") + on),
        ])  # fmt: skip

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Draw one month, or the heading of a year."""
        place = self._places[index]
        if not isinstance(place, Month):
            return Strip([Segment(f"   {place}", self.style_of("line-list--heading"))])
        glyphs, over = self._glyphs, place.over(self._capacity)
        now = place.first == self._today.replace(day=1)
        past = place.first < self._today.replace(day=1)

        def part(name: str) -> Style:
            return self.style_of(f"balance--{name}" if name else "", selected=selected)

        tone = "today" if now else "muted" if past else ""
        name = f"{place.name.split()[0]}{f' {glyphs.left} now' if now else ''}"
        segments = [
            Segment(f"{glyphs.cursor if selected else ' '} ", part("mark")),
            Segment(fit(name, _LABEL, glyphs), part(tone)),
        ]
        bars = self._layout(width)
        for kind, value, limit, more, (most, size) in zip(
            ("sprint", "marathon"), (place.sprints, place.marathons), self._capacity, over, bars[:2], strict=True
        ):
            number = part("over" if more else "muted" if past or not value else "")
            segments.append(Segment(f"{value:>{_NUMBER - 1}} ", number))
            for text, style in self._bar(value, limit, most, size, kind):
                segments.append(Segment(text, part(style)))
            segments.append(Segment("  ", part("")))
        if bars[2]:
            words = ", ".join(SHORT[matter] for matter in matters_of(place, self._capacity))
            segments.append(Segment(fit(words, bars[2], glyphs), part("over" if any(over) else "muted")))
        elif any(over):
            segments.append(Segment(glyphs.late, part("over")))
        return Strip(segments)

    def _bar(self, value: int, limit: int, most: int, size: int, kind: str) -> list[tuple[str, str]]:
        """Return the bar in pieces: what runs, free capacity, the capacity's line, and what goes beyond it."""
        glyphs = self._glyphs
        filled, line = -(-value * size // most), limit * size // most
        within = min(filled, line)
        beyond = max(0, filled - line)
        rest = size - line - beyond
        return [
            (glyphs.bar_full * within, kind), (glyphs.bar_empty * (line - within), "free"),
            ("|" if glyphs is ASCII else "┃", "limit"), (glyphs.bar_full * beyond, "over"), (" " * rest, ""),
        ]  # fmt: skip
