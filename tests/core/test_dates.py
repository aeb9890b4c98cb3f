"""Calendar arithmetic: month ends, leap years, year ends, weeks of a pilot, and phases scaled to a length."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceplan.core.dates import (
    add_days,
    add_months,
    close_day,
    days_in_month,
    half_up,
    milestone_day,
    scaled,
    week_of,
)

from .books import MODERATE

D = dt.date
EDTECH, AI = (0, 6, 18, 36), (0, 2, 6, 12, 18, 24)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (D(2026, 1, 5), 0, D(2026, 1, 5)),
        (D(2026, 1, 5), 36, D(2029, 1, 5)),
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),
        (D(2026, 1, 31), 2, D(2026, 3, 31)),
        (D(2026, 8, 31), 1, D(2026, 9, 30)),
        (D(2026, 12, 31), 2, D(2027, 2, 28)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2026, 11, 30), 1, D(2026, 12, 30)),
        (D(2026, 12, 15), 1, D(2027, 1, 15)),
        (D(2026, 3, 31), -1, D(2026, 2, 28)),
        (D(2026, 1, 15), -1, D(2025, 12, 15)),
        (D(9999, 11, 30), 2, D.max),
        (D(1, 2, 1), -2, D.min),
    ],
)
def test_months_clip_to_the_end_of_the_month_and_of_the_calendar(day: dt.date, n: int, expected: dt.date) -> None:
    assert add_months(day, n) == expected


def test_weeks_of_a_pilot() -> None:
    start = D(2026, 2, 2)
    assert close_day(start, 6) == D(2026, 3, 16)
    assert [milestone_day(start, week) for week in (2, 4, 8)] == [D(2026, 2, 16), D(2026, 3, 2), D(2026, 3, 30)]
    days = {
        D(2026, 2, 2): 1,
        D(2026, 2, 8): 1,
        D(2026, 2, 9): 2,
        D(2026, 3, 16): 7,
        D(2026, 2, 1): 0,
        D(2026, 1, 25): -1,
    }
    assert {day: week_of(start, day) for day in days} == days


def test_days_stop_at_the_ends_of_the_calendar() -> None:
    assert add_days(D(2026, 12, 31), 1) == D(2027, 1, 1)
    assert add_days(D(9999, 12, 30), 9) == D.max
    assert add_days(D(1, 1, 3), -9) == D.min
    assert [days_in_month(year, 2) for year in (1900, 2000, 2026, 2028)] == [28, 29, 28, 29]


@pytest.mark.parametrize(("n", "d", "expected"), [(1, 2, 1), (3, 2, 2), (5, 2, 3), (4, 3, 1), (5, 3, 2), (0, 7, 0)])
def test_halves_round_up(n: int, d: int, expected: int) -> None:
    assert half_up(n, d) == expected


@pytest.mark.parametrize(
    ("boundaries", "length", "expected"),
    [
        (EDTECH, 9, (0, 2, 5, 9)),  # 1.5 and 4.5 both round up
        (EDTECH, 10, (0, 2, 5, 10)),
        (EDTECH, 12, (0, 2, 6, 12)),
        (EDTECH, 15, (0, 3, 8, 15)),
        (EDTECH, 18, (0, 3, 9, 18)),
        (EDTECH, 24, (0, 4, 12, 24)),
        (EDTECH, 36, EDTECH),
        (EDTECH, 48, (0, 8, 24, 48)),
        (EDTECH, 3, (0, 1, 2, 3)),
        (AI, 6, (0, 1, 2, 3, 5, 6)),
        (AI, 9, (0, 1, 2, 5, 7, 9)),
        (AI, 12, (0, 1, 3, 6, 9, 12)),
        (AI, 18, (0, 2, 5, 9, 14, 18)),
        (AI, 24, AI),
        (AI, 5, (0, 1, 2, 3, 4, 5)),
        (AI, 3, (0, 1, 2, 3, 4, 5)),  # five phases need five months
    ],
)
def test_phases_scale_in_proportion(boundaries: tuple[int, ...], length: int, expected: tuple[int, ...]) -> None:
    assert tuple(scaled(boundaries, boundaries[-1], length).values()) == expected


def test_nothing_scales_to_nothing() -> None:
    assert scaled((), 12, 6) == {}


@given(st.sets(st.integers(1, 120), min_size=1, max_size=12), st.integers(1, 240))
@MODERATE
def test_scaled_boundaries_keep_order_a_month_each_and_the_length(marks: set[int], length: int) -> None:
    usual = max(marks)
    months = scaled({0, *marks}, usual, length)
    values = list(months.values())
    assert list(months) == sorted({0, *marks})
    assert values[0] == 0
    assert all(b - a >= 1 for a, b in pairwise(values))
    assert values[-1] == max(length, len(marks))
    if length >= usual:  # with room for all of them each boundary has its own place
        assert all(abs(usual * value - mark * length) * 2 <= usual for mark, value in months.items())


@given(st.dates(), st.integers(-600, 600))
@MODERATE
def test_months_keep_the_day_unless_the_month_is_shorter(day: dt.date, n: int) -> None:
    moved = add_months(day, n)
    if D.min < moved < D.max:
        assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == n
        assert moved.day == min(day.day, days_in_month(moved.year, moved.month))
