from __future__ import annotations

import json

import pytest
from tests.cli.conftest import SAMPLES, Paceplan


def shown(paceplan: Paceplan, name: str) -> dict[str, object]:
    document: dict[str, object] = json.loads(paceplan("show", str(SAMPLES / f"{name}.toml"), "--json").stdout)
    return document


def test_the_document_is_the_contract(paceplan: Paceplan) -> None:
    document = shown(paceplan, "support-automation")
    assert list(document) == [
        "project", "verdict", "pilot", "roadmap", "health", "next", "checklists", "people", "risks",
        "trip_wires", "return",
    ]  # fmt: skip
    pilot, roadmap = document["pilot"], document["roadmap"]
    assert isinstance(pilot, dict)
    assert isinstance(roadmap, dict)
    assert list(pilot) == [
        "state", "start", "close", "weeks", "week", "iteration", "checklist", "criteria", "recommendation", "decision",
        "days_left", "overdue", "milestones", "dosage", "earlier", "budget", "slos",
    ]  # fmt: skip
    assert (pilot["days_left"], pilot["overdue"], pilot["decision"]) == (21, 0, None)
    assert pilot["recommendation"]["decision"] == "iterate"
    assert pilot["recommendation"]["because"][0] == "2 of 3 exit criteria met, at least half"
    assert pilot["budget"] == {
        "allowed": 120.0, "used": 84.0, "unit": "wrong routes a month", "overspent": False, "fix": "", "fixed": False,
        "pauses": False,
    }  # fmt: skip
    assert (pilot["start"], pilot["close"], pilot["week"]) == ("2026-09-14", "2026-12-07", 10)
    assert pilot["checklist"] == {"done": 5, "total": 7, "not_applicable": 0}
    handle_time = next(c for c in pilot["criteria"] if c["id"] == "handle-time")
    assert handle_time == {
        "id": "handle-time", "target": 10.5, "latest": 10.8, "met": False, "moved": False, "exit": True,
        "guardrail": False, "name": "Average handle time", "unit": "min", "better": "lower", "baseline": 11.5,
        "confidence": None, "latest_on": "2026-11-16", "moves": [],
    }  # fmt: skip
    moved = next(c for c in pilot["criteria"] if c["id"] == "classification-accuracy")
    assert [(m["on"], m["from"], m["to"], m["by"]) for m in moved["moves"]] == [
        ("2026-10-26", 92.0, 90.0, "Metrics engineer")
    ]
    assert list(roadmap) == [
        "start", "end", "phases", "months", "agreed", "end_drift_days", "sprints", "milestones", "pieces", "occasions",
        "moved", "warnings",
    ]  # fmt: skip
    assert list(roadmap["phases"][0]) == [
        "id", "start", "end", "done", "total", "critical", "waits_for", "name", "months", "shift_days", "own", "waits",
        "deliverables", "agreed", "moved_days",
    ]  # fmt: skip
    assert document["health"] in ("on track", "due", "late", "blocked", "done")
    assert isinstance(document["next"], dict)
    assert list(document["next"]) == ["date", "what"]


def test_what_a_marathon_brought_is_told_before_and_after(paceplan: Paceplan) -> None:
    brought = shown(paceplan, "acme-media-identity-graph")["return"]
    assert isinstance(brought, list)
    quality = next(c for c in brought if c["id"] == "data-quality")
    assert (quality["baseline"], quality["latest"], quality["change"], quality["better"]) == (71, 93, 22, True)
    text = paceplan("show", str(SAMPLES / "acme-media-identity-graph.toml")).stdout
    assert "return    Data quality: 71 to 93 %: +22, +31 %, better" in text
    assert shown(paceplan, "knowledge-search")["return"] == []


def test_the_project_is_the_files_content(paceplan: Paceplan, sample: object) -> None:
    exported = json.loads(paceplan("export", str(sample), "--format", "json").stdout)
    assert shown(paceplan, "knowledge-search")["project"] == exported


def test_a_marathon_without_a_pilot_has_none(paceplan: Paceplan) -> None:
    document = shown(paceplan, "credit-decision")
    assert document["pilot"] is None
    assert document["roadmap"]


@pytest.mark.parametrize("name", sorted(file.stem for file in SAMPLES.glob("*.toml")))
def test_every_sample_reads_well(paceplan: Paceplan, name: str) -> None:
    printed = paceplan("show", str(SAMPLES / f"{name}.toml")).stdout
    labels = [line[:10].strip() for line in printed.splitlines()]
    for label in ("playbook", "health", "verdict", "because"):
        assert label in labels
    assert not any(line != line.rstrip() for line in printed.splitlines())
    assert not paceplan.folder.exists()
