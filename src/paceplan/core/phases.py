"""The phases of a roadmap in whole months after its start, before they become dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paceplan.core.dates import half_up, scaled

if TYPE_CHECKING:
    import datetime as dt

    from paceplan.core.entries import Phase
    from paceplan.core.playbook import PhaseInfo, Playbook
    from paceplan.core.project import Project
    from paceplan.core.roadmap import DeliverableState

PILOT = "pilot"
"""The id of the months that a hybrid pilots before the phases it keeps; a project may move them like a phase."""


@dataclass(frozen=True, slots=True)
class Part:
    """A phase in whole months after the roadmap's start; `usual` months where nobody stretched it."""

    id: str
    start: int
    end: int
    usual: int
    own: bool
    info: PhaseInfo | None
    entry: Phase | None

    @property
    def shift(self) -> int:
        return self.entry.shift_days if self.entry else 0

    @property
    def name(self) -> str:
        return (self.entry and self.entry.name) or (self.info.name if self.info else "Pilot")

    @property
    def text(self) -> str:
        return self.info.text if self.info else "" if self.own else "Run like a sprint; its decision opens the rest."

    @property
    def gates(self) -> tuple[str, ...]:
        if self.entry and self.entry.waits_for is not None:
            return self.entry.waits_for
        return self.info.waits_for if self.info else ()


def last(order: int | None) -> int:
    """Return the sort key of an `order`: what has none comes last."""
    return 10_000 if order is None else order


def has_roadmap(project: Project) -> bool:
    """Tell whether the project holds a part of a roadmap, whatever its pace."""
    nested = any(sprint.phase for sprint in project.sprints.values())
    return bool(project.roadmap or project.phases or project.deliverables or nested)


def layout(project: Project, playbook: Playbook, pace: str | None) -> tuple[Part, ...]:
    """Return the phases in order, in months: the playbook's first, then the project's own by `order` and id.

    A start month that the project gives is kept; a phase without one moves by what those before it grew or shrank,
    and a phase of the project's own without one follows the phase before it, for one month unless it says more.
    """
    planned = _planned(project, playbook, pace)
    own = [i for i, entry in project.phases.items() if i not in playbook.phases and i not in planned and entry.name]
    own.sort(key=lambda i: (last(project.phases[i].order), i))
    parts: list[Part] = []
    grown = edge = 0
    for key in (*planned, *own):
        entry = project.phases.get(key)
        first, end = planned.get(key, (edge - grown, edge - grown + 1))
        start = first + grown if entry is None or entry.start_month is None else entry.start_month
        edge = start + ((entry and entry.months) or end - first)
        if key in planned:
            grown = edge - end
        parts.append(Part(key, start, edge, end - first, key not in planned, playbook.phases.get(key), entry))
    return tuple(parts)


def _planned(project: Project, playbook: Playbook, pace: str | None) -> dict[str, tuple[int, int]]:
    """Return the first month and the month after the last of each phase that `pace` calls for."""
    hybrid, past_pilot = playbook.paces["hybrid"], _past_pilot(project)
    roadmap_months = project.roadmap.length_months if project.roadmap else None
    if pace not in ("hybrid", "marathon") and not has_roadmap(project):
        return {}
    if pace == "hybrid" and hybrid.chain and not past_pilot:
        return {}
    if pace == "hybrid" and playbook.hybrid_phases:
        return _pilot_then_kept(playbook, 0 if past_pilot else _pilot_months(project, playbook), roadmap_months)
    usual = marathon_months(playbook)
    length = roadmap_months or (project.length_months if pace != "sprint" else None) or usual
    months = scaled((m for p in playbook.phases.values() for m in (p.start, p.end)), usual, length)
    return {key: (months[p.start], months[p.end]) for key, p in playbook.phases.items()}


def marathon_months(playbook: Playbook) -> int:
    """Return the usual length of a marathon in months."""
    info = playbook.paces["marathon"]
    return info.usual if info.unit == "months" else max(p.end for p in playbook.phases.values())


def _past_pilot(project: Project) -> bool:
    """Tell whether the roadmap starts after a pilot that was decided to go on."""
    pilot, roadmap = project.pilot, project.roadmap
    if not (pilot and pilot.start and pilot.decision and roadmap and roadmap.start):
        return False
    return pilot.decision.decision in ("scale", "elevate") and roadmap.start > pilot.start


def _pilot_months(project: Project, playbook: Playbook) -> int:
    """Return how long a hybrid pilots: the project's own length, else the usual one."""
    info = playbook.paces["hybrid"]
    if project.length_months is not None:
        return project.length_months
    weeks = project.length_weeks or (info.usual if info.unit == "weeks" else None)
    return info.usual if weeks is None else max(1, half_up(weeks * 12, 52))


def _pilot_then_kept(playbook: Playbook, pilot_months: int, length: int | None) -> dict[str, tuple[int, int]]:
    """Lay the pilot's months and the phases that a hybrid keeps end to end, these scaled to what `length` leaves."""
    edges, edge = {}, 0
    for key, phase in playbook.phases.items():
        if key in playbook.hybrid_phases:
            edges[key] = (edge, edge + phase.end - phase.start)
            edge = edges[key][1]
    months = scaled({0, *(e for _, e in edges.values())}, edge, max(1, length - pilot_months) if length else edge)
    kept = {key: (pilot_months + months[s], pilot_months + months[e]) for key, (s, e) in edges.items()}
    return ({PILOT: (0, pilot_months)} if pilot_months and PILOT not in kept else {}) | kept


def hanging_on(
    parts: tuple[Part, ...], ends: Mapping[str, dt.date], states: Mapping[str, DeliverableState]
) -> set[str]:
    """Return the phases that the end hangs on: those that end last and, backwards, each that leads up to one.

    A phase leads up to another that is planned to start in the month in which it ends, and to one that waits for a
    deliverable of it and leaves it no month to spare.
    """
    found: set[str] = set()
    open_ = [p for p in parts if ends[p.id] == max(ends.values())]
    while open_:
        part = open_.pop()
        if part.id in found:
            continue
        found.add(part.id)
        awaited = {states[g].phase for g in part.gates if g in states} - {part.id}
        open_ += [p for p in parts if p.end == part.start or (p.id in awaited and p.end > part.start)]
    return found
