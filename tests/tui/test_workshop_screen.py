"""The workshop on the wall: what it shows, what it hides, and how few keys it takes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.tui.conftest import Show, Shown, named

from paceplan.session import Session
from paceplan.tui.screens.workshop import WorkshopScreen
from paceplan.tui.widgets.ask_line import AskLine

SIX = "Curriculum, IT, Legal, Mathematics teachers, School leadership, Union"
SIZES = ((60, 18), (80, 24), (120, 36))


@asynccontextmanager
async def wall(
    show: Show, session: Session, project: str, people: str = "", size: tuple[int, int] = (60, 18), toasts: bool = False
) -> AsyncIterator[Shown]:
    """Show a workshop on a project, begun with `people` where they are named, its clock at a time of the test's."""
    async with show(session, project, size=size, toasts=toasts) as shown:
        shown.app.context.clock = lambda: 0.0
        await shown.press("W")
        if people:
            await shown.write(people)
            await shown.press("enter")
        yield shown


def page(shown: Shown) -> WorkshopScreen:
    found = shown.page
    assert isinstance(found, WorkshopScreen)
    return found


def asks(shown: Shown) -> str:
    """Return what the line at the bottom asks; nothing where it is closed."""
    line = shown.page.query_one(AskLine)
    return str(line.query_one("#ask-title").render()) if line.open else ""


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_names_to_the_closing_page(empty: Session, show: Show, size: tuple[int, int]) -> None:
    one = named(empty, "Assessment", "edtech")
    async with wall(show, empty, one, size=size) as shown:
        assert asks(shown) == "Who is here?"
        await shown.write(SIX)
        await shown.press("enter")
        book = page(shown).playbook
        for number, (question, info) in enumerate(book.dimensions.items(), 1):
            assert page(shown).question == question
            flat = " ".join(shown.of("#board").split())
            assert info.text in flat
            for words in info.levels:
                assert words in flat
            assert "0 of 6 voted" in flat
            assert ("10:00" in shown.text) == (size[0] < 100)
            await shown.press(*"211212")
            assert "All have voted: Enter reveals" in shown.of("#board")
            await shown.press("enter")
            assert "spread 1" in shown.of("#board")
            assert all(name.split()[0] in shown.of("#board") for name in SIX.split(","))
            await shown.press("enter")
            assert shown.project(one).scores[question].score == (1 if info.favours == "sprint" else 2), number
        assert page(shown).question is None
        flat = " ".join(shown.of("#board").split())
        assert "MARATHON" in flat
        assert "5 of 5 lean to a marathon; 3 make one" in flat
        assert "disagreed Strategic impact: 1 (" in flat
