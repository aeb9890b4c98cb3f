"""The next days of what comes round, told from the rules of summary rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from paceplan.core.calendar import CODES, DAY, NEVER
from paceplan.core.dates import add_days, add_months, days_in_month

STEPS = {"m": 1, "q": 3}
"""Months from one time to the next."""
FIRST_TURN = {"demo": 1}
"""Kind -> the turn on which it comes first: a demo a term after the start, when there is something to show."""
_FIRST_TURN = {CODES[kind]: turn for kind, turn in FIRST_TURN.items()}
_SPAN = 2 * DAY + 1
"""Characters of a rule that are its first and its last day."""


def occurrence(since: dt.date, every: str, n: int) -> dt.date:
    """Return the day on which what started on `since` comes round for the n-th time; months clip to their end."""
    return add_days(since, 7 * n) if every[0] == "w" else add_months(since, STEPS[every[0]] * n)


class Coming:
    """The next days, today included, of what comes round.

    There are few: seven for weeks, and what goes by months or quarters is told by its day in them. So each is worked
    out once for all projects.
    """

    def __init__(self, today: dt.date) -> None:
        self._today, self._iso = today, today.isoformat()
        self._first = today.replace(day=1)
        self._week = [add_days(today, n).isoformat() for n in range(7)]
        self._known: dict[str, str] = {}

    def lines(self, rules: Iterable[str], end: str) -> list[str]:
        """Return what comes round by rules up to `end`, laid out as a date is, each with its next day."""
        found = []
        for rule in rules:
            since, until = rule[:DAY], rule[DAY + 1 : _SPAN]
            last = end if until == NEVER else min(until, end)
            if since < self._iso:
                day = self._next(since, rule[_SPAN])
            elif turn := _FIRST_TURN.get(rule[_SPAN + 1]):
                day = occurrence(dt.date.fromisoformat(since), rule[_SPAN], turn).isoformat()
            else:
                day = since
            if day <= last:
                found.append(day + rule[_SPAN:])
        return found

    def _next(self, since: str, every: str) -> str:
        """Return the next day of what came first on `since`, and comes every `w`, `m` or `q` after that."""
        told = since if every == "w" else f"{int(since[5:7]) % 3}{since[8:]}" if every == "q" else since[8:]
        found = self._known.get(told)
        if found is None:
            found = self._known[told] = self._worked_out(since, every)
        return found

    def _worked_out(self, since: str, every: str) -> str:
        first = dt.date.fromisoformat(since)
        if every == "w":
            return self._week[(first - self._today).days % 7]
        step = STEPS[every]
        ahead = (first.month - self._today.month) % step
        day = self._in_month(ahead, first.day)
        return day if day >= self._iso else self._in_month(ahead + step, first.day)

    def _in_month(self, ahead: int, day: int) -> str:
        """Return this day of the month that is so many after today's, or its last one where it is shorter."""
        month = add_months(self._first, ahead)
        return month.replace(day=min(day, days_in_month(month.year, month.month))).isoformat()
