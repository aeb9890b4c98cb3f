"""The actions of the Roadmap tab."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

ROADMAP_ACTIONS: tuple[Action, ...] = (
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
)
