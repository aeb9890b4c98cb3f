"""How every screen looks, line by line, in text that a person can compare.

`SNAPSHOTS=write python -m pytest tests/tui/test_snapshots.py` writes the pictures anew; what changed shows in the diff.
A picture is the screen's text, and below it the runs of styles of each line: `4: a2 b14` are two cells of the style
that the legend at the end of the file calls a, then fourteen of b. The style of most cells, and a line's end, are left
out.
"""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from rich.style import Style
from tests.tui.conftest import Show, Shown
from tests.tui.tour import STOPS, tour
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from paceplan.session import Session

FOLDER = Path(__file__).parents[1] / "snapshots"
WRITE = os.environ.get("SNAPSHOTS") == "write"
LOOKS = (("dusk", (80, 24)), ("dusk", (120, 36)), ("dusk", (160, 48)), ("projector", (120, 36)))
CLOCK = re.compile(r"(?<![\d:])(10:00|[ 0]?9:5\d)(?![\d:])")
"""The clock of a workshop, which goes on while the picture is taken."""


class Legend:
    """Names styles by letters, in the order in which they come."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def name(self, style: Style | None) -> str:
        """Return the letters of a style; one that was not seen before gets the next ones."""
        words = _words(style)
        if words not in self.names:
            n = len(self.names)
            self.names[words] = (chr(96 + n // 26) if n >= 26 else "") + chr(97 + n % 26)
        return self.names[words]

    def lines(self) -> list[str]:
        """Return each style with its name."""
        return [f"{name} {words}" for words, name in self.names.items()]


def _words(style: Style | None) -> str:
    if style is None:
        return "none"
    colours = (c.triplet.hex if c and c.triplet else "default" for c in (style.color, style.bgcolor))
    marks = (mark for mark in ("bold", "italic", "underline", "reverse", "strike", "dim") if getattr(style, mark))
    return " ".join((" on ".join(colours), *marks))


def picture(shown: Shown, legend: Legend) -> list[str]:
    """Return the screen's text and, below it, the styles of each line but for those of most cells."""
    text, styles = [], []
    screen = shown.app.screen
    strips = list(screen._compositor.render_strips())
    if isinstance(screen, ModalScreen):  # what lies behind it has a picture of its own
        boxes = [child.region for child in screen.children if child.region]
        left, right = min(box.x for box in boxes), max(box.right for box in boxes)
        strips = [strip.crop(left, right) for strip in strips[min(b.y for b in boxes) : max(b.bottom for b in boxes)]]
    cells = Counter[str]()
    lines = []
    for strip in strips:
        runs = [(legend.name(s.style), s.cell_length) for s in strip if s.cell_length]
        lines.append([(name, sum(n for _, n in run)) for name, run in groupby(runs, key=lambda run: run[0])])
        for name, count in lines[-1]:
            cells[name] += count
    most = cells.most_common(1)[0][0]
    for y, (strip, line) in enumerate(zip(strips, lines, strict=True)):
        text.append(f"|{CLOCK.sub(lambda found: '#' * len(found[0]), strip.text).rstrip()}")
        while line and line[-1][0] == most:
            line.pop()
        if line:
            styles.append(f"{y}: " + " ".join(f"{name if name != most else '.'}{count}" for name, count in line))
    return [*text, *_folded(styles)]


def _folded(styles: list[str]) -> list[str]:
    """Return the lines of styles; those of neighbours that are alike become one, as in `4-9: a80`."""
    folded: list[str] = []
    for runs, alike in groupby(styles, key=lambda line: line.partition(": ")[2]):
        numbers = [line.partition(": ")[0] for line in alike]
        folded.append(f"{numbers[0]}{f'-{numbers[-1]}' if len(numbers) > 1 else ''}: {runs}")
    return folded


def _still(shown: Shown) -> None:
    """Let no cursor blink."""
    for field in shown.app.screen.query(Input):
        field.cursor_blink, field._cursor_visible = False, True
    for area in shown.app.screen.query(TextArea):
        area.cursor_blink, area._cursor_visible = False, True


@pytest.mark.parametrize(("theme", "size"), LOOKS, ids=lambda value: value if isinstance(value, str) else "")
async def test_every_screen_looks_as_before(samples: Session, show: Show, theme: str, size: tuple[int, int]) -> None:
    file = FOLDER / f"{theme}-{size[0]}x{size[1]}.txt"
    legend = Legend()
    found: list[str] = []
    async with show(samples, size=size) as shown:
        shown.app.theme = theme
        async for stop in tour(shown):
            _still(shown)
            await shown.settle()
            found += [f"== {stop.name}", *picture(shown, legend), ""]
    found += ["== legend", *legend.lines()]
    text = "\n".join(found) + "\n"
    if WRITE:
        FOLDER.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if text != before:
        lines = difflib.unified_diff(before.splitlines(), text.splitlines(), file.name, "now", n=2, lineterm="")
        shown_lines = "\n".join(list(lines)[:120])
        pytest.fail(f"{shown_lines}\n\nWhere this is meant: SNAPSHOTS=write python -m pytest {__name__}", pytrace=False)


def test_the_tour_names_each_stop_once() -> None:
    assert max(Counter(stop.name for stop in STOPS).values()) == 1
