"""Dates and numbers as a person says them."""

from __future__ import annotations

import datetime as dt

from paceplan.core.dates import MONTHS as MONTHS


def day(value: dt.date, today: dt.date) -> str:
    """Return `value` as `1 Dec`, with the year where it is not the current one."""
    short = f"{value.day} {MONTHS[value.month - 1]}"
    return short if value.year == today.year else f"{short} {value.year}"


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
