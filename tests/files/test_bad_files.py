"""Files that hold no project: every problem at once, each with its place, what was expected and what to do."""

from __future__ import annotations

import pytest

from paceplan.core.project import Project
from paceplan.importing.project_toml import MAX_BYTES

from .bad_content import AI, BAD_CONTENT
from .reading import HEAD, problems_in, read_text


@pytest.mark.parametrize(("content", "expected"), BAD_CONTENT.values(), ids=BAD_CONTENT)
def test_all_that_is_wrong_is_said_at_once(content: str, expected: list[str]) -> None:
    assert problems_in(HEAD + content) == expected
    assert problems_in((HEAD + content).replace("\n", "\r\n")) == expected


HIDDEN_BY_TYPES = "[metrics.zzz]\ntarget = 'x'\n[scores.taste]\nscore = 9\nwhy = 1\n[gates]\nlaw = 3\n"


def test_a_wrong_type_does_not_hide_that_the_key_has_no_meaning() -> None:
    problems = problems_in(HEAD + HIDDEN_BY_TYPES)
    assert [p.partition(": ")[0] for p in problems] == [f"line {n}" for n in (5, 6, 7, 8, 10, 10)]
    assert [p for p in problems if "has no" in p] == [
        f"line 6: scores.taste: playbook 'ai' has no dimension 'taste'; it has {AI}",
        "line 10: gates.law: playbook 'ai' has no gate 'law'; it has regulated-decision",
    ]


# Whole files

FIRST = "format: missing; this key is needed"
NOTHING = [FIRST, "name: missing; this key is needed", "playbook: missing; this key is needed"]
BAD_FILES: dict[str, tuple[str | bytes, list[str]]] = {
    "empty": ("", NOTHING),
    "only comments": ("# nothing\n\n", NOTHING),
    "no format": ('name = "X"\nplaybook = "ai"\n', [FIRST]),
    "a later format": (
        HEAD.replace("/1", "/2"),
        ["format: 'paceplan/2' is of another version; this one reads 'paceplan/1'"],
    ),
    "another format": (
        HEAD.replace("paceplan/1", "paceplan-playbook/1"),
        ["line 1: format: 'paceplan-playbook/1' is not known; give 'paceplan/1'"],
    ),
    "a format that is a number": (
        HEAD.replace('"paceplan/1"', "1"),
        ["line 1: format: 1 is not known; give 'paceplan/1'"],
    ),
    "no playbook": ('format = "paceplan/1"\nname = "X"\n', ["playbook: missing; this key is needed"]),
    "an unknown playbook": (
        HEAD.replace('"ai"', '"edtek"') + "start = 3",
        [
            "line 3: playbook: no playbook 'edtek' (did you mean 'edtech'?); known are edtech, martech, ai",
            "line 4: start: expected a date such as 2026-03-02",
        ],
    ),
    "a playbook that is a number": (HEAD.replace('"ai"', "3"), ["line 3: playbook: expected text in quotes, not 3"]),
    "no TOML": ("name: X\n", ["not TOML: Expected '=' after a key in a key/value pair (at line 1, column 5)"]),
    "twice the same key": (HEAD + 'name = "Y"\n', ["not TOML: Cannot overwrite a value (at line 4, column 11)"]),
    "twice the same table": (
        HEAD + "[gates]\n[gates]\n",
        ["not TOML: Cannot declare ('gates',) twice (at line 5, column 7)"],
    ),
    "no such date": (HEAD + "start = 2026-02-30\n", ["not TOML: Invalid date or datetime (at line 4, column 9)"]),
    "a NUL": (HEAD + 'owner = "a\0b"\n', ["not TOML: Illegal character '\\x00' (at line 4, column 11)"]),
    "an escape": (HEAD + 'owner = "\x1b[31m"\n', ["not TOML: Illegal character '\\x1b' (at line 4, column 10)"]),
    "binary": (bytes(range(256)), ["byte 128: not text in UTF-8; a project is a TOML text file"]),
    "Latin-1": (HEAD.encode() + b'owner = "Zo\xeb"\n', ["byte 60: not text in UTF-8; a project is a TOML text file"]),
    "UTF-16": (HEAD.encode("utf-16"), ["byte 0: not text in UTF-8; a project is a TOML text file"]),
    "3 MB": (b"#" * 3_000_000, ["3,000,000 bytes; a project file has at most 2,000,000"]),
    "deep arrays": (HEAD + "x = " + "[" * 50_000 + "]" * 50_000, ["nested too deeply to be a project"]),
    "deep inline tables": (HEAD + "x = " + "{a=" * 20_000 + "1" + "}" * 20_000, ["nested too deeply to be a project"]),
    "deep tables": (HEAD + f"[{'.'.join('a' * 3_000)}]\nx = 1", ["line 4: a: unknown key 'a'"]),
    "a number of 5000 digits": (HEAD + f"length_weeks = {'9' * 5000}", ["a number in it has thousands of digits"]),
}


@pytest.mark.parametrize(("data", "expected"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_holds_no_project(data: str | bytes, expected: list[str]) -> None:
    assert problems_in(data) == expected


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        "\ufeff" + HEAD,
        HEAD.replace("\n", "\r\n"),
        HEAD.rstrip(),
        HEAD.replace('name = "X"', "'name' = '''X'''"),
        HEAD.replace("name", '"na\\u006de"'),
        HEAD + 'start = "2026-02-02"',
        HEAD + "start = 2026-02-02 # a Monday",
        HEAD + "#" * (MAX_BYTES - len(HEAD)),
    ],
)
def test_a_file_may_be_written_in_many_ways(text: str) -> None:
    start = {"start": "2026-02-02"} if "start" in text else {}
    assert read_text(text) == Project.of({"format": "paceplan/1", "name": "X", "playbook": "ai", **start})
