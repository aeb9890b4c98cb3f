"""The portfolio's list: one line a project, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from paceplan.tui.glyphs import Glyphs, badge, fit, meter
from paceplan.tui.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class ListRow:
    """What one line shows, already worked out."""

    id: str
    name: str
    pace: str | None
    score: tuple[int, int] | None
    progress: str
    next: str
    what: str
    health: str
    owner: str
    marked: bool = False
    elevate: bool = False
    """Something says that it has become a marathon."""


_HEALTH = {"done": "met", "blocked": "missed", "late": "missed", "due": "due", "on track": "muted"}


MARKS = 3
"""Cells on the left of a line, where its mark stands."""


class ProjectList(LineList):
    """Columns name, pace, score, done and next; from 96 cells what comes next in words, from 130 the owner."""

    HEADER_LINES = 1
    COMPONENT_CLASSES = {
        "project-list--sprint", "project-list--hybrid", "project-list--marathon",
        "project-list--met", "project-list--missed", "project-list--due", "project-list--muted", "project-list--mark",
        "project-list--sorted",
    }  # fmt: skip
    DEFAULT_CSS = """
    ProjectList {
        background: $background;
        & > .project-list--sprint { color: $pace-sprint; text-style: bold; }
        & > .project-list--hybrid { color: $pace-hybrid; text-style: bold; }
        & > .project-list--marathon { color: $pace-marathon; text-style: bold; }
        & > .project-list--met { color: $met; }
        & > .project-list--missed { color: $missed; text-style: bold; }
        & > .project-list--due { color: $today; }
        & > .project-list--muted { color: $faint; }
        & > .project-list--sorted { background: $panel; color: $foreground; text-style: bold; }
        & > .project-list--mark { color: $key; text-style: bold; }
    }
    """

    class Marked(Message):
        """The place of a line's mark was clicked."""

        def __init__(self, project_id: str) -> None:
            super().__init__()
            self.project_id = project_id

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._rows: Sequence[ListRow] = ()
        self._sort = ("next", False)
        self._empty: tuple[str, ...] = ()
        self._elevates = False

    def show(
        self, rows: Sequence[ListRow], *, sort: str, descending: bool, empty: tuple[str, ...], keep: str | None = None
    ) -> None:
        """Replace the lines, keeping the cursor on the project `keep` (or the current one) where it still shows."""
        keep = keep or self.current_id
        self._rows, self._sort, self._empty = rows, (sort, descending), empty
        self._elevates = any(row.elevate for row in rows)
        self.set_count(len(rows))
        place = next((n for n, row in enumerate(rows) if row.id == keep), None)
        if place is not None:
            self.cursor = place
        self.refresh()

    @property
    def rows(self) -> Sequence[ListRow]:
        """The lines in their order."""
        return self._rows

    @property
    def current_id(self) -> str | None:
        """The id of the project under the cursor."""
        return self._rows[self.cursor].id if 0 <= self.cursor < len(self._rows) else None

    def on_click(self, event: Click) -> None:
        """Mark on the left edge; elsewhere a click is for the whole line."""
        offset = event.get_content_offset(self)
        index = self.row_at(offset.y) if offset is not None and event.button == 1 and offset.x < MARKS else None
        if index is not None:
            event.stop()
            event.prevent_default()
            self.cursor = index
            self.post_message(self.Marked(self._rows[index].id))

    def empty_lines(self) -> list[Strip]:
        plain, key = self.style_of(), self.style_of("project-list--mark")
        lines = []
        for line in self._empty:
            # A line such as `n   start ...` names a key, which then shows as one.
            cut = 1 if line[1:4] == "   " else 0
            lines.append(Strip([Segment(line[:cut], key), Segment(line[cut:], plain)]))
        return lines

    def _columns(self, width: int) -> list[tuple[str, str, int]]:
        """Return (key, heading, width) of the columns that fit; the name takes what is left."""
        columns = [("pace", "pace", 12 if self._elevates else 10)]
        if width >= 56:
            columns.append(("score", "score", 6))
        if width >= 64:
            columns.append(("progress", "done", 5))
        columns.append(("next", "next", 8))
        if width >= 96:
            columns.append(("what", "", 24))
        if width >= 130:
            columns.append(("owner", "owner", 20))
        taken = sum(size + 2 for _, _, size in columns) + 3
        return [("name", "name", max(8, width - taken - 1)), *columns]

    def render_header(self, line: int, width: int) -> Strip:
        if not self._rows:
            return Strip.blank(width, self.style_of("line-list--header"))
        plain, strong = self.style_of("line-list--header"), self.style_of("project-list--sorted")
        segments = [Segment("   ", plain)]
        for key, heading, size in self._columns(width):
            sorted_by = key == self._sort[0]
            arrow = (self._glyphs.down if self._sort[1] else self._glyphs.up) if sorted_by else ""
            text = f"{heading} {arrow}" if arrow and len(heading) + 2 <= size else heading + arrow
            segments.append(Segment(fit(text, size, self._glyphs), strong if sorted_by else plain))
            segments.append(Segment("  ", plain))
        return Strip(segments).adjust_cell_length(width, plain)

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        row, glyphs = self._rows[index], self._glyphs
        base = self.style_of(selected=selected)

        def styled(name: str) -> Style:
            return self.style_of(f"project-list--{name}", selected=selected)

        mark = glyphs.cursor if selected else " "
        health = {"late": glyphs.late, "blocked": glyphs.blocked, "done": glyphs.done, "due": glyphs.due}.get(
            row.health, " "
        )
        segments = [
            Segment(mark, styled("mark")),
            Segment(glyphs.marked if row.marked else health, styled("mark" if row.marked else _HEALTH[row.health])),
            Segment(" ", base),
        ]
        for key, _, size in self._columns(width):
            if key == "pace":
                said, sign = badge(row.pace, glyphs), f" {glyphs.up}" if row.elevate else ""
                segments += [Segment(said, styled(row.pace or "muted")), Segment(sign, styled("missed"))]
                cell = Segment(" " * (size - cell_len(said + sign)), base)
            elif key == "score":
                text = meter(*row.score, 6, glyphs) if row.score else fit("–", 6, glyphs)
                cell = Segment(text, styled((row.score and row.pace) or "muted"))
            elif key == "next":
                cell = Segment(fit(row.next, size, glyphs), styled(_HEALTH[row.health]))
            elif key == "name":
                cell = Segment(fit(row.name, size, glyphs), base)
            else:
                cell = Segment(fit(str(getattr(row, key)), size, glyphs), styled("muted"))
            segments += [cell, Segment("  ", base)]
        return Strip(segments).adjust_cell_length(width, base)
