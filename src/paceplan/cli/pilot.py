"""Commands that run a pilot: start, tick, read and decide."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from paceplan.cli.cells import cells, padded
from paceplan.cli.output import field, narrate, progress, say
from paceplan.cli.parameters import DAY, PAST_DAY, today_option
from paceplan.cli.resolving import project_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paceplan.cli.invocation import Invocation
    from paceplan.core.readings import Effect, Reading
    from paceplan.session import Session

_WORTH_A_BAR = 1_000_000
"""Bytes of a table below which nobody waits."""

SLO = "slos."
"""What stands before the id of an objective where a metric is asked for."""


@click.command("start")
@click.argument("project")
@click.option("--on", type=DAY, help="The first day; today where it is left out.")
@click.option("--weeks", type=int, metavar="N", help="How long it runs; what is planned where it is left out.")
@today_option
@click.pass_obj
def start_command(invocation: Invocation, project: str, on: dt.date | None, weeks: int | None) -> None:
    """Start the pilot, which freezes its exit criteria.

    \b
    Example:
      paceplan start "Knowledge search" --on 2026-02-02
    """
    from paceplan.core import criteria, pilot

    meant = project_id(invocation, project)
    session = invocation.changing
    session.do(pilot.start, meant, on=on or invocation.today, weeks=weeks)
    started = session.project(meant)
    for doubt in criteria.doubts(started, session.playbook(started)):
        narrate(doubt)
    box = pilot.time_box(started, session.playbook(started), session.verdict(meant).effective)
    narrate(f"The pilot of {started.name} runs from {box.start} for {box.weeks} weeks; it closes on {box.close}.")


@click.command("tick")
@click.argument("project")
@click.argument("items", metavar="[CHECKLIST.]ITEM...", nargs=-1, required=True)
@click.option("--undo", is_flag=True, help="Take the ticks back.")
@today_option
@click.pass_obj
def tick_command(invocation: Invocation, project: str, items: tuple[str, ...], undo: bool) -> None:
    """Tick items of a checklist.

    A bare ITEM is one of the pilot's.

    \b
    Example:
      paceplan tick "Knowledge search" scope metrics
      paceplan tick "Knowledge search" takeaways.observability
    """
    from paceplan.core import checklists
    from paceplan.session import Step

    meant = project_id(invocation, project)
    session = invocation.changing
    who = {} if undo else {"by": session.author, "on": invocation.today}
    done = session.do_all([Step(checklists.tick, meant, {"item": item, "done": not undo, **who}) for item in items])
    after = session.project(meant)
    book = session.playbook(after)
    verb = "Took back" if undo else "Ticked"
    narrate(f"{verb} {', '.join(items)}." if done.entry else "It stands so already; nothing changed.")
    for list_id in dict.fromkeys(checklists.find(book, item)[0] for item in items):
        state = checklists.checklist(after, book, list_id)
        narrate(f"{state.name}: {state.done} of {state.total} done.")


@click.command("read", context_settings={"ignore_unknown_options": True})  # -3 is a value
@click.argument("project")
@click.argument("metric", required=False)
@click.argument("value", required=False)
@click.option("--on", type=PAST_DAY, help="The day of the reading; today where it is left out.")
@click.option("--csv", "table", metavar="FILE", help="Read many at once from a table.")
@click.option("--dry-run", is_flag=True, help="Say what would be new, changed or the same, and change nothing.")
@today_option
@click.pass_obj
def read_command(
    invocation: Invocation, project: str, metric: str | None, value: str | None, on: dt.date | None,
    table: str | None, dry_run: bool,
) -> None:  # fmt: skip
    """Write down what a metric shows, or a whole table of readings.

    METRIC is an id or a whole name; 'slos.ID' is an objective, whose VALUE is the percentage that missed it. A table
    has the columns metric, date and value, or a date and a column for each metric. All of it is taken, or nothing.

    \b
    Example:
      paceplan read "Knowledge search" resolution-time 35 --on 2026-02-16
      paceplan read "Knowledge search" --csv readings.csv --dry-run
    """
    if (table is None) == (metric is None) or (table is None) == (value is None) or (table and on):
        raise click.UsageError("give METRIC and VALUE (and --on), or --csv FILE")
    meant = project_id(invocation, project)
    if metric and value and metric.startswith(SLO):
        _read_slo(invocation, meant, metric.removeprefix(SLO), value, on or invocation.today, dry_run)
        return
    if table is not None:
        rows = _from_table(invocation, meant, table)
    else:
        rows = (_typed(invocation, meant, metric or "", value or "", on or invocation.today),)
    _take(invocation, meant, rows, dry_run)


def _typed(invocation: Invocation, meant: str, metric: str, value: str, on: dt.date) -> Reading:
    from paceplan.core import readings
    from paceplan.core.errors import Refused

    found = invocation.session.project(meant)
    key = readings.find(found, invocation.session.playbook(found), metric)
    try:
        reading = readings.Reading(key, on, readings.parse_value(value))
    except Refused as refused:
        raise Refused(f"metrics.{key}.readings.{on}: {refused.message}") from None
    if said := readings.problem(reading, invocation.today):
        raise Refused(said)
    return reading


def _from_table(invocation: Invocation, meant: str, file: str) -> Sequence[Reading]:
    from paceplan.config.files import read_file
    from paceplan.core import readings
    from paceplan.importing import readings_csv

    found = invocation.session.project(meant)
    book = invocation.session.playbook(found)
    data = read_file(file, readings_csv.MAX_BYTES)
    try:
        with progress("Reading", _WORTH_A_BAR) as told:
            return readings_csv.read(
                data, file, lambda given: readings.find(found, book, given), invocation.today,
                lambda share: told(round(share * len(data)), len(data)),
            )  # fmt: skip
    except KeyboardInterrupt:
        narrate("Stopped; nothing was taken.")
        raise


def _take(invocation: Invocation, meant: str, rows: Sequence[Reading], dry_run: bool) -> None:
    from paceplan.core import readings

    before = invocation.session.project(meant)
    effects = readings.effects(before, rows)
    count = readings.counted(effects)
    if dry_run:
        _print_effects(effects)
        narrate(f"It would be {count}; nothing was changed.")
        return
    session = invocation.changing
    if len(rows) == 1:
        (row,) = rows
        session.do(readings.read, meant, metric=row.metric, value=row.value, on=row.on, today=invocation.today)
    else:
        session.do(readings.take, meant, rows=rows, today=invocation.today)
    after = session.project(meant)
    narrate(f"{after.name}: {len(rows)} reading{'' if len(rows) == 1 else 's'}: {count}.")
    _narrate_state(session, meant, rows, invocation.today)


def _print_effects(effects: Sequence[Effect]) -> None:
    from paceplan.core.criteria import figure
    from paceplan.core.readings import was

    widest = max(cells(effect.reading.metric) for effect in effects)
    for effect in effects:
        row = effect.reading
        say(f"{effect.fate:<7}  {padded(row.metric, widest)}  {row.on}  {figure(row.value)}  {was(effect)}".rstrip())


_FEW = 8


def _narrate_state(session: Session, meant: str, rows: Sequence[Reading], today: dt.date) -> None:
    """Say how the criteria stand that were read, and which readings no decision will count."""
    from paceplan.core import criteria, readings

    after = session.project(meant)
    book = session.playbook(after)
    read = {row.metric for row in rows}
    for c in criteria.criteria(after, book, today):
        if c.id in read:
            narrate(criteria.told(c))
    remarks = readings.remarks(after, book, rows)
    for said in remarks[:_FEW]:
        narrate(said)
    if len(remarks) > _FEW:
        narrate(f"... and {len(remarks) - _FEW} more that no decision counts.")


def _read_slo(invocation: Invocation, meant: str, slo: str, value: str, on: dt.date, dry_run: bool) -> None:
    from paceplan.core import budget, readings
    from paceplan.core.errors import Refused

    try:
        missed = readings.parse_value(value)
    except Refused as refused:
        raise Refused(f"slos.{slo}.readings.{on}: {refused.message}") from None
    session = invocation.session if dry_run else invocation.changing
    project = session.project(meant)
    book, today = session.playbook(project), invocation.today
    after = budget.record(project, book, slo=slo, missed=missed, on=on, today=today)
    if not dry_run:
        session.do(budget.record, meant, slo=slo, missed=missed, on=on, today=today)
    narrate("".join(budget.told(s) for s in budget.slos(after, book, today) if s.id == slo))
    if dry_run:
        narrate("Nothing was changed.")


@click.command("decide")
@click.argument("project")
@click.argument("decision", type=click.Choice(("scale", "iterate", "stop", "elevate")))
@click.option("--why", metavar="TEXT", required=True, help="The reason; a decision needs one.")
@click.option("--lesson", "lessons", metavar="TEXT", multiple=True, help="What the pilot taught; as often as needed.")
@click.option("--no-roadmap", is_flag=True, help="Build no roadmap after 'scale' or 'elevate'.")
@click.option("--on", type=DAY, help="The day of the decision; today where it is left out.")
@today_option
@click.pass_obj
def decide_command(
    invocation: Invocation, project: str, decision: str, why: str, lessons: tuple[str, ...], no_roadmap: bool,
    on: dt.date | None,
) -> None:  # fmt: skip
    """Close the pilot with a decision, beside the evidence.

    'iterate' starts the next iteration with the same criteria; 'scale' and 'elevate' build the marathon's roadmap from
    the day after; 'elevate' also sets the pace to marathon.

    \b
    Example:
      paceplan decide "Knowledge search" scale --why "All criteria met" --lesson "Old pages mislead: show their age"
    """
    from paceplan.core import decision as deciding

    meant = project_id(invocation, project)
    session, day = invocation.changing, on or invocation.today
    before = session.project(meant)
    book = session.playbook(before)
    advice = deciding.recommend(before, book, day)
    follows = deciding.follows(before, book, decision=decision, on=day, build=not no_roadmap)
    session.do(
        deciding.decide, meant, decision=decision, why=why, by=session.author, on=day, lessons=lessons,
        build=not no_roadmap, today=invocation.today,
    )  # fmt: skip
    field("decided", [f"{decision} on {day}: {why}"])
    if advice:
        field("evidence", [advice.decision, *advice.because])
        if advice.decision != decision:
            narrate(f"The evidence recommends {advice.decision}; the decision is a person's: {decision}.")
    narrate(follows)
