"""Opening: the checkpoint where it can be used, and the journal after it; otherwise the journal from its start."""

from __future__ import annotations

import gc
import os
from typing import NamedTuple

from paceplan.store import chain
from paceplan.store.chain import Walk
from paceplan.store.checkpoint import Checkpoint, Rejected
from paceplan.store.collecting import uncollected
from paceplan.store.journal import Damaged, Entry, Head, decode, sha256
from paceplan.store.segments import Position, Segments

Stamp = tuple[int, ...]

_MANY = 1000


class Opened(NamedTuple):
    """What the files hold: a checkpoint or None, the entries after it, and where the walk over them ended.

    `notices` says what was wrong beside the walk's findings; `rejected` is the stamp of a checkpoint file that is of no
    use; `short` tells that the journal ends before the checkpoint does.
    """

    base: Checkpoint | None
    tail: list[Entry]
    walk: Walk
    notices: list[str]
    rejected: Stamp | None
    short: bool


def read(segments: Segments, path: str) -> Opened:
    """Read the journal and its checkpoint at `path`, changing nothing; raises `Newer`, `Unreadable`."""
    with uncollected():
        opened = _read(segments, path)
        if len(opened.tail) + (len(opened.base.places) if opened.base else 0) > _MANY:
            gc.freeze()  # nor need it ever walk over them later: nothing in them leads back to itself
        return opened


def stamp(path: str) -> Stamp | None:
    """Return what changes whenever a file is replaced or written to; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _read(segments: Segments, path: str) -> Opened:
    notices: list[str] = []
    rejected, base, at, head = None, None, Position(1, 0), Head()
    try:
        base = _checkpoint(segments, path)
    except Rejected as error:
        rejected = stamp(path)
        notices.append(f"paceplan.json {error}: rebuilt from the journal")
    try:
        short = False
        if base is not None:
            head = base.head
            at = Position(head.segment, head.end)
            short = segments.stamp(head.segment)[2] < head.end
            if short:
                # The numbers of the lost entries stay theirs: what is appended now goes into a segment of its own.
                at = Position(head.segment + 1, 0)
                notices.append(_lost(segments, head))
        walk = Walk(segments, at, head)
        tail = list(walk)
        if walk.findings:
            # Without the lock, a line that is cut back and replaced just now looks damaged: look once more.
            walk = Walk(segments, at, head)
            tail = list(walk)
    except BaseException:
        if base is not None:
            base.close()
        raise
    return Opened(base, tail, walk, notices, rejected, short)


def _checkpoint(segments: Segments, path: str) -> Checkpoint | None:
    base = Checkpoint.open(path)
    if base is not None and not _follows(segments, base):
        base.close()
        raise Rejected("does not go with this journal")
    return base


def _follows(segments: Segments, base: Checkpoint) -> bool:
    """Tell whether a checkpoint's last entry stands in its place, or stood there before the journal was damaged."""
    head = base.head
    if segments.stamp(head.segment)[2] < head.end or stands(segments, head):
        return True
    if not base.origin or segments.origin() != base.origin:
        return False
    try:
        decode(segments.read(head.segment, head.start, head.end).rstrip(b"\n"), segments.path(head.segment))
    except Damaged:
        return True  # the same journal with damage in it: the checkpoint keeps what only it still has
    return False


def stands(segments: Segments, head: Head) -> bool:
    """Tell whether an entry stands in the journal where `head` says."""
    if not head.seq:
        return True
    line = segments.read(head.segment, head.start, head.end)
    # Where one byte of the line is damaged, either the hash it begins with or that of its header still tells.
    whole = len(line) == head.end - head.start
    return whole and (
        line.startswith(head.hash.encode()) or sha256(line.partition(b"\t")[2].partition(b"\t")[0]) == head.hash
    )


def _lost(segments: Segments, head: Head) -> str:
    last = next(chain.entries(segments, Position(head.segment, head.end), newest_first=True), None)
    first = last.seq + 1 if last else 1
    missing = f"entry {first} is" if first == head.seq else f"entries {first} to {head.seq} are"
    return f"the journal lost its end: {missing} gone from the history, and paceplan.json has kept what came of it"
