"""A box with a list that follows what happens in the workspace: what is shown in it changes under whoever looks."""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Click

from paceplan.session import Published
from paceplan.tui.bound import bound
from paceplan.tui.context import Context
from paceplan.tui.screens.dialogue import Box, clicked_words
from paceplan.tui.widgets.line_list import LineList


class ListBox(Box[None]):
    """A subclass composes a `#box` with one list and a line of keys, fills it, and does what the line says."""

    DEFAULT_CSS = """
    ListBox > #box { max-width: 76; }
    ListBox #title { margin-bottom: 1; }
    ListBox #keys { height: auto; margin-top: 1; }
    """
    BINDINGS = [bound("box.close")]
    BESIDE = 8
    """Lines of the box that the list cannot have."""

    def __init__(self, title: str, context: Context) -> None:
        super().__init__()
        self._title, self.shown_in = title, context
        self._ends: Callable[[], None] | None = None

    def fill(self) -> int:
        """Show what there is now; return how many lines that has."""
        raise NotImplementedError

    def pressed(self, said: str) -> None:
        """Do what words of the line of keys say that were clicked."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self._ends = self.shown_in.subscribe(self._heard)
        self._refill()
        self.query_one(LineList).focus()

    def on_unmount(self) -> None:
        if self._ends:
            self._ends()

    def _heard(self, event: Published) -> None:
        self._refill()

    def _refill(self) -> None:
        count, room = self.fill(), self.app.size.height * 9 // 10 - self.BESIDE
        self.query_one(LineList).styles.height = min(max(1, count), max(3, room))

    def on_click(self, event: Click) -> None:
        """Do what the words in the line of keys say; a click beside the box closes it, as nothing can be lost."""
        said = clicked_words(self, event)
        if said.endswith("closes") or self.get_widget_at(*event.screen_offset)[0] is self:
            self.action_give_up()
        elif said:
            self.pressed(said)
