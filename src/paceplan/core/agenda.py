"""The agenda: summary rows of many projects -> everything in them that has a date, late first.

It reads rows alone, so that no project has to be loaded for it. What recurs stands in a row as a rule, and becomes days
here.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from paceplan.core import calendar
from paceplan.core.calendar import CODES, COUNTS, DAY, KIND_OF, KINDS, UNKNOWN
from paceplan.core.coming import Coming
from paceplan.core.dates import add_days

if TYPE_CHECKING:
    from paceplan.core.project import Project

_FINISHED = {"deliverable": "deliverables", "sprint": "sprints", "milestone": "milestones"}
_TICKED = frozenset({"item", "drill", *_FINISHED})
_EVERY = {"w": "week", "m": "month", "q": "quarter"}


Key = tuple[str, str]
"""What tells an event apart from all others: its project, and what stands behind it."""


class Event(NamedTuple):
    """Something on a day; what it is stands in its line, and is read from there when it is asked for."""

    line: str
    """Laid out as a date is in a row; the mark of what comes round is `w`, `m` or `q`."""
    of: tuple[str, str]
    """The project's id and its name."""
    late: bool

    @property
    def day(self) -> dt.date:
        """The day on which it is, or comes round next."""
        return dt.date.fromisoformat(self.line[:DAY])

    @property
    def what(self) -> str:
        """What it is, in words."""
        return self.line.partition("\t")[2]

    @property
    def project(self) -> str:
        """The project's id."""
        return self.of[0]

    @property
    def name(self) -> str:
        """The project's name."""
        return self.of[1]

    @property
    def kind(self) -> str:
        """One of `KINDS`, or `UNKNOWN`."""
        return KIND_OF[self.line[DAY + 1]]

    @property
    def id(self) -> str:
        """What stands behind it: for a checklist item `LIST.ITEM`, empty for what recurs."""
        return self.line[DAY + 2 :].partition("\t")[0]

    @property
    def every(self) -> str:
        """`week`, `month` or `quarter` where it comes round again by itself, else empty."""
        return _EVERY.get(self.line[DAY], "")

    @property
    def key(self) -> Key:
        """What tells it apart from all others: where something stands behind it, whatever its day.

        A drill that was held comes again on another day, and is another event then.
        """
        line = self.line
        again = line[DAY + 2] == "\t" or line[DAY + 1] == CODES["drill"]
        return (self.of[0], line if again else line[DAY + 1 :])

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


class Agenda(Sequence[Event]):
    """Events by date, then by project.

    Their order is settled, and each is made when it is read: a screen shows some thirty of what may be many thousands.
    """

    __slots__ = ("_by_day", "_lines", "_numbers", "_of", "_today", "days")

    def __init__(
        self, today: str, lines: Sequence[str], of: Sequence[tuple[str, str]], by_day: Mapping[str, Sequence[int]]
    ) -> None:
        self._today, self._lines, self._of, self._by_day = today, lines, of, by_day
        self.days: Mapping[str, int] = {day: len(by_day[day]) for day in sorted(by_day)}
        """Each day (ISO) on which something is, in order, and how many events it has."""
        self._numbers = list(chain.from_iterable(map(by_day.__getitem__, self.days)))

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> list[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | list[Event]:
        if isinstance(index, slice):
            return list(map(self._event, self._numbers[index]))
        return self._event(self._numbers[index])

    def __iter__(self) -> Iterator[Event]:
        return map(self._event, self._numbers)

    def _event(self, number: int) -> Event:
        line = self._lines[number]
        return Event(line, self._of[number], line < self._today)

    def like(self, other: Agenda) -> bool:
        """Tell whether the same events stand in `other`, in the same order."""
        return self._ordered() == other._ordered() and self._today == other._today

    def _ordered(self) -> tuple[list[str], list[tuple[str, str]]]:
        return [self._lines[n] for n in self._numbers], [self._of[n] for n in self._numbers]

    @property
    def late(self) -> int:
        """How many events are late; they come first."""
        return sum(count for day, count in self.days.items() if day < self._today)

    @property
    def now(self) -> int:
        """How many events are of today."""
        return self.days.get(self._today, 0)

    def about(self, projects: Collection[str]) -> list[Event]:
        """Return the events of some projects, given by their ids."""
        of = self._of
        return [self._event(number) for number in self._numbers if of[number][0] in projects]

    def find(self, event: Event) -> int | None:
        """Return where an event stands, be it on its day or on another that it has moved to."""
        day = event.line[:DAY]
        start = 0
        for known, count in self.days.items():
            if known == day:
                for place in range(start, start + count):
                    if self[place].key == event.key:
                        return place
            start += count
        of, project = self._of, event.project
        places = (place for place, number in enumerate(self._numbers) if of[number][0] == project)
        return next((place for place in places if self[place].key == event.key), None)

    def matching(self, words: Sequence[str]) -> Agenda:
        """Return the events that have every one of some folded words in what they are, their project or their kind."""
        from paceplan.core.lessons import folded

        kinds = {code: folded(KINDS[kind][1]) for code, kind in KIND_OF.items()}
        beside = {of: f"\n{folded(of[1])}\n" for of in set(self._of)}

        def fits(number: int) -> bool:
            line = self._lines[number]
            text = folded(line.partition("\t")[2]) + beside[self._of[number]] + kinds.get(line[DAY + 1], UNKNOWN)
            return all(word in text for word in words)

        kept = {day: list(filter(fits, numbers)) for day, numbers in self._by_day.items()}
        return Agenda(self._today, self._lines, self._of, {day: numbers for day, numbers in kept.items() if numbers})

    def with_also(self, events: Collection[Event], before: Agenda) -> Agenda:
        """Return these events and `events`, which stand within their project as they stood in `before`."""
        lines, of = [*self._lines, *(e.line for e in events)], [*self._of, *(e.of for e in events)]
        by_day = dict(self._by_day)
        for number, event in enumerate(events, len(self._lines)):
            by_day[event.line[:DAY]] = [*by_day.get(event.line[:DAY], ()), number]
        stood = {event.key: place for place, event in enumerate(before.about({e.project for e in events}))}

        def order(number: int) -> tuple[str, str, int]:
            id, name = of[number]
            return (name.casefold(), id, stood.get(Event(lines[number], of[number], False).key, len(stood)))

        for day in {event.line[:DAY] for event in events}:
            by_day[day] = sorted(by_day[day], key=order)
        return Agenda(self._today, lines, of, by_day)


def of(rows: Iterable[Mapping[str, Any]], today: dt.date, days: int | None = None) -> Agenda:
    """Return what is late on `today`, and what comes up to `days` later (None: ever), by date, then by project.

    What recurs is in it once, with the next time. What has passed and cannot be late is left out, and so are projects
    that are done, put away or deleted.
    """
    shown = [r for r in rows if not (r["done"] or r.get("deleted") or r.get("archived"))]
    shown.sort(key=lambda row: (row["name"].casefold(), row["id"]))
    iso, end = today.isoformat(), "~" if days is None else add_days(today, days).isoformat() + "~"
    lines: list[str] = []
    of: list[tuple[str, str]] = []
    coming = Coming(today)
    for row in shown:
        dated = calendar.lines(row)
        first = bisect_left(dated, iso)
        lines += [line for line in dated[:first] if line[DAY] == COUNTS]
        lines += dated[first : bisect_left(dated, end, first)]
        if rules := calendar.rules(row):
            lines += coming.lines(rules, end)
        of += repeat((row["id"], row["name"]), len(lines) - len(of))
    # By day first: there are far fewer days than events, and within one the projects are in order already.
    by_day: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        by_day[line[:DAY]].append(number)
    return Agenda(iso, lines, of, by_day)


def left_out(rows: Iterable[Mapping[str, Any]]) -> int:
    """Return how many later dates are missing because some project has more than its row keeps."""
    return sum(r.get("more", 0) for r in rows if not (r["done"] or r.get("deleted") or r.get("archived")))


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
