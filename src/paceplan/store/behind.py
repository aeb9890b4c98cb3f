"""Writing a checkpoint: from the files alone, so that whoever works on meanwhile shares nothing with it."""

from __future__ import annotations

import os
import threading
import time

from paceplan.store import files, leftovers, opening
from paceplan.store.chain import Walk
from paceplan.store.checkpoint import SCHEMA, Checkpoint, Rejected
from paceplan.store.collecting import uncollected
from paceplan.store.errors import StoreError, words
from paceplan.store.journal import Head, Row
from paceplan.store.lock import Lock
from paceplan.store.segments import Position, Segments
from paceplan.store.state import Folded, State, damaged_copy, replayed

_PATIENCE = 5.0
_BREATH, _EVERY = 0.001, 32
_KEPT = 3


class Writing:
    """Writes what the journal holds up to `stop` as the checkpoint of the workspace in `root`.

    `notices` are sentences on what was wrong on the way.

    `base` is the checkpoint that is there now, where it is open already. Who writes `unhurried` lets other threads run
    every few documents: unasked, a thread gives way only after 5 ms.
    """

    def __init__(
        self, segments: Segments, root: str, base: Checkpoint | None, stop: Position, *, durable: bool, unhurried: bool
    ) -> None:
        self.notices: list[str] = []
        self._segments, self._stop, self._lock = segments, stop, Lock(f"{root}/lock")
        self._root, self._path, self._aside = root, f"{root}/paceplan.json", f"{root}/aside"
        self._backups = f"{root}/backups"
        self._durable, self._unhurried = durable, unhurried
        self._shares = base is not None and base.stamp == opening.stamp(self._path)
        """The base is another's as well."""
        self._base = base.shared() if base is not None and self._shares else None

    def write(self) -> None:
        """Write it, unless the one that is there holds as much; raises `OSError`, `StoreError`."""
        try:
            # Millions of objects for a moment would have the garbage collector stop everybody.
            with uncollected():
                try:
                    self._write()
                finally:
                    if self._base is not None:
                        self._base.close()
                        if not self._shares:
                            _let_go(self._base.rows, self._unhurried)
                    self._base = None  # as long as it is not looked for
        except FileNotFoundError:
            return  # another process that wrote one has swept ours away

    def _write(self) -> None:
        before = opening.stamp(self._path)
        try:
            self._base = self._base or Checkpoint.open(self._path)
            prepared = self._prepare()
        except Rejected as error:
            if self._base is not None:
                self._base.close()
            # Another program wrote to it, or cut it short while it was read: nothing can be copied from it.
            self.notices.append(f"{os.path.basename(self._path)} {error}: rebuilt from the journal")
            self._base = None
            prepared = self._prepare()
            if prepared is not None:
                self._put(*prepared, before, broken=True)
            return
        if prepared is not None:
            self._put(*prepared, before if self._base is None else self._base.stamp)

    def _prepare(self) -> tuple[str, Head] | None:
        """Write a checkpoint beside the one that is there; return where, and its last entry. None without any news."""
        base = self._base
        state = _Forgetful(base, self._heal, self._unhurried)
        head = Head() if base is None else base.head
        walk = Walk(self._segments, Position(head.segment, head.end), head)
        news = False
        for entry in walk:
            if walk.at > self._stop:
                break
            state.add(entry)
            state.breathe()
            head, news = walk.head, True
        if not news:
            return None
        try:
            return state.prepare(self._path, head, self._segments.origin(), durable=self._durable), head
        finally:
            _let_go(state.rows, self._unhurried)

    def _put(self, temporary: str, head: Head, known: opening.Stamp | None, *, broken: bool = False) -> None:
        """Put the prepared checkpoint in place, unless somebody else has put another one there meanwhile."""
        try:
            self._lock.acquire(_PATIENCE, "putting a checkpoint in place")
        except BaseException:
            files.remove(temporary)
            raise
        try:
            # What was read without the lock may have been cut back since: its writer could not make it durable.
            if opening.stamp(self._path) != known or not opening.stands(self._segments, head):
                files.remove(temporary)
                return
            if broken:
                kept = files.move_aside(self._aside, self._path, durable=self._durable)
                self.notices.append(f"the unusable {os.path.basename(self._path)} was moved to {kept}")
            elif self._base is not None and self._base.schema < SCHEMA:
                self._keep_old(self._base.schema, self._base.head.seq)
            files.put(temporary, self._path, durable=self._durable)
            leftovers.sweep(self._root)
        finally:
            self._lock.release()

    def _keep_old(self, schema: int, seq: int) -> None:
        """Keep a checkpoint that is about to be written in a newer form; the journal is never rewritten at all."""
        files.make_folder(self._backups, durable=self._durable)
        kept = f"{self._backups}/{seq:09d}-schema-{schema}.json"
        if not os.path.lexists(kept):
            os.link(os.path.realpath(self._path), kept)
        for old in sorted(os.listdir(self._backups))[:-_KEPT]:
            files.remove(f"{self._backups}/{old}")
        if self._durable:
            files.sync_folder(self._backups)
        self.notices.append(f"paceplan.json was written by an older version: it was kept as {kept}")

    def _heal(self, project: str) -> Folded:
        assert self._base is not None
        self.notices.append(damaged_copy(project))
        return replayed(self._segments, self._base, project)


def _let_go(rows: dict[str, Row], unhurried: bool) -> None:
    """Free rows one by one: all at once, a million objects keep every other thread waiting."""
    while unhurried and rows:
        rows.popitem()
        if len(rows) % _EVERY == 0:
            time.sleep(_BREATH)


class Behind(threading.Thread):
    """Writes a checkpoint behind the work. What goes wrong becomes a notice: every change is in the journal anyway."""

    def __init__(self, writing: Writing) -> None:
        super().__init__(name="checkpoint", daemon=True)
        self._writing = writing

    @property
    def notices(self) -> list[str]:
        """Sentences on what was wrong, once it has ended."""
        return self._writing.notices

    def run(self) -> None:
        try:
            self._writing.write()
        except OSError as error:
            self.notices.append(f"a checkpoint could not be written: {words(error)}. Every change is in the journal")
        except StoreError as error:
            self.notices.append(f"a checkpoint could not be written: {error}")


class _Forgetful(State):
    """A state that keeps no document longer than it takes to write it."""

    def __init__(self, base: Checkpoint | None, heal: object, unhurried: bool) -> None:
        super().__init__(base, heal)  # type: ignore[arg-type]
        self._unhurried, self._steps = unhurried, 0

    def line(self, project: str) -> tuple[bytes | None, str | None]:
        """Return a document as it is to be written, and forget it."""
        self.breathe()
        try:
            return super().line(project)
        finally:
            self.forget(project)

    def breathe(self) -> None:
        """Let others run for a moment, every now and then."""
        self._steps += 1
        if self._unhurried and self._steps % _EVERY == 0:
            time.sleep(_BREATH)
