"""The command list: every project of the workspace from its summary row, without loading a single one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.output import as_json, badge, narrate, table
from paceplan.cli.parameters import json_option, today_option
from paceplan.core import calendar, filters
from paceplan.core.filters import Filter
from paceplan.core.portfolio import HEALTHS, SORTS, Row, health, is_current, next_date, tripped
from paceplan.core.rule import PACES

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation


@click.command("list")
@click.option("--pace", type=click.Choice(PACES), help="Only those that run at this pace.")
@click.option("--health", "health_is", type=click.Choice([*HEALTHS, "on-track"]), help="Only those of this health.")
@click.option("--filter", "named", metavar="NAME", help="A filter kept in the planner; other options overrule it.")
@click.option("--sort", type=click.Choice(SORTS), help="What comes first; next where no filter says otherwise.")
@click.option("--archived", is_flag=True, help="The archived projects instead.")
@json_option
@today_option
@click.pass_obj
def list_command(
    invocation: Invocation,
    pace: str | None,
    health_is: str | None,
    named: str | None,
    sort: str | None,
    archived: bool,
    in_json: bool,
) -> None:
    """List the projects with pace, score, next date and health.

    \b
    Example:
      paceplan list --health late --sort next
      paceplan list --filter "Late sprints" --json
    """
    today = invocation.today
    rows = list(invocation.rows().values())
    if not all(map(is_current, rows)):
        rows = invocation.session.current_rows()
    wanted = _kept(invocation, named) if named is not None else Filter()
    given: dict[str, Any] = {
        "pace": pace,
        "health": health_is and health_is.replace("-", " "),
        "sort": sort,
        "archived": archived,
    }
    shown = replace(wanted, **{key: value for key, value in given.items() if value}).rows(rows, today)
    if in_json:
        as_json({"today": today, "projects": [_document(row, today) for row in shown]})
    elif shown:
        heading = ["PACE", "NAME", "SCORE", "PILOT", "HEALTH", "NEXT", ""]
        table([heading, *(_line(row, today) for row in shown)])
    elif any(not row.get("deleted") for row in rows):
        narrate("No project fits.")
    else:
        narrate("No projects yet. 'paceplan new NAME --playbook ID' makes one, 'paceplan demo' shows some.")


def _kept(invocation: Invocation, named: str) -> Filter:
    """Return a filter that was kept in the planner; raises `Refused`."""
    kept = invocation.settings.filters
    name = filters.found_name(kept, named)
    return filters.read(name, kept[name]._asdict())


def _document(row: Row, today: dt.date) -> dict[str, Any]:
    coming = next_date(row, today)
    # What comes round is for the agenda to tell, and what takes time for the timeline, with their days.
    told = {key: value for key, value in row.items() if key not in ("v", "every", "spans", "wires")}
    return told | {
        "dates": [{"date": d.day, "what": d.what, "kind": d.kind, "id": d.id} for d in calendar.dates(row)],
        "health": health(row, today),
        "trip_wires": list(tripped(row, today)),
        "next": {"date": coming.day, "what": coming.what} if coming else None,
    }


def _line(row: Row, today: dt.date) -> list[str]:
    coming = next_date(row, today)
    done, total, state = row["pilot"]
    return [
        badge(row["pace"]),
        row["name"],
        f"{row['total']} of {row['maximum']}" if row["maximum"] else "–",
        f"{done}/{total}" if done or state != "planned" else "–",
        f"{health(row, today)}, elevate?" if tripped(row, today) else health(row, today),
        coming.day.isoformat() if coming else "–",
        coming.what if coming else "",
    ]
