"""The roadmap in a report: phases with what they hold, nested sprints, milestones, and what moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from paceplan.core import baseline, doubts
from paceplan.core.schedule import DeliverableState, MilestoneState, PhaseSpan, SprintSpan, plan
from paceplan.export import markdown as md

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


def roadmap(project: Project, playbook: Playbook, pace: str | None, today: dt.date) -> Iterator[str]:
    """Yield the part on the roadmap; nothing where there is none."""
    found = plan(project, playbook, pace)
    if found is None:
        return
    done, total = found.progress
    agreed = project.roadmap.agreed if project.roadmap else None
    said = f", agreed on {agreed}" if agreed else ", not agreed yet"
    drift = baseline.end_drift(project, found)
    moved = f"; it ends {baseline.by_days(drift)}" if drift else ""
    yield from md.heading(2, "Roadmap")
    far = f"; {done} of {total} done" if total else ""
    yield from (f"{found.start} to {found.end}{said}{moved}{far}.", "")
    yield from md.table(["phase", "from", "to", "done", "waits for"], map(_phase, found.phases))
    items = [_deliverable(p, d) for p in found.phases for d in p.deliverables]
    if items:
        yield from md.heading(3, "Deliverables")
        yield from md.table(["deliverable", "phase", "owner", "due", "state", "evidence"], items)
    if found.sprints:
        yield from md.heading(3, "Sprints")
        yield from md.table(["sprint", "from", "to", "state", "leaves"], map(_sprint, found.sprints))
    if found.milestones:
        yield from md.heading(3, "Milestones")
        yield from md.table(["milestone", "day", "state", "evidence"], map(_milestone, found.milestones))
    slips = [md.text(baseline.told(d)) for d in baseline.moved(baseline.drifts(project, found))]
    if slips:
        yield from (*md.heading(3, "Moved since the agreement"), *md.bullets(slips))
    open_doubts = [md.text(str(d)) for d in doubts.doubts(found, today)]
    if open_doubts:
        yield from (*md.heading(3, "Doubtful"), *md.bullets(open_doubts))


def _phase(p: PhaseSpan) -> list[str]:
    return [md.text(p.name), str(p.start), str(p.end), f"{p.done} of {p.total}", md.text("; ".join(p.waits_for))]


def _deliverable(phase: PhaseSpan, d: DeliverableState) -> list[str]:
    state = f"✓ done{f' {d.on}' if d.on else ''}" if d.done else "○ open"
    evidence = md.link(d.evidence) if d.evidence else md.prose(d.note)
    return [md.text(d.name), md.text(phase.name), md.text(d.owner), str(d.due or ""), state, evidence]


def _sprint(s: SprintSpan) -> list[str]:
    state = f"✓ {s.decision or 'done'}" if s.done else f"{s.weeks} weeks"
    return [md.text(s.name), str(s.start), str(s.end), state, md.text(s.leaves)]


def _milestone(m: MilestoneState) -> list[str]:
    evidence = md.link(m.evidence) if m.evidence else md.text(f"lacks {', '.join(m.lacks)}" if m.lacks else "")
    return [md.text(m.name), str(m.day), "✓ done" if m.done else "○ open", evidence]
