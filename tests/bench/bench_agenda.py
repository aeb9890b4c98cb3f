"""The agenda of 1,000 projects against reading the index that it is made of: at most three times as long.

Reading is parsing the JSON and splitting the dates of each row, which stand in one text: whoever wants them needs both.

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

from paceplan.core import agenda, calendar
from paceplan.core.dates import add_days
from paceplan.store.journal import Draft
from paceplan.store.workspace import Workspace

PROJECTS, ROUNDS, DAYS, AT_MOST = 1_000, 41, 30, 3.0
TODAY = dt.date(2026, 11, 16)


def spread(row: dict[str, Any], number: int) -> dict[str, Any]:
    """Return `row` moved by some days, so that no two projects share all their dates."""

    def moved(day: str) -> str:
        return add_days(dt.date.fromisoformat(day), number * 37 % 365 - 150).isoformat()

    def span(days: str) -> str:
        return " ".join(day and moved(day) for day in days.split(" "))

    days, _, rest = row["dates"].partition("\n")
    dates = " ".join(map(moved, days.split(" "))) + "\n" + rest if days else ""
    every = "\n".join(span(days) + tab + rules for days, tab, rules in (r.partition("\t") for r in calendar.rules(row)))
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


def read(index: bytes) -> object:
    """Return everything that the index says, as values."""
    return [calendar.columns(known["row"]) for known in orjson.loads(index).values()]


def in_turns(*functions: Callable[[], object]) -> list[float]:
    """Return for each function the median milliseconds of processor time of many calls, taking turns."""
    taken: list[list[float]] = [[] for _ in functions]
    for _ in range(ROUNDS):
        for function, known in zip(functions, taken, strict=True):
            gc.collect()
            before = time.process_time()
            function()
            known.append((time.process_time() - before) * 1000)
    return [median(known) for known in taken]


@pytest.mark.bench
def test_the_agenda_takes_at_most_three_times_the_reading_of_its_index(tmp_path: Path) -> None:
    make(tmp_path / "w", PROJECTS)
    gc.enable()
    index = index_of(tmp_path / "w")
    rows = [known["row"] for known in orjson.loads(index).values()]
    assert len(rows) == PROJECTS
    parsing, reading, usual, everything = in_turns(
        lambda: orjson.loads(index),
        lambda: read(index),
        lambda: agenda.of(rows, TODAY, DAYS),
        lambda: agenda.of(rows, TODAY),
    )
    print(
        f"\n{PROJECTS:,} projects, index {len(index) / 1e6:.2f} MB: parsed in {parsing:.1f} ms, read in {reading:.1f}"
    )
    for name, took, days in ((f"{DAYS} days", usual, DAYS), ("all", everything, None)):
        found = len(agenda.of(rows, TODAY, days))
        print(f"agenda, {name}: {found:,} events in {took:.1f} ms, {took / reading:.2f} of reading the index")
        assert took / reading <= AT_MOST
