"""Readings: what is taken, refused or remarked on; and how far a metric has come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from paceplan.core import criteria, pilot, readings
from paceplan.core.errors import Refused
from paceplan.core.project import Project
from paceplan.core.readings import Reading

from .books import project as bare
from .pilots import CLOSE, START, kept, method
from .pilots import pilot as running

BOOK = method()
D = dt.date
TODAY = D(2026, 3, 16)
OWN: dict[str, Any] = {"mine": {"name": "=Mine", "target": 3}, "time": {"target": 30, "exit": True}}


def read(project: Project, value: float = 35, on: dt.date = TODAY, metric: str = "time") -> Project:
    return kept(project, readings.read(project, BOOK, metric=metric, value=value, on=on, today=TODAY), BOOK)


def test_a_reading_is_one_value_on_its_day() -> None:
    project = read(read(running(BOOK), 36, START), 35)
    assert project.metrics["time"].readings == {START: 36.0, TODAY: 35.0}
    assert read(project, 34).metrics["time"].readings[TODAY] == 34
    assert read(running(BOOK, metrics=OWN), metric="mine").metrics["mine"].readings == {TODAY: 35.0}
    fresh = read(bare(BOOK), metric="use")
    assert fresh.document()["metrics"] == {"use": {"readings": {"2026-03-16": 35.0}}}
    assert readings.forget(fresh, BOOK, metric="use", on=TODAY) == bare(BOOK)


@pytest.mark.parametrize(("args", "message"), [
    ({"on": TODAY + dt.timedelta(days=1)},
     "metrics.time.readings.2026-03-17: lies in the future (today is 2026-03-16); give a day up to today"),
    ({"on": D(1899, 12, 31)}, "metrics.time.readings.1899-12-31: is too early; give a day from 1900-01-01 on"),
    ({"value": float("nan")}, "is no finite number"),
    ({"value": float("-inf")}, "is no finite number"),
    ({"metric": "tims"}, "metrics.tims: playbook 'small' has no metric 'tims' (did you mean 'time'?); it has"),
])  # fmt: skip
def test_a_reading_that_is_none(args: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"metric": "time", "value": 35.0, "on": TODAY, "today": TODAY} | args
    with pytest.raises(Refused) as refused:
        readings.read(running(BOOK), BOOK, **given)
    assert message in refused.value.message


def test_many_are_taken_together_or_not_at_all() -> None:
    rows = [Reading("time", START, 36), Reading("use", TODAY, 3), Reading("time", TODAY, 35)]
    project = kept(running(BOOK), readings.take(running(BOOK), BOOK, rows=rows, today=TODAY), BOOK)
    assert project.metrics["time"].readings == {START: 36.0, TODAY: 35.0}
    late = [*rows, Reading("time", CLOSE, 3), Reading("use", CLOSE, 3)]
    with pytest.raises(Refused) as refused:
        readings.take(running(BOOK), BOOK, rows=late, today=TODAY)
    assert refused.value.message.count("lies in the future") == 2
    effects = readings.effects(project, [Reading("time", TODAY, 34), rows[0], Reading("use", START, 1), rows[2]])
    assert [(e.fate, e.before) for e in effects] == [("changed", 35), ("same", 36), ("new", None), ("changed", 34)]


def test_corrections() -> None:
    project = read(read(running(BOOK), 36, START), 35)

    def correct(**args: Any) -> dict[dt.date, float]:
        given: dict[str, Any] = {"metric": "time", "on": START, "today": TODAY} | args
        after = readings.correct(project, BOOK, **given)
        return kept(project, after, BOOK).metrics["time"].readings

    assert correct(value=37) == {START: 37.0, TODAY: 35.0}
    assert correct(to=D(2026, 3, 3)) == {D(2026, 3, 3): 36.0, TODAY: 35.0}
    assert correct(to=D(2026, 3, 3), value=1) == {D(2026, 3, 3): 1.0, TODAY: 35.0}
    for args, message in (
        ({"to": TODAY}, "2026-03-16: has a reading already"),
        ({"to": CLOSE}, "lies in the future"),
        ({"on": D(2026, 3, 3)}, "metrics.time.readings.2026-03-03: no reading on that day"),
    ):
        with pytest.raises(Refused, match=message):
            correct(**args)
    with pytest.raises(Refused, match="no reading on that day"):
        readings.forget(project, BOOK, metric="use", on=TODAY)


# A baseline is welcome, and no evidence


CLOSED = {"start": START, "weeks": 4, "decision": {"decision": "scale", "on": CLOSE, "why": "x"}}


@pytest.mark.parametrize(("metric", "on", "pilot", "said"), [
    ("time", START, {"start": START}, None),
    ("time", D(2026, 3, 1), {"start": START},
     "metrics.time.readings.2026-03-01: before the pilot's start on 2026-03-02; kept as a baseline, the decision does "
     "not count it"),
    ("use", D(2026, 3, 1), {"start": START}, None),
    ("time", D(2026, 3, 1), {"weeks": 4}, None),
    ("time", CLOSE, CLOSED,
     "metrics.time.readings.2026-03-30: the decision of 2026-03-30 rested on what stood there before, and stands"),
    ("time", D(2026, 3, 31), CLOSED,
     "metrics.time.readings.2026-03-31: after the decision of 2026-03-30, which stands"),
    ("time", D(2026, 3, 2), {"start": D(2026, 4, 6), "iteration": 2, "earlier": {
        "1": {"start": START, "weeks": 4, "decision": "iterate", "on": CLOSE}}},
     "metrics.time.readings.2026-03-02: before iteration 2, which starts on 2026-04-06; kept as a baseline, the "
     "decision does not count it"),
])  # fmt: skip
def test_what_is_said_of_a_reading_that_is_taken(
    metric: str, on: dt.date, pilot: dict[str, Any], said: str | None
) -> None:
    project = running(BOOK, pilot=pilot)
    assert readings.remark(project, BOOK, Reading(metric, on, 1)) == said
    assert readings.problem(Reading(metric, on, 1), D(2026, 12, 31)) is None


def test_a_baseline_shows_in_the_metric_and_not_in_the_criterion() -> None:
    project = read(running(BOOK), 41, D(2026, 2, 27))
    assert criteria.criteria(project, BOOK)[0].latest is None
    assert criteria.criterion(project, BOOK, "time").latest == 41
    assert criteria.criteria(project, BOOK)[0].readings == ((D(2026, 2, 27), 41.0),)


# Numbers as people write them


@pytest.mark.parametrize(("text", "value"), [
    ("35", 35), (" 35.5 ", 35.5), ("-3", -3), ("+3", 3), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("0", 0), ("-0.0", 0),
])  # fmt: skip
def test_numbers(text: str, value: float) -> None:
    assert readings.parse_value(text) == value


@pytest.mark.parametrize(("text", "hint"), [
    ("29,4", "has a comma; write a decimal point and no thousands separator, such as 29.4"),
    ("1,200", "has a comma"), ("1.200,5", "has a comma"), ("-3,5", "has a comma"),
    ("35 %", "no number; give one without a unit, such as 29.4"), ("35 min", "without a unit"), ("nan", "no number"),
    ("inf", "no number"), ("1_000", "no number"), ("1e999", "no number"), ("", "no value"), ("=1+1", "no number"),
    ("\u0663", "no number"), ("0x10", "no number"), ("x" * 900, "xxx..."),
])  # fmt: skip
def test_what_is_no_number(text: str, hint: str) -> None:
    with pytest.raises(Refused) as refused:
        readings.parse_value(text)
    assert hint in refused.value.message
    assert len(refused.value.message) < 140


def test_a_metric_is_found_by_id_or_whole_name() -> None:
    project = running(BOOK, metrics=OWN)
    assert [readings.find(project, BOOK, given) for given in ("time", "TIME", "=mine", "mine")] == [
        "time", "time", "mine", "mine",
    ]  # fmt: skip
    with pytest.raises(Refused, match="has no metric 'Tim'; it has"):
        readings.find(project, BOOK, "Tim")


# Before and after


@pytest.mark.parametrize(("metric", "baseline", "latest", "by", "percent", "better", "words"), [
    ("time", 40, 30, -10, -25, True, "40 to 30 min: -10, -25 %, better"),
    ("time", 40, 42, 2, 5, False, "40 to 42 min: +2, +5 %, worse"),
    ("use", 0, 12, 12, None, True, "0 to 12 %: +12, better"),
    ("use", 50, 50, 0, 0, None, "unchanged at 50 %"),
    ("value", -20, -10, 10, 50, True, "-20 to -10: +10, +50 %, better"),
    ("use", 0.1, 0.3, 0.2, 200, True, "0.1 to 0.3 %: +0.2, +200 %, better"),
])  # fmt: skip
def test_how_far_it_has_come(
    metric: str, baseline: float, latest: float, by: float, percent: float | None, better: bool | None, words: str
) -> None:
    entry = {"baseline": baseline, "readings": {START.isoformat(): 99, TODAY.isoformat(): latest}}
    found = criteria.criterion(bare(BOOK, metrics={metric: entry}), BOOK, metric)
    change = readings.change(found)
    assert change
    assert (change.absolute, change.better) == (by, better)
    assert change.percent == (None if percent is None else pytest.approx(percent))
    assert readings.changed(found) == words


def test_without_a_baseline_or_a_reading_there_is_no_change() -> None:
    for entry in ({}, {"baseline": 3}, {"readings": {START.isoformat(): 3}}):
        found = criteria.criterion(bare(BOOK, metrics={"use": entry}), BOOK, "use")
        assert readings.change(found) is None
        assert readings.changed(found) == ""


def test_all_metrics_in_order() -> None:
    own = {"own": {"name": "Own", "order": 2}, "also": {"name": "Also", "order": 1}}
    chosen = own | {"use": {"target": 5, "exit": True}, "errors": {"target": 5}}
    found = readings.metrics(bare(BOOK, metrics=chosen), BOOK)
    assert [(c.id, c.kind, c.own) for c in found] == [
        ("use", "pilot", False), ("errors", "pilot", False), ("time", "pilot", False), ("value", "marathon", False),
        ("also", "pilot", True), ("own", "pilot", True),
    ]  # fmt: skip


def test_targets_of_what_no_pilot_is_judged_by_are_free() -> None:
    project = running(BOOK)
    after = kept(project, readings.aim(project, BOOK, metric="value", target=3, baseline=1), BOOK)
    assert (after.metrics["value"].target, after.metrics["value"].baseline) == (3, 1)
    with pytest.raises(Refused, match="frozen since the pilot started; move the target"):
        readings.aim(project, BOOK, metric="time", target=3)
    before = running(BOOK, pilot={"weeks": 4})
    assert readings.aim(before, BOOK, metric="time", target=20).metrics["time"].target == 20
    with pytest.raises(Refused, match="is worse than the baseline"):
        readings.aim(before, BOOK, metric="time", target=50)
    assert pilot.criteria(project, BOOK)[0].target == 30
