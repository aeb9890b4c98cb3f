"""All samples in one workspace, as the demo has them: one entry, and one undo takes them all back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from paceplan import demo
from paceplan.core.errors import Refused
from paceplan.core.portfolio import select
from paceplan.core.project import Project
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import NothingToUndo, Session
from paceplan.store.workspace import Workspace

from .test_samples import SOURCES, catalogue, sample


def opened(folder: Path, books: Catalogue | None = None) -> Session:
    now = dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC)
    workspace = Workspace.open(folder, durable=False)
    return Session(workspace, books or catalogue(), author="demo", now=lambda: now)


def test_all_thirteen_come_in_as_one_change(tmp_path: Path) -> None:
    session = opened(tmp_path)
    demo.fill(session)
    assert sorted(row["id"] for row in session.rows()) == sorted(SOURCES)
    (entry,) = session.log()
    assert len(entry.changes) == len(entry.rows) == 13
    for name in SOURCES:
        assert session.project(name) == sample(name)[0].model_copy(update={"id": name})
        assert session.verdict(name).pace == SOURCES[name][1]
    assert len(select(session.rows(), demo.DAY)) == 13
    again = opened(tmp_path)
    assert again.rows() == session.rows()
    assert {name: again.project(name) for name in SOURCES} == {name: session.project(name) for name in SOURCES}


def test_one_undo_takes_all_of_them_back(tmp_path: Path) -> None:
    session = opened(tmp_path)
    demo.fill(session)
    held = {name: session.project(name) for name in SOURCES}
    assert sorted(session.undo().projects) == sorted(SOURCES)
    assert session.rows() == []
    assert opened(tmp_path).rows() == []
    with pytest.raises(NothingToUndo):
        session.undo()
    session.redo()
    assert {name: session.project(name) for name in SOURCES} == held


def test_a_workspace_is_not_filled_twice(tmp_path: Path) -> None:
    session = opened(tmp_path)
    demo.fill(session)
    before = session.workspace.head
    with pytest.raises(Refused, match="is in the workspace already"):
        demo.fill(session)
    assert session.workspace.head == before


def test_a_sample_that_does_not_fit_its_playbook_keeps_all_out(tmp_path: Path) -> None:
    books = tmp_path / "books"
    books.mkdir()
    text = (Path(demo.__file__).parent / "playbooks" / "ai.toml").read_text("utf-8")
    (books / "ai.toml").write_text(text.replace("regulated-decision", "another-gate"), "utf-8")
    session = opened(tmp_path / "w", Catalogue(books))
    with pytest.raises(Refused, match="has no gate 'regulated-decision'"):
        demo.fill(session)
    assert session.rows() == []
    assert session.log() == []


def test_the_documents_are_canonical(tmp_path: Path) -> None:
    session = opened(tmp_path)
    demo.fill(session)
    for name in SOURCES:
        document = session.workspace.document(name)
        assert document
        assert Project.of(document).document() == document
