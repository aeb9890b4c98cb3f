"""The last look at every line before it goes to the terminal: nobody's text may hold orders for it."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_ORDERS: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_TURNING))
"""Control characters, and those that turn the direction of writing round; all of them take no cell."""

_REPLACED = _ORDERS | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Half a character, as in a file's name that is no UTF-8, takes a cell but cannot be written."""

_TURNS = "\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff"
"""Selectors, the frame of a key and tones of skin: they change the sign before them."""
_TURNING_SIGNS = frozenset(map(chr, (0xFE0E, 0xFE0F, 0x20E3, *range(0x1F3FB, 0x1F400))))
_FLAGS = "\U0001f1e6-\U0001f1ff"
_PICTURES = f"\u2190-\u2bff\U0001f000-\U0001faff{_TURNS}"
_JOINED = re.compile(f"[{_FLAGS}{_TURNS}]|.(?:[{_TURNS}]|\u200d[{_PICTURES}])+")


class Harmless(LineFilter):
    """Leaves out what would act on the terminal rather than show in it, and what terminals measure differently.

    What enters a model is cleaned there. This is for all that never does: what is typed or pasted into a field, names
    of files and folders, messages of other programs. And for signs made of several: a family joined of three takes two
    cells for Rich and six for a terminal that knows no joining, and all behind it would stand askew.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(segment.text.isascii() and segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(measured(text.translate(_REPLACED)), style, control) for text, style, control in segments]


def measured(text: str) -> str:
    """Return `text` with only such signs as every terminal gives the same room; it takes as many cells as before.

    Of a sign made of several its first part stays, of a flag its letters.
    """
    return _JOINED.sub(_as_one, text) if _JOINED.search(text) else text


def _as_one(found: re.Match[str]) -> str:
    signs = found[0]
    if len(signs) == 1 and "\U0001f1e6" <= signs <= "\U0001f1ff":
        return chr(ord(signs) - 0x1F1E6 + ord("A"))
    first = "" if signs[0] in _TURNING_SIGNS else signs[0]
    return first + " " * (cell_len(signs) - cell_len(first))
