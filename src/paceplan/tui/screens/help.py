"""The keys of the screen in view, grouped, from the registry."""

from __future__ import annotations

from textual.content import Content

from paceplan.tui.actions import Action, Scope, of_scope
from paceplan.tui.presentation.layout import wrapped
from paceplan.tui.screens.read import ReadScreen

KEY_WORDS = {
    "question_mark": "?", "colon": ":", "slash": "/", "comma": ",", "space": "Space", "escape": "Esc",
    "backspace": "Backspace", "delete": "Del", "minus": "-", "plus": "+", "equals_sign": "=", "less_than_sign": "<",
    "greater_than_sign": ">", "left_square_bracket": "[", "right_square_bracket": "]",
}  # fmt: skip
MOVING = (
    ("↑ ↓  j k", "Move", "up and down; PgUp, PgDn, Home, End too"),
    ("Enter", "Open", "what is under the cursor; a second click does the same"),
    ("Esc", "Back", "one step; nothing is lost"),
)


CLOSING = "Every change is saved as it is made. Esc closes this."
KEYS, LABEL = 16, 16
"""Cells of the columns of keys and names."""


def key_word(key: str) -> str:
    """Return a key's name as a person knows it."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return KEY_WORDS.get(key, key.upper() if len(key) > 1 else key)


class HelpScreen(ReadScreen):
    """A table of keys; any of Esc, `?` and `q` closes it."""

    def __init__(self, scopes: tuple[Scope, ...]) -> None:
        super().__init__(self._draw, "question_mark", "f1")
        self._scopes = scopes

    def _draw(self, width: int, height: int | None) -> Content:
        groups: dict[str, list[tuple[str, str, str]]] = {"Moving about": list(MOVING)}
        for scope in self._scopes:
            for action in of_scope(scope):
                if action.keys or action.shown:
                    groups.setdefault(action.group, []).append((_keys(action), action.label, action.tooltip))
        lines: list[Content] = []
        for group, entries in groups.items():
            lines += [Content.styled(group, "bold")]
            for keys, label, text in entries:
                lines += _entry(keys, label, text, width)
            lines.append(Content(""))
        lines += [Content.styled(part, "$faint") for part in wrapped(CLOSING, width)]
        return Content("\n").join(lines)


def _keys(action: Action) -> str:
    return "  ".join(key_word(key) for key in action.keys) or action.shown


def _entry(keys: str, label: str, text: str, width: int) -> list[Content]:
    """Return one action, its text wrapped beside its keys and name."""
    parts = wrapped(text, max(12, width - KEYS - LABEL))
    first = Content.assemble((f"{keys:<{KEYS}}", "$key bold"), f"{label:<{LABEL}}", (parts[0], "$faint"))
    return [first, *(Content.styled(" " * (KEYS + LABEL) + part, "$faint") for part in parts[1:])]
