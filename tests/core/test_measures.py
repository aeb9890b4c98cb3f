"""Metrics and objectives of the project's own: added, changed and dropped, within what the seal leaves open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.books import project
from tests.core.pilots import method

from paceplan.core import measures, objectives, readings
from paceplan.core.check import check
from paceplan.core.criteria import criterion
from paceplan.core.errors import Refused
from paceplan.core.project import Project

BOOK = method()
DAY = dt.date(2026, 3, 2)
PLAIN = project(BOOK)
SEALED = project(
    BOOK, pilot={"start": "2026-02-02", "weeks": 6}, metrics={"time": {"baseline": 42, "target": 30, "exit": True}}
)


def added(before: Project = PLAIN, **fields: Any) -> Project:
    return measures.add(before, BOOK, **({"name": "Escalations"} | fields))


def test_a_metric_of_ones_own_has_all_that_was_said_of_it() -> None:
    after = added(unit="%", better="lower", baseline=12.0, target=8.0, confidence=0.95, role="exit", surrogate="use")
    found = criterion(after, BOOK, "escalations")
    assert (found.name, found.unit, found.better, found.own, found.exit) == ("Escalations", "%", "lower", True, True)
    assert (found.baseline, found.target, found.confidence, found.surrogate) == (12.0, 8.0, 0.95, "use")
    assert check(after, BOOK) == []
    assert measures.drop(after, BOOK, metric="escalations") == PLAIN


def test_one_at_model_level_stands_for_another() -> None:
    after = added(name="Precision", stands_for="time")
    assert after.metrics["time"].surrogate == "precision"
    with pytest.raises(Refused, match="stands for 'Time' at model level; give that another surrogate first"):
        measures.drop(after, BOOK, metric="precision")
    freed = measures.describe(after, BOOK, metric="time", surrogate=None)
    assert measures.drop(freed, BOOK, metric="precision") == PLAIN


def test_several_stand_in_the_order_in_which_they_came() -> None:
    after = added(added(added(name="Zeal"), name="Calm"), name="Bliss")
    assert list(measures.names(after, BOOK))[-3:] == ["zeal", "calm", "bliss"]


@pytest.mark.parametrize(("fields", "message"), [
    ({"name": " "}, "metrics: a metric needs a name"),
    ({"name": "TIME"}, "metrics.time: a metric of this name is there already; change that one"),
    ({"role": "exit"}, "metrics.escalations.target: an exit criterion needs a target, such as 29.4"),
    ({"role": "guardrail"}, "metrics.escalations.target: a guardrail needs a limit, such as 29.4"),
    ({"role": "exit", "baseline": 3.0, "target": 2.0}, "metrics.escalations.target: 2 is worse than the baseline of 3"),
    ({"role": "boss"}, "role: 'boss' is none; give exit, guardrail or neither"),
    ({"better": "up"}, "metrics.escalations.better: 'up' is no direction; give higher or lower"),
    ({"surrogate": "nix"}, "metrics.nix: playbook 'small' has no metric 'nix'"),
    ({"surrogate": "escalations"}, "metrics.escalations.surrogate: it cannot stand for itself"),
    ({"stands_for": "nix"}, "metrics.nix: playbook 'small' has no metric 'nix'"),
])  # fmt: skip
def test_what_cannot_be_added(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused) as refused:
        added(**fields)
    assert refused.value.message.startswith(message)


def test_a_metric_of_the_playbook_takes_its_words_again() -> None:
    after = measures.describe(PLAIN, BOOK, metric="time", name="Waiting", unit="h", better="higher")
    assert criterion(after, BOOK, "time").name == "Waiting"
    assert measures.describe(after, BOOK, metric="time", name="", unit=None, better=None) == PLAIN
    with pytest.raises(Refused, match="a metric of your own needs a name"):
        measures.describe(added(), BOOK, metric="escalations", name="")
    with pytest.raises(Refused, match="of this name is there already"):
        measures.describe(added(), BOOK, metric="escalations", name="Time")
    with pytest.raises(TypeError):
        measures.describe(PLAIN, BOOK, metric="time", readings={})


@pytest.mark.parametrize("fields", [
    {"target": 31.0}, {"baseline": 40.0}, {"better": "higher"}, {"confidence": 0.9}, {"role": "neither"},
    {"role": "guardrail"},
])  # fmt: skip
def test_what_the_decision_rests_on_is_frozen(fields: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=r"metrics.time: .*frozen since the pilot started"):
        measures.describe(SEALED, BOOK, metric="time", **fields)


def test_what_it_does_not_rest_on_stays_open_after_the_start() -> None:
    renamed = measures.describe(SEALED, BOOK, metric="time", name="Waiting", unit="h")
    assert criterion(renamed, BOOK, "time").name == "Waiting"
    watched = added(SEALED, target=3.0, baseline=5.0)
    assert measures.drop(watched, BOOK, metric="escalations") == SEALED
    with pytest.raises(Refused, match="which criteria and guardrails there are is frozen"):
        added(SEALED, target=3.0, role="exit")
    with pytest.raises(Refused, match="which criteria and guardrails there are is frozen"):
        measures.drop(SEALED, BOOK, metric="time")


def test_readings_are_lost_only_where_that_is_said() -> None:
    read = readings.read(added(), BOOK, metric="escalations", value=3.0, on=DAY, today=DAY)
    with pytest.raises(Refused, match=r"metrics.escalations: 1 reading would be lost with it; say that they may be"):
        measures.drop(read, BOOK, metric="escalations")
    assert measures.drop(read, BOOK, metric="escalations", with_readings=True) == PLAIN
    with pytest.raises(Refused, match="has no metric that this project says something of, 'use'"):
        measures.drop(PLAIN, BOOK, metric="use")


def test_an_objective_of_ones_own() -> None:
    after = objectives.add(PLAIN, BOOK, name="Index is fresh", objective=99.5, window_days=7, cost="Old answers")
    slo = after.slos["index-is-fresh"]
    assert (slo.objective, slo.window_days, slo.cost) == (99.5, 7, "Old answers")
    assert check(after, BOOK) == []
    changed = objectives.describe(after, BOOK, slo="index-is-fresh", name="Fresh", window_days=14)
    assert (changed.slos["index-is-fresh"].name, changed.slos["index-is-fresh"].window_days) == ("Fresh", 14)
    assert objectives.find(changed, BOOK, "fresh") == "index-is-fresh"
    assert objectives.drop(changed, BOOK, slo="index-is-fresh") == PLAIN


@pytest.mark.parametrize(("fields", "message"), [
    ({"name": ""}, "slos: a SLO needs a name"), ({"objective": None}, "slos: an objective needs its percentage"),
    ({"objective": 0.0}, "slos.fresh.objective: 0 is no objective"), ({"objective": 101.0}, "101 is no objective"),
    ({"window_days": 0}, "slos.fresh.window_days: 0 is no window; give 1 to 366 days"),
])  # fmt: skip
def test_what_is_no_objective(fields: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"name": "Fresh", "objective": 99.0} | fields
    with pytest.raises(Refused) as refused:
        objectives.add(PLAIN, BOOK, **given)
    assert message in refused.value.message


@pytest.mark.parametrize(("text", "value"), [("", None), (" 12.5 ", 12.5), ("-3", -3.0)])
def test_a_figure_is_read(text: str, value: float | None) -> None:
    assert measures.parse_figure("target", text) == value


@pytest.mark.parametrize(("text", "value"), [("", None), ("0.95", 0.95), ("95", 0.95), ("95 %", 0.95), ("1 %", 0.01)])
def test_a_confidence_is_read_as_people_write_it(text: str, value: float | None) -> None:
    assert measures.parse_confidence(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["0", "101", "-1", "sure", "nan"])
def test_what_is_no_confidence(text: str) -> None:
    with pytest.raises(Refused, match="confidence: "):
        measures.parse_confidence(text)


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_name_and_unit_gives_a_usable_project_or_a_reason(name: str, unit: str) -> None:
    try:
        after = added(name=name, unit=unit)
    except Refused:
        return
    assert check(after, BOOK) == []
    assert Project.of(after.document()) == after
    (made,) = after.metrics.keys() - PLAIN.metrics.keys()
    assert measures.drop(after, BOOK, metric=made) == PLAIN
