"""The actions of the Log tab."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

LOG_ACTIONS: tuple[Action, ...] = (
    Action(
        "log.all",
        ("a",),
        "All projects",
        "Show the changes of all projects, or of this one",
        "Log",
        "log",
        "all_projects",
        rank=1,
    ),
)
