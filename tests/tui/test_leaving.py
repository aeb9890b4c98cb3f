"""Esc: whatever an action opens is closed by one, and what lies below it stays as it was."""

from __future__ import annotations

import pytest
from tests.tui.conftest import CHECKOUT, EAST_VALLEY, RIVERBEND, Show

from paceplan.core.criteria import figure, mark
from paceplan.core.pilot import criteria
from paceplan.session import Session
from paceplan.tui.actions import of_scope

GOES = ("back", "jump", "turn", "quit", "palette", "undo", "redo")
"""Methods that open nothing on top."""
NOT_ASKED = ("everywhere", "project")
"""Scopes of which one screen is enough."""


@pytest.mark.parametrize(
    ("project", "tab", "keys"),
    [
        ("", "", ()), ("", "", ("w",)), ("", "", ("b",)), (RIVERBEND, "pilot", ()), (RIVERBEND, "metrics", ()),
        (CHECKOUT, "risks", ("G",)), (EAST_VALLEY, "people", ()), (RIVERBEND, "pilot", ("V",)),
        (RIVERBEND, "score", ("W", "3", "enter")),
    ],
)  # fmt: skip
async def test_one_esc_closes_just_what_an_action_opened(
    samples: Session, show: Show, project: str, tab: str, keys: tuple[str, ...]
) -> None:
    async with show(samples, project, tab or "score", size=(100, 30)) as shown:
        await shown.press(*keys)
        page, opened = shown.page, 0
        skipped = NOT_ASKED if tab != "pilot" or keys else ()
        for action in of_scope(*(scope for scope in page.scopes() if scope not in skipped)):
            acting = page.acting(action)
            if action.method in GOES or acting.why_not(action.id):
                continue
            before = list(shown.app.screen_stack)
            await shown.act(action.id)
            if len(shown.app.screen_stack) > len(before):
                opened += 1
                await shown.press("escape")
                assert shown.app.screen_stack == before, action.id
        assert opened or keys


async def test_where_a_moved_target_shows_it_carries_its_mark(samples: Session, show: Show) -> None:
    project = samples.project(RIVERBEND)
    (moved,) = [c for c in criteria(project, samples.playbook(project)) if c.moved]
    why = moved.moves[0].why.split(";")[0]
    async with show(samples, RIVERBEND, "pilot", size=(160, 60)) as shown:
        assert f"target moved from {figure(moved.moves[0].before)} to" in shown.panel("criteria").replace("\n", " ")
        assert why in shown.panel("criteria").replace("\n", " ")
        for key in ("p", "f"):
            await shown.press(key)
            assert mark(moved.moves[0], moved.unit)[:30] in shown.flat, key
            await shown.press("escape")
        await shown.press("f")
        await shown.press(*"x", "escape")
        assert "gives up what you typed" not in shown.flat  # no field had the focus
    async with show(samples, RIVERBEND, "metrics", size=(160, 60)) as shown:
        assert f"target moved from {figure(moved.moves[0].before)} to" in shown.flat
