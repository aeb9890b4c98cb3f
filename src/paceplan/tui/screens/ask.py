"""A question with a line or a few lines of text as its answer; the text stays until it is taken."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

Submit = Callable[[str], str | None]
"""Takes the text and returns why it cannot be taken, or None."""


class AskScreen(ModalScreen[str | None]):
    """Asks for text. `submit` may refuse it: then the reason shows and the text stays, to be mended or given up."""

    DEFAULT_CSS = """
    AskScreen { align: center middle; background: $background 60%; }
    AskScreen > #box {
        width: 90%; max-width: 76; height: auto; max-height: 90%;
        padding: 1 2; background: $surface; border: round $primary;
    }
    AskScreen #title { text-style: bold; height: auto; }
    AskScreen #hint { color: $faint; height: auto; margin-bottom: 1; }
    AskScreen TextArea { height: 7; border: none; background: $panel; padding: 0 1; }
    AskScreen Input { border: none; height: 1; background: $panel; padding: 0 1; }
    AskScreen #problem { color: $missed; height: auto; margin-top: 1; display: none; }
    AskScreen #problem.-shown { display: block; }
    AskScreen #keys { color: $faint; height: 1; margin-top: 1; }
    """
    SAYS_WHY = True
    """Shows by itself why something was refused; nobody else needs to."""
    BINDINGS = [
        Binding("escape", "give_up", "Cancel", show=False),
        Binding("ctrl+s,f10", "take", "Take", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        *,
        hint: str = "",
        value: str = "",
        submit: Submit | None = None,
        long: bool = False,
        placeholder: str = "",
    ) -> None:
        super().__init__()
        self._title, self._hint, self._value, self._submit, self._long = title, hint, value, submit, long
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._title, id="title", markup=False)
            if self._hint:
                yield Static(self._hint, id="hint", markup=False)
            if self._long:
                yield TextArea(self._value, id="text", soft_wrap=True, tab_behavior="focus", compact=True)
            else:
                yield Input(self._value, id="text", placeholder=self._placeholder, select_on_focus=False, compact=True)
            yield Static(id="problem", markup=False)
            keys = "F10 or Ctrl+S takes it   Esc gives up" if self._long else "Enter takes it   Esc gives up"
            yield Static(keys, id="keys", markup=False)

    def on_mount(self) -> None:
        text = self.query_one("#text")
        text.focus()
        if isinstance(text, TextArea):
            text.move_cursor(text.document.end)

    def on_input_submitted(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        widget = self.query_one("#text")
        value = widget.text if isinstance(widget, TextArea) else widget.value if isinstance(widget, Input) else ""
        problem = self._submit(value) if self._submit else None
        if problem is None:
            self.dismiss(value)
            return
        shown = self.query_one("#problem", Static)
        shown.update(problem)
        shown.add_class("-shown")

    def action_give_up(self) -> None:
        self.dismiss(None)
