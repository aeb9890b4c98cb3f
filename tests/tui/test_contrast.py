"""Every word on every screen can be read in every theme: contrast computed over what is really painted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color as RichColor
from rich.color import ColorSystem, ColorType
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from tests.tui.conftest import Show, Shown, themes
from tests.tui.test_themes import STRICT, contrast
from tests.tui.tour import tour
from textual.color import Color
from textual.screen import ModalScreen
from textual.strip import Strip

from paceplan.session import Session
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.sixteen import LEAST, in_sixteen, worst_contrast

DRAWN = frozenset(map(chr, range(0x2500, 0x25A0)))
"""Lines, blocks and shades: pictures, whose contrast a picture's test asks for."""


def shown_as(style: Style) -> tuple[Color, Color]:
    """Return the colours of text and ground as a terminal paints them."""

    def of(colour: RichColor | None, foreground: bool) -> Color:
        assert colour is not None, "nothing leaves a colour to the terminal"
        return Color(*colour.get_truecolor(DEFAULT_TERMINAL_THEME, foreground))

    text, ground = of(style.color, True), of(style.bgcolor, False)
    return (ground, text) if style.reverse else (text, ground)


def in_256(colour: Color) -> Color:
    """Return what a terminal with 256 colours, such as tmux by default, is sent in place of a colour."""
    return Color(*colour.rich_color.downgrade(ColorSystem.EIGHT_BIT).get_truecolor())


def _faint_words(strip: Strip, least: float) -> dict[str, str]:
    found = {}
    for text, style, _ in strip:
        words = "".join(c for c in text if c not in DRAWN).strip()
        if not words:
            continue
        assert style is not None
        colour, ground = shown_as(style)
        ratio, fewer = contrast(colour, ground), contrast(in_256(colour), in_256(ground))
        if ratio < least or fewer < 4.5 or style.dim:
            found[f"{colour.hex} on {ground.hex}: {ratio:.2f}, {fewer:.2f} in 256 colours"] = words
    return found


def too_faint(shown: Shown, least: float) -> set[str]:
    """Return what on the screen falls short, each with its words."""
    screen, found = shown.app.screen, dict[str, str]()
    # What lies behind a dialogue is put out of reach, and so faded; the dialogue itself is what is read.
    boxes = [child.region for child in screen.children] if isinstance(screen, ModalScreen) else [screen.region]
    for y, strip in enumerate(screen._compositor.render_strips()):
        for box in boxes:
            if box.y <= y < box.bottom:
                found |= _faint_words(strip.crop(box.x, box.right), least)
    return {f"{words[:30]!r}: {where}" for where, words in found.items()}


@pytest.mark.parametrize("name", list(themes()))
async def test_every_word_on_every_screen_can_be_read(samples: Session, show: Show, name: str) -> None:
    least = 7.0 if name in STRICT else 4.5
    async with show(samples, size=(120, 36), toasts=True) as shown:
        shown.app.theme = name
        await shown.settle()
        faint = {}
        async for stop in tour(shown):
            if found := too_faint(shown, least):
                faint[stop.name] = found
        shown.app.notify("A word", title="Said", severity="warning")
        shown.app.notify("Another", title="Said", severity="error")
        await shown.settle()
        if found := too_faint(shown, least):
            faint["toasts"] = found
        await shown.resize(50, 12)
        if found := too_faint(shown, least):
            faint["too small"] = found
    assert not faint, "\n".join(f"{where}: {what}" for where, found in faint.items() for what in sorted(found))


def cells_of(shown: Shown) -> list[list[tuple[str, Color, Color]]]:
    """Return what each cell of the screen shows: its character, and the colours of text and ground."""
    rows = []
    for strip in shown.app.screen._compositor.render_strips():
        row = []
        for text, style, _ in strip:
            assert style is not None
            blank = Style(color=style.bgcolor) if style.color is None else Style()  # ground alone has no colour of text
            row += [(character, *shown_as(style + blank)) for character in text]
        rows.append(row)
    return rows


FADE = 0.6
"""How much of the ground lies over what a dialogue covers: what its style sheet says."""


@pytest.mark.parametrize("name", list(themes()))
async def test_what_lies_behind_a_dialogue_is_faded_as_a_whole_and_fields_too(
    samples: Session, show: Show, name: str
) -> None:
    """It is out of reach; so it steps back, and no field among it looks as if one could type there."""
    async with show(samples, size=(120, 36)) as shown:
        shown.app.theme = name
        await shown.press("slash", *"e", "enter")
        assert shown.page.query_one("#filter").display
        before = cells_of(shown)
        shown.app.push_screen(AskScreen("Why?", long=True))
        await shown.settle()
        screen, after = shown.app.screen, cells_of(shown)
        box = screen.query_one("#box").region
        over = Color.parse(shown.app.get_css_variables()["background"])
        strong, faded = 0.0, 0.0
        for y, (old, new) in enumerate(zip(before, after, strict=True)):
            for x, ((was_there, text, ground), (character, text_now, ground_now)) in enumerate(
                zip(old, new, strict=True)
            ):
                if box.contains(x, y) or was_there != character:  # the preview goes on filling itself
                    continue
                for was, now in ((text, text_now), (ground, ground_now))[not character.strip() :]:
                    wanted = was.blend(over, FADE)
                    gap = max(abs(a - b) for a, b in zip(wanted.rgb, now.rgb, strict=True))
                    assert gap <= 3, (x, y, character, was.hex, now.hex, wanted.hex)
                if character.strip() and character not in DRAWN:
                    strong, faded = max(strong, contrast(text, ground)), max(faded, contrast(text_now, ground_now))
        assert 1.0 < faded < strong * 0.75
        assert too_faint(shown, 7.0 if name in STRICT else 4.5) == set(), "the fields of the dialogue itself"


@given(st.tuples(*[st.integers(0, 255)] * 6), st.booleans())
def test_sixteen_colours_are_enough_to_read_anything(colours: tuple[int, ...], reverse: bool) -> None:
    text, ground = (RichColor.from_rgb(*rgb) for rgb in (colours[:3], colours[3:]))
    sent = in_sixteen(Style(color=text, bgcolor=ground, reverse=reverse, bold=True))
    assert sent.color is not None
    assert sent.bgcolor is not None
    assert sent.color.type is sent.bgcolor.type is ColorType.STANDARD
    assert sent.bgcolor.number == ground.downgrade(ColorSystem.STANDARD).number
    assert worst_contrast(sent.color.number or 0, sent.bgcolor.number or 0) >= LEAST
    assert (sent.reverse, sent.bold) == (reverse, True)


async def test_a_terminal_with_sixteen_colours_is_sent_no_others(
    samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rich.console.Console.color_system", "standard")
    async with show(samples) as shown:
        styles = {s.style for strip in shown.app.screen._compositor.render_strips() for s in strip if s.style}
        kinds = {colour.type for style in styles for colour in (style.color, style.bgcolor) if colour}
        assert kinds == {ColorType.STANDARD}
        assert len({style.color for style in styles}) > 3
