"""The command keys: every action with its keys, and what is wrong with the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paceplan.cli.failing import BAD_INPUT
from paceplan.cli.output import as_json, narrate, on_terminal, table, width
from paceplan.cli.parameters import json_option

if TYPE_CHECKING:
    from paceplan.tui.actions import Action
    from paceplan.tui.keymap import Keymap

_IN_A_PIPE = 120


@click.command("keys")
@json_option
def keys_command(in_json: bool) -> int:
    """List every action with its id, keys and words.

    Give an action other keys in the file keymap.toml of the settings folder, or in the one that PACEPLAN_KEYMAP names:
    its id, then a key or several, or [] for none. What is wrong there is named by line, and the rest holds. An action
    without a key is reached by the palette and the mouse.

    \b
    Example:
      paceplan keys
      paceplan keys --json
    """
    from paceplan.tui.actions import ACTIONS
    from paceplan.tui.keymap import read

    keymap = read()
    if in_json:
        documents = [_document(action, keymap) for action in ACTIONS]
        as_json({"file": str(keymap.file), "actions": documents, "problems": list(keymap.problems)})
    else:
        rows = [[a.id, keymap.words(a) or "-", _yours(a, keymap), a.tooltip] for a in ACTIONS]
        table([["ACTION", "KEYS", "", "WHAT IT DOES"], *rows], widest=width() if on_terminal() else _IN_A_PIPE)
        narrate(f"Your own keys: {keymap.file}")
    for problem in keymap.problems:
        narrate(problem)
    return BAD_INPUT if keymap.problems else 0


def _yours(action: Action, keymap: Keymap) -> str:
    return "yours" if action.id in keymap.changed else ""


def _document(action: Action, keymap: Keymap) -> dict[str, object]:
    return {
        "id": action.id, "scope": action.scope, "group": action.group, "label": action.label,
        "tooltip": action.tooltip, "keys": list(keymap.keys(action)), "default": list(action.keys),
        "list_key": action.shown if not action.keys else "", "yours": action.id in keymap.changed,
    }  # fmt: skip
