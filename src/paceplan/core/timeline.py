"""All roadmaps and pilots on one calendar: summary rows -> which projects stand in which group, and from when to when.

It reads rows alone. Of each it reads the first line of its spans; the rest is read of what is on the screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from paceplan.core.dates import add_days, add_months
from paceplan.core.portfolio import Row, health, select
from paceplan.core.spans import spans, whole

GROUPS: tuple[str | None, ...] = ("sprint", "hybrid", "marathon", None)
"""The paces, and those that have none yet."""


class Line(NamedTuple):
    """A project on the calendar: its row, and as ordinals its first day and the day after its last."""

    row: Row
    start: int
    end: int


class Group(NamedTuple):
    """The projects of one pace, the earliest first; with `dated` false those that have no date yet, of all paces."""

    pace: str | None
    dated: bool
    lines: tuple[Line, ...]


def groups(rows: list[Row], today: dt.date, *, text: str = "") -> list[Group]:
    """Return the projects that match every word of `text`, grouped by pace; those without dates stand last.

    What is archived or deleted is left out, and so is a group without projects.
    """
    found: dict[str | None, list[Line]] = {pace: [] for pace in GROUPS}
    undated: list[Line] = []
    for row in select(rows, today, text=text, sort="name"):
        reach = whole(row.get("spans", ""))
        if reach:
            found[row["pace"]].append(Line(row, *reach))
        else:
            undated.append(Line(row, 0, 0))
    for lines in found.values():
        lines.sort(key=lambda line: line.start)  # a stable sort: by name within a day
    grouped = [Group(pace, True, tuple(lines)) for pace, lines in found.items() if lines]
    return grouped + ([Group(None, False, tuple(undated))] if undated else [])


def extent(found: Iterable[Group]) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of everything on the calendar; None where nothing has a date."""
    lines = [line for group in found if group.dated for line in group.lines]
    if not lines:
        return None
    last = max(max(line.end - 1, line.start) for line in lines)
    return dt.date.fromordinal(min(line.start for line in lines)), dt.date.fromordinal(last)


def within(found: Iterable[Group], start: dt.date, months: int) -> list[Group]:
    """Return the groups with the projects that have a day in the `months` from `start` on, and without the undated."""
    first, after = start.toordinal(), add_months(start, months).toordinal()
    kept = [
        group._replace(lines=tuple(ln for ln in group.lines if ln.start < after and max(ln.end, ln.start + 1) > first))
        for group in found
        if group.dated
    ]
    return [group for group in kept if group.lines]


def usual_start(today: dt.date) -> dt.date:
    """Return where a calendar starts that nobody gave a start: the first day of the month before today's."""
    return add_months(add_days(today, 1 - today.day), -1)


def as_json(line: Line, today: dt.date) -> dict[str, Any]:
    """Return a project on the calendar as the public contract has it."""
    row = line.row
    found = spans(row.get("spans", ""))
    days = [day for span in found for day in (span.first, span.last)]
    return {
        "id": row["id"], "name": row["name"], "playbook": row["playbook"], "pace": row["pace"],
        "health": health(row, today), "start": min(days, default=None), "end": max(days, default=None),
        "spans": [span.as_json() for span in found],
    }  # fmt: skip
