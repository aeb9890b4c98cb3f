"""Trip-wires: what says that a sprint has become a marathon, and the step that makes it one.

A third iteration of one hypothesis elevates a sprint (`martech`: source 001); so do a core system that it touches after
all, an error budget burnt, and a time box outlived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paceplan.core import budget, decision, pilot, scoring, verdict
from paceplan.core.criteria import figure
from paceplan.core.dates import add_days, close_day
from paceplan.core.drafting import draft
from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


@dataclass(frozen=True, slots=True)
class TripWire:
    """One reason to elevate; `since` is the day from which it holds, where that is known."""

    id: str
    text: str
    since: dt.date | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the trip-wire as the public contract has it."""
        return {"id": self.id, "text": self.text, "since": self.since}


def trip_wires(project: Project, playbook: Playbook, today: dt.date | None = None) -> tuple[TripWire, ...]:
    """Return what speaks for elevating the project; nothing for a marathon under way, or a project that is over.

    Without `today` what depends on the day is left out.
    """
    pace = verdict.effective_pace(project, playbook)
    if _is_marathon(project, pace) or _is_over(project):
        return ()
    return (
        *_iterations(project, playbook),
        *_core_systems(project, playbook, pace),
        *_burnt(project),
        *(_outlived(project, playbook, pace, today) if today else ()),
    )


NONE = "-"
"""Stands in a summary row for a project that nothing elevates, whatever of it is overdue."""


def standing(project: Project, playbook: Playbook, pace: str | None) -> str:
    """Return the ids of the trip-wires that hold on any day, for a summary row; `NONE` where none ever trips."""
    if _is_marathon(project, pace) or _is_over(project):
        return NONE
    held = (*_iterations(project, playbook), *_core_systems(project, playbook, pace), *_burnt(project))
    return " ".join(dict.fromkeys(wire.id for wire in held))


def _is_marathon(project: Project, pace: str | None) -> bool:
    return pace == "marathon" and bool(project.roadmap and project.roadmap.start)


def _is_over(project: Project) -> bool:
    made = project.pilot.decision if project.pilot else None
    return made is not None and made.decision in ("stop", "elevate")


def _iterations(project: Project, playbook: Playbook) -> Iterator[TripWire]:
    """A sprint that needs one more than the iterations there are for a hypothesis."""
    run, most = project.pilot, playbook.pilot.iterations_before_elevation
    if run and run.iteration > most and not run.decision:
        text = f"iteration {run.iteration} of one hypothesis; {most} are the most before it is a marathon"
        yield TripWire("third-iteration", text, run.start)


def _core_systems(project: Project, playbook: Playbook, pace: str | None) -> Iterator[TripWire]:
    """A gate that calls for a marathon while a sprint or a chain is run."""
    run = project.pilot
    if run is None or run.start is None:
        return
    for key, gate in playbook.gates.items():
        answer = project.gates.get(key)
        if gate.forces == "marathon" and answer and answer.answer is gate.on:
            as_ = f"it is run as a {pace}" if pace in ("sprint", "hybrid") else "its pilot was begun as a sprint"
            yield TripWire("core-system", f"{gate.name}: {gate.because}; {as_}", None)


def _burnt(project: Project) -> Iterator[TripWire]:
    state = budget.state(project)
    if state and state.paused:
        used = f"{figure(state.used)} of {figure(state.allowed, state.unit)} used"
        yield TripWire("error-budget", f"error budget burnt, {used}; what it runs on does not hold", None)


def _outlived(project: Project, playbook: Playbook, pace: str | None, today: dt.date) -> Iterator[TripWire]:
    """A pilot past its close without a decision, or a link of a chain that is still open after its own."""
    box = pilot.time_box(project, playbook, pace)
    if box.close and (days := box.overdue(today)):
        text = f"the pilot outlived its time box by {_days(days)}: it was to be decided on {box.close}"
        yield TripWire("time-box", text, box.close)
    for sprint in project.sprints.values():
        close = close_day(sprint.start, sprint.weeks)
        if not sprint.done and close < today:
            text = f"the sprint '{sprint.name}' outlived its time box by {_days((today - close).days)}"
            yield TripWire("time-box", text, close)


def _days(n: int) -> str:
    return f"{n} day{'' if n == 1 else 's'}"


# The step


def why_not_elevate(project: Project, playbook: Playbook) -> str | None:
    """Return what keeps the project from being elevated, in words; None where nothing does."""
    if _is_marathon(project, verdict.effective_pace(project, playbook)):
        start = project.roadmap.start if project.roadmap else None
        return f"roadmap: a marathon already, with its roadmap from {start} on"
    return None


def elevate(
    project: Project, playbook: Playbook, *, why: str, by: str = "", on: dt.date, today: dt.date | None = None
) -> Project:
    """Make a marathon of a sprint: decide its pilot where one runs, override the pace, and draft the roadmap.

    The roadmap starts on the day after `on`; the pilot is kept as evidence. Raises `Refused`.
    """
    if reason := why_not_elevate(project, playbook):
        raise Refused(reason, ("roadmap",))
    if not why.strip():
        raise Refused("override.why: an elevation needs a reason; say why in a line", ("override", "why"))
    if decision.why_not_decide(project) is None:
        return decision.decide(project, playbook, decision="elevate", why=why, by=by, on=on, today=today)
    if today and on > today:
        raise Refused(f"override.on: {on} lies in the future (today is {today}); elevate on the day", ("override",))
    changed = scoring.override(project, playbook, pace="marathon", why=why, by=by, on=on)
    return draft(changed, playbook, start=add_days(on, 1))


def drafted(before: Project, after: Project) -> tuple[str, ...]:
    """Return the ids of the deliverables that an elevation found to be done already."""
    old = {i for i, d in before.deliverables.items() if d.done}
    return tuple(i for i, d in after.deliverables.items() if d.done and i not in old)
