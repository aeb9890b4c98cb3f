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

_STEP = 512


def verify(segments: Segments, checkpoint: str, progress: Progress | None) -> list[Finding]:
    """Return everything that is wrong with a journal and the checkpoint at the path `checkpoint`, in their order.

    An unfinished last line is nothing wrong: somebody may be writing it. Raises `Newer`, `Unreadable`.
    """
    base, rejected = _open(checkpoint)
    try:
        covered = None if base is None else base.covered
        walk = Walk(segments, Position(1, 0), Head())
        replayed, sound = State(), covered is not None
        for entry in _counted(walk, segments, progress):
            if covered is not None and walk.at <= covered.at:
                replayed.add(entry)
                sound = sound and not walk.findings
        if covered is not None and not any(_reaches(finding, covered.head.seq) for finding in walk.findings):
            pass
        found = list(walk.findings)
        if rejected:
            found.append(Finding("checkpoint", _name(checkpoint), rejected))
        elif base is not None:
            found += _compare(base, replayed if sound else None, _name(checkpoint))
        return found
    finally:
        if base is not None:
            base.close()
