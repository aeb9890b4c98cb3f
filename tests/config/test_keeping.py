"""The settings file is written at one stroke, and what stands in it stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from paceplan.config.files import FileProblem
from paceplan.config.keeping import keep, keep_filter
from paceplan.config.settings import SavedFilter, Settings, read

MINE = """# my settings
theme = "dawn"   # light, for the train
colour = "blue"

# how much we can carry
capacity_sprints = 4

[filters.late]
health = "late" # only those
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "settings.toml"


def test_the_first_setting_makes_the_file(file: Path) -> None:
    keep(file, {"theme": "dawn", "motion": False, "capacity_sprints": 7})
    assert read(file).settings == Settings(theme="dawn", motion=False, capacity_sprints=7)
    assert file.read_text().startswith("#")
    assert 'motion = "off"' in file.read_text()


def test_comments_unknown_keys_and_order_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(MINE)
    keep(file, {"theme": "dusk", "author": "Ann"})
    text = file.read_text()
    assert text.replace('author = "Ann"\n', "").replace('"dusk"', '"dawn"').split() == MINE.split()
    assert '"dusk"   # light, for the train' in text
    found = read(file)
    assert found.settings.author == "Ann"
    assert found.settings.filters == {"late": SavedFilter(health="late")}
    assert "colour" in found.problem


def test_a_default_takes_a_setting_out(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(MINE)
    keep(file, {"capacity_sprints": None, "author": None})
    assert "capacity_sprints" not in file.read_text()
    assert "# how much we can carry" in file.read_text()


def test_a_flag_takes_the_place_of_a_number(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("motion = 1\n")
    keep(file, {"motion": True})
    assert (read(file).settings.motion, read(file).problem) == (True, "")


@pytest.mark.parametrize("content", [b"theme = dawn", b"\xff", b'theme = "a"\ntheme = "b"'])
def test_a_file_that_is_no_toml_is_left_as_it_is(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(FileProblem, match="mend it first"):
        keep(file, {"theme": "dusk"})
    assert file.read_bytes() == content
    assert [found.name for found in file.parent.iterdir()] == [file.name]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("a file")
    with pytest.raises(FileProblem, match=r"in the way|no such file|no folder"):
        keep(tmp_path / "deep" / "settings.toml", {"theme": "dusk"})


def test_filters_come_and_go(file: Path) -> None:
    keep(file, {"theme": "dawn"})
    mine = SavedFilter("east", "sprint", "late", "name", descending=True, archived=True)
    keep_filter(file, "the [late] ones.", mine)
    keep_filter(file, "other", SavedFilter(text='a "quoted" \\ text'))
    keep_filter(file, "other", SavedFilter(text='a "quoted" \\ text', archived=True))
    found = read(file)
    assert found.problem == ""
    assert found.settings.filters == {
        "the [late] ones.": mine, "other": SavedFilter(text='a "quoted" \\ text', archived=True)
    }  # fmt: skip
    keep(file, {"author": "Ann"})
    keep_filter(file, "other", None)
    keep_filter(file, "never there", None)
    assert read(file).settings == Settings(theme="dawn", author="Ann", filters={"the [late] ones.": mine})
