"""The journal's files: numbered segments, read line by line from either end and appended to at the last."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import NamedTuple

from paceplan.store import files
from paceplan.store.errors import FateUnknown, NotSaved, Unreadable, words

_SUFFIX = ".journal"
_CHUNK = 1 << 18


class Position(NamedTuple):
    """A place between two lines of the journal: segment number and bytes from its start."""

    segment: int
    offset: int


class Segments:
    """The folder of segments; a segment that is not there reads as an empty one."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._paths: dict[int, str] = {}

    def path(self, number: int) -> str:
        """Return the path of a segment."""
        path = self._paths.get(number)
        if path is None:
            path = self._paths[number] = f"{self.folder}/{number:06d}{_SUFFIX}"
        return path

    def name(self, number: int) -> str:
        """Return a segment's path as a person finds it in the workspace."""
        return f"{os.path.basename(self.folder)}/{number:06d}{_SUFFIX}"

    def numbers(self) -> list[int]:
        """Return the numbers of the segments in order; raises `Unreadable`."""
        try:
            names = os.listdir(self.folder)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise Unreadable(self.folder, error) from error
        stems = [name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)]
        return sorted(int(stem) for stem in stems if stem.isdecimal() and len(stem) == 6)

    def stamp(self, number: int) -> tuple[int, int, int]:
        """Return device, inode and size of a segment: equal as long as nothing was appended or replaced."""
        try:
            found = os.stat(self.path(number))
        except FileNotFoundError:
            return (0, 0, 0)
        except OSError as error:
            raise Unreadable(self.path(number), error) from error
        return (found.st_dev, found.st_ino, found.st_size)

    def latest(self) -> tuple[int, int]:
        """Return number and size of the last segment, zeros where there is none: others as soon as anybody appends."""
        number = max(self.numbers(), default=0)
        return number, self.stamp(number)[2]

    def exists(self, number: int) -> bool:
        """Tell whether there is a segment of this number."""
        return os.access(self.path(number), os.F_OK)

    def place(self) -> tuple[int, int]:
        """Return device and inode of the folder, zeros where there is none: another one after a restore."""
        try:
            found = os.stat(self.folder)
        except OSError:
            return (0, 0)
        return (found.st_dev, found.st_ino)

    def read(self, number: int, start: int, stop: int) -> bytes:
        """Return the bytes between two offsets of a segment, fewer where it is shorter; raises `Unreadable`."""
        return b"".join(self._chunks(number, start, stop))

    def origin(self) -> str:
        """Return the hash of the journal's first entry, by which one journal is told from another."""
        return self.read(1, 0, 64).decode(errors="replace")

    def batches(self, number: int, stop: int) -> Iterator[list[bytes]]:
        """Yield the whole lines of a segment up to `stop`, many at a time; what follows them is left out."""
        rest = b""
        for chunk in self._chunks(number, 0, stop):
            *whole, rest = (rest + chunk).split(b"\n")
            yield whole

    def lines(self, number: int, start: int, stop: int | None = None) -> Iterator[tuple[int, bytes]]:
        """Yield offset and content of each whole line of a segment; what follows the last newline is left out."""
        rest, at = b"", start
        for chunk in self._chunks(number, start, self.stamp(number)[2] if stop is None else stop):
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                yield at, line
                at += len(line) + 1

    def lines_back(self, number: int, stop: int, having: bytes = b"") -> Iterator[bytes]:
        """Yield the whole lines of a segment before `stop` that have some bytes in them, the last one first.

        `stop` follows a newline.
        """
        rest = b""
        for start in range((stop - 1) // _CHUNK * _CHUNK, -1, -_CHUNK):
            data = self.read(number, start, min(start + _CHUNK, stop)) + rest
            if having not in data:  # most of a long journal, when one project is asked for
                rest = data[: data.find(b"\n")] if b"\n" in data else data
                continue
            rest, *whole = data.split(b"\n")
            yield from (line for line in reversed(whole) if line and having in line)
        if rest and having in rest:
            yield rest

    def open_end(self, number: int, *, durable: bool) -> int:
        """Return a file descriptor that appends to a segment, made if needed; raises `OSError`."""
        fd = os.open(self.path(number), os.O_RDWR | os.O_APPEND | os.O_CREAT, files.FILE_MODE)
        try:
            if durable and os.fstat(fd).st_size == 0:  # made now, or by a process that was killed before it said so
                files.sync_folder(self.folder)
                files.sync_above(self.folder)
        except BaseException:
            os.close(fd)
            raise
        return fd

    def open_known(self, number: int) -> int:
        """Return a file descriptor that appends to a segment, or -1 where there is none; raises `OSError`."""
        try:
            return os.open(self.path(number), os.O_RDWR | os.O_APPEND)
        except FileNotFoundError:
            return -1

    def _chunks(self, number: int, start: int, stop: int) -> Iterator[bytes]:
        if start >= stop:
            return
        try:
            fd = os.open(self.path(number), os.O_RDONLY)
        except FileNotFoundError:
            return
        except OSError as error:
            raise Unreadable(self.path(number), error) from error
        try:
            while start < stop and (chunk := os.pread(fd, min(_CHUNK, stop - start), start)):
                yield chunk
                start += len(chunk)
        except OSError as error:
            raise Unreadable(self.path(number), error) from error
        finally:
            os.close(fd)


def append(fd: int, line: bytes, start: int, *, durable: bool) -> None:
    """Write one line at the end of a segment, `start`, in one call, and wait until the disk has it.

    Raises `NotSaved` with the segment cut back to `start`. Raises `FateUnknown` where the disk does not confirm: to
    ask it again would prove nothing, because a failed fsync forgets what it could not write.
    """
    try:
        written = os.write(fd, line)
    except OSError as error:
        _cut_back(fd, start)
        raise NotSaved(words(error), "Make room or mend the cause, then do it again.") from error
    if written != len(line):
        _cut_back(fd, start)
        raise NotSaved("the disk took only a part of it, it is probably full", "Make room, then do it again.")
    if not durable:
        return
    try:
        files.sync(fd)
    except OSError as error:
        # Left in place, the line would stay readable here and still be missing on the disk under later entries.
        _cut_back(fd, start)
        raise FateUnknown(
            f"{words(error)} while it was being made durable, and whether it is on the disk is not known",
            "Nothing more is written until the workspace is opened again; check the disk first.",
        ) from error


def _cut_back(fd: int, start: int) -> None:
    with contextlib.suppress(OSError):  # the next holder of the lock cuts the fragment off
        os.ftruncate(fd, start)
