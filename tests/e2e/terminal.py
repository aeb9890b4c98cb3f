"""A program in a pseudo-terminal: type keys, wait for text on the screen, see what it leaves switched on."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import time
import warnings
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

import pexpect
import pyte

PATIENCE = 15.0
"""Seconds that a text may take to show."""

KEYS = {
    "<enter>": "\r", "<esc>": "\x1b", "<space>": " ", "<up>": "\x1b[A", "<down>": "\x1b[B", "<bs>": "\x7f",
    "<f1>": "\x1bOP", "<f2>": "\x1bOQ", "<f3>": "\x1bOR", "<f4>": "\x1bOS", "<f5>": "\x1b[15~",
    "<f8>": "\x1b[19~", "<f10>": "\x1b[21~",
    "<c-c>": "\x03", "<c-s>": "\x13", "<c-q>": "\x11", "<c-u>": "\x15",
}  # fmt: skip

_CONSOLE = {f"<f{n}>": f"\x1b[[{letter}" for n, letter in enumerate("ABCDE", 1)}
"""The keys that the console of Linux sends otherwise."""

_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$?[up]|\x1b[P_\]X^][^\x07\x1b]*(?:\x07|\x1b\\)"
)
_UNFINISHED = re.compile(rb"\x1b(?:[P_\]X^][^\x07\x1b]*\x1b?|\[[0-9;<>=?$]*)?$")
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_COLOUR = re.compile(rb"\x1b\[([0-9;:]*)m")
_ATOMIC_ASKED, _ATOMIC_KNOWN = b"\x1b[?2026$p", "\x1b[?2026;2$y"
"""The question whether a frame can be shown at once, and the answer that it can."""

_LASTING = {
    25: False,
    1000: True,
    1002: True,
    1003: True,
    1004: True,
    1006: True,
    1015: True,
    1049: True,
    2004: True,
    2048: True,
}
"""Modes that a program has to put back, and whether being on is what it would leave behind."""


class Terminal:
    """A terminal of `size` columns and lines with one program in it."""

    def __init__(
        self, command: Sequence[str], *, size: tuple[int, int] = (80, 24), env: dict[str, str] | None = None
    ) -> None:
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._held = b""
        self._keys = KEYS | (_CONSOLE if (env or {}).get("TERM") == "linux" else {})
        self.raw = bytearray()
        self._code: int | None = None
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # the fork of a process with threads: it calls exec at once
            self._child: Any = pexpect.spawn(  # its type says that it reads text; without an encoding it reads bytes
                command[0], list(command[1:]), dimensions=(lines, columns), env=environment(env or {}), timeout=PATIENCE
            )
        self._child.delaybeforesend = None
        self._child.delayafterclose = self._child.delayafterterminate = 0.02

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        return int(self._child.pid)

    # What a person does

    def press(self, keys: str) -> None:
        """Type text, and keys such as `<enter>`; what follows an `<esc>` at once would be taken for Alt."""
        assert "<esc>" not in keys.removesuffix("<esc>")
        for part in re.split(r"(<[a-z0-9-]+>)", keys):
            self._child.send(self._keys.get(part, part))

    def paste(self, text: str) -> None:
        """Paste text, as a terminal with bracketed paste does."""
        self._child.send(f"\x1b[200~{text}\x1b[201~")

    def click(self, text: str) -> None:
        """Press and release the mouse on the first place where `text` stands, once it does."""
        self.wait(text)
        y, x = next((n, line.index(text)) for n, line in enumerate(self._screen.display) if text in line)
        self._child.send(f"\x1b[<0;{x + 1};{y + 1}M\x1b[<0;{x + 1};{y + 1}m")

    def resize(self, columns: int, lines: int) -> None:
        """Make the window larger or smaller."""
        self._screen.resize(lines, columns)
        self._child.setwinsize(lines, columns)

    def kill(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the window."""
        self._child.ptyproc.fileobj.close()
        self._child.closed = self._child.ptyproc.closed = True

    # What a person sees

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def whole(self) -> bool:
        """Tell whether the frame on the screen has been painted to its end."""
        return self.raw.rfind(b"\x1b[?2026h") <= self.raw.rfind(b"\x1b[?2026l")

    def styles(self, text: str) -> set[str]:
        """Return the text styles in which the first place of `text` is painted."""
        y, x = next((n, line.index(text)) for n, line in enumerate(self._screen.display) if text in line)
        cell = self._screen.buffer[y][x]
        return {style for style in ("bold", "underscore", "reverse") if getattr(cell, style)}

    def wait(self, wanted: str | Callable[[Terminal], object], seconds: float = PATIENCE) -> None:
        """Read until a text stands on the screen, or until a function says so; fail after a while."""
        seen = wanted if callable(wanted) else lambda _: wanted in self.text

        def true(terminal: Terminal) -> bool:
            return terminal.whole and bool(seen(terminal))

        deadline = time.monotonic() + seconds
        while not true(self):
            left = deadline - time.monotonic()
            if left <= 0 or not self._read(min(left, 0.2)):
                if true(self):
                    return
                state = "waited in vain" if left <= 0 else "the program ended"
                raise AssertionError(f"{state}; wanted {wanted!r}, on the screen:\n{self.text}")

    def wait_gone(self, text: str) -> None:
        """Read until a text stands on the screen no more."""
        self.wait(lambda terminal: text not in terminal.text)

    def _read(self, seconds: float) -> bool:
        """Take in what comes within some seconds; tell whether more can come."""
        try:
            data = self._child.read_nonblocking(1 << 16, seconds)
        except pexpect.TIMEOUT:
            return True
        except (pexpect.EOF, OSError):
            return False
        self.raw += data
        if _ATOMIC_ASKED in data:
            self._child.send(_ATOMIC_KNOWN)
        data = _UNKNOWN_TO_PYTE.sub(b"", self._held + data)
        cut = _UNFINISHED.search(data)
        self._held = data[cut.start() :] if cut else b""
        self._stream.feed(data[: cut.start()] if cut else data)
        return True

    # How it ends

    def end(self, seconds: float = PATIENCE) -> int:
        """Wait until the program has ended, and return its exit code: minus the signal that ended it."""
        deadline = time.monotonic() + seconds
        while self._read(0.2):
            assert time.monotonic() < deadline, f"it goes on; on the screen:\n{self.text}"
        return self._reap(deadline)

    def wait_dead(self, seconds: float = PATIENCE) -> int:
        """Wait for the end of a program whose window is closed."""
        return self._reap(time.monotonic() + seconds)

    def _reap(self, deadline: float) -> int:
        # pexpect may have seen the end before us: it alone asks the system.
        while self._code is None:
            if not self._child.isalive():
                number = self._child.signalstatus
                self._code = int(self._child.exitstatus) if number is None else -int(number)
                break
            assert time.monotonic() < deadline, "the program goes on"
            time.sleep(0.005)
        return self._code

    def close(self) -> None:
        """End the program, if it still goes on, and let go of the terminal."""
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self._reap(time.monotonic() + PATIENCE)
        if not self._child.closed:
            self.hang_up()

    def left_on(self) -> set[str]:
        """Return the modes that the program switched and did not put back."""
        modes: dict[int, bool] = {}
        for found in _MODE.finditer(self.raw):
            modes |= dict.fromkeys(map(int, found[1].split(b";")), found[2] == b"h")
        left = {str(mode) for mode, on in modes.items() if mode in _LASTING and on is _LASTING[mode]}
        depth = len(re.findall(rb"\x1b\[>[0-9]*u", self.raw)) - len(re.findall(rb"\x1b\[<[0-9]*u", self.raw))
        return left | ({"kitty keyboard"} if depth > 0 else set())

    def colours(self) -> set[bytes]:
        """Return the colours that were asked for, as they stand in the output."""
        found = set()
        for order in _COLOUR.finditer(self.raw):
            codes = re.split(rb"[;:]", order[1])
            if any(
                code.isdigit() and (30 <= int(code) <= 49 or 90 <= int(code) <= 107) and code not in (b"39", b"49")
                for code in codes
            ):
                found.add(order[1])
        return found


def environment(extra: dict[str, str]) -> dict[str, str]:
    """Return the environment of a program in a common terminal; a variable that is empty in `extra` is left out."""
    # A parallel test run sets LINES and COLUMNS, which a program would believe rather than its terminal.
    unwanted = ("NO_COLOR", "LC_ALL", "LC_CTYPE", "LINES", "COLUMNS")
    keep = {name: value for name, value in os.environ.items() if name not in unwanted}
    given = keep | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"} | extra
    return {name: value for name, value in given.items() if value != ""}
