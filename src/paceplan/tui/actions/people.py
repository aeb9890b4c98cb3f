"""The actions of the People tab."""

from __future__ import annotations

from paceplan.tui.actions.action import Action

_INFLUENCE = ("no", "little", "some", "great")


def _action(
    name: str, keys: tuple[str, ...], label: str, tooltip: str, method: str, *args: object, rank: int = 0,
    shown: str = "", word: str = "",
) -> Action:  # fmt: skip
    return Action(f"people.{name}", keys, label, tooltip, "People", "people", method, args, rank, shown, word)


PEOPLE_ACTIONS: tuple[Action, ...] = (
    _action("edit", (), "Change", "Change whatever can be changed about this line", "edit", rank=1, shown="Enter"),
    _action("add", ("a",), "Add", "Add a stakeholder, or a message of your own", "add", rank=9),
    _action("tick", ("space",), "Map, tick", "Map a stakeholder the playbook names, or tick an item", "tick",
            rank=2, shown="Space", word="Tick"),
    *(
        _action(f"influence-{n}", (str(n),), f"Influence {n}", f"Give the stakeholder {_INFLUENCE[n]} influence",
                "level", "influence", n, rank=3 if n == 0 else 0, shown="0-3" if n == 0 else "", word="Influence")
        for n in range(4)
    ),
    _action("heavier", ("plus", "equals_sign"), "Heavier concern", "Let the concern weigh more", "nudge", "weight", 1,
            rank=5, shown="+ -", word="Weight"),
    _action("lighter", ("minus",), "Lighter concern", "Let the concern weigh less", "nudge", "weight", -1),
    _action("wants", ("p",), "Wanted pace", "Say which pace the stakeholder wants", "wants", rank=4, word="Pace"),
    _action("concern", ("c",), "Concern", "Write what worries the stakeholder", "describe", "concern", rank=6),
    _action("stance", ("s",), "Stance", "Write how the stakeholder sees the project", "describe", "stance", rank=7),
    _action("holder", ("o",), "Seat", "Say who holds the committee seat", "holder", rank=10, word="Fill"),
    _action("accountable", ("A",), "Accountable", "Say who answers for it: exactly one", "sign", "accountable",
            rank=11),
    _action("responsible", ("r",), "Responsible", "Say who does it", "sign", "responsible", rank=12),
    _action("consulted", ("b",), "Consulted", "Say who is asked before", "sign", "consulted", rank=13),
    _action("informed", ("I",), "Informed", "Say who hears of it after", "sign", "informed", rank=14),
    _action("every", ("e",), "Rhythm", "Say how often the message comes round", "every", rank=15),
    _action("first", ("f",), "First day", "Set the day on which the message comes first", "first", rank=16),
    _action("audience", ("t",), "Audience", "Say who gets the message", "audience", rank=17),
    _action("name", ("n",), "Name", "Give the stakeholder or the message another name", "name", rank=18),
    _action("remove", ("x", "delete"), "Take away", "Take away what was said of it (undo brings it back)",
            "remove", rank=19),
    _action("read", ("v",), "Read all", "Read tempo, grid and everything that is missing", "read", rank=8, word="Read"),
)  # fmt: skip
