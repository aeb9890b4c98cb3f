"""How actions of the registry reach the screen or pane that does them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.binding import Binding, BindingType
from textual.widget import Widget

from paceplan.tui.actions import BY_ID, Scope, of_scope

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from paceplan.tui.context import Context
    from paceplan.tui.keymap import Keymap


def bindings(*scopes: Scope) -> list[BindingType]:
    """Return the bindings of these scopes, made from the registry."""
    return [
        Binding(
            ",".join(action.keys), f"act('{action.id}')", action.label, show=False, tooltip=action.tooltip, id=action.id
        )
        for action in of_scope(*scopes)
        if action.keys
    ]


def rebind(node: DOMNode, keymap: Keymap) -> None:
    """Give a screen or pane the user's keys in place of those that its class has."""
    if not keymap.changed:
        return
    bound = node._bindings.key_to_bindings
    scopes = {BY_ID[b.id].scope for found in bound.values() for b in found if b.id in BY_ID}
    for key in list(bound):
        kept = [b for b in bound[key] if b.id not in BY_ID]
        if kept:
            bound[key] = kept
        else:
            del bound[key]
    for action in of_scope(*scopes):
        for key in keymap.keys(action):
            binding = Binding(key, f"act('{action.id}')", action.label, show=False, id=action.id)
            bound.setdefault(key, []).append(binding)


class Acting(Widget if TYPE_CHECKING else object):  # type: ignore[misc]
    """Mixed into screens and panes: runs an action of the registry, or says why it cannot run."""

    context: Context

    def why_not(self, action_id: str) -> str | None:
        """Return why an action cannot run right now, in words for a person; None where it can."""
        return None

    def fits(self, action_id: str) -> bool:
        """Tell whether an action has to do with what is under the cursor; the key bar leaves out the others."""
        return True

    def action_act(self, action_id: str) -> None:
        """Run an action by its id: on this widget, or on the nearest ancestor that has its method."""
        action = BY_ID[action_id]
        if reason := self.why_not(action_id):
            self.app.notify(reason, title=f"{action.label}: not now", severity="warning", markup=False)
            return
        method = getattr(self, f"do_{action.method}", None)
        if method is None:
            parent = next((a for a in self.ancestors if isinstance(a, Acting)), self.app)
            parent.action_act(action_id)
            return
        method(*action.args)

    def attempt(self, function: Any, *args: Any, **kwargs: Any) -> str | None:
        """Do something that may change the workspace; return why it was refused, having said so, or None."""
        return self.context.attempt(self.app, function, *args, **kwargs)
