"""What a vote showed: bars with names under them, what they came to, and who says why first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from paceplan.core.consensus import Tally, same
from paceplan.core.text import clean
from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.in_force import key
from paceplan.tui.presentation.large import large
from paceplan.tui.presentation.layout import wrapped
from paceplan.tui.presentation.words import plural
from paceplan.tui.presentation.workshop import WIDEST, at_most, roomy, votes_of

if TYPE_CHECKING:
    from paceplan.core.workshop_state import Standing


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
    foot = _large_summary(standing, counted, glyphs) if room else [Content("   ").join(summary(standing, counted))]
    foot += _earlier(standing, width, glyphs, 2 if room else 1)
    foot += _said(standing, width, 3 if room else 1, glyphs)
    foot += call(standing, counted, names, width, heard=heard, asking=asking)
    top = [Content(""), *(Content.styled(line, "$faint") for line in at_most(standing.text, width, 2, glyphs))]
    top.append(Content(""))
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
    texts = [_under(group, names, column - 1, standing.anonymous, glyphs) for group in groups]
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


def _under(
    group: Sequence[str], names: dict[str, str], width: int, anonymous: bool, glyphs: Glyphs
) -> list[Sequence[str]]:
    """Return what stands under a bar, a list of lines for each voter."""
    if anonymous:
        return [[plural(len(group), "vote")]] if group else []
    shown = (clean(names.get(voter, voter)) for voter in group)
    return [_name_lines(name, width, glyphs) for name in shown]


def _name_lines(name: str, width: int, glyphs: Glyphs) -> Sequence[str]:
    if cell_len(name) > 2 * width or any(cell_len(word) > width for word in name.split()):
        return [fit(name, width, glyphs)]
    return wrapped(name, width)[:2]


def _cell(texts: Sequence[Sequence[str]], row: int, rows: int, column: int, glyphs: Glyphs) -> str:
    """Return one line under a bar: whole names as long as they fit, then one line each, then how many more."""
    lines = [line for text in texts for line in text]
    if len(lines) > rows:
        firsts = [" ".join(text) for text in texts]
        cut = len(firsts) - rows + 1
        lines = firsts if len(firsts) <= rows else [*firsts[: rows - 1], f"+{cut}"]
    return fit(lines[row], column - 1, glyphs) + " " if row < len(lines) else " " * column


def said(value: int | bool) -> str:
    """Return a value as people say it."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def summary(standing: Standing, counted: Tally) -> list[Content]:
    """Return the median or the majority, the spread, and how many votes count."""
    gate = standing.kind == "gate"
    silent = len(counted.votes) - len(counted.counted)
    count = f"{plural(len(counted.counted), 'vote')}" + (f", {silent} without" if silent else "")
    if counted.consensus is None:
        return [Content.styled("Nobody gave a value", "bold"), Content.styled(count, "$faint")]
    yes, no = len(counted.voters(True)), len(counted.voters(False))
    word = "median" if not gate else "tie, taken as" if yes == no else "majority"
    spread = f"{yes} yes, {no} no" if gate else str(counted.spread)
    return [
        Content.assemble((f"{word} ", "$faint"), (said(counted.consensus), "bold")),
        Content.assemble(
            ("votes " if gate else "spread ", "$faint"), (spread, "$warning bold" if counted.wide else "bold")
        ),
        Content.styled(count, "$faint"),
    ]


def _large_summary(standing: Standing, counted: Tally, glyphs: Glyphs) -> list[Content]:
    """Return what the vote came to in large letters, with the rest beside it."""
    beside = summary(standing, counted)
    shape = large("?" if counted.consensus is None else said(counted.consensus), glyphs, halved=True)
    beside += [Content("")] * (len(shape) - len(beside))
    lines = [Content.assemble((f" {dots}   ", "$primary"), words) for dots, words in zip(shape, beside, strict=True)]
    return [*lines, Content("")]


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
    lines = at_most(text, min(width, WIDEST) - 6, most, glyphs)
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
        return [
            *lines,
            Content.assemble(
                (taken, "bold"), *_keys((key("workshop.on"), "goes on"), (key("workshop.again"), "votes again"))
            ),
        ]
    values = votes_of(gate=standing.kind == "gate")
    more = (key("workshop.again"), "second round" if len(standing.tallies) == 1 else "again")
    if counted.consensus is None:
        return [*lines, Content.assemble(*_keys((values, "a value, with why"), more))]
    takes = (key("workshop.on"), f"takes {said(counted.consensus)}")
    return [*lines, Content.assemble(*_keys(takes, (values, "another, with why"), more))]


def _keys(*keys: tuple[str, str]) -> list[tuple[str, str] | str]:
    return [part for name, word in keys for part in ((name, "$key bold"), f" {word}   ")]


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
