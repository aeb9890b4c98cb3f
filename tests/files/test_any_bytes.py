"""Files at random: a project or a list of problems, never anything else."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from paceplan.importing.project_toml import BadFile

from .reading import problems_in, read_text

SAMPLES = Path(__file__).parents[2] / "sample_projects"


def reads_or_says_why(data: bytes) -> None:
    try:
        read_text(data)
    except BadFile:
        assert problems_in(data)


@settings(max_examples=100, deadline=None, database=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_told_why_not(data: bytes) -> None:
    reads_or_says_why(data)


VALUES = [
    "1", "-1", "4", "1.5", "inf", "nan", "true", '"x"', '""', "[]", "[1]", "{}", "{ a = 1 }", "2026-02-02", "10:00:00",
    "2026-02-02T00:00:00Z", '"\\u001b[31m"', "'''\n'''", f"0x{'f' * 4000}", "[[]]", '[""]', "1e400", '"2026-02-02"',
]  # fmt: skip
KEYS = ["zz", "A", '"a.b"', "int", "[t]"]
SOURCE = (SAMPLES / "checkout-friction.toml").read_text("utf-8").splitlines()


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Return a sample with a few of its lines gone, doubled, cut, or with another key or value."""
    lines = list(SOURCE)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        key, equals, value = lines[at].partition(" = ")
        lines[at] = draw(
            st.sampled_from(
                [
                    "",
                    f"{lines[at]}\n{lines[at]}",
                    lines[at][: draw(st.integers(0, 20))],
                    f"{key}{equals}{draw(st.sampled_from(VALUES))}",
                    f"{draw(st.sampled_from(KEYS))}{equals}{value}",
                ]
            )
        )
    return "\n".join(lines)


@settings(max_examples=100, deadline=None, database=None)
@given(damaged())
def test_a_damaged_sample_is_read_or_told_why_not(text: str) -> None:
    reads_or_says_why(text.encode())
