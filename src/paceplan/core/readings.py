"""project -> project: read metrics, one or many at once, correct and forget readings; and the metrics as they stand."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from paceplan.core.criteria import Criterion, criterion, figure, is_guardrail, ordered, window, wrong_side
from paceplan.core.errors import Refused
from paceplan.core.scoring import known
from paceplan.core.text import clean

if TYPE_CHECKING:
    from paceplan.core.entries import Metric
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

FIRST, LAST = dt.date(1900, 1, 1), dt.date(2999, 12, 31)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_COMMA = re.compile(r"[+-]?[0-9][0-9.,'\u00a0\u202f ]*,[0-9]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric's value on a day."""

    metric: str
    on: dt.date
    value: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What taking a reading does: `before` is what stood on that day, None where nothing did."""

    reading: Reading
    fate: Literal["new", "changed", "same"]
    before: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """How far a metric has come from its baseline; `percent` of the baseline, None where that is 0."""

    absolute: float
    percent: float | None
    better: bool | None
    """None where nothing has changed."""


def parse_value(text: str) -> float:
    """Return the number that a person or a table wrote; raises `Refused` with what to write instead."""
    given = text.strip()
    if _NUMBER.fullmatch(given) and math.isfinite(value := float(given)):
        return value
    shown = repr(given if len(given) <= 40 else f"{given[:37]}...")
    if not given:
        raise Refused("no value; give a number such as 29.4")
    if _COMMA.fullmatch(given):
        raise Refused(f"{shown} has a comma; write a decimal point and no thousands separator, such as 29.4")
    raise Refused(f"{shown} is no number; give one without a unit, such as 29.4")


def find(project: Project, playbook: Playbook, given: str) -> str:
    """Return the id of the metric meant: an id, or a whole name in any case. Raises `Refused` with the choices."""
    ids = ordered(project, playbook)
    if given in ids:
        return given
    wanted = clean(given).casefold().strip()
    named = [i for i in ids if criterion(project, playbook, i).name.casefold() == wanted]
    if len(named) == 1:
        return named[0]
    known("metric", given, ids, playbook, ("metrics", given))
    raise AssertionError("unreachable: an id would have been found")


# What can be read


def problem(reading: Reading, today: dt.date) -> str | None:
    """Say why a reading cannot be taken on `today`, with the place; None where it can."""
    at = f"metrics.{reading.metric}.readings.{reading.on}"
    if reading.on > today:
        return f"{at}: lies in the future (today is {today}); give a day up to today"
    if reading.on < FIRST:
        return f"{at}: is too early; give a day from {FIRST} on"
    if not math.isfinite(reading.value):
        return f"{at}: is no finite number; give one such as 29.4"
    return None


def remark(project: Project, playbook: Playbook, reading: Reading) -> str | None:
    """Say what is worth knowing of a reading that can be taken: that the pilot's decision does not rest on it.

    Readings from before the start are baselines and welcome; those after a decision belong to the long run.
    """
    metric, pilot = project.metrics.get(reading.metric), project.pilot
    if metric is None or pilot is None or not (metric.exit or is_guardrail(metric, playbook, reading.metric)):
        return None
    first, last = window(project)
    at = f"metrics.{reading.metric}.readings.{reading.on}"
    if first and reading.on < first:
        since = f"iteration {pilot.iteration}, which starts" if pilot.iteration > 1 else "the pilot's start"
        return f"{at}: before {since} on {first}; kept as a baseline, the decision does not count it"
    if last and reading.on > last:
        return f"{at}: after the decision of {last}, which stands"
    if last:
        return f"{at}: the decision of {last} rested on what stood there before, and stands"
    return None


def effects(project: Project, rows: Iterable[Reading]) -> tuple[Effect, ...]:
    """Return what taking `rows` would do, in their order, for a dry run."""
    now = {key: dict(metric.readings) for key, metric in project.metrics.items()}
    found = []
    for row in rows:
        before = now.setdefault(row.metric, {}).get(row.on)
        fate: Literal["new", "changed", "same"] = "changed"
        if before is None:
            fate = "new"
        elif before == row.value:
            fate = "same"
        now[row.metric][row.on] = row.value
        found.append(Effect(row, fate, before))
    return tuple(found)


def counted(effects: Sequence[Effect]) -> str:
    """Return how many readings are new, changed and the same, in words."""
    fates = [effect.fate for effect in effects]
    return ", ".join(f"{fates.count(fate)} {fate}" for fate in ("new", "changed", "same") if fate in fates)


def was(effect: Effect) -> str:
    """Return what stood there before, in words; empty where nothing else did."""
    return f"(was {figure(effect.before)})" if effect.fate == "changed" and effect.before is not None else ""


def remarks(project: Project, playbook: Playbook, rows: Iterable[Reading]) -> list[str]:
    """Return what is worth knowing of each reading that no decision counts."""
    return [said for row in rows if (said := remark(project, playbook, row))]


# project -> project


def read(project: Project, playbook: Playbook, *, metric: str, value: float, on: dt.date, today: dt.date) -> Project:
    """Write down the `value` of `metric` on the day `on`, in place of what stood there. Raises `Refused`."""
    return take(project, playbook, rows=(Reading(metric, on, value),), today=today)


def take(project: Project, playbook: Playbook, *, rows: Sequence[Reading], today: dt.date) -> Project:
    """Write down many readings at once: all, or (raising `Refused` with every reason) none."""
    from paceplan.core.entries import Metric

    for metric in dict.fromkeys(row.metric for row in rows):
        _exists(project, playbook, metric)
    problems = [said for row in rows if (said := problem(row, today))]
    if problems:
        raise Refused("; ".join(problems), ("metrics", rows[0].metric, "readings"))
    added: dict[str, dict[dt.date, float]] = {}
    for row in rows:
        added.setdefault(row.metric, {})[row.on] = float(row.value)
    metrics = dict(project.metrics)
    for key, more in added.items():
        old = metrics.get(key) or Metric()
        metrics[key] = old.model_copy(update={"readings": {**old.readings, **more}})
    return project.model_copy(update={"metrics": metrics})


def correct(
    project: Project, playbook: Playbook, *, metric: str, on: dt.date, value: float | None = None,
    to: dt.date | None = None, today: dt.date,
) -> Project:  # fmt: skip
    """Give the reading of the day `on` another value, another day (`to`), or both. Raises `Refused`."""
    old = _reading(project, playbook, metric, on)
    day = to or on
    if day != on and day in project.metrics[metric].readings:
        path = ("metrics", metric, "readings", day.isoformat())
        raise Refused(f"{'.'.join(path)}: has a reading already; change that one, or forget it first", path)
    left = forget(project, playbook, metric=metric, on=on)
    return read(left, playbook, metric=metric, value=old if value is None else value, on=day, today=today)


def forget(project: Project, playbook: Playbook, *, metric: str, on: dt.date) -> Project:
    """Remove the reading of the day `on`; raises `Refused` where there is none."""
    from paceplan.core.entries import Metric

    _reading(project, playbook, metric, on)
    old = project.metrics[metric]
    new = old.model_copy(update={"readings": {d: v for d, v in old.readings.items() if d != on}})
    rest = {i: m for i, m in project.metrics.items() if i != metric}
    # One of the project's own is nothing without its name, so it never comes to be empty.
    return project.model_copy(update={"metrics": rest if new == Metric() else {**rest, metric: new}})


def aim(
    project: Project, playbook: Playbook, *, metric: str, target: float | None = None, baseline: float | None = None
) -> Project:
    """Set target or baseline of a metric that no pilot is judged by; what is left out stays. Raises `Refused`."""
    from paceplan.core.criteria import sealed
    from paceplan.core.entries import Metric

    _exists(project, playbook, metric)
    old: Metric = project.metrics.get(metric) or Metric()
    path = ("metrics", metric)
    if sealed(project) and (old.exit or is_guardrail(old, playbook, metric)):
        message = "the criteria are frozen since the pilot started; move the target, with the reason and a mark"
        raise Refused(f"metrics.{metric}: {message}", path)
    given: dict[str, Any] = {"target": target, "baseline": baseline}
    fields = {key: value for key, value in given.items() if value is not None}
    new = Metric.model_validate(old.model_dump(by_alias=True) | fields)
    if said := wrong_side(new, playbook, metric):
        raise Refused(f"metrics.{metric}.target: {said}", (*path, "target"))
    return project.model_copy(update={"metrics": {**project.metrics, metric: new}})


def _exists(project: Project, playbook: Playbook, metric: str) -> None:
    if metric not in project.metrics and metric not in playbook.metrics:
        known("metric", metric, ordered(project, playbook), playbook, ("metrics", metric))


def _reading(project: Project, playbook: Playbook, metric: str, on: dt.date) -> float:
    _exists(project, playbook, metric)
    readings = project.metrics[metric].readings if metric in project.metrics else {}
    if on not in readings:
        path = ("metrics", metric, "readings", on.isoformat())
        raise Refused(f"{'.'.join(path)}: no reading on that day", path)
    return readings[on]


# What stands there


def metrics(project: Project, playbook: Playbook, today: dt.date | None = None) -> tuple[Criterion, ...]:
    """Return every metric of project and playbook: exit criteria, guardrails, then the rest, each in its order.

    `latest` is the latest reading of all up to `today`, also where no pilot counts it.
    """
    found = [criterion(project, playbook, i, today) for i in ordered(project, playbook)]
    chosen = [c for c in found if c.id in project.metrics]
    first = [c for c in chosen if c.exit]
    second = [c for c in chosen if c.guardrail and not c.exit]
    ahead = {c.id for c in (*first, *second)}
    return (*first, *second, *(c for c in found if c.id not in ahead))


def returns(project: Project, playbook: Playbook, today: dt.date) -> tuple[Criterion, ...]:
    """Return the long run's metrics that have been read and have a baseline: what the work has brought so far."""
    return tuple(c for c in metrics(project, playbook, today) if c.kind == "marathon" and change(c) is not None)


def change(criterion: Criterion) -> Change | None:
    """Return how far the latest reading is from the baseline, before against after; None without either of them."""
    if criterion.baseline is None or criterion.latest is None:
        return None
    by = round(criterion.latest - criterion.baseline, 9)
    percent = 100 * by / abs(criterion.baseline) if criterion.baseline else None
    return Change(by, percent, (by > 0) == (criterion.better == "higher") if by else None)


def changed(criterion: Criterion) -> str:
    """Return in words how far a metric has come from its baseline; empty where that cannot be told."""
    by = change(criterion)
    if by is None or criterion.baseline is None or criterion.latest is None:
        return ""
    if by.better is None:
        return f"unchanged at {figure(criterion.latest, criterion.unit)}"
    way = "better" if by.better else "worse"
    percent = f", {by.percent:+.3g} %" if by.percent is not None else ""
    span = f"{figure(criterion.baseline)} to {figure(criterion.latest, criterion.unit)}"
    return f"{span}: {by.absolute:+.6g}{percent}, {way}"
