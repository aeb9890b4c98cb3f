"""The baseline: the dates taken when the plan was agreed, and what of today's plan departs from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from paceplan.core import slips
from paceplan.core.errors import Refused
from paceplan.core.locating import made, pace_of
from paceplan.core.schedule import plan

if TYPE_CHECKING:
    from paceplan.core.entries import Baseline
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.schedule import Plan

Kind = Literal["phase", "deliverable", "sprint", "milestone"]


@dataclass(frozen=True, slots=True)
class Drift:
    """How one thing departs from what was agreed: later by `days` (earlier: negative), new, or dropped.

    `agreed` and `now` are the days on which it ends, or is due; `since` is when it was first moved, and `why` the
    reasons, the latest last: its own, and those of the phases that took it along.
    """

    kind: Kind
    id: str
    name: str
    phase: str | None
    state: Literal["moved", "new", "dropped", "kept"]
    agreed: dt.date | None
    now: dt.date | None
    days: int
    since: dt.date | None
    why: tuple[str, ...]
    done: bool = False
    start: dt.date | None = None
    """The day on which it was agreed to start, for what has a length."""

    def as_json(self) -> dict[str, Any]:
        """Return the drift as the public contract has it."""
        return {
            "kind": self.kind, "id": self.id, "name": self.name, "state": self.state, "agreed": self.agreed,
            "now": self.now, "days": self.days, "since": self.since, "why": list(self.why), "done": self.done,
        }  # fmt: skip


def agree(project: Project, playbook: Playbook, *, on: dt.date) -> Project:
    """Take the plan as it is for the agreed one; where one was agreed before, it gives way, and its moves go with it.

    The journal holds the one before. Raises `Refused` where there is nothing to agree on.
    """
    from paceplan.core.entries import Baseline, Roadmap

    found = plan(project, playbook, pace_of(project, playbook))
    if found is None or not (found.phases or found.sprints or found.milestones):
        raise Refused("roadmap.baseline: there is no plan to agree on; build the roadmap first", ("roadmap",))
    path = ("roadmap", "baseline")
    taken = made(
        Baseline, path, end=found.end,
        phases={p.id: {"start": p.start, "end": p.end} for p in found.phases},
        deliverables={d.id: d.due for p in found.phases for d in p.deliverables if d.due},
        sprints={s.id: {"start": s.start, "end": s.end} for s in found.sprints},
        milestones={m.id: m.day for m in found.milestones},
    )  # fmt: skip
    now = project.roadmap or Roadmap()
    roadmap = made(Roadmap, ("roadmap",), **now.model_dump() | {"agreed": on, "baseline": taken.model_dump()})
    forgotten = {name: _without_moves(getattr(project, name)) for name in slips.MOVABLE}
    return project.model_copy(update={"roadmap": roadmap, **forgotten})


def _without_moves(entries: dict[str, Any]) -> dict[str, Any]:
    plain = {key: entry.model_copy(update={"moved": {}}) for key, entry in entries.items()}
    return {key: entry for key, entry in plain.items() if entry.model_dump(exclude_defaults=True)}


def drifts(project: Project, found: Plan) -> tuple[Drift, ...]:
    """Return how everything agreed, or new since, stands against the baseline; empty where none was taken."""
    base = project.roadmap.baseline if project.roadmap else None
    if base is None:
        return ()
    return (*_phases(project, found, base), *_items(project, found, base), *_dropped(found, base))


def moved(drifted: Iterable[Drift]) -> tuple[Drift, ...]:
    """Return those that are not where they were agreed to be, the largest delay first."""
    return tuple(sorted((d for d in drifted if d.state != "kept"), key=lambda d: (-d.days, d.kind != "phase")))


def leading(drifted: Iterable[Drift]) -> tuple[tuple[Drift, ...], int]:
    """Return what moved without what only went along with its phase, and how many those are."""
    found = moved(drifted)
    phases = {d.id: d.days for d in found if d.kind == "phase"}
    along = {
        (d.kind, d.id)
        for d in found
        if d.kind != "phase" and d.state == "moved" and not d.done and phases.get(d.phase or "") == d.days
    }
    return tuple(d for d in found if (d.kind, d.id) not in along), len(along)


def end_drift(project: Project, found: Plan) -> int | None:
    """Return by how many days the plan ends later than agreed (earlier: negative); None without a baseline."""
    base = project.roadmap.baseline if project.roadmap else None
    return None if base is None else (found.end - base.end).days


def told(drift: Drift) -> str:
    """Return one drift in a line: what, from when to when, by how much, since when and why."""
    if drift.state == "new":
        return f"{drift.name}: new since the agreement, {drift.now}"
    if drift.state == "dropped":
        return f"{drift.name}: agreed for {drift.agreed}, dropped"
    since = f" since {drift.since}" if drift.since else ""
    why = f": {'; '.join(drift.why)}" if drift.why else ": no reason given"
    done = ", done" if drift.done else ""
    return f"{drift.name}: {drift.agreed} -> {drift.now}, {by_days(drift.days)}{done}{since}{why}"


def by_days(days: int) -> str:
    """Return a delay in words: `14 days later`."""
    n = abs(days)
    return f"{n} day{'' if n == 1 else 's'} {'later' if days > 0 else 'earlier'}" if days else "as agreed"


def _phases(project: Project, found: Plan, base: Baseline) -> Iterator[Drift]:
    for phase in found.phases:
        span = base.phases.get(phase.id)
        days = (phase.end - span.end).days if span else 0
        off = span is not None and (days != 0 or phase.start != span.start)
        state: Any = "new" if span is None else "moved" if off else "kept"
        since, why = _reasons(project, found, phase.id) if off else (None, ())
        yield Drift(
            "phase", phase.id, phase.name, phase.id, state, span.end if span else None, phase.end, days, since, why,
            0 < phase.total == phase.done, span.start if span else None,
        )  # fmt: skip


def _reasons(
    project: Project, found: Plan, phase: str | None, own: tuple[str, str] | None = None
) -> tuple[dt.date | None, tuple[str, ...]]:
    """Return since when and why something moved: by itself, with its phase, or with what comes before that."""
    start = next((p.start for p in found.phases if p.id == phase), None)
    marks = [(day, slip.why) for day, slip in slips.moves(project, *own).items()] if own else []
    for other in found.phases:
        if start and (other.id == phase or other.start < start):
            said = "" if other.id == phase else f"{other.name}: "
            marks += [(day, f"{said}{slip.why}") for day, slip in slips.moves(project, "phases", other.id).items()]
    marks.sort(key=lambda mark: mark[0])
    return (marks[0][0] if marks else None), tuple(dict.fromkeys(why for _, why in marks))


def _items(project: Project, found: Plan, base: Baseline) -> Iterator[Drift]:
    """Yield deliverables, sprints and milestones; what is done stands on the day on which it was."""
    rows: list[tuple[Kind, str, str, str | None, dt.date | None, dt.date | None, dt.date | None, bool]] = []
    for d in (d for p in found.phases for d in p.deliverables):
        now = (d.on or d.due) if d.done else d.due
        rows.append(("deliverable", d.id, d.name, d.phase, base.deliverables.get(d.id), now, None, d.done))
    for s in found.sprints:
        span, now = base.sprints.get(s.id), (s.on or s.end) if s.done else s.end
        agreed, start = (span.end, span.start) if span else (None, None)
        rows.append(("sprint", s.id, s.name, s.phase, agreed, now, start, s.done))
    for m in found.milestones:
        now = (m.on or m.day) if m.done else m.day
        rows.append(("milestone", m.id, m.name, None, base.milestones.get(m.id), now, None, m.done))
    for kind, key, name, phase, agreed, now, start, done in rows:
        if agreed is None and now is None:
            continue
        days = (now - agreed).days if now and agreed else 0
        state: Any = "new" if agreed is None else "dropped" if now is None else "moved" if days else "kept"
        since, why = _reasons(project, found, phase, (f"{kind}s", key)) if state == "moved" else (None, ())
        yield Drift(kind, key, name, phase, state, agreed, now, days, since, why, done, start)


def _dropped(found: Plan, base: Baseline) -> Iterator[Drift]:
    phases, sprints = {p.id for p in found.phases}, {s.id for s in found.sprints}
    deliverables, milestones = {d.id for p in found.phases for d in p.deliverables}, {m.id for m in found.milestones}
    gone: list[tuple[Kind, str, dt.date]] = [
        *(("phase", i, s.end) for i, s in base.phases.items() if i not in phases),
        *(("deliverable", i, day) for i, day in base.deliverables.items() if i not in deliverables),
        *(("sprint", i, s.end) for i, s in base.sprints.items() if i not in sprints),
        *(("milestone", i, day) for i, day in base.milestones.items() if i not in milestones),
    ]
    for kind, key, day in gone:
        yield Drift(kind, key, key, None, "dropped", day, None, 0, None, ())
