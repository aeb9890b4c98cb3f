"""The questions of a review: a heading with how far it is, and a question a line with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from paceplan.tui.glyphs import Glyphs, fit, meter
from paceplan.tui.widgets.line_list import LineList

_ANSWER = 5
"""Cells of the answer in a word."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One question: its answer as a state and as a word, what was answered last time, and whether a why is written."""

    id: str
    state: Literal["open", "yes", "no", "na"]
    name: str
    word: str
    before: str = ""
    changed: bool = False
    why: bool = False


class ReviewList(LineList):
    """Questions to answer; what does not fit gives way from the right."""

    ANNOUNCES = False
    HEADER_LINES = 1
    COMPONENT_CLASSES = {
        "review-list--title", "review-list--yes", "review-list--no", "review-list--faint", "review-list--open",
        "review-list--changed",
    }  # fmt: skip
    DEFAULT_CSS = """
    ReviewList {
        background: $background;
        & > .review-list--title { background: $panel; color: $foreground; text-style: bold; }
        & > .review-list--yes { color: $met; text-style: bold; }
        & > .review-list--no { color: $missed; text-style: bold; }
        & > .review-list--changed { color: $today; }
        & > .review-list--faint { color: $faint; }
        & > .review-list--open { text-style: bold; }
    }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._key, self._title, self._aside = "", "", ""
        self._rows: Sequence[ReviewRow] = ()

    def show(self, key: str, title: str, aside: str, rows: Sequence[ReviewRow], *, cursor: int = 0) -> None:
        """Show a review; where `key` says that it is the same one, the cursor stays and only lines that differ change.

        `aside` stands at the right end of the heading.
        """
        old, headed = self._rows, (title, aside) != (self._title, self._aside)
        counted = self._answered
        same = key == self._key and [r.id for r in rows] == [r.id for r in old]
        self._key, self._title, self._aside, self._rows = key, title, aside, rows
        if not same:
            self.set_count(len(rows))
            self.cursor = cursor
            return
        if headed or counted != self._answered:
            self.refresh(Region(0, 0, self.size.width, 1))
        for index, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before != after:
                self.refresh_row(index)

    @property
    def _answered(self) -> int:
        return sum(row.state != "open" for row in self._rows)

    @property
    def current_id(self) -> str | None:
        """The id of the question under the cursor."""
        return self._rows[self.cursor].id if 0 <= self.cursor < len(self._rows) else None

    def render_header(self, line: int, width: int) -> Strip:
        glyphs, total, done = self._glyphs, len(self._rows), self._answered
        title, plain = self.style_of("review-list--title"), self.style_of("line-list--header")
        count, bar = f"  {done} of {total}", f"  {meter(done, total, min(10, total), glyphs)}"
        aside = self._aside
        if width < 4 + cell_len(self._title) + len(count) + len(bar) + cell_len(aside):
            bar = ""
        room = width - 4 - len(count) - len(bar)
        aside = fit(aside, min(cell_len(aside), max(0, room - 12)), glyphs)
        name = fit(self._title, min(cell_len(self._title), max(8, room - cell_len(aside) - 1)), glyphs)
        gap = max(1, width - 4 - cell_len(name) - len(count) - len(bar) - cell_len(aside))
        return Strip([
            Segment("  ", plain), Segment(name, title), Segment(count, title), Segment(bar, plain),
            Segment(" " * gap, plain), Segment(aside + "  ", plain),
        ])  # fmt: skip

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        row, glyphs, base = self._rows[index], self._glyphs, self.style_of(selected=selected)

        def part(name: str):  # type: ignore[no-untyped-def]
            return self.style_of(f"review-list--{name}", selected=selected)

        sign = {"open": glyphs.tick_open, "yes": glyphs.done, "no": glyphs.blocked, "na": glyphs.tick_na}[row.state]
        tone = {"open": base, "yes": part("yes"), "no": part("no"), "na": part("faint")}[row.state]
        before = max((cell_len(r.before) for r in self._rows), default=0)
        why = 5 if any(r.why for r in self._rows) else 0
        rest = width - 4 - _ANSWER - 1
        name = max((cell_len(r.name) for r in self._rows), default=0)
        before = before + 2 if before and rest - why - before - 2 >= min(name, 16) else 0
        name = max(8, min(name + 2, rest - why - before))
        return Strip([
            Segment(f"{glyphs.cursor if selected else ' '} ", part("open")),
            Segment(f"{sign} ", tone),
            Segment(fit(row.name, name, glyphs), base),
            Segment(fit(row.word, _ANSWER, glyphs), tone),
            Segment(fit(f"  {row.before}" if row.before else "", before, glyphs),
                    part("changed" if row.changed else "faint")),
            Segment("  why" if row.why and why else " " * why, part("faint")),
        ])  # fmt: skip
