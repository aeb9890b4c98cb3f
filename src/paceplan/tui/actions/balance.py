"""The actions of the balance."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

BALANCE_ACTIONS: tuple[Action, ...] = (
    Action(
        "balance.open", (), "Open", "List what runs in the month, and open one of it", "Balance", "balance", "open",
        rank=1, shown="Enter",
    ),
    Action(
        "balance.capacity", ("c", "e"), "Capacity", "Say how many sprints and marathons can run at once", "Balance",
        "balance", "capacity", rank=2,
    ),
    Action(
        "balance.earlier", ("less_than_sign", "left_square_bracket"), "Earlier", "Look a year earlier", "Balance",
        "balance", "turn", (-12,), rank=3, shown="< >", word="Year",
    ),
    Action(
        "balance.later", ("greater_than_sign", "right_square_bracket"), "Later", "Look a year later", "Balance",
        "balance", "turn", (12,),
    ),
    Action(
        "balance.advise", ("a",), "What to do", "Read what stands out in the months ahead, and what to do about it",
        "Balance", "balance", "advise", rank=5, word="Advice",
    ),
    Action("balance.today", ("t",), "Today", "Go to the current month", "Balance", "balance", "today", rank=4),
    Action(
        "balance.calendar", ("v",), "Timeline", "See the projects of the month on one calendar", "View", "balance",
        "calendar", rank=6,
    ),
    Action(
        "balance.back", ("escape", "backspace"), "Back", "Go back to where you came from", "View", "balance", "back",
        rank=80, shown="Esc",
    ),
)  # fmt: skip
