"""Rows as release 0.1.0 wrote them: renewed in memory when somebody looks, few at a time, and never written by that."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from paceplan import renewing
from paceplan.core import agenda, calendar, keeping
from paceplan.core.portfolio import is_current, summarise
from paceplan.core.verdict import judge
from paceplan.session import Session
from paceplan.store.journal import Draft
from paceplan.store.workspace import Workspace

from .sessions import MORNING, catalogue, created, heard_by, lines, opened, reopened

GOLDEN = Path(__file__).parents[1] / "store" / "golden" / "0.1.0"
TIME = MORNING.isoformat(timespec="milliseconds")


@pytest.fixture
def golden(tmp_path: Path) -> Session:
    """A workspace that release 0.1.0 left."""
    shutil.copytree(GOLDEN, tmp_path / "w")
    return opened(tmp_path / "w")


def aged(row: dict[str, Any]) -> dict[str, Any]:
    """Return `row` as release 0.1.0 wrote it."""
    kept = {key: value for key, value in row.items() if key not in ("v", "every", "more", "lessons")}
    return kept | {"dates": [[d.day.isoformat(), d.what, d.counts] for d in calendar.dates(row)]}


def old(folder: Path, projects: int) -> Session:
    """Return a session on projects whose rows are those of release 0.1.0."""
    session = opened(folder)
    steps = [created(f"p{n:03d}", template="knowledge-search") for n in range(projects)]
    session.do_all(steps)
    with session.workspace.transaction() as transaction:
        rows = {id: aged(row) for id, row in session.workspace.rows().items()}
        transaction.append(Draft(TIME, "Old", "keeping.place", (), rows))
    return reopened(session)


def expected(session: Session, id: str) -> dict[str, Any]:
    project = session.project(id)
    book = catalogue().playbook(project.playbook)
    assert book
    return summarise(project, book, judge(project, book))


def test_all_rows_of_an_older_release_are_renewed_when_they_are_looked_at(golden: Session) -> None:
    stored = dict(golden.workspace.rows())
    before = lines(golden.workspace.folder)
    assert stored
    assert not any(is_current(row) for row in stored.values())
    rows = {row["id"]: row for row in golden.rows()}
    assert list(rows) == list(stored)
    for id, row in rows.items():
        if row.get("deleted"):
            assert row == stored[id]
        else:
            assert row == golden.row(id) == expected(golden, id)
            assert {key: row[key] for key in ("name", "pace", "total", "pilot")} == {
                key: stored[id][key] for key in ("name", "pace", "total", "pilot")
            }
    assert golden.current_rows() == golden.rows()
    assert all(event.kind != "date" for event in agenda.of(golden.rows(), MORNING.date()))
    assert dict(golden.workspace.rows()) == stored
    golden.close()
    assert lines(golden.workspace.folder) == before


def test_one_row_is_renewed_alone(golden: Session) -> None:
    id = next(id for id, row in golden.workspace.rows().items() if not row.get("deleted"))
    assert golden.row(id) == expected(golden, id)
    assert golden.row("no-such") is None


def test_a_change_writes_the_row_as_it_is_now(golden: Session) -> None:
    id = next(row["id"] for row in golden.rows() if not row.get("deleted"))
    golden.do(keeping.rename, id, name="Another")
    assert golden.workspace.rows()[id] == golden.row(id) == expected(golden, id)


def test_many_are_renewed_by_and_by_and_told_of_at_the_end(tmp_path: Path) -> None:
    many = renewing.AT_ONCE + renewing.AT_A_LOOK + 1
    session = old(tmp_path, many)
    heard = heard_by(session)
    assert [is_current(row) for row in session.rows()] == [False] * many
    looks = 0
    while not heard:
        assert session.poll() == 0
        looks += 1
        if many - looks * renewing.AT_A_LOOK > renewing.AT_ONCE:
            assert sum(map(is_current, session.rows())) == looks * renewing.AT_A_LOOK
    assert looks == -(-many // renewing.AT_A_LOOK)
    assert (len(heard), heard[0].own, heard[0].paths) == (1, False, frozenset())
    assert heard[0].projects == {row["id"] for row in session.rows()}
    assert all(map(is_current, session.rows()))
    session.poll()
    assert len(heard) == 1


def test_whoever_saw_the_older_rows_is_told_even_where_a_look_renewed_the_rest(tmp_path: Path) -> None:
    session = old(tmp_path, renewing.AT_ONCE + 1)
    heard = heard_by(session)
    session.rows()
    session.poll()
    assert (heard, all(map(is_current, session.rows()))) == ([], True)
    session.poll()
    assert [len(event.projects) for event in heard] == [renewing.AT_ONCE + 1]


def test_nobody_asks_so_nothing_is_renewed(tmp_path: Path) -> None:
    session = old(tmp_path, 3)
    heard = heard_by(session)
    session.poll()
    assert heard == []
    assert session._projects == {}


def test_all_at_once_for_a_command(tmp_path: Path) -> None:
    session = old(tmp_path, renewing.AT_ONCE + 5)
    rows = session.current_rows()
    assert rows == [expected(session, row["id"]) for row in rows]


def test_an_older_release_that_goes_on_writing_is_renewed_again(tmp_path: Path) -> None:
    session = old(tmp_path, 2)
    assert all(map(is_current, session.rows()))
    with Workspace.open(tmp_path, durable=False) as other, other.transaction() as transaction:
        transaction.append(Draft(TIME, "Old", "keeping.rename", (), {"p000": aged(dict(other.rows()["p000"]))}))
    assert session.poll() == 1
    assert not is_current(session.workspace.rows()["p000"])
    assert all(map(is_current, session.rows()))


def test_a_row_whose_playbook_is_not_at_hand_stays_as_it_is(tmp_path: Path) -> None:
    session = old(tmp_path, 2)
    document = session.workspace.document("p000")
    assert document
    document["playbook"] = "gone"
    rows = {row["id"]: row for row in session.rows()}
    assert (is_current(rows["p000"]), is_current(rows["p001"])) == (False, True)
    assert session.current_rows() == list(rows.values())
