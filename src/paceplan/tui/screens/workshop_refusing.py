"""Why an action of a workshop cannot run right now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paceplan.core import workshop_state
from paceplan.core.text import clean
from paceplan.tui.in_force import key

if TYPE_CHECKING:
    from paceplan.core.workshop_state import Standing
    from paceplan.tui.screens.workshop_wall import Wall


def why_not(name: str, page: Wall) -> str | None:
    """Return why the action of that name (its id without the scope) cannot run, None where it can."""
    if name in ("back", "queue"):
        return None
    standing = page.standing
    if page.held is None:
        return None if name == "anonymous" else "First name who is here."
    return _on_closing(name, page) if standing is None else _on_question(name, standing, page)


def _on_closing(name: str, page: Wall) -> str | None:
    if name == "on":
        return (
            None
            if page.then()
            else f"No project comes next; {key('workshop.back')} leaves, {key('workshop.queue')} chooses one."
        )
    if name in ("verdict", "write", "new", "next", "previous"):
        return None
    held = page.held
    if name == "widest":
        found = held is not None and workshop_state.widest(held, page.playbook)
        return None if found else "The votes differed nowhere."
    return "The questions are done; [ goes back to them."


def _on_question(name: str, standing: Standing, page: Wall) -> str | None:
    gate, voting = standing.kind == "gate", standing.phase == "voting"
    if name in ("0", "1", "2", "3") and gate:
        return f"'{standing.name}' is answered with y or n, not with a score."
    if name in ("yes", "no") and not gate:
        return f"'{standing.name}' is answered with a score from 0 to 3."
    if name in ("unknown", "abstain", "all", "reveal", "leave", "seat-before", "seat-after", "erase") and not voting:
        return f"These votes have been revealed; {key('workshop.again')} opens another round."
    if name == "again" and voting:
        return f"Round {standing.round} is open."
    if name in ("on", "reveal") and voting:
        return _reveal_waits(name, standing)
    if name == "erase" and not any(seat.voted for seat in standing.seats[: page.seat + 1]):
        return "Nobody up to the cursor has voted yet."
    if name in ("anonymous", "new", "write"):
        word = {"anonymous": "It is chosen before the workshop begins", "new": "This one is not closed yet"}
        return (
            f"{word.get(name, 'The page is handed out at the end')}; "
            f"{key('workshop.verdict')} goes to the closing page."
        )
    if name == "widest":
        held = page.held
        found = held is not None and workshop_state.widest(held, page.playbook)
        return None if found else "The votes differed nowhere as yet."
    return None


def _reveal_waits(name: str, standing: Standing) -> str | None:
    if not any(seat.voted for seat in standing.seats):
        return None if name == "on" and standing.round > 1 and not standing.anonymous else "Nobody has voted yet."
    if name == "on" and standing.missing:
        waiting = standing.missing
        names = ", ".join(waiting[:3]) + (f" and {len(waiting) - 3} more" if len(waiting) > 3 else "")
        return f"Still to vote: {clean(names)}. {key('workshop.reveal')} reveals all the same."
    return None
