"""A small method with metrics and objectives, and projects of it whose pilot runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from paceplan.core.changes import apply, diff
from paceplan.core.check import check
from paceplan.core.playbook import Playbook
from paceplan.core.project import Project

from .books import COUNT, book, project

START = dt.date(2026, 3, 2)
CLOSE = dt.date(2026, 3, 30)


def method(**more: Any) -> Playbook:
    """Return a playbook with metrics in both directions, a guardrail, milestones and objectives."""
    metrics = {
        "time": {"name": "Time", "unit": "min", "better": "lower"},
        "use": {"name": "Use", "unit": "%"},
        "errors": {"name": "Errors", "unit": "%", "better": "lower", "guardrail": True},
        "value": {"name": "Value", "kind": "marathon"},
    }
    weeks = {"week-2": {"name": "Half way", "week": 2}, "week-9": {"name": "Never", "week": 9}}
    content: dict[str, Any] = {
        "metrics": metrics,
        "slos": {"speed": {"name": "Speed", "objective": 99.9}, "bare": {"name": "Bare"}},
        "pilot": {"milestones": weeks},
    }
    return book(COUNT, favours=("marathon", "marathon"), **(content | more))


def pilot(playbook: Playbook, *, metrics: dict[str, Any] | None = None, **more: Any) -> Project:
    """Return a sprint whose pilot of four weeks started on `START`; `more` are further keys of the file."""
    content: dict[str, Any] = {"start": START, "pilot": {"start": START, "weeks": 4}}
    chosen = {"time": {"baseline": 40, "target": 30, "exit": True}} if metrics is None else metrics
    made = project(playbook, {"d1": 0, "d2": 1}, metrics=chosen, **(content | more))
    assert check(made, playbook) == []
    return made


def exits(met: int, total: int, *, unread: int = 0) -> dict[str, Any]:
    """Return so many exit criteria of the project's own, of which so many are met, and some without a reading."""
    found: dict[str, Any] = {}
    for n in range(total):
        readings = {CLOSE.isoformat(): 10.0 if n < met else 9.0} if n < total - unread else {}
        found[f"m{n}"] = {"name": f"M{n}", "target": 10, "exit": True, "readings": readings}
    return found


def kept(before: Project, after: Project, playbook: Playbook) -> Project:
    """Return `after` as a workspace would hold it: whole, meaningful, and taken back without a trace."""
    document = after.document()
    changes = diff(before.document(), document)
    assert apply(before.document(), changes) == document
    assert apply(document, [change.inverted() for change in reversed(changes)]) == before.document()
    assert check(after, playbook) == []
    assert Project.of(document) == after
    return after
