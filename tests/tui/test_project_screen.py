"""A project on its screen: its tabs, the way back, and what happens to it meanwhile."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import nullcontext
from pathlib import Path

import pytest
from tests.tui.conftest import CHECKOUT, EAST_VALLEY, KNOWLEDGE, Show, Shown, named, session_on

from paceplan.core import keeping, scoring
from paceplan.session import Session
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.help import HelpScreen
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import TABS, ProjectScreen
from paceplan.tui.widgets.key_bar import KeyBar
from paceplan.tui.widgets.project_list import ProjectList
from paceplan.tui.widgets.tab_strip import TabStrip


def tab(shown: Shown) -> str:
    """Return the tab in view; fails unless strip, pane and focus agree on it."""
    page = shown.page
    assert isinstance(page, ProjectScreen)
    current = shown.find(TabStrip).current
    assert page.pane is not None
    assert current == page.pane.SCOPE
    assert page.pane.display
    assert page.focused is not None
    assert page.pane in page.focused.ancestors
    return current


# Tabs


async def test_brackets_go_round_the_tabs(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        seen = [tab(shown)]
        for _ in TABS:
            await shown.press("]")
            seen.append(tab(shown))
        assert seen == [*TABS, "score"]
        await shown.press("[")
        assert tab(shown) == "log"


async def test_function_keys_jump_to_the_tabs(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        for key, wanted in (("f8", "log"), ("f3", "pilot"), ("f4", "roadmap"), ("f2", "score"), ("f2", "score")):
            await shown.press(key)
            assert tab(shown) == wanted


async def test_tabs_are_clicked(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        for n, (key, name) in enumerate(TABS.items()):
            await shown.click_text(f" {name} ")
            assert tab(shown) == key
            assert f"F{n + 2}" in shown.text


async def test_a_tab_out_of_view_is_up_to_date_when_it_shows(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("f8", "f2", "3", "f8")
        assert "1 → 3" in shown.of("#entries")
        await shown.press("f2", "u", "f8")
        assert "undone: Risk" in shown.of("#entries")


async def test_keys_typed_ahead_reach_the_tab_that_they_are_meant_for(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("slash", *"knowledge", "enter", "enter", "f3", "space", "f2", "3", "f8", "a")
        assert tab(shown) == "log"
        assert shown.entries() == 3
        assert "undone" not in shown.text
        assert "project" in shown.of("#entries").splitlines()[0]


# The way there and back


async def test_enter_opens_and_esc_goes_back_to_the_same_line(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        third = shown.names[2]
        await shown.press("j", "j", "enter")
        assert tab(shown) == "score"
        assert f"paceplan › plans › {third}" in shown.top
        await shown.press("escape")
        assert isinstance(shown.page, PortfolioScreen)
        assert shown.here == third


async def test_the_second_click_on_a_line_opens_it(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        listed = shown.find(ProjectList)
        fifth = shown.names[4]
        await shown.click(listed, 10, 5)
        assert shown.here == fifth
        await shown.click(listed, 10, 5)
        assert tab(shown) == "score"


async def test_what_changed_shows_in_the_portfolio_when_it_comes_back(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        await shown.press("slash", *"knowledge", "enter", "enter", "3", "3", "escape")
        assert "◆ HYBRID" in shown.of("#projects")
        assert shown.panel("preview").splitlines()[1].startswith("◆ HYBRID")


async def test_screens_that_were_left_hear_of_nothing_any_more(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        before = len(samples._listeners)
        for _ in range(3):
            await shown.press("enter", "f3", "escape")
        assert len(samples._listeners) == before == 1
        assert len(shown.app.context._watchers) == 1


async def test_a_project_whose_playbook_is_missing_says_so_and_stays_closed(samples: Session, show: Show) -> None:
    samples.catalogue._books.pop("ai", None)
    catalogue = type(samples.catalogue)()
    catalogue._load_shipped = lambda playbook_id: None  # type: ignore[method-assign]
    samples.catalogue = catalogue
    async with show(samples, size=(120, 36)) as shown:
        await shown.press("enter")
        assert isinstance(shown.page, PortfolioScreen)
        assert shown.told[0].startswith("playbook 'ai' is not at hand")
        await shown.until(lambda: "is not at hand" in " ".join(shown.panel("preview").split()))


async def test_a_dialogue_leaves_the_page_behind_it_in_sight(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, size=(120, 36)) as shown:
        for key in ("o", "R", "e", "?"):
            await shown.press(key)
            assert shown.app.screen is not shown.page
            assert shown.lines[0].strip() == shown.top.strip()
            assert shown.lines[-1].strip() == shown.keys.strip()
            await shown.press("escape")


# Its name, its start, its text


async def test_a_new_name_shows_at_once(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("R", "ctrl+u", *"Other", "enter")
        assert "› Other" in shown.top
        await shown.press("u")
        assert "› Knowledge search" in shown.top
        assert shown.told == ["Undone: name: Knowledge search → Other"]


async def test_the_start_is_a_date_or_nothing(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("D")
        assert shown.answer == "2026-11-02"
        await shown.press("ctrl+u")
        await shown.write("next fortnight")
        await shown.press("enter")
        assert "'next fortnight' is not a date" in shown.flat
        assert shown.answer == "next fortnight"
        await shown.press("ctrl+u")
        await shown.write("2027-02-01")
        await shown.press("enter")
        assert shown.project().start == dt.date(2027, 2, 1)
        await shown.press("D", "ctrl+u", "enter")
        assert shown.project().start is None


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *scripts: str) -> None:
    """Make an editor that runs the next of these Python lines on the text each time it is called."""
    program = tmp_path / "editor.py"
    program.write_text(
        "import pathlib, sys\n"
        f"count = pathlib.Path({str(tmp_path / 'count')!r})\n"
        "turn = len(count.read_text()) if count.exists() else 0\n"
        "count.write_text('x' * (turn + 1))\n"
        "path = pathlib.Path(sys.argv[-1]); text = path.read_text()\n"
        f"exec({list(scripts)!r}[turn])\n"
        "path.write_text(text)\n"
    )
    monkeypatch.setenv("EDITOR", f"{os.sys.executable} {program}")  # type: ignore[attr-defined]


@pytest.fixture
def suspending(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app step aside for an editor, as it does in a terminal."""
    from paceplan.tui.app import PaceplanApp

    monkeypatch.setattr(PaceplanApp, "suspend", lambda self: nullcontext())


@pytest.mark.usefixtures("suspending")
async def test_what_the_editor_changed_is_one_change(
    samples: Session, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(tmp_path, monkeypatch, "text = text.replace('Platform team', 'Nobody', 1)")
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("E")
        assert (shown.project().owner, shown.entries()) == ("Nobody", 2)


@pytest.mark.usefixtures("suspending")
async def test_a_mistake_brings_the_editor_back_with_what_is_wrong(
    samples: Session, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    editor(
        tmp_path,
        monkeypatch,
        "text = text.replace('score = 1', 'score = 7', 1)",
        f"pathlib.Path({str(seen)!r}).write_text(text); text = text.replace('score = 7', 'score = 3')",
    )
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("E")
        assert seen.read_text().startswith("#! ")
        assert "score" in seen.read_text().splitlines()[0]
        assert shown.project().scores["risk-compliance"].score == 3
        assert shown.entries() == 2


@pytest.mark.usefixtures("suspending")
async def test_an_editor_that_changes_nothing_changes_nothing(
    samples: Session, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(tmp_path, monkeypatch, "")
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("E")
        assert (shown.told, shown.entries()) == (["Nothing was changed."], 1)
        monkeypatch.setenv("EDITOR", str(tmp_path / "no such editor"))
        await shown.press("E")
        assert "cannot be started" in shown.told[-1]
        monkeypatch.delenv("EDITOR")
        await shown.press("E")
        assert shown.told[-1].startswith("No editor: no editor is named; set VISUAL or EDITOR")


# Others at work


async def test_what_another_session_does_appears_in_the_tab_in_view(samples: Session, show: Show) -> None:
    other = session_on(samples.workspace.folder, author="Bob")
    async with show(samples, KNOWLEDGE, size=(120, 36)) as shown:
        other.do(scoring.score, KNOWLEDGE, dimension="risk-compliance", value=3)
        other.do(scoring.score, KNOWLEDGE, dimension="business-impact", value=3)
        other.do(keeping.rename, CHECKOUT, name="Not this one")
        shown.app._poll()
        await shown.settle()
        assert shown.panel("verdict").startswith("◆ HYBRID")
        assert "◆ HYBRID" in shown.top
        await shown.press("0", "u")
        assert shown.project().scores["risk-compliance"].score == 3
        await shown.press("u")
        assert shown.project().scores["risk-compliance"].score == 3
        await shown.press("escape")
        assert "Not this one" in shown.names
    other.close()


@pytest.mark.parametrize("keys", [(), ("f3",), ("f4",), ("f8",), ("R",), ("question_mark",), ("o",)])
async def test_a_project_deleted_elsewhere_closes_whatever_shows_of_it(
    samples: Session, show: Show, keys: tuple[str, ...]
) -> None:
    other = session_on(samples.workspace.folder, author="Bob")
    async with show(samples) as shown:
        await shown.press("slash", *"knowledge", "enter", "enter", *keys)
        other.do(keeping.delete, KNOWLEDGE)
        shown.app._poll()
        await shown.until(lambda: isinstance(shown.app.screen, PortfolioScreen))
        await shown.settle()
        assert shown.told == ["The project was deleted."]
        assert shown.names == []
        await shown.press("escape", "s")
        assert len(shown.names) == 12
    other.close()


@pytest.mark.parametrize("key", ["f2", "f3", "f4", "f8"])
async def test_undoing_the_creation_of_the_project_in_view_closes_it(empty: Session, show: Show, key: str) -> None:
    named(empty, "Short-lived")
    async with show(empty, "one") as shown:
        await shown.press(key, "u")
        assert isinstance(shown.page, PortfolioScreen)
        assert (shown.names, shown.told[-1]) == ([], "Undone: Short-lived created")
        await shown.press("U")
        assert shown.names == ["Short-lived"]
        await shown.press("enter")
        assert isinstance(shown.page, ProjectScreen)


async def test_undoing_the_import_of_all_from_within_one_leaves_the_doors(empty: Session, show: Show) -> None:
    async with show(empty, size=(120, 36)) as shown:
        await shown.press("m", "enter", "u")
        assert isinstance(shown.page, PortfolioScreen)
        assert shown.told[-1] == "Undone: imported 13 projects"
        assert "Three ways to begin" in shown.text


# Sizes and the mouse


@pytest.mark.parametrize("project", [CHECKOUT, EAST_VALLEY])
async def test_any_size_is_survived_and_too_small_a_one_says_what_is_needed(
    samples: Session, show: Show, project: str
) -> None:
    async with show(samples, project) as shown:
        for number, size in enumerate([(120, 36), (60, 18), (200, 50), (40, 10), (1, 1), (80, 24)]):
            await shown.resize(*size)
            assert all(len(line) <= size[0] for line in shown.lines)
            assert ("needs 60x18, this is 40x10" in shown.text) is (size == (40, 10))
            await shown.press(("f3", "f4", "f8", "f2")[number % 4])
        assert "needs" not in shown.text
        assert shown.page.focused is not None


async def test_a_page_below_learns_of_the_size_too(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("enter")
        await shown.resize(59, 30)
        await shown.press("escape")
        assert "needs 60x18, this is 59x30" in shown.text
        await shown.press("enter")
        await shown.resize(60, 18)
        await shown.press("escape")
        assert "Knowledge search" in shown.text


async def test_the_key_bar_does_what_it_says_when_clicked(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, size=(120, 36)) as shown:
        await shown.press("3")
        await shown.click_text("u Undo")
        assert shown.project().scores["risk-compliance"].score == 1
        await shown.click_text("? Help")
        assert isinstance(shown.app.screen, HelpScreen)
        await shown.press("escape")
        await shown.click_text("e Why")
        assert isinstance(shown.app.screen, AskScreen)
        await shown.press("escape")
        shown.hush()
        await shown.click_text("0-3 Score")
        assert shown.project().scores["data-maturity"].score == 0
        await shown.click_text("Esc Back")
        assert isinstance(shown.page, PortfolioScreen)
        bar = shown.find(KeyBar)
        await shown.click(bar, bar._spans[0][1] + 1, 0)  # between two of them
        assert isinstance(shown.page, PortfolioScreen)
