"""Days as people type them, counted from a given day: `+2w`, `-3d`, `fri`, `next month`, `2 mar`.

The libraries for this guess where a plan must not: dateparser 1.5 takes `2` for a day in February and knows no `+2w`,
parsedatetime 2.6 (of 2020) takes 30 February for the clock's today, dateutil 4.0 knows nothing relative and takes `3`
for the third of the month. What is not in this grammar is refused.
"""

from __future__ import annotations

import datetime as dt
import re

from paceplan.core.dates import add_days, add_months, week_start

EXAMPLES = "2026-03-02, +2w, -3d, fri, next month or 2 mar"
"""One of each kind, for what a refusal says."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_STEP = re.compile(r"([+-]) ?(\d{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2}) ([a-z]+)(?: (\d{4}))?", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]+) (\d{1,2})(?:,? (\d{4}))?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def typed_day(text: str, today: dt.date, first_weekday: int = 0, *, past: bool = False) -> dt.date | None:
    """Return the day that `text` means on `today`, or None where it means none.

    A weekday is the next one after today, or with `past`, for what has happened, the latest one up to today.
    `next fri` is the one of next week, `last fri` the latest one before today. `next week`, `month`, `quarter` and
    `year` are the first day of it; weeks start on `first_weekday`, 0 being Monday. A day and a month without a year
    are this year's, as they are shown.
    """
    words = " ".join(text.casefold().split())
    fixed = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1}
    if words in fixed:
        return add_days(today, fixed[words])
    if step := _STEP.fullmatch(words):
        return _stepped(today, int(step[1] + step[2]), step[3][0])
    if (weekday := _named(words, _WEEKDAYS, 2)) is not None:
        ahead = (weekday - today.weekday() - 1) % 7 + 1
        return add_days(today, ahead - 7 if past else ahead)
    which, _, rest = words.partition(" ")
    if which in ("next", "last"):
        return _turn(which == "next", rest, today, first_weekday)
    return _written(words, today)


def _stepped(today: dt.date, count: int, unit: str) -> dt.date:
    if unit in "dw":
        return add_days(today, count * (7 if unit == "w" else 1))
    return add_months(today, count * (12 if unit == "y" else 1))


def _turn(forward: bool, what: str, today: dt.date, first_weekday: int) -> dt.date | None:
    """Return the day that `next` or `last` something means."""
    sign = 1 if forward else -1
    week = week_start(today, first_weekday)
    if (weekday := _named(what, _WEEKDAYS, 2)) is not None:
        if forward:
            return add_days(week, 7 + (weekday - first_weekday) % 7)
        return add_days(today, -((today.weekday() - weekday - 1) % 7 + 1))
    if what == "week":
        return add_days(week, 7 * sign)
    first = today.replace(day=1)
    if what == "month":
        return add_months(first, sign)
    if what == "quarter":
        return add_months(first.replace(month=(first.month - 1) // 3 * 3 + 1), 3 * sign)
    return add_months(first.replace(month=1), 12 * sign) if what == "year" else None


def _written(words: str, today: dt.date) -> dt.date | None:
    """Return a day written with its month, or with dots as most of Europe does."""
    try:
        if dotted := _DOTTED.fullmatch(words):
            return dt.date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        if found := _DAY_MONTH.fullmatch(words):
            day, name, year = found.groups()
        elif found := _MONTH_DAY.fullmatch(words):
            name, day, year = found.groups()
        else:
            return None
        month = _named(name, _MONTH_NAMES, 3)
        return None if month is None else dt.date(int(year or today.year), month + 1, int(day))
    except ValueError:
        return None


def _named(word: str, names: tuple[str, ...], least: int) -> int | None:
    """Return which of `names` a word of at least `least` letters begins, if it is one alone."""
    if len(word) < least:
        return None
    found = [n for n, name in enumerate(names) if name.startswith(word)]
    return found[0] if len(found) == 1 else None
