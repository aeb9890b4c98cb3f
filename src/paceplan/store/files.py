"""Making, replacing and setting aside files so that a power cut leaves the old content or the new, never a mixture."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FOLDER_MODE, FILE_MODE = 0o700, 0o600


def sync(fd: int) -> None:
    """Wait until the disk has a file's bytes. On a Mac `fsync` alone leaves them in the drive's own memory."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        return os.fsync(fd)
    try:
        fcntl.fcntl(fd, full)
    except OSError as error:
        if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
            raise
        os.fsync(fd)  # a file system that does not know the stronger call
    return None


def sync_folder(path: str) -> None:
    """Make the names in a folder durable."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some file systems know no fsync of a folder
            raise
    finally:
        os.close(fd)


def make_folder(path: str, *, durable: bool) -> None:
    """Make a folder and the missing ones above it, closed to other users."""
    if os.path.isdir(path):
        return
    parent = os.path.dirname(os.path.abspath(path))
    make_folder(parent, durable=durable)
    try:
        os.mkdir(path, FOLDER_MODE)
    except FileExistsError:
        if not os.path.isdir(path):
            raise
    if durable:
        sync_folder(parent)


def sync_above(path: str) -> None:
    """Make the name of a folder durable, and those of the folders above it as far as this user may ask for that.

    For folders that a process made and was killed before it could.
    """
    path = os.path.abspath(path)
    while (parent := os.path.dirname(path)) != path:
        try:
            sync_folder(parent)
        except PermissionError:
            return  # whoever owns that one has made it
        path = parent


def write_all(fd: int, data: bytes) -> None:
    """Write all of `data`, in as many calls as it takes."""
    while data:
        data = data[os.write(fd, data) :]


def replace(path: str, chunks: Iterable[bytes], *, durable: bool) -> None:
    """Put new content in place of a file at one stroke; its mode stays, and a link to it goes on leading to it.

    Raises `OSError`, with the old file as it was.
    """
    put(prepare(path, chunks, durable=durable), path, durable=durable)


def prepare(path: str, chunks: Iterable[bytes], *, durable: bool) -> str:
    """Write what is to replace a file, beside it, and return where; raises `OSError`, with nothing left behind."""
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.tmp"
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    try:
        try:
            if os.path.exists(target):
                os.fchmod(fd, os.stat(target).st_mode & 0o777)
            for chunk in chunks:
                write_all(fd, chunk)
            if durable:
                sync(fd)
        finally:
            os.close(fd)
    except BaseException:
        remove(temporary)
        raise
    return temporary


def put(temporary: str, path: str, *, durable: bool) -> None:
    """Put a prepared file in the place of `path`; raises `OSError`, with the old file as it was."""
    target = os.path.realpath(path)
    try:
        os.replace(temporary, target)
    except BaseException:
        remove(temporary)
        raise
    if durable:
        sync_folder(os.path.dirname(target))


def remove(path: str) -> None:
    """Remove a file if it is there."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def sweep(path: str) -> None:
    """Remove what killed processes left of a `replace` of `path`; only for the holder of the lock."""
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    for found in os.listdir(folder):
        if found.startswith(f"{name}.") and found.endswith(".tmp"):
            pid = found[len(name) + 1 : -len(".tmp")]
            if not (pid.isdecimal() and runs(int(pid))):
                remove(os.path.join(folder, found))


def runs(pid: int) -> bool:
    """Tell whether a process of that number runs; one that has died for good is taken for nobody."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # somebody else's
    return True


def free_name(folder: str, name: str) -> str:
    """Return a path in `folder` that no file has yet: `name`, or `name` and a number."""
    path, n = os.path.join(folder, name), 2
    while os.path.lexists(path):
        path, n = os.path.join(folder, f"{name}.{n}"), n + 1
    return path


def keep_aside(folder: str, name: str, data: bytes, *, durable: bool) -> str:
    """Write damaged bytes into the folder `folder`, made if needed, and return where they are."""
    make_folder(folder, durable=durable)
    path = free_name(folder, name)
    replace(path, [data], durable=durable)
    return path


def move_aside(folder: str, path: str, *, durable: bool) -> str:
    """Move a damaged file into the folder `folder`, made if needed, and return where it is."""
    make_folder(folder, durable=durable)
    kept = free_name(folder, os.path.basename(path))
    os.rename(path, kept)
    if durable:
        sync_folder(folder)
        sync_folder(os.path.dirname(path))
    return kept
