"""All screens speak one language: the same header and keys, signs beside colours, and all of it in ASCII as well."""

from __future__ import annotations

import pytest
from rich.style import Style
from tests.tui.conftest import Show
from tests.tui.tour import tour
from textual.screen import ModalScreen

from paceplan.session import Session
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_every_screen_has_the_same_header_and_the_same_keys_at_hand(
    samples: Session, show: Show, size: tuple[int, int]
) -> None:
    async with show(samples, size=size) as shown:
        async for stop in tour(shown):
            top, keys = shown.top, shown.keys
            assert top.startswith("paceplan › plans"), stop.name
            assert top.endswith("   saved"), stop.name
            assert "? Help" in keys, stop.name
            assert "u Undo" in keys, stop.name
            if isinstance(shown.page, ProjectScreen):
                assert any(badge in top for badge in ("▸ SPRINT", "◆ HYBRID", "■ MARATHON")), stop.name
            if not isinstance(shown.page, PortfolioScreen):
                assert "Esc " in keys, stop.name


async def test_in_ascii_mode_no_screen_draws_anything_else(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        assert not shown.text.isascii()
        shown.app.context.set(shown.app, "ascii", "on")
        async for stop in tour(shown):
            odd = sorted({c for c in shown.text if not c.isascii()})
            assert odd == [], stop.name


async def test_without_colours_every_screen_still_shows_its_cursor(
    samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with show(samples) as shown:
        async for stop in tour(shown):
            styles = {
                segment.style or Style() for strip in shown.app.screen._compositor.render_strips() for segment in strip
            }
            coloured = [s for s in styles for c in (s.color, s.bgcolor) if c is not None and not c.is_default]
            assert coloured == [], stop.name
            page = shown.app.screen
            empty = isinstance(page, PortfolioScreen) and not shown.names
            if not isinstance(page, ModalScreen) and not empty:
                marked = "▌" in shown.text  # a list without the focus has the sign alone
                assert marked or any(style.reverse or style.underline for style in styles), stop.name
