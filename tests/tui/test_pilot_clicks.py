"""What can be clicked on the Pilot tab beside the rows of its checklist."""

from __future__ import annotations

import pytest
from tests.tui.conftest import KNOWLEDGE, Show, named

from paceplan.session import Session
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.metrics import MetricsPane
from paceplan.tui.screens.pilot import PilotPane
from paceplan.tui.screens.read import ReadScreen
from paceplan.tui.widgets.metric_list import MetricList


async def test_a_list_is_turned_to_by_a_click_on_it(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "pilot", size=(120, 36)) as shown:
        await shown.click_text("Governance")
        assert shown.find(PilotPane).list_id == "governance"
        await shown.click_text("Metrics engineering")
        assert shown.find(PilotPane).list_id == "metrics-engineering"


async def test_a_click_on_which_list_this_is_goes_on_to_the_next(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "pilot") as shown:
        await shown.click_text("list 1 of 4")
        assert shown.find(PilotPane).list_id == "takeaways"
        await shown.click_text("Before the next")
        assert shown.find(PilotPane).list_id == "takeaways"


async def test_a_criterion_leads_to_its_readings(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "pilot") as shown:
        await shown.click_text("Answers voted")
        await shown.until(lambda: bool(shown.page.query(MetricsPane)))
        await shown.settle()
        assert shown.find(MetricList).current_id == "helpful-votes"


async def test_the_recommendation_is_read_in_full_by_a_click(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "pilot", size=(120, 36)) as shown:
        await shown.click_text("p reads all")
        assert isinstance(shown.app.screen, ReadScreen)


async def test_a_first_criterion_is_agreed_by_a_click(empty: Session, show: Show) -> None:
    project = named(empty, "New")
    async with show(empty, project, "pilot") as shown:
        await shown.click_text("c agrees one")
        assert isinstance(shown.app.screen, ChooseScreen)


@pytest.mark.parametrize(("label", "asks"), [("note", "What is there to note?")])
async def test_what_is_written_on_an_item_is_changed_by_a_click(
    samples: Session, show: Show, label: str, asks: str
) -> None:
    async with show(samples, KNOWLEDGE, "pilot") as shown:
        await shown.press("home")
        await shown.click_text(f"{label}  ")
        assert asks in shown.flat
        assert shown.answer == "Time to resolution 30 % down, from 42 to 29.4 minutes."
