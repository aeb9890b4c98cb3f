"""How fast the views over all projects answer keys, as ratios to a bare list's cursor key; run on a quiet machine.

    python -m tests.bench.bench_views [--projects 1000 10000] [--runs 6]

The projects are the samples over and over, each moved by some days and with a pace of its own. What a key of the
timeline may take is four times a bare ScrollView's cursor key. Figures in milliseconds, medians of alternating runs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.bench_screens import LEAST_LIST, NARROW, WIDE, alternating, environment, keys_of
from tests.bench.big import TIME, make, name_of

from paceplan.core import balance, timeline
from paceplan.demo import DAY
from paceplan.store.journal import Draft
from paceplan.store.workspace import Workspace

AIM = 4.0
KEYS: tuple[tuple[str, str, str, float | None], ...] = (
    ("cursor key in view", "", "jk" * 6, AIM),
    ("cursor key that scrolls", "G", "k" * 60, AIM),
    ("page key", "", "\x06\x06\x06\x06\x02\x02\x02\x02", None),
    ("calendar turned by a step", "+", "lhlhlhlh", None),
    ("zoom", "", "+-+-+-", None),
)
"""What is measured, the keys before it, the keys of it, and the ratio aimed at; of sixty keys upwards most scroll."""


def spread(folder: Path, projects: int) -> None:
    """Give each row of the workspace dates and a pace of its own."""
    with Workspace.open(folder, durable=False) as workspace:
        with workspace.transaction() as transaction:
            for number in range(projects):
                row = dict(workspace.rows()[name_of(number)])
                if spanned := row.get("spans"):
                    head, _, rest = spanned.partition("\n")
                    first, length = head.split(" ")
                    row["spans"] = f"{int(first) + number * 37 % 900 - 450} {length}\n{rest}"
                transaction.append(Draft(TIME, "Bo", "bench", (), {name_of(number): row}))
        workspace.checkpoint()


def computed(folder: Path) -> None:
    """Print what working the views out of the rows takes."""
    with Workspace.open(folder, durable=False) as workspace:
        rows = list(workspace.rows().values())
    size = sum(len(row.get("spans", "")) for row in rows)
    print(f"{len(rows):,} rows, {size / max(1, len(rows)):.0f} characters of spans each")

    def running() -> None:
        runs = balance.runs(rows, DAY)
        balance.months(runs, *balance.extent(runs, DAY))

    for name, function in (("timeline", lambda: timeline.groups(rows, DAY)), ("balance", running)):
        taken = []
        for _ in range(9):
            before = time.perf_counter()
            function()
            taken.append((time.perf_counter() - before) * 1000)
        print(f"  {name}: {median(taken):.1f} ms")


def main() -> int:
    """Measure, print the table, and return 1 where a key of the timeline is too slow."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--projects", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--runs", type=int, default=6)
    args = parser.parse_args()
    slow = 0
    program = [str(Path(sys.executable).with_name("paceplan"))]
    for projects in args.projects:
        home = Path(tempfile.mkdtemp(prefix="paceplan-bench-"))
        try:
            env = environment(home)
            make(home / "plans", projects)
            spread(home / "plans", projects)
            computed(home / "plans")
            print(f"{'':<58}{'ms':>8}{'against':>9}{'ratio':>7}{'aim':>6}")
            for size in (NARROW, WIDE):
                least = keys_of([sys.executable, "-c", LEAST_LIST], "line 20", env, size, "jk" * 6)
                for what, before, keys, aim in KEYS:
                    sample = keys_of(program, "saved", env, size, keys, before=f"t{before}")
                    mine, other = alternating(args.runs, sample, least)
                    late = "" if aim is None or mine / other <= aim else "  missed"
                    slow += bool(late)
                    name = f"timeline of {projects:,}, {what}, {'x'.join(map(str, size))}"
                    shown = "-" if aim is None else f"{aim:.1f}"
                    print(f"{name:<58}{mine:>8.1f}{other:>9.1f}{mine / other:>7.2f}{shown:>6}{late}")
        finally:
            shutil.rmtree(home, ignore_errors=True)
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
