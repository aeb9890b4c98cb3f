"""Criteria that are sealed by the start, targets moved later with a mark, dosage, and the time box by the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from paceplan.core import criteria, pilot
from paceplan.core.check import check
from paceplan.core.errors import Refused
from paceplan.core.project import Project

from .books import project as bare
from .books import shipped
from .pilots import CLOSE, START, exits, kept, method
from .pilots import pilot as running

BOOK = method()
D = dt.date


def planned(**more: Any) -> Project:
    return bare(BOOK, {"d1": 0, "d2": 1}, **({"start": START} | more))


# Before the start


@pytest.mark.parametrize(("metric", "baseline", "target", "fits"), [
    ("time", 40, 30, True), ("time", 40, 40, True), ("time", 40, 40.5, False), ("time", None, 99, True),
    ("use", 40, 50, True), ("use", 40, 40, True), ("use", 40, 39.5, False), ("use", -5, -10, False),
])  # fmt: skip
def test_a_target_lies_on_the_better_side_of_its_baseline(
    metric: str, baseline: float | None, target: float, fits: bool
) -> None:
    if fits:
        after = pilot.agree(planned(), BOOK, metric=metric, target=target, baseline=baseline)
        assert kept(planned(), after, BOOK).metrics[metric].target == target
        return
    with pytest.raises(Refused) as refused:
        pilot.agree(planned(), BOOK, metric=metric, target=target, baseline=baseline)
    # A file and a form are told the same.
    entry = {"baseline": baseline, "target": target, "exit": True}
    (problem,) = check(planned(metrics={metric: entry}), BOOK)
    assert str(problem) == refused.value.message
    assert problem.path == refused.value.path == ("metrics", metric, "target")
    assert pilot.why_not_start(planned(metrics={metric: entry}), BOOK) == refused.value.message


def test_the_wrong_side_names_the_ways_out() -> None:
    with pytest.raises(Refused) as refused:
        pilot.agree(planned(), BOOK, metric="time", target=50, baseline=40)
    assert refused.value.message == (
        "metrics.time.target: 50 is worse than the baseline of 40 (lower is better), so the pilot would meet it by "
        'doing nothing; give a target below 40, set better = "higher" if higher is better, or make it a guardrail'
    )


def test_a_target_at_its_baseline_is_a_doubt() -> None:
    project = planned(metrics={"time": {"baseline": 40, "target": 40, "exit": True}, "errors": {"readings": {}}})
    assert criteria.doubts(project, BOOK) == (
        "metrics.time.target: is the baseline itself; it is met as long as nothing gets worse",
        "metrics.errors.target: a guardrail without a limit guards nothing; give it one",
    )
    assert pilot.why_not_start(project, BOOK) is None


def test_a_guardrail_is_a_limit_and_may_lie_on_that_side() -> None:
    project = pilot.guard(planned(), BOOK, metric="use", target=35, baseline=40)
    (found,) = criteria.criteria(kept(planned(), project, BOOK), BOOK)
    assert (found.exit, found.guardrail, found.target) == (False, True, 35)
    both = pilot.agree(project, BOOK, metric="use", target=38)
    assert both.metrics["use"].exit
    assert pilot.agree(both, BOOK, metric="use", target=None).metrics["use"].target == 38
    with pytest.raises(Refused, match="38 is worse than the baseline of 40"):
        pilot.guard(both, BOOK, metric="use", target=None)
    neither = pilot.guard(pilot.agree(both, BOOK, metric="use", target=None), BOOK, metric="use", target=None)
    assert neither.metrics["use"].model_dump(exclude_defaults=True) == {"baseline": 40}


def test_a_guardrail_of_the_playbook_is_one_unless_the_project_says_no() -> None:
    project = planned(metrics={"errors": {"target": 5}})
    assert [c.guardrail for c in criteria.criteria(project, BOOK)] == [True]
    assert criteria.criteria(pilot.guard(project, BOOK, metric="errors", target=None), BOOK) == ()


def test_confidence_is_agreed_with_the_target() -> None:
    project = pilot.agree(planned(), BOOK, metric="use", target=50, confidence=0.9)
    assert criteria.told(criteria.criteria(project, BOOK)[0]) == (
        "Use: no reading that counts yet, target 50 % or more; at 90 % confidence"
    )


@pytest.mark.parametrize("weeks", [0, -1, -52, 521, True])
def test_no_week_and_less_is_no_length(weeks: int) -> None:
    message = f"pilot.weeks: {weeks} is no length; give 1 to 520 weeks"
    with pytest.raises(Refused, match=message):
        pilot.box(planned(), BOOK, weeks=weeks)
    with pytest.raises(Refused, match=message):
        pilot.start(planned(metrics=exits(1, 1)), BOOK, on=START, weeks=weeks)


def test_the_length_is_fixed_by_the_start() -> None:
    project = pilot.box(planned(metrics=exits(1, 1)), BOOK, weeks=3)
    begun = kept(project, pilot.start(project, BOOK, on=START), BOOK)
    assert begun.pilot
    assert begun.pilot.weeks == 3
    with pytest.raises(Refused, match="fixed since the pilot started"):
        pilot.box(begun, BOOK, weeks=4)
    other = pilot.start(project, BOOK, on=START, weeks=5).pilot
    assert other
    assert other.weeks == 5


def test_without_an_exit_criterion_nothing_starts() -> None:
    for metrics in ({}, {"errors": {"target": 5}}):
        with pytest.raises(Refused, match="no exit criterion agreed; agree at least one metric with a target first"):
            pilot.start(planned(metrics=metrics), BOOK, on=START)


# After it


def moved(project: Project, target: float, on: dt.date = CLOSE, **more: Any) -> Project:
    args: dict[str, Any] = {"metric": "time", "target": target, "why": "Agreed", "by": "Ann", "on": on} | more
    return kept(project, pilot.move(project, BOOK, **args), BOOK)


def test_what_is_sealed_moves_with_a_mark_only() -> None:
    project = running(BOOK)
    for act in (pilot.agree, pilot.guard):
        with pytest.raises(Refused, match=r"metrics\.time: the criteria are frozen since the pilot started"):
            act(project, BOOK, metric="time", target=35)
    after = moved(project, 35)
    assert after.metrics["time"].target == 35
    (found,) = criteria.criteria(after, BOOK)
    assert found.moved
    assert found.moves == (criteria.Move(CLOSE, 30, 35, "Agreed", "Ann"),)
    assert criteria.mark(found.moves[0], "min") == "target moved on 2026-03-30 from 30 to 35 min by Ann: Agreed"


def test_several_moves_of_one_day_keep_the_first_from() -> None:
    project = moved(moved(moved(running(BOOK), 35, START), 36), 38, why="Again", by="Bob")
    moves = criteria.criteria(project, BOOK)[0].moves
    assert moves == (criteria.Move(START, 30, 35, "Agreed", "Ann"), criteria.Move(CLOSE, 35, 38, "Again", "Bob"))
    back = moved(project, 35)
    assert criteria.criteria(back, BOOK)[0].moves == moves[:1]


def test_the_mark_outlives_the_iteration() -> None:
    from paceplan.core.decision import decide

    project = decide(moved(running(BOOK), 35), BOOK, decision="iterate", why="x", on=CLOSE)
    assert criteria.criteria(project, BOOK)[0].moved
    assert moved(project, 36, dt.date(2026, 4, 2)).metrics["time"].target == 36


@pytest.mark.parametrize(("project", "args", "message"), [
    (planned(metrics={"time": {"target": 30, "exit": True}}), {}, "the pilot has not started"),
    (running(BOOK), {"why": " "}, "needs a reason; say why in a line"),
    (running(BOOK), {"metric": "use"}, "is no criterion or guardrail"),
    (running(BOOK), {"metric": "tme"}, "did you mean 'time'?"),
    (running(BOOK), {"target": 30}, "30 is the target already"),
    (running(BOOK), {"target": 41}, "41 is worse than the baseline of 40"),
    (running(BOOK), {"on": START - dt.timedelta(days=1)}, "before the pilot's start on 2026-03-02"),
    (running(BOOK, pilot={"start": START, "decision": {"decision": "stop", "on": CLOSE, "why": "x"}}), {},
     "the pilot is closed"),
])  # fmt: skip
def test_a_move_that_is_refused(project: Project, args: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"metric": "time", "target": 35, "why": "Agreed", "on": CLOSE} | args
    with pytest.raises(Refused) as refused:
        pilot.move(project, BOOK, **given)
    assert message in refused.value.message


def test_a_mark_that_contradicts_the_target_is_no_file() -> None:
    entry = {"target": 30, "exit": True, "moved": {"2026-03-09": {"from": 25, "to": 31, "why": "x"}}}
    (problem,) = check(planned(metrics={"time": entry}), BOOK)
    assert str(problem) == (
        "metrics.time.moved.2026-03-09.to: goes to 31, but the target is 30; the last move gives it"
    )


@pytest.mark.parametrize(("time", "said"), [
    ({"baseline": 40, "target": 30, "exit": True, "readings": {"2026-03-09": 3}}, None),
    ({"baseline": 40, "target": 35, "exit": True}, "metrics.time.target: frozen"),
    ({"baseline": 40, "target": 30}, "which criteria and guardrails there are is frozen"),
    ({"baseline": 40, "target": 30, "exit": True, "better": "higher"}, "metrics.time.better: frozen"),
    ({"baseline": 40, "target": 35, "exit": True, "moved": {"2026-03-09": {"from": 30, "to": 35, "why": "x"}}}, None),
    ({}, "which criteria"),
])  # fmt: skip
def test_an_edit_of_the_whole_cannot_break_the_seal(time: dict[str, Any], said: str | None) -> None:
    before = running(BOOK)
    content = before.document()
    content["metrics"]["time"] = time
    found = criteria.broken_seal(before, Project.of(content), BOOK)
    assert found is None if said is None else found and said in found
    assert criteria.broken_seal(planned(metrics={"time": {"target": 1}}), Project.of(content), BOOK) is None
    if said is None and "moved" in time:
        gone = criteria.broken_seal(Project.of(content), before, BOOK)
        assert gone
        assert "mark" in gone or "frozen" in gone


# Dosage


def test_dosage_planned_and_counted() -> None:
    project = kept(running(BOOK), pilot.dose(running(BOOK), BOOK, id="sessions", planned=30, name="Sessions"), BOOK)
    counted = kept(project, pilot.dose(project, BOOK, id="sessions", actual=0), BOOK)
    assert counted.pilot
    assert counted.pilot.dosage["sessions"].model_dump() == {"name": "Sessions", "planned": 30.0, "actual": 0.0}
    assert pilot.dose(counted, BOOK, id="sessions", remove=True) == running(BOOK)


@pytest.mark.parametrize(("args", "message"), [
    ({"planned": 0}, "pilot.dosage.x.planned: 0 is too small; give more than 0"),
    ({"planned": -1}, "pilot.dosage.x.planned: -1 is too small"),
    ({"planned": 3, "actual": -1}, "pilot.dosage.x.actual: -1 is too small; give 0 or more"),
    ({"actual": 3}, "nothing is planned yet"),
    ({"remove": True}, "no such dosage"),
])  # fmt: skip
def test_dosage_that_is_none(args: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused) as refused:
        pilot.dose(running(BOOK), BOOK, id="x", **args)
    assert message in refused.value.message


# The calendar


@pytest.mark.parametrize(("start", "weeks", "close"), [
    (D(2026, 1, 31), 4, D(2026, 2, 28)), (D(2028, 2, 1), 4, D(2028, 2, 29)), (D(2027, 2, 1), 4, D(2027, 3, 1)),
    (D(2026, 12, 14), 3, D(2027, 1, 4)), (D(2026, 2, 2), 6, D(2026, 3, 16)), (D(2028, 2, 29), 52, D(2029, 2, 27)),
])  # fmt: skip
def test_it_closes_on_the_seven_nth_day(start: dt.date, weeks: int, close: dt.date) -> None:
    box = pilot.time_box(bare(BOOK, pilot={"start": start, "weeks": weeks}), BOOK, "sprint")
    assert (box.state, box.close, (close - start).days) == ("running", close, 7 * weeks)


DAYS: list[tuple[int, int | None, int, int]] = [
    # Days after the start: week, days left, days overdue.
    (-1, None, 29, 0), (0, 1, 28, 0), (6, 1, 22, 0), (7, 2, 21, 0), (13, 2, 15, 0), (14, 3, 14, 0), (27, 4, 1, 0),
    (28, 4, 0, 0), (29, 4, -1, 1), (100, 4, -72, 72),
]  # fmt: skip


@pytest.mark.parametrize(("after", "week", "left", "late"), DAYS)
def test_the_box_on_a_day(after: int, week: int | None, left: int, late: int) -> None:
    box = pilot.time_box(running(BOOK), BOOK, "sprint")
    today = START + dt.timedelta(days=after)
    assert (box.week(today), box.days_left(today), box.overdue(today)) == (week, left, late)
    closed = running(
        BOOK, pilot={"start": START, "weeks": 4, "decision": {"decision": "stop", "on": CLOSE, "why": "x"}}
    )
    assert pilot.time_box(closed, BOOK, "sprint").overdue(today) == 0


def test_milestones_stand_on_the_seven_nth_day_and_not_after_the_close() -> None:
    box = pilot.time_box(running(BOOK), BOOK, "sprint")
    assert [(m.id, m.day) for m in box.marks] == [("week-2", D(2026, 3, 16))]
    half_way = box.next_mark(D(2026, 3, 16))
    assert half_way
    assert half_way.id == "week-2"
    assert box.next_mark(D(2026, 3, 17)) is None
    edtech = shipped("edtech")
    ten = pilot.time_box(bare(edtech, pilot={"start": D(2028, 2, 1), "weeks": 10}), edtech, "sprint")
    assert [m.day for m in ten.marks] == [D(2028, 2, 15), D(2028, 2, 29), D(2028, 3, 28)]


@pytest.mark.parametrize(("content", "said"), [
    ({"start": START, "decision": {"decision": "stop", "on": "2026-03-01", "why": "x"}},
     "pilot.decision.on: 2026-03-01 is before the pilot's start on 2026-03-02; give a day from then on"),
    ({"start": START, "earlier": {"1": {"start": "2026-01-05", "weeks": 4, "decision": "iterate", "on": "2026-02-02"}}},
     "pilot.earlier.1: is not earlier than iteration 1; give pilot.iteration a higher number"),
    ({"start": START, "iteration": 2,
      "earlier": {"1": {"start": "2026-01-05", "weeks": 4, "decision": "iterate", "on": "2026-01-04"}}},
     "pilot.earlier.1.on: 2026-01-04 is before its start on 2026-01-05"),
    ({"start": START, "iteration": 2,
      "earlier": {"1": {"start": "2026-01-05", "weeks": 9, "decision": "iterate", "on": "2026-03-09"}}},
     "pilot.earlier.1.on: 2026-03-09 is after the start of the current iteration on 2026-03-02"),
])  # fmt: skip
def test_a_pilot_that_cannot_have_been(content: dict[str, Any], said: str) -> None:
    assert [str(p) for p in check(planned(pilot=content), BOOK)] == [said]
