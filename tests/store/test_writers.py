"""Whose value is seen where, through changes of wholes and parts and their undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from paceplan.core.changes import ABSENT
from paceplan.core.changes import Path as Keys
from paceplan.store.workspace import Workspace
from paceplan.store.writers import UNSET, Restores, Writers, below, record, writer

from .actions import DONE, NAME, changed, made, reopened, save, undone

ITEM = DONE[:-1]


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ([((), "a", UNSET)], {(): "a"}),
        ([((), "a", UNSET), (NAME, "b", UNSET)], {(): "a", NAME: "b"}),
        ([(DONE, "a", UNSET), (ITEM, "b", UNSET)], {ITEM: "b"}),
        ([(DONE, "a", UNSET), (NAME, "b", UNSET), ((), "c", UNSET)], {(): "c"}),
        ([((), "a", UNSET), (NAME, "b", UNSET), (NAME, "c", "a")], {(): "a", NAME: "a"}),
        ([((), "a", UNSET), ((), "b", None)], {}),
        ([(DONE, "a", UNSET), (ITEM, "b", None)], {}),
        ([(("name", "x"), "a", UNSET), (("names",), "b", UNSET)], {("name", "x"): "a", ("names",): "b"}),
    ],
)
def test_a_change_takes_over_its_path_and_all_below(steps: list[tuple[Keys, str, Restores]], left: Writers) -> None:
    writers: Writers = {}
    record(writers, steps)
    assert writers == left
    one_by_one: Writers = {}
    for step in steps:
        record(one_by_one, [step])
    assert one_by_one == left


def test_the_longest_path_that_has_a_writer_decides() -> None:
    writers: Writers = {(): "a", ITEM: "b"}
    assert writer(writers, DONE) == "b"
    assert writer(writers, ITEM[:-1]) == "a"
    assert writer({NAME: "a"}, DONE) is None
    assert below(writers, ()) == {ITEM: "b"}
    assert below(writers, ITEM) == {}


@pytest.mark.parametrize("checkpointed", [False, True])
def test_undo_gives_the_path_back_to_the_entry_before(tmp_path: Path, checkpointed: bool) -> None:
    workspace = Workspace.open(tmp_path, durable=False)
    first = save(workspace, made("p1"))
    second = save(workspace, changed(workspace, "p1", NAME, "B"))
    third = save(workspace, changed(workspace, "p1", NAME, "C"))
    for entry, name, author in ((third, "B", second), (second, "Project p1", first)):
        if checkpointed:
            workspace.checkpoint()
            workspace = reopened(workspace)
        assert workspace.writer("p1", NAME) == entry.id
        save(workspace, undone(entry))
        document = workspace.document("p1")
        assert document is not None
        assert document["name"] == name
        assert workspace.writer("p1", NAME) == author.id


@pytest.mark.parametrize("checkpointed", [False, True])
def test_a_removed_project_still_has_the_writer_that_removed_it(tmp_path: Path, checkpointed: bool) -> None:
    workspace = Workspace.open(tmp_path, durable=False)
    first = save(workspace, made("p1"))
    row = dict(workspace.rows()["p1"])
    document = workspace.document("p1")
    gone = save(workspace, changed(workspace, "p1", (), ABSENT))
    if checkpointed:
        workspace.checkpoint()
        workspace = reopened(workspace)
    assert workspace.document("p1") is None
    assert "p1" not in workspace.rows()
    assert workspace.writer("p1", ()) == gone.id
    save(workspace, undone(gone, {"p1": row}))
    assert workspace.document("p1") == document
    assert workspace.rows() == {"p1": row}
    assert workspace.writer("p1", ()) == first.id
    save(workspace, undone(first))
    assert workspace.document("p1") is None
    assert workspace.writer("p1", ()) is None
