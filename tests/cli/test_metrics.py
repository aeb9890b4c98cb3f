"""The commands `metrics`, `metric` and `objective`: what is measured, added and taken away by scripts."""

from __future__ import annotations

import json

import pytest
from tests.cli.conftest import Paceplan


@pytest.fixture
def search(paceplan: Paceplan) -> Paceplan:
    paceplan.new("Search")
    return paceplan


def listed(paceplan: Paceplan) -> dict[str, dict[str, object]]:
    found = json.loads(paceplan("metrics", "Search", "--json").stdout)
    return {entry["id"]: entry for entry in (*found["metrics"], *found["slos"])}


def test_a_metric_of_ones_own_is_one_change_and_undone_as_one(search: Paceplan) -> None:
    words = ["--unit", "%", "--better", "lower", "--baseline", "12", "--target", "8", "--as", "exit"]
    said = search("metric", "Search", "Escalations", "--add", *words, "--confidence", "95 %").stdout
    assert said == (
        "Escalations: no reading that counts yet, target 8 % or less; at 95 % confidence "
        "(exit criterion, escalations)\n"
    )
    assert search.entries() == 2
    found = listed(search)["escalations"]
    assert (found["own"], found["exit"], found["baseline"], found["confidence"]) == (True, True, 12.0, 0.95)
    search("read", "Search", "Escalations", "9")
    search("start", "Search")
    assert "frozen since the pilot started" in search("metric", "Search", "escalations", "--target", "9", code=2).stderr
    for _ in range(2):
        search("undo")
    assert search("undo").stderr == "Undid: new metric, Search.\n"


def test_a_metric_is_changed_and_taken_away_and_undo_brings_it_back(search: Paceplan) -> None:
    search("metric", "Search", "Escalations", "--add")
    search("metric", "Search", "escalations", "--name", "Escalated", "--unit", "a week")
    assert listed(search)["escalations"]["name"] == "Escalated"
    search("read", "Search", "escalations", "9")
    refused = search("metric", "Search", "Escalated", "--remove", code=2).stderr
    assert "metrics.escalations: 1 reading would be lost with it; say that they may be" in refused
    search("metric", "Search", "Escalated", "--remove", "--with-readings")
    assert "escalations" not in listed(search)
    assert search("undo").stderr == "Undid: removal of a metric, Search.\n"
    assert listed(search)["escalations"]["readings"] == {"2026-11-16": 9.0}


def test_one_at_model_level_stands_for_another(search: Paceplan) -> None:
    search("metric", "Search", "Answers sourced", "--add", "--unit", "%", "--stands-for", "Time to resolution")
    assert listed(search)["resolution-time"]["surrogate"] == "answers-sourced"
    search("metric", "Search", "resolution-time", "--surrogate", "")
    assert listed(search)["resolution-time"]["surrogate"] == "precision-at-k"


def test_an_objective_of_ones_own(search: Paceplan) -> None:
    said = search("objective", "Search", "Index is fresh", "--add", "--percent", "99.5", "--days", "7").stdout
    assert said == "Index is fresh: objective 99.5 %; no reading in 7 days (index-is-fresh)\n"
    search("read", "Search", "slos.index-is-fresh", "0.2")
    search("objective", "Search", "index-is-fresh", "--name", "Fresh", "--cost", "Old answers")
    found = listed(search)["index-is-fresh"]
    assert (found["name"], found["cost"], found["used"]) == ("Fresh", "Old answers", 0.2)
    assert "1 reading would be lost" in search("objective", "Search", "Fresh", "--remove", code=2).stderr
    search("objective", "Search", "Fresh", "--remove", "--with-readings")
    assert "index-is-fresh" not in listed(search)


@pytest.mark.parametrize(("words", "said"), [
    (("metric", "Search", "Nix"), "has no metric 'Nix'"), (("metric", "Search", "Nix"), "--add makes it one of"),
    (("metric", "Search", "X", "--add", "--target", "3,5"), "target: '3,5' has a comma; write a decimal point"),
    (("metric", "Search", "X", "--add", "--as", "exit"), "metrics.x.target: an exit criterion needs a target"),
    (("metric", "Search", "X", "--add", "--confidence", "101"), "confidence: '101' is none"),
    (("metric", "Search", "X", "--stands-for", "dau"), "--stands-for is for a new metric; give --add as well"),
    (("metric", "Search", "dau", "--remove", "--unit", "x"), "metric: give what is to change, or --remove"),
    (("metric", "Search", "dau", "--remove"), "no metric that this project says something of, 'dau'"),
    (("objective", "Search", "X", "--add"), "slos: an objective needs its percentage, such as 99.5"),
    (("objective", "Search", "X", "--add", "--percent", "101"), "slos.x.objective: 101 is no objective"),
    (("objective", "Search", "X", "--add", "--percent", "9", "--days", "0"), "slos.x.window_days: 0 is no window"),
])  # fmt: skip
def test_what_cannot_be(search: Paceplan, words: tuple[str, ...], said: str) -> None:
    before = search.journal()
    assert said in search(*words, code=2).stderr
    assert search.journal() == before


def test_all_that_is_measured_is_listed(search: Paceplan) -> None:
    search("metric", "Search", "\x1b[31m[b]=SUM(A1)", "--add", "--baseline", "3")
    printed = search("metrics", "Search").stdout
    assert "\x1b" not in printed
    assert "[b]=SUM(A1): no reading that counts yet, no target" in printed
    assert printed.startswith("metrics   ")
    assert "objectives" in printed
