"""What takes an action back or does it again, and when that has to be refused because somebody changed it since."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from paceplan.core.changes import Change, Path, get
from paceplan.core.errors import Refused
from paceplan.history import History, Seen, nested
from paceplan.store.journal import Entry, Stored

if TYPE_CHECKING:
    from paceplan.store.workspace import Workspace


class NothingToUndo(Refused):
    """There is no action of this author left to take back, or to do again."""


class Part(NamedTuple):
    """What an undo or a redo does at one path, and whose values have to be seen there for it."""

    project: str
    path: Path
    changes: list[Stored]
    expected: Seen


class TakingBack:
    """Undo and redo of whole actions, as changes to be recorded like any others."""

    def __init__(self, workspace: Workspace, history: History) -> None:
        self._workspace = workspace
        self._history = history

    def back(self, entry: Entry) -> list[Part]:
        """Return what takes `entry` back: possible while nothing but its own values is seen at its paths."""
        parts = []
        for stored in reversed(entry.changes):
            path = stored.change.path
            changes = [Stored(stored.project, stored.change.inverted(), base=entry.id, restores=stored.base)]
            for inner, writer in self._inside(entry, stored).items():
                # The value is there again with the whole; said on its own, it is its own writer's again as well.
                value = get(stored.change.before, inner[len(path) :])
                changes.append(Stored(stored.project, Change(inner, value, value), base=entry.id, restores=writer))
            parts.append(Part(stored.project, path, changes, {path: entry.id}))
        return parts

    def again(self, entry: Entry) -> list[Part]:
        """Return what does `entry` again: possible while its paths show what they showed before it."""
        return [
            Part(
                stored.project, stored.change.path,
                [Stored(stored.project, stored.change, base=stored.base, restores=entry.id)],
                {stored.change.path: stored.base, **self._inside(entry, stored)},
            )
            for stored in entry.changes
        ]  # fmt: skip

    def _inside(self, entry: Entry, stored: Stored) -> Seen:
        """Return whose values `entry` took away together with the one at its path."""
        if not isinstance(stored.change.before, dict):
            return {}
        path = stored.change.path
        return nested(self._history.writers_before(entry, stored.project, path), path, stored.base)

    def refuse_if_changed(self, part: Part, name: str) -> None:
        """Refuse where another's value is seen at the path, or below it, than the one that is to be replaced."""
        project_id, path = part.project, part.path
        top = self._workspace.writer(project_id, path)
        seen = {path: top, **nested(self._workspace.writers_below(project_id, path), path, top)}
        if seen == part.expected:
            return
        changed = min(p for p in seen.keys() | part.expected.keys() if seen.get(p) != part.expected.get(p))
        other = seen.get(changed, top)
        if other is None:  # the project is gone, and so are its writers
            other = next((e.id for e in self._history.entries(project_id, 1)), None)
        title = self._workspace.rows().get(project_id, {}).get("name", project_id)
        where = ".".join(changed) or "the project"
        who = self._history.who(other)
        raise Refused(f"{title}: {where} was changed since by {who}; {name} leaves that alone", changed)
