"""The agenda of 1,000 projects against parsing the index that they are read from: at most three times as long.

Run with `python -m pytest -m bench tests/bench/bench_agenda.py -s -n 0`.
"""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import orjson
import pytest
from tests.bench.big import TIME, make, name_of

from paceplan.core import agenda
from paceplan.core.dates import add_days
from paceplan.store.journal import Draft
from paceplan.store.workspace import Workspace

PROJECTS, ROUNDS, AT_MOST = 1_000, 41, 3.0
TODAY = dt.date(2026, 11, 16)


def spread(row: dict[str, Any], number: int) -> dict[str, Any]:
    """Return `row` moved by some days, so that no two projects share all their dates."""

    def moved(day: str) -> str:
        return add_days(dt.date.fromisoformat(day), number * 37 % 365 - 150).isoformat()

    dates = [[moved(day), *rest] for day, *rest in row["dates"]]
    every = [[moved(since), until and moved(until), rules] for since, until, rules in row.get("every", ())]
    return {**row, "dates": dates, "every": every}


def index_of(folder: Path) -> bytes:
    """Return the index table of the checkpoint, as it stands in the file."""
    with Workspace.open(folder, durable=False) as workspace:
        with workspace.transaction() as transaction:
            for number in range(PROJECTS):
                id = name_of(number)
                row = spread(dict(workspace.rows()[id]), number)
                transaction.append(Draft(TIME, "Bo", "bench", (), {id: row}))
        workspace.checkpoint()
    data = (folder / "paceplan.json").read_bytes()
    line, start = data.index(b"\n"), data.index(b'\n"index":') + len(b'\n"index":')
    meta = orjson.loads(data[:line].removesuffix(b",") + b"}")["_meta"]["1"]
    return data[start : start + meta["index"]["bytes"]]


def milliseconds(function: Callable[[], object]) -> float:
    """Return the median of many calls."""
    taken = []
    for _ in range(ROUNDS):
        gc.collect()
        before = time.perf_counter()
        function()
        taken.append((time.perf_counter() - before) * 1000)
    return median(taken)


@pytest.mark.bench
@pytest.mark.parametrize("days", [None, 30])
def test_the_agenda_takes_at_most_three_times_the_parsing_of_its_index(tmp_path: Path, days: int | None) -> None:
    make(tmp_path / "w", PROJECTS)
    gc.enable()
    index = index_of(tmp_path / "w")
    rows = [known["row"] for known in orjson.loads(index).values()]
    assert len(rows) == PROJECTS
    parsing, computing = milliseconds(lambda: orjson.loads(index)), milliseconds(lambda: agenda.of(rows, TODAY, days))
    ratio = computing / parsing
    found = len(agenda.of(rows, TODAY, days))
    within = "" if days is None else f" within {days} days"
    print(f"\n{PROJECTS:,} projects, index {len(index) / 1e6:.2f} MB, {found:,} events{within}")
    print(f"parsing {parsing:.1f} ms, agenda {computing:.1f} ms: ratio {ratio:.2f} (at most {AT_MOST:g})")
    assert ratio <= AT_MOST
