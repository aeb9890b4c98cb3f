"""The examination of a workspace: facts on a whole one, a finding with its remedy for each thing that is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from paceplan.store import backup, device, doctor, network
from paceplan.store.doctor import Examination, examine, file_system
from paceplan.store.workspace import Workspace

from .actions import NAME, changed, files_of, filled, made, newer_checkpoint, save, segment

DEAD = 2**22 + 1
"""A process number that no process has."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Three projects, a checkpoint, and a change after it; closed to other users."""
    made_now = filled(tmp_path / "workspace", 3)
    made_now.checkpoint()
    save(made_now, changed(made_now, "p2", NAME, "Other"))
    return made_now


def told(found: Examination) -> str:
    """Return all that is wrong, after making sure that there is a remedy for each."""
    assert all(trouble.what and trouble.remedy for trouble in found.troubles)
    return "\n".join(trouble.what for trouble in found.troubles)


def test_a_whole_workspace(workspace: Workspace) -> None:
    before = files_of(workspace.folder)
    found = examine(str(workspace.folder))
    assert (found.troubles, found.unusable) == ([], "")
    assert (len(found.rows), found.entries, found.tail, found.holder) == (3, 4, 1, "")
    assert found.last_change == "2026-02-03T10:00:00.000Z"
    places = {place.name: place for place in found.places}
    assert (places["journal"].files, places["journal"].bytes) == (1, segment(workspace).stat().st_size)
    assert (places["aside"].files, places["replaced"].files) == (0, 0)
    assert found.free
    assert files_of(workspace.folder) == before


def test_nothing_there_yet_is_nothing_wrong(tmp_path: Path) -> None:
    found = examine(str(tmp_path / "a" / "none"))
    assert (found.exists, found.troubles, found.unusable) == (False, [], "")
    assert os.listdir(tmp_path) == []


def test_the_holder_of_the_lock_is_named_while_it_is_held(workspace: Workspace) -> None:
    with workspace.transaction():
        assert examine(str(workspace.folder)).holder == f"process {os.getpid()} (saving)"
    (workspace.folder / "lock").write_text(f"{DEAD} saving")
    assert examine(str(workspace.folder)).holder == ""


def test_damage_is_found(workspace: Workspace) -> None:
    root = workspace.folder
    segment(workspace).write_bytes(segment(workspace).read_bytes().replace(b'"Other"', b'"Othor"'))
    assert "line 4" in told(examine(str(root)))
    (root / "paceplan.json").write_text("{}")
    assert "paceplan.json" in told(examine(str(root)))


def test_much_damage_is_summed_up(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "w", 12)
    segment(workspace).write_bytes(segment(workspace).read_bytes().replace(b"Project p", b"Project q"))
    found = examine(str(workspace.folder))
    assert "7 more findings" in told(found)
    assert len(found.troubles) == 6


def test_leftovers_are_found(workspace: Workspace, tmp_path: Path) -> None:
    root = workspace.folder
    for name in (f"paceplan.json.{DEAD}.tmp", f"paceplan.json.{os.getpid()}.tmp", "mine.tmp"):
        (root / name).write_text("")
    (root / f"restoring-{DEAD}").mkdir()
    (root / "aside").mkdir()
    (root / "aside" / "000001-5.fragment").write_text("x")
    found = told(examine(str(root)))
    assert found.count("was left by a process that was killed") == 2
    assert "1 damaged piece was set aside" in found


def test_an_interrupted_restore_is_found(workspace: Workspace) -> None:
    (workspace.folder / "restoring.json").write_text("{}")
    found = examine(str(workspace.folder))
    assert "a restore was interrupted" in told(found)
    assert found.unusable == ""


def test_a_copied_device_id_is_found(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "machine", lambda: "another")
    assert "the workspace was copied" in told(examine(str(workspace.folder)))


def test_what_others_may_read_or_change_is_found(workspace: Workspace) -> None:
    root = workspace.folder
    root.chmod(0o755)
    assert told(examine(str(root))) == ""  # the files in it are closed
    segment(workspace).chmod(0o644)
    assert "000001.journal can be read" in told(examine(str(root)))
    root.chmod(0o777)
    assert f"{root} can be changed" in told(examine(str(root)))


def test_the_disk(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"1 0 0:1 / / rw - ext4 /dev/a rw\nnonsense\n2 1 0:2 / {tmp_path} rw shared:1 - btrfs /dev/b rw\n"
        f"3 1 0:3 / {tmp_path}x rw - vfat /dev/c rw\n"
    )
    monkeypatch.setattr(doctor, "MOUNTS", str(mounts))
    monkeypatch.setattr(network, "kind", lambda path: "nfs4")
    monkeypatch.setattr(doctor, "_LEAST_FREE", 1 << 62)
    assert "is on a network folder (nfs4)" in examine(str(workspace.folder)).unusable
    found = examine(str(workspace.folder), on_network=True)
    assert (found.file_system, found.unusable) == ("btrfs", "")
    assert file_system("/") == "ext4"
    assert "network folder (nfs4)" in told(found)
    assert "bytes are free" in told(found)
    monkeypatch.setattr(doctor, "MOUNTS", str(tmp_path / "none"))
    assert file_system("/") == ""


def test_a_newer_or_unreadable_workspace_is_looked_at_as_far_as_it_goes(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace.folder
    (root / "paceplan.json").write_bytes(newer_checkpoint())
    found = examine(str(root))
    assert "newer version and needs paceplan 9.0" in found.unusable
    assert found.places

    def refuse(path: object) -> list[str]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "listdir", refuse)
    assert "permission is missing" in examine(str(root)).unusable


def test_what_is_no_folder_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "none")
    (tmp_path / "journal").mkdir()
    assert "is not a folder" in examine(str(tmp_path / "file")).unusable
    assert "leads nowhere" in examine(str(tmp_path / "link")).unusable
    odd = tmp_path / "odd"
    odd.mkdir()
    (odd / "journal").write_text("a file where the folder should be")
    assert examine(str(odd)).unusable


def test_what_a_restore_kept_is_counted(workspace: Workspace, tmp_path: Path) -> None:
    import datetime as dt

    from paceplan.store.restore import restore

    root = str(workspace.folder)
    backup.save(root, str(tmp_path / "b"), durable=False)
    save(workspace, made("p9"))
    restore(root, str(tmp_path / "b"), dt.date(2026, 11, 16), durable=False)
    found = examine(root)
    assert (found.troubles, found.entries) == ([], 4)
    assert {place.name: place.files for place in found.places}["replaced"] == 3
