"""The list every screen uses: what it draws, how the cursor moves, what it tells."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from paceplan.tui.widgets.line_list import LineList

pytestmark = pytest.mark.asyncio


class Rows(LineList):
    """Rows named by their index; `headings` cannot be selected."""

    drawn: list[int]

    def __init__(self, count: int, headings: Collection[int] = ()) -> None:
        super().__init__()
        self.headings = headings
        self.drawn = []
        self.set_count(count)

    def selectable(self, index: int) -> bool:
        return index not in self.headings

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        self.drawn.append(index)
        return Strip([Segment(f"{'>' if selected else ' '}row {index}", self.style_of(selected=selected))])

    def empty_lines(self) -> list[Strip]:
        return [Strip([Segment("nothing here")]), Strip([Segment("n makes one")])]


class Headed(Rows):
    HEADER_LINES = 1

    def render_header(self, line: int, width: int) -> Strip:
        return Strip([Segment("head", self.style_of("line-list--header"))])


class Shown(App[None]):
    """One list filling the screen, and what it told."""

    CSS = "Screen { layout: vertical; }"

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self.rows = rows
        self.told: list[tuple[str, int]] = []

    def compose(self) -> ComposeResult:
        yield self.rows

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        assert event.control is event.list is self.rows
        self.told.append(("at", event.index))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        self.told.append(("open", event.index))


def lines(rows: Rows) -> list[str]:
    """The text on the screen, line by line."""
    strips = rows.render_lines(Region(0, 0, *rows.outer_size))
    return [strip.text.rstrip() for strip in strips]


async def press(pilot: Pilot[None], rows: Rows, *keys: str) -> int:
    await pilot.press(*keys)
    return rows.cursor


async def test_keys_move_and_the_view_follows() -> None:
    rows = Rows(10_000)
    async with Shown(rows).run_test(size=(20, 10)) as pilot:
        assert await press(pilot, rows, "j", "down", "k") == 1
        assert await press(pilot, rows, "pagedown") == 10
        assert lines(rows)[-1] == ">row 10"
        assert await press(pilot, rows, "ctrl+b") == 1
        assert await press(pilot, rows, "G", "down") == 9_999
        assert lines(rows)[-2:] == [" row 9998", ">row 9999"]
        assert await press(pilot, rows, "g", "up") == 0
        assert lines(rows)[0] == ">row 0"


async def test_a_move_repaints_two_rows_and_a_foreign_scroll_is_undone_by_the_next_key() -> None:
    rows = Rows(100)
    async with Shown(rows).run_test(size=(20, 10)) as pilot:
        rows.drawn.clear()
        await pilot.press("j")
        assert sorted(rows.drawn) == [0, 1]
        rows.drawn.clear()
        rows.refresh_row(5)
        rows.refresh_row(50)
        rows.refresh_row(-1)
        await pilot.pause()
        assert rows.drawn == [5]
        await pilot.press("g")
        rows.scroll_to(y=40, animate=False, force=True)
        await pilot.press("k")
        assert lines(rows)[0] == ">row 0"


async def test_headings_are_skipped_and_come_into_view_with_their_first_row() -> None:
    rows = Rows(30, headings={0, 1, 10, 29})
    async with Shown(rows).run_test(size=(20, 6)) as pilot:
        assert rows.cursor == 2
        rows.cursor = 9
        assert await press(pilot, rows, "j") == 11
        assert await press(pilot, rows, "k") == 9
        assert await press(pilot, rows, "end", "j") == 28
        assert await press(pilot, rows, "home") == 2
        assert lines(rows)[:3] == [" row 0", " row 1", ">row 2"]
        assert (rows.cursor, rows.row_at(1), rows.row_at(6)) == (2, 1, 6)
        rows.headings = range(30)
        rows.set_count(30)
        assert rows.cursor == -1
        await pilot.press("j", "pageup", "enter")


async def test_the_header_stays_and_never_hides_the_cursor() -> None:
    rows = Headed(50)
    async with Shown(rows).run_test(size=(20, 5)) as pilot:
        assert lines(rows) == ["head", ">row 0", " row 1", " row 2", " row 3"]
        await pilot.press("G")
        assert lines(rows) == ["head", " row 46", " row 47", " row 48", ">row 49"]
        assert (rows.row_at(0), rows.row_at(4)) == (None, 49)
        await pilot.press("pageup", "k")
        assert lines(rows)[:2] == ["head", ">row 45"]


async def test_the_mouse_does_what_the_keys_do() -> None:
    rows = Headed(50)
    app = Shown(rows)
    async with app.run_test(size=(20, 8)) as pilot:
        app.told.clear()
        await pilot.click(rows, offset=(3, 3))
        assert app.told == [("at", 2)]
        await pilot.click(rows, offset=(3, 0))
        assert app.told == [("at", 2)]
        await pilot.click(rows, offset=(3, 5), times=2)
        assert app.told[1:] == [("at", 4), ("open", 4)]
        await pilot.click(rows, offset=(3, 5), button=3)
        assert len(app.told) == 3
        await pilot.press("enter")
        assert app.told[3:] == [("open", 4)]


async def test_a_double_click_on_the_row_under_the_cursor_opens_once() -> None:
    rows = Rows(50)
    app = Shown(rows)
    async with app.run_test(size=(20, 8)) as pilot:
        await pilot.click(rows, offset=(3, 0), times=2)
        assert app.told == [("at", 0), ("open", 0)]


async def test_new_rows_keep_the_cursor_near_and_are_told() -> None:
    rows = Rows(10_000)
    app = Shown(rows)
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.press("G")
        app.told.clear()
        rows.set_count(5)
        await pilot.pause()
        assert (rows.cursor, app.told) == (4, [("at", 4)])
        assert lines(rows)[:5] == [" row 0", " row 1", " row 2", " row 3", ">row 4"]
        rows.set_count(6)
        await pilot.pause()
        assert app.told == [("at", 4), ("at", 4)]
        rows.set_count(0)
        await pilot.pause()
        assert (rows.cursor, len(app.told)) == (-1, 2)
        assert lines(rows) == [*[""] * 4, "    nothing here", "    n makes one", *[""] * 4]
        rows.set_count(3)
        await pilot.pause()
        assert (rows.cursor, app.told[2:]) == (0, [("at", 0)])


async def test_any_size_will_do_and_a_resize_keeps_the_cursor_in_view() -> None:
    rows = Headed(1_000, headings={0, 500})
    async with Shown(rows).run_test(size=(40, 20)) as pilot:
        rows.cursor = 700
        for width, height in [(1, 1), (2, 1), (40, 1), (3, 2), (1, 50), (200, 60), (30, 4)]:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            shown = [rows.row_at(y) for y in range(rows.size.height)]
            assert 700 in shown, (width, height)
            assert len(lines(rows)) == height
            await pilot.press("k", "j")
        for count in (0, 1, 2):
            rows.set_count(count)
            for size in [(1, 1), (5, 2), (30, 4)]:
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert len(lines(rows)) == size[1]


async def test_the_cursor_is_seen_with_and_without_focus() -> None:
    rows = Rows(3)
    app = Shown(rows)
    async with app.run_test(size=(20, 3)) as pilot:
        values = app.theme_variables
        focused = rows.style_of(selected=True)
        assert focused == rows.get_component_rich_style("line-list--cursor")
        muted = rows.style_of("line-list--muted", selected=True)
        assert muted.bgcolor == focused.bgcolor != rows.style_of("line-list--muted").bgcolor
        app.set_focus(None)
        await pilot.pause()
        blurred = rows.style_of(selected=True)
        assert blurred == rows.get_component_rich_style("line-list--cursor-blurred")
        assert values["block-cursor-background"].lower() in str(focused)
        app.theme = "textual-light"
        await pilot.pause()
        assert rows.style_of() not in (focused, blurred, Style())
        assert rows.style_of(selected=True) != blurred
