"""What an empty workspace offers: the ways to begin, each a line to choose by key, cursor or mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.widgets.line_list import LineList


class Door(NamedTuple):
    """One way to begin: the action behind it, its key, what it is, and what follows."""

    id: str
    key: str
    name: str
    about: str


class Doors(LineList):
    """A welcome above, the ways to begin below it."""

    ANNOUNCES = False
    HEADER_LINES = 5
    COMPONENT_CLASSES = {"doors--key", "doors--faint", "doors--title"}
    DEFAULT_CSS = """
    Doors {
        background: $background;
        & > .doors--title { color: $foreground; text-style: bold; }
        & > .doors--key { color: $key; text-style: bold; }
        & > .doors--faint { color: $faint; }
    }
    """

    def __init__(self, glyphs: Glyphs, doors: Sequence[Door], welcome: Sequence[str], *, id: str | None = None) -> None:
        """`welcome` are up to three lines, the first of which stands out."""
        super().__init__(id=id)
        self._glyphs, self._doors, self._welcome = glyphs, doors, welcome
        self.set_count(len(doors))

    @property
    def current(self) -> Door | None:
        """The way under the cursor."""
        return self._doors[self.cursor] if 0 <= self.cursor < len(self._doors) else None

    def render_header(self, line: int, width: int) -> Strip:
        text = self._welcome[line - 1] if 0 < line <= len(self._welcome) else ""
        style = self.style_of("doors--title" if line == 1 else "doors--faint")
        plain = self.style_of()
        return Strip([Segment("  ", plain), Segment(fit(text, max(0, width - 3), self._glyphs), style)]) \
            .adjust_cell_length(width, plain)  # fmt: skip

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        door, base = self._doors[index], self.style_of(selected=selected)
        key = self.style_of("doors--key", selected=selected)
        names = max(cell_len(door.name) for door in self._doors)
        about = max(0, width - names - 10)
        return Strip([
            Segment(f"{self._glyphs.cursor if selected else ' '} ", key),
            Segment(f" {door.key}  ", key),
            Segment(fit(door.name, names, self._glyphs), base),
            Segment("   ", base),
            Segment(fit(door.about, about, self._glyphs), self.style_of("doors--faint", selected=selected)),
        ])  # fmt: skip
