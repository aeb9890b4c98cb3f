"""Text in columns: a label on the left, words wrapped beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.style import Style


def pressing(content: Content, act: str) -> Content:
    """Return the text so that a click on it does what `act` names: an action, or a word of the screen's own."""
    return content.stylize(Style.from_meta({"act": act}))


def labelled(label_text: str, texts: Sequence[str], width: int, *, label: int, style: str = "") -> list[Content]:
    """Return `texts`, each wrapped beside a column of `label` cells that holds the label on its first line."""
    lines: list[Content] = []
    for text in texts:
        for part in wrapped(text, max(8, width - label)):
            shown = label_text if not lines else ""
            lines.append(Content.assemble((shown.ljust(label)[:label], "$faint"), (part, style)))
    return lines


@lru_cache(maxsize=2_048)
def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Return `text` broken at spaces into lines of at most `width` cells; a longer word is cut.

    It runs for every line of a page on every key, so it is kept for texts that come again.
    """
    lines: list[str] = []
    width = max(1, width)
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if cell_len(word) > width and line:
                lines.append(line)
                line = ""
            while cell_len(word) > width:
                head = set_cell_size(word, width).rstrip() or word[0]
                lines.append(head)
                word = word[len(head) :]
            if line and cell_len(line) + 1 + cell_len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return tuple(lines)


def at_right(text: str, width: int) -> tuple[int, str]:
    """Return `text` with the cell it starts at to end two cells before the right end of a band."""
    return width - 2 - cell_len(text), text


def band(texts: Sequence[tuple[int, str]], width: int) -> Content:
    """Return a line on the ground of headings: the first text stands out, later ones give way to those before."""
    parts: list[tuple[str, str]] = []
    used = 0
    for index, (at, text) in enumerate(texts):
        if text and at >= used + bool(used) and at + cell_len(text) <= width:
            style = "$foreground bold on $panel" if index == 0 else "$text-muted on $panel"
            parts += [(" " * (at - used), "on $panel"), (text, style)]
            used = at + cell_len(text)
    return Content.assemble(*parts, (" " * max(0, width - used), "on $panel"))
