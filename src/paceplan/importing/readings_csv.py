"""Readings from a CSV: a row for each (`metric,date,value`), or a row for each day (`date,METRIC,METRIC...`)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from typing import NamedTuple

from paceplan.core.dates import parse_day
from paceplan.core.errors import Refused
from paceplan.core.readings import Reading, parse_value, problem
from paceplan.core.text import clean
from paceplan.importing.project_toml import BadFile

MAX_BYTES = 20_000_000
MOST_PROBLEMS = 1_000
"""Lines named at most: where so many are wrong, it is the table that is wrong."""

SEPARATORS = (",", ";", "\t")
_QUOTED = re.compile(r'"[^"]*"')
_LONG = ("metric", "date", "value")
_HEADER = "the first line has to be 'metric,date,value' in any order, or 'date' and the metrics"


Progress = Callable[[float], None]
"""Is told every now and then which share is done, 0 to 1; what it raises ends the reading."""

_EVERY = 1_024
"""Rows from one word on the progress to the next: a few milliseconds."""

_ROWS_SHARE = 0.15
"""How much of the time goes into taking the text apart, before any value is looked at."""


class _Cell(NamedTuple):
    """One value as it was written, with the line on which its row starts."""

    line: int
    metric: str
    date: str
    value: str


class _Columns(NamedTuple):
    """Where date, metric and value stand in a long row; in a wide one, which metric each column holds."""

    date: int
    metric: int
    value: int
    wide: dict[int, str]
    width: int


def read(
    data: bytes, origin: str, find: Callable[[str], str], today: dt.date, progress: Progress | None = None
) -> tuple[Reading, ...]:
    """Return the readings in `data`; `find` gives the id of the metric meant, or raises `Refused`.

    Fields are separated by commas, semicolons or tabs, as the first line has it. In a wide table an empty cell is no
    reading. Raises `BadFile` with a line for every row that cannot be taken, and then none is; after
    `MOST_PROBLEMS` of them the rest is not looked at.
    """
    told = progress or _nobody
    told(0.0)
    rows = _rows(_text(data, origin), origin, told)
    taken: dict[tuple[str, dt.date], tuple[float, int]] = {}
    readings: list[Reading] = []
    problems: list[tuple[int, str]] = []
    named = _Named(find, today)
    for cell in _cells(rows, problems, told):
        try:
            reading = named.reading(cell)
            before = taken.get((reading.metric, reading.on))
            if before is None:
                taken[reading.metric, reading.on] = reading.value, cell.line
                readings.append(reading)
            elif before[0] != reading.value:
                at = f"metrics.{reading.metric}.readings.{reading.on}"
                raise Refused(f"{at}: stands in line {before[1]} with another value; leave one of them")
        except Refused as refused:
            problems.append((cell.line, refused.message))
    if problems:
        raise BadFile(origin, _named_lines(problems))
    if not readings:
        raise BadFile(origin, ["no readings in it; each needs a line under the first"])
    told(1.0)
    return tuple(readings)


def _nobody(share: float) -> None:
    """Hear of the progress for nobody."""


def _named_lines(problems: list[tuple[int, str]]) -> list[str]:
    problems.sort()
    told = list(dict.fromkeys(clean(f"line {line}: {message}") for line, message in problems))
    if len(problems) >= MOST_PROBLEMS:
        told.append(f"so much is wrong that nothing was looked at beyond line {problems[-1][0]}; mend this first")
    return told


def _text(data: bytes, origin: str) -> str:
    if len(data) > MAX_BYTES:
        raise BadFile(origin, [f"{len(data):,} bytes; a table of readings has at most {MAX_BYTES:,}"])
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise BadFile(origin, ["text in UTF-16; save it as CSV in UTF-8"])
    try:
        return data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile(origin, [f"line {line}: not text in UTF-8; save it as CSV in UTF-8"]) from None


def _rows(text: str, origin: str, told: Progress) -> list[tuple[int, list[str]]]:
    """Return every row that holds something, with the line on which it starts."""
    first = _QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, line, lines = [], 1, text.count("\n") + 1
    try:
        for row in reader:
            if any(map(str.strip, row)):
                rows.append((line, row))
            line = reader.line_num + 1
            if not line % _EVERY:
                told(_ROWS_SHARE * min(1.0, line / lines))
    except csv.Error as error:
        hint = "a quotation mark has no partner" if "end of data" in str(error) else str(error)
        raise BadFile(
            origin, [f"line {line}: not CSV: {hint}; put a field in quotes, and double those inside"]
        ) from None
    if not rows:
        raise BadFile(origin, [f"empty; {_HEADER}"])
    return rows


def _cells(rows: list[tuple[int, list[str]]], problems: list[tuple[int, str]], told: Progress) -> Iterator[_Cell]:
    """Yield every value; what is wrong with the shape of a row goes to `problems`."""
    head, names = rows[0]
    columns = _columns(names)
    if isinstance(columns, str):
        problems.append((head, columns))
        return
    for number, (line, row) in enumerate(rows):
        if not number % _EVERY:
            told(_ROWS_SHARE + (1 - _ROWS_SHARE) * number / len(rows))
        if not number:
            continue
        if len(problems) >= MOST_PROBLEMS:
            return
        if len(row) != columns.width and any(map(str.strip, row[columns.width :])):
            hint = "write decimals with a point, and a text with a separator in quotes"
            problems.append((line, f"{len(row)} fields, the first line has {columns.width}; {hint}"))
            continue
        fields = [field.strip() for field in row] + [""] * (columns.width - len(row))
        if not columns.wide:
            yield _Cell(line, fields[columns.metric], fields[columns.date], fields[columns.value])
            continue
        for place, metric in columns.wide.items():
            if fields[place]:
                yield _Cell(line, metric, fields[columns.date], fields[place])


def _columns(names: list[str]) -> _Columns | str:
    """Return where everything stands, or what is wrong with the first line."""
    while names and not names[-1].strip():
        names = names[:-1]
    given = [name.strip() for name in names]
    plain = [name.casefold() for name in given]
    if sorted(plain) == sorted(_LONG):
        return _Columns(plain.index("date"), plain.index("metric"), plain.index("value"), {}, len(given))
    if plain.count("date") != 1 or len(given) < 2:
        return f"no table of readings; {_HEADER}"
    date = plain.index("date")
    wide = {place: name for place, name in enumerate(given) if place != date}
    if "" in wide.values():
        return "a column without a name; name the metric that it holds"
    if len(set(wide.values())) < len(wide):
        return "a metric has two columns; leave one of them"
    return _Columns(date, 0, 0, wide, len(given))


class _Named:
    """What metric and date of a cell mean, each asked for once: a table says the same over and over."""

    def __init__(self, find: Callable[[str], str], today: dt.date) -> None:
        self._find, self._today = find, today
        self._ids: dict[str, str | Refused] = {}
        self._days: dict[str, dt.date] = {}

    def reading(self, cell: _Cell) -> Reading:
        """Return the reading that a cell holds; raises `Refused`."""
        if not cell.metric:
            raise Refused("no metric; name the one that was read")
        metric, on = self._metric(cell.metric), self._days.get(cell.date)
        if on is None:
            on = self._days[cell.date] = self._day(cell.date, metric)
        try:
            reading = Reading(metric, on, parse_value(cell.value))
        except Refused as refused:
            raise Refused(f"metrics.{metric}.readings.{on}: {refused.message}") from None
        if said := problem(reading, self._today):
            raise Refused(said)
        return reading

    def _metric(self, given: str) -> str:
        known = self._ids.get(given)
        if known is None:
            try:
                known = self._find(given)
            except Refused as refused:
                known = refused
            self._ids[given] = known
        if isinstance(known, Refused):
            raise Refused(known.message)  # a new one: each keeps where it was raised
        return known

    def _day(self, given: str, metric: str) -> dt.date:
        try:
            day = parse_day(given)
        except Refused as refused:
            raise Refused(f"metrics.{metric}.readings: {refused.message}") from None
        if day is None:
            raise Refused(f"metrics.{metric}.readings: no date; give one such as 2026-03-02")
        return day
