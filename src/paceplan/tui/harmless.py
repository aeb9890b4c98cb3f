"""The last look at every line before it goes to the terminal: nobody's text may hold orders for it."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_ORDERS: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_TURNING))
"""Control characters, and those that turn the direction of writing round; all of them take no cell."""

_REPLACED = _ORDERS | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Half a character, as in a file's name that is no UTF-8, takes a cell but cannot be written."""


class Harmless(LineFilter):
    """Leaves out what would act on the terminal rather than show in it.

    What enters a model is cleaned there. This is for all that never does: what is typed or pasted into a field, names
    of files and folders, messages of other programs.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(segment.text.translate(_REPLACED), segment.style, segment.control) for segment in segments]
