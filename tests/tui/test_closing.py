"""The end of a pilot on the Pilot tab: dosage, the decision, what follows from it, and how it reads afterwards."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.tui.conftest import CHECKOUT, EAST_VALLEY, RIVERBEND, Show, Shown, named
from textual.widgets import Button, Checkbox

from paceplan.core import decision, pilot
from paceplan.core.criteria import sealed
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.decide import DecideScreen
from paceplan.tui.screens.pilot import PilotPane
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.screens.read import ReadScreen
from paceplan.tui.widgets.ask_line import typed
from paceplan.tui.widgets.check_list import CheckList


async def asked(shown: Shown) -> DecideScreen:
    """Open the dialogue for the decision."""
    await shown.press("f")
    found = shown.app.screen
    assert isinstance(found, DecideScreen)
    return found


async def test_the_recommendation_stands_on_the_line_of_weeks(samples: Session, show: Show) -> None:
    found = decision.recommend(samples.project(RIVERBEND), samples.playbook(samples.project(RIVERBEND)), DAY)
    assert found is not None
    async with show(samples, RIVERBEND, "pilot", size=(120, 40)) as shown:
        assert f"so far: {found.decision.replace('-', ' ')}" in shown.of("#box")
        assert "The evidence so far speaks for" in shown.panel("criteria")
        assert found.because[0].split(":")[0] in shown.panel("criteria")


async def test_a_decision_takes_reason_and_lessons_at_once(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "pilot", toasts=True) as shown:
        dialogue = await asked(shown)
        assert dialogue.chosen == "iterate"
        await shown.press("g", "enter", *"All six want it", "enter", *"Book early", "enter", *"Train twice", "f10")
        made = shown.project().pilot
        assert made is not None
        assert made.decision is not None
        assert (made.decision.decision, made.decision.why, made.decision.by) == ("scale", "All six want it", "Ann")
        texts = {lesson.text for lesson in shown.project().lessons.values()}
        assert {"Book early", "Train twice"} <= texts
        assert shown.project().roadmap is not None
        assert any("roadmap starts on 2026-11-17" in said for said in shown.told)
        assert "closed: scale" in shown.of("#box")
        assert "All six want it" in shown.of("#box")
        await shown.press("u")
        assert shown.project().pilot.decision is None  # type: ignore[union-attr]


async def test_without_a_reason_nothing_is_decided_and_nothing_typed_is_lost(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "pilot") as shown:
        dialogue = await asked(shown)
        await shown.press("enter", "enter", *"Book early", "ctrl+s")
        assert shown.app.screen is dialogue
        assert "a decision needs a reason" in shown.flat
        assert "Book early" in shown.flat
        await shown.press("escape")
        assert (shown.app.screen, typed("dialogue.leave") in shown.flat) == (dialogue, True)
        await shown.press("escape")
        assert isinstance(shown.app.screen, ProjectScreen)
        assert shown.entries() == 1


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)])
async def test_all_of_the_dialogue_is_in_view_with_what_was_refused(
    samples: Session, show: Show, size: tuple[int, int]
) -> None:
    async with show(samples, RIVERBEND, "pilot", size=size) as shown:
        await asked(shown)
        await shown.press("f10")
        said = shown.flat
        for text in (
            "not tested",
            "once more, with the same criteria",
            "Why? (needed)",
            "Build the marathon's roadmap",
        ):
            assert text in said
        assert "a decision needs a reason; say why in a line" in said
        assert f"F10{' or Ctrl+S' * (size[0] >= 80)} decides Esc gives up" in said


async def test_a_roadmap_can_be_declined_with_the_mouse(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "pilot") as shown:
        dialogue = await asked(shown)
        await shown.press("g", "enter", *"It works", "enter")
        await shown.click(dialogue.query_one(Checkbox), 2, 0)
        assert "No roadmap is built." in shown.flat
        await shown.click(dialogue.query_one(Button), 2, 0)
        assert shown.project().pilot.decision is not None  # type: ignore[union-attr]
        assert shown.project().roadmap is None


@pytest.mark.parametrize("choice", decision.DECISIONS)
async def test_what_follows_from_each_is_said_before(samples: Session, show: Show, choice: str) -> None:
    project = samples.project(RIVERBEND)
    brings = decision.follows(project, samples.playbook(project), decision=choice, on=DAY)
    async with show(samples, RIVERBEND, "pilot", size=(100, 30)) as shown:
        dialogue = await asked(shown)
        await shown.press("g", *["j"] * decision.DECISIONS.index(choice))
        assert dialogue.chosen == choice
        assert brings in shown.flat
        assert dialogue.query_one(Checkbox).disabled == (choice in ("iterate", "stop"))


async def test_after_an_iteration_the_earlier_one_can_be_read(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "pilot", size=(100, 70)) as shown:
        await asked(shown)
        await shown.press("enter", *"Two teachers were ill", "f10")
        made = shown.project().pilot
        assert made is not None
        assert (made.iteration, list(made.earlier)) == (2, ["1"])
        await shown.press("p")
        assert isinstance(shown.app.screen, ReadScreen)
        assert "Earlier iterations" in shown.text
        assert "iterate, Ann. Two teachers were ill" in " ".join(shown.text.replace("│", " ").split())
        await shown.press("p")
        assert not isinstance(shown.app.screen, ReadScreen)


async def test_a_pilot_that_cannot_be_decided_says_why(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "pilot") as shown:
        pane = shown.find(PilotPane)
        reason = decision.why_not_decide(shown.project())
        assert reason is not None
        assert str(pane.why_not("pilot.decide")).rstrip(".").casefold() in reason.casefold()


async def test_dosage_is_counted_and_planned(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "pilot") as shown:
        await shown.press("a")
        assert isinstance(shown.app.screen, ChooseScreen)
        await shown.press("enter")
        before = shown.answer
        assert " of " in before
        await shown.press("ctrl+u", *"48 of 48", "enter")
        doses = shown.project().pilot.dosage  # type: ignore[union-attr]
        assert any((d.actual, d.planned) == (48, 48) for d in doses.values())
        await shown.press("a", "G", "enter", *"Teachers active", "enter", *"6", "enter")
        added = shown.project().pilot.dosage["teachers-active"]  # type: ignore[union-attr]
        assert (added.name, added.planned, added.actual) == ("Teachers active", 6, None)


async def test_all_lists_can_be_chosen_from(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "pilot") as shown:
        await shown.press("i")
        assert isinstance(shown.app.screen, ChooseScreen)
        await shown.press("G", "enter")
        assert shown.find(CheckList)._list == "final"


@pytest.mark.parametrize("tab", ["score", "roadmap", "metrics", "log", "pilot"])
async def test_a_checklist_is_chosen_from_any_tab(samples: Session, show: Show, tab: str) -> None:
    async with show(samples, RIVERBEND, tab) as shown:
        await shown.press("C", "down", "enter")
        assert shown.page.pane is not None
        assert shown.page.pane.SCOPE == "pilot"
        assert "Change management" in shown.text
        await shown.press("space")
        assert [t.done for t in shown.project().checklists["change"].values()].count(True) >= 1


async def test_weeks_are_refused_in_the_words_of_the_command(empty: Session, show: Show) -> None:
    project = named(empty, "Search", "ai")
    async with show(empty, project, "pilot") as shown:
        await shown.press("t", "ctrl+u", *"-2", "enter")
        assert "pilot.weeks: -2 is no length; give 1 to 520 weeks" in shown.flat
        assert shown.answer == "-2"
        await shown.press("ctrl+u", *"six", "enter")
        assert "'six' is no length" in shown.flat
        await shown.press("ctrl+u", *"5 weeks", "enter")
        assert shown.project().pilot.weeks == 5  # type: ignore[union-attr]


async def test_a_pilot_starts_on_another_day_than_today(empty: Session, show: Show) -> None:
    project = named(empty, "Search", "ai")
    empty.do(pilot.agree, project, metric="resolution-time", target=29.4)
    async with show(empty, project, "pilot", toasts=True) as shown:
        await shown.press("S", "ctrl+u", *"2026-11-02", "enter")
        assert shown.project().pilot.start == dt.date(2026, 11, 2)  # type: ignore[union-attr]
        assert "week 3 of" in shown.text
        await shown.press("t")
        assert "another iteration follows" in shown.told[-1]


async def test_sealed_criteria_point_to_where_a_target_is_moved(samples: Session, show: Show) -> None:
    async with show(samples, CHECKOUT, "pilot") as shown:
        assert sealed(shown.project())
        assert "Metrics tab" in str(shown.find(PilotPane).why_not("pilot.criterion"))
