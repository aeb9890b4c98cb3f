"""What the workspace holds now: the checkpoint, and the entries after it, folded in when a project is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from paceplan.core.changes import ABSENT, Document, apply
from paceplan.store.checkpoint import Checkpoint, Rejected, document_line, write
from paceplan.store.journal import Entry, Head, Row, Stored
from paceplan.store.writers import Writers, record


@dataclass(slots=True)
class Folded:
    """A project as the entries so far left it; the document is None where it is removed or was never made."""

    document: Document | None = None
    writers: Writers = field(default_factory=dict)


class State:
    """Rows at once, documents on first look; `heal` gives a project that the checkpoint holds damaged."""

    def __init__(self, base: Checkpoint | None = None, heal: Callable[[str], Folded] | None = None) -> None:
        self.base = base
        self.rows: dict[str, Row] = {} if base is None else dict(base.rows)
        self.changed: set[str] = set()
        self._heal = heal
        self._folded: dict[str, Folded] = {}
        self._waiting: dict[str, list[tuple[str, Stored]]] = {}

    def add(self, entry: Entry) -> None:
        """Take an entry in: its rows now, its changes when somebody looks."""
        entry_id = entry.id
        removed = []
        for stored in entry.changes:
            project = stored.project
            self._waiting.setdefault(project, []).append((entry_id, stored))
            self.changed.add(project)
            if not stored.change.path:
                if stored.change.after is ABSENT:
                    removed.append(project)
                else:
                    self.rows.setdefault(project, {})
                    removed = [gone for gone in removed if gone != project]
        self.rows.update(entry.rows)
        for project in removed:
            self.rows.pop(project, None)

    def look(self, project: str) -> Folded:
        """Return a project with all entries folded in; not to be changed by the caller."""
        folded = self._folded.get(project)
        if folded is None:
            folded = self._folded[project] = self._stored(project)
        waiting = self._waiting.pop(project, None)
        if waiting:
            folded.document = apply(folded.document, [stored.change for _, stored in waiting])
            for entry_id, stored in waiting:
                record(folded.writers, stored.change.path, entry_id, stored.restores)
        return folded

    def save(self, path: str, head: Head, *, durable: bool) -> None:
        """Write the state, which `head` leads to, as a checkpoint, and go on from that; raises `OSError`.

        Documents that no entry touched since the last checkpoint are copied from it as they are.
        """
        base = self.base
        fresh = {project: self._line(project) for project in self.changed}
        removed = {} if base is None else {gone: entry for gone, entry in base.removed.items() if gone not in fresh}
        for project, line in fresh.items():
            last = self.look(project).writers.get(())
            if line is None and last is not None:
                removed[project] = last
        try:
            write(path, head, self.rows, base, fresh, removed, durable=durable)
        except Rejected:  # another program cut the old file short: nothing can be copied from it
            if base is not None:
                fresh = {project: self._line(project) for project in base.places} | fresh
            write(path, head, self.rows, base, fresh, removed, durable=durable)
        written = Checkpoint.open(path)
        if base is not None:
            base.close()
        self.base = written
        self.changed.clear()

    def _line(self, project: str) -> bytes | None:
        folded = self.look(project)
        return None if folded.document is None else document_line(project, folded.document, folded.writers)

    def _stored(self, project: str) -> Folded:
        if self.base is None:
            return Folded()
        try:
            document, writers = self.base.project(project)
        except Rejected:
            if self._heal is None:
                raise
            return self._heal(project)
        return Folded(document, writers)


def fold(entries: Iterable[Entry], project: str) -> Folded:
    """Return one project as these entries, from the journal's first on, leave it."""
    state = State()
    for entry in entries:
        if any(stored.project == project for stored in entry.changes):
            state.add(entry)
    return state.look(project)
