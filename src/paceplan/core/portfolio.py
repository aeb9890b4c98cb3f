"""The read model over many projects: summary rows, and the health and next date that follow from one on a given day.

A row is a plain mapping that the journal and the index of the workspace carry, so that a list is shown without loading
a single project. It holds facts only; whatever depends on today is worked out from it here.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from paceplan.core import calendar
from paceplan.core.calendar import COUNTS, Dated
from paceplan.core.dates import add_days, close_day

if TYPE_CHECKING:
    from paceplan.core.pilot import TimeBox
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.roadmap import Plan
    from paceplan.core.verdict import Verdict

Row = dict[str, Any]
Health = Literal["done", "blocked", "late", "due", "on track"]
HEALTHS: tuple[Health, ...] = ("blocked", "late", "due", "on track", "done")
"""Worst first."""

VERSION = 5
"""Of the rows that are written now, in their key `v`; those of 0.1.0 have none, those before 4 have no spans."""

_COUNTING_KEPT, _OTHERS_KEPT = 64, 16
"""So many dates of a project stay in its row, the earliest, so that no project can make the index slow for all."""

_BOXES = (calendar.CODES["close"], calendar.CODES["sprint"])
_NO_WIRES = "-"
"""As `elevation.NONE`, which is not imported where rows are only read."""
_ORDER = attrgetter("order")


@dataclass(frozen=True, slots=True)
class Next:
    """The date that comes next; `late` where it has passed and was not met."""

    day: dt.date
    what: str
    late: bool


def summarise(project: Project, playbook: Playbook, verdict: Verdict, laid: Plan | None = None) -> Row:
    """Return the summary row of `project`: JSON values only; `laid` is its plan, where that is known already."""
    from paceplan.core import budget, checklists, elevation, pilot, roadmap, spans

    pace = verdict.effective
    box = pilot.time_box(project, playbook, pace)
    plan = laid or roadmap.plan(project, playbook, pace)
    ticks = checklists.checklist(project, playbook, "pilot")
    blocked = [b.text for b in verdict.blockers]
    if budget.pause(project):
        blocked.append("error budget overspent")
    row: Row = {
        "v": VERSION, "id": project.id, "name": project.name, "playbook": project.playbook, "pace": pace,
        "verdict": verdict.pace, "possible": list(verdict.possible), "total": verdict.total,
        "maximum": verdict.maximum, "count": verdict.marathon_count, "margin": verdict.margin,
        "owner": project.owner, "pilot": [ticks.done, ticks.total, box.state],
        "box": [box.start.isoformat(), box.weeks] if box.start else None,
        "roadmap": [sum(p.done for p in plan.phases), sum(p.total for p in plan.phases)] if plan else None,
        "blocked": blocked, "done": _is_done(project, pace, box.state, plan), "dates": "",
    }  # fmt: skip
    if not row["done"]:
        row |= _calendar(project, playbook, pace, box, plan)
    wires = "" if row["done"] else elevation.standing(project, playbook, pace)
    if wires and (wires != elevation.NONE or any(_time_boxes(calendar.lines(row)))):
        row["wires"] = wires
    if spanned := spans.text_of(project, playbook, pace, box, plan):
        row["spans"] = spanned
    if project.lessons:
        row["lessons"] = len(project.lessons)
    if project.archived:
        row["archived"] = True
    if project.deleted:
        row["deleted"] = True
    return row


def is_current(row: Row) -> bool:
    """Tell whether `row` was written by this release or a later one, rather than by one that knew less."""
    return bool(row.get("v", 1) >= VERSION)


def _is_done(project: Project, pace: str | None, state: str, plan: Plan | None) -> bool:
    if pace == "marathon":
        return bool(plan and plan.phases) and _is_through(plan)
    decision = project.pilot.decision if project.pilot else None
    if state != "closed" or decision is None:
        return False
    if decision.decision == "stop":
        return True
    # What was scaled goes on where a roadmap was built for it.
    return (pace == "hybrid" or decision.decision == "scale") and (_is_through(plan) and _sprints_over(plan))


def _is_through(plan: Plan | None) -> bool:
    return plan is None or all(p.done == p.total for p in plan.phases)


def _sprints_over(plan: Plan | None) -> bool:
    return plan is None or all(sprint.done for sprint in plan.sprints)


def _calendar(project: Project, playbook: Playbook, pace: str | None, box: TimeBox, plan: Plan | None) -> Row:
    """Return `dates` of what is open, `every` with the rules of what recurs, and how many `more` dates are left out."""
    dates = [
        *_pilot_dates(box, plan),
        *_list_dates(project, playbook, pace),
        *(_plan_dates(plan) if plan else _undrawn_dates(project, playbook)),
        *_drill_dates(project, playbook, pace, box, plan),
    ]
    dates.sort(key=_ORDER)
    counting, others = ([d for d in dates if d.counts is counts] for counts in (True, False))
    kept = sorted(counting[:_COUNTING_KEPT] + others[:_OTHERS_KEPT], key=_ORDER)
    found: Row = {"dates": calendar.written(kept)}
    if len(kept) < len(dates):
        found["more"] = len(dates) - len(kept)
    if rules := _recurring(project, playbook, pace, box, plan):
        found["every"] = rules
    return found


def _pilot_dates(box: TimeBox, plan: Plan | None) -> Iterator[Dated]:
    if box.start is None or box.close is None:
        return
    if box.state == "running":
        for mark in box.marks:
            yield Dated(mark.day, mark.name, False, "mark", mark.id)
        yield Dated(box.close, "pilot closes: decide", True, "close", "pilot")
    elif box.state == "planned" and not plan:
        yield Dated(box.start, "pilot starts", False, "start", "pilot")


def _list_dates(project: Project, playbook: Playbook, pace: str | None) -> Iterator[Dated]:
    from paceplan.core import checklists

    for checklist in checklists.lists(project, playbook):
        info = playbook.checklists[checklist.id]
        for item in checklist.items:
            if item.due and not item.done and not item.na:
                yield Dated(item.due, item.name, True, "item", f"{item.list_id}.{item.id}")
        applies = not info.paces or pace in info.paces or checklist.id in project.checklists
        if checklist.due and applies and not checklist.complete:
            yield Dated(checklist.due, checklist.name, True, "list", checklist.id)


def _plan_dates(plan: Plan) -> Iterator[Dated]:
    for phase in plan.phases:
        if phase.done < phase.total or not phase.total:
            yield Dated(phase.end, f"{phase.name} ends", bool(phase.total), "phase", phase.id)
        for deliverable in phase.deliverables:
            if deliverable.due and not deliverable.done:
                yield Dated(deliverable.due, deliverable.name, True, "deliverable", deliverable.id)
    for sprint in plan.sprints:
        if not sprint.done:
            yield Dated(sprint.end, f"{sprint.name} closes", True, "sprint", sprint.id)
    for milestone in plan.milestones:
        if not milestone.done:
            yield Dated(milestone.day, milestone.name, True, "milestone", milestone.id)


def _undrawn_dates(project: Project, playbook: Playbook) -> Iterator[Dated]:
    """Yield what has a day of its own though nothing says from when the roadmap runs."""
    names = {i: d.name for phase in playbook.phases.values() for i, d in phase.deliverables.items()}
    for key, entry in project.deliverables.items():
        if entry.due and not entry.done:
            yield Dated(entry.due, entry.name or names.get(key, key), True, "deliverable", key)
    for key, sprint in project.sprints.items():
        if not sprint.done:
            yield Dated(close_day(sprint.start, sprint.weeks), f"{sprint.name} closes", True, "sprint", key)
    for key, milestone in project.milestones.items():
        if not milestone.done:
            yield Dated(milestone.date, milestone.name, True, "milestone", key)


def _drill_dates(
    project: Project, playbook: Playbook, pace: str | None, box: TimeBox, plan: Plan | None
) -> Iterator[Dated]:
    """Yield when each drill that the project took up is due again."""
    if project.drills:
        from paceplan.core.drills import drills

        for drill in drills(project, playbook, pace, box, plan):
            if drill.due:
                yield Dated(drill.due, drill.name, True, "drill", drill.id)


def _recurring(project: Project, playbook: Playbook, pace: str | None, box: TimeBox, plan: Plan | None) -> str:
    """Return the rules of what comes round, and is never late."""
    from paceplan.core.cadence import turns

    rules: dict[tuple[dt.date, dt.date | None], list[tuple[str, str, str]]] = {}
    for turn in turns(project, playbook, pace, box, plan):
        rules.setdefault((turn.since, turn.until), []).append((turn.every, turn.kind, turn.name))
    return calendar.written_rules(rules)


def next_date(row: Row, today: dt.date) -> Next | None:
    """Return the oldest date that was missed, or else the next one to come."""
    if row["done"]:
        return None
    lines = calendar.lines(row)
    first = bisect_left(lines, today.isoformat())
    missed = _missed(lines, first)
    if missed is None and first == len(lines):
        return None
    found = calendar.dated(missed or lines[first])
    return Next(found.day, found.what, missed is not None)


def _missed(lines: Sequence[str], passed: int) -> str | None:
    """Return the first of the lines that have passed which makes its project late."""
    return next((line for line in islice(lines, passed) if line[calendar.DAY] == COUNTS), None)


def health(row: Row, today: dt.date) -> Health:
    """Return the project's health on `today`: derived, the first that applies.

    Late is what counts and has passed; due is whatever comes within 7 days for a sprint, 14 otherwise, and does not
    come round again by itself.
    """
    if row["done"]:
        return "done"
    if row["blocked"]:
        return "blocked"
    lines = calendar.lines(row)
    first = bisect_left(lines, today.isoformat())
    if _missed(lines, first):
        return "late"
    soon = add_days(today, 7 if row["pace"] == "sprint" else 14).isoformat()
    return "due" if first < len(lines) and lines[first][: calendar.DAY] <= soon else "on track"


def tripped(row: Row, today: dt.date) -> tuple[str, ...]:
    """Return the ids of the trip-wires that say on `today` that a sprint has become a marathon.

    They change nothing of the health. A time box is outlived where the close of the pilot or of a sprint has passed.
    """
    held = row.get("wires", "")
    if row["done"] or held == _NO_WIRES:
        return ()
    iso, dates = today.isoformat(), row["dates"]
    if not dates or (type(dates) is str and dates[: calendar.DAY] >= iso):  # nothing has passed, as mostly
        return tuple(held.split())
    lines = calendar.lines(row)
    outlived = any(_time_boxes(islice(lines, bisect_left(lines, iso))))
    return (*held.split(), *(("time-box",) if outlived else ()))


def _time_boxes(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that are the close of a pilot or a sprint."""
    return (line for line in lines if line[calendar.DAY + 1] in _BOXES)


SORTS = ("name", "pace", "score", "progress", "next", "health", "playbook", "owner")
"""Keys by which a list of rows can be sorted."""


def select(
    rows: list[Row],
    today: dt.date,
    *,
    text: str = "",
    pace: str | None = None,
    health_is: str | None = None,
    sort: str = "next",
    descending: bool = False,
    archived: bool = False,
) -> list[Row]:
    """Return the rows to show: filtered (every word of `text` in name, owner, playbook or pace) and sorted.

    Rows that lack what they are sorted by come last either way. Deleted projects never show.
    """
    words = text.casefold().split()
    kept = [
        row for row in rows
        if not row.get("deleted") and bool(row.get("archived")) == archived
        and (pace is None or row["pace"] == pace)
        and (health_is is None or health(row, today) == health_is)
        and (not words or _matches(row, words))
    ]  # fmt: skip
    kept.sort(key=lambda row: (row["name"].casefold(), row["id"]))
    keyed = [(_sort_key(row, sort, today), row) for row in kept]
    present = sorted((k for k in keyed if k[0] is not None), key=lambda k: k[0], reverse=descending)
    return [row for _, row in present] + [row for key, row in keyed if key is None]


def _matches(row: Row, words: list[str]) -> bool:
    text = f"{row['name']}\n{row['owner']}\n{row['playbook']}\n{row['pace'] or 'open'}".casefold()
    return all(word in text for word in words)


def _sort_key(row: Row, sort: str, today: dt.date) -> Any:
    """Return a key that compares with its like, or None where the row has nothing to sort by."""
    if sort == "pace":
        return ("sprint", "hybrid", "marathon").index(row["pace"]) if row["pace"] else None
    if sort == "score":
        return row["total"] / row["maximum"] if row["maximum"] else None
    if sort == "progress":
        done, total = row["roadmap"] or (0, 0) if row["pace"] == "marathon" else row["pilot"][:2]
        return done / total if total else None
    if sort == "next":
        coming = next_date(row, today)
        return coming.day.isoformat() if coming else None
    if sort == "health":
        return HEALTHS.index(health(row, today))
    return str(row[sort]).casefold()


def counts(rows: list[Row]) -> dict[str, int]:
    """Return how many of `rows` run at each pace; `open` counts the undetermined."""
    found = {"sprint": 0, "hybrid": 0, "marathon": 0, "open": 0}
    for row in rows:
        found[row["pace"] or "open"] += 1
    return found
