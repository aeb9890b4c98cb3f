"""What killed processes left goes with the next checkpoint or restore; what belongs to somebody stays."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from paceplan.store import backup, restore
from paceplan.store.workspace import Workspace

from .actions import NAME, changed, content, filled, made, reopened, save

DEAD = 4_194_305
"""No process has this number: it is above what systems give."""

DAY = dt.date(2026, 11, 16)
CALLS = ("open", "write", "fsync", "replace", "rename", "unlink", "pwrite", "mkdir")


@pytest.fixture
def littered(tmp_path: Path) -> Workspace:
    """A workspace with what processes leave that are gone, and what others have that are not."""
    workspace = filled(tmp_path / "w", 2)
    root = workspace.folder
    (root / "aside").mkdir()
    for name in ("paceplan.json", "device.json", "restoring.json", "aside/000001-5.fragment"):
        (root / f"{name}.{DEAD}.tmp").write_text("half")
    (root / f"paceplan.json.{os.getpid()}.tmp.mine").write_text("mine")
    (root / "notes.tmp").write_text("mine")
    (root / f"restoring-{DEAD}").mkdir()
    (root / f"restoring-{DEAD + 1}").mkdir()
    os.utime(root / f"restoring-{DEAD}", (0, 0))
    return workspace


def names(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if "tmp" in path.name or "restoring-" in path.name}


LEFT = {f"paceplan.json.{os.getpid()}.tmp.mine", "notes.tmp", f"restoring-{DEAD + 1}"}


def test_a_checkpoint_sweeps(littered: Workspace) -> None:
    littered.checkpoint()
    assert names(littered.folder) == LEFT
    assert content(reopened(littered)) == content(littered)


def test_a_checkpoint_behind_the_work_sweeps(littered: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paceplan.store.reading._LEAST_TAIL", 1)
    monkeypatch.setattr("paceplan.store.reading._TAIL_SHARE", 0)
    assert littered.checkpoint_behind()
    assert littered.settled()
    assert names(littered.folder) == LEFT


def test_a_restore_sweeps(littered: Workspace, tmp_path: Path) -> None:
    backup.save(str(littered.folder), str(tmp_path / "b"), durable=False)
    restore.restore(str(littered.folder), str(tmp_path / "b"), DAY, durable=False)
    assert names(littered.folder) == LEFT


def test_nothing_that_is_unpacked_goes_while_a_restore_is_under_way(littered: Workspace) -> None:
    from paceplan.store import leftovers

    (littered.folder / "restoring.json").write_text("{}")
    assert not [name for name in leftovers.orphans(str(littered.folder)) if name.startswith("restoring-")]


class Killed(BaseException):
    """The process is gone."""


def test_wherever_a_process_is_killed_the_next_checkpoint_leaves_nothing(tmp_path: Path) -> None:
    """The process that goes on has another number than the one that was killed."""
    for number in range(200):
        folder = tmp_path / f"w{number}"
        filled(folder, 1).close()
        (folder / "journal/000001.journal").open("ab").write(b"half a line")
        done = False
        with pytest.MonkeyPatch.context() as patch:
            calls = [0]
            for name in CALLS:
                patch.setattr(os, name, _dying(getattr(os, name), calls, number))
            patch.setattr(os, "getpid", lambda: DEAD)
            try:
                workspace = Workspace.open(folder)
                save(workspace, changed(workspace, "p1", NAME, "Anew"))
                workspace.checkpoint()
                done = True
            except Killed:
                pass
        again = Workspace.open(folder, durable=False)
        save(again, made("p9"))
        again.checkpoint()
        assert not [path for path in folder.rglob("*") if path.name.endswith(".tmp")]
        assert again.verify() == []
        if done:
            assert number > 20
            return
    pytest.fail("it never ends")


def _dying(real: object, calls: list[int], number: int) -> object:
    def call(*arguments: object, **named: object) -> object:
        calls[0] += 1
        if calls[0] > number:
            raise Killed
        return real(*arguments, **named)  # type: ignore[operator]

    return call
