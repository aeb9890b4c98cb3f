"""The registry of actions, and everything that is made of it: keys, key bar, help, palette, and the README's table.

`python -m tests.tui.test_actions` writes that table anew.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.tui.conftest import EAST_VALLEY, KNOWLEDGE, Show, Shown, named
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input, OptionList

from paceplan.core import keeping
from paceplan.core.project import Project
from paceplan.session import Session
from paceplan.tui.actions import ACTIONS, BY_ID, Action, Scope, of_scope
from paceplan.tui.actions.together import with_focused
from paceplan.tui.keymap import NO_KEYMAP
from paceplan.tui.screens.acting import Acting
from paceplan.tui.screens.agenda import AgendaScreen
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.balance import BalanceScreen
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.compare import CompareScreen
from paceplan.tui.screens.dialogue import Dialogue
from paceplan.tui.screens.help import HelpScreen, key_word
from paceplan.tui.screens.lessons import LessonsScreen
from paceplan.tui.screens.log import LogPane
from paceplan.tui.screens.metrics import MetricsPane
from paceplan.tui.screens.page import Page
from paceplan.tui.screens.people import PeoplePane
from paceplan.tui.screens.pilot import PilotPane
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.screens.readings import ReadingsScreen
from paceplan.tui.screens.review import ReviewScreen
from paceplan.tui.screens.risks import RisksPane
from paceplan.tui.screens.roadmap import RoadmapPane
from paceplan.tui.screens.score import ScorePane
from paceplan.tui.screens.settings import SettingsScreen
from paceplan.tui.screens.ticks import TicksScreen
from paceplan.tui.screens.timeline import TimelineScreen
from paceplan.tui.screens.workshop import WorkshopScreen
from paceplan.tui.widgets.calendar_list import CalendarList
from paceplan.tui.widgets.check_list import CheckList
from paceplan.tui.widgets.gantt import Gantt
from paceplan.tui.widgets.heat_map import HeatMap
from paceplan.tui.widgets.key_bar import KeyBar
from paceplan.tui.widgets.line_list import LineList

README = Path(__file__).parents[2] / "README.md"
DOES: dict[Scope, type[Acting]] = {
    "everywhere": Page,
    "portfolio": PortfolioScreen,
    "project": ProjectScreen,
    "score": ScorePane,
    "pilot": PilotPane,
    "roadmap": RoadmapPane,
    "metrics": MetricsPane,
    "people": PeoplePane,
    "risks": RisksPane,
    "log": LogPane,
    "agenda": AgendaScreen,
    "lessons": LessonsScreen,
    "timeline": TimelineScreen,
    "compare": CompareScreen,
    "balance": BalanceScreen,
    "settings": SettingsScreen,
    "review": ReviewScreen,
    "workshop": WorkshopScreen,
}
"""Scope -> the class whose methods do its actions."""

FOCUSED: dict[Scope, tuple[type[DOMNode], ...]] = {
    "list": (LineList,),
    "calendar": (CalendarList,),
    "heat": (HeatMap,),
    "dialogue": (Dialogue, AskScreen),
    "box": (TicksScreen, ReadingsScreen, HelpScreen),
}
"""Scope -> the widgets and dialogues that do its actions by themselves."""

TOGETHER: tuple[tuple[Scope, ...], ...] = (
    ("portfolio", "everywhere"),
    *((tab, "project", "everywhere") for tab in ("score", "pilot", "roadmap", "metrics", "people", "risks", "log")),
    ("agenda", "everywhere"),
    ("lessons", "everywhere"),
    ("timeline", "everywhere"),
    ("compare", "everywhere"),
    ("balance", "everywhere"),
    ("settings", "everywhere"),
    ("review", "everywhere"),
    ("workshop", "everywhere"),
)
"""Scopes that are in force at once."""

TABS = ("score", "pilot", "roadmap", "metrics", "people", "risks", "log")
WIDTHS = (60, 80, 120, 200)


# The table of the README


def keys_table() -> str:
    """Return the README's table of keys, made from the registry."""
    lines = ["| where | keys | what they do |", "| --- | --- | --- |"]
    for scope in (*DOES, *FOCUSED):
        for number, action in enumerate(of_scope(scope)):
            keys = " ".join(f"`{key_word(key)}`" for key in action.keys) or f"`{action.shown}`"
            lines.append(f"| {f'**{scope}**' if number == 0 else ''} | {keys} | {action.tooltip} |")
    return "\n".join(lines)


def with_table(text: str) -> str:
    """Return the README with the table between its markers."""
    marked = re.compile(r"(<!-- keys: [^\n]*-->\n).*?(<!-- keys end -->)", re.DOTALL)
    assert marked.search(text), "the README lost its markers"
    return marked.sub(lambda found: f"{found[1]}\n{keys_table()}\n\n{found[2]}", text)


def test_the_readme_lists_the_keys_that_there_are() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_table(text) == text, "run: python -m tests.tui.test_actions"


# The registry itself


def bound_ids(kind: type[DOMNode]) -> set[str]:
    """Return the ids of the actions that a widget or dialogue has keys for."""
    found = kind._merged_bindings
    return {b.id for same in found.key_to_bindings.values() for b in same if b.id} if found else set()


def test_ids_are_unique_and_named_after_their_scope() -> None:
    assert max(Counter(action.id for action in ACTIONS).values()) == 1
    for action in ACTIONS:
        assert action.id.partition(".")[0] == action.scope or action.scope == "everywhere", action.id


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_each_action_has_its_words_and_the_method_that_does_it(action: Action) -> None:
    if action.scope in DOES:
        assert callable(getattr(DOES[action.scope], f"do_{action.method}", None))
    else:
        does = [kind for kind in FOCUSED[action.scope] if callable(getattr(kind, f"action_{action.method}", None))]
        assert any(action.id in bound_ids(kind) for kind in does)
    assert action.label[0].isupper()
    assert len(action.label) <= 16
    assert action.tooltip[0].isupper()
    assert not action.tooltip.endswith(".")
    assert action.keys or action.shown


@pytest.mark.parametrize("scopes", with_focused(ACTIONS), ids="+".join)
def test_no_key_means_two_things_at_once(scopes: tuple[Scope, ...]) -> None:
    counted = Counter(key for action in of_scope(*scopes) for key in action.keys)
    assert [key for key, count in counted.items() if count > 1] == []
    ranks = Counter(action.rank for action in of_scope(*scopes) if action.rank)
    assert [rank for rank, count in ranks.items() if count > 1] == []
    labels = Counter(action.label for action in of_scope(*scopes))
    twice = {label for label, count in labels.items() if count > 1}
    assert twice == set(), "two entries of the palette would look alike"


@pytest.mark.parametrize(
    ("lists", "scopes"),
    [
        (LineList, TOGETHER[0]),
        *((LineList, scopes) for scopes in TOGETHER[1:] if "workshop" not in scopes),  # no list stands there
        (CheckList, TOGETHER[2]),
        (Gantt, TOGETHER[3]),
    ],
)
def test_no_key_of_a_list_hides_an_action(lists: type[LineList], scopes: tuple[Scope, ...]) -> None:
    assert lists._merged_bindings
    keys = set(lists._merged_bindings.key_to_bindings)
    assert {"up", "j", "enter"} <= keys
    assert {(action.id, key) for action in of_scope(*scopes) for key in action.keys if key in keys} == set()


def test_each_control_key_has_a_plain_key_beside_it() -> None:
    for action in ACTIONS:
        if any(key.startswith(("ctrl+", "alt+")) for key in action.keys):
            assert any("+" not in key for key in action.keys), action.id


# What is made of it on the screen


@pytest.mark.parametrize("tab", ["", *TABS])
async def test_help_lists_every_action_of_the_screen(samples: Session, show: Show, tab: str) -> None:
    async with show(samples, EAST_VALLEY if tab else "", tab or "score", size=(120, 160)) as shown:
        scopes = shown.page.scopes()
        assert scopes == (TOGETHER[TABS.index(tab) + 1] if tab else TOGETHER[0])
        await shown.press("?")
        assert isinstance(shown.app.screen, HelpScreen)
        text = shown.flat
        for action in of_scope(*scopes):
            assert f"{action.label} {action.tooltip}" in text, action.id
            for key in action.keys:
                assert key_word(key) in text
        for key in () if tab else ("escape", "?", "q", "f1"):
            await shown.press(key)
            assert isinstance(shown.app.screen, Page), key
            await shown.press("f1")


async def test_help_at_80_columns_keeps_its_columns(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("?")
        lines = [line.split("│")[1] for line in shown.lines if line.count("│") == 2]
        starts = {len(line) - len(line.lstrip()) for line in lines if line.strip(" ▁▂▃▄▅▆▇█")}
        assert starts <= {2, 2 + 16 + 16}, shown.text


@pytest.mark.parametrize("tab", ["", *TABS])
async def test_the_palette_holds_every_action_and_why_one_cannot_run(samples: Session, show: Show, tab: str) -> None:
    async with show(samples, KNOWLEDGE if tab else "", tab or "score") as shown:
        page = shown.page
        commands = {str(c.title): str(c.help) for c in shown.app.get_system_commands(page)}
        beside = {title for title in commands if ": " in title}  # the checklists of the project
        assert set(commands) - beside == {action.label for action in of_scope(*page.scopes())}
        for action in of_scope(*page.scopes()):
            reason = page.acting(action).why_not(action.id)
            wanted = f"{NO_KEYMAP.words(action)}   {action.tooltip}{f' (not now: {reason})' if reason else ''}"
            assert commands[action.label] == wanted


async def find(shown: Shown, words: str) -> OptionList:
    """Type words into the palette, and return what it found."""
    await shown.press("colon")
    palette = shown.app.screen
    assert isinstance(palette, CommandPalette)
    palette.query_one(Input).value = words
    found = palette.query_one(OptionList)
    await shown.until(lambda: found.option_count and any(words in str(o.prompt) for o in found.options))
    return found


async def test_the_palette_does_what_is_chosen(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 40)) as shown:
        here = shown.here
        found = await find(shown, "Archive")
        at = next(n for n, o in enumerate(found.options) if str(o.prompt).startswith("Archive\n"))
        found.highlighted = at
        found.action_select()
        await shown.until(lambda: not isinstance(shown.app.screen, CommandPalette))
        await shown.settle()
        if here in shown.names:  # the choice stands in the field first, to be taken by Enter
            await shown.press("enter")
        assert here not in shown.names


async def test_the_palette_shows_peoples_words_as_they_are(samples: Session, show: Show) -> None:
    odd = {"odd": {"name": "a[/]b [@click=app.quit]x", "date": dt.date(2026, 10, 1), "done": True}}
    document = samples.project(EAST_VALLEY).document()
    samples.do(keeping.revise, EAST_VALLEY, content=Project.of(document | {"milestones": odd}))
    async with show(samples, EAST_VALLEY, "roadmap", size=(120, 40)) as shown:
        await shown.press("G", "k", "k")  # below it stand two lines that come round
        found = await find(shown, "Earlier")
        assert any("'a[/]b [@click=app.quit]x' is done" in str(o.prompt) for o in found.options)
        await shown.until(lambda: "'a[/]b [@click=app.quit]x' is" in shown.flat)  # once it has searched
        assert not any(
            "@click" in s.style.meta for strip in shown.app.screen._compositor.render_strips() for s in strip if s.style
        )


@pytest.mark.parametrize("width", WIDTHS)
async def test_the_key_bar_never_overflows_and_cuts_no_word(samples: Session, show: Show, width: int) -> None:
    async with show(samples, size=(width, 24)) as shown:

        def check() -> None:
            bar = shown.find(KeyBar)
            room, spans = bar.size.width, bar._spans
            assert cell_len(str(bar.render())) <= room
            assert all(0 <= start < end <= room for start, end, _ in bar._spans)
            assert [a[1] < b[0] for a, b in pairwise(spans)] == [True] * (len(spans) - 1)
            said = shown.keys
            for _, _, action_id in spans:
                action = BY_ID[action_id]
                assert (action.word or action.label) in said
            back = {"project.back"} if isinstance(shown.app.screen, ProjectScreen) else set()
            quits = {"quit"} if width >= 100 or not back else set()
            palette = {"palette"} if width >= 70 else set()
            assert {"help", "undo", *back, *quits, *palette} <= {action_id for _, _, action_id in spans}

        check()
        assert "Enter Open" in shown.keys
        shown.app.push_screen(ProjectScreen(shown.app.context, KNOWLEDGE))
        await shown.settle()
        for tab in TABS:
            await shown.act(f"project.{tab}")
            check()


async def test_whatever_keys_do_the_mouse_or_the_palette_can_do(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        for tab in TABS:
            await shown.act(f"project.{tab}")
            offered = {str(command.title) for command in shown.app.get_system_commands(shown.page)}
            assert {action.label for action in of_scope(*shown.page.scopes())} <= offered
        assert "Palette" in shown.keys


async def test_each_reason_against_an_action_is_told_when_its_key_is_pressed(empty: Session, show: Show) -> None:
    async with show(empty, named(empty, "New")) as shown:
        for tab in TABS:
            await shown.act(f"project.{tab}")
            for action in of_scope(tab):  # type: ignore[arg-type]
                reason = shown.page.acting(action).why_not(action.id)
                if reason and action.keys:
                    shown.hush()
                    await shown.press(action.keys[-1])
                    assert shown.told == [f"{action.label}: not now: {reason}"]
        assert shown.entries() == 1


# Colours


async def test_a_theme_is_tried_on_while_choosing_and_esc_takes_it_off(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        names = list(shown.app.themes)
        assert shown.app.theme == "dusk"
        assert {"dusk", "dawn", "projector"} <= set(names)
        await shown.press("T")
        assert isinstance(shown.app.screen, ChooseScreen)
        seen = []
        await shown.press("g")
        for _ in names:
            seen.append(shown.app.theme)
            await shown.press("j")
        assert seen == names
        await shown.press("escape")
        assert shown.app.theme == "dusk"
        await shown.press("T", "g", *["j"] * names.index("dawn"), "enter")
        assert shown.app.theme == "dawn"
        assert shown.entries() == 1


async def test_the_other_screens_take_the_theme_too(samples: Session, show: Show) -> None:
    def ground(screen: Screen[object]) -> str:
        return screen.styles.background.hex

    async with show(samples, KNOWLEDGE) as shown:
        before = ground(shown.app.screen)
        await shown.press("T", "g", *["j"] * list(shown.app.themes).index("dawn"), "enter", "escape")
        assert ground(shown.app.screen) != before
        strip = next(iter(shown.app.screen._compositor.render_strips()))
        assert any(s.style and s.style.bgcolor for s in strip)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
