"""What a terminal with sixteen colours is sent: the nearest ones, unless a word could not be read in them."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

PALETTES = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
)
"""The sixteen as xterm and as the console of Linux show them; what can be read in both can be read in most."""
LEAST = 4.0
"""The contrast aimed at: the most that white reaches on xterm's grey."""


class Sixteen(LineFilter):
    """Turns 24 bits into sixteen colours, which alone would paint some words in the colour of their ground."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and in_sixteen(style), control) for text, style, control in segments]


@lru_cache(maxsize=2_048)
def in_sixteen(style: Style) -> Style:
    """Return the style in colours that a terminal with sixteen has and people can tell apart."""
    text, ground = _nearest(style.color), _nearest(style.bgcolor)
    if text is not None and ground is not None:
        readable = (n for n in (text, text ^ 8, 15, 0) if worst_contrast(n, ground) >= LEAST)
        text = next(readable, 15 if worst_contrast(15, ground) >= worst_contrast(0, ground) else 0)
    return style + Style(color=_named(text), bgcolor=_named(ground))


def _named(number: int | None) -> str | None:
    return None if number is None else f"color({number})"


def _nearest(colour: RichColor | None) -> int | None:
    return None if colour is None or colour.is_default else colour.downgrade(ColorSystem.STANDARD).number


@lru_cache(maxsize=256)
def worst_contrast(text: int, ground: int) -> float:
    """Return the contrast (WCAG 2) of two of the sixteen where it is worst."""
    ratios = []
    for palette in PALETTES:
        colours = palette.split()
        dark, light = sorted(_luminance(colours[n]) for n in (text, ground))
        ratios.append((light + 0.05) / (dark + 0.05))
    return min(ratios)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
