from __future__ import annotations

import json

from tests.cli.conftest import Paceplan


def listed(paceplan: Paceplan, *options: str) -> list[str]:
    found = json.loads(paceplan("list", "--json", "--sort", "name", *options).stdout)
    return [row["name"] for row in found["projects"]]


def test_new_prints_the_id_alone_and_says_the_rest_on_stderr(paceplan: Paceplan) -> None:
    result = paceplan("new", "Knowledge search", "--playbook", "ai", "--owner", "Ada", "--start", "2026-11-02")
    project = json.loads(paceplan("show", result.stdout.strip(), "--json").stdout)["project"]
    assert len(result.stdout.split()) == 1
    assert "Made Knowledge search" in result.stderr
    assert (project["name"], project["owner"], project["start"]) == ("Knowledge search", "Ada", "2026-11-02")
    assert paceplan.entries() == 1


def test_new_from_a_template_is_scored_and_knows_its_playbook(paceplan: Paceplan) -> None:
    made = paceplan.new("Search", "--template", "knowledge-search")
    document = json.loads(paceplan("show", made, "--json").stdout)
    assert document["verdict"]["pace"] == "sprint"
    assert len(document["project"]["playbook_digest"]) == 16


def test_copy_rename_archive_delete_and_undo(paceplan: Paceplan) -> None:
    paceplan.new("One")
    copied = paceplan("copy", "One").stdout.strip()
    assert listed(paceplan) == ["One", "One (copy)"]
    paceplan("rename", copied, "Two")
    paceplan("archive", "Two")
    assert listed(paceplan) == ["One"]
    assert listed(paceplan, "--archived") == ["Two"]
    paceplan("archive", "Two", "--undo")
    paceplan("delete", "One")
    assert listed(paceplan) == ["Two"]
    paceplan("show", "One", code=2)
    paceplan("undo")
    assert listed(paceplan) == ["One", "Two"]


def test_what_changes_nothing_records_nothing(paceplan: Paceplan) -> None:
    paceplan.new("One")
    before = paceplan.journal()
    assert "nothing changed" in paceplan("archive", "One", "--undo").stderr
    paceplan("rename", "One", "One")
    assert paceplan.journal() == before


def test_a_second_project_of_one_name_is_pointed_out(paceplan: Paceplan) -> None:
    paceplan.new("One")
    assert "Another project" in paceplan("new", "one", "--playbook", "ai").stderr
