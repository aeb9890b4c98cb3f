"""The audit of a workspace: the journal's chain from its first line on, and the checkpoint against what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from paceplan.store.chain import Finding, Walk
from paceplan.store.checkpoint import Checkpoint, Rejected
from paceplan.store.journal import Entry, Head
from paceplan.store.segments import Position, Segments
from paceplan.store.state import State

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes there are."""

_STEP = 256


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
        covered = Position(0, 0) if base is None else Position(base.head.segment, base.head.end)
        walk, replayed, covers, sound = Walk(segments, Position(1, 0), Head()), State(), "", True
        for entry in _counted(walk, segments, progress):
            if walk.at <= covered:
                replayed.add(entry)
                covers, sound = entry.hash, not walk.findings
        if base is not None:
            sound = sound and covers == base.head.hash
            if not sound and not walk.findings:
                flaws = [Finding("checkpoint", name, f"goes up to entry {base.head.seq}, which is not in the journal")]
            flaws += _compare(base, replayed if sound else None, name)
        return walk.findings + flaws
    finally:
        if base is not None:
            base.close()


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
        copy = (document, writers, base.rows.get(project))
        if copy != (folded.document, folded.writers, replayed.rows.get(project)):
            yield Finding("checkpoint", name, f"differs from the journal in project {project}", project=project)


def _counted(walk: Walk, segments: Segments, progress: Progress | None) -> Iterator[Entry]:
    if progress is None:
        yield from walk
        return
    total = sum(segments.stamp(number)[2] for number in segments.numbers())
    for n, entry in enumerate(walk):
        if n % _STEP == 0:
            progress(walk.bytes, total)
        yield entry
    progress(total, total)
