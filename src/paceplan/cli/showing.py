"""The command show: one project, whole, for people or as JSON."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.cells import cells
from paceplan.cli.output import as_json, field, meter, say
from paceplan.cli.parameters import json_option, today_option
from paceplan.cli.resolving import Subject, subject
from paceplan.cli.scoring import score_document

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.criteria import Criterion
    from paceplan.core.entries import Earlier
    from paceplan.core.pilot import TimeBox
    from paceplan.core.portfolio import Row


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


def _box(found: Subject) -> TimeBox | None:
    """Return the pilot's time box; a marathon has one only where a pilot was planned or run."""
    from paceplan.core.pilot import time_box

    pace = found.verdict.effective
    if pace == "marathon" and found.project.pilot is None:
        return None
    return time_box(found.project, found.playbook, pace)


def show_document(found: Subject, today: dt.date) -> dict[str, Any]:
    """Return what `show --json` says of a project."""
    from paceplan.cli.checklist import lists_document
    from paceplan.cli.people import people_document
    from paceplan.cli.risks import risks_document
    from paceplan.core.portfolio import health, next_date
    from paceplan.core.roadmap_block import block, trip_wires

    row = _row(found)
    coming = next_date(row, today)
    content = found.project.document()
    content.pop("deleted", None)
    return {
        "project": content,
        "verdict": score_document(found),
        "pilot": _pilot_document(found, today),
        "roadmap": block(found.project, found.playbook, found.verdict.effective, today),
        "health": health(row, today),
        "next": {"date": coming.day, "what": coming.what} if coming else None,
        "checklists": lists_document(found),
        "people": people_document(found, today),
        "risks": risks_document(found, today),
        "trip_wires": trip_wires(found.project, found.playbook, today),
        "return": _return_document(found, today),
    }


def _pilot_document(found: Subject, today: dt.date) -> dict[str, Any] | None:
    from paceplan.core import checklists
    from paceplan.core.criteria import criteria
    from paceplan.core.decision import recommend

    box = _box(found)
    if box is None:
        return None
    project, book = found.project, found.playbook
    ticks = checklists.checklist(project, book, "pilot")
    pilot = project.pilot
    decision = pilot.decision if pilot else None
    advice = recommend(project, book, today)
    return {
        "state": box.state, "start": box.start, "close": box.close, "weeks": box.weeks, "week": box.week(today),
        "iteration": box.iteration,
        "checklist": {"done": ticks.done, "total": ticks.total, "not_applicable": ticks.not_applicable},
        "criteria": [_criterion_document(c) for c in criteria(project, book, today)],
        "recommendation": advice.as_json() if advice else None,
        "decision": decision.model_dump(mode="json", exclude_none=True) if decision else None,
        "days_left": box.days_left(today) if box.state != "closed" else None,
        "overdue": box.overdue(today),
        "milestones": [{"id": m.id, "name": m.name, "week": m.week, "date": m.day} for m in box.marks],
        "dosage": {i: {"name": d.name, "planned": d.planned, "actual": d.actual}
                   for i, d in sorted(pilot.dosage.items())} if pilot else {},
        "earlier": {n: e.model_dump(mode="json", exclude_defaults=True) for n, e in _earlier(found)},
        "budget": _budget_document(found),
        "slos": _slo_documents(found, today),
    }  # fmt: skip


def _criterion_document(c: Criterion) -> dict[str, Any]:
    moves = [{"on": m.on, "from": m.before, "to": m.after, "why": m.why, "by": m.by} for m in c.moves]
    return {
        "id": c.id, "target": c.target, "latest": c.latest, "met": c.met, "moved": c.moved, "exit": c.exit,
        "guardrail": c.guardrail, "name": c.name, "unit": c.unit, "better": c.better, "baseline": c.baseline,
        "confidence": c.confidence, "latest_on": c.latest_on, "moves": moves,
    }  # fmt: skip


def _earlier(found: Subject) -> list[tuple[str, Earlier]]:
    pilot = found.project.pilot
    return sorted(pilot.earlier.items(), key=lambda entry: int(entry[0])) if pilot else []


def _return_document(found: Subject, today: dt.date) -> list[dict[str, Any]]:
    from paceplan.core.readings import change, returns

    said = [(c, by) for c in returns(found.project, found.playbook, today) if (by := change(c))]
    return [
        {"id": c.id, "name": c.name, "unit": c.unit, "baseline": c.baseline, "latest": c.latest,
         "latest_on": c.latest_on, "change": by.absolute, "percent": by.percent, "better": by.better}
        for c, by in said
    ]  # fmt: skip


def _budget_document(found: Subject) -> dict[str, Any] | None:
    from paceplan.core import budget

    state = budget.state(found.project)
    if state is None:
        return None
    return {
        "allowed": state.allowed, "used": state.used, "unit": state.unit, "overspent": state.overspent,
        "fix": state.fix, "fixed": state.fixed, "pauses": state.paused,
    }  # fmt: skip


def _slo_documents(found: Subject, today: dt.date) -> list[dict[str, Any]]:
    from paceplan.core import budget

    return [
        {"id": s.id, "objective": s.objective, "window_days": s.window_days, "allowed": s.allowed, "used": s.used,
         "overspent": s.overspent}
        for s in budget.slos(found.project, found.playbook, today) if s.chosen
    ]  # fmt: skip


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
    print_verdict(found, today)
    if box := _box(found):
        say()
        _print_pilot(found, box, today)
    elif project.slos or project.error_budget:
        say()
    _print_budget(found, today)
    _print_lists(found, today)
    _print_roadmap(found, today)
    _print_return(found, today)
    _print_people_and_risks(found, today)
    field("workshop", _workshop(found))


def _workshop(found: Subject) -> list[str]:
    """Return how far the newest workshop is, in a line; of votes before their reveal only that they are there."""
    from paceplan.core import workshop_state

    id = workshop_state.latest(found.project)
    if id is None:
        return []
    held, asked = found.project.workshops[id], workshop_state.questions(found.playbook)
    taken, people = sum(q in held.result for q in asked), len(held.participants)
    hidden = sum(map(len, held.sealed.values()))
    told = f"{id}: {people} {'person' if people == 1 else 'people'}, {taken} of {len(asked)} questions taken"
    return [f"{told}; {hidden} hidden {'vote' if hidden == 1 else 'votes'}" if hidden else told]


def _print_people_and_risks(found: Subject, today: dt.date) -> None:
    from paceplan.cli.people import people_warnings, print_people
    from paceplan.cli.risks import print_risks, risk_warnings

    project = found.project
    if project.stakeholders or project.committee or people_warnings(found):
        say()
        print_people(found, today, brief=True)
    if project.risks or project.runbooks or project.drills or project.costs or risk_warnings(found, today):
        say()
        print_risks(found, today, brief=True)


def _print_pilot(found: Subject, box: TimeBox, today: dt.date) -> None:
    from paceplan.core import checklists
    from paceplan.core.criteria import criteria, told
    from paceplan.core.decision import dosages

    field("pilot", [_pilot_line(box, today)])
    coming = box.next_mark(today) if box.state == "running" else None
    field("milestone", [f"{coming.day}  {coming.name}"] if coming else [])
    ticks = checklists.checklist(found.project, found.playbook, "pilot")
    waived = f"; {ticks.not_applicable} not applicable" if ticks.not_applicable else ""
    field("checklist", [f"{meter(ticks.done, ticks.total)}   {ticks.done} of {ticks.total}{waived}"])
    field("", (f"{'✓' if item.done else '–' if item.na else '○'} {item.name}  ({item.id})" for item in ticks.items))
    field("dosage", dosages(found.project.pilot.dosage) if found.project.pilot else [])
    field("criteria", map(told, criteria(found.project, found.playbook, today)))
    field("earlier", (_earlier_line(n, e) for n, e in _earlier(found)))
    _print_decision(found, box, today)


def _earlier_line(number: str, e: Earlier) -> str:
    from paceplan.core.decision import dosages

    by = f" by {e.by}" if e.by else ""
    exercised = f" ({'; '.join(dosages(e.dosage))})" if e.dosage else ""
    return f"iteration {number}: {e.start} to {e.on}, {e.decision}{by}: {e.why}{exercised}"


def _print_decision(found: Subject, box: TimeBox, today: dt.date) -> None:
    """Print what the evidence recommends, its reasons without the criteria above, and what a person decided."""
    from paceplan.core.criteria import criteria, told
    from paceplan.core.decision import recommend

    advice = recommend(found.project, found.playbook, today)
    if advice:
        above = {told(c) for c in criteria(found.project, found.playbook, today)}
        because = [line for line in advice.because if line not in above]
        when = "" if box.state == "closed" or box.days_left(today) == 0 or box.overdue(today) else " (as of today)"
        field("evidence", [f"{advice.decision}{when}", *because])
    made = found.project.pilot.decision if found.project.pilot else None
    if made:
        by = f" by {made.by}" if made.by else ""
        field("decision", [f"{made.decision} on {made.on}{by}: {made.why}"])


def _print_budget(found: Subject, today: dt.date) -> None:
    from paceplan.core import budget
    from paceplan.core.criteria import figure

    lines = [budget.told(s) for s in budget.slos(found.project, found.playbook, today) if s.chosen]
    if state := budget.state(found.project):
        over = "; overspent, fix done" if state.overspent and state.fixed else ""
        used = f"error budget: {figure(state.used)} of {figure(state.allowed, state.unit)} used{over}"
        lines.append(budget.pause(found.project) or used)
    field("budget", lines)


def _print_lists(found: Subject, today: dt.date) -> None:
    """Print how far the checklists are beside the pilot's, whose items stand above."""
    from paceplan.cli.checklist import due_words
    from paceplan.core import checklists

    others = [
        s for s in checklists.concerning(found.project, found.playbook, found.verdict.effective) if s.id != "pilot"
    ]
    if others:
        say()
    field("lists", (f"{s.name}: {s.done} of {s.total}{due_words(s, today)}  ({s.id})" for s in others))


def _print_return(found: Subject, today: dt.date) -> None:
    """Print before and after of the long run's metrics."""
    from paceplan.core.readings import changed, returns

    lines = [f"{c.name}: {changed(c)}" for c in returns(found.project, found.playbook, today)]
    if lines:
        say()
    field("return", lines)


def _pilot_line(box: TimeBox, today: dt.date) -> str:
    again = f"; iteration {box.iteration}" if box.iteration > 1 else ""
    if box.start is None or box.close is None:
        return f"{box.state}; {box.weeks} weeks, no start yet{again}"
    line = f"{box.state}; {box.weeks} weeks, {box.start} to {box.close}"
    if box.state == "running" and (late := box.overdue(today)):
        line += f"; decision overdue by {late} day{'' if late == 1 else 's'}"
    elif box.state == "running" and (week := box.week(today)):
        left = (box.close - today).days
        line += f"; week {week}, " + (f"{left} day{'' if left == 1 else 's'} left" if left else "decide today")
    return line + again


def _print_roadmap(found: Subject, today: dt.date) -> None:
    from paceplan.cli.roadmap_text import agreed, print_words
    from paceplan.core.roadmap_block import overview

    seen = overview(found.project, found.playbook, found.verdict.effective, today)
    if seen is None:
        return
    plan = seen.plan
    done, total = plan.progress
    say()
    field("roadmap", [f"{plan.start} to {plan.end}; {done} of {total} done{agreed(seen)}"])
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
    print_words(seen, today)
