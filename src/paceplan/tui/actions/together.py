"""Which scopes are in force at once: a key may mean one thing only among them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from paceplan.tui.actions.action import Action, Scope

TABS: tuple[str, ...] = ("score", "pilot", "roadmap", "metrics", "people", "risks", "log")
"""Scopes of a project's tabs, each in force together with the project's own."""


def together(actions: Iterable[Action]) -> tuple[tuple[Scope, ...], ...]:
    """Return the sets of scopes that are in force at once, the innermost first, for all that `actions` have."""
    scopes = dict.fromkeys(action.scope for action in actions)
    found: list[tuple[Scope, ...]] = []
    for scope in scopes:
        if scope in TABS:
            found.append((scope, "project", "everywhere"))
        elif scope not in ("everywhere", "project", *FOCUSED):
            found.append((scope, "everywhere"))
    return tuple(found)


FOCUSED: tuple[Scope, ...] = ("list", "calendar", "heat", "dialogue", "box")
"""Scopes of what has the focus on a page or over it: what they do stands in no palette."""
_CHARTS: dict[Scope, tuple[Scope, ...]] = {
    "roadmap": ("list", "calendar"), "timeline": ("list", "calendar"), "compare": ("list", "heat"), "workshop": (),
}  # fmt: skip
"""What stands on a screen where that is not a plain list; there is none on the wall of a workshop."""


def with_focused(actions: Iterable[Action]) -> tuple[tuple[Scope, ...], ...]:
    """Return the sets of scopes that are in force at once, with what has the focus there, and those of dialogues."""
    pages = together(action for action in actions if action.scope not in FOCUSED)
    return (*((*scopes, *_CHARTS.get(scopes[0], ("list",))) for scopes in pages), ("dialogue", "box", "list"))


def rivals(action: Action, actions: Iterable[Action]) -> list[Action]:
    """Return the actions that must not share a key with `action`, in the table's order."""
    actions = tuple(actions)
    near = set(chain.from_iterable(scopes for scopes in with_focused(actions) if action.scope in scopes))
    return [other for other in actions if other.scope in near and other is not action]
