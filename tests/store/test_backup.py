"""A backup is whole, the same for the same state, and keeps nobody waiting."""

from __future__ import annotations

import io
import os
import stat
import tarfile
from pathlib import Path

import orjson
import pytest

from paceplan.store import backup
from paceplan.store.backup import save, write
from paceplan.store.errors import Newer, NotAWorkspace
from paceplan.store.manifest import BadBackup, Manifest, NothingYet
from paceplan.store.workspace import Workspace

from .actions import NAME, changed, files_of, filled, made, newer_checkpoint, segment
from .actions import save as record


def members(file: Path) -> dict[str, bytes]:
    """Return the files in a backup by their paths."""
    with tarfile.open(file) as archive:
        return {i.name: stream.read() for i in archive.getmembers() if (stream := archive.extractfile(i))}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Three projects, a checkpoint, and a change after it."""
    made_now = filled(tmp_path / "workspace", 3)
    made_now.checkpoint()
    record(made_now, changed(made_now, "p2", NAME, "Other"))
    return made_now


def test_it_holds_journal_checkpoint_and_manifest_and_nothing_of_the_device(
    workspace: Workspace, tmp_path: Path
) -> None:
    root, file = workspace.folder, tmp_path / "b.tar.gz"
    (root / "aside").mkdir()
    (root / "aside" / "x").write_text("x")
    before = files_of(root)
    manifest = save(str(root), str(file))
    assert files_of(root) == before
    found = members(file)
    names = ("manifest.json", "paceplan.json", "journal/000001.journal")
    assert list(found) == [f"paceplan-backup/{name}" for name in names]
    assert found["paceplan-backup/journal/000001.journal"] == segment(workspace).read_bytes()
    assert found["paceplan-backup/paceplan.json"] == (root / "paceplan.json").read_bytes()
    described = orjson.loads(found["paceplan-backup/manifest.json"])
    assert described["format"] == "paceplan-backup/1"
    assert (described["hash"], described["seq"]) == workspace.head
    assert (manifest.entries, manifest.findings) == (4, 0)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["b.tar.gz", "workspace"]


def test_the_same_state_gives_the_same_bytes(workspace: Workspace, tmp_path: Path) -> None:
    stream = io.BytesIO()
    write(str(workspace.folder), stream)
    save(str(workspace.folder), str(tmp_path / "b"))
    assert (tmp_path / "b").read_bytes() == stream.getvalue()


def test_a_line_that_is_being_written_is_left_out(workspace: Workspace, tmp_path: Path) -> None:
    whole = segment(workspace).read_bytes()
    with segment(workspace).open("ab") as file:
        file.write(b"half a li")
    assert save(str(workspace.folder), str(tmp_path / "b")).entries == 4
    assert members(tmp_path / "b")["paceplan-backup/journal/000001.journal"] == whole


def test_others_write_on_meanwhile_and_what_they_write_is_not_in_it(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described = backup._described

    def interrupted(*args: object) -> Manifest:
        record(workspace, made("p8"))
        workspace.checkpoint()
        manifest = described(*args)  # type: ignore[arg-type]
        record(workspace, made("p9"))
        return manifest

    whole = segment(workspace).read_bytes()
    monkeypatch.setattr(backup, "_described", interrupted)
    assert save(str(workspace.folder), str(tmp_path / "b")).entries == 4
    assert members(tmp_path / "b")["paceplan-backup/journal/000001.journal"].startswith(whole)
    assert workspace.verify() == []


def test_the_lock_of_others_does_not_matter(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.transaction():
        assert save(str(workspace.folder), str(tmp_path / "b")).entries == 4


def test_a_checkpoint_of_no_use_is_left_out(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.folder / "paceplan.json").write_text("{}")
    save(str(workspace.folder), str(tmp_path / "b"))
    other = Workspace.open(tmp_path / "other", durable=False)
    record(other, made("q1"))
    other.checkpoint()
    (workspace.folder / "paceplan.json").write_bytes((other.folder / "paceplan.json").read_bytes())
    save(str(workspace.folder), str(tmp_path / "c"))
    assert all("paceplan-backup/paceplan.json" not in members(tmp_path / name) for name in "bc")


def test_damage_is_counted_and_kept(workspace: Workspace, tmp_path: Path) -> None:
    segment(workspace).write_bytes(segment(workspace).read_bytes().replace(b"Project p2", b"Project q2"))
    assert save(str(workspace.folder), str(tmp_path / "b")).findings == 2
    lines = segment(workspace).read_bytes().splitlines(keepends=True)
    segment(workspace).write_bytes(lines[0])
    assert save(str(workspace.folder), str(tmp_path / "c")).findings == 1
    assert "paceplan-backup/paceplan.json" in members(tmp_path / "c")


def test_a_file_that_is_there_stays_unless_it_is_forced(workspace: Workspace, tmp_path: Path) -> None:
    file, root = tmp_path / "b", str(workspace.folder)
    file.write_text("mine")
    with pytest.raises(BadBackup, match="exists already"):
        save(root, str(file))
    assert file.read_text() == "mine"
    save(root, str(file), force=True)
    assert members(file)
    assert sorted(os.listdir(tmp_path)) == ["b", "workspace"]


def test_a_file_that_comes_to_be_meanwhile_stays(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, described = tmp_path / "b", backup._described

    def meanwhile(*args: object) -> Manifest:
        file.write_text("mine")
        return described(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "_described", meanwhile)
    with pytest.raises(BadBackup, match="exists already"):
        save(str(workspace.folder), str(file))
    assert file.read_text() == "mine"


@pytest.mark.parametrize("name", ["workspace/journal/000002.journal", "workspace/paceplan.json", "none/b", "folder"])
def test_a_place_where_no_backup_belongs_is_refused(workspace: Workspace, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    before = files_of(tmp_path)
    with pytest.raises(BadBackup, match=name):
        save(str(workspace.folder), str(tmp_path / name), force=True)
    assert files_of(tmp_path) == before


def test_a_failed_write_leaves_nothing(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(BadBackup, match="the disk is full; no backup was made"):
        save(str(workspace.folder), str(tmp_path / "b"))
    assert os.listdir(tmp_path) == ["workspace"]


def test_a_journal_that_is_cut_back_meanwhile_gives_no_backup(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described = backup._described

    def cut(*args: object) -> Manifest:
        manifest = described(*args)  # type: ignore[arg-type]
        os.truncate(segment(workspace), 10)
        return manifest

    monkeypatch.setattr(backup, "_described", cut)
    with pytest.raises(BadBackup, match="do it again"):
        save(str(workspace.folder), str(tmp_path / "b"))
    assert os.listdir(tmp_path) == ["workspace"]


def test_what_cannot_be_backed_up(tmp_path: Path) -> None:
    with pytest.raises(NothingYet):
        save(str(tmp_path / "none"), str(tmp_path / "b"))
    (tmp_path / "file").write_text("")
    with pytest.raises(NotAWorkspace):
        save(str(tmp_path / "file"), str(tmp_path / "b"))
    (tmp_path / "newer").mkdir()
    (tmp_path / "newer" / "paceplan.json").write_bytes(newer_checkpoint())
    with pytest.raises(Newer):
        save(str(tmp_path / "newer"), str(tmp_path / "b"))
    assert not (tmp_path / "b").exists()
