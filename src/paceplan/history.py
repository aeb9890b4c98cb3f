"""Which actions of one author can be taken back or done again, read from the journal's end when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from paceplan.core.changes import Path
from paceplan.store.writers import Restores, Writers, below, record

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
    action from the one to the other; a redo moves it back. So they outlive the process. The journal is read from its
    end, and only as far back as the answer takes.
    """

    def __init__(self, workspace: Workspace, author: str) -> None:
        self._workspace = workspace
        self._author = author
        self._of: tuple[str, int] | None = None
        """Device and generation of the workspace, as of which the rest is known; None before the first question."""
        self._newest = 0
        self._newer: list[Entry] = []
        self._older: list[Entry] = []
        self._source: Iterator[Entry] = iter(())
        self._log: tuple[str | None, int | None, list[Entry]] | None = None

    def append(self, entry: Entry) -> None:
        """Take in an entry recorded since; before the first question there is nothing to keep up to date."""
        if self._of is None or entry.seq <= self._newest:
            return
        self._newest = entry.seq
        if (entry.author, entry.device) == (self._author, self._workspace.device):
            self._newer.append(entry)
        if self._log is not None and (self._log[0] is None or self._log[0] in entry.projects):
            self._log[2].insert(0, _shown(entry))

    def _begin(self) -> None:
        """Start anew where nothing was asked yet, or where all of it is another journal by now."""
        of = (self._workspace.device, self._workspace.generation)
        if self._of != of:
            # The device has its id from the first change on, which may be another process's.
            self._of, self._newest = of, self._workspace.head[1]
            self._newer, self._older, self._log = [], [], None
            self._source = self._workspace.entries_by(self._author)

    def _own(self) -> Iterator[Entry]:
        """Yield this author's entries on this device, the newest first."""
        self._begin()
        yield from reversed(self._newer)
        number = 0
        while number < len(self._older) or self._further():
            yield self._older[number]
            number += 1

    def _further(self) -> bool:
        """Read one more entry back; tell whether there was one."""
        entry = next(self._source, None)
        if entry is not None:
            self._older.append(entry)
        return entry is not None

    def _action(self, id: str) -> Entry | None:
        return next((entry for entry in self._own() if entry.id == id), None)

    def to_undo(self) -> Entry | None:
        """Return the action that an undo takes back."""
        settled: set[str] = set()
        for entry in self._own():
            # What was last done about an action decides: that it was done, or done again, and not that it was undone.
            action = entry.undoes or entry.redoes or entry.id
            if action not in settled and not entry.undoes and (found := self._action(action)):
                return found
            settled.add(action)
        return None

    def to_redo(self) -> Entry | None:
        """Return the action that a redo does again."""
        settled: set[str] = set()
        for entry in self._own():
            action = entry.undoes or entry.redoes
            if action is None:
                return None  # whatever was undone before it is no longer done again
            if action not in settled and entry.undoes and (found := self._action(action)):
                return found
            settled.add(action)
        return None

    def writers_before(self, entry: Entry, project: str, path: Path) -> Writers:
        """Return whose values were seen where in `project` at and inside `path` just before `entry`."""
        found: list[tuple[Path, str, Restores]] = []
        for earlier in self._before(entry, project):
            mine = [stored for stored in earlier.changes if stored.project == project]
            for stored in reversed(mine):
                there = stored.change.path
                if path[: len(there)] == there or there[: len(path)] == path:
                    found.append((there, earlier.id, stored.restores))
                if path[: len(there)] == there:  # it left nothing of what was inside before
                    return _recorded(found)
        return _recorded(found)

    def _before(self, entry: Entry, project: str) -> Iterator[Entry]:
        """Yield the entries of a project before `entry`, the newest first."""
        entries = self._workspace.entries_of(project)
        for later in entries:
            if later.id == entry.id:
                break
        return entries

    def who(self, entry_id: str | None) -> str:
        """Return who made an entry and when, for a message."""
        entry = self._workspace.entry(entry_id) if entry_id else None
        return f"{entry.author} at {entry.time[:16].replace('T', ' ')} UTC" if entry else "somebody else"

    def entries(self, project_id: str | None, limit: int | None) -> list[Entry]:
        """Return entries, newest first, of one project or of all, at most `limit`.

        What an undo only says to give a value back to its writer changed nothing, and is left out.
        """
        self._begin()
        if self._log is None or self._log[:2] != (project_id, limit):
            workspace = self._workspace
            found = workspace.entries(newest_first=True) if project_id is None else workspace.entries_of(project_id)
            self._log = (project_id, limit, [_shown(entry) for entry in islice(found, limit)])
        return self._log[2][:limit]


def _recorded(backwards: list[tuple[Path, str, Restores]]) -> Writers:
    writers: Writers = {}
    record(writers, reversed(backwards))
    return writers


def _shown(entry: Entry) -> Entry:
    if entry.undoes is None or all(map(_differs, entry.changes)):
        return entry
    return entry.showing(tuple(filter(_differs, entry.changes)))


def _differs(stored: Stored) -> bool:
    before, after = stored.change.before, stored.change.after
    return before != after or type(before) is not type(after)
