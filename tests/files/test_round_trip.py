"""Out and in again: the project file keeps every value, and text stays text."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.books import MODERATE, book, projects
from tests.core.test_project import FULL

from paceplan.core.project import Project
from paceplan.core.text import clean
from paceplan.export import project_json, project_toml
from paceplan.export.registry import FORMATS
from paceplan.importing import project_toml as importing

BOOK = book({"kind": "gates"}, gates={"law": ("marathon", True)})
BARE = {"format": "paceplan/1", "name": "Bare", "playbook": "ai"}


@pytest.fixture(scope="module")
def any_key() -> Iterator[None]:
    """Let every key mean something: these projects are made of the format alone, not of a playbook."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "check", lambda project, playbook: [])
        yield


def again(project: Project) -> Project:
    """Return the project that the file of `project` holds."""
    return importing.read(project_toml.write(project), "x.toml", lambda book_id: BOOK, [])


def unmarked(project: Project) -> Project:
    """Return the project as it is in the workspace when it is not deleted."""
    return project.model_copy(update={"deleted": False})


@MODERATE
@given(projects())
def test_what_is_written_out_comes_in_again(any_key: None, project: Project) -> None:
    assert again(project) == unmarked(project)
    written = project_toml.write(project)
    assert project_toml.write(again(project)) == written


@MODERATE
@given(projects())
def test_json_has_the_same_content(project: Project) -> None:
    content = json.loads(project_json.write(project))
    assert Project.of(content) == unmarked(project)
    assert content == {key: value for key, value in project.document().items() if key != "deleted"}
    assert Project.model_validate(tomllib.loads(project_toml.write(project).decode())) == Project.of(content)


def test_every_key_of_the_format_goes_out_and_comes_in(any_key: None) -> None:
    project = Project.of(FULL)
    assert again(project) == unmarked(project)
    assert again(project).archived
    months = {key: value for key, value in FULL.items() if key != "length_weeks"} | {"length_months": 3}
    assert again(Project.of(months)).length_months == 3


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)
def test_every_format_is_text_with_a_last_line_and_nobody_sees_what_is_deleted(format: Any) -> None:
    written = format.write(Project.of(FULL)).decode()
    assert written.endswith("\n")
    assert "deleted" not in written
    assert (format.ending, bool(format.summary)) == (f".{format.id}", True)


def test_gates_and_artifacts_are_as_short_as_they_can_be() -> None:
    gates = {"a": {"answer": True}, "b": {"answer": False, "why": "No"}, "c": {"answer": False, "evidence": "E"}}
    artifacts = {"x": {"done": False}, "y": {"done": True, "why": "Here"}}
    written = tomllib.loads(project_toml.write(Project.of(BARE | {"gates": gates, "artifacts": artifacts})).decode())
    assert written["gates"] == {"a": True, "b": gates["b"], "c": gates["c"]}
    assert written["artifacts"] == {"x": False, "y": artifacts["y"]}


def test_dates_are_dates_and_only_what_differs_is_there() -> None:
    written = tomllib.loads(project_toml.write(Project.of(FULL)).decode())
    assert written["start"] == dt.date(2026, 2, 2)
    assert written["pilot"]["decision"]["on"] == dt.date(2026, 3, 16)
    assert list(written["metrics"]["time"]["readings"]) == ["2026-02-16"]
    assert written["phases"]["frame"] == {"shift_days": 7, "waits_for": []}
    assert written["metrics"]["time"]["moved"]["2026-02-20"]["from"] == 25.0
    assert tomllib.loads(project_toml.write(Project.of(BARE)).decode()) == BARE


# Text

TEXTS = [
    "[b]bold[/b] [link=x]y[/]",
    "\x1b[31mred\x1b[0m \x07 \x9b2J",
    "\u202eabc\u2066 \u200bzero",
    "x" * 500,
    "ü" * 500,
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\"quoted\" and 'single' and \"\"\"three\"\"\" and '''three'''",
    "ends with a backslash \\",
    "\\n is no line break, \\u0041 no A",
    "# no comment",
    "[table]\nkey = 1",
    "two\nlines\n\n  and a third with spaces  ",
    "line\u2028separator and next\x85line",
    "CRLF\r\nand CR\r",
    "e\u0301 becomes é",
    "\U0001f469\u200d\U0001f4bb family",
    "{{ template }} ${HOME} $(id) `id` %s %(x)s {0}",
    "null\x00byte",
    "true",
    "2026-02-02",
]


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_data(any_key: None, text: str) -> None:
    content = {
        "name": text,
        "summary": text,
        "scores": {"a": {"score": 1, "why": text, "evidence": text}},
        "runbooks": {"r": {"steps": [text, text]}},
        "raci": {"r": {"consulted": [text, text]}},
        "committee": {"it": text},
        "workshops": {"w": {"participants": {"p1": text}}},
    }
    project = Project.of(BARE | content)
    read = again(project)
    assert read == project
    assert (read.name, read.summary) == (clean(text).strip(), clean(text, multiline=True).strip())
    assert read.runbooks["r"].steps == (read.summary,) * 2
    assert read.committee["it"] == read.raci["r"].consulted[1] == read.workshops["w"].participants["p1"] == read.name
    if text.isprintable() and "e\u0301" not in text:
        assert read.name == tomllib.loads(project_toml.write(project).decode())["name"] == text


@settings(max_examples=150, deadline=None, database=None)
@given(st.text(max_size=60), st.lists(st.text(alphabet="\"'\\\n\r\t #=[]a", max_size=12), max_size=3))
def test_any_text_comes_back_as_it_was_cleaned(any_key: None, line: str, steps: list[str]) -> None:
    content = {
        "owner": line,
        "summary": line,
        "runbooks": {"r": {"name": line, "steps": steps, "trigger": "".join(steps)}},
    }
    project = Project.of(BARE | content)
    assert again(project) == project
