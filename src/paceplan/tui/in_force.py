"""The keys that are in force in this process, for what names or binds a key without being given the user's keymap."""

from __future__ import annotations

from paceplan.tui.actions import BY_ID
from paceplan.tui.actions.key_names import PALETTE
from paceplan.tui.keymap import NO_KEYMAP, Keymap

_keymap = NO_KEYMAP


def put_in_force(keymap: Keymap) -> None:
    """Let these keys hold from now on, on every screen of this process that is made afterwards."""
    global _keymap
    _keymap = keymap


def keymap_in_force() -> Keymap:
    """Return the keys that hold."""
    return _keymap


def key(action_id: str) -> str:
    """Return the key of an action as a person reads it, for a sentence; without one, its name in the palette.

    Raises `KeyError` where there is no such action.
    """
    action = BY_ID[action_id]
    return _keymap.first(action) or f"{action.label} ({PALETTE})"


def keys(*action_ids: str) -> str:
    """Return all keys of these actions for a sentence: `F10 or Ctrl+S`."""
    found = (word for id in action_ids for word in _keymap.words(BY_ID[id]).split("  ") if word)
    return " or ".join(dict.fromkeys(found))
