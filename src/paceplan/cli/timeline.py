"""The command timeline: all roadmaps and pilots on one calendar, from the summary rows alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from paceplan.cli.cells import cells, padded
from paceplan.cli.output import as_json, badge, narrate, on_terminal, say, width
from paceplan.cli.parameters import DAY, json_option, today_option
from paceplan.core import timeline
from paceplan.core.dates import MONTHS, add_months
from paceplan.core.portfolio import health, is_current
from paceplan.core.spans import Span, spans

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.timeline import Line

_USUAL_MONTHS, _MOST_MONTHS = 15, 120
_NAME = (16, 34)
"""Columns of the names: at least and at most."""
_IN_A_PIPE = 100
_CELLS = (1, 4)
"""Columns of a month: at least and at most."""
_SIGNS = {"late": "!", "blocked": "x", "done": "✓", "due": "o"}
_LEGEND = "▇ done   ░ to come   - sprint   ◆ milestone   │ today"


@click.command("timeline")
@click.option("--from", "start", type=DAY, help="The month to start with; the one before today's otherwise.")
@click.option(
    "--months", type=click.IntRange(1, _MOST_MONTHS), default=_USUAL_MONTHS, show_default=True, help="How many months."
)
@json_option
@today_option
@click.pass_obj
def timeline_command(invocation: Invocation, start: dt.date | None, months: int, in_json: bool) -> None:
    """Draw all roadmaps and pilots on one calendar, by pace.

    Projects without a day in these months, or without any date, are counted below; archived ones are left out.

    \b
    Example:
      paceplan timeline --months 24
      paceplan timeline --from 2026-01-01 --json
    """
    today = invocation.today
    first = (start or timeline.usual_start(today)).replace(day=1)
    rows = list(invocation.rows().values())
    if not all(map(is_current, rows)):
        rows = invocation.session.current_rows()
    found = timeline.groups(rows, today)
    shown = timeline.within(found, first, months)
    if in_json:
        last = dt.date.fromordinal(add_months(first, months).toordinal() - 1)
        projects = [timeline.as_json(line, today) for group in shown for line in group.lines]
        as_json({"today": today, "from": first, "to": last, "projects": projects})
        return
    _print(shown, first, months, today)
    undated = sum(len(group.lines) for group in found if not group.dated)
    outside = sum(len(group.lines) for group in found if group.dated) - sum(len(group.lines) for group in shown)
    if outside:
        narrate(f"Without a day in these months: {outside}. --from and --months show others.")
    if undated:
        narrate(f"Without any date: {undated}. A pilot or a roadmap brings them here.")
    if not found:
        narrate("No projects yet. 'paceplan new NAME --playbook ID' makes one.")


def _print(shown: list[timeline.Group], first: dt.date, months: int, today: dt.date) -> None:
    if not shown:
        return
    room = width() if on_terminal() else max(_IN_A_PIPE, width())
    longest = max(cells(line.row["name"]) for group in shown for line in group.lines)
    name = max(_NAME[0], min(_NAME[1], longest, room // 3))
    each = max(_CELLS[0], min(_CELLS[1], (room - name - 5) // months))
    opens = [add_months(first, n).toordinal() for n in range(months + 1)]
    for text in _headings(first, months, each):
        say((" " * (name + 5) + text).rstrip())
    for group in shown:
        say(f"{badge(group.pace)}  {len(group.lines)}")
        for line in group.lines:
            sign = _SIGNS.get(health(line.row, today), " ")
            label = padded(line.row["name"], name)
            say(f"  {sign} {label} {_bar(line, opens, each, today)}".rstrip())
    say()
    say(_LEGEND)


def _headings(first: dt.date, months: int, each: int) -> list[str]:
    """Return the years, and below them the months by as many letters as fit."""
    years, names = [" "] * (months * each + 4), []
    for n in range(months):
        month = add_months(first, n)
        if n == 0 or month.month == 1:
            years[n * each : n * each + 4] = list(str(month.year))
        names.append(MONTHS[month.month - 1][: max(1, each - 1)].ljust(each))
    return ["".join(years).rstrip(), "".join(names).rstrip()]


def _bar(line: Line, opens: list[int], each: int, today: dt.date) -> str:
    """Draw a project's phases and pilots, over them its sprints, milestones and today."""
    signs = [" "] * ((len(opens) - 1) * each)
    found = spans(line.row["spans"])
    for span in sorted(found, key=lambda s: ("phase", "pilot", "sprint", "milestone").index(s.kind)):
        start, end = _cell(span.start, opens, each), _cell(max(span.start, span.end - 1), opens, each) + 1
        filled = _filled(span, end - start, start, _cell(today.toordinal(), opens, each))
        for x in range(max(0, start), min(len(signs), end)):
            if span.kind == "milestone":
                signs[x] = "✓" if span.complete else "!" if span.late(today) else "◆"
            elif span.kind == "sprint":
                signs[x] = "-"
            else:
                signs[x] = "▇" if x - start < filled else "░"
    at = _cell(today.toordinal(), opens, each)
    if 0 <= at < len(signs) and signs[at] in " ░":
        signs[at] = "│"
    return "".join(signs)


def _filled(span: Span, size: int, start: int, now: int) -> int:
    if span.complete:
        return size
    if span.kind == "pilot":
        return max(0, min(size - 1, now - start)) if span.state == "running" else 0
    return min(size - 1, max(1, size * span.done // span.total)) if span.done else 0


def _cell(day: int, opens: list[int], each: int) -> int:
    """Return the column in which a day lies; one outside where it lies before or after all."""
    if day < opens[0]:
        return -1
    if day >= opens[-1]:
        return (len(opens) - 1) * each
    from bisect import bisect_right

    month = bisect_right(opens, day) - 1
    return month * each + (day - opens[month]) * each // (opens[month + 1] - opens[month])
