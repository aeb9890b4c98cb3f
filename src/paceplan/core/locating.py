"""Where in a roadmap an id stands: found, or refused with what there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from paceplan.core.errors import Refused
from paceplan.core.phases import Part, layout

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.types import Model

    _M = TypeVar("_M", bound=Model)

COLLECTIONS = ("phases", "deliverables", "sprints", "milestones")


def pace_of(project: Project, playbook: Playbook) -> str | None:
    """Return the effective pace."""
    from paceplan.core.verdict import effective_pace

    return effective_pace(project, playbook)


def deliverable_ids(project: Project, playbook: Playbook) -> dict[str, None]:
    """Return the ids of all deliverables, the playbook's first."""
    shipped = [i for phase in playbook.phases.values() for i in phase.deliverables]
    return dict.fromkeys((*shipped, *project.deliverables))


def part(project: Project, playbook: Playbook, phase: str, at: tuple[str, ...] = ()) -> tuple[Part, tuple[Part, ...]]:
    """Return the phase with this id and those planned to start later; raises `Refused` where the roadmap lacks it."""
    _, found, later = around(project, playbook, phase, at)
    return found, later


def around(
    project: Project, playbook: Playbook, phase: str, at: tuple[str, ...] = ()
) -> tuple[tuple[Part, ...], Part, tuple[Part, ...]]:
    """Return those planned to start before a phase, the phase, and those after it, as `part` does."""
    parts = layout(project, playbook, pace_of(project, playbook))
    for found in parts:
        if found.id == phase:
            before = tuple(p for p in parts if p.start < found.start)
            return before, found, tuple(p for p in parts if p.start > found.start)
    where = at or ("phases", phase)
    if not parts:
        raise Refused(f"{'.'.join(where)}: this project's roadmap has no phases; build the roadmap first", where)
    have = ", ".join(p.id for p in parts)
    raise Refused(f"{'.'.join(where)}: no phase '{phase}' in this roadmap; it has {have}", where)


def find(project: Project, playbook: Playbook, item: str, among: Iterable[str] = COLLECTIONS) -> tuple[str, str]:
    """Return (collection, id) of `item`: an id, or where several collections have it `sprints.ID` and the like.

    A name stands for its id where only one has it. Raises `Refused` with what is near.
    """
    collection, key = split(item)
    known = _known(project, playbook)
    among = tuple(among)
    places = [c for c in among if key in known[c] and collection in ("", c)]
    if not places and not collection:
        named = [(c, i) for c in among for i, name in known[c].items() if name.casefold() == key.casefold()]
        if len(named) == 1:
            return named[0]
    if len(places) == 1:
        return places[0], key
    if places:
        choice = " or ".join(f"{c}.{key}" for c in places)
        raise Refused(f"'{item}' is more than one thing; say {choice}", (places[0], key))
    kinds = [c.removesuffix("s") for c in among]
    what = f"{', '.join(kinds[:-1])} or {kinds[-1]}" if len(kinds) > 1 else kinds[0]
    near = hint(key, {i for c in among for i in known[c]})
    raise Refused(f"roadmap: no {what} '{item}'{near}", ())


def split(item: str) -> tuple[str, str]:
    """Return (collection, id) of `sprints.ID`, `sprint.ID` or a bare `ID`, whose collection is empty."""
    collection, _, key = item.strip().rpartition(".")
    return (f"{collection}s" if f"{collection}s" in COLLECTIONS else collection), key


def _known(project: Project, playbook: Playbook) -> dict[str, dict[str, str]]:
    """Return the names of all that can be meant, by collection and id."""
    shipped = {i: d.name for phase in playbook.phases.values() for i, d in phase.deliverables.items()}
    phases = {i: p.name for i, p in playbook.phases.items()}
    return {
        "phases": phases | {i: p.name or phases.get(i, i) for i, p in project.phases.items()},
        "deliverables": shipped | {i: d.name or shipped.get(i, i) for i, d in project.deliverables.items()},
        "sprints": {i: s.name for i, s in project.sprints.items()},
        "milestones": {i: m.name for i, m in project.milestones.items()},
    }


def made(model: type[_M], path: tuple[str, ...], **values: Any) -> _M:
    """Return a model of these values; raises `Refused` naming the first that will not do."""
    from pydantic import ValidationError

    try:
        return model(**values)
    except ValidationError as error:
        problem = error.errors()[0]
        at = (*path, *(str(key) for key in problem["loc"]))
        wanted = problem["msg"].removeprefix("Value error, ")
        raise Refused(f"{'.'.join(at)}: {problem['input']!r} will not do; {wanted}", at) from None


def hint(wanted: str, known: Iterable[str]) -> str:
    """Return what is near, or where to look."""
    from difflib import get_close_matches

    near = get_close_matches(wanted, sorted(known), n=3)
    return f"; did you mean {' or '.join(near)}?" if near else "; the roadmap's screen lists what there is"


def check_id(key: str, path: tuple[str, ...]) -> None:
    """Raise `Refused` for what is no id."""
    import re

    from paceplan.core.types import ID_PATTERN

    if not re.fullmatch(ID_PATTERN, key):
        message = f"{path[0]}: '{key}' is no id; use 1 to 64 of a-z, 0-9 and -, not starting with -"
        raise Refused(message, path)
