"""The metrics of a project as a list in groups: what was agreed, what was read, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.widgets.line_list import LineList

TREND = 8
"""Cells of the drawing at the end of a line."""
GIVES_WAY = {"on": 40, "unit": 40, "trend": 24, "word": 14}
"""Column -> the cells of a name below which it is left out, in this order."""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One line: a group's heading, a metric, or how much of a budget is used; each cell as text."""

    id: str
    kind: Literal["heading", "metric", "slo", "budget"]
    sign: str = " "
    tone: str = "faint"
    name: str = ""
    flags: str = ""
    used: bool = True
    baseline: str = ""
    relation: str = ""
    target: str = ""
    unit: str = ""
    latest: str = ""
    on: str = ""
    trend: str = ""
    word: str = ""
    said: str = ""
    """What stands in place of the figures of a metric."""


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Cells of each column; 0 leaves it out."""

    baseline: int = 0
    relation: int = 0
    target: int = 0
    unit: int = 0
    latest: int = 0
    on: int = 0
    trend: int = 0
    word: int = 0

    @property
    def goal(self) -> int:
        """Cells from the baseline to the end of the unit."""
        return max(0, sum(n + 1 for n in (self.baseline, self.relation, self.target, self.unit) if n) - 1)

    @property
    def figures(self) -> int:
        """Cells of everything right of the name, each column with the gap before it."""
        return sum(n + 2 for n in (self.goal, self.latest, self.on, self.trend, self.word) if n)


class MetricList(LineList):
    """Columns name, goal, latest, its day, trend and outcome; what does not fit gives way from the least telling on."""

    HEADER_LINES = 1
    COMPONENT_CLASSES = {
        "metric-list--met", "metric-list--missed", "metric-list--due", "metric-list--faint", "metric-list--flag",
        "metric-list--trend", "metric-list--strong",
    }  # fmt: skip
    DEFAULT_CSS = """
    MetricList {
        background: $background;
        & > .metric-list--met { color: $met; text-style: bold; }
        & > .metric-list--missed { color: $missed; text-style: bold; }
        & > .metric-list--due { color: $today; text-style: bold; }
        & > .metric-list--faint { color: $faint; }
        & > .metric-list--flag { color: $key; text-style: bold; }
        & > .metric-list--trend { color: $bar-done; }
        & > .metric-list--strong { text-style: bold; }
    }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._rows: Sequence[MetricRow] = ()
        self._widest: dict[str, int] = {}
        self._fitted: tuple[int, int, _Sizes] = (0, 0, _Sizes())

    def show(self, rows: Sequence[MetricRow], keep: str | None = None) -> None:
        """Show other lines, the cursor on the same metric; where only some differ, only those are painted again."""
        keep = keep or self.current_id
        old, self._rows = self._rows, rows
        widest = {
            field: max((cell_len(getattr(row, field)) for row in rows), default=0)
            for field in ("name", "flags", "baseline", "relation", "target", "unit", "latest", "on", "word")
        }
        same = [row.id for row in rows] == [row.id for row in old] and widest == self._widest
        self._widest, self._fitted = widest, (0, 0, _Sizes())
        if not same:
            self.set_count(len(rows))
            self.cursor = next((n for n, row in enumerate(rows) if row.id == keep and row.kind != "heading"), 0)
            return
        for index, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before != after:
                self.refresh_row(index)

    @property
    def current(self) -> MetricRow | None:
        """The line under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    @property
    def current_id(self) -> str | None:
        """The id of what is under the cursor."""
        return self.current.id if self.current else None

    def go_to(self, metric: str) -> None:
        """Put the cursor on a metric; where it is not listed, nothing moves."""
        self.cursor = next((n for n, row in enumerate(self._rows) if row.id == metric), self.cursor)

    def selectable(self, index: int) -> bool:
        return self._rows[index].kind != "heading"

    def _columns(self, width: int) -> tuple[int, _Sizes]:
        """Return the cells of the name and of the columns right of it."""
        if self._fitted[0] == width:
            return self._fitted[1:]
        most = self._widest
        sizes = _Sizes(
            min(9, most["baseline"]), most["relation"], min(9, most["target"]), min(12, most["unit"]),
            max(6, min(9, most["latest"])), most["on"], TREND, most["word"],
        )  # fmt: skip
        # The heading of the goal ends where the target does, and needs its six cells.
        lacking = max(0, 6 - sum(n + 1 for n in (sizes.baseline, sizes.relation) if n) - sizes.target)
        sizes = replace(sizes, target=sizes.target + lacking)
        wanted = min(most["name"] + most["flags"], 40)
        for column, least in GIVES_WAY.items():
            if width - 6 - sizes.figures < min(wanted, least):
                sizes = replace(sizes, **{column: 0})
        name = max(8, min(wanted, width - 6 - sizes.figures))
        self._fitted = (width, name, sizes)
        return name, sizes

    def render_header(self, line: int, width: int) -> Strip:
        name, sizes = self._columns(width)
        style = self.style_of("line-list--header")
        cells = [" " * 4, fit("metric", name, self._glyphs)]
        end = sum(n + 1 for n in (sizes.baseline, sizes.relation) if n) + sizes.target
        goal = " " * (end - 6) + "target"
        cells.append("  " + goal.ljust(sizes.goal))
        for word, size in (("latest", sizes.latest), ("on", sizes.on), ("trend", sizes.trend), ("", sizes.word)):
            cells.append("  " + (word.rjust(size) if word == "latest" else word.ljust(size))[:size] if size else "")
        return Strip([Segment("".join(cells), style)])

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        row, glyphs, base = self._rows[index], self._glyphs, self.style_of(selected=selected)

        def part(name: str) -> Style:
            return self.style_of(f"metric-list--{name}", selected=selected)

        if row.kind == "heading":
            return Strip([Segment(f"  {row.name}", part("strong"))])
        name, sizes = self._columns(width)
        if row.said:  # it takes from a short name what it needs
            lacking = cell_len(row.said) - self._room_to_say(sizes)
            name -= max(0, min(lacking, name - cell_len(row.name) - len(row.flags)))
        elif row.kind == "metric" and not (row.target or row.latest or row.baseline or row.word):
            name = max(name, width - 6)  # nothing stands right of it
        named = fit(row.name, min(cell_len(row.name), name - len(row.flags)), glyphs)
        segments = [
            Segment(f"{glyphs.cursor if selected else ' '} ", part("strong")),
            Segment(f"{row.sign} ", part(row.tone)),
            Segment(named, base if row.used else part("faint")),
            Segment(row.flags.ljust(name - cell_len(named)), part("flag")),
        ]
        room = self._columns(width)[0]
        if name > room:
            return Strip(segments)
        figures = self._said(row, sizes, room - name) if row.said else self._figures(row, sizes)
        for text, style in figures:
            segments.append(Segment(text, part(style) if style else base))
        return Strip(segments)

    def _figures(self, row: MetricRow, sizes: _Sizes) -> list[tuple[str, str]]:
        glyphs = self._glyphs
        parts: list[tuple[str, str]] = []
        if sizes.goal:
            parts.append(("  ", ""))
            if sizes.baseline:
                parts.append((_right(row.baseline, sizes.baseline, glyphs) + " ", "faint"))
            if sizes.relation:
                parts.append((fit(row.relation, sizes.relation, glyphs) + " ", "faint"))
            parts.append((_right(row.target, sizes.target, glyphs), ""))
            if sizes.unit:
                parts.append((" " + fit(row.unit if row.target or row.latest else "", sizes.unit, glyphs), "faint"))
        if sizes.latest:
            parts.append(("  " + _right(row.latest, sizes.latest, glyphs), row.tone if row.tone != "faint" else ""))
        if sizes.on:
            parts.append(("  " + fit(row.on, sizes.on, glyphs), "faint"))
        if sizes.trend:
            parts.append(("  " + fit(row.trend, sizes.trend, glyphs), "trend"))
        if sizes.word:
            parts.append(("  " + fit(row.word, sizes.word, glyphs), row.tone))
        return parts

    def _room_to_say(self, sizes: _Sizes) -> int:
        return max(0, sizes.figures - sum(n + 2 for n in (sizes.trend, sizes.word) if n) - 2)

    def _said(self, row: MetricRow, sizes: _Sizes, more: int) -> list[tuple[str, str]]:
        parts = [("  " + fit(row.said, self._room_to_say(sizes) + more, self._glyphs), "faint")]
        if sizes.trend:
            parts.append(("  " + fit(row.trend, sizes.trend, self._glyphs), row.tone))
        if sizes.word:
            parts.append(("  " + fit(row.word, sizes.word, self._glyphs), row.tone))
        return parts


def _right(text: str, width: int, glyphs: Glyphs) -> str:
    size = cell_len(text)
    return " " * (width - size) + text if size <= width else fit(text, width, glyphs)
