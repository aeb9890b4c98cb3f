"""A question with a line of text as its answer, below what it is about: nothing on the screen is covered by it."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from paceplan.tui.in_force import key
from paceplan.tui.widgets.line_input import LineInput

Submit = Callable[[str], str | None]
"""Takes the text and returns why it cannot be taken, or None."""


def typed(leave: str) -> str:
    """Return what is said where Esc, or whatever key the action `leave` has, would lose a text."""
    return f"{key(leave)} again gives up what you typed."


class AskLine(Vertical):
    """Asks for text. `submit` may refuse it: then the reason shows and the text stays, to be mended or given up."""

    DEFAULT_CSS = """
    AskLine { height: auto; display: none; background: $surface; padding: 0 1; }
    AskLine.-open { display: block; }
    AskLine #ask-title { text-style: bold; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    AskLine Input { border: none; height: 1; background: $panel; padding: 0 1; }
    AskLine #ask-problem { color: $missed; height: auto; max-height: 3; display: none; }
    AskLine #ask-problem.-shown { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._submit: Submit | None = None
        self._afterwards: Callable[[], None] | None = None
        self._before: Widget | None = None
        """What had the focus."""
        self._given = ""
        self._warned: str | None = None
        """What was typed when Esc said that it would be lost."""

    def compose(self) -> ComposeResult:
        yield Static(id="ask-title", markup=False)
        yield LineInput(id="ask-text", select_on_focus=False, compact=True)
        yield Static(id="ask-problem", markup=False)

    @property
    def open(self) -> bool:
        """A question is being asked."""
        return self._submit is not None

    def ask(
        self, title: str, submit: Submit, *, value: str = "", hint: str = "", masked: bool = False,
        closed: Callable[[], None] | None = None, joint: str = " ",
    ) -> None:  # fmt: skip
        """Ask for a line; `hint` stands in the empty field, and `masked` shows no more than how much was typed.

        `closed` is called when the text was taken, or given up; `joint` stands between several pasted lines.
        """
        if self._submit is None:
            self._before = self.screen.focused
        self._submit, self._afterwards = submit, closed
        self._given, self._warned = value, None
        self.query_one("#ask-title", Static).update(Content(title))
        field = self.query_one(LineInput)
        field.joint = joint
        field.password, field.placeholder, field.value = masked, hint, value
        field.cursor_position = len(value)
        self._say("")
        self.add_class("-open")
        # At once, here and below: the next key may be typed already.
        self.screen.set_focus(field)

    def give_up(self) -> bool:
        """Stop asking, where nothing was typed or giving that up is asked for twice; tell whether it stopped."""
        text = self.query_one(LineInput).value
        if text.strip() and text != self._given and text != self._warned:
            self._warned = text
            self._say(typed("workshop.back"))
            return False
        self.close()
        return True

    def close(self) -> None:
        """Stop asking; what was typed is forgotten."""
        if self._submit is None:
            return
        closed, self._submit, self._afterwards = self._afterwards, None, None
        self.remove_class("-open")
        self.query_one(Input).value = ""
        self.screen.set_focus(self._before)
        if closed:
            closed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        asked = self._submit
        if asked is None:
            return
        problem = asked(event.value)
        if problem is not None:
            self._say(problem)
        elif self._submit is asked:  # what was taken may have asked something else
            self.close()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._say("")

    def _say(self, problem: str) -> None:
        shown = self.query_one("#ask-problem", Static)
        if problem or shown.has_class("-shown"):
            shown.update(Content(problem))
            shown.set_class(bool(problem), "-shown")
