"""Error budgets: allowed, used and fixed, the pause between; and objectives over their window."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from paceplan.core import budget, pilot
from paceplan.core.errors import Refused

from .books import project as bare
from .books import shipped
from .pilots import START, exits, kept, method

BOOK = method()
D = dt.date
TODAY = D(2026, 3, 31)


def budgeted(**more: Any) -> Any:
    return bare(BOOK, error_budget={"allowed": 3, "unit": "failures"} | more)


@pytest.mark.parametrize(("used", "fixed", "overspent", "paused"), [
    (0, False, False, False), (3, False, False, False), (3.01, False, True, True), (3.01, True, True, False),
    (2, True, False, False),
])  # fmt: skip
def test_the_pause(used: float, fixed: bool, overspent: bool, paused: bool) -> None:
    project = budgeted(used=used, fixed=fixed)
    state = budget.state(project)
    assert state
    assert (state.overspent, state.paused, state.share) == (overspent, paused, used / 3)
    assert (budget.pause(project) is not None) == paused


def test_nothing_allowed_is_overspent_by_the_first_miss() -> None:
    state = budget.state(budgeted(allowed=0, used=0))
    assert state
    assert (state.share, state.overspent) == (None, False)
    assert budget.pause(budgeted(allowed=0, used=1)) == (
        "error_budget: overspent, 1 of 0 failures used; sprints pause until the foundation fix is done; say what it "
        "is, do it and mark it done"
    )
    assert (budget.state(bare(BOOK)), budget.pause(bare(BOOK))) == (None, None)


def test_a_fix_ends_the_pause_until_it_fails() -> None:
    project = kept(bare(BOOK), budget.allow(bare(BOOK), BOOK, allowed=1, unit="failures", fix="Queue"), BOOK)
    for amount in (0.1, 0.2, 0.7):
        project = kept(project, budget.spend(project, BOOK, amount=amount), BOOK)
    assert project.error_budget
    assert project.error_budget.used == 1.0
    assert budget.pause(project) is None
    over = budget.spend(project, BOOK, amount=1)
    assert budget.pause(over)
    fixed = kept(over, budget.fix(over, BOOK, what="Retry queue"), BOOK)
    assert fixed.error_budget
    assert (budget.pause(fixed), fixed.error_budget.fix) == (None, "Retry queue")
    assert budget.pause(budget.fix(fixed, BOOK, done=False))
    assert budget.pause(budget.spend(fixed, BOOK, amount=-0.5)) is None
    assert budget.pause(budget.spend(fixed, BOOK, amount=0.5))
    assert budget.pause(budget.allow(over, BOOK, allowed=5)) is None
    assert budget.state(budget.allow(over, BOOK, allowed=1, used=0)).used == 0  # type: ignore[union-attr]


@pytest.mark.parametrize(("act", "args", "message"), [
    (budget.spend, {"amount": -1.5}, "error_budget.used: only 1 is used; 1.5 cannot be taken back"),
    (budget.allow, {"allowed": -1}, "error_budget.allowed: -1 is too small; give 0 or more"),
    (budget.allow, {"allowed": 1, "used": -1}, "error_budget.used: -1 is too small"),
    (budget.fix, {}, "the budget is not overspent, 1 of 3 failures used; nothing is paused"),
])  # fmt: skip
def test_what_is_refused(act: Any, args: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused) as refused:
        act(budgeted(used=1), BOOK, **args)
    assert message in refused.value.message
    if act is not budget.allow:
        with pytest.raises(Refused, match="this project has none"):
            act(bare(BOOK), BOOK, **args)


def test_a_paused_sprint_does_not_start() -> None:
    project = bare(BOOK, {"d1": 0, "d2": 0}, metrics=exits(1, 1), error_budget={"allowed": 1, "used": 2})
    with pytest.raises(Refused, match="error_budget: overspent, 2 of 1 used; sprints pause"):
        pilot.start(project, BOOK, on=START)
    assert pilot.start(budget.fix(project, BOOK), BOOK, on=START).pilot


# Objectives


def slo(readings: dict[str, float], **more: Any) -> budget.SloState:
    project = bare(BOOK, slos={"speed": {"readings": readings} | more})
    return budget.slos(project, BOOK, TODAY)[0]


@pytest.mark.parametrize(("readings", "more", "used", "overspent"), [
    ({}, {}, None, False),
    ({"2026-03-31": 0.1}, {}, 0.1, False),
    ({"2026-03-31": 0.1001}, {}, 0.1001, True),
    ({"2026-03-31": 0.2, "2026-03-10": 0.0}, {}, 0.1, False),
    ({"2026-03-02": 0.3}, {}, 0.3, True),
    ({"2026-03-01": 9}, {}, None, False),
    ({"2026-04-01": 9}, {}, None, False),
    ({"2026-03-31": 0}, {"objective": 100}, 0, False),
    ({"2026-03-31": 0.01}, {"objective": 100}, 0.01, True),
    ({"2026-03-31": 1, "2026-03-30": 9}, {"window_days": 1}, 1, True),
])  # fmt: skip
def test_what_was_missed_in_the_window(
    readings: dict[str, float], more: dict[str, Any], used: float | None, overspent: bool
) -> None:
    found = slo(readings, **more)
    assert (found.used, found.overspent) == (used, overspent)
    assert found.allowed == (0 if more.get("objective") == 100 else 0.1)
    assert budget.told(found)


def test_the_window_keeps_leap_days() -> None:
    project = bare(BOOK, slos={"speed": {"readings": {"2028-02-01": 1, "2028-01-31": 9}}})
    assert budget.slos(project, BOOK, D(2028, 3, 1))[0].used == 1
    assert budget.slos(project, BOOK, D(2028, 3, 2))[0].used is None


def test_readings_of_objectives() -> None:
    project = kept(bare(BOOK), budget.record(bare(BOOK), BOOK, slo="speed", missed=0.2, on=TODAY, today=TODAY), BOOK)
    assert project.slos["speed"].readings == {TODAY: 0.2}
    assert budget.erase(project, BOOK, slo="speed", on=TODAY) == bare(BOOK)
    for args, message in (
        ({"slo": "sped"}, "did you mean 'speed'?"),
        ({"missed": 101}, "101 is no percentage missed; give 0 to 100"),
        ({"missed": -0.1}, "no percentage"),
        ({"on": D(2026, 4, 1)}, "slos.speed.readings.2026-04-01: lies in the future (today is 2026-03-31)"),
    ):
        given: dict[str, Any] = {"slo": "speed", "missed": 1, "on": TODAY, "today": TODAY} | args
        with pytest.raises(Refused) as refused:
            budget.record(bare(BOOK), BOOK, **given)
        assert message in refused.value.message
    with pytest.raises(Refused, match="no reading on that day"):
        budget.erase(project, BOOK, slo="speed", on=START)


def test_objectives_come_in_order_and_say_what_they_lack() -> None:
    book = shipped("martech")
    project = bare(book, slos={"own": {"name": "Own", "objective": 90}, "error-budget": {}})
    found = budget.slos(project, book, TODAY)
    assert [(s.id, s.chosen) for s in found] == [
        ("throughput", False), ("error-budget", True), ("availability", False), ("own", True),
    ]  # fmt: skip
    assert [s.allowed for s in found] == [20, 5, 0.1, 10]
    assert budget.told(budget.slos(bare(BOOK), BOOK, TODAY)[1]) == "Bare: no objective yet"
