"""A workshop on the wall: the question with its levels, who has voted, and what the vote showed.

Nothing here is told a vote before its reveal; the answers, reasons and notes that the project holds already do not show
either, since they would speak before anybody has voted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from paceplan.core.consensus import Tally, same
from paceplan.core.text import clean
from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.presentation.large import HALVED, large
from paceplan.tui.presentation.layout import wrapped
from paceplan.tui.presentation.words import plural

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


def pressing(content: Content, action: str) -> Content:
    """Return the text so that a click on it does an action; `seat:ID` puts the cursor on a participant."""
    return content.stylize(Style.from_meta({"act": action}))


# The head


def head(standing: Standing, width: int, height: int | None, glyphs: Glyphs) -> list[Content]:
    """Return which question of how many this is, large where there is room."""
    round_ = f"round {standing.round}" if standing.round > 1 else ""
    if (height or 1) < HALVED:
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
    if (height or 1) < HALVED:
        shown = Content.assemble((f"{state} " if state else "", "$faint" if seconds >= 0 else style), (left, style))
        return [Content(" " * max(0, width - shown.cell_length)) + shown]
    drawn = large(left, glyphs, halved=True)
    lines = []
    for row, line in enumerate(drawn):
        said = fit(state, max(0, width - len(line) - 2), glyphs).rstrip() if row == 1 else ""
        gap = " " * max(0, width - len(line) - cell_len(said) - 2)
        lines.append(Content.assemble(gap, (said, "$faint"), "  ", (line, style)))
    return lines


# Voting


def voting(standing: Standing, at: int, width: int, height: int | None, glyphs: Glyphs) -> list[Content]:
    """Return the question, the words of its levels, and below them whose turn it is; `at` is the cursor's seat."""
    text, rows, height = min(width, WIDEST), len(standing.seats), height or 40
    seats = _seats(standing.seats, at, width, 3 if height >= 22 else 2 if rows > 1 else 1, glyphs)
    foot = [*seats, turn(standing, at, width, glyphs)]
    room = height - len(foot) - 1
    asked: list[Content] = []
    for limit, gaps in ((9, 2), (9, 1), (9, 0), (2, 0), (1, 0)):
        asked = _asked(standing, text, limit, gaps, glyphs)
        if len(asked) <= room:
            break
    asked = asked[: max(1, room)]
    return [*asked, *[Content("")] * max(0, height - len(asked) - len(foot)), *foot]


def _asked(standing: Standing, width: int, limit: int, gaps: int, glyphs: Glyphs) -> list[Content]:
    """Return question and levels; each takes `limit` lines at most, with empty lines between them as `gaps` says."""
    lines = [Content("")] if gaps else []
    lines += [Content.styled(line, "bold") for line in _at_most(standing.text, width, limit, glyphs)]
    lines += [Content("")] if gaps else []
    signs = ("yes", "no") if standing.kind == "gate" else tuple(map(str, range(len(standing.levels))))
    indent = max(map(len, signs)) + 3
    for number, (sign, words) in enumerate(zip(signs, standing.levels, strict=True)):
        action = f"workshop.{sign}" if standing.kind == "gate" else f"workshop.{number}"
        if gaps > 1 and number:
            lines.append(Content(""))
        for row, line in enumerate(_at_most(words, width - indent - 1, limit, glyphs)):
            lead = f" {sign}".ljust(indent) if row == 0 else " " * indent
            lines.append(pressing(Content.assemble((lead, "$key bold"), line), action))
    return lines


def _at_most(text: str, width: int, limit: int, glyphs: Glyphs) -> Sequence[str]:
    lines = wrapped(clean(text, multiline=True), width)
    if len(lines) <= limit:
        return lines
    return [*lines[: limit - 1], fit(f"{lines[limit - 1]} {lines[limit]}", width, glyphs)]


def _seats(seats: Sequence[Seat], at: int, width: int, rows: int, glyphs: Glyphs) -> list[Content]:
    """Return who has voted and who has not, a sign and a name each; where they do not fit, those still to vote."""
    drawn = [(n, _seat(seat, n == at, glyphs)) for n, seat in enumerate(seats)]
    lines = _flow([part for _, part in drawn], width)
    if len(lines) <= rows:
        return lines
    voted = sum(seat.voted for seat in seats)
    first = Content.styled(f"{glyphs.marked} {voted} voted", "$met") if voted else None
    # The seat under the cursor leads, so that whose turn it is always shows.
    waiting = [part for n, part in drawn if n == at] + [p for n, p in drawn if not seats[n].voted and n != at]
    for count in range(len(waiting), 0, -1):
        cut = len(waiting) - count
        more = [Content.styled(f"+{cut}", "$faint")] if cut else []
        lines = _flow([*([first] if first else []), *waiting[:count], *more], width)
        if len(lines) <= rows:
            break
    return lines[:rows]


def _seat(seat: Seat, here: bool, glyphs: Glyphs) -> Content:
    sign = glyphs.marked if seat.voted else glyphs.tick_na if seat.kept else glyphs.tick_open
    name = fit(clean(seat.name), min(_NAME, cell_len(clean(seat.name))), glyphs)
    style = "bold underline" if here else "$met" if seat.voted else "$foreground"
    mark = glyphs.cursor if here else " "
    shown = Content.assemble((mark, "$key bold"), (f"{sign} ", "bold" if here else style), (name, style))
    return pressing(shown, f"seat:{seat.id}")


def _flow(parts: Sequence[Content], width: int) -> list[Content]:
    lines: list[Content] = []
    for part in parts:
        if lines and lines[-1].cell_length + 2 + part.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], "  ", part)
        else:
            lines.append(part)
    return lines


def turn(standing: Standing, at: int, width: int, glyphs: Glyphs) -> Content:
    """Return whose turn it is and what may be typed, or that the votes can be revealed."""
    voted = sum(seat.voted for seat in standing.seats)
    count = f"{voted} of {len(standing.seats)} voted"
    waiting = len(standing.missing)
    if not waiting and voted == len(standing.seats):
        said = Content.assemble(("All have voted: ", "bold"), ("Enter", "$key bold"), (" reveals", "bold"))
        return pressing(_ends(said, count, width), "workshop.on")
    if standing.round > 1 and not standing.anonymous:
        votes = "y n" if standing.kind == "gate" else "0-3"
        said = Content.assemble(
            ("Who thinks otherwise now? ", "bold"), (f"{votes}  ", "$key bold"), ("Enter", "$key bold"), " reveals"
        )
        return _ends(said, count, width)
    name = standing.seats[at].name if 0 <= at < len(standing.seats) else ""
    votes = "y n" if standing.kind == "gate" else "0-3"
    keys = [(votes, ""), (".", " don't know"), ("-", " abstain")]
    tail = Content.assemble(*(part for key, words in keys for part in ((f"  {key}", "$key bold"), words)))
    room = max(4, width - tail.cell_length - len(count) - 4)
    name = fit(clean(name), min(room, cell_len(clean(name))), glyphs)
    return _ends(Content.assemble((f"{name}:", "bold"), tail), count, width)


def _ends(left: Content, right: str, width: int) -> Content:
    gap = width - left.cell_length - len(right)
    return left if gap < 2 else Content.assemble(left, " " * gap, (right, "$faint"))


# The reveal


def revealed(
    standing: Standing, names: dict[str, str], width: int, height: int | None, glyphs: Glyphs, *, heard: bool,
    asking: bool = False,
) -> list[Content]:  # fmt: skip
    """Return the histogram with names under its bars, what it comes to, and what can be done now.

    `heard`: both ends of a wide spread have said why; `asking`: something is being typed, so no other key works.
    """
    counted, height = standing.latest, height or 40
    if counted is None:
        return []
    room = roomy(width, height)
    foot = [summary(standing, counted, width), *_earlier(standing, width, glyphs, 2 if room else 1)]
    foot += _said(standing, width, 3 if room else 1, glyphs)
    foot += call(standing, counted, names, width, heard=heard, asking=asking)
    top = [Content(""), *(Content.styled(line, "$faint") for line in _at_most(standing.text, width, 2, glyphs))]
    if height < len(foot) + 16:
        top = []
    chart = histogram(standing, counted, names, width, height - len(foot) - len(top) - 1, glyphs)
    return [*top, *chart, *[Content("")] * max(0, height - len(top) - len(chart) - len(foot)), *foot]


def histogram(
    standing: Standing, counted: Tally, names: dict[str, str], width: int, height: int, glyphs: Glyphs
) -> list[Content]:
    """Return a bar for each value, as high as its votes are many, with the voters' names below."""
    values: list[int | bool | None] = [False, True] if standing.kind == "gate" else [0, 1, 2, 3]
    groups = [list(counted.voters(v)) for v in values if v is not None]
    if rest := [voter for voter, vote in counted.votes.items() if isinstance(vote, str)]:
        values, groups = [*values, None], [*groups, rest]
    column = min(26, width // len(values))
    most = max(map(len, groups))
    texts: list[list[list[str]]] = [_under(group, names, column - 2, standing.anonymous) for group in groups]
    below = min(max(sum(map(len, text)) for text in texts), max(1, (height - 1) * 3 // 5))
    room = max(1, height - below - 1)
    rows = most * max(1, min(3, room // most)) if most <= room else room
    bar = max(3, min(14, column - 6))
    lines = []
    for row in range(rows, 0, -1):
        parts: list[tuple[str, str] | str] = []
        for value, group in zip(values, groups, strict=True):
            filled = len(group) * rows >= row * most or (row == 1 and group)
            parts.append(((glyphs.ink * bar if filled else "").ljust(column), _bar_style(value, counted)))
        lines.append(Content.assemble(*parts))
    lines.append(Content.assemble(*(_label(v, counted, column, glyphs) for v in values)))
    for row in range(below):
        cells = [_cell(text, row, below, column, glyphs) for text in texts]
        lines.append(Content("".join(cells).rstrip()))
    return lines


def _bar_style(value: int | bool | None, counted: Tally) -> str:
    if value is None:
        return "$faint"
    return "$primary bold" if counted.consensus is not None and same(value, counted.consensus) else "$bar-done"


def _label(value: int | bool | None, counted: Tally, column: int, glyphs: Glyphs) -> tuple[str, str]:
    here = value is not None and counted.consensus is not None and same(value, counted.consensus)
    word = "no vote" if value is None else said(value)
    mark = f" {glyphs.left} {'most' if isinstance(value, bool) else 'median'}" if here else ""
    return fit(f"{word}{mark}", column - 1, glyphs) + " ", "bold" if here else "$faint"


def _under(group: Sequence[str], names: dict[str, str], width: int, anonymous: bool) -> list[list[str]]:
    """Return what stands under a bar, a list of lines for each voter."""
    if anonymous:
        return [[plural(len(group), "vote")]] if group else []
    return [list(wrapped(clean(names.get(voter, voter)), width)[:2]) for voter in group]


def _cell(texts: list[list[str]], row: int, rows: int, column: int, glyphs: Glyphs) -> str:
    """Return one line under a bar: whole names as long as they fit, then one line each, then how many more."""
    lines = [line for text in texts for line in text]
    if len(lines) > rows:
        firsts = [" ".join(text) for text in texts]
        cut = len(firsts) - rows + 1
        lines = firsts if len(firsts) <= rows else [*firsts[: rows - 1], f"+{cut}"]
    return fit(lines[row], column - 2, glyphs) + "  " if row < len(lines) else " " * column


def said(value: int | bool) -> str:
    """Return a value as people say it."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def summary(standing: Standing, counted: Tally, width: int) -> Content:
    """Return median, spread and how many votes count, in a line."""
    gate = standing.kind == "gate"
    parts: list[tuple[str, str] | str] = []
    if counted.consensus is None:
        parts.append(("Nobody gave a value", "bold"))
    else:
        tie = gate and len(counted.voters(True)) == len(counted.voters(False))
        word = "tie, taken as" if tie else "majority" if gate else "median"
        parts += [(f"{word} ", "$faint"), (said(counted.consensus), "bold")]
        spread = f"{len(counted.voters(True))} yes, {len(counted.voters(False))} no" if gate else str(counted.spread)
        style = "$warning bold" if counted.wide else "bold"
        parts += [("   votes " if gate else "   spread ", "$faint"), (spread, style)]
    silent = len(counted.votes) - len(counted.counted)
    parts.append((f"   {plural(len(counted.counted), 'vote')}" + (f", {silent} without" if silent else ""), "$faint"))
    return Content.assemble(*parts)


def _earlier(standing: Standing, width: int, glyphs: Glyphs, most: int) -> list[Content]:
    lines = []
    for counted in standing.tallies[:-1][-most:]:
        votes = " ".join(said(v) for v in sorted(counted.counted))
        came = "none" if counted.consensus is None else said(counted.consensus)
        text = f"round {counted.round}   {votes}   came to {came}, spread {counted.spread}"
        lines.append(Content.styled(fit(text, width, glyphs).rstrip(), "$faint"))
    return lines


def _said(standing: Standing, width: int, most: int, glyphs: Glyphs) -> list[Content]:
    if not standing.reason:
        return []
    text = " / ".join(filter(None, standing.reason.split("\n")))
    lines = _at_most(text, min(width, WIDEST) - 6, most, glyphs)
    return [Content.assemble(("said  " if row == 0 else "      ", "$faint"), line) for row, line in enumerate(lines)]


def call(
    standing: Standing, counted: Tally, names: dict[str, str], width: int, *, heard: bool, asking: bool
) -> list[Content]:
    """Return who speaks first where the votes lie far apart, and what the keys do now."""
    lines = []
    if counted.wide and not heard and standing.phase == "revealed":
        said_first = wrapped(far_apart(standing, counted, names), min(width, WIDEST))
        lines += [Content.styled(line, "$warning bold") for line in said_first[:2]]
    if asking:
        return lines
    if standing.phase == "taken":
        taken = "" if standing.result is None else f"Taken: {said(standing.result)}   "
        return [*lines, Content.assemble((taken, "bold"), *_keys(("Enter", "goes on"), ("s", "votes again")))]
    values = "y n" if standing.kind == "gate" else "0-3"
    more = ("s", "second round" if len(standing.tallies) == 1 else "again")
    if counted.consensus is None:
        return [*lines, Content.assemble(*_keys((values, "a value, with why"), more))]
    takes = ("Enter", f"takes {said(counted.consensus)}")
    return [*lines, Content.assemble(*_keys(takes, (values, "another, with why"), more))]


def _keys(*keys: tuple[str, str]) -> list[tuple[str, str] | str]:
    return [part for key, word in keys for part in ((key, "$key bold"), f" {word}   ")]


def far_apart(standing: Standing, counted: Tally, names: dict[str, str]) -> str:
    """Return who is to speak first: both ends of a spread, by name unless the vote is anonymous."""
    between = counted.ends
    if between is None:
        return ""
    if standing.anonymous:
        return f"Far apart: whoever said {said(between[0])} and whoever said {said(between[1])} say why first"
    low, high = (
        f"{' and '.join([', '.join(who[:-1]), who[-1]] if len(who) > 1 else who)} ({said(end)})"
        for end in between
        for who in [_few([clean(names.get(v, v)) for v in counted.voters(end)])]
    )
    return f"Say why first: {low}, {high}"


def _few(who: list[str], most: int = 3) -> list[str]:
    return who if len(who) <= most else [*who[: most - 1], f"{len(who) - most + 1} more"]
