"""The line at the bottom: the keys that work here; those that cannot run right now are dimmed."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from paceplan.tui.widgets.still import Still


class Key(NamedTuple):
    """One entry of the bar: what it does, the key shown, its word, and whether it can run now."""

    id: str
    key: str
    label: str
    enabled: bool = True


class KeyBar(Still):
    """As many keys as fit, the first ones first, and a sign where there are more; `pinned` ones stay at the right."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    keys: reactive[tuple[Key, ...]] = reactive((), layout=False)
    pinned: reactive[tuple[Key, ...]] = reactive((), layout=False)

    class Pressed(Message):
        """A key of the bar was clicked."""

        def __init__(self, action_id: str) -> None:
            super().__init__()
            self.action_id = action_id

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._spans: list[tuple[int, int, str]] = []

    def render(self) -> Content:
        self._spans.clear()
        width = self.size.width
        pinned_width = sum(_width(key) for key in self.pinned) + 2 * len(self.pinned)
        parts: list[Content] = []
        used = 0
        wanted = sum(_width(key) + 2 for key in self.keys) - 2
        more = wanted > width - pinned_width  # then a sign says so, and leads to all of them
        for key in self.keys:
            if used + _width(key) + 3 * more > width - pinned_width:
                break
            self._spans.append((used, used + _width(key), key.id))
            parts += [_entry(key), Content("  ")]
            used += _width(key) + 2
        if more and used + 1 <= width - pinned_width:
            self._spans.append((used, used + 1, "help"))
            parts.append(Content.styled("…  ", "$faint"))
            used += 3
        fill = width - used - pinned_width + 2
        if fill > 0:
            parts.append(Content(" " * fill))
            used += fill
        for key in self.pinned:
            if used + _width(key) > width:
                break
            self._spans.append((used, used + _width(key), key.id))
            parts += [_entry(key), Content("  ")]
            used += _width(key) + 2
        return Content.assemble(*parts).rstrip()

    def on_click(self, event: Click) -> None:
        column = event.x - self.styles.padding.left
        for start, end, action_id in self._spans:
            if start <= column < end:
                self.post_message(self.Pressed(action_id))


def _width(key: Key) -> int:
    return len(key.key) + 1 + len(key.label)


def _entry(key: Key) -> Content:
    if not key.enabled:
        return Content.assemble((f"{key.key} {key.label}", "$faint"))
    return Content.assemble((key.key, "$key bold"), " ", (key.label, "$foreground"))
