"""A program in a pseudo-terminal whose output is dated as it comes and read only afterwards."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

import pyte

SIZE = (120, 36)
SILENCE = 0.08
"""Seconds without output after which a burst is over."""

PATIENCE = 20.0

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<=>][0-9;]*[A-Za-z]")


class Watched:
    """Starts `command`; the clock runs from just before the fork."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.started = time.perf_counter()
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
            os.execvpe(command[0], command, environment)
        self._bursts: list[tuple[float, bytes]] = []

    def first_shows(self, wanted: list[str]) -> float:
        """Return the seconds until all of `wanted` stood on the screen for the first time."""
        screen = pyte.Screen(*SIZE)
        stream, fed, deadline = pyte.ByteStream(screen), 0, self.started + PATIENCE
        while time.perf_counter() < deadline:
            self._take_until_silence()
            # What was torn in two between reads would be read wrongly, so each look is at all that had come by then.
            for until in range(fed + 1, len(self._bursts) + 1):
                screen.reset()
                stream.feed(_UNKNOWN_TO_PYTE.sub(b"", b"".join(data for _, data in self._bursts[:until])))
                if all(any(text in line for line in screen.display) for text in wanted):
                    return self._bursts[until - 1][0] - self.started
            fed = len(self._bursts)
        raise SystemExit(f"never showed {wanted}:\n" + "\n".join(screen.display))

    def press(self, key: str) -> float | None:
        """Press a key; return the seconds until the last of what it painted, None where it painted nothing."""
        self._take_until_silence()
        before, pressed = len(self._bursts), time.perf_counter()
        os.write(self._terminal, key.encode())
        self._take_until_silence()
        return self._bursts[-1][0] - pressed if len(self._bursts) > before else None

    def leave(self, key: str = "q") -> None:
        """Press the key that ends the program and wait until it has ended."""
        os.write(self._terminal, key.encode())
        deadline = time.perf_counter() + PATIENCE
        while time.perf_counter() < deadline and self._take(0.5):
            pass
        if time.perf_counter() >= deadline:
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def _take_until_silence(self) -> None:
        while self._take(SILENCE) == 1:
            pass

    def _take(self, seconds: float) -> int:
        """Take in what comes: 1 where something did, 2 where nothing did for so long, 0 at the end."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return 2
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            return 0
        self._bursts.append((time.perf_counter(), data))
        return 1 if data else 0
