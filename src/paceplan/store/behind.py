"""A checkpoint written in a thread: from the files alone, so that whoever works on meanwhile shares nothing with it."""

from __future__ import annotations

import threading
import time

from paceplan.store import files, opening
from paceplan.store.chain import Walk
from paceplan.store.checkpoint import Checkpoint, Rejected
from paceplan.store.errors import StoreError, words
from paceplan.store.journal import Head
from paceplan.store.lock import Lock
from paceplan.store.segments import Position, Segments
from paceplan.store.state import Folded, State, damaged_copy, replayed

_PATIENCE = 5.0
_BREATH, _EVERY = 0.001, 32


def put(
    temporary: str, path: str, lock: Lock, segments: Segments, head: Head, known: opening.Stamp | None, *,
    durable: bool, deadline: float,
) -> bool:  # fmt: skip
    """Put a prepared checkpoint in place, and tell whether that was still right; raises `OSError`, `StoreError`.

    It is not where somebody else has put another one there, or where its last entry was not recorded after all.
    """
    try:
        lock.acquire(deadline, "putting a checkpoint in place")
    except BaseException:
        files.remove(temporary)
        raise
    try:
        # What was read without the lock may have been cut back since, because its writer could not make it durable.
        if opening.stamp(path) != known or not opening.stands(segments, head):
            files.remove(temporary)
            return False
        files.put(temporary, path, durable=durable)
        return True
    finally:
        lock.release()


class Behind(threading.Thread):
    """Writes what the journal holds up to `stop` as the checkpoint at `path`.

    When it has ended, `covered` is how many bytes of the journal after `base` are in the new checkpoint, 0 where none
    was written; `notices` are sentences on what was wrong.
    """

    def __init__(
        self, segments: Segments, path: str, lock: str, base: Checkpoint | None, stop: Position, *, durable: bool
    ) -> None:
        super().__init__(name="checkpoint", daemon=True)
        self.covered = 0
        self.notices: list[str] = []
        self._segments, self._path, self._lock = segments, path, Lock(lock)
        self._base = None if base is None else base.shared()
        self._until, self._durable = stop, durable
        self._steps = 0

    def run(self) -> None:
        """Write it; what goes wrong becomes a notice, for every change is in the journal anyway."""
        try:
            self.covered = self._write()
        except FileNotFoundError:
            return  # another process that wrote one has swept ours away
        except OSError as error:
            self.notices.append(f"{self._path} could not be written: {words(error)}. Every change is in the journal")
        except (StoreError, Rejected) as error:
            self.notices.append(f"{self._path} could not be written: {error}")
        finally:
            if self._base is not None:
                self._base.close()

    def _write(self) -> int:
        base = self._base
        state = _Unhurried(base, self._heal)
        head = Head() if base is None else base.head
        walk, covered = Walk(self._segments, Position(head.segment, head.end), head), 0
        for entry in walk:
            if walk.at > self._until:
                break
            state.add(entry)
            head, covered = walk.head, walk.bytes
            state.breathe()
        origin = self._segments.origin()
        temporary = state.prepare(self._path, head, origin, durable=self._durable)
        known = None if base is None else base.stamp
        done = put(
            temporary, self._path, self._lock, self._segments, head, known, durable=self._durable, deadline=_PATIENCE
        )
        return covered if done else 0

    def _heal(self, project: str) -> Folded:
        assert self._base is not None
        self.notices.append(damaged_copy(project))
        return replayed(self._segments, self._base, project)


class _Unhurried(State):
    """A state that lets other threads run every few documents: unasked, a thread gives way only after 5 ms.

    It keeps no document either: millions of objects for a moment would have the garbage collector stop everybody.
    """

    steps = 0

    def prepare(self, path: str, head: Head, origin: str, *, durable: bool) -> str:
        """Write the state beside `path`; raises `Rejected` where the old checkpoint was cut short: no second try."""
        return self._written(path, head, origin, self.changed, durable=durable)

    def line(self, project: str) -> tuple[bytes | None, str | None]:
        """Return a document as it is to be written, and forget it."""
        self.breathe()
        try:
            return super().line(project)
        finally:
            self.forget(project)

    def breathe(self) -> None:
        """Let others run for a moment, every now and then."""
        self.steps += 1
        if self.steps % _EVERY == 0:
            time.sleep(_BREATH)
