"""The agenda: summary rows of many projects -> everything in them that has a date, late first.

It reads rows alone, so that no project has to be loaded for it. What recurs stands in a row as a rule, and becomes days
here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from paceplan.core.dates import add_days, add_months

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

KINDS: dict[str, tuple[str, str, str]] = {
    "close": ("c", "pilot's close", "pilot"),
    "start": ("b", "pilot's start", "pilot"),
    "mark": ("k", "pilot milestone", "pilot"),
    "item": ("i", "checklist item", "pilot"),
    "list": ("l", "checklist", "pilot"),
    "phase": ("p", "phase's end", "roadmap"),
    "deliverable": ("d", "deliverable", "roadmap"),
    "sprint": ("s", "sprint's close", "roadmap"),
    "milestone": ("m", "milestone", "roadmap"),
    "drill": ("r", "drill", "risks"),
    "demo": ("o", "demo", "roadmap"),
    "comms": ("u", "message", "people"),
    "meeting": ("t", "meeting", "people"),
}
"""Kind -> its code in a row, its name for people, and the tab of the project that it is seen on."""

CODES = {kind: code for kind, (code, _, _) in KINDS.items()}
_KINDS = {code: kind for kind, code in CODES.items()}
_FINISHED = {"deliverable": "deliverables", "sprint": "sprints", "milestone": "milestones"}
_TICKED = frozenset({"item", "drill", *_FINISHED})
_STEPS = {"m": 1, "q": 3}
_EVERY = {"w": "week", "m": "month", "q": "quarter"}
_NEVER = "~"
_UNKNOWN = "date"
"""The kind of a date in a row of release 0.1.0, which did not say."""


class Event(NamedTuple):
    """Something on a day; `id` is what stands behind it, for a checklist item `LIST.ITEM`, empty for what recurs."""

    day: dt.date
    what: str
    project: str
    name: str
    """The project's name."""
    kind: str
    id: str
    late: bool
    every: str = ""
    """`week`, `month` or `quarter` where it comes round again by itself."""

    @property
    def tick(self) -> str | None:
        """The id of what can be marked as done; None where the day only comes and goes, or takes more than a mark."""
        return self.id if self.kind in _TICKED else None

    @property
    def tab(self) -> str:
        """The tab of the project on which it is seen."""
        return KINDS[self.kind][2] if self.kind in KINDS else "pilot"

    def as_json(self) -> dict[str, Any]:
        """Return the event as the public contract has it."""
        return {
            "date": self.day.isoformat(), "what": self.what, "kind": self.kind, "late": self.late,
            "project": self.project, "name": self.name, "id": self.id, "tick": self.tick, "tab": self.tab,
            "every": self.every or None,
        }  # fmt: skip


def of(rows: Iterable[Mapping[str, Any]], today: dt.date, days: int | None = None) -> list[Event]:
    """Return what is late on `today`, and what comes up to `days` later (None: ever), by date, then by project.

    What recurs is in it once, with the next time. What has passed and cannot be late is left out, and so are projects
    that are done, put away or deleted.
    """
    shown = [r for r in rows if not (r["done"] or r.get("deleted") or r.get("archived"))]
    shown.sort(key=lambda row: (row["name"].casefold(), row["id"]))
    iso = today.isoformat()
    end = "~" if days is None else add_days(today, days).isoformat()
    coming: dict[tuple[str, str | None, str], str] = {}
    # By day first: there are far fewer days than events, and within one the projects are in order already.
    calendar: dict[str, list[tuple[Any, ...]]] = {}
    for row in shown:
        project, name = row["id"], row["name"]
        for found in row["dates"]:
            day = found[0]
            if day > end:
                break
            if day >= iso or found[2]:
                of_day = calendar.get(day)
                if of_day is None:
                    of_day = calendar[day] = []
                of_day.append((project, name, found))
        for since, until, rules in row.get("every", ()):
            for every, kind, what in rules:
                key = (since, until, every)
                if key not in coming:
                    coming[key] = _next(since, until, every, today)
                if (day := coming[key]) <= end:
                    calendar.setdefault(day, []).append((project, name, (day, what, False, kind, "", every)))
    calendar.pop(_NEVER, None)
    return [event for day in sorted(calendar) for event in _of_day(day, calendar[day], iso)]


def _of_day(day: str, found: list[tuple[Any, ...]], today: str) -> Iterator[Event]:
    date, late = dt.date.fromisoformat(day), day < today
    for project, name, entry in found:
        if len(entry) == 5:
            yield Event(date, entry[1], project, name, _KINDS.get(entry[3], _UNKNOWN), entry[4], late)
        elif len(entry) > 5:
            yield Event(date, entry[1], project, name, _KINDS.get(entry[3], _UNKNOWN), "", late, _EVERY[entry[5]])
        else:
            yield Event(date, entry[1], project, name, _UNKNOWN, "", late)


def left_out(rows: Iterable[Mapping[str, Any]]) -> int:
    """Return how many later dates are missing because some project has more than its row keeps."""
    return sum(r.get("more", 0) for r in rows if not (r["done"] or r.get("deleted") or r.get("archived")))


def _next(since: str, until: str | None, every: str, today: dt.date) -> str:
    """Return the day of a rule that comes next, today included; `_NEVER` where there is none any more."""
    start = dt.date.fromisoformat(since)
    day = occurrence(start, every, _turns(start, every, today)).isoformat()
    return _NEVER if until and day > until else day


def occurrence(since: dt.date, every: str, n: int) -> dt.date:
    """Return the day on which what started on `since` comes round for the n-th time; months clip to their end."""
    return add_days(since, 7 * n) if every[0] == "w" else add_months(since, _STEPS[every[0]] * n)


def _turns(since: dt.date, every: str, today: dt.date) -> int:
    """Return the least n, 0 or more, whose occurrence is not before `today`."""
    if today <= since:
        return 0
    if every[0] == "w":
        return -(-(today - since).days // 7)
    step = _STEPS[every[0]]
    n = ((today.year - since.year) * 12 + today.month - since.month) // step
    return n if occurrence(since, every, n) >= today else n + 1


def marking(event: Event, *, by: str, on: dt.date) -> tuple[Callable[..., Project], dict[str, Any]] | None:
    """Return the action, and its arguments beside project and playbook, that mark `event` as done; or None."""
    if event.kind == "item":
        from paceplan.core import checklists

        return checklists.tick, {"item": event.id, "by": by, "on": on}
    if event.kind in _FINISHED:
        from paceplan.core import roadmap

        return roadmap.finish, {"item": f"{_FINISHED[event.kind]}.{event.id}", "by": by, "on": on}
    return (hold, {"drill": event.id, "on": on}) if event.kind == "drill" else None


def hold(project: Project, playbook: Playbook, *, drill: str, on: dt.date, report: str | None = None) -> Project:
    """Record that `drill` was held on `on`, which sets when it is due again; raises `Refused`."""
    from paceplan.core.entries import Drill
    from paceplan.core.scoring import known

    if drill not in project.drills:
        known("drill", drill, playbook.drills, playbook, ("drills", drill))
    old = project.drills.get(drill) or Drill()
    fields = {"last": on, "report": old.report if report is None else report}
    held = Drill.model_validate(old.model_dump() | fields)
    return project.model_copy(update={"drills": {**project.drills, drill: held}})
