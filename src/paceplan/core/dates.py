"""Calendar arithmetic of plans: months that clip, weeks of a pilot, phases scaled to another length.

No result leaves the calendar: what would fall after its last day, or before its first, stops there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English whatever the locale: the rest of what is said is."""

_DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def parse_day(text: str, today: dt.date | None = None, *, first_weekday: int = 0, past: bool = False) -> dt.date | None:
    """Return the day that a person typed, None for nothing; raises `Refused`.

    Without `today` only `2026-03-02` is a day; with it, what `typed_day` counts from there is one too, with `past`
    as it is meant of what has happened.
    """
    from paceplan.core.errors import Refused

    text = text.strip()
    if not text:
        return None
    # `fromisoformat` alone also takes 20260302 and 2026-W10-1, which nobody would read back as they were meant.
    try:
        if len(text) == 10 and text[4] == text[7] == "-":
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    if today is None:
        raise Refused(f"{text[:40]!r} is not a date; give one such as 2026-03-02")
    from paceplan.core.typed_day import EXAMPLES, typed_day

    if (day := typed_day(text[:60], today, first_weekday, past=past)) is not None:
        return day
    raise Refused(f"{text[:40]!r} is not a date; give one such as {EXAMPLES}")


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of `month` (1 to 12) in `year`."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _DAYS_IN_MONTH[month - 1] + leap


def add_days(day: dt.date, n: int) -> dt.date:
    """Return the day `n` days after `day`; `n` may be negative."""
    try:
        return day + dt.timedelta(days=n)
    except OverflowError:
        return dt.date.max if n > 0 else dt.date.min


def add_months(day: dt.date, n: int) -> dt.date:
    """Return the same day `n` months later, or that month's last day where it is shorter; `n` may be negative."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.max if n > 0 else dt.date.min
    return dt.date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def close_day(start: dt.date, weeks: int) -> dt.date:
    """Return the decision day of a pilot or sprint of so many weeks."""
    return add_days(start, 7 * weeks)


def milestone_day(start: dt.date, week: int) -> dt.date:
    """Return the day on which the milestone of week `week` stands."""
    return add_days(start, 7 * week)


def week_start(day: dt.date, first_weekday: int = 0) -> dt.date:
    """Return the first day of the week in which `day` lies; weeks start on `first_weekday`, 0 being Monday."""
    return add_days(day, -((day.weekday() - first_weekday) % 7))


def week_of(start: dt.date, day: dt.date) -> int:
    """Return the week, from 1, in which `day` lies; 0 and less before the start."""
    return (day - start).days // 7 + 1


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient rounded to a whole number, halves upwards; `denominator` is positive."""
    return (2 * numerator + denominator) // (2 * denominator)


def scaled(boundaries: Iterable[int], usual: int, length: int) -> dict[int, int]:
    """Return where each month boundary of a plan of `usual` months falls in one of `length` months.

    Boundaries keep their order and at least one month between them. The last one keeps its proportion, which is the
    length itself for a plan that runs to its end; it moves out only where there are more phases than months.
    """
    marks = sorted(set(boundaries))
    months = [half_up(mark * length, usual) for mark in marks]
    last = max(months[-1], months[0] + len(months) - 1) if months else 0
    for i in range(1, len(months)):
        months[i] = max(months[i], months[i - 1] + 1)
    for i in reversed(range(len(months))):
        months[i] = min(months[i], last - (len(months) - 1 - i))
    return dict(zip(marks, months, strict=True))
