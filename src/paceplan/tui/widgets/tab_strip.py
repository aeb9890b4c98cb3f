"""The tabs of a project as one line of words."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from paceplan.tui.widgets.still import Still


class TabStrip(Still):
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

    def _asides(self) -> dict[str, str]:
        """Return what stands behind each name: its key as far apart as there is room for, or nothing at all."""
        room = self.size.width - sum(len(name) + 2 for name, _ in self._tabs.values())
        for form in (" {}   ", " {} ", "{} "):
            asides = {tab: form.format(key) for tab, (_, key) in self._tabs.items()}
            if sum(map(len, asides.values())) <= room:
                return asides
        return dict.fromkeys(self._tabs, "")

    def render(self) -> Content:
        parts: list[tuple[str, str] | str] = []
        asides = self._asides()
        for tab, (name, _) in self._tabs.items():
            parts.append((f" {name} ", "bold reverse" if tab == self.current else "$foreground"))
            parts.append((asides[tab], "$faint"))
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        start, asides = self.styles.padding.left, self._asides()
        for tab, (name, _) in self._tabs.items():
            width = len(name) + 2 + len(asides[tab])
            if start <= event.x < start + width:
                self.post_message(self.Chosen(tab))
            start += width
