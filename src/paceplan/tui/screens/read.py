"""A text longer than its place on the screen, to be scrolled through."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click

from paceplan.tui.actions import BY_ID
from paceplan.tui.bound import bound
from paceplan.tui.in_force import key, keymap_in_force
from paceplan.tui.screens.dialogue import Box
from paceplan.tui.widgets.panel import Draw, Panel


class ReadScreen(Box[None]):
    """Shows what `draw` draws. The keys of a list scroll; those of a box and of the action `opened` close it."""

    DEFAULT_CSS = """
    ReadScreen > VerticalScroll {
        width: 90%; max-width: 92; height: auto; max-height: 90%;
        padding: 1 2; background: $surface; border: round $primary;
        border-subtitle-color: $faint; border-subtitle-background: $surface;
    }
    ReadScreen Panel { height: auto; padding-right: 1; }
    """
    BINDINGS = [
        bound("box.close"),
        bound("list.up", "scroll(-1)"),
        bound("list.down", "scroll(1)"),
        bound("list.page-up", "page(-1)"),
        bound("list.page-down", "page(1)"),
        bound("list.first", "end(True)"),
        bound("list.last", "end(False)"),
    ]

    def __init__(self, draw: Draw, opened: str = "") -> None:
        super().__init__()
        self._draw = draw
        for same in keymap_in_force().keys(BY_ID[opened]) if opened else ():
            self._bindings.bind(same, "give_up", show=False)

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Panel(id="text")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).border_subtitle = Content(f"{key('dialogue.leave')} closes")
        self.query_one(Panel).show(self._draw)

    def on_click(self, event: Click) -> None:
        """Close by a click on the words in the frame or beside the text: nothing can be lost here."""
        box = self.query_one(VerticalScroll).region
        if not box.contains(*event.screen_offset) or event.screen_y == box.bottom - 1:
            self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scroll by so many lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False, immediate=True)

    def action_page(self, by: int) -> None:
        """Scroll by so many times what is in view, less a line to find one's place by."""
        text = self.query_one(VerticalScroll)
        text.scroll_relative(y=by * max(1, text.size.height - 1), animate=False, immediate=True)

    def action_end(self, first: bool) -> None:
        """Scroll to the first line, or to the last."""
        text = self.query_one(VerticalScroll)
        if first:
            text.scroll_home(animate=False, immediate=True)
        else:
            text.scroll_end(animate=False, immediate=True)
