"""What may be missed, large: an objective with its window, and the error budget with the pause it puts on sprints."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from paceplan.core.text import clean
from paceplan.tui.glyphs import Glyphs, fit, meter
from paceplan.tui.in_force import key
from paceplan.tui.presentation.criteria import outcome_sign
from paceplan.tui.presentation.layout import at_right, band, labelled
from paceplan.tui.presentation.metric_page import readings_below, readings_beside
from paceplan.tui.presentation.plot import Curve, span_of
from paceplan.tui.presentation.words import number

if TYPE_CHECKING:
    from paceplan.core.budget import BudgetState, SloState

LABEL = 9
WIDEST = 60
"""Cells of a bar at most."""


def budget_page(state: BudgetState, pause: str | None, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return the error budget: how much is allowed and used, and what its being overspent means."""
    unit = clean(state.unit)
    lines = [band([(2, "Error budget"), at_right(f"in {unit}" if unit else "", width)], width), Content("")]
    tone = "missed" if state.paused else "today" if state.overspent else "met"
    lines += _bar(state.used, state.allowed, tone, width, glyphs)
    sign = outcome_sign(not state.paused, glyphs)[0]
    if state.paused:
        said = f"sprints pause until the foundation fix is done; {key('metrics.fix')} marks it done"
        strong = f"{sign} overspent"
    elif state.overspent:
        strong, said = f"{sign} overspent, and fixed", "sprints go on; what is missed from now on pauses them again"
    else:
        left = number(round(state.allowed - state.used, 9))
        strong, said = f"{sign} {left} left", "sprints pause once more is used than allowed"
    lines += [Content(""), Content.styled(f"  {strong}", f"${tone} bold")]
    lines += _told([("", said), ("the fix", clean(state.fix) or ("nothing written down yet" if pause else ""))], width)
    hint = _told([("", f"{key('metrics.budget')} sets what is allowed and used, such as 47 of 120 minutes")], width)
    lines += [Content(""), *(Content.styled(line.plain, "$faint") for line in hint)]
    return lines[:height]


def slo_page(slo: SloState, today: dt.date, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return an objective: the share of its budget that its window used, its readings, and what a miss costs."""
    unit = clean(slo.unit)
    name = fit(clean(slo.name), min(cell_len(clean(slo.name)), max(8, width - 6 - cell_len(unit))), glyphs)
    lines = [band([(2, name), at_right(unit, width)], width)]
    tone = "missed" if slo.overspent else "met"
    foot = _told([("a miss", clean(slo.cost)), ("about", slo.text)], width)
    if slo.objective is None or slo.allowed is None:
        none = Content.styled(
            f"  No objective yet; {key('metrics.target')} sets one, such as 99.5 over 30 days.", "$faint"
        )
        return [*lines, none, *foot][:height]
    aim = f"  objective {number(slo.objective)} % over {slo.window_days} days"
    if slo.used is None:
        said = f"{aim.strip()}: nothing read in them. {key('metrics.read')} writes down how many percent missed it."
        lines += [Content(""), *_told([("", said)], width)]
    else:
        share = f", {slo.share:.0%} of what it allows" if slo.share is not None else ""
        sign = outcome_sign(not slo.overspent, glyphs)[0]
        stands = f"{sign} {'overspent' if slo.overspent else 'inside its budget'}{share}"
        told = _told([("", stands)], width)
        lines += [Content(aim), *(Content.styled(line.plain, f"${tone} bold") for line in told), Content("")]
        lines += _bar(round(slo.used, 3), slo.allowed, tone, width, glyphs, unit="% missed")
    room = height - len(lines) - len(foot) - 2
    curve = Curve(slo.readings, higher=False, target=slo.allowed, goal="allowed")
    span = span_of([curve], today)
    if span and room >= 5 and slo.readings:
        lines += [Content(""), *readings_beside(curve, span, today, width, min(12, room), glyphs)]
    elif slo.readings and room > 0:
        lines += [Content(""), *readings_below(curve, today, width - 4)[:room]]
    return [*lines, Content(""), *foot][:height]


def _bar(used: float, allowed: float, tone: str, width: int, glyphs: Glyphs, unit: str = "used") -> list[Content]:
    """Return a bar of what is used of what is allowed; what is beyond sticks out past a mark."""
    cells = max(10, min(WIDEST, width - 4))
    if used <= allowed:
        bar = Content.assemble("  ", (meter(used, allowed, cells, glyphs), f"${tone}"))
    else:
        inside = max(1, min(cells - 2, round((cells - 1) * allowed / used)))
        bar = Content.assemble(
            "  ", (glyphs.bar_full * inside, "$bar-done"), (glyphs.today_line, "$foreground bold"),
            (glyphs.bar_full * (cells - 1 - inside), f"${tone}"),
        )  # fmt: skip
    figures = f"  {number(used)} of {number(allowed)} {unit}"
    share = f"{used / allowed:.0%}" if allowed else ""
    gap = max(2, cells + 2 - cell_len(figures) - len(share))
    return [bar, Content.assemble((figures, "bold"), " " * gap, (share, "$faint"))]


def _told(pairs: list[tuple[str, str]], width: int) -> list[Content]:
    lines: list[Content] = []
    for label, text in pairs:
        if text:
            block = labelled(label, [text], width - 4, label=LABEL if label else 0)
            lines += [Content.assemble("  ", line) for line in block]
    return lines
