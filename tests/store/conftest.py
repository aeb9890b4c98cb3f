"""A workspace and its backup, for the tests of a restore."""

from __future__ import annotations

from pathlib import Path

import pytest

from paceplan.store import backup

from .actions import NAME, changed, filled, made, save
from .restoring import opened


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a workspace with the projects p1 to p3, a checkpoint, and an entry after it."""
    workspace = filled(tmp_path / "workspace", 3)
    workspace.checkpoint()
    save(workspace, changed(workspace, "p2", NAME, "Other"))
    workspace.close()
    return workspace.folder


@pytest.fixture
def file(root: Path, tmp_path: Path) -> Path:
    """A backup of `root`, which has changed since."""
    path = tmp_path / "backup.tar.gz"
    backup.save(str(root), str(path), durable=False)
    workspace = opened(root)
    save(workspace, changed(workspace, "p1", NAME, "Later"))
    save(workspace, made("p9"))
    workspace.close()
    return path
