"""What processes that were killed left in a workspace: files that were to replace others, and unpacked backups."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator

from paceplan.store import files
from paceplan.store.reading import RESTORING

STAGED = "restoring-"
"""What the name of a folder begins with into which a backup is unpacked; the number of its process follows."""

_OLD = 86_400.0
"""Seconds after which an unpacked backup is nobody's: its process may run where its number cannot be seen from here."""


def orphans(root: str) -> Iterator[str]:
    """Yield the names of unfinished files and folders in the folder `root` whose process is gone."""
    begun = os.path.lexists(f"{root}/{RESTORING}")
    for name in os.listdir(root):
        owner = ""
        if name.endswith(".tmp"):
            owner = name.removesuffix(".tmp").rpartition(".")[2]
        elif name.startswith(STAGED) and not begun:
            owner = name.removeprefix(STAGED)
        if owner.isdecimal() and not files.runs(int(owner)):
            yield name


def sweep(root: str) -> None:
    """Remove what is left of a killed process: only for the holder of the lock, who alone writes such files."""
    for name in list(orphans(root)):
        path = f"{root}/{name}"
        if name.endswith(".tmp"):
            files.remove(path)
        elif time.time() - os.stat(path).st_mtime > _OLD:
            import shutil

            shutil.rmtree(path, ignore_errors=True)
    aside = f"{root}/aside"
    if os.path.isdir(aside):
        for name in list(orphans(aside)):
            with contextlib.suppress(OSError):
                files.remove(f"{aside}/{name}")
