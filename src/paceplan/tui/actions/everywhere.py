"""The actions of every screen."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

EVERYWHERE_ACTIONS: tuple[Action, ...] = (
    Action(
        "help",
        ("question_mark", "f1"),
        "Help",
        "Show the keys of this screen",
        "Everywhere",
        "everywhere",
        "help",
        rank=98,
    ),
    Action(
        "palette",
        ("colon", "ctrl+p"),
        "Palette",
        "Find any action by its name",
        "Everywhere",
        "everywhere",
        "palette",
        rank=97,
    ),
    Action("undo", ("u",), "Undo", "Take back your latest change", "Everywhere", "everywhere", "undo", rank=81),
    Action("redo", ("U", "ctrl+r"), "Redo", "Do again what you undid last", "Everywhere", "everywhere", "redo"),
    Action("theme", ("T",), "Theme", "Choose the colours", "Everywhere", "everywhere", "theme"),
    Action(
        "settings",
        ("comma",),
        "Settings",
        "Set colours, signs, dates, folders and more",
        "Everywhere",
        "everywhere",
        "settings",
    ),
    Action(
        "quit",
        ("q", "ctrl+q"),
        "Quit",
        "Leave paceplan; everything is saved",
        "Everywhere",
        "everywhere",
        "quit",
        rank=99,
    ),
)
