"""What is set on a screen holds at once and is kept in the settings file."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Show, Shown

from paceplan.config.settings import read
from paceplan.session import Session
from paceplan.tui.screens.choose import ChooseScreen


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
