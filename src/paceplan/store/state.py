"""What the workspace holds now: the checkpoint, and the entries after it, folded in when a project is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from paceplan.core.changes import Document, Path, apply
from paceplan.store import chain, files
from paceplan.store.checkpoint import Checkpoint, Rejected, document_line, layout
from paceplan.store.journal import Entry, Head, Row
from paceplan.store.segments import Position, Segments
from paceplan.store.writers import Writers, around, below, record


@dataclass(slots=True)
class Folded:
    """A project as the entries so far left it; the document is None where it is removed or was never made."""

    document: Document | None = None
    writers: Writers = field(default_factory=dict)
    around: frozenset[Path] | None = None
    """The paths that have others with a writer inside; None where that is not known."""

    def below(self, path: Path) -> Writers:
        """Return the writers of the paths inside `path`."""
        if self.around is None:
            self.around = frozenset(around(self.writers))
        return below(self.writers, path) if path in self.around else {}


def _fold(folded: Folded, project: str, entries: list[Entry]) -> None:
    mine = [(entry.id, stored) for entry in entries for stored in entry.changes if stored.project == project]
    folded.document = apply(folded.document, [stored.change for _, stored in mine])
    record(folded.writers, ((stored.change.path, entry, stored.restores) for entry, stored in mine))
    folded.around = None


class State:
    """Rows at once, documents on first look; `heal` gives a project that the checkpoint holds damaged."""

    def __init__(self, base: Checkpoint | None = None, heal: Callable[[str], Folded] | None = None) -> None:
        self.base = base
        self.rows: dict[str, Row] = {} if base is None else dict(base.rows)
        self.changed: set[str] = set()
        self._heal = heal
        self._folded: dict[str, Folded] = {}
        self._waiting: dict[str, list[Entry]] = {}

    def add(self, entry: Entry) -> None:
        """Take an entry in: its rows now, its changes when somebody looks."""
        for project in entry.projects:
            self._waiting.setdefault(project, []).append(entry)
            self.changed.add(project)
        removed: list[str] = []
        for project, there in entry.wholes:
            if there:
                self.rows.setdefault(project, {})
                removed = [gone for gone in removed if gone != project]
            else:
                removed.append(project)
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
            _fold(folded, project, waiting)
        return folded

    def glance(self, project: str) -> Folded:
        """Return what `look` does, and keep nothing of it: for looks at very many, of which each takes memory."""
        if project in self._folded:
            return self.look(project)
        folded = self._stored(project)
        waiting = self._waiting.get(project)
        if waiting:
            _fold(folded, project, waiting)
        return folded

    def prepare(self, path: str, head: Head, origin: str, *, durable: bool) -> str:
        """Write the state, which `head` leads to, as a checkpoint beside `path` and return where.

        Raises `OSError`, and `Rejected` where the last checkpoint was cut short meanwhile. `origin` is the hash of the
        journal's first entry. Documents that no entry touched since the last checkpoint are copied as they are.
        """
        return files.prepare(path, self._layout(head, origin), durable=durable)

    def _layout(self, head: Head, origin: str) -> Iterator[bytes]:
        base = self.base
        # A damaged copy is healed rather than copied on.
        damaged = {p for p in base.places if p not in self.changed and not base.sound(p)} if base is not None else set()
        lines = {project: self.line(project) for project in self.changed | damaged}
        fresh = {project: line for project, (line, _) in lines.items()}
        removed = {} if base is None else {gone: entry for gone, entry in base.removed.items() if gone not in fresh}
        removed |= {project: last for project, (line, last) in lines.items() if line is None and last is not None}
        return layout(head, origin, self.rows, base, fresh, removed)

    def line(self, project: str) -> tuple[bytes | None, str | None]:
        """Return a project's line for a checkpoint, None where it is gone, and who wrote or removed it as a whole."""
        folded = self.look(project)
        line = None if folded.document is None else document_line(project, folded.document, folded.writers)
        return line, folded.writers.get(())

    def forget(self, project: str) -> None:
        """Let go of a project that was looked at and is not asked for again."""
        self._folded.pop(project, None)

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


def replayed(segments: Segments, base: Checkpoint, project: str) -> Folded:
    """Return one project from the journal alone, as it was when the checkpoint `base` was written."""
    state = State()
    for entry in chain.entries(segments, Position(base.head.segment, base.head.end)):
        if project in entry.projects:
            state.add(entry)
    return state.look(project)


def damaged_copy(project: str) -> str:
    """Return what is said where a checkpoint's copy of a project could not be used."""
    return f"paceplan.json holds a damaged copy of project {project}: rebuilt from the journal"
