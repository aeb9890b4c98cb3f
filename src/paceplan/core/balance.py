"""Sprints and marathons running at once, month by month, against what the organisation can carry.

It reads rows alone. A sprint is whatever has a time box: a pilot, a link of a chain, a sprint inside a roadmap. A
marathon is a roadmap's phases, from the first day to the last, once a project. What runs at once in a month is the
most on any of its days; a sprint's decision day is the next one's first and counts for that one alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from paceplan.core.dates import MONTHS, add_months
from paceplan.core.errors import Refused
from paceplan.core.portfolio import Row
from paceplan.core.spans import Span, spans

Running = Literal["sprint", "marathon"]
MOST_AT_ONCE = 99
MOST_MONTHS = 240
"""A calendar has at most so many months; what lies outside is not looked at."""


class Capacity(NamedTuple):
    """How many sprints and marathons the organisation can carry at once."""

    sprints: int = 3
    marathons: int = 2


class Run(NamedTuple):
    """Something that takes a place, from day `start` to before `end`, as ordinals."""

    kind: Running
    project: str
    name: str
    """The project's name."""
    what: str
    start: int
    end: int

    @property
    def first(self) -> dt.date:
        """The first day."""
        return dt.date.fromordinal(self.start)

    @property
    def last(self) -> dt.date:
        """The last day; of a sprint the one before its decision day, on which the next may begin."""
        return dt.date.fromordinal(self.end - 1)


class Month(NamedTuple):
    """A month: how many run at once at most, and the first day, as an ordinal, on which so many do."""

    first: dt.date
    sprints: int
    marathons: int
    sprints_on: int
    marathons_on: int

    @property
    def name(self) -> str:
        """The month as people say it: `Nov 2026`."""
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"

    @property
    def alone(self) -> Running | None:
        """The kind that runs alone in this month; None where both run, or nothing does."""
        if self.sprints and not self.marathons:
            return "sprint"
        return "marathon" if self.marathons and not self.sprints else None

    def over(self, capacity: Capacity) -> tuple[int, int]:
        """Return by how many sprints and marathons the month goes beyond the capacity; 0 within it."""
        return max(0, self.sprints - capacity.sprints), max(0, self.marathons - capacity.marathons)


def capacity_of(text: str) -> Capacity:
    """Return the capacity that a person typed as two whole numbers, sprints first; raises `Refused`."""
    parts = text.replace(",", " ").replace("/", " ").split()
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and int(part) <= MOST_AT_ONCE for part in parts):
        expected = f"expected two whole numbers from 0 to {MOST_AT_ONCE}, sprints then marathons, such as 3 2"
        raise Refused(f"'{text.strip()}' is no capacity; {expected}")
    return Capacity(int(parts[0]), int(parts[1]))


def runs(rows: Iterable[Row], today: dt.date) -> list[Run]:
    """Return everything that takes a place, of projects whose pace is determined; archived and deleted ones left out.

    What is open when its end has passed goes on until today. What is done is over by today. A pilot that nobody has
    begun takes no place before today.
    """
    found: list[Run] = []
    for row in rows:
        if row["pace"] and row.get("spans") and not (row.get("archived") or row.get("deleted")):
            found += _runs(row, today.toordinal())
    return found


def undecided(rows: Iterable[Row]) -> int:
    """Return how many projects with dates are not counted, because their pace is not determined yet."""
    shown = (r for r in rows if not (r.get("archived") or r.get("deleted")))
    return sum(not r["pace"] and bool(r.get("spans")) for r in shown)


def _runs(row: Row, today: int) -> Iterator[Run]:
    project, name = row["id"], row["name"]
    phases: list[Span] = []
    for span in spans(row["spans"]):
        if span.kind == "phase":
            phases.append(span)
        elif span.kind != "milestone":
            start, end = _taken(span, today)
            if start < end:
                yield Run("sprint", project, name, span.name, start, end)
    if phases:
        start, end = phases[0].start, max(span.end for span in phases)
        if all(span.complete for span in phases):
            end = min(end, today)
        elif end <= today and any(span.done < span.total for span in phases):
            end = today + 1
        if start < end:
            yield Run("marathon", project, name, "Roadmap", start, end)


def _taken(span: Span, today: int) -> tuple[int, int]:
    """Return from which day to before which one a sprint or pilot takes its place."""
    if span.complete:
        return span.start, min(span.end, today)
    if span.state == "planned":
        return max(span.start, today), span.end
    return span.start, today + 1 if span.end <= today else span.end


def months(found: Sequence[Run], first: dt.date, count: int) -> list[Month]:
    """Return `count` months, from that of `first` on, with what runs at once in each."""
    start = first.replace(day=1)
    opens = [add_months(start, n).toordinal() for n in range(min(count, MOST_MONTHS) + 1)]
    steps = {kind: [0] * (opens[-1] - opens[0] + 1) for kind in ("sprint", "marathon")}
    for run in found:
        begun, ended = max(run.start, opens[0]), min(run.end, opens[-1])
        if begun < ended:
            steps[run.kind][begun - opens[0]] += 1
            steps[run.kind][ended - opens[0]] -= 1
    at_once = {kind: _summed(changes) for kind, changes in steps.items()}
    made = []
    for opening, closing in pairwise(opens):
        peaks = []
        for kind in ("sprint", "marathon"):
            days = at_once[kind][opening - opens[0] : closing - opens[0]]
            most = max(days, default=0)
            peaks.append((most, opening + days.index(most) if days else opening))
        (sprints, sprints_on), (marathons, marathons_on) = peaks
        made.append(Month(dt.date.fromordinal(opening), sprints, marathons, sprints_on, marathons_on))
    return made


def _summed(changes: list[int]) -> list[int]:
    total, sums = 0, []
    for change in changes:
        total += change
        sums.append(total)
    return sums


def extent(found: Sequence[Run], today: dt.date) -> tuple[dt.date, int]:
    """Return the first month and the number of months that hold all that runs and today, as far as a calendar goes."""
    half = MOST_MONTHS // 2
    low, high = add_months(today.replace(day=1), -half), add_months(today.replace(day=1), half - 1)
    first = min((run.start for run in found), default=today.toordinal())
    last = max((run.end - 1 for run in found), default=today.toordinal())
    start = max(low, min(today, dt.date.fromordinal(first)).replace(day=1))
    end = min(high, max(today, dt.date.fromordinal(last)))
    return start, (end.year - start.year) * 12 + end.month - start.month + 1


def of_month(found: Sequence[Run], month: dt.date) -> list[Run]:
    """Return what runs on some day of a month, sprints first, the earliest first."""
    start = month.replace(day=1)
    first, after = start.toordinal(), add_months(start, 1).toordinal()
    here = [run for run in found if run.start < after and run.end > first]
    return sorted(here, key=lambda run: (run.kind != "sprint", run.start, run.name.casefold(), run.project))
