"""Text in the columns of a terminal: how many it takes, and what fits into some of them.

The screens ask the terminal library; a command that prints does without it, and measures the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from paceplan.core.text import clean

_WORDS = re.compile(r"( *)([^ ]+)")
_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"
_UNSEEN = ("Mn", "Me", "Mc", "Cf")
"""Categories of what is drawn on the character before it."""


def cells(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return len(text) if text.isascii() else sum(size for _, size in _signs(text))


def cropped(text: str, widest: int) -> str:
    """Return `text` in at most `widest` columns, cut with an ellipsis; control characters are cleaned away."""
    text = clean(text)
    if cells(text) <= widest:
        return text
    return f"{_head(text, widest - 1)}…" if widest > 0 else ""


def padded(text: str, size: int) -> str:
    """Return `text` in exactly `size` columns, cut or filled up with spaces."""
    text = cropped(text, size)
    return text + " " * (size - cells(text))


def wrapped(text: str, widest: int) -> list[str]:
    """Return `text` broken at spaces into lines of at most `widest` columns; a longer word is cut between signs.

    Spaces inside a line stay as many as they are: some texts stand in columns.
    """
    lines: list[str] = []
    line = ""
    for gap, word in _WORDS.findall(text):
        if line and cells(line) + len(gap) + cells(word) <= widest:
            line += gap + word
            continue
        if line:
            lines.append(line)
        while cells(word) > widest and (head := _head(word, widest)):
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line or not lines else lines


def _head(text: str, widest: int) -> str:
    """Return as many whole signs of `text` as fit."""
    kept, room = "", widest
    for sign, size in _signs(text):
        room -= size
        if room < 0:
            break
        kept += sign
    return kept


def _signs(text: str) -> Iterator[tuple[str, int]]:
    """Yield what is drawn as one, with its columns: a character with its accents, a family of joined emoji."""
    sign, size, joined = "", 0, False
    for character in text:
        here = _columns(character)
        if sign and (joined or not here):
            sign += character
            size += character == _AS_EMOJI and size == 1
        else:
            if sign:
                yield sign, size
            sign, size = character, here
        joined = character == _JOINER
    if sign:
        yield sign, size


@lru_cache(4_096)
def _columns(character: str) -> int:
    """Return the columns of a character by itself; none for accents, vowel signs, and the colours of a skin."""
    if unicodedata.category(character) in _UNSEEN or "\U0001f3fb" <= character <= "\U0001f3ff":
        return 0
    if "\u1160" <= character <= "\u11ff":  # vowels and finals of a Korean syllable that has no sign of its own
        return 0
    return 2 if unicodedata.east_asian_width(character) in "FW" else 1
