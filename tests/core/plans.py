"""Projects with a roadmap, and its plan, for the tests of what a roadmap can do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from paceplan.core import roadmap
from paceplan.core.project import Project
from paceplan.core.roadmap import Plan

from .books import shipped

D = dt.date
START = D(2026, 1, 5)
MARATHON: dict[str, Any] = {"override": {"pace": "marathon", "why": "for the test"}}
HYBRID: dict[str, Any] = {"override": {"pace": "hybrid", "why": "for the test"}}


def made(playbook: str = "edtech", **content: Any) -> Project:
    """Return a project of a shipped playbook that starts on a Monday."""
    return Project.of({"format": "paceplan/1", "name": "P", "playbook": playbook, "start": START} | content)


def planned(project: Project, pace: str | None = "marathon") -> Plan:
    """Return the plan of a project that has one."""
    plan = roadmap.plan(project, shipped(project.playbook), pace)
    assert plan is not None
    return plan


def spans(plan: Plan) -> dict[str, tuple[dt.date, dt.date]]:
    """Return the first and last day of each phase."""
    return {p.id: (p.start, p.end) for p in plan.phases}
