"""A question with a line or a few lines of text as its answer; the text stays until it is taken."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static, TextArea

from paceplan.tui.screens.dialogue import Dialogue

Submit = Callable[[str], str | None]
"""Takes the text and returns why it cannot be taken, or None."""


class AskScreen(Dialogue[str | None]):
    """Asks for text. `submit` may refuse it: then the reason shows and the text stays, to be mended or given up."""

    DEFAULT_CSS = """
    AskScreen > #box { max-width: 76; }
    AskScreen #hint { color: $faint; height: auto; margin-bottom: 1; }
    AskScreen TextArea { height: 7; }
    AskScreen #problem { margin-top: 1; }
    AskScreen #keys { margin-top: 1; }
    """

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
        else:
            self.refuse(problem)
