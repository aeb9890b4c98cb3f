"""How fast it starts and answers keys, as ratios to the least a program can do; run by hand, on a quiet machine.

    python tests/bench/bench_screens.py [--runs 10] [--only start|keys|commands]

Runs of a thing and of what it is measured against alternate (A B B A), so that what troubles the machine troubles
both; medians are compared. Figures in milliseconds.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
NARROW, WIDE = (80, 24), (120, 40)
"""Columns and lines."""

QUIET = 0.08
"""Seconds of silence that end what a key brings about."""

LEAST_APP = """
from textual.app import App
from textual.widgets import Static

class Least(App):
    def compose(self):
        yield Static("Here it is")

Least().run()
"""
LEAST_LIST = """
from rich.segment import Segment
from textual.app import App
from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

class Lines(ScrollView, can_focus=True):
    BINDINGS = [Binding("j", "move(1)"), Binding("k", "move(-1)")]
    cursor = var(0)

    def on_mount(self):
        self.virtual_size = Size(40, 100)

    def watch_cursor(self, old, new):
        self.refresh_line(old)
        self.refresh_line(new)

    def action_move(self, step):
        self.cursor = max(0, min(99, self.cursor + step))

    def render_line(self, y):
        mark = ">" if y == self.cursor else " "
        return Strip([Segment(f"{mark} line {y}")]).adjust_cell_length(self.size.width)

class Least(App):
    def compose(self):
        yield Lines()

Least().run()
"""
_PROJECT = [*"/knowledge", "\r", "\r"]
SCREENS: tuple[tuple[str, Sequence[str], str], ...] = (
    ("Pilot's tick", [*_PROJECT, "\x1bOR"], " " * 12),
    ("Pilot's cursor key", [*_PROJECT, "\x1bOR"], "jk" * 6),
    ("Metrics' cursor key", [*_PROJECT, "\x1b[15~"], "jk" * 6),
    ("Agenda's tick", "wtjj", " " * 12),
    ("Agenda's cursor key", "w", "jk" * 6),
    ("Workshop's vote", [*_PROJECT, "W", *"24", "\r"], "0123" * 3),
)
"""What is measured on other screens: its name, the keys that lead there, and those that are timed."""

_ORDER = re.compile(rb"\x1b\[[0-9;:<=>?$]*[ -/]*[@-~]|\x1b[P\]X^_].*?(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b.", re.DOTALL)

Sample = Callable[[], list[float]]


class Running:
    """A program in a pseudo-terminal, its output time-stamped as it is read."""

    def __init__(self, command: Sequence[str], env: dict[str, str], size: tuple[int, int]) -> None:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True
        )
        os.close(slave)
        self._master, self._seen, self._last = master, b"", self.started

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            data = b""
        self._last = time.perf_counter()
        self._seen += data
        if not data:
            raise SystemExit(f"the program ended:\n{_ORDER.sub(b'', self._seen).decode(errors='replace')[-800:]}")
        return True

    def ready(self, text: str, seconds: float = 30) -> float:
        """Return how long it took until `text` was written."""
        while text.encode() not in _ORDER.sub(b"", self._seen):
            if not self._read(seconds):
                raise SystemExit(f"no {text!r} within {seconds} s")
        return self._last - self.started

    def settle(self, seconds: float = 0.5) -> None:
        """Read until nothing has come for a while."""
        while self._read(seconds):
            pass

    def key(self, key: str) -> float:
        """Press a key and return the time to the last byte that it brought about."""
        self._seen = b""
        before = time.perf_counter()
        os.write(self._master, key.encode())
        if not self._read(2):
            raise SystemExit(f"the key {key!r} did nothing")
        while self._read(QUIET):
            pass
        return self._last - before


def environment(home: Path) -> dict[str, str]:
    """Return an environment with a home of its own and a common terminal."""
    keep = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PACEPLAN_TODAY": "2026-11-16"}
    return keep | terminal | {"HOME": str(home), "TMPDIR": str(home), "PACEPLAN_WORKSPACE": str(home / "plans")}


def alternating(runs: int, a: Sample, b: Sample) -> tuple[float, float]:
    """Return the medians of two samples taken in turns, in milliseconds; the first turn of each warms up."""
    a(), b()
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(runs):
        for which in (0, 1) if turn % 2 == 0 else (1, 0):
            taken[which].extend((a, b)[which]())
    return 1000 * statistics.median(taken[0]), 1000 * statistics.median(taken[1])


def start_of(command: Sequence[str], text: str, env: dict[str, str]) -> Sample:
    def sample() -> list[float]:
        with Running(command, env, WIDE) as running:
            return [running.ready(text)]

    return sample


def keys_of(
    command: Sequence[str],
    text: str,
    env: dict[str, str],
    size: tuple[int, int],
    keys: str,
    *,
    before: Sequence[str] = "",
    back: str = "",
) -> Sample:
    """Return a sample of the times of `keys`; `before` opens what they are for, `back` follows each, not timed."""

    def sample() -> list[float]:
        taken = []
        with Running(command, env, size) as running:
            running.ready(text)
            running.settle()
            for key in before:
                running.key(key)
                running.settle(0.3)
            running.settle()
            for key in keys:
                taken.append(running.key(key))
                if back:
                    running.key(back)
        return taken

    return sample


def time_of(command: Sequence[str], env: dict[str, str]) -> Sample:
    def sample() -> list[float]:
        before = time.perf_counter()
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        return [time.perf_counter() - before]

    return sample


def measured(runs: int, only: str | None, match: str, home: Path) -> Iterator[tuple[str, float, float, float]]:
    """Yield (what, its time, the time of what it is measured against, the ratio aimed at), each as it is known."""
    env, python = environment(home), [sys.executable]
    installed = Path(sys.executable).with_name("paceplan")
    program = [str(installed)] if installed.exists() else [*python, "-m", "paceplan"]
    samples = sorted(map(str, (ROOT / "sample_projects").glob("*.toml")))
    subprocess.run([*program, "import", *samples], env=env, check=True, stdout=subprocess.DEVNULL)
    app, lines = [*python, "-c", LEAST_APP], [*python, "-c", LEAST_LIST]
    rows: list[tuple[str, Sample, Sample, float]] = []
    if only in (None, "start"):
        least = start_of(app, "Here it is", env)
        rows.append(("portfolio of 13 readable / bare app", start_of(program, "Acme Media identity", env), least, 1.6))
        rows.append(("demo readable / bare app", start_of([*program, "demo"], "Acme Media identity", env), least, 2.0))
    if only in (None, "keys"):
        for size in (NARROW, WIDE):
            least, at = keys_of(lines, "line 20", env, size, "jk" * 6), "x".join(map(str, size))
            for name, keys in (("same pace", "1212121212"), ("pace flips", "0303030303")):
                score = keys_of(program, "Knowledge search", env, size, keys, before="/knowledge\r\r", back="k")
                rows.append((f"score key, {name}, {at} / bare list's cursor key", score, least, 4.0))
            for name, before, keys in SCREENS:
                screen = keys_of(program, "Knowledge search", env, size, keys, before=before)
                rows.append((f"{name}, {at} / bare list's cursor key", screen, least, 4.0))
            cursor = keys_of(program, "Knowledge search", env, size, "jk" * 6)
            rows.append((f"portfolio's cursor key, {at} / bare list's", cursor, least, 4.0))
            # Nobody agreed this plan, so no shift asks why.
            chart = keys_of(program, "Credit limit", env, size, "><" * 5, before="/credit\r\r]]")
            rows.append((f"shift of a phase, {at} / bare list's cursor key", chart, least, 4.0))
            moved = keys_of(program, "East Valley", env, size, "jk" * 6, before="/east\r\r]]")
            rows.append((f"roadmap's cursor key, {at} / bare list's", moved, least, 4.0))
    if only in (None, "commands"):
        nothing = time_of([*python, "-c", "pass"], env)
        rows.append(("--version / python -c pass", time_of([*program, "--version"], env), nothing, 5.0))
        rows.append(("list / python -c pass", time_of([*program, "list"], env), nothing, 8.0))
    yield from ((what, *alternating(runs, a, b), aim) for what, a, b, aim in rows if match in what)


def main() -> int:
    """Measure, print the table, and return 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--only", choices=("start", "keys", "commands"))
    parser.add_argument("--match", default="", metavar="TEXT", help="only the rows whose name holds it")
    args = parser.parse_args()
    print(f"{'':<58}{'ms':>8}{'against':>9}{'ratio':>7}{'aim':>6}")
    missed = False
    home = Path(tempfile.mkdtemp(prefix="paceplan-bench-"))
    try:
        for what, mine, other, aim in measured(args.runs, args.only, args.match, home):
            late = mine / other > aim
            missed |= late
            shown = f"{what:<58}{mine:>8.1f}{other:>9.1f}{mine / other:>7.2f}{aim:>6.1f}{'  missed' if late else ''}"
            print(shown, flush=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
