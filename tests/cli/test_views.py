"""The commands timeline, compare and balance: what they print, as JSON and as text, and what they load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.architecture.test_imports import HEAVY, run_command
from tests.cli.conftest import SAMPLES, Paceplan

from paceplan.cli import compare as compare_module
from paceplan.cli import output
from paceplan.cli import timeline as timeline_module
from paceplan.cli.cells import cells


@pytest.fixture
def filled(paceplan: Paceplan) -> Paceplan:
    """The command line on the samples."""
    paceplan("import", *map(str, sorted(SAMPLES.glob("*.toml"))))
    return paceplan


def document(paceplan: Paceplan, *args: str) -> dict[str, Any]:
    return json.loads(paceplan(*args, "--json").stdout)  # type: ignore[no-any-return]


# timeline


def test_the_timeline_draws_a_line_a_project_under_its_pace(filled: Paceplan) -> None:
    result = filled("timeline", "--months", "12")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["2026", "2027"]
    assert lines[1].split() == ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"]
    heads = [line.split() for line in lines if line[:1] in "▸◆■" and line[:1]]
    assert heads == [["▸", "SPRINT", "3"], ["◆", "HYBRID", "3"], ["■", "MARATHON", "6"]]
    credit = next(line for line in lines if "Credit limit" in line)
    assert credit.startswith("  ! Credit limit decision")
    assert {"▇", "░", "◆"} <= set(credit)
    assert "Without a day in these months: 1." in result.stderr
    assert "paceplan" not in result.stdout


def test_a_bar_starts_and_ends_with_its_days(paceplan: Paceplan) -> None:
    paceplan.new("Year end", "--start", "2026-12-07", "--template", "knowledge-search")
    lines = paceplan("timeline", "--from", "2026-12-01", "--months", "3").stdout.splitlines()
    bar = next(line for line in lines if "Year end" in line)
    months = lines[1]
    assert months.split() == ["Dec", "Jan", "Feb"]
    assert bar.index("░") == months.index("Dec"), "a day of the first quarter of the month"
    assert bar.rindex("░") == months.index("Jan") + 2
    assert paceplan("timeline", "--from", "2027-03-31", "--months", "1").stdout == ""


def test_the_timeline_as_json(filled: Paceplan) -> None:
    found = document(filled, "timeline", "--from", "2026-11-20", "--months", "2")
    assert (found["today"], found["from"], found["to"]) == ("2026-11-16", "2026-11-01", "2026-12-31")
    assert len(found["projects"]) == 12
    search = next(p for p in found["projects"] if p["name"] == "Knowledge search")
    assert (search["pace"], search["start"], search["end"], search["health"]) == (
        "sprint", "2026-11-02", "2026-12-14", "due",
    )  # fmt: skip
    assert search["spans"] == [
        {"kind": "pilot", "name": "Pilot", "start": "2026-11-02", "end": "2026-12-14", "done": 0, "total": 1,
         "state": "running"}
    ]  # fmt: skip


def test_what_is_archived_or_without_dates_is_not_drawn(filled: Paceplan) -> None:
    filled("archive", "Knowledge search")
    filled.new("Some idea")
    result = filled("timeline")
    assert "Knowledge search" not in result.stdout
    assert "Some idea" not in result.stdout
    assert "Without any date: 1." in result.stderr


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_on_a_terminal_every_line_fits(filled: Paceplan, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    for module in (output, timeline_module, compare_module):
        monkeypatch.setattr(module, "on_terminal", lambda: True)
        monkeypatch.setattr(module, "width", lambda: columns)
    filled.new("漢字" * 40, "--start", "2026-11-20", "--template", "knowledge-search")
    filled.new("Long " * 40)
    for args in (["timeline"], ["compare", "Knowledge", "Riverbend", "Recommender", "East Valley", "Credit", "Long"]):
        assert max(map(cells, filled(*args).stdout.splitlines())) <= columns


# balance


def test_the_balance_prints_a_line_a_month_and_what_to_do(filled: Paceplan) -> None:
    lines = filled("balance").stdout.splitlines()
    assert lines[0].split() == ["▸", "SPRINTS", "of", "3", "■", "MARATHONS", "of", "2"]
    assert lines[1].split() == [
        "Nov", "2026", "12", "▇▇▇│▇▇▇▇▇▇▇▇▇", "6", "▇▇│▇▇▇▇", "too", "many", "sprints,", "too", "many", "marathons",
    ]  # fmt: skip
    assert len([line for line in lines if "│" in line]) == 12
    assert any(line.startswith("found     More sprints than capacity: Nov to Dec 2026") for line in lines)
    assert any("Put off or close 9 of them: Jan 2027" in line for line in lines)


def test_the_balance_as_json_and_with_another_capacity(filled: Paceplan) -> None:
    found = document(filled, "balance", "--months", "2")
    assert found["capacity"] == {"sprints": 3, "marathons": 2}
    first, _ = found["months"]
    assert (first["month"], first["sprints"], first["marathons"]) == ("2026-11", 12, 6)
    assert first["over"] == {"sprints": 9, "marathons": 4}
    assert {run["kind"] for run in first["running"]} == {"sprint", "marathon"}
    assert found["findings"][0] == {
        "what": "over-sprints", "months": ["2026-11", "2026-12"], "text": "More sprints than capacity: Nov to Dec 2026",
    }  # fmt: skip
    roomy = document(filled, "balance", "--months", "2", "--sprints", "20", "--marathons", "20")
    assert (roomy["months"][0]["over"], roomy["findings"]) == ({"sprints": 0, "marathons": 0}, [])
    assert filled("balance", "--months", "0", code=2).stderr
    assert filled("balance", "--sprints", "100", code=2).stderr


def test_the_balance_takes_the_capacity_of_the_settings(
    filled: Paceplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "own.toml"
    file.write_text("capacity_sprints = 7\ncapacity_marathons = 0\n")
    monkeypatch.setenv("PACEPLAN_SETTINGS", str(file))
    assert document(filled, "balance")["capacity"] == {"sprints": 7, "marathons": 0}
    assert "■ MARATHONS of 0" in filled("balance").stdout


def test_an_open_pace_is_not_counted_and_said_so(paceplan: Paceplan) -> None:
    paceplan.new("Open", "--start", "2026-11-20")
    result = paceplan("balance")
    assert "Not counted, because their pace is open: 1." in result.stderr
    assert "Nothing is planned from this month on" in result.stdout


# compare


def test_compare_prints_leans_side_by_side_and_what_sets_them_apart(filled: Paceplan) -> None:
    lines = filled("compare", "Riverbend", "East Valley", "Checkout").stdout.splitlines()
    assert lines[0] == "School-district technology (edtech)"
    procurement = next(line for line in lines if line.startswith("Procurement"))
    assert procurement.split() == ["Procurement", "0", "3", "▇▇▇"]
    assert "apart     Riverbend assessment runs as a sprint; East Valley SIS runs as a marathon." in lines
    assert "          Procurement: East Valley SIS at lean 3, Riverbend assessment at 0." in lines
    assert "Marketing technology (martech)" in lines


def test_compare_as_json_takes_files_too_and_a_project_once(filled: Paceplan) -> None:
    file = str(SAMPLES / "recommender.toml")
    found = document(filled, "compare", "Knowledge search", file, "knowledge")["playbooks"]
    assert [p["name"] for p in found[0]["projects"]] == ["Knowledge search", "Product recommender"]
    assert found[0]["dimensions"][0]["spread"] == 1
    assert found[0]["apart"][0].startswith("Knowledge search runs as a sprint")


def test_compare_says_what_it_does_not_know(filled: Paceplan) -> None:
    assert "did you mean" in filled("compare", "Knowledge search", "Riverbent assessment", code=2).stderr
    assert "fits" in filled("compare", "Acme", code=2).stderr
    assert filled("compare", code=2).stderr


@pytest.mark.parametrize("arguments", [["timeline"], ["timeline", "--json"], ["balance"], ["balance", "--json"]])
def test_they_load_no_models_and_no_screens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("PACEPLAN_WORKSPACE", str(tmp_path / "workspace"))
    run_command("new", "Search", "--playbook", "ai", "--template", "knowledge-search", "--start", "2026-11-20")
    assert not run_command(*arguments) & HEAVY


def test_names_are_data(paceplan: Paceplan) -> None:
    for number in range(2):
        paceplan.new(f"=[b]x{number}\x1b[31m[/b]", "--start", "2026-11-20", "--template", "knowledge-search")
    for args in (["timeline"], ["balance"], ["compare", "x0", "x1"]):
        text = paceplan(*args).stdout
        assert "\x1b" not in text
        assert "x0" in text or args == ["balance"]


# list --filter


def test_a_kept_filter_is_listed_by_its_name(filled: Paceplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        '[filters."Quick ones"]\npace = "sprint"\nsort = "name"\ndescending = true\n[filters.odd]\nhealth = "ill"\n'
    )
    monkeypatch.setenv("PACEPLAN_SETTINGS", str(file))
    names = [p["name"] for p in document(filled, "list", "--filter", "quick ONES")["projects"]]
    assert names == ["Riverbend assessment", "Knowledge search", "Checkout friction", "Acme FinTech: document review"]
    more = document(filled, "list", "--filter", "Quick ones", "--pace", "hybrid", "--sort", "next")["projects"]
    assert {p["pace"] for p in more} == {"hybrid"}
    assert "did you mean 'Quick ones'?" in filled("list", "--filter", "Quick one", code=2).stderr
    assert "filter 'odd': no health 'ill'" in filled("list", "--filter", "odd", code=2).stderr


def test_without_kept_filters_it_says_how_to_keep_one(paceplan: Paceplan) -> None:
    assert "none is kept yet" in paceplan("list", "--filter", "x", code=2).stderr
