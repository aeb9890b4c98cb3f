"""Every action a user can take, declared once: keys, words, place, and the method that does it.

Bindings, the key bar, the palette and the help screen are all made from this table. Whether an action can run right
now, and if not why, is answered by the screen or pane that does it (`Acting.why_not`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["everywhere", "portfolio", "project", "score", "pilot", "roadmap", "log"]


@dataclass(frozen=True, slots=True)
class Action:
    """One user action. `keys` are Textual's key names, the first one is shown; `rank` 0 keeps it off the key bar."""

    id: str
    keys: tuple[str, ...]
    label: str
    tooltip: str
    group: str
    scope: Scope
    method: str
    args: tuple[object, ...] = ()
    rank: int = 0
    """Place on the key bar, 1 leftmost."""
    shown: str = ""
    """What the key bar shows where several keys are one action, such as `0-3`."""
    word: str = ""
    """The word beside them there, where the label says too little or too much."""


def _levels() -> tuple[Action, ...]:
    words = ("the mildest level", "the second level", "the third level", "the strongest level")
    return tuple(
        Action(f"score.{n}", (str(n),), f"Score {n}", f"Answer the dimension with {n}, {words[n]}",
               "Score", "score", "answer",
               (n,), rank=1 if n == 0 else 0, shown="0-3" if n == 0 else "", word="Score")
        for n in range(4)
    )  # fmt: skip


ACTIONS: tuple[Action, ...] = (
    # Everywhere
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
    Action("undo", ("u",), "Undo", "Take back your latest change", "Everywhere", "everywhere", "undo", rank=90),
    Action("redo", ("U", "ctrl+r"), "Redo", "Do again what you undid last", "Everywhere", "everywhere", "redo"),
    Action("theme", ("T",), "Theme", "Choose the colours", "Everywhere", "everywhere", "theme"),
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
    # Portfolio
    Action(
        "portfolio.open",
        (),
        "Open",
        "Open the project under the cursor",
        "Projects",
        "portfolio",
        "open",
        rank=1,
        shown="Enter",
    ),
    Action(
        "portfolio.new",
        ("n",),
        "New",
        "Start a new project: playbook, template, name",
        "Projects",
        "portfolio",
        "new",
        rank=2,
    ),
    Action(
        "portfolio.filter",
        ("slash",),
        "Filter",
        "Show only projects that match some words",
        "View",
        "portfolio",
        "filter",
        rank=3,
    ),
    Action("portfolio.sort", ("s",), "Sort", "Sort by the next column", "View", "portfolio", "sort", rank=4),
    Action("portfolio.reverse", ("S",), "Reverse", "Turn the sort order round", "View", "portfolio", "reverse"),
    Action(
        "portfolio.mark",
        ("space",),
        "Mark",
        "Mark several projects, to archive or delete them at once",
        "Projects",
        "portfolio",
        "mark",
    ),
    Action(
        "portfolio.rename", ("r", "f6"), "Rename", "Give the project another name", "Projects", "portfolio", "rename"
    ),
    Action(
        "portfolio.copy", ("c",), "Copy", "Start a new project as a copy of this one", "Projects", "portfolio", "copy"
    ),
    Action(
        "portfolio.archive",
        ("a",),
        "Archive",
        "Put the project away, or take it out again",
        "Projects",
        "portfolio",
        "archive",
    ),
    Action(
        "portfolio.archived",
        ("A",),
        "Archived",
        "Show what was put away, or what is current",
        "View",
        "portfolio",
        "archived",
    ),
    Action(
        "portfolio.delete",
        ("d", "delete"),
        "Delete",
        "Delete the project (undo brings it back)",
        "Projects",
        "portfolio",
        "delete",
    ),
    Action(
        "portfolio.import",
        ("i",),
        "Import",
        "Read a project from a TOML file",
        "Projects",
        "portfolio",
        "bring_in",
        rank=6,
    ),
    Action(
        "portfolio.samples",
        ("m",),
        "Samples",
        "Bring in the thirteen sample projects",
        "Projects",
        "portfolio",
        "samples",
    ),
    # A project, whatever its tab
    Action(
        "project.back",
        ("escape", "backspace"),
        "Back",
        "Go back to the portfolio",
        "Project",
        "project",
        "back",
        rank=80,
        shown="Esc",
    ),
    Action(
        "project.next-tab",
        ("right_square_bracket",),
        "Next tab",
        "Go to the tab on the right",
        "Project",
        "project",
        "turn",
        (1,),
    ),
    Action(
        "project.previous-tab",
        ("left_square_bracket",),
        "Previous tab",
        "Go to the tab on the left",
        "Project",
        "project",
        "turn",
        (-1,),
        rank=70,
        shown="[ ]",
        word="Tab",
    ),
    Action("project.score", ("f2",), "Score", "Go to the Score tab", "Project", "project", "jump", ("score",)),
    Action("project.pilot", ("f3",), "Pilot", "Go to the Pilot tab", "Project", "project", "jump", ("pilot",)),
    Action("project.roadmap", ("f4",), "Roadmap", "Go to the Roadmap tab", "Project", "project", "jump", ("roadmap",)),
    Action("project.log", ("f8",), "Log", "Go to the Log tab", "Project", "project", "jump", ("log",)),
    Action("project.rename", ("R", "f6"), "Rename", "Give the project another name", "Project", "project", "rename"),
    Action("project.start", ("D",), "Start date", "Set the day the project starts", "Project", "project", "start_date"),
    Action(
        "project.edit",
        ("E", "f9"),
        "Edit as text",
        "Edit the project as TOML in your editor",
        "Project",
        "project",
        "edit",
    ),
    # Score
    *_levels(),
    Action(
        "score.yes",
        ("y",),
        "Yes",
        "Answer the question with yes",
        "Score",
        "score",
        "answer",
        (True,),
        rank=2,
        shown="y n",
        word="Answer",
    ),
    Action("score.no", ("n",), "No", "Answer the question with no", "Score", "score", "answer", (False,)),
    Action(
        "score.toggle",
        ("space",),
        "Toggle",
        "Turn a yes into a no, or an artifact into one in hand",
        "Score",
        "score",
        "toggle",
    ),
    Action("score.clear", ("x", "delete"), "Clear", "Take the answer back", "Score", "score", "clear", rank=3),
    Action("score.why", ("e",), "Why", "Write why it is answered so", "Score", "score", "why", rank=4),
    Action(
        "score.override", ("o",), "Override", "Choose another pace, with a reason", "Score", "score", "override", rank=5
    ),
    Action(
        "score.verdict",
        ("v",),
        "Verdict",
        "Read the whole verdict, with all its reasons and warnings",
        "Score",
        "score",
        "read_verdict",
        rank=6,
    ),
    # Pilot
    Action(
        "pilot.tick",
        ("space",),
        "Tick",
        "Tick the item, or take the tick back",
        "Pilot",
        "pilot",
        "tick",
        rank=1,
        shown="Space",
    ),
    Action("pilot.note", ("n",), "Note", "Write a note on the item", "Pilot", "pilot", "annotate", ("note",), rank=2),
    Action(
        "pilot.owner", ("o",), "Owner", "Say who sees to the item", "Pilot", "pilot", "annotate", ("owner",), rank=3
    ),
    Action("pilot.due", ("d",), "Due", "Set the day the item is due", "Pilot", "pilot", "annotate", ("due",)),
    Action(
        "pilot.evidence",
        ("v",),
        "Evidence",
        "Say where the proof is",
        "Pilot",
        "pilot",
        "annotate",
        ("evidence",),
        rank=4,
    ),
    Action(
        "pilot.wave",
        ("minus",),
        "Not applicable",
        "Say that the item does not apply, and why",
        "Pilot",
        "pilot",
        "wave",
    ),
    Action(
        "pilot.list", ("l",), "Next list", "Show the playbook's next checklist", "Pilot", "pilot", "next_list", rank=7
    ),
    Action(
        "pilot.criterion",
        ("c",),
        "Criterion",
        "Agree an exit criterion: a metric with its target",
        "Pilot",
        "pilot",
        "criterion",
        rank=5,
    ),
    Action(
        "pilot.start",
        ("s",),
        "Start",
        "Start the pilot; its exit criteria are frozen from then on",
        "Pilot",
        "pilot",
        "start",
        rank=6,
    ),
    # Roadmap
    Action(
        "roadmap.build", ("b",), "Build", "Lay the roadmap out from a start date", "Roadmap", "roadmap", "build", rank=2
    ),
    Action(
        "roadmap.finish",
        ("space",),
        "Finish",
        "Mark a deliverable, sprint or milestone as done",
        "Roadmap",
        "roadmap",
        "finish",
        rank=1,
        shown="Space",
    ),
    Action(
        "roadmap.earlier",
        ("less_than_sign",),
        "Earlier",
        "Shift the phase and all after it a week earlier",
        "Roadmap",
        "roadmap",
        "shift",
        (-7,),
        rank=3,
        shown="< >",
        word="Shift",
    ),
    Action(
        "roadmap.later",
        ("greater_than_sign",),
        "Later",
        "Shift the phase and all after it a week later",
        "Roadmap",
        "roadmap",
        "shift",
        (7,),
    ),
    Action(
        "roadmap.in",
        ("plus", "equals_sign"),
        "Zoom in",
        "Show less time in more detail",
        "Roadmap",
        "roadmap",
        "zoom",
        (1,),
        rank=4,
        shown="+ -",
        word="Zoom",
    ),
    Action("roadmap.out", ("minus",), "Zoom out", "Show more time in less detail", "Roadmap", "roadmap", "zoom", (-1,)),
    Action("roadmap.today", ("t",), "Today", "Bring today into view", "Roadmap", "roadmap", "to_today", rank=5),
    # Log
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

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def of_scope(*scopes: Scope) -> tuple[Action, ...]:
    """Return the actions of these scopes, in the table's order."""
    return tuple(action for action in ACTIONS if action.scope in scopes)
