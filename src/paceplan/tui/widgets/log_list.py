"""The journal as a list, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry: when, who, where, what it changed and how, and whether it was taken back since."""

    id: str
    when: str
    who: str
    project: str
    what: str
    step: str
    undone: bool = False


class LogList(LineList):
    """Columns time, author, project (where several are shown), what, and before → after."""

    HEADER_LINES = 1
    COMPONENT_CLASSES = {"log-list--faint", "log-list--what", "log-list--undone"}
    DEFAULT_CSS = """
    LogList {
        background: $background;
        & > .log-list--faint { color: $faint; }
        & > .log-list--what { text-style: bold; }
        & > .log-list--undone { color: $faint; text-style: strike; }
    }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._rows: Sequence[LogRow] = ()
        self._projects = False

    def show(self, rows: Sequence[LogRow], *, projects: bool) -> None:
        """Replace the lines; `projects` adds the column that names the project."""
        self._rows, self._projects = rows, projects
        self.set_count(len(rows))

    def empty_lines(self) -> list[Strip]:
        return [Strip([Segment("Nothing has been changed yet.", self.style_of("log-list--faint"))])]

    def _widths(self, width: int) -> tuple[int, int, int, int]:
        """Return the cells of time, author, project and what; the rest is the change itself."""
        who = 10 if width >= 100 else 0
        project = min(28, width // 4) if self._projects else 0
        return 12, who, project, max(14, (width - 14 - who - project) * 2 // 5)

    def render_header(self, line: int, width: int) -> Strip:
        style = self.style_of("line-list--header")
        time, who, project, what = self._widths(width)
        cells = [("when", time), ("who", who), ("project", project), ("what", what), ("before and after", 20)]
        text = "  " + "  ".join(fit(name, size, self._glyphs) for name, size in cells if size)
        return Strip([Segment(fit(text, width, self._glyphs), style)])

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        row, glyphs = self._rows[index], self._glyphs
        base = self.style_of(selected=selected)
        faint = self.style_of("log-list--faint", selected=selected)
        strong = self.style_of("log-list--undone" if row.undone else "log-list--what", selected=selected)
        time, who, project, what = self._widths(width)
        used = 2 + sum(size + 2 for size in (time, who, project, what) if size)
        segments = [Segment(f"{glyphs.cursor if selected else ' '} ", base)]
        for text, size, style in (
            (row.when, time, faint),
            (row.who, who, faint),
            (row.project, project, base),
            (row.what, what, strong),
        ):
            if size:
                shown = fit(text, size, glyphs).rstrip()  # so that what was undone is struck as far as its words go
                segments += [Segment(shown, style), Segment(" " * (size + 2 - cell_len(shown)), base)]
        segments.append(Segment(fit(row.step, max(0, width - used), glyphs), base))
        return Strip(segments)
