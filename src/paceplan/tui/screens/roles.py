"""What the Metrics tab asks of a metric's part in the pilot, and of an objective."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from paceplan.core import budget, criteria, pilot, readings
from paceplan.core.criteria import figure
from paceplan.core.errors import Refused
from paceplan.session import Step
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.screens.targets import BEHIND, agreed, agreement, parse_agreement, parse_target, sense

if TYPE_CHECKING:
    from paceplan.core.budget import SloState
    from paceplan.core.criteria import Criterion
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.tui.screens.pane import Pane

NEW = "+"
EXIT, GUARDRAIL, NEITHER = "exit", "guardrail", "neither"
_KINDS = {"pilot": 0, "sprint": 0, "model": 1, "marathon": 3}
"""Order of the playbook's metrics among those to choose from; the project's own come third."""
_OBJECTIVE = re.compile(r"(?P<objective>[^\s%]+)\s*%?(?:\s+(?:over|in|/)?\s*(?P<days>\d+)(?:\s*(?:d|days?))?)?")
_SUCH_AS = "Baseline and target, such as 42 -> 29.4, or the target alone."
_NO_OBJECTIVE = "give the objective in percent, such as 99.5, or with its window, such as 99.5 over 30 days"


def ask_criterion(pane: Pane) -> None:
    """Ask which metric decides, then for its target."""
    project, playbook = _now(pane)
    own = Choice(NEW, "Another one", "a metric of your own", "Name it, with its unit, direction and target.")
    choices = [*_metrics(project, playbook), own]

    def chosen(metric: str | None) -> None:
        if metric == NEW:
            from paceplan.tui.screens.measures import ask_metric

            ask_metric(pane, lambda _: None, role=EXIT)
        elif metric is not None:
            _ask_target(pane, metric, next(c.name for c in choices if c.id == metric))

    pane.app.push_screen(ChooseScreen("Which metric decides?", choices, pane.context.glyphs), chosen)


def _ask_target(pane: Pane, metric_id: str, name: str) -> None:
    project, playbook = _now(pane)
    metric = criteria.criterion(project, playbook, metric_id)

    def submit(text: str) -> str | None:
        args: dict[str, Any] = {"target": None}
        if text.strip() or not metric.exit:
            try:
                args = asdict(parse_agreement(text, metric.unit))
            except Refused as refused:
                return refused.message
        return pane.attempt(pane.context.session.do, pilot.agree, pane.project_id, metric=metric_id, **args)

    hint = f"{_SUCH_AS} {sense(metric.unit, metric.better)} {BEHIND}"
    if metric.exit:
        hint += " An empty line takes the criterion away."
    value = _whole(project, metric) if metric_id in project.metrics else ""
    pane.app.push_screen(AskScreen(name, hint=hint, value=value, submit=submit))


def _whole(project: Project, metric: Criterion) -> str:
    """Return all that is agreed on a metric, with its direction where that is not the playbook's."""
    own = project.metrics.get(metric.id)
    return agreement(metric.baseline, metric.target, metric.confidence, own.better if own and not metric.own else None)


def _now(pane: Pane) -> tuple[Project, Playbook]:
    project = pane.context.session.project(pane.project_id)
    return project, pane.context.session.playbook(project)


def _metrics(project: Project, playbook: Playbook) -> list[Choice]:
    """Return what can become an exit criterion: short-run and model metrics, the project's own, then the long run's."""
    found = [criteria.criterion(project, playbook, i) for i in criteria.ordered(project, playbook)]
    choices = []
    for metric in sorted(found, key=lambda m: 2 if m.own else _KINDS[m.kind]):
        aside = _aside(metric) if metric.id in project.metrics else ""
        info = playbook.metrics.get(metric.id)
        told = [info.text if info else "", sense(metric.unit, metric.better)]
        choices.append(Choice(metric.id, metric.name, aside, " ".join(text for text in told if text)))
    return choices


def _aside(metric: Criterion) -> str:
    said = agreed(metric.baseline, metric.target)
    return f"{said} agreed" if metric.exit else said


def ask_role(pane: Pane, metric: Criterion) -> None:
    """Ask what a metric is to the pilot, then for the target or limit that this takes."""
    choices = [
        Choice(EXIT, "Exit criterion", "has to be met", "The decision rests on it. It needs a target."),
        Choice(GUARDRAIL, "Guardrail", "must not be breached", "A reading beyond its limit speaks for stopping."),
        Choice(NEITHER, "Neither", "is only watched", "Nothing is decided by it."),
    ]
    start = GUARDRAIL if metric.guardrail and not metric.exit else EXIT

    def chosen(role: str | None) -> None:
        if role == NEITHER:
            if steps := _dropped(pane, metric):
                pane.attempt(pane.context.session.do_all, steps)
        elif role:
            _ask_figure(pane, metric, role)

    pane.app.push_screen(ChooseScreen(metric.name, choices, pane.context.glyphs, current=start), chosen)


def _dropped(pane: Pane, metric: Criterion, keep: str = NEITHER) -> list[Step]:
    """Return what takes a metric's part in the pilot away, but for the part it is to `keep`."""
    none = {"metric": metric.id, "target": None}
    steps = [Step(pilot.agree, pane.project_id, none)] if metric.exit and keep != EXIT else []
    return steps + ([Step(pilot.guard, pane.project_id, none)] if metric.guardrail and keep != GUARDRAIL else [])


def _ask_figure(pane: Pane, metric: Criterion, role: str) -> None:
    action = pilot.agree if role == EXIT else pilot.guard

    def submit(text: str) -> str | None:
        args: dict[str, Any] = {"metric": metric.id}
        try:
            if role == EXIT:
                args |= asdict(parse_agreement(text, metric.unit))
            else:
                args["baseline"], args["target"] = parse_target(text, metric.unit)
        except Refused as refused:
            return refused.message
        steps = [*_dropped(pane, metric, keep=role), Step(action, pane.project_id, args)]
        return pane.attempt(pane.context.session.do_all, steps)

    title = f"{metric.name}: {'target' if role == EXIT else 'limit'}"
    hint = f"{_SUCH_AS} {sense(metric.unit, metric.better)} {BEHIND}"
    if role == GUARDRAIL:
        hint = f"{sense(metric.unit, metric.better)} A reading that is worse than the limit breaches it."
    value = _whole(_now(pane)[0], metric) if role == EXIT else agreed(None, metric.target)
    pane.app.push_screen(AskScreen(title, hint=hint, value=value, submit=submit))


def parse_objective(text: str) -> tuple[float, int | None]:
    """Return (percent, days) of `99.5 over 30 days`, or (percent, None) of `99.5`; raises `Refused` otherwise."""
    found = _OBJECTIVE.fullmatch(text.strip())
    if found is None:
        raise Refused(_NO_OBJECTIVE)
    return readings.parse_value(found["objective"]), int(found["days"]) if found["days"] else None


def ask_objective(pane: Pane, slo: SloState) -> None:
    """Ask how many percent have to hold, and over how many days that is counted."""

    def submit(text: str) -> str | None:
        try:
            objective, days = parse_objective(text)
        except Refused as refused:
            return refused.message
        return pane.attempt(
            pane.context.session.do, budget.promise, pane.project_id, slo=slo.id, objective=objective, days=days
        )

    hint = "How many percent have to hold, and over how many days: 99.5 over 30 days. The rest may be missed."
    value = f"{figure(slo.objective)} over {slo.window_days} days" if slo.objective is not None else ""
    pane.app.push_screen(AskScreen(slo.name, hint=hint, value=value, submit=submit))
