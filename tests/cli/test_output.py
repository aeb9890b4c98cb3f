from __future__ import annotations

import pytest

from paceplan.cli import output
from paceplan.cli.cells import cells


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that stdout is a terminal of 40 columns."""
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    monkeypatch.setattr(output, "width", lambda: 40)


ROWS = [["PACE", "NAME", "NEXT", ""], ["▸ SPRINT", "A name of thirty-two characters.", "2026-11-16", "what comes then"]]


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal_a_table_stays_in_its_width(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cells, lines)) <= 40
    assert lines[1].endswith("2026-11-16")
    assert "…" in lines[1]


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal_long_text_goes_on_under_itself(capsys: pytest.CaptureFixture[str]) -> None:
    output.field("because", ["word " * 20])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 40
    assert [line[:10].strip() for line in lines] == ["because", *[""] * (len(lines) - 1)]


@pytest.mark.usefixtures("terminal")
def test_wide_text_is_wrapped_by_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    said = "東京の学校で試験的に使う " * 3 + "👨\u200d👩\u200d👧" * 20 + " cafe\u0301"
    output.field("because", [said])
    shown = capsys.readouterr().out
    lines = shown.splitlines()
    assert max(map(cells, lines)) <= 40
    assert [line[:10].strip() for line in lines] == ["because", *[""] * (len(lines) - 1)]
    assert sum(line.count("👨\u200d👩\u200d👧") for line in lines) == 20, "a family stays together"
    assert "café" in shown


@pytest.mark.usefixtures("terminal")
def test_columns_inside_a_field_stay_in_line(capsys: pytest.CaptureFixture[str]) -> None:
    output.field("seats", ["a    one", "bb   two"])
    assert capsys.readouterr().out.splitlines() == ["seats     a    one", "          bb   two"]


def test_in_a_pipe_nothing_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    output.table([["NAME", "SCORE"], ["x" * 500, "1"]])
    assert "x" * 500 in capsys.readouterr().out


@pytest.mark.parametrize(("value", "maximum"), [(0, 0), (3, 12), (12, 12), (100, 300)])
def test_a_meter_is_never_too_wide(value: int, maximum: int) -> None:
    drawn = output.meter(value, maximum)
    assert len(drawn) == min(maximum, 30)
    assert drawn.count("▇") == (value if maximum <= 30 else 10)
