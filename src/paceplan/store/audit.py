"""The audit of a workspace: the journal's chain from its first line on, and the checkpoint against what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from paceplan.store import chain
from paceplan.store.chain import Finding, Walk
from paceplan.store.checkpoint import Checkpoint, Rejected
from paceplan.store.collecting import uncollected
from paceplan.store.journal import Head
from paceplan.store.segments import Position, Segments
from paceplan.store.state import State

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes there are."""

_STEP = 1 << 20


def audit(segments: Segments, checkpoint: str, progress: Progress | None = None) -> list[Finding]:
    """Return everything that is wrong with a journal and with the checkpoint at the path `checkpoint`, in their order.

    An unfinished last line is nothing wrong: somebody may be writing it. Raises `Newer`, `Unreadable`.
    """
    name = checkpoint.rpartition("/")[2]
    base, flaws = None, []
    try:
        base = Checkpoint.open(checkpoint)
    except Rejected as error:
        flaws = [Finding("checkpoint", name, str(error))]
    try:
        told = _Told(segments, progress, 1 if base is None else 2)
        findings = _chain(segments, told)
        if base is not None:
            with uncollected():
                flaws += _against(base, segments, name, told, whole=not findings)
        told.all()
        return findings + flaws
    finally:
        if base is not None:
            base.close()


def _against(base: Checkpoint, segments: Segments, name: str, told: _Told, *, whole: bool) -> list[Finding]:
    """Return what is wrong with a checkpoint; where the journal is not `whole`, only what shows without it."""
    if not whole:
        return list(_compare(base, None, name))
    replayed, covers = _replayed(segments, base, told)
    if covers == base.head.hash:
        return list(_compare(base, replayed, name))
    said = f"goes up to entry {base.head.seq}, which is not in the journal"
    return [Finding("checkpoint", name, said), *_compare(base, None, name)]


def _chain(segments: Segments, told: _Told) -> list[Finding]:
    """Return what is wrong with the journal: by the short way as far as nothing is, then line by line."""
    head = Head()
    for number in segments.numbers():
        fits = chain.sound(segments, number, head)
        if fits is None:
            walk = Walk(segments, Position(number, 0), head)
            before = 0
            for _ in walk:
                if walk.bytes - before >= _STEP:
                    told.further(walk.bytes - before)
                    before = walk.bytes
            return walk.findings
        head = fits
        told.further(segments.stamp(number)[2])
    return []


def _replayed(segments: Segments, base: Checkpoint, told: _Told) -> tuple[State, str]:
    """Return what the entries that a checkpoint covers lead to, and the hash of the last of them."""
    state, last, seen = State(), "", 0
    for entry in chain.entries(segments, Position(base.head.segment, base.head.end)):
        state.add(entry)
        last = entry.hash
        seen += len(entry.payload)
        if seen >= _STEP:
            told.further(seen)
            seen = 0
    return state, last


def _compare(base: Checkpoint, replayed: State | None, name: str) -> Iterator[Finding]:
    """Yield a finding for each project whose copy is damaged or, with a `replayed` state, differs from it."""
    projects = base.places.keys() | base.removed.keys() | (set() if replayed is None else replayed.changed)
    for project in sorted(projects):
        try:
            document, writers = base.project(project)
        except Rejected as error:
            yield Finding("checkpoint", name, str(error), project=project)
            continue
        if replayed is None:
            continue
        folded = replayed.look(project)
        replayed.forget(project)
        copy = (document, writers, base.rows.get(project))
        if copy != (folded.document, folded.writers, replayed.rows.get(project)):
            yield Finding("checkpoint", name, f"differs from the journal in project {project}", project=project)


class _Told:
    """How far an audit is, told to whoever wants to know; the journal is gone over `times` times."""

    def __init__(self, segments: Segments, progress: Progress | None, times: int) -> None:
        self._progress, self._done = progress, 0
        self._total = 0 if progress is None else times * sum(segments.stamp(n)[2] for n in segments.numbers())

    def all(self) -> None:
        if self._progress is not None:
            self._progress(self._total, self._total)

    def further(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)
