"""The agenda: what it lists and in which groups, ticking and opening from it, filter and days ahead."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.conftest import CHECKOUT, EAST_VALLEY, KNOWLEDGE, RIVERBEND, Show, Shown, named
from textual.strip import Strip
from textual.widgets import Input

from paceplan.core import agenda, calendar, checklists
from paceplan.core.agenda import Agenda, Event
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.presentation import words
from paceplan.tui.presentation.agenda import places_of
from paceplan.tui.screens.agenda import AgendaScreen
from paceplan.tui.screens.pilot import PilotPane
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.widgets.agenda_list import AgendaGroup, AgendaList
from paceplan.tui.widgets.check_list import CheckList
from paceplan.tui.widgets.section_list import SectionList

TRAINING = ("pilot.training", "Minimal training given")
"""An item of Riverbend's pilot with a date, and its name."""


async def opened(shown: Shown) -> AgendaList:
    """Open the agenda and return its list."""
    await shown.press("w")
    assert isinstance(shown.app.screen, AgendaScreen)
    return shown.find(AgendaList)


def screen(shown: Shown) -> AgendaScreen:
    found = shown.app.screen
    assert isinstance(found, AgendaScreen)
    return found


async def go_to(shown: Shown, what: str) -> Event:
    """Put the cursor on the first event of that name."""
    events = screen(shown)._events
    number = next(n for n, event in enumerate(events) if event.what == what)
    shown.find(AgendaList).go_to(number)
    await shown.settle()
    return events[number]


def lines_of(shown: Shown) -> list[str]:
    listed = shown.find(AgendaList)
    return [listed.render_line(y).text.rstrip() for y in range(listed.size.height)]


# What it lists


async def test_late_comes_first_and_today_is_marked(samples: Session, show: Show) -> None:
    samples.do(checklists.annotate, RIVERBEND, item="pilot.training", due=dt.date(2026, 11, 10))
    async with show(samples, size=(80, 40)) as shown:
        await opened(shown)
        lines = lines_of(shown)
        assert lines[0].split()[0] == "Late"
        late = next(line for line in lines if TRAINING[1] in line)
        assert late.strip("▌ ").split()[:5] == ["!", "10", "Nov", "-6", "d"]
        today = next(n for n, line in enumerate(lines) if line.strip().startswith("Today, Mon 16 Nov"))
        assert lines.index(late) < today
        assert "today" in lines[today + 1]
        assert "late" in shown.top


def dated(days: list[dt.date]) -> Agenda:
    """Return an agenda of checklist items on these days."""
    dates = [[day.isoformat(), f"e{n}", True, calendar.CODES["item"], f"a.{n}"] for n, day in enumerate(days)]
    return agenda.of([{"id": KNOWLEDGE, "name": "K", "done": False, "dates": dates}], DAY)


def test_days_fall_into_their_groups() -> None:
    days = [(11, 13), (11, 16), (11, 17), (11, 22), (11, 23), (11, 29), (11, 30), (12, 1), (12, 31)]
    places = places_of(
        dated([*(dt.date(2026, month, day) for month, day in days), dt.date(2027, 1, 1)]), DAY, "and more"
    )
    groups = [(p.name, p.count) for p in places if isinstance(p, AgendaGroup)]
    assert groups == [
        ("Late", 1),
        ("Today, Mon 16 Nov", 1),
        ("This week, to Sun 22 Nov", 2),
        ("Next week, 23 Nov to 29 Nov", 2),
        ("Later in November 2026", 1),
        ("December 2026", 2),
        ("January 2027", 1),
    ]
    assert [p for p in places if isinstance(p, int)] == list(range(10))
    assert places[-1] == "and more"


def test_weeks_of_the_agenda_start_where_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_weeks_start", 6)
    days = [dt.date(2026, 11, day) for day in (17, 21, 22, 28, 29)]
    groups = [(p.name, p.count) for p in places_of(dated(days), DAY) if isinstance(p, AgendaGroup)]
    assert groups == [
        ("This week, to Sat 21 Nov", 2),
        ("Next week, 22 Nov to 28 Nov", 2),
        ("Later in November 2026", 1),
    ]
    assert places_of(dated(days[-1:]), dt.date.min), "on the calendar's first day too"
    assert places_of(dated([dt.date.max]), dt.date.max)


async def test_an_empty_agenda_says_where_dates_come_from(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await opened(shown)
        assert "Nothing has a date yet." in shown.text
        assert "Pilots, checklists and roadmaps bring their dates here." in shown.text


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (200, 50)])
async def test_it_fits_at_every_size(samples: Session, show: Show, size: tuple[int, int]) -> None:
    async with show(samples, size=size) as shown:
        listed = await opened(shown)
        for line in lines_of(shown):
            assert cell_len(line) <= listed.size.width
        assert (size[0] >= 120) == bool(shown.page.query_one("#event").display)


async def test_beside_it_the_event_stands_in_full(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        await opened(shown)
        await go_to(shown, TRAINING[1])
        await shown.until(lambda: "Workshop on 1 October" in " ".join(shown.panel("event").split()))
        assert "District edtech coach" in shown.panel("event")
        listed, beside = shown.find(AgendaList).region, shown.page.query_one("#event").region
        assert (beside.x, beside.y, beside.height) == (listed.right, listed.y, listed.height)


# Ticking and opening


async def test_space_marks_done_where_it_stands_and_takes_it_back(
    samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    render = AgendaList.render_row

    def counted(self: AgendaList, index: int, width: int, selected: bool) -> Strip:
        painted.append(index)
        return render(self, index, width, selected)

    async with show(samples) as shown:
        listed = await opened(shown)
        await go_to(shown, TRAINING[1])
        line = listed.cursor
        monkeypatch.setattr(AgendaList, "render_row", counted)
        await shown.press("space")
        assert set(painted) <= {line}
        assert samples.project(RIVERBEND).checklists["pilot"]["training"].done
        assert "✓" in listed.render_line(line - round(listed.scroll_y)).text
        assert listed.cursor == line
        await shown.press("space")
        assert not samples.project(RIVERBEND).checklists["pilot"]["training"].done
        await shown.press("space", "u")
        assert not samples.project(RIVERBEND).checklists["pilot"]["training"].done
        assert "✓" not in listed.render_line(line - round(listed.scroll_y)).text


async def test_a_tick_works_out_the_events_of_its_project_alone_and_keeps_their_order(
    samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    for item in ("training", "data", "decision"):
        samples.do(checklists.annotate, RIVERBEND, item=f"pilot.{item}", due=dt.date(2026, 11, 19))
    asked: list[int] = []
    of = agenda.of

    def counted(rows: Any, *args: Any) -> Agenda:
        asked.append(len(found := list(rows)))
        return of(found, *args)

    async with show(samples) as shown:
        await opened(shown)
        before = [event.id for event in screen(shown)._events]
        await go_to(shown, TRAINING[1])
        monkeypatch.setattr(agenda, "of", counted)
        await shown.press("space")
        assert asked == [1]
        assert [event.id for event in screen(shown)._events] == before
        await shown.press("space")
        assert asked == [1, 1]
        assert not samples.project(RIVERBEND).checklists["pilot"]["training"].done


async def test_deliverables_are_finished_from_here(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown)
        event = next(e for e in screen(shown)._events if e.kind == "deliverable")
        await go_to(shown, event.what)
        await shown.press("space")
        assert samples.project(event.project).deliverables[event.id].done


async def smoke_drills(shown: Shown) -> list[dt.date]:
    """Put the cursor on the first smoke drill of the checkout project, and return the days of all of them."""
    events = screen(shown)._events
    found = [n for n, e in enumerate(events) if (e.kind, e.id, e.project) == ("drill", "campaign-smoke", CHECKOUT)]
    shown.find(AgendaList).go_to(found[0])
    await shown.settle()
    return [events[n].day for n in found]


async def test_a_drill_held_is_asked_for_its_report_as_on_the_risks_tab(samples: Session, show: Show) -> None:
    async with show(samples, CHECKOUT, "risks") as shown:
        shown.find(SectionList).go_to("drill campaign-smoke")
        await shown.press("space")
        there = shown.flat
    async with show(samples) as shown:
        await opened(shown)
        assert await smoke_drills(shown) == [dt.date(2026, 12, 2)]
        drill = next(e for e in screen(shown)._events if e.id == "campaign-smoke" and e.project == CHECKOUT)
        await shown.press("space")
        assert shown.flat == there.replace(drill.what, f"{drill.what}, {drill.name}")  # of several, this one's
        await shown.press(*"2026-12-01 Soon", "enter")
        assert shown.flat.count("lies in the future (today is 2026-11-16); give a day up to today") == 1
        assert samples.project(CHECKOUT).drills["campaign-smoke"].last == dt.date(2026, 11, 2)
        line = shown.find(AgendaList).cursor
        await shown.press("ctrl+u", *"2026-11-13 All sent", "enter")
        assert shown.find(AgendaList).cursor == line
        assert any("✓" in text and "smoke drill" in text for text in lines_of(shown))
        held = samples.project(CHECKOUT).drills["campaign-smoke"]
        assert (held.last, held.report) == (dt.date(2026, 11, 13), "All sent")
        assert await smoke_drills(shown) == [dt.date(2026, 12, 2), dt.date(2026, 12, 13)]
        await shown.press("u")
        assert await smoke_drills(shown) == [dt.date(2026, 12, 2)]
        assert samples.project(CHECKOUT).drills["campaign-smoke"].last == dt.date(2026, 11, 2)


async def test_what_takes_more_than_a_mark_says_so(samples: Session, show: Show) -> None:
    async with show(samples, toasts=True) as shown:
        await opened(shown)
        close = next(e for e in screen(shown)._events if e.kind == "close")
        await go_to(shown, close.what)
        shown.hush()
        await shown.press("space")
        assert shown.told == ["Done: not now: It takes more than a mark: Enter opens it."]
        recurring = next(e for e in screen(shown)._events if e.every)
        await go_to(shown, recurring.what)
        shown.hush()
        await shown.press("space")
        assert shown.told == ["Done: not now: It comes round by itself."]


async def test_enter_opens_the_project_on_the_tab_and_the_item(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown)
        await go_to(shown, TRAINING[1])
        await shown.press("enter")
        await shown.until(lambda: isinstance(shown.app.screen, ProjectScreen))
        await shown.settle()
        assert shown.find(PilotPane)
        assert shown.find(CheckList).current_id == "training"
        await shown.press("w")
        assert isinstance(shown.app.screen, AgendaScreen)
        deliverable = next(e for e in screen(shown)._events if e.kind == "deliverable")
        await go_to(shown, deliverable.what)
        await shown.press("enter")
        await shown.until(lambda: isinstance(shown.app.screen, ProjectScreen))
        assert shown.page.query_one("#pane-roadmap")


async def test_from_a_project_it_starts_on_what_is_next_there(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY) as shown:
        await opened(shown)
        current = screen(shown)._current()
        assert current is not None
        assert current.project == EAST_VALLEY
        await shown.press("escape")
        assert isinstance(shown.app.screen, ProjectScreen)


# Looking


async def test_words_filter_by_what_project_and_kind(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown)
        every = len(screen(shown)._events)
        await shown.press("slash", *"riverbend training")
        assert [e.what for e in screen(shown)._events] == [TRAINING[1]]
        await shown.press("escape")
        assert len(screen(shown)._events) == every
        await shown.press("slash", *"nonsense")
        assert "Nothing matches 'nonsense'." in shown.text
        await shown.press("escape", "escape")
        assert isinstance(shown.app.screen, PortfolioScreen)


async def test_days_ahead_narrow_it(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown)
        await shown.press("d")
        events = screen(shown)._events
        assert events
        assert max(e.day for e in events) <= DAY + dt.timedelta(days=7)
        assert "7 days" in shown.top
        await shown.press("d", "d", "d")
        assert len(screen(shown)._events) > len(events)
        await shown.press("t")
        current = screen(shown)._current()
        assert current is not None
        assert current.day >= DAY


async def test_a_change_of_another_shows_at_once(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown)
        samples.do(checklists.tick, RIVERBEND, item=TRAINING[0], by="Bob", on=DAY)
        await shown.settle()
        names = [e.what for e in screen(shown)._events if e.project == RIVERBEND]
        assert TRAINING[1] not in names


async def test_ten_thousand_events_cost_what_is_in_view(
    samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [DAY + dt.timedelta(days=n // 9) for n in range(10_000)]
    many = dated(days)
    monkeypatch.setattr("paceplan.core.agenda.of", lambda rows, today, days=None: many)
    async with show(samples) as shown:
        listed = await opened(shown)
        painted: list[int] = []
        render = AgendaList.render_row

        def counted(self: AgendaList, index: int, width: int, selected: bool) -> Strip:
            painted.append(index)
            return render(self, index, width, selected)

        monkeypatch.setattr(AgendaList, "render_row", counted)
        await shown.press("G")
        assert len(painted) <= listed.size.height + 2
        painted.clear()
        await shown.press("k")
        assert len(painted) == 2


async def test_people_s_words_are_data(empty: Session, show: Show) -> None:
    project = named(empty, "a[/]b [@click=app.quit]x")
    empty.do(checklists.annotate, project, item="pilot.outcome", due=DAY)
    async with show(empty, size=(120, 36)) as shown:
        await opened(shown)
        assert "a[/]b [@click=app.quit]x" in shown.text
        await shown.press("slash", "[", "/")
        assert screen(shown).query_one(Input).value == "[/"


async def test_toasts_stand_above_the_filter(samples: Session, show: Show) -> None:
    async with show(samples, toasts=True) as shown:
        await opened(shown)
        shown.app.notify("Done", timeout=60)
        await shown.press("slash", "r")
        box, toasts = screen(shown).query_one("#words"), screen(shown).query("Toast")
        assert len(toasts) == 1
        assert toasts.first().region.bottom == box.region.y
        await shown.press("escape")
        assert toasts.first().region.bottom == box.screen.size.height - 1
