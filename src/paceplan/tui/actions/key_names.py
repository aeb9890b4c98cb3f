"""Keys by name: what a person writes and reads for them, and which of them an action can have."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import chain

WORDS = {
    "space": "Space", "escape": "Esc", "backspace": "Backspace", "delete": "Del", "insert": "Ins", "enter": "Enter",
    "tab": "Tab", "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn", "up": "Up", "down": "Down",
    "left": "Left", "right": "Right",
}  # fmt: skip
_NAMED = frozenset({*WORDS, *(f"f{n}" for n in range(1, 13))})
_ALSO = {"esc": "escape", "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown", "return": "enter"}
_OTHERWISE = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
"""The terminal library's own names of characters, where they are not Unicode's."""

PALETTE = "F12"
"""The key that finds any action even where the user gave the palette another."""
TYPING = frozenset({
    "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "backspace", "delete", "enter", "space", "f6",
    "f7", *(f"ctrl+{letter}" for letter in "adekuvwxy"),
})  # fmt: skip
"""Keys beside the characters that a field of text needs for itself."""
_SAME = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+j": "Enter", "ctrl+h": "Backspace"}
_TAKEN = {
    "ctrl+c": "copies", "ctrl+z": "stops the program", "f12": "finds any action",
    "tab": "goes to the next place", "shift+tab": "goes to the place before",
}  # fmt: skip


def name_of(character: str) -> str:
    """Return the name of the key that types a character: letters and digits are their own."""
    if character.isalnum():
        return character
    if character == " ":
        return "space"
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _OTHERWISE.get(name, name) or character


@cache
def _characters() -> dict[str, str]:
    """Return name -> character of all that keyboards type beside letters: Latin signs, punctuation, currencies."""
    codes = chain(range(0x21, 0x250), range(0x2010, 0x2045), range(0x20A0, 0x20C0))
    return {name_of(chr(code)): chr(code) for code in codes if chr(code).isprintable()}


def key_word(key: str) -> str:
    """Return a key as a person knows it: `?`, `Ctrl+P`, `F5`, `Space`."""
    *modifiers, base = key.split("+")
    if modifiers:
        shown = base.upper() if len(base) == 1 else key_word(base)
        return "+".join([*(modifier.capitalize() for modifier in modifiers), shown])
    return WORDS.get(key) or _characters().get(key) or (key.upper() if len(key) > 1 else key)


def parse_key(written: str) -> tuple[str, str]:
    """Return (key, "") for a key as a person or the program writes it, or ("", why it is none that can be used)."""
    text = written.strip() or written[:1]
    if len(text) == 1:
        name = name_of(text)
        if not text.isprintable() or not (text.isalnum() or text == " " or name in _characters()):
            return "", "is no key that can be typed"
        return name, ""
    parts = [part.strip() for part in text.split("+")]
    if text.endswith("+") and len(parts) > 2:
        parts = [*parts[:-2], "plus"]
    *modifiers, base = [part if len(part) == 1 else part.casefold() for part in parts]
    base = _ALSO.get(base, base) if len(base) != 1 else name_of(base)
    modifiers = [modifier.casefold() for modifier in modifiers]
    if wrong := _wrong(modifiers, base):
        return "", wrong
    if not modifiers:
        return base, ""
    base = base.lower() if modifiers != ["shift"] else base
    key = "+".join([*sorted(modifiers), base])
    if key in _SAME:
        return "", f"is the same as {_SAME[key]} in a terminal"
    return key, ""


def _wrong(modifiers: list[str], base: str) -> str:
    """Say why such a key is none, or none that terminals send; empty where it is one."""
    if unknown := [m for m in modifiers if m not in ("ctrl", "alt", "shift")]:
        return f"is no key: '{unknown[0]}' is not ctrl, alt or shift" if unknown[0] else "is no key"
    if base not in _NAMED and base not in _characters():
        return "is no key; write one such as n, ?, ctrl+e, f5, space or delete"
    plain = base in _characters()
    if modifiers == ["shift"] and plain:
        return "is written as the character that it types, such as N or ?"
    if "ctrl" in modifiers and plain and not (len(base) == 1 and base.isascii() and base.isalpha()):
        return "is no key that a terminal sends; ctrl goes with a letter or a named key"
    return ""


def not_for_actions(key: str, scope: str) -> str:
    """Say why a key cannot be an action's of a scope, empty where it can."""
    if key in _TAKEN:
        return f"{_TAKEN[key]} on every screen"
    if scope == "dialogue" and (key in TYPING or key in _characters() or len(key) == 1):
        return "is for the field of a dialogue, where it is typed or moves about"
    if scope in ("list", "box") and len(key) == 1 and key in "123456789":
        return "takes a choice by its number"
    return ""
