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
        elif scope not in ("everywhere", "project"):
            found.append((scope, "everywhere"))
    return tuple(found)


def rivals(action: Action, actions: Iterable[Action]) -> list[Action]:
    """Return the actions that must not share a key with `action`, in the table's order."""
    actions = tuple(actions)
    near = set(chain.from_iterable(scopes for scopes in together(actions) if action.scope in scopes))
    return [other for other in actions if other.scope in near and other is not action]
