"""The keys of the screen in view, grouped, from the registry."""

from __future__ import annotations

from itertools import groupby

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from paceplan.tui.actions import Action, Scope, of_scope

KEY_WORDS = {
    "question_mark": "?", "colon": ":", "slash": "/", "space": "Space", "escape": "Esc", "backspace": "Backspace",
    "delete": "Del", "minus": "-", "plus": "+", "equals_sign": "=", "less_than_sign": "<", "greater_than_sign": ">",
    "left_square_bracket": "[", "right_square_bracket": "]",
}  # fmt: skip
MOVING = (
    ("↑ ↓  j k", "Move", "up and down; PgUp, PgDn, Home, End too"),
    ("Enter", "Open", "what is under the cursor; a second click does the same"),
    ("Esc", "Back", "one step; nothing is lost"),
)


def key_word(key: str) -> str:
    """Return a key's name as a person knows it."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return KEY_WORDS.get(key, key.upper() if len(key) > 1 else key)


class HelpScreen(ModalScreen[None]):
    """A table of keys that can be scrolled; any of Esc, `?` and `q` closes it."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen > VerticalScroll {
        width: 90%; max-width: 84; height: auto; max-height: 90%;
        padding: 1 2; background: $surface; border: round $primary;
    }
    """
    BINDINGS = [Binding("escape,question_mark,q,f1", "dismiss", "Close", show=False)]

    def __init__(self, scopes: tuple[Scope, ...]) -> None:
        super().__init__()
        self._scopes = scopes

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(self._table(), markup=False)

    def _table(self) -> Content:
        lines = [Content.styled("Moving about", "bold $primary")]
        lines += [_line(keys, label, text) for keys, label, text in MOVING]
        actions = [a for scope in self._scopes for a in of_scope(scope) if a.keys or a.shown]
        for group, members in groupby(actions, key=lambda a: a.group):
            lines += [Content(""), Content.styled(group, "bold $primary")]
            lines += [_line(_keys(a), a.label, a.tooltip) for a in members]
        lines += [Content(""), Content.styled("Every change is saved as it is made. Esc closes this.", "$faint")]
        return Content("\n").join(lines)


def _keys(action: Action) -> str:
    return "  ".join(key_word(key) for key in action.keys) or action.shown


def _line(keys: str, label: str, text: str) -> Content:
    return Content.assemble((f"  {keys:<14}", "$key bold"), f"{label:<16}", (text, "$faint"))
