"""Checklists from every screen where they matter: one key, the mouse or the palette, and how few keys a tick takes."""

from __future__ import annotations

import dataclasses

import pytest
from tests.tui.conftest import CHECKOUT, EAST_VALLEY, KNOWLEDGE, RIVERBEND, Show, Shown, catalogue, named
from tests.tui.test_actions import find
from textual.command import CommandPalette

from paceplan.core import checklists
from paceplan.core.checklists import ListState
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Session
from paceplan.tui.screens.agenda import AgendaScreen
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.pilot import PilotPane
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.screens.review import ReviewScreen
from paceplan.tui.widgets.check_list import CheckList
from paceplan.tui.widgets.project_list import ProjectList
from paceplan.tui.widgets.question_list import QuestionList


def at(shown: Shown) -> tuple[str, str, str]:
    """Return the project, the checklist in view and the item under the cursor."""
    page = shown.page
    assert isinstance(page, ProjectScreen)
    assert isinstance(page.pane, PilotPane)
    return page.project_id, page.pane.list_id, shown.find(CheckList).current_id or ""


def state(session: Session, project_id: str, list_id: str) -> ListState:
    """Return a checklist as it stands."""
    project = session.project(project_id)
    return checklists.checklist(project, session.playbook(project), list_id)


def order(session: Session, project_id: str) -> list[str]:
    """Return the ids of a project's checklists as they are offered."""
    lists = session.playbook(session.project(project_id)).checklists
    return sorted(lists, key=lambda list_id: list_id != "pilot")


async def go_to(shown: Shown, project_id: str) -> None:
    """Put the portfolio's cursor on a project."""
    listed = shown.find(ProjectList)
    listed.cursor = next(n for n, row in enumerate(listed.rows) if row.id == project_id)
    await shown.settle()


@pytest.mark.parametrize("project", [RIVERBEND, CHECKOUT, KNOWLEDGE])
async def test_from_the_portfolio_what_is_open_next_on_any_list_takes_three_keys(
    samples: Session, show: Show, project: str
) -> None:
    async with show(samples) as shown:
        await go_to(shown, project)
        for number, list_id in enumerate(order(samples, project), 1):
            before = state(samples, project, list_id)
            coming = next((item for item in before.items if not item.done and not item.na), None)
            await shown.press("C", str(number))
            assert at(shown) == (project, list_id, (coming or before.items[0]).id)
            if coming:
                await shown.press("space")
                assert state(samples, project, list_id).done == before.done + 1
            await shown.press("escape")
            assert isinstance(shown.app.screen, PortfolioScreen)


async def test_from_the_portfolio_by_the_mouse(samples: Session, show: Show) -> None:
    async with show(samples, size=(160, 48)) as shown:
        await go_to(shown, RIVERBEND)
        await shown.click_text("C Checklists")
        assert "Which checklist of Riverbend assessment?" in shown.flat
        await shown.click_text("Data essentials")
        await shown.click_text("Data essentials")
        assert at(shown)[:2] == (RIVERBEND, "data")
        final = samples.playbook(samples.project(RIVERBEND)).checklists["final"].name
        await shown.click_text(final)  # in the overview of all lists
        assert at(shown)[:2] == (RIVERBEND, "final")
        await shown.click_text(final)  # the name above the list offers all of them
        assert isinstance(shown.app.screen, ChooseScreen)


async def test_the_palette_knows_every_checklist_and_every_item_by_name(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 40)) as shown:
        await go_to(shown, RIVERBEND)
        commands = {str(c.title): c for c in shown.app.get_system_commands(shown.page)}
        for list_id, info in samples.playbook(samples.project(RIVERBEND)).checklists.items():
            assert commands[f"Checklist: {info.name}"].discover, list_id
            for item in info.items.values():
                assert not commands[f"{info.name}: {item.name}"].discover
        wanted = samples.playbook(samples.project(RIVERBEND)).checklists["data"].items
        item_id, item = list(wanted.items())[2]
        found = await find(shown, item.name)
        found.highlighted = next(n for n, o in enumerate(found.options) if item.name in str(o.prompt))
        found.action_select()
        await shown.until(lambda: not isinstance(shown.app.screen, CommandPalette))
        await shown.settle()
        assert at(shown) == (RIVERBEND, "data", item_id)


@pytest.mark.parametrize("keys", [("w",), ("t",), ("space", "j", "space", "v")])
async def test_from_the_screens_over_all_projects(samples: Session, show: Show, keys: tuple[str, ...]) -> None:
    async with show(samples) as shown:
        await shown.press(*keys)
        above = shown.page
        await shown.press("C", "1")
        assert at(shown)[1] == "pilot"
        await shown.press("escape")
        assert shown.page is above


async def test_a_date_of_the_agenda_stands_first_among_its_lists(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("w", "/", *"roles and coaching", "enter")
        page = shown.page
        assert isinstance(page, AgendaScreen)
        event = page._current()
        assert event
        await shown.press("C", "enter")
        assert event.id in (".".join(at(shown)[1:]), at(shown)[1])


async def test_an_artifact_on_the_score_tab_leads_to_its_item_of_readiness(samples: Session, show: Show) -> None:
    async with show(samples, CHECKOUT) as shown:
        listed = shown.find(QuestionList)
        while not (listed.current and listed.current.id == "feature-flag"):
            await shown.press("j")
        await shown.press("C", "enter")
        project, list_id, item = at(shown)
        book = samples.playbook(samples.project(CHECKOUT))
        assert (project, list_id) == (CHECKOUT, "sprint-readiness")
        assert book.checklists[list_id].items[item].artifact == "feature-flag"


@pytest.mark.parametrize("tab", ["score", "roadmap", "metrics", "people", "risks", "log"])
async def test_on_a_marathon_every_tab_leads_to_what_it_is_reviewed_by(samples: Session, show: Show, tab: str) -> None:
    async with show(samples, EAST_VALLEY, tab) as shown:
        await shown.press("C", "enter")
        assert at(shown)[:2] == (EAST_VALLEY, "final")


async def test_a_review_leads_to_its_item_and_back_to_the_project(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND) as shown:
        project = shown.page
        await shown.press("V", "j")
        review = shown.page
        assert isinstance(review, ReviewScreen)
        point = review._current()
        assert point
        await shown.press("C", "enter")
        assert shown.page is project
        assert at(shown) == (RIVERBEND, review._list, point.id)
        await shown.press("V")
        assert isinstance(shown.page, ReviewScreen)
        assert shown.page._list == review._list


async def test_a_file_under_review_has_no_list_to_tick(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND) as shown:
        shown.app.push_screen(ReviewScreen(shown.app.context, RIVERBEND, origin="some.toml"))
        await shown.settle()
        assert "There is no workspace" in str(shown.page.why_not("review.checklists"))
        assert not [c for c in shown.app.get_system_commands(shown.page) if ": " in c.title]


async def test_names_of_a_playbook_are_text_in_the_palette(empty: Session, show: Show) -> None:
    book = catalogue().get("ai")
    assert book
    item = next(iter(book.playbook.checklists["pilot"].items.values()))
    items = {"x": item.model_copy(update={"name": "a[/]b [@click=app.quit]x"})}
    lists = {"pilot": book.playbook.checklists["pilot"].model_copy(update={"name": "[b]P[/]", "items": items})}
    odd = dataclasses.replace(book, playbook=book.playbook.model_copy(update={"checklists": lists}))

    class Odd(Catalogue):
        def get(self, playbook_id: str):  # type: ignore[no-untyped-def]
            return odd if playbook_id == "ai" else super().get(playbook_id)

    empty.catalogue = Odd()
    async with show(empty, named(empty, "One"), size=(120, 40)) as shown:
        titles = {str(c.title) for c in shown.app.get_system_commands(shown.page)}
        assert {"Checklist: (b)P(/)", "(b)P(/): a(/)b (@click=app.quit)x"} <= titles
