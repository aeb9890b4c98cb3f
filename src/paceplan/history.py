"""Which actions of one author can be taken back or done again, read from the journal when first asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from paceplan.core.changes import Path
from paceplan.store.writers import Writers, below, record

if TYPE_CHECKING:
    from paceplan.store.journal import Entry, Stored
    from paceplan.store.workspace import Workspace


def action_name(action: Callable[..., Any]) -> str:
    """Return the name that the journal keeps for an action: module and function, as in `pilot.start`."""
    return f"{action.__module__.rpartition('.')[2]}.{action.__name__}"


Seen = dict[Path, str | None]
"""A path and those inside it with the entries whose values are seen; one that is not named is as the one around it."""


def nested(writers: Writers, path: Path, top: str | None) -> Seen:
    """Return those of `writers` inside `path` that differ from the writer around them; `top` is that of `path`."""
    seen: Seen = {path: top}
    for inner in sorted(below(writers, path), key=len):
        around = next(inner[:length] for length in range(len(inner) - 1, -1, -1) if inner[:length] in seen)
        if writers[inner] != seen[around]:
            seen[inner] = writers[inner]
    del seen[path]
    return seen


class History:
    """The undo and redo stacks of `author` on this device, and who made which entry.

    They follow from the journal alone: an action goes on the undo stack and clears the redo stack; an undo moves its
    action from the one to the other; a redo moves it back. So they outlive the process.
    """

    def __init__(self, workspace: Workspace, author: str) -> None:
        self._workspace = workspace
        self._author = author
        self._device = ""
        self._entries: list[Entry] | None = None
        self._by_id: dict[str, Entry] = {}
        self._undo: list[str] = []
        self._redo: list[str] = []

    def append(self, entry: Entry) -> None:
        """Take in an entry recorded since; before the first question there is nothing to keep up to date."""
        if self._entries is not None:
            self._take(entry)

    def _load(self) -> list[Entry]:
        if self._entries is None or self._device != self._workspace.device:
            # The device has its id from the first change on, which may be another process's.
            self._device = self._workspace.device
            self._entries = []
            self._by_id, self._undo, self._redo = {}, [], []
            for entry in self._workspace.entries():
                self._take(entry)
        return self._entries

    def _take(self, entry: Entry) -> None:
        assert self._entries is not None
        if entry.id in self._by_id:
            return
        self._entries.append(entry)
        self._by_id[entry.id] = entry
        if entry.author != self._author or entry.device != self._workspace.device:
            return
        if entry.undoes:
            _move(entry.undoes, self._undo, self._redo)
        elif entry.redoes:
            _move(entry.redoes, self._redo, self._undo)
        else:
            self._undo.append(entry.id)
            self._redo.clear()

    def to_undo(self) -> Entry | None:
        """Return the action that an undo takes back."""
        self._load()
        return self._by_id[self._undo[-1]] if self._undo else None

    def to_redo(self) -> Entry | None:
        """Return the action that a redo does again."""
        self._load()
        return self._by_id[self._redo[-1]] if self._redo else None

    def writers_before(self, entry: Entry, project: str) -> Writers:
        """Return whose values were seen where in `project` just before `entry`."""
        writers: Writers = {}
        for earlier in self._load():
            if earlier.id == entry.id:
                break
            if project in earlier.projects:
                mine = (stored for stored in earlier.changes if stored.project == project)
                record(writers, ((stored.change.path, earlier.id, stored.restores) for stored in mine))
        return writers

    def who(self, entry_id: str | None) -> str:
        """Return who made an entry and when, for a message."""
        self._load()
        entry = self._by_id.get(entry_id or "")
        return f"{entry.author} at {entry.time[:16].replace('T', ' ')} UTC" if entry else "somebody else"

    def entries(self, project_id: str | None, limit: int | None) -> list[Entry]:
        """Return entries, newest first, of one project or of all, at most `limit`.

        What an undo only says to give a value back to its writer changed nothing, and is left out.
        """
        found: list[Entry] = []
        for entry in reversed(self._load()):
            if project_id is None or project_id in entry.projects:
                found.append(_shown(entry))
                if limit is not None and len(found) >= limit:
                    break
        return found


def _shown(entry: Entry) -> Entry:
    if entry.undoes is None or all(map(_differs, entry.changes)):
        return entry
    return entry.showing(tuple(filter(_differs, entry.changes)))


def _differs(stored: Stored) -> bool:
    before, after = stored.change.before, stored.change.after
    return before != after or type(before) is not type(after)


def _move(entry_id: str, source: list[str], target: list[str]) -> None:
    if entry_id in source:
        source.remove(entry_id)
        target.append(entry_id)
