"""Columns of a terminal: measured as the screens measure them, and never too many."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from paceplan.cli.cells import cells, cropped, padded, wrapped
from paceplan.core.text import clean

FAMILY, THUMB, HEART, KEYCAP, FLAG = "👨\u200d👩\u200d👧", "👍🏽", "❤\ufe0f", "1\ufe0f\u20e3", "🇩🇪"
MIXED = st.lists(
    st.sampled_from([FAMILY, THUMB, HEART, KEYCAP, FLAG, "e\u0301", "東京", "한국", "क्षि", "a", "word", " ", "ﬁ"]),
    max_size=30,
).map(lambda parts: clean("".join(parts)))


@pytest.mark.parametrize("text", [FAMILY, THUMB, HEART, KEYCAP, FLAG, "cafe\u0301", "東京", "한국", "क्षि", "ᄀ\u1161"])
def test_what_is_drawn_as_one_is_measured_as_the_screens_do(text: str) -> None:
    assert cells(text) == cell_len(text)


def test_hardly_any_character_is_measured_otherwise_than_on_the_screens() -> None:
    known = (chr(code) for code in range(0x3_0000) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs", "Cc"))
    other = [c for c in known if cells(c) != cell_len(c)]
    assert len(other) < 300, "hexagrams and the like, which Unicode widened later than this Python knows"


@given(MIXED, st.integers(1, 30))
def test_cropped_and_padded_text_fits(text: str, widest: int) -> None:
    assert cells(cropped(text, widest)) <= widest
    assert cells(padded(text, widest)) == widest
    assert cropped(text, 200) == text
    assert cropped(text, 0) == padded(text, 0) == ""


@given(MIXED, st.integers(2, 30))
def test_wrapped_text_fits_and_loses_nothing_but_spaces(text: str, widest: int) -> None:
    lines = wrapped(text, widest)
    assert lines
    assert max(map(cells, lines)) <= widest
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line == line.strip() for line in lines)
