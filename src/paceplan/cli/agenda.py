"""The command agenda: what is late and what is coming in all projects, from their summary rows alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from paceplan.cli.output import as_json, narrate, on_terminal, table, width
from paceplan.cli.parameters import json_option, today_option
from paceplan.cli.resolving import project_id
from paceplan.core import agenda
from paceplan.core.calendar import KINDS
from paceplan.core.dates import add_days
from paceplan.core.portfolio import is_current

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.portfolio import Row

_USUAL_DAYS = 30
_MOST_DAYS = 36_600
_BESIDE = 25
"""Columns of a terminal that date, time left and gaps take beside what and project."""
_IN_A_PIPE = 44


@click.command("agenda")
@click.option(
    "--days", type=click.IntRange(0, _MOST_DAYS), default=_USUAL_DAYS, show_default=True, help="How far to look ahead."
)
@click.option("--project", help="Only this project: an id or a part of its name.")
@click.option("--kind", type=click.Choice(list(KINDS)), help="Only dates of this kind.")
@json_option
@today_option
@click.pass_obj
def agenda_command(invocation: Invocation, days: int, project: str | None, kind: str | None, in_json: bool) -> None:
    """List everything that has a date, over all projects.

    What is late comes first, then the rest by day and project. Messages, meetings and demos come round again: they
    stand there once, with their next day, and are never late.

    \b
    Example:
      paceplan agenda --days 14
      paceplan agenda --project "Knowledge search" --kind item --json
    """
    today = invocation.today
    last = add_days(today, days)
    rows = _rows(invocation, project)
    events = [e for e in agenda.of(rows, today, days) if kind in (None, e.kind)]
    if in_json:
        as_json({"today": today, "days": days, "events": [event.as_json() for event in events]})
        return
    if events:
        wide = max(20, (width() - _BESIDE) // 2) if on_terminal() else _IN_A_PIPE
        table([["DATE", "", "WHAT", "PROJECT", "KIND"], *(_line(event, today) for event in events)], widest=wide)
    else:
        narrate(f"Nothing has a date up to {last}, and nothing is late.")
    later = sum(1 for e in agenda.of(rows, today) if e.day > last and kind in (None, e.kind))
    if later:
        narrate(f"Later than {last}: {later}. --days looks further ahead.")
    if missing := agenda.left_out(rows):
        narrate(f"Dates left out, the latest ones of projects that have very many: {missing}.")


def _rows(invocation: Invocation, project: str | None) -> list[Row]:
    """Return the rows asked for; those of an older release are summarised anew, which needs the projects."""
    stored = invocation.rows()
    if project is not None:
        meant = project_id(invocation, project)
        row = stored[meant]
        return [row if is_current(row) else invocation.session.row(meant) or row]
    if all(map(is_current, stored.values())):
        return list(stored.values())
    return invocation.session.current_rows()


def _line(event: agenda.Event, today: dt.date) -> list[str]:
    days = (event.day - today).days
    when = f"{-days} d late" if event.late else f"in {days} d" if days else "today"
    kind = KINDS[event.kind][1] if event.kind in KINDS else ""
    what = f"{event.what} (each {event.every})" if event.every else event.what
    return [event.day.isoformat(), when, what, event.name, kind]
