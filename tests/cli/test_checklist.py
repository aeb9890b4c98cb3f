"""The command checklist: every list of a project, its items, and all that an item can carry."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from tests.cli.conftest import Paceplan

from paceplan.playbooks.catalogue import Catalogue


def lists(paceplan: Paceplan, *args: str) -> Any:
    return json.loads(paceplan("checklist", "Search", *args, "--json").stdout)


def test_every_list_of_every_playbook_with_how_far_it_is(paceplan: Paceplan) -> None:
    for id, book in Catalogue().all().items():
        paceplan("new", f"Of {id}", "--playbook", id)
        found = json.loads(paceplan("checklist", f"Of {id}", "--json").stdout)["checklists"]
        assert [(c["id"], c["total"]) for c in found] == [
            (list_id, len(info.items)) for list_id, info in book.playbook.checklists.items()
        ]
        assert json.loads(paceplan("show", f"Of {id}", "--json").stdout)["checklists"] == found
        for list_id, info in book.playbook.checklists.items():
            printed = paceplan("checklist", f"Of {id}", list_id).stdout
            assert f"0 of {len(info.items)} done" in printed
            assert all(f"({item})" in printed for item in info.items)


def test_an_item_carries_note_owner_day_evidence_and_counts_where_it_does_not_apply(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    given = {"note": "Ask the library", "owner": "Platform team", "due": "2026-11-20", "evidence": "https://x.y"}
    options = [part for key, text in given.items() for part in (f"--{key}", text)]
    paceplan("checklist", "Search", "scope", *options)
    (item,) = lists(paceplan, "scope")["items"]
    assert {key: item[key] for key in given} == given
    printed = paceplan("checklist", "Search", "pilot.scope").stdout
    assert all(
        text in printed for text in ("Ask the library", "owner: Platform team", "due: 2026-11-20", "https://x.y")
    )
    paceplan("checklist", "Search", "scope", "--na", "Nothing to limit")
    assert (lists(paceplan, "pilot")["total"], lists(paceplan, "pilot")["not_applicable"]) == (6, 1)
    paceplan("checklist", "Search", "scope", "--applies", "--owner", "", "--due", "")
    (item,) = lists(paceplan, "scope")["items"]
    assert (item["na"], item["owner"], item["due"], item["note"]) == (False, "", None, given["note"])
    assert "nothing changed" in paceplan("checklist", "Search", "scope", "--applies").stderr


def test_a_plan_list_says_when_it_is_or_was_due(paceplan: Paceplan) -> None:
    paceplan("new", "School", "--playbook", "edtech", "--start", "2026-10-01")
    printed = paceplan("checklist", "School").stdout
    assert "was due 2026-10-31" in printed
    assert f"due {dt.date(2026, 10, 1) + dt.timedelta(days=365)}" in printed
    assert "plan-30" in paceplan("show", "School").stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nothing",), "playbook 'ai' has no pilot checklist item 'nothing'"),
        (("nolist.scope",), "playbook 'ai' has no checklist 'nolist'"),
        (("scope", "--na", " "), "checklists.pilot.scope.why: not applicable needs a reason; say why in a line"),
        (("scope", "--na", "x", "--applies"), "give --na WHY or --applies, and not both"),
        (("scope", "--due", "soon"), "soon"),
        (("--owner", "Ann"), "item"),
    ],
)
def test_what_cannot_be_is_refused(paceplan: Paceplan, args: tuple[str, ...], said: str) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    assert said in " ".join(paceplan("checklist", "Search", *args, code=2).stderr.split())
    assert paceplan.journal() == before


def test_a_moved_target_carries_its_mark_in_every_command_and_export(paceplan: Paceplan) -> None:
    paceplan("import", "sample_projects/riverbend-assessment.toml")
    mark = "moved on 2026-10-22 from 75 to 70 % by Pilot lead: Two classrooms had no laptop trolley"
    commands = [
        ("show", "Riverbend"), ("report", "Riverbend"), ("export", "Riverbend", "--format", "report"),
        ("decide", "Riverbend", "iterate", "--why", "Once more"),
    ]  # fmt: skip
    paceplan("read", "Riverbend", "lessons-using", "73")
    for words in commands:
        result = paceplan(*words)
        assert mark in " ".join(f"{result.stdout} {result.stderr}".split()), words
        paceplan("undo") if words[0] == "decide" else None
    assert mark in paceplan("read", "Riverbend", "lessons-using", "74").stderr
    document = json.loads(paceplan("show", "Riverbend", "--json").stdout)
    (moved,) = [c for c in document["pilot"]["criteria"] if c["moved"]]
    assert (moved["id"], moved["moves"][0]["from"], moved["moves"][0]["by"]) == ("lessons-using", 75, "Pilot lead")
    assert "[metrics.lessons-using.moved.2026-10-22]" in paceplan("export", "Riverbend", "--format", "toml").stdout
    exported = json.loads(paceplan("export", "Riverbend", "--format", "json").stdout)
    assert exported["metrics"]["lessons-using"]["moved"]["2026-10-22"]["by"] == "Pilot lead"
