"""What playbook and project hold together in one table: its ids in order, one of them by name, an entry put or taken.

Every table of people and risks works alike: the playbook suggests entries, the project changes them and adds its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from paceplan.core.errors import Refused
from paceplan.core.phases import last
from paceplan.core.scoring import known
from paceplan.core.text import clean, slug

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


def ordered(shipped: Mapping[str, Any], entries: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of both: the playbook's in its order, then the project's own by `order` and id."""
    own = sorted((i for i in entries if i not in shipped), key=lambda i: (last(entries[i].order), i))
    return (*shipped, *own)


def needed(what: str, given: str, table: str, ids: Iterable[str], playbook: Playbook) -> None:
    """Raise `Refused` with the choices where neither playbook nor project has `given` in `table`."""
    known(what, given, tuple(ids), playbook, (table, given))


def by_name(what: str, given: str, table: str, names: Mapping[str, str], playbook: Playbook) -> str:
    """Return the id that is meant by an id, or by a whole name that one entry alone has; raises `Refused`."""
    if given in names:
        return given
    wanted = clean(given).strip().casefold()
    found = [key for key, name in names.items() if name.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    needed(what, given, table, names, playbook)
    raise AssertionError("unreachable: an id would have been found")


def new_id(project: Project, what: str, table: str, name: str, names: Mapping[str, str]) -> str:
    """Return an id for a new entry called `name`; raises `Refused` without a name, or where one has it already."""
    if not name.strip():
        raise Refused(f"{table}: a {what} needs a name", (table,))
    wanted = clean(name).strip().casefold()
    taken = next((key for key, other in names.items() if other.casefold() == wanted), None)
    if taken is not None:
        raise Refused(f"{table}.{taken}: a {what} of this name is there already; change that one", (table, taken))
    return slug(name, {*names, *getattr(project, table)})


def next_order(entries: Mapping[str, Any]) -> int:
    """Return the `order` that puts a new entry behind all others."""
    return min(9_999, max((entry.order or 0 for entry in entries.values()), default=0) + 1)


def put(project: Project, table: str, key: str, entry: Any) -> Project:
    """Return `project` with `entry` in its table; one of None is taken out."""
    rest = {i: e for i, e in getattr(project, table).items() if i != key}
    return project.model_copy(update={table: rest if entry is None else {**rest, key: entry}})


def level(value: int, path: tuple[str, ...]) -> int:
    """Return `value` where it is a level from 0 to 3; raises `Refused`."""
    if value not in (0, 1, 2, 3) or isinstance(value, bool):
        raise Refused(f"{'.'.join(path)}: {value} is no level; give 0, 1, 2 or 3", path)
    return value


def several(holder: str) -> bool:
    """Tell whether a text names more than one who answers for something; `Legal & compliance` is one."""
    return any(mark in holder for mark in (",", ";", " / ", " + "))
