from __future__ import annotations

import json

from tests.cli.conftest import Paceplan


def test_the_log_tells_who_changed_what(paceplan: Paceplan) -> None:
    paceplan.new("One")
    paceplan.new("Two")
    paceplan("score", "One", "data-maturity=1")
    paceplan("score", "One", "data-maturity=2")
    lines = paceplan("log").stdout.splitlines()
    assert "scoring.score" in lines[0]
    assert lines[1].strip() == "One  scores.data-maturity.score: 1 -> 2"
    assert len(paceplan("log", "--limit", "1").stdout.splitlines()) == 2
    document = json.loads(paceplan("log", "Two", "--json").stdout)
    (entry,) = document["entries"]
    assert (entry["action"], entry["seq"]) == ("keeping.create", 2)
    assert "before" not in entry["changes"][0]


def test_the_log_of_a_deleted_project_can_be_read(paceplan: Paceplan) -> None:
    made = paceplan.new("One")
    paceplan("delete", "One")
    assert "keeping.delete" in paceplan("log", made).stdout
    paceplan("show", made, code=2)


def test_undo_and_redo_walk_back_and_forth_over_processes(paceplan: Paceplan) -> None:
    paceplan.new("One")
    paceplan("score", "One", "data-maturity=1", "risk-compliance=0")
    assert "Undid: score, One" in paceplan("undo").stderr
    assert json.loads(paceplan("show", "One", "--json").stdout)["project"].get("scores") is None
    assert "Did again: score, One" in paceplan("redo").stderr
    assert len(json.loads(paceplan("show", "One", "--json").stdout)["project"]["scores"]) == 2
    paceplan("undo")
    paceplan("undo")
    assert "nothing to undo" in paceplan("undo", code=1).stderr
    paceplan("redo")
    paceplan("redo")
    assert "nothing to redo" in paceplan("redo", code=1).stderr
    assert paceplan("verify").stdout.startswith("8 entries, the chain is whole")


def test_where_nothing_was_done_there_is_nothing_to_undo(paceplan: Paceplan) -> None:
    for command in ("undo", "redo"):
        paceplan(command, code=1)
    paceplan("log")
    paceplan("verify")
    assert not paceplan.folder.exists()


def test_verify_says_where_the_chain_is_broken(paceplan: Paceplan) -> None:
    paceplan.new("One")
    paceplan("rename", "One", "Two")
    paceplan("rename", "Two", "Three")
    assert json.loads(paceplan("verify", "--json").stdout)["whole"] is True
    (segment,) = (paceplan.folder / "journal").glob("*.journal")
    data = segment.read_bytes()
    segment.write_bytes(data.replace(b'"Two"', b'"Too"'))
    result = paceplan("verify", code=1)
    assert "line 2" in result.stdout
    document = json.loads(paceplan("verify", "--json", code=1).stdout)
    assert document["whole"] is False
    assert document["findings"]
