"""project -> project: tick, note and wave checklist items; and what stands on each list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paceplan.core.dates import add_days
from paceplan.core.errors import Refused
from paceplan.core.scoring import known

if TYPE_CHECKING:
    from paceplan.core.entries import Tick
    from paceplan.core.playbook import Item, Playbook
    from paceplan.core.project import Project


@dataclass(frozen=True, slots=True)
class ItemState:
    """One checklist item: the playbook's words and the project's state."""

    list_id: str
    id: str
    name: str
    text: str
    done: bool
    na: bool
    why: str
    by: str
    on: dt.date | None
    owner: str
    due: dt.date | None
    note: str
    evidence: str
    artifact: str | None
    """Ticked by this artifact rather than by hand."""


@dataclass(frozen=True, slots=True)
class ListState:
    """One checklist: its items, how many are done, and of how many that apply."""

    id: str
    name: str
    due: dt.date | None
    items: tuple[ItemState, ...]

    @property
    def done(self) -> int:
        return sum(item.done for item in self.items)

    @property
    def not_applicable(self) -> int:
        return sum(item.na for item in self.items)

    @property
    def total(self) -> int:
        """Items that apply; one that does not counts neither as open nor as done."""
        return len(self.items) - self.not_applicable

    @property
    def complete(self) -> bool:
        return self.done == self.total


def checklist(project: Project, playbook: Playbook, list_id: str) -> ListState:
    """Return the state of one checklist of the playbook; raises `Refused` where it has none of that id."""
    worked_out = _worked_out(project, playbook)
    if list_id not in worked_out:
        known("checklist", list_id, playbook.checklists, playbook, ("checklists", list_id))
        worked_out[list_id] = _list(project, playbook, list_id)
    return worked_out[list_id]


def _list(project: Project, playbook: Playbook, list_id: str) -> ListState:
    info = playbook.checklists[list_id]
    ticks = project.checklists.get(list_id, {})
    items = tuple(_state(project, list_id, item_id, item, ticks.get(item_id)) for item_id, item in info.items.items())
    # Both sources that plan ahead (30/90/365 and 30/90/180 days) count from the start of the work, none from a close.
    due = add_days(project.start, info.due_days) if project.start and info.due_days else None
    return ListState(list_id, info.name, due, items)


def lists(project: Project, playbook: Playbook) -> tuple[ListState, ...]:
    """Return the state of every checklist of the playbook, in its order."""
    return tuple(checklist(project, playbook, list_id) for list_id in playbook.checklists)


def concerning(project: Project, playbook: Playbook, pace: str | None) -> tuple[ListState, ...]:
    """Return the checklists that are meant for the project's pace, or that something was written on."""
    infos = playbook.checklists
    kept = (i for i, info in infos.items() if not info.paces or pace in info.paces or i in project.checklists)
    return tuple(checklist(project, playbook, list_id) for list_id in kept)


_latest: tuple[tuple[object, object, object], dt.date | None, dict[str, ListState]] | None = None
"""The lists of the project asked about last: a tick asks for each once to save it, and again to show it."""


def _worked_out(project: Project, playbook: Playbook) -> dict[str, ListState]:
    """Return what is known of the lists that rest on these very objects, which never change."""
    global _latest
    basis, start = (playbook, project.checklists, project.artifacts), project.start
    latest = _latest
    if latest is None or latest[1] != start or any(a is not b for a, b in zip(basis, latest[0], strict=True)):
        latest = _latest = (basis, start, {})
    return latest[2]


def _state(project: Project, list_id: str, item_id: str, item: Item, tick: Tick | None) -> ItemState:
    artifact = project.artifacts.get(item.artifact) if item.artifact else None
    done = bool(artifact and artifact.done) if item.artifact else bool(tick and tick.done)
    return ItemState(
        list_id=list_id,
        id=item_id,
        name=item.name,
        text=item.text,
        done=done,
        na=bool(tick and tick.na) and not done,  # an artifact that came in hand after its item was waved
        why=tick.why if tick else "",
        by=tick.by if tick else "",
        on=tick.on if tick else None,
        owner=tick.owner if tick else "",
        due=tick.due if tick else None,
        note=tick.note if tick else "",
        evidence=tick.evidence if tick else "",
        artifact=item.artifact,
    )


def find(playbook: Playbook, name: str) -> tuple[str, str]:
    """Return (checklist, item) of `CHECKLIST.ITEM`, or of a bare `ITEM` of the pilot; raises `Refused`."""
    list_id, dot, item_id = name.partition(".")
    if not dot:
        list_id, item_id = "pilot", name
    known("checklist", list_id, playbook.checklists, playbook, ("checklists", list_id))
    path = ("checklists", list_id, item_id)
    known(f"{list_id} checklist item", item_id, playbook.checklists[list_id].items, playbook, path)
    return list_id, item_id


def standing_for(playbook: Playbook, artifact: str) -> str:
    """Return `LIST.ITEM` of the first item that an artifact ticks; empty where none stands for it."""
    named = ((f"{i}.{key}", item) for i, info in playbook.checklists.items() for key, item in info.items.items())
    return next((name for name, item in named if item.artifact == artifact), "")


def tick(
    project: Project, playbook: Playbook, *, item: str, done: bool = True, by: str = "", on: dt.date | None = None
) -> Project:
    """Tick `item` (`CHECKLIST.ITEM`, or an item of the pilot), or take the tick back; notes and owner stay.

    What is ticked already stays as it is.

    An item that stands for an artifact ticks the artifact, so that the two cannot disagree.
    """
    from paceplan.core.scoring import artifact

    list_id, item_id = find(playbook, item)
    stands_for = playbook.checklists[list_id].items[item_id].artifact
    if stands_for:
        return artifact(project, playbook, artifact=stands_for, done=done)
    tick = project.checklists.get(list_id, {}).get(item_id)
    if done and tick and tick.done:
        return project  # who ticked it first, and when, stays
    fields = {"done": True, "na": False, "by": by, "on": on} if done else {"done": False, "by": "", "on": None}
    return _with(project, list_id, item_id, fields)


def wave(project: Project, playbook: Playbook, *, item: str, why: str | None) -> Project:
    """Mark `item` as not applicable, with the reason that this needs; a `why` of None makes it apply again."""
    list_id, item_id = find(playbook, item)
    if why is None:
        return _with(project, list_id, item_id, {"na": False, "why": ""})
    if not why.strip():
        path = ("checklists", list_id, item_id, "why")
        raise Refused(f"{'.'.join(path)}: not applicable needs a reason; say why in a line", path)
    stands_for = playbook.checklists[list_id].items[item_id].artifact
    if stands_for and stands_for in project.artifacts and project.artifacts[stands_for].done:
        message = f"artifacts.{stands_for}: is in hand, so its item applies; take the artifact back first"
        raise Refused(message, ("artifacts", stands_for))
    return _with(project, list_id, item_id, {"na": True, "done": False, "why": why, "by": "", "on": None})


def annotate(project: Project, playbook: Playbook, *, item: str, **fields: Any) -> Project:
    """Set `note`, `owner`, `due` or `evidence` of `item`; other fields raise `TypeError`."""
    if unknown := fields.keys() - {"note", "owner", "due", "evidence"}:
        raise TypeError(f"not a field to annotate: {sorted(unknown)}")
    list_id, item_id = find(playbook, item)
    return _with(project, list_id, item_id, fields)


def _with(project: Project, list_id: str, item_id: str, fields: dict[str, Any]) -> Project:
    """Return `project` with the fields of one tick set; a tick that says nothing any more leaves no entry."""
    from paceplan.core.entries import Tick

    ticks = dict(project.checklists.get(list_id, {}))
    old = ticks.pop(item_id, None) or Tick()
    new = Tick.model_validate(old.model_dump() | fields)
    if new != Tick():
        ticks[item_id] = new
    lists = {k: v for k, v in project.checklists.items() if k != list_id}
    return project.model_copy(update={"checklists": lists | ({list_id: ticks} if ticks else {})})
