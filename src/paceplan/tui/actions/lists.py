"""What the keys of lists, charts and dialogues do: no page does it, but the widget or box that has the focus.

`method` is the widget's own `action_...`.
"""

from __future__ import annotations

from paceplan.tui.actions.action import Action, Scope


def _key(id: str, keys: tuple[str, ...], label: str, tooltip: str, method: str, *args: object) -> Action:
    scope: Scope = id.partition(".")[0]  # type: ignore[assignment]
    group = "Moving about" if scope in ("list", "calendar", "heat") else "Dialogues"
    return Action(id, keys, label, tooltip, group, scope, method, args)


LIST_ACTIONS: tuple[Action, ...] = (
    _key("list.up", ("up", "k"), "Up", "Go to the line above", "cursor_up"),
    _key("list.down", ("down", "j"), "Down", "Go to the line below", "cursor_down"),
    _key("list.page-up", ("pageup", "ctrl+b"), "Page up", "Go up by what is in view", "cursor_page_up"),
    _key("list.page-down", ("pagedown", "ctrl+f"), "Page down", "Go down by what is in view", "cursor_page_down"),
    _key("list.first", ("home", "g"), "First line", "Go to the first line", "cursor_first"),
    _key("list.last", ("end", "G"), "Last line", "Go to the last line", "cursor_last"),
    _key("list.choose", ("enter",), "Open line", "Open, take or tick what is under the cursor", "choose"),
    _key("calendar.left", ("left", "h"), "Earlier in view", "Bring earlier days into view", "pan", -1),
    _key("calendar.right", ("right", "l"), "Later in view", "Bring later days into view", "pan", 1),
    _key("heat.left", ("left", "h"), "Column left", "Go to the column on the left", "step", -1),
    _key("heat.right", ("right", "l"), "Column right", "Go to the column on the right", "step", 1),
)

DIALOGUE_ACTIONS: tuple[Action, ...] = (
    _key("dialogue.leave", ("escape",), "Leave", "Close a dialogue without an answer", "give_up"),
    _key("dialogue.take", ("f10", "ctrl+s"), "Take", "Take what stands in a dialogue", "take"),
    _key("dialogue.editor", ("f9",), "Your editor", "Go on with a long text in your editor", "edit"),
    _key("box.close", ("q",), "Close", "Close a box in which nothing is typed", "give_up"),
    _key("box.tick", ("space",), "Tick in a box", "Tick what is under the cursor, or take its tick back", "tick"),
    _key("box.add", ("r",), "Add a reading", "Add a reading to those of a metric", "add"),
    _key("box.remove", ("x", "d", "delete"), "Take away", "Take the reading under the cursor away", "remove"),
    _key("box.find", ("slash",), "Search the help", "Search the keys of all screens", "find"),
)
