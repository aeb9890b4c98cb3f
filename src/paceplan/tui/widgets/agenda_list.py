"""Everything with a date as one list, in groups of days: ten thousand lines cost no more than those in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paceplan.tui.glyphs import Glyphs, badge, fit
from paceplan.tui.widgets.line_list import LineList

DAY = 7
"""Cells of a day, unless it is shown in a longer form."""


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """What one line shows, already worked out."""

    when: str
    away: str
    what: str
    project: str
    pace: str | None
    kind: str
    urgency: Literal["late", "today", ""]
    recurs: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class AgendaGroup:
    """The heading of a group, and how many lines stand in it."""

    name: str
    count: int
    urgency: Literal["late", "today", ""] = ""


class AgendaList(LineList):
    """Columns day, how far off, what, and project with its pace; from 96 cells the kind."""

    COMPONENT_CLASSES = {
        "agenda-list--late", "agenda-list--today", "agenda-list--faint", "agenda-list--done",
        "agenda-list--sprint", "agenda-list--hybrid", "agenda-list--marathon", "agenda-list--met",
    }  # fmt: skip
    DEFAULT_CSS = """
    AgendaList {
        background: $background;
        & > .agenda-list--late { color: $missed; text-style: bold; }
        & > .agenda-list--today { color: $today; text-style: bold; }
        & > .agenda-list--faint { color: $faint; }
        & > .agenda-list--done { color: $faint; text-style: strike; }
        & > .agenda-list--met { color: $met; }
        & > .agenda-list--sprint { color: $pace-sprint; }
        & > .agenda-list--hybrid { color: $pace-hybrid; }
        & > .agenda-list--marathon { color: $pace-marathon; }
    }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._places: Sequence[int | AgendaGroup | str] = ()
        """What stands on each line: an event's number, a heading, or a remark."""
        self._done: frozenset[int] = frozenset()
        self._row: Callable[[int], AgendaRow] | None = None
        self._empty: tuple[str, ...] = ()

    def show(
        self,
        places: Sequence[int | AgendaGroup | str],
        row: Callable[[int], AgendaRow],
        done: frozenset[int],
        *,
        held: int | None,
        empty: tuple[str, ...] = (),
    ) -> None:
        """Show other events; `row` draws one by its number, `done` holds those that were ticked here.

        `held` is the event that the cursor shall be on, None where that one is gone.
        """
        self._places, self._row, self._empty, self._done = places, row, empty, done
        self.set_count(len(places))
        self.go_to(held)

    def mark(self, done: frozenset[int]) -> None:
        """Take in which events were ticked here; only the lines of others than before are painted again."""
        changed, self._done = done ^ self._done, done
        for number in changed:
            self.refresh_row(self._places.index(number))

    @property
    def current(self) -> int | None:
        """The number of the event under the cursor."""
        place = self._places[self.cursor] if 0 <= self.cursor < len(self._places) else None
        return place if isinstance(place, int) else None

    def go_to(self, number: int | None) -> None:
        """Put the cursor on an event; it stays where there is none of this number."""
        if number is not None and number in self._places:
            self.cursor = self._places.index(number)

    def selectable(self, index: int) -> bool:
        return isinstance(self._places[index], int)

    def empty_lines(self) -> list[Strip]:
        return [Strip([Segment(line, self.style_of("agenda-list--faint"))]) for line in self._empty]

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        place = self._places[index]
        if isinstance(place, str):
            return Strip([Segment(f"  {place}", self.style_of("agenda-list--faint"))])
        if isinstance(place, AgendaGroup):
            return self._heading(place, width)
        assert self._row is not None
        row, glyphs, base = self._row(place), self._glyphs, self.style_of(selected=selected)

        def part(name: str) -> Style:
            return self.style_of(f"agenda-list--{name}", selected=selected)

        sign = {"late": glyphs.late, "today": glyphs.due, "": " "}[row.urgency]
        tone = part(row.urgency or "faint")
        if row.done:
            sign, tone = glyphs.done, part("met")
        when = max(DAY, cell_len(row.when) + 1)
        what, project, kind = _widths(width - when + DAY)
        pace = badge(row.pace, glyphs)[0]
        said = fit(row.what, what, glyphs).rstrip()  # so that what is done is struck as far as its words go
        return Strip([
            Segment(f"{glyphs.cursor if selected else ' '} ", base), Segment(f"{sign} ", tone),
            Segment(fit(row.when, when, glyphs), tone), Segment(fit(row.away, 7, glyphs), part("faint")),
            Segment(said, part("done") if row.done else part("faint") if row.recurs else base),
            Segment(" " * (what + 2 - cell_len(said)), base),
            Segment(f"{pace} ", part(row.pace) if row.pace else part("faint")),
            Segment(fit(row.project, project, glyphs), part("faint")),
            Segment("  " + fit(row.kind, kind, glyphs) if kind else "", part("faint")),
        ])  # fmt: skip

    def _heading(self, group: AgendaGroup, width: int) -> Strip:
        title = self.style_of(f"agenda-list--{group.urgency}" if group.urgency else "line-list--heading")
        ground = self.style_of("line-list--header")
        count = f"{group.count}  "
        name = fit(group.name, min(len(group.name), max(4, width - 4 - len(count))), self._glyphs)
        plain = Style(color=title.color, bold=True, bgcolor=ground.bgcolor)
        return Strip([
            Segment("  ", ground), Segment(name, plain),
            Segment(" " * max(0, width - 2 - len(name) - len(count)), ground), Segment(count, ground),
        ])  # fmt: skip


def _widths(width: int) -> tuple[int, int, int]:
    """Return the cells of what, project and kind."""
    kind = 16 if width >= 96 else 0
    rest = width - 4 - DAY - 7 - 4 - 1 - (kind + 2 if kind else 0)
    project = max(8, min(32, rest * 2 // 5))
    return max(8, rest - project), project, kind
