"""project -> project: add metrics of the project's own, change what any metric is called and held against, drop one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paceplan.core import own
from paceplan.core.criteria import criterion, is_guardrail, ordered, sealed, wrong_side
from paceplan.core.errors import Refused
from paceplan.core.readings import parse_value
from paceplan.core.text import clean

if TYPE_CHECKING:
    from paceplan.core.entries import Metric
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

BETTER = ("higher", "lower")
ROLES = ("exit", "guardrail", "neither")
"""What a metric is to the pilot: an exit criterion, a guardrail, or only watched."""

_FIELDS = frozenset({"name", "unit", "better", "baseline", "target", "confidence", "role", "surrogate"})
_FROZEN = "the criteria are frozen since the pilot started; move the target, with the reason and a mark"
_WHICH = "which criteria and guardrails there are is frozen since the pilot started"


def names(project: Project, playbook: Playbook) -> dict[str, str]:
    """Return the name of every metric of playbook and project by its id."""
    return {i: criterion(project, playbook, i).name for i in ordered(project, playbook)}


def role_of(project: Project, playbook: Playbook, metric: str) -> str:
    """Return what a metric is to the pilot."""
    found = criterion(project, playbook, metric)
    decides = metric in project.metrics
    return "exit" if found.exit else "guardrail" if found.guardrail and decides else "neither"


def parse_figure(field: str, text: str) -> float | None:
    """Return the number typed for a field, or None for nothing; raises `Refused` with the field's name."""
    if not text.strip():
        return None
    try:
        return parse_value(text)
    except Refused as refused:
        raise Refused(f"{field}: {refused.message}") from None


def parse_confidence(text: str) -> float | None:
    """Return a confidence typed as 0.95, 95 or 95 %, or None for nothing; raises `Refused`."""
    value = parse_figure("confidence", text.replace("%", " "))
    if value is None:
        return None
    share = value / 100 if value > 1 or "%" in text else value
    if not 0 < share <= 1:
        raise Refused(f"confidence: '{text.strip()[:20]}' is none; give more than 0 and at most 100 %, such as 95 %")
    return share


# project -> project


def add(project: Project, playbook: Playbook, *, name: str, stands_for: str | None = None, **fields: Any) -> Project:
    """Add a metric of the project's own, with fields as in `describe`. Raises `Refused`.

    One at model level `stands_for` a metric of the business, as its surrogate (`ai`: source 002).
    """
    from paceplan.core.entries import Metric

    key = own.new_id(project, "metric", "metrics", name, names(project, playbook))
    made = Metric(name=name, order=own.next_order(project.metrics))
    after = describe(own.put(project, "metrics", key, made), playbook, metric=key, **fields)
    if stands_for is not None:
        after = describe(after, playbook, metric=stands_for, surrogate=key)
    return after


def describe(project: Project, playbook: Playbook, *, metric: str, **fields: Any) -> Project:
    """Set `name`, `unit`, `better`, `baseline`, `target`, `confidence`, `role` or `surrogate` of a metric.

    None takes the playbook's value again, or leaves it open. What the decision rests on is frozen once the pilot has
    started. Raises `Refused`; other fields raise `TypeError`.
    """
    from paceplan.core.entries import Metric

    if unknown := fields.keys() - _FIELDS:
        raise TypeError(f"no field of a metric: {sorted(unknown)}")
    own.needed("metric", metric, "metrics", names(project, playbook), playbook)
    old = project.metrics.get(metric) or Metric()
    given = _named(project, playbook, metric, fields) | _role(fields)
    if (better := given.get("better")) is not None and better not in BETTER:
        raise Refused(f"metrics.{metric}.better: '{better}' is no direction; give higher or lower", ("metrics", metric))
    if (surrogate := given.get("surrogate")) is not None:
        _stands(project, playbook, metric, surrogate)
    new = Metric.model_validate(old.model_dump(by_alias=True) | given)
    _keep_seal(project, playbook, metric, old, new)
    role = fields.get("role")
    if (
        role in ("exit", "guardrail")
        and criterion(own.put(project, "metrics", metric, new), playbook, metric).target is None
    ):
        what = "an exit criterion needs a target" if role == "exit" else "a guardrail needs a limit"
        raise Refused(f"metrics.{metric}.target: {what}, such as 29.4", ("metrics", metric, "target"))
    if said := wrong_side(new, playbook, metric):
        raise Refused(f"metrics.{metric}.target: {said}", ("metrics", metric, "target"))
    return own.put(project, "metrics", metric, None if new == Metric() else new)


def drop(project: Project, playbook: Playbook, *, metric: str, with_readings: bool = False) -> Project:
    """Take away all that the project says of a metric, and one of its own with it. Raises `Refused`.

    Its readings go only `with_readings`; a criterion or guardrail stays once the pilot has started.
    """
    own.needed("metric that this project says something of,", metric, "metrics", project.metrics, playbook)
    path, old = ("metrics", metric), project.metrics[metric]
    if sealed(project) and _decides(old, playbook, metric):
        raise Refused(f"metrics.{metric}: {_WHICH}", path)
    users = [i for i, other in project.metrics.items() if other.surrogate == metric and metric not in playbook.metrics]
    if users:
        name = criterion(project, playbook, users[0]).name
        raise Refused(f"metrics.{metric}: stands for '{name}' at model level; give that another surrogate first", path)
    keep_readings("metrics", metric, len(old.readings), with_readings)
    return own.put(project, "metrics", metric, None)


def keep_readings(table: str, key: str, count: int, allowed: bool) -> None:
    """Raise `Refused` where readings would be lost and nobody said that they may be."""
    if count and not allowed:
        many = "1 reading" if count == 1 else f"{count:,} readings"
        raise Refused(f"{table}.{key}: {many} would be lost with it; say that they may be", (table, key))


def _named(project: Project, playbook: Playbook, metric: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields without the role, the name checked."""
    given = {key: value for key, value in fields.items() if key != "role"}
    if "name" not in given:
        return given
    name = clean(given["name"] or "").strip()
    own_one = metric not in playbook.metrics
    if not name and own_one:
        raise Refused(f"metrics.{metric}.name: a metric of your own needs a name", ("metrics", metric, "name"))
    same = [i for i, other in names(project, playbook).items() if other.casefold() == name.casefold() and i != metric]
    if same:
        message = "a metric of this name is there already; give another one"
        raise Refused(f"metrics.{metric}.name: {message}", ("metrics", same[0]))
    shipped = None if own_one else playbook.metrics[metric].name
    return given | {"name": None if not name or name == shipped else name}


def _role(fields: dict[str, Any]) -> dict[str, Any]:
    if "role" not in fields:
        return {}
    role = fields["role"]
    if role not in ROLES:
        raise Refused(f"role: '{role}' is none; give exit, guardrail or neither")
    return {"exit": role == "exit", "guardrail": role == "guardrail"}


def _stands(project: Project, playbook: Playbook, metric: str, surrogate: str) -> None:
    own.needed("metric", surrogate, "metrics", names(project, playbook), playbook)
    if surrogate == metric:
        raise Refused(
            f"metrics.{metric}.surrogate: it cannot stand for itself; name another metric", ("metrics", metric)
        )


def _decides(metric: Metric, playbook: Playbook, key: str) -> bool:
    return metric.exit or is_guardrail(metric, playbook, key)


def _part(metric: Metric, playbook: Playbook, key: str, there: bool) -> tuple[bool, bool]:
    return metric.exit, there and is_guardrail(metric, playbook, key)


def _keep_seal(project: Project, playbook: Playbook, key: str, old: Metric, new: Metric) -> None:
    """Refuse what would change the ground of a decision whose pilot has started."""
    if not sealed(project):
        return
    was, now = _part(old, playbook, key, key in project.metrics), _part(new, playbook, key, True)
    if was != now and (any(was) or any(now)):
        raise Refused(f"metrics.{key}: {_WHICH}", ("metrics", key))
    if not any(was):
        return
    held = ("better", "baseline", "target", "confidence")
    if any(getattr(old, field) != getattr(new, field) for field in held):
        raise Refused(f"metrics.{key}: {_FROZEN}", ("metrics", key))
