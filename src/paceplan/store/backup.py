"""A backup: the journal, its checkpoint and a manifest in one compressed file, made while others go on writing."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, TYPE_CHECKING

from paceplan import __version__
from paceplan.store import files
from paceplan.store.chain import Walk
from paceplan.store.checkpoint import SCHEMA, Checkpoint, Rejected
from paceplan.store.errors import NotAWorkspace, Unreadable, words
from paceplan.store.journal import FORMAT as JOURNAL_FORMAT
from paceplan.store.journal import Head
from paceplan.store.manifest import CHECKPOINT, FOLDER, JOURNAL, MANIFEST, BadBackup, Manifest, Member, NothingYet
from paceplan.store.opening import stands
from paceplan.store.segments import Position, Segments

if TYPE_CHECKING:
    import tarfile

Chunks = Callable[[], Iterator[bytes]]
"""What gives the bytes of a file, from the start each time."""

_CHUNK = 1 << 18
_ATTEMPTS = 5


def save(root: str, path: str, *, force: bool = False, durable: bool = True) -> Manifest:
    """Back the workspace in the folder `root` up into the file `path`, whole or not at all, closed to other users.

    A file that is there is refused unless `force`. Nobody who writes to the workspace has to wait. Raises `BadBackup`
    where the file cannot be written or there is nothing to back up, `NotAWorkspace`, `Newer`, `Unreadable`.
    """
    target = os.path.realpath(path)
    _refuse(root, path, target, force=force)
    # A random name cannot be lying in wait as a link in a folder that others can write to.
    temporary = f"{target}.{os.urandom(4).hex()}.tmp"
    try:
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, files.FILE_MODE)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise BadBackup(f"{path}: {'its folder does not exist; make it first' if missing else words(error)}") from error
    try:
        with os.fdopen(fd, "wb") as sink:
            manifest = write(root, sink)
            sink.flush()
            if durable:
                files.sync(sink.fileno())
        _publish(temporary, target, force=force)
        if durable:
            files.sync_folder(os.path.dirname(target))
    except FileExistsError as error:
        raise BadBackup(_taken(path)) from error
    except OSError as error:
        raise BadBackup(f"{path}: {words(error)}; no backup was made") from error
    finally:
        files.remove(temporary)
    return manifest


def write(root: str, sink: IO[bytes]) -> Manifest:
    """Write a backup of the workspace in the folder `root` to a stream; raises as `save`, and `OSError` of the stream.

    The same state of a workspace gives the same bytes.
    """
    import gzip
    import tarfile

    if os.path.lexists(root) and not os.path.isdir(root):
        raise NotAWorkspace(root)
    with contextlib.ExitStack() as held:
        # The checkpoint comes first, so that the journal has all that is in it.
        base, fd = _checkpoint(root, held)
        journal = _Held(f"{root}/{JOURNAL}")
        contents: dict[str, Chunks] = {
            journal.name(number): partial(journal.all, number) for number in journal.numbers()
        }
        if base is not None:
            contents = {CHECKPOINT: partial(_read, fd, base.size), **contents}
        manifest = _described(root, base, journal, contents)
        with (
            gzip.GzipFile("", "wb", 6, sink, mtime=0) as packed,
            tarfile.open(mode="w|", fileobj=packed, format=tarfile.PAX_FORMAT, bufsize=_CHUNK) as archive,
        ):
            when, dump = _seconds(manifest.time), manifest.dump()
            archive.addfile(_info(MANIFEST, len(dump), when), io.BytesIO(dump))
            for name, member in manifest.members.items():
                stream = _Stream(contents[name]())
                archive.addfile(_info(name, member.bytes, when), stream)
                if stream.sha256 != member.sha256:
                    raise BadBackup(_changed(root))
    return manifest


def _info(name: str, size: int, when: int) -> tarfile.TarInfo:
    import tarfile

    info = tarfile.TarInfo(FOLDER + name)
    info.size, info.mode, info.mtime = size, files.FILE_MODE, when
    return info


class _Held(Segments):
    """The journal as it is now, whatever is appended later: the last segment ends with its last whole line."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._stamps = {number: super(_Held, self).stamp(number) for number in super().numbers()}
        if self._stamps:
            last = max(self._stamps)
            *file, size = self._stamps[last]
            self._stamps[last] = (file[0], file[1], self._whole(last, size))

    def numbers(self) -> list[int]:
        return sorted(self._stamps)

    def stamp(self, number: int) -> tuple[int, int, int]:
        return self._stamps.get(number, (0, 0, 0))

    def all(self, number: int) -> Iterator[bytes]:
        """Yield what a segment holds; raises `BadBackup` where it was cut back meanwhile."""
        size = self.stamp(number)[2]
        for chunk in self._chunks(number, 0, size):
            size -= len(chunk)
            yield chunk
        if size:
            raise BadBackup(_changed(os.path.dirname(self.folder)))

    def _whole(self, number: int, size: int) -> int:
        """Return how many bytes of a segment are whole lines: what follows the last newline is still being written."""
        for start in range((size - 1) // _CHUNK * _CHUNK, -1, -_CHUNK):
            at = self.read(number, start, min(start + _CHUNK, size)).rfind(b"\n")
            if at >= 0:
                return start + at + 1
        return 0

    def _chunks(self, number: int, start: int, stop: int) -> Iterator[bytes]:
        # Not held open from the start, since there may be more segments than a process may open files.
        try:
            fd = os.open(self.path(number), os.O_RDONLY)
        except OSError as error:
            raise Unreadable(self.path(number), error) from error
        try:
            found = os.fstat(fd)
            if (found.st_dev, found.st_ino) != self.stamp(number)[:2]:
                raise BadBackup(_changed(os.path.dirname(self.folder)))
            yield from _read(fd, stop, start)
        except OSError as error:
            raise Unreadable(self.path(number), error) from error
        finally:
            os.close(fd)


class _Stream:
    """Chunks as a file to read from, which adds up what was read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest, self._hash = chunks, b"", hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def read(self, size: int = 0, /) -> bytes:
        while len(self._rest) < size and (more := next(self._chunks, b"")):
            self._rest += more
        data, self._rest = self._rest[:size], self._rest[size:]
        self._hash.update(data)
        return data


def _checkpoint(root: str, held: contextlib.ExitStack) -> tuple[Checkpoint | None, int]:
    """Return the checkpoint and a file descriptor of its file; None where there is none that can be used."""
    path = f"{root}/{CHECKPOINT}"
    for _ in range(_ATTEMPTS):
        try:
            base = Checkpoint.open(path)
            if base is None:
                break
            held.callback(base.close)
            fd = os.open(path, os.O_RDONLY)
        except (Rejected, FileNotFoundError):
            break
        except OSError as error:
            raise Unreadable(path, error) from error
        held.callback(os.close, fd)
        found = os.fstat(fd)
        if (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns) == base.stamp:
            return base, fd
    return None, -1  # where it is replaced again and again, the journal alone is a backup as well


def _described(root: str, base: Checkpoint | None, journal: _Held, contents: dict[str, Chunks]) -> Manifest:
    """Return the manifest of what `contents` gives, without a checkpoint that is of no use."""
    walk, entries = Walk(journal, Position(1, 0), Head()), 0
    for _ in walk:
        entries += 1
    if not entries and base is None:
        raise NothingYet(f"{root}: nothing has been changed here yet, so there is nothing to back up")
    head = walk.head
    findings = len(walk.findings) + (base is not None and base.head.seq > head.seq)
    if base is not None and not findings and not stands(journal, base.head):
        del contents[CHECKPOINT]  # it belongs to another journal, of which a restore has just taken the place
    members = {name: _measured(chunks()) for name, chunks in contents.items()}
    return Manifest(__version__, SCHEMA, JOURNAL_FORMAT, head.hash, head.seq, head.time, entries, findings, members)


def _measured(chunks: Iterator[bytes]) -> Member:
    size, digest = 0, hashlib.sha256()
    for chunk in chunks:
        size += len(chunk)
        digest.update(chunk)
    return Member(size, digest.hexdigest())


def _read(fd: int, stop: int, start: int = 0) -> Iterator[bytes]:
    while start < stop and (chunk := os.pread(fd, min(_CHUNK, stop - start), start)):
        yield chunk
        start += len(chunk)


def _changed(root: str) -> str:
    return f"{root} changed in the middle of the backup; do it again"


def _seconds(time: str) -> int:
    """Return an entry's time in seconds since 1970, 0 where it is no time."""
    import datetime as dt

    try:
        return max(0, int(dt.datetime.fromisoformat(time).timestamp()))
    except (ValueError, TypeError, OverflowError, OSError):
        return 0


def _refuse(root: str, path: str, target: str, *, force: bool) -> None:
    if os.path.commonpath([target, os.path.realpath(root)]) == os.path.realpath(root):
        raise BadBackup(f"{path}: lies in the workspace and would be lost with it; name a file elsewhere")
    try:
        found = os.lstat(target)
    except OSError:
        return
    if not stat.S_ISREG(found.st_mode):
        raise BadBackup(f"{path}: is a folder, a device or a pipe; name a regular file")
    if not force:
        raise BadBackup(_taken(path))


def _taken(path: str) -> str:
    return f"{path}: exists already; name another file, or overwrite it with --force"


def _publish(temporary: str, target: str, *, force: bool) -> None:
    """Give the finished file its name; without `force` never that of a file that came to be meanwhile."""
    if not force:
        try:
            os.link(temporary, target)
            return
        except FileExistsError:
            raise
        except OSError:
            pass  # a file system without hard links
    os.replace(temporary, target)
