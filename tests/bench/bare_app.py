"""The least that Textual needs for a screen, to measure paceplan against: `hello` or `lines`."""

from __future__ import annotations

import sys

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static


class Hello(App[None]):
    """One line of text."""

    BINDINGS = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        yield Static("ready")


class Lines(ScrollView, can_focus=True):
    """A thousand lines, of which a key repaints two."""

    BINDINGS = [("j", "move(1)", "Down"), ("k", "move(-1)", "Up")]
    cursor = var(0)

    def on_mount(self) -> None:
        self.virtual_size = Size(20, 1000)

    def watch_cursor(self, old: int, new: int) -> None:
        for line in (old, new):
            self.refresh_line(line)

    def action_move(self, step: int) -> None:
        self.cursor += step

    def render_line(self, y: int) -> Strip:
        mark = ">" if y == self.cursor else " "
        return Strip([Segment(f"{mark} line {y} ready", self.rich_style)]).adjust_cell_length(self.size.width)


class Listing(App[None]):
    """The lines, and nothing else."""

    BINDINGS = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        yield Lines()


if __name__ == "__main__":
    {"hello": Hello, "lines": Listing}[sys.argv[1]]().run()
