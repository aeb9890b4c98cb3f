"""The read model over many projects: summary rows, and the health and next date that follow from one on a given day.

A row is a plain mapping that the journal and the index of the workspace carry, so that a list is shown without loading
a single project. It holds facts only; whatever depends on today is worked out from it here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.verdict import Verdict

Row = dict[str, Any]
Health = Literal["done", "blocked", "late", "due", "on track"]
HEALTHS: tuple[Health, ...] = ("blocked", "late", "due", "on track", "done")
"""Worst first."""

_DATES_KEPT = 16


@dataclass(frozen=True, slots=True)
class Next:
    """The date that comes next; `late` where it has passed and was not met."""

    day: dt.date
    what: str
    late: bool


def summarise(project: Project, playbook: Playbook, verdict: Verdict) -> Row:
    """Return the summary row of `project`: JSON values only."""
    from paceplan.core import checklists, pilot, roadmap

    box = pilot.time_box(project, playbook, verdict.effective)
    plan = roadmap.plan(project, playbook, verdict.effective)
    ticks = checklists.checklist(project, playbook, "pilot")
    dated = [i for i, c in playbook.checklists.items() if i != "pilot" and (c.due_days or i in project.checklists)]
    lists = [ticks, *(checklists.checklist(project, playbook, list_id) for list_id in dated)]
    budget = project.error_budget
    blocked = [b.text for b in verdict.blockers]
    if budget and budget.used > budget.allowed and not budget.fixed:
        blocked.append("error budget overspent")
    dates = sorted(_dates(box, plan, lists), key=lambda d: (d[0], not d[2]))
    counting = [d for d in dates if d[2]][:_DATES_KEPT]
    row: Row = {
        "id": project.id, "name": project.name, "playbook": project.playbook, "pace": verdict.effective,
        "verdict": verdict.pace, "possible": list(verdict.possible), "total": verdict.total,
        "maximum": verdict.maximum, "count": verdict.marathon_count, "margin": verdict.margin,
        "owner": project.owner, "pilot": [ticks.done, ticks.total, box.state],
        "box": [box.start.isoformat(), box.weeks] if box.start else None,
        "roadmap": [sum(p.done for p in plan.phases), sum(p.total for p in plan.phases)] if plan else None,
        "blocked": blocked, "done": _is_done(project, verdict.effective, box.state, plan),
        "dates": sorted(counting + [d for d in dates if not d[2]][:_DATES_KEPT], key=lambda d: d[0]),
    }  # fmt: skip
    if project.archived:
        row["archived"] = True
    if project.deleted:
        row["deleted"] = True
    return row


def _is_done(project: Project, pace: str | None, state: str, plan: Any) -> bool:
    if pace == "marathon":
        return bool(plan and plan.phases) and all(p.done == p.total for p in plan.phases)
    decision = project.pilot.decision if project.pilot else None
    if pace == "hybrid":
        parts = [*(p.done == p.total for p in plan.phases), *(s.done for s in plan.sprints)] if plan else []
        return state == "closed" and all(parts)
    return state == "closed" and decision is not None and decision.decision in ("scale", "stop")


def _dates(box: Any, plan: Any, lists: Any) -> Iterator[list[Any]]:
    """Yield [ISO date, what, whether missing it makes the project late] for all that is still open."""
    running = box.state == "running"
    if running:
        for mark in box.marks:
            yield [mark.day.isoformat(), mark.name, False]
        yield [box.close.isoformat(), "pilot closes: decide", True]
    elif box.state == "planned" and box.start and not plan:
        yield [box.start.isoformat(), "pilot starts", False]
    for checklist in lists:
        for item in checklist.items:
            if item.due and not item.done and not item.na:
                yield [item.due.isoformat(), item.name, True]
        if checklist.due and not checklist.complete:
            yield [checklist.due.isoformat(), checklist.name, False]
    if plan is None:
        return
    for phase in plan.phases:
        if phase.done < phase.total:
            yield [phase.end.isoformat(), f"{phase.name} ends", True]
        for deliverable in phase.deliverables:
            if deliverable.due and not deliverable.done:
                yield [deliverable.due.isoformat(), deliverable.name, True]
    for sprint in plan.sprints:
        if not sprint.done:
            yield [sprint.end.isoformat(), f"{sprint.name} closes", True]
    for milestone in plan.milestones:
        if not milestone.done:
            yield [milestone.day.isoformat(), milestone.name, True]


def next_date(row: Row, today: dt.date) -> Next | None:
    """Return the oldest date that was missed, or else the next one to come."""
    iso = today.isoformat()
    late = next((d for d in row["dates"] if d[2] and d[0] < iso), None)
    found = late or next((d for d in row["dates"] if d[0] >= iso), None)
    if found is None or row["done"]:
        return None
    return Next(dt.date.fromisoformat(found[0]), found[1], late is not None)


def health(row: Row, today: dt.date) -> Health:
    """Return the project's health on `today`: derived, the first that applies."""
    if row["done"]:
        return "done"
    if row["blocked"]:
        return "blocked"
    first = next((d[0] for d in row["dates"] if d[2]), None)
    if first is None:
        return "on track"
    days = (dt.date.fromisoformat(first) - today).days
    if days < 0:
        return "late"
    return "due" if days <= (7 if row["pace"] == "sprint" else 14) else "on track"


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
