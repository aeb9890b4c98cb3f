"""The agenda: summary rows of many projects -> everything in them that has a date, late first.

It reads rows alone, so that no project has to be loaded for it. What recurs stands in a row as a rule, and becomes days
here.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, compress, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from paceplan.core import calendar
from paceplan.core.calendar import COUNTS, KIND_OF, KINDS, Columns
from paceplan.core.dates import add_days, add_months, days_in_month

if TYPE_CHECKING:
    from paceplan.core.project import Project

_FINISHED = {"deliverable": "deliverables", "sprint": "sprints", "milestone": "milestones"}
_TICKED = frozenset({"item", "drill", *_FINISHED})
_STEPS = {"m": 1, "q": 3}
_EVERY = {"w": "week", "m": "month", "q": "quarter"}
_event = tuple.__new__  # a third of the time that Event itself takes, for the same


class Event(NamedTuple):
    """Something on a day; `id` is what stands behind it, for a checklist item `LIST.ITEM`, empty for what recurs."""

    day: dt.date
    what: str
    project: str
    name: str
    """The project's name."""
    kind: str
    id: str
    late: bool
    every: str = ""
    """`week`, `month` or `quarter` where it comes round again by itself."""

    @property
    def tick(self) -> str | None:
        """The id of what can be marked as done; None where the day only comes and goes, or takes more than a mark."""
        return self.id if self.kind in _TICKED else None

    @property
    def tab(self) -> str:
        """The tab of the project on which it is seen."""
        return KINDS[self.kind][2] if self.kind in KINDS else "pilot"

    def as_json(self) -> dict[str, Any]:
        """Return the event as the public contract has it."""
        return {
            "date": self.day.isoformat(), "what": self.what, "kind": self.kind, "late": self.late,
            "project": self.project, "name": self.name, "id": self.id, "tick": self.tick, "tab": self.tab,
            "every": self.every or None,
        }  # fmt: skip


def of(rows: Iterable[Mapping[str, Any]], today: dt.date, days: int | None = None) -> list[Event]:
    """Return what is late on `today`, and what comes up to `days` later (None: ever), by date, then by project.

    What recurs is in it once, with the next time. What has passed and cannot be late is left out, and so are projects
    that are done, put away or deleted.
    """
    shown = [r for r in rows if not (r["done"] or r.get("deleted") or r.get("archived"))]
    shown.sort(key=lambda row: (row["name"].casefold(), row["id"]))
    iso = today.isoformat()
    end = "~" if days is None else add_days(today, days).isoformat()
    # By day first: there are far fewer days than events, and within one the projects are in order already.
    by_day: dict[str, list[Event]] = defaultdict(list)
    date_of, coming = _Dates(), _Coming(today)
    for row in shown:
        if dated := calendar.columns(row):
            _once(row, dated, iso, end, by_day, date_of)
        for rule in calendar.rules(row):
            _again(row, rule, coming, end, by_day, date_of)
    return list(chain.from_iterable(by_day[day] for day in sorted(by_day)))


Found = dict[str, list[Event]]


def _once(row: Mapping[str, Any], dated: Columns, iso: str, end: str, by_day: Found, date_of: _Dates) -> None:
    """Add what is late in a row, and what comes up to `end`."""
    days, marks, codes, ids, whats = dated
    first = bisect_left(days, iso)
    stop = bisect_right(days, end, first)
    passed = marks[:first]
    if COUNTS in passed:
        late: list[Sequence[str]] = [days[:first], codes[:first], ids[:first], whats[:first]]
        if passed.strip(COUNTS):  # some of them cannot be late
            which = [mark == COUNTS for mark in passed]
            late = [list(compress(column, which)) for column in late]
        _add(row, late[0], late[1], late[2], late[3], True, by_day, date_of)
    if first < stop:
        _add(row, days[first:stop], codes[first:stop], ids[first:stop], whats[first:stop], False, by_day, date_of)


def _add(
    row: Mapping[str, Any], days: Sequence[str], codes: Sequence[str], ids: Sequence[str], whats: Sequence[str],
    late: bool, by_day: Found, date_of: _Dates,
) -> None:  # fmt: skip
    fields_of = zip(
        map(date_of.__getitem__, days), whats, repeat(row["id"]), repeat(row["name"]),
        map(KIND_OF.__getitem__, codes), ids, repeat(late), repeat(""),
    )  # fmt: skip
    for day, event in zip(days, map(_event, repeat(Event), fields_of), strict=True):
        by_day[day].append(event)


def _again(row: Mapping[str, Any], rule: str, coming: _Coming, end: str, by_day: Found, date_of: _Dates) -> None:
    """Add what comes round by a line of rules up to `end`, each with its next day."""
    span, *rules = rule.split("\t")
    since, until = span[:10], span[11:] or end
    for one in rules:
        every = one[0]
        day = coming.day(since, every)
        if day <= until and day <= end:
            fields = (date_of[day], one[2:], row["id"], row["name"], KIND_OF[one[1]], "", False, _EVERY[every])
            by_day[day].append(_event(Event, fields))


class _Dates(dict[str, dt.date]):
    """The dates that ISO texts stand for."""

    def __missing__(self, iso: str) -> dt.date:
        found = self[iso] = dt.date.fromisoformat(iso)
        return found


class _Coming:
    """The next days, today included, of what comes round.

    Of what goes by weeks or months there are so few next days that they are worked out once for all projects.
    """

    def __init__(self, today: dt.date) -> None:
        self._iso, self._ordinal = today.isoformat(), today.toordinal()
        self._first = today.replace(day=1)
        self._month = today.year * 12 + today.month
        self._week = [add_days(today, n).isoformat() for n in range(7)]
        self._days: dict[tuple[int, str], str] = {}

    def day(self, since: str, every: str) -> str:
        """Return the next day of what came first on `since` and comes every `w`, `m` or `q` after that."""
        if since >= self._iso:
            return since
        if every == "w":
            return self._week[(dt.date.fromisoformat(since).toordinal() - self._ordinal) % 7]
        step = _STEPS[every]
        ahead = (int(since[:4]) * 12 + int(since[5:7]) - self._month) % step
        day = self._in_month(ahead, since[8:])
        return day if day >= self._iso else self._in_month(ahead + step, since[8:])

    def _in_month(self, ahead: int, day: str) -> str:
        """Return this day of the month that is so many after today's, or its last one where it is shorter."""
        found = self._days.get((ahead, day))
        if found is None:
            month = add_months(self._first, ahead)
            last = days_in_month(month.year, month.month)
            found = self._days[ahead, day] = month.replace(day=min(int(day), last)).isoformat()
        return found


def left_out(rows: Iterable[Mapping[str, Any]]) -> int:
    """Return how many later dates are missing because some project has more than its row keeps."""
    return sum(r.get("more", 0) for r in rows if not (r["done"] or r.get("deleted") or r.get("archived")))


def occurrence(since: dt.date, every: str, n: int) -> dt.date:
    """Return the day on which what started on `since` comes round for the n-th time; months clip to their end."""
    return add_days(since, 7 * n) if every[0] == "w" else add_months(since, _STEPS[every[0]] * n)


def marking(event: Event, *, by: str, on: dt.date) -> tuple[Callable[..., Project], dict[str, Any]] | None:
    """Return the action, and its arguments beside project and playbook, that mark `event` as done; or None."""
    if event.kind == "item":
        from paceplan.core import checklists

        return checklists.tick, {"item": event.id, "by": by, "on": on}
    if event.kind in _FINISHED:
        from paceplan.core import roadmap

        return roadmap.finish, {"item": f"{_FINISHED[event.kind]}.{event.id}", "by": by, "on": on}
    if event.kind == "drill":
        from paceplan.core import drills

        return drills.hold, {"drill": event.id, "on": on}
    return None
