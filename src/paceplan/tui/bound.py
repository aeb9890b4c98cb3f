"""Keys of the registry as bindings of a widget or a dialogue that does by itself what they stand for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import Binding

from paceplan.tui.actions import BY_ID
from paceplan.tui.in_force import keymap_in_force

if TYPE_CHECKING:
    from textual.dom import DOMNode


def bound(action_id: str, does: str = "", *, priority: bool = False) -> Binding:
    """Return the binding of an action's keys to what a widget does; left out: the method that the registry names."""
    action = BY_ID[action_id]
    does = does or action.method + (f"({', '.join(map(repr, action.args))})" if action.args else "")
    return Binding(",".join(action.keys), does, action.label, show=False, priority=priority, id=action_id)


def rekey(node: DOMNode) -> None:
    """Give a widget or dialogue the user's keys in place of those that its class has."""
    changed = keymap_in_force().changed
    if not changed:
        return
    keys = node._bindings.key_to_bindings
    moved = {b.id: b for found in keys.values() for b in found if b.id in changed}
    for key in list(keys):
        kept = [b for b in keys[key] if b.id not in moved]
        if kept:
            keys[key] = kept
        else:
            del keys[key]
    for action_id, binding in moved.items():
        for key in changed[str(action_id)]:
            keys.setdefault(key, []).append(replace(binding, key=key))
