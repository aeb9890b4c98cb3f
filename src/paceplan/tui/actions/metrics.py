"""The actions of the Metrics tab."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

METRICS_ACTIONS: tuple[Action, ...] = (
    Action(
        "metrics.read",
        ("r",),
        "Reading",
        "Write a reading down: its value and, unless it is of today, its day",
        "Metrics",
        "metrics",
        "read",
        rank=1,
    ),
    Action(
        "metrics.readings",
        (),
        "Readings",
        "List the readings, to change one or to take one away",
        "Metrics",
        "metrics",
        "readings",
        rank=2,
        shown="Enter",
    ),
    Action(
        "metrics.target",
        ("t",),
        "Target",
        "Set the target; moved after the pilot's start, it is marked with the reason",
        "Metrics",
        "metrics",
        "target",
        rank=3,
    ),
    Action("metrics.baseline", ("b",), "Baseline", "Say what it was before", "Metrics", "metrics", "baseline", rank=4),
    Action(
        "metrics.budget",
        ("e",),
        "Error budget",
        "Set how much may be missed in all, and how much was",
        "Metrics",
        "metrics",
        "budget",
        rank=6,
        word="Budget",
    ),
    Action(
        "metrics.fix",
        ("f",),
        "Fix done",
        "Mark the foundation fix as done, which ends the pause of sprints",
        "Metrics",
        "metrics",
        "fix",
        rank=5,
    ),
)
