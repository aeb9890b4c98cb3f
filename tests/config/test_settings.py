"""Settings come from one file, the environment overrules them, and a bad file costs one message and no more."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from paceplan.config.settings import BY_KEY, KNOWN, SavedFilter, Settings, read, settings_file

ALL = """
theme = "dawn"
ascii = "on"
motion = "off"
date_format = "iso"
first_weekday = "sunday"
capacity_sprints = 5
capacity_marathons = 0
author = "Ann"
workspace = "~/plans"
playbooks = "books"
themes = "/srv/themes"

[filters."late ones"]
text = "pilot"
health = "late"
sort = "name"
descending = true
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_the_defaults_hold(file: Path) -> None:
    found = read(file)
    assert (found.settings, found.problem, found.overruled) == (Settings(), "", {})


def test_every_setting_is_taken_from_the_file(file: Path) -> None:
    file.write_text(ALL)
    found = read(file)
    assert found.problem == ""
    assert found.settings == Settings(
        theme="dawn", ascii="on", motion=False, date_format="iso", first_weekday="sunday", capacity_sprints=5,
        capacity_marathons=0, author="Ann", workspace=str(Path.home() / "plans"), playbooks=str(file.parent / "books"),
        themes="/srv/themes", filters={"late ones": SavedFilter("pilot", "", "late", "name", descending=True)},
    )  # fmt: skip


def test_every_setting_has_its_words_and_its_field() -> None:
    assert [*BY_KEY, "filters"] == list(Settings._fields)
    assert all(setting.label and setting.about.endswith(".") and setting.expectation for setting in KNOWN)


@pytest.mark.parametrize(
    ("line", "key", "expected"),
    [
        ("theme = 3", "theme", "the name of a theme"),
        ('theme = " "', "theme", "the name of a theme"),
        ('ascii = "yes"', "ascii", "one of auto, on, off"),
        ("motion = 1", "motion", "on or off"),
        ('motion = "sometimes"', "motion", "on or off"),
        ('date_format = "american"', "date_format", "one of short, month-first, iso"),
        ('first_weekday = "Monday"', "first_weekday", "one of monday"),
        ("capacity_sprints = -1", "capacity_sprints", "a whole number from 0 to 99"),
        ("capacity_sprints = true", "capacity_sprints", "a whole number"),
        ("capacity_marathons = 2.5", "capacity_marathons", "a whole number"),
        ("capacity_marathons = 100", "capacity_marathons", "a whole number"),
        (f'author = "{"a" * 201}"', "author", "at most 200 characters"),
        ('workspace = "a\\u0000b"', "workspace", "the path of a folder"),
        ("themes = [1]", "themes", "the path of a folder"),
        ("filters = 1", "filters", "a table for each filter"),
        ("filters.mine = 1", "filters.mine", "a table with text, pace"),
        ("filters.mine.archived = 'no'", "filters.mine.archived", "true or false"),
        ("filters.mine.text = 4", "filters.mine.text", "a text in quotes"),
        ("filters.mine.txt = 'a'", "filters.mine.txt", "unknown key (did you mean 'text'?)"),
        ("them = 'dawn'", "them", "unknown key (did you mean 'theme'?)"),
        ("[colour]\nx = 1", "colour", "unknown key"),
    ],
)
def test_a_wrong_value_is_named_and_the_others_hold(file: Path, line: str, key: str, expected: str) -> None:
    other = "" if line.startswith("[") or "date_format" in line else 'date_format = "iso"\n'
    file.write_text(other + line)
    found = read(file)
    assert found.problem.startswith(f"{file}: {key}: ")
    assert expected in found.problem
    assert "Mend the file" in found.problem
    assert found.settings == (Settings(date_format="iso") if other else Settings())


def test_all_that_is_wrong_is_one_message(file: Path) -> None:
    file.write_text('theme = 1\nascii = 2\nnonsense = 3\nauthor = "Ann"')
    found = read(file)
    assert [key in found.problem for key in ("theme", "ascii", "nonsense")] == [True] * 3
    assert found.problem.count(str(file)) == 1
    assert found.settings == Settings(author="Ann")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'author = "Ann"\ntheme = dawn', r"expected TOML: .*line 2"),
        (b'author = "Ann"\n\n\xff\xfe', r"line 3: expected text in UTF-8"),
        (b"a = " + b"[" * 20_000, r"expected TOML"),
        (b"#" * 300_000, r"300,000 bytes; at most"),
    ],
)
def test_a_file_that_is_no_toml_counts_for_nothing(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    found = read(file)
    assert re.match(rf"{re.escape(str(file))}: {said}", found.problem), found.problem
    assert found.settings == Settings()


def test_a_folder_or_a_pipe_in_its_place_is_said(file: Path) -> None:
    os.mkfifo(file)
    assert "a regular file" in read(file).problem
    file.unlink()
    file.mkdir()
    assert "a folder" in read(file).problem


def test_nothing_from_the_file_reaches_the_terminal_as_codes(file: Path) -> None:
    file.write_text('"\\u001b[31mred" = 1\nauthor = "\\u001b]52;c;x\\u0007Ann"\ntheme = "\\u0007"')
    found = read(file)
    assert found.problem.isprintable()
    assert found.settings.author.isprintable()


@pytest.mark.parametrize(("written", "value"), [("true", "on"), ("false", "off")])
def test_toml_s_own_flags_are_taken_too(file: Path, written: str, value: str) -> None:
    file.write_text(f"ascii = {written}\nmotion = {written}")
    found = read(file)
    assert (found.settings.ascii, found.settings.motion, found.problem) == (value, value == "on", "")


def test_a_byte_order_mark_is_no_matter(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbftheme = "dawn"')
    assert read(file).settings.theme == "dawn"


def test_the_environment_overrules_the_file(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file.write_text(ALL)
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "PACEPLAN_THEME": "projector", "PACEPLAN_ASCII": "0", "PACEPLAN_AUTHOR": " Bea\x1b ",
        "PACEPLAN_WORKSPACE": "here", "PACEPLAN_PLAYBOOKS": "~/b", "PACEPLAN_THEMES": "/t",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    found = read(file)
    s = found.settings
    assert (s.theme, s.ascii) == ("projector", "off")
    assert s.author.startswith("Bea")
    assert s.author.isprintable()
    assert (s.workspace, s.playbooks, s.themes) == (str(tmp_path / "here"), str(Path.home() / "b"), "/t")
    assert found.overruled == {setting.key: setting.variable for setting in KNOWN if setting.variable}


def test_an_empty_variable_overrules_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('theme = "dawn"')
    monkeypatch.setenv("PACEPLAN_THEME", "")
    assert (read(file).settings.theme, read(file).overruled) == ("dawn", {})


def test_the_file_is_in_the_settings_folder_or_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_file() == Path.home() / ".config" / "paceplan" / "settings.toml"
    monkeypatch.setenv("PACEPLAN_SETTINGS", "~/mine.toml")
    assert settings_file() == Path.home() / "mine.toml"
