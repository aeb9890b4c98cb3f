"""Sprints and marathons running at once per month, and what is said of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rows import DAY

from paceplan.core.balance import MOST_MONTHS, Capacity, Month, Run, extent, months, of_month, runs
from paceplan.core.balance_words import advice, findings, matters_of, named
from paceplan.core.dates import add_months
from paceplan.core.portfolio import Row


def ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


def row_of(name: str, *lines: tuple[str, str, str, str], pace: str | None = "sprint", **more: Any) -> Row:
    """Return a row with spans given as (code, first day, day after the last, share)."""
    first = min(ordinal(start) for _, start, _, _ in lines)
    after = max(ordinal(end) for _, _, end, _ in lines)
    text = [f"{c}{ordinal(s) - first} {ordinal(e) - ordinal(s)} {share} X" for c, s, e, share in lines]
    return {"id": name, "name": name, "pace": pace, "spans": "\n".join([f"{first} {after - first}", *text]), **more}


def taken(*rows: Row, today: dt.date = DAY) -> list[tuple[str, str, str]]:
    """Return (kind, first day, day after the last) of each run."""
    return [
        (r.kind, dt.date.fromordinal(r.start).isoformat(), dt.date.fromordinal(r.end).isoformat())
        for r in runs(rows, today)
    ]


# What takes a place


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (("r", "2026-11-02", "2026-12-14", "0"), ("2026-11-02", "2026-12-14")),
        (("r", "2026-09-07", "2026-10-19", "0"), ("2026-09-07", "2026-11-17")),  # not decided yet: it goes on
        (("c", "2026-09-07", "2026-10-19", "1"), ("2026-09-07", "2026-10-19")),
        (("c", "2026-11-02", "2026-12-14", "1"), ("2026-11-02", "2026-11-16")),  # over by today
        (("p", "2026-12-07", "2027-01-18", "0"), ("2026-12-07", "2027-01-18")),
        (("p", "2026-11-02", "2026-12-14", "0"), ("2026-11-16", "2026-12-14")),  # nobody began it
        (("p", "2026-09-07", "2026-10-19", "0"), None),
        (("c", "2026-12-07", "2027-01-18", "1"), None),
        (("s", "2026-11-02", "2026-11-16", "0"), ("2026-11-02", "2026-11-17")),
        (("s", "2026-11-02", "2026-11-23", "1"), ("2026-11-02", "2026-11-16")),
        (("m", "2026-11-20", "2026-11-20", "0"), None),
    ],
)
def test_what_a_time_box_takes(line: tuple[str, str, str, str], wanted: tuple[str, str] | None) -> None:
    assert taken(row_of("a", line)) == ([("sprint", *wanted)] if wanted else [])


@pytest.mark.parametrize(
    ("shares", "end", "wanted"),
    [
        (("0/2", "0/2"), "2027-03-01", "2027-03-01"),
        (("2/2", "1/2"), "2026-06-01", "2026-11-17"),  # slipped: it goes on
        (("2/2", "2/2"), "2026-06-01", "2026-06-01"),
        (("2/2", "2/2"), "2027-03-01", "2026-11-16"),
        (("0/0", "0/0"), "2026-06-01", "2026-06-01"),  # nothing in it could be late
    ],
)
def test_a_roadmap_takes_one_place_from_its_first_day_to_its_last(
    shares: tuple[str, str], end: str, wanted: str
) -> None:
    phases = [("f", "2026-01-05", "2026-04-01", shares[0]), ("f", "2026-04-01", end, shares[1])]
    assert taken(row_of("a", *phases, pace="marathon")) == [("marathon", "2026-01-05", wanted)]


def test_a_sprint_inside_a_roadmap_takes_a_place_of_its_own() -> None:
    lines = [("f", "2026-11-01", "2027-11-01", "0/3"), ("s", "2026-12-07", "2027-01-18", "0")]
    assert [kind for kind, _, _ in taken(row_of("a", *lines, pace="hybrid"))] == ["sprint", "marathon"]


def test_what_is_put_away_deleted_or_without_a_pace_takes_none() -> None:
    line = ("r", "2026-11-02", "2026-12-14", "0")
    assert taken(
        row_of("a", line, archived=True), row_of("b", line, deleted=True), row_of("c", line, pace=None),
        {"id": "d", "name": "d", "pace": "sprint"},
    ) == []  # fmt: skip


# How many at once


def run(start: str, end: str, kind: Any = "sprint", name: str = "a") -> Run:
    return Run(kind, name, name, "Pilot", ordinal(start), ordinal(end))


@pytest.mark.parametrize(
    ("given_runs", "wanted"),
    [
        ([], (0, 0, 0)),
        ([("2026-01-05", "2026-02-16")], (1, 1, 0)),
        ([("2026-01-05", "2026-02-01")], (1, 0, 0)),
        ([("2026-01-31", "2026-02-01")], (1, 0, 0)),
        ([("2026-02-28", "2026-03-01")], (0, 1, 0)),
        ([("2025-06-01", "2027-06-01")], (1, 1, 1)),
        ([("2026-01-05", "2026-01-12"), ("2026-01-12", "2026-01-19")], (1, 0, 0)),  # a chain
        ([("2026-01-05", "2026-01-13"), ("2026-01-12", "2026-01-19")], (2, 0, 0)),
        ([("2026-01-05", "2026-01-05")], (0, 0, 0)),
        ([("2024-01-01", "2025-01-01"), ("2027-01-01", "2028-01-01")], (0, 0, 0)),
    ],
)
def test_at_once_is_the_most_on_one_day_of_the_month(
    given_runs: list[tuple[str, str]], wanted: tuple[int, ...]
) -> None:
    found = months([run(*dates) for dates in given_runs], dt.date(2026, 1, 31), 3)
    assert [m.first.isoformat() for m in found] == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert tuple(m.sprints for m in found) == wanted
    assert {m.marathons for m in found} == {0}


def test_the_day_of_the_most_is_told() -> None:
    found = months([run("2026-01-05", "2026-03-01"), run("2026-01-20", "2026-01-25")], dt.date(2026, 1, 1), 2)
    assert [dt.date.fromordinal(m.sprints_on).isoformat() for m in found] == ["2026-01-20", "2026-02-01"]


dates = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


@given(st.lists(st.tuples(dates, st.integers(1, 200), st.sampled_from(["sprint", "marathon"])), max_size=12))
def test_it_counts_as_one_who_looks_at_every_day(given_runs: list[tuple[dt.date, int, Any]]) -> None:
    found = [Run(k, "a", "a", "x", d.toordinal(), d.toordinal() + n) for d, n, k in given_runs]
    for month in months(found, dt.date(2026, 1, 1), 14):
        days = range(month.first.toordinal(), add_months(month.first, 1).toordinal())
        for kind, most in (("sprint", month.sprints), ("marathon", month.marathons)):
            assert most == max(sum(r.kind == kind and r.start <= day < r.end for r in found) for day in days)
        assert {r for r in found if any(r.start <= day < r.end for day in days)} == set(of_month(found, month.first))


def test_the_calendar_holds_all_and_today_but_no_hostile_stretch() -> None:
    assert extent([], DAY) == (dt.date(2026, 11, 1), 1)
    assert extent([run("2026-01-31", "2027-01-01")], DAY) == (dt.date(2026, 1, 1), 12)
    assert extent([run("2027-02-01", "2027-02-02")], DAY) == (dt.date(2026, 11, 1), 4)
    first, count = extent([run("1900-01-01", "2999-12-31")], DAY)
    assert (first, count) == (add_months(dt.date(2026, 11, 1), -MOST_MONTHS // 2), MOST_MONTHS)
    assert len(months([run("1900-01-01", "2999-12-31")], first, 10_000)) == MOST_MONTHS
    assert len(months([run("2026-01-01", "2026-02-01")], dt.date.max, 3)) == 3


# What is said of it


def month(first: str, sprints: int, marathons: int) -> Month:
    return Month(dt.date.fromisoformat(f"{first}-01"), sprints, marathons, 0, 0)


@pytest.mark.parametrize(
    ("sprints", "marathons", "matters"),
    [
        (0, 0, []),
        (3, 2, []),
        (4, 2, ["over-sprints"]),
        (3, 3, ["over-marathons"]),
        (4, 3, ["over-sprints", "over-marathons"]),
        (1, 0, ["all-sprint"]),
        (4, 0, ["over-sprints", "all-sprint"]),
        (0, 1, ["all-marathon"]),
    ],
)
def test_matters_of_a_month(sprints: int, marathons: int, matters: list[str]) -> None:
    assert matters_of(month("2026-11", sprints, marathons), Capacity()) == matters


@pytest.mark.parametrize(
    ("firsts", "words"),
    [
        (["2026-11"], "Nov 2026"),
        (["2026-10", "2026-11"], "Oct to Nov 2026"),
        (["2026-11", "2026-12", "2027-01"], "Nov 2026 to Jan 2027"),
        (["2026-11", "2027-01", "2027-02"], "Nov 2026, Jan to Feb 2027"),
    ],
)
def test_months_that_follow_one_another_are_one_stretch(firsts: list[str], words: str) -> None:
    assert named([month(first, 1, 1) for first in firsts]) == words


def test_findings_name_every_month() -> None:
    found = findings([month("2026-10", 4, 1), month("2026-11", 1, 0), month("2026-12", 0, 3)], Capacity())
    assert [f.text for f in found] == [
        "More sprints than capacity: Oct 2026",
        "More marathons than capacity: Dec 2026",
        "Sprints only: Nov 2026",
        "Marathons only: Dec 2026",
    ]


@pytest.mark.parametrize(
    ("given_months", "said"),
    [
        ([("2026-10", 9, 9), ("2026-11", 0, 0)], "Nothing is planned from this month on"),
        ([("2026-10", 9, 9), ("2026-11", 3, 2)], "stay within the capacity"),
        (
            [("2026-11", 5, 1), ("2026-12", 3, 1), ("2027-01", 2, 1)],
            "Put off or close 2 of them: Jan 2027 is the first",
        ),
        ([("2026-11", 4, 1), ("2026-12", 3, 1)], "Close one of them: no month after it has room"),
        ([("2026-11", 1, 3), ("2026-12", 1, 1)], "3 marathons at once, 1 more than the 2 there is capacity for"),
        ([("2026-11", 1, 0), ("2026-12", 1, 1)], "In Nov 2026 only sprints run"),
        ([("2026-11", 0, 1), ("2026-12", 1, 1)], "In Nov 2026 only marathons run"),
        ([("2026-11", 1, 1), ("2027-11", 0, 1)], "stay within the capacity"),  # too far ahead to worry
    ],
)
def test_advice_says_what_to_do_about_the_months_ahead(given_months: list[Any], said: str) -> None:
    texts = advice([month(*given_) for given_ in given_months], Capacity(), DAY)
    assert any(said in text for text in texts), texts


def test_advice_takes_the_capacity_it_is_given() -> None:
    here = [month("2026-11", 5, 5)]
    assert len(advice(here, Capacity(5, 5), DAY)) == 1
    assert "5 more than the 0" in advice(here, Capacity(0, 5), DAY)[0]
