"""Filters of the portfolio: by pace and health, kept under a name, chosen again, dropped; and the marks beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.conftest import Show, Shown
from tests.tui.test_actions import find
from tests.tui.test_hostile import NAMES, check
from textual.command import CommandPalette
from textual.widgets import Input

from paceplan.config.settings import SavedFilter, read
from paceplan.session import Session
from paceplan.tui.screens.choose import ChoiceList
from paceplan.tui.screens.compare import CompareScreen

SPRINTS = ["Checkout friction", "Knowledge search", "Riverbend assessment", "Acme FinTech: document review"]


async def kept(shown: Shown, name: str) -> None:
    """Keep what shows under a name."""
    await shown.press("F")
    shown.asked.query_one(Input).value = name
    await shown.press("enter")


async def test_one_key_shows_each_pace_in_turn(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        await shown.press("p")
        assert shown.names == SPRINTS
        assert "sprint" in shown.top
        assert "13 projects" in shown.top, "what there is stays in the tally"
        assert shown.names[0] in shown.panel("preview")
        await shown.press("p")
        assert len(shown.names) == 3
        await shown.press("p", "p")
        assert len(shown.names) == 13


async def test_one_key_shows_each_health_in_turn_and_esc_shows_all(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("H")
        assert shown.names == ["Event-driven personalisation"]
        await shown.press("H")
        assert "Credit limit decision" in shown.names
        assert "late" in shown.top
        await shown.press("p")
        assert shown.names == []
        assert "No project is sprint and late." in shown.text
        await shown.press("escape")
        assert len(shown.names) == 13


async def test_a_filter_is_kept_under_a_name_and_chosen_again(samples: Session, show: Show, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    async with show(samples, toasts=True) as shown:
        shown.app.context.settings_file = file
        await shown.press("p", "s", "S", "/", *"e", "enter")
        before = shown.names
        await kept(shown, "  ")
        assert "a filter needs a name" in shown.flat
        shown.asked.query_one(Input).value = " Ours, by name "
        await shown.press("enter")
        assert "Ours, by name" in shown.top
        assert "f shows 'Ours, by name' again" in shown.told[-1]
        assert read(file).settings.filters == {
            "Ours, by name": SavedFilter("e", "sprint", "", "name", True, False),
        }  # fmt: skip
        await shown.press("escape", "escape")
        assert len(shown.names) == 13
        await shown.press("f", "g")
        assert "sprint, 'e', by name, turned round" in shown.flat
        await shown.press("enter")
        assert shown.names == before
        assert shown.page.query_one("#filter", Input).value == "e"
        await shown.press("f", "G", "enter")
        assert len(shown.names) == 13


async def test_the_same_name_replaces_and_a_filter_can_be_dropped(samples: Session, show: Show) -> None:
    async with show(samples, toasts=True) as shown:
        await shown.press("D")
        assert "No filter is kept yet" in shown.told[-1]
        await shown.press("p")
        await kept(shown, "Mine")
        await shown.press("p")
        await kept(shown, "MINE")
        assert shown.app.context.settings.filters == {"Mine": SavedFilter(pace="hybrid", sort="next")}
        await shown.press("D", "enter")
        assert shown.app.context.settings.filters == {}
        assert "Mine" not in shown.top


async def test_the_palette_shows_what_is_kept(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 40)) as shown:
        await shown.press("p")
        await kept(shown, "Quick ones")
        await shown.press("escape")
        found = await find(shown, "Show: Quick")
        found.highlighted = next(n for n, o in enumerate(found.options) if str(o.prompt).startswith("Show: Quick"))
        found.action_select()
        await shown.until(lambda: not isinstance(shown.app.screen, CommandPalette))
        await shown.settle()
        if len(shown.names) == 13:  # the choice stands in the field first, to be taken by Enter
            await shown.press("enter")
        assert shown.names == SPRINTS


@pytest.mark.parametrize("name", ["markup", "link", "quote", "bidi", "emoji"])
async def test_a_hostile_name_is_text_everywhere(samples: Session, show: Show, name: str) -> None:
    async with show(samples, size=(120, 40)) as shown:
        await kept(shown, NAMES[name][:50])
        check(shown)
        await shown.press("f")
        check(shown)
        await shown.press("escape")
        await find(shown, "Show:")
        check(shown)


async def test_what_the_settings_file_says_wrong_is_said_and_changes_nothing(samples: Session, show: Show) -> None:
    async with show(samples, toasts=True) as shown:
        context = shown.app.context
        context.settings = context.settings._replace(filters={"Odd": SavedFilter(pace="slow")})
        await shown.press("f")
        shown.app.screen.query_one(ChoiceList).cursor = 0
        await shown.settle()
        assert "no pace 'slow'" in shown.flat
        await shown.press("enter")
        assert "filter 'Odd': no pace 'slow'" in shown.told[-1]
        assert len(shown.names) == 13


async def test_marks_stay_while_others_are_looked_for(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("/", *"knowledge", "enter", "space", "escape")
        await shown.press("/", *"recommender", "enter", "space")
        assert "2 marked" in shown.top
        await shown.press("v")
        page = shown.page
        assert isinstance(page, CompareScreen)
        names = sorted(column.name for block in page._blocks for column in block.columns)
        assert names == ["Knowledge search", "Product recommender"]
        await shown.press("escape", "d")
        assert "Product recommender" not in [r["name"] for r in samples.rows() if not r.get("deleted")]
        assert samples.has("knowledge-search"), "only what is in view is deleted"
