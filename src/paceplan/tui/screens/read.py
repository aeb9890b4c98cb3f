"""A text longer than its place on the screen, to be scrolled through."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen

from paceplan.tui.widgets.panel import Draw, Panel


class ReadScreen(ModalScreen[None]):
    """Shows what `draw` draws; the arrows scroll, and Esc, `q` and `closing` close it."""

    DEFAULT_CSS = """
    ReadScreen { align: center middle; background: $background 60%; }
    ReadScreen > VerticalScroll {
        width: 90%; max-width: 92; height: auto; max-height: 90%;
        padding: 1 2; background: $surface; border: round $primary;
        border-subtitle-color: $faint; border-subtitle-background: $surface;
    }
    ReadScreen Panel { height: auto; padding-right: 1; }
    """
    BINDINGS = [
        Binding("escape,q", "dismiss", "Close", show=False),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self, draw: Draw, *closing: str) -> None:
        super().__init__()
        self._draw = draw
        for key in closing:
            self._bindings.bind(key, "dismiss", show=False)

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Panel(id="text")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).border_subtitle = Content("Esc closes")
        self.query_one(Panel).show(self._draw)

    def on_click(self, event: Click) -> None:
        """Close by a click on the words in the frame or beside the text: nothing can be lost here."""
        box = self.query_one(VerticalScroll).region
        if not box.contains(*event.screen_offset) or event.screen_y == box.bottom - 1:
            self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scroll by so many lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
