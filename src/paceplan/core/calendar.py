"""The calendar in a summary row: its dates, and the rules of what comes round, each as one text.

Ten thousand rows are held in memory, where one text takes a fraction of what nested lists would. The text of the dates
has five lines, in each of them as many parts as there are dates, which are in order: the days (ISO, between spaces), a
character each for whether missing it makes the project late (`!`, or `.`), one each for the code of the kind, the ids
of what stands behind them (between spaces), and what they are (between tabs). So a column is split off at a stroke, and
health needs two of them.

A rule is a line `2026-09-18 2027-07-06` with its first and its last day (nothing where it never ends), and after a tab
each what comes round in that time: `w`, `m` or `q` for how often, the code of the kind, and the name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
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


class Columns(NamedTuple):
    """The dates of a row, column by column; all five have the same length."""

    days: Sequence[str]
    marks: str
    codes: str
    ids: Sequence[str]
    whats: Sequence[str]


def written(dates: Iterable[Dated]) -> str:
    """Return dates, which are in order, as the text that a row holds."""
    return _written([(d.day.isoformat(), d.what, d.counts, CODES[d.kind], d.id) for d in dates])


def _written(dates: Sequence[tuple[str, str, bool, str, str]]) -> str:
    if not dates:
        return ""
    return "\n".join((
        " ".join(day for day, *_ in dates),
        "".join(COUNTS if counts else "." for _, _, counts, *_ in dates),
        "".join(code for *_, code, _ in dates),
        " ".join(id for *_, id in dates),
        "\t".join(_plain(what) for _, what, *_ in dates),
    ))  # fmt: skip


def _text(row: Mapping[str, Any]) -> str:
    """Return the text of a row's dates; older releases wrote lists."""
    dates = row["dates"]
    if type(dates) is str:
        return dates
    return _written([(*date[:3], *(date[3:] or (_UNSAID, ""))) for date in dates])


def days(row: Mapping[str, Any]) -> tuple[Sequence[str], str]:
    """Return the days of a row, in order, and for each the mark that tells whether it counts."""
    text = _text(row)
    if not text:
        return (), ""
    found, marks, _ = text.split("\n", 2)
    return found.split(" "), marks


def what(row: Mapping[str, Any], number: int) -> str:
    """Return what the date of this number is, counting from 0."""
    return _text(row).rpartition("\n")[2].split("\t")[number]


def columns(row: Mapping[str, Any]) -> Columns | None:
    """Return the dates of a row, column by column; None where it has none."""
    text = _text(row)
    if not text:
        return None
    found, marks, codes, ids, whats = text.split("\n")
    return Columns(found.split(" "), marks, codes, ids.split(" "), whats.split("\t"))


def dates(row: Mapping[str, Any]) -> list[Dated]:
    """Return the dates of a row, in order."""
    table = columns(row)
    return [
        Dated(dt.date.fromisoformat(day), what, mark == COUNTS, KIND_OF[code], id)
        for day, mark, code, id, what in (zip(*table, strict=True) if table else ())
    ]


Rules = Mapping[tuple[dt.date, dt.date | None], Iterable[tuple[str, str, str]]]
"""(First day, last one or None) -> what comes round in that time: `week`, `month` or `quarter`, its kind, its name."""


def written_rules(rules: Rules) -> str:
    """Return rules as the text that a row holds."""
    return _written_rules(
        (
            since.isoformat(),
            until.isoformat() if until else "",
            [(every[0], CODES[kind], name) for every, kind, name in of],
        )
        for (since, until), of in rules.items()
    )


def _written_rules(rules: Iterable[tuple[str, str | None, Iterable[tuple[str, str, str]]]]) -> str:
    return "\n".join(
        "\t".join((f"{since} {until or ''}", *(f"{every}{code}{_plain(name)}" for every, code, name in known)))
        for since, until, known in rules
    )


def rules(row: Mapping[str, Any]) -> Sequence[str]:
    """Return the rules of a row as lines."""
    text = row.get("every", "")
    if type(text) is not str:  # an older release wrote lists
        text = _written_rules(text)
    return text.split("\n") if text else ()


def _plain(text: str) -> str:
    """Return `text` without what parts columns and lines; names are clean of it already where they enter a model."""
    return text.replace("\t", " ").replace("\n", " ")
