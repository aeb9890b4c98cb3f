"""Dates and numbers as a person says them."""

from __future__ import annotations

import datetime as dt

from paceplan.core.dates import MONTHS as MONTHS

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_shown_as = "short"
_weeks_start = 0


def show_days(form: str) -> None:
    """Show days in another of the settings' date formats from now on, on every screen of this process."""
    global _shown_as
    _shown_as = form


def show_weeks(first_weekday: int) -> None:
    """Start weeks on another day from now on, 0 being Monday, on every screen of this process."""
    global _weeks_start
    _weeks_start = first_weekday


def weeks_start() -> int:
    """Return the day that weeks start on, 0 being Monday."""
    return _weeks_start


def day(value: dt.date, today: dt.date | None, *, form: str = "") -> str:
    """Return `value` as `1 Dec`, with the year where it is not today's, or as the settings have it."""
    form = form or _shown_as
    if form == "iso":
        return value.isoformat()
    if form == "dotted":
        return f"{value.day:02}.{value.month:02}.{value.year:04}"
    month = MONTHS[value.month - 1]
    short = f"{month} {value.day}" if form == "month-first" else f"{value.day} {month}"
    return short if today and value.year == today.year else f"{short} {value.year}"


def aligned_day(value: dt.date, today: dt.date | None) -> str:
    """Return a day for a column: one of a single digit stands below the second digit of the others."""
    text = day(value, today)
    return f" {text}" if value.day < 10 and text.startswith(f"{value.day} ") else text


def day_words(value: dt.date, today: dt.date) -> str:
    """Return `value` in full, to be checked by whoever typed it: `Fri 20 Nov 2026, in 4 days`."""
    days = (value - today).days
    off = "today" if not days else f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} ago"
    return f"{WEEKDAYS[value.weekday()]} {day(value, None)}, {off}"


def away(value: dt.date, today: dt.date) -> str:
    """Return how far off `value` is: `today`, `2 d`, `3 w`, `5 mo`, or with a minus how long ago."""
    days = (value - today).days
    if days == 0:
        return "today"
    sign, days = ("-" if days < 0 else ""), abs(days)
    if days < 21:
        return f"{sign}{days} d"
    return f"{sign}{days // 7} w" if days < 120 else f"{sign}{round(days / 30.44)} mo"


def number(value: float | None) -> str:
    """Return a number without needless zeros; a dash for none."""
    return "–" if value is None else f"{value:,.10g}"


def plural(count: int, noun: str) -> str:
    """Return `1 project`, `2 projects`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
