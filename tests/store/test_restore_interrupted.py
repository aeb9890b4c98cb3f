"""A restore is finished or undone wherever it is interrupted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paceplan.store import restore
from paceplan.store.errors import Locked, NotSaved, StoreError
from paceplan.store.lock import Lock
from paceplan.store.restore import finish, pending
from paceplan.store.workspace import Workspace

from .actions import content, files_of, made, save
from .restoring import DAY, Killed, begun, copy, opened, opened_copy, restored, restored_copy, swapped

CALLS = ("mkdir", "rename", "replace", "unlink", "rmdir", "fsync", "open", "write")


def killed_at(monkeypatch: pytest.MonkeyPatch, n: int) -> list[int]:
    """Let the n-th and every later call of the system fail, as for a process that is gone."""
    count = [0]

    def counting(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            count[0] += 1
            if count[0] > n:
                raise Killed
            return real(*args, **named)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, counting(getattr(os, name)))
    return count


def calls_of(root: Path, file: Path) -> int:
    with pytest.MonkeyPatch.context() as patched:
        count = killed_at(patched, 1_000_000)
        restore.restore(str(root), str(file), DAY)
        return count[0]


def test_a_restore_that_is_killed_anywhere_is_undone_or_finished(root: Path, file: Path, tmp_path: Path) -> None:
    import shutil

    old, new = content(opened(root)), content(restored_copy(root, file, tmp_path / "new"))
    seen = set()
    total = calls_of(copy(root, tmp_path / "count"), file)
    for n in range(total):
        place = copy(root, tmp_path / "crash")
        with pytest.MonkeyPatch.context() as patched:
            killed_at(patched, n)
            with pytest.raises(Killed):
                restore.restore(str(place), str(file), DAY)
        begun = pending(str(place))
        workspace = opened(place)
        assert content(workspace) == (new if begun or swapped(place) else old), n
        assert workspace.verify() == []
        assert not pending(str(place))
        assert save(workspace, made("p7"))
        workspace.close()
        if begun:
            kept = place / "replaced" / "2026-11-16-1"
            assert content(opened_copy(kept)) == old, n
        seen.add((begun, swapped(place)))
        assert restored(place, file)  # and a later one is not hindered
        assert content(opened(place)) == new
        shutil.rmtree(place)
    assert len(seen) == 3


def test_the_finishing_can_be_killed_anywhere_too(root: Path, file: Path, tmp_path: Path) -> None:
    new = content(restored_copy(root, file, tmp_path / "new"))
    half = begun(copy(root, tmp_path / "half"), file)
    for n in range(100):
        place = copy(half, tmp_path / f"crash{n}")
        try:
            with pytest.MonkeyPatch.context() as patched:
                killed_at(patched, n)
                finish(str(place))
            break
        except Killed:
            assert "was finished" in (finish(str(place)) or "was finished")
            assert content(Workspace.open(place, durable=False)) == new
    else:
        pytest.fail("it never came to an end")
    assert n > 5


@pytest.mark.parametrize("nth", range(1, 7))
def test_a_failed_rename_is_taken_back(root: Path, file: Path, nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, count = files_of(root), os.rename, [0]

    def fail(*args: Any) -> None:
        count[0] += 1
        if count[0] == nth:
            raise OSError(16, "Device or resource busy", str(args[0]))
        real(*args)

    monkeypatch.setattr(os, "rename", fail)
    with pytest.raises(NotSaved, match="The workspace is as it was"):
        restored(root, file)
    after = files_of(root)
    assert {k: v for k, v in after.items() if k != "lock"} == {k: v for k, v in before.items() if k != "lock"}
    assert not pending(str(root))


def test_a_marker_that_makes_no_sense_is_left_alone(root: Path) -> None:
    before = files_of(root)
    for text in (b"", b"[]", b'{"format":1,"staged":"../..","kept":"replaced/1","clear":[]}', b'{"format":9}'):
        (root / "restoring.json").write_bytes(text)
        with pytest.raises(StoreError, match="cannot be finished"):
            finish(str(root))
    (root / "restoring.json").unlink()
    assert {**files_of(root), "lock": b""} == {**before, "lock": b""}


def test_finishing_waits_for_the_lock(root: Path, file: Path, tmp_path: Path) -> None:
    half = begun(root, file)
    lock = Lock(f"{half}/lock")
    lock.acquire(0, "something else")
    with pytest.raises(Locked):
        finish(str(half), deadline=0)
    lock.release()
    assert finish(str(half))
    assert finish(str(half)) is None


def test_all_is_on_the_disk_before_the_marker_comes_and_before_it_goes(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    late: dict[str, list[str]] = {}
    fsync, replace, unlink = os.fsync, os.replace, os.unlink

    def syncing(fd: int) -> None:
        synced.add(os.fstat(fd).st_ino)
        fsync(fd)

    def replacing(source: str, target: str) -> None:
        if target.endswith("restoring.json"):
            (staged,) = root.glob("restoring-*")
            late["comes"] = [str(path) for path in [staged, *staged.rglob("*")] if path.stat().st_ino not in synced]
            synced.clear()
        replace(source, target)

    def unlinking(path: str) -> None:
        if path.endswith("restoring.json"):
            moved = [root, root / "replaced" / "2026-11-16-1", *root.glob("restoring-*")]
            late["goes"] = [str(place) for place in moved if place.is_dir() and place.stat().st_ino not in synced]
        unlink(path)

    for name, function in {"fsync": syncing, "replace": replacing, "unlink": unlinking}.items():
        monkeypatch.setattr(os, name, function)
    restore.restore(str(root), str(file), DAY)
    assert late == {"comes": [], "goes": []}
