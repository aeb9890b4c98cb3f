"""What stands on one line of a roadmap's chart: where it was agreed to be, its bar or marks, and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from rich.cells import cell_len

from paceplan.tui.glyphs import ASCII, Glyphs
from paceplan.tui.presentation.words import day
from paceplan.tui.widgets.gantt_rows import Cells, Row


def sign_of(row: Row, today: dt.date, glyphs: Glyphs) -> tuple[str, str]:
    """Return the sign of a line that is no phase, and the part that colours it."""
    if row.done:
        return glyphs.tick_done, "gantt--done"
    if row.kind == "round":
        return glyphs.undetermined, "gantt--muted"
    if row.late(today) or row.doubtful:
        return glyphs.late, "gantt--late"
    if row.kind == "sprint":
        return glyphs.sprint, "gantt--sprint"
    return (glyphs.hybrid, "gantt--milestone") if row.kind == "milestone" else (glyphs.tick_open, "gantt--muted")


class LineDrawing(NamedTuple):
    """The view that a line is drawn in: the cell in view of a day by its ordinal, and how many cells there are."""

    cell: Callable[[int], int]
    room: int
    today: dt.date
    glyphs: Glyphs

    @property
    def ascii(self) -> bool:
        """Only signs of ASCII are to be used."""
        return self.glyphs is ASCII

    def at(self, when: dt.date, days: int = 0) -> int:
        """Return the cell of the day that comes so many days after `when`, counted from the view's left edge."""
        return self.cell(when.toordinal() + days)

    def draw(self, cells: Cells, row: Row, selected: bool) -> None:
        """Draw what one line says into its calendar."""
        if row.ghost:
            self._agreed(cells, row, *row.ghost)
        if row.kind == "round":
            sign = "o" if self.ascii and row.id == "demo" else "." if self.ascii else "◇" if row.id == "demo" else "·"
            for when in row.days:
                cells.put(self.at(when), sign, "gantt--milestone" if row.id == "demo" else "gantt--muted")
        elif row.start and row.end:
            self._dated(cells, row, row.start, row.end, selected)

    def _agreed(self, cells: Cells, row: Row, start: dt.date, end: dt.date) -> None:
        """Draw where a line was agreed to be."""
        if row.kind in ("phase", "sprint"):
            first = self.at(start)
            until = max(first + 1, self.at(end, 1 if row.kind == "phase" else 0))
            cells.fill(first, until, "-" if self.ascii else "╌", "gantt--ghost")
        else:
            cells.put(self.at(end), "'" if self.ascii else "◌", "gantt--ghost")

    def _dated(self, cells: Cells, row: Row, start: dt.date, end: dt.date, selected: bool) -> None:
        first = self.at(start)
        if row.kind in ("phase", "sprint"):
            until = max(first + 1, self.at(end, 1 if row.kind == "phase" else 0))
            self._bar(cells, row, first, until)
        else:
            until = first + 1
            cells.put(first, *sign_of(row, self.today, self.glyphs))
        if until <= 0:
            cells.put(0, self.glyphs.left, "gantt--muted")
        elif first >= self.room:
            cells.put(self.room - 1, self.glyphs.right, "gantt--muted")
        else:
            taken = until
            if row.ghost and until <= (ghost := self.at(row.ghost[1])) < self.room:
                taken = ghost + 1  # so that the words leave the agreed day to be seen
            self._words(cells, row, first, taken, selected)

    def _bar(self, cells: Cells, row: Row, start: int, end: int) -> None:
        """Draw a phase with its part done, or a sprint from its sign to its tick."""
        glyphs, width = self.glyphs, end - start
        if row.kind == "sprint":
            cells.fill(start, end, "=" if self.ascii else "━", "gantt--sprint")
            cells.put(start, glyphs.sprint, "gantt--sprint")
            if row.done:
                cells.put(end - 1, glyphs.tick_done, "gantt--done")
            return
        done, total = row.share
        filled = width if row.done else min(width - 1, max(1, width * done // total)) if done else 0
        cells.fill(start, start + filled, glyphs.bar_full, "gantt--marathon")
        cells.fill(start + filled, end, glyphs.bar_empty, "gantt--marathon")
        if row.critical:
            cells.put(end - 1, ">" if self.ascii else "▶", "gantt--marathon")

    def _words(self, cells: Cells, row: Row, start: int, end: int, selected: bool) -> None:
        """Write a date beside the mark, or beside the bar under the cursor its dates and what it waits for."""
        assert row.start is not None
        assert row.end is not None
        late = row.late(self.today)
        if row.kind in ("deliverable", "milestone"):
            text = day(row.end, self.today) if selected or not row.done else ""
        else:
            dash = "-" if self.ascii else "–"
            text = f"{day(row.start, self.today)} {dash} {day(row.end, self.today)}" if selected or late else ""
        text += " late" if late else ""
        if selected and row.note:
            text += f" {'-' if self.ascii else '·'} {row.note}"
        part = "gantt--late" if late else "gantt--muted"
        cells.write(self._place(cell_len(text), start, end), text, part, self.glyphs)

    def _place(self, size: int, start: int, end: int) -> int:
        """Return where words of `size` cells stand: right of what they go with, else left, else beyond today's line."""
        today = self.at(self.today)
        after, before = max(0, end) + 1, min(self.room, start) - 1 - size
        if after + size <= self.room and not after <= today < after + size:
            return after
        if before >= 0 and not before <= today < before + size:
            return before
        return today + 2 if after <= today < after + size else after
