"""The actions of the agenda."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

AGENDA_ACTIONS: tuple[Action, ...] = (
    Action(
        "agenda.open",
        (),
        "Open",
        "Open the project where this stands",
        "Agenda",
        "agenda",
        "open",
        rank=1,
        shown="Enter",
    ),
    Action("agenda.done", ("space",), "Done", "Mark it as done", "Agenda", "agenda", "done", rank=2, shown="Space"),
    Action(
        "agenda.filter", ("slash",), "Filter", "Show only what matches some words", "View", "agenda", "filter", rank=3
    ),
    Action(
        "agenda.days",
        ("d",),
        "Days ahead",
        "Look a week, a month, a quarter or any time ahead",
        "View",
        "agenda",
        "days",
        rank=4,
        word="Days",
    ),
    Action("agenda.today", ("t",), "Today", "Go to today, past what is late", "View", "agenda", "today", rank=5),
    Action(
        "agenda.review",
        ("r",),
        "Review",
        "Review the checklist that the date belongs to",
        "Agenda",
        "agenda",
        "review",
        rank=6,
    ),
    Action(
        "agenda.checklists",
        ("C",),
        "Checklists",
        "Choose among the checklists of the project that the date is of",
        "Agenda",
        "agenda",
        "checklists",
        rank=7,
    ),
    Action(
        "agenda.lessons",
        ("L",),
        "Find a lesson",
        "Search what the pilots of all projects taught",
        "View",
        "agenda",
        "lessons",
    ),
    Action(
        "agenda.back",
        ("escape", "backspace"),
        "Back",
        "Go back to where you came from",
        "View",
        "agenda",
        "back",
        rank=80,
        shown="Esc",
    ),
)
