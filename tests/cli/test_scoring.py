from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import SAMPLES, Paceplan

ALL = ("risk-compliance=0", "data-maturity=2", "integration-complexity=1", "business-impact=1", "regulated-decision=no")


def test_answers_are_one_change_and_the_verdict_follows(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    result = paceplan("score", "Search", *ALL)
    assert paceplan.entries() == 2
    assert "Scored risk-compliance 0" in result.stderr
    assert "verdict now sprint" in result.stderr
    assert "▸ SPRINT" in result.stdout
    assert "3 of 12" in result.stdout
    assert "answered so already" in paceplan("score", "Search", ALL[0]).stderr
    assert paceplan.entries() == 2


def test_the_document_is_the_contract(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    paceplan("score", "Search", *ALL, "--why", "As the team sees it")
    document = json.loads(paceplan("score", "Search", "--json").stdout)
    assert list(document)[:12] == [
        "project", "playbook", "pace", "total", "maximum", "marathon_count", "complete", "certain", "possible",
        "effective", "blockers", "reasons",
    ]  # fmt: skip
    assert [document[key] for key in ("project", "playbook", "pace", "total")] == ["Search", "ai", "sprint", 3]
    assert (document["complete"], document["certain"], document["possible"]) == (True, True, ["sprint"])
    assert {"id": "risk-compliance", "from": 0, "to": 2, "pace": "hybrid"} in document["flips"]
    assert {"id": "regulated-decision", "from": False, "to": True, "pace": "marathon"} in document["flips"]
    assert (document["margin"], document["override"], document["warnings"]) == (2, None, [])
    project = json.loads(paceplan("show", "Search", "--json").stdout)["project"]
    assert project["scores"]["data-maturity"] == {"score": 2, "why": "As the team sees it"}


def test_while_answers_are_missing_the_question_to_ask_is_named(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    result = paceplan("score", "Search", "data-maturity=3")
    assert "· OPEN" in result.stdout
    assert "still possible: sprint, hybrid, marathon" in result.stdout
    assert "decides most" in result.stdout
    assert json.loads(paceplan("score", "Search", "--json").stdout)["pace"] is None


def test_what_if_saves_nothing(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    paceplan("score", "Search", *ALL)
    before = paceplan.journal()
    supposed = paceplan("score", "Search", "--if", "regulated-decision=yes", "--if", "risk-compliance=3", "--json")
    assert json.loads(supposed.stdout)["pace"] == "marathon"
    assert "if business-impact=3" in paceplan("score", "Search", "--if", "business-impact=3").stdout
    assert paceplan.journal() == before


@pytest.mark.parametrize(("expected", "code"), [("sprint", 0), ("hybrid", 1), ("marathon", 1)])
def test_expect_answers_by_the_exit_code(paceplan: Paceplan, sample: Path, expected: str, code: int) -> None:
    result = paceplan("score", str(sample), "--expect", expected, "--json", code=code)
    assert json.loads(result.stdout)["pace"] == "sprint"
    assert ("Expected" in result.stderr) is bool(code)


def test_an_open_verdict_is_not_the_one_expected(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    paceplan("score", "Search")
    paceplan("score", "Search", "--expect", "sprint", code=1)


def test_of_several_the_broken_ones_are_named_and_the_others_print(paceplan: Paceplan, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("format = ")
    files = [SAMPLES / "knowledge-search.toml", broken, SAMPLES / "east-valley-sis.toml"]
    result = paceplan("score", *map(str, files), "nobody", "--json", "--expect", "sprint", code=2)
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert [d["pace"] for d in documents] == ["sprint", "marathon"]
    assert "broken.toml" in result.stderr
    assert "'nobody'" in result.stderr


def test_every_rule_prints(paceplan: Paceplan) -> None:
    files = [str(SAMPLES / f"{name}.toml") for name in ("riverbend-assessment", "checkout-friction")]
    result = paceplan("score", *files)
    assert "5 lean to a marathon, 3 make one" in result.stdout
    assert "no score alters it" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["risk-compliance=7"], "give 0, 1, 2 or 3"),
        (["risk-compliance=yes"], "give 0, 1, 2 or 3"),
        (["regulated-decision=2"], "give yes or no"),
        (["morale=2"], "it has risk-compliance"),
        (["data-maturity=1", "morale=2"], "no dimension or gate 'morale'"),
        (["data-maturity=1", "--if", "business-impact=1"], "not both"),
        (["--why", "So"], "--why is the reason for answers"),
        (["--if", "business-impact=9"], "give 0, 1, 2 or 3"),
        (["--expect", "trot"], "trot"),
        (["Search", "data-maturity=1"], "one PROJECT at a time"),
    ],
)
def test_bad_answers_change_nothing(paceplan: Paceplan, arguments: list[str], said: str) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    result = paceplan("score", "Search", *arguments, code=2)
    assert said in result.stderr
    assert result.stdout == ""
    assert paceplan.journal() == before


def test_an_artifact_is_ticked_and_not_scored(paceplan: Paceplan) -> None:
    paceplan.new("Checkout", playbook="martech")
    said = paceplan("score", "Checkout", "hypothesis=yes", code=2).stderr
    command = said.split("'")[3].replace("PROJECT", "Checkout").split()
    paceplan(*command[1:])
    project = json.loads(paceplan("show", "Checkout", "--json").stdout)["project"]
    assert project["artifacts"]["hypothesis"] == {"done": True}


def test_override_stands_beside_the_verdict_and_goes_again(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    paceplan("score", "Search", *ALL)
    said = paceplan("override", "Search", "hybrid", "--why", "Legal asks for shadow mode").stderr
    assert "◆ HYBRID; the verdict stays ▸ SPRINT" in said
    printed = paceplan("score", "Search").stdout
    assert "verdict   ▸ SPRINT" in printed
    assert "override  ◆ HYBRID   Legal asks for shadow mode" in printed
    document = json.loads(paceplan("score", "Search", "--json").stdout)
    assert (document["pace"], document["effective"]) == ("sprint", "hybrid")
    assert document["override"] == {"pace": "hybrid", "why": "Legal asks for shadow mode"}
    paceplan("override", "Search", "--clear")
    assert json.loads(paceplan("score", "Search", "--json").stdout)["override"] is None


@pytest.mark.parametrize(
    "arguments", [["hybrid"], [], ["hybrid", "--clear"], ["trot", "--why", "x"], ["hybrid", "--why", " "]]
)
def test_an_override_needs_pace_and_reason(paceplan: Paceplan, arguments: list[str]) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    paceplan("override", "Search", *arguments, code=2)
    assert paceplan.journal() == before


def test_a_changed_playbook_is_pointed_out(paceplan: Paceplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paceplan.new("Search", "--template", "knowledge-search")
    assert "has changed" not in paceplan("score", "Search").stdout
    own = tmp_path / "playbooks"
    own.mkdir()
    monkeypatch.setenv("PACEPLAN_PLAYBOOKS", str(own))
    paceplan("playbook", "copy", "ai", str(own))
    with (own / "ai.toml").open("a") as file:
        file.write("\n# another word\n")
    assert "playbook 'ai' has changed" in paceplan("score", "Search").stdout
    assert "playbook 'ai' has changed" in paceplan("show", "Search").stdout
