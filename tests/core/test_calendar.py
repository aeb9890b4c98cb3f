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
from paceplan.core.calendar import KINDS, Dated
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
    """Return a row as the first releases wrote it; the very first did not tell kinds."""
    dates = [[d.day.isoformat(), d.what, d.counts, calendar.CODES[d.kind], d.id] for d in calendar.dates(row)]
    every = [[span[0], span[1] or None, turns] for span, turns in spans_of(row)]
    return {**row, "v": 2, "dates": [d if kinds else d[:3] for d in dates], "every": every if kinds else []}


def in_columns(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of version 4: a line of days, one of marks, and so on; a rule for all that shares its time."""
    dates = calendar.dates(row)
    columns = (
        " ".join(d.day.isoformat() for d in dates),
        "".join("!" if d.counts else "." for d in dates),
        "".join(calendar.CODES[d.kind] for d in dates),
        " ".join(d.id for d in dates),
        "\t".join(d.what for d in dates),
    )
    every = ("\t".join((" ".join(span), *map("".join, turns))) for span, turns in spans_of(row))
    return {**row, "v": 4, "dates": "\n".join(columns) if dates else "", "every": "\n".join(every)}


def spans_of(row: dict[str, Any]) -> list[tuple[tuple[str, str], list[list[str]]]]:
    """Return the rules of a row by their first and last day, "" where they never end: how often, code and name."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    for rule in calendar.rules(row):
        found.setdefault((rule[:10], rule[11:21].strip()), []).append([rule[21], rule[22], rule[24:]])
    return list(found.items())


@given(st.lists(DATED))
def test_dates_come_back_as_they_were_written(dates: list[Dated]) -> None:
    made = {"dates": calendar.written(dates)}
    plain = [date._replace(what=date.what.replace("\t", " ").replace("\n", " ")) for date in dates]
    assert calendar.dates(made) == plain
    assert [line[: calendar.DAY] for line in calendar.lines(made)] == [date.day.isoformat() for date in dates]


@MODERATE
@given(projects(), st.sampled_from(IDS), st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)))
def test_a_row_of_an_older_release_says_the_same_as_one_of_today(made: Project, id: str, today: dt.date) -> None:
    book = playbook(id)
    now = portfolio.summarise(made, book, judge(made, book))
    for old in (in_lists(now, kinds=False), in_lists(now), in_columns(now)):
        assert [date[:3] for date in calendar.dates(old)] == [date[:3] for date in calendar.dates(now)]
        assert portfolio.health(old, today) == portfolio.health(now, today)
        assert portfolio.next_date(old, today) == portfolio.next_date(now, today)
    for old in (in_lists(now), in_columns(now)):
        assert calendar.lines(old) == calendar.lines(now)
        assert calendar.rules(old) == calendar.rules(now)
        assert list(agenda.of([old], today)) == list(agenda.of([now], today))


def test_a_row_holds_no_lists_of_lists() -> None:
    made = row(scores=MARATHON, start="2026-11-01", length_months=24, roadmap={"start": "2026-11-01"})
    assert calendar.dates(made)
    assert calendar.rules(made)
    for key, value in made.items():
        assert not isinstance(value, dict), key
        assert not isinstance(value, list) or not any(isinstance(part, (list, dict)) for part in value), key


def test_a_later_release_may_know_other_kinds_and_put_more_into_a_row() -> None:
    made = row(pilot={"start": "2026-11-09", "weeks": 6})
    closes = f"!{calendar.CODES['close']}pilot"
    assert closes in made["dates"]
    later = {
        **made,
        "v": portfolio.VERSION + 1,
        "plan": "pilot 2026-11-09",
        "dates": made["dates"].replace(closes, "!~pilot"),
    }
    assert "date" in {event.kind for event in agenda.of([later], DAY)}
    assert portfolio.is_current(later)
    assert portfolio.health(later, DAY) == portfolio.health(made, DAY)


@pytest.mark.parametrize("value", ["", "\t", "a\tb\nc"])
def test_what_parts_lines_cannot_come_in_by_a_name(value: str) -> None:
    rules = calendar.written_rules({(DAY, None): [("week", "comms", value)]})
    assert rules == "2026-11-16" + " " * 11 + "wu\t" + value.replace("\t", " ").replace("\n", " ")
