"""All projects on one calendar, from their rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.core.rows import DAY, MARATHON, row

from paceplan.core.portfolio import Row
from paceplan.core.timeline import Group, as_json, extent, groups, usual_start, within


def dated(name: str, first: str, days: int, pace: str | None = "sprint", **more: Any) -> Row:
    """Return a row of a project that takes these days."""
    start = dt.date.fromisoformat(first).toordinal()
    text = f"{start} {days}\nr0 {days} 0 Pilot"
    return {**row(), "id": name, "name": name, "pace": pace, "spans": text, **more}


def shown(found: list[Group]) -> list[tuple[str | None, bool, list[str]]]:
    return [(g.pace, g.dated, [ln.row["name"] for ln in g.lines]) for g in found]


def test_projects_stand_by_pace_the_earliest_first_and_by_name_within_a_day() -> None:
    rows = [
        dated("c", "2026-05-01", 10),
        dated("b", "2026-03-01", 10),
        dated("A", "2026-03-01", 10),
        dated("m", "2026-01-01", 900, "marathon"),
        dated("h", "2026-01-01", 90, "hybrid"),
        dated("o", "2026-01-01", 9, None),
        {**row(), "id": "u", "name": "u", "spans": ""},
        {k: v for k, v in row().items() if k != "spans"} | {"id": "older", "name": "older"},
    ]
    assert shown(groups(rows, DAY)) == [
        ("sprint", True, ["A", "b", "c"]),
        ("hybrid", True, ["h"]),
        ("marathon", True, ["m"]),
        (None, True, ["o"]),
        (None, False, ["older", "u"]),
    ]


def test_archived_and_deleted_projects_are_left_out_and_words_filter() -> None:
    rows = [
        dated("kept", "2026-05-01", 10, owner="Team North"),
        dated("away", "2026-05-01", 10, archived=True),
        dated("gone", "2026-05-01", 10, deleted=True),
        dated("done", "2026-05-01", 10, done=True),
    ]
    assert shown(groups(rows, DAY)) == [("sprint", True, ["done", "kept"])]
    assert shown(groups(rows, DAY, text="NORTH kep")) == [("sprint", True, ["kept"])]
    assert groups(rows, DAY, text="nothing") == []
    assert groups([], DAY) == []


def test_the_calendar_reaches_from_the_first_day_to_the_last() -> None:
    rows = [dated("a", "2026-12-30", 5), dated("b", "2026-11-30", 7), {**row(), "spans": ""}]
    assert extent(groups(rows, DAY)) == (dt.date(2026, 11, 30), dt.date(2027, 1, 3))
    assert extent(groups([rows[-1]], DAY)) is None
    point = {**row(), "spans": f"{DAY.toordinal()} 0\nm0 0 0 Vote"}
    assert extent(groups([point], DAY)) == (DAY, DAY)


@pytest.mark.parametrize(
    ("start", "months", "names"),
    [
        ("2026-02-01", 1, ["feb", "long"]),
        ("2026-02-28", 1, ["long", "mar"]),
        ("2026-03-01", 1, ["long", "mar"]),
        ("2027-01-01", 12, ["long"]),
        ("2028-01-01", 12, []),
        ("2025-01-01", 13, ["long"]),
    ],
)
def test_a_window_holds_what_has_a_day_in_it(start: str, months: int, names: list[str]) -> None:
    rows = [dated("feb", "2026-02-01", 27), dated("mar", "2026-03-01", 1), dated("long", "2026-01-31", 400)]
    found = within(groups(rows, DAY), dt.date.fromisoformat(start), months)
    assert sorted(ln.row["name"] for g in found for ln in g.lines) == names


@pytest.mark.parametrize(
    ("today", "start"), [("2026-11-16", "2026-10-01"), ("2026-01-31", "2025-12-01"), ("2026-03-31", "2026-02-01")]
)
def test_a_calendar_starts_with_the_month_before(today: str, start: str) -> None:
    assert usual_start(dt.date.fromisoformat(today)).isoformat() == start


def test_the_row_of_a_project_holds_what_the_calendar_needs() -> None:
    marathon = row(scores=MARATHON, start="2026-01-05", length_months=24)
    ((_, _, (line,)),) = groups([marathon], DAY)
    document = as_json(line, DAY)
    assert (document["start"], document["end"]) == (dt.date(2026, 1, 5), dt.date(2028, 1, 4))
    assert document["pace"] == "marathon"
    assert document["spans"][0] == {
        "kind": "phase", "name": "Frame", "start": dt.date(2026, 1, 5), "end": dt.date(2026, 3, 4), "done": 0,
        "total": document["spans"][0]["total"], "state": None,
    }  # fmt: skip
    assert row().get("spans", "") == ""
