"""The command balance: sprints and marathons running at once per month against the capacity, from the rows alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.output import as_json, field, narrate, say
from paceplan.cli.parameters import DAY, json_option, today_option
from paceplan.core import balance
from paceplan.core.balance import Capacity, Month, Run
from paceplan.core.balance_words import SHORT, advice, findings, matters_of
from paceplan.core.portfolio import is_current

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation

_USUAL_MONTHS = 12
_WIDEST = 12
"""Columns of a bar at most."""


@click.command("balance")
@click.option("--from", "start", type=DAY, help="The month to start with; this one otherwise.")
@click.option(
    "--months",
    type=click.IntRange(1, balance.MOST_MONTHS),
    default=_USUAL_MONTHS,
    show_default=True,
    help="How many months.",
)
@click.option("--sprints", type=click.IntRange(0, 99), help="Sprints that can run at once, in place of the setting.")
@click.option("--marathons", type=click.IntRange(0, 99), help="The same for marathons.")
@json_option
@today_option
@click.pass_obj
def balance_command(
    invocation: Invocation, start: dt.date | None, months: int, sprints: int | None, marathons: int | None,
    in_json: bool,
) -> None:  # fmt: skip
    """Hold what runs at once each month against the capacity.

    A sprint is a pilot, a link of a chain, or a sprint inside a roadmap; a marathon is a roadmap with phases. What
    counts is the most on any day of the month.

    \b
    Example:
      paceplan balance --months 18
      paceplan balance --sprints 4 --json
    """
    today, settings = invocation.today, invocation.settings
    capacity = Capacity(
        settings.capacity_sprints if sprints is None else sprints,
        settings.capacity_marathons if marathons is None else marathons,
    )
    rows = list(invocation.rows().values())
    if not all(map(is_current, rows)):
        rows = invocation.session.current_rows()
    found = balance.runs(rows, today)
    first = (start or today).replace(day=1)
    shown = balance.months(found, first, months)
    said = advice(balance.months(found, *balance.extent(found, today)), capacity, today)
    if in_json:
        as_json({
            "today": today, "capacity": {"sprints": capacity.sprints, "marathons": capacity.marathons},
            "months": [_document(month, found, capacity) for month in shown],
            "findings": [
                {"what": f.matter, "months": [m.first.isoformat()[:7] for m in f.months], "text": f.text}
                for f in findings(shown, capacity)
            ],
            "advice": said,
        })  # fmt: skip
        return
    _print(shown, capacity)
    say()
    field("found", [finding.text for finding in findings(shown, capacity)])
    field("advice", said)
    if open_ := balance.undecided(rows):
        narrate(f"Not counted, because their pace is open: {open_}.")


def _print(shown: list[Month], capacity: Capacity) -> None:
    """Print a line a month, with a bar for each kind; what goes beyond the capacity is drawn darker."""
    most = [max([1, limit, *counts]) for limit, counts in (
        (capacity.sprints, [m.sprints for m in shown]), (capacity.marathons, [m.marathons for m in shown]),
    )]  # fmt: skip
    wide = [min(_WIDEST, value) for value in most]
    heads = [f"▸ SPRINTS of {capacity.sprints}", f"■ MARATHONS of {capacity.marathons}"]
    columns = [max(size + 6, len(head) + 2) for size, head in zip(wide, heads, strict=True)]
    say(f"{'':<10}{heads[0]:<{columns[0]}}{heads[1]}")
    for month in shown:
        bars = []
        for value, limit, top, size in zip((month.sprints, month.marathons), capacity, most, wide, strict=True):
            bars.append(f"{value:>3} {_bar(value, limit, top, size)}")
        words = ", ".join(SHORT[matter] for matter in matters_of(month, capacity))
        say(f"{month.name:<10}{bars[0]:<{columns[0]}}{bars[1]:<{columns[1]}}{words}".rstrip())


def _bar(value: int, limit: int, top: int, size: int) -> str:
    """Draw `value` of `top` in `size` columns with a line behind the `limit`."""
    cells, line = (round(value * size / top), round(limit * size / top))
    bar = ["▇" if n < cells else "░" for n in range(size)]
    return "".join(bar[:line]) + "│" + "".join(sign if sign == "▇" else " " for sign in bar[line:])


def _document(month: Month, found: list[Run], capacity: Capacity) -> dict[str, Any]:
    over = month.over(capacity)
    return {
        "month": month.first.isoformat()[:7], "sprints": month.sprints, "marathons": month.marathons,
        "over": {"sprints": over[0], "marathons": over[1]}, "matters": matters_of(month, capacity),
        "running": [
            {"kind": run.kind, "project": run.project, "name": run.name, "what": run.what,
             "start": run.first, "end": run.last}
            for run in balance.of_month(found, month.first)
        ],
    }  # fmt: skip
