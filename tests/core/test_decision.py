"""The recommendation by its order, at every boundary; and what each decision does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from paceplan.core import budget, criteria, decision, pilot, readings, roadmap
from paceplan.core.decision import decide, recommend
from paceplan.core.errors import Refused
from paceplan.core.verdict import judge

from .books import project as bare
from .books import shipped
from .pilots import CLOSE, START, exits, kept, method
from .pilots import pilot as running

BOOK = method()
AFTER = CLOSE + dt.timedelta(days=1)
OVERSPENT = {"allowed": 3, "used": 3.5, "unit": "failures", "fix": "Retry queue"}


def guardrail(value: float | None) -> dict[str, Any]:
    entry = {"target": 5, "readings": {} if value is None else {CLOSE.isoformat(): value}}
    return {"errors": entry}


def dosed(actual: float | None, iteration: int = 1) -> dict[str, Any]:
    dose = {"planned": 30} if actual is None else {"planned": 30, "actual": actual}
    return {"pilot": {"start": START, "weeks": 4, "iteration": iteration, "dosage": {"sessions": dose}}}


ORDER: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("a breach before all else", exits(0, 2, unread=1) | guardrail(5.1), dosed(3), "stop"),
    ("a breach where all is met", exits(2, 2) | guardrail(6), {}, "stop"),
    ("a limit just reached is no breach", exits(2, 2) | guardrail(5), {}, "scale"),
    ("a guardrail nobody read is no breach", exits(2, 2) | guardrail(None), {}, "scale"),
    ("dosage before missing readings", exits(1, 2, unread=1), dosed(29.9), "not-tested"),
    ("dosage before success", exits(2, 2), dosed(29.9), "not-tested"),
    ("dosage that nobody counted", exits(2, 2), dosed(None), "not-tested"),
    ("dosage just met", exits(2, 2), dosed(30), "scale"),
    ("one reading missing", exits(1, 2, unread=1), {}, "insufficient-evidence"),
    ("one of one", exits(1, 1), {}, "scale"),
    ("none of one", exits(0, 1), {}, "stop"),
    ("exactly half of two", exits(1, 2), {}, "iterate"),
    ("exactly half of four", exits(2, 4), {}, "iterate"),
    ("less than half of three", exits(1, 3), {}, "stop"),
    ("more than half of three", exits(2, 3), {}, "iterate"),
    ("all but one of four", exits(3, 4), {}, "iterate"),
    ("a quarter", exits(1, 4), {}, "stop"),
    ("half, in the second iteration", exits(1, 2), dosed(30, iteration=2), "elevate"),
    ("half, in the third iteration", exits(1, 2), dosed(30, iteration=3), "elevate"),
    ("all, in the second iteration", exits(2, 2), dosed(30, iteration=2), "scale"),
    ("less than half, in the second", exits(1, 3), dosed(30, iteration=2), "stop"),
    ("all met, budget overspent", exits(2, 2), {"error_budget": OVERSPENT}, "iterate"),
    ("all met in the second, overspent", exits(2, 2), dosed(30, 2) | {"error_budget": OVERSPENT}, "iterate"),
    ("all met, the fix is done", exits(2, 2), {"error_budget": OVERSPENT | {"fixed": True}}, "scale"),
    ("all met, budget used up", exits(2, 2), {"error_budget": OVERSPENT | {"used": 3}}, "scale"),
    ("less than half, overspent", exits(0, 2), {"error_budget": OVERSPENT}, "stop"),
    ("no criterion at all", {}, {}, "insufficient-evidence"),
]


@pytest.mark.parametrize(("metrics", "more", "expected"), [c[1:] for c in ORDER], ids=[c[0] for c in ORDER])
def test_the_first_that_applies(metrics: dict[str, Any], more: dict[str, Any], expected: str) -> None:
    found = recommend(running(BOOK, metrics=metrics, **more), BOOK, CLOSE)
    assert found
    assert found.decision == expected
    assert found.because
    assert found.as_json() == {"decision": expected, "because": list(found.because)}


@pytest.mark.parametrize(("better", "value", "met"), [
    ("higher", 10, True), ("higher", 9.999, False), ("higher", 11, True),
    ("lower", 10, True), ("lower", 10.001, False), ("lower", 9, True),
])  # fmt: skip
def test_the_target_itself_is_met_either_way(better: str, value: float, met: bool) -> None:
    metric = {"name": "M", "better": better, "target": 10, "exit": True, "readings": {CLOSE.isoformat(): value}}
    project = running(BOOK, metrics={"m": metric})
    assert criteria.criteria(project, BOOK)[0].met is met
    found = recommend(project, BOOK, CLOSE)
    assert found
    assert found.decision == ("scale" if met else "stop")


def test_the_reasons_name_what_they_rest_on() -> None:
    metrics = exits(1, 2, unread=1)
    metrics["m0"] |= {
        "confidence": 0.95,
        "unit": "%",
        "moved": {"2026-03-09": {"from": 12, "to": 10, "why": "Too much"}},
    }
    found = recommend(running(BOOK, metrics=metrics), BOOK, CLOSE)
    assert found
    assert found.because == (
        "no reading that counts: M1",
        "M0: 10 % on 2026-03-30, target 10 % or more, met; at 95 % confidence; "
        "target moved on 2026-03-09 from 12 to 10 %: Too much",
        "M1: no reading that counts yet, target 10 or more",
    )
    stopped = recommend(running(BOOK, metrics=exits(1, 1) | guardrail(6)), BOOK, CLOSE)
    assert stopped
    assert stopped.because == ("guardrail breached: Errors: 6 % on 2026-03-30, limit 5 % or less, breached",)
    paused = recommend(running(BOOK, metrics=exits(1, 1), error_budget=OVERSPENT), BOOK, CLOSE)
    assert paused
    assert paused.because[0] == (
        "1 of 1 exit criteria met, but error_budget: overspent, 3.5 of 3 failures used; "
        "sprints pause until the foundation fix is done: Retry queue"
    )


def test_only_readings_of_this_iteration_up_to_today_count() -> None:
    metrics = {"m": {"name": "M", "target": 10, "exit": True, "readings": {"2026-03-01": 11, "2026-03-31": 12}}}
    project = running(BOOK, metrics=metrics)
    found = recommend(project, BOOK, CLOSE)
    assert found
    assert found.decision == "insufficient-evidence"
    later = recommend(project, BOOK, AFTER)
    assert later
    assert later.decision == "scale"
    assert criteria.criterion(project, BOOK, "m").latest == 12
    closed = decide(project, BOOK, decision="stop", why="Enough", on=CLOSE)
    after = recommend(closed, BOOK, AFTER)
    assert after
    assert after.decision == "insufficient-evidence"


def test_a_pilot_that_never_started_has_no_recommendation() -> None:
    assert recommend(bare(BOOK), BOOK, CLOSE) is None
    assert recommend(running(BOOK, pilot={"weeks": 4}), BOOK, CLOSE) is None


# A person decides


def decided(name: str, **more: Any) -> Any:
    project = running(BOOK, metrics=exits(1, 2), **more)
    return kept(project, decide(project, BOOK, decision=name, why="Because", by="Ann", on=CLOSE), BOOK)


def test_scale_builds_the_roadmap_from_the_day_after() -> None:
    project = decided("scale")
    assert project.roadmap.start == AFTER
    assert project.override is None
    assert project.pilot.decision.model_dump() == {"decision": "scale", "on": CLOSE, "by": "Ann", "why": "Because"}
    assert project.pilot.start == START
    plan = roadmap.plan(project, BOOK, judge(project, BOOK).effective)
    assert plan
    assert (plan.start, len(plan.phases)) == (AFTER, 1)


def test_elevate_also_sets_the_pace() -> None:
    project = decided("elevate", override={"pace": "hybrid", "why": "x"})
    assert project.override.model_dump() == {"pace": "marathon", "why": "Because", "by": "Ann", "on": CLOSE}
    assert project.roadmap.start == AFTER


@pytest.mark.parametrize("name", ["scale", "elevate"])
def test_a_roadmap_can_be_declined(name: str) -> None:
    project = running(BOOK)
    assert decide(project, BOOK, decision=name, why="Because", on=CLOSE, build=False).roadmap is None
    assert decision.follows(project, BOOK, decision=name, on=CLOSE, build=False).count("No roadmap") == 1


def test_a_marathon_under_way_keeps_its_roadmap() -> None:
    project = running(BOOK, roadmap={"start": "2026-01-05"}, override={"pace": "marathon", "why": "x"})
    after = decide(project, BOOK, decision="scale", why="Because", on=CLOSE)
    assert after.roadmap == project.roadmap
    assert "stays as it is" in decision.follows(project, BOOK, decision="scale", on=CLOSE)


def test_stop_ends_it() -> None:
    project = decided("stop")
    assert (project.roadmap, project.override, project.pilot.decision.decision) == (None, None, "stop")
    assert "ends" in decision.follows(running(BOOK), BOOK, decision="stop", on=CLOSE)


def test_iterate_keeps_the_iteration_and_starts_the_next() -> None:
    dosage = {"sessions": {"name": "Sessions", "planned": 30, "actual": 31}}
    project = decided("iterate", pilot={"start": START, "weeks": 4, "dosage": dosage})
    assert project.pilot.earlier["1"].model_dump() == {
        "start": START, "weeks": 4, "decision": "iterate", "on": CLOSE, "by": "Ann", "why": "Because",
        "dosage": {"sessions": {"name": "Sessions", "planned": 30.0, "actual": 31.0}},
    }  # fmt: skip
    assert (project.pilot.start, project.pilot.weeks, project.pilot.iteration) == (AFTER, 4, 2)
    assert project.pilot.decision is None
    assert project.pilot.dosage["sessions"].model_dump() == {"name": "Sessions", "planned": 30.0, "actual": None}
    # What the first iteration showed is no evidence of the second.
    assert [c.latest for c in criteria.criteria(project, BOOK)] == [None, None]
    assert criteria.sealed(project)
    again = decide(project, BOOK, decision="iterate", why="Once more", on=dt.date(2026, 4, 28))
    assert sorted(again.pilot.earlier) == ["1", "2"]  # type: ignore[union-attr]
    assert pilot.time_box(again, BOOK, "sprint").iteration == 3
    assert decision.follows(running(BOOK), BOOK, decision="iterate", on=CLOSE) == (
        "Iteration 2 runs from 2026-03-31 to 2026-04-28 with the same criteria; only readings from then on count."
    )


def test_while_a_budget_pauses_sprints_the_next_iteration_waits() -> None:
    project = decided("iterate", error_budget=OVERSPENT)
    box = pilot.time_box(project, BOOK, "sprint")
    assert (box.state, box.iteration, box.start, box.close) == ("planned", 2, None, None)
    assert criteria.sealed(project)
    assert "waits for the fix" in decision.follows(
        running(BOOK, error_budget=OVERSPENT), BOOK, decision="iterate", on=CLOSE
    )
    with pytest.raises(Refused, match="sprints pause until the foundation fix is done: Retry queue"):
        pilot.start(project, BOOK, on=AFTER)
    with pytest.raises(Refused, match="frozen"):
        pilot.agree(project, BOOK, metric="m0", target=1)
    with pytest.raises(Refused, match="this iteration never started"):
        decide(project, BOOK, decision="stop", why="x", on=AFTER)
    fixed = budget.fix(project, BOOK)
    with pytest.raises(Refused, match="not after iteration 1, which was decided on 2026-03-30"):
        pilot.start(fixed, BOOK, on=CLOSE)
    begun = pilot.start(fixed, BOOK, on=dt.date(2026, 4, 13))
    assert begun.pilot
    assert (begun.pilot.iteration, begun.pilot.weeks) == (2, 4)


def test_lessons_are_kept_with_day_and_name() -> None:
    project = running(BOOK, lessons={"old-pages-mislead-people-so": {"on": START, "text": "Other"}})
    texts = ("Old pages mislead people, so show their age", "[b]x[/b]", "=1+1")
    after = kept(project, decide(project, BOOK, decision="stop", why="x", by="Ann", on=CLOSE, lessons=texts), BOOK)
    assert list(after.lessons) == ["old-pages-mislead-people-so", "old-pages-mislead-people-so-2", "b-x-b", "1-1"]
    assert [(entry.text, entry.on, entry.by) for entry in after.lessons.values()][1:] == [
        (text, CLOSE, "Ann") for text in texts
    ]


@pytest.mark.parametrize(("more", "args", "message"), [
    ({}, {"why": "  "}, "pilot.decision.why: a decision needs a reason; say why in a line"),
    ({}, {"decision": "launch"}, "'launch' is no decision; give scale, iterate, stop or elevate"),
    ({}, {"on": START - dt.timedelta(days=1)}, "2026-03-01 is before the pilot's start on 2026-03-02"),
    ({}, {"on": AFTER, "today": CLOSE}, "2026-03-31 lies in the future (today is 2026-03-30)"),
    ({}, {"lessons": ("x", " ")}, "a lesson needs a text"),
    ({"pilot": {"weeks": 4}}, {}, "the pilot never started, so there is nothing to decide; start it first"),
    ({"pilot": {"start": START, "decision": {"decision": "stop", "on": CLOSE, "why": "x"}}}, {},
     "closed with stop on 2026-03-30; its decision stands"),
])  # fmt: skip
def test_what_is_refused(more: dict[str, Any], args: dict[str, Any], message: str) -> None:
    project = running(BOOK, **more)
    given: dict[str, Any] = {"decision": "scale", "why": "Because", "on": CLOSE} | args
    with pytest.raises(Refused) as refused:
        decide(project, BOOK, **given)
    assert message in refused.value.message
    assert refused.value.path[0] in ("pilot", "lessons")


def test_the_start_and_the_day_itself_can_decide() -> None:
    project = running(BOOK)
    assert decide(project, BOOK, decision="stop", why="x", on=START, today=START).pilot
    assert decide(project, BOOK, decision="stop", why="x", on=CLOSE, today=CLOSE).pilot


@pytest.mark.parametrize(("on", "start"), [
    (dt.date(2026, 1, 31), dt.date(2026, 2, 1)),
    (dt.date(2028, 2, 28), dt.date(2028, 2, 29)),
    (dt.date(2027, 2, 28), dt.date(2027, 3, 1)),
    (dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
])  # fmt: skip
@pytest.mark.parametrize("playbook_id", ["edtech", "martech", "ai"])
def test_the_day_after_is_a_calendar_day(playbook_id: str, on: dt.date, start: dt.date) -> None:
    book = shipped(playbook_id)
    project = bare(book, pilot={"start": on, "weeks": 1})
    after = kept(project, decide(project, book, decision="elevate", why="x", on=on), book)
    plan = roadmap.plan(after, book, judge(after, book).effective)
    assert plan
    assert (plan.start, plan.phases[0].start) == (start, start)
    next_one = decide(project, book, decision="iterate", why="x", on=on)
    assert next_one.pilot
    assert next_one.pilot.start == start


def test_objectives_overspent_are_told_and_change_nothing() -> None:
    slos = {"speed": {"readings": {CLOSE.isoformat(): 0.2}}}
    found = recommend(running(BOOK, metrics=exits(1, 1) | guardrail(None), slos=slos), BOOK, CLOSE)
    assert found
    assert found.decision == "scale"
    assert found.because[-2:] == (
        "guardrail without a reading: Errors",
        "Speed: objective 99.9 %; missed 0.2 % of 0.1 % in 30 days, 200% of its budget; overspent",
    )


def test_a_budget_overspent_later_says_nothing_of_a_decision_made() -> None:
    closed = {"start": START, "weeks": 4, "decision": {"decision": "scale", "on": CLOSE, "why": "x"}}
    project = running(BOOK, metrics=exits(1, 1), pilot=closed, error_budget=OVERSPENT)
    found = recommend(project, BOOK, AFTER)
    assert found
    assert found.decision == "scale"
    assert readings.problem(readings.Reading("m0", CLOSE, 1), CLOSE) is None
