"""Days as people type them: what each means on a Monday, and what is no day at all."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceplan.core.dates import parse_day
from paceplan.core.errors import Refused
from paceplan.core.typed_day import typed_day

MONDAY = dt.date(2026, 11, 16)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", "2026-03-02"),
        ("  2026-03-02 ", "2026-03-02"),
        ("today", "2026-11-16"),
        ("Now", "2026-11-16"),
        ("TOMORROW", "2026-11-17"),
        ("yesterday", "2026-11-15"),
        ("+2w", "2026-11-30"),
        ("+ 2 weeks", "2026-11-30"),
        ("-3d", "2026-11-13"),
        ("- 3 days", "2026-11-13"),
        ("+1 day", "2026-11-17"),
        ("+0d", "2026-11-16"),
        ("+3m", "2027-02-16"),
        ("-1 month", "2026-10-16"),
        ("+1y", "2027-11-16"),
        ("+9999y", "9999-12-31"),
        ("-9999 years", "0001-01-01"),
        ("fri", "2026-11-20"),
        ("Friday", "2026-11-20"),
        ("mo", "2026-11-23"),
        ("sun", "2026-11-22"),
        ("thurs", "2026-11-19"),
        ("next fri", "2026-11-27"),
        ("next mon", "2026-11-23"),
        ("last fri", "2026-11-13"),
        ("last monday", "2026-11-09"),
        ("next week", "2026-11-23"),
        ("last week", "2026-11-09"),
        ("next  month", "2026-12-01"),
        ("last month", "2026-10-01"),
        ("next quarter", "2027-01-01"),
        ("last quarter", "2026-07-01"),
        ("next year", "2027-01-01"),
        ("last year", "2025-01-01"),
        ("2 mar", "2026-03-02"),
        ("2 March 2027", "2027-03-02"),
        ("Mar 2", "2026-03-02"),
        ("sept 30, 2026", "2026-09-30"),
        ("02.03.2026", "2026-03-02"),
        ("2.3.2026", "2026-03-02"),
    ],
)
def test_what_is_typed_means_one_day(text: str, day: str) -> None:
    assert parse_day(text, MONDAY) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "2", "16", "2w", "+2", "+w", "++2w", "+2x", "+2.5w", "+10000d", "+٢w", "in 2 weeks", "f", "s", "t", "ma",
        "fridays", "next", "next fortnight", "last", "next 2 weeks", "march", "mar", "30 feb", "31 november", "0 mar",
        "2 m", "2 ju", "2026-02-30", "2026-3-2", "20260302", "2026-W10-1", "02/03/2026", "2.3.26", "31.02.2026",
        "2026-03-02T10:00", "tomorrow 9:00", "marathon", "mon 16", "today!", "-", "+", "x" * 10_000,
    ],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not a date; give one such as 2026-03-02") as caught:
        parse_day(text, MONDAY)
    assert "+2w" in caught.value.message


def test_nothing_typed_is_no_day() -> None:
    assert parse_day("", MONDAY) is parse_day("  ", MONDAY) is None


def test_without_a_day_to_count_from_a_date_stands_alone() -> None:
    assert parse_day("2026-03-02") == dt.date(2026, 3, 2)
    for text in ("today", "+2w", "fri", "2 mar"):
        with pytest.raises(Refused, match=r"give one such as 2026-03-02$"):
            parse_day(text)


@pytest.mark.parametrize(("first", "monday"), [(0, "2026-11-23"), (6, "2026-11-22"), (5, "2026-11-21")])
def test_a_week_starts_on_the_day_that_is_set(first: int, monday: str) -> None:
    assert parse_day("next week", MONDAY, first_weekday=first) == dt.date.fromisoformat(monday)
    assert typed_day("next sat", MONDAY, first) == dt.date(2026, 11, 21 if first == 5 else 28)


@given(st.dates(), st.integers(0, 6), st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_a_weekday_lies_ahead_by_a_week_at_most(today: dt.date, first: int, name: str) -> None:
    day = typed_day(name, today, first)
    assert day is not None
    assert day == dt.date.max or 1 <= (day - today).days <= 7
    ahead = typed_day(f"next {name}", today, first)
    assert ahead is not None
    assert ahead == dt.date.max or 1 <= (ahead - today).days <= 13


@given(st.dates(), st.integers(0, 6))
def test_a_weekday_of_what_has_happened_is_the_latest_one(today: dt.date, weekday: int) -> None:
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[weekday]
    day = parse_day(name, today, past=True)
    assert day is not None
    assert day == dt.date.min or (0 <= (today - day).days <= 6 and day.weekday() == weekday)
    assert parse_day("+1d", today, past=True) == parse_day("+1d", today)


@given(st.text(max_size=20), st.dates(), st.integers(0, 6))
def test_nothing_that_is_typed_breaks_it(text: str, today: dt.date, first: int) -> None:
    with contextlib.suppress(Refused):
        assert parse_day(text, today, first_weekday=first) is not None or not text.strip()


@given(st.dates(), st.dates())
def test_every_date_can_be_typed_in_full(day: dt.date, today: dt.date) -> None:
    assert parse_day(day.isoformat(), today) == parse_day(day.isoformat()) == day
