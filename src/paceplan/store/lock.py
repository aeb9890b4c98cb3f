"""The workspace's lock: one writer at a time, over all processes, in the order they came, with a deadline."""

from __future__ import annotations

import contextlib
import os
import time
from typing import NamedTuple

from paceplan.store.errors import Locked, StoreError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_RECORD, _PLACES = 64, 8
"""Bytes of a line, and lines for those who wait; whoever finds all of them taken waits without one."""
_EXCLUSIVE = 0 if fcntl is None else fcntl.LOCK_EX | fcntl.LOCK_NB
_NOBODY = b" " * (_RECORD - 1) + b"\n"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0003, 0.001
"""Seconds between two tries."""
_LONG = 0.03
"""Seconds after which whoever waits goes before all who came later, whoever would be quicker."""
_WAY, _WAY_OF_LONG = 0.003, 0.02
"""Seconds for which a lock that is free is left to somebody who came earlier, and to one who has waited long."""


class _Waiter(NamedTuple):
    """Somebody who waits: since when, as the machine's clock that only goes forward has it, and in which line."""

    since: int
    """Nanoseconds; 0 in a line of an older release, which names only the process."""
    pid: int
    place: int


class Lock:
    """An exclusive `flock` on a file that stays for ever.

    `lockf` would not do: opening and closing the same file anywhere in the process drops it without a word. The
    kernel frees a `flock` with its holder, so a killed process blocks nobody. Each acquisition opens the file anew:
    a forked child must not share its parent's lock.

    The first line of the file says who has the lock or had it last, the others who waits for it and since when. The
    kernel gives the lock to whoever asks at the right moment, which on a busy machine is hardly ever one that has to
    be woken first. So whoever finds it free leaves it to those who came earlier: to all of them where it had the lock
    last, and otherwise to those who have waited long. Among the others being quick counts, which is quicker for all.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._fd = -1
        self._text, self._signed = b"", (0, "")

    def acquire(self, deadline: float, doing: str) -> None:
        """Take the lock, waiting `deadline` seconds at most; `doing` is shown to those who wait.

        Raises `Locked` after the deadline, `OSError` where the file cannot be opened.
        """
        if fcntl is None:
            raise StoreError("This system has no file lock that paceplan can use yet, so nothing can be saved on it.")
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            mine = self._signature(doing)
            if not self._at_once(fd, mine):
                self._wait(fd, time.monotonic() + deadline, mine, doing)
                _write(fd, mine, 0)
        except BaseException:
            os.close(fd)
            raise
        self._fd = fd

    def _signature(self, doing: str) -> bytes:
        signed = (os.getpid(), doing)
        if self._signed != signed:
            self._text, self._signed = _line(f"{signed[0]} {doing}"), signed
        return self._text

    def _at_once(self, fd: int, mine: bytes) -> bool:
        """Take the lock where it is free and nobody waits, as mostly; tell so."""
        if not _taken(fd):
            return False
        lines = _read(fd)
        if lines[_RECORD:].strip():
            return False  # it is held all the same, and taken once more
        if lines[:_RECORD] != mine:
            _write(fd, mine, 0)
        return True

    def _wait(self, fd: int, until: float, holder: bytes, doing: str) -> None:
        """Take the lock in turn, and say meanwhile that somebody waits; raises `Locked` at `until`."""
        since = time.monotonic_ns()
        mine, place, pause = _line(f"{os.getpid()} {since} {doing}"), 0, _FIRST_PAUSE
        free: tuple[_Waiter, float] | None = None
        """Whom the lock is left to, and since when."""
        try:
            while True:
                lines = _read(fd)
                if place and _at(lines, place) != mine:  # two wrote into the same line
                    place = 0
                now = time.monotonic()
                long = int(1e9 * (now - _LONG))
                before = since if _at(lines, 0) == holder else min(since, long)
                first = min((w for w in _waiting(lines) if w.since < before and w.place != place), default=None)
                if _taken(fd):
                    if first is None or now >= until or not _alive(first.pid):
                        break
                    if free is None or free[0] != first:
                        free = (first, now)
                    elif now - free[1] >= (_WAY_OF_LONG if first.since < long else _WAY):
                        break
                    fcntl.flock(fd, fcntl.LOCK_UN)
                else:
                    free = None
                    if now >= until:
                        raise Locked(os.path.dirname(self._path), *_holder(fd))
                if not place and (place := _free_place(lines)):
                    _write(fd, mine, place)
                pause = min(1.5 * pause, _LONGEST_PAUSE)
                time.sleep(max(0.0, min(pause, until - now)))
            self._clear(fd, first if free is not None and now - free[1] >= _WAY_OF_LONG else None)
        finally:
            if place and _at(_read(fd), place) == mine:
                _write(fd, _NOBODY, place)

    def _clear(self, fd: int, gone: _Waiter | None) -> None:
        """Take out the lines of those who are gone: killed while they waited, or before the machine last started.

        One to whom the lock was left long enough counts as `gone`; if it is not, it comes back with its old claim.
        """
        for waiter in _waiting(_read(fd)):
            if waiter == gone or waiter.since > time.monotonic_ns() or not _alive(waiter.pid):
                _write(fd, _NOBODY, waiter.place)

    def release(self) -> None:
        """Give the lock back; without effect where it is not held."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            fcntl.flock(fd, fcntl.LOCK_UN)  # closing is not enough: a child forked meanwhile has the file open too
            os.close(fd)


def _taken(fd: int) -> bool:
    """Take the lock if it is free, and tell so."""
    try:
        fcntl.flock(fd, _EXCLUSIVE)
    except BlockingIOError:
        return False
    return True


def _line(text: str) -> bytes:
    return text.encode()[: _RECORD - 1].ljust(_RECORD - 1) + b"\n"


def _read(fd: int) -> bytes:
    try:
        return os.pread(fd, (1 + _PLACES) * _RECORD, 0)
    except OSError:
        return b""


def _write(fd: int, line: bytes, place: int) -> None:
    with contextlib.suppress(OSError):  # on a full disk the lock holds all the same, only without anybody's name
        os.pwrite(fd, line, place * _RECORD)


def _at(lines: bytes, place: int) -> bytes:
    return lines[place * _RECORD : (place + 1) * _RECORD]


def _waiting(lines: bytes) -> list[_Waiter]:
    """Return all who wait."""
    found = []
    for place in range(1, -(-len(lines) // _RECORD)):
        words = _at(lines, place).split()
        if words:
            pid, since = (int(w) if w.isdigit() else 0 for w in (*words, b"")[:2])
            found.append(_Waiter(since, pid, place))
    return found


def _free_place(lines: bytes) -> int:
    """Return the first line that nobody waits in, or 0."""
    return next((place for place in range(1, 1 + _PLACES) if not _at(lines, place).strip()), 0)


def _alive(pid: int) -> bool:
    """Tell whether a process is there; one that cannot be seen from here, as in another container, is not."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return pid > 0


def _holder(fd: int) -> tuple[int, str]:
    pid, _, doing = _read(fd)[:_RECORD].decode(errors="replace").strip().partition(" ")
    return (int(pid), doing) if pid.isdecimal() else (0, "")
