"""A pilot's time box as a line of weeks: milestones on it, today above it, what has passed drawn heavy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from paceplan.core.dates import close_day
from paceplan.tui.glyphs import ASCII, Glyphs, fit
from paceplan.tui.in_force import key
from paceplan.tui.presentation.layout import wrapped
from paceplan.tui.presentation.words import day, plural

if TYPE_CHECKING:
    from paceplan.core.entries import Closed
    from paceplan.core.pilot import TimeBox

Part = tuple[str, str]
Tone = Literal["", "late", "due", "met"]

WEEK_STEPS = (1, 2, 4, 13, 26, 52, 104)
"""Weeks from one tick of the ruler to the next; the first that leaves three cells is taken."""

_TONES = {"": "bold", "late": "$missed bold", "due": "$today bold", "met": "$met bold"}


@dataclass(frozen=True, slots=True)
class Picture:
    """What the line shows, already worked out; without `start` there is no axis."""

    strong: str
    rest: str = ""
    tone: Tone = ""
    note: str = ""
    aside: str = ""
    """What stands at the other end of the words' line, where there is room for it."""
    start: dt.date | None = None
    weeks: int = 0
    marks: tuple[tuple[dt.date, str], ...] = ()
    here: dt.date | None = None
    """The day the pointer stands on; None where the box has not begun."""
    today: dt.date = dt.date.min

    @property
    def lines(self) -> int:
        """Lines that show all of it, with air above and below."""
        return 3 + (3 if self.start else 0) + bool(self.note)


NO_BOX = "A marathon has no time box of its own unless a pilot is started inside it."


def picture_of(
    box: TimeBox, pace: str | None, decision: Closed | None, keeps: str | None, today: dt.date, glyphs: Glyphs,
    advice: str = "",
) -> Picture:  # fmt: skip
    """Return a pilot's time box on `today`, at its effective `pace`.

    `keeps` says what keeps it from starting, `advice` what the evidence speaks for while it runs.
    """
    if box.state == "planned" and pace == "marathon":
        return Picture("no pilot is running", note=NO_BOX, today=today)
    here, note = today if box.week(today) else None, ""
    if decision:
        strong, rest, tone = _closed(decision, today)
        here, note = decision.on, decision.why
    elif box.state == "planned":
        strong, rest, tone = _planned(box, today)
        here, note = None, keeps or f"{key('pilot.start')} starts it today; its exit criteria are frozen from then on."
    else:
        strong, rest, tone = _running(box, today, glyphs.on_track)
    if box.iteration > 1:
        strong = f"iteration {box.iteration} {glyphs.on_track} {strong}"
    marks = tuple((mark.day, mark.name) for mark in box.marks)
    aside = f"so far: {advice}" if advice and here and not decision else ""
    return Picture(strong, rest, tone, note, aside, box.start, box.weeks, marks, here, today)


def _closed(decision: Closed, today: dt.date) -> tuple[str, str, Tone]:
    tone: Tone = "late" if decision.decision == "stop" else "met" if decision.decision == "scale" else ""
    by = f", {decision.by}" if decision.by else ""
    return f"closed: {decision.decision}", f" on {day(decision.on, today)}{by}", tone


def _planned(box: TimeBox, today: dt.date) -> tuple[str, str, Tone]:
    weeks = plural(box.weeks, "week")
    if box.start is None:
        return "planned", f": {weeks}, no start date yet", ""
    if box.start < today:
        return "not started", f": planned for {day(box.start, today)}, {weeks}", "due"
    return "planned", f": starts {day(box.start, today)}, {weeks}", ""


def _running(box: TimeBox, today: dt.date, dot: str) -> tuple[str, str, Tone]:
    week, left, weeks = box.week(today), box.days_left(today) or 0, plural(box.weeks, "week")
    if week is None and box.start:
        return "agreed", f": starts {day(box.start, today)}, {weeks}", ""
    if left < 0:
        return "decision overdue", f" by {plural(-left, 'day')} {dot} {weeks} are over", "late"
    if left == 0:
        return "decision due today", f" {dot} week {week} of {box.weeks}", "due"
    return f"week {week} of {box.weeks}", f" {dot} {plural(left, 'day')} left", ""


@dataclass(frozen=True, slots=True)
class _Signs:
    """What the line is drawn with, each light and heavy."""

    tick: tuple[str, str]
    start: tuple[str, str]
    close: tuple[str, str]
    mark: tuple[str, str]


_UNICODE_SIGNS = _Signs(("┬", "┯"), ("├", "┝"), ("┤", "┥"), ("◇", "◆"))
_ASCII_SIGNS = _Signs(("+", "+"), ("|", "|"), ("|", "|"), ("o", "*"))


class TimeLine(Widget):
    """Draws a picture of a time box in the room there is."""

    DEFAULT_CSS = "TimeLine { height: 4; padding: 0 2; }"

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._picture = Picture("")

    def show(self, picture: Picture) -> None:
        """Draw another picture; the same one again costs nothing."""
        if picture != self._picture:
            self._picture = picture
            self.refresh()

    def render(self) -> Content:
        width, height = self.content_size
        return drawn(self._picture, width, height, self._glyphs) if width and height else Content("")


def drawn(picture: Picture, width: int, height: int, glyphs: Glyphs) -> Content:
    """Return the words, the line, what stands below it, and the note, as much of it as `height` lines hold."""
    lines = [Content("")] if height >= min(4, picture.lines - 1) else []
    lines.append(_pointer(picture, width, glyphs))
    if picture.start is not None:
        lines.append(_axis(picture, width, glyphs))
    note = wrapped(picture.note, width) if picture.note else []
    room = max(0, height - len(lines))
    below = min(2, max(0, room - len(note))) if picture.start is not None else 0
    lines += _below(picture, width, below, glyphs)
    fits = max(0, room - below)
    if len(note) > fits > 0:
        note = [*note[: fits - 1], fit(" ".join(note[fits - 1 :]), width, glyphs)]
    lines += [Content.styled(line, "$faint") for line in note[:fits]]
    return Content("\n").join(lines[:height])


def _column(picture: Picture, when: dt.date, width: int) -> int:
    """Return the cell of a day: the start is the first, the close the last; what lies outside takes the nearer end."""
    if picture.start is None:
        return 0
    days = (when - picture.start).days
    return max(0, min(width - 1, round(days * (width - 1) / (7 * picture.weeks))))


def _pointer(picture: Picture, width: int, glyphs: Glyphs) -> Content:
    """Return the words of the state, hung on the pointer: to its right, or to its left where they would not fit."""
    style = _TONES[picture.tone]
    size = cell_len(picture.strong) + cell_len(picture.rest)
    if picture.here is None or size + 2 > width:
        text = fit(picture.strong + picture.rest, width, glyphs)
        strong = text[: len(picture.strong)]
        return Content.assemble((strong, style), text[len(strong) :])
    at = _column(picture, picture.here, width)
    sign: Part = (glyphs.today, "$today bold")
    aside, long = (picture.aside, "$faint"), cell_len(picture.aside)
    if at + 2 + size <= width:
        left = long + 3 <= at
        before: list[Part | str] = [aside, " " * (at - long)] if left else [" " * at]
        room = width - (at + 2 + size) - long
        behind: list[Part | str] = [" " * room, aside] if long and not left and room >= 3 else []
        return Content.assemble(*before, sign, " ", (picture.strong, style), picture.rest, *behind)
    gap = at - 1 - size
    if gap < 0:  # between the two: the words keep to the right edge, and the pointer gives way
        return Content.assemble(" " * (width - size), (picture.strong, style), picture.rest)
    after = width - at - 1 - long
    rest: list[Part | str] = [" " * after, aside] if long and after >= 3 else []
    return Content.assemble(" " * gap, (picture.strong, style), picture.rest, " ", sign, *rest)


def _axis(picture: Picture, width: int, glyphs: Glyphs) -> Content:
    signs = _ASCII_SIGNS if glyphs == ASCII else _UNICODE_SIGNS
    passed = -1 if picture.here is None else _column(picture, picture.here, width)
    drawing = {0: signs.start, width - 1: signs.close}
    marks = {_column(picture, when, width) for when, _ in picture.marks}
    drawing |= dict.fromkeys(_ticks(picture.weeks, width), signs.tick) | dict.fromkeys(marks, signs.mark)
    parts: list[Part] = []
    for cell in range(width):
        heavy = cell <= passed
        plain = glyphs.axis_heavy if heavy else glyphs.axis_light
        sign = drawing[cell][heavy] if cell in drawing else plain
        colour = "$bar-done" if heavy else "$foreground" if cell in marks else "$faint"
        parts.append((sign, f"{colour} bold" if cell in marks else colour))
    return Content.assemble(*_joined(parts))


def _ticks(weeks: int, width: int) -> list[int]:
    """Return the cells of the ruler's ticks, the ends left out."""
    cells = (width - 1) / weeks
    step = next((n for n in WEEK_STEPS if n * cells >= 3), weeks)
    return [round(week * cells) for week in range(step, weeks, step)]


def _below(picture: Picture, width: int, lines: int, glyphs: Glyphs) -> list[Content]:
    """Return the names of the milestones with both ends; on a second line, their dates."""
    if not lines or picture.start is None:
        return []
    close = close_day(picture.start, picture.weeks)
    first, last = day(picture.start, picture.today), day(close, picture.today)
    ends = ("start", "decision") if lines > 1 else (first, last)
    left, right = max(cell_len(ends[0]), cell_len(first)), max(cell_len(ends[1]), cell_len(last))
    if left + 2 + right > width:
        return []
    # What is to come is named first, the nearest before all, then what has passed, the latest before all.
    here = picture.here or picture.start
    inner = [mark for mark in picture.marks if mark[0] < close]
    order = sorted(inner, key=lambda m: (m[0] < here, abs((m[0] - here).days)))
    coming = order[0] if order and order[0][0] >= here and picture.here else None
    while True:
        chosen = sorted(order)
        wanted = [(_column(picture, when, width), _wide(when, name, picture, lines)) for when, name in chosen]
        places = _places(wanted, left, width - right)
        if places is not None:
            break
        order.pop()
    labels = [(0, ends[0], first, "$faint")]
    for at, mark in zip(places, chosen, strict=True):
        labels.append((at, mark[1], day(mark[0], picture.today), "$foreground" if mark == coming else "$faint"))
    labels.append((width - right, ends[1].rjust(right), last.rjust(right), "$faint"))
    rows = [_row([(at, name, style) for at, name, _, style in labels], glyphs)]
    if lines > 1:
        rows.append(_row([(at, date, style) for at, _, date, style in labels], glyphs))
    return rows


def _wide(when: dt.date, name: str, picture: Picture, lines: int) -> int:
    return max(cell_len(name), cell_len(day(when, picture.today)) if lines > 1 else 0)


def _places(wanted: Sequence[tuple[int, int]], left: int, right: int) -> list[int] | None:
    """Return where labels, each (column, cells), stand between two ends: under their columns and two cells apart.

    As near to the middle under its column as each can be; None where there is no room for all of them.
    """
    latest: list[int] = []
    for column, size in reversed(wanted):
        latest.append(min(column, (latest[-1] if latest else right) - 2 - size))
    latest.reverse()
    places: list[int] = []
    end = left
    for (column, size), limit in zip(wanted, latest, strict=True):
        least = max(end + 2, column - size + 1)
        if least > limit:
            return None
        places.append(max(least, min(limit, column - size // 2)))
        end = places[-1] + size
    return places


def _row(labels: Sequence[tuple[int, str, str]], glyphs: Glyphs) -> Content:
    parts: list[Part | str] = []
    used = 0
    for at, text, style in labels:
        shown = fit(text, cell_len(text), glyphs)
        parts += [" " * (at - used), (shown, style)]
        used = at + cell_len(shown)
    return Content.assemble(*parts)


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Return `parts` with neighbours of one style made one."""
    joined: list[Part] = []
    for text, style in parts:
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + text, style)
        else:
            joined.append((text, style))
    return joined
