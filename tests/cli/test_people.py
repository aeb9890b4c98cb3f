"""The commands for people and risks, and the blocks they have in show."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import SAMPLES, Paceplan

ACTS: list[tuple[tuple[str, ...], str, Any]] = [
    (("stakeholder", "legal", "--wants", "marathon"), "stakeholders.legal.wants", "marathon"),
    (("stakeholder", "Works council", "--add", "--influence", "2"), "stakeholders.works-council.influence", 2),
    (("seat", "legal", "Head of legal"), "committee.legal", "Head of legal"),
    (
        ("raci", "pilot", "--accountable", "Ann", "--informed", "A", "--informed", "B"),
        "raci.pilot.informed",
        ["A", "B"],
    ),
    (("comms", "pilot-update", "--from", "2026-11-20"), "comms.pilot-update.from", "2026-11-20"),
    (("comms", "Note", "--add", "--every", "week"), "comms.note.every", "week"),
    (
        ("risk", "hallucination", "--impact", "3", "--guardrail", "prompts"),
        "risks.hallucination.guardrails",
        ["prompts"],
    ),
    (("risk", "hallucination", "--close"), "risks.hallucination.open", False),
    (("risk", "Key person", "--add", "--likelihood", "2"), "risks.key-person.likelihood", 2),
    (("runbook", "drift", "--owner", "Ann"), "runbooks.drift.owner", "Ann"),
    (("runbook", "Mine", "--add", "--template", "drift"), "runbooks.mine.name", "Mine"),
    (("drill", "rollback", "--report", "Fine"), "drills.rollback.report", "Fine"),
    (("drill", "rollback", "--take-up"), "drills.rollback", {}),
    (("drill", "Failover", "--add", "--every", "month"), "drills.failover.every", "month"),
    (("cost", "480", "EUR", "a", "month", "--note", "All"), "costs.amount", 480.0),
]


def document(paceplan: Paceplan) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(paceplan("show", "Search", "--json").stdout)
    return found


def value(content: Any, path: str) -> Any:
    for key in path.split("."):
        content = content[key]
    return content


@pytest.mark.parametrize(("args", "path", "expected"), ACTS, ids=lambda a: " ".join(a) if isinstance(a, tuple) else "")
def test_a_command_changes_one_thing_in_one_entry(
    paceplan: Paceplan, args: tuple[str, ...], path: str, expected: Any
) -> None:
    paceplan.new("Search", "--start", "2026-11-02")
    before = paceplan.entries()
    paceplan(args[0], "Search", *args[1:])
    assert value(document(paceplan)["project"], path) == expected
    assert paceplan.entries() == before + 1
    paceplan("undo")


REMOVALS = [("stakeholder", "legal"), ("seat", "legal"), ("raci", "pilot"), ("comms", "incident"),
            ("risk", "compliance"), ("runbook", "drift"), ("drill", "rollback"), ("cost",)]  # fmt: skip
MADE = [("--influence", "1"), ("X",), ("--responsible", "X"), ("--every", "week"), ("--owner", "X"), ("--owner", "X"),
        ("--take-up",), ("5", "EUR", "a", "week")]  # fmt: skip


def test_what_was_set_is_taken_back(paceplan: Paceplan) -> None:
    paceplan.new("Search", "--start", "2026-11-02")
    before = document(paceplan)["project"]
    for (command, *key), made in zip(REMOVALS, MADE, strict=True):
        paceplan(command, "Search", *key, *made)
        paceplan(command, "Search", *key, "--vacate" if command == "seat" else "--remove")
        assert document(paceplan)["project"] == before


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (
            ("seat", "leegal", "X"),
            "committee.leegal: playbook 'ai' has no committee seat 'leegal' (did you mean 'legal'?)",
        ),
        (("seat", "legal"), "give the HOLDER of the seat, or --vacate"),
        (("stakeholder", "legl", "--influence", "1"), "--add makes it one of the project's own"),
        (("stakeholder", "legal", "--influence", "4"), "4 is not in the range 0<=x<=3"),
        (("stakeholder", "legal", "--remove", "--influence", "1"), "--remove, and not both"),
        (("risk", "halucination", "--close"), "did you mean 'hallucination'"),
        (("risk", "hallucination", "--guardrail", "card"), "has no guardrail for risk 'hallucination' 'card'"),
        (("drill", "rollback", "--on", "2026-12-01"), "lies in the future (today is 2026-11-16)"),
        (("cost", "480", "EUR"), "give one such as 480 EUR a month"),
        (("runbook", "drift", "--template", "rollback"), "--template is for a new runbook"),
        (("raci", "wide", "--accountable", "X"), "has no sign-off or deliverable 'wide'"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_changed(paceplan: Paceplan, args: tuple[str, ...], says: str) -> None:
    paceplan.new("Search", "--start", "2026-11-02")
    before = paceplan.journal()
    assert says in paceplan(args[0], "Search", *args[1:], code=2).stderr
    assert paceplan.journal() == before


def test_a_file_is_read_without_a_workspace(paceplan: Paceplan) -> None:
    found = json.loads(paceplan("people", str(SAMPLES / "riverbend-assessment.toml"), "--json").stdout)
    assert found["committee"]["unfilled"] == []
    assert {s["id"] for s in found["stakeholders"] if s["mapped"]} >= {"teachers", "district-it"}
    assert found["change"]["total"] == 6
    found = json.loads(paceplan("risks", str(SAMPLES / "riverbend-assessment.toml"), "--json").stdout)
    assert found["register"][0]["exposure"] == 6
    assert not paceplan.folder.exists()


@pytest.mark.parametrize("command", ["people", "risks"])
@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_sample_is_shown_in_words_and_as_json(paceplan: Paceplan, command: str, sample: Any) -> None:
    assert paceplan(command, str(sample)).stdout
    alone = json.loads(paceplan(command, str(sample), "--json").stdout)
    assert json.loads(paceplan("show", str(sample), "--json").stdout)[command] == alone
    assert "people" in paceplan("show", str(sample)).stdout


def test_a_drill_held_without_a_report_says_how_to_keep_one(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    said = "It has no report yet; --report TEXT keeps what it showed, as evidence."
    assert said in paceplan("drill", "Search", "rollback").stderr
    assert said not in paceplan("drill", "Search", "rollback", "--report", "Fine").stderr
    assert said not in paceplan("drill", "Search", "rollback").stderr  # that day's report is kept
    assert said not in paceplan("drill", "Search", "rollback", "--every", "month").stderr


def test_an_overdue_drill_is_said_and_makes_the_project_late(paceplan: Paceplan) -> None:
    paceplan.new("Search", "--start", "2026-11-02", "--template", "recommender")
    paceplan("drill", "Search", "rollback", "--on", "2026-08-01")
    said = document(paceplan)
    assert said["health"] == "late"
    assert {"id": "drills.rollback", "text": "Rollback rehearsal was due on 2026-11-01, 15 days ago"} in said["risks"][
        "warnings"
    ]
    assert "15 d late" in paceplan("agenda", "--kind", "drill").stdout


def test_a_name_is_data(paceplan: Paceplan) -> None:
    paceplan.new("Search", "--start", "2026-11-02")
    paceplan("stakeholder", "Search", "=[b]x\x1b[31m", "--add", "--concern", "\x1b]52;c;AA\x07")
    paceplan("risk", "Search", "=[b]y\x1b[31m", "--add")
    for command in ("people", "risks", "show"):
        assert "\x1b" not in paceplan(command, "Search").stdout
    assert "=[b]x" in paceplan("people", "Search").stdout
