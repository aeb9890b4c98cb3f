"""What is wrong with the dates of a plan: nothing is refused for it, and it is said until it is put right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paceplan.core.schedule import DeliverableState, PhaseSpan, Plan, SprintSpan


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that cannot come about as it is planned, at one place."""

    path: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.message}"


def doubts(plan: Plan, today: dt.date) -> tuple[Doubt, ...]:
    """Return what is doubtful in `plan` on `today`: sprints, needs and gates out of time, evidence that is wanting."""
    phases = {p.id: p for p in plan.phases}
    states = {d.id: d for p in plan.phases for d in p.deliverables}
    return (
        *(d for p in plan.phases for d in _gate(p, today)),
        *(d for state in states.values() for d in _deliverable(state, phases[state.phase], states)),
        *(d for s in plan.sprints if s.phase and not s.done for d in _outside(s, phases[s.phase])),
        *(
            Doubt(("milestones", m.id, "audit"), f"'{m.name}' is done without {', '.join(m.lacks)}; say where it is")
            for m in plan.milestones
            if m.done and m.lacks
        ),
    )


def _outside(sprint: SprintSpan, phase: PhaseSpan) -> Iterator[Doubt]:
    reasons = []
    if sprint.start < phase.start:
        reasons.append(f"starts on {sprint.start}, before its phase {phase.name} does on {phase.start}")
    elif sprint.start > phase.end:
        reasons.append(f"starts on {sprint.start}, after its phase {phase.name} ends on {phase.end}")
    elif sprint.end > phase.end:
        reasons.append(f"closes on {sprint.end}, after its phase {phase.name} ends on {phase.end}")
    for reason in reasons:
        message = f"'{sprint.name}' lies outside its phase: it {reason}; move one of them, or give it another phase"
        yield Doubt(("sprints", sprint.id), message)


def _gate(phase: PhaseSpan, today: dt.date) -> Iterator[Doubt]:
    path = ("phases", phase.id, "waits_for")
    waits = [w for w in phase.waits if w.due is None or w.due >= phase.start or phase.start <= today]
    if waits and phase.start <= today:
        names = ", ".join(w.name for w in waits)
        yield Doubt(path, f"{phase.name} was to start on {phase.start} and still waits for {names}")
        return
    for wait in waits:
        if wait.due and wait.due > phase.start:
            message = f"{phase.name} starts on {phase.start}, before what it waits for: {wait.name}, on {wait.due}"
            yield Doubt(path, message)


def _deliverable(item: DeliverableState, phase: PhaseSpan, states: dict[str, DeliverableState]) -> Iterator[Doubt]:
    if item.done or item.due is None:
        return
    path = ("deliverables", item.id, "due")
    for need in item.missing_needs:
        due = states[need].due
        if due and due > item.due:
            message = f"{item.name} is due on {item.due}, before what it needs: {states[need].name}, on {due}"
            yield Doubt(path, message)
    if item.due > phase.end:
        yield Doubt(path, f"{item.name} is due on {item.due}, after its phase {phase.name} ends on {phase.end}")
