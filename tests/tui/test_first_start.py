"""From nothing to a verdict: the three doors of an empty workspace, and how few keys a new project takes."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from tests.cli.conftest import SAMPLES
from tests.tui.conftest import Show, Shown, catalogue, named

from paceplan.core import keeping, scoring
from paceplan.core.project import Project
from paceplan.session import Session
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.widgets.doors import Doors
from paceplan.tui.widgets.project_list import ProjectList

SIZES = [(60, 18), (80, 24), (120, 36)]
MOST = 10
"""Key presses at most from an empty workspace to a verdict, beside those of the name."""

WAYS = {
    "edtech, blank": ("n", "1", "1", None, "enter", "0", "1", "1", "2", "0"),
    "martech, blank, harmless": ("n", "2", "1", None, "enter", "m"),
    "martech, blank, one yes": ("n", "2", "1", None, "enter", "n", "n", "n", "y"),
    "martech, blank, the last marathon": ("n", "2", "1", None, "enter", "n", "n", "n", "n", "n", "n"),
    "martech, blank, hybrid": ("n", "2", "1", None, "enter", "m", *["j"] * 2, "y"),
    "ai, blank": ("n", "3", "1", None, "enter", "0", "3", "1", "0", "n"),
    "edtech, template": ("n", "1", "2", None, "enter"),
    "martech, template": ("n", "2", "2", None, "enter"),
    "ai, template": ("n", "3", "2", None, "enter"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
async def test_from_nothing_to_a_verdict_in_ten_key_presses(
    empty: Session, show: Show, way: tuple[str | None, ...]
) -> None:
    assert sum(key is not None for key in way) <= MOST
    async with show(empty) as shown:
        for key in way:
            if key is None:
                await shown.write("Help desk")
            else:
                await shown.press(key)
        assert isinstance(shown.page, ProjectScreen)
        verdict = shown.verdict()
        assert verdict.certain, "the pace is known"
        assert verdict.pace
        assert verdict.pace.upper() in shown.text


async def test_typed_ahead_it_is_as_quick(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("n", "3", "1", *"Desk", "enter", "0", "3", "1", "0", "n")
        assert shown.verdict().pace == "sprint"


async def test_the_rest_is_harmless_and_one_undo_takes_it_back(empty: Session, show: Show) -> None:
    async with show(empty, named(empty, "New", "martech")) as shown:
        await shown.press("y", "m")
        gates = shown.project().gates
        assert len(gates) == 7
        assert gates["schema-change"].answer, "what was answered stays"
        assert gates["rollback-in-timebox"].answer, "harmless is yes where a no forces the pace"
        await shown.press("m")
        assert "Rest harmless: not now: No yes/no question is open." in shown.told[-1]
        await shown.press("u")
        assert list(shown.project().gates) == ["schema-change"]


def test_harmless_forces_nothing_in_any_playbook() -> None:
    for id, loaded in catalogue().all().items():
        made = Project.of({"format": "paceplan/1", "name": "P", "playbook": id})
        made = scoring.rest_harmless(made, loaded.playbook)
        assert scoring.open_gates(made, loaded.playbook) == []
        assert all(answer.answer != loaded.playbook.gates[gate].on for gate, answer in made.gates.items())


# The doors


def doors(shown: Shown) -> bool:
    """Tell whether the ways to begin show, and not the list."""
    return shown.find(Doors).display and not shown.find(ProjectList).display


@pytest.mark.parametrize("size", SIZES)
async def test_three_doors_open_by_key_by_cursor_and_by_mouse(
    empty: Session, show: Show, size: tuple[int, int]
) -> None:
    opened = {"n": ChooseScreen, "i": AskScreen}
    async with show(empty, size=size) as shown:
        assert doors(shown)
        assert all(cell_len(line) == size[0] for line in shown.lines)
        for number, (key, text) in enumerate((("n", "A new project"), ("m", "The sample"), ("i", "A project file"))):
            for way in ("key", "cursor", "mouse"):
                assert shown.app.focused is shown.find(Doors)
                if way == "key":
                    await shown.press(key)
                elif way == "cursor":
                    await shown.press("g", *["j"] * number, "enter")
                else:
                    await shown.click_text(text)
                    if shown.app.screen is shown.page and doors(shown):  # the first click brought the cursor there
                        await shown.click_text(text)
                if key == "m":
                    assert len(shown.names) == 13, way
                    assert not shown.find(Doors).display
                    await shown.press("u")
                else:
                    assert isinstance(shown.app.screen, opened[key]), way
                    await shown.press("escape")
                assert isinstance(shown.app.screen, PortfolioScreen)
                assert doors(shown)


async def test_a_file_comes_in_by_its_door(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("i")
        await shown.write(str(SAMPLES / "knowledge-search.toml"))
        await shown.press("enter")
        assert shown.names == ["Knowledge search"]
        assert shown.app.focused is shown.find(ProjectList)
        await shown.press("enter")
        assert isinstance(shown.page, ProjectScreen)


async def test_the_doors_are_there_again_when_the_last_project_goes(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        empty.do(keeping.create, "one", playbook_id="ai", id="one", name="One")
        await shown.settle()
        assert not doors(shown)
        await shown.press("d")
        assert doors(shown)
        await shown.press("u")
        assert shown.names == ["One"]
        await shown.press("a")
        assert "All projects are archived." in shown.text
        assert not shown.find(Doors).display


async def test_typing_a_filter_keeps_the_focus_where_it_is(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("slash", *"abc")
        assert "Nothing matches 'abc'" in shown.text
        await shown.press("escape")
        assert doors(shown)
        assert shown.app.focused is shown.find(Doors)


# Numbers


async def test_a_number_takes_its_choice_and_no_other_does_anything(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("n", "9")
        assert isinstance(shown.app.screen, ChooseScreen)
        assert "3 Enterprise AI" in shown.text
        assert "Enter or its number takes it" in shown.text
        await shown.press("3")
        assert "Enterprise AI: start from" in shown.text
