"""What is set on a screen holds at once and is kept in the settings file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.tui.conftest import EAST_VALLEY, Show, Shown

from paceplan.config.resources import data_dir
from paceplan.config.settings import BY_KEY, KNOWN, Settings, read
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.app import PaceplanApp
from paceplan.tui.context import Context
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.themes import load_themes
from paceplan.tui.widgets.gantt import Gantt


async def _choose_theme(shown: Shown, name: str) -> None:
    await shown.press("T")
    screen = shown.app.screen
    assert isinstance(screen, ChooseScreen)
    names = [choice.id for choice in screen._choices]
    here, there = names.index(shown.app.theme), names.index(name)
    await shown.press(*["down" if there > here else "up"] * abs(there - here))
    assert shown.app.theme == name


async def test_a_theme_that_is_chosen_is_kept(show: Show, empty: Session, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("# mine\n")
    async with show(empty) as shown:
        shown.app.context.settings_file = file
        await _choose_theme(shown, "dawn")
        await shown.press("escape")
        assert (shown.app.theme, file.read_text()) == ("dusk", "# mine\n")
        await _choose_theme(shown, "dawn")
        await shown.press("enter")
        assert shown.app.context.settings.theme == "dawn"
    assert read(file).settings.theme == "dawn"
    assert file.read_text().startswith("# mine\n")


async def test_a_theme_that_cannot_be_kept_holds_till_the_end(show: Show, empty: Session, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("theme = dawn")
    async with show(empty, toasts=True) as shown:
        shown.app.context.settings_file = file
        await _choose_theme(shown, "dawn")
        await shown.press("enter")
        assert shown.app.theme == "dawn"
        assert "mend it first" in shown.told[-1]
    assert file.read_text() == "theme = dawn"


async def test_an_overruled_setting_is_kept_for_later(show: Show, empty: Session, tmp_path: Path) -> None:
    async with show(empty) as shown:
        context = shown.app.context
        context.settings_file, context.overruled = tmp_path / "settings.toml", {"author": "PACEPLAN_AUTHOR"}
        assert context.set(shown.app, "author", "Ann") is None
        assert context.settings.author == ""
    assert read(tmp_path / "settings.toml").settings.author == "Ann"


def _values(shown: Shown) -> dict[str, str]:
    """Return each setting's line without its cursor."""
    lines = shown.of("#settings").splitlines()
    return {line[2:20].strip(): line[22:].strip() for line in lines if line.strip()}


async def _to(shown: Shown, key: str) -> None:
    await shown.press("g", *["j"] * list(BY_KEY).index(key))


@pytest.fixture
async def open_settings(show: Show, samples: Session, tmp_path: Path) -> AsyncIterator[Shown]:
    async with show(samples, size=(120, 36), toasts=True) as shown:
        shown.app.context.settings_file = tmp_path / "settings.toml"
        await shown.press("comma")
        yield shown


async def test_each_setting_shows_with_its_words(open_settings: Shown, tmp_path: Path) -> None:
    shown = open_settings
    assert list(_values(shown)) == [setting.label for setting in KNOWN]
    assert _values(shown)["Dates"].split() == ["short", "2", "Mar", "default"]
    for setting in KNOWN:
        text = shown.panel("setting")
        assert setting.label in text
        assert setting.about in text
        assert str(tmp_path / "settings.toml") in " ".join(text.split())
        await shown.press("j")
    await shown.press("escape")
    assert isinstance(shown.page, PortfolioScreen)


async def test_a_step_holds_at_once_and_is_kept(open_settings: Shown, tmp_path: Path) -> None:
    shown, file = open_settings, tmp_path / "settings.toml"
    await _to(shown, "ascii")
    await shown.press("right")
    assert read(file).settings.ascii == "on"
    assert shown.text.isascii()
    await shown.press("escape")
    assert shown.text.isascii()
    assert "# MARATHON" in shown.text
    await shown.press("comma")
    await _to(shown, "ascii")
    await shown.press("left")
    assert read(file).settings == Settings()
    await shown.press("escape")
    assert "■ MARATHON" in shown.text


async def test_dates_change_on_the_screens_below(open_settings: Shown) -> None:
    shown = open_settings
    await shown.press("escape", "w")
    assert "16 Nov" in shown.text
    await shown.press("comma")
    await _to(shown, "date_format")
    await shown.press("enter", "j", "j")
    assert _values(shown)["Dates"].split()[:2] == ["iso", "2026-03-02"]
    await shown.press("escape")
    assert _values(shown)["Dates"].split()[:2] == ["short", "2"]
    await shown.press("enter", "j", "j", "enter", "escape")
    assert "2026-11-16" in shown.text
    assert "16 Nov" not in shown.text


async def test_weeks_start_otherwise_on_the_screens_below_at_once(open_settings: Shown) -> None:
    shown = open_settings
    await shown.press("escape", "w")
    assert "Next week, 23 Nov" in shown.text
    await shown.press("escape")
    shown.app.push_screen(ProjectScreen(shown.app.context, EAST_VALLEY, "roadmap"))
    await shown.settle()
    await shown.press("+", "+", "+")
    gantt = shown.find(Gantt)
    assert gantt.axis is not None
    monday = gantt.axis.day_at(gantt.left)
    assert (gantt.zoom, monday.weekday()) == ("week", 0)
    await shown.press("comma")
    await _to(shown, "first_weekday")
    await shown.press("left")
    assert _values(shown)["Week starts"] == "sunday"
    await shown.press("escape")
    assert gantt.axis.day_at(gantt.left).weekday() == 6
    sundays = [name for _, name, _ in gantt.axis.units(gantt.left, 28)]
    assert " ".join(shown.of("Gantt").splitlines()[1].split()).find(" ".join(sundays)) >= 0


async def test_numbers_and_texts_are_typed_and_checked(open_settings: Shown, tmp_path: Path) -> None:
    shown, file = open_settings, tmp_path / "settings.toml"
    await _to(shown, "capacity_sprints")
    await shown.press("enter", "9", "9", "enter")
    assert "a whole number from 0 to 99" in shown.flat
    assert shown.answer == "399"
    await shown.press("backspace", "backspace", "enter", "right")
    assert read(file).settings.capacity_sprints == 4
    await _to(shown, "author")
    await shown.press("right")
    assert "Enter lets you type one" in shown.told[-1]
    await shown.press("enter", "A", "n", "n", "enter")
    await _to(shown, "themes")
    await shown.press("enter")
    await shown.write(str(file))
    await shown.press("enter")
    assert "a file; name a folder" in shown.flat
    await shown.press("escape", "escape")
    assert read(file).settings == Settings(capacity_sprints=4, author="Ann")
    await _to(shown, "author")
    await shown.press("x")
    assert "author" not in file.read_text()
    await shown.press("x")
    assert "The default holds already." in shown.told[-1]


async def test_undo_here_takes_back_what_was_set_here(open_settings: Shown, tmp_path: Path) -> None:
    shown, file = open_settings, tmp_path / "settings.toml"
    await shown.press("u")
    assert "Nothing was set here" in shown.told[-1]
    before = shown.entries()
    await _to(shown, "motion")
    await shown.press("right", "u")
    assert read(file).settings.motion is True
    await shown.press("U")
    assert read(file).settings.motion is False
    assert shown.app.animation_level == "none"
    assert shown.entries() == before


async def test_an_overruled_setting_says_so(open_settings: Shown, tmp_path: Path) -> None:
    shown = open_settings
    shown.app.context.overruled = {"theme": "PACEPLAN_THEME"}
    await shown.press("right")
    assert shown.app.theme == "dusk"
    assert _values(shown)["Theme"].split() == ["dusk", "set", "by", "PACEPLAN_THEME"]
    assert "PACEPLAN_THEME overrules the file; there it is: " in shown.panel("setting")
    assert read(tmp_path / "settings.toml").settings.theme != "dusk"


async def test_a_click_opens_a_setting(open_settings: Shown) -> None:
    shown = open_settings
    await shown.click_text("Week starts")
    await shown.click_text("Week starts")
    assert isinstance(shown.app.screen, ChooseScreen)


async def test_a_theme_of_ones_own_is_tried_on_and_a_broken_one_costs_nothing(empty: Session, tmp_path: Path) -> None:
    (tmp_path / "neon.toml").write_text('name = "neon"\nprimary = "#ff00ff"\n')
    (tmp_path / "broken.toml").write_text('name = "broken"\nprimary = "?"\n')
    found, problems = load_themes(data_dir("themes"), tmp_path)
    context = Context(empty, DAY, "plans", settings=Settings(theme="broken"))
    app = PaceplanApp(context, found, settings=context.settings, problems=problems)
    async with app.run_test(notifications=True) as pilot:
        shown = Shown(app, pilot, empty)
        await shown.settle()
        assert app.theme == "dusk"
        assert [told for told in shown.told if "broken.toml: primary: expected a colour" in told]
        await _choose_theme(shown, "neon")
        assert app.screen.query_one("#box").styles.border_top[1].hex == "#FF00FF"
        await shown.press("escape")
        assert app.theme == "dusk"
