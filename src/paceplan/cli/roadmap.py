"""Commands about the long run: roadmap, agree, shift, stretch, nest, plan, finish and elevate."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from paceplan.cli.output import as_json, field, narrate, on_terminal, width
from paceplan.cli.parameters import DAY, PAST_DAY, json_option, today_option
from paceplan.cli.resolving import project_id, subject

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.phases import Part
    from paceplan.core.project import Project
    from paceplan.core.roadmap_block import Overview
    from paceplan.session import Session

_PIPED = 120
"""Cells of the chart where no terminal says how many there are."""
WHY = click.option("--why", metavar="TEXT", default="", help="Why it moves; needed once the plan is agreed.")
_FREE = {"ignore_unknown_options": True}  # -7 is a value


@click.command("roadmap")
@click.argument("project")
@click.option("--start", type=DAY, help="Lay the roadmap out from this day.")
@click.option("--months", type=int, metavar="N", help="Its length; the phases are scaled to it.")
@WHY
@json_option
@today_option
@click.pass_obj
def roadmap_command(
    invocation: Invocation, project: str, start: dt.date | None, months: int | None, why: str, in_json: bool
) -> None:  # fmt: skip
    """Print the roadmap as a chart, or lay it out.

    Below the chart stands what moved since the agreement and why, what is waited for, the pieces that sprints left, and
    what cannot hold. PROJECT is an id, a part of a name, or the path of a project file, which is only read.

    \b
    Example:
      paceplan roadmap "East Valley"
      paceplan roadmap "Loan scoring" --start 2027-01-04 --months 18
    """
    from paceplan.core import elevation, roadmap_block

    if start or months is not None:
        _build(invocation, project, start, months, why)
    found, today = subject(invocation, project), invocation.today
    pace = found.verdict.effective
    if in_json:
        body = roadmap_block.block(found.project, found.playbook, pace, today)
        wires = roadmap_block.trip_wires(found.project, found.playbook, today)
        as_json({"project": found.project.name, "pace": pace, "roadmap": body, "trip_wires": wires})
        return
    seen = roadmap_block.overview(found.project, found.playbook, pace, today)
    tripped = elevation.trip_wires(found.project, found.playbook, today)
    if seen is None:
        narrate(f"{found.project.name} has no roadmap yet; 'paceplan roadmap PROJECT --start DAY' lays one out.")
        field("elevate?", (wire.text for wire in tripped))
        return
    from paceplan.cli.roadmap_text import print_roadmap

    print_roadmap(found, seen, tripped, today, width() if on_terminal() else _PIPED)


def _build(invocation: Invocation, project: str, start: dt.date | None, months: int | None, why: str) -> None:
    from paceplan.core import roadmap
    from paceplan.core.errors import Refused

    meant = project_id(invocation, project)
    session = invocation.changing
    now = session.project(meant)
    start = start or (now.roadmap and now.roadmap.start) or now.start
    if start is None:
        raise Refused("roadmap.start: a roadmap needs the day it starts on; give --start", ("roadmap", "start"))
    session.do(roadmap.build, meant, start=start, length_months=months, why=why, by=session.author, on=invocation.today)


@click.command("agree")
@click.argument("project")
@click.option("--on", type=DAY, help="The day of the agreement; today where it is left out.")
@today_option
@click.pass_obj
def agree_command(invocation: Invocation, project: str, on: dt.date | None) -> None:
    """Take the roadmap as it stands for the agreed one.

    Its dates are kept, and whatever moves from then on is held against them, each with its reason. Agreeing again takes
    the plan of that day in place of the one before, which the journal holds.

    \b
    Example:
      paceplan agree "East Valley" --on 2026-02-27
    """
    from paceplan.core import baseline

    meant = project_id(invocation, project)
    session = invocation.changing
    session.do(baseline.agree, meant, on=on or invocation.today)
    seen = _overview(session, meant, invocation.today)
    narrate(f"Agreed on {on or invocation.today}: {session.project(meant).name} ends on {seen.plan.end}.")


@click.command("shift", context_settings=_FREE)
@click.argument("project")
@click.argument("item")
@click.argument("days")
@WHY
@today_option
@click.pass_obj
def shift_command(invocation: Invocation, project: str, item: str, days: str, why: str) -> None:
    """Move a phase and all after it, or one other thing.

    ITEM is a phase, deliverable, sprint or milestone: its id or its whole name, or 'sprints.ID' where several have it.
    DAYS are days such as 14 or -7, or weeks such as +2w. With a phase go its open deliverables and sprints to come.

    \b
    Example:
      paceplan shift "East Valley" pilot-iterate +2w --why "The vendor delivers later"
    """
    from paceplan.core import planning
    from paceplan.core.plan_fields import parse_span

    meant = project_id(invocation, project)
    session = invocation.changing
    session.do(planning.move, meant, item=item, days=parse_span(days), why=why, by=session.author, on=invocation.today)
    _narrate_end(session, meant, invocation.today)


@click.command("stretch", context_settings=_FREE)
@click.argument("project")
@click.argument("phase")
@click.argument("months")
@WHY
@today_option
@click.pass_obj
def stretch_command(invocation: Invocation, project: str, phase: str, months: str, why: str) -> None:
    """Make a phase longer or shorter; those after it follow.

    MONTHS is the new length, or +1 and -1 for longer and shorter by so much.

    \b
    Example:
      paceplan stretch "East Valley" foundation +1 --why "Four more schools"
    """
    from paceplan.core import locating, roadmap
    from paceplan.core.plan_fields import parse_months

    meant = project_id(invocation, project)
    session = invocation.changing
    now = session.project(meant)
    _, key = locating.find(now, session.playbook(now), phase, ("phases",))
    part, _ = locating.part(now, session.playbook(now), key)
    session.do(
        roadmap.stretch, meant, phase=key, months=parse_months(months, part.end - part.start), why=why,
        by=session.author, on=invocation.today,
    )  # fmt: skip
    _narrate_end(session, meant, invocation.today)


@click.command("nest")
@click.argument("project")
@click.argument("name")
@click.option("--phase", metavar="PHASE", help="The phase it is nested in; a link of a hybrid's chain has none.")
@click.option("--start", type=DAY, required=True, help="Its first day.")
@click.option("--weeks", type=int, required=True, metavar="N", help="How long it runs.")
@click.option("--de-risks", metavar="DELIVERABLE", help="Which deliverable it makes safer.")
@click.option("--leaves", metavar="TEXT", default="", help="Which reusable piece it leaves.")
@click.option("--id", "key", metavar="ID", help="Its id; made of the name where it is left out.")
@today_option
@click.pass_obj
def nest_command(
    invocation: Invocation, project: str, name: str, phase: str | None, start: dt.date, weeks: int,
    de_risks: str | None, leaves: str, key: str | None,
) -> None:  # fmt: skip
    """Add a sprint to a phase, or to a chain.

    One that leaves its phase is taken, and said to.

    \b
    Example:
      paceplan nest "East Valley" "Fourth feeder pattern" --phase pilot-iterate --start 2026-12-07 --weeks 6
    """
    from paceplan.core import roadmap
    from paceplan.core.text import slug

    meant = project_id(invocation, project)
    session = invocation.changing
    key = key or slug(name, set(session.project(meant).sprints))
    session.do(
        roadmap.nest, meant, sprint=key, name=name, phase=phase, start=start, weeks=weeks, de_risks=de_risks,
        leaves=leaves,
    )  # fmt: skip
    narrate(f"Nested '{name}' as sprints.{key}.")
    _narrate_doubts(_overview(session, meant, invocation.today), ("sprints", key))


@click.command("plan")
@click.argument("project")
@click.argument("item")
@click.argument("values", metavar="[FIELD=VALUE]...", nargs=-1)
@click.option("--remove", is_flag=True, help="Take it out of the plan; only what is the project's own.")
@WHY
@today_option
@click.pass_obj
def plan_command(
    invocation: Invocation, project: str, item: str, values: tuple[str, ...], remove: bool, why: str
) -> None:
    """Add, change or remove what a roadmap holds.

    ITEM is 'deliverables.ID', 'milestones.ID', 'phases.ID' or 'sprints.ID'; an id that stands in the plan already may
    come alone. An empty VALUE takes one away. Several ids in 'needs' and 'waits_for' have commas between them, and
    'audit.KIND' says where a milestone's evidence is.

    \b
    Example:
      paceplan plan "East Valley" deliverables.helpdesk name="Help desk" phase=scale-embed needs=roll-out,coaching
      paceplan plan "East Valley" security-review owner="IT platform team" due=2027-01-22
      paceplan plan "Identity graph" milestones.demo audit.decision="Record 6"
    """
    from paceplan.core import planning

    if remove == bool(values):
        raise click.UsageError("give FIELD=VALUE, or --remove")
    meant = project_id(invocation, project)
    session = invocation.changing
    if remove:
        session.do(planning.remove, meant, item=item)
        narrate(f"Removed {item}.")
        return
    place = _put(session, meant, item, values, why, invocation.today)
    narrate(f"Planned {'.'.join(place)}.")
    if seen := _overview_or_none(session, meant, invocation.today):
        _narrate_doubts(seen, place)


def _put(
    session: Session, meant: str, item: str, values: tuple[str, ...], why: str, today: dt.date
) -> tuple[str, str]:  # fmt: skip
    """Record all fields as one change; return the place."""
    from paceplan.core import locating, planning, roadmap
    from paceplan.core.plan_fields import parse_months, typed
    from paceplan.session import Step

    now = session.project(meant)
    book = session.playbook(now)
    collection, key = locating.split(item)
    if not collection:
        collection, key = locating.find(now, book, item)
    fields, steps = {}, []
    stamp = {"why": why, "by": session.author, "on": today}
    for word in values:
        name, sign, text = word.partition("=")
        if not sign:
            raise click.UsageError(f"'{word}' is no FIELD=VALUE")
        if name.startswith("audit."):
            args = {"milestone": f"{collection}.{key}", "kind": name.removeprefix("audit."), "where": text}
            steps.append(Step(planning.attest, meant, args))
        elif (collection, name) == ("phases", "months") and (part := _part(now, session, key)):
            months = parse_months(text, part.end - part.start) if text.strip() else part.usual
            steps.append(Step(roadmap.stretch, meant, {"phase": key, "months": months, **stamp}))
        else:
            fields[name] = typed(collection, key, name, text)
    if fields:
        steps.insert(0, Step(planning.put, meant, {"item": f"{collection}.{key}", "fields": fields, **stamp}))
    session.do_all(steps)
    return collection, key


def _part(project: Project, session: Session, key: str) -> Part | None:
    """Return a phase of the plan; None where it is yet to be added."""
    from paceplan.core import locating
    from paceplan.core.phases import layout

    book = session.playbook(project)
    return next((p for p in layout(project, book, locating.pace_of(project, book)) if p.id == key), None)


@click.command("finish")
@click.argument("project")
@click.argument("items", metavar="ITEM...", nargs=-1, required=True)
@click.option("--on", type=PAST_DAY, help="The day on which it was done; today where it is left out.")
@click.option("--evidence", metavar="TEXT", default="", help="Where the proof is.")
@click.option("--decision", type=click.Choice(("scale", "iterate", "stop", "elevate")), help="How a sprint closed.")
@click.option("--undo", is_flag=True, help="Take it back.")
@today_option
@click.pass_obj
def finish_command(
    invocation: Invocation, project: str, items: tuple[str, ...], on: dt.date | None, evidence: str,
    decision: str | None, undo: bool,
) -> None:  # fmt: skip
    """Mark deliverables, sprints or milestones as done.

    ITEM is an id or a whole name, or 'sprints.ID' where several have it.

    \b
    Example:
      paceplan finish "East Valley" security-review --evidence "Report 12, all findings closed"
      paceplan finish "East Valley" feeder-2 --decision scale
    """
    from paceplan.core import roadmap
    from paceplan.session import Step

    meant = project_id(invocation, project)
    session = invocation.changing
    args = {"on": on or invocation.today, "by": session.author, "undo": undo, "evidence": evidence}
    done = session.do_all([Step(roadmap.finish, meant, {"item": i, "decision": decision, **args}) for i in items])
    seen = _overview(session, meant, invocation.today)
    verb = "Took back" if undo else "Finished"
    narrate(f"{verb} {', '.join(items)}." if done.entry else "It stands so already; nothing changed.")
    narrate("{} of {} done.".format(*seen.plan.progress))
    for milestone in seen.plan.milestones:
        if milestone.done and milestone.lacks and any(i.endswith(milestone.id) for i in items):
            narrate(f"milestones.{milestone.id}: an auditor will miss {', '.join(milestone.lacks)}.")


@click.command("elevate")
@click.argument("project")
@click.option("--why", metavar="TEXT", required=True, help="The reason; an elevation needs one.")
@click.option("--on", type=DAY, help="The day of the decision; today where it is left out.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and change nothing.")
@today_option
@click.pass_obj
def elevate_command(invocation: Invocation, project: str, why: str, on: dt.date | None, dry_run: bool) -> None:
    """Make a marathon of a sprint, from what it has.

    A running pilot is decided 'elevate' and kept as evidence; the pace becomes marathon; the roadmap starts on the day
    after, and what is in hand already is done in it.

    \b
    Example:
      paceplan elevate checkout --why "It touches billing after all"
    """
    from paceplan.core import elevation

    meant = project_id(invocation, project)
    session = invocation.session if dry_run else invocation.changing
    before = session.project(meant)
    book, day = session.playbook(before), on or invocation.today
    wires = elevation.trip_wires(before, book, invocation.today)
    args = {"why": why, "by": session.author, "on": day, "today": invocation.today}
    if dry_run:
        after = elevation.elevate(before, book, **args)  # type: ignore[arg-type]
    else:
        session.do(elevation.elevate, meant, **args)
        after = session.project(meant)
    field("because", [why, *(wire.text for wire in wires)])
    start = after.roadmap.start if after.roadmap else None
    field("roadmap", [f"from {start}, as a marathon"])
    field("in hand", elevation.drafted(before, after))
    narrate("Nothing was changed." if dry_run else f"{after.name} is a marathon now; 'paceplan undo' takes it back.")


def _overview_or_none(session: Session, meant: str, today: dt.date) -> Overview | None:
    from paceplan.core.roadmap_block import overview

    project = session.project(meant)
    return overview(project, session.playbook(project), session.verdict(meant).effective, today)


def _overview(session: Session, meant: str, today: dt.date) -> Overview:
    from paceplan.core.errors import Refused

    seen = _overview_or_none(session, meant, today)
    if seen is None:
        raise Refused("roadmap: this project has no roadmap yet; build it first", ("roadmap",))
    return seen


def _narrate_end(session: Session, meant: str, today: dt.date) -> None:
    from paceplan.core.baseline import by_days

    seen = _overview(session, meant, today)
    agreed = f", {by_days(seen.end_drift)}" if seen.end_drift is not None else ""
    narrate(f"{session.project(meant).name} now ends on {seen.plan.end}{agreed}.")
    for doubt in seen.doubts:
        narrate(str(doubt))


def _narrate_doubts(seen: Overview, place: tuple[str, str]) -> None:
    for doubt in seen.doubts:
        if doubt.path[:2] == place:
            narrate(str(doubt))
