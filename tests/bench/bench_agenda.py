"""The agenda of 1,000 projects against parsing the index that it is made of: at most three times as long.

An event is made when it is read; what it takes to read all of them on top is printed beside it, and has no limit.

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

    def span(rule: str) -> str:
        since, until = rule[:10], rule[11:21]
        return f"{moved(since)} {until if until == calendar.NEVER else moved(until)}{rule[21:]}"

    dates = [moved(line[:10]) + line[10:] for line in calendar.lines(row)]
    return {**row, "dates": "\n".join(dates), "every": "\n".join(map(span, calendar.rules(row)))}


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
    parsing, usual, everything, read = in_turns(
        lambda: orjson.loads(index),
        lambda: agenda.of(rows, TODAY, DAYS),
        lambda: agenda.of(rows, TODAY),
        lambda: [(e.day, e.what, e.project, e.kind, e.id) for e in agenda.of(rows, TODAY)],
    )
    print(f"\n{PROJECTS:,} projects, index {len(index) / 1e6:.2f} MB: parsed in {parsing:.1f} ms")
    found = len(agenda.of(rows, TODAY))
    print(
        f"agenda, all of {found:,} events, each of them read: {read:.1f} ms, {read / parsing:.2f} of parsing the index"
    )
    for name, took, days in ((f"{DAYS} days", usual, DAYS), ("all", everything, None)):
        found = len(agenda.of(rows, TODAY, days))
        print(f"agenda, {name}: {found:,} events in {took:.1f} ms, {took / parsing:.2f} of parsing the index")
        assert took / parsing <= AT_MOST
