"""What all dialogues share: their line of keys, where what was typed stands, and how long a refusal is said."""

from __future__ import annotations

import pytest
from tests.tui.conftest import KNOWLEDGE, RIVERBEND, Show, named
from textual.widgets import Input

from paceplan.session import Session
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.decide import DecideScreen
from paceplan.tui.screens.read import ReadScreen


async def test_a_refusal_is_said_until_the_text_is_another_and_nothing_jumps(empty: Session, show: Show) -> None:
    project = named(empty, "One")
    async with show(empty, project, "pilot") as shown:
        await shown.press("d", *"never", "enter")
        assert "'never' is not a date" in shown.flat
        box = shown.asked.query_one("#box").region
        await shown.press("backspace")
        assert "is not a date" not in shown.flat
        assert shown.asked.query_one("#box").region == box
        await shown.press("enter")
        assert "'neve' is not a date" in shown.flat


async def test_a_refusal_is_said_until_a_longer_text_is_another(empty: Session, show: Show) -> None:
    project = named(empty, "One")
    async with show(empty, project, "pilot") as shown:
        screen = AskScreen("What?", long=True, submit=lambda text: "Not this.")
        shown.app.push_screen(screen)
        await shown.press("a", "f10")
        assert "Not this." in shown.flat
        await shown.press("b")
        assert "Not this." not in shown.flat


async def test_the_day_understood_stands_under_the_text_that_it_is_of(empty: Session, show: Show) -> None:
    project = named(empty, "One")
    async with show(empty, project, "pilot") as shown:
        await shown.press("d", *"+2w")
        typed = next(line for line in shown.lines if "+2w " in line and "2026-03-02" not in line)
        told = next(line for line in shown.lines if "in 14 days" in line)
        assert typed.index("+2w") == told.index("Mon")
        field = shown.asked.query_one(Input).region
        assert typed.index("+2w") == field.x + 1


async def test_a_decision_is_come_to_by_its_number(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "pilot") as shown:
        await shown.press("f", "3", *"It costs 9 times more", "f10")
        made = shown.project().pilot
        assert made is not None
        assert made.decision is not None
        assert (made.decision.decision, made.decision.why) == ("stop", "It costs 9 times more")


@pytest.mark.parametrize(("words", "stays"), [("Esc gives up", False), ("Tab goes on", True), ("F10 or", True)])
async def test_the_words_in_the_line_of_keys_are_clicked_in_the_decision(
    samples: Session, show: Show, words: str, stays: bool
) -> None:
    async with show(samples, RIVERBEND, "pilot") as shown:
        await shown.press("f")
        await shown.click_text(words)
        assert isinstance(shown.app.screen, DecideScreen) == stays
        if stays:
            assert ("needs a reason" in shown.flat) == words.startswith("F10")


async def test_a_text_to_read_says_how_it_is_closed_and_closes_by_a_click_there(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "pilot") as shown:
        await shown.press("p")
        assert isinstance(shown.app.screen, ReadScreen)
        await shown.click_text("The evidence so far")
        assert isinstance(shown.app.screen, ReadScreen)
        await shown.click_text("Esc closes")
        assert not isinstance(shown.app.screen, ReadScreen)


async def test_a_click_beside_a_choice_gives_up_and_one_on_its_frame_does_not(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "pilot") as shown:
        await shown.press("i")
        dialogue = shown.app.screen
        assert isinstance(dialogue, ChooseScreen)
        box = dialogue.query_one("#box").region
        assert await shown.pilot.click(offset=(box.x, box.y))
        assert shown.app.screen is dialogue
        assert await shown.pilot.click(offset=(1, 1))
        await shown.settle()
        assert not isinstance(shown.app.screen, ChooseScreen)


async def test_without_colours_a_field_shows_where_it_begins(
    samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with show(samples, KNOWLEDGE, "pilot") as shown:
        await shown.press("f")
        fields = [w.region for w in shown.app.screen.query("Input, TextArea")]
        assert len(fields) == 2
        for field in fields:
            assert {shown.lines[y][field.x] for y in range(field.y, field.bottom)} <= {"│", "┃"}
