"""The Risks tab: register and grid, guardrails, runbooks, drills with their reports, and the recurring cost."""

from __future__ import annotations

import datetime as dt

import pytest
from rich.cells import cell_len
from tests.tui.conftest import CHECKOUT, EAST_VALLEY, KNOWLEDGE, Show, Shown, named
from tests.tui.test_people_pane import go_to, line

from paceplan.core import costs, drills, risks
from paceplan.core.errors import Refused
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.glyphs import ASCII, UNICODE, Glyphs
from paceplan.tui.presentation import risks_page
from paceplan.tui.presentation.risks import risks_of, rows_of
from paceplan.tui.screens.agenda import AgendaScreen
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.screens.ticks import TickList, TicksScreen
from paceplan.tui.widgets.section_list import SectionList


def said(shown: Shown) -> str:
    return " ".join(shown.panel("risks-panel").split())


# Risks


async def test_the_register_stands_by_exposure_and_on_its_grid(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "risks") as shown:
        risks = [row.id for row in shown.find(SectionList)._rows if row.kind == "risk"]
        assert risks[0] == "risk staff-overload"
        assert "unguarded" in line(shown, risks[0])
        await go_to(shown, "risk bad-records")
        assert "2 x 3: exposure 6" in said(shown)
        assert "✓ Validate before moving" in said(shown)
        assert "▌6 Old data carried over" in said(shown)


async def test_a_risk_is_assessed_and_moves_with_the_cursor_on_it(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, "risks") as shown:
        await go_to(shown, "risk lock-in")
        await shown.press("3", "plus")
        found = shown.project().risks["lock-in"]
        assert (found.likelihood, found.impact) == (3, 3)
        listed = shown.find(SectionList)
        assert (listed.current_id, listed.cursor) == ("risk lock-in", 1)
        await shown.press("minus", "minus", "minus", "minus")
        assert shown.project().risks["lock-in"].impact == 0
        await shown.press("m", *" Tested.", "f10", "o", "ctrl+u", *"IT", "enter")
        assert shown.project().risks["lock-in"].mitigation.endswith("Tested.")
        assert shown.project().risks["lock-in"].owner == "IT"
        await shown.press("space")
        assert not shown.project().risks["lock-in"].open
        assert "closed" in line(shown, "risk lock-in")
        await shown.press("space", "x")
        assert "lock-in" not in shown.project().risks


async def test_guardrails_are_ticked_in_a_dialogue_that_stays(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "risks") as shown:
        await go_to(shown, "risk compliance")
        await shown.press("b")
        assert isinstance(shown.app.screen, TicksScreen)
        assert "Purpose, data, limits and results" in shown.flat
        await shown.press("space", "j", "enter")
        assert shown.project().risks["compliance"].guardrails == ("model-card", "dpia")
        assert [item.ticked for item in shown.app.screen.query_one(TickList).items] == [True, True, False]
        await shown.press("space", "escape")
        assert shown.project().risks["compliance"].guardrails == ("model-card",)
        assert "guards 1/3" in line(shown, "risk compliance")


async def test_own_risks_runbooks_and_drills_are_added(samples: Session, show: Show) -> None:
    async with show(samples, CHECKOUT, "risks") as shown:
        await shown.press("a", *"Key person", "enter")
        assert shown.find(SectionList).current_id == "risk key-person"
        await shown.press("b")
        assert "The playbook has no guardrail for it" in shown.told[-1]
        await go_to(shown, "runbook sprint")
        await shown.press("a", "j", "enter", *"Coupons", "enter")
        assert shown.find(SectionList).current_id == "runbook coupons"
        assert shown.project().runbooks["coupons"].steps
        await go_to(shown, "drill campaign-smoke")
        await shown.press("a", "g", "j", "enter", *"Failover", "enter")
        assert shown.find(SectionList).current_id == "drill failover"
        assert shown.project().drills["failover"].every == "month"
        await go_to(shown, "cost")
        await shown.press("a")
        assert isinstance(shown.app.screen, ChooseScreen)


# Runbooks


async def test_a_runbook_says_what_it_lacks_until_it_has_it(samples: Session, show: Show) -> None:
    async with show(samples, "event-driven-personalisation", "risks") as shown:
        await go_to(shown, "runbook sprint")
        assert "lacks ! no owner" in said(shown)
        assert "no owner" in line(shown, "runbook sprint")
        await shown.press("o", *"Checkout product owner", "enter")
        assert "lacks" not in said(shown)
        await shown.press("t", *" Or a call.", "f10", "s", *"9. Call the shop", "f10")
        found = shown.project().runbooks["sprint"]
        assert found.trigger.endswith("Or a call.")
        assert found.steps
        assert "Steps of the project's own." in said(shown) or "and" in said(shown)
        await shown.press("x")
        assert "sprint" not in shown.project().runbooks


# Drills


async def test_a_drill_is_held_with_its_report_and_the_others_stay(samples: Session, show: Show) -> None:
    async with show(samples, CHECKOUT, "risks", size=(120, 40)) as shown:
        await go_to(shown, "drill production-paths")
        assert "12 Oct Checkout rolled back in six minutes" in said(shown)
        await shown.press("space", *"All [well]", "enter")
        await shown.press("space", *"2026-11-02 An earlier one", "enter")
        found = shown.project().drills["production-paths"]
        assert (found.last, found.report) == (DAY, "All [well]")
        assert found.reports[dt.date(2026, 11, 2)] == "An earlier one"
        assert "held 3 times" in said(shown)
        assert "due 16 Feb 2027" in line(shown, "drill production-paths")
        await shown.press("r", "j", "enter", "enter", *", corrected", "f10")
        assert shown.project().drills["production-paths"].reports[dt.date(2026, 11, 2)].endswith("corrected")
        await shown.press("r", "enter", "j", "enter")
        assert shown.project().drills["production-paths"].last == dt.date(2026, 11, 2)


async def test_a_drill_in_the_future_is_refused_in_the_cores_words(samples: Session, show: Show) -> None:
    project = samples.project(CHECKOUT)
    with pytest.raises(Refused) as refused:
        drills.hold(project, samples.playbook(project), drill="campaign-smoke", on=dt.date(2026, 12, 1), today=DAY)
    async with show(samples, CHECKOUT, "risks") as shown:
        await go_to(shown, "drill campaign-smoke")
        await shown.press("space", *"2026-12-01 Later", "enter")
        assert refused.value.message in shown.flat
        assert shown.answer == "2026-12-01 Later"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All well", (DAY, "All well")),
        ("2026-11-02 All well", (dt.date(2026, 11, 2), "All well")),
        ("2026-11-02: All well", (dt.date(2026, 11, 2), "All well")),
        ("2026-11-02", (dt.date(2026, 11, 2), "")),
        ("2026-13-02 odd", (DAY, "2026-13-02 odd")),
        ("", (DAY, "")),
    ],
)
def test_a_report_may_start_with_its_day(text: str, expected: tuple[dt.date, str]) -> None:
    assert drills.parse_report(text, DAY) == expected


async def test_an_overdue_drill_is_marked_here_and_late_everywhere(samples: Session, show: Show) -> None:
    samples.do(drills.strike, CHECKOUT, drill="campaign-smoke", on=dt.date(2026, 11, 2))
    samples.do(drills.hold, CHECKOUT, drill="campaign-smoke", on=dt.date(2026, 10, 1), report="Old")
    async with show(samples, CHECKOUT, "risks") as shown:
        await go_to(shown, "drill campaign-smoke")
        assert line(shown, "drill campaign-smoke").split()[0] == "!"
        assert "overdue" in line(shown, "drill campaign-smoke")
        assert "! 1 Nov, 15 days overdue" in said(shown)
        assert "1 overdue" in line(shown, "heading drills")
        assert "late" in shown.top


async def test_the_agenda_opens_a_drill_where_it_stands(samples: Session, show: Show) -> None:
    samples.do(drills.strike, CHECKOUT, drill="campaign-smoke", on=dt.date(2026, 11, 2))
    samples.do(drills.hold, CHECKOUT, drill="campaign-smoke", on=dt.date(2026, 10, 1), report="Old")
    async with show(samples) as shown:
        shown.app.push_screen(AgendaScreen(shown.app.context))
        await shown.settle()
        await shown.press("/", *"smoke drill", "enter", "enter")
        await shown.until(lambda: isinstance(shown.app.screen, ProjectScreen))
        await shown.settle()
        assert shown.find(SectionList).current_id == "drill campaign-smoke"


async def test_a_drill_is_taken_up_and_its_rhythm_set(empty: Session, show: Show) -> None:
    async with show(empty, named(empty, "New"), "risks") as shown:
        await go_to(shown, "drill rollback")
        assert "not taken up" in said(shown)
        await shown.press("p")
        assert "rollback" in shown.project().drills
        await shown.press("p")
        assert "taken up already" in shown.told[-1]
        await shown.press("e", "g", "j", "enter")
        assert shown.project().drills["rollback"].every == "month"
        await shown.press("r")
        assert "It was not held yet" in shown.told[-1]


# Cost


async def test_the_recurring_cost_is_missed_where_the_method_wants_it(empty: Session, show: Show) -> None:
    async with show(empty, named(empty, "New"), "risks") as shown:
        await go_to(shown, "cost")
        assert "missing" in line(shown, "cost")
        await shown.press("c", *"480", "enter")
        with pytest.raises(Refused) as refused:
            costs.parse("480")
        assert refused.value.message in shown.flat
        await shown.press(*" EUR a month", "enter")
        cost = shown.project().costs
        assert cost
        assert (cost.amount, cost.currency, cost.every) == (480, "EUR", "month")
        assert "480 EUR a month, 5760 EUR a year" in said(shown)
        await shown.press("d", *"Inference", "f10", "v")
        assert "Recurring cost" in shown.flat
        await shown.press("escape", "x")
        assert shown.project().costs is None


async def test_a_playbook_without_drills_says_how_to_have_one(samples: Session, show: Show) -> None:
    async with show(samples, "riverbend-assessment", "risks", size=(80, 30)) as shown:
        assert "none: a adds one" in line(shown, "heading drills")


# Sizes and signs


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize(("width", "height"), [(38, 3), (56, 8), (78, 11), (50, 30), (96, 60)])
def test_every_page_keeps_to_its_room(samples: Session, glyphs: Glyphs, width: int, height: int) -> None:
    for id in (EAST_VALLEY, "recommender", CHECKOUT):
        project = samples.project(id)
        found = risks_of(project, samples.playbook(project), "marathon")
        pages = [risks_page.risk_page(r, found, width, height, glyphs) for r in found.register]
        pages += [risks_page.runbook_page(r, width, height, glyphs) for r in found.runbooks]
        pages += [risks_page.drill_page(d, DAY, width, height, glyphs) for d in found.drills]
        pages += [risks_page.cost_page(found, width, height, glyphs)]
        for page in pages:
            assert len(page) <= height
            assert all(cell_len(text.plain) <= width for text in page), [t.plain for t in page]
            assert glyphs == UNICODE or all(text.plain.isascii() for text in page), [t.plain for t in page]
        assert list(rows_of(found, DAY, glyphs))


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (119, 30), (120, 36), (200, 60)])
async def test_every_size_shows_list_and_page(samples: Session, show: Show, size: tuple[int, int]) -> None:
    async with show(samples, EAST_VALLEY, "risks", size=size) as shown:
        await go_to(shown, "risk bad-records")
        assert "Old data carried over" in shown.panel("risks-panel")
        assert all(cell_len(text) == size[0] for text in shown.lines)


@pytest.mark.parametrize("id", [EAST_VALLEY, CHECKOUT, KNOWLEDGE])
async def test_pitfalls_with_their_remedies_and_advice_can_be_read(samples: Session, show: Show, id: str) -> None:
    project = samples.project(id)
    book = samples.playbook(project)
    async with show(samples, id, "risks", size=(120, 40)) as shown:
        for key, pitfall in book.pitfalls.items():
            await go_to(shown, f"pitfall {key}")
            assert " ".join(pitfall.remedy.split()[:4]) in said(shown)
        for key, one in book.practices.items():
            if one.place == "risks":
                await go_to(shown, f"advice {key}")
                assert " ".join(one.points[0].split()[:3]) in said(shown)
        await shown.press("enter")
        assert "These are the playbook's words" in shown.told[-1]


@pytest.mark.parametrize("project", [EAST_VALLEY, "credit-decision"])
async def test_names_and_owners_stay_at_every_width(samples: Session, show: Show, project: str) -> None:
    """From 80 columns on whole, below in short: nothing is cut where the line has room for it."""
    async with show(samples, project, "risks", size=(80, 40)) as shown:
        listed = shown.find(SectionList)
        found = shown.project(project)
        owners = {r.id: r.owner for r in risks.register(found, shown.session.playbook(found))}
        for width in range(57, 200):
            for index, row in enumerate(listed._rows):
                if row.kind not in ("risk", "runbook"):
                    continue
                line = "".join(segment.text for segment in listed.render_row(index, width, False))
                assert cell_len(line) <= width
                assert not line.rstrip().endswith(" …"), (width, line)
                owner = owners[row.key] if row.kind == "risk" else ""
                if width >= 79:
                    assert owner in line, (width, line)
                if cell_len(row.name) <= 26 or width >= 79:
                    assert row.name in line, (width, line)
