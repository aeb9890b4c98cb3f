"""What of a project takes time, as one short text in its summary row: phases, sprints, the pilot, milestones.

The text holds a line for the whole, then one for each span. Days are counted from the first one, so that the text stays
short and is read with a few splits: a timeline of ten thousand projects reads the first line of each, and the rest of
those on the screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from paceplan.core.phases import PILOT

if TYPE_CHECKING:
    from paceplan.core.pilot import TimeBox
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.roadmap import PhaseSpan, Plan

Kind = Literal["phase", "sprint", "pilot", "milestone"]
State = Literal["planned", "running", "closed"]

_CODES: dict[str, Kind] = {"f": "phase", "s": "sprint", "m": "milestone", "p": "pilot", "r": "pilot", "c": "pilot"}
_STATES: dict[str, State] = {"p": "planned", "r": "running", "c": "closed"}
_LETTERS = {kind: code for code, kind in _CODES.items()} | {state: code for code, state in _STATES.items()}
_MOST = 48
"""So many spans of a project stand in its row, the earliest, so that no project can make the index slow for all."""
_LAST = dt.date.max.toordinal()
_NAME = 48
"""Characters of a span's name that stand there."""


class Span(NamedTuple):
    """A stretch of days, as ordinals: from `start` to before `end`; a milestone takes no day.

    A sprint or pilot ends on its decision day, which is the first one after it. `done` of `total` are deliverables of a
    phase; of all others, the whole is done or not.
    """

    kind: Kind
    name: str
    start: int
    end: int
    done: int
    total: int
    state: State | None = None
    """Of a pilot."""

    @property
    def complete(self) -> bool:
        """Everything in it is done."""
        return 0 < self.total == self.done

    @property
    def first(self) -> dt.date:
        """The first day."""
        return dt.date.fromordinal(self.start)

    @property
    def last(self) -> dt.date:
        """The day people name as its end: a phase's last day, a sprint's decision day."""
        return dt.date.fromordinal(self.end - (self.kind == "phase"))

    def late(self, today: dt.date) -> bool:
        """Its end has passed, and it is not done; what was never begun, or has nothing to do, is never late."""
        return self.total > self.done and self.state != "planned" and self.last < today

    def as_json(self) -> dict[str, Any]:
        """Return the span as the public contract has it."""
        return {
            "kind": self.kind, "name": self.name, "start": self.first, "end": self.last, "done": self.done,
            "total": self.total, "state": self.state,
        }  # fmt: skip


def text_of(project: Project, playbook: Playbook, pace: str | None, box: TimeBox, plan: Plan | None) -> str:
    """Return the text for a project's row; empty where nothing of it has a date."""
    found = sorted(_spans(project, playbook, pace, box, plan), key=lambda s: (s.start, s.end))
    if not found:
        return ""
    first, end = min(s.start for s in found), max(s.end for s in found)
    return "\n".join([f"{first} {end - first}", *(_line(span, first) for span in found[:_MOST])])


def _line(span: Span, first: int) -> str:
    code = _LETTERS[span.state or span.kind]
    share = f"{span.done}/{span.total}" if span.kind == "phase" else str(span.done)
    name = span.name if len(span.name) <= _NAME else f"{span.name[: _NAME - 3].rstrip()}..."
    return f"{code}{span.start - first} {span.end - span.start} {share} {name}"


def whole(text: str) -> tuple[int, int] | None:
    """Return the first day of a row's text and the day after its last, as ordinals; None where it holds none."""
    try:
        first, length = text.partition("\n")[0].split(" ")
        start, end = int(first), int(first) + int(length)
    except ValueError:
        return None
    return (start, end) if 1 <= start <= end <= _LAST else None


def spans(text: str) -> list[Span]:
    """Return the spans in a row's text, the earliest first; what a later release writes otherwise is left out."""
    reach = whole(text)
    if reach is None:
        return []
    found = []
    for line in text.split("\n")[1:]:
        try:
            offset, length, share, name = line.split(" ", 3)
            kind, start = _CODES[offset[0]], reach[0] + int(offset[1:])
            done, _, total = share.partition("/")
            span = Span(kind, name, start, start + int(length), int(done), int(total or 1), _STATES.get(offset[0]))
        except (ValueError, KeyError, IndexError):
            continue
        if reach[0] <= span.start <= span.end <= reach[1]:
            found.append(span)
    return found


def _spans(
    project: Project, playbook: Playbook, pace: str | None, box: TimeBox, plan: Plan | None
) -> Iterator[Span]:  # fmt: skip
    if project.pilot:
        yield from _earlier(project)
    # A pilot that nobody began and a roadmap both start with the project; then the roadmap tells what is planned.
    laid_out = pace == "marathon" or (plan and (plan.phases or plan.sprints))
    # A pilot of the same days as a sprint is that sprint, a link of the chain.
    linked = plan and any((s.start, s.end) == (box.start, box.close) for s in plan.sprints)
    if box.start and box.close and not linked and not (box.state == "planned" and laid_out):
        yield _pilot(project, playbook, pace, box, plan)
    if plan is None:
        return
    for phase in plan.phases:
        if phase.id != PILOT:
            yield Span("phase", phase.name, _day(phase.start), _after(phase.end), phase.done, phase.total)
        elif box.state == "planned":
            yield _months_of_a_pilot(phase)
    for sprint in plan.sprints:
        yield Span("sprint", sprint.name, _day(sprint.start), _day(sprint.end), int(sprint.done), 1)
    for milestone in plan.milestones:
        yield Span("milestone", milestone.name, _day(milestone.day), _day(milestone.day), int(milestone.done), 1)


def _earlier(project: Project) -> Iterator[Span]:
    assert project.pilot is not None
    for round_, run in sorted(project.pilot.earlier.items(), key=lambda entry: int(entry[0])):
        yield Span("pilot", f"Pilot {round_}", _day(run.start), max(_day(run.start), _day(run.on)), 1, 1, "closed")


def _pilot(project: Project, playbook: Playbook, pace: str | None, box: TimeBox, plan: Plan | None) -> Span:
    """Return the current time box; a decided one ended with its decision, and a chain not yet laid out is one run."""
    assert box.start is not None
    assert box.close is not None
    start, end = _day(box.start), _day(box.close)
    decision = project.pilot.decision if project.pilot else None
    if decision and decision.on:
        end = max(start, _day(decision.on))
    name = f"Pilot {box.iteration}" if box.iteration > 1 else "Pilot"
    if box.state == "planned" and pace == "hybrid" and plan and playbook.paces["hybrid"].chain:
        end, name = max(end, _day(plan.end)), "Chain of sprints"
    return Span("pilot", name, start, end, int(box.state == "closed"), 1, box.state)


def _months_of_a_pilot(phase: PhaseSpan) -> Span:
    return Span("pilot", phase.name, _day(phase.start), _after(phase.end), 0, 1, "planned")


def _day(day: dt.date) -> int:
    return day.toordinal()


def _after(day: dt.date) -> int:
    return min(_day(day) + 1, _LAST)
