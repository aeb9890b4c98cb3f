from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import SAMPLES, Paceplan

from paceplan.cli import opening
from paceplan.core.portfolio import HEALTHS, health
from paceplan.session import Session
from paceplan.tui import launch

DEMO_DAY = dt.date(2026, 11, 16)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the screens would have been opened with."""
    found: dict[str, object] = {}

    def show(open_session: Callable[[], Session], read: object, *, today: dt.date, demo: bool = False) -> int:
        session = open_session()
        found.update(rows=session.rows(), today=today, demo=demo, folder=session.workspace.folder, log=session.log())
        session.close()
        return 0

    monkeypatch.setattr(launch, "run_tui", show)
    return found


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("beside", [False, True])
def test_demo_shows_every_sample_and_leaves_nothing(
    paceplan: Paceplan, seen: dict[str, object], monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    monkeypatch.delenv("PACEPLAN_TODAY")
    if not beside:
        monkeypatch.delattr(os, "fork")
    monkeypatch.setattr(opening, "_at_terminal", lambda: True)
    result = paceplan("demo")
    rows, folder, log = seen["rows"], seen["folder"], seen["log"]
    assert isinstance(rows, list)
    assert isinstance(folder, Path)
    assert isinstance(log, list)
    assert "2026-11-16" in result.stderr
    assert sorted(row["id"] for row in rows) == sorted(file.stem for file in SAMPLES.glob("*.toml"))
    assert {row["pace"] for row in rows} == {"sprint", "hybrid", "marathon"}
    assert {health(row, DEMO_DAY) for row in rows} <= set(HEALTHS)
    assert (seen["today"], seen["demo"]) == (DEMO_DAY, True)
    assert [entry.time[:10] for entry in log] == ["2026-11-16"]
    assert not folder.exists()
    assert not paceplan.folder.exists()


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_helper_that_fails_is_made_up_for(
    paceplan: Paceplan, seen: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, filled = os.getpid(), opening._filled

    def fails_beside(*args: object) -> Session:
        if os.getpid() != parent:
            raise RuntimeError
        return filled(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "_filled", fails_beside)
    monkeypatch.setattr(opening, "_at_terminal", lambda: True)
    paceplan("demo", "--today", "2026-12-01")
    assert seen["rows"]
    assert seen["today"] == dt.date(2026, 12, 1)


def test_no_command_opens_the_workspace(paceplan: Paceplan, seen: dict[str, object]) -> None:
    paceplan.new("Search")
    paceplan()
    assert seen["folder"] == paceplan.folder
    assert (seen["today"], seen["demo"]) == (DEMO_DAY, False)
