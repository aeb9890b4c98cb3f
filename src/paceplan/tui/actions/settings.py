"""The actions of the settings."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

SETTINGS_ACTIONS: tuple[Action, ...] = (
    Action(
        "settings.change",
        (),
        "Change",
        "Choose or type another value",
        "Settings",
        "settings",
        "change",
        rank=1,
        shown="Enter",
    ),
    Action(
        "settings.next",
        ("right", "l", "space", "plus"),
        "Next value",
        "Take the next value at once",
        "Settings",
        "settings",
        "step",
        (1,),
    ),
    Action(
        "settings.previous",
        ("left", "h", "minus"),
        "Previous value",
        "Take the value before at once",
        "Settings",
        "settings",
        "step",
        (-1,),
        rank=2,
        shown="← →",
        word="Step",
    ),
    Action(
        "settings.default",
        ("x", "delete"),
        "Default",
        "Take the setting out of the file, so that its default holds",
        "Settings",
        "settings",
        "reset",
        rank=3,
    ),
    Action(
        "settings.back",
        ("escape", "backspace"),
        "Back",
        "Go back to where you came from",
        "Settings",
        "settings",
        "back",
        rank=80,
        shown="Esc",
    ),
)
