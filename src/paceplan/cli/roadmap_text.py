"""A roadmap as plain text: a chart over a calendar, and below it what moved, waits, comes round and is doubtful."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from paceplan.cli.cells import cells, padded
from paceplan.cli.output import badge, field, say
from paceplan.core import baseline
from paceplan.core.dates import add_months

if TYPE_CHECKING:
    from paceplan.cli.resolving import Subject
    from paceplan.core.elevation import TripWire
    from paceplan.core.roadmap_block import Overview
    from paceplan.core.schedule import SprintSpan

_NAMES = 32
_LEAST = 24
_AFTER = 22
"""Cells of the names at most, of the calendar at least, and of what stands behind it."""


class _Line(NamedTuple):
    sign: str
    name: str
    start: dt.date | None
    end: dt.date | None
    ghost: tuple[dt.date, dt.date] | None
    bar: str
    share: float
    after: str


def print_roadmap(found: Subject, seen: Overview, wires: Iterable[TripWire], today: dt.date, room: int) -> None:
    """Print the chart, at most `room` cells wide, and all there is to say of it."""
    plan = seen.plan
    done, total = plan.progress
    say(f"{found.project.name}   {badge(found.verdict.effective)}")
    field("roadmap", [f"{plan.start} to {plan.end}; {done} of {total} done{agreed(seen)}"])
    say()
    _chart(seen, today, room)
    say()
    print_words(seen, today)
    field("elevate?", (wire.text for wire in wires))


def agreed(seen: Overview) -> str:
    """Say when the plan was agreed, and how its end stands to that."""
    if seen.agreed is None:
        return "; not agreed yet"
    if seen.end_drift is None:
        return f"; agreed {seen.agreed}, without its dates; 'paceplan agree' keeps them"
    return f"; agreed {seen.agreed}, ends {baseline.by_days(seen.end_drift)}"


def print_words(seen: Overview, today: dt.date) -> None:
    """Print what moved, what is waited for, the pieces, what comes round, and what is doubtful."""
    plan = seen.plan
    field("moved", map(baseline.told, baseline.moved(seen.drifts)))
    field("waits", _waits(seen))
    field("pieces", (f"{'✓' if p.there else '○'} {p.text}  ({p.name})" for p in plan.pieces))
    field("de-risks", (f"{s.name}: {s.de_risks}" for s in plan.sprints if s.de_risks))
    field("evidence", (f"{m.name} lacks {', '.join(m.lacks)}" for m in plan.milestones if m.lacks))
    field("comes up", (f"{o.next(today)}  {o.name}, every {o.every}" for o in seen.occasions if o.next(today)))
    field("warning", map(str, seen.doubts))


def _waits(seen: Overview) -> Iterator[str]:
    for phase in seen.plan.phases:
        for wait in phase.waits:
            due = f", {wait.due}" if wait.due else ""
            detail = f" ({wait.detail})" if wait.detail else ""
            yield f"{phase.name} waits for {wait.name}{due}{detail}"


def _after(seen: Overview, kind: str, key: str, words: str) -> str:
    drift = seen.drift(kind, key)
    return f"{words}  {drift.days:+d} d" if drift and drift.days else words


def _ghost(seen: Overview, kind: str, key: str) -> tuple[dt.date, dt.date] | None:
    """Return where something was agreed to be, if it is elsewhere now."""
    drift = seen.drift(kind, key)
    return (drift.start or drift.agreed, drift.agreed) if drift and drift.agreed else None


def _lines(seen: Overview, today: dt.date) -> Iterator[_Line]:
    plan = seen.plan
    for p in plan.phases:
        share = p.done / p.total if p.total else 0.0
        words, ghost = _after(seen, "phase", p.id, f"to {p.end}"), _ghost(seen, "phase", p.id)
        yield _Line("■", f"{p.name} {p.done}/{p.total}", p.start, p.end, ghost, "▇░", share, words)
        for d in p.deliverables:
            day = (d.on or d.due) if d.done else d.due
            yield _point(seen, "deliverable", d.id, d.name, day, "  ", d.done, today)
        yield from (_sprint(seen, s, "  ") for s in plan.sprints if s.phase == p.id)
    yield from (_sprint(seen, s, "") for s in plan.sprints if s.phase is None)
    for m in plan.milestones:
        yield _point(seen, "milestone", m.id, m.name, (m.on or m.day) if m.done else m.day, "", m.done, today)


def _point(
    seen: Overview, kind: str, key: str, name: str, day: dt.date | None, indent: str, done: bool, today: dt.date
) -> _Line:
    sign = "✓" if done else "!" if day and day < today else "◆" if kind == "milestone" else "○"
    words = _after(seen, kind, key, str(day)) if day else ""
    return _Line(f"{indent}{sign}", name, day, None, _ghost(seen, kind, key), sign, 0.0, words)


def _sprint(seen: Overview, s: SprintSpan, indent: str) -> _Line:
    words = _after(seen, "sprint", s.id, f"to {s.end}")
    sign = f"{indent}{'✓' if s.done else '▸'}"
    return _Line(sign, s.name, s.start, s.end, _ghost(seen, "sprint", s.id), "━━", 1.0, words)


class _Axis(NamedTuple):
    """A calendar in `width` cells."""

    first: dt.date
    last: dt.date
    width: int

    def at(self, day: dt.date) -> int:
        span = max(1, (self.last - self.first).days)
        return min(self.width - 1, max(0, (day - self.first).days * (self.width - 1) // span))


def _chart(seen: Overview, today: dt.date, room: int) -> None:
    lines = list(_lines(seen, today))
    days = [d for line in lines for d in (line.start, line.end, *(line.ghost or ())) if d]
    days += [d for o in seen.occasions for d in o.days] + [seen.plan.start, seen.plan.end]
    names = min(_NAMES, max((cells(f"{line.sign} {line.name}") for line in lines), default=0))
    axis = _Axis(min(days), max(days), max(_LEAST, room - names - _AFTER - 2))
    say(f"{' ' * names}  {_years(axis)}")
    for line in lines:
        say(f"{padded(f'{line.sign} {line.name}', names)}  {_drawn(line, axis, today)}  {line.after}".rstrip())
    for o in seen.occasions:
        row = [" "] * axis.width
        for day in o.days:
            row[axis.at(day)] = "·" if o.kind == "meeting" else "◇"
        say(f"{padded(f'· {o.name}', names)}  {''.join(row)}  every {o.every}")


def _years(axis: _Axis) -> str:
    """Return the years, and in a shorter plan quarters or months, where they begin."""
    row = [" "] * axis.width
    span = (axis.last - axis.first).days
    step = 12 if span > 800 else 3 if span > 250 else 1
    day, free = axis.first.replace(day=1), 0
    while day <= axis.last:
        opens = day <= axis.first or day.month == 1
        if opens or (day.month - 1) % step == 0:
            name, x = str(day.year) if opens else f"{day:%m}", axis.at(max(day, axis.first))
            if free <= x <= axis.width - len(name):
                row[x : x + len(name)] = name
                free = x + len(name) + 1
        after = add_months(day, 1)
        if after <= day:
            break
        day = after
    return "".join(row).rstrip()


def _drawn(line: _Line, axis: _Axis, today: dt.date) -> str:
    row = [" "] * axis.width
    if axis.first <= today <= axis.last:
        row[axis.at(today)] = "┊"
    if line.ghost:
        a, b = map(axis.at, line.ghost)
        row[a : b + 1] = ["╌"] * (b - a + 1)
    if line.start and line.end:
        a, b = axis.at(line.start), axis.at(line.end)
        full = round((b - a + 1) * line.share)
        row[a : b + 1] = list(line.bar[0] * full + line.bar[1] * (b - a + 1 - full))
    elif line.start:
        row[axis.at(line.start)] = line.bar
    return "".join(row)
