"""Whose value is visible where: for each path of a project, the entry that wrote what stands there now.

The undo rule rests on it: an entry is taken back at a path only while its own value is the one that is seen there.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from paceplan.core.changes import Path

Writers = dict[Path, str]
"""Path to entry id. A path without an entry of its own has the writer of the longest path above it that has one."""


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
"""Where a change takes nothing back: its own entry becomes the writer."""

Restores = str | None | Unset


def writer(writers: Writers, path: Path) -> str | None:
    """Return the id of the entry whose value is seen at `path`, or None where nobody wrote yet."""
    for length in range(len(path), -1, -1):
        found = writers.get(path[:length])
        if found is not None:
            return found
    return None


def below(writers: Writers, path: Path) -> Writers:
    """Return the writers of the paths inside `path`, without that of `path` itself."""
    depth = len(path)
    return {known: entry for known, entry in writers.items() if len(known) > depth and known[:depth] == path}


def record(writers: Writers, changes: Iterable[tuple[Path, str, Restores]]) -> None:
    """Note in `writers` who changed what, in order: path, entry id, and what its undo gives the path back to."""
    around = {path[:length] for path in writers for length in range(len(path))}  # the paths that have others inside
    for path, entry, restores in changes:
        if path in around:
            for inner in below(writers, path):
                del writers[inner]
        if restores is UNSET:
            writers[path] = entry
        elif restores is None:
            writers.pop(path, None)
            continue
        else:
            writers[path] = restores
        around.update(path[:length] for length in range(len(path)))
