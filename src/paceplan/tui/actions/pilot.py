"""The actions of the Pilot tab."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

PILOT_ACTIONS: tuple[Action, ...] = (
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
        rank=9,
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
        rank=6,
    ),
    Action(
        "pilot.start",
        ("s",),
        "Start",
        "Start the pilot; its exit criteria are frozen from then on",
        "Pilot",
        "pilot",
        "start",
        rank=4,
    ),
    Action(
        "pilot.start-on",
        ("S",),
        "Start on a day",
        "Start the pilot on another day than today",
        "Pilot",
        "pilot",
        "start_on",
    ),
    Action("pilot.box", ("t",), "Time box", "Set how many weeks the pilot runs", "Pilot", "pilot", "box"),
    Action(
        "pilot.lists", ("i",), "Lists", "Choose among all checklists of the playbook", "Pilot", "pilot", "choose_list"
    ),
    Action(
        "pilot.decide",
        ("f",),
        "Decide",
        "Finish the pilot: scale, iterate, stop or elevate, with a reason",
        "Pilot",
        "pilot",
        "decide",
        rank=5,
    ),
    Action(
        "pilot.whole",
        ("p",),
        "Whole pilot",
        "Read the recommendation with its reasons, the decision, earlier iterations and lessons",
        "Pilot",
        "pilot",
        "read_whole",
        rank=8,
        word="Read",
    ),
    Action(
        "pilot.dosage",
        ("a",),
        "Dosage",
        "Count what the pilot was exercised with, against what was planned",
        "Pilot",
        "pilot",
        "dose",
    ),
)
