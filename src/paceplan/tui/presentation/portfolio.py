"""Rows of the portfolio in words: the list's lines, the tally on top, and the first sight of a project."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core.dates import week_of
from paceplan.core.portfolio import Row, counts, health, next_date, tripped
from paceplan.tui.glyphs import Glyphs, badge, meter
from paceplan.tui.presentation.layout import labelled
from paceplan.tui.presentation.words import away, day, plural
from paceplan.tui.widgets.project_list import ListRow

if TYPE_CHECKING:
    from paceplan.tui.context import Context


LABEL = 9


def list_row(row: Row, today: dt.date, *, marked: bool) -> ListRow:
    """Return the line for one summary row as it stands on `today`."""
    coming, how = next_date(row, today), health(row, today)
    late = coming is not None and coming.late
    return ListRow(
        id=row["id"],
        name=row["name"],
        pace=row["pace"],
        score=(row["total"], row["maximum"]) if row["maximum"] else None,
        progress=_progress(row),
        next="done" if how == "done" else "late" if late else away(coming.day, today) if coming else "–",
        what=coming.what if coming else "",
        health=how,
        owner=row["owner"],
        marked=marked,
        elevate=bool(tripped(row, today)),
    )


def _progress(row: Row) -> str:
    """Return deliverables done of a marathon, or checklist items of a pilot; a dash before either has begun."""
    if row["pace"] == "marathon":
        return f"{row['roadmap'][0]}/{row['roadmap'][1]}" if row["roadmap"] and row["roadmap"][1] else "–"
    done, total, state = row["pilot"]
    return f"{done}/{total}" if done or state != "planned" else "–"


def tally(rows: list[Row], today: dt.date, glyphs: Glyphs, *, wide: bool, wires: bool = True) -> Content:
    """Return how many projects there are, at which pace, and with `wires` how many have become a marathon."""
    found = counts(rows)
    parts: list[tuple[str, str] | str] = [(f"{plural(len(rows), 'project')}  ", "$foreground")] if wide else []
    present = [pace for pace in ("sprint", "hybrid", "marathon") if found[pace]]
    parts += [(f"{found[pace]} {badge(pace, glyphs)[0]} ", f"$pace-{pace} bold") for pace in present]
    if wires and (held := sum(bool(tripped(row, today)) for row in rows)):
        parts.append((f" {held} {glyphs.up} elevate? ", "$missed"))
    return Content.assemble(*parts)


def heading(name: str, pace: str | None, glyphs: Glyphs, aside: str = "") -> list[Content]:
    """Return a project's name and, under it, its pace badge with what belongs beside it."""
    return [
        Content.styled(name, "bold"),
        Content.assemble(
            (badge(pace, glyphs), f"$pace-{pace} bold" if pace else "$faint bold"), f"  {aside}" if aside else ""
        ),
    ]


def preview_of_row(row: Row, context: Context, width: int, *, wires: bool = True) -> Content:
    """Return what the row alone tells of its project; without `wires` where the project itself says more of them."""
    aside = f"{row['total']} of {row['maximum']}" if row["maximum"] else ""
    if row["margin"] is not None:
        aside += f"  margin {row['margin']}"
    lines = heading(row["name"], row["pace"], context.glyphs, aside)
    if row["box"] and row["pilot"][2] == "running":
        start, weeks = dt.date.fromisoformat(row["box"][0]), row["box"][1]
        week = max(0, min(weeks, week_of(start, context.today)))
        bar = meter(week, weeks, min(24, width - 16), context.glyphs)
        lines += [
            Content(""),
            Content.assemble(f"week {week} of {weeks}  ", (bar, f"$pace-{row['pace']}" if row["pace"] else "")),
        ]
    coming, how = next_date(row, context.today), health(row, context.today)
    lines.append(Content(""))
    if coming:
        said = f"{coming.what}, {day(coming.day, context.today)} ({away(coming.day, context.today)})"
        lines += labelled("next", [said], width, label=LABEL)
    lines += labelled("health", [how], width, label=LABEL, style="$missed" if how in ("late", "blocked") else "")
    if wires and (held := tripped(row, context.today)):
        lines += labelled("elevate?", [", ".join(held)], width, label=LABEL, style="$missed")
    lines += labelled("owner", [row["owner"]], width, label=LABEL) if row["owner"] else []
    return Content("\n").join(lines)
