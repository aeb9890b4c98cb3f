"""One metric, large: its readings drawn against baseline and target, listed, and how its target was moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from paceplan.core.readings import change, changed
from paceplan.core.text import clean
from paceplan.tui.glyphs import ASCII, Glyphs, fit
from paceplan.tui.in_force import key
from paceplan.tui.presentation.criteria import FLAGS
from paceplan.tui.presentation.layout import at_right, band, labelled, wrapped
from paceplan.tui.presentation.metrics import is_limit, outcome
from paceplan.tui.presentation.plot import LEAST, Curve, Span, below, fit_right, gutter_of, plot, span_of
from paceplan.tui.presentation.words import day, number
from paceplan.tui.widgets.check_list import dated

if TYPE_CHECKING:
    from paceplan.core.criteria import Criterion
    from paceplan.core.pilot import TimeBox
    from paceplan.core.playbook import MetricInfo

SIDE = 24
"""Cells of the list of readings beside the drawing."""
BESIDE = 70
"""From so many cells on the readings stand beside the drawing, else below it."""
TALLEST = 16
"""Lines of a drawing at most."""
PAIRED = 12
"""From so many lines on a business metric and its surrogate stand in one view."""
LABEL = 11
SINCE = "since the baseline"


def curve_of(metric: Criterion) -> Curve:
    """Return what is drawn of a metric."""
    moves = tuple((move.on, move.before) for move in metric.moves)
    goal = "limit" if is_limit(metric) else "target"
    return Curve(metric.readings, metric.better == "higher", metric.baseline, metric.target, moves, goal)


def metric_page(
    metric: Criterion, pair: tuple[Criterion, Criterion] | None, info: MetricInfo | None, box: TimeBox, today: dt.date,
    width: int, height: int, glyphs: Glyphs, other: str = "",
) -> list[Content]:  # fmt: skip
    """Return one metric in `height` lines; with `pair`, a business metric over its surrogate, on the same days.

    `other` says in words which metric that is, where it is not drawn.
    """
    shown = list(pair) if pair and height >= PAIRED else [metric]
    curves = [curve_of(one) for one in shown]
    standing = _standing(metric, info, today, width, glyphs)
    came = "" if SINCE in standing.plain else changed(metric)
    other = "; ".join(text for text in (came, other if len(shown) < 2 else "") if text)
    span = days_drawn(curves, box, today)
    # Drawn on the same days, so that the days stand once, under the last of them.
    under = [below(curve, curve is curves[-1]) for curve in curves]
    needed = sum(LEAST[1] + 2 + n for n in under)
    beside_it = [one for one in shown if one is not metric and one.id != metric.id]
    foot = _foot(metric, beside_it, info, today, width - 4, glyphs, other, roomy=height >= 18)
    foot = _cut(foot, max(0, height - needed), width, glyphs)
    if len(shown) > 1 and height - len(foot) < needed + 2 * len(shown):
        foot = foot[1:] if foot and not foot[0] else foot  # a row more for a drawing tells more than an empty line
    listed = [] if width >= BESIDE else readings_below(curve_of(metric), today, width - 4)
    spare = height - len(foot) - 2 * len(shown)
    beneath = len(listed) + 1 if listed and spare >= 9 * len(shown) + len(listed) + 1 else 0
    each, over = divmod(spare - beneath - sum(under), len(shown))
    gutter = max(map(gutter_of, curves))
    lines: list[Content] = []
    for n, (one, curve) in enumerate(zip(shown, curves, strict=True)):
        aside = "model level" if pair and one is pair[1] else ""
        lines += [_head(one, aside, width, glyphs), _standing(one, info, today, width, glyphs)]
        if curve.readings and span:
            dates, rows = curve is curves[-1], min(TALLEST, each + (n < over) + under[n])
            lines += readings_beside(curve, span, today, width, rows, glyphs, gutter=gutter, dates=dates)
        else:
            lines += _unread(one, width, each + under[n])
    if beneath:
        lines += [Content(""), *listed]
    return [*lines, *foot][:height]


def _cut(foot: list[Content], height: int, width: int, glyphs: Glyphs) -> list[Content]:
    """Return `foot` in `height` lines: without the empty one first, and an ellipsis where more would follow."""
    if len(foot) <= height:
        return foot
    shown = foot[1 : height + 1]
    if shown and len(foot) > height + 1:
        shown[-1] = Content(fit(f"{shown[-1].plain}  {foot[height + 1].plain.strip()}", width - 2, glyphs))
    return shown


def readings_beside(
    curve: Curve, span: Span, today: dt.date, width: int, height: int, glyphs: Glyphs, *, gutter: int = 0,
    dates: bool = True,
) -> list[Content]:  # fmt: skip
    """Return `curve` drawn in `height` lines, with its newest readings listed on the right where there is room."""
    beside = width >= BESIDE
    drawn = plot(curve, span, today, width - 4 - (SIDE if beside else 0), height, glyphs, gutter=gutter, dates=dates)
    lines = [Content.assemble("  ", line) for line in drawn]
    if not beside:
        return lines
    side, count = _readings(curve, today, height), len(curve.readings)
    if count > height:
        more = f"and {count - height + 1} more: {key('metrics.readings')}"
        side = [*side[: height - 1], Content.styled(more, "$faint")]
    lines += [Content("")] * (len(side) - len(lines))
    at = width - SIDE + 1
    return [
        Content.assemble(line, " " * max(0, at - line.cell_length), side[n]) if n < len(side) else line
        for n, line in enumerate(lines)
    ]


def days_drawn(curves: Sequence[Curve], box: TimeBox, today: dt.date) -> Span | None:
    """Return the days from first to last reading, to today, and over all of a pilot into which a reading falls."""
    span = span_of(curves)
    if span is None:
        return None
    if box.state != "planned" and box.start and box.close and box.start <= span[1] and span[0] <= box.close:
        return span_of(curves, box.start, box.close)
    return span_of(curves, max(today, span[1]))


def _head(metric: Criterion, aside: str, width: int, glyphs: Glyphs) -> Content:
    roles = " and ".join(["exit criterion"] * metric.exit + ["guardrail"] * metric.guardrail)
    said = [word for word in (roles, aside, f"in {clean(metric.unit)}" if metric.unit else "") if word]
    while said and cell_len(metric.name) + cell_len(", ".join(said)) + 6 > width:
        said.pop(0)
    words = ", ".join(said)
    name = fit(metric.name, min(cell_len(metric.name), width - 4), glyphs)
    return band([(2, name), at_right(words, width)], width)


def _standing(metric: Criterion, info: MetricInfo | None, today: dt.date, width: int, glyphs: Glyphs) -> Content:
    """Return how the metric stands, in one line; of one that was never read, what it is about."""
    if metric.latest is None:
        return Content.styled("  " + fit(info.text if info else "", width - 4, glyphs).rstrip(), "$faint")
    dot = f" {glyphs.on_track} "
    parts = [(f"  {number(metric.latest)}", "bold"), (f" on {day(metric.readings[-1][0], today)}", "$foreground")]
    if metric.met is not None and metric.target is not None:
        off = round(abs(metric.latest - metric.target), 10)
        target = number(metric.target)
        off_by = ("inside", "beyond") if is_limit(metric) else ("beyond", "short of")
        how = f"{number(off)} {off_by[not metric.met]} {target}" if off else f"right at {target}"
        parts += [(dot, "$faint"), (outcome(metric), "$met bold" if metric.met else "$missed bold"), (f", {how}", "")]
    by = change(metric)
    if by and by.absolute:
        share = f" ({by.percent:+.3g} %)" if by.percent is not None else ""
        parts.append((f"{dot}{by.absolute:+,.6g}{share} {SINCE}", "$faint"))
    while sum(cell_len(text) for text, _ in parts) > width - 2 and len(parts) > 2:
        parts.pop()
    return Content.assemble(*parts)


def _unread(metric: Criterion, width: int, height: int) -> list[Content]:
    """Return what stands where nothing was read yet."""
    said = [f"No reading yet: {key('metrics.read')} writes one down, such as 35, or 35 2026-11-16 for another day."]
    if metric.target is None:
        said.append(f"{key('metrics.target')} gives it a target, such as 29.4, or with its baseline 42 -> 29.4.")
    lines = [Content.styled("  " + line, "$faint") for text in said for line in wrapped(text, width - 4)]
    return ([Content("")] * (height > len(lines) + 1) + lines)[: max(0, height)]


def _readings(curve: Curve, today: dt.date, most: int) -> list[Content]:
    """Return `most` readings, the newest first, each with the step to it."""
    first = max(0, len(curve.readings) - most)
    values = [number(value) for _, value in curve.readings[first:]]
    size = max(map(cell_len, values), default=0)
    lines = []
    for n in reversed(range(first, len(curve.readings))):
        when, value = curve.readings[n]
        step = round(value - curve.readings[n - 1][1], 9) if n else 0.0
        told = f"{'+' if step > 0 else ''}{number(step)}" if step else "=" if n else ""
        style, said = "$met" if curve.reaches(value) else "$foreground", fit_right(values[n - first], size)
        lines.append(
            Content.assemble((f"{dated(when, today):<6}", "$faint"), "  ", (said, style), (f"  {told}", "$faint"))
        )
    return lines


def readings_below(curve: Curve, today: dt.date, width: int) -> list[Content]:
    """Return the newest readings in columns, for where they stand below the drawing."""
    lines = _readings(curve, today, 6 * max(1, width // 12))
    if not lines:
        return []
    size = max(line.cell_length for line in lines) + 4
    columns = max(1, width // size)
    rows = min(6, -(-len(lines) // columns))
    parts = []
    for y in range(rows):
        cells = [lines[n] for n in range(y, len(lines), rows)][:columns]
        parts.append(Content.assemble("  ", *(Content.assemble(c, " " * (size - c.cell_length)) for c in cells)))
    return parts


def _moves(metric: Criterion, today: dt.date, width: int, glyphs: Glyphs, *, named: bool) -> list[Content]:
    """Return by whom, when, why and from what a target was moved; `named` says of which metric."""
    lines: list[Content] = []
    goal = "limit" if is_limit(metric) else "target"
    goal = f"{clean(metric.name)}: {goal}" if named else goal
    for move in metric.moves:
        by = f", {clean(move.by)}" if move.by else ""
        step = f"{goal} moved from {number(move.before)} to {number(move.after)} on {day(move.on, today)}{by}: "
        lines += labelled(FLAGS[glyphs == ASCII][1], [step + clean(move.why)], width, label=2)
    return lines


def _foot(
    metric: Criterion, others: Sequence[Criterion], info: MetricInfo | None, today: dt.date, width: int, glyphs: Glyphs,
    other: str, *, roomy: bool,
) -> list[Content]:  # fmt: skip
    """Return how targets were moved, what `other` says, how sure a reading has to be, and how often it is taken.

    `others` are drawn beside the metric.
    """
    lines = _moves(metric, today, width, glyphs, named=False)
    for one in others:
        lines += _moves(one, today, width, glyphs, named=True)
    lines += [Content.styled(line, "$faint") for line in wrapped(other, width)] if other else []
    said = []
    if metric.confidence is not None:
        said.append(f"counts at a confidence of {number(round(100 * metric.confidence, 4))} %")
    if info and info.read and roomy:
        said.append(f"to be read every {info.read}")
    if said:
        lines += [Content.styled(line, "$faint") for line in wrapped("; ".join(said), width)]
    return [Content(""), *(Content.assemble("  ", line) for line in lines)] if lines else []
