"""What cleaning takes out of people's text, what it leaves, and the ids made of names."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from paceplan.core.text import clean, slug
from paceplan.core.types import ID_PATTERN, Day, Line, Name, Prose

from .books import MODERATE

GONE = "\ufffd"
LINE: TypeAdapter[str] = TypeAdapter(Line)
NAME: TypeAdapter[str] = TypeAdapter(Name)
PROSE: TypeAdapter[str] = TypeAdapter(Prose)
DAY: TypeAdapter[object] = TypeAdapter(Day)
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)
"""Surrogates, controls and unassigned code points included."""


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("plain words", "plain words"),
        ("a[/]b", "a[/]b"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("$name {x} %s \\n <b>&amp;", "$name {x} %s \\n <b>&amp;"),
        ("\x1b[31mred\x1b[0m", f"{GONE}[31mred{GONE}[0m"),
        ("\x1b]52;c;aGk=\x1b\\", f"{GONE}]52;c;aGk={GONE}\\"),
        ("\x1b]8;;http://x\x07link", f"{GONE}]8;;http://x{GONE}link"),
        ("\x9b31m \x9d0;t\x9c", f"{GONE}31m {GONE}0;t{GONE}"),
        ("a\x00b\x08c\x7fd", f"a{GONE}b{GONE}c{GONE}d"),
        ("a\ud800b\udfff", f"a{GONE}b{GONE}"),
        ("\ud83d\ude00", GONE * 2),
        ("abc\u202edef\u202c", "abcdef"),
        ("\u2066a\u2069\u200e\u200f\u061c", "a"),
        ("a\u200bb\u2060c\ufeffd", "abcd"),
        ("a\tb", "a b"),
        ("a\nb\rc", "a b c"),
        ("a\r\nb", "a  b"),
        ("a\vb\fc\x85d\u2028e\u2029f", "a b c d e f"),
        ("\U0001f469\u200d\U0001f4bb \u0915\u094d\u200d\u0937", "\U0001f469\u200d\U0001f4bb \u0915\u094d\u200d\u0937"),
        ("\u2764\ufe0f", "\u2764\ufe0f"),
        ("Zoe\u0308", "Zoë"),
        ("e\u200b\u0301", "é"),
        ("e\u202e\u0301", "é"),
        ("\ufb01 ½ Å", "\ufb01 ½ Å"),
        ("\u212b", "Å"),
        ("日本語 עברית", "日本語 עברית"),
    ],
)
def test_one_line(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\nb", "a\nb"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("a\rb\n\rc", "a\nb\n\nc"),
        ("a\tb\vc\u2028d", "a b c d"),
        ("a\x1b[2J\nb\x00", f"a{GONE}[2J\nb{GONE}"),
        ("a\n\u202eb", "a\nb"),
    ],
)
def test_several_lines(text: str, cleaned: str) -> None:
    assert clean(text, multiline=True) == cleaned


@MODERATE
@given(ANY_TEXT, st.booleans())
def test_cleaning_what_is_clean_changes_nothing(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


def test_no_code_point_gets_by() -> None:
    # The planes between hold ideographs and nothing assigned.
    everything = "x".join(map(chr, (*range(0x20000), *range(0xE0000, 0xE1000))))
    for multiline in (False, True):
        cleaned = clean(everything, multiline=multiline)
        assert clean(cleaned, multiline=multiline) == cleaned
        kept = set(cleaned)
        assert {char for char in kept if unicodedata.category(char) == "Cc"} == ({"\n"} if multiline else set())
        assert {unicodedata.category(char) for char in kept}.isdisjoint({"Cs", "Zl", "Zp"})
        turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        assert {unicodedata.bidirectional(char) for char in kept}.isdisjoint(turning)


def test_a_huge_text_is_cleaned_whole() -> None:
    assert clean("a\x1b" * 500_000) == ("a" + GONE) * 500_000
    assert clean("x" * 3_000_000) == "x" * 3_000_000


def test_a_field_measures_what_it_keeps() -> None:
    assert len(LINE.validate_python("x" * 1_000)) == 1_000
    assert LINE.validate_python("  " + "x" * 1_000 + "\u200b\n") == "x" * 1_000
    assert len(PROSE.validate_python("x\n" * 9_999 + "xx")) == 20_000
    for adapter, text in ((LINE, "x" * 1_001), (PROSE, "x" * 20_001), (LINE, "x" * 3_000_000)):
        with pytest.raises(ValidationError, match="at most"):
            adapter.validate_python(text)


def test_a_text_that_was_taken_is_taken_again() -> None:
    grows = "\ufb2c"
    assert len(clean(grows)) == 3
    assert LINE.validate_python(LINE.validate_python(grows * 333)) == clean(grows) * 333
    with pytest.raises(ValidationError, match="at most"):
        LINE.validate_python(grows * 1_000)


@MODERATE
@given(ANY_TEXT)
def test_a_field_keeps_what_it_kept(text: str) -> None:
    for adapter in (LINE, PROSE):
        kept = adapter.validate_python(text)
        assert adapter.validate_python(kept) == kept == kept.strip()


def test_a_lone_surrogate_is_shown_and_not_refused() -> None:
    assert LINE.validate_python("caf\udce9") == f"caf{GONE}"


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\u202e \u2069"])
def test_a_name_has_to_say_something(text: str) -> None:
    with pytest.raises(ValidationError, match="at least 1"):
        NAME.validate_python(text)


@pytest.mark.parametrize("value", [1, None, b"x", ["x"], True])
def test_a_text_is_nothing_but_text(value: object) -> None:
    with pytest.raises(ValidationError, match="valid string"):
        LINE.validate_python(value)


@pytest.mark.parametrize("value", ["1900-01-01", "2028-02-29", "2999-12-31"])
def test_days(value: str) -> None:
    assert str(DAY.validate_python(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        "", "0", "1770163200", "20260216", "2026-2-1", "2026-02-30", "2026-02-16T00:00:00", "2026-02-16 00:00",
        " 2026-02-16", "2026-02-16\n", "\uff12026-01-01", "today", 1, 1.0, True, None, "1899-12-31", "3000-01-01",
    ],
)  # fmt: skip
def test_what_is_no_day(value: object) -> None:
    with pytest.raises(ValidationError):
        DAY.validate_python(value)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Knowledge search", "knowledge-search"),
        ("  Zoë's  Åpp!! ", "zoe-s-app"),
        ("a[/]b", "a-b"),
        ("--x--", "x"),
        ("1st", "1st"),
        ("日本語", "item"),
        ("", "item"),
        ("\x1b[31m\ud800", "31m"),
        ("½ ﬁt", "12-fit"),
        ("x" * 10_000, "x" * 56),
        ("x" * 55 + " y", "x" * 55),
    ],
)
def test_slug(name: str, made: str) -> None:
    assert slug(name) == made


def test_a_slug_that_is_taken_gets_a_number() -> None:
    assert slug("Demo", {"demo"}) == "demo-2"
    assert slug("Demo", frozenset({"demo", "demo-2", "demo-4"})) == "demo-3"
    assert slug("", {"item"}) == "item-2"
    taken = {"x" * 56} | {f"{'x' * 56}-{n}" for n in range(2, 1_000)}
    assert slug("x" * 99, taken) == "x" * 56 + "-1000"


@MODERATE
@given(ANY_TEXT)
def test_a_slug_is_an_id(name: str) -> None:
    assert re.fullmatch(ID_PATTERN, slug(name))
    assert re.fullmatch(ID_PATTERN, slug(name, {slug(name)}))
