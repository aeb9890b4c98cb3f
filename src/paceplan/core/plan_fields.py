"""The fields of what a roadmap holds: their names for people, and what people type into them as values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from paceplan.core.dates import parse_day
from paceplan.core.errors import Refused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable


class Field(NamedTuple):
    """A field as it is asked for: its name, its question, a hint, and what kind of value stands in it."""

    id: str
    label: str
    question: str
    hint: str = ""
    kind: str = "text"
    """`text`, `prose`, `day`, `number`, `ids`, or `choice` of what the plan holds."""


_NAME = Field("name", "Name", "What is it called?")
_PHASE = Field("phase", "Phase", "In which phase?", "The id of a phase", "choice")
_NOTE = Field("note", "Note", "What is there to note?", kind="prose")
_EVIDENCE = Field("evidence", "Evidence", "Where is the proof?", "A link, a file, the number of a record")
FIELDS: dict[str, tuple[Field, ...]] = {
    "phases": (
        _NAME,
        Field("months", "Months", "How many months does it last?", "A whole number; those after it follow", "number"),
        Field(
            "waits_for", "Waits for", "What does it wait for?",
            "Ids of deliverables, or 'pilots', with commas; empty: as the playbook", "ids",
        ),
    ),
    "deliverables": (
        Field("owner", "Owner", "Who sees to it?", "A role or a name"),
        Field("due", "Due", "When is it due?", "A date such as 2026-03-02; empty takes it away", "day"),
        _EVIDENCE,
        Field("needs", "Needs", "What does it need first?", "Ids with commas; empty: as the playbook", "ids"),
        _NOTE,
        _NAME,
        _PHASE,
    ),
    "sprints": (
        Field("start", "Starts", "When does it start?", "A date such as 2026-03-02", "day"),
        Field("weeks", "Weeks", "How many weeks does it take?", "A whole number", "number"),
        Field("de_risks", "De-risks", "Which deliverable does it de-risk?", "The id of one; empty: none", "choice"),
        Field("leaves", "Leaves", "Which reusable piece does it leave?", "In a few words"),
        Field("decision", "Decision", "What did it close with?", "scale, iterate, stop or elevate", "choice"),
        _PHASE,
        _NOTE,
        _NAME,
    ),
    "milestones": (Field("date", "Day", "On which day?", "A date such as 2026-03-02", "day"), _EVIDENCE, _NAME),
}  # fmt: skip
"""Collection -> its fields, those that change most first."""


def typed(
    collection: str, key: str, field: str, text: str, day: Callable[[str], dt.date | None] = parse_day
) -> Any:  # fmt: skip
    """Return the value that `text` means in a field, None where it is empty; raises `Refused` naming the place."""
    known = {f.id: f for f in FIELDS.get(collection, ())}
    at = f"{collection}.{key}.{field}"
    path = (collection, key, field)
    text = text.strip()
    if field not in known:
        raise Refused(f"{at}: no such field; there are {', '.join(known)}", path)
    if not text:
        return None
    kind = known[field].kind
    if kind == "day":
        try:
            return day(text)
        except Refused as refused:
            raise Refused(f"{at}: {refused.message}", path) from None
    if kind == "number":
        if not re.fullmatch(r"\d{1,4}", text):
            raise Refused(f"{at}: '{text[:40]}' is no number; give a whole one such as 6", path)
        return int(text)
    if kind == "ids":
        return tuple(dict.fromkeys(part for part in re.split(r"[,\s]+", text) if part))
    return text


_SPAN = re.compile(r"([+-]?)(\d{1,5})\s*([dw]?)", re.IGNORECASE)


def parse_span(text: str) -> int:
    """Return the days of `14`, `-7`, `+2w` or `10d`; raises `Refused` for anything else, and for none at all."""
    found = _SPAN.fullmatch(text.strip())
    days = int(found[2]) * (7 if found[3].lower() == "w" else 1) * (-1 if found[1] == "-" else 1) if found else 0
    if not days:
        raise Refused(f"'{text.strip()[:40]}' is no shift; give days such as 14 or -7, or weeks such as +2w")
    return days


def parse_months(text: str, now: int) -> int:
    """Return the months of `8`, or of `+1` and `-2` counted from `now`; raises `Refused`."""
    found = re.fullmatch(r"([+-]?)(\d{1,4})", text.strip())
    if not found:
        raise Refused(f"'{text.strip()[:40]}' is no length; give months such as 8, or +1 and -1 for longer and shorter")
    n = int(found[2])
    return n if not found[1] else now + (n if found[1] == "+" else -n)
