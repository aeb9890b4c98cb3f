"""A block of text that is drawn for the room it really has, and repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from paceplan.tui.widgets.painting import painted

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
        self._painted: dict[object, Strip] = {}
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

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines as they are to stand on the screen, those painted before as they were then."""
        size = self.content_size
        if crop.column_span != (0, self.outer_size.width) or not size:
            return super().render_lines(crop)
        lines, gutter = self._content_lines(size), self.styles.gutter
        found: list[Strip | None] = []
        for y in crop.line_range:
            inside = 0 <= y - gutter.top < size.height
            found.append(self._painted.get((*_key(lines, y - gutter.top), crop.width, gutter)) if inside else None)
        if len(self._painted) > CACHED:
            self._painted.clear()
        for first, last in gaps(found):
            for n, strip in enumerate(
                super().render_lines(Region(crop.x, crop.y + first, crop.width, last - first)), first
            ):
                found[n] = strip
                y = crop.y + n - gutter.top
                if 0 <= y < size.height:
                    self._painted[(*_key(lines, y), crop.width, gutter)] = strip
        return [strip for strip in found if strip is not None]

    def render_line(self, y: int) -> Strip:
        size = self.content_size
        lines = self._content_lines(size)
        line = lines[y] if y < len(lines) else Content("")
        if line and (strip := painted(line, size.width, self.visual_style)):
            return strip
        # Into no cells at all, as while a window shrinks, a line is drawn as none.
        strips = Visual.to_strips(self, line, size.width, 1, self.visual_style) if line else []
        return strips[0] if strips else Strip.blank(size.width, self.rich_style)

    def _content_lines(self, size: Size) -> list[Content]:
        if self._drawn_for != size:
            self._drawn_for, self._lines = size, self._draw_lines(size)
        return self._lines

    def notify_style_update(self) -> None:
        """Forget the lines painted in the old theme."""
        self._painted.clear()
        super().notify_style_update()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        drawn = self._draw(width, None) if width else Content("")
        return len(drawn) if isinstance(drawn, list) else drawn.plain.count("\n") + 1


def gaps(found: list[Strip | None]) -> Iterator[tuple[int, int]]:
    """Yield (first, after the last) of each run of lines that are still to be painted."""
    start = -1
    for n, strip in enumerate([*found, Strip([])]):
        if strip is None and start < 0:
            start = n
        elif strip is not None and start >= 0:
            yield start, n
            start = -1


def _key(lines: list[Content], index: int) -> tuple[object, ...]:
    line = lines[index] if index < len(lines) else Content("")
    return line.plain, tuple(line.spans)


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
