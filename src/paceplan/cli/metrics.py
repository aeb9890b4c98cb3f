"""Commands for what is measured: all of it listed, and metrics and objectives added, changed and taken away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.output import as_json, field, narrate, say
from paceplan.cli.parameters import json_option, today_option
from paceplan.cli.people import given, meant, refuse_both
from paceplan.cli.resolving import Subject, project_id, subject
from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.budget import SloState
    from paceplan.core.criteria import Criterion

_ROLE = click.Choice(("exit", "guardrail", "neither"))


@click.command("metrics")
@click.argument("project")
@json_option
@today_option
@click.pass_obj
def metrics_command(invocation: Invocation, project: str, in_json: bool) -> None:
    """Show all that is measured: metrics, objectives, error budget.

    PROJECT is an id, a part of a name, or the path of a project file.

    \b
    Example:
      paceplan metrics "Knowledge search"
      paceplan metrics sample.toml --json
    """
    from paceplan.core import budget, readings

    found, today = subject(invocation, project), invocation.today
    metrics = readings.metrics(found.project, found.playbook, today)
    slos = budget.slos(found.project, found.playbook, today)
    state = budget.state(found.project)
    if in_json:
        left = None if state is None else {
            "allowed": state.allowed, "used": state.used, "unit": state.unit, "overspent": state.overspent,
        }  # fmt: skip
        as_json({
            "metrics": [_document(c, found) for c in metrics], "slos": [_slo_document(s) for s in slos],
            "error_budget": left,
        })  # fmt: skip
        return
    field("metrics", (_line(c) for c in metrics))
    field("objectives", (f"{budget.told(s)} ({s.id})" for s in slos))
    if state is not None:
        from paceplan.core.criteria import figure

        field("budget", [f"{figure(state.used)} of {figure(state.allowed, state.unit)} used"])


def _line(c: Criterion) -> str:
    from paceplan.core.criteria import told

    role = "guardrail, " if c.guardrail else "exit criterion, " if c.exit else ""
    return f"{told(c)} ({role}{c.id})"


def _document(c: Criterion, found: Subject) -> dict[str, Any]:
    return {
        "id": c.id, "name": c.name, "unit": c.unit, "better": c.better, "kind": c.kind, "baseline": c.baseline,
        "target": c.target, "confidence": c.confidence, "latest": c.latest,
        "latest_on": c.latest_on.isoformat() if c.latest_on else None, "met": c.met, "exit": c.exit,
        "guardrail": c.guardrail, "moved": c.moved, "surrogate": c.surrogate, "own": c.own,
        "readings": {day.isoformat(): value for day, value in c.readings},
    }  # fmt: skip


def _slo_document(s: SloState) -> dict[str, Any]:
    return {
        "id": s.id, "name": s.name, "objective": s.objective, "window_days": s.window_days, "cost": s.cost,
        "allowed": s.allowed, "used": s.used, "overspent": s.overspent,
        "readings": {day.isoformat(): value for day, value in s.readings},
    }  # fmt: skip


@click.command("metric")
@click.argument("project")
@click.argument("metric")
@click.option("--add", is_flag=True, help="Add a metric of the project's own.")
@click.option("--name", help="Another name.")
@click.option("--unit", help="The unit it is read in.")
@click.option("--better", type=click.Choice(("higher", "lower")), help="Which direction is better.")
@click.option("--baseline", metavar="N", help="What it was before.")
@click.option("--target", metavar="N", help="What it is to reach; a guardrail's limit.")
@click.option("--confidence", metavar="SHARE", help="What counts as shown, such as 0.95.")
@click.option("--as", "role", type=_ROLE, help="What it is to the pilot.")
@click.option("--surrogate", metavar="METRIC", help="The model-level metric that stands for it.")
@click.option("--stands-for", metavar="METRIC", help="With --add: the metric that it stands for at model level.")
@click.option("--remove", is_flag=True, help="Take back what the project says of it.")
@click.option("--with-readings", is_flag=True, help="With --remove: its readings may be lost.")
@today_option
@click.pass_obj
def metric_command(
    invocation: Invocation, project: str, metric: str, add: bool, name: str | None, unit: str | None,
    better: str | None, baseline: str | None, target: str | None, confidence: str | None, role: str | None,
    surrogate: str | None, stands_for: str | None, remove: bool, with_readings: bool,
) -> None:  # fmt: skip
    """Add a metric, or change what it is held against.

    METRIC is an id or a whole name. Readings are written down with 'paceplan read'.

    \b
    Example:
      paceplan metric "Knowledge search" "Escalations" --add --unit % --better lower --baseline 12 --target 8 --as exit
      paceplan metric "Knowledge search" resolution-time --target 30
    """
    from paceplan.core import criteria, measures, readings

    fields = given(name=name, unit=unit, better=better, role=role)
    for key, text in (("baseline", baseline), ("target", target)):
        fields |= {} if text is None else {key: measures.parse_figure(key, text)}
    fields |= {} if confidence is None else {"confidence": measures.parse_confidence(confidence)}
    if surrogate is not None:
        fields["surrogate"] = meant(invocation, project, surrogate, readings.find) if surrogate else None
    refuse_both(remove, "metric", fields)
    if stands_for and not add:
        raise Refused("metric: --stands-for is for a new metric; give --add as well")
    found = meant(invocation, project, metric, readings.find, add=add)
    at, session = project_id(invocation, project), invocation.changing
    if remove:
        session.do(measures.drop, at, metric=found, with_readings=with_readings)
        narrate(f"Took back what the project says of {found}.")
        return
    if found is None:
        business = meant(invocation, project, stands_for, readings.find) if stands_for else None
        before = session.project(at).metrics.keys()
        session.do(measures.add, at, **({"name": metric, "stands_for": business} | fields))
        found = next(i for i in session.project(at).metrics if i not in before)
    elif fields:
        session.do(measures.describe, at, metric=found, **fields)
    after = session.project(at)
    book = session.playbook(after)
    say(_line(criteria.criterion(after, book, found, invocation.today)))


@click.command("objective")
@click.argument("project")
@click.argument("objective")
@click.option("--add", is_flag=True, help="Add an objective of the project's own.")
@click.option("--name", help="Another name.")
@click.option("--percent", metavar="N", help="How many percent have to hold.")
@click.option("--days", type=int, metavar="N", help="Over how many days that is counted.")
@click.option("--cost", metavar="TEXT", help="What a miss costs the business.")
@click.option("--remove", is_flag=True, help="Take back what the project says of it.")
@click.option("--with-readings", is_flag=True, help="With --remove: its readings may be lost.")
@today_option
@click.pass_obj
def objective_command(
    invocation: Invocation, project: str, objective: str, add: bool, name: str | None, percent: str | None,
    days: int | None, cost: str | None, remove: bool, with_readings: bool,
) -> None:  # fmt: skip
    """Add a service objective, or change it.

    OBJECTIVE is an id or a whole name; readings of it are written down with 'paceplan read PROJECT slos.ID'.

    \b
    Example:
      paceplan objective "Knowledge search" "Index is fresh" --add --percent 99.5 --days 30
      paceplan objective "Knowledge search" latency --percent 99
    """
    from paceplan.core import measures, objectives

    fields = given(name=name, window_days=days, cost=cost)
    if percent is not None:
        fields["objective"] = measures.parse_figure("objective", percent.replace("%", " "))
    refuse_both(remove, "objective", fields)
    found = meant(invocation, project, objective, objectives.find, add=add)
    at, session = project_id(invocation, project), invocation.changing
    if remove:
        session.do(objectives.drop, at, slo=found, with_readings=with_readings)
        narrate(f"Took back what the project says of {found}.")
        return
    if found is None:
        before = session.project(at).slos.keys()
        session.do(objectives.add, at, **({"name": objective, "objective": None} | fields))
        found = next(i for i in session.project(at).slos if i not in before)
    elif fields:
        session.do(objectives.describe, at, slo=found, **fields)
    after = session.project(at)
    book = session.playbook(after)
    say(_told(after, book, found, invocation.today))


def _told(project: Any, playbook: Any, slo: str, today: dt.date) -> str:
    from paceplan.core import budget

    return next(f"{budget.told(s)} ({s.id})" for s in budget.slos(project, playbook, today) if s.id == slo)
