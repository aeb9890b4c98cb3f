"""The actions of the timeline."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

TIMELINE_ACTIONS: tuple[Action, ...] = (
    Action(
        "timeline.open", (), "Open", "Open the project on its Roadmap tab", "Timeline", "timeline", "open", rank=1,
        shown="Enter",
    ),
    Action(
        "timeline.in", ("plus", "equals_sign"), "Zoom in", "Show less time in more detail", "Timeline", "timeline",
        "zoom", (1,), rank=2, shown="+ -", word="Zoom",
    ),
    Action(
        "timeline.out", ("minus",), "Zoom out", "Show more time in less detail", "Timeline", "timeline", "zoom", (-1,)
    ),
    Action(
        "timeline.earlier", ("less_than_sign",), "Earlier", "Turn the calendar back by what is in view", "Timeline",
        "timeline", "turn", (-1,), rank=3, shown="< >", word="Turn",
    ),
    Action(
        "timeline.later", ("greater_than_sign",), "Later", "Turn the calendar on by what is in view", "Timeline",
        "timeline", "turn", (1,),
    ),
    Action("timeline.today", ("t",), "Today", "Bring today into view", "Timeline", "timeline", "today", rank=4),
    Action(
        "timeline.start", ("s",), "To its start", "Bring the start of the project into view", "Timeline", "timeline",
        "to_line",
    ),
    Action(
        "timeline.filter", ("slash",), "Filter", "Show only projects that match some words", "View", "timeline",
        "filter",
        rank=5,
    ),
    Action(
        "timeline.checklists", ("C",), "Checklists", "Choose among the checklists of the project under the cursor",
        "Timeline", "timeline", "checklists", rank=7,
    ),
    Action(
        "timeline.balance", ("b",), "Balance", "See the sprints and marathons of each month against the capacity",
        "View", "timeline", "balance", rank=6,
    ),
    Action(
        "timeline.agenda", ("w",), "Agenda", "See what is late and what comes next, over all projects", "View",
        "timeline", "agenda",
    ),
    Action(
        "timeline.back", ("escape", "backspace"), "Back", "Go back to where you came from", "View", "timeline", "back",
        rank=80, shown="Esc",
    ),
)  # fmt: skip
