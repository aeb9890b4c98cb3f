"""Drills: taken up by month or quarter, due again a term after the last one, each report kept as evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paceplan.core import own
from paceplan.core.cadence import RHYTHMS
from paceplan.core.coming import occurrence
from paceplan.core.dates import parse_day
from paceplan.core.errors import Refused
from paceplan.core.verdict import Remark

if TYPE_CHECKING:
    from paceplan.core.entries import Drill
    from paceplan.core.pilot import TimeBox
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.roadmap import Plan

Reports = tuple[tuple[dt.date, str], ...]


@dataclass(frozen=True, slots=True)
class DrillState:
    """A drill as it stands; one that the project says nothing of is not `taken` up, and never due."""

    id: str
    name: str
    text: str
    every: str
    reports: Reports
    """(day, report) of each time it was held, the newest first; a report may be empty."""
    due: dt.date | None
    taken: bool
    applies: bool
    """It is meant for the effective pace, or the project took it up."""
    own: bool

    @property
    def last(self) -> dt.date | None:
        """The day on which it was held last."""
        return self.reports[0][0] if self.reports else None

    def overdue(self, today: dt.date) -> int:
        """Return by how many days it is late; 0 where it is not."""
        return max(0, (today - self.due).days) if self.due else 0

    def as_json(self, today: dt.date) -> dict[str, Any]:
        """Return the drill as the public contract has it."""
        return {
            "id": self.id, "name": self.name, "every": self.every, "taken": self.taken,
            "last": self.last.isoformat() if self.last else None, "due": self.due.isoformat() if self.due else None,
            "overdue_days": self.overdue(today), "applies": self.applies,
            "reports": [{"date": day.isoformat(), "report": text} for day, text in self.reports],
        }  # fmt: skip


def drills(
    project: Project, playbook: Playbook, pace: str | None, box: TimeBox, plan: Plan | None
) -> tuple[DrillState, ...]:
    """Return every drill: those taken up, those meant for the effective `pace`, then the others.

    One that was never held is due a term after the work began, with the roadmap or else with the pilot.
    """
    began = plan.start if plan else box.start
    found = []
    for key in own.ordered(playbook.drills, project.drills):
        entry, info = project.drills.get(key), playbook.drills.get(key)
        every = (entry and entry.every) or (info.every if info else "quarter")
        reports = _reports(entry)
        since = reports[0][0] if reports else began
        due = occurrence(since, every, 1) if entry and since else None
        name = (entry and entry.name) or (info.name if info else key)
        applies = entry is not None or info is None or not info.paces or pace in info.paces
        found.append(DrillState(
            key, name, info.text if info else "", every, reports, due, entry is not None, applies, info is None,
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda d: (not d.taken, not d.applies)))


def _reports(entry: Drill | None) -> Reports:
    if entry is None:
        return ()
    found = ({entry.last: entry.report} if entry.last else {}) | entry.reports
    return tuple(sorted(found.items(), reverse=True))


def idle(found: tuple[DrillState, ...], today: dt.date) -> tuple[Remark, ...]:
    """Say which drills are overdue, and which the playbook asks for at this pace and nobody took up."""
    said = []
    for drill in found:
        if days := drill.overdue(today):
            late = f"{drill.name} was due on {drill.due}, {days} day{'s' * (days != 1)} ago"
            said.append(Remark(f"drills.{drill.id}", late))
        elif not drill.taken and drill.applies:
            asked = f"{drill.name} is to be held each {drill.every}; nobody took it up"
            said.append(Remark(f"drills.{drill.id}", asked))
    return tuple(said)


def parse_report(text: str, today: dt.date) -> tuple[dt.date, str]:
    """Return (day, report) of `2026-11-13 All went well`, or of a report alone, which is of `today`."""
    first, _, rest = text.strip().partition(" ")
    try:
        on = parse_day(first.rstrip(":"))
    except Refused:
        on = None
    return (on, rest.strip()) if on else (today, text.strip())


# project -> project


def names(project: Project, playbook: Playbook) -> dict[str, str]:
    """Return the name of every drill of playbook and project by its id."""
    mine = {i: entry.name for i, entry in project.drills.items() if entry.name}
    return {i: info.name for i, info in playbook.drills.items()} | mine


def find(project: Project, playbook: Playbook, given: str) -> str:
    """Return the id of the drill meant, by its id or its whole name; raises `Refused`."""
    return own.by_name("drill", given, "drills", names(project, playbook), playbook)


def add(project: Project, playbook: Playbook, *, name: str, every: str = "quarter") -> Project:
    """Take up a drill of the project's own. Raises `Refused`."""
    from paceplan.core.entries import Drill

    key = own.new_id(project, "drill", "drills", name, names(project, playbook))
    made = own.put(project, "drills", key, Drill(name=name, order=own.next_order(project.drills)))
    return take(made, playbook, drill=key, every=every)


def take(
    project: Project, playbook: Playbook, *, drill: str, every: str | None = None, name: str | None = None
) -> Project:
    """Take up a drill, or set its rhythm or name; what is left out stays. Raises `Refused`."""
    own.needed("drill", drill, "drills", names(project, playbook), playbook)
    path = ("drills", drill)
    if every is not None and every not in RHYTHMS:
        raise Refused(f"{'.'.join(path)}.every: '{every}' is no rhythm; give week, month or quarter", path)
    if name is not None and not name.strip():
        raise Refused(f"{'.'.join(path)}.name: a drill needs a name", path)
    fields = {key: value for key, value in (("every", every), ("name", name)) if value is not None}
    return own.put(project, "drills", drill, _changed(project, drill, fields))


def hold(
    project: Project, playbook: Playbook, *, drill: str, on: dt.date, report: str | None = None,
    today: dt.date | None = None,
) -> Project:  # fmt: skip
    """Record that `drill` was held on `on`, with its report, which sets when it is due again; raises `Refused`.

    The reports of other days stay; a `report` of None keeps the one of that day.
    """
    own.needed("drill", drill, "drills", names(project, playbook), playbook)
    path = ("drills", drill, "reports", on.isoformat())
    if today is not None and on > today:
        raise Refused(f"{'.'.join(path)}: lies in the future (today is {today}); give a day up to today", path)
    kept = dict(_reports(project.drills.get(drill)))
    kept[on] = kept.get(on, "") if report is None else report
    last = max(kept)
    return own.put(project, "drills", drill, _changed(project, drill, {
        "last": last, "report": kept[last], "reports": {day: text for day, text in kept.items() if day != last},
    }))  # fmt: skip


def strike(project: Project, playbook: Playbook, *, drill: str, on: dt.date) -> Project:
    """Take back that `drill` was held on `on`; undo brings its report back. Raises `Refused`."""
    kept = dict(_reports(project.drills.get(drill)))
    if on not in kept:
        path = ("drills", drill, "reports", on.isoformat())
        raise Refused(f"{'.'.join(path)}: no report of that day", path)
    del kept[on]
    last = max(kept, default=None)
    return own.put(project, "drills", drill, _changed(project, drill, {
        "last": last, "report": kept[last] if last else "",
        "reports": {day: text for day, text in kept.items() if day != last},
    }))  # fmt: skip


def drop(project: Project, playbook: Playbook, *, drill: str) -> Project:
    """Hold a drill no longer; its reports go with it, and undo brings them back. Raises `Refused`."""
    own.needed("drill of the project's own", drill, "drills", project.drills, playbook)
    return own.put(project, "drills", drill, None)


def _changed(project: Project, key: str, fields: dict[str, Any]) -> Drill:
    from paceplan.core.entries import Drill

    old = project.drills.get(key) or Drill()
    return Drill.model_validate(old.model_dump() | fields)
