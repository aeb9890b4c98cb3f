"""Reading and writing the files that a person names: bounded, and whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_CHUNK = 1 << 16
_WORDS = {
    errno.ENOENT: "there is no such file; check the name",
    errno.ENOTDIR: "there is no such file, because a part of its path is no folder; check the name",
    errno.EISDIR: "a folder; name a file in it",
    errno.EACCES: "permission is missing; make it accessible to your user",
    errno.EPERM: "permission is missing; make it accessible to your user",
    errno.EROFS: "the disk can only be read; name a file elsewhere",
    errno.ENOSPC: "the disk is full; make room and do it again",
    errno.EIO: "the disk reported an error; check it, or use a copy of the file",
    errno.ENAMETOOLONG: "the name is too long; give a shorter one",
    errno.ELOOP: "its links lead in a circle; name the file itself",
}


class FileProblem(ValueError):  # noqa: N818 - a problem of the person's, not of the program
    """A file that cannot be read or written; the message names it, what is wrong and what to do."""

    def __init__(self, path: str | Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = Path(path)
        self.reason = reason


def read_file(path: str | Path, limit: int) -> bytes:
    """Return the content of a regular file of at most `limit` bytes; raises `FileProblem`.

    A larger one is refused by its size, and one that grows meanwhile (or has no size) once the limit is passed.
    """
    try:
        # Without O_NONBLOCK the opening of a named pipe would wait for somebody to write into it.
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise FileProblem(path, _reason(error)) from error
    try:
        found = os.fstat(fd)
        if stat.S_ISDIR(found.st_mode):
            raise FileProblem(path, _WORDS[errno.EISDIR])
        if not stat.S_ISREG(found.st_mode):
            raise FileProblem(path, "a device or a pipe; name a regular file")
        if found.st_size > limit:
            raise FileProblem(path, f"{found.st_size:,} bytes; at most {limit:,} are read; is it the right file?")
        return _read(fd, path, limit)
    except OSError as error:
        raise FileProblem(path, _reason(error)) from error
    finally:
        os.close(fd)


def _read(fd: int, path: str | Path, limit: int) -> bytes:
    chunks, size = [], 0
    while chunk := os.read(fd, _CHUNK):
        size += len(chunk)
        if size > limit:
            raise FileProblem(path, f"more than {limit:,} bytes, and growing; is it the right file?")
        chunks.append(chunk)
    return b"".join(chunks)


def write_file(path: str | Path, data: bytes, *, force: bool = False) -> None:
    """Put `data` into a file at one stroke; one that is there is refused unless `force`. Raises `FileProblem`.

    A link to the file goes on leading to it, and its mode stays. A device or a pipe is written to as it is.
    """
    try:
        target = os.path.realpath(path)
        found = os.stat(target) if os.path.lexists(target) else None
        if found and stat.S_ISDIR(found.st_mode):
            raise FileProblem(path, _WORDS[errno.EISDIR])
        if found and not stat.S_ISREG(found.st_mode):
            with open(target, "wb") as stream:
                stream.write(data)
            return
        if found and not force:
            raise FileProblem(path, "exists already; name another file, or overwrite it with --force")
        _replace(target, data, found.st_mode & 0o777 if found else None)
    except (OSError, ValueError) as error:
        if isinstance(error, FileProblem):
            raise
        missing = isinstance(error, FileNotFoundError)
        reason = "its folder does not exist; make it first" if missing else _reason(error)
        raise FileProblem(path, reason) from error


def _replace(target: str, data: bytes, mode: int | None) -> None:
    temporary = f"{target}.{os.getpid()}.tmp"
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(fd, "wb") as stream:
            if mode is not None:
                os.chmod(temporary, mode)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def make_folder(path: str | Path) -> None:
    """Make a folder and those above it, if they are not there; raises `FileProblem`."""
    try:
        os.makedirs(path, exist_ok=True)
    except FileExistsError:
        raise FileProblem(path, "a file of that name is in the way; name another folder") from None
    except (OSError, ValueError) as error:
        raise FileProblem(path, _reason(error)) from error


def _reason(error: OSError | ValueError) -> str:
    if not isinstance(error, OSError):
        return "no usable file name; check it"
    known = _WORDS.get(error.errno or 0)
    return known or f"{error.strerror or error}; check the file and try again"
