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
