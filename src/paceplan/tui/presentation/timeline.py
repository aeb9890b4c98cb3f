"""A project of the timeline in words: what it is, what runs of it now, what comes next, and all that takes time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from paceplan.core.portfolio import Row, health, next_date
from paceplan.core.spans import Span, spans
from paceplan.tui.glyphs import ASCII, Glyphs, badge, fit
from paceplan.tui.presentation.words import away, day

if TYPE_CHECKING:
    from paceplan.tui.context import Context

LABEL = 8
WIDEST = 88
"""Cells of a line with a name and its days, so that the eye finds the one from the other."""
TALL = 14
"""Lines from which each fact has its own."""
NO_DATES = "No date yet: a pilot or a roadmap needs a start."


def dates_of(first: dt.date, last: dt.date, today: dt.date, glyphs: Glyphs) -> str:
    """Return two days as a stretch."""
    dash = "-" if glyphs is ASCII else "–"
    return day(first, today) if first == last else f"{day(first, today)} {dash} {day(last, today)}"


def about(row: Row, context: Context, width: int, height: int | None) -> Content:
    """Return what the timeline tells of a project in at most `height` lines: the most important come first."""
    today, glyphs = context.today, context.glyphs
    found = spans(row.get("spans", ""))
    lines = [Content.styled(fit(row["name"], width, glyphs).rstrip(), "bold")]
    lines += _facts(row, found, context, width, tall=height is None or height >= TALL)
    running = [s for s in found if s.kind != "milestone" and s.first <= today < _after(s) and not _over(s)]
    if running:
        said = "; ".join(f"{span.name} to {day(span.last, today)}" for span in running)
        lines.append(_labelled("now", said, width, glyphs))
    coming = next_date(row, today)
    if coming:
        off = f"{away(coming.day, today)}, " if not coming.late else ""
        said = f"{coming.what}, {off}{day(coming.day, today)}"
        lines.append(_labelled("late" if coming.late else "next", said, width, glyphs, bad=coming.late))
    if not found:
        lines.append(Content.styled(fit(NO_DATES, width, glyphs).rstrip(), "$faint"))
    room = len(found) if height is None else max(0, height - len(lines) - 1)
    if found and room > 1:
        # What is over makes room for what is not.
        start = 0 if len(found) <= room else min(len(found) - room, _first_open(found))
        lines += [Content(""), *_listed(found[start : start + room], today, min(width, WIDEST), glyphs)]
    return Content("\n").join(lines if height is None else lines[:height])


def _facts(row: Row, found: list[Span], context: Context, width: int, *, tall: bool) -> list[Content]:
    """Return pace, dates, health, progress and owner: on one line, or where there is room on one each."""
    today, glyphs, pace = context.today, context.glyphs, row["pace"]
    first, last = min((s.first for s in found), default=None), max((s.last for s in found), default=None)
    when = dates_of(first, last, today, glyphs) if first and last else ""
    done, total = (sum(getattr(s, key) for s in found if s.kind == "phase") for key in ("done", "total"))
    progress = f"{done} of {total} done" if total else ""
    head = (badge(pace, glyphs), f"$pace-{pace} bold" if pace else "$faint bold")
    how = health(row, today)
    if tall:
        parts = (("from", when), ("done", progress), ("owner", row["owner"]))
        rest = [_labelled(label, text, width, glyphs) for label, text in parts if text]
        return [Content.assemble(head, "   ", how), *rest]
    said = "   ".join(part for part in (when, how, progress, row["owner"]) if part)
    return [Content.assemble(head, "   ", fit(said, max(0, width - cell_len(head[0]) - 3), glyphs).rstrip())]


def _labelled(label: str, said: str, width: int, glyphs: Glyphs, *, bad: bool = False) -> Content:
    text = fit(said, max(1, width - LABEL), glyphs).rstrip()
    return Content.assemble((label.ljust(LABEL), "$missed bold" if bad else "$faint"), text)


def _after(span: Span) -> dt.date:
    return dt.date.fromordinal(max(span.end, span.start + 1))


def _over(span: Span) -> bool:
    return span.complete and span.kind != "phase"


def _first_open(found: list[Span]) -> int:
    return next((n for n, span in enumerate(found) if not span.complete), len(found))


def _listed(found: list[Span], today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    """Return a line for each span: its sign, name, days and how much of it is done."""
    dates = [dates_of(span.first, span.last, today, glyphs) for span in found]
    shares = [f"{span.done}/{span.total}" if span.kind == "phase" and span.total else "" for span in found]
    when, share = max(map(len, dates)), max(map(len, shares))
    name = max(8, min(max(cell_len(span.name) for span in found), width - 2 - 2 - when - 2 - share))
    lines = []
    for span, date, done in zip(found, dates, shares, strict=True):
        late = span.late(today)
        sign = (glyphs.tick_done, "$met") if span.complete else (glyphs.late, "$missed bold")
        sign = sign if span.complete or late else (_sign(span, glyphs), "$faint")
        lines.append(
            Content.assemble(
                sign, f" {fit(span.name, name, glyphs)}  ", (date.ljust(when), "$missed" if late else "$faint"),
                (f"  {done.rjust(share)}", "$faint"),
            )
        )  # fmt: skip
    return lines


def _sign(span: Span, glyphs: Glyphs) -> str:
    signs = {"phase": glyphs.marathon, "sprint": glyphs.sprint, "pilot": glyphs.sprint, "milestone": glyphs.hybrid}
    return signs[span.kind]
