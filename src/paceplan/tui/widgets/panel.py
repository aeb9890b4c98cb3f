"""A block of text that is drawn for the room it really has."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

Draw = Callable[[int, int | None], Content]
"""Takes the width and the height (None: as many lines as it likes) and returns the text."""


class Panel(Widget):
    """Shows what a function draws; it is asked again whenever the room changes."""

    DEFAULT_CSS = "Panel { height: 1fr; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Draw = lambda width, height: Content("")

    def show(self, draw: Draw) -> None:
        """Draw with another function; the layout is worked out anew only where the height follows the text."""
        self._draw = draw
        self.refresh(layout=self.styles.is_auto_height)

    def render(self) -> Content:
        size = self.content_size
        return self._draw(size.width, size.height) if size.width and size.height else Content("")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._draw(width, None).plain.count("\n") + 1 if width else 1
