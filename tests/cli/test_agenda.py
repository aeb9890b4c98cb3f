from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.architecture.test_imports import HEAVY, run_command
from tests.cli.conftest import SAMPLES, Paceplan

from paceplan.cli import agenda as command
from paceplan.cli import output
from paceplan.cli.cells import cells
from paceplan.core.calendar import KINDS

GOLDEN = Path(__file__).parents[1] / "store" / "golden" / "0.1.0"


@pytest.fixture
def filled(paceplan: Paceplan) -> Paceplan:
    names = ("knowledge-search", "credit-decision", "east-valley-sis", "checkout-friction")
    paceplan("import", *(str(SAMPLES / f"{name}.toml") for name in names))
    return paceplan


def events(paceplan: Paceplan, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(paceplan("agenda", "--json", *options).stdout)["events"]
    return found


def test_late_first_in_columns(filled: Paceplan) -> None:
    result = filled("agenda", "--today", "2026-11-18", "--days", "10")
    heading, *lines = result.stdout.splitlines()
    columns = [heading.index(word) for word in ("WHAT", "PROJECT", "KIND")]
    dates = [line[:10] for line in lines]
    assert dates == sorted(dates)
    assert [line.split("  ")[1] for line in lines if line[:10] < "2026-11-18"] == [
        line[12:].split("  ")[0] for line in lines if " d late" in line
    ]
    assert all(line[column - 1] == " " != line[column] for line in lines for column in columns)
    assert "today" in result.stdout
    assert "Pilot update (each week)" in result.stdout
    assert "Later than 2026-11-28: " in result.stderr


def test_on_a_terminal_of_80_columns_every_line_fits(filled: Paceplan, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (output, command):
        monkeypatch.setattr(module, "on_terminal", lambda: True)
        monkeypatch.setattr(module, "width", lambda: 80)
    lines = filled("agenda", "--days", "400").stdout.splitlines()
    assert len(lines) > 40
    assert max(map(cells, lines)) <= 80


def test_json_says_what_a_script_asks_for(filled: Paceplan) -> None:
    document = json.loads(filled("agenda", "--json", "--days", "3").stdout)
    assert (document["today"], document["days"]) == ("2026-11-16", 3)
    first = document["events"][0]
    ids = {row["name"]: row["id"] for row in json.loads(filled("list", "--json").stdout)["projects"]}
    assert first == {
        "date": "2026-11-13", "what": "Recurring cost estimate", "kind": "deliverable", "late": True,
        "project": ids["Credit limit decision"], "name": "Credit limit decision", "id": "cost-estimate",
        "tick": "cost-estimate", "tab": "roadmap", "every": None,
    }  # fmt: skip
    assert {event["date"] > "2026-11-19" for event in document["events"]} == {False}


def test_by_project_and_by_kind(filled: Paceplan) -> None:
    every = events(filled, "--days", "400")
    assert [e for e in every if e["kind"] == "item"] == events(filled, "--days", "400", "--kind", "item") != []
    assert [e for e in every if e["name"] == "Checkout friction"] == events(
        filled, "--days", "400", "--project", "checkout"
    )
    assert "did you mean" in filled("agenda", "--project", "chekout friction", code=2).stderr
    assert "'close'" in filled("agenda", "--kind", "nothing", code=2).stderr
    filled("agenda", "--days", "-1", code=2)
    filled("agenda", "--days", "99999", code=2)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked_for(filled: Paceplan, kind: str) -> None:
    assert {event["kind"] for event in events(filled, "--kind", kind, "--days", "900")} <= {kind}


def test_nothing_is_said_where_there_is_nothing(paceplan: Paceplan) -> None:
    result = paceplan("agenda")
    assert (result.stdout, "Nothing has a date up to 2026-12-16" in result.stderr) == ("", True)
    assert json.loads(paceplan("agenda", "--json").stdout)["events"] == []
    assert not paceplan.folder.exists()


def test_what_is_ticked_leaves_the_agenda(filled: Paceplan) -> None:
    item = next(e for e in events(filled) if e["kind"] == "item")
    filled("tick", item["project"], item["tick"])
    assert item not in events(filled)


def test_a_name_is_data(paceplan: Paceplan) -> None:
    paceplan.new("=[b]x\x1b[31m[/b]", "--start", "2026-11-20")
    assert "\x1b" not in paceplan("agenda").stdout
    assert "=[b]x" in paceplan("agenda").stdout


def test_a_workspace_of_release_0_1_0_is_read_and_not_written(
    paceplan: Paceplan,
) -> None:
    shutil.copytree(GOLDEN, paceplan.folder)
    before = paceplan.journal()
    found = events(paceplan, "--days", "900")
    assert "date" not in {event["kind"] for event in found}
    name = json.loads(paceplan("list", "--json").stdout)["projects"][0]["id"]
    assert events(paceplan, "--days", "900", "--project", name) == [e for e in found if e["project"] == name]
    assert paceplan.journal() == before


@pytest.mark.parametrize("arguments", [["agenda"], ["agenda", "--json"], ["lessons"], ["lessons", "logs"]])
def test_it_loads_no_models_and_no_screens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:  # fmt: skip
    monkeypatch.setenv("PACEPLAN_WORKSPACE", str(tmp_path / "workspace"))
    run_command("new", "Search", "--playbook", "ai", "--template", "knowledge-search", "--start", "2026-11-20")
    run_command("lesson", "Search", "Ask for the logs early")
    assert not run_command(*arguments) & HEAVY
