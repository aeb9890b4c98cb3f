"""project -> project: phases, deliverables, sprints and milestones of a roadmap added, changed, moved and removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from paceplan.core import roadmap, slips
from paceplan.core.dates import add_days
from paceplan.core.errors import Refused
from paceplan.core.locating import COLLECTIONS, check_id, deliverable_ids, find, hint, made, part, split
from paceplan.core.needs import circular, needs_of
from paceplan.core.schedule import PILOTS

if TYPE_CHECKING:
    import datetime as dt

    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

_DATES = {"deliverables": "due", "sprints": "start", "milestones": "date"}
_FIELDS = {
    "deliverables": ("name", "phase", "owner", "due", "evidence", "note", "needs"),
    "milestones": ("name", "date", "evidence"),
    "sprints": ("name", "phase", "start", "weeks", "de_risks", "leaves", "decision", "note"),
    "phases": ("name", "start_month", "months", "waits_for"),
}
Fields = Mapping[str, Any]


def own(playbook: Playbook, collection: str, key: str) -> bool:
    """Tell whether an entry is the project's own, rather than the playbook's."""
    if collection == "phases":
        return key not in playbook.phases
    return collection != "deliverables" or not any(key in p.deliverables for p in playbook.phases.values())


def put(
    project: Project, playbook: Playbook, *, item: str, fields: Fields, why: str = "", by: str = "",
    on: dt.date | None = None,
) -> Project:  # fmt: skip
    """Add `item` (`deliverables.ID`, `milestones.ID` and so on), or change its `fields`; None takes a value away.

    Where a date moves after the agreement it needs a reason. Raises `Refused`.
    """
    from paceplan.core import entries

    collection, key = split(item)
    path = (collection, key)
    if collection not in _FIELDS:
        choice = ", ".join(f"{c}.ID" for c in _FIELDS)
        raise Refused(f"roadmap: '{item}' is nothing to plan; give {choice}", ())
    check_id(key, path)
    for field in fields:
        if field not in _FIELDS[collection]:
            have = ", ".join(_FIELDS[collection])
            raise Refused(f"{item}.{field}: no such field; there are {have}", (*path, field))
    model: Any = {"deliverables": entries.Deliverable, "milestones": entries.Milestone, "sprints": entries.Sprint,
                  "phases": entries.Phase}[collection]  # fmt: skip
    old = getattr(project, collection).get(key)
    _known(project, playbook, path, fields)
    kept = old.model_dump() if old else {}
    values = {k: v for k, v in (kept | dict(fields)).items() if v is not None}
    _whole(playbook, path, values)
    values["moved"] = _moves(project, path, old, values, why=why, by=by, on=on)
    entry = made(model, path, **values)
    kept_entries = {i: e for i, e in getattr(project, collection).items() if i != key}
    said = entry.model_dump(exclude_defaults=True)
    changed = project.model_copy(update={collection: kept_entries | ({key: entry} if said else {})})
    if (found := circular(changed, playbook, key)) and not circular(project, playbook):
        raise Refused(f"{'.'.join(found[0])}: {found[1]}", found[0])
    return changed


def _moves(
    project: Project, path: tuple[str, str], old: Any, values: Mapping[str, Any], *, why: str, by: str,
    on: dt.date | None,
) -> Mapping[dt.date, Any]:  # fmt: skip
    """Return the moves of an entry, with one more where its day changes."""
    moves = slips.moves(project, *path)
    field = _DATES.get(path[0])
    before, after = (getattr(old, field, None), values.get(field)) if field else (None, None)
    if before and after and before != after:
        moves = slips.marked(project, *path, (after - before).days, why=why, by=by, on=on)
    return {day: slip.model_dump() for day, slip in moves.items()}


def _known(project: Project, playbook: Playbook, path: tuple[str, str], fields: Fields) -> None:
    """Refuse what names something that is not there."""
    if fields.get("phase") is not None:
        part(project, playbook, str(fields["phase"]), at=(*path, "phase"))
    known = deliverable_ids(project, playbook)
    for field in ("needs", "waits_for", "de_risks"):
        value = fields.get(field)
        for given in (value,) if isinstance(value, str) else value or ():
            if given in known or (field == "waits_for" and given == PILOTS):
                continue
            also = ", or 'pilots'" if field == "waits_for" else ""
            where = (*path, field)
            raise Refused(f"{'.'.join(where)}: no deliverable '{given}'{hint(given, known)}{also}", where)


def _whole(playbook: Playbook, path: tuple[str, str], values: Mapping[str, Any]) -> None:
    """Refuse what lacks what it cannot be without."""
    collection, key = path
    wanted = {"deliverables": ("name", "phase"), "milestones": ("name", "date"), "sprints": ("name", "start", "weeks"),
              "phases": ("name",)}[collection]  # fmt: skip
    if not own(playbook, collection, key) or (collection, key) == ("phases", "pilot"):
        return
    for field in wanted:
        if not str(values.get(field, "")).strip():
            what = collection.removesuffix("s")
            message = f"a {what} of your own needs {' and '.join(wanted)}; give its {field}"
            raise Refused(f"{collection}.{key}.{field}: {message}", (*path, field))


def attest(project: Project, playbook: Playbook, *, milestone: str, kind: str, where: str) -> Project:
    """Say where one kind of evidence for a milestone is to be found; an empty text takes it back. Raises `Refused`."""
    from paceplan.core.scoring import known

    _, key = find(project, playbook, milestone, ("milestones",))
    path = ("milestones", key, "audit", kind)
    known("kind of evidence", kind, playbook.audit, playbook, path)
    entry = project.milestones[key]
    audit = {i: text for i, text in entry.audit.items() if i != kind} | ({kind: where} if where.strip() else {})
    values = entry.model_dump() | {"audit": audit}
    changed = made(type(entry), path[:2], **values)
    return project.model_copy(update={"milestones": project.milestones | {key: changed}})


def move(
    project: Project, playbook: Playbook, *, item: str, days: int, why: str = "", by: str = "",
    on: dt.date | None = None,
) -> Project:  # fmt: skip
    """Move a phase with all after it, or one deliverable, sprint or milestone, by `days`. Raises `Refused`."""
    collection, key = split(item)
    if collection not in COLLECTIONS or key not in getattr(project, collection):
        collection, key = find(project, playbook, item)
    if collection == "phases":
        return roadmap.shift(project, playbook, phase=key, days=days, why=why, by=by, on=on)
    entry, field = getattr(project, collection).get(key), _DATES[collection]
    before = getattr(entry, field, None)
    path = (collection, key, field)
    if before is None:
        raise Refused(f"{'.'.join(path)}: it has no date to move; give it one first", path)
    if entry.done:
        raise Refused(f"{'.'.join(path)}: it is done; what is over is not moved", path)
    return put(
        project, playbook, item=f"{collection}.{key}", fields={field: add_days(before, days)}, why=why, by=by, on=on
    )


def remove(project: Project, playbook: Playbook, *, item: str) -> Project:
    """Remove an entry of the project's own. Raises `Refused` for the playbook's, and for what others hold on to."""
    collection, key = find(project, playbook, item)
    path = (collection, key)
    at = f"{collection}.{key}"
    entries = getattr(project, collection)
    if not own(playbook, collection, key):
        raise Refused(f"{at}: comes with the playbook; it can be changed or done, not removed", path)
    if holders := _holding(project, playbook, path):
        raise Refused(f"{at}: {', '.join(holders)} hold on to it; change those first", path)
    return project.model_copy(update={collection: {i: e for i, e in entries.items() if i != key}})


def _holding(project: Project, playbook: Playbook, path: tuple[str, str]) -> Iterable[str]:
    collection, key = path
    if collection == "phases":
        found = [f"deliverables.{i}" for i, d in project.deliverables.items() if d.phase == key]
        return found + [f"sprints.{i}" for i, s in project.sprints.items() if s.phase == key]
    if collection != "deliverables":
        return ()
    found = [f"deliverables.{i}" for i, needs in needs_of(project, playbook).items() if key in needs]
    found += [f"phases.{i}" for i, p in project.phases.items() if key in (p.waits_for or ())]
    return found + [f"sprints.{i}" for i, s in project.sprints.items() if s.de_risks == key]
