"""The workspace's lock: one writer at a time, over all processes, with a deadline and the holder's name."""

from __future__ import annotations

import os
import time

from paceplan.store.errors import Locked, StoreError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_RECORD = 64
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0003, 0.004


class Lock:
    """An exclusive `flock` on a file that stays for ever.

    `lockf` would not do: opening and closing the same file anywhere in the process drops it without a word. The
    kernel frees a `flock` with its holder, so a killed process blocks nobody. Each acquisition opens the file anew:
    a forked child must not share its parent's lock.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._fd = -1
        self._signature, self._signed = b"", (0, "")

    def acquire(self, deadline: float, doing: str) -> None:
        """Take the lock, waiting `deadline` seconds at most; `doing` is shown to those who wait.

        Raises `Locked` after the deadline, `OSError` where the file cannot be opened.
        """
        if fcntl is None:
            raise StoreError("This system has no file lock that paceplan can use yet, so nothing can be saved on it.")
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _wait(fd, time.monotonic() + deadline, self._path)
            self._sign(fd, doing)
        except BaseException:
            os.close(fd)
            raise
        self._fd = fd

    def _sign(self, fd: int, doing: str) -> None:
        """Say who holds the lock, and for what; whoever held it last said so already, which saves a write."""
        signed = (os.getpid(), doing)
        if self._signed != signed:
            text = f"{signed[0]} {doing}".encode()
            self._signature, self._signed = text[: _RECORD - 1].ljust(_RECORD - 1) + b"\n", signed
        try:
            if os.pread(fd, _RECORD, 0) != self._signature:
                os.pwrite(fd, self._signature, 0)
        except OSError:
            return  # on a full disk the lock holds all the same, only without its holder's name

    def release(self) -> None:
        """Give the lock back; without effect where it is not held."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            fcntl.flock(fd, fcntl.LOCK_UN)  # closing is not enough: a child forked meanwhile has the file open too
            os.close(fd)


def _wait(fd: int, until: float, path: str) -> None:
    pause = _FIRST_PAUSE
    while True:
        try:
            return fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            left = until - time.monotonic()
            if left <= 0:
                raise Locked(os.path.dirname(path), *_holder(fd)) from None
            time.sleep(min(pause, left))
            pause = min(pause * 1.5, _LONGEST_PAUSE)


def _holder(fd: int) -> tuple[int, str]:
    pid, _, doing = os.pread(fd, _RECORD, 0).decode(errors="replace").strip().partition(" ")
    return (int(pid), doing) if pid.isdecimal() else (0, "")
