"""The commands of the long run, and what show says of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import SAMPLES, Paceplan


@pytest.fixture
def district(paceplan: Paceplan, tmp_path: Path) -> Paceplan:
    """A workspace with a marathon of three phases, not agreed yet."""
    text = (SAMPLES / "east-valley-sis.toml").read_text()
    tables = re.split(r"(?m)^(?=\[)", text)
    kept = [table for table in tables if not re.match(r"\[(roadmap\.baseline|[a-z.-]+\.moved\.)", table)]
    file = tmp_path / "district.toml"
    file.write_text("".join(kept).replace("agreed = 2026-02-27\n", ""))
    paceplan("import", str(file))
    return paceplan


def block(paceplan: Paceplan, name: str = "East Valley") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(paceplan("roadmap", name, "--json").stdout)["roadmap"]
    return found


def phase(paceplan: Paceplan, key: str) -> dict[str, Any]:
    return next(p for p in block(paceplan)["phases"] if p["id"] == key)


def project(paceplan: Paceplan, name: str = "East Valley") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(paceplan("show", name, "--json").stdout)["project"]
    return found


def test_the_chart_is_one_line_for_each_thing(district: Paceplan) -> None:
    lines = district("roadmap", "East Valley").stdout.splitlines()
    assert lines[0] == "East Valley SIS   ■ MARATHON"
    assert lines[1].startswith("roadmap   2026-02-02 to 2028-02-01; 7 of 15 done")
    chart = {line[:32].strip(): line for line in lines[2:]}
    assert "▇" in chart["■ Foundation 6/6"]
    assert chart["■ Foundation 6/6"].endswith("to 2026-06-01")
    assert "▇░" in chart["■ Pilot & iterate 1/4"]
    assert "━" in chart["▸ Second feeder pattern"]
    assert chart["· Steering committee"].endswith("every month")
    assert {line.index("┊") for name, line in chart.items() if name.startswith("◆")} == {58}
    assert max(map(len, lines[:-20])) <= 120
    text = "\n".join(lines)
    assert "Scale & embed waits for successful pilots, 2027-01-18 (Second feeder pattern is open" in text
    assert "✓ Roster and gradebook mapping for eight schools  (First feeder pattern)" in text


def test_a_file_is_read_without_a_workspace(paceplan: Paceplan) -> None:
    assert "Foundations 7/7" in paceplan("roadmap", str(SAMPLES / "acme-media-identity-graph.toml")).stdout
    assert not paceplan.folder.exists()


def test_without_a_roadmap_it_says_how_to_make_one(paceplan: Paceplan) -> None:
    paceplan.new("Loans")
    said = paceplan("roadmap", "Loans")
    assert said.stdout == ""
    assert "--start DAY" in said.stderr
    assert "build the roadmap first" in paceplan("agree", "Loans", code=2).stderr
    assert "give --start" in paceplan("roadmap", "Loans", "--months", "12", code=2).stderr
    paceplan("roadmap", "Loans", "--start", "2027-01-04", "--months", "12")
    assert (block(paceplan, "Loans")["start"], block(paceplan, "Loans")["end"]) == ("2027-01-04", "2028-01-03")


def test_a_shift_after_the_agreement_needs_its_reason(district: Paceplan) -> None:
    said = district("agree", "East Valley", "--on", "2026-10-01").stderr
    assert said == "Agreed on 2026-10-01: East Valley SIS ends on 2028-02-01.\n"
    before = district.journal()
    refused = district("shift", "East Valley", "pilot-iterate", "14", code=2).stderr
    assert "phases.pilot-iterate.moved: the plan was agreed on 2026-10-01; say in a line why it moves now" in refused
    assert district.journal() == before
    said = district("shift", "East Valley", "Pilot & iterate", "+2w", "--why", "Vendor is late").stderr
    assert "East Valley SIS now ends on 2028-02-15, 14 days later.\n" in said
    moved = {m["id"]: m for m in block(district)["moved"]}
    assert moved["scale-embed"]["why"] == ["Pilot & iterate: Vendor is late"]
    assert (moved["pilot-iterate"]["days"], moved["pilot-iterate"]["since"]) == (14, "2026-11-16")
    assert moved["security-review"]["days"] == 14
    assert moved["feeder-3" if "feeder-3" in moved else "roll-out"]["days"] in (0, 14)
    district("shift", "East Valley", "pilot-iterate", "-7")  # on the same day under the same reason
    assert phase(district, "pilot-iterate")["moved_days"] == 7
    text = district("show", "East Valley").stdout
    assert "agreed 2026-10-01, ends 7 days later" in text
    assert "Pilot & iterate: 2027-02-01 -> 2027-02-08, 7 days later since 2026-11-16: Vendor is late" in text
    district("undo")
    assert phase(district, "pilot-iterate")["moved_days"] == 14


@pytest.mark.parametrize(
    ("days", "code", "words"),
    [("14", 0, "2028-02-15"), ("-7", 0, "2028-01-25"), ("+2W", 0, "2028-02-15"), ("10d", 0, "2028-02-11"),
     ("0", 2, "'0' is no shift; give days such as 14"), ("soon", 2, "'soon' is no shift"), ("9999", 2, "too far")],
)  # fmt: skip
def test_what_a_shift_may_look_like(district: Paceplan, days: str, code: int, words: str) -> None:
    assert words in district("shift", "East Valley", "pilot-iterate", days, code=code).stderr


def test_stretching(district: Paceplan) -> None:
    district("stretch", "East Valley", "foundation", "+1")
    assert phase(district, "foundation")["months"] == 5
    district("stretch", "East Valley", "foundation", "-2")
    district("stretch", "East Valley", "scale-embed", "14")
    assert [p["months"] for p in block(district)["phases"]] == [3, 8, 14]
    assert "give 1 to 240 months" in district("stretch", "East Valley", "foundation", "0", code=2).stderr
    assert "is no length" in district("stretch", "East Valley", "foundation", "long", code=2).stderr
    assert "no phase 'roof'" in district("stretch", "East Valley", "roof", "3", code=2).stderr


def test_nesting_says_when_a_sprint_leaves_its_phase(district: Paceplan) -> None:
    args = ("nest", "East Valley", "Fourth pattern", "--phase", "pilot-iterate", "--weeks", "6")
    said = district(*args, "--start", "2027-01-11", "--de-risks", "roll-out", "--leaves", "List").stderr
    assert "Nested 'Fourth pattern' as sprints.fourth-pattern." in said
    assert (
        "sprints.fourth-pattern: 'Fourth pattern' lies outside its phase: it closes on 2027-02-22, after its phase "
        "Pilot & iterate ends on 2027-02-01; move one of them, or give it another phase" in said
    )
    warned = [w["place"] for w in block(district)["warnings"]]
    assert "sprints.fourth-pattern" in warned
    said = district(*args, "--start", "2027-01-11", "--de-risks", "rollout", code=2).stderr
    assert "did you mean roll-out" in said


def test_planning_is_one_change_for_all_fields(district: Paceplan) -> None:
    before = district.entries()
    district(
        "plan", "East Valley", "deliverables.helpdesk", "name=Help desk", "phase=scale-embed", "owner=IT",
        "due=2027-03-01", "needs=roll-out, coaching",
    )  # fmt: skip
    assert district.entries() == before + 1
    found = next(d for d in phase(district, "scale-embed")["deliverables"] if d["id"] == "helpdesk")
    assert (found["owner"], found["due"], found["missing_needs"]) == ("IT", "2027-03-01", ["roll-out", "coaching"])
    district("plan", "East Valley", "helpdesk", "owner=", "due=")
    assert project(district)["deliverables"]["helpdesk"] == {
        "name": "Help desk", "phase": "scale-embed", "needs": ["roll-out", "coaching"],
    }  # fmt: skip
    district("plan", "East Valley", "phase.foundation", "waits_for=", "months=+1")
    assert project(district)["phases"]["foundation"] == {"months": 5}
    district("plan", "East Valley", "helpdesk", "--remove")
    assert "helpdesk" not in project(district)["deliverables"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("deliverables.x", "name=X"), "deliverables.x.phase: a deliverable of your own needs name and phase"),
        (("systems-map", "needs=integration-architecture"), "systems-map -> integration-architecture -> systems-map"),
        (("systems-map", "due=2026-02-30"), "deliverables.systems-map.due: '2026-02-30' is not a date"),
        (("systems-map", "colour=red"), "no such field; there are owner, due"),
        (("systems-map", "red"), "'red' is no FIELD=VALUE"),
        (("systems-map",), "give FIELD=VALUE, or --remove"),
        (("systems-map", "--remove"), "comes with the playbook"),
        (("board-vote", "audit.photo=x"), "has no kind of evidence 'photo'"),
        (("feeder-1", "weeks=many"), "sprints.feeder-1.weeks: 'many' is no number"),
    ],
)
def test_what_cannot_be_planned_changes_nothing(district: Paceplan, args: tuple[str, ...], words: str) -> None:
    before = district.journal()
    assert words in district("plan", "East Valley", *args, code=2).stderr
    assert district.journal() == before


def test_finishing_with_evidence_and_decision(district: Paceplan) -> None:
    said = district("finish", "East Valley", "security-review", "--evidence", "Report 12").stderr
    assert said == "Finished security-review.\n8 of 15 done.\n"
    assert project(district)["deliverables"]["security-review"]["evidence"] == "Report 12"
    district("finish", "East Valley", "feeder-2", "--decision", "stop", "--on", "2026-11-10")
    assert project(district)["sprints"]["feeder-2"]["decision"] == "stop"
    waits = phase(district, "scale-embed")["waits"]
    assert "Second feeder pattern was decided stop" in waits[0]["detail"]
    district("finish", "East Valley", "feeder-2", "--undo")
    assert "done" not in project(district)["sprints"]["feeder-2"]


def test_an_audit_is_told_what_it_will_miss(paceplan: Paceplan) -> None:
    paceplan("import", str(SAMPLES / "acme-media-identity-graph.toml"))
    said = paceplan("finish", "Acme", "demo-return").stderr
    assert "milestones.demo-return: an auditor will miss Decision logged." in said
    paceplan("plan", "Acme", "demo-return", "audit.decision=Record 9", "audit.runbook=")
    found = next(m for m in block(paceplan, "Acme")["milestones"] if m["id"] == "demo-return")
    assert found["audit"]["decision"] == "Record 9"
    assert found["lacks"] == ["Runbook"]


def test_elevating(paceplan: Paceplan) -> None:
    paceplan("import", str(SAMPLES / "checkout-friction.toml"))
    before = paceplan.journal()
    dry = paceplan("elevate", "Checkout", "--why", "Billing after all", "--dry-run")
    assert "from 2026-11-17, as a marathon" in dry.stdout
    assert paceplan.journal() == before
    said = paceplan("elevate", "Checkout", "--why", "Billing after all")
    assert said.stdout == dry.stdout
    document = json.loads(paceplan("show", "Checkout", "--json").stdout)
    assert document["verdict"]["effective"] == "marathon"
    assert document["roadmap"]["start"] == "2026-11-17"
    assert document["pilot"]["decision"]["decision"] == "elevate"
    assert document["trip_wires"] == []
    assert "a marathon already" in paceplan("elevate", "Checkout", "--why", "x", code=2).stderr


def test_a_trip_wire_is_said_wherever_the_project_is(paceplan: Paceplan, tmp_path: Path) -> None:
    text = (SAMPLES / "checkout-friction.toml").read_text().replace("iteration = 1", "iteration = 3")
    file = tmp_path / "third.toml"
    file.write_text(text)
    assert "iteration = 3" in text
    document = json.loads(paceplan("show", str(file), "--json").stdout)
    assert "third-iteration" in [w["id"] for w in document["trip_wires"]]
    for command in ("show", "roadmap", "score"):
        assert "iteration 3 of one hypothesis" in paceplan(command, str(file)).stdout, command
