"""Letters that the back row can read, drawn from blocks: a word or a number, never a person's text."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from paceplan.tui.glyphs import Glyphs

HEIGHT: Final = 5
"""Dots of a letter from top to bottom."""
HALVED: Final = 3
"""Lines of a letter where two dots share one."""

_SHAPES: Final = {
    "0": "###|# #|# #|# #|###", "1": " # |## | # | # |###", "2": "###|  #|###|#  |###", "3": "###|  #|###|  #|###",
    "4": "# #|# #|###|  #|  #", "5": "###|#  |###|  #|###", "6": "###|#  |###|# #|###", "7": "###|  #|  #|  #|  #",
    "8": "###|# #|###|# #|###", "9": "###|# #|###|  #|###", ":": " |#| |#| ", "-": "   |   |###|   |   ",
    "+": "   | # |###| # |   ", "/": "  #|  #| # |#  |#  ", " ": "  |  |  |  |  ", "?": "###|  #| ##|   | # ",
    "A": " ## |#  #|####|#  #|#  #", "B": "### |#  #|### |#  #|### ", "D": "### |#  #|#  #|#  #|### ",
    "E": "####|#   |### |#   |####", "H": "#  #|#  #|####|#  #|#  #", "I": "###| # | # | # |###",
    "M": "#   #|## ##|# # #|#   #|#   #", "N": "#   #|##  #|# # #|#  ##|#   #", "O": " ## |#  #|#  #|#  #| ## ",
    "P": "### |#  #|### |#   |#   ", "R": "### |#  #|### |# # |#  #", "S": " ###|#   | ## |   #|### ",
    "T": "#####|  #  |  #  |  #  |  #  ", "Y": "#   #| # # |  #  |  #  |  #  ",
}  # fmt: skip


@lru_cache(maxsize=512)
def large(text: str, glyphs: Glyphs, *, halved: bool) -> tuple[str, ...]:
    """Return `text` in lines of equal width; `halved` takes three lines where the signs have halves, else five.

    A character without a shape is left out.
    """
    shapes = [_SHAPES[c].split("|") for c in text.upper() if c in _SHAPES]
    dots = [" ".join(shape[row] for shape in shapes) for row in range(HEIGHT)]
    if lines_of(glyphs, halved=halved) == HEIGHT:
        return tuple(line.replace("#", glyphs.ink) for line in dots)
    signs = {"  ": " ", "# ": glyphs.ink_upper, " #": glyphs.ink_lower, "##": glyphs.ink}
    pairs = zip(dots[0::2], [*dots[1::2], " " * len(dots[0])], strict=True)
    return tuple("".join(signs[a + b] for a, b in zip(above, below, strict=True)) for above, below in pairs)


def lines_of(glyphs: Glyphs, *, halved: bool) -> int:
    """Return how many lines a text takes."""
    return HALVED if halved and glyphs.ink_upper != glyphs.ink else HEIGHT
