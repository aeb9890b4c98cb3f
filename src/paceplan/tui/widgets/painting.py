"""A line of text as it is painted where nobody selects text: without its place in each piece of it.

Textual notes for each piece of text where it stands, so that it can be selected. Each is a style of its own then, made
and turned into the terminal's orders anew whenever the line is painted.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style


def painted(line: Content, width: int, ground: Style) -> Strip | None:
    """Return the strip of one line; None where it does not fit into `width` cells, or is more than a line of signs."""
    if line.cell_length > width or not line.plain.isprintable():
        return None
    pieces = line.render(ground, end="", parse_style=_parsed)
    return Strip([Segment(text, (ground + style).rich_style) for text, style in pieces], line.cell_length)


def _parsed(style: str | Style) -> Style:
    """Return a style by its words; those that mean nothing in this app change nothing, as everywhere in Textual."""
    try:
        return Style.parse(style) if isinstance(style, str) else style
    except Exception:
        return Style.null()
