"""The actions of a review."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

REVIEW_ACTIONS: tuple[Action, ...] = (
    Action("review.yes", ("y",), "Yes", "Answer with yes and go on", "Review", "review", "answer", (True,), rank=1),
    Action("review.no", ("n",), "No", "Answer with no, which blocks, and go on", "Review", "review", "answer", (False,),
           rank=2),
    Action("review.na", ("minus",), "Not applicable", "Say that it does not apply, and why", "Review", "review",
           "waive", rank=3, shown="-", word="N/A"),
    Action("review.why", ("e",), "Why", "Write why it is answered so, in a line", "Review", "review", "why", rank=4),
    Action("review.sign", ("s",), "Sign", "Sign the result: the checklist then stands as the review found it",
           "Review", "review", "sign", rank=5),
    Action("review.clear", ("x", "delete"), "Clear", "Take the answer back", "Review", "review", "clear", rank=8),
    Action("review.choose", (), "Answer", "Choose the answer from a list", "Review", "review", "choose", shown="Enter"),
    Action("review.page", ("o",), "Write page", "Write the review as one page of Markdown", "Review", "review", "page",
           rank=6, word="Page"),
    Action("review.list", ("i",), "Lists", "Choose the checklist to review", "Review", "review", "choose_list",
           rank=7),
    Action("review.checklists", ("C",), "Checklists", "Go to a checklist to work through, the one under review first",
           "Review", "review", "checklists", rank=10),
    Action("review.earlier", ("v",), "Earlier reviews", "Look at the reviews that are kept", "Review", "review",
           "earlier", rank=9, word="Earlier"),
    Action("review.anew", ("N",), "Begin anew", "Begin another review; one that nobody signed is given up", "Review",
           "review", "anew"),
    Action("review.back", ("escape", "backspace"), "Back", "Go back; all answers are kept", "View", "review", "back",
           rank=80, shown="Esc"),
)  # fmt: skip
