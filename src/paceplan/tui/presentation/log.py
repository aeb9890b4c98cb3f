"""Entries of the journal in words: who changed what, when, from what to what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.content import Content

from paceplan.core.changes import ABSENT, Change
from paceplan.tui.glyphs import fit
from paceplan.tui.presentation import workshop_log
from paceplan.tui.presentation.layout import labelled
from paceplan.tui.presentation.words import day, number

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.store.journal import Entry, Stored
    from paceplan.tui.context import Context

_KEPT = {
    "keeping.create": "created",
    "keeping.place": "imported",
    "keeping.copy": "copied",
    "keeping.delete": "deleted",
    "keeping.revise": "edited as text",
}
_TURNED: dict[tuple[str, ...], tuple[str, str]] = {
    ("archived",): ("archived", "taken out again"),
    ("deleted",): ("deleted", "brought back"),
}
NAMED = 40
"""Cells of a project's name in a sentence, at most: what was done to it comes behind."""
_FIELDS = {
    "name": "name", "owner": "owner", "summary": "summary", "start": "start", "length_weeks": "length in weeks",
    "length_months": "length in months", "archived": "archived", "deleted": "deleted", "override": "override",
    "pilot": "pilot", "roadmap": "roadmap", "playbook_digest": "playbook as scored with", "template": "template",
}  # fmt: skip
_MAIN = (
    "score", "answer", "ok", "result", "done", "pace", "name", "target", "start", "to", "planned", "decision", "text",
)  # fmt: skip


def sentence(entry: Entry | None, context: Context, here: str = "") -> str:
    """Return one line for an entry: what it did, to what; the project `here` needs no naming."""
    if entry is None:
        return "nothing changed"
    names = list(dict.fromkeys(name_of(stored, context) for stored in entry.changes))
    names[:1] = [fit(name, min(cell_len(name), NAMED), context.glyphs) for name in names[:1]]
    if len(names) > 1:
        return f"{verb(entry)} {len(names)} projects"
    if not entry.changes:
        return verb(entry)
    first = main_change(entry)
    if not first.path or _turned(first):
        return f"{names[0]} {_turned(first) or verb(entry)}"
    project = entry.changes[0].project
    book = playbook_of(project, context)
    named = "" if project == here else f"{names[0]}: "
    more = f" (+{len(entry.changes) - 1})" if len(entry.changes) > 1 and len(_meant(entry)) > 1 else ""
    return f"{named}{what(first, book)}: {step(first)}{more}"


def name_of(stored: Stored, context: Context) -> str:
    """Return the name of a changed project, as it is now or, of one that is no more, as the change had it."""
    row = context.session.row(stored.project)
    if row:
        return str(row["name"])
    whole = next((v for v in (stored.change.after, stored.change.before) if isinstance(v, dict)), {})
    return str(whole.get("name", stored.project)) if not stored.change.path else stored.project


def verb(entry: Entry) -> str:
    """Return what kind of change an entry was."""
    if entry.undoes:
        return "undone"
    if entry.redoes:
        return "done again"
    if entry.changes and (turned := _turned(main_change(entry))):
        return turned
    return _KEPT.get(entry.action, entry.action.rpartition(".")[2].replace("_", " "))


def _turned(change: Change) -> str:
    """Return what putting a project away or taking it out is called; empty for other changes."""
    words = _TURNED.get(change.path)
    return words[change.after is not True] if words else ""


def main_change(entry: Entry) -> Change:
    """Return the change that an entry was made for, which says most; the playbook's digest is bookkeeping."""
    return min(_meant(entry), key=lambda c: _MAIN.index(c.path[-1]) if c.path and c.path[-1] in _MAIN else len(_MAIN))


def _meant(entry: Entry) -> list[Change]:
    changes = [s.change for s in entry.changes]
    meant = [c for c in changes if c.path[:1] != ("playbook_digest",)] or changes
    return [c for c in meant if not workshop_log.beside_the_point(c.path)] or meant


def playbook_of(project_id: str, context: Context) -> Playbook | None:
    """Return the playbook by which a project's ids have names, where it is at hand."""
    row = context.session.row(project_id)
    return context.session.catalogue.playbook(row["playbook"]) if row else None


def what(change: Change, book: Playbook | None) -> str:
    """Return what a change's path leads to, in the playbook's words."""
    path = change.path
    if not path:
        return "project"
    head, rest = path[0], path[1:]
    if len(path) == 1:
        return _FIELDS.get(head, head.replace("_", " "))
    if head == "workshops":
        return workshop_log.what(path, book)
    if head == "checklists" and len(rest) >= 2:
        checklist = book.checklists.get(rest[0]) if book else None
        item = checklist.items.get(rest[1]) if checklist else None
        named, rest = item.name if item else ".".join(rest[:2]), rest[2:]
    elif head == "reviews" and len(rest) >= 3:
        named, rest = f"review of {_item(rest[2], book)}", rest[3:]
    else:
        named, rest = _name(head, rest[0], book), rest[1:]
    detail = " ".join(key.replace("_", " ") for key in rest if key not in ("score", "answer", "done", "ok"))
    return f"{named} {detail}".strip()


def _item(item_id: str, book: Playbook | None) -> str:
    """Return the name of an item of whichever checklist has it."""
    lists = book.checklists.values() if book else ()
    return next((found.items[item_id].name for found in lists if item_id in found.items), item_id)


def _name(collection: str, key: str, book: Playbook | None) -> str:
    if collection in ("pilot", "override", "roadmap", "error_budget", "costs"):
        return f"{collection.replace('_', ' ')} {key.replace('_', ' ')}"
    places = {"scores": "dimensions"}
    entries = getattr(book, places.get(collection, collection), None) if book else None
    if isinstance(entries, dict) and key in entries and hasattr(entries[key], "name"):
        return str(entries[key].name)
    if collection == "deliverables" and book:
        for phase in book.phases.values():
            if key in phase.deliverables:
                return phase.deliverables[key].name
    return f"{collection.removesuffix('s')} {key}"


def step(change: Change) -> str:
    """Return `before → after`, or just what was added or removed."""
    if change.path[:1] == ("workshops",) and (said := workshop_log.step(change)):
        return said
    if change.before is ABSENT:
        return value(change.after)
    if change.after is ABSENT:
        return f"{value(change.before)} → –"
    return f"{value(change.before)} → {value(change.after)}"


def value(given: Any) -> str:
    """Return a value as a person would say it; an entry by what matters most in it."""
    if given is ABSENT:
        return "–"
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, int | float):
        return number(given)
    if isinstance(given, list):
        return ", ".join(map(value, given)) or "none"
    if isinstance(given, dict):
        if given.get("na") is True:
            return f"not applicable, {value(given['why'])}" if given.get("why") else "not applicable"
        main = next((key for key in _MAIN if key in given), None)
        return value(given[main]) if main else ", ".join(f"{k} {value(v)}" for k, v in given.items()) or "added"
    return str(given)


def when(entry: Entry, today: dt.date, *, exact: bool = False) -> str:
    """Return the local time of an entry: the hour today, else the day."""
    moment = dt.datetime.fromisoformat(entry.time).astimezone()
    clock = f"{moment:%H:%M:%S}" if exact else f"{moment:%H:%M}"
    return clock if moment.date() == today else f"{day(moment.date(), today)} {clock}"


def detail(entry: Entry, context: Context, width: int, height: int) -> list[Content]:
    """Return an entry in full, as far as `height` lines go: who, when, and every value before and after."""
    time = when(entry, context.today, exact=True)
    lines = [Content.assemble((verb(entry), "bold"), (f"   {entry.author}   {time}   entry {entry.seq}", "$faint"))]
    several = len({stored.project for stored in entry.changes}) > 1
    for number_, stored in enumerate(entry.changes):
        book, change = playbook_of(stored.project, context), stored.change
        said = f"{what(change, book)}: {step(change) if change.path else 'the whole project'}"
        if several:
            name = name_of(stored, context)
            said = f"{name}: {said}" if change.path else name
        block = labelled("", [said], width, label=2)
        rest = len(entry.changes) - number_
        if len(lines) + len(block) > height - (rest > 1):
            return [*lines, Content.styled(f"  and {rest} more", "$faint")]
        lines += block
    return lines
