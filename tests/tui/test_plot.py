"""Readings drawn in cells: where points, target, baseline, moves and today stand, and that nothing overflows."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from paceplan.tui.glyphs import ASCII, UNICODE
from paceplan.tui.presentation.plot import Curve, gutter_of, plot, span_of

TODAY = dt.date(2026, 11, 16)
START, CLOSE = dt.date(2026, 10, 5), dt.date(2026, 12, 14)


def weekly(*values: float, since: dt.date = dt.date(2026, 10, 9)) -> tuple[tuple[dt.date, float], ...]:
    return tuple((since + dt.timedelta(weeks=n), value) for n, value in enumerate(values))


def drawn(curve: Curve, width: int = 60, height: int = 9, *days: dt.date, ascii_only: bool = False) -> list[str]:
    span = span_of([curve], *days)
    assert span is not None
    return [line.plain for line in plot(curve, span, TODAY, width, height, ASCII if ascii_only else UNICODE)]


def test_points_stand_between_baseline_and_target_over_their_days() -> None:
    lines = drawn(Curve(weekly(-3, 2, 12, 20, 26, 29), True, 0, 30), 60, 9, START, CLOSE)
    assert lines[0].startswith(" target 30 ┤╌╌╌")
    assert lines[1].startswith("        29 ┤")
    assert lines[5].startswith("baseline 0 ┤┈┈")
    assert lines[6].startswith("        -3 ┤  •")
    assert lines[-1].split() == ["5", "Oct", "today", "14", "Dec"]
    assert sum(line.count("•") + line.count("●") for line in lines) == 6
    assert "● 29" in lines[1]


@pytest.mark.parametrize(
    ("higher", "value", "target", "on_line"),
    [(True, 30, 30, True), (True, 29.99, 30, False), (False, 8, 8, True), (False, 8.01, 8, False)],
)
def test_a_point_lies_on_the_targets_line_only_where_it_reaches_it(
    higher: bool, value: float, target: float, on_line: bool
) -> None:
    curve = Curve(weekly(20, value), higher, 20, target)
    lines = drawn(curve)
    line = next(line for line in lines if "target" in line)
    assert ("●" in line) is on_line
    assert curve.reaches(value) is on_line


def test_a_moved_target_stands_where_it_stood_until_then() -> None:
    curve = Curve(weekly(33, 50, 61, 67, 72), True, 0, 50, ((dt.date(2026, 10, 23), 75),))
    lines = drawn(curve, 60, 14)
    was, now = (next(line for line in lines if word in line) for word in ("was 75", "target 50"))
    mark = lines[-2].index("┴")
    assert was.rindex("╌") < mark <= now.index("╌")


def test_two_drawings_can_stand_in_line() -> None:
    one, other = Curve(weekly(1, 2), target=3), Curve(weekly(1000, 2000), baseline=12_345.5)
    gutter = max(gutter_of(one), gutter_of(other))
    span = span_of([one, other])
    assert span is not None
    lines = [plot(c, span, TODAY, 60, 6, UNICODE, gutter=gutter)[-2].plain for c in (one, other)]
    assert lines[0].index("└") == lines[1].index("└")


def test_a_single_reading_and_equal_readings_stand_in_the_middle() -> None:
    assert any("● 5" in line for line in drawn(Curve(weekly(5))))
    assert sum("•" in line for line in drawn(Curve(weekly(5, 5, 5)))) == 1
    assert drawn(Curve(weekly(5)))[-1].split() == ["9", "Oct"]


def test_without_readings_or_room_nothing_is_drawn() -> None:
    curve = Curve(weekly(1, 2))
    assert plot(Curve(()), (START, CLOSE), TODAY, 60, 9, UNICODE) == []
    assert drawn(curve, 20, 9) == drawn(curve, 60, 3) == []
    assert span_of([Curve(())]) is None


def test_more_readings_than_columns_are_a_line_with_its_end() -> None:
    curve = Curve(tuple((START + dt.timedelta(days=n), float(n % 9)) for n in range(2000)))
    lines = drawn(curve)
    assert "".join(lines).count("•") == 0
    assert "".join(lines).count("●") == 1


NUMBERS = st.floats(-1e308, 1e308, allow_nan=False) | st.integers(-5, 5).map(float)


@settings(max_examples=150, deadline=None)
@given(
    values=st.lists(NUMBERS, min_size=1, max_size=12), target=st.none() | NUMBERS, baseline=st.none() | NUMBERS,
    higher=st.booleans(), width=st.integers(1, 90), height=st.integers(1, 20), plain=st.booleans(),
)  # fmt: skip
def test_whatever_was_read_fits_into_its_room(
    values: list[float], target: float | None, baseline: float | None, higher: bool, width: int, height: int,
    plain: bool,
) -> None:  # fmt: skip
    moves = ((dt.date(2026, 10, 20), values[0]),) if target is not None else ()
    curve = Curve(weekly(*values), higher, baseline, target, moves)
    lines = drawn(curve, width, height, START, CLOSE, ascii_only=plain)
    assert len(lines) in (0, height)
    assert all(cell_len(line) <= width for line in lines)
    assert not plain or all(line.isascii() for line in lines)
