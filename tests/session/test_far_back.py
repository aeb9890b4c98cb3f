"""A long journal: what is asked of its end is answered from its end, and what lies far back is found all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paceplan.core import keeping
from paceplan.core.errors import Refused
from paceplan.session import NothingToUndo, Session
from paceplan.store import journal

from .sessions import RISK, created, documents, opened, put, reopened

LONG = 300


class Decoded:
    """Counts the lines of the journal that are parsed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines = 0

        def decode(*arguments: Any) -> Any:
            self.lines += 1
            return journal.decode(*arguments)

        monkeypatch.setattr("paceplan.store.chain.decode", decode)

    def since(self) -> int:
        """Return how many that were since this was last asked."""
        lines, self.lines = self.lines, 0
        return lines


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which Cy made two projects, and then changed one of them for ever and ever, in many segments."""
    monkeypatch.setattr("paceplan.store.workspace.SEGMENT_BYTES", 20_000)
    session = opened(tmp_path / "w", "Cy")
    session.do_all([created("p"), created("q")])
    for n in range(LONG):
        put(session, "p", "owner", f"Owner {n}")
    session.workspace.checkpoint()
    session.close()
    assert len(list((tmp_path / "w/journal").iterdir())) > 5
    return tmp_path / "w"


def test_an_undo_reads_what_it_takes_back_and_no_more(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, decoded = opened(folder, "Cy"), Decoded(monkeypatch)
    before = documents(session)
    session.undo()
    assert decoded.since() <= 2
    session.undo()
    assert decoded.since() <= 4
    session.redo()
    session.redo()
    assert decoded.since() <= 6
    assert documents(session) == before
    with pytest.raises(NothingToUndo, match="nothing to redo"):
        session.redo()
    assert decoded.since() <= 2


def test_what_one_did_long_ago_is_taken_back_without_parsing_what_others_did(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = opened(folder, "Ann")
    put(ann, "q", "owner", "Ann")
    cy = opened(folder, "Cy")
    for n in range(20):
        put(cy, "p", "owner", f"Later {n}")
    ann = reopened(ann)
    decoded = Decoded(monkeypatch)
    ann.undo()
    assert decoded.since() <= 25
    document = ann.workspace.document("q")
    assert document
    assert "owner" not in document


def test_somebody_who_did_nothing_has_nothing_to_take_back(folder: Path) -> None:
    session = opened(folder, "Bo")
    for move in (session.undo, session.redo):
        with pytest.raises(NothingToUndo):
            move()


def test_undo_over_and_over_comes_back_to_the_beginning(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, decoded = opened(folder, "Cy"), Decoded(monkeypatch)
    after = documents(session)
    for _ in range(LONG):
        session.undo()
    document = session.workspace.document("p")
    assert document
    assert "owner" not in document
    assert decoded.since() <= 2 * LONG + 2  # each entry once, not again for each undo
    for _ in range(LONG):
        session.redo()
    assert documents(session) == after


def test_a_redo_far_back_is_found_after_others_worked_on(folder: Path) -> None:
    ann = opened(folder, "Ann")
    put(ann, "q", "owner", "Ann")
    ann.undo()
    cy = opened(folder, "Cy")
    for n in range(20):
        put(cy, "p", "owner", f"Later {n}")
    ann = reopened(ann)
    ann.redo()
    document = ann.workspace.document("q")
    assert document
    assert document["owner"] == "Ann"


def test_an_action_whose_line_is_damaged_is_passed_over(folder: Path) -> None:
    ann = opened(folder, "Ann")
    put(ann, "q", "owner", "Ann")
    put(ann, "q", "summary", "S")
    ann.undo()
    ann.redo()
    ann.close()
    path = sorted((folder / "journal").iterdir())[-1]
    lines = path.read_bytes().splitlines(keepends=True)
    assert b'"summary"' in lines[-3]
    lines[-3] = lines[-3].replace(b'"summary"', b'"sunnary"')
    path.write_bytes(b"".join(lines))
    session = opened(folder, "Ann")
    session.undo()
    document = session.workspace.document("q")
    assert document
    assert "owner" not in document


def test_the_log_of_one_project_parses_no_line_about_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened(folder, "Cy")
    decoded = Decoded(monkeypatch)
    assert [entry.action for entry in session.log("q", 50)] == ["keeping.create"]
    assert decoded.since() == 1
    assert len(session.log("p", 50)) == 50
    assert decoded.since() == 50
    put(session, "p", "owner", "New")
    assert [len(session.log("p", 50)), decoded.since()] == [50, 0]
    assert session.log("p", 50)[0].changes[0].change.after == "New"
    assert session.log("p", 50) == reopened(session).log("p", 50)
    assert len(session.log()) == LONG + 2


def test_the_whole_log_is_what_was_recorded_whoever_did_it(folder: Path) -> None:
    ann, cy = opened(folder, "Ann"), opened(folder, "Cy")
    assert ann.log(limit=2) == cy.log(limit=2)
    put(cy, "q", "owner", "Cy")
    ann.poll()
    put(ann, "p", "owner", "Ann")
    cy.poll()
    assert ann.log(limit=5) == cy.log(limit=5) == reopened(ann).log(limit=5)
    assert [entry.author for entry in ann.log("q")] == ["Cy", "Cy"]


def test_an_undo_that_is_refused_says_who_and_when(folder: Path) -> None:
    ann, cy = opened(folder, "Ann"), opened(folder, "Cy")
    put(ann, "q", f"scores.{RISK}", {"score": 2})
    put(cy, "q", f"scores.{RISK}.score", 1)
    with pytest.raises(Refused, match="was changed since by Cy at 2026-11-16 09:00 UTC"):
        ann.undo()


def test_what_was_inside_of_something_removed_belongs_to_its_writers_again(folder: Path) -> None:
    ann, cy = opened(folder, "Ann"), opened(folder, "Cy")
    put(ann, "q", f"scores.{RISK}", {"score": 2})
    put(cy, "q", f"scores.{RISK}.why", "Cy's reason")
    for n in range(10):
        put(cy, "q", "owner", f"Owner {n}")
    put(ann, "q", f"scores.{RISK}")
    ann.undo()
    path = ("scores", RISK, "why")
    assert ann.workspace.writer("q", path) == cy.log("q")[-3].id
    assert ann.workspace.writer("q", path[:-1]) == cy.log("q")[-2].id
    cy.poll()
    assert cy.do(keeping.rename, "q", name="Still open").entry


def memory_of(session: Session) -> int:
    return len(session.history._older) + len(session.history._newer)


def test_no_more_is_kept_than_was_read(folder: Path) -> None:
    session = opened(folder, "Cy")
    session.undo()
    assert memory_of(session) <= 3
