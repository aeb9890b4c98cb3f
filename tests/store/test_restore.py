"""A restore brings back the state of a backup, keeps what it replaces, and respects who works there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from paceplan.store import backup, network, restore
from paceplan.store.errors import Locked, NotAWorkspace
from paceplan.store.restore import inspect
from paceplan.store.workspace import Workspace

from .actions import content, files_of, filled, made, newer_checkpoint, save, segment
from .restoring import DAY, opened, restored


def test_the_state_is_that_of_the_backup_and_what_was_there_is_kept(root: Path, file: Path, tmp_path: Path) -> None:
    before, journal = files_of(root), segment(Workspace(root)).read_bytes()
    done = restored(root, file)
    workspace = opened(root)
    assert sorted(workspace.rows()) == ["p1", "p2", "p3"]
    assert (workspace.document("p1") or {})["name"] == "Project p1"
    assert workspace.head[1] == 4
    assert (workspace.verify(), workspace.notices) == ([], [])
    kept = root / "replaced" / "2026-11-16-1"
    assert done.kept == str(kept)
    assert (kept / "journal" / "000001.journal").read_bytes() == journal
    assert files_of(kept) == {name: data for name, data in before.items() if name != "lock"}
    assert sorted(os.listdir(root)) == ["device.json", "journal", "lock", "paceplan.json", "replaced"]
    assert restored(root, file).kept == str(root / "replaced" / "2026-11-16-2")


def test_no_number_is_used_twice_by_one_device(root: Path, file: Path) -> None:
    before = {entry.id for entry in opened(root).entries()}
    restored(root, file)
    assert save(opened(root), made("p8")).id not in before


@pytest.mark.parametrize("there", [True, False])
def test_an_empty_or_missing_workspace_just_works(file: Path, tmp_path: Path, there: bool) -> None:
    fresh = tmp_path / "a" / "b" / "fresh"
    if there:
        fresh.mkdir(parents=True)
    assert restored(fresh, file).kept is None
    workspace = opened(fresh)
    assert len(workspace.rows()) == 3
    assert save(workspace, made("p8")).seq == 5
    assert not (fresh / "replaced").exists()


def test_an_older_checkpoint_goes_where_the_backup_has_none(root: Path, tmp_path: Path) -> None:
    other = filled(tmp_path / "other", 2)
    backup.save(str(other.folder), str(tmp_path / "b"), durable=False)
    restored(root, tmp_path / "b")
    assert not (root / "paceplan.json").exists()
    assert (root / "replaced" / "2026-11-16-1" / "paceplan.json").exists()
    assert content(opened(root)) == content(other)


def test_a_broken_workspace_can_be_restored(root: Path, file: Path) -> None:
    (root / "paceplan.json").write_bytes(newer_checkpoint())
    segment(Workspace(root)).write_bytes(b"\0" * 100)
    restored(root, file)
    assert len(opened(root).rows()) == 3


def test_a_look_changes_nothing(root: Path, file: Path) -> None:
    before = files_of(root)
    checked = inspect(str(file))
    assert (len(checked.rows), checked.manifest.entries, checked.notices) == (3, 4, [])
    assert files_of(root) == before


def test_the_lock_of_others_is_respected(root: Path, file: Path) -> None:
    before = files_of(root)
    with opened(root).transaction(), pytest.raises(Locked):
        restored(root, file)
    assert {name: data for name, data in files_of(root).items() if name != "lock"} == {
        name: data for name, data in before.items() if name != "lock"
    }


def test_a_network_folder_is_refused_unless_it_is_allowed(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "kind", lambda path: "nfs4")
    with pytest.raises(network.OnNetwork):
        restored(tmp_path / "fresh", file)
    assert not (tmp_path / "fresh").exists()
    assert restore.restore(str(tmp_path / "fresh"), str(file), DAY, on_network=True, durable=False).kept is None


def test_a_place_that_is_no_folder_is_refused(file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in ("file", "file/below"):
        with pytest.raises(NotAWorkspace):
            restored(tmp_path / place, file)
    assert (tmp_path / "file").read_text() == "x"
