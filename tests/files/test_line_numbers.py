"""The line named in an error is the line it stands on, whatever stands before it."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceplan.importing.located import line_of, lines_of

from .reading import HEAD, problems_in

DECOYS = (
    "bogus = 1",
    "[stakeholders.z]",
    "[[x]]",
    "# bogus = 1",
    "'''",
    "{ [ (",
    "",
    "a.b.c = \\\\",
    "\u2028\x85",
    "]",
)
"""Lines that mean something outside of a text, and nothing inside."""


@st.composite
def statements(draw: st.DrawFn) -> str:
    """Return some lines of TOML: tables and values over one line or many, with decoys in texts and comments."""
    n = draw(st.integers(0, 9_999))
    decoys = draw(st.lists(st.sampled_from(DECOYS), max_size=4))
    literal = "\n".join(line for line in decoys if "'''" not in line)
    basic = "\n".join(decoys)
    first, second = (" ".join(line for line in decoys if "'" not in line and "\\" not in line), "x")
    forms = [
        f"k{n} = 1",
        f"k{n} = 1 # {first}",
        f"# {first}",
        "",
        f"[t{n}]",
        f"  [ t{n} . 'a.b' ]  # {first}",
        f'[[t{n}]]\nname = "x"',
        f'k{n} = "{first}"',
        f"k{n} = '{first}'",
        f'k{n} = "\\" {first}"',
        f'k{n} = """{basic}"""',
        f'k{n} = """\n{basic}\n"" \\""" ""\\""""  # "',
        f'k{n} = """""" # """',
        f"k{n} = '''{literal}'''",
        f"k{n} = '''\n{literal}\n''''",
        f'k{n} = [\n  "{first}", # {first} ] "\n  """\n{basic}\n""",\n  [ ["{second}"] ],\n]',
        f'k{n} = {{ a = "{first}", b = [\n1,\n2\n] }}',
        f"\"k {n}\".'x.y' . z = 2026-02-02",
    ]
    return draw(st.sampled_from(forms))


def valid(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


@settings(max_examples=300, deadline=None, database=None)
@given(st.lists(statements(), max_size=6), st.booleans())
def test_the_lines_of_a_table_and_its_keys_are_theirs(before: list[str], windows: bool) -> None:
    lead = "\n".join([*before, ""])
    if not valid(lead):  # the same key twice
        lead = "\n".join([*before[:1], ""])
    text = f'{lead}\n[here.a."b.c"]\nx = 1\ny.z = [\n1]\n\n[here.a]\nq = 3\n'
    found = lines_of(text.replace("\n", "\r\n") if windows else text)
    first = lead.count("\n") + 2
    assert {path: line for path, line in found.items() if path[0] == "here"} == {
        ("here",): first,
        ("here", "a"): first,
        ("here", "a", "b.c"): first,
        ("here", "a", "b.c", "x"): first + 1,
        ("here", "a", "b.c", "y"): first + 2,
        ("here", "a", "b.c", "y", "z"): first + 2,
        ("here", "a", "q"): first + 6,
    }
    tables = tomllib.loads(text)
    for path in found:
        node = tables
        for key in path:
            while isinstance(node, list):
                node = next(entry for entry in node if key in entry)
            assert key in node, path
            node = node[key]


def test_what_has_no_line_of_its_own_has_that_of_what_is_around_it() -> None:
    lines = lines_of("a = 1\n[b.c]\nd = { e = 1 }\n")
    cases = {
        ("a",): 1,
        ("b",): 2,
        ("b", "c", "d", "e"): 3,
        ("b", "c", "x", "y"): 2,
        ("b", "x"): 2,
        ("z",): None,
        (): None,
    }
    assert {path: line_of(path, lines) for path in cases} == cases


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ('summary = """\nfoo\nbogus = 3\n[x]\n"""\n', 9),
        ("summary = '''\n\"\"\"\n'''\n", 7),
        ('summary = "a\u2028b\x85c"\n', 5),
        ('[runbooks.rollback]\nsteps = [\n"""\nbogus = 1\n[gates]\n""",\n"b",\n]\n', 12),
        ("# bogus = 1\n\n\n", 7),
    ],
)
def test_an_error_after_a_long_text_names_its_own_line(before: str, line: int) -> None:
    assert problems_in(f"{HEAD}{before}bogus = 1\n")[-1].startswith(f"line {line}: ")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("scores.risk-compliance.score = 9", "line 4: scores.risk-compliance.score"),
        ('"scores"."risk-compliance" = { score = 9 }', "line 4: scores.risk-compliance.score"),
        ("\n[ scores . risk-compliance ]\nscore = 9", "line 6: scores.risk-compliance.score"),
        ("[scores]\nrisk-compliance.score = 9", "line 5: scores.risk-compliance.score"),
        ("[scores]\n'risk-compliance' = { why = '', score = 9 }", "line 5: scores.risk-compliance.score"),
        ("[scores.risk-compliance]\nwhy = 'x'\n\"sc\\u006fre\" = 9", "line 6: scores.risk-compliance.score"),
    ],
)
def test_keys_are_found_however_they_are_written(text: str, place: str) -> None:
    assert problems_in(HEAD + text) == [f"{place}: 9 is too large; give at most 3"]
