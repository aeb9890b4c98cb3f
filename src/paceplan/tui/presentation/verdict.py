"""A verdict as a page: the pace, where it stands, why, what is missing, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core.rule import PACES
from paceplan.tui.glyphs import Glyphs, badge, fit
from paceplan.tui.in_force import key
from paceplan.tui.presentation.layout import labelled
from paceplan.tui.presentation.words import plural

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.verdict import Flip, Verdict

LABEL = 10


COMPACT = 13
"""Fewer lines than this, and the page leaves out what the list of questions shows anyway."""


def page(
    verdict: Verdict,
    playbook: Playbook,
    width: int,
    glyphs: Glyphs,
    *,
    height: int | None = None,
    changed: bool = False,
    wires: Sequence[str] = (),
) -> list[Content]:
    """Return the lines of the whole verdict in `width` cells; with `height`, the least important give way first."""
    compact = height is not None and height < COMPACT
    lines = head(verdict, width, glyphs)
    drawing = picture(verdict, playbook, width, glyphs, compact=compact)
    lines += drawing if compact or not drawing else [Content(""), *drawing]
    because, flips = _because(verdict, width, glyphs, compact=compact), _flips(verdict, playbook, width, glyphs)
    blocks = [
        _remarks("blocked by", [b.text for b in verdict.blockers], width, "$missed"),
        _remarks("elevate?", list(wires), width, "$missed"),
        _missing(verdict, playbook, width),
        *((flips, because) if compact else (because, flips)),
        _remarks("warnings", [w.text for w in verdict.warnings], width, "$warning"),
        _remarks("advice", [a.text for a in verdict.advice], width, "$foreground"),
    ]
    if changed:
        text = "The playbook changed since this was scored; the verdict is by the playbook as it is now."
        blocks.insert(0, labelled("note", [text], width, label=LABEL, style="$warning"))
    return _stack(lines, [b for b in blocks if b], height, gap=not compact, glyphs=glyphs)


def _stack(
    lines: list[Content], blocks: list[list[Content]], height: int | None, *, gap: bool, glyphs: Glyphs
) -> list[Content]:
    """Put the blocks below the lines as far as there is room; what is cut says so."""
    for block in blocks:
        lines = [*lines, *([Content("")] if gap else []), *block]
    if height is None or len(lines) <= height:
        return lines
    cut = sum(bool(line) for line in lines[max(0, height - 1) :])
    more = f"{glyphs.ellipsis} {plural(cut, 'more line')} below: {key('score.verdict')} shows all"
    return [*lines[: max(0, height - 1)], Content.styled(" " * LABEL + more, "$faint")]


def head(verdict: Verdict, width: int, glyphs: Glyphs) -> list[Content]:
    """Return the pace with how sure it is, and an override above the verdict it departs from."""
    if verdict.certain:
        sure = "certain" if verdict.complete else "certain already"
        aside = f"{sure} {glyphs.on_track} margin {verdict.margin}" if verdict.margin is not None else sure
    else:
        aside = "still open"
    if verdict.override is None:
        return [_row(_pace(verdict.pace, glyphs), aside, width)]
    ruled = Content.assemble(_pace(verdict.effective, glyphs), ("  by override", "$faint"))
    lines = [_row(ruled, "", width)]
    lines += labelled("reason", [verdict.override[1]], width, label=LABEL)
    lines.append(
        _row(Content.assemble((fit("verdict", LABEL, glyphs), "$faint"), _pace(verdict.pace, glyphs)), aside, width)
    )
    return lines


def _pace(pace: str | None, glyphs: Glyphs) -> Content:
    return Content.styled(
        f" {badge(pace, glyphs)} ", f"$pace-{pace} on $pace-{pace}-bg bold" if pace else "$foreground on $panel bold"
    )


def _row(left: Content, right: str, width: int) -> Content:
    gap = max(1, width - left.cell_length - len(right))
    return Content.assemble(left, " " * gap, (right, "$faint"))


def picture(
    verdict: Verdict, playbook: Playbook, width: int, glyphs: Glyphs, *, compact: bool = False
) -> list[Content]:
    """Return the drawing of where the answers stand: bands for a total, marks for a count, nothing for gates."""
    if playbook.rule.kind == "bands":
        return [_band_line(verdict, playbook, width, glyphs)] if compact else _bands(verdict, playbook, width, glyphs)
    if playbook.rule.kind == "count":
        return _marks(verdict, playbook, width, glyphs, compact=compact)
    return []


def _bands(verdict: Verdict, playbook: Playbook, width: int, glyphs: Glyphs) -> list[Content]:
    """Draw the axis of totals, each band in its colour, with the total above it and what is still open heavier."""
    maximum, total = playbook.maximum, verdict.total or 0
    open_leans = 3 * sum(i in playbook.dimensions for i in verdict.missing)
    unit = max(2, min(6, width // (maximum + 1)))

    def column(value: int) -> int:
        return value * unit + unit // 2

    count, aside = (f"{total} to {total + open_leans}", "") if open_leans else (str(total), f" of {maximum}")
    left, said = column(total), 2 + len(count) + len(aside)
    if left + said <= width:
        above = Content.assemble(" " * left, (f"{glyphs.today} {count}", "bold"), (aside, "$faint"))
    else:  # no room on the right of the pointer
        before = " " * max(0, left + 1 - said)
        above = Content.assemble(before, (count, "bold"), (aside, "$faint"), (f" {glyphs.today}", "bold"))
    axis: list[tuple[str, str] | str] = []
    below: list[tuple[str, str] | str] = []
    for pace in PACES:
        band = playbook.rule.bands[pace]
        for value in range(band.low, band.high + 1):
            reached = total <= value <= total + open_leans
            axis.append(
                (
                    (glyphs.axis_heavy if reached else glyphs.axis_light) * unit,
                    f"$pace-{pace}" + (" bold" if reached else ""),
                )
            )
        size = (band.high - band.low + 1) * unit
        label = f"{band.low}-{band.high} {pace}"
        below.append((fit(label, size - 1, glyphs) + " ", f"$pace-{pace}" + (" bold" if pace == verdict.pace else "")))
    return [above, Content.assemble(*axis), Content.assemble(*below)]


def _band_line(verdict: Verdict, playbook: Playbook, width: int, glyphs: Glyphs) -> Content:
    """Draw the bands in one line: `0 ──▼── 4 ┊ 5 ───── 8 ┊ 9 ───── 12   3 of 12`."""
    total = verdict.total or 0
    last = total + 3 * sum(i in playbook.dimensions for i in verdict.missing)
    said = f"{total} of {playbook.maximum}" if last == total else f"{total} to {last} of {playbook.maximum}"
    unit = max(1, (width - len(said) - 20) // (playbook.maximum + 1))
    parts: list[tuple[str, str] | str] = []
    for number, pace in enumerate(PACES):
        band = playbook.rule.bands[pace]  # type: ignore[index]
        style = f"$pace-{pace}"
        parts += [(f" {glyphs.today_line} " if number else "", "$faint"), (f"{band.low} ", style)]
        parts += _runs(band.low, band.high, total, last, unit, style, glyphs)
        parts.append((f" {band.high}", style))
    line = Content.assemble(*parts)
    return Content.assemble(line, " " * max(2, width - line.cell_length - len(said)), (said, "bold"))


def _runs(
    low: int, high: int, total: int, last: int, unit: int, style: str, glyphs: Glyphs
) -> Iterator[tuple[str, str]]:
    """Yield the cells of a band: light, heavy from `total` to `last` with the pointer on the total, light again."""
    start, end = max(low, total), min(high, last)
    if start > end:
        yield glyphs.axis_light * (unit * (high - low + 1)), style
        return
    if start > low:
        yield glyphs.axis_light * (unit * (start - low)), style
    heavy = glyphs.axis_heavy * (unit * (end - start + 1))
    if start == total:
        at = (unit - 1) // 2
        heavy = heavy[:at] + glyphs.today + heavy[at + 1 :]
    yield heavy, f"{style} bold"
    if end < high:
        yield glyphs.axis_light * (unit * (high - end)), style


def _marks(verdict: Verdict, playbook: Playbook, width: int, glyphs: Glyphs, *, compact: bool) -> list[Content]:
    """Draw a mark for each dimension that leans to a marathon, and the line at which they make one."""
    count, needed, total = verdict.marathon_count or 0, playbook.rule.marathon_at, len(playbook.dimensions)
    open_marks = sum(i in playbook.dimensions for i in verdict.missing)
    parts: list[tuple[str, str] | str] = []
    for n in range(total):
        if n == needed:
            parts.append((f"{glyphs.today_line} ", "$faint"))
        if n < count:
            parts.append((f"{glyphs.marathon} ", "$pace-marathon bold"))
        else:
            parts.append((f"{glyphs.tick_open if n < count + open_marks else glyphs.on_track} ", "$faint"))
    said = f" {count} of {total} lean to a marathon; {needed} make one"
    if compact:
        said = f" {count} of {total} lean to a marathon, {needed} make one; total {verdict.total} of {verdict.maximum}"
        return [Content.assemble(*parts, fit(said, max(0, width - 2 * total - 2), glyphs))]
    marks = Content.assemble(*parts, said)
    support = Content.styled(f"total {verdict.total} of {verdict.maximum}, as support", "$faint")
    return [marks, support]


def _missing(verdict: Verdict, playbook: Playbook, width: int) -> list[Content]:
    if not verdict.missing:
        return []
    names = [_name(playbook, i) for i in verdict.missing]
    left = " or ".join(verdict.possible)
    said = [f"{len(names)} of {len(playbook.dimensions) + len(playbook.gates)} unanswered; possible: {left}"]
    if verdict.decides_most:
        said.append(f"decides most: {_name(playbook, verdict.decides_most)}")
    return labelled("open", said, width, label=LABEL)


def _because(verdict: Verdict, width: int, glyphs: Glyphs, *, compact: bool) -> list[Content]:
    texts = [r.text for r in verdict.reasons if r.forces or r.lean]
    if compact and texts:
        texts = [f" {glyphs.on_track} ".join(texts)]
    if not texts and verdict.reasons:
        texts = ["nothing that was answered speaks for a longer pace"]
    return labelled("because", texts, width, label=LABEL)


def _flips(verdict: Verdict, playbook: Playbook, width: int, glyphs: Glyphs) -> list[Content]:
    if not verdict.complete:
        return []
    if not verdict.flips:
        return labelled("flips if", ["no single answer would change the pace"], width, label=LABEL)
    lines = []
    for number, flip in enumerate(verdict.flips[:8]):
        label = fit("flips if" if number == 0 else "", LABEL, glyphs)
        pace = badge(flip.pace, glyphs).lower()
        room = width - LABEL - 11
        said = f"{_name(playbook, flip.id)}  {_step(flip, glyphs)}"
        if len(said) > room:
            step = _step(flip, glyphs)
            said = f"{fit(_name(playbook, flip.id), max(4, room - len(step) - 2), glyphs).rstrip()}  {step}"
        lines.append(Content.assemble((label, "$faint"), fit(said, room, glyphs), " ", (pace, f"$pace-{flip.pace}")))
    if len(verdict.flips) > 8:
        lines.append(Content.styled(" " * LABEL + f"and {len(verdict.flips) - 8} more", "$faint"))
    return lines


def _step(flip: Flip, glyphs: Glyphs) -> str:
    if isinstance(flip.after, bool):
        return f"{glyphs.right} {'yes' if flip.after else 'no'}"
    return f"{flip.before} {glyphs.right} {flip.after}"


def _name(playbook: Playbook, question: str) -> str:
    entry = playbook.dimensions.get(question) or playbook.gates.get(question)
    return entry.name if entry else question


def _remarks(label: str, texts: list[str], width: int, style: str) -> list[Content]:
    return labelled(label, texts, width, label=LABEL, style=style)
