"""Entries of several kinds as one list under headings: a sign, a name, what is said of it, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.widgets.line_list import LineList

NAME = (26, 34)
"""Cells of a name at most, in a narrow list and in one of 90 cells and more."""
_ROOMY = 90
_SCRAP = 8
"""Cells of a last part, with the gap before it, below which it is left out."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One line; its id is a kind and what stands behind it, such as `seat legal`, for a heading `heading ...`."""

    id: str
    name: str
    sign: str = " "
    tone: str = "faint"
    said: str = ""
    word: str = ""
    used: bool = True
    """Somebody said something of it; else it is the playbook's suggestion, and faint."""
    short: str = ""
    """What is said where there is no room for all of it; left out: the beginning of what is said."""

    @property
    def kind(self) -> str:
        """The first word of the id."""
        return self.id.partition(" ")[0]

    @property
    def key(self) -> str:
        """What follows the kind."""
        return self.id.partition(" ")[2]


class SectionList(LineList):
    """What does not fit gives way from the least telling on: what is said, then the end of long names."""

    ANNOUNCES = False
    COMPONENT_CLASSES = {
        "section-list--met", "section-list--missed", "section-list--due", "section-list--faint",
        "section-list--strong", "section-list--head", "section-list--note",
    }  # fmt: skip
    DEFAULT_CSS = """
    SectionList {
        background: $background;
        & > .section-list--met { color: $met; text-style: bold; }
        & > .section-list--missed { color: $missed; text-style: bold; }
        & > .section-list--due { color: $today; text-style: bold; }
        & > .section-list--faint { color: $faint; }
        & > .section-list--strong { text-style: bold; }
        & > .section-list--head { background: $panel; color: $foreground; text-style: bold; }
        & > .section-list--note { background: $panel; color: $text-muted; }
    }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._rows: Sequence[SectionRow] = ()
        self._widths = (0, 0)
        """Cells of the longest name, and of the longest word."""

    def show(self, rows: Sequence[SectionRow], keep: str | None = None) -> None:
        """Show other lines, the cursor on the same entry; where only some differ, only those are painted again."""
        keep = keep or self.current_id
        old, self._rows = self._rows, rows
        entries = [row for row in rows if row.kind != "heading"]
        sizes = (
            max((cell_len(row.name) for row in entries), default=0),
            max((cell_len(row.word) for row in entries), default=0),
        )
        same = len(rows) == len(old) and sizes == self._widths
        self._widths = sizes
        at = self.cursor
        if not same:
            self.set_count(len(rows))
        else:
            for index, (before, after) in enumerate(zip(old, rows, strict=True)):
                if before != after:
                    self.refresh_row(index)
        self.cursor = next((n for n, row in enumerate(rows) if row.id == keep), max(0, at))

    @property
    def current(self) -> SectionRow | None:
        """The line under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    @property
    def current_id(self) -> str | None:
        """The id of what is under the cursor."""
        return self.current.id if self.current else None

    def go_to(self, row_id: str) -> None:
        """Put the cursor on a line, where there is one of this id."""
        self.cursor = next((n for n, row in enumerate(self._rows) if row.id == row_id), self.cursor)

    def selectable(self, index: int) -> bool:
        return self._rows[index].kind != "heading"

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        row, glyphs, base = self._rows[index], self._glyphs, self.style_of(selected=selected)
        if row.kind == "heading":
            return self._heading(row, width)

        def part(name: str) -> Style:
            return self.style_of(f"section-list--{name}", selected=selected)

        name, said, word = self._columns(width - 1)  # one is the scrollbar's
        if said and word and not row.word:  # what has no word of its own has the room of it for what is said
            said, word = said + 2 + word, 0
        text = _whole(row, said)
        grown = max(0, min(cell_len(row.name) - name, said - cell_len(text)))  # a long name where little is said
        name, said = name + grown, said - grown
        segments = [
            Segment(f"{glyphs.cursor if selected else ' '} ", part("strong")),
            Segment(f"{row.sign} ", part(row.tone)),
            Segment(fit(row.name, name, glyphs), base if row.used else part("faint")),
        ]
        if said:
            segments.append(Segment("  " + fit(text, said, glyphs), part("faint")))
        if word:
            tone = row.tone if row.tone in ("missed", "due") else "faint"
            segments.append(Segment("  " + fit(row.word, word, glyphs), part(tone)))
        return Strip(segments)

    def _columns(self, width: int) -> tuple[int, int, int]:
        """Return the cells of names, of what is said, and of words."""
        longest, word = self._widths
        word = word if width >= 54 + word else 0
        end = word + 2 if word else 0
        name = min(longest, NAME[width >= _ROOMY], max(8, width - 6 - end))
        said = width - 6 - name - end
        if said < 6:
            return max(name, min(longest, width - 5 - end)), 0, word
        return name, said, word

    def _heading(self, row: SectionRow, width: int) -> Strip:
        head, note = self.style_of("section-list--head"), self.style_of("section-list--note")
        late = self.style_of("section-list--missed") + Style.from_color(bgcolor=head.bgcolor)
        said = row.said if cell_len(row.said) + cell_len(row.name) + 7 <= width else ""
        name = fit(row.name, min(cell_len(row.name), width - 5 - cell_len(said)), self._glyphs)
        gap = max(1, width - 5 - cell_len(name) - cell_len(said))
        return Strip([
            Segment(f"  {name}", head), Segment(" " * gap, note),
            Segment(said, late if row.tone == "missed" else note), Segment("   ", note),
        ])  # fmt: skip


def _whole(row: SectionRow, width: int) -> str:
    """Return what is said of an entry in `width` cells as far as that goes: all of it, or else the short form.

    The last of the parts that stand two spaces apart is left out where no more than a scrap of it would show.
    """
    if cell_len(row.said) <= width:
        return row.said
    said = row.short or row.said
    if cell_len(said) <= width:
        return said
    head, apart, _ = set_cell_size(said, width).rstrip().rpartition("  ")
    return head if apart and width - cell_len(head) < _SCRAP else said
