"""A workshop on the wall: the question with its levels, who has voted, and what the vote showed.

Nothing here is told a vote before its reveal; the answers, reasons and notes that the project holds already do not show
either, since they would speak before anybody has voted.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from paceplan.core.text import clean
from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.in_force import key, span
from paceplan.tui.presentation.large import large, lines_of
from paceplan.tui.presentation.layout import pressing, wrapped

if TYPE_CHECKING:
    from paceplan.core.workshop_state import Seat, Standing

WIDEST = 108
"""Cells of a line of text at most: a longer one loses its reader."""
ROOMY = (100, 24)
"""Cells and lines from which there is room for large letters and empty lines."""
_NAME = 22


def roomy(width: int, height: int | None) -> bool:
    """Tell whether there is room for large letters."""
    return width >= ROOMY[0] and (height or 0) >= ROOMY[1]


def head(standing: Standing, width: int, height: int | None, glyphs: Glyphs) -> list[Content]:
    """Return which question of how many this is, large where there is room."""
    round_ = f"round {standing.round}" if standing.round > 1 else ""
    if (height or 1) < lines_of(glyphs, halved=True):
        count = f"{standing.number} of {standing.count}"
        room = max(8, width - len(count) - 3 - (len(round_) + 2 if round_ else 0))
        name = fit(standing.name, min(room, cell_len(standing.name)), glyphs)
        return [
            Content.assemble((count, "$key bold"), "  ", (name, "bold"), ("  " + round_ if round_ else "", "$faint"))
        ]
    drawn = large(f"{standing.number}/{standing.count}", glyphs, halved=True)
    beside = [standing.name, round_ or ("yes or no" if standing.kind == "gate" else "score 0 to 3")]
    lines = []
    for row, line in enumerate(drawn):
        said = beside[row - 1] if 0 < row <= len(beside) else ""
        said = fit(said, max(0, width - len(line) - 4), glyphs).rstrip()
        lines.append(Content.assemble((line, "$key"), "   ", (said, "bold" if row == 1 else "$faint")))
    return lines


def clock(seconds: int, running: bool, width: int, height: int | None, glyphs: Glyphs) -> list[Content]:
    """Return the time left, or by how much it is over; a clock that stands still says so."""
    left = f"{abs(seconds) // 60}:{abs(seconds) % 60:02d}"
    state = "over" if seconds < 0 else "" if running else "paused"
    state = f"{state}, paused" if seconds < 0 and not running else state
    style = "$missed bold" if seconds < 0 else "$warning bold" if seconds < 60 else "bold"
    style = style if running else "$faint bold"
    if (height or 1) < lines_of(glyphs, halved=True):
        shown = Content.assemble((f"{state} " if state else "", "$faint" if seconds >= 0 else style), (left, style))
        return [Content(" " * max(0, width - shown.cell_length)) + shown]
    drawn = large(left, glyphs, halved=True)
    lines = []
    for row, line in enumerate(drawn):
        said = fit(state, max(0, width - len(line) - 2), glyphs).rstrip() if row == 1 else ""
        gap = " " * max(0, width - len(line) - cell_len(said) - 2)
        lines.append(Content.assemble(gap, (said, "$faint"), "  ", (line, style)))
    return lines


def voting(standing: Standing, at: int, width: int, height: int | None, glyphs: Glyphs) -> list[Content]:
    """Return the question, the words of its levels, and below them whose turn it is; `at` is the cursor's seat."""
    text, rows, height = min(width, WIDEST), len(standing.seats), height or 40
    seats = _seats(standing.seats, at, width, 3 if height >= 22 else 2 if rows > 1 else 1, glyphs)
    foot = [*seats, turn(standing, at, width, glyphs)]
    room, gate = height - len(foot) - 1, standing.kind == "gate"
    asked: tuple[Content, ...] = ()
    if roomy(width, height):
        asked = _asked_large(standing.text, standing.levels, gate, text, glyphs)
    if not asked or len(asked) > room:
        for limit, gaps in ((9, 2), (9, 1), (9, 0), (2, 0), (1, 0)):
            asked = _asked(standing.text, standing.levels, gate, text, limit, gaps, glyphs)
            if len(asked) <= room:
                break
    asked = asked[: max(1, room)]
    return [*asked, *[Content("")] * max(0, height - len(asked) - len(foot)), *foot]


# The question does not change while people vote on it, and each vote draws it.
@lru_cache(maxsize=64)
def _asked(
    question: str, levels: tuple[str, ...], gate: bool, width: int, limit: int, gaps: int, glyphs: Glyphs
) -> tuple[Content, ...]:
    """Return question and levels; each takes `limit` lines at most, with empty lines between them as `gaps` says."""
    lines = [Content("")] if gaps else []
    lines += [Content.styled(line, "bold") for line in at_most(question, width, limit, glyphs)]
    lines += [Content("")] if gaps else []
    signs = _signs(levels, gate)
    indent = max(map(len, signs)) + 3
    for number, (sign, words) in enumerate(zip(signs, levels, strict=True)):
        if gaps > 1 and number:
            lines.append(Content(""))
        for row, line in enumerate(at_most(words, width - indent - 1, limit, glyphs)):
            lead = f" {sign}".ljust(indent) if row == 0 else " " * indent
            lines.append(pressing(Content.assemble((lead, "$key bold"), line), f"workshop.{sign}"))
    return tuple(lines)


@lru_cache(maxsize=64)
def _asked_large(question: str, levels: tuple[str, ...], gate: bool, width: int, glyphs: Glyphs) -> tuple[Content, ...]:
    """Return question and levels, each level beside its sign in large letters."""
    lines = [Content(""), *(Content.styled(line, "bold") for line in wrapped(clean(question), width))]
    signs = _signs(levels, gate)
    drawn = [large(sign, glyphs, halved=True) for sign in signs]
    column = max(len(sign[0]) for sign in drawn) + 5
    for sign, shape, words in zip(signs, drawn, levels, strict=True):
        text = at_most(words, width - column, len(shape) - 1, glyphs)
        lines.append(Content(""))
        for row, dots in enumerate(shape):
            beside = text[row - 1] if 0 < row <= len(text) else ""
            line = Content.assemble((f" {dots}".ljust(column), "$key"), beside)
            lines.append(pressing(line, f"workshop.{sign}"))
    return tuple(lines)


def _signs(levels: Sequence[str], gate: bool) -> tuple[str, ...]:
    return ("yes", "no") if gate else tuple(map(str, range(len(levels))))


def at_most(text: str, width: int, limit: int, glyphs: Glyphs) -> Sequence[str]:
    """Return a text in `limit` lines at most, the last one cut where it is longer."""
    lines = wrapped(clean(text, multiline=True), width)
    if len(lines) <= limit:
        return lines
    return [*lines[: limit - 1], fit(f"{lines[limit - 1]} {lines[limit]}", width, glyphs)]


def _seats(seats: Sequence[Seat], at: int, width: int, rows: int, glyphs: Glyphs) -> list[Content]:
    """Return who has voted and who has not, a sign and a name each; where they do not fit, those still to vote."""
    drawn = [_seat(seat, n == at, glyphs) for n, seat in enumerate(seats)] if len(seats) <= rows * width // 4 else []
    if drawn and len(_flow([part.cell_length for part in drawn], width)) <= rows:
        return _lines(drawn, width)
    voted = sum(seat.voted for seat in seats)
    parts = [Content.styled(f"{glyphs.marked} {voted} voted", "$met")] if voted else []
    # The seat under the cursor leads, so that whose turn it is always shows; the others follow in their order.
    waiting = [at, *(n for n in (*range(at, len(seats)), *range(at)) if not seats[n].voted and n != at)]
    cut = len(waiting)
    for number, n in enumerate(waiting):
        more = [*parts, _seat(seats[n], n == at, glyphs)]
        cut = len(waiting) - number - 1
        last = [len(f"+{cut}")] if cut else []
        if parts and len(_flow([*(part.cell_length for part in more), *last], width)) > rows and number:
            cut += 1
            break
        parts = more
    return _lines([*parts, *([Content.styled(f"+{cut}", "$faint")] if cut else [])], width)[:rows]


@lru_cache(maxsize=512)
def _seat(seat: Seat, here: bool, glyphs: Glyphs) -> Content:
    sign = glyphs.marked if seat.voted else glyphs.tick_na if seat.kept else glyphs.tick_open
    name = fit(clean(seat.name), min(_NAME, cell_len(clean(seat.name))), glyphs)
    style = "bold underline" if here else "$met" if seat.voted else "$foreground"
    mark = glyphs.cursor if here else " "
    shown = Content.assemble((mark, "$key bold"), (f"{sign} ", "bold" if here else style), (name, style))
    return pressing(shown, f"seat:{seat.id}")


def _flow(widths: Sequence[int], width: int) -> list[list[int]]:
    """Return which of so many cells each stand together in a line, two cells apart."""
    lines: list[list[int]] = []
    used = 0
    for number, cells in enumerate(widths):
        if lines and used + 2 + cells <= width:
            lines[-1].append(number)
            used += 2 + cells
        else:
            lines.append([number])
            used = cells
    return lines


def _lines(parts: Sequence[Content], width: int) -> list[Content]:
    return [
        Content("  ").join(parts[number] for number in line)
        for line in _flow([part.cell_length for part in parts], width)
    ]


def votes_of(*, gate: bool) -> str:
    """Return the keys that vote on a gate or on a dimension."""
    return span(*(f"workshop.{value}" for value in (("yes", "no") if gate else range(4))))


def turn(standing: Standing, at: int, width: int, glyphs: Glyphs) -> Content:
    """Return whose turn it is and what may be typed, or that the votes can be revealed."""
    voted = sum(seat.voted for seat in standing.seats)
    count = f"{voted} of {len(standing.seats)}"
    waiting = len(standing.missing)
    if not waiting and voted == len(standing.seats):
        said = Content.assemble(("All have voted: ", "bold"), (key("workshop.on"), "$key bold"), (" reveals", "bold"))
        return pressing(_ends(said, count, width), "workshop.on")
    if standing.round > 1 and not standing.anonymous:
        votes = votes_of(gate=standing.kind == "gate")
        said = Content.assemble(
            ("Who thinks otherwise now? ", "bold"),
            (f"{votes}  ", "$key bold"),
            (key("workshop.on"), "$key bold"),
            " reveals",
        )
        return _ends(said, count, width)
    name = standing.seats[at].name if 0 <= at < len(standing.seats) else ""
    votes = votes_of(gate=standing.kind == "gate")
    keys = [(votes, ""), (key("workshop.unknown"), " don't know"), (key("workshop.abstain"), " abstain")]
    tail = Content.assemble(*(part for word, said in keys for part in ((f"  {word}", "$key bold"), said)))
    room = max(4, width - tail.cell_length - len(count) - 4)
    name = fit(clean(name), min(room, cell_len(clean(name))), glyphs)
    return _ends(Content.assemble((f"{name}:", "bold"), tail), count, width)


def _ends(left: Content, right: str, width: int) -> Content:
    gap = width - left.cell_length - len(right)
    return left if gap < 2 else Content.assemble(left, " " * gap, (right, "$faint"))
