"""Doing an action: the journal before the memory, one line for one action, all of it or nothing."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.playbooks.shipped import playbook

from paceplan.core import checklists, keeping, scoring
from paceplan.core.changes import ABSENT, Change
from paceplan.core.errors import Refused
from paceplan.core.pilot import agree, start
from paceplan.core.playbook import Playbook
from paceplan.core.portfolio import summarise
from paceplan.core.project import Project
from paceplan.core.roadmap import shift
from paceplan.core.verdict import judge
from paceplan.session import Published, Session, Step
from paceplan.store import segments
from paceplan.store import workspace as store
from paceplan.store.errors import Locked, NotSaved

from .sessions import RISK, Clock, created, documents, heard_by, lines, opened, project, put, reopened


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A session of Ann's with one project, p."""
    made = opened(tmp_path / "w")
    made.do_all([created("p", "Search")])
    return made


def everything(session: Session) -> tuple[object, ...]:
    """Return all that a session says, with the objects that it hands out."""
    projects = {row["id"]: session.project(row["id"]) for row in session.rows()}
    return session.workspace.head, documents(session), session.rows(), projects, session.log()


# The order


def fails(*_: Any, **__: Any) -> None:
    raise NotSaved("the disk is full")


def breaks(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("failure", [fails, breaks])
@pytest.mark.parametrize("act", ["do", "undo", "redo"])
def test_what_the_journal_does_not_take_did_not_happen(
    session: Session, monkeypatch: pytest.MonkeyPatch, failure: Callable[..., None], act: str
) -> None:
    put(session, "p", "owner", "Ann")
    if act == "redo":
        session.undo()
    acts: dict[str, Callable[[], object]] = {
        "do": lambda: session.do(keeping.rename, "p", name="Other"),
        "undo": session.undo,
        "redo": session.redo,
    }
    heard = heard_by(session)
    before, on_disk = everything(session), lines(session.workspace.folder)
    held = session.project("p")
    with monkeypatch.context() as broken:
        broken.setattr(store, "append", failure)
        with pytest.raises((NotSaved, OSError)):
            acts[act]()
    assert everything(session) == before
    assert session.project("p") is held
    assert (heard, lines(session.workspace.folder)) == ([], on_disk)
    acts[act]()
    assert everything(session) != before
    assert len(heard) == 1
    assert len(lines(session.workspace.folder)) == len(on_disk) + 1


def test_the_journal_has_it_before_anybody_else(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, real = heard_by(session), segments.append
    seen: list[tuple[str, str, int]] = []

    def append(fd: int, line: bytes, at: int, *, durable: bool) -> None:
        real(fd, line, at, durable=durable)
        assert b"Later" in lines(session.workspace.folder)[-1]
        seen.append((session.project("p").name, session.rows()[0]["name"], len(heard)))

    monkeypatch.setattr(store, "append", append)
    session.do(keeping.rename, "p", name="Later")
    assert seen == [("Search", "Search", 0)]


def test_listeners_hear_of_it_when_it_is_there_and_the_lock_is_free(session: Session) -> None:
    other = opened(session.workspace.folder, "Bo")
    heard: list[str] = []

    def listen(event: Published) -> None:
        heard.append(session.project("p").name + session.rows()[0]["name"])
        if event.own:
            other.do(keeping.begin, "p", on=dt.date(2026, 2, 2))

    session.subscribe(listen)
    session.do(keeping.rename, "p", name="New")
    assert heard == ["NewNew"]
    assert other.project("p").name == "New"


def test_who_waits_for_the_lock_in_vain_has_changed_nothing(session: Session) -> None:
    before = everything(session)
    with opened(session.workspace.folder).workspace.transaction(), pytest.raises(Locked):
        session.do(keeping.rename, "p", name="Other")
    assert everything(session) == before
    session.do(keeping.rename, "p", name="Other")


# What is recorded


def test_one_action_is_one_line_whether_it_touches_one_project_or_forty(session: Session) -> None:
    session.do(scoring.score, "p", dimension=RISK, value=2, why="Names", digest="0123456789abcdef")
    assert len(lines(session.workspace.folder)) == 2
    many = [Step(keeping.place, f"q{n}", {"content": project({"id": f"q{n}"})}) for n in range(40)]
    done = session.do_all(many)
    assert len(lines(session.workspace.folder)) == 3
    assert done.entry
    assert (len(done.entry.rows), len(done.projects), len(session.rows())) == (40, 40, 41)
    assert reopened(session).log(limit=1) == [done.entry]


def test_the_entry_says_who_when_what_and_whose_value_was_replaced(tmp_path: Path) -> None:
    clock = Clock()
    session = opened(tmp_path / "w", clock=clock)
    made = session.do_all([created("p")]).entry
    clock.time = dt.datetime(2026, 11, 16, 10, 0, 0, 250_999, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    entry = session.do(scoring.score, "p", dimension=RISK, value=2).entry
    assert made
    assert entry
    assert (entry.author, entry.action, entry.time) == ("Ann", "scoring.score", "2026-11-16T09:00:00.250+00:00")
    (stored,) = entry.changes
    assert stored.change == Change(("scores", RISK), ABSENT, {"score": 2})
    assert (stored.project, stored.base, made.action) == ("p", made.id, "keeping.create")
    again = session.do(scoring.score, "p", dimension=RISK, value=3).entry
    assert again
    assert [(s.change.path, s.base) for s in again.changes] == [(("scores", RISK, "score"), entry.id)]
    assert session.do_all([Step(keeping.rename, "p", {"name": "x"})], name="keeping.revise").entry == session.log()[0]
    assert session.log()[0].action == "keeping.revise"


def test_where_nothing_differs_nothing_is_recorded(session: Session) -> None:
    heard = heard_by(session)
    before = everything(session)
    for outcome in (
        session.do(keeping.rename, "p", name="  Search "),
        session.do(keeping.archive, "p", archived=False),
        session.do(keeping.place, "p", content=session.project("p"), replace=True),
        session.do_all([Step(keeping.rename, "p", {"name": "A"}), Step(keeping.rename, "p", {"name": "Search"})]),
    ):
        assert (outcome.entry, outcome.projects) == (None, ("p",))
    assert session.do_all([]).entry is None
    assert everything(session) == before
    assert heard == []


def test_the_same_answer_again_is_no_change_even_where_the_playbook_is_another_by_now(session: Session) -> None:
    gate = next(iter(playbook("ai").gates))
    before, after = "0" * 16, "1" * 16
    session.do(scoring.score, "p", dimension=RISK, value=2, digest=before)
    session.do(scoring.answer, "p", gate=gate, value=True, digest=before)
    known = everything(session)
    for outcome in (
        session.do(scoring.score, "p", dimension=RISK, value=2, digest=after),
        session.do(scoring.answer, "p", gate=gate, value=True, digest=after),
    ):
        assert outcome.entry is None
    assert everything(session) == known
    entry = session.do(scoring.score, "p", dimension=RISK, value=1, digest=after).entry
    assert entry
    assert {s.change.path[0] for s in entry.changes} == {"scores", "playbook_digest"}


def test_only_projects_that_differ_are_in_the_entry(session: Session) -> None:
    session.do_all([created("q")])
    done = session.do_all([Step(keeping.rename, "p", {"name": "Search"}), Step(keeping.rename, "q", {"name": "Q"})])
    assert done.projects == ("q",)
    assert done.entry
    assert ({s.project for s in done.entry.changes}, set(done.entry.rows)) == ({"q"}, {"q"})


def test_a_later_step_sees_the_earlier_ones(session: Session) -> None:
    steps = [
        Step(agree, "p", {"metric": "resolution-time", "target": 29.4}),
        Step(start, "p", {"on": dt.date(2026, 2, 2)}),
    ]
    assert session.do_all(steps).entry
    made = session.project("p")
    assert made.pilot
    assert made.pilot.start == dt.date(2026, 2, 2)
    copied = [created("q"), Step(keeping.rename, "q", {"name": "Renamed at once"})]
    entry = session.do_all(copied).entry
    assert entry
    assert [s.change.path for s in entry.changes] == [()]
    assert session.project("q").name == "Renamed at once"


@pytest.mark.parametrize("book", ["ai", "edtech", "martech"])
def test_the_row_in_the_entry_is_the_summary_of_what_was_recorded(tmp_path: Path, book: str) -> None:
    session = opened(tmp_path / "w")
    playbook = session.loaded(book).playbook
    steps = [created(i, playbook=book, template=i, start=dt.date(2026, 2, 2)) for i in playbook.scenarios]
    steps.append(Step(keeping.begin, next(iter(playbook.scenarios)), {"on": dt.date(2026, 3, 2)}))
    entry = session.do_all(steps).entry
    assert entry
    assert len(entry.rows) == len(playbook.scenarios)
    for id, row in entry.rows.items():
        stored = Project.of(session.workspace.document(id) or {})
        assert row == summarise(stored, playbook, judge(stored, playbook))
        assert session.project(id) == stored
        assert session.verdict(id) == judge(stored, playbook)
    assert {row["id"]: row for row in reopened(session).rows()} == entry.rows


def test_what_an_action_leaves_alone_is_neither_written_out_nor_checked_again(session: Session) -> None:
    before = session.project("p")
    session.do(scoring.score, "p", dimension=RISK, value=2)
    after = session.project("p")
    assert set(after.shared_with(before)) >= {"checklists", "deliverables", "phases", "risks"}
    assert "scores" not in after.shared_with(before)
    assert after.scores[RISK].score == 2
    assert session.workspace.document("p") == after.document()
    assert reopened(session).project("p") == after


def test_the_plan_is_worked_out_once_for_each_state(session: Session) -> None:
    session.do(keeping.begin, "p", on=dt.date(2026, 3, 2))
    session.do(scoring.override, "p", pace="marathon", why="it is one", by="Ann", on=dt.date(2026, 3, 2))
    plan = session.plan("p")
    assert plan
    assert session.plan("p") is plan
    phase = plan.phases[0]
    session.do(shift, "p", phase=phase.id, days=7)
    moved = session.plan("p")
    assert moved
    assert (moved.phases[0].start - phase.start).days == 7


# What is published


def test_what_is_published_names_projects_and_paths(session: Session) -> None:
    session.do_all([created("q")])
    heard = heard_by(session)
    steps = [Step(scoring.score, "p", {"dimension": RISK, "value": 2}), Step(keeping.archive, "q", {})]
    done = session.do_all(steps)
    session.undo()
    assert [(set(event.projects), set(event.paths), event.own) for event in heard] == [
        ({"p", "q"}, {("p", ("scores", RISK)), ("q", ("archived",))}, True)
    ] * 2
    assert (heard[0].entry, heard[1].entry.undoes) == (done.entry, heard[0].entry.id)


def test_who_no_longer_listens_hears_nothing(session: Session) -> None:
    heard: list[str] = []
    ends: list[Callable[[], None]] = []

    def once(event: Published) -> None:
        heard.append("once")
        ends[0]()

    ends.append(session.subscribe(once))
    session.subscribe(lambda event: heard.append("always"))
    put(session, "p", "owner", "A")
    put(session, "p", "owner", "B")
    assert heard == ["once", "always", "always"]


# What is refused


def invalid(project: Project, playbook: Playbook) -> Project:
    return Project.of(project.document() | {"name": "", "start": "soon"})


def unknown_dimension(project: Project, playbook: Playbook) -> Project:
    return Project.of(project.document() | {"scores": {"taste": {"score": 1}}})


def unreadable(project: Project, playbook: Playbook) -> Project:
    return project.model_copy(update={"name": ""})


REFUSED = [
    (Step(keeping.rename, "none", {"name": "x"}), "none: no such project"),
    (created("p"), "id: 'p' exists already"),
    (created("q", playbook="cooking"), "playbook 'cooking' is not at hand"),
    (created("Q!"), "'Q!' is not an id"),
    (created("q", "x" * 1_001), "name: too long"),
    (created("q", template="nothing"), "template: playbook 'ai' has no template 'nothing'"),
    (Step(keeping.place, "p", {"content": project({"id": "p"})}), "is in the workspace already"),
    (Step(keeping.place, "q", {"content": project({"id": "q", "gates": {"x": True}})}), "gates.x: playbook 'ai' has"),
    (Step(keeping.revise, "none", {"content": project({"id": "none"})}), "no longer in this workspace"),
    (Step(invalid, "p"), "name: empty"),
    (Step(unreadable, "p"), "name: empty"),
    (Step(unknown_dimension, "p"), "scores.taste: playbook 'ai' has no dimension 'taste'; it has risk-compliance"),
    (Step(checklists.tick, "p", {"item": "nothing"}), "has no pilot checklist item 'nothing'"),
    (Step(scoring.score, "p", {"dimension": RISK, "value": 4}), "4 is not a score"),
]


@pytest.mark.parametrize(("step", "reason"), REFUSED)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_refusal_refuses_all(session: Session, step: Step, reason: str, place: int) -> None:
    steps = [Step(keeping.archive, "p", {}), Step(scoring.score, "p", {"dimension": RISK, "value": 2})]
    heard, before = heard_by(session), everything(session)
    with pytest.raises(Refused, match=reason.replace("(", r"\(")):
        session.do_all([*steps[:place], step, *steps[place:]])
    assert everything(session) == before
    assert heard == []
    assert session.do_all(steps).entry


def test_a_refusal_names_the_path(session: Session) -> None:
    with pytest.raises(Refused) as caught:
        session.do(unknown_dimension, "p")
    assert caught.value.path == ("scores", "taste")
    with pytest.raises(Refused, match="no such project"):
        session.project("none")
    assert not session.has("none")


def test_the_months_before_the_phases_of_a_hybrid_can_be_moved(session: Session) -> None:
    session.do(scoring.override, "p", pace="hybrid", why="Legal asks")
    session.do(keeping.begin, "p", on=dt.date(2026, 2, 2))
    session.do(shift, "p", phase="pilot", days=7)
    assert session.project("p").phases["pilot"].shift_days == 7


def test_a_tick_takes_the_verdict_over_and_an_answer_does_not(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[Project] = []

    def counted(found: Project, playbook: Playbook) -> object:
        judged.append(found)
        return judge(found, playbook)

    before = session.verdict("p")
    monkeypatch.setattr("paceplan.core.verdict.judge", counted)
    session.do(checklists.tick, "p", item="scope", by="Ann", on=dt.date(2026, 11, 16))
    assert session.verdict("p") is before
    assert judged == []
    session.do(scoring.score, "p", dimension=RISK, value=3)
    assert session.verdict("p").total == 3
    assert [found.scores[RISK].score for found in judged] == [3]
