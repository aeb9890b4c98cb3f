"""Whose value is visible where: for each path of a project, the entry that wrote what stands there now.

The undo rule rests on it: an entry is taken back at a path only while its own value is the one that is seen there.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from paceplan.core.changes import Path

_FEW = 8

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


def around(writers: Writers) -> set[Path]:
    """Return the paths that have others with a writer inside."""
    return {path[:length] for path in writers for length in range(len(path))}


def record(writers: Writers, changes: Iterable[tuple[Path, str, Restores]]) -> None:
    """Note in `writers` who changed what, in order: path, entry id, and what its undo gives the path back to."""
    changes = list(changes)
    # For a few changes a look through all paths for each of them is quicker than knowing beforehand where to look.
    outer = around(writers) if len(changes) > _FEW else None
    for path, entry, restores in changes:
        if outer is None or path in outer:
            for inner in below(writers, path):
                del writers[inner]
        if restores is UNSET:
            writers[path] = entry
        elif restores is None:
            writers.pop(path, None)
            continue
        else:
            writers[path] = restores
        if outer is not None:
            outer.update(path[:length] for length in range(len(path)))
