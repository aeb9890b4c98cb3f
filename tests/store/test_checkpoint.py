"""The checkpoint: readable by plain TinyDB, followed by the journal's tail, and never needed."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from tinydb import TinyDB

from paceplan.core.changes import ABSENT
from paceplan.store.errors import NotSaved
from paceplan.store.workspace import Workspace

from .actions import DONE, NAME, changed, content, filled, made, reopened, save, segment


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Five projects, a change and a removal, a checkpoint, and a tail of a change and a new project."""
    made_now = filled(tmp_path, 5)
    save(made_now, changed(made_now, "p2", DONE, True))
    save(made_now, changed(made_now, "p4", (), ABSENT))
    made_now.checkpoint()
    save(made_now, changed(made_now, "p3", NAME, "Ümlaut 🐢"))
    save(made_now, made("p6"))
    return made_now


def checkpoint(workspace: Workspace) -> Path:
    return workspace.folder / "paceplan.json"


def test_plain_tinydb_reads_every_project(workspace: Workspace) -> None:
    for _ in range(2):
        with TinyDB(checkpoint(workspace), access_mode="r", encoding="utf-8") as database:
            assert database.tables() == {"_meta", "index", "projects"}
            found = {document["_id"]: document for document in database.table("projects")}
            index = {document.doc_id: document["id"] for document in database.table("index")}
            numbered = {document.doc_id: document["_id"] for document in database.table("projects")}
            meta = database.table("_meta").get(doc_id=1)
        workspace.checkpoint()
    assert index == numbered == {1: "p1", 2: "p2", 3: "p3", 4: "p5", 5: "p6"}
    assert not isinstance(meta, list | None)
    assert (meta["schema"], meta["seq"], meta["hash"]) == (1, 9, workspace.head[0])
    for project, document in found.items():
        kept = workspace.document(project)
        assert kept is not None
        assert {key: value for key, value in document.items() if not key.startswith("_")} == kept
    assert found["p2"]["_writers"].keys() == {"", "\x1f".join(DONE)}


def test_each_document_has_a_line(workspace: Workspace) -> None:
    lines = checkpoint(workspace).read_bytes().splitlines()
    assert lines[0].startswith(b'{"_meta"')
    assert [line[:4] for line in lines if b'"_id"' in line] == [b'"1":', b'"2":', b'"3":', b'"4":']
    assert list(json.loads(checkpoint(workspace).read_bytes())) == ["_meta", "index", "projects"]


def test_checkpoint_and_tail_are_the_state(workspace: Workspace) -> None:
    before = content(workspace)
    again = reopened(workspace)
    assert content(again) == before
    again.checkpoint()
    assert content(again) == before
    third = reopened(again)
    assert content(third) == before
    assert third.verify() == []
    assert third.notices == []


def test_nothing_new_writes_nothing(workspace: Workspace) -> None:
    workspace.checkpoint()
    inode = checkpoint(workspace).stat().st_ino
    workspace.checkpoint()
    reopened(workspace).checkpoint()
    assert checkpoint(workspace).stat().st_ino == inode


def test_a_checkpoint_of_another_process_is_taken_over(workspace: Workspace) -> None:
    other = Workspace.open(workspace.folder, durable=False)
    save(other, changed(other, "p1", NAME, "Other"))
    other.checkpoint()
    inode = checkpoint(workspace).stat().st_ino
    workspace.checkpoint()
    assert checkpoint(workspace).stat().st_ino == inode
    assert content(workspace) == content(other)
    save(workspace, changed(workspace, "p1", NAME, "Mine"))
    workspace.checkpoint()
    other.refresh()
    assert content(other) == content(workspace) == content(reopened(workspace))


def test_mode_and_link_stay(workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    checkpoint(workspace).rename(elsewhere)
    elsewhere.chmod(0o640)
    checkpoint(workspace).symlink_to(elsewhere)
    again = reopened(workspace)
    again.checkpoint()
    assert checkpoint(again).is_symlink()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o640
    assert content(reopened(again)) == content(workspace)


def test_it_is_due_when_the_tail_is_long(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 1)
    assert not workspace.checkpoint_due()
    save(workspace, changed(workspace, "p1", ("summary",), "x" * 1_100_000))
    assert workspace.checkpoint_due()
    again = reopened(workspace)
    assert again.checkpoint_due()
    assert again.notices == ["paceplan.json is missing: rebuilt from the journal"]
    again.checkpoint()
    assert not again.checkpoint_due()
    assert not reopened(again).checkpoint_due()


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\0" * 500,
        b"hello",
        b"{}",
        b'{"_default": {"1": {"name": "x"}}}',
        b'{"_meta":{"1":{}},\n',
        b"\xff" * 70_000,
    ],
)
def test_garbage_is_set_aside_and_rebuilt(workspace: Workspace, garbage: bytes) -> None:
    before = content(workspace)
    checkpoint(workspace).write_bytes(garbage)
    again = reopened(workspace)
    assert content(again) == before
    assert len(again.notices) == 1
    assert "paceplan.json" in again.notices[0]
    assert "rebuilt from the journal" in again.notices[0]
    assert checkpoint(workspace).read_bytes() == garbage
    assert [finding.what for finding in again.verify()] == ["checkpoint"]
    again.checkpoint()
    assert (workspace.folder / "aside" / "paceplan.json").read_bytes() == garbage
    third = reopened(again)
    assert content(third) == before
    assert third.notices == []
    assert third.verify() == []


def test_a_missing_checkpoint_costs_nothing(workspace: Workspace) -> None:
    before = content(workspace)
    checkpoint(workspace).unlink()
    again = reopened(workspace)
    assert (content(again), again.notices) == (before, [])


def test_every_cut_and_every_flip_leaves_the_state_exact(workspace: Workspace) -> None:
    before, whole = content(workspace), checkpoint(workspace).read_bytes()
    broken = [whole[:size] for size in range(0, len(whole), 7)]
    for place in range(0, len(whole), 2):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        broken.append(bytes(flipped))
    for data in broken:
        checkpoint(workspace).write_bytes(data)
        again = Workspace.open(workspace.folder, durable=False)
        assert content(again) == before
        again.close()


def test_a_damaged_document_is_taken_from_the_journal(workspace: Workspace) -> None:
    before = content(workspace)
    data = checkpoint(workspace).read_bytes()
    checkpoint(workspace).write_bytes(
        data.replace(b'"name":"Project p3","playbook"', b'"name":"Project p8","playbook"')
    )
    again = reopened(workspace)
    assert again.notices == []
    assert [(finding.what, finding.project) for finding in again.verify()] == [("checkpoint", "p3")]
    assert content(again) == before
    assert len(again.notices) == 1
    assert "project p3" in again.notices[0]
    again.checkpoint()
    assert content(reopened(again)) == before
    assert reopened(again).verify() == []


def test_a_file_cut_short_while_it_is_open_still_makes_a_new_one(workspace: Workspace) -> None:
    before = content(workspace)
    again = reopened(workspace)
    os.truncate(checkpoint(workspace), checkpoint(workspace).stat().st_size - 200)
    again.checkpoint()
    assert content(reopened(again)) == before


def test_a_checkpoint_of_another_journal_is_not_used(workspace: Workspace, tmp_path: Path) -> None:
    other = filled(tmp_path / "other", 9)
    checkpoint(other).write_bytes(checkpoint(workspace).read_bytes())
    again = reopened(other)
    assert list(again.rows()) == [f"p{n}" for n in range(1, 10)]
    assert len(again.notices) == 1
    assert "does not go with this journal" in again.notices[0]


@pytest.mark.parametrize("left", [0, 3])
def test_a_journal_shorter_than_the_checkpoint_keeps_the_state(workspace: Workspace, left: int) -> None:
    workspace.checkpoint()
    before = content(workspace)
    lines = segment(workspace).read_bytes().splitlines(keepends=True)
    segment(workspace).write_bytes(b"".join(lines[:left]))
    again = reopened(workspace)
    assert content(again) == before
    assert len(again.notices) == 1
    assert f"entries {left + 1} to 9 are gone" in again.notices[0]
    assert save(again, made("p7")).seq == 10
    assert segment(again, 2).read_bytes().count(b"\n") == 1
    third = reopened(again)
    assert content(third) == content(again)
    assert third.checkpoint_due()
    third.checkpoint()
    fourth = reopened(third)
    assert (content(fourth), fourth.notices, fourth.checkpoint_due()) == (content(again), [], False)
    assert [finding.what for finding in fourth.verify()] == ["chain"]


def test_what_killed_processes_left_is_swept(workspace: Workspace) -> None:
    (workspace.folder / "paceplan.json.4711.tmp").write_bytes(b"half of")
    workspace.checkpoint()
    assert not list(workspace.folder.glob("*.tmp"))


def test_a_failed_checkpoint_leaves_the_old_one(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before, old = content(workspace), checkpoint(workspace).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(NotSaved, match=r"the disk is full.*Nothing is lost"):
        workspace.checkpoint()
    monkeypatch.undo()
    assert checkpoint(workspace).read_bytes() == old
    assert not list(workspace.folder.glob("*.tmp"))
    assert content(workspace) == before == content(reopened(workspace))


def test_an_altered_copy_differs_from_the_journal(workspace: Workspace) -> None:
    data = checkpoint(workspace).read_bytes()
    save(workspace, changed(workspace, "p1", NAME, "Project 1x"))
    workspace.checkpoint()
    lines = segment(workspace).read_bytes().splitlines(keepends=True)
    segment(workspace).write_bytes(b"".join(lines[:-1]))
    found = reopened(workspace).verify()
    assert [finding.what for finding in found] == ["checkpoint"]
    assert "entry 10, which is not in the journal" in found[0].text
    checkpoint(workspace).write_bytes(data)
    assert reopened(workspace).verify() == []
