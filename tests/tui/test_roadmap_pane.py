"""The Roadmap tab: laying phases out, shifting them, and finishing what they hold."""

from __future__ import annotations

import datetime as dt

from tests.tui.conftest import EAST_VALLEY, KNOWLEDGE, Show, Shown, named

from paceplan.core import roadmap
from paceplan.core.roadmap import Plan
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.widgets.gantt import Gantt


def plan(shown: Shown) -> Plan:
    """Return the plan of the project on the screen."""
    project = shown.project()
    found = roadmap.plan(project, shown.session.playbook(project), shown.verdict().effective)
    assert found is not None
    return found


async def go_to(shown: Shown, kind: str) -> str:
    """Move to the next row of a kind, by keys; return its id."""
    chart = shown.find(Gantt)
    for _ in range(chart.count):
        row = chart.selected
        if row is not None and row.kind == kind and not row.done:
            return row.id
        await shown.press("j")
    raise AssertionError(f"no open {kind}")


async def test_space_finishes_a_deliverable_and_takes_that_back(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "roadmap") as shown:
        item, done = await go_to(shown, "deliverable"), plan(shown).progress
        await shown.press("space")
        assert plan(shown).progress == (done[0] + 1, done[1])
        assert shown.find(Gantt).selected.id == item  # type: ignore[union-attr]
        assert "done" in shown.panel("about")
        await shown.press("space")
        assert plan(shown).progress == done
        await shown.press("u")
        assert plan(shown).progress == (done[0] + 1, done[1])


async def test_a_phase_is_not_finished_by_itself_and_says_so(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "roadmap") as shown:
        await shown.press("g")
        for key in ("space", "enter"):
            shown.hush()
            await shown.press(key)
            assert shown.told == ["Finish: not now: A phase is done when its deliverables are; finish those."], key
        assert shown.entries() == 1


async def test_a_shift_moves_the_phase_and_all_after_it_live(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "roadmap") as shown:
        await go_to(shown, "phase")
        before, row = plan(shown), shown.find(Gantt).selected
        assert row is not None
        await shown.press(">", ">", "<")
        after, week = plan(shown), dt.timedelta(7)
        moved = [new.start - old.start for old, new in zip(before.phases, after.phases, strict=True)]
        at = next(n for n, phase in enumerate(before.phases) if phase.id == row.id)
        assert moved == [dt.timedelta(0)] * at + [week] * (len(moved) - at)
        assert "moved +7 days" in shown.panel("about")
        assert shown.entries() == 4
        await shown.press("u", "u", "u")
        assert plan(shown) == before


async def test_the_zoom_changes_the_calendar_only(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "roadmap") as shown:
        chart = shown.find(Gantt)
        zoom, cursor = chart.zoom, chart.cursor
        await shown.press("+")
        assert chart.zoom != zoom
        await shown.press("-")
        assert (chart.zoom, chart.cursor) == (zoom, cursor)
        await shown.press("l", "l", "t")
        assert shown.entries() == 1


async def test_without_a_roadmap_the_tab_says_which_key_makes_one(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "roadmap") as shown:
        assert "No roadmap yet." in shown.text
        assert "b lays one out" in shown.text
        for key in ("space", ">"):
            shown.hush()
            await shown.press(key)
            assert shown.told[0].endswith("not now: There is no roadmap yet; b lays one out."), key


async def test_b_lays_the_phases_out_from_a_day(empty: Session, show: Show) -> None:
    from paceplan.core import scoring

    named(empty, "Loans")
    empty.do(scoring.answer, "one", gate="regulated-decision", value=True)
    async with show(empty, "one", "roadmap") as shown:
        await shown.press("b")
        assert shown.answer == DAY.isoformat()
        await shown.press("ctrl+u", *"soon", "enter")
        assert isinstance(shown.app.screen, AskScreen)
        assert "'soon' is not a date" in shown.flat
        await shown.press("ctrl+u", "enter")
        assert "A roadmap needs the day" in shown.flat
        await shown.write("2027-01-04")
        await shown.press("enter")
        assert plan(shown).phases[0].start == dt.date(2027, 1, 4)
        assert plan(shown).phases[0].name in shown.text


async def test_a_click_selects_a_row_and_the_words_follow(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "roadmap") as shown:
        chart = shown.find(Gantt)
        await shown.click(chart, 4, 5)
        row = chart.selected
        assert row is not None
        assert shown.panel("about").startswith(row.name[:20])


async def test_every_row_has_its_words(samples: Session, show: Show) -> None:
    for project in (EAST_VALLEY, "credit-decision"):
        async with show(samples, project, "roadmap") as shown:
            chart = shown.find(Gantt)
            for _ in range(chart.count):
                assert shown.panel("about").splitlines()[0].strip()
                chart.cursor += 1
