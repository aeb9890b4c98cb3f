"""Long work: nothing shows while it is short, a bar once it is not; it stops, and a change is whole or not at all."""

from __future__ import annotations

import datetime as dt
import functools
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tui.conftest import RIVERBEND, Show, Shown

from paceplan.core import readings
from paceplan.importing import readings_csv
from paceplan.session import Session
from paceplan.tui.screens import page, table, work
from paceplan.tui.screens.table import TableScreen
from paceplan.tui.screens.work import STOPPED, Stopped, Told, WorkScreen

TABLE = "metric,date,value\nprep-time-cut,2026-11-13,31\nprep-time-cut,2026-11-14,30\nadoption,2026-09-01,4\n"
LONG = 10.0
"""Seconds after which a thread of a test gives up waiting, so that a fault does not keep the tests for ever."""


class Slow:
    """Reading that goes on until it is let go, or told to stop; it knows in which thread it ran."""

    def __init__(self, share: float = 0.42) -> None:
        self.go, self.begun, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.stopped, self.thread, self._share = False, 0, share

    def read(self, *args: object) -> tuple[readings.Reading, ...]:
        progress = args[4]
        assert callable(progress)
        self.thread = threading.get_ident()
        self.begun.set()
        try:
            while not self.go.wait(0.005):
                progress(self._share / 0.7)
        except Stopped:
            self.stopped = True
            raise
        finally:
            self.ended.set()
        return (readings.Reading("adoption", dt.date(2026, 9, 1), 4.0),)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Reading that lasts, and is noticed at once."""
    reading = Slow()
    monkeypatch.setattr(readings_csv, "read", reading.read)
    monkeypatch.setattr(work, "NOTICED", 0.01)
    return reading


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "r.csv"
    path.write_text(TABLE)
    return path


async def begin(shown: Shown, file: Path) -> None:
    """Ask for the table, and wait until the bar shows."""
    await shown.press("i")
    await shown.write(str(file))
    shown._post("enter")
    await shown.until(lambda: isinstance(shown.app.screen, WorkScreen) and shown.app.screen.has_class("-shown"))
    await shown.settle()


async def shows_table(shown: Shown) -> None:
    """Wait until the table shows with what it would change."""
    await shown.until(lambda: isinstance(shown.app.screen, TableScreen))
    await shown.settle()


async def test_what_takes_no_time_shows_no_bar(
    samples: Session, show: Show, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars: list[WorkScreen] = []
    monkeypatch.setattr(WorkScreen, "_show", bars.append)
    async with show(samples, RIVERBEND, "metrics") as shown:
        await shown.press("i", *str(file), "enter")
        assert isinstance(shown.app.screen, TableScreen)
    assert bars == []


async def test_the_screens_go_on_while_a_table_is_read_and_show_the_share(
    samples: Session, show: Show, file: Path, slow: Slow
) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        await begin(shown, file)
        await shown.until(lambda: "42 %" in shown.text)
        assert "Reading r.csv" in shown.flat
        assert slow.thread != threading.get_ident()
        slow.go.set()
        await shows_table(shown)
        assert "1 reading: 1 " in shown.flat


@pytest.mark.parametrize("stop", ["escape", "Esc stops", " Stop "])
async def test_stopping_takes_nothing_and_keeps_the_path(
    samples: Session, show: Show, file: Path, slow: Slow, stop: str
) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        before = shown.project()
        await begin(shown, file)
        if stop == "escape":
            await shown.press(stop)
        else:
            await shown.click_text(stop)
        assert shown.answer == str(file)
        assert STOPPED in shown.flat
        assert slow.ended.wait(LONG)
        assert slow.stopped
        assert (shown.entries(), shown.project()) == (1, before)
        await shown.press("escape", "escape")  # the path that was typed is given up when that is asked for twice
        assert shown.app.screen is shown.page


async def test_keys_typed_ahead_stop_nothing(samples: Session, show: Show, file: Path, slow: Slow) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        await begin(shown, file)
        await shown.press("enter", "space", "q", "j")
        assert isinstance(shown.app.screen, WorkScreen)
        assert not slow.stopped
        slow.go.set()
        await shows_table(shown)


async def test_closing_the_planner_stops_the_reading(samples: Session, show: Show, file: Path, slow: Slow) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        await begin(shown, file)
        shown.app.exit()
    assert slow.ended.wait(LONG)
    assert slow.stopped
    assert len(samples.log()) == 1


async def test_a_palette_opened_over_the_bar_keeps_the_result(
    samples: Session, show: Show, file: Path, slow: Slow
) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        await begin(shown, file)
        await shown.press("f12")
        assert not isinstance(shown.app.screen, WorkScreen)
        slow.go.set()
        assert slow.ended.wait(LONG)
        await shown.settle()
        await shown.press("escape")
        await shows_table(shown)


# Changes


async def test_a_change_beside_the_screens_is_heard_of_by_them_alone(
    samples: Session, show: Show, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, begun, made_by, heard_by = threading.Event(), threading.Event(), [], []
    take = readings.take

    @functools.wraps(take)
    def slowly(*args: object, **kwargs: object) -> object:
        made_by.append(threading.get_ident())
        begun.set()
        assert go.wait(LONG)
        return take(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(readings, "take", slowly)
    monkeypatch.setattr(table, "MANY", 2)
    monkeypatch.setattr(work, "NOTICED", 0.01)
    here = threading.get_ident()
    async with show(samples, RIVERBEND, "metrics", toasts=True) as shown:
        before = shown.project()
        context = shown.app.context
        context.subscribe(lambda event: heard_by.append(threading.get_ident()))
        await shown.press("i", *str(file), "enter")
        await shows_table(shown)
        await shown.press("enter")
        assert begun.wait(LONG)
        assert context.busy
        # Nobody else uses the session meanwhile, and nothing stops what is whole or not at all.
        monkeypatch.setattr(samples, "poll", lambda: pytest.fail("the session was used by two threads"))
        context.poll(shown.app)
        await shown.press("escape")
        assert "It is taken as a whole" in shown.flat
        go.set()
        await shown.until(lambda: shown.app.screen is shown.page)
        monkeypatch.undo()
        await shown.settle()
        assert not context.busy
        assert set(made_by) == {made_by[0]} != {here}
        assert heard_by == [here]
        assert shown.project().metrics["prep-time-cut"].readings[dt.date(2026, 11, 13)] == 31
        assert any("3 readings: 2 new, 1 changed" in said for said in shown.told)
        await shown.press("u")
        assert shown.project() == before


async def test_a_change_that_is_refused_says_so_and_leaves_everything(
    samples: Session, show: Show, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MANY", 2)
    async with show(samples, RIVERBEND, "metrics") as shown:
        await shown.press("i", *str(file), "enter")
        samples.workspace.readonly = "the disk can only be read"
        await shown.press("enter")
        assert isinstance(shown.app.screen, TableScreen)
        assert "the disk can only be read" in shown.flat
        assert "NOT saved" in shown.top
        assert shown.entries() == 1


async def test_the_session_waits_for_the_thread_that_changes_it(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        context, go = shown.app.context, threading.Event()
        context.set_apart()
        seen: list[object] = []

        def change() -> None:
            seen.append(context.session)  # for the thread that has it, at once
            assert go.wait(LONG)

        thread = threading.Thread(target=context.change_beside, args=(change,))
        thread.start()
        threading.Timer(0.02, go.set).start()
        assert context.session is samples
        assert go.is_set()
        thread.join()
        context.take_back()
        assert seen == [samples]


# What is no table


def _pipe(folder: Path) -> str:
    os.mkfifo(folder / "pipe.csv")
    return str(folder / "pipe.csv")


def _large(folder: Path) -> str:
    with open(folder / "large.csv", "wb") as stream:
        stream.truncate(readings_csv.MAX_BYTES + 1)
    return str(folder / "large.csv")


def _circle(folder: Path) -> str:
    os.symlink("circle.csv", folder / "circle.csv")
    return str(folder / "circle.csv")


def _nasty(folder: Path) -> str:
    (folder / "[b]x[u].csv").write_text("metric,date,value\n[@click=app.quit]x[/],2026-11-13,31\n")
    return str(folder / "[b]x[u].csv")


@pytest.mark.parametrize(("make", "said"), [
    (_pipe, "a device or a pipe; name a regular file"), (lambda _: "/dev/zero", "a device or a pipe"),
    (str, "a folder; name a file in it"), (lambda f: str(f / "gone.csv"), "there is no such file; check the name"),
    (_large, "20,000,001 bytes; at most 20,000,000 are read"), (_circle, "its links lead in a circle"),
    (_nasty, "has no metric '[@click=app.quit]x[/]'"), (lambda f: str(f / "r.csv" / "x"), "no folder; check the name"),
])  # fmt: skip
async def test_what_cannot_be_read_is_named_and_the_path_stays(
    samples: Session, show: Show, file: Path, make: Callable[[Path], str], said: str
) -> None:
    path = make(file.parent)
    async with show(samples, RIVERBEND, "metrics") as shown:
        await shown.press("i")
        await shown.write(path)
        await shown.press("enter")
        assert said in shown.flat.replace("- ", "-")
        assert shown.answer == path
        assert shown.entries() == 1


async def test_a_file_that_vanishes_after_it_was_read_is_taken_as_it_was(
    samples: Session, show: Show, file: Path
) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        await shown.press("i", *str(file), "enter")
        file.unlink()
        await shown.press("enter")
        assert shown.project().metrics["adoption"].readings[dt.date(2026, 9, 1)] == 4


# What a thread says


def test_what_is_told_of_a_part_is_a_share_of_the_whole() -> None:
    told = Told()
    assert told.share is None
    assert list(told.through([1, 2, 3], 0.5, 1.0)) == [1, 2, 3]
    assert told.share == 0.5
    told.part(0.5, 0.7)(1.0)
    assert told.share == pytest.approx(0.7)
    told.stop()
    with pytest.raises(Stopped):
        next(told.through([1], 0.0, 1.0))


async def test_what_was_taken_beside_the_screens_is_taken_back_and_done_again_beside_them(
    samples: Session, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "HEAVY", 20_000)
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(400)]
    file = tmp_path / "long.csv"
    file.write_text("date,prep-time-cut\n" + "".join(f"{day},{day.day}\n" for day in days))
    threads: list[int] = []
    for name in ("undo", "redo"):
        method = getattr(samples, name)

        def noted(method: Callable[[], object] = method) -> object:
            threads.append(threading.get_ident())
            return method()

        monkeypatch.setattr(samples, name, noted)
    async with show(samples, RIVERBEND, "metrics", toasts=True) as shown:
        before = shown.project()
        await shown.press("i", *str(file), "enter", "enter")
        after = shown.project()
        assert after != before
        await shown.press("u")
        await shown.until(lambda: shown.app.screen is shown.page)
        assert shown.project() == before
        await shown.press("ctrl+r")
        await shown.until(lambda: shown.app.screen is shown.page)
        assert shown.project() == after
        assert len(threads) == 2
        assert threading.get_ident() not in threads
        assert any("Done again" in said for said in shown.told)
