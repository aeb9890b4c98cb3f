"""The timeline: which lines it has, what a bar shows, zoom, turning, today, the filter, opening, the mouse."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from rich.cells import cell_len
from tests.core.rows import row
from tests.tui.conftest import EAST_VALLEY, KNOWLEDGE, RIVERBEND, Show, Shown, named
from tests.tui.test_hostile import NAMES
from textual import events

from paceplan.core import keeping, roadmap
from paceplan.core.project import Project
from paceplan.core.timeline import groups
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.glyphs import ASCII
from paceplan.tui.screens.balance import BalanceScreen
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.screens.timeline import TimelineScreen
from paceplan.tui.widgets.timeline_chart import TimelineChart

SIZES = [(60, 18), (80, 24), (120, 36), (160, 48), (220, 60)]


async def opened(shown: Shown) -> TimelineChart:
    """Open the timeline and return its chart."""
    await shown.press("t")
    assert isinstance(shown.app.screen, TimelineScreen)
    return shown.find(TimelineChart)


def lines_of(shown: Shown) -> list[str]:
    chart = shown.find(TimelineChart)
    return [chart.render_line(y).text for y in range(chart.size.height)]


def line_of(shown: Shown, name: str) -> str:
    return next(line for line in lines_of(shown) if line[3:].startswith(name))


def bar_of(shown: Shown, name: str) -> str:
    return line_of(shown, name)[shown.find(TimelineChart)._label :]


async def test_projects_stand_under_their_pace_with_their_health(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        await opened(shown)
        lines = [line.rstrip() for line in lines_of(shown)]
        heads = [line.split() for line in lines if line[3:4] in ("▸", "◆", "■")]
        assert heads == [["▸", "SPRINT", "4"], ["◆", "HYBRID", "3"], ["■", "MARATHON", "6"]]
        assert line_of(shown, "Credit limit decision")[1] == "!"
        assert line_of(shown, "Acme FinTech: document review")[1] == "✓"
        assert " late  13 projects" in shown.top
        assert "by quarter" in shown.top


async def test_a_bar_stands_where_its_days_are(empty: Session, show: Show) -> None:
    named(empty, "Search", template="knowledge-search")
    async with show(empty, size=(120, 36)) as shown:
        chart = await opened(shown)
        assert chart.zoom == "week"
        axis = chart._axis
        assert axis is not None
        bar = bar_of(shown, "Search")
        start, end = axis.at(DAY) - chart.left, axis.at(DAY + dt.timedelta(weeks=6)) - chart.left
        assert set(bar[start + 1 : end]) == {"░"}, "a pilot that nobody began"
        assert bar[start] == "┊"
        assert bar[end:].strip() == ""


async def test_a_roadmap_shows_phases_done_and_open_sprints_and_milestones(samples: Session, show: Show) -> None:
    async with show(samples, size=(160, 48)) as shown:
        await opened(shown)
        bar = bar_of(shown, "East Valley SIS")
        assert {"▇", "░", "▸", "━", "◆", "✓"} <= set(bar)
        assert bar_of(shown, "Event-driven personalisation").count("▸") >= 2


async def test_zoom_keeps_today_in_view_and_says_where_it_ends(samples: Session, show: Show) -> None:
    async with show(samples, toasts=True) as shown:
        chart = await opened(shown)
        for zoom in ("month", "week"):
            await shown.press("+")
            assert chart.zoom == zoom
            assert f"by {zoom}" in shown.top
            assert "▼" in lines_of(shown)[1]
        assert "Zoom" in shown.keys
        await shown.press("+")
        assert shown.told[-1] == "Zoom in: not now: Weeks are the nearest view."
        await shown.press("-", "-", "-")
        assert chart.zoom == "quarter"
        assert shown.told[-1] == "Zoom out: not now: Quarters are the widest view."


async def test_the_calendar_turns_and_comes_back_to_today(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        chart = await opened(shown)
        await shown.press("+")
        home = chart.left
        await shown.press("l", "right")
        assert chart.left == home + 2 * (chart._axis.cells if chart._axis else 0)
        await shown.press("h", "left")
        assert chart.left == home
        await shown.press(">")
        assert chart.left > home + chart._room // 2
        assert "▼" not in lines_of(shown)[1]
        await shown.press("t")
        assert chart.left == home
        await shown.press(*"<<<<<<")
        assert chart.left == 0
        await shown.press("s")
        first = chart.current
        assert first is not None
        assert 0 <= chart.at(first.start) < chart._room


async def test_enter_opens_the_roadmap_and_esc_comes_back_to_the_line(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        chart = await opened(shown)
        chart.go_to(EAST_VALLEY)
        await shown.press("enter")
        page = shown.page
        assert isinstance(page, ProjectScreen)
        assert (page.project_id, page._tab) == (EAST_VALLEY, "roadmap")
        await shown.press("escape")
        assert isinstance(shown.page, TimelineScreen)
        assert chart.current_id == EAST_VALLEY
        await shown.press("escape")
        assert isinstance(shown.page, PortfolioScreen)


async def test_the_cursor_starts_on_the_project_of_the_portfolio(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("j", "j")
        here = shown.here
        chart = await opened(shown)
        assert chart.current is not None
        assert chart.current.row["name"] == here
        assert here in shown.panel("project")


async def test_the_project_under_the_cursor_stands_below_in_words(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        chart = await opened(shown)
        chart.go_to(EAST_VALLEY)
        await shown.settle()
        panel = shown.panel("project")
        assert panel.startswith("East Valley SIS\n■ MARATHON")
        assert "7 of 15 done" in panel
        assert "Pilot & iterate to 1 Feb 2027; Second feeder pattern to 7 Dec; Third" in panel
        assert "! First feeder" not in panel
        assert "▸ Second feeder pattern  28 Sep – 7 Dec" in panel
        chart.go_to(RIVERBEND)
        await shown.settle()
        assert shown.panel("project").startswith("Riverbend assessment\n▸ SPRINT")


async def test_the_filter_narrows_and_esc_clears_it(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        chart = await opened(shown)
        await shown.press("/", *"marathon")
        assert [g.pace for g in chart._groups] == ["marathon"]
        assert "6 projects" in shown.top
        await shown.press(*"zzz")
        assert "Nothing matches 'marathonzzz'." in shown.text
        await shown.press("escape")
        assert len(chart._groups) == 3
        assert isinstance(shown.page, TimelineScreen)


async def test_what_changes_shows_at_once(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        chart = await opened(shown)
        chart.go_to(EAST_VALLEY)
        before = bar_of(shown, "East Valley SIS")
        samples.do(roadmap.shift, EAST_VALLEY, phase="scale-embed", days=365, why="More schools", on=DAY)
        await shown.settle()
        assert bar_of(shown, "East Valley SIS") != before
        assert chart.current_id == EAST_VALLEY
        samples.do(keeping.archive, EAST_VALLEY, archived=True)
        await shown.settle()
        assert "East Valley" not in "\n".join(lines_of(shown))


async def test_without_a_date_a_project_stands_last_and_says_so(samples: Session, show: Show) -> None:
    samples.do(keeping.create, "none", playbook_id="ai", id="none", name="Some idea")
    async with show(samples, size=(120, 36), toasts=True) as shown:
        chart = await opened(shown)
        await shown.press("G")
        assert chart.current_id == "none"
        assert bar_of(shown, "Some idea").startswith("no date yet")
        assert "NO DATE YET" in shown.text
        assert "No date yet: a pilot or a roadmap needs a start." in shown.panel("project")
        await shown.press("s")
        assert "has no date yet" in shown.told[-1]


async def test_an_empty_timeline_says_what_belongs_there(empty: Session, show: Show) -> None:
    async with show(empty, toasts=True) as shown:
        await opened(shown)
        assert "Pilots and roadmaps stand here as soon as they have a start." in shown.text
        for key in ("enter", "+", "-", "t", "s", "<", ">", "l"):
            await shown.press(key)
        assert "No project has a date yet." in shown.told[-1]
    named(empty, "Undated")
    empty.do(keeping.revise, "one", content=empty.project("one").model_copy(update={"start": None}))
    async with show(empty) as shown:
        chart = await opened(shown)
        assert chart.zoom is None
        assert "no date yet" in shown.text


async def test_the_mouse_does_what_the_keys_do(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        chart = await opened(shown)
        y = next(n for n, line in enumerate(lines_of(shown)) if "East Valley" in line)
        await shown.click(chart, 50, y)
        assert chart.current_id == EAST_VALLEY
        await shown.click_text("Zoom")
        assert chart.zoom == "month"
        left = chart.left
        wheel: list[type[events.MouseEvent]] = [events.MouseScrollDown]
        await shown.pilot._post_mouse_events(wheel, widget=chart, offset=(60, 8), button=0, shift=True)
        await shown.settle()
        assert chart.left == left + (chart._axis.cells if chart._axis else 0)
        await shown.click_text("Today")
        assert chart.left == left
        await shown.click(chart, 50, y)
        assert isinstance(shown.page, ProjectScreen)


async def test_balance_is_a_key_away(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown)
        await shown.press("b")
        assert isinstance(shown.page, BalanceScreen)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_it_fits_at_every_size(samples: Session, show: Show, size: tuple[int, int]) -> None:
    for number, name in enumerate(NAMES.values()):
        named(samples, name, id=f"n{number}")
    async with show(samples, size=size) as shown:
        chart = await opened(shown)
        for _ in range(3):
            assert {cell_len(line) for line in lines_of(shown)} == {chart.size.width}
            await shown.press("+", "G")
        assert all(cell_len(line) <= size[0] for line in shown.lines)


async def test_a_hostile_stretch_of_centuries_is_drawn_in_time(samples: Session, show: Show) -> None:
    content = samples.project(EAST_VALLEY).document()
    content["sprints"] = {
        id: {"name": id, "start": start, "weeks": 520} for id, start in (("old", "1900-01-01"), ("far", "2999-12-31"))
    }
    samples.do(keeping.revise, EAST_VALLEY, content=Project.of(content))
    async with show(samples) as shown:
        chart = await opened(shown)
        await shown.press("+", "+", "t")
        assert "▼" in lines_of(shown)[1]
        assert {cell_len(line) for line in lines_of(shown)} == {chart.size.width}


async def test_ascii_signs_alone(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        shown.app.context.glyphs = ASCII
        await opened(shown)
        assert "\n".join(lines_of(shown)).isascii()
        assert {"=", "."} <= set(bar_of(shown, "East Valley SIS"))


def many(count: int) -> list[dict[str, Any]]:
    base = row(start="2026-01-05", pilot={"start": "2026-01-05", "weeks": 6})
    start = DAY.toordinal()
    return [
        {**base, "id": f"p{n}", "name": f"Project {n}", "pace": ("sprint", "hybrid", "marathon")[n % 3],
         "spans": f"{start + n % 900 - 450} 42\nr0 42 0 Pilot"}
        for n in range(count)
    ]  # fmt: skip


async def test_ten_thousand_lines_are_drawn_as_they_come_into_view(
    samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many(10_000)
    async with show(samples) as shown:
        monkeypatch.setattr(samples, "rows", lambda: rows)
        drawn: list[str] = []
        draw = TimelineChart._draw

        def watched(chart: TimelineChart, cells: Any, line: Any, selected: bool) -> None:
            drawn.append(line.row["id"])
            draw(chart, cells, line, selected)

        monkeypatch.setattr(TimelineChart, "_draw", watched)
        chart = await opened(shown)
        assert chart.count == 10_003
        assert len(set(drawn)) < 60, "only what is in view is read and drawn"
        await shown.press("G")
        drawn.clear()
        await shown.press(*["k"] * 30)
        assert len(drawn) < 30 * 5, "a scroll draws the line that comes into view and the two of the cursor"
        assert groups(rows, DAY)[0].lines[0].row["id"] == "p0"


async def test_the_key_stands_on_the_portfolio(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, size=(160, 24)) as shown:
        await shown.press("escape")
        assert "Timeline" in shown.keys
