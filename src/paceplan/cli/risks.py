"""Commands for risks: the register with its guardrails, runbooks, drills, and the recurring cost."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.output import as_json, field, narrate, say
from paceplan.cli.parameters import PAST_DAY, json_option, today_option
from paceplan.cli.people import EVERY, given, meant, plan_of, refuse_both, warnings_document
from paceplan.cli.resolving import Subject, project_id, subject
from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.drills import DrillState
    from paceplan.core.risks import RiskState
    from paceplan.core.runbooks import RunbookState
    from paceplan.core.verdict import Remark


def _drills(found: Subject) -> tuple[DrillState, ...]:
    from paceplan.core.drills import drills
    from paceplan.core.pilot import time_box

    pace = found.verdict.effective
    box = time_box(found.project, found.playbook, pace)
    return drills(found.project, found.playbook, pace, box, plan_of(found))


def risk_warnings(found: Subject, today: dt.date) -> tuple[Remark, ...]:
    """Return what is missing among the risks, runbooks and drills of a project, and in its proposal."""
    from paceplan.core import costs, drills, risks, runbooks

    project, book = found.project, found.playbook
    return (
        *drills.idle(_drills(found), today),
        *risks.bare(project, book),
        *runbooks.lacking(project, book, found.verdict.effective),
        *costs.unnamed(project, book),
    )


def risks_document(found: Subject, today: dt.date) -> dict[str, Any]:
    """Return what `risks --json` says, and `show --json` in its block `risks`."""
    from paceplan.core import risks, runbooks

    project, book, pace = found.project, found.playbook, found.verdict.effective
    cost = project.costs
    return {
        "register": [r.as_json() for r in risks.register(project, book)],
        "runbooks": [r.as_json() for r in runbooks.runbooks(project, book, pace)],
        "drills": [d.as_json(today) for d in _drills(found)],
        "costs": cost.model_dump(mode="json") if cost else None,
        "warnings": warnings_document(risk_warnings(found, today)),
    }


@click.command("risks")
@click.argument("project")
@json_option
@today_option
@click.pass_obj
def risks_command(invocation: Invocation, project: str, in_json: bool) -> None:
    """Show what can go wrong and what is in place.

    Register, runbooks, drills and recurring cost. PROJECT is an id, a part of a name, or the path of a project file.

    \b
    Example:
      paceplan risks "Knowledge search"
      paceplan risks sample.toml --json
    """
    found = subject(invocation, project)
    if in_json:
        as_json(risks_document(found, invocation.today))
        return
    print_risks(found, invocation.today)


def print_risks(found: Subject, today: dt.date, *, brief: bool = False) -> None:
    """Print risks, runbooks, drills and cost; `brief` leaves out what nobody took up."""
    from paceplan.core import costs, risks, runbooks

    project, book, pace = found.project, found.playbook, found.verdict.effective
    field("risks", (risk_line(r) for r in risks.register(project, book) if r.taken or not brief))
    books = runbooks.runbooks(project, book, pace)
    field("runbooks", (_runbook_line(r) for r in books if r.taken or not brief))
    field("drills", (_drill_line(d, today) for d in _drills(found) if d.taken or not brief))
    field("cost", [costs.told(project.costs), *project.costs.note.splitlines()] if project.costs else [])
    field("warnings", (f"{w.id}: {w.text}" for w in risk_warnings(found, today)))


def risk_line(r: RiskState) -> str:
    """Return a risk in one line."""
    state = "" if r.open else ", closed"
    rails = f", {r.ticked} of {len(r.guardrails)} guardrails" if r.guardrails else ""
    owner = f", {r.owner}" if r.owner else ""
    level = f"likelihood {r.likelihood} x impact {r.impact} = {r.exposure}"
    return f"{'○' if r.open else '✓'} {r.name}: {level}{rails}{owner}{state} ({r.id})"


def _runbook_line(r: RunbookState) -> str:
    return f"{r.name}: {len(r.steps)} steps, {', '.join(r.missing) or r.owner} ({r.id})"


def _drill_line(d: DrillState, today: dt.date) -> str:
    if not d.taken:
        return f"○ {d.name}: not taken up, each {d.every} ({d.id})"
    late = d.overdue(today)
    due = f", due {d.due}{f', {late} d late' if late else ''}" if d.due else ""
    last = f", last {d.last}" if d.last else ", never held"
    return f"{'!' if late else '✓'} {d.name}: each {d.every}{last}{due} ({d.id})"


@click.command("risk")
@click.argument("project")
@click.argument("risk")
@click.option("--add", is_flag=True, help="Add a risk of the project's own.")
@click.option("--name", help="Another name.")
@click.option("--likelihood", type=click.IntRange(0, 3), help="0 hardly possible to 3 likely.")
@click.option("--impact", type=click.IntRange(0, 3), help="0 no harm to 3 grave harm.")
@click.option("--mitigation", help="What is done about it.")
@click.option("--owner", help="Who watches it.")
@click.option("--guardrail", "rails", metavar="ID", multiple=True, help="Is in place; as often as needed.")
@click.option("--no-guardrail", "off", metavar="ID", multiple=True, help="Is not, or no longer.")
@click.option("--close/--reopen", "closed", default=None, help="Over, or open again.")
@click.option("--remove", is_flag=True, help="Take back what the project says of it.")
@click.pass_obj
def risk_command(
    invocation: Invocation, project: str, risk: str, add: bool, name: str | None, likelihood: int | None,
    impact: int | None, mitigation: str | None, owner: str | None, rails: tuple[str, ...], off: tuple[str, ...],
    closed: bool | None, remove: bool,
) -> None:  # fmt: skip
    """Assess a risk, tick its guardrails, or close it.

    RISK is an id or a name.

    \b
    Example:
      paceplan risk "Knowledge search" hallucination --likelihood 1 --guardrail attribution
      paceplan risk "Knowledge search" "Key person leaves" --add --impact 3 --owner "Team lead"
    """
    from paceplan.core import risks
    from paceplan.session import Step

    fields = given(name=name, likelihood=likelihood, impact=impact, mitigation=mitigation, owner=owner)
    fields |= {} if closed is None else {"open": not closed}
    refuse_both(remove, "risk", fields | given(rails=rails, off=off))
    key = meant(invocation, project, risk, risks.find, add=add)
    at, session = project_id(invocation, project), invocation.changing
    if remove:
        session.do(risks.drop, at, risk=key)
        narrate(f"Took back what the project says of {key}.")
        return
    if key is None:
        session.do(risks.add, at, **({"name": risk} | fields))
    steps = [Step(risks.assess, at, {"risk": key, **fields})] if key and fields else []
    if rails or off:
        held = session.project(at)
        on = key or risks.find(held, session.playbook(held), name or risk)
        steps += [Step(risks.guard, at, {"risk": on, "guardrail": rail}) for rail in rails]
        steps += [Step(risks.guard, at, {"risk": on, "guardrail": rail, "ticked": False}) for rail in off]
    if steps:
        session.do_all(steps)
    after = session.project(at)
    book = session.playbook(after)
    key = key or risks.find(after, book, name or risk)
    say(next(risk_line(r) for r in risks.register(after, book) if r.id == key))


@click.command("runbook")
@click.argument("project")
@click.argument("runbook")
@click.option("--add", is_flag=True, help="Add a runbook of the project's own.")
@click.option("--template", metavar="ID", help="With --add: the playbook's runbook that it starts from.")
@click.option("--name", help="Another name.")
@click.option("--trigger", help="What sets it off: the rollback trigger.")
@click.option("--owner", help="Who runs it: exactly one.")
@click.option("--step", "steps", metavar="TEXT", multiple=True, help="A step, in order; they replace all there were.")
@click.option("--remove", is_flag=True, help="Take back what the project says; the template holds again.")
@click.pass_obj
def runbook_command(
    invocation: Invocation, project: str, runbook: str, add: bool, template: str | None, name: str | None,
    trigger: str | None, owner: str | None, steps: tuple[str, ...], remove: bool,
) -> None:  # fmt: skip
    """Show a runbook, or set trigger, owner and steps.

    \b
    Example:
      paceplan runbook "Checkout friction" sprint --owner "Checkout product owner"
      paceplan runbook "Checkout friction" "Coupon fault" --add --template sprint
    """
    from paceplan.core import runbooks

    fields = given(name=name, trigger=trigger, owner=owner, steps=steps)
    refuse_both(remove, "runbook", fields | given(template=template))
    if template and not add:
        raise Refused("runbook: --template is for a new runbook; give --add as well")
    key = meant(invocation, project, runbook, runbooks.find, add=add)
    at, session = project_id(invocation, project), invocation.changing
    if remove:
        session.do(runbooks.drop, at, runbook=key)
    elif key is None:
        session.do(runbooks.draft, at, **({"name": runbook, "template": template} | fields))
    elif fields:
        session.do(runbooks.write, at, runbook=key, **fields)
    after = session.project(at)
    book, pace = session.playbook(after), session.verdict(at).effective
    if remove and key not in runbooks.names(after, book):
        narrate(f"Took {key} away.")
        return
    key = key or runbooks.find(after, book, name or runbook)
    shown = next(r for r in runbooks.runbooks(after, book, pace) if r.id == key)
    say(shown.name)
    field("trigger", [shown.trigger] if shown.trigger else [])
    field("owner", [shown.owner] if shown.owner else [])
    field("steps", (f"{n}. {step}" for n, step in enumerate(shown.steps, 1)))
    for text in shown.missing:
        narrate(f"runbooks.{key}: {text}")


@click.command("drill")
@click.argument("project")
@click.argument("drill")
@click.option("--on", type=PAST_DAY, help="The day it was held; today where it is left out.")
@click.option("--report", metavar="TEXT", help="What it showed; kept as evidence.")
@click.option("--take-up", is_flag=True, help="Only take it up; it is due a term after the work began.")
@click.option("--every", type=EVERY, help="Take it up in this rhythm, or change the rhythm.")
@click.option("--add", is_flag=True, help="A drill of the project's own.")
@click.option("--remove", is_flag=True, help="Hold it no longer.")
@today_option
@click.pass_obj
def drill_command(
    invocation: Invocation, project: str, drill: str, on: dt.date | None, report: str | None, take_up: bool,
    every: str | None, add: bool, remove: bool,
) -> None:  # fmt: skip
    """Record that a drill was held, or take it up.

    Earlier reports stay. The drill is due again a month or a quarter after the last one.

    \b
    Example:
      paceplan drill "Checkout friction" production-paths --report "Rolled back in six minutes"
      paceplan drill "Checkout friction" "Failover" --add --every quarter
    """
    from paceplan.core import drills
    from paceplan.session import Step

    refuse_both(remove, "drill", given(on=on, report=report, every=every))
    key = meant(invocation, project, drill, drills.find, add=add)
    at, session, today = project_id(invocation, project), invocation.changing, invocation.today
    if remove:
        session.do(drills.drop, at, drill=key)
        narrate(f"{key} is held no longer.")
        return
    holding = bool(on or report) or not (take_up or every or key is None)
    if key is None:
        session.do(drills.add, at, name=drill, every=every or "quarter")
        held = session.project(at)
        key, every = drills.find(held, session.playbook(held), drill), None
    steps = [Step(drills.take, at, {"drill": key, "every": every})] if every or not holding else []
    if holding:
        steps.append(
            Step(drills.hold, at, {"drill": key, "on": on or today, "report": report, "today": today}),
        )
    session.do_all(steps)
    after = next(d for d in _drills(subject(invocation, at)) if d.id == key)
    narrate(_drill_line(after, today))
    if holding and not dict(after.reports).get(on or today):
        narrate("It has no report yet; --report TEXT keeps what it showed, as evidence.")


@click.command("cost")
@click.argument("project")
@click.argument("words", metavar="[AMOUNT CURRENCY a week|month|quarter]", nargs=-1)
@click.option("--note", metavar="TEXT", help="What it is made of.")
@click.option("--remove", is_flag=True, help="Take it out of the proposal.")
@click.pass_obj
def cost_command(invocation: Invocation, project: str, words: tuple[str, ...], note: str | None, remove: bool) -> None:
    """Name the recurring cost in the proposal.

    \b
    Example:
      paceplan cost "Knowledge search" 480 EUR a month --note "Inference for 14 agents"
    """
    from paceplan.core import costs

    if remove and (words or note):
        raise Refused("cost: give what is to change, or --remove, and not both")
    at, session = project_id(invocation, project), invocation.changing
    if remove:
        session.do(costs.drop, at)
    elif words:
        session.do(costs.name, at, **costs.parse(" ".join(words))._asdict(), note=note)
    elif note is not None:
        session.do(costs.remark, at, note=note)
    after = session.project(at)
    if after.costs:
        say(costs.told(after.costs))
        field("", after.costs.note.splitlines())
    else:
        for remark in costs.unnamed(after, session.playbook(after)):
            narrate(f"{remark.id}: {remark.text}")
