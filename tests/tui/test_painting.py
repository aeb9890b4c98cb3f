"""Lines painted without a place in each piece look as Textual's own, and lines that stay are kept until they change."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from paceplan.tui.widgets.painting import painted
from paceplan.tui.widgets.still import Still

WIDTH = 30
LINES = [
    Content("plain"),
    Content.assemble(("bold", "bold"), " and ", ("$error", "$error"), (" on ground", "$text-muted on $panel")),
    Content.assemble(("wide 漢字", "reverse"), ("  ", "underline $no-such-variable"), "end"),
]


class Shown(App[None]):
    CSS = "Word { height: 1; width: 30; color: $success; }"

    def compose(self) -> ComposeResult:
        yield Word()


class Word(Still):
    """A word that changes by its reactive."""

    word: reactive[str] = reactive("first")
    drawn = 0

    def render(self) -> Content:
        self.drawn += 1
        return Content.assemble((self.word, "bold"), " stays")


def looks(strip: Strip) -> list[tuple[str, str]]:
    """Return the text of a strip in pieces, with what shows of their styles."""
    pieces = Segment.simplify(Segment(text, style and style.clear_meta_and_links()) for text, style, _ in strip)
    return [(text, str(style)) for text, style, _ in pieces]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.plain)
async def test_a_line_looks_as_textual_paints_it(line: Content) -> None:
    app = Shown()
    async with app.run_test() as pilot:
        await pilot.pause()
        word = app.query_one(Word)
        theirs = Visual.to_strips(word, line, WIDTH, 1, word.visual_style)[0]
        mine = painted(line, WIDTH, word.visual_style)
        assert mine is not None
        assert mine.text == theirs.text
        assert mine.cell_length == theirs.cell_length
        assert looks(mine) == looks(theirs)


def test_what_is_no_line_that_fits_is_left_to_textual() -> None:
    for line in (Content("x" * 31), Content("漢" * 16), Content("a\nb"), Content("a\tb")):
        assert painted(line, WIDTH, Style()) is None


async def test_it_is_painted_again_only_when_it_changes() -> None:
    app = Shown()
    async with app.run_test() as pilot:
        await pilot.pause()
        word = app.query_one(Word)
        drawn = word.drawn
        app.screen._compositor.render_strips()
        assert word.drawn == drawn
        word.word = "second"
        await pilot.pause()
        assert app.screen._compositor.render_strips()[0].text.startswith("second stays")
        app.theme = "textual-light"
        await pilot.pause()
        before = app.screen._compositor.render_strips()[0]
        app.theme = "nord"
        await pilot.pause()
        assert looks(app.screen._compositor.render_strips()[0]) != looks(before)
