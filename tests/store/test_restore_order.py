"""A power cut amid a restore: whatever of its renames the disk has taken, in whatever order, it comes to its end.

All that is new is on the disk before the marker comes, and all that was moved before it goes (`test_restore` looks at
that). In between the disk may have taken the renames of each name up to any of them, each name for itself: the old file
is in place or kept, the new one waits or is in place. A rename is whole or not there, as on any journaling file system.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from paceplan.store import backup, restore
from paceplan.store.workspace import Workspace

from .actions import NAME, changed, content, files_of, filled, made, save

DAY = dt.date(2026, 11, 16)
NAMES = ("journal", "device.json", "paceplan.json")
OLD_THERE, NEITHER, NEW_THERE = range(3)
KEPT = "replaced/2026-11-16-1"


class Stopped(BaseException):
    """The power is gone."""


@pytest.fixture(params=[True, False], ids=["with a checkpoint", "without one"])
def begun(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, dict[str, object], dict[str, object]]:
    """A workspace whose restore has just written its marker; what it held, and what the backup holds."""
    root = tmp_path / "w"
    workspace = filled(root, 2)
    if request.param:
        workspace.checkpoint()
    new = content(workspace)
    workspace.close()
    backup.save(str(root), str(tmp_path / "backup"), durable=False)
    workspace = Workspace.open(root, durable=False)
    save(workspace, changed(workspace, "p1", NAME, "Later"))
    save(workspace, made("p9"))
    workspace.checkpoint()
    old = content(workspace)
    workspace.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("paceplan.store.restore._swap", _stop)
        with pytest.raises(Stopped):
            restore.restore(str(root), str(tmp_path / "backup"), DAY, durable=False)
    assert restore.pending(str(root))
    return root, old, new


def _stop(*_: object, **__: object) -> None:
    raise Stopped


def left(begun: Path, folder: Path) -> Iterator[Path]:
    """Yield what a power cut may leave: every name at every one of its renames, the folder of the old made or not."""
    for stages in itertools.product((OLD_THERE, NEITHER, NEW_THERE), repeat=len(NAMES)):
        for made_before in (True, False):
            if not made_before and any(stages):
                continue  # what was moved into the folder has it
            root = folder / "".join(map(str, (*stages, int(made_before))))
            shutil.copytree(begun, root)
            (staged,) = (path for path in root.glob("restoring-*") if path.is_dir())
            if made_before:
                (root / KEPT).mkdir(parents=True)
            for name, stage in zip(NAMES, stages, strict=True):
                if stage >= NEITHER:
                    os.rename(root / name, root / KEPT / name)
                if stage == NEW_THERE and (staged / name).exists():
                    os.rename(staged / name, root / name)
            yield root


def test_whatever_of_the_renames_arrived_the_restore_comes_to_its_end(
    begun: tuple[Path, dict[str, object], dict[str, object]], tmp_path: Path
) -> None:
    root, old, new = begun
    count = 0
    for place in left(root, tmp_path / "cut"):
        workspace = Workspace.open(place, durable=False)
        assert content(workspace) == new, place.name
        assert any("restore that had been interrupted was finished" in notice for notice in workspace.notices)
        assert workspace.verify() == []
        assert save(workspace, made("p7"))
        workspace.close()
        kept = Workspace.open(place / KEPT, durable=False, create=False)
        assert content(kept) == old, place.name
        kept.close()
        count += 1
    assert count == 28


def test_the_same_again_at_any_of_them_comes_to_the_same(
    begun: tuple[Path, dict[str, object], dict[str, object]], tmp_path: Path
) -> None:
    """The power goes once more, after the marker was removed and before that was certain: it is there again."""
    root, _, _ = begun
    marker = (root / "restoring.json").read_bytes()
    for place in left(root, tmp_path / "cut"):
        restore.finish(str(place), durable=False)
        before = Counter(files_of(place).values())
        (place / "restoring.json").write_bytes(marker)
        restore.finish(str(place), durable=False)
        assert Counter(files_of(place).values()) == before
        assert not restore.pending(str(place))
