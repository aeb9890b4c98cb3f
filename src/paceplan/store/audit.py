"""The audit of a workspace: the journal's chain from its first line on, and the checkpoint against what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import orjson

from paceplan.core.changes import Document
from paceplan.store import chain
from paceplan.store.chain import Finding, Taking, Walk
from paceplan.store.checkpoint import Checkpoint, Rejected
from paceplan.store.collecting import uncollected
from paceplan.store.journal import Head, Row
from paceplan.store.replaying import Replay, Unsure
from paceplan.store.segments import Position, Segments
from paceplan.store.state import State
from paceplan.store.writers import Writers

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
        replay = None if base is None else Replay(base.head.hash)
        told = _Told(segments, progress, 0 if base is None else base.size)
        with uncollected():
            findings = _chain(segments, told, replay)
            if base is not None:
                flaws += _against(base, segments, name, told, None if findings else replay)
        told.all()
        return findings + flaws
    finally:
        if base is not None:
            base.close()


def _chain(segments: Segments, told: _Told, replay: Replay | None) -> list[Finding]:
    """Return what is wrong with the journal: by the short way as far as nothing is, then line by line."""
    head, take = Head(), None if replay is None else replay.take
    for number in segments.numbers():
        fits = chain.sound(segments, number, head, take)
        if fits is None:
            return _line_by_line(Walk(segments, Position(number, 0), head), told, take)
        head = fits
        told.further(segments.stamp(number)[2])
    return []


def _line_by_line(walk: Walk, told: _Told, take: Taking | None) -> list[Finding]:
    before = 0
    for entry in walk:
        if take is not None:  # some of them a second time, which changes nothing
            take(entry.hash.encode(), orjson.dumps({"device": entry.device, "seq": entry.seq}), entry.payload)
        if walk.bytes - before >= _STEP:
            told.further(walk.bytes - before)
            before = walk.bytes
    return walk.findings


def _against(base: Checkpoint, segments: Segments, name: str, told: _Told, replay: Replay | None) -> list[Finding]:
    """Return what is wrong with a checkpoint; without a `replay` of a whole journal, only what shows without it."""
    found: list[Finding] = []
    if replay is not None and not replay.ended:
        found.append(Finding("checkpoint", name, f"goes up to entry {base.head.seq}, which is not in the journal"))
        replay = None
    doubtful = set()
    for project in sorted(base.places.keys() | base.removed.keys() | (replay.projects() if replay else set())):
        try:
            document, writers = base.project(project)
        except Rejected as error:
            found.append(Finding("checkpoint", name, str(error), project=project))
            continue
        told.further(base.places[project].bytes if project in base.places else 0)
        if replay is not None and not _agrees(replay, project, document, writers, base.rows.get(project)):
            doubtful.add(project)
    found += _differing(base, segments, name, doubtful)
    return sorted(found, key=lambda finding: finding.project or "")


def _agrees(replay: Replay, project: str, document: Document | None, writers: Writers, row: Row | None) -> bool:
    try:
        return replay.comes_to(project) == (document, writers) and replay.row(project) == row
    except Unsure:
        return False


def _differing(base: Checkpoint, segments: Segments, name: str, doubtful: set[str]) -> Iterator[Finding]:
    """Yield a finding for each of the `doubtful` projects that differs from the journal, replayed change by change."""
    if not doubtful:
        return
    state = State()
    for entry in chain.entries(segments, Position(base.head.segment, base.head.end)):
        if not doubtful.isdisjoint(entry.projects) or not doubtful.isdisjoint(entry.rows):
            state.add(entry)
    for project in sorted(doubtful):
        folded, (document, writers) = state.look(project), base.project(project)
        copy = (document, writers, base.rows.get(project))
        if copy != (folded.document, folded.writers, state.rows.get(project)):
            yield Finding("checkpoint", name, f"differs from the journal in project {project}", project=project)


class _Told:
    """How far an audit is, told to whoever wants to know; `more` bytes are gone over beside the journal."""

    def __init__(self, segments: Segments, progress: Progress | None, more: int) -> None:
        self._progress, self._done = progress, 0
        self._total = 0 if progress is None else more + sum(segments.stamp(n)[2] for n in segments.numbers())

    def all(self) -> None:
        if self._progress is not None:
            self._progress(self._total, self._total)

    def further(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)
