"""Projects side by side as a heat map: a line a question, a column a project, a digit and a shade in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.reactive import var
from textual.strip import Strip

from paceplan.core.compare import Block, Column, Line
from paceplan.tui.bound import bound
from paceplan.tui.glyphs import Glyphs, badge, fit
from paceplan.tui.presentation.layout import wrapped
from paceplan.tui.widgets.line_list import LineList

LABEL = (20, 32)
"""Cells of the names of dimensions: at least and at most."""
COLUMN = (12, 22)
"""Cells of a project's column: at least and at most."""
APART = 3
"""Cells of how far the leans of a line lie apart."""


class Place(NamedTuple):
    """One line: the heading of a block, a line of its projects' names, one of their verdicts, or a question."""

    kind: str
    """`heading`, `names`, `verdict` or `line`."""
    block: Block
    what: str = ""
    line: Line | None = None


class HeatMap(LineList):
    """Blocks one below the other, each of one playbook; the cursor stands on a line and in a column."""

    ANNOUNCES = False
    COMPONENT_CLASSES = {
        "heat--sprint", "heat--hybrid", "heat--marathon", "heat--cell", "heat--apart", "heat--muted", "heat--mark",
        "heat--name",
    }  # fmt: skip
    DEFAULT_CSS = """
    HeatMap {
        background: $background;
        & > .heat--sprint { color: $pace-sprint; }
        & > .heat--hybrid { color: $pace-hybrid; }
        & > .heat--marathon { color: $pace-marathon; }
        & > .heat--cell { background: $key; color: $background; text-style: bold; }
        & > .heat--apart { color: $key; text-style: bold; }
        & > .heat--muted { color: $faint; }
        & > .heat--mark { color: $key; text-style: bold; }
        & > .heat--name { color: $foreground; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound("heat.left"), bound("heat.right")]

    column: var[int] = var(0, init=False)
    """The column under the cursor, counted in the block of the line."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._places: list[Place] = []
        self._first: dict[str, int] = {}
        """Playbook -> the first column of its block in view."""
        self._empty: tuple[str, ...] = ()

    # -- what is in it ----------------------------------------------------------------------------

    def show(self, blocks: Sequence[Block], *, empty: tuple[str, ...] = ()) -> None:
        """Replace the blocks; the cursor stays as near as it can."""
        self._empty, self._places = empty, []
        for block in blocks:
            self._places.append(Place("heading", block))
            self._places += [Place("names", block, part) for part in ("first", "second")]
            rows = ["verdict", "runs as"] if any(c.verdict.override for c in block.columns) else ["verdict"]
            rows += ["total", "margin"] if block.dimensions else []
            self._places += [Place("verdict", block, row) for row in rows]
            self._places += [Place("line", block, line.name, line) for line in block.lines]
        self.set_count(len(self._places))
        self.column = self.validate_column(self.column)
        self.refresh()

    @property
    def current(self) -> tuple[Place, Column] | None:
        """The line and the project under the cursor."""
        if not 0 <= self.cursor < len(self._places):
            return None
        place = self._places[self.cursor]
        return place, place.block.columns[min(self.column, len(place.block.columns) - 1)]

    def selectable(self, index: int) -> bool:
        return self._places[index].kind in ("verdict", "line")

    def validate_column(self, column: int) -> int:
        """Keep the column in the block of the line under the cursor."""
        here = self._places[self.cursor].block.columns if 0 <= self.cursor < len(self._places) else ()
        return max(0, min(column, len(here) - 1))

    def watch_column(self) -> None:
        """Bring the column into view, and repaint: every line of the block may have moved."""
        self._reveal_column()
        self.refresh()

    def watch_cursor(self, old: int, new: int) -> None:
        """Stay in a column that the block of the new line has."""
        super().watch_cursor(old, new)
        self.column = self.validate_column(self.column)
        known = range(len(self._places))
        if old in known and new in known and self._places[old].block is not self._places[new].block:
            self._reveal_column()
            self.refresh()

    def action_step(self, by: int) -> None:
        """Move to another column."""
        self.column += by

    # -- where things stand -----------------------------------------------------------------------

    def _sizes(self, block: Block) -> tuple[int, int, int]:
        """Return the cells of the label, the cells of a column, and how many columns fit."""
        width = self.line_width
        label = max(LABEL[0], min(LABEL[1], width // 4))
        room = max(1, width - label - APART - 2)
        each = max(COLUMN[0], min(COLUMN[1], room // max(1, len(block.columns))))
        return label, each, max(1, room // each)

    def _reveal_column(self) -> None:
        if self.current is None:
            return
        block = self.current[0].block
        fits = self._sizes(block)[2]
        first = self._first.get(block.playbook, 0)
        first = max(self.column - fits + 1, min(first, self.column))
        self._first[block.playbook] = max(0, min(first, len(block.columns) - fits))

    def on_resize(self) -> None:
        """Use the room there is."""
        self._reveal_column()

    def on_click(self, event: events.Click) -> None:
        """Take the column that was clicked along; a second click on a cell opens its project."""
        offset = event.get_content_offset(self)
        index = None if offset is None or event.button != 1 else self.row_at(offset.y)
        if offset is None or index is None or not self.selectable(index):
            return
        block = self._places[index].block
        label, each, fits = self._sizes(block)
        at = (offset.x - label - APART - 2) // each
        column = self._first.get(block.playbook, 0) + at
        if offset.x < label + APART + 2 or at >= fits or column >= len(block.columns):
            return
        event.stop()
        event.prevent_default()
        if (index, column) == (self.cursor, self.column):
            self.action_choose()
            return
        self.cursor = index
        self.column = column

    # -- how it looks -----------------------------------------------------------------------------

    def empty_lines(self) -> list[Strip]:
        """Say what belongs here."""
        return [Strip([Segment(line, self.style_of("heat--muted"))]) for line in self._empty]

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        place, glyphs = self._places[index], self._glyphs
        block = place.block
        label, each, fits = self._sizes(block)
        first = self._first.get(block.playbook, 0)
        if place.kind == "heading":
            return self._heading(block, width, first, fits)
        base = self.style_of(selected=selected)
        spread = place.line.spread if place.line and not place.line.gate else 0
        apart = f"{spread:>{APART - 1}} " if spread else " " * APART
        tone = self.style_of("heat--apart" if spread > 1 else "heat--muted", selected=selected)
        name = "" if place.kind == "names" else place.what
        quiet = place.kind != "line"
        if place.kind == "names" and place.what == "second" and block.dimensions and len(block.columns) > 1:
            name, apart = " " * (label - 3) + "apa", "rt "
        segments = [
            Segment(f"{glyphs.cursor if selected else ' '} ", self.style_of("heat--mark", selected=selected)),
            Segment(fit(name, label, glyphs), self.style_of("heat--muted", selected=selected) if quiet else base),
            Segment(apart, tone),
        ]
        for n in range(first, min(len(block.columns), first + fits)):
            text, part = self._cell(place, n, each - 2)
            style = self.style_of(part, selected=selected)
            if not (selected and n == self.column):
                segments += [Segment(text, style), Segment("  ", base)]
                continue
            # The cell under the cursor: of a shaded one just the digit, so that its shade stays to be seen.
            shaded = place.line is not None and not place.line.gate and place.line.cells[n].lean is not None
            cut = (each - 2 - 3) // 2 if shaded else 0
            end = cut + 3 if shaded else len(text.rstrip())
            segments += [
                Segment(text[:cut], style), Segment(text[cut:end], self.style_of("heat--cell")),
                Segment(text[end:] + "  ", style),
            ]  # fmt: skip
        return Strip(segments)

    def _heading(self, block: Block, width: int, first: int, fits: int) -> Strip:
        ground = self.style_of("line-list--header")
        name = self.style_of("heat--name") + Style(bgcolor=ground.bgcolor)
        total = len(block.columns)
        glyphs = self._glyphs
        more = f"{glyphs.left if first else ' '} {first + 1} to {min(total, first + fits)} of {total} "
        more += glyphs.right if first + fits < total else " "
        aside = more if total > fits else ""
        text = fit(f"  {block.name}", max(0, width - len(aside) - 1), glyphs)
        return Strip([Segment(text, name), Segment(aside, ground)]).adjust_cell_length(width, ground)

    def _cell(self, place: Place, number: int, size: int) -> tuple[str, str]:
        """Return the text of a cell in exactly `size` cells, and the part that styles it."""
        column, glyphs = place.block.columns[number], self._glyphs
        if place.kind == "names":
            lines = wrapped(column.name, size)
            text = lines[0] if place.what == "first" else " ".join(lines[1:])
            return fit(text, size, glyphs), "heat--name"
        if place.line is None:
            return self._verdict(place.what, column, size)
        cell = place.line.cells[number]
        if cell.answer is None:
            return fit(glyphs.undetermined, size, glyphs), "heat--muted"
        if place.line.gate:
            forced = f" {badge(cell.forces, glyphs)[0]}" if cell.forces else ""
            text = f"{'yes' if cell.answer else 'no'}{forced}"
            return fit(text, size, glyphs), f"heat--{cell.forces}" if cell.forces else "heat--muted"
        lean = cell.lean or 0
        shade = (" ", glyphs.bar_empty, glyphs.bar_partial, glyphs.bar_full)[lean]
        side = (size - 3) // 2
        return shade * side + f" {lean} " + shade * (size - 3 - side), f"heat--{'marathon' if lean > 1 else 'sprint'}"

    def _verdict(self, what: str, column: Column, size: int) -> tuple[str, str]:
        verdict, glyphs = column.verdict, self._glyphs
        if what == "total":
            return fit(f"{verdict.total} of {verdict.maximum}", size, glyphs), "heat--muted"
        if what == "margin":
            return fit("–" if verdict.margin is None else str(verdict.margin), size, glyphs), "heat--muted"
        pace = verdict.pace if what == "verdict" else verdict.effective
        return fit(badge(pace, glyphs), size, glyphs), f"heat--{pace}" if pace else "heat--muted"
