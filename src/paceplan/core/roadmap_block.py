"""Everything that a roadmap says on a day, gathered once: for the screen, the commands, and programs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from paceplan.core import baseline, elevation
from paceplan.core.doubts import Doubt, doubts
from paceplan.core.occasions import Occasion, occasions
from paceplan.core.schedule import Plan, plan

if TYPE_CHECKING:
    from paceplan.core.baseline import Drift
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.schedule import MilestoneState, PhaseSpan, SprintSpan


@dataclass(frozen=True)
class Overview:
    """A plan with what it departs from, what is doubtful in it, and what comes round."""

    plan: Plan
    agreed: dt.date | None
    end_agreed: dt.date | None
    """None where no baseline was taken."""
    end_drift: int | None
    drifts: tuple[Drift, ...]
    doubts: tuple[Doubt, ...]
    occasions: tuple[Occasion, ...]

    @cached_property
    def all_drifts(self) -> dict[tuple[str, str], Drift]:
        """What stands against the baseline by kind and id, as agreed or not."""
        return {(d.kind, d.id): d for d in self.drifts}

    @cached_property
    def _doubtful(self) -> dict[tuple[str, ...], list[Doubt]]:
        found: dict[tuple[str, ...], list[Doubt]] = {}
        for doubt in self.doubts:
            found.setdefault(doubt.path[:2], []).append(doubt)
        return found

    def drift(self, kind: str, key: str) -> Drift | None:
        """Return how one thing stands against the baseline; None where it is as agreed, or nothing was."""
        found = self.all_drifts.get((kind, key))
        return found if found and found.state != "kept" else None

    def doubts_on(self, kind: str, key: str) -> tuple[Doubt, ...]:
        """Return what is doubtful about one thing."""
        return tuple(self._doubtful.get((f"{kind}s", key), ()))


def overview(
    project: Project, playbook: Playbook, pace: str | None, today: dt.date, laid: Plan | None = None
) -> Overview | None:
    """Return what there is to say of the project's roadmap; None where it has none.

    `laid` is its plan, where that is known already.
    """
    found = laid or plan(project, playbook, pace)
    if found is None:
        return None
    roadmap = project.roadmap
    base = roadmap.baseline if roadmap else None
    return Overview(
        found, roadmap.agreed if roadmap else None, base.end if base else None, baseline.end_drift(project, found),
        baseline.drifts(project, found), doubts(found, today), occasions(playbook, found, pace),
    )  # fmt: skip


def block(project: Project, playbook: Playbook, pace: str | None, today: dt.date) -> dict[str, Any] | None:
    """Return the roadmap as `show --json` and `roadmap --json` have it."""
    seen = overview(project, playbook, pace, today)
    if seen is None:
        return None
    found = seen.plan
    bare = found.as_json()
    phases = [shown | _phase(p, seen) for p, shown in zip(found.phases, bare["phases"], strict=True)]
    return {
        "start": bare["start"], "end": bare["end"], "phases": phases, "months": found.months, "agreed": seen.agreed,
        "end_drift_days": seen.end_drift,
        "sprints": [_sprint(s, seen) for s in found.sprints],
        "milestones": [_milestone(m, seen) for m in found.milestones],
        "pieces": [{"text": p.text, "sprint": p.sprint, "there": p.there} for p in found.pieces],
        "occasions": [{"kind": o.kind, "name": o.name, "every": o.every, "days": list(o.days)} for o in seen.occasions],
        "moved": [d.as_json() for d in baseline.moved(seen.drifts)],
        "warnings": [{"place": ".".join(d.path), "text": d.message} for d in seen.doubts],
    }  # fmt: skip


def trip_wires(project: Project, playbook: Playbook, today: dt.date) -> list[dict[str, Any]]:
    """Return the trip-wires as the public contract has them."""
    return [wire.as_json() for wire in elevation.trip_wires(project, playbook, today)]


def _days(seen: Overview, kind: str, key: str) -> dict[str, Any]:
    """Return by how many days something is off, None where nothing was agreed on it."""
    drift = seen.all_drifts.get((kind, key))
    return {"agreed": drift.agreed if drift else None, "moved_days": drift.days if drift and drift.agreed else None}


def _phase(phase: PhaseSpan, seen: Overview) -> dict[str, Any]:
    return {
        "name": phase.name, "months": phase.months, "shift_days": phase.shift_days, "own": phase.own,
        "waits": [{"id": w.id, "name": w.name, "due": w.due, "detail": w.detail} for w in phase.waits],
        "deliverables": [
            {"id": d.id, "name": d.name, "owner": d.owner, "due": d.due, "done": d.done, "on": d.on,
             "evidence": d.evidence, "note": d.note, "needs": list(d.needs), "missing_needs": list(d.missing_needs)}
            | _days(seen, "deliverable", d.id)
            for d in phase.deliverables
        ],
        **_days(seen, "phase", phase.id),
    }  # fmt: skip


def _sprint(sprint: SprintSpan, seen: Overview) -> dict[str, Any]:
    return {
        "id": sprint.id, "name": sprint.name, "phase": sprint.phase, "start": sprint.start, "end": sprint.end,
        "weeks": sprint.weeks, "de_risks": sprint.de_risks, "leaves": sprint.leaves, "done": sprint.done,
        "on": sprint.on, "decision": sprint.decision, **_days(seen, "sprint", sprint.id),
    }  # fmt: skip


def _milestone(point: MilestoneState, seen: Overview) -> dict[str, Any]:
    return {
        "id": point.id, "name": point.name, "date": point.day, "done": point.done, "on": point.on,
        "evidence": point.evidence, "audit": {i: where or None for i, _, where in point.audit},
        "lacks": list(point.lacks), **_days(seen, "milestone", point.id),
    }  # fmt: skip
