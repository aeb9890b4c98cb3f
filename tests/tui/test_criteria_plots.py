"""The exit criteria drawn on the Pilot tab: as many as there is room for, over the pilot's days, and to be clicked."""

from __future__ import annotations

import pytest
from tests.tui.conftest import KNOWLEDGE, Show

from paceplan.core import criteria, pilot
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.glyphs import ASCII, UNICODE
from paceplan.tui.presentation.criteria_plots import criteria_plots
from paceplan.tui.screens.metrics import MetricsPane
from paceplan.tui.screens.pilot import heights
from paceplan.tui.widgets.metric_list import MetricList


def drawn(session: Session, width: int, room: int, *, ascii_only: bool = False) -> list[str]:
    project = session.project(KNOWLEDGE)
    playbook = session.playbook(project)
    box = pilot.time_box(project, playbook, "sprint")
    found = criteria.criteria(project, playbook, DAY)
    lines = criteria_plots(found, box, DAY, width, room, ASCII if ascii_only else UNICODE)
    return [line.plain for line in lines]


@pytest.mark.parametrize(("room", "names"), [(8, 0), (9, 1), (17, 1), (18, 2), (60, 2)])
def test_as_many_are_drawn_as_there_is_room_for(samples: Session, room: int, names: int) -> None:
    lines = drawn(samples, 60, room)
    assert len(lines) <= room
    assert sum("Time to resolution" in line or "Answers voted helpful" in line for line in lines) == names
    assert all(len(line) <= 60 for line in lines)


def test_each_has_its_target_and_the_days_of_the_pilot(samples: Session) -> None:
    text = "\n".join(drawn(samples, 70, 30))
    for said in ("target 29.4", "baseline 42", "target 70", "2 Nov", "14 Dec", "today"):
        assert said in text
    assert "\n".join(drawn(samples, 70, 30, ascii_only=True)).isascii()


def test_nothing_is_drawn_where_it_is_too_narrow(samples: Session) -> None:
    assert drawn(samples, 30, 30) == []


async def test_a_drawing_leads_to_the_readings(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "pilot", size=(160, 45)) as shown:
        assert "target 70" in shown.panel("criteria")
        await shown.click_text("target 70")
        await shown.until(lambda: bool(shown.page.query(MetricsPane)))
        await shown.settle()
        assert shown.find(MetricList).current_id == "helpful-votes"


def test_what_keeps_a_pilot_from_starting_leaves_the_line_its_days() -> None:
    assert heights(21, 7, 7, 3, 4, wide=False).box == 5
    assert heights(21, 6, 7, 3, 4, wide=False).box == 4
    assert heights(21, 4, 7, 3, 4, wide=False).box == 4
