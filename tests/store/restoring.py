"""What the tests of a restore share: a workspace with its backup, restored, interrupted, opened again."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest

from paceplan.store import restore
from paceplan.store.restore import finish, pending
from paceplan.store.workspace import Workspace

DAY = dt.date(2026, 11, 16)


def restored(root: Path, file: Path) -> restore.Restored:
    """Restore without waiting for the disk."""
    return restore.restore(str(root), str(file), DAY, durable=False, deadline=0)


def opened(root: Path) -> Workspace:
    """Open a workspace as the next process would."""
    finish(str(root), durable=False)
    return Workspace.open(root, durable=False)


class Killed(BaseException):
    """The process is gone."""


def begun(root: Path, file: Path) -> Path:
    """Leave a restore behind its first rename."""
    real, count = os.rename, [0]

    def kill(*args: Any) -> None:
        count[0] += 1
        if count[0] > 1:
            raise Killed
        real(*args)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "rename", kill)
        with pytest.raises(Killed):
            restored(root, file)
    assert pending(str(root))
    return root


def copy(root: Path, to: Path) -> Path:
    import shutil

    return Path(shutil.copytree(root, to))


def swapped(root: Path) -> bool:
    return (root / "replaced" / "2026-11-16-1" / "device.json").exists()


def restored_copy(root: Path, file: Path, to: Path) -> Workspace:
    restored(copy(root, to), file)
    return opened(to)


def opened_copy(kept: Path) -> Workspace:
    return Workspace.open(kept, create=False, durable=False)
