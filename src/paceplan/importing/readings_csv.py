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
SEPARATORS = (",", ";", "\t")
_QUOTED = re.compile(r'"[^"]*"')
_LONG = ("metric", "date", "value")
_HEADER = "the first line has to be 'metric,date,value' in any order, or 'date' and the metrics"


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


def read(data: bytes, origin: str, find: Callable[[str], str], today: dt.date) -> tuple[Reading, ...]:
    """Return the readings in `data`; `find` gives the id of the metric meant, or raises `Refused`.

    Fields are separated by commas, semicolons or tabs, as the first line has it. In a wide table an empty cell is no
    reading. Raises `BadFile` with a line for every row that cannot be taken, and then none is.
    """
    rows = _rows(_text(data, origin), origin)
    taken: dict[tuple[str, dt.date], tuple[float, int]] = {}
    readings: list[Reading] = []
    problems: list[tuple[int, str]] = []
    ids: dict[str, str] = {}
    days: dict[str, dt.date] = {}
    for cell in _cells(rows, problems):
        try:
            reading = _reading(cell, find, ids, days, today)
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
        told = dict.fromkeys(clean(f"line {line}: {message}") for line, message in sorted(problems))
        raise BadFile(origin, list(told))
    if not readings:
        raise BadFile(origin, ["no readings in it; each needs a line under the first"])
    return tuple(readings)


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


def _rows(text: str, origin: str) -> list[tuple[int, list[str]]]:
    """Return every row that holds something, with the line on which it starts."""
    first = _QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, line = [], 1
    try:
        for row in reader:
            if any(map(str.strip, row)):
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        hint = "a quotation mark has no partner" if "end of data" in str(error) else str(error)
        raise BadFile(
            origin, [f"line {line}: not CSV: {hint}; put a field in quotes, and double those inside"]
        ) from None
    if not rows:
        raise BadFile(origin, [f"empty; {_HEADER}"])
    return rows


def _cells(rows: list[tuple[int, list[str]]], problems: list[tuple[int, str]]) -> Iterator[_Cell]:
    """Yield every value; what is wrong with the shape of a row goes to `problems`."""
    head, names = rows[0]
    columns = _columns(names)
    if isinstance(columns, str):
        problems.append((head, columns))
        return
    for line, row in rows[1:]:
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


def _reading(
    cell: _Cell, find: Callable[[str], str], ids: dict[str, str], days: dict[str, dt.date], today: dt.date
) -> Reading:
    if not cell.metric:
        raise Refused("no metric; name the one that was read")
    if cell.metric not in ids:
        ids[cell.metric] = find(cell.metric)
    metric = ids[cell.metric]
    if cell.date not in days:
        try:
            day = parse_day(cell.date)
        except Refused as refused:
            raise Refused(f"metrics.{metric}.readings: {refused.message}") from None
        if day is None:
            raise Refused(f"metrics.{metric}.readings: no date; give one such as 2026-03-02")
        days[cell.date] = day
    on = days[cell.date]
    try:
        reading = Reading(metric, on, parse_value(cell.value))
    except Refused as refused:
        raise Refused(f"metrics.{metric}.readings.{on}: {refused.message}") from None
    if said := problem(reading, today):
        raise Refused(said)
    return reading
