"""The balance on screen: bars and the capacity's line, months in words, advice, setting the capacity, opening."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.core.rows import row
from tests.tui.conftest import EAST_VALLEY, Show, Shown, named
from tests.tui.test_hostile import NAMES

from paceplan.config.settings import Settings, read
from paceplan.core import keeping
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.glyphs import ASCII
from paceplan.tui.screens.balance import BalanceScreen
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.screens.timeline import TimelineScreen
from paceplan.tui.widgets.balance_chart import BalanceChart
from paceplan.tui.widgets.panel import Panel

SIZES = [(60, 18), (80, 24), (120, 36), (160, 48), (220, 60)]


async def opened(shown: Shown) -> BalanceChart:
    """Open the balance and return its chart."""
    await shown.press("b")
    assert isinstance(shown.app.screen, BalanceScreen)
    return shown.find(BalanceChart)


def lines_of(shown: Shown) -> list[str]:
    chart = shown.find(BalanceChart)
    return [chart.render_line(y).text for y in range(chart.size.height)]


def bars_of(shown: Shown, month: str) -> list[str]:
    """Return count and bar of sprints, then of marathons, in the first line of that month in view."""
    return next(line for line in lines_of(shown) if line[2:].startswith(month))[14:].split()


async def test_each_month_shows_what_runs_and_where_the_capacity_ends(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        chart = await opened(shown)
        assert chart.current is not None
        assert chart.current.name == "Nov 2026"
        assert bars_of(shown, "Nov ← now")[-5:] == ["12", "▇▇▇▇▇▇┃▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇", "6", "▇▇▇▇┃▇▇▇▇▇▇▇▇", "!"]
        assert lines_of(shown)[0].split() == ["at", "once", "▸", "sprints", "of", "3", "■", "marathons", "of", "2"]
        assert "15 months over capacity" in shown.top
        assert any(line.strip() == "2027" for line in lines_of(shown)), "the months ahead are in view"


async def test_within_the_capacity_what_is_free_shows_before_the_line(empty: Session, show: Show) -> None:
    named(empty, "Search", template="knowledge-search")
    async with show(empty) as shown:
        await opened(shown)
        assert bars_of(shown, "Nov ← now") == ["1", "▇▇▇▇░░░░░░░░┃", "0", "░░░░░░░░┃"]
        assert "within capacity" in shown.top


async def test_the_month_under_the_cursor_stands_in_words_and_so_does_what_to_do(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        await opened(shown)
        panel = shown.panel("month")
        assert "12 sprints at once, 9 over, from 9 Nov" in panel
        assert "More sprints than capacity: Nov to Dec 2026" in panel
        assert "Put off" in panel
        assert "Knowledge search: Pilot" in panel
        await shown.press("j")
        assert "Dec 2026\n▸ 9 sprints at once, 6 over" in shown.panel("month")


async def test_the_whole_advice_can_be_read_on_a_small_screen(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown)
        assert "more lines: a reads them" in shown.panel("month")
        await shown.press("a")
        read_ = shown.app.screen.query_one(Panel)
        text = " ".join(line.plain for line in read_._content_lines(read_.content_size))
        assert "Nest a sprint in one of them" in " ".join(text.split())
        await shown.press("escape")
        assert isinstance(shown.app.screen, BalanceScreen)


async def test_looking_earlier_later_and_back_to_today(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        chart = await opened(shown)

        def month() -> str:
            return chart.current.name if chart.current else ""

        await shown.press(">")
        assert month() == "Nov 2027"
        await shown.press("<", "<")
        assert month() == "Jan 2026", "the first there is"
        await shown.press("k")
        assert month() == "Jan 2026"
        await shown.press("t")
        assert month() == "Nov 2026"
        await shown.press("j", "j")
        assert month() == "Jan 2027", "the year's heading is passed over"


async def test_the_capacity_is_set_here_and_kept_in_the_settings(samples: Session, show: Show, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    async with show(samples, toasts=True) as shown:
        shown.app.context.settings_file = file
        await opened(shown)
        await shown.press("c")
        assert shown.answer == "3 2"
        for text, said in (("x", "'3 2x' is no capacity; expected two whole numbers"), ("9" * 9, "from 0 to 99")):
            await shown.press(*text, "enter")
            assert said in shown.flat
        await shown.press("home", *["delete"] * 20, *"12 7", "enter")
        assert shown.app.context.settings[5:7] != (3, 2)
        settings = read(file).settings
        assert (settings.capacity_sprints, settings.capacity_marathons) == (12, 7)
        assert "▸ sprints of 12" in lines_of(shown)[0]
        assert "within capacity" in shown.top
        await shown.press("c", "escape")
        assert shown.app.context.settings.capacity_sprints == 12


async def test_the_capacity_of_the_settings_holds(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        shown.app.context.settings = Settings(capacity_sprints=20, capacity_marathons=20)
        await opened(shown)
        assert "▸ sprints of 20" in lines_of(shown)[0]
        assert "over capacity" not in shown.top


async def test_enter_lists_what_runs_and_opens_one(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown)
        await shown.press("enter")
        assert "Running in Nov 2026" in shown.flat
        await shown.press("G", "enter")
        page = shown.page
        assert isinstance(page, ProjectScreen)
        assert page._tab == "roadmap"
        await shown.press("escape")
        assert isinstance(shown.page, BalanceScreen)
        await shown.press("escape")
        assert isinstance(shown.page, PortfolioScreen)


async def test_the_month_on_the_calendar(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown)
        await shown.press("j", "v")
        assert isinstance(shown.page, TimelineScreen)


async def test_an_empty_workspace_says_what_counts_here(empty: Session, show: Show) -> None:
    async with show(empty, size=(120, 36), toasts=True) as shown:
        await opened(shown)
        assert "Nothing is planned from this month on" in " ".join(shown.panel("month").split())
        await shown.press("enter")
        assert "Nothing runs in this month." in shown.told[-1]


async def test_what_others_change_shows(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown)
        samples.do(keeping.archive, EAST_VALLEY, archived=True)
        await shown.settle()
        assert bars_of(shown, "Nov ← now")[-3] == "5"


async def test_the_mouse_does_what_the_keys_do(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        chart = await opened(shown)
        y = next(n for n, line in enumerate(lines_of(shown)) if line[2:].startswith("Dec"))
        await shown.click(chart, 20, y)
        assert chart.current is not None
        assert chart.current.name == "Dec 2026"
        await shown.click_text("Capacity")
        assert shown.answer == "3 2"
        await shown.press("escape")
        await shown.click(chart, 20, y)
        assert "Running in Dec 2026" in shown.flat


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("count", [0, 5, 10_000])
async def test_it_fits_at_every_size(
    samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], count: int
) -> None:
    base = row(start="2026-01-05", pilot={"start": "2026-01-05", "weeks": 6})
    start = DAY.toordinal()
    rows: list[dict[str, Any]] = [
        {**base, "id": f"p{n}", "name": list(NAMES.values())[n % len(NAMES)],
         "spans": f"{start + n % 900 - 450} 142\nr0 42 0 X\nf0 142 1/3 Y"}
        for n in range(count)
    ]  # fmt: skip
    async with show(samples, size=size) as shown:
        monkeypatch.setattr(samples, "rows", lambda: rows)
        chart = await opened(shown)
        assert {cell_len(line) for line in lines_of(shown)} == {chart.size.width}
        await shown.press("j", "G", "g")
        assert {cell_len(line) for line in lines_of(shown)} == {chart.size.width}


async def test_ascii_signs_alone(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        shown.app.context.glyphs = ASCII
        await opened(shown)
        assert "\n".join(lines_of(shown)).isascii()
        assert "|" in bars_of(shown, "Nov < now")[3]
