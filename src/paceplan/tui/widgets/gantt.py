"""A roadmap as bars over a calendar: names fixed on the left, the calendar on top, today through every row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from paceplan.tui.glyphs import ASCII, Glyphs, fit
from paceplan.tui.presentation.words import MONTHS
from paceplan.tui.widgets.calendar_list import CalendarList, Styles
from paceplan.tui.widgets.gantt_line import LineDrawing, sign_of
from paceplan.tui.widgets.gantt_rows import Cells, Kind, Row, rows_of

if TYPE_CHECKING:
    from paceplan.core.roadmap import Plan
    from paceplan.core.roadmap_block import Overview


class Gantt(CalendarList):
    """The drawing of one plan; it asks for changes by its messages and shows what it is given next."""

    CROSSED = " │━=╌-"
    COMPONENT_CLASSES = {
        "gantt--phase", "gantt--marathon", "gantt--sprint", "gantt--milestone", "gantt--done", "gantt--late",
        "gantt--muted", "gantt--mark", "gantt--ghost",
    }  # fmt: skip
    DEFAULT_CSS = """
    Gantt {
        & > .calendar--today { color: $warning; text-style: none; }
        & > .gantt--phase { color: $foreground; text-style: bold; }
        & > .gantt--marathon { color: $pace-marathon; }
        & > .gantt--sprint { color: $pace-sprint; }
        & > .gantt--milestone { color: $primary; }
        & > .gantt--done { color: $success; }
        & > .gantt--late { color: $error; text-style: bold; }
        & > .gantt--muted { color: $text-muted; }
        & > .gantt--mark { color: $primary; text-style: bold; }
        & > .gantt--ghost { color: $text-muted; }
    }
    """

    class _Request(Message):
        """A change that the plan is asked for."""

        def __init__(self, gantt: Gantt) -> None:
            super().__init__()
            self.gantt = gantt

        @property
        def control(self) -> Gantt:
            """The widget, so that `@on` can pick one by its selector."""
            return self.gantt

    class Shift(_Request):
        """A line is to move by so many days: a phase with what comes after it, anything else alone."""

        def __init__(self, gantt: Gantt, row: Row, days: int) -> None:
            super().__init__(gantt)
            self.row, self.days = row, days

        @property
        def item(self) -> str:
            """The collection and the id, as `core.planning.move` takes it."""
            return self.row.item

    class Finish(_Request):
        """A deliverable, sprint or milestone is to be done, or open again where it is done now."""

        def __init__(self, gantt: Gantt, row: Row) -> None:
            super().__init__(gantt)
            self.row = row

        @property
        def item(self) -> str:
            """The collection and the id, as `core.roadmap.finish` takes it where an id alone could mean two things."""
            return self.row.item

    def __init__(
        self, glyphs: Glyphs, *, empty: tuple[str, ...] = ("Nothing planned yet",), id: str | None = None
    ) -> None:
        super().__init__(glyphs, id=id)
        self._rows: list[Row] = []
        self._plan: Plan | None = None
        self._end_drift = 0
        self._dragged: tuple[Row, int] | None = None
        self._was_dragged = False
        self._empty = empty

    # -- what is in it ----------------------------------------------------------------------------

    def show(
        self, plan: Plan | None, today: dt.date, seen: Overview | None = None, empty: tuple[str, ...] = ()
    ) -> None:
        """Replace the values; the cursor stays on the same entry, the view on the same days.

        `seen` adds what departs from the agreed plan, and what comes round by itself.
        """
        before, first = self.selected, self._plan is None
        old, head = self._rows, self._titles()
        ghosts = (self._today, self._empty)
        self._plan, self._today, self._empty = plan, today, empty or self._empty
        self._end_drift = (seen.end_drift or 0) if seen else 0
        self._rows = rows_of(plan, seen) if plan else []
        if len(old) != len(self._rows) or ghosts != (self._today, self._empty):
            self.set_count(len(self._rows))
        if before is not None:
            same = (n for n, row in enumerate(self._rows) if (row.kind, row.id) == (before.kind, before.id))
            self.cursor = next(same, self.cursor)
        if self.place_axis(to_today=first) or len(old) != len(self._rows):
            self.refresh()
        else:
            self._repaint(old, head)

    def _repaint(self, old: list[Row], head: list[str]) -> None:
        """Repaint the lines that say something else than before."""
        header = [line for line, title in enumerate(self._titles()) if title != head[line]]
        self.refresh_rows((n for n, row in enumerate(self._rows) if row != old[n]), header=header)

    def reach(self) -> tuple[dt.date, dt.date] | None:
        """Return the plan's first and last day, or those of what lies or was agreed to lie outside it."""
        if self._plan is None or not self._rows:
            return None
        dates = [d for row in self._rows for d in (row.start, row.end, *(row.ghost or ())) if d]
        dates += [self._plan.start, self._plan.end]
        return min(dates), max(dates)

    def go_to(self, kind: Kind, key: str) -> None:
        """Put the cursor on an entry, if it is there."""
        self.cursor = next((n for n, row in enumerate(self._rows) if (row.kind, row.id) == (kind, key)), self.cursor)

    @property
    def selected(self) -> Row | None:
        """The line under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    # -- what the keys do -------------------------------------------------------------------------

    def middle(self) -> tuple[dt.date, int]:
        """Return today, or the day nearest to it of what is under the cursor; it comes to the first third."""
        row = self.selected
        if row and not row.start:
            row = next((other for other in self._rows if other.id == other.phase == row.phase), row)
        day = max(row.start, min(self._today, row.end)) if row and row.start and row.end else self._today
        return day, self._room // 3

    def action_shift(self, days: int) -> None:
        """Ask for the line under the cursor to move by `days`."""
        if (row := self.selected) and row.movable:
            self.post_message(self.Shift(self, row, days))

    def action_finish(self) -> None:
        """Ask for what is under the cursor to be done, or open again; a phase is done by its deliverables."""
        if (row := self.selected) and row.kind not in ("phase", "round"):
            self.post_message(self.Finish(self, row))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the bar or mark under the pointer, to be let go on another day."""
        self._was_dragged = False
        offset = event.get_content_offset(self)
        index = None if offset is None or event.button != 1 else self.row_at(offset.y)
        row = self._rows[index] if index is not None else None
        if row and row.movable and offset and offset.x >= self._label and self._axis and row.start and row.end:
            x = offset.x - self._label + self.left
            if self._axis.at(row.start) <= x <= max(self._axis.at(row.start), self._axis.at(row.end)):
                self._dragged = (row, x)
                self.capture_mouse()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Ask for what was taken hold of to move by the days between there and here."""
        held, self._dragged = self._dragged, None
        if held is None or self._axis is None:
            return
        self.release_mouse()
        row, x = held
        to = event.x - self.gutter.left - self._label + self.left
        days = (self._axis.day_at(to) - self._axis.day_at(x)).days
        self._was_dragged = days != 0
        if days:
            self.go_to(row.kind, row.id)
            self.post_message(self.Shift(self, row, days))

    def on_click(self, event: events.Click) -> None:
        """Leave the click that ends a drag without a meaning of its own."""
        if self._was_dragged:
            self._was_dragged = False
            event.prevent_default()
            event.stop()

    # -- how it looks -----------------------------------------------------------------------------

    def empty_lines(self) -> list[Strip]:
        """Say what belongs here."""
        return [Strip([Segment(line, self.style_of("gantt--muted"))]) for line in self._empty]

    def title(self, line: int) -> str:
        """Return from when to when it goes, and below that how much is done and how far its end has drifted."""
        if self._plan is None:
            return ""
        if line == 0:
            first, last = (f"{MONTHS[d.month - 1]} {d.year}" for d in (self._plan.start, self._plan.end))
            return f" {first}" if first == last else f" {first} {'-' if self._glyphs is ASCII else '–'} {last}"
        done, total = self._plan.progress
        drift = f"{self._end_drift:+d}d" if self._end_drift else ""
        return f" {'   '.join(filter(None, (f'{done} of {total} done' if total else '', drift)))}"

    def _titles(self) -> list[str]:
        return [self.title(line) for line in range(self.HEADER_LINES)]

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Draw the name and the bar or mark of one line."""
        row = self._rows[index]
        cells = Cells.blank(self._room)
        if self._axis:
            self.draw_rules(cells)
            LineDrawing(self.at, self._room, self._today, self._glyphs).draw(cells, row, selected)
            self.draw_today(cells)
        styles = Styles(self, selected)
        return Strip([*self._titled(row, self._label, selected, styles), *cells.segments(styles)])

    def _titled(self, row: Row, width: int, selected: bool, styles: dict[str, Style]) -> Iterator[Segment]:
        glyphs = self._glyphs
        yield Segment(glyphs.cursor if selected else " ", styles["gantt--mark"])
        sign, part = sign_of(row, self._today, glyphs)
        indent = 1 if row.phase and row.kind != "phase" else 0
        if row.kind != "phase":
            yield Segment(" " * indent + sign + " ", styles[part])
        done, total = row.share
        count = f" {done}/{total} " if row.kind == "phase" and total else " "
        moved = f" {row.delta:+d}d" if row.delta else ""
        room = width - 1 - len(count) - len(moved) - (indent + 2 if row.kind != "phase" else 0)
        text = "gantt--phase" if row.kind == "phase" else "gantt--muted" if row.done else ""
        yield Segment(fit(row.name, room, glyphs), styles[text])
        if moved:
            yield Segment(moved, styles["gantt--late" if row.delta > 0 else "gantt--done"])
        yield Segment(count, styles["gantt--muted"])
