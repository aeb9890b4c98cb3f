"""A block of text that is drawn for the room it really has, and repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

Draw = Callable[[int, int | None], Content]
"""Takes the width and the height (None: as many lines as it likes) and returns the text."""


class Panel(Widget):
    """Shows what a function draws; it is asked again whenever the room or the values changed."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Panel { height: 1fr; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Draw = lambda width, height: Content("")
        self._lines: list[Content] = []
        self._drawn_for: Size | None = None

    def show(self, draw: Draw) -> None:
        """Draw with another function from now on."""
        self._draw = draw
        self.redraw()

    def redraw(self) -> None:
        """Draw anew; a height that follows the text is worked out anew too."""
        size = self.content_size
        if self.styles.is_auto_height or self._drawn_for != size or not size:
            self._drawn_for = None
            self.refresh(layout=self.styles.is_auto_height)
            return
        old, self._lines = self._lines, self._draw_lines(size)
        for y in range(max(len(old), len(self._lines))):
            if y >= len(old) or y >= len(self._lines) or not old[y].is_same(self._lines[y]):
                self.refresh(Region(0, y, size.width, 1))

    def _draw_lines(self, size: Size) -> list[Content]:
        return self._draw(size.width, size.height).split("\n", allow_blank=True)

    def render(self) -> Content:
        """Return the whole text, for what asks for it at once; the screen takes it line by line."""
        size = self.content_size
        return self._draw(size.width, size.height) if size else Content("")

    def render_line(self, y: int) -> Strip:
        size = self.content_size
        if self._drawn_for != size:
            self._drawn_for, self._lines = size, self._draw_lines(size)
        if y >= len(self._lines) or not self._lines[y]:
            return Strip.blank(size.width, self.rich_style)
        strips = Visual.to_strips(self, self._lines[y], size.width, 1, self.visual_style)
        return strips[0] if strips else Strip.blank(size.width, self.rich_style)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._draw(width, None).plain.count("\n") + 1 if width else 1
