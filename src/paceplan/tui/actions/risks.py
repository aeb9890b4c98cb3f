"""The actions of the Risks tab."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

_LIKELIHOOD = ("hardly possible", "unlikely", "possible", "likely")


def _action(
    name: str, keys: tuple[str, ...], label: str, tooltip: str, method: str, *args: object, rank: int = 0,
    shown: str = "", word: str = "",
) -> Action:  # fmt: skip
    return Action(f"risks.{name}", keys, label, tooltip, "Risks", "risks", method, args, rank, shown, word)


RISKS_ACTIONS: tuple[Action, ...] = (
    _action("edit", (), "Change", "Change whatever can be changed about this line", "edit", rank=1, shown="Enter"),
    _action("add", ("a",), "Add", "Add a risk, a runbook or a drill of your own", "add", rank=9),
    _action("done", ("space",), "Close, hold", "Close or reopen the risk; record that the drill was held",
            "done", rank=2, shown="Space", word="Done"),
    *(
        _action(f"likelihood-{n}", (str(n),), f"Likelihood {n}", f"Set the likelihood to {n}, {_LIKELIHOOD[n]}",
                "level", "likelihood", n, rank=3 if n == 0 else 0, shown="0-3" if n == 0 else "", word="Likely")
        for n in range(4)
    ),
    _action("worse", ("plus", "equals_sign"), "More impact", "Raise the impact of the risk", "nudge", "impact", 1,
            rank=4, shown="+ -", word="Impact"),
    _action("milder", ("minus",), "Less impact", "Lower the impact of the risk", "nudge", "impact", -1),
    _action("guardrails", ("b",), "Guardrails", "Tick the guardrails that are in place", "guardrails", rank=5),
    _action("mitigation", ("m",), "Mitigation", "Write what is done about the risk", "mitigation", rank=6),
    _action("owner", ("o",), "Owner", "Say who watches the risk, or runs the runbook alone", "owner", rank=7),
    _action("trigger", ("t",), "Trigger", "Write what sets the runbook off", "trigger", rank=10),
    _action("steps", ("s",), "Steps", "Write the steps of the runbook, one a line", "steps", rank=11),
    _action("take", ("p",), "Take up", "Take up the drill, so that it comes due", "take", rank=12),
    _action("every", ("e",), "Rhythm", "Say how often the drill is held", "every", rank=13),
    _action("reports", ("r",), "Reports", "Correct a kept report, or strike one", "reports", rank=14),
    _action("cost", ("c",), "Cost", "Name the recurring cost in the proposal", "cost", rank=15),
    _action("note", ("d",), "Made of", "Write what the recurring cost is made of", "note", rank=16),
    _action("name", ("n",), "Name", "Give the risk, runbook or drill another name", "name", rank=17),
    _action("remove", ("x", "delete"), "Take away", "Take away what was said of it (undo brings it back)",
            "remove", rank=18),
    _action("read", ("v",), "Read all", "Read the grid and everything that is missing", "read", rank=8, word="Read"),
)  # fmt: skip
