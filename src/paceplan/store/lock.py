"""The workspace's lock: one writer at a time, over all processes, with a deadline and the holder's name."""

from __future__ import annotations

import contextlib
import os
import time

from paceplan.store.errors import Locked, StoreError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_RECORD = 64
_EXCLUSIVE = 0 if fcntl is None else fcntl.LOCK_EX | fcntl.LOCK_NB
_NOBODY = b" " * (_RECORD - 1) + b"\n"
_FIRST_PAUSE, _LONGEST_PAUSE, _WAY = 0.0003, 0.001, 0.003
"""Seconds between two tries, and for how long the way is left free for somebody who waits."""


class Lock:
    """An exclusive `flock` on a file that stays for ever.

    `lockf` would not do: opening and closing the same file anywhere in the process drops it without a word. The
    kernel frees a `flock` with its holder, so a killed process blocks nobody. Each acquisition opens the file anew:
    a forked child must not share its parent's lock.

    The file holds two lines: who has the lock or had it last, and who waits for it. Whoever had it last lets somebody
    who waits go first; otherwise a process that writes one change after the other would keep all others out.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._fd = -1
        self._text, self._signed = b"", (0, "")
        self._known: tuple[bytes, ...] = ()

    def acquire(self, deadline: float, doing: str) -> None:
        """Take the lock, waiting `deadline` seconds at most; `doing` is shown to those who wait.

        Raises `Locked` after the deadline, `OSError` where the file cannot be opened.
        """
        if fcntl is None:
            raise StoreError("This system has no file lock that paceplan can use yet, so nothing can be saved on it.")
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            mine = self._signature(doing)
            if not self._at_once(fd):
                until = time.monotonic() + deadline
                self._wait(fd, until, mine)
                self._sign(fd, until, mine)
        except BaseException:
            os.close(fd)
            raise
        self._fd = fd

    def _at_once(self, fd: int) -> bool:
        """Take the lock where it is free, nobody waits, and it says already who holds it, as mostly; tell so."""
        try:
            fcntl.flock(fd, _EXCLUSIVE)
            return os.pread(fd, 2 * _RECORD, 0) in self._known
        except OSError:
            return False

    def _signature(self, doing: str) -> bytes:
        signed = (os.getpid(), doing)
        if self._signed != signed:
            text = f"{signed[0]} {doing}".encode()
            self._text, self._signed = text[: _RECORD - 1].ljust(_RECORD - 1) + b"\n", signed
            self._known = (self._text, self._text + _NOBODY)
        return self._text

    def _wait(self, fd: int, until: float, mine: bytes) -> None:
        """Take the lock as soon as it is free, and say meanwhile that somebody waits; raises `Locked` at `until`."""
        pause = 0.0
        while True:
            try:
                fcntl.flock(fd, _EXCLUSIVE)
                break
            except BlockingIOError:
                left = until - time.monotonic()
                if left <= 0:
                    if _read(fd, _RECORD) == mine:
                        _write(fd, _NOBODY, _RECORD)
                    raise Locked(os.path.dirname(self._path), *_holder(fd)) from None
                if _read(fd, _RECORD) in (b"", _NOBODY):
                    _write(fd, mine, _RECORD)
                pause = min(pause * 1.5 or _FIRST_PAUSE, _LONGEST_PAUSE)
                time.sleep(min(pause, left))
        if pause and _read(fd, _RECORD) == mine:
            _write(fd, _NOBODY, _RECORD)

    def _sign(self, fd: int, until: float, mine: bytes) -> None:
        """Say who holds the lock, and for what, after having let those go first who wait while it was held here."""
        both = _read(fd, 0, 2 * _RECORD)
        if both[:_RECORD] == mine and both[_RECORD:] not in (b"", _NOBODY):
            fcntl.flock(fd, fcntl.LOCK_UN)
            time.sleep(min(_WAY, max(0.0, until - time.monotonic())))
            self._wait(fd, max(until, time.monotonic() + _WAY), mine)
            both = _read(fd, 0, 2 * _RECORD)
            if both[:_RECORD] == mine:  # who waited has gone
                _write(fd, _NOBODY, _RECORD)
        if both[:_RECORD] != mine:
            _write(fd, mine, 0)

    def release(self) -> None:
        """Give the lock back; without effect where it is not held."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            fcntl.flock(fd, fcntl.LOCK_UN)  # closing is not enough: a child forked meanwhile has the file open too
            os.close(fd)


def _read(fd: int, at: int, size: int = _RECORD) -> bytes:
    try:
        return os.pread(fd, size, at)
    except OSError:
        return b""


def _write(fd: int, line: bytes, at: int) -> None:
    with contextlib.suppress(OSError):  # on a full disk the lock holds all the same, only without its holder's name
        os.pwrite(fd, line, at)


def _holder(fd: int) -> tuple[int, str]:
    pid, _, doing = _read(fd, 0).decode(errors="replace").strip().partition(" ")
    return (int(pid), doing) if pid.isdecimal() else (0, "")
