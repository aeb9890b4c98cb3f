"""What the Metrics tab asks to add a metric or an objective, to change one as a whole, and to take one away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from paceplan.core import budget, criteria, measures, objectives, readings
from paceplan.core.criteria import figure
from paceplan.core.errors import Refused
from paceplan.tui.in_force import key
from paceplan.tui.presentation.words import plural
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.screens.form import Field, FormScreen

if TYPE_CHECKING:
    from paceplan.core.budget import SloState
    from paceplan.core.criteria import Criterion
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.tui.screens.pane import Pane

METRIC, MODEL, OBJECTIVE = "metric", "model", "objective"
_BETTER = (("higher", "higher is better"), ("lower", "lower is better"))
_ROLES = (("neither", "only watched"), ("exit", "exit criterion"), ("guardrail", "guardrail"))
Then = Callable[[str], object]


def ask_new(pane: Pane, then: Then) -> None:
    """Ask what is to be measured and for all of it; `then` hears the line that it has in the list."""
    choices = [
        Choice(METRIC, "A metric", "of the business or the pilot", "A number that is read on a day: minutes, errors."),
        Choice(MODEL, "A metric at model level", "stands for another one",
               "What is read of a model every day, in place of the business metric that it stands for."),
        Choice(OBJECTIVE, "A service objective", "percent that have to hold",
               "How many percent have to hold over some days; the rest is its error budget."),
    ]  # fmt: skip

    def chosen(kind: str | None) -> None:
        if kind == OBJECTIVE:
            ask_objective(pane, then)
        elif kind is not None:
            ask_metric(pane, then, model=kind == MODEL)

    pane.app.push_screen(ChooseScreen("What is to be measured?", choices, pane.context.glyphs), chosen)


def _now(pane: Pane) -> tuple[Project, Playbook]:
    project = pane.context.session.project(pane.project_id)
    return project, pane.context.session.playbook(project)


def ask_metric(pane: Pane, then: Then, *, model: bool = False, role: str = "neither") -> None:
    """Ask for a metric of the project's own; at `model` level, for the metric that it stands for as well."""
    fields = [
        Field("name", "Name"), Field("unit", "Unit", placeholder="min, %, EUR; may stay empty"),
        Field("better", "Direction", "higher", _BETTER), Field("baseline", "Baseline", placeholder="as it was before"),
        Field("target", "Target", placeholder="or a guardrail's limit"), Field("role", "In the pilot", role, _ROLES),
        Field("stands_for", "Stands for", placeholder="name or id of a metric") if model else
        Field("surrogate", "Surrogate", placeholder="model-level metric that stands for it, if any"),
    ]  # fmt: skip

    def take(values: Mapping[str, str]) -> str | None:
        made: dict[str, Any] = dict(values)
        try:
            if model:
                made["stands_for"] = _meant(pane, "stands_for", values["stands_for"])
                if made["stands_for"] is None:
                    return "stands_for: name the metric that it stands for, such as " + _any_name(pane)
            given = made | _figures(pane, values)
        except Refused as refused:
            return refused.message
        return _added(pane, measures.add, given, "", then)

    title = "A metric at model level" if model else "A metric of your own"
    pane.app.push_screen(FormScreen(title, fields, take, pane.context.glyphs, hint=_hint(pane)))


def _hint(pane: Pane) -> str:
    sealed = criteria.sealed(_now(pane)[0])
    return "The exit criteria are frozen since the pilot started; a new metric can only be watched." if sealed else (
        "Numbers stand without their unit. An exit criterion or guardrail needs its target.")  # fmt: skip


def change_metric(pane: Pane, metric: Criterion) -> None:
    """Ask for everything about a metric, as it is now."""
    project, playbook = _now(pane)
    before = {
        "name": metric.name, "unit": metric.unit, "better": metric.better, "baseline": _shown(metric.baseline),
        "target": _shown(metric.target), "confidence": _confidence(metric.confidence),
        "role": measures.role_of(project, playbook, metric.id), "surrogate": metric.surrogate or "",
    }  # fmt: skip
    labels = {"name": "Name", "unit": "Unit", "better": "Direction", "baseline": "Baseline", "target": "Target",
              "confidence": "Confidence", "role": "In the pilot", "surrogate": "Surrogate"}  # fmt: skip
    kinds = {"better": _BETTER, "role": _ROLES}
    fields = [Field(i, label, before[i], kinds.get(i, ())) for i, label in labels.items()]

    def take(values: Mapping[str, str]) -> str | None:
        changed = {i: value for i, value in values.items() if value.strip() != before[i]}
        if not changed:
            return None
        try:
            given = changed | _figures(pane, changed)
        except Refused as refused:
            return refused.message
        return pane.attempt(pane.context.session.do, measures.describe, pane.project_id, metric=metric.id, **given)

    pane.app.push_screen(FormScreen(metric.name, fields, take, pane.context.glyphs, hint=_change_hint(metric)))


def _change_hint(metric: Criterion) -> str:
    return "" if metric.own else "What is left empty takes the playbook's word again."


def _shown(value: float | None) -> str:
    return "" if value is None else figure(value)


def _confidence(value: float | None) -> str:
    return "" if value is None else f"{figure(round(100 * value, 6))} %"


def _figures(pane: Pane, values: Mapping[str, str]) -> dict[str, Any]:
    """Return those of the fields that are more than text, read; raises `Refused`."""
    found: dict[str, Any] = {}
    for field in ("baseline", "target"):
        if field in values:
            found[field] = measures.parse_figure(field, values[field])
    if "confidence" in values:
        found["confidence"] = measures.parse_confidence(values["confidence"])
    if "surrogate" in values:
        found["surrogate"] = _meant(pane, "surrogate", values["surrogate"])
    return found


def _meant(pane: Pane, field: str, given: str) -> str | None:
    """Return the id of the metric that a field names; raises `Refused`."""
    if not given.strip():
        return None
    try:
        return readings.find(*_now(pane), given.strip())
    except Refused as refused:
        raise Refused(f"{field}: {refused.message}") from None


def _any_name(pane: Pane) -> str:
    return next(iter(measures.names(*_now(pane)).values()), "one")


def ask_objective(pane: Pane, then: Then) -> None:
    """Ask for an objective of the project's own."""
    _objective_form(pane, "A service objective", {"window_days": "30"}, lambda given: _added(
        pane, objectives.add, {"objective": None} | given, "slo ", then))  # fmt: skip


def change_objective(pane: Pane, slo: SloState) -> None:
    """Ask for everything about an objective, as it is now."""
    before = {
        "name": slo.name, "objective": _shown(slo.objective), "window_days": str(slo.window_days), "cost": slo.cost,
    }  # fmt: skip

    def take(given: dict[str, Any]) -> str | None:
        return pane.attempt(pane.context.session.do, objectives.describe, pane.project_id, slo=slo.id, **given)

    _objective_form(pane, slo.name, before, take)


def _objective_form(
    pane: Pane, title: str, before: Mapping[str, str], taken: Callable[[dict[str, Any]], str | None]
) -> None:
    fields = [
        Field("name", "Name", before.get("name", "")),
        Field("objective", "Percent", before.get("objective", ""), placeholder="how many have to hold, such as 99.5"),
        Field("window_days", "Over days", before.get("window_days", "")),
        Field("cost", "A miss costs", before.get("cost", ""), placeholder="the business, in words; may stay empty"),
    ]

    def take(values: Mapping[str, str]) -> str | None:
        given: dict[str, Any] = dict(values)
        try:
            given["objective"] = measures.parse_figure("objective", values["objective"].replace("%", " "))
        except Refused as refused:
            return refused.message
        days = values["window_days"].removesuffix("days").strip()
        if not days.isascii() or not days.isdigit() or len(days) > 6:
            return f"window_days: '{days[:20]}' is no window; give 1 to {budget.LONGEST} days"
        return taken(given | {"window_days": int(days)})

    hint = "The rest of the hundred percent is its error budget."
    pane.app.push_screen(FormScreen(title, fields, take, pane.context.glyphs, hint=hint))


def _added(pane: Pane, action: Any, given: dict[str, Any], prefix: str, then: Then) -> str | None:
    """Add what was given, and let `then` hear its line."""
    table = "slos" if prefix else "metrics"
    project, playbook = _now(pane)
    before = {*getattr(project, table), *getattr(playbook, table)}
    refused = pane.attempt(pane.context.session.do, action, pane.project_id, **given)
    if refused is None:
        for made in set(getattr(_now(pane)[0], table)) - before:
            then(prefix + made)
    return refused


def ask_removal(pane: Pane, of: Criterion | SloState) -> None:
    """Take a metric or an objective away; where readings would be lost with it, ask first."""
    action, name = (measures.drop, "metric") if hasattr(of, "exit") else (objectives.drop, "slo")
    session, many = pane.context.session, len(of.readings)

    def take(lose: bool) -> None:
        args = {name: of.id, "with_readings": lose}
        if pane.attempt(session.do, action, pane.project_id, **args) is None:
            pane.app.notify(f"{of.name}. {key('undo')} brings it back.", title="Taken away", markup=False)

    if not many:
        take(False)
        return
    choices = [
        Choice("keep", "Keep it", "", "Nothing is changed."),
        Choice("lose", "Take it away", f"with {plural(many, 'reading')}", f"{key('undo')} brings all of it back."),
    ]

    def chosen(answer: str | None) -> None:
        if answer == "lose":
            take(True)

    pane.app.push_screen(ChooseScreen(f"{of.name}: its readings go with it", choices, pane.context.glyphs), chosen)
