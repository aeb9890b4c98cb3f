"""Text in columns: a label on the left, words wrapped beside it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content


def labelled(label_text: str, texts: Sequence[str], width: int, *, label: int, style: str = "") -> list[Content]:
    """Return `texts`, each wrapped beside a column of `label` cells that holds the label on its first line."""
    lines: list[Content] = []
    for text in texts:
        for part in wrapped(text, max(8, width - label)):
            shown = label_text if not lines else ""
            lines.append(Content.assemble((shown.ljust(label)[:label], "$faint"), (part, style)))
    return lines


def wrapped(text: str, width: int) -> list[str]:
    """Return `text` broken at spaces into lines of at most `width` cells; a longer word is cut."""
    return [line.plain.rstrip() for line in Content(text).wrap(max(1, width))]
