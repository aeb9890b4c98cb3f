"""A block of text that is drawn for the room it really has, and repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

Draw = Callable[[int, int | None], Content | list[Content]]
"""Takes the width and the height (None: as many lines as it likes) and returns the text, or its lines."""


CACHED = 1_000
"""Painted lines kept at most."""


class Panel(Widget):
    """Shows what a function draws; it is asked again whenever the room or the values changed."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Panel { height: 1fr; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Draw = lambda width, height: Content("")
        self._lines: list[Content] = []
        self._drawn_for: Size | None = None
        self._strips: dict[object, Strip] = {}
        """Lines as they were painted: the same words come again with every answer given and taken back."""

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
        for start, end in _runs(old, self._lines):
            self.refresh(Region(0, start, size.width, end - start))

    def _draw_lines(self, size: Size) -> list[Content]:
        drawn = self._draw(size.width, size.height)
        return drawn if isinstance(drawn, list) else drawn.split("\n", allow_blank=True)

    def render(self) -> Content:
        """Return the whole text, for what asks for it at once; the screen takes it line by line."""
        size = self.content_size
        return Content("\n").join(self._draw_lines(size)) if size else Content("")

    def render_line(self, y: int) -> Strip:
        size = self.content_size
        if self._drawn_for != size:
            self._drawn_for, self._lines = size, self._draw_lines(size)
        line = self._lines[y] if y < len(self._lines) else Content("")
        key = (line.plain, tuple(line.spans), size.width)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > CACHED:
                self._strips.clear()
            strips = Visual.to_strips(self, line, size.width, 1, self.visual_style) if line else []
            strip = self._strips[key] = strips[0] if strips else Strip.blank(size.width, self.rich_style)
        return strip

    def notify_style_update(self) -> None:
        """Forget the lines painted in the old theme."""
        self._strips.clear()
        super().notify_style_update()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        drawn = self._draw(width, None) if width else Content("")
        return len(drawn) if isinstance(drawn, list) else drawn.plain.count("\n") + 1


def _runs(old: list[Content], new: list[Content]) -> Iterator[tuple[int, int]]:
    """Yield (first, after the last) of each run of lines that differ; a line alike between two runs joins them.

    Each region that is painted costs more than a line or two in it.
    """
    start = end = -1
    for y in range(max(len(old), len(new))):
        if y < len(old) and y < len(new) and old[y].is_same(new[y]):
            continue
        if start >= 0 and y > end + 1:
            yield start, end
            start = -1
        start, end = (y if start < 0 else start), y + 1
    if start >= 0:
        yield start, end
