"""The dates and rules of a row as texts: read back as they were written, and as older releases wrote them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.books import MODERATE, projects
from tests.core.rows import DAY, MARATHON, row
from tests.playbooks.shipped import IDS, playbook

from paceplan.core import agenda, calendar, portfolio
from paceplan.core.calendar import COUNTS, KINDS, Dated
from paceplan.core.project import Project
from paceplan.core.verdict import judge

DATED = st.builds(
    Dated,
    st.dates(),
    st.text(),
    st.booleans(),
    st.sampled_from(list(KINDS)),
    st.from_regex(r"[a-z0-9.-]{0,20}", fullmatch=True),
)


def in_lists(row: dict[str, Any], kinds: bool = True) -> dict[str, Any]:
    """Return a row as the releases before this one wrote it; the first of them did not tell kinds."""
    dates = [[d.day.isoformat(), d.what, d.counts, calendar.CODES[d.kind], d.id] for d in calendar.dates(row)]
    every = []
    for rule in calendar.rules(row):
        span, *rules = rule.split("\t")
        every.append([span[:10], span[11:] or None, [[r[0], r[1], r[2:]] for r in rules]])
    return {**row, "v": 2, "dates": [d if kinds else d[:3] for d in dates], "every": every if kinds else []}


@given(st.lists(DATED))
def test_dates_come_back_as_they_were_written(dates: list[Dated]) -> None:
    made = {"dates": calendar.written(dates)}
    plain = [date._replace(what=date.what.replace("\t", " ").replace("\n", " ")) for date in dates]
    assert calendar.dates(made) == plain
    days, marks = calendar.days(made)
    assert [(dt.date.fromisoformat(day), mark == COUNTS) for day, mark in zip(days, marks, strict=True)] == [
        (date.day, date.counts) for date in dates
    ]
    assert [calendar.what(made, n) for n in range(len(dates))] == [date.what for date in plain]


@MODERATE
@given(projects(), st.sampled_from(IDS), st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)))
def test_a_row_in_lists_says_the_same_as_one_in_texts(made: Project, id: str, today: dt.date) -> None:
    book = playbook(id)
    now = portfolio.summarise(made, book, judge(made, book))
    for kinds in (True, False):
        old = in_lists(now, kinds)
        assert calendar.days(old) == calendar.days(now)
        assert portfolio.health(old, today) == portfolio.health(now, today)
        assert portfolio.next_date(old, today) == portfolio.next_date(now, today)
    assert calendar.rules(in_lists(now)) == calendar.rules(now)
    assert agenda.of([in_lists(now)], today) == agenda.of([now], today)


def test_a_row_holds_no_lists_of_lists() -> None:
    made = row(scores=MARATHON, start="2026-11-01", length_months=24, roadmap={"start": "2026-11-01"})
    assert calendar.dates(made)
    assert calendar.rules(made)
    for key, value in made.items():
        assert not isinstance(value, dict), key
        assert not isinstance(value, list) or not any(isinstance(part, (list, dict)) for part in value), key


def test_a_later_release_may_know_other_kinds_and_put_more_into_a_row() -> None:
    made = row(pilot={"start": "2026-11-09", "weeks": 6})
    later = {
        **made,
        "v": portfolio.VERSION + 1,
        "plan": "pilot 2026-11-09",
        "dates": made["dates"].replace("c", "\x7e"),
    }
    assert "date" in {event.kind for event in agenda.of([later], DAY)}
    assert portfolio.is_current(later)
    assert portfolio.health(later, DAY) == portfolio.health(made, DAY)


@pytest.mark.parametrize("value", ["", "\t", "a\tb\nc"])
def test_what_parts_columns_cannot_come_in_by_a_name(value: str) -> None:
    rules = calendar.written_rules({(DAY, None): [("week", "comms", value)]})
    assert rules == "2026-11-16 \twu" + value.replace("\t", " ").replace("\n", " ")
