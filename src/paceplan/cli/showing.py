"""The command show: one project, whole, for people or as JSON."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.output import as_json, cells, field, meter, say
from paceplan.cli.parameters import json_option, today_option
from paceplan.cli.resolving import Subject, subject
from paceplan.cli.scoring import score_document

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.pilot import Criterion, TimeBox
    from paceplan.core.portfolio import Row
    from paceplan.core.roadmap import Plan


@click.command("show")
@click.argument("project")
@json_option
@today_option
@click.pass_obj
def show_command(invocation: Invocation, project: str, in_json: bool) -> None:
    """Show one project, whole.

    Verdict, pilot, roadmap, health and next date. PROJECT is an id, a part of a name, or the path of a project file.

    \b
    Example:
      paceplan show "Knowledge search"
      paceplan show sample.toml --json
    """
    found = subject(invocation, project)
    if in_json:
        as_json(show_document(found, invocation.today))
    else:
        _print(found, invocation.today)


def _row(found: Subject) -> Row:
    from paceplan.core.portfolio import summarise

    return summarise(found.project, found.playbook, found.verdict)


def _plan(found: Subject) -> Plan | None:
    from paceplan.core.roadmap import plan

    return plan(found.project, found.playbook, found.verdict.effective)


def _box(found: Subject) -> TimeBox | None:
    """Return the pilot's time box; a marathon has one only where a pilot was planned or run."""
    from paceplan.core.pilot import time_box

    pace = found.verdict.effective
    if pace == "marathon" and found.project.pilot is None:
        return None
    return time_box(found.project, found.playbook, pace)


def show_document(found: Subject, today: dt.date) -> dict[str, Any]:
    """Return what `show --json` says of a project."""
    from paceplan.core.portfolio import health, next_date

    row, plan = _row(found), _plan(found)
    coming = next_date(row, today)
    content = found.project.document()
    content.pop("deleted", None)
    return {
        "project": content,
        "verdict": score_document(found),
        "pilot": _pilot_document(found, today),
        "roadmap": plan.as_json() if plan else None,
        "health": health(row, today),
        "next": {"date": coming.day, "what": coming.what} if coming else None,
    }


def _pilot_document(found: Subject, today: dt.date) -> dict[str, Any] | None:
    from paceplan.core import checklists
    from paceplan.core.pilot import criteria

    box = _box(found)
    if box is None:
        return None
    ticks = checklists.checklist(found.project, found.playbook, "pilot")
    pilot = found.project.pilot
    decision = pilot.decision if pilot else None
    return {
        "state": box.state, "start": box.start, "close": box.close, "weeks": box.weeks, "week": box.week(today),
        "iteration": box.iteration,
        "checklist": {"done": ticks.done, "total": ticks.total, "not_applicable": ticks.not_applicable},
        "criteria": [
            {"id": c.id, "target": c.target, "latest": c.latest, "met": c.met, "moved": c.moved,
             "exit": c.exit, "guardrail": c.guardrail}
            for c in criteria(found.project, found.playbook)
        ],
        "decision": decision.model_dump(mode="json", exclude_none=True) if decision else None,
    }  # fmt: skip


def _print(found: Subject, today: dt.date) -> None:
    from paceplan.cli.verdict_text import print_verdict
    from paceplan.core.portfolio import health, next_date

    project, row = found.project, _row(found)
    coming = next_date(row, today)
    say(project.name)
    field("id", [project.id] if project.id else [])
    field("playbook", [f"{found.playbook.id}: {found.playbook.name}"])
    field("owner", [project.owner] if project.owner else [])
    field("start", [project.start.isoformat()] if project.start else [])
    field("about", project.summary.splitlines())
    field("health", [health(row, today) + ("; archived" if project.archived else "")])
    field("next", [f"{coming.day}  {coming.what}{'  (late)' if coming.late else ''}"] if coming else [])
    say()
    print_verdict(found)
    if box := _box(found):
        say()
        _print_pilot(found, box, today)
    if plan := _plan(found):
        say()
        _print_roadmap(plan)


def _print_pilot(found: Subject, box: TimeBox, today: dt.date) -> None:
    from paceplan.core import checklists
    from paceplan.core.pilot import criteria

    field("pilot", [_pilot_line(box, today)])
    ticks = checklists.checklist(found.project, found.playbook, "pilot")
    waived = f"; {ticks.not_applicable} not applicable" if ticks.not_applicable else ""
    field("checklist", [f"{meter(ticks.done, ticks.total)}   {ticks.done} of {ticks.total}{waived}"])
    field("", (f"{'✓' if item.done else '–' if item.na else '○'} {item.name}  ({item.id})" for item in ticks.items))
    field("criteria", map(_criterion_line, criteria(found.project, found.playbook)))
    pilot = found.project.pilot
    if pilot and pilot.decision:
        field("decision", [f"{pilot.decision.decision} on {pilot.decision.on}: {pilot.decision.why}"])


def _pilot_line(box: TimeBox, today: dt.date) -> str:
    if box.start is None:
        return f"{box.state}; {box.weeks} weeks, no start yet"
    line = f"{box.state}; {box.weeks} weeks, {box.start} to {box.close}"
    if box.state == "running" and (week := box.week(today)):
        line += f"; week {week}"
    return line + (f"; iteration {box.iteration}" if box.iteration > 1 else "")


def _criterion_line(criterion: Criterion) -> str:
    unit = f" {criterion.unit}" if criterion.unit else ""
    met = {True: "met", False: "missed", None: "no reading yet"}[criterion.met]
    latest = "" if criterion.latest is None else f"; latest {criterion.latest:g}{unit} on {criterion.latest_on}"
    target = "no target" if criterion.target is None else f"target {criterion.target:g}{unit}"
    moved = "; target moved after the start" if criterion.moved else ""
    return f"{criterion.name}: {target}{latest}; {met}{moved}"


def _print_roadmap(plan: Plan) -> None:
    done, total = plan.progress
    field("roadmap", [f"{plan.start} to {plan.end}; {done} of {total} done"])
    parts: list[tuple[str, str, str]] = []
    for phase in plan.phases:
        waits = f"; waits for {', '.join(phase.waits_for)}" if phase.waits_for else ""
        parts.append(("■", phase.name, f"{phase.start} to {phase.end}  {phase.done}/{phase.total}{waits}"))
    for sprint in plan.sprints:
        state = "done" if sprint.done else f"{sprint.weeks} weeks"
        parts.append(("▸", sprint.name, f"{sprint.start} to {sprint.end}  {state}"))
    parts += [("◆", m.name, f"{m.day}{'  done' if m.done else ''}") for m in plan.milestones]
    widest = min(40, max((cells(name) for _, name, _ in parts), default=0))
    field("", (f"{sign} {name}{' ' * (widest - cells(name))}  {rest}" for sign, name, rest in parts))
