"""What the log says of a workshop; of a vote before its reveal only that there is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from paceplan.core.changes import ABSENT, Change, Path

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook

_QUIET = ("clock", "again", "sealed", "seal")
"""Parts of a workshop that an entry is seldom made for."""


def beside_the_point(path: Path) -> bool:
    """Tell whether a change only goes along with another one in its entry."""
    return path[:1] == ("workshops",) and len(path) > 2 and path[2] in _QUIET


def what(path: Path, book: Playbook | None) -> str:
    """Return what a path inside `workshops` leads to."""
    if len(path) < 4:
        part = {"clock": " clock", "queue": " queue", "participants": " participants"}.get("".join(path[2:3]), "")
        return f"workshop {path[1]}{part}" if len(path) > 1 else "workshop"
    part, key = path[2], path[3]
    if part == "participants":
        return f"workshop participant {key}"
    if part == "clock":
        return f"workshop clock {key}"
    if part == "votes":
        question = path[4] if len(path) > 4 else ""
        voter = f", {path[5]}" if len(path) > 5 else ""
        return f"{_name(question, book)} votes{voter}, round {key}"
    words = {"sealed": "vote", "reasons": "said", "result": "taken", "again": "round"}
    return f"{_name(key, book)} {words.get(part, part)}{f' of {path[4]}' if len(path) > 4 else ''}"


def _name(question: str, book: Playbook | None) -> str:
    entry = (book.dimensions.get(question) or book.gates.get(question)) if book else None
    return entry.name if entry else question


def step(change: Change) -> str | None:
    """Return what happened, in words; None where before and after say it."""
    path, before, after = change.path, change.before, change.after
    part = path[2] if len(path) > 2 else ""
    if len(path) == 2:
        return _held(after) if after is not ABSENT else "taken away"
    if part == "sealed":
        return "hidden until the reveal" if after is not ABSENT else "no longer sealed"
    if part == "seal":
        return "set" if after is not ABSENT else "taken away"
    if part == "clock":
        return None if isinstance(after, int) else "set"
    if part == "votes" and isinstance(after, Mapping):
        return _votes(after)
    if part == "votes" and after is ABSENT and isinstance(before, Mapping):
        return f"{_votes(before)} → –"
    return None


def _held(workshop: Any) -> str:
    people = len(workshop.get("participants", ())) if isinstance(workshop, Mapping) else 0
    anonymous = ", anonymous" if isinstance(workshop, Mapping) and workshop.get("anonymous") else ""
    return f"{people} people{anonymous}" if people != 1 else f"1 person{anonymous}"


def _votes(votes: Mapping[str, Any]) -> str:
    """Return votes in a line; a mapping of questions to votes says how many there are."""
    if any(isinstance(cast, Mapping) for cast in votes.values()):
        return f"{sum(len(cast) for cast in votes.values() if isinstance(cast, Mapping))} votes"
    return " ".join(("yes" if v else "no") if isinstance(v, bool) else str(v) for v in votes.values())
