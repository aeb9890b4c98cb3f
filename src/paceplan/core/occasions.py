"""What a roadmap's calendar holds by itself: demos and committee meetings, laid out over its whole length."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paceplan.core.coming import FIRST_TURN, occurrence

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.schedule import Plan

_MOST = 600
"""So many days of one kind at most: a weekly meeting over eleven years."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that comes round: `every` week, month or quarter, on `days`."""

    kind: str
    name: str
    every: str
    days: tuple[dt.date, ...]

    def next(self, today: dt.date) -> dt.date | None:
        """Return the day that comes next, today included."""
        return next((day for day in self.days if day >= today), None)


def occasions(playbook: Playbook, plan: Plan, pace: str | None) -> tuple[Occasion, ...]:
    """Return the demos and the committee's meetings of a roadmap with phases, or of a hybrid.

    The committee meets from the first day on. The first demo is a term later, when there is something to show.
    """
    if not plan.phases and pace != "hybrid":
        return ()
    found = []
    if playbook.demos:
        found.append(_occasion("demo", playbook.demo_name, playbook.demos, plan))
    if playbook.committee:
        name, every = playbook.committee.name, playbook.committee.meets
        found.append(_occasion("meeting", name, every, plan))
    return tuple(o for o in found if o.days)


def _occasion(kind: str, name: str, every: str, plan: Plan) -> Occasion:
    days: list[dt.date] = []
    for n in range(FIRST_TURN.get(kind, 0), _MOST):
        day = occurrence(plan.start, every, n)
        if day > plan.end or (days and day <= days[-1]):
            break
        days.append(day)
    return Occasion(kind, name, every, tuple(days))
