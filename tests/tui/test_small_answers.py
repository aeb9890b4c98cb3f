"""What is said in passing: after an undo, after archiving, in the agenda's count; and one click where one is enough."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.tui.conftest import KNOWLEDGE, Show, named

from paceplan.core import keeping
from paceplan.session import Session
from paceplan.tui.presentation import log
from paceplan.tui.screens.agenda import AgendaScreen
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.widgets.check_list import CheckList

LONG = "Answers for the help desk of every branch in three languages, with the archive of the last twelve years"


async def test_an_undone_creation_says_what_was_undone_behind_a_long_name(empty: Session, show: Show) -> None:
    named(empty, LONG)
    async with show(empty, toasts=True) as shown:
        await shown.press("u")
        (said,) = shown.told
        assert said.endswith("… created")
        assert len(said) < 60


async def test_a_long_change_that_was_undone_is_told_in_three_lines(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "pilot", toasts=True) as shown:
        await shown.press("n")
        await shown.write("word " * 200)
        await shown.press("f10", "u")
        assert len(shown.told[-1]) <= 160
        assert shown.told[-1].endswith("…")


async def test_what_does_not_apply_is_undone_in_words(samples: Session, show: Show) -> None:
    assert log.value({"na": True, "why": "Gold set only"}) == "not applicable, Gold set only"
    assert log.value({"na": True}) == "not applicable"


async def test_archiving_says_where_it_went_and_how_it_comes_back(samples: Session, show: Show) -> None:
    async with show(samples, toasts=True) as shown:
        name = shown.here
        await shown.press("a")
        assert shown.told == [f"Archived: {name}. A shows what is archived, u takes it back."]
        await shown.press("A", "a")
        assert shown.told[-1] == f"Out of the archive: {name}. u takes it back."


async def test_what_is_done_on_the_agenda_counts_as_late_no_more(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        shown.app.push_screen(AgendaScreen(shown.app.context))
        await shown.until(lambda: isinstance(shown.app.screen, AgendaScreen))
        await shown.settle()
        assert "2 late" in shown.top
        await shown.press("space")
        assert "1 late" in shown.top
        await shown.press("space")
        assert "2 late" in shown.top


async def test_one_click_on_its_sign_ticks_an_item_and_the_next_takes_it_back(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "pilot") as shown:
        listed = shown.find(CheckList)
        await shown.click(listed, 2, 6)
        assert shown.project().checklists["pilot"]["evaluate"].done
        assert listed.cursor == 5
        await shown.click(listed, 12, 7)
        assert not shown.project().checklists["pilot"]["decide"].done


async def test_choices_without_texts_take_the_lines_that_these_would_have(samples: Session, show: Show) -> None:
    async with show(samples, size=(60, 18)) as shown:
        choices = [Choice(str(n), f"Number {n}") for n in range(6)]
        shown.app.push_screen(ChooseScreen("Which?", choices, shown.app.context.glyphs))
        await shown.until(lambda: isinstance(shown.app.screen, ChooseScreen))
        await shown.settle()
        assert "Number 5" in shown.flat
        assert "Enter or its number takes it" in shown.flat


async def test_a_weekday_of_a_reading_is_the_latest_one(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "metrics") as shown:
        await shown.press("r", *"31 fri")
        assert "Fri 13 Nov" in shown.flat
        await shown.press("enter")
        assert shown.project().metrics["resolution-time"].readings[dt.date(2026, 11, 13)] == 31


async def test_a_target_that_cannot_be_moved_is_refused_before_the_reason(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "metrics") as shown:
        await shown.press("t")
        assert shown.answer == "29.4"
        await shown.press("enter")
        assert "29.4 is the target already" in shown.flat
        assert "Why does the target move?" not in shown.flat
        await shown.press("home", *["delete"] * 4, *"50", "enter")
        assert "worse than the baseline" in shown.flat
        await shown.press("home", *["delete"] * 2, *"31", "enter")
        assert "Why does the target move?" in shown.flat


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("One", "One (copy)"),
        ("One (copy)", "One (copy 2)"),
        ("One (copy 9)", "One (copy 10)"),
        ("(copy)", "(copy) (copy)"),
        ("One (copy of)", "One (copy of) (copy)"),
    ],
)
def test_a_copy_of_a_copy_is_numbered(name: str, expected: str) -> None:
    assert keeping.copied(name) == expected


async def test_the_archive_counts_what_is_in_it(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        assert "13 projects" in shown.top
        await shown.press("a")
        assert "12 projects" in shown.top
        await shown.press("A")
        assert "1 project " in shown.top
