"""The tabs of a project as one line of words."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class TabStrip(Widget):
    """Names side by side, the current one marked by weight and underline, not by colour alone."""

    DEFAULT_CSS = """
    TabStrip { height: 1; padding: 0 1; background: $background; }
    """

    current: reactive[str] = reactive("")

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, tab: str) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, tabs: dict[str, tuple[str, str]], *, id: str | None = None) -> None:
        """`tabs` maps an id to its name and to the key that jumps there."""
        super().__init__(id=id)
        self._tabs = tabs

    def render(self) -> Content:
        parts: list[tuple[str, str] | str] = []
        for tab, (name, key) in self._tabs.items():
            if tab == self.current:
                parts.append((f" {name} ", "bold reverse"))
            else:
                parts.append((f" {name} ", "$foreground"))
            parts += [(f" {key}", "$faint"), "   "]
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        start = self.styles.padding.left
        for tab, (name, key) in self._tabs.items():
            width = len(name) + 2 + 1 + len(key) + 3
            if start <= event.x < start + width:
                self.post_message(self.Chosen(tab))
            start += width
