"""What cannot be saved or read is refused in plain words, and nothing is harmed by the attempt."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paceplan.store.errors import FateUnknown, Newer, NotSaved, Unreadable
from paceplan.store.journal import encode
from paceplan.store.workspace import Workspace

from .actions import NAME, changed, content, files_of, filled, made, newer_checkpoint, reopened, save, segment


def failing(code: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise OSError(code, os.strerror(code))

    return fail


def only(path: Path, code: int) -> Callable[..., int]:
    """Return an `os.open` that fails for one path."""
    real = os.open

    def opening(name: Any, *arguments: Any, **named: Any) -> int:
        if os.fspath(name) == str(path):
            raise OSError(code, os.strerror(code), str(path))
        return real(name, *arguments, **named)

    return opening


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "quota"),
        (errno.EFBIG, "grow"),
        (errno.EIO, "reported an error"),
    ],
)
def test_a_failed_write_saves_nothing_and_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    workspace = filled(tmp_path, 2)
    before, data = content(workspace), segment(workspace).read_bytes()
    with workspace.transaction() as transaction, monkeypatch.context() as patched:
        patched.setattr(os, "write", failing(code))
        with pytest.raises(NotSaved, match=f"NOT saved: .*{reason}"):
            transaction.append(changed(workspace, "p1", NAME, "Lost"))
    assert (content(workspace), segment(workspace).read_bytes()) == (before, data)
    assert workspace.readonly is None
    assert save(workspace, changed(workspace, "p1", NAME, "Kept")).seq == 3
    assert reopened(workspace).verify() == []


@pytest.mark.parametrize("can_cut", [True, False])
def test_a_write_that_stops_half_way_is_cut_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_cut: bool
) -> None:
    workspace = filled(tmp_path, 2)
    before, data, write = content(workspace), segment(workspace).read_bytes(), os.write
    with workspace.transaction() as transaction, monkeypatch.context() as patched:
        patched.setattr(os, "write", lambda fd, line: write(fd, line[:40]))
        if not can_cut:
            patched.setattr(os, "ftruncate", failing(errno.EIO))
        with pytest.raises(NotSaved, match="full"):
            transaction.append(changed(workspace, "p1", NAME, "Lost"))
    assert content(workspace) == before
    assert len(segment(workspace).read_bytes()) == len(data) + (0 if can_cut else 40)
    assert save(workspace, changed(workspace, "p1", NAME, "Kept")).seq == 3
    assert reopened(workspace).verify() == []


def test_a_disk_that_does_not_confirm_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = filled(tmp_path, 2, durable=True)
    before = content(workspace)
    asked: list[int] = []

    def broken(fd: int) -> None:
        asked.append(fd)
        raise OSError(errno.EIO, "Input/output error")

    with workspace.transaction() as transaction:
        monkeypatch.setattr(os, "fsync", broken)
        with pytest.raises(FateUnknown, match="NOT saved: the disk reported an error"):
            transaction.append(changed(workspace, "p1", NAME, "Who knows"))
        with pytest.raises(NotSaved):
            transaction.append(changed(workspace, "p1", NAME, "Again"))
    assert len(asked) == 1
    assert workspace.readonly is not None
    assert content(workspace) == before
    data = segment(workspace).read_bytes()
    with pytest.raises(NotSaved, match="the disk reported an error"):
        save(workspace, made("p3"))
    with pytest.raises(NotSaved):
        workspace.checkpoint()
    assert segment(workspace).read_bytes() == data
    assert (workspace.refresh(), content(workspace)) == ([], before)
    monkeypatch.undo()
    assert Workspace.open(tmp_path).readonly is None


def test_something_that_writes_in_spite_of_the_lock_is_noticed(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 1)
    with workspace.transaction() as transaction:
        with segment(workspace).open("ab") as file:
            file.write(b"cat >> journal\n")
        with pytest.raises(NotSaved, match="in spite of the lock"):
            transaction.append(made("p2"))
    assert save(workspace, made("p2")).seq == 3
    assert list(reopened(workspace).rows()) == ["p1", "p2"]


def test_what_json_cannot_say_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 1)
    before = files_of(tmp_path)
    with workspace.transaction() as transaction, pytest.raises(TypeError):
        transaction.append(changed(workspace, "p1", NAME, object()))
    assert {**files_of(tmp_path), "lock": b""} == {**before, "lock": b""}
    assert save(workspace, made("p2")).seq == 2


@pytest.mark.parametrize("path", ["", "journal", "journal/000001.journal", "lock"])
def test_a_folder_that_cannot_be_written_opens_for_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    workspace = filled(tmp_path, 2)
    closed = str(tmp_path / path)
    before = files_of(tmp_path)
    # The tests may run as root, whom permissions do not stop.
    monkeypatch.setattr(os, "access", lambda name, mode: os.fspath(name) != closed)
    again = reopened(workspace)
    assert again.readonly is not None
    assert closed in again.readonly
    assert content(again) == content(workspace)
    with pytest.raises(NotSaved, match="cannot be written"):
        save(again, made("p3"))
    with pytest.raises(NotSaved):
        again.checkpoint()
    assert files_of(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not stop root")
def test_a_folder_without_the_write_bit_opens_for_reading(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "w", 1)
    (tmp_path / "w").chmod(0o500)
    try:
        assert reopened(workspace).readonly is not None
    finally:
        (tmp_path / "w").chmod(0o700)


def test_permission_that_is_lost_later_makes_it_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = filled(tmp_path, 1)
    monkeypatch.setattr(os, "open", only(tmp_path / "lock", errno.EACCES))
    with pytest.raises(NotSaved, match=r"lock cannot be written: permission is missing"):
        save(workspace, made("p2"))
    assert workspace.readonly is not None
    assert list(workspace.rows()) == ["p1"]


def test_a_folder_that_cannot_be_made_opens_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "mkdir", failing(errno.EROFS))
    workspace = Workspace.open(tmp_path / "w")
    assert workspace.readonly is not None
    assert "the disk can only be read" in workspace.readonly
    assert dict(workspace.rows()) == {}


@pytest.mark.parametrize("name", ["journal/000001.journal", "paceplan.json"])
def test_missing_permission_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    workspace = filled(tmp_path, 2)
    workspace.checkpoint()
    save(workspace, made("p3"))
    before = files_of(tmp_path)
    monkeypatch.setattr(os, "open", only(tmp_path / name, errno.EACCES))
    with pytest.raises(Unreadable, match="permission is missing") as refused:
        Workspace.open(tmp_path)
    assert str(tmp_path / name) in str(refused.value)
    monkeypatch.undo()
    assert files_of(tmp_path) == before


def test_a_folder_in_a_files_place_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "paceplan.json").mkdir()
    with pytest.raises(Unreadable, match=r"paceplan\.json"):
        Workspace.open(tmp_path)


def test_a_newer_checkpoint_is_refused_untouched(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 1)
    workspace.checkpoint()
    path = tmp_path / "paceplan.json"
    path.write_bytes(newer_checkpoint("99.1") + path.read_bytes().partition(b"\n")[2])
    before = files_of(tmp_path)
    with pytest.raises(Newer, match=r"paceplan\.json .*99\..* or later") as refused:
        Workspace.open(tmp_path)
    assert refused.value.needed.startswith("paceplan 99.")
    with pytest.raises(Newer):
        workspace.verify()
    assert files_of(tmp_path) == before


def test_a_newer_entry_is_refused_at_opening_and_while_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = filled(tmp_path, 2)
    known = list(workspace.entries())[-1]
    with monkeypatch.context() as patched:
        patched.setattr("paceplan.store.journal.FORMAT", 2)
        head = workspace._head
        assert head.hash == known.hash
        line, _ = encode(made("p3"), head, "0123abcd")
    with segment(workspace).open("ab") as file:
        file.write(line)
    before, said = files_of(tmp_path), content(workspace)
    with pytest.raises(Newer, match="journal format 2"):
        Workspace.open(tmp_path)
    with pytest.raises(Newer):
        workspace.refresh()
    with pytest.raises(Newer):
        save(workspace, made("p4"))
    assert {**files_of(tmp_path), "lock": b""} == {**before, "lock": b""}
    assert content(workspace) == said
