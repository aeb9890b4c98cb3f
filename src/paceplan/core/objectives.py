"""project -> project: add objectives of the project's own, change what any of them asks for, drop one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paceplan.core import budget, own
from paceplan.core.errors import Refused
from paceplan.core.measures import keep_readings
from paceplan.core.text import clean

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

_FIELDS = frozenset({"name", "objective", "window_days", "cost"})


def names(project: Project, playbook: Playbook) -> dict[str, str]:
    """Return the name of every objective of playbook and project by its id."""
    found = {i: info.name for i, info in playbook.slos.items()}
    return found | {i: slo.name or found.get(i, i) for i, slo in project.slos.items()}


def find(project: Project, playbook: Playbook, given: str) -> str:
    """Return the id of the objective meant, by its id or its whole name; raises `Refused`."""
    return own.by_name("SLO", given, "slos", names(project, playbook), playbook)


def add(project: Project, playbook: Playbook, *, name: str, objective: float | None, **fields: Any) -> Project:
    """Add an objective of the project's own: `objective` percent have to hold; fields as in `describe`."""
    from paceplan.core.entries import Slo

    if objective is None:
        raise Refused("slos: an objective needs its percentage, such as 99.5", ("slos",))
    key = own.new_id(project, "SLO", "slos", name, names(project, playbook))
    made = own.put(project, "slos", key, Slo(name=name, order=own.next_order(project.slos)))
    return describe(made, playbook, slo=key, objective=objective, **fields)


def describe(project: Project, playbook: Playbook, *, slo: str, **fields: Any) -> Project:
    """Set `name`, `objective`, `window_days` or `cost`, what a miss costs the business. Raises `Refused`.

    Other fields raise `TypeError`.
    """
    from paceplan.core.entries import Slo

    if unknown := fields.keys() - _FIELDS:
        raise TypeError(f"no field of an objective: {sorted(unknown)}")
    own.needed("SLO", slo, "slos", names(project, playbook), playbook)
    given = {key: value for key, value in fields.items() if key in ("name", "cost")}
    if "name" in given:
        given["name"] = _name(project, playbook, slo, given["name"] or "")
    old = project.slos.get(slo) or Slo()
    after = own.put(project, "slos", slo, Slo.model_validate(old.model_dump() | given))
    objective, days = fields.get("objective"), fields.get("window_days")
    if objective is None and days is not None:
        objective = _objective(after, playbook, slo)
        if objective is None:
            raise Refused(f"slos.{slo}.objective: give the percentage that has to hold, such as 99.5", ("slos", slo))
    if objective is not None:
        after = budget.promise(after, playbook, slo=slo, objective=objective, days=days)
    return own.put(after, "slos", slo, None) if after.slos[slo] == Slo() else after


def drop(project: Project, playbook: Playbook, *, slo: str, with_readings: bool = False) -> Project:
    """Take away all that the project says of an objective, and one of its own with it; readings `with_readings` only.

    Raises `Refused`.
    """
    own.needed("SLO that this project says something of,", slo, "slos", project.slos, playbook)
    keep_readings("slos", slo, len(project.slos[slo].readings), with_readings)
    return own.put(project, "slos", slo, None)


def _objective(project: Project, playbook: Playbook, slo: str) -> float | None:
    info = playbook.slos.get(slo)
    given = project.slos[slo].objective
    return given if given is not None else (info.objective if info else None)


def _name(project: Project, playbook: Playbook, slo: str, given: str) -> str | None:
    name = clean(given).strip()
    shipped = playbook.slos[slo].name if slo in playbook.slos else None
    if not name and shipped is None:
        raise Refused(f"slos.{slo}.name: an objective of your own needs a name", ("slos", slo, "name"))
    same = [i for i, other in names(project, playbook).items() if other.casefold() == name.casefold() and i != slo]
    if same:
        raise Refused(f"slos.{slo}.name: an objective of this name is there already; give another one", ("slos", slo))
    return None if not name or name == shipped else name
