"""Moves after a plan was agreed: each is kept under its day with a reason, with what was moved."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paceplan.core.entries import Slip
    from paceplan.core.project import Project

MOVABLE = ("phases", "deliverables", "sprints", "milestones")


def is_agreed(project: Project) -> bool:
    """Tell whether there is a baseline that a move departs from."""
    return bool(project.roadmap and project.roadmap.baseline)


def moves(project: Project, collection: str, key: str) -> Mapping[dt.date, Slip]:
    """Return the moves of one phase, deliverable, sprint or milestone by their days."""
    entry = getattr(project, collection).get(key)
    return entry.moved if entry else {}


def asks_why(project: Project, collection: str, key: str, on: dt.date) -> bool:
    """Tell whether a move on this day needs a reason: after the agreement, unless one was given on the same day."""
    return is_agreed(project) and on not in moves(project, collection, key)


def marked(
    project: Project, collection: str, key: str, days: int, *, why: str, by: str, on: dt.date | None
) -> dict[dt.date, Slip]:
    """Return the moves of an entry with one more of `days`; before the agreement they stay as they are.

    Several moves on one day are one, under the latest reason given; those that come to nothing leave none. Raises
    `Refused` where a reason is wanting.
    """
    from paceplan.core.entries import Slip

    kept = dict(moves(project, collection, key))
    if not is_agreed(project) or not days:
        return kept
    path = (collection, key, "moved")
    agreed = project.roadmap.agreed if project.roadmap else None
    since = f"the plan was agreed on {agreed}" if agreed else "the plan was agreed"
    if on is None:
        raise Refused(f"{'.'.join(path)}: {since}, so a move needs its day", path)
    old = kept.pop(on, None)
    reason = why.strip() or (old.why if old else "")
    if not reason:
        raise Refused(f"{'.'.join(path)}: {since}; say in a line why it moves now", path)
    total = (old.days if old else 0) + days
    if total:
        kept[on] = Slip(days=total, why=reason, by=by or (old.by if old else ""))
    return kept
