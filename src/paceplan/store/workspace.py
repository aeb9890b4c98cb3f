"""A workspace as the session sees it: read as it is now, changed under its lock, checkpointed when that pays."""

from __future__ import annotations

import errno
import os
import time
from types import TracebackType
from typing import TYPE_CHECKING

from paceplan.store import chain, device, files, opening
from paceplan.store.errors import FateUnknown, Locked, NotSaved, words
from paceplan.store.journal import Draft, Entry, Head, encode
from paceplan.store.reading import Reading
from paceplan.store.segments import Position, append

if TYPE_CHECKING:
    from pathlib import Path

    from paceplan.store.behind import Behind, Writing

_TURNS = 5
"""So many deadlines are waited for the lock at most, where others go on recording meanwhile."""

SEGMENT_BYTES = 1 << 20
"""A segment that has grown to this is sealed: what follows goes into the next one, and it is never written again."""


class Workspace(Reading):
    """The projects of one folder, and the only way to change them. For one thread at a time."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """Prepare for a folder without looking at it: `open` is what callers want."""
        super().__init__(folder, durable=durable)
        self._behind: Behind | None = None
        self._tail_behind = 0

    def transaction(self, deadline: float = 0.2) -> Transaction:
        """Return a context in which this process alone may append; `deadline` is how many seconds to wait for it.

        Entering raises `Locked`, `NotSaved`, `Newer`.
        """
        return Transaction(self, deadline)

    def checkpoint(self) -> None:
        """Write the state as a checkpoint, if it is not there yet; raises as a transaction does.

        A failure costs nothing but time at the next opening: the journal has everything. The lock is held at the
        beginning and at the end only: writing takes long where there is much.
        """
        self.settled()
        if not self._head.seq:
            return
        try:
            with self.transaction() as transaction:
                self._unheard += transaction.seen
                from paceplan.store import leftovers

                files.sweep(self._checkpoint)
                leftovers.sweep(self._root)
            writing = self._writing(unhurried=False)
            writing.write()
        except OSError as error:
            remedy = "Nothing is lost: every change is in the journal."
            raise NotSaved(f"{self._checkpoint} could not be written: {words(error)}", remedy) from error
        for notice in writing.notices:
            self._note(notice)
        self._tail, self._short = 0, False

    def checkpoint_behind(self) -> bool:
        """Start to write a checkpoint in a thread, where one is due, and tell whether that was done.

        The thread reads the files on its own; what this process holds in memory stays as it is.
        """
        if self._behind is not None and self._behind.is_alive():
            return False
        self.settled()
        if self.readonly or self._rejected or not self.checkpoint_due():
            return False
        from paceplan.store.behind import Behind

        self._behind, self._tail_behind = Behind(self._writing(unhurried=True)), self._tail
        self._behind.start()
        return True

    def _writing(self, *, unhurried: bool) -> Writing:
        from paceplan.store.behind import Writing

        return Writing(
            self._segments, self._root, self._state.base, self._at, durable=self._durable, unhurried=unhurried
        )

    def settled(self, seconds: float | None = None) -> bool:
        """Wait for a checkpoint that is being written, and tell whether none is any more."""
        if self._behind is None:
            return True
        self._behind.join(seconds)
        if self._behind.is_alive():
            return False
        for notice in self._behind.notices:
            self._note(notice)
        # Where none could be written, the next try waits for as many changes again: not four times a second.
        self._tail, self._short, self._behind = max(0, self._tail - self._tail_behind), False, None
        return True

    def close(self) -> None:
        """Close the files; documents that were not looked at yet can no longer be read."""
        self.settled()
        super().close()

    # Saving; the rest is for the holder of the lock

    def _begin(self, deadline: float) -> tuple[int, list[Entry]]:
        """Take the lock, catch up and mend; return the open end of the journal and what others appended."""
        if self.readonly:
            raise NotSaved(self.readonly)
        try:
            self._take_lock(deadline)
            try:
                if self._restoring:
                    self._finish(locked=True)
                if (fd := self._known_end()) >= 0:
                    return fd, self._heard()
                files.make_folder(self._segments.folder, durable=self._durable)
                seen = self.refresh()
                self._settle()
                fd = self._open_end()
            except BaseException:
                self._lock.release()
                raise
        except OSError as error:
            raise self._refused(error) from error
        return fd, seen

    def _take_lock(self, deadline: float) -> None:
        """Take the lock; raises `Locked` after the deadline, or while others get it in turn after some more of them."""
        until, known = time.monotonic() + _TURNS * deadline, (self._at.segment, self._at.offset)
        while True:
            try:
                return self._lock.acquire(deadline, "saving")
            except FileNotFoundError:  # there is no folder for it yet
                files.make_folder(self._segments.folder, durable=self._durable)
            except Locked:
                last = self._segments.latest()
                if last == known or time.monotonic() >= until:
                    raise
                known = last

    def _known_end(self) -> int:
        """Return the open end of the journal where it is as this process left or last saw it, otherwise -1.

        Then there is nothing to catch up with and nothing to mend. Most changes come this way.
        """
        number, offset = self._at
        known = self.device and not self._rejected and not self._damaged and 0 < offset < SEGMENT_BYTES
        if not known or self._folder != self._segments.place() or self._segments.exists(number + 1):
            return -1
        fd = self._segments.open_known(number)
        try:
            if fd >= 0:
                found = os.fstat(fd)
                if (found.st_dev, found.st_ino) == self._file and found.st_size == offset:
                    return fd
        except BaseException:
            os.close(fd)
            raise
        if fd >= 0:
            os.close(fd)
        return -1

    def _settle(self) -> None:
        """Put a useless checkpoint out of the way, and see to it that this device has an id."""
        if self._rejected and self._rejected == opening.stamp(self._checkpoint):
            kept = files.move_aside(self._aside, self._checkpoint, durable=self._durable)
            self._note(f"the unusable paceplan.json was moved to {kept}")
        self._rejected = None
        for damage in self._damaged:
            self._keep(damage)
        self._damaged.clear()
        self.device = self.device or device.read(self._device_file)
        self.device = self.device or device.issue(self._device_file, durable=self._durable)

    def _keep(self, damage: chain.Damage) -> None:
        """Copy a damaged line aside, once: a sealed segment stays as it is, so it is found at each opening again."""
        name = f"{damage.segment:06d}-{damage.start}.damaged"
        if not os.path.lexists(f"{self._aside}/{name}"):
            kept = files.keep_aside(self._aside, name, damage.line, durable=self._durable)
            self._note(f"the damaged line was copied to {kept}")

    def _open_end(self) -> int:
        """Return the open end of the journal, with nothing unfinished before it and room behind it."""
        fd = self._segments.open_end(self._at.segment, durable=self._durable)
        try:
            self._cut(fd)
            if self._at.offset < SEGMENT_BYTES:
                return fd
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)
        self._at = Position(self._at.segment + 1, 0)
        return self._open_end()

    def _cut(self, fd: int) -> None:
        """Cut off a line that its writer could not finish; otherwise the next one would be glued to it."""
        found = os.fstat(fd)
        self._file = (found.st_dev, found.st_ino)
        segment, offset = self._at
        if found.st_size == offset:
            return
        fragment = self._segments.read(segment, offset, found.st_size)
        name = f"{segment:06d}-{offset}.fragment"
        kept = files.keep_aside(self._aside, name, fragment, durable=self._durable)
        os.ftruncate(fd, offset)
        if self._durable:
            files.sync(fd)
        self._note(f"{len(fragment)} bytes of an unfinished change were set aside as {kept}")

    def _append(self, fd: int, draft: Draft) -> Entry:
        if self.readonly:
            raise NotSaved(self.readonly)
        line, entry = encode(draft, self._head, self.device, lost=self._lost)
        segment, start = self._at
        try:
            size = os.fstat(fd).st_size
        except OSError as error:
            raise self._refused(error) from error
        if size != start:
            raise NotSaved("something wrote to the journal in spite of the lock", "Do it again.")
        try:
            append(fd, line, start, durable=self._durable)
        except FateUnknown as error:
            self.readonly = error.reason
            raise
        end = start + len(line)
        self._at = Position(segment, end)
        self._head = Head(entry.hash, entry.seq, entry.clock, entry.time, segment, start, end)
        self._lost = 0
        self._tail += len(line)
        self._state.add(entry)
        return entry

    def _refused(self, error: OSError) -> NotSaved:
        place = error.filename if isinstance(error.filename, str) else self._root
        reason = f"{place} cannot be written: {words(error)}"
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            self.readonly = reason
        return NotSaved(reason)


class Transaction:
    """The time in which one process alone may append to a workspace; `seen` is what others had appended before."""

    def __init__(self, workspace: Workspace, deadline: float) -> None:
        self.seen: list[Entry] = []
        self._workspace, self._deadline, self._fd = workspace, deadline, -1

    def __enter__(self) -> Transaction:
        self._fd, self.seen = self._workspace._begin(self._deadline)
        return self

    def append(self, draft: Draft) -> Entry:
        """Make one action durable, then take it into memory, and return its entry; raises `NotSaved`."""
        if self._fd < 0:
            raise RuntimeError("append outside of its transaction")
        return self._workspace._append(self._fd, draft)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._fd)
        self._fd = -1
        self._workspace._lock.release()
