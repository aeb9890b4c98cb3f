"""The actions of the search through lessons."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

LESSONS_ACTIONS: tuple[Action, ...] = (
    Action(
        "lessons.open",
        (),
        "Open",
        "Open the project that taught it",
        "Lessons",
        "lessons",
        "open",
        rank=1,
        shown="Enter",
    ),
    Action("lessons.find", ("slash",), "Find", "Search for other words", "Lessons", "lessons", "find", rank=2),
    Action(
        "lessons.forget",
        ("x", "delete"),
        "Forget",
        "Take the lesson away (undo brings it back)",
        "Lessons",
        "lessons",
        "forget",
        rank=3,
    ),
    Action(
        "lessons.back",
        ("escape", "backspace"),
        "Back",
        "Go back to where you came from",
        "Lessons",
        "lessons",
        "back",
        rank=80,
        shown="Esc",
    ),
)
