"""A question with a line or a few lines of text as its answer; the text stays until it is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static, TextArea

from paceplan.core.errors import Refused
from paceplan.tui.bound import bound
from paceplan.tui.in_force import key, keys
from paceplan.tui.presentation.words import day_words
from paceplan.tui.screens.dialogue import ROOMY, Dialogue, Problem, gives_up
from paceplan.tui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from paceplan.tui.context import Context
    from paceplan.tui.screens.work import Work

Submit = Callable[[str], "str | Work | None"]
"""Takes the text and returns why it cannot be taken, or None; or the long work that finds out."""
Echo = Callable[[str], str]
"""Takes the text as it is typed and returns what it would be taken for; empty where that is not to be told."""

DAYS = "2026-03-02, +2w, -3d, fri, next month"
"""How days can be typed, for a hint."""


class AskScreen(Dialogue[str | None]):
    """Asks for text. `submit` may refuse it: then the reason shows and the text stays, to be mended or given up."""

    DEFAULT_CSS = """
    AskScreen > #box { max-width: 76; }
    AskScreen #hint { color: $faint; height: auto; margin-bottom: 1; }
    AskScreen TextArea { height: 7; }
    AskScreen #problem { margin-top: 1; }
    AskScreen #echo { color: $foreground; height: 1; margin: 0 1; }
    AskScreen #keys { margin-top: 1; }
    """
    BINDINGS = [bound("dialogue.editor", priority=True)]

    def __init__(
        self,
        title: str,
        *,
        hint: str = "",
        value: str = "",
        submit: Submit | None = None,
        long: bool = False,
        placeholder: str = "",
        echo: Echo | None = None,
    ) -> None:
        super().__init__()
        self._echo = echo
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
                yield LineInput(
                    self._value, id="text", placeholder=self._placeholder, select_on_focus=False, compact=True
                )
            if self._echo:
                yield Static(self._echo(self._value), id="echo", markup=False)
            yield Problem()
            take = "Enter takes it"
            if self._long:
                roomy = self.app.size.width >= ROOMY
                take = f"{keys('dialogue.take') if roomy else key('dialogue.take')} takes it"
                take += f"   {key('dialogue.editor')} {'opens your ' if roomy else ''}editor"
            yield Static(f"{take}   {gives_up()}", id="keys", markup=False)

    def on_mount(self) -> None:
        text = self.query_one("#text")
        text.focus()
        if isinstance(text, TextArea):
            text.move_cursor(text.document.end)

    def on_input_submitted(self) -> None:
        self.action_take()

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._echo:
            self.query_one("#echo", Static).update(self._echo(event.value))

    def action_edit(self) -> None:
        """Let the user go on with a long text in an editor; what comes back stands in the field."""
        from paceplan.config.editor import EditorProblem
        from paceplan.tui.screens.edit import edit_text

        if not self._long:
            return
        field = self.query_one("#text", TextArea)
        try:
            field.text = edit_text(self.app, field.text)
        except EditorProblem as problem:
            self.refuse(str(problem))
        field.move_cursor(field.document.end)

    def action_take(self) -> None:
        widget = self.query_one("#text")
        value = widget.text if isinstance(widget, TextArea) else widget.value if isinstance(widget, Input) else ""
        self.settle(self._submit(value) if self._submit else None, value)


def understood(read: Callable[[], dt.date | None], today: dt.date) -> str:
    """Return in full the day that `read` returns; nothing where it returns none or refuses."""
    try:
        day = read()
    except Refused:
        return ""
    return day_words(day, today) if day else ""


def day_echo(context: Context) -> Echo:
    """Return what says which day a text is understood as."""
    return lambda text: understood(lambda: context.day(text), context.today)


def ask_day(
    context: Context,
    title: str,
    submit: Callable[[dt.date | None], str | None],
    *,
    value: dt.date | None = None,
    hint: str = "",
) -> AskScreen:
    """Return a dialogue that asks for a day and says which one it understands; None stands for an empty field."""

    def take(text: str) -> str | None:
        try:
            return submit(context.day(text))
        except Refused as refused:
            return refused.message

    shown = f"{hint} {DAYS}" if hint else DAYS
    return AskScreen(title, hint=shown, value=value.isoformat() if value else "", submit=take, echo=day_echo(context))
