from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Paceplan


@pytest.fixture
def ready(paceplan: Paceplan, tmp_path: Path) -> Paceplan:
    """A workspace whose project `Search` has agreed on what its pilot is to show."""
    file = tmp_path / "search.toml"
    file.write_text(
        'format = "paceplan/1"\nname = "Search"\nplaybook = "ai"\nlength_weeks = 6\n'
        "[metrics.resolution-time]\ntarget = 29.4\nexit = true\n"
    )
    paceplan("import", str(file))
    return paceplan


def pilot_of(paceplan: Paceplan, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(paceplan("show", name, "--json").stdout)["pilot"]
    return found


def test_ticking_is_one_change_with_name_and_day(paceplan: Paceplan) -> None:
    paceplan.new("Search", "--template", "knowledge-search")
    result = paceplan("tick", "Search", "outcome", "takeaways.observability")
    project = json.loads(paceplan("show", "Search", "--json").stdout)["project"]
    assert project["checklists"]["pilot"]["outcome"]["on"] == "2026-11-16"
    assert project["checklists"]["pilot"]["outcome"]["by"]
    assert "1 of 7 done" in result.stderr
    assert paceplan.entries() == 2
    paceplan("tick", "Search", "outcome", "--undo", "--today", "2026-11-20")
    assert pilot_of(paceplan, "Search")["checklist"] == {"done": 0, "total": 7, "not_applicable": 0}


def test_one_bad_item_leaves_all_unticked(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    assert "it has outcome" in paceplan("tick", "Search", "outcome", "lunch", code=2).stderr
    assert "no checklist 'party'" in paceplan("tick", "Search", "party.lunch", code=2).stderr
    assert paceplan.journal() == before


def test_starting_freezes_the_criteria(ready: Paceplan) -> None:
    paceplan = ready
    paceplan("start", "Search", "--on", "2026-11-02")
    running = pilot_of(paceplan, "Search")
    assert (running["state"], running["start"], running["close"], running["week"]) == (
        "running", "2026-11-02", "2026-12-14", 3,
    )  # fmt: skip
    before = paceplan.journal()
    assert "running since 2026-11-02" in paceplan("start", "Search", code=2).stderr
    assert paceplan.journal() == before


def test_without_a_criterion_nothing_starts(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    assert "no exit criterion" in paceplan("start", "Search", code=2).stderr
    assert paceplan.journal() == before


def test_today_is_the_day_of_the_start(ready: Paceplan) -> None:
    ready("start", "Search", "--today", "2026-11-05")
    assert pilot_of(ready, "Search")["start"] == "2026-11-05"


# Readings


def metric_of(paceplan: Paceplan, metric: str) -> dict[str, object]:
    project = json.loads(paceplan("show", "Search", "--json").stdout)["project"]
    found: dict[str, object] = project["metrics"][metric]
    return found


def test_a_reading_is_one_change(ready: Paceplan) -> None:
    ready("start", "Search", "--on", "2026-11-02")
    result = ready("read", "Search", "resolution-time", "35", "--on", "2026-11-09")
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "Search: 1 reading: 1 new.",
        "Time to resolution: 35 min on 2026-11-09, target 29.4 min or less, missed",
    ]
    ready("read", "Search", "Time to Resolution", "-3")
    assert metric_of(ready, "resolution-time")["readings"] == {"2026-11-09": 35.0, "2026-11-16": -3.0}
    assert ready.entries() == 4
    friday = ready("read", "Search", "resolution-time", "34", "--on", "fri", "--dry-run")
    assert friday.stdout.split()[2] == "2026-11-13", "a reading has been taken: the latest Friday"
    before = ready.journal()
    dry = ready("read", "Search", "resolution-time", "30", "--on", "2026-11-09", "--dry-run")
    assert dry.stdout == "changed  resolution-time  2026-11-09  30  (was 35)\n"
    assert dry.stderr == "It would be 1 changed; nothing was changed.\n"
    assert ready.journal() == before


def test_a_baseline_from_before_the_start_is_kept_and_said(ready: Paceplan) -> None:
    ready("start", "Search", "--on", "2026-11-02")
    said = ready("read", "Search", "resolution-time", "42", "--on", "2026-10-30").stderr
    assert "metrics.resolution-time.readings.2026-10-30: before the pilot's start on 2026-11-02; kept as a" in said
    assert pilot_of(ready, "Search")["recommendation"] == {
        "decision": "insufficient-evidence",
        "because": [
            "no reading that counts: Time to resolution",
            "Time to resolution: no reading that counts yet, target 29.4 min or less",
        ],
    }


@pytest.mark.parametrize(("words", "said"), [
    (["resolution-time", "29,4"], "metrics.resolution-time.readings.2026-11-16: '29,4' has a comma; write a decimal"),
    (["resolution-time", "35", "--on", "2026-11-17"],
     "metrics.resolution-time.readings.2026-11-17: lies in the future (today is 2026-11-16); give a day up to today"),
    (["resolution", "35"], "has no metric 'resolution' (did you mean 'resolution-time'?)"),
    (["resolution-time"], "give METRIC and VALUE"),
    (["resolution-time", "35", "--csv", "x.csv"], "give METRIC and VALUE"),
    (["--csv", "none.csv"], "none.csv: there is no such file"),
    (["slos.latency", "101"], "slos.latency.readings.2026-11-16: 101 is no percentage missed; give 0 to 100"),
    (["slos.latency", "x"], "slos.latency.readings.2026-11-16: 'x' is no number"),
    ([], "give METRIC and VALUE"),
])  # fmt: skip
def test_what_cannot_be_read(ready: Paceplan, words: list[str], said: str) -> None:
    before = ready.journal()
    assert said in ready("read", "Search", *words, code=2).stderr
    assert ready.journal() == before


def test_an_objective_is_read_too(ready: Paceplan) -> None:
    said = ready("read", "Search", "slos.latency", "0.5").stderr
    assert said == "Latency: objective 99 %; missed 0.5 % of 1 % in 30 days, 50% of its budget\n"
    assert pilot_of(ready, "Search")["slos"] == [
        {"id": "latency", "objective": 99.0, "window_days": 30, "allowed": 1.0, "used": 0.5, "overspent": False}
    ]


def test_a_table_is_taken_whole_or_not_at_all(ready: Paceplan, tmp_path: Path) -> None:
    table = tmp_path / "readings.csv"
    rows = [f"2026-11-{day:02d},{40 - day},{day / 2}" for day in range(2, 17)]
    table.write_text("date,resolution-time,time-saved\n" + "\n".join(rows) + "\n")
    dry = ready("read", "Search", "--csv", str(table), "--dry-run")
    assert dry.stdout.splitlines()[0] == "new      resolution-time  2026-11-02  38"
    assert dry.stderr == "It would be 30 new; nothing was changed.\n"
    assert ready.entries() == 1
    assert "Search: 30 readings: 30 new." in ready("read", "Search", "--csv", str(table)).stderr
    assert ready.entries() == 2
    text = table.read_text().replace("2026-11-09,31", "2026-11-09,x")
    table.write_text(text + "2026-12-01,1,2\n")
    before = ready.journal()
    at, future = "metrics.resolution-time.readings", "lies in the future (today is 2026-11-16); give a day up to today"
    assert ready("read", "Search", "--csv", str(table), code=2).stderr.splitlines() == [
        f"{table}: line 9: {at}.2026-11-09: 'x' is no number; give one without a unit, such as 29.4",
        f"{table}: line 17: {at}.2026-12-01: {future}",
        f"{table}: line 17: metrics.time-saved.readings.2026-12-01: {future}",
    ]
    assert ready.journal() == before
    ready("undo")
    assert "readings" not in metric_of(ready, "resolution-time")


# Decisions


def test_a_decision_stands_beside_the_evidence(ready: Paceplan) -> None:
    ready("start", "Search", "--on", "2026-10-05")
    ready("read", "Search", "resolution-time", "28")
    words = ["--why", "It works", "--lesson", "Old pages mislead", "--lesson", "Ask the help desk first"]
    result = ready("decide", "Search", "scale", *words)
    assert result.stdout.splitlines() == [
        "decided   scale on 2026-11-16: It works",
        "evidence  scale",
        "          1 of 1 exit criteria met",
        "          Time to resolution: 28 min on 2026-11-16, target 29.4 min or less, met",
    ]
    assert result.stderr == "The marathon's roadmap starts on 2026-11-17. The pilot is kept as evidence.\n"
    assert ready.entries() == 4
    document = json.loads(ready("show", "Search", "--json").stdout)
    assert document["pilot"]["decision"]["decision"] == "scale"
    assert (document["pilot"]["state"], document["pilot"]["days_left"]) == ("closed", None)
    assert document["roadmap"]["start"] == "2026-11-17"
    assert sorted(document["project"]["lessons"]) == ["ask-the-help-desk-first", "old-pages-mislead"]
    assert "scale on 2026-11-16 by " in ready("show", "Search").stdout
    again = ready("decide", "Search", "stop", "--why", "x", code=2).stderr
    assert "closed with scale on 2026-11-16; its decision stands" in again
    ready("undo")
    assert pilot_of(ready, "Search")["decision"] is None


def test_a_person_may_decide_otherwise(ready: Paceplan) -> None:
    ready("start", "Search", "--on", "2026-10-05")
    ready("read", "Search", "resolution-time", "40")
    result = ready("decide", "Search", "elevate", "--why", "The data have to come first", "--no-roadmap")
    assert "The evidence recommends stop; the decision is a person's: elevate." in result.stderr
    document = json.loads(ready("show", "Search", "--json").stdout)
    assert document["verdict"]["effective"] == "marathon"
    assert document["verdict"]["override"]["why"] == "The data have to come first"
    assert "roadmap" not in document["project"]


def test_iterating_keeps_what_was(ready: Paceplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACEPLAN_AUTHOR", "Ann")
    ready("start", "Search", "--on", "2026-10-05", "--weeks", "5")
    ready("read", "Search", "resolution-time", "28", "--on", "2026-11-09")
    ready("decide", "Search", "iterate", "--why", "Once more, with the whole desk", "--on", "2026-11-09")
    pilot = pilot_of(ready, "Search")
    assert (pilot["iteration"], pilot["start"], pilot["close"]) == (2, "2026-11-10", "2026-12-15")
    assert pilot["earlier"] == {
        "1": {"start": "2026-10-05", "weeks": 5, "decision": "iterate", "on": "2026-11-09",
              "by": "Ann", "why": "Once more, with the whole desk"},
    }  # fmt: skip
    shown = ready("show", "Search").stdout
    assert "running; 5 weeks, 2026-11-10 to 2026-12-15; week 1, 29 days left; iteration 2" in shown
    assert "earlier   iteration 1: 2026-10-05 to 2026-11-09, iterate by Ann: Once more, with the whole desk" in shown


@pytest.mark.parametrize(("words", "said"), [
    (["scale", "--why", "x"], "pilot.decision: the pilot never started, so there is nothing to decide; start it first"),
    (["scale"], "Missing option '--why'"),
    (["launch", "--why", "x"], "'launch' is not one of"),
    (["scale", "--why", " "], "pilot.decision: the pilot never started"),
])  # fmt: skip
def test_what_cannot_be_decided(ready: Paceplan, words: list[str], said: str) -> None:
    before = ready.journal()
    assert said in ready("decide", "Search", *words, code=2).stderr
    assert ready.journal() == before


def test_a_decision_is_not_made_ahead(ready: Paceplan) -> None:
    ready("start", "Search", "--on", "2026-11-02")
    for on, said in (("2026-11-17", "lies in the future"), ("2026-11-01", "is before the pilot's start on 2026-11-02")):
        assert said in ready("decide", "Search", "stop", "--why", "x", "--on", on, code=2).stderr
    assert (
        "pilot.decision.why: a decision needs a reason"
        in ready("decide", "Search", "stop", "--why", " ", code=2).stderr
    )


def test_no_length_is_refused_and_an_overdue_decision_told(ready: Paceplan) -> None:
    for weeks in ("0", "-2"):
        said = ready("start", "Search", "--weeks", weeks, code=2).stderr
        assert f"pilot.weeks: {weeks} is no length; give 1 to 520 weeks" in said
    ready("start", "Search", "--on", "2026-10-05", "--weeks", "5")
    assert "; decision overdue by 7 days" in ready("show", "Search").stdout
    assert pilot_of(ready, "Search")["overdue"] == 7
