"""Tables of readings as people and spreadsheets write them: taken whole, or named line by line."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.core.books import project
from tests.core.pilots import method

from paceplan.core import readings
from paceplan.importing.project_toml import BadFile
from paceplan.importing.readings_csv import MAX_BYTES, MOST_PROBLEMS, read

BOOK = method()
PROJECT = project(BOOK, metrics={"own": {"name": "=SUM(A1), @home"}})
TODAY = dt.date(2026, 3, 16)
EXPECTED = [("time", "2026-03-02", 35.5), ("use", "2026-03-02", -3.0), ("time", "2026-03-09", 34.0)]


def taken(data: str | bytes) -> list[tuple[str, str, float]]:
    content = data.encode() if isinstance(data, str) else data
    rows = read(content, "x.csv", lambda given: readings.find(PROJECT, BOOK, given), TODAY)
    return [(r.metric, r.on.isoformat(), r.value) for r in rows]


def refused(data: str | bytes) -> list[str]:
    with pytest.raises(BadFile) as error:
        taken(data)
    assert str(error.value).startswith("x.csv: ")
    return error.value.problems


LONG = "metric,date,value\ntime,2026-03-02,35.5\nuse,2026-03-02,-3\ntime,2026-03-09,34\n"
WIDE = "date,time,use\n2026-03-02,35.5,-3\n2026-03-09,34,\n"


@pytest.mark.parametrize("data", [
    LONG, WIDE, LONG.replace(",", ";"), WIDE.replace(",", "\t"), LONG.replace("\n", "\r\n"), LONG.rstrip("\n"),
    "\ufeff" + LONG, "\ufeff" + WIDE, LONG.replace("metric", "Metric").replace("value", " VALUE "),
    LONG.replace("time,", '"time",').replace("35.5", '" 35.5 "'), LONG.replace("use", "\n,,\nUse"), f"\n\n{WIDE}",
    "value,metric,date\n35.5,time,2026-03-02\n-3,use,2026-03-02\n34,time,2026-03-09\n",
    "time,date,use\n35.5,2026-03-02,-3\n34,2026-03-09\n", WIDE.replace("use\n", "use,,\n"), LONG + LONG[18:],
], ids=range(16))  # fmt: skip
def test_every_form_gives_the_same(data: str) -> None:
    assert taken(data) == EXPECTED


def test_text_is_data() -> None:
    table = 'metric,date,value\n"=SUM(A1), @home",2026-03-02,+3\nown,2026-03-03,4\n'
    assert taken(table) == [("own", "2026-03-02", 3.0), ("own", "2026-03-03", 4.0)]
    assert taken('date;"=SUM(A1), @home"\n2026-03-02;3\n') == [("own", "2026-03-02", 3.0)]
    (problem,) = refused("metric,date,value\n\x1b[31m=cmd,2026-03-02,3\n")
    assert "\x1b" not in problem


@pytest.mark.parametrize(("row", "message"), [
    ("time,2026-03-17,3", "metrics.time.readings.2026-03-17: lies in the future"),
    ("time,02.03.2026,3", "metrics.time.readings: '02.03.2026' is not a date; give one such as 2026-03-02"),
    ("time,2026-02-29,3", "metrics.time.readings: '2026-02-29' is not a date"),
    ("time,,3", "metrics.time.readings: no date; give one such as 2026-03-02"),
    ('time,2026-03-02,"3,5"', "metrics.time.readings.2026-03-02: '3,5' has a comma; write a decimal point"),
    ("time,2026-03-02,3,5", "4 fields, the first line has 3; write decimals with a point, and a text with"),
    ("time,2026-03-02,", "metrics.time.readings.2026-03-02: no value; give a number such as 29.4"),
    ("time,2026-03-02,35 min", "'35 min' is no number; give one without a unit"),
    ("time,2026-03-02,nan", "'nan' is no number"),
    ("tims,2026-03-02,3", "metrics.tims: playbook 'small' has no metric 'tims' (did you mean 'time'?)"),
    (",2026-03-02,3", "no metric; name the one that was read"),
    ("use,2026-01-01,2", "metrics.use.readings.2026-01-01: stands in line 3 with another value; leave one of them"),
])  # fmt: skip
def test_one_bad_row_among_a_hundred_is_named_and_nothing_taken(row: str, message: str) -> None:
    days = [dt.date(2025, 12, 31) + dt.timedelta(days=n) for n in range(60)]
    rows = [f"use,{day},{n}" for n, day in enumerate(days)]
    table = "\n".join(["metric,date,value", *rows[:57], row, *rows[57:]])
    (problem,) = refused(table)
    assert problem.startswith("line 59: ")
    assert message in problem


def test_every_bad_row_is_named_by_its_line() -> None:
    table = 'metric;date;value\ntime;2026-03-02;3\n"a\nb";2026-03-02;3\n\ntime;2026-03-32;3\ntime;2026-03-03;3,5\n'
    assert [problem.partition(":")[0] for problem in refused(table)] == ["line 3", "line 6", "line 7"]
    wide = "date,time,nix\n2026-03-02,x,3\n2026-03-03,1,4\n"
    assert [problem.partition(": ")[0] for problem in refused(wide)] == ["line 2", "line 2", "line 3"]


@pytest.mark.parametrize(("data", "message"), [
    (b"", "empty; the first line has to be 'metric,date,value' in any order, or 'date' and the metrics"),
    (b"\n \n,,\n", "empty; the first line"),
    (b"metric,date,value\n", "no readings in it; each needs a line under the first"),
    (b"date,time\n2026-03-02,\n", "no readings in it"),
    (b"time,2026-03-02,3\n", "line 1: no table of readings; the first line"),
    (b"date\n2026-03-02\n", "line 1: no table of readings"),
    (b"date,time,time\n2026-03-02,3,4\n", "line 1: a metric has two columns; leave one of them"),
    (b"date,,time\n2026-03-02,3,4\n", "line 1: a column without a name"),
    (b'metric,date,value\ntime,"2026-03-02,3\n', "line 2: not CSV: a quotation mark has no partner"),
    (b"metric,date,value\nt\xfcr,2026-03-02,3\n", "line 2: not text in UTF-8; save it as CSV in UTF-8"),
    (("\ufeff" + LONG).encode("utf-16-le"), "text in UTF-16; save it as CSV in UTF-8"),
    (b"x" * (MAX_BYTES + 1), "20,000,001 bytes; a table of readings has at most 20,000,000"),
    (b"metric,date,value\n" + b"x" * 200_000 + b",2026-03-02,3\n", "line 2: not CSV: field larger than"),
])  # fmt: skip
def test_what_is_no_table(data: bytes, message: str) -> None:
    (problem,) = refused(data)
    assert problem.startswith(message)


def test_a_hundred_thousand_rows() -> None:
    days = [dt.date(1900, 1, 1) + dt.timedelta(days=n) for n in range(33_334)]
    table = "metric,date,value\n" + "".join(
        f"{m},{day},{n}\n" for n, day in enumerate(days) for m in ("time", "use", "own")
    )
    found = taken(table)
    assert len(found) == 100_002
    assert found[-1] == ("own", days[-1].isoformat(), 33_333.0)


def test_one_bad_row_among_a_hundred_thousand_is_named_by_its_line() -> None:
    days = [dt.date(1900, 1, 1) + dt.timedelta(days=n) for n in range(33_334)]
    rows = [f"{m},{day},1" for day in days for m in ("time", "use", "own")]
    rows[77_777] = "time,2026-02-30,1"
    (problem,) = refused("metric,date,value\n" + "\n".join(rows))
    assert problem.startswith("line 77779: metrics.time.readings: '2026-02-30' is not a date")


@pytest.mark.parametrize("row", ["nothing-{n},2026-03-02,1", "time,2026-03-02,1,2,{n}", "time,2026-03-02,x{n}"])
def test_a_table_that_is_wrong_altogether_is_not_looked_at_to_its_end(row: str) -> None:
    table = "metric,date,value\n" + "".join(row.format(n=n) + "\n" for n in range(50_000))
    problems = refused(table)
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[0].startswith("line 2: ")
    assert (
        problems[-1] == f"so much is wrong that nothing was looked at beyond line {MOST_PROBLEMS + 1}; mend this first"
    )


@pytest.mark.parametrize("table", [LONG, "date,time,use\n" + "".join(f"{d},{d.day},1\n" for d in (
    dt.date(1990, 1, 1) + dt.timedelta(days=n) for n in range(5_000)))], ids=["short", "long"])  # fmt: skip
def test_progress_goes_from_nothing_to_all(table: str) -> None:
    shares: list[float] = []
    read(table.encode(), "x.csv", lambda given: readings.find(PROJECT, BOOK, given), TODAY, shares.append)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(shares) > 2


def test_what_progress_raises_ends_the_reading() -> None:
    class EnoughError(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.2:
            raise EnoughError

    table = "date,use\n" + "".join(f"{dt.date(1990, 1, 1) + dt.timedelta(days=n)},{n}\n" for n in range(5_000))
    with pytest.raises(EnoughError):
        read(table.encode(), "x.csv", lambda given: readings.find(PROJECT, BOOK, given), TODAY, stop)
