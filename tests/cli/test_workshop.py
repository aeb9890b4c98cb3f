"""A workshop from the command line, and that no command shows a vote before its reveal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import SAMPLES, Paceplan
from tests.tui.conftest import session_on

from paceplan.core import workshop
from paceplan.importing.project_toml import read
from paceplan.playbooks.catalogue import Catalogue

ID = "2026-11-16"


def hold(paceplan: Paceplan, votes: str, *, revealed: bool = False) -> str:
    """Begin a workshop of three on a new project, with these votes on the first question; return the project's id."""
    one = paceplan.new("Assessment", playbook="edtech")
    session = session_on(paceplan.folder)
    session.do(workshop.set_up, one, id=ID, people="Legal, IT, Teachers", seal="word")
    for voter, vote in zip(("legal", "it", "teachers"), votes, strict=True):
        session.do(workshop.vote, one, id=ID, question="strategic-impact", voter=voter, vote=int(vote))
    if revealed:
        session.do(workshop.reveal, one, id=ID, question="strategic-impact")
        session.do(workshop.take, one, id=ID, question="strategic-impact")
    session.close()
    return one


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "Missing argument"),
        (["nowhere"], "no project 'nowhere'"),
        (["search", "nowhere"], "no project 'nowhere'"),
        (["search", "--people", " , "], "nobody takes part yet; give names with commas"),
        (["search", "--people", "100"], "at most 99 take part"),
        (["plan.toml"], "a file can only be read"),
        (["search", "--people", "3"], "this needs a terminal"),
    ],
)
def test_what_cannot_be_is_said_before_the_terminal_changes(paceplan: Paceplan, args: list[str], said: str) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    assert said in paceplan("workshop", *args, code=2).stderr
    assert paceplan.journal() == before


@pytest.mark.parametrize(
    "command",
    [
        "log", "log --json", "show assess", "show assess --json", "score assess", "export assess", "list --json",
        "agenda", "export assess --format json", "export assess --format workshop",
    ],
)  # fmt: skip
def test_no_command_shows_a_vote_before_its_reveal(paceplan: Paceplan, command: str) -> None:
    hold(paceplan, "032")
    shown = paceplan(*command.split()).stdout
    for text in ("legal = 0", "it = 3", '"legal":0', '"legal": 0', '"it": 3', "it: 3", "added: 3", "0 2 3"):
        assert text not in shown


def test_the_log_says_that_there_is_a_vote_and_undo_takes_it_back(
    paceplan: Paceplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACEPLAN_AUTHOR", "Ann")
    hold(paceplan, "032")
    assert "sealed.strategic-impact.teachers: a vote, hidden until the reveal" in paceplan("log").stdout
    assert "Undid: vote, Assessment." in paceplan("undo").stderr
    assert "sealed.strategic-impact.teachers: a vote, opened or taken back" in paceplan("log", "--limit", "1").stdout


def test_show_says_how_far_a_workshop_is(paceplan: Paceplan) -> None:
    hold(paceplan, "032")
    assert "workshop  2026-11-16: 3 people, 0 of 5 questions taken; 3 hidden votes" in paceplan("show", "assess").stdout
    sample = paceplan("show", str(SAMPLES / "riverbend-assessment.toml")).stdout
    assert "workshop  2026-09-22: 5 people, 5 of 5 questions taken\n" in sample


def test_after_the_reveal_everything_tells_the_votes(paceplan: Paceplan) -> None:
    one = hold(paceplan, "032", revealed=True)
    document = json.loads(paceplan("show", one, "--json").stdout)["project"]
    held = document["workshops"][ID]
    assert held["votes"] == {"1": {"strategic-impact": {"legal": 0, "it": 3, "teachers": 2}}}
    assert document["scores"]["strategic-impact"]["score"] == held["result"]["strategic-impact"] == 2
    page = paceplan("export", one, "--format", "workshop").stdout
    assert "| Strategic impact | 2 | 0 2 3 |" in page
    assert "Strategic impact: 0 (Legal) against 3 (IT)" in page


def test_an_unfinished_workshop_goes_out_and_in_whole(paceplan: Paceplan, tmp_path: Path) -> None:
    one = hold(paceplan, "032")
    file = tmp_path / "a.toml"
    paceplan("export", one, "-o", str(file))
    before = session_on(paceplan.folder).project(one)
    catalogue = Catalogue()
    assert read(file.read_bytes(), "a.toml", catalogue.playbook, list(catalogue.all())) == before
    paceplan("import", str(file), "--replace")
    session = session_on(paceplan.folder)
    session.do(workshop.reveal, one, id=ID, question="strategic-impact")
    assert session.project(one).workshops[ID].votes["1"]["strategic-impact"] == {"legal": 0, "it": 3, "teachers": 2}
    session.close()


def test_a_project_without_a_workshop_has_no_page(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    said = paceplan("export", "search", "--format", "workshop", code=2).stderr
    assert "no workshop has been held; 'paceplan workshop' begins one" in said
    page = paceplan("export", str(SAMPLES / "riverbend-assessment.toml"), "--format", "workshop").stdout
    assert page.startswith("# Riverbend assessment: SPRINT\n")
