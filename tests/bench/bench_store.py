"""What the store costs, as ratios to the least that the same machine can do; run by hand, on a quiet machine.

    python -m tests.bench.bench_store [--quick] [--only changes|open|memory|stall|verify|around]

What is compared takes turns within one run, in a scattered order, so that what troubles the machine troubles all of
it; medians are compared. Every part runs in a process of its own, on workspaces made for this run.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import hashlib
import multiprocessing
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

import orjson

from paceplan.core.scoring import score
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Session
from paceplan.store.journal import Head, encode
from paceplan.store.workspace import Workspace

from . import big

P = ParamSpec("P")
T = TypeVar("T")
Taken = dict[str, list[float]]

SPAWN = multiprocessing.get_context("spawn")
WRITERS, CHANGES_EACH = 8, 200
FEW, MANY = 10, 10_000
"""Projects in the small and in the large workspace; as many entries stand in the long tail."""


class Size(NamedTuple):
    """How much is measured: durable changes, openings, checkpoints and what takes seconds; entries in the audit."""

    rounds: int
    openings: int
    checkpoints: int
    slow: int
    audited: int


FULL, QUICK = Size(2000, 9, 7, 3, 100_000), Size(300, 1, 2, 1, 10_000)


class Figure(NamedTuple):
    """One measured value, what it may be at most, where that is settled, and what it was made of."""

    name: str
    value: float
    limit: float | None
    unit: str = ""
    detail: str = ""

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        return self.limit is None or self.value <= self.limit


def apart(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a new process: memory and garbage of other parts trouble it no more."""
    with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
        return pool.submit(function, *args, **kwargs).result()


def in_turns(rounds: int, contenders: dict[str, Callable[[int], object]]) -> Taken:
    """Return the seconds that each contender took for each round, the order within a round being scattered."""
    order, scatter = list(contenders), random.Random(7)
    taken: Taken = {name: [] for name in order}
    for turn in range(rounds):
        scatter.shuffle(order)
        for name in order:
            before = time.perf_counter()
            contenders[name](turn)
            taken[name].append(time.perf_counter() - before)
    return taken


def at_share(taken: list[float], share: float) -> float:
    """Return the value below which this share of the measured ones lies."""
    return sorted(taken)[min(len(taken) - 1, int(share * len(taken)))]


def ratio(name: str, taken: Taken, mine: str, other: str, limit: float | None, share: float = 0.5) -> Figure:
    """Compare two contenders at the median, or at another share of their times."""
    a, b = at_share(taken[mine], share), at_share(taken[other], share)
    return Figure(name, a / b, limit, "", f"{1000 * a:.3g} / {1000 * b:.3g} ms")


# Durable changes


def changes(home: Path, size: Size) -> list[Figure]:
    """Measure a durable change in both workspaces against the bare write and against SQLite."""
    with (
        big.raw_file(home) as write,
        Workspace.open(home / "large") as large,
        Workspace.open(home / "small") as small,
        big.documents_in_sqlite(home / "documents.db", large, FEW, MANY) as (put, update),
    ):
        projects = [big.name_of(n) for n in range(FEW)]
        drafts = [big.scored(large, projects[turn % FEW], turn) for turn in range(4 * FEW)]
        lines = [encode(big.scored(large, p, 1), Head("0" * 64), "00000000")[0] for p in projects]

        def change(workspace: Workspace, project: str, turn: int) -> None:
            with workspace.transaction() as transaction:
                transaction.append(big.scored(workspace, project, turn))

        def drafted(turn: int) -> None:
            with large.transaction() as transaction:
                transaction.append(drafts[turn % len(drafts)])

        contenders: dict[str, Callable[[int], object]] = {
            "raw": lambda turn: write(lines[turn % FEW]),
            "warm": lambda turn: change(large, projects[turn % FEW], turn),
            "small": lambda turn: change(small, projects[turn % FEW], turn),
            "first": lambda turn: change(large, big.name_of(FEW + turn), turn),
            "drafted": drafted,
            "put": put,
            "update": update,
        }
        for warmed in projects:
            change(large, warmed, 0)
            change(small, warmed, 0)
        taken = in_turns(size.rounds, contenders)
    return [
        ratio("a  change / raw write+fsync, warm, p50", taken, "warm", "raw", 2),
        ratio("a  the same, p99", taken, "warm", "raw", 2, 0.99),
        ratio("a  first touch of a project / raw, p50", taken, "first", "raw", 3),
        ratio("a  the same, p99", taken, "first", "raw", None, 0.99),
        ratio(f"b  change at {MANY:,} projects / at {FEW}, p50", taken, "warm", "small", 1.3),
        ratio("c  change made before / SQLite, document made before, p50", taken, "drafted", "put", 1),
        ratio("c  the same, p99", taken, "drafted", "put", None, 0.99),
        ratio("c  made and saved / SQLite, document made and saved, p50", taken, "warm", "update", 1),
        ratio("c  the same, p99", taken, "warm", "update", None, 0.99),
    ]


# Opening


def opening(home: Path, size: Size) -> list[Figure]:
    """Measure opening, as a program does it, against parsing the checkpoint with the garbage collector switched off."""
    data = home / "large" / "paceplan.json"

    def opened(folder: str) -> Callable[[int], object]:
        return lambda _: Workspace.open(home / folder).close()

    def parse(_: int) -> None:
        gc.disable()
        orjson.loads(data.read_bytes())
        gc.enable()

    contenders: dict[str, Callable[[int], object]] = {
        "open": opened("large"),
        "tail": opened("tail"),
        "parse": parse,
    }
    in_turns(1, contenders)
    taken = in_turns(size.openings, contenders)
    return [
        ratio(f"d  opening {MANY:,} projects / parsing the file", taken, "open", "parse", 0.1),
        ratio(f"d  opening with a tail of {MANY:,} / without", taken, "tail", "open", 4),
        ratio(f"d  opening with a tail of {MANY:,} / parsing", taken, "tail", "parse", None),
    ]


def resident(folder: Path) -> float:
    """Return the megabytes that this process holds in memory once a workspace is open."""
    with Workspace.open(folder):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory(home: Path, size: Size) -> list[Figure]:
    """Measure what an open large workspace takes in memory beyond an empty one."""
    empty, large, tail = (
        statistics.median(apart(resident, home / folder) for _ in range(size.slow))
        for folder in ("empty", "large", "tail")
    )
    return [
        Figure(f"f  memory for {MANY:,} projects", large - empty, 60, "MB", f"{large:.0f} - {empty:.0f}"),
        Figure(f"f  the same with a tail of {MANY:,}", tail - empty, None, "MB", f"{tail:.0f} - {empty:.0f}"),
    ]


# Checkpoints


async def longest_gap(begin: Callable[[], object], over: Callable[[], bool]) -> tuple[float, float]:
    """Return the longest time between two ticks of a loop from `begin` until `over`, and how long that was."""
    await asyncio.sleep(0.05)
    longest, started = 0.0, time.perf_counter()
    last = started
    begin()
    ended = False
    while not ended:
        await asyncio.sleep(0.001)
        ended = over()
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest, last - started


def stalls(workspace: Workspace) -> tuple[float, float, float]:
    """Return the longest gap during a checkpoint, how long it took, and the longest gap in such a time without it."""
    before, begun = big.stamp_of(workspace), []
    gap, took = asyncio.run(
        longest_gap(lambda: begun.append(workspace.checkpoint_behind()), lambda: workspace.settled(0))
    )
    if begun != [True] or big.stamp_of(workspace) == before:
        raise SystemExit(f"no checkpoint was written: {workspace.notices}")
    until = time.perf_counter() + 0.05 + min(took, 1)
    idle, _ = asyncio.run(longest_gap(lambda: None, lambda: time.perf_counter() >= until))
    return gap, took, idle


def stalled(what: str, runs: list[tuple[float, float, float]]) -> Figure:
    """Sum up several checkpoints: the median of the longest gaps counts, the worst is told."""
    gaps, took, idle = ([1000 * run[i] for run in runs] for i in range(3))
    detail = f"worst {max(gaps):.0f}; {statistics.median(idle):.1f} without; took {statistics.median(took):.0f}"
    return Figure(f"e  longest stall, checkpoint, {what}", statistics.median(gaps), 33, "ms", detail)


def stall_of_few(home: Path, size: Size) -> list[Figure]:
    """Measure how long a loop stands still while a checkpoint is written that is due from twenty projects' changes.

    The first one after opening is told apart from those that follow in the same process.
    """
    runs = []
    with Workspace.open(home / "large") as workspace:
        for run in range(size.checkpoints):
            some = [big.name_of((20 * run + n) * 7919 % MANY) for n in range(20)]
            with workspace.transaction() as transaction:
                turn = enough = 0
                while turn < enough or not enough:
                    transaction.append(big.scored(workspace, some[turn % 20], turn))
                    turn += 1
                    # A tenth more than is due: that is reckoned from the checkpoint's size, which changes a little.
                    enough = enough or (turn * 11 // 10 if workspace.checkpoint_due() else 0)
            runs.append(stalls(workspace))
    return [stalled("20 changed, first", runs[:1]), stalled("20 changed, later", runs[1:])]


def stall_of_many(home: Path, size: Size) -> list[Figure]:
    """Measure the same for a long tail, which is there again for each run."""
    path, runs = home / "tail" / "paceplan.json", []
    before = path.read_bytes()
    for _ in range(size.slow):
        with Workspace.open(home / "tail") as workspace:
            runs.append(stalls(workspace))
        path.write_bytes(before)
    return [stalled(f"tail of {MANY:,}", runs)]


# The audit


def audited(home: Path, size: Size) -> list[Figure]:
    """Measure the audit, with and without a checkpoint to compare, against hashing the journal's lines."""
    folder, bare = home / "audited", home / "bare"
    bare.mkdir()
    (bare / "journal").symlink_to(folder / "journal")
    journal = sorted((folder / "journal").glob("*.journal"))

    def hashed(_: int) -> None:
        for segment in journal:
            with segment.open("rb") as lines:
                for line in lines:
                    hashlib.sha256(line).digest()

    def verified(workspace: Workspace) -> None:
        if findings := workspace.verify():
            raise SystemExit(f"the audit found {findings[0].text}")

    # Opened on nothing: the audit reads the files anyway, and a journal without a checkpoint is long to open.
    chain, whole = Workspace(bare), Workspace(folder)
    contenders: dict[str, Callable[[int], object]] = {
        "hash": hashed,
        "chain": lambda _: verified(chain),
        "whole": lambda _: verified(whole),
    }
    in_turns(1, {"hash": hashed})
    taken = in_turns(size.slow, contenders)
    return [
        ratio(f"g  audit of {size.audited:,} entries, chain / sha256", taken, "chain", "hash", 4),
        ratio("g  the same with its checkpoint / sha256", taken, "whole", "hash", 4),
    ]


# Around the store


def scoring(home: Path, size: Size) -> list[Figure]:
    """Measure a whole action of a session against the bare write of what it records."""
    with big.raw_file(home) as write, Workspace.open(home / "large") as workspace:
        session = Session(workspace, Catalogue(), author="Ann", now=lambda: big.MORNING)
        places = {big.name_of(n): big.place_of(session.project(big.name_of(n)).document()) for n in range(2 * FEW)}
        scores = [(project, path[1]) for project, path in places.items() if path[0] == "scores"]
        line = encode(big.scored(workspace, scores[0][0], 1), Head("0" * 64), "00000000")[0]

        def act(turn: int) -> None:
            project, dimension = scores[turn % len(scores)]
            session.do(score, project, dimension=dimension, value=turn // len(scores) % 4)

        in_turns(4 * len(scores), {"do": act})
        taken = in_turns(size.rounds // 2, {"raw": lambda _: write(line), "do": act})
    return [
        ratio("h  session.do(score) / raw write+fsync, p50", taken, "do", "raw", None),
        ratio("h  the same, p99", taken, "do", "raw", None, 0.99),
    ]


def writing(folder: Path, number: int, ready: str) -> list[tuple[float, float]]:
    """Change one project many times beside others; return the seconds until each transaction began, and in it."""
    taken = []
    with Workspace.open(folder) as workspace:
        Path(f"{ready}-{number}").touch()
        while not all(os.path.exists(f"{ready}-{n}") for n in range(WRITERS)):
            time.sleep(0.001)
        for turn in range(CHANGES_EACH):
            before = time.perf_counter()
            with workspace.transaction(deadline=60) as transaction:
                begun = time.perf_counter()
                transaction.append(big.scored(workspace, big.name_of(number), turn))
            taken.append((begun - before, time.perf_counter() - begun))
    return taken


def waiting(home: Path) -> list[Figure]:
    """Measure how long eight writers at once wait for each other; each wait includes taking in what others wrote."""
    folder, ready = home / "small", str(home / "ready")
    with Workspace.open(folder) as workspace:
        before = workspace.head[1]
    started = time.perf_counter()
    with ProcessPoolExecutor(WRITERS, mp_context=SPAWN) as pool:
        every = [pool.submit(writing, folder, n, ready) for n in range(WRITERS)]
        taken = [(1000 * waited, 1000 * held) for writer in every for waited, held in writer.result()]
    waited, held = [wait for wait, _ in taken], max(hold for _, hold in taken)
    with Workspace.open(folder) as workspace:
        lost = before + WRITERS * CHANGES_EACH - workspace.head[1]
    detail = f"in {time.perf_counter() - started:.1f} s with starting"
    return [
        Figure(f"h  changes lost of {WRITERS} x {CHANGES_EACH}", lost, 0, "", detail),
        Figure("h  wait of each for its turn, p50", at_share(waited, 0.5), None, "ms"),
        Figure(
            "h  the same, p99", at_share(waited, 0.99), 50, "ms", f"worst {max(waited):.0f}, longest held {held:.0f}"
        ),
    ]


def listing(home: Path, runs: int) -> list[Figure]:
    """Measure the command `list` on the large workspace against the same on an empty one."""

    def listed(folder: str) -> Callable[[int], object]:
        command = [sys.executable, "-m", "paceplan", "list"]
        env = os.environ | {"HOME": str(home), "PACEPLAN_WORKSPACE": str(home / folder)}
        return lambda _: subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    taken = in_turns(runs, {"large": listed("large"), "empty": listed("empty")})
    return [ratio(f"h  list at {MANY:,} projects / at none", taken, "large", "empty", None)]


def make_all(home: Path, size: Size) -> None:
    """Make the workspaces: an empty, a small and a large one, one with a long tail, and one for the audit."""
    with ProcessPoolExecutor(2, mp_context=SPAWN) as pool:
        made = [
            pool.submit(big.make, home / "large", MANY),
            pool.submit(big.make, home / "tail", MANY, MANY, tail=True),
            pool.submit(big.make, home / "audited", size.audited // 100, size.audited - size.audited // 100),
            pool.submit(big.make, home / "small", FEW),
        ]
        for workspace in made:
            workspace.result()
    Workspace.open(home / "empty").close()


def measured(home: Path, size: Size, only: str | None) -> Iterator[Figure]:
    """Yield the figures; what changes the large workspace comes after what needs it as it was made."""
    parts: list[tuple[str, Callable[[], list[Figure]]]] = [
        ("open", lambda: apart(opening, home, size)),
        ("memory", lambda: memory(home, size)),
        ("around", lambda: listing(home, size.openings)),
        ("stall", lambda: apart(stall_of_few, home, size)),
        ("stall", lambda: apart(stall_of_many, home, size)),
        ("changes", lambda: apart(changes, home, size)),
        ("verify", lambda: apart(audited, home, size)),
        ("around", lambda: apart(scoring, home, size)),
        ("around", lambda: waiting(home)),
    ]
    for name, part in parts:
        if only in (None, name):
            yield from part()


def main() -> int:
    """Measure, print the table, and return 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds and a shorter audit")
    parser.add_argument("--only", choices=("changes", "open", "memory", "stall", "verify", "around"))
    args = parser.parse_args()
    size = QUICK if args.quick else FULL
    home = Path(tempfile.mkdtemp(prefix="paceplan-bench-"))
    try:
        make_all(home, size)
        figures = sorted(measured(home, size, args.only), key=lambda figure: figure.name[0])
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(f"{'figure':<58}{'measured':>12}{'limit':>8}      of what")
    for name, value, limit, unit, detail in figures:
        said = "" if limit is None else ("ok" if value <= limit else "MISS")
        print(f"{name:<58}{f'{value:.3g} {unit}':>12}{'' if limit is None else f'{limit:g}':>8} {said:<5}{detail}")
    return int(not all(figure.kept for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
