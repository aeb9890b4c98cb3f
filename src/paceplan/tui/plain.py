"""The last look at every line where a terminal draws ASCII alone: frames, scroll bars, dashes and arrows give way."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from paceplan.tui.glyphs import ASCII, UNICODE

_IN_PLAIN: dict[int, str] = {
    **dict.fromkeys(range(9472, 9600), "+"),  # corners and crossings; the straight ones come below
    **dict.fromkeys(map(ord, "─━┄┅┈┉╌╍═╴╶╸╺╼╾"), "-"),
    **dict.fromkeys(map(ord, "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"), "|"),
    **dict.fromkeys(range(9600, 9632), " "),  # parts of cells: the ends of scroll bars, tall frames
    **{ord(fancy): plain for fancy, plain in zip(UNICODE, ASCII, strict=True)},
    **dict.fromkeys(map(ord, "▁▂▃▄▅▆▇▎▔▕▊"), " "),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "‘’‚‛′"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "•●◇"), "*"),
    **dict.fromkeys(map(ord, "→▶›"), ">"),
    **dict.fromkeys(map(ord, "←◀‹"), "<"),
    **dict(zip(map(ord, "·…×†↑↓\u00a0"), ".~x+^v ", strict=True)),
}
"""Each takes one cell, before and after; letters of any script stay as people wrote them."""


class Plain(LineFilter):
    """Writes every sign that is no letter in ASCII, whoever drew it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [Segment(text.translate(_IN_PLAIN), style, control) for text, style, control in segments]
