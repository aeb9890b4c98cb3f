"""Error budgets: project -> project to allow, spend and fix; and what objectives and the budget say on a day.

The error budget counts failures in a unit of its own and pauses sprints once overspent (`martech`: source 001). An SLO
has a budget by itself: 100 % less its objective may be missed, on average over its window. It warns and pauses nothing,
as nobody can mark it fixed; it recovers when its readings do.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paceplan.core.criteria import figure
from paceplan.core.dates import add_days
from paceplan.core.errors import Refused
from paceplan.core.scoring import known

if TYPE_CHECKING:
    from paceplan.core.entries import ErrorBudget
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


LONGEST = 366
"""Days of an objective's window at most."""


@dataclass(frozen=True, slots=True)
class BudgetState:
    """The error budget: allowed and used in `unit`; `share` of it used, None where nothing is allowed."""

    allowed: float
    used: float
    unit: str
    share: float | None
    overspent: bool
    fix: str
    fixed: bool
    paused: bool


@dataclass(frozen=True, slots=True)
class SloState:
    """An objective: `allowed` and `used` in percent missed, `used` being the mean of the window that ends today."""

    id: str
    name: str
    text: str
    unit: str
    objective: float | None
    window_days: int
    cost: str
    readings: tuple[tuple[dt.date, float], ...]
    allowed: float | None
    used: float | None
    share: float | None
    chosen: bool
    """The project has it, not its playbook alone."""

    @property
    def overspent(self) -> bool:
        """Whether more was missed in the window than the objective allows; just as much is not more."""
        return self.used is not None and self.allowed is not None and self.used > self.allowed


def state(project: Project) -> BudgetState | None:
    """Return the project's error budget, or None where it has none."""
    b = project.error_budget
    if b is None:
        return None
    overspent = b.used > b.allowed
    share = b.used / b.allowed if b.allowed else None
    return BudgetState(b.allowed, b.used, b.unit, share, overspent, b.fix, b.fixed, overspent and not b.fixed)


def pause(project: Project) -> str | None:
    """Say that the overspent budget pauses sprints and what ends the pause; None where it does not."""
    b = state(project)
    if b is None or not b.paused:
        return None
    fix = f": {b.fix}" if b.fix else "; say what it is, do it and mark it done"
    used = f"{figure(b.used)} of {figure(b.allowed, b.unit)} used"
    return f"error_budget: overspent, {used}; sprints pause until the foundation fix is done{fix}"


def slos(project: Project, playbook: Playbook, today: dt.date) -> tuple[SloState, ...]:
    """Return every objective of playbook and project on `today`, in the playbook's order, then by `order` and id."""
    own = sorted((i for i in project.slos if i not in playbook.slos), key=lambda i: (project.slos[i].order or 0, i))
    return tuple(_slo(project, playbook, i, today) for i in (*playbook.slos, *own))


def _slo(project: Project, playbook: Playbook, slo_id: str, today: dt.date) -> SloState:
    from paceplan.core.entries import Slo

    slo, info = project.slos.get(slo_id) or Slo(), playbook.slos.get(slo_id)
    readings = tuple(sorted(slo.readings.items()))
    objective = slo.objective if slo.objective is not None else (info.objective if info else None)
    since = add_days(today, 1 - slo.window_days)
    missed = [value for day, value in readings if since <= day <= today]
    allowed = None if objective is None else round(100 - objective, 9)  # 100 - 99.9 is 0.0999..., which nobody meant
    used = round(sum(missed) / len(missed), 9) if missed else None
    return SloState(
        slo_id, slo.name or (info.name if info else slo_id), info.text if info else "", info.unit if info else "",
        objective, slo.window_days, slo.cost, readings, allowed, used,
        used / allowed if used is not None and allowed else None, slo_id in project.slos,
    )  # fmt: skip


def told(slo: SloState) -> str:
    """Return an objective in one line: what it allows to be missed, and what was."""
    if slo.objective is None or slo.allowed is None:
        return f"{slo.name}: no objective yet"
    aim = f"{slo.name}: objective {figure(slo.objective)} %"
    if slo.used is None:
        return f"{aim}; no reading in {slo.window_days} days"
    share = f", {slo.share:.0%} of its budget" if slo.share is not None else ""
    over = "; overspent" if slo.overspent else ""
    return f"{aim}; missed {slo.used:.3g} % of {figure(slo.allowed)} % in {slo.window_days} days{share}{over}"


# project -> project


def allow(
    project: Project, playbook: Playbook, *, allowed: float, unit: str | None = None, used: float | None = None,
    fix: str | None = None,
) -> Project:  # fmt: skip
    """Set how much may be missed, in `unit`, and what the fix would be; `used` 0 starts a new period."""
    from paceplan.core.entries import ErrorBudget

    _least("allowed", allowed)
    _least("used", used or 0)
    old = project.error_budget or ErrorBudget(allowed=allowed)
    given = {"allowed": allowed, "unit": unit, "used": used, "fix": fix}
    return _with(project, old, {key: value for key, value in given.items() if value is not None})


def spend(project: Project, playbook: Playbook, *, amount: float) -> Project:
    """Count `amount` more as used; a negative one takes back. Raises `Refused` without a budget, or below 0.

    What is missed after a fix while the budget is still overspent shows that the fix was none: sprints pause again.
    """
    old = _budget(project)
    used = round(old.used + amount, 9)
    if used < 0:
        message = f"error_budget.used: only {figure(old.used)} is used; {figure(-amount)} cannot be taken back"
        raise Refused(message, ("error_budget", "used"))
    return _with(project, old, {"used": used, "fixed": old.fixed and not (amount > 0 and used > old.allowed)})


def fix(project: Project, playbook: Playbook, *, done: bool = True, what: str | None = None) -> Project:
    """Mark the foundation fix as done, which ends the pause, or take that back; `what` says what it is.

    Raises `Refused` where nothing is overspent.
    """
    old = _budget(project)
    if done and old.used <= old.allowed:
        used = f"{figure(old.used)} of {figure(old.allowed, old.unit)} used"
        raise Refused(f"error_budget.fixed: the budget is not overspent, {used}; nothing is paused", ("error_budget",))
    return _with(project, old, {"fixed": done} | ({} if what is None else {"fix": what}))


def promise(project: Project, playbook: Playbook, *, slo: str, objective: float, days: int | None = None) -> Project:
    """Set the `objective` in percent of an SLO, and over how many `days` it is counted. Raises `Refused`."""
    from paceplan.core.entries import Slo

    path = ("slos", slo, "objective")
    _slo_known(project, playbook, slo)
    if not 0 < objective <= 100:
        raise Refused(f"{'.'.join(path)}: {figure(objective)} is no objective; give more than 0 and at most 100", path)
    if days is not None and not 1 <= days <= LONGEST:
        raise Refused(
            f"slos.{slo}.window_days: {days} is no window; give 1 to {LONGEST} days", (*path[:2], "window_days")
        )
    old = project.slos.get(slo) or Slo()
    fields = {"objective": objective} | ({} if days is None else {"window_days": days})
    return project.model_copy(update={"slos": {**project.slos, slo: old.model_copy(update=fields)}})


def record(project: Project, playbook: Playbook, *, slo: str, missed: float, on: dt.date, today: dt.date) -> Project:
    """Write down which percentage missed the objective `slo` up to the day `on`. Raises `Refused`."""
    from paceplan.core.entries import Slo

    path = ("slos", slo, "readings", on.isoformat())
    _slo_known(project, playbook, slo)
    if on > today:
        raise Refused(f"{'.'.join(path)}: lies in the future (today is {today}); give a day up to today", path)
    if not 0 <= missed <= 100:
        raise Refused(f"{'.'.join(path)}: {figure(missed)} is no percentage missed; give 0 to 100", path)
    old = project.slos.get(slo) or Slo()
    new = Slo.model_validate(old.model_dump() | {"readings": {**old.readings, on: missed}})
    return project.model_copy(update={"slos": {**project.slos, slo: new}})


def erase(project: Project, playbook: Playbook, *, slo: str, on: dt.date) -> Project:
    """Remove the reading of an objective on the day `on`. Raises `Refused` where there is none."""
    from paceplan.core.entries import Slo

    old = project.slos.get(slo) or Slo()
    if on not in old.readings:
        path = ("slos", slo, "readings", on.isoformat())
        raise Refused(f"{'.'.join(path)}: no reading on that day", path)
    new = old.model_copy(update={"readings": {d: v for d, v in old.readings.items() if d != on}})
    rest = {i: s for i, s in project.slos.items() if i != slo}
    return project.model_copy(update={"slos": rest if new == Slo() else {**rest, slo: new}})


def _slo_known(project: Project, playbook: Playbook, slo: str) -> None:
    known("SLO", slo, [*playbook.slos, *(i for i in project.slos if i not in playbook.slos)], playbook, ("slos", slo))


def _least(key: str, value: float) -> None:
    if value < 0:
        message = f"error_budget.{key}: {figure(value)} is too small; give 0 or more"
        raise Refused(message, ("error_budget", key))


def _budget(project: Project) -> ErrorBudget:
    if project.error_budget is None:
        raise Refused("error_budget: this project has none; say how much is allowed first", ("error_budget",))
    return project.error_budget


def _with(project: Project, old: ErrorBudget, fields: dict[str, Any]) -> Project:
    return project.model_copy(update={"error_budget": type(old).model_validate(old.model_dump() | fields)})
