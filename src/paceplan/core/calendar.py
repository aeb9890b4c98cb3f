"""The calendar in a summary row: its dates, and the rules of what comes round, each as one text.

Ten thousand rows are held in memory, where one text takes a fraction of what nested lists would. Each date is a line of
it, and the lines are in order: the day (ISO), a character for whether missing it makes the project late (`!`, or `.`),
one for the code of the kind, the id of what stands behind it, and after a tab what it is. So a row is split at a
stroke, its lines compare with days as they are, and whoever wants more of a line takes it from there.

A rule is a line, too: the first day, a space, the last one (ten spaces where it never ends), and then what a date has
after its day, with `w`, `m` or `q` as its mark for how often it comes round, and no id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

KINDS: dict[str, tuple[str, str, str]] = {
    "close": ("c", "pilot's close", "pilot"),
    "start": ("b", "pilot's start", "pilot"),
    "mark": ("k", "pilot milestone", "pilot"),
    "item": ("i", "checklist item", "pilot"),
    "list": ("l", "checklist", "pilot"),
    "phase": ("p", "phase's end", "roadmap"),
    "deliverable": ("d", "deliverable", "roadmap"),
    "sprint": ("s", "sprint's close", "roadmap"),
    "milestone": ("m", "milestone", "roadmap"),
    "drill": ("r", "drill", "risks"),
    "demo": ("o", "demo", "roadmap"),
    "comms": ("u", "message", "people"),
    "meeting": ("t", "meeting", "people"),
}
"""Kind -> its code in a row, one character, its name for people, and the tab of the project that it is seen on."""

CODES = {kind: code for kind, (code, _, _) in KINDS.items()}
UNKNOWN = "date"
"""The kind of a date in a row of release 0.1.0, which did not say, or of a later release than this one."""

COUNTS = "!"
"""Marks a date that makes the project late."""


class _Kinds(dict[str, str]):
    def __missing__(self, code: str) -> str:
        return UNKNOWN


KIND_OF = _Kinds((code, kind) for kind, code in CODES.items())
"""Code -> kind, `UNKNOWN` for a code that is not known."""

_UNSAID = "-"


class Dated(NamedTuple):
    """One date of a project; `id` is what stands behind it, empty where that is not known."""

    day: dt.date
    what: str
    counts: bool
    kind: str
    id: str

    @property
    def order(self) -> tuple[dt.date, bool]:
        """What dates are sorted by: their day, and those that count first."""
        return (self.day, not self.counts)


NEVER = " " * 10
"""Stands for the last day of what never ends."""

DAY = 10
"""Characters of a line that are its day; after them stand its mark and its code."""


def written(dates: Iterable[Dated]) -> str:
    """Return dates, which are in order, as the text that a row holds."""
    return "\n".join(line(d.day.isoformat(), COUNTS if d.counts else ".", CODES[d.kind], d.id, d.what) for d in dates)


def line(day: str, mark: str, code: str, id: str, what: str) -> str:
    """Return the line of one date; `day` is ISO."""
    return f"{day}{mark}{code}{id}\t{_plain(what)}"


def lines(row: Mapping[str, Any]) -> Sequence[str]:
    """Return the dates of a row as lines, in order."""
    text = row["dates"]
    if type(text) is not str:
        text = "\n".join(_of_list(*date) for date in text)
    elif text and row.get("v") == _IN_COLUMNS:
        text = "\n".join(_of_columns(text))
    return text.split("\n") if text else ()


_IN_COLUMNS = 4
"""The version of rows that held days, marks, codes, ids and names as a line each."""


def _of_list(day: str, what: str, counts: bool, code: str = _UNSAID, id: str = "", *_: object) -> str:
    return line(day, COUNTS if counts else ".", code, id, what)


def _of_columns(text: str) -> list[str]:
    days, marks, codes, ids, whats = text.split("\n")
    return list(map(line, days.split(" "), marks, codes, ids.split(" "), whats.split("\t")))


def dated(line: str) -> Dated:
    """Return what a line of a row says."""
    id, _, what = line[DAY + 2 :].partition("\t")
    return Dated(dt.date.fromisoformat(line[:DAY]), what, line[DAY] == COUNTS, KIND_OF[line[DAY + 1]], id)


def dates(row: Mapping[str, Any]) -> list[Dated]:
    """Return the dates of a row, in order."""
    return list(map(dated, lines(row)))


Rules = Mapping[tuple[dt.date, dt.date | None], Iterable[tuple[str, str, str]]]
"""(First day, last one or None) -> what comes round in that time: `week`, `month` or `quarter`, its kind, its name."""


def written_rules(rules: Rules) -> str:
    """Return rules as the text that a row holds."""
    return "\n".join(
        f"{since.isoformat()} {until.isoformat() if until else NEVER}{line('', every[0], CODES[kind], '', name)}"
        for (since, until), of in rules.items()
        for every, kind, name in of
    )


def rules(row: Mapping[str, Any]) -> Sequence[str]:
    """Return the rules of a row as lines."""
    text = row.get("every", "")
    if type(text) is not str:
        text = "\n".join(_of_rules(text))
    elif text and row.get("v") == _IN_COLUMNS:
        text = "\n".join(_of_rules(map(_of_span, text.split("\n"))))
    return text.split("\n") if text else ()


def _of_span(rule: str) -> _OldRule:
    span, *turns = rule.split("\t")
    since, until = span.split(" ")
    return since, until, [(turn[0], turn[1], turn[2:]) for turn in turns]


_OldRule = tuple[str, str | None, Iterable[tuple[str, str, str]]]
"""First day, last one, and how often, code and name of each; an older release put together what shared its time."""


def _of_rules(rules: Iterable[_OldRule]) -> Iterator[str]:
    for since, until, turns in rules:
        for every, code, name in turns:
            yield f"{since} {until or NEVER}{line('', every, code, '', name)}"


def _plain(text: str) -> str:
    """Return `text` without what parts columns and lines; names are clean of it already where they enter a model."""
    return text.replace("\t", " ").replace("\n", " ")
