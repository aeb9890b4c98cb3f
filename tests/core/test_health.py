"""Health by tables: what comes first, the day itself, the 7th and 8th and the 14th and 15th day, ends of months."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.core.rows import DAY, MARATHON, SPRINT, row
from tests.playbooks.shipped import playbook

from paceplan.core import calendar
from paceplan.core.portfolio import Row, health, next_date, select

HYBRID = {"risk-compliance": 2, "data-maturity": 1, "integration-complexity": 1, "business-impact": 1}
SCORES = {"sprint": SPRINT, "hybrid": HYBRID, "marathon": MARATHON}


def due_on(day: dt.date, pace: str = "sprint", **more: Any) -> Row:
    made = row(scores=SCORES[pace], checklists={"pilot": {"scope": {"due": day.isoformat()}}}, **more)
    assert made["pace"] == pace
    return made


@pytest.mark.parametrize(
    ("pace", "days", "expected"),
    [
        ("sprint", -400, "late"), ("sprint", -1, "late"), ("sprint", 0, "due"), ("sprint", 1, "due"),
        ("sprint", 7, "due"), ("sprint", 8, "on track"), ("sprint", 14, "on track"),
        ("hybrid", -1, "late"), ("hybrid", 0, "due"), ("hybrid", 8, "due"), ("hybrid", 14, "due"),
        ("hybrid", 15, "on track"),
        ("marathon", -1, "late"), ("marathon", 0, "due"), ("marathon", 14, "due"), ("marathon", 15, "on track"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("today", ["2026-11-16", "2027-02-28", "2028-02-28", "2028-02-29", "2027-12-31", "2027-04-30"])
def test_by_the_days_left(pace: str, days: int, expected: str, today: str) -> None:
    on = dt.date.fromisoformat(today)
    assert health(due_on(on + dt.timedelta(days=days), pace), on) == expected


@pytest.mark.parametrize(
    ("due", "today", "expected"),
    [
        ("2028-02-29", "2028-02-21", "on track"), ("2028-02-29", "2028-02-22", "due"),
        ("2028-02-29", "2028-02-29", "due"), ("2028-02-29", "2028-03-01", "late"),
        ("2027-03-01", "2027-02-22", "due"), ("2028-03-01", "2028-02-22", "on track"),
        ("2027-01-05", "2026-12-29", "due"), ("2027-01-06", "2026-12-29", "on track"),
    ],
)  # fmt: skip
def test_over_the_ends_of_months(due: str, today: str, expected: str) -> None:
    assert health(due_on(dt.date.fromisoformat(due)), dt.date.fromisoformat(today)) == expected


def test_a_later_date_does_not_hide_a_missed_one() -> None:
    items = {"scope": {"due": "2026-11-15"}, "metrics": {"due": "2026-11-17"}}
    made = row(checklists={"pilot": items})
    coming = next_date(made, DAY)
    assert health(made, DAY) == "late"
    assert coming
    assert (coming.day, coming.late) == (dt.date(2026, 11, 15), True)


PASSED = {"checklists": {"pilot": {"scope": {"due": "2026-11-01"}}}}
STOPPED = {"start": "2026-10-05", "weeks": 2, "decision": {"decision": "stop", "on": "2026-10-19", "why": "No use"}}
SCALED = {"start": "2026-10-05", "weeks": 2, "decision": {"decision": "scale", "on": "2026-10-19", "why": "It works"}}
OVERSPENT = {"allowed": 10, "used": 10.5}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PASSED, "late"),
        (PASSED | {"error_budget": OVERSPENT}, "blocked"),
        (PASSED | {"error_budget": OVERSPENT | {"fixed": True}}, "late"),
        ({"error_budget": OVERSPENT | {"fixed": True}}, "on track"),
        ({"error_budget": {"allowed": 10, "used": 10}}, "on track"),
        (PASSED | {"error_budget": OVERSPENT, "pilot": STOPPED}, "done"),
        (PASSED | {"pilot": SCALED}, "done"),
        # What was scaled is not done while the roadmap that was built for it is not.
        ({"pilot": SCALED, "roadmap": {"start": "2026-10-20"}}, "on track"),
        (PASSED | {"pilot": SCALED, "roadmap": {"start": "2026-10-20"}}, "late"),
        (PASSED | {"pilot": STOPPED, "roadmap": {"start": "2026-10-20"}}, "done"),
        ({}, "on track"),
    ],
)
def test_the_first_that_applies(content: dict[str, Any], expected: str) -> None:
    assert health(row(**content), DAY) == expected


def test_what_is_missing_blocks() -> None:
    gates = {id: not gate.on for id, gate in playbook("martech").gates.items()}
    answers: dict[str, Any] = {"gates": gates, "start": "2026-11-01"}
    assert health(row("martech", {}, **answers), DAY) == "blocked"
    ready = {"artifacts": dict.fromkeys(("hypothesis", "telemetry", "rollback", "owner"), True)}
    assert health(row("martech", {}, **answers | ready), DAY) == "on track"


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2026-11-15", "on track"), ("2026-11-30", "due"), ("2026-12-01", "due"), ("2026-12-02", "late")],
)
def test_an_open_plan_list_makes_late_once_its_day_has_passed(today: str, expected: str) -> None:
    made = row("edtech", {"strategic-impact": 3, "data-sensitivity": 3, "procurement": 3}, start="2026-11-01",
               override={"pace": "marathon", "why": "W"}, roadmap={"start": "2026-11-01"})  # fmt: skip
    assert health(made, dt.date.fromisoformat(today)) == expected


def test_a_pilot_milestone_makes_due_but_never_late() -> None:
    made = row(pilot={"start": "2026-11-16", "weeks": 6})
    first = min(date.day for date in calendar.dates(made))
    assert [health(made, first - dt.timedelta(days=n)) for n in (8, 7, 0)] == ["on track", "due", "due"]
    assert health(made, dt.date(2026, 12, 28)) == "due"  # the day it closes
    assert health(made, dt.date(2026, 12, 29)) == "late"


def test_a_row_of_release_0_1_0_has_the_health_it_had() -> None:
    made = due_on(dt.date(2026, 11, 15))
    old = {key: value for key, value in made.items() if key not in ("v", "every")}
    old["dates"] = [[date.day.isoformat(), date.what, date.counts] for date in calendar.dates(made)]
    assert [health(old, DAY), next_date(old, DAY)] == [health(made, DAY), next_date(made, DAY)]
    assert select([old], DAY, health_is="late") == [old]
