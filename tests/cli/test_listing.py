from __future__ import annotations

import json

import pytest
from tests.cli.conftest import SAMPLES, Paceplan


@pytest.fixture
def filled(paceplan: Paceplan) -> Paceplan:
    names = ("knowledge-search", "support-automation", "east-valley-sis", "checkout-friction")
    paceplan("import", *(str(SAMPLES / f"{name}.toml") for name in names))
    return paceplan


def names(paceplan: Paceplan, *options: str) -> list[str]:
    return [row["name"] for row in json.loads(paceplan("list", "--json", *options).stdout)["projects"]]


def test_nothing_is_made_to_list_nothing(paceplan: Paceplan) -> None:
    result = paceplan("list")
    assert result.stdout == ""
    assert "No projects yet" in result.stderr
    assert json.loads(paceplan("list", "--json").stdout) == {"today": "2026-11-16", "projects": []}
    assert not paceplan.folder.exists()


def test_columns_line_up(filled: Paceplan) -> None:
    lines = filled("list", "--sort", "name").stdout.splitlines()
    column = lines[0].index("SCORE")
    assert [line[column:].split("  ")[0].strip() for line in lines[1:]] == ["–", "14 of 15", "4 of 12", "7 of 12"]
    assert [line.split("  ")[0] for line in lines[1:]] == ["▸ SPRINT", "■ MARATHON", "▸ SPRINT", "◆ HYBRID"]


def test_filters_and_sorts(filled: Paceplan) -> None:
    assert names(filled, "--pace", "sprint", "--sort", "name") == ["Checkout friction", "Knowledge search"]
    assert names(filled, "--health", "on track") == names(filled, "--health", "on-track") != []
    assert names(filled, "--sort", "score")[0] == "Knowledge search"
    assert "No project fits" in filled("list", "--health", "done").stderr


def test_a_row_carries_what_a_script_asks_for(filled: Paceplan) -> None:
    document = json.loads(filled("list", "--json", "--today", "2026-11-30").stdout)
    row = next(row for row in document["projects"] if row["name"] == "Checkout friction")
    assert document["today"] == "2026-11-30"
    assert (row["pace"], row["health"], row["next"]) == (
        "sprint", "late", {"date": "2026-11-16", "what": "pilot closes: decide"},
    )  # fmt: skip


def test_a_trip_wire_stands_beside_the_health(filled: Paceplan) -> None:
    def row(today: str) -> dict[str, object]:
        document = json.loads(filled("list", "--json", "--today", today).stdout)
        return next(row for row in document["projects"] if row["name"] == "Checkout friction")

    assert row("2026-11-16")["trip_wires"] == []
    assert (row("2026-11-17")["trip_wires"], "wires" in row("2026-11-17")) == (["time-box"], False)
    assert "late, elevate?" in filled("list", "--today", "2026-11-17").stdout
    assert "elevate?" not in filled("list", "--today", "2026-11-16").stdout


def test_today_stands_before_or_after_the_command(filled: Paceplan) -> None:
    before = filled("--today", "2026-11-30", "list", "--json").stdout
    assert before == filled("list", "--json", "--today", "2026-11-30").stdout
    assert before != filled("list", "--json").stdout
    filled("--today", "30.11.2026", "list", code=2)
    filled("list", "--today", "20261130", code=2)
