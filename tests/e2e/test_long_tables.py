"""A table of readings as large as one may be: a bar, a way to stop it, and leaving in the middle of it."""

from __future__ import annotations

import datetime as dt
import signal
from pathlib import Path

import pytest
from tests.e2e.conftest import Open, Plans

METRICS = ("resolution-time", "time-saved", "helpful-votes", "triage-time", "handle-time", "csat", "nps", "churn")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A table of nearly 20 MB."""
    days = [dt.date(1902, 1, 1) + dt.timedelta(days=n) for n in range(45_000)]
    file = tmp_path / "large.csv"
    block = "".join(f"{metric},{day},35.25\n" for metric in METRICS for day in days)
    file.write_text("metric,date,value\n" + (2 * block)[:19_900_000].rpartition("\n")[0])
    return file


def entries(plans: Plans) -> int:
    return sum(file.read_bytes().count(b"\n") for file in (plans.folder / "journal").iterdir())


def test_a_command_shows_a_bar_and_is_interrupted_cleanly(search: Plans, open_: Open, large: Path) -> None:
    before = entries(search)
    words = ["read", "Knowledge", "--csv", str(large)]
    screen = open_(*words)
    screen.wait("Reading  [")
    screen.press("<c-c>")
    screen.wait("Stopped; nothing was taken.")
    assert screen.end() == 130
    assert "Traceback" not in screen.text
    assert entries(search) == before


def test_a_table_is_stopped_in_the_planner_which_goes_on(search: Plans, open_: Open, large: Path) -> None:
    before = entries(search)
    screen = open_()
    screen.wait("Knowledge search")
    screen.press("<enter><f5>i")
    screen.wait("Readings from which table?")
    screen.paste(str(large))
    screen.press("<enter>")
    screen.wait("Reading large.csv")
    screen.press("<esc>")
    screen.wait("Stopped; nothing was taken.")
    screen.press("<enter>")
    screen.wait("Reading large.csv")
    screen.kill(signal.SIGTERM)
    assert screen.end() == 143
    assert screen.left_on() == set()
    assert entries(search) == before
