"""A month of the balance in words: how much runs at once, what, and what to do about the months ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from paceplan.core.balance import Capacity, Month, Run
from paceplan.core.balance_words import Finding
from paceplan.tui.glyphs import ASCII, Glyphs, fit
from paceplan.tui.presentation.layout import wrapped
from paceplan.tui.presentation.words import day, plural


def summary(found: Sequence[Finding], advice: Sequence[str], width: int, glyphs: Glyphs) -> list[Content]:
    """Return the months that stand out, and what to do about those ahead."""
    lines: list[Content] = []
    for finding in found:
        bad = finding.matter.startswith("over")
        sign = glyphs.late if bad else glyphs.due
        for number, text in enumerate(wrapped(finding.text, max(8, width - 2))):
            lines.append(
                Content.assemble((f"{sign if not number else ' '} ", "$missed bold" if bad else "$today"), text)
            )
    for text in advice:
        for number, part in enumerate(wrapped(text, max(8, width - 2))):
            lines.append(Content.assemble((f"{glyphs.right if not number else ' '} ", "$key bold"), part))
    return lines


def of_month(
    month: Month, runs: Sequence[Run], capacity: Capacity, today: dt.date, width: int, glyphs: Glyphs
) -> list[Content]:
    """Return what runs in a month: a line for each kind's most at once, then a line for each run."""
    lines = [Content.styled(month.name, "bold")]
    kinds = (
        ("sprint", month.sprints, capacity.sprints, month.sprints_on),
        ("marathon", month.marathons, capacity.marathons, month.marathons_on),
    )
    for kind, value, limit, on in kinds:
        sign = glyphs.sprint if kind == "sprint" else glyphs.marathon
        over = value - limit
        said = f"{plural(value, kind)} at once, capacity {limit}"
        if over > 0:
            said = f"{plural(value, kind)} at once, {over} over, from {day(dt.date.fromordinal(on), today)}"
        told = (fit(said, width - 2, glyphs).rstrip(), "$missed" if over > 0 else "")
        lines.append(Content.assemble((f"{sign} ", f"$pace-{kind} bold"), told))
    dash = "-" if glyphs is ASCII else "–"
    for run in runs:
        sign = glyphs.sprint if run.kind == "sprint" else glyphs.marathon
        when = f"{day(run.first, today)} {dash} {day(run.last, today)}"
        name = run.name if run.kind == "marathon" else f"{run.name}: {run.what}"
        room = max(8, width - 4 - cell_len(when) - 2)
        lines.append(
            Content.assemble(("  " + sign + " ", f"$pace-{run.kind}"), fit(name, room, glyphs), "  ", (when, "$faint"))
        )
    return lines
