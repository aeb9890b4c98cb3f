"""The whole registry, screen by screen: each action runs or says why it cannot, and the mouse reaches it."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from tests.tui.conftest import EAST_VALLEY, RIVERBEND, Show, Shown, named
from tests.tui.test_actions import DOES, TABS, TOGETHER

from paceplan.config import editor
from paceplan.session import Session
from paceplan.tui.actions import ACTIONS, BY_ID, Action, Scope, of_scope
from paceplan.tui.screens.help import HelpScreen
from paceplan.tui.screens.page import Page
from paceplan.tui.screens.pane import Pane
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.widgets.key_bar import KeyBar

SCREENS: tuple[Scope, ...] = tuple(scopes[0] for scopes in TOGETHER)
"""The innermost scope of each screen and tab."""
OF_ONE = tuple(s for s in SCREENS if s in (*TABS, "review", "workshop"))
"""Those that are about one project, for which it matters how much that holds."""
LEAVES = ("quit", "back", "undo", "redo", "jump", "turn")
"""Methods after which the screen is another or gone: here undo would take the making of the project back."""


async def open_screen(shown: Shown, scope: Scope, project: str) -> Page:
    """Show the screen or tab whose keys are those of a scope, and return it."""
    kind: type[Any] = DOES[scope]
    context = shown.app.context
    if kind is not PortfolioScreen:
        if issubclass(kind, Pane):
            screen: Page = ProjectScreen(context, project, scope)
        else:
            wanted = [p.name for p in inspect.signature(kind).parameters.values() if p.default is p.empty]
            given = {"context": context, "project_id": project, "chosen": [project, EAST_VALLEY]}
            screen = kind(**{name: given[name] for name in wanted})
        shown.app.push_screen(screen)
        await shown.until(lambda: shown.app.screen is screen)
        await shown.settle()
    assert shown.page.scopes()[0] == scope
    return shown.page


def of_page(page: Page) -> list[Action]:
    return [action for action in of_scope(*page.scopes()) if page.acting(action).fits(action.id)]


def is_sentence(reason: str) -> bool:
    """Tell whether a reason is said to a person, and not in the program's own terms."""
    return reason.endswith(".") and len(reason.split()) >= 3 and not reason[0].islower() and "_" not in reason


@pytest.mark.parametrize("scope", SCREENS)
@pytest.mark.parametrize("new", [True, False], ids=["new project", "sample"])
async def test_what_cannot_run_says_why_on_every_screen(samples: Session, show: Show, scope: Scope, new: bool) -> None:
    project = named(samples, "New", "martech") if new else RIVERBEND
    async with show(samples, toasts=True) as shown:
        page = await open_screen(shown, scope, project)
        for action in of_page(page):
            reason = page.acting(action).why_not(action.id)
            if reason is None:
                continue
            assert is_sentence(reason), (action.id, reason)
            shown.hush()
            await shown.act(action.id)
            assert any(said.startswith(f"{action.label}: not now: ") for said in shown.told), action.id
            assert shown.app.screen is page, action.id


@pytest.mark.parametrize(("scope", "new"), [*((s, False) for s in SCREENS), *((s, True) for s in OF_ONE)])
async def test_each_action_that_can_run_does_without_an_accident(
    samples: Session, show: Show, scope: Scope, new: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_editor() -> list[str]:
        raise editor.EditorProblem("no editor here")

    monkeypatch.setattr(editor, "command", no_editor)
    project = named(samples, "New", "martech") if new else RIVERBEND
    async with show(samples) as shown:
        page = await open_screen(shown, scope, project)
        for action in of_page(page):
            shared = action.scope in ("project", "everywhere") and scope not in ("score", "portfolio")
            if shared or action.method in LEAVES or page.acting(action).why_not(action.id):
                continue
            await shown.act(action.id)
            while shown.app.screen is not page and page in shown.app.screen_stack:
                shown.app.screen.dismiss(None)
                await shown.settle()
            assert page in shown.app.screen_stack, f"{action.id} closed the screen"
            assert shown.app._exception is None, action.id


@pytest.mark.parametrize("scope", SCREENS)
async def test_the_mouse_reaches_every_action_of_every_screen(samples: Session, show: Show, scope: Scope) -> None:
    """By the key bar's help, whose lines can be clicked, on the smallest screen as well."""
    async with show(samples, size=(60, 18)) as shown:
        page = await open_screen(shown, scope, RIVERBEND)
        bar = page.query_one(KeyBar)
        assert "help" in {action_id for _, _, action_id in bar._spans}
        page.do_help()
        await shown.until(lambda: isinstance(shown.app.screen, HelpScreen))
        await shown.settle()
        screen = shown.app.screen
        assert isinstance(screen, HelpScreen)
        assert {action.id for action in of_scope(*page.scopes())} <= set(screen._clickable)
        offered = {str(command.title) for command in shown.app.get_system_commands(page)}
        assert {action.label for action in of_page(page)} <= offered


async def test_a_click_in_the_palette_does_it(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 40)) as shown:
        await shown.click_text(": Palette")
        await shown.until(lambda: "Archived" in shown.text)
        await shown.click_text("Archived")
        await shown.until(lambda: shown.app.screen is shown.page)
        await shown.settle()
        assert "archived" in shown.top


async def test_dialogues_are_answered_and_left_by_the_mouse(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND) as shown:
        await shown.press("R")
        await shown.click_text("Esc gives up")
        assert shown.app.screen is shown.page
        await shown.press("R")
        await shown.write(" again")
        await shown.click_text("Enter takes it")
        assert shown.project().name == "Riverbend assessment again"
        await shown.press("o")
        await shown.click_text("Esc gives up")
        assert shown.app.screen is shown.page
        await shown.press("e")
        await shown.write("Because")
        await shown.click_text("F10 or Ctrl+S takes it")
        assert "Because" in shown.project().scores["strategic-impact"].why
        await shown.press("v")
        await shown.click(shown.app.screen, 0, 0)
        assert shown.app.screen is shown.page


def test_each_control_key_everywhere_has_a_plain_one_beside_it() -> None:
    """Of the registry's actions and of every binding that a screen or a list has on its own."""
    from textual.binding import Binding

    from paceplan.tui.screens.dialogue import Dialogue
    from paceplan.tui.widgets.gantt import Gantt
    from paceplan.tui.widgets.line_list import LineList

    named_keys = [(action.id, action.keys) for action in ACTIONS]
    for kind in (LineList, Gantt, Dialogue):
        for binding in kind.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding)
            named_keys.append((f"{kind.__name__} {binding.action}", tuple(binding.key.split(","))))
    for name, keys in named_keys:
        if any("+" in key and len(key) > 1 for key in keys):
            assert any("+" not in key for key in keys), name


def test_no_action_has_a_key_that_terminals_multiplexers_or_browsers_take() -> None:
    taken = {"ctrl+c", "ctrl+z", "ctrl+s", "ctrl+b", "ctrl+a", "ctrl+w", "ctrl+t", "ctrl+n", "f11"}
    found = {(a.id, key) for a in ACTIONS for key in a.keys if key in taken}
    twins = {("list.page-up", "ctrl+b"), ("dialogue.take", "ctrl+s")}
    assert found == twins, "these two have keys beside them that nobody takes"
    assert not [a.id for a in ACTIONS for key in a.keys if key.startswith("alt+")]
    assert BY_ID["undo"].keys == ("u",)
