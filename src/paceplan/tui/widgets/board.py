"""A panel that has the focus and can be clicked: what stands for an action does it."""

from __future__ import annotations

from textual.events import Click
from textual.message import Message

from paceplan.tui.widgets.panel import Panel


class Board(Panel, can_focus=True):
    """Shows what a function draws; text with `act` in its meta posts what it stands for when it is clicked."""

    class Pressed(Message):
        """A text that stands for something was clicked."""

        def __init__(self, act: str) -> None:
            super().__init__()
            self.act = act

    def on_click(self, event: Click) -> None:
        act = event.style.meta.get("act")
        if isinstance(act, str):
            event.stop()
            self.post_message(self.Pressed(act))
