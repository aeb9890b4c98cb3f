"""The actions of the comparison."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

COMPARE_ACTIONS: tuple[Action, ...] = (
    Action(
        "compare.open", (), "Open", "Open the project of the column", "Compare", "compare", "open", rank=1,
        shown="Enter",
    ),
    Action(
        "compare.apart", ("a",), "Differences", "Read what sets the projects apart", "Compare", "compare", "apart",
        rank=2, word="Apart",
    ),
    Action(
        "compare.checklists", ("C",), "Checklists", "Choose among the checklists of the project of the column",
        "Compare", "compare", "checklists", rank=4,
    ),
    Action(
        "compare.out", ("x", "delete"), "Leave out", "Take the project of the column out of the comparison", "Compare",
        "compare", "out", rank=3,
    ),
    Action(
        "compare.back", ("escape", "backspace"), "Back", "Go back to where you came from", "View", "compare", "back",
        rank=80, shown="Esc",
    ),
)  # fmt: skip
