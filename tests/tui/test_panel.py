"""The block of text that every pane draws with: it draws for the room it has, and repaints what changed."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.geometry import Region

from paceplan.tui.widgets.panel import Panel


class Watched(Panel):
    """A panel that keeps what it repainted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[int] = []

    def render_line(self, y: int):  # type: ignore[no-untyped-def]
        self.painted.append(y)
        return super().render_line(y)


class Shown(App[None]):
    CSS = "Container { height: 6; width: 20; } .auto Watched { height: auto; }"

    def __init__(self, classes: str = "") -> None:
        super().__init__()
        self.panel = Watched()
        self._box = Container(self.panel, classes=classes)

    def compose(self) -> ComposeResult:
        yield self._box


def text(panel: Panel) -> list[str]:
    return [panel.render_line(y).text.rstrip() for y in range(panel.size.height)]


async def test_it_is_asked_for_exactly_the_room_there_is() -> None:
    app, asked = Shown(), []

    def draw(width: int, height: int | None) -> Content:
        asked.append((width, height))
        return Content("a\nb")

    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(draw)
        await pilot.pause()
        assert (asked[-1], text(app.panel)) == ((20, 6), ["a", "b", "", "", "", ""])
        app._box.styles.width = 12
        await pilot.pause()
        assert asked[-1] == (12, 6)


async def test_only_lines_that_differ_are_painted_again() -> None:
    app, lines = Shown(), ["one", "two", "three"]
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(lambda width, height: Content("\n").join(map(Content, lines)))
        await pilot.pause()
        app.panel.painted.clear()
        lines[1] = "zwei"
        app.panel.redraw()
        await pilot.pause()
        assert app.panel.painted == [1]
        app.panel.painted.clear()
        app.panel.redraw()
        await pilot.pause()
        assert app.panel.painted == []
        lines.append("four")
        app.panel.redraw()
        await pilot.pause()
        assert app.panel.painted == [3]
        del lines[2:]
        app.panel.redraw()
        await pilot.pause()
        assert text(app.panel)[:4] == ["one", "zwei", "", ""]


async def test_a_change_of_style_alone_is_a_change() -> None:
    app, style = Shown(), ["bold"]
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(lambda width, height: Content.styled("same", style[0]))
        await pilot.pause()
        app.panel.painted.clear()
        style[0] = "italic"
        app.panel.redraw()
        await pilot.pause()
        assert app.panel.painted == [0]
        (segment, *_) = app.panel.render_line(0)
        assert segment.style is not None
        assert segment.style.italic


async def test_a_height_that_follows_the_text_follows_it() -> None:
    app, count = Shown("auto"), [2]
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(lambda width, height: Content("\n".join("x" * count[0])))
        await pilot.pause()
        assert app.panel.size.height == 2
        count[0] = 4
        app.panel.redraw()
        await pilot.pause()
        assert (app.panel.size.height, text(app.panel)) == (4, ["x"] * 4)


async def test_what_is_too_wide_is_cut_and_never_wraps_into_the_next_line() -> None:
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(lambda width, height: Content("x" * 50 + "\n漢" * 1 + "字" * 30 + "\nend"))
        await pilot.pause()
        strips = app.panel.render_lines(Region(0, 0, 20, 6))
        assert [strip.cell_length for strip in strips] == [20] * 6
        assert strips[2].text.strip() == "end"


async def test_no_room_at_all_is_survived() -> None:
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(lambda width, height: Content("x" * width))
        app._box.styles.width = 0
        await pilot.pause()
        app.panel.redraw()
        app._box.styles.width = 3
        await pilot.pause()
        assert text(app.panel)[0] == "xxx"


async def test_a_line_drawn_into_no_cells_is_none() -> None:
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(lambda width, height: Content("text that has no room"))
        await pilot.pause()
        app._box.styles.width = 0
        app.panel.styles.width = 0
        assert app.panel.render_line(0).cell_length >= 0
        await pilot.pause()
        assert (app.panel.size.width, app.panel.render_line(0).text) == (0, "")
