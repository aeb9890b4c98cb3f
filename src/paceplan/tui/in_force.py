"""The keys that are in force in this process, for what names or binds a key without being given the user's keymap."""

from __future__ import annotations

import re

from paceplan.tui.actions import BY_ID
from paceplan.tui.actions.key_names import PALETTE
from paceplan.tui.keymap import NO_KEYMAP, Keymap

_keymap = NO_KEYMAP
_NAMED = re.compile(r"\{([a-z][a-z0-9.-]*)\}")


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


def keys(action_id: str, *, joint: str = " or ") -> str:
    """Return all keys of an action for a sentence: `F10 or Ctrl+S`; what `key` says where it has none."""
    return joint.join(_keymap.words(BY_ID[action_id]).split("  ")) or key(action_id)


def with_keys(text: str) -> str:
    """Return a text of ours with the key of each action whose id stands in braces, such as `{undo} takes it back`."""
    return _NAMED.sub(lambda found: key(found[1]), text)


def span(*action_ids: str) -> str:
    """Return the keys of actions that belong together: `0-3` for those of four levels, else one after another."""
    words = [key(id) for id in action_ids]
    whole = len(words) > 2 and "".join(words) in "0123456789"
    return f"{words[0]}-{words[-1]}" if whole else " ".join(words)
