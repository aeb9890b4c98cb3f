"""Undo and redo by one person: whole actions, in the order of the journal, for as long as the journal lasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from paceplan.core import checklists, keeping, roadmap, scoring
from paceplan.core.changes import ABSENT
from paceplan.core.pilot import agree, start
from paceplan.session import NothingToUndo, Session, Step
from paceplan.store.workspace import Workspace

from .sessions import RISK, Clock, catalogue, created, documents, heard_by, lines, opened, project, put, reopened

DAY = dt.date(2026, 2, 2)
FULL = project({"id": "full", "scores": {RISK: {"score": 2, "why": "Names"}}, "metrics": {"m": {"name": "M"}}})


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A session with the projects full and p, both made by somebody else."""
    folder = tmp_path / "w"
    opened(folder, "Cy").do_all([Step(keeping.place, "full", {"content": FULL}), created("p")])
    return opened(folder)


ACTIONS: dict[str, list[Step]] = {
    "create": [created("q", template="knowledge-search", start=DAY)],
    "copy": [Step(keeping.copy, "q", {"source": FULL, "id": "q", "name": "Copy"})],
    "import": [Step(keeping.place, i, {"content": project({"id": i})}) for i in ("q", "r")],
    "import over": [Step(keeping.place, "full", {"content": project({"id": "full", "owner": "B"}), "replace": True})],
    "delete": [Step(keeping.delete, "p")],
    "archive": [Step(keeping.archive, "p")],
    "rename": [Step(keeping.rename, "p", {"name": "Other"})],
    "start": [Step(keeping.begin, "p", {"on": DAY})],
    "edit": [Step(keeping.revise, "full", {"content": project({"name": "Edited", "summary": "Two\nlines"})})],
    "answer": [Step(scoring.score, "p", {"dimension": RISK, "value": 1, "digest": "0" * 16})],
    "other answer": [Step(scoring.score, "full", {"dimension": RISK, "value": 0})],
    "no answer": [Step(scoring.score, "full", {"dimension": RISK, "value": None})],
    "why": [Step(scoring.explain, "full", {"question": RISK, "why": "Logs"})],
    "override": [Step(scoring.override, "p", {"pace": "hybrid", "why": "Legal"})],
    "tick": [Step(checklists.tick, "p", {"item": "scope", "by": "Ann", "on": DAY})],
    "pilot": [Step(agree, "p", {"metric": "resolution-time", "target": 29.4}), Step(start, "p", {"on": DAY})],
    "roadmap": [Step(roadmap.build, "full", {"start": DAY})],
}


@pytest.mark.parametrize("steps", ACTIONS.values(), ids=ACTIONS)
def test_an_action_taken_back_leaves_nothing_and_done_again_everything(session: Session, steps: list[Step]) -> None:
    before, rows = documents(session), session.rows()
    entry = session.do_all(steps).entry
    after, new_rows = documents(session), session.rows()
    assert entry
    assert before != after
    for _ in range(2):
        taken_back = session.undo()
        assert (documents(session), session.rows()) == (before, rows)
        assert taken_back.entry == entry
        assert taken_back.projects == tuple(entry.rows)[::-1]
        assert {id: session.has(id) for id in after} == {id: id in before for id in after}
        done_again = session.redo()
        assert (documents(session), session.rows()) == (after, new_rows)
        assert (done_again.entry, done_again.projects) == (entry, tuple(entry.rows))
        fresh = opened(session.workspace.folder)
        assert (documents(fresh), fresh.rows()) == (after, new_rows)
    assert len(lines(session.workspace.folder)) == 6


def test_an_undo_is_an_entry_of_its_own(session: Session) -> None:
    entry = session.do(scoring.score, "full", dimension=RISK, value=3).entry
    assert entry
    heard = heard_by(session)
    session.undo()
    session.redo()
    back, again = heard[0].entry, heard[1].entry
    assert [e.id for e in session.log(limit=3)] == [again.id, back.id, entry.id]
    assert (back.action, back.undoes, back.redoes) == ("undo", entry.id, None)
    assert (again.action, again.undoes, again.redoes) == ("redo", None, entry.id)
    (there,), (gone,), (same) = entry.changes, back.changes, again.changes[0]
    assert gone.change == there.change.inverted()
    assert (gone.base, gone.restores) == (entry.id, there.base)
    assert (same.change, same.base, same.restores) == (there.change, there.base, entry.id)
    assert [(event.own, set(event.paths)) for event in heard] == [(True, {("full", ("scores", RISK, "score"))})] * 2


def test_one_field_changed_twice_goes_back_twice(session: Session) -> None:
    for name in ("One", "Two", "Three"):
        session.do(keeping.rename, "p", name=name)
    seen = []
    for act in (session.undo, session.undo, session.undo, session.redo, session.redo, session.redo, session.undo):
        act()
        seen.append(session.project("p").name)
    assert seen == ["Two", "One", "Project p", "One", "Two", "Three", "Two"]


def test_an_answer_changed_and_taken_away_comes_back_as_it_was_made(session: Session) -> None:
    put(session, "p", f"scores.{RISK}", {"score": 1, "why": "Logs"})
    put(session, "p", f"scores.{RISK}.score", 2)
    put(session, "p", f"scores.{RISK}.why")
    put(session, "p", f"scores.{RISK}")
    states = [documents(session)]
    heard = heard_by(session)
    for _ in range(4):
        session.undo()
        states.append(documents(session))
    assert [s["p"].get("scores", {}).get(RISK) for s in states] == [
        None, {"score": 2}, {"score": 2, "why": "Logs"}, {"score": 1, "why": "Logs"}, None,
    ]  # fmt: skip
    for state in reversed(states[:-1]):
        session.redo()
        assert documents(session) == state
    (shown,) = next(e for e in session.log() if e.id == heard[0].entry.id).changes
    assert (shown.change.before, shown.change.after) == (ABSENT, {"score": 2})


def test_a_new_action_ends_what_could_be_done_again(session: Session) -> None:
    session.do(keeping.rename, "p", name="One")
    session.undo()
    assert session.do(keeping.archive, "p", archived=False).entry is None
    session.redo()
    session.undo()
    session.do(keeping.rename, "full", name="Two")
    for same in (session, reopened(session)):
        with pytest.raises(NothingToUndo, match="nothing to redo"):
            same.redo()


def test_the_stacks_outlive_the_process(session: Session) -> None:
    for name in ("One", "Two", "Three"):
        session.do(keeping.rename, "p", name=name)
    expected = ["Two", "One", "Project p", "One", "Two", "Three"]
    for act, name in zip(["undo"] * 3 + ["redo"] * 3, expected, strict=True):
        session = reopened(session)
        getattr(session, act)()
        assert session.project("p").name == name
    with pytest.raises(NothingToUndo, match="nothing to redo"):
        reopened(session).redo()


def test_the_stacks_outlive_a_checkpoint(session: Session) -> None:
    put(session, "p", f"scores.{RISK}", {"score": 1})
    put(session, "p", f"scores.{RISK}.score", 2)
    session.do(keeping.delete, "p")
    session.workspace.checkpoint()
    session = reopened(session)
    for _ in range(3):
        session.undo()
        session.workspace.checkpoint()
        session = reopened(session)
    assert session.project("p").document() == project({"id": "p", "name": "Project p"}).document()
    with pytest.raises(NothingToUndo):
        session.undo()


@pytest.mark.parametrize("hidden", [False, True])
def test_two_sessions_of_one_person_share_their_stacks(
    session: Session, monkeypatch: pytest.MonkeyPatch, hidden: bool
) -> None:
    twin = opened(session.workspace.folder)
    session.do(keeping.rename, "p", name="One")
    put(twin, "full", "owner", "Ann")
    if hidden:
        monkeypatch.setattr(session, "poll", lambda: 0)  # as if it had happened between the look and the lock
    session.undo()
    assert (session.project("full").owner, session.project("p").name) == ("", "One")
    twin.undo()
    assert twin.project("p").name == "Project p"
    session.redo()
    session.redo()
    twin.poll()
    for each in (session, twin):
        assert (each.project("p").name, each.project("full").owner) == ("One", "Ann")


def test_a_session_opened_before_the_first_change_knows_its_stacks(tmp_path: Path) -> None:
    early, twin = opened(tmp_path / "w"), opened(tmp_path / "w")
    twin.do_all([created("p")])
    early.poll()
    assert len(early.log()) == 1
    assert early.undo().projects == ("p",)
    assert not early.has("p")


def test_nothing_is_undone_where_nothing_was_done(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    session = Session(Workspace.open(folder, create=False), catalogue(), author="Ann", now=Clock())
    for act, reason in ((session.undo, "nothing to undo"), (session.redo, "nothing to redo")):
        with pytest.raises(NothingToUndo, match=reason):
            act()
    assert not folder.exists()


@pytest.mark.parametrize("act", ["undo", "redo"])
def test_what_others_did_is_never_taken_back(session: Session, act: str) -> None:
    bo = opened(session.workspace.folder, "Bo")
    bo.do(keeping.rename, "p", name="Bo's")
    bo.do(keeping.rename, "p", name="Bo's again")
    bo.undo()
    before = lines(session.workspace.folder)
    calls: dict[str, Callable[[], object]] = {"undo": session.undo, "redo": session.redo}
    with pytest.raises(NothingToUndo):
        calls[act]()
    assert lines(session.workspace.folder) == before
    assert session.project("p").name == "Bo's"


def test_what_the_same_person_did_on_another_machine_is_not_taken_back(session: Session) -> None:
    session.do(keeping.rename, "p", name="One")
    session.close()
    (session.workspace.folder / "device.json").unlink()
    elsewhere = opened(session.workspace.folder)
    with pytest.raises(NothingToUndo):
        elsewhere.undo()
    elsewhere.do(keeping.rename, "full", name="Two")
    elsewhere.undo()
    with pytest.raises(NothingToUndo):
        elsewhere.undo()
    assert elsewhere.project("p").name == "One"
