"""A review as screens show it: its questions, one of them in full, and the result with what blocks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core import review as core
from paceplan.core.text import clean
from paceplan.tui.glyphs import Glyphs
from paceplan.tui.in_force import key
from paceplan.tui.presentation.layout import labelled, wrapped
from paceplan.tui.presentation.words import day, plural
from paceplan.tui.widgets.review_list import ReviewRow

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.review import Last, Point, Standing

LABEL = 11
SHORT = {"open": "", "yes": "yes", "no": "no", "na": "n/a"}
_TONES = {"passed": "$met bold", "failed": "$missed bold", "unfinished": "$today bold"}


def rows_of(found: Standing) -> list[ReviewRow]:
    """Return the questions of a review as lines."""
    return [
        ReviewRow(
            p.id, p.state, p.name, SHORT[p.state], f"was {SHORT[p.before]}" if p.before not in (None, "open") else "",
            p.changed, bool(p.why),
        )
        for p in found.points
    ]  # fmt: skip


def heading_aside(found: Standing, today: dt.date) -> str:
    """Return what the heading says on its right: since when, or by whom signed."""
    if found.on is None:
        return ""
    if not found.signed:
        return f"begun {day(found.on, today)}" if found.on != today else ""
    return f"signed {day(found.on, today)}"


def words(
    point: Point, found: Standing, playbook: Playbook, today: dt.date, width: int, height: int, glyphs: Glyphs
) -> Content:
    """Return a question in full with what is answered; where `height` is too little, the last lines give way."""
    lines = [Content.styled(line, "bold") for line in wrapped(point.text or point.name, width)]
    told = _told(point, found, playbook, today, glyphs)
    body = [line for label, text in told if text for line in labelled(label, [clean(text)], width, label=LABEL)]
    spare = height - len(lines) - len(body)
    if spare > 0:
        lines.insert(0, Content(""))
    if spare > 1 and body:
        lines.append(Content(""))
    lines += body
    if len(lines) > height:
        lines = [
            *lines[: max(0, height - 1)],
            Content.styled(f"{glyphs.ellipsis} {key('review.why')} shows all of it", "$faint"),
        ]
    return Content("\n").join(lines)


def _told(point: Point, found: Standing, playbook: Playbook, today: dt.date, glyphs: Glyphs) -> list[tuple[str, str]]:
    told = [("why", point.why)]
    if point.artifact:
        info = playbook.artifacts.get(point.artifact)
        state = "in hand" if point.ticked else "missing"
        told.append(("artifact", f"'{info.name if info else point.artifact}' is {state}, as the Score tab says"))
    elif point.ticked and not found.signed:
        told.append(("checklist", "ticked"))
    if point.before not in (None, "open") and found.last:
        said = f": {point.before_why}" if point.before_why else ""
        told.append(("last time", f"{core.WORDS[point.before or 'open']}{said}"))
    return told


def signed_result(result: str, glyphs: Glyphs) -> tuple[str, str]:
    """Return a result with its sign and in capitals, and its style."""
    sign = {"passed": glyphs.done, "failed": glyphs.blocked}.get(result, glyphs.tick_open)
    return f"{sign} {result.upper()}", _TONES[result]


def outcome(found: Standing, today: dt.date, width: int, height: int | None, glyphs: Glyphs) -> list[Content]:
    """Return the result with what blocks, what comes next, and what changed since the last review."""
    lines = [Content.assemble(signed_result(found.result, glyphs), "   ", _beside(found))]
    names = [clean(p.name) for p in found.blocks]
    lines += labelled("blocked by", ["; ".join(names)] if names else [], width, label=LABEL, style="$missed")
    if found.signed:
        by = f"by {clean(found.by)}" if found.by else ""
        on = f"on {day(found.on, today)}" if found.on else ""
        lines += labelled("signed", [" ".join(filter(None, (by, on)))], width, label=LABEL)
        lines += labelled(
            "next",
            [f"{key('review.page')} writes the page, {key('review.anew')} begins another review"],
            width,
            label=LABEL,
            style="$faint",
        )
    elif not found.open:
        lines += labelled("next", [f"{key('review.sign')} signs it as {found.result}"], width, label=LABEL)
    if found.last:
        lines += labelled("last time", [last_words(found.last, today)], width, label=LABEL)
        lines += labelled("changed", [_changes(found, glyphs)], width, label=LABEL)
    if height is not None and len(lines) > height:
        more = f"{glyphs.ellipsis} {plural(len(lines) - height + 1, 'more line')}: {key('review.earlier')} shows all"
        lines = [*lines[: height - 1], Content.styled(more, "$faint")]
    return lines


def _beside(found: Standing) -> str:
    total = len(found.points)
    if found.result == "unfinished":
        return f"{len(found.open)} of {total} unanswered"
    if found.result == "failed":
        return f"{len(found.blocks)} of {total} {'block' if len(found.blocks) > 1 else 'blocks'}"
    waived = sum(p.state == "na" for p in found.points)
    return f"all {total} are well" + (f", {waived} not applicable" if waived else "")


def last_words(last: Last, today: dt.date) -> str:
    """Return the review before in a few words: result, day, who."""
    return ", ".join(filter(None, (last.result, day(last.on, today) if last.on else "", clean(last.by))))


def _changes(found: Standing, glyphs: Glyphs) -> str:
    said = [f"{clean(p.name)}: {SHORT[p.before or 'open']} {glyphs.right} {SHORT[p.state]}" for p in found.changed]
    return "; ".join(said) or ("nothing so far" if found.open else "nothing")


def whole(found: Standing, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    """Return one kept review with all its answers, to be read."""
    lines = [Content.styled(clean(found.name), "bold"), *outcome(found, today, width, None, glyphs), Content("")]
    signs = {"yes": glyphs.done, "no": glyphs.blocked, "na": glyphs.tick_na, "open": glyphs.tick_open}
    tones = {"yes": "$met", "no": "$missed bold", "na": "$faint", "open": "$foreground"}
    for p in found.points:
        why = f" ({clean(p.why)})" if p.why else ""
        parts = wrapped(f"{clean(p.name)}: {core.WORDS[p.state]}{why}", width - 2)
        lines.append(Content.assemble((f"{signs[p.state]} ", tones[p.state]), parts[0]))
        lines += [Content(f"  {part}") for part in parts[1:]]
    return lines
