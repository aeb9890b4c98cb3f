"""A marathon's roadmap drafted from what a sprint already has: its pieces, its artifacts in hand, its ticks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from paceplan.core import pilot, roadmap
from paceplan.core.dates import add_days

if TYPE_CHECKING:
    from paceplan.core.entries import Deliverable
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


def draft(project: Project, playbook: Playbook, *, start: dt.date) -> Project:
    """Lay out the marathon's roadmap from `start` on, with what is in hand already done. Raises `Refused`.

    - A deliverable that an artifact or a tick of the pilot's checklist stands for is done, with that as its evidence.
    - One that a finished sprint de-risked has the piece it left in its note.
    - The weeks of the sprint stay with the pilot, and are no longer the project's length.
    """
    changed = roadmap.build(project, playbook, start=start)
    deliverables = dict(changed.deliverables)
    for phase in playbook.phases.values():
        for key, info in phase.deliverables.items():
            old = deliverables.get(key)
            if old and old.done:
                continue
            if info.given_by and (found := _in_hand(project, playbook, info.given_by)):
                deliverables[key] = _with(old, done=True, on=found[1] or add_days(start, -1), evidence=found[0])
            elif info.prepared_by and (found := _in_hand(project, playbook, info.prepared_by)):
                deliverables[key] = _noted(old, f"From the sprint: {found[0]}")
    for sprint in project.sprints.values():
        if sprint.de_risks and sprint.done and sprint.decision != "stop":
            left = f"; it left: {sprint.leaves}" if sprint.leaves else ""
            words = f"De-risked by the sprint '{sprint.name}'{left}"
            deliverables[sprint.de_risks] = _noted(deliverables.get(sprint.de_risks), words)
    changed = changed.model_copy(update={"deliverables": deliverables})
    return _with_weeks(changed, playbook)


def _with(old: Deliverable | None, **fields: object) -> Deliverable:
    from paceplan.core.entries import Deliverable

    return Deliverable.model_validate((old.model_dump() if old else {}) | fields)


def _noted(old: Deliverable | None, words: str) -> Deliverable:
    return _with(old, note="\n".join(filter(None, (old.note if old else "", words))))


def _in_hand(project: Project, playbook: Playbook, source: str) -> tuple[str, dt.date | None] | None:
    """Return the proof, and the day, of an artifact or a tick of the pilot's checklist; None where it is wanting."""
    if source in playbook.artifacts:
        state = project.artifacts.get(source)
        name = playbook.artifacts[source].name
        return (_line(state.evidence or state.why or name), None) if state and state.done else None
    tick = project.checklists.get("pilot", {}).get(source)
    if tick is None or not tick.done:
        return None
    name = playbook.checklists["pilot"].items[source].name
    return _line(tick.evidence or tick.note or f"'{name}' of the pilot"), tick.on


def _line(text: str) -> str:
    return " ".join(text.split())[:1_000]


def _with_weeks(project: Project, playbook: Playbook) -> Project:
    """Give the pilot the weeks that were the project's length."""
    if project.length_weeks is None:
        return project
    kept = {}
    if project.pilot and project.pilot.weeks is None:
        weeks = pilot.time_box(project, playbook, "sprint").weeks
        kept = {"pilot": project.pilot.model_copy(update={"weeks": weeks})}
    return project.model_copy(update={"length_weeks": None, **kept})
