"""What comes round again: messages, committee meetings and demos, from which day, how often and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from paceplan.core import own
from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from paceplan.core.entries import Comms
    from paceplan.core.pilot import TimeBox
    from paceplan.core.playbook import CommsInfo, Playbook
    from paceplan.core.project import Project
    from paceplan.core.roadmap import Plan

RHYTHMS = ("week", "month", "quarter")


class Turn(NamedTuple):
    """One thing that recurs; `until` None: as long as nobody ends it."""

    kind: str
    """`comms`, `meeting` or `demo`."""
    id: str
    name: str
    every: str
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands; one without `every` is a template for when something happens."""

    id: str
    name: str
    text: str
    audience: str
    every: str | None
    first: dt.date | None
    """The day that the project gives it; else it follows pilot and roadmap."""
    next: dt.date | None
    template: tuple[str, ...]
    wanted: bool
    """It belongs to the project's pace, or the project takes it up."""
    taken: bool
    own: bool

    def as_json(self) -> dict[str, Any]:
        """Return the message as the public contract has it."""
        return {
            "id": self.id, "what": self.name, "audience": self.audience, "every": self.every,
            "from": self.first.isoformat() if self.first else None,
            "next": self.next.isoformat() if self.next else None, "wanted": self.wanted,
        }  # fmt: skip


def turns(project: Project, playbook: Playbook, pace: str | None, box: TimeBox, plan: Plan | None) -> list[Turn]:
    """Return what recurs in this project, and is never late.

    A message counts from its own date. Without one, what comes weekly goes with a running pilot; the rest goes with the
    roadmap, or where there is none with the running pilot.
    """
    short = (box.start, box.close) if box.state == "running" and box.start else None
    long = (plan.start, plan.end) if plan and (plan.phases or pace == "hybrid") else None
    until = max((span[1] for span in (short, long) if span and span[1]), default=None)
    found = []
    for kind, key, name, every, first in _rhythms(project, playbook, pace, long is not None):
        span = (first, until) if first else short if every == "week" else long or short
        if span and span[0]:
            found.append(Turn(kind, key, name, every, span[0], span[1]))
    return found


def _rhythms(
    project: Project, playbook: Playbook, pace: str | None, long: bool
) -> Iterator[tuple[str, str, str, str, dt.date | None]]:
    """Yield (kind, id, name, every, own first date) of messages, meetings and demos that this project has."""
    for key in own.ordered(playbook.comms, project.comms):
        info, entry = playbook.comms.get(key), project.comms.get(key)
        every = (entry and entry.every) or (info and info.every)
        if every and _wanted(info, entry, pace):
            name = (entry and entry.what) or (info.name if info else key)
            yield "comms", key, name, every, entry.from_ if entry else None
    if playbook.committee and (long or project.committee):
        yield "meeting", "", playbook.committee.name, playbook.committee.meets, None
    if playbook.demos and long:
        yield "demo", "", playbook.demo_name, playbook.demos, None


def _wanted(info: CommsInfo | None, entry: Comms | None, pace: str | None) -> bool:
    return entry is not None or (info is not None and (not info.paces or pace in info.paces))


def next_turn(turn: Turn, today: dt.date) -> dt.date | None:
    """Return the day on which `turn` comes next, `today` included; None where it has ended."""
    from paceplan.core.coming import FIRST_TURN, occurrence

    # A first guess that is never too late, since a term is at most that long; a few steps at most are left.
    longest = {"week": 7, "month": 31, "quarter": 92}[turn.every]
    n = max(FIRST_TURN.get(turn.kind, 0), (today - turn.since).days // longest)
    while (day := occurrence(turn.since, turn.every, n)) < today:
        n += 1
    return None if turn.until and day > turn.until else day


def messages(
    project: Project, playbook: Playbook, pace: str | None, box: TimeBox, plan: Plan | None, today: dt.date
) -> tuple[Message, ...]:
    """Return every message of playbook and project on `today`: what recurs, then what an event calls for."""
    coming = {t.id: next_turn(t, today) for t in turns(project, playbook, pace, box, plan) if t.kind == "comms"}
    ids = own.ordered(playbook.comms, project.comms)
    found = [_message(project, playbook, key, pace, coming.get(key)) for key in ids]
    return (*(m for m in found if m.every), *(m for m in found if not m.every))


def _message(project: Project, playbook: Playbook, key: str, pace: str | None, coming: dt.date | None) -> Message:
    info, entry = playbook.comms.get(key), project.comms.get(key)
    return Message(
        key, (entry and entry.what) or (info.name if info else key), info.text if info else "",
        (entry and entry.audience) or (info.audience if info else ""),
        (entry and entry.every) or (info.every if info else None), entry.from_ if entry else None, coming,
        info.template if info else (), _wanted(info, entry, pace), entry is not None, info is None,
    )  # fmt: skip


# project -> project


def names(project: Project, playbook: Playbook) -> dict[str, str]:
    """Return what every message of playbook and project is called, by its id."""
    mine = {i: entry.what or i for i, entry in project.comms.items()}
    return {i: info.name for i, info in playbook.comms.items()} | {i: w for i, w in mine.items() if w != i}


def find(project: Project, playbook: Playbook, given: str) -> str:
    """Return the id of the message meant, by its id or all of what it says; raises `Refused`."""
    return own.by_name("message", given, "comms", names(project, playbook), playbook)


def tell(project: Project, playbook: Playbook, *, comms: str, **fields: Any) -> Project:
    """Set `what`, `audience`, `every` or `from_` (its first day) of a message; None takes the playbook's value again.

    Raises `Refused`; other fields raise `TypeError`.
    """
    from paceplan.core.entries import Comms

    if unknown := fields.keys() - {"what", "audience", "every", "from_"}:
        raise TypeError(f"no field of a message: {sorted(unknown)}")
    own.needed("message", comms, "comms", names(project, playbook), playbook)
    path = ("comms", comms)
    if (every := fields.get("every")) is not None and every not in RHYTHMS:
        raise Refused(f"{'.'.join(path)}.every: '{every}' is no rhythm; give week, month or quarter", path)
    if comms not in playbook.comms and "what" in fields and not (fields["what"] or "").strip():
        raise Refused(f"{'.'.join(path)}.what: a message of your own needs to say what it is", path)
    given = {key: value or None for key, value in fields.items()}
    old = project.comms.get(comms) or Comms()
    return own.put(project, "comms", comms, Comms.model_validate(old.model_dump() | given))


def announce(
    project: Project, playbook: Playbook, *, what: str, every: str, from_: dt.date | None = None, audience: str = ""
) -> Project:
    """Add a message of the project's own that comes round each week, month or quarter. Raises `Refused`."""
    from paceplan.core.entries import Comms

    key = own.new_id(project, "message", "comms", what, names(project, playbook))
    made = own.put(project, "comms", key, Comms(what=what, order=own.next_order(project.comms)))
    return tell(made, playbook, comms=key, every=every, from_=from_, audience=audience)


def hush(project: Project, playbook: Playbook, *, comms: str) -> Project:
    """Take away all that the project says of a message, and one of its own with it. Raises `Refused`."""
    own.needed("message of the project's own", comms, "comms", project.comms, playbook)
    return own.put(project, "comms", comms, None)
