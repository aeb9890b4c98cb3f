"""The actions of the Roadmap tab."""

from __future__ import annotations

from typing import Any

from paceplan.tui.actions.action import Action


def _action(
    key: str, keys: tuple[str, ...], label: str, tooltip: str, method: str, *args: object, **more: Any
) -> Action:
    return Action(f"roadmap.{key}", keys, label, tooltip, "Roadmap", "roadmap", method, args, **more)


ROADMAP_ACTIONS: tuple[Action, ...] = (
    _action(
        "finish", ("space",), "Finish", "Mark a deliverable, sprint or milestone as done, or open again", "finish",
        rank=1, shown="Space",
    ),
    _action(
        "earlier", ("less_than_sign",), "Earlier", "Shift a phase and all after it, or one thing, a week earlier",
        "shift", -7, rank=2, shown="< >", word="Shift",
    ),
    _action(
        "later", ("greater_than_sign",), "Later", "Shift a phase and all after it, or one thing, a week later",
        "shift", 7,
    ),
    _action(
        "shorter", ("left_curly_bracket",), "Shorter", "Make a phase a month, or a sprint a week shorter", "stretch",
        -1, rank=3, shown="{ }", word="Stretch",
    ),
    _action(
        "longer", ("right_curly_bracket",), "Longer", "Make a phase a month, or a sprint a week longer", "stretch", 1
    ),
    _action("card", ("m",), "Change", "Choose among all that can be done with a line", "open_card", rank=4),
    _action("add", ("a",), "Add", "Add a deliverable, sprint, milestone or phase", "add", rank=5),
    _action("owner", ("o",), "Owner", "Say who sees to a deliverable", "ask", "owner"),
    _action("due", ("d",), "Date", "Set a due date, a sprint's start or a milestone's day", "ask_date"),
    _action("evidence", ("v",), "Evidence", "Say where the proof is; each kind that an audit asks for", "ask_evidence"),
    _action("note", ("n",), "Note", "Write a note on a deliverable or sprint", "ask", "note"),
    _action("needs", ("f",), "Waits for", "Choose what a line needs, waits for or de-risks", "choose_needs"),
    _action("remove", ("x", "delete"), "Remove", "Take a line of one's own away (undo brings it back)", "remove"),
    _action("agree", ("A",), "Agree", "Keep the dates as the agreed plan, to hold moves against", "agree", rank=6),
    _action("build", ("b",), "Build", "Lay the roadmap out from a start date, in so many months", "build", rank=7),
    _action(
        "in", ("plus", "equals_sign"), "Zoom in", "Show less time in more detail", "zoom", 1,
        rank=8, shown="+ -", word="Zoom",
    ),
    _action("out", ("minus",), "Zoom out", "Show more time in less detail", "zoom", -1),
    _action("today", ("t",), "Today", "Bring today into view", "to_today", rank=9),
    _action(
        "whole", ("p",), "Whole text", "Read what moved and why, what waits and what cannot hold", "read_whole", rank=10
    ),
)  # fmt: skip
