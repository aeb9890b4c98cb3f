"""The exit criteria drawn over the days of the pilot, for the lines that the table beside the checklist leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from paceplan.core.text import clean
from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.presentation.criteria import outcome_sign
from paceplan.tui.presentation.layout import pressing
from paceplan.tui.presentation.metric_page import curve_of, days_drawn
from paceplan.tui.presentation.plot import gutter_of, plot

if TYPE_CHECKING:
    from paceplan.core.criteria import Criterion
    from paceplan.core.pilot import TimeBox

LEAST = 9
"""Lines of one drawing at least, with its name and the air above; fewer would only crowd the table."""
TALLEST = 13


def criteria_plots(
    found: Sequence[Criterion], box: TimeBox, today: dt.date, width: int, room: int, glyphs: Glyphs
) -> list[Content]:
    """Return drawings of those read more than once, in their order, as many as `room` lines hold; a click opens one."""
    drawn = [c for c in found if len(c.readings) > 1 and c.target is not None][: room // LEAST]
    curves = [curve_of(c) for c in drawn]
    span = days_drawn(curves, box, today)
    if span is None:
        return []
    each, gutter = min(TALLEST, room // len(drawn)), max(map(gutter_of, curves))
    lines: list[Content] = []
    for criterion, curve in zip(drawn, curves, strict=True):
        picture = plot(curve, span, today, width - 6, each - 2, glyphs, gutter=gutter)
        if not picture:
            return []
        sign, tone = outcome_sign(criterion.met, glyphs)
        name = clean(criterion.name)
        unit = f"  in {clean(criterion.unit)}" if criterion.unit else ""
        head = Content.assemble(
            (f"  {sign} ", f"${tone} bold"), (fit(name, min(cell_len(name), width - 8), glyphs), "bold"),
            (fit(unit, min(cell_len(unit), max(0, width - 8 - cell_len(name))), glyphs), "$faint"),
        )  # fmt: skip
        block = [head, *(Content.assemble("    ", line) for line in picture)]
        lines += [Content(""), *(pressing(line, f"metric {criterion.id}") for line in block)]
    return lines
