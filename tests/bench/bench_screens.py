"""How long paceplan takes to show something, against the least that Python and Textual take for it.

Run it by hand on a quiet machine: `python tests/bench/bench_screens.py`. The two sides of a ratio take turns (A B B A),
so that a machine that slows down slows down both. Nothing outside a temporary folder is written.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

from watched import Watched  # noqa: E402

PACEPLAN = [sys.executable, "-c", "import sys; from paceplan.cli.main import run; sys.exit(run())"]
"""What the installed command does."""

HELLO, LINES = ([sys.executable, str(HERE / "bare_app.py"), what] for what in ("hello", "lines"))
NOTHING = [sys.executable, "-c", "pass"]

Run = Callable[[], list[float]]


@dataclass(frozen=True)
class Comparison:
    """Something of paceplan's, what it is measured against, and how many times as long it may take."""

    name: str
    against: str
    target: float
    ours: Run
    bare: Run


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of all that is measured: bytecode is cached for all, in a place of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
        "PACEPLAN_WORKSPACE": str(folder / "plans"),
        "PACEPLAN_TODAY": "2026-11-16",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }


def comparisons(env: dict[str, str], names: list[str], keys: int) -> list[Comparison]:
    """Return all that is compared; `names` are the projects that have to show."""

    def shows(command: list[str], wanted: list[str]) -> Run:
        def run() -> list[float]:
            watched = Watched(command, env)
            taken = watched.first_shows(wanted)
            watched.leave()
            return [taken]

        return run

    def ends(command: list[str]) -> Run:
        def run() -> list[float]:
            start = time.perf_counter()
            subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
            return [time.perf_counter() - start]

        return run

    def score() -> list[float]:
        watched = Watched(PACEPLAN, env)
        watched.first_shows(names)
        watched.press("/Knowledge search\r")
        watched.press("\r")
        watched.first_shows(["Data maturity"])
        taken = []
        for n in range(keys):
            # Every answer differs from the one before, or nothing would be written.
            taken.append(_painted(watched, "0123"[n % 4]))
            watched.press("k")
        watched.leave()
        return taken

    def move() -> list[float]:
        watched = Watched(LINES, env)
        watched.first_shows(["line 0 ready"])
        taken = []
        for _ in range(keys):
            taken.append(_painted(watched, "j"))
            watched.press("k")
        watched.leave()
        return taken

    hello = shows(HELLO, ["ready"])
    return [
        Comparison("portfolio of 13 samples, readable", "bare Textual app", 1.6, shows(PACEPLAN, names), hello),
        Comparison("demo, readable", "bare Textual app", 2.0, shows([*PACEPLAN, "demo"], names), hello),
        Comparison("score key: saved and painted", "key in a bare ScrollView", 4.0, score, move),
        Comparison("paceplan --version", "python -c pass", 5.0, ends([*PACEPLAN, "--version"]), ends(NOTHING)),
        Comparison("paceplan list", "python -c pass", 8.0, ends([*PACEPLAN, "list"]), ends(NOTHING)),
    ]


def _painted(watched: Watched, key: str) -> float:
    taken = watched.press(key)
    if taken is None:
        raise SystemExit(f"the key {key} painted nothing")
    return taken


def measure(comparison: Comparison, runs: int) -> tuple[list[float], list[float]]:
    """Run both sides in turns, A B B A, after once for nothing; return their seconds, a median for each run."""
    ours: list[float] = []
    bare: list[float] = []
    for run in (comparison.ours, comparison.bare):
        run()
    for n in range(runs):
        for side in (ours, bare) if n % 2 == 0 else (bare, ours):
            side.append(median((comparison.ours if side is ours else comparison.bare)()))
    return ours, bare


def line(comparison: Comparison, ours: list[float], bare: list[float]) -> str:
    """Return a line of the table; the spread is that of the ratios of neighbouring runs."""
    ratio = median(ours) / median(bare)
    low, _, high = quantiles([a / b for a, b in zip(ours, bare, strict=True)], n=4)
    verdict = "ok" if ratio <= comparison.target else "OVER"
    return (
        f"{comparison.name:<35}{median(ours) * 1000:>8.1f}{median(bare) * 1000:>8.1f}  {comparison.against:<26}"
        f"{ratio:>6.2f}  {low:>5.2f}-{high:<5.2f}{comparison.target:>7.1f}  {verdict}"
    )


def main() -> None:
    """Measure what is asked for and print the table."""
    parser = argparse.ArgumentParser(description="Times of paceplan against bare Python and bare Textual.")
    parser.add_argument("--runs", type=int, default=12, help="runs of each side (12)")
    parser.add_argument("--keys", type=int, default=12, help="keys pressed in each run (12)")
    parser.add_argument("--only", default="", help="only comparisons whose name holds this")
    asked = parser.parse_args()
    if asked.runs < 2 or asked.keys < 1:
        parser.error("at least 2 runs and 1 key")
    with tempfile.TemporaryDirectory(prefix="paceplan-bench-", ignore_cleanup_errors=True) as name:
        env = environment(Path(name))
        samples = sorted(map(str, (ROOT / "sample_projects").glob("*.toml")))
        subprocess.run([*PACEPLAN, "import", *samples], env=env, check=True, stdout=subprocess.DEVNULL)
        told = subprocess.run([*PACEPLAN, "list", "--json"], env=env, check=True, capture_output=True)
        names = [project["name"] for project in json.loads(told.stdout)["projects"]]
        print(f"{'':<35}{'ms':>8}{'ms':>8}  {'against':<26}{'ratio':>6}  {'quartiles':<11}{'target':>7}")
        for comparison in comparisons(env, names, asked.keys):
            if asked.only in comparison.name:
                print(line(comparison, *measure(comparison, asked.runs)), flush=True)


if __name__ == "__main__":
    main()
