"""The lines of a roadmap's chart, and the cells of one while they are drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from paceplan.tui.glyphs import Glyphs, fit

if TYPE_CHECKING:
    from paceplan.core.roadmap import Plan
    from paceplan.core.roadmap_block import Overview

Kind = Literal["phase", "deliverable", "sprint", "milestone", "round"]


class Row(NamedTuple):
    """One line: a bar from `start` to `end` (the last day), or a mark where both are one day; neither without dates."""

    kind: Kind
    id: str
    phase: str | None
    name: str
    start: dt.date | None
    end: dt.date | None
    done: bool
    share: tuple[int, int] = (0, 0)
    critical: bool = False
    note: str = ""
    delta: int = 0
    """Days by which it is later than agreed; negative: earlier."""
    ghost: tuple[dt.date, dt.date] | None = None
    """Where it was agreed to be, if it is elsewhere now."""
    doubtful: bool = False
    days: tuple[dt.date, ...] = ()
    """The days of what comes round."""

    def late(self, today: dt.date) -> bool:
        """Its date has passed, and it is not done; a phase without deliverables is never late."""
        counts = self.kind not in ("phase", "round") or self.share[1] > 0
        return counts and not self.done and self.end is not None and self.end < today

    @property
    def item(self) -> str:
        """The collection and the id."""
        return f"{self.kind}s.{self.id}"

    @property
    def movable(self) -> bool:
        """It has dates that a person sets, and is not over; a phase may hold what is done and still move."""
        return self.kind != "round" and self.start is not None and (self.kind == "phase" or not self.done)


def rows_of(plan: Plan, seen: Overview | None = None) -> list[Row]:
    """Return the lines of a plan: each phase with its deliverables and sprints, then other sprints and milestones.

    With an overview, each has what departs from the agreed plan, and what comes round follows.
    """
    rows: list[Row] = []
    for p in plan.phases:
        waits = f"waits for {', '.join(p.waits_for)}" if p.waits_for else ""
        complete = 0 < p.total == p.done
        rows.append(Row("phase", p.id, p.id, p.name, p.start, p.end, complete, (p.done, p.total), p.critical, waits))
        for d in p.deliverables:
            when = (d.on or d.due) if d.done else d.due
            rows.append(Row("deliverable", d.id, p.id, d.name, when, when, d.done))
        rows += _sprints(plan, p.id)
    rows += _sprints(plan, None)
    rows += [Row("milestone", m.id, None, m.name, m.day, m.day, m.done) for m in plan.milestones]
    if seen is None:
        return rows
    departs = bool(seen.drifts or seen.doubts)
    return [_held_against(row, seen) if departs else row for row in rows] + _rounds(seen)


def _held_against(row: Row, seen: Overview) -> Row:
    drift, doubtful = seen.drift(row.kind, row.id), bool(seen.doubts_on(row.kind, row.id))
    if drift is None or drift.agreed is None:
        return row._replace(doubtful=True) if doubtful else row
    ghost = (drift.start or drift.agreed, drift.agreed)
    return row._replace(delta=drift.days, ghost=ghost, doubtful=doubtful)


def _rounds(seen: Overview) -> list[Row]:
    return [
        Row("round", o.kind, None, o.name, o.days[0], o.days[-1], False, note=f"every {o.every}", days=o.days)
        for o in seen.occasions
    ]


def _sprints(plan: Plan, phase: str | None) -> Iterator[Row]:
    for s in plan.sprints:
        if s.phase == phase:
            note = f"leaves {s.leaves}" if s.leaves else ""
            yield Row("sprint", s.id, phase, s.name, s.start, s.end, s.done, (int(s.done), 1), note=note)


@dataclass(slots=True)
class Cells:
    """The cells of a row's calendar while they are being drawn: a sign and the part that styles it."""

    signs: list[str]
    parts: list[str]

    @classmethod
    def blank(cls, width: int) -> Cells:
        return cls([" "] * width, [""] * width)

    def put(self, x: int, text: str, part: str) -> None:
        """Write `text`, of characters one cell wide, from cell `x` on; what lies outside is dropped."""
        for n in range(max(0, -x), min(len(text), len(self.signs) - x)):
            self.signs[x + n], self.parts[x + n] = text[n], part

    def fill(self, start: int, end: int, sign: str, part: str) -> None:
        """Write `sign` into the cells from `start` to before `end`, as far as they are in view."""
        start, end = max(0, start), min(end, len(self.signs))
        self.put(start, sign * (end - start), part)

    def write(self, x: int, text: str, part: str, glyphs: Glyphs) -> None:
        """Write words of any characters, cropped at the right edge; they stand in their first cell as a whole."""
        width = min(cell_len(text), len(self.signs) - x)
        if width == cell_len(text) > 0 or width > 3:
            self.signs[x : x + width] = [fit(text, width, glyphs), *[""] * (width - 1)]
            self.parts[x : x + width] = [part] * width

    def segments(self, styles: dict[str, Style]) -> Iterator[Segment]:
        """Yield the cells, those of one part in one piece."""
        start = 0
        for n in range(1, len(self.signs) + 1):
            if n == len(self.signs) or self.parts[n] != self.parts[start]:
                yield Segment("".join(self.signs[start:n]), styles[self.parts[start]])
                start = n
