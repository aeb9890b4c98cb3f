"""Two sessions on one folder: each sees what the other did, and neither undoes the other's work by writing its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from paceplan.core import keeping, scoring
from paceplan.core.errors import Refused
from paceplan.session import Session, Step

from .sessions import RISK, created, documents, heard_by, lines, opened, put


@pytest.fixture
def both(tmp_path: Path) -> tuple[Session, Session]:
    """Ann's session and Bo's, both with the project p before their eyes."""
    ann = opened(tmp_path / "w", "Ann")
    ann.do_all([created("p", "Search")])
    bo = opened(tmp_path / "w", "Bo")
    assert ann.project("p") == bo.project("p")
    return ann, bo


def test_poll_takes_in_and_publishes_what_the_other_did(both: tuple[Session, Session]) -> None:
    ann, bo = both
    heard = heard_by(ann)
    assert ann.poll() == 0
    put(bo, "p", "owner", "Bo")
    bo.do_all([created("q")])
    assert (ann.project("p").owner, ann.has("q"), heard) == ("", False, [])
    assert ann.poll() == 2
    assert (ann.project("p").owner, ann.rows()[0]["owner"], ann.has("q")) == ("Bo", "Bo", True)
    assert [(set(e.projects), set(e.paths), e.own, e.entry) for e in heard] == [
        ({"p"}, {("p", ("owner",))}, False, bo.log()[1]),
        ({"q"}, {("q", ())}, False, bo.log()[0]),
    ]
    assert ann.poll() == 0
    assert len(heard) == 2


def test_different_fields_of_one_project_are_both_kept(both: tuple[Session, Session]) -> None:
    ann, bo = both
    ann.do(keeping.rename, "p", name="Ann's")
    bo.do(scoring.score, "p", dimension=RISK, value=2)
    ann.do(scoring.explain, "p", question=RISK, why="Names in tickets")
    bo.do(keeping.begin, "p", on=dt.date(2026, 2, 2))
    expected = {
        "format": "paceplan/1", "id": "p", "name": "Ann's", "playbook": "ai", "start": "2026-02-02",
        "scores": {RISK: {"score": 2, "why": "Names in tickets"}},
    }  # fmt: skip
    assert bo.project("p").document() == expected
    ann.poll()
    assert documents(ann) == documents(bo) == {"p": expected}
    assert ann.rows() == bo.rows()
    assert documents(opened(ann.workspace.folder)) == documents(ann)


def test_a_change_says_first_what_the_other_did(both: tuple[Session, Session]) -> None:
    ann, bo = both
    heard = heard_by(ann)
    put(bo, "p", "owner", "Bo")
    put(ann, "p", "owner", "Ann")
    assert [(event.own, event.entry.author) for event in heard] == [(False, "Bo"), (True, "Ann")]
    assert [s.change.before for s in heard[1].entry.changes] == ["Bo"]
    bo.poll()
    assert bo.project("p").owner == ann.project("p").owner == "Ann"


def test_a_refusal_is_about_the_latest_state_and_keeps_what_it_saw(both: tuple[Session, Session]) -> None:
    ann, bo = both
    bo.do_all([created("q")])
    heard = heard_by(ann)
    with pytest.raises(Refused, match="exists already"):
        ann.do_all([created("q")])
    assert ann.has("q")
    assert [event.projects for event in heard] == [{"q"}]


def test_what_the_other_did_already_is_no_change(both: tuple[Session, Session]) -> None:
    ann, bo = both
    put(bo, "p", "owner", "Bo")
    written = lines(ann.workspace.folder)
    assert ann.do(keeping.archive, "p", archived=False).entry is None
    assert ann.project("p").owner == "Bo"
    assert lines(ann.workspace.folder) == written


def test_a_project_that_the_other_deleted_or_took_back(both: tuple[Session, Session]) -> None:
    ann, bo = both
    bo.do_all([created("q")])
    ann.poll()
    held = ann.project("q")
    bo.do(keeping.delete, "p")
    bo.undo()
    bo.undo()
    with pytest.raises(Refused, match="q: no such project"):
        ann.do(keeping.rename, "q", name="Mine")
    with pytest.raises(Refused, match="no longer in this workspace"):
        ann.do(keeping.revise, "q", content=held)
    assert ann.has("p")
    assert not ann.has("q")
    with pytest.raises(Refused, match="q: no such project"):
        ann.project("q")
    bo.do(keeping.delete, "p")
    ann.poll()
    assert not ann.has("p")
    assert ann.project("p").deleted


def test_an_action_over_several_projects_sees_the_latest_of_each(both: tuple[Session, Session]) -> None:
    ann, bo = both
    ann.do_all([created("q"), created("r")])
    bo.poll()
    for session in both:
        assert [session.project(i).owner for i in "pqr"] == ["", "", ""]
    put(bo, "q", "owner", "Bo")
    ann.do_all([Step(keeping.rename, i, {"name": i.upper()}) for i in "pqr"])
    bo.poll()
    for session in both:
        assert [session.project(i).name for i in "pqr"] == ["P", "Q", "R"]
        assert session.project("q").owner == "Bo"


def test_a_checkpoint_of_the_other_changes_nothing(both: tuple[Session, Session]) -> None:
    ann, bo = both
    put(bo, "p", "owner", "Bo")
    bo.workspace.checkpoint()
    ann.do(keeping.rename, "p", name="Ann's")
    bo.poll()
    fresh = opened(ann.workspace.folder)
    assert documents(ann) == documents(bo) == documents(fresh)
    assert fresh.project("p").owner == "Bo"


def test_an_edit_as_text_keeps_what_the_other_changed_meanwhile(both: tuple[Session, Session]) -> None:
    ann, bo = both
    base = ann.project("p")
    put(bo, "p", "owner", "Bo")
    put(bo, "p", f"scores.{RISK}", {"score": 2})
    edited = base.model_copy(update={"name": "Edited", "summary": "Text"})
    ann.do(keeping.revise, "p", content=edited, base=base.document())
    project = ann.project("p")
    assert (project.name, project.summary, project.owner, project.scores[RISK].score) == ("Edited", "Text", "Bo", 2)
    ann.undo()
    bo.poll()
    assert (bo.project("p").name, bo.project("p").owner) == ("Search", "Bo")
