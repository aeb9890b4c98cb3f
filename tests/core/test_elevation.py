"""Trip-wires, and the step that makes a marathon of a sprint with what it already has."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceplan.core import decision, elevation
from paceplan.core.check import check
from paceplan.core.errors import Refused
from paceplan.core.portfolio import summarise, tripped
from paceplan.core.project import Project
from paceplan.core.verdict import judge

from .books import MODERATE, projects, shipped
from .plans import D, made, planned

BOOK = shipped("martech")
NO: dict[str, Any] = dict.fromkeys(BOOK.gates, False) | {"rollback-in-timebox": True}
TODAY = D(2026, 2, 2)
RUNNING: dict[str, Any] = {
    "gates": NO, "length_weeks": 4, "pilot": {"start": D(2026, 1, 12), "weeks": 4},
    "artifacts": {"dependency-map": {"done": True, "evidence": "Map 3"}, "feature-flag": {"done": True, "why": "on"}},
}  # fmt: skip


def wires(**content: Any) -> list[str]:
    return [w.id for w in elevation.trip_wires(made("martech", **RUNNING | content), BOOK, TODAY)]


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        ({}, []),
        ({"pilot": {"start": D(2026, 1, 12), "weeks": 4, "iteration": 2}}, []),
        ({"pilot": {"start": D(2026, 1, 12), "weeks": 4, "iteration": 3}}, ["third-iteration"]),
        ({"pilot": {"weeks": 4, "iteration": 3}}, ["third-iteration"]),
        ({"gates": NO | {"identity-or-billing": True}}, ["core-system"]),
        ({"gates": NO | {"rollback-in-timebox": False}}, ["core-system"]),
        ({"gates": NO | {"reusable-piece": True}}, []),
        ({"gates": NO | {"identity-or-billing": True}, "pilot": None}, []),
        ({"gates": NO | {"identity-or-billing": True}, "roadmap": {"start": D(2026, 1, 12)}}, []),
        (
            {"gates": NO | {"schema-change": True}, "roadmap": {"start": TODAY},
             "override": {"pace": "sprint", "why": "x"}},
            ["core-system"],
        ),
        ({"error_budget": {"allowed": 6, "used": 7}}, ["error-budget"]),
        ({"error_budget": {"allowed": 6, "used": 6}}, []),
        ({"error_budget": {"allowed": 6, "used": 7, "fixed": True}}, []),
        ({"pilot": {"start": D(2026, 1, 5), "weeks": 4}}, []),
        ({"pilot": {"start": D(2026, 1, 4), "weeks": 4}}, ["time-box"]),
        ({"sprints": {"s": {"name": "S", "start": D(2026, 1, 18), "weeks": 2}}}, ["time-box"]),
        ({"sprints": {"s": {"name": "S", "start": D(2026, 1, 18), "weeks": 2, "done": True}}}, []),
        (
            {"pilot": {"start": D(2025, 9, 1), "weeks": 4, "iteration": 3,
                       "decision": {"decision": "stop", "on": D(2025, 9, 29), "why": "x"}}},
            [],
        ),
    ],
)  # fmt: skip
def test_each_wire_trips_when_it_should(content: dict[str, Any], ids: list[str]) -> None:
    assert wires(**content) == ids


def test_without_a_day_only_what_depends_on_it_is_left_out() -> None:
    project = made("martech", **RUNNING | {"pilot": {"start": D(2025, 1, 4), "weeks": 4, "iteration": 3}})
    assert [w.id for w in elevation.trip_wires(project, BOOK)] == ["third-iteration"]


def elevated(project: Project, **args: Any) -> Project:
    return elevation.elevate(project, BOOK, why="Identity after all", by="Ann", on=TODAY, **args)


def test_elevating_drafts_the_marathon_from_what_there_is() -> None:
    before = made("martech", **RUNNING, sprints={
        "s": {"name": "S", "start": D(2026, 1, 12), "weeks": 2, "done": True, "de_risks": "pipelines",
              "leaves": "Loader"},
    })  # fmt: skip
    after = elevated(before)
    assert after.override is not None
    assert (after.override.pace, after.override.why, after.override.on) == ("marathon", "Identity after all", TODAY)
    plan = planned(after)
    assert plan.start == D(2026, 2, 3)
    assert plan.months == 12
    assert after.pilot is not None
    assert (after.pilot.start, after.pilot.weeks) == (D(2026, 1, 12), 4)
    assert after.pilot.decision is not None
    assert after.pilot.decision.decision == "elevate"
    assert after.length_weeks is None
    states = {d.id: d for p in plan.phases for d in p.deliverables}
    assert (states["dependency-map"].done, states["dependency-map"].evidence) == (True, "Map 3")
    assert states["dependency-map"].on == TODAY
    assert (states["flag-service"].done, states["flag-service"].note) == (False, "From the sprint: on")
    assert states["pipelines"].note == "De-risked by the sprint 'S'; it left: Loader"
    assert elevation.drafted(before, after) == ("dependency-map",)
    assert elevation.trip_wires(after, BOOK, TODAY) == ()
    assert check(after, BOOK) == []
    assert Project.of(after.document()) == after


def test_deciding_to_elevate_is_the_same_step() -> None:
    project = made("martech", **RUNNING)
    decided = decision.decide(project, BOOK, decision="elevate", why="Identity after all", by="Ann", on=TODAY)
    assert decided == elevated(project)
    declined = decision.decide(project, BOOK, decision="elevate", why="x", on=TODAY, build=False)
    assert (declined.roadmap, declined.deliverables) == (None, {})


def test_a_project_without_a_running_pilot_is_elevated_too() -> None:
    planned_only = made("martech", gates=NO | {"schema-change": True})
    after = elevated(planned_only)
    assert after.pilot is None
    assert planned(after).start == D(2026, 2, 3)


def test_ticks_of_the_pilot_stand_for_deliverables() -> None:
    book = shipped("ai")
    ticks = {"outcome": {"done": True, "on": D(2026, 1, 13), "note": "40 % less"}, "classify": {"done": True}}
    project = made("ai", checklists={"pilot": ticks | {"scope": {"done": True}}})
    after = elevation.elevate(project, book, why="Regulated", on=TODAY)
    states = {d.id: d for p in planned(after).phases for d in p.deliverables}
    assert (states["outcome-kpi"].on, states["outcome-kpi"].evidence) == (D(2026, 1, 13), "40 % less")
    assert (states["classification"].done, states["classification"].on) == (True, TODAY)
    assert (states["safe-scope"].done, states["safe-scope"].note[:17]) == (False, "From the sprint: ")


@pytest.mark.parametrize(
    ("content", "args", "words"),
    [
        ({"override": {"pace": "marathon", "why": "x"}, "roadmap": {"start": TODAY}}, {}, "a marathon already"),
        ({}, {"why": " "}, "override.why: an elevation needs a reason"),
        ({}, {"today": D(2026, 2, 1)}, "lies in the future"),
        ({"pilot": None}, {"today": D(2026, 2, 1)}, "lies in the future"),
    ],
)
def test_it_is_refused_with_a_reason(content: dict[str, Any], args: dict[str, Any], words: str) -> None:
    project = made("martech", **RUNNING | content)
    given: dict[str, Any] = {"why": "w", "on": TODAY} | args
    with pytest.raises(Refused, match=words):
        elevation.elevate(project, BOOK, **given)


# What the summary row tells of them


def told(project: Project, id: str, today: dt.date) -> tuple[set[str], set[str], dict[str, Any]]:
    """Return the trip-wires of the project itself, those that its row tells, and the row."""
    book = shipped(id)
    row = summarise(project, book, judge(project, book))
    wires = {w.id for w in elevation.trip_wires(project, book, today)}
    return wires, set(tripped(row, today)), row


@MODERATE
@given(projects(), st.sampled_from(("edtech", "martech", "ai")), st.dates(D(2020, 1, 1), D(2035, 12, 31)))
def test_a_row_tells_the_trip_wires_of_any_project_on_any_day(project: Project, id: str, today: dt.date) -> None:
    wires, shown, row = told(project, id, today)
    assert shown == (set() if row["done"] else wires)


@pytest.mark.parametrize(
    ("content", "after", "expected"),
    [
        ({}, 7, set()),  # the close itself is not overdue
        ({}, 8, {"time-box"}),
        ({"pilot": {"start": D(2026, 1, 12), "weeks": 4, "iteration": 3}}, 0, {"third-iteration"}),
        ({"gates": NO | {"identity-or-billing": True}}, 0, {"core-system"}),
        ({"error_budget": {"allowed": 5, "used": 6}}, 8, {"error-budget", "time-box"}),
        ({"sprints": {"s": {"name": "S", "start": D(2026, 1, 5), "weeks": 2}}}, 0, {"time-box"}),
        ({"sprints": {"s": {"name": "S", "start": D(2026, 1, 5), "weeks": 2, "done": True}}}, 0, set()),
        ({"override": {"pace": "marathon", "why": "W"}, "roadmap": {"start": D(2026, 1, 5)}}, 30, set()),
    ],
)
def test_a_row_tells_which_have_tripped(content: dict[str, Any], after: int, expected: set[str]) -> None:
    today = TODAY + dt.timedelta(days=after)
    wires, shown, row = told(made("martech", **RUNNING | content), "martech", today)
    assert wires == shown == expected
    assert ("wires" in row) == bool(expected - {"time-box"}) or row["wires"] == elevation.NONE
