"""The Roadmap tab: laying phases out, shifting them, and finishing what they hold."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.tui.conftest import EAST_VALLEY, KNOWLEDGE, Show, Shown, named

from paceplan.core import keeping, roadmap
from paceplan.core.project import Project
from paceplan.core.roadmap import Plan
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.widgets.gantt import Gantt


@pytest.fixture
def open_plan(samples: Session) -> Session:
    """The samples, with East Valley's plan not agreed yet."""
    document = samples.project(EAST_VALLEY).document()
    for entry in (e for name in ("deliverables", "sprints") for e in document[name].values()):
        entry.pop("moved", None)
    document["roadmap"] = {k: v for k, v in document["roadmap"].items() if k in ("start", "length_months")}
    samples.do(keeping.revise, EAST_VALLEY, content=Project.of(document))
    return samples


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


async def test_space_finishes_a_deliverable_and_takes_that_back(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap") as shown:
        item, done = await go_to(shown, "deliverable"), plan(shown).progress
        await shown.press("space")
        assert plan(shown).progress == (done[0] + 1, done[1])
        assert shown.find(Gantt).selected.id == item  # type: ignore[union-attr]
        assert "done" in shown.panel("about")
        await shown.press("space")
        assert plan(shown).progress == done
        await shown.press("u")
        assert plan(shown).progress == (done[0] + 1, done[1])


async def test_a_phase_is_not_finished_by_itself_and_says_so(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap") as shown:
        await shown.press("g", "space")
        assert shown.told == ["Finish: not now: A phase is done when its deliverables are; finish those."]
        assert shown.entries() == 2


async def test_a_shift_moves_the_phase_and_all_after_it_live(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap") as shown:
        await go_to(shown, "phase")
        before, row = plan(shown), shown.find(Gantt).selected
        assert row is not None
        await shown.press(">", ">", "<")
        after, week = plan(shown), dt.timedelta(7)
        moved = [new.start - old.start for old, new in zip(before.phases, after.phases, strict=True)]
        at = next(n for n, phase in enumerate(before.phases) if phase.id == row.id)
        assert moved == [dt.timedelta(0)] * at + [week] * (len(moved) - at)
        assert "moved +7 days" in shown.panel("about")
        assert shown.entries() == 5
        await shown.press("u", "u", "u")
        assert plan(shown) == before


async def test_the_zoom_changes_the_calendar_only(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap") as shown:
        chart = shown.find(Gantt)
        zoom, cursor = chart.zoom, chart.cursor
        await shown.press("+")
        assert chart.zoom != zoom
        await shown.press("-")
        assert (chart.zoom, chart.cursor) == (zoom, cursor)
        await shown.press("l", "l", "t")
        assert shown.entries() == 2


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


async def test_a_click_selects_a_row_and_the_words_follow(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap") as shown:
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


# The agreed plan


async def test_after_the_agreement_a_shift_asks_why_once_a_day(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap") as shown:
        await shown.press("A")
        assert shown.project().roadmap.baseline is not None  # type: ignore[union-attr]
        item = await go_to(shown, "phase")
        before = shown.project()
        await shown.press(">")
        assert "Why does it move?" in shown.flat
        assert "The plan was agreed on 16 Nov." in shown.flat
        await shown.press("enter")
        assert isinstance(shown.app.screen, AskScreen)
        assert "say in a line why it moves now" in shown.flat
        await shown.press("escape")
        assert shown.project() == before
        await shown.press(">")
        await shown.write("The vendor delivers later")
        await shown.press("enter", ">", "<", ">")
        phase = shown.project().phases[item]
        assert [(m.days, m.why) for m in phase.moved.values()] == [(14, "The vendor delivers later")]
        assert "+14d" in shown.text
        assert "agreed for 1 Feb 2027, 14 days later since 16 Nov: The vendor delivers later" in shown.panel("about")
        assert "7 of 15 done   +14d" in shown.text
        await shown.press("p")
        assert "The vendor delivers later" in shown.flat


async def test_the_ghost_stands_where_it_was_agreed(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap", size=(120, 36)) as shown:
        await shown.press("A")
        await go_to(shown, "phase")
        await shown.press(">")
        await shown.write("why")
        await shown.press("enter", *">>>>>>>")
        row = next(line for line in shown.lines if "Pilot & iterate" in line)
        assert "╌╌" in row
        assert row.index("╌") < row.index("▇")
        assert "agreed 16 Nov" not in shown.text
        assert "16 Nov; ends 28 Mar 2028, 56 days later" in shown.panel("standing")


async def test_two_panes_from_120_columns(open_plan: Session, show: Show) -> None:
    for size, there in (((80, 24), False), ((119, 36), False), ((120, 36), True)):
        async with show(open_plan, EAST_VALLEY, "roadmap", size=size) as shown:
            assert ("Agreed plan" in shown.text) is there, size


# Changing it where it stands


async def test_the_card_shows_every_field_and_all_that_can_be_done(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap", size=(100, 40)) as shown:
        await go_to(shown, "deliverable")
        await shown.press("enter")
        for words in (
            "Enterprise specification",
            "Vendor integrator",
            "Owner",
            "Due",
            "2026-12-18",
            "Earlier",
            "key <",
        ):
            assert words in shown.flat
        assert "Remove" not in shown.flat  # it comes with the playbook
        await shown.press("enter", "ctrl+u")
        await shown.write("Legal")
        await shown.press("enter")
        assert shown.project().deliverables["enterprise-spec"].owner == "Legal"
        assert "Legal" in shown.panel("about")


@pytest.mark.parametrize(
    ("key", "field", "text", "value"),
    [
        ("o", "owner", "Ops", "Ops"), ("d", "due", "2027-01-05", dt.date(2027, 1, 5)),
        ("v", "evidence", "File", "File"),
    ],
)  # fmt: skip
async def test_keys_set_the_fields_of_a_deliverable(
    open_plan: Session, show: Show, key: str, field: str, text: str, value: object
) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap") as shown:
        item = await go_to(shown, "deliverable")
        await shown.press(key, "ctrl+u")
        await shown.write("2026-02-30" if key == "d" else text)
        await shown.press("enter")
        if key == "d":
            assert "deliverables.enterprise-spec.due: '2026-02-30' is not a date" in shown.flat
            await shown.press("ctrl+u")
            await shown.write(text)
            await shown.press("enter")
        assert getattr(shown.project().deliverables[item], field) == value


async def test_a_date_that_moves_after_the_agreement_asks_why_next(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap") as shown:
        await shown.press("A")
        await go_to(shown, "milestone")
        await shown.press("d", "ctrl+u")
        await shown.write("2027-02-24")
        await shown.press("enter")
        assert "Why does it move?" in shown.flat
        await shown.write("Agenda is full")
        await shown.press("enter")
        vote = shown.project().milestones["board-vote"]
        assert (vote.date, [m.why for m in vote.moved.values()]) == (dt.date(2027, 2, 24), ["Agenda is full"])


async def test_needs_are_chosen_and_a_cycle_is_refused_by_its_name(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap", size=(100, 40)) as shown:
        await shown.press("j", "f")
        assert "'Steering committee' needs" in shown.flat
        await shown.press("enter")  # the systems map, which needs the committee
        assert any("steering-committee -> systems-map -> steering-committee" in told for told in shown.told)
        assert shown.entries() == 2
        await shown.press("escape")
        shown.find(Gantt).go_to("phase", "scale-embed")
        await shown.press("f")
        assert "✓ Successful pilots" in shown.flat
        await shown.press("enter", "escape")
        assert shown.project().phases["scale-embed"].waits_for == ("security-review",)
        await shown.press("u")
        assert "scale-embed" not in shown.project().phases


async def test_stretching_a_phase_and_a_sprint(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap") as shown:
        await go_to(shown, "phase")
        await shown.press("}", "}", "{")
        assert [p.months for p in plan(shown).phases] == [4, 9, 12]
        shown.find(Gantt).go_to("sprint", "feeder-3")
        await shown.press("{")
        assert shown.project().sprints["feeder-3"].weeks == 9
        shown.find(Gantt).go_to("milestone", "board-vote")
        shown.hush()
        await shown.press("}")
        assert "is a day; only phases and sprints have a length" in shown.told[0]


async def test_a_sprint_is_nested_and_says_what_it_leaves_and_de_risks(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap", size=(100, 40)) as shown:
        await go_to(shown, "phase")
        await shown.press("a", "j", "enter")
        await shown.write("Spike")
        await shown.press("enter")
        assert "The first day is missing" in shown.flat
        await shown.write(" | 2027-01-18 | 4")
        await shown.press("enter")
        assert "Which reusable piece" in shown.flat
        await shown.write("Load test")
        await shown.press("enter")
        assert "'Spike' de-risks" in shown.flat
        await shown.press("enter")
        spike = shown.project().sprints["spike"]
        assert (spike.phase, spike.weeks, spike.leaves) == ("pilot-iterate", 4, "Load test")
        assert spike.de_risks == "steering-committee"
        assert shown.find(Gantt).selected.id == "spike"  # type: ignore[union-attr]
        assert "lies outside its phase: it closes on 2027-02-15" in shown.panel("about")
        assert "(and 1 more); p reads all" in shown.panel("alert")


async def test_own_things_are_added_and_removed(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap", size=(100, 40)) as shown:
        await go_to(shown, "phase")
        for keys, text in (
            ((), "Report | 2027-01-05"), (("j", "j"), "Party | 2027-03-01"), (("j", "j", "j"), "Support | 3"),
        ):  # fmt: skip
            await shown.press("a", *keys, "enter")
            await shown.write(text)
            await shown.press("enter")
            row = shown.find(Gantt).selected
            assert row is not None
            assert row.name == text.partition(" |")[0]
        project = shown.project()
        assert project.deliverables["report"].due == dt.date(2027, 1, 5)
        assert (plan(shown).phases[-1].name, plan(shown).phases[-1].months) == ("Support", 3)
        await shown.press("x")
        assert "support" not in shown.project().phases
        shown.find(Gantt).go_to("phase", "foundation")
        shown.hush()
        await shown.press("x")
        assert shown.told == [
            "Remove: not now: 'Foundation' comes with the playbook; it can be changed or done, not removed."
        ]


async def test_what_comes_round_can_only_be_looked_at(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap") as shown:
        await shown.press("G")
        assert "every month   next 2 Dec" in shown.panel("about")
        for key in ("space", ">", "m", "x"):
            shown.hush()
            await shown.press(key)
            assert "comes round by itself" in shown.told[0], key
        assert shown.entries() == 2


async def test_each_kind_of_evidence_has_its_place(samples: Session, show: Show) -> None:
    async with show(samples, "acme-media-identity-graph", "roadmap") as shown:
        await go_to(shown, "milestone")
        await shown.press("v")
        assert "○ Decision logged" in shown.flat
        await shown.press("enter")
        await shown.write("Record 9")
        await shown.press("enter")
        assert "audit ✓ Decision logged ✓ Configuration" in shown.panel("about")
        assert shown.project().milestones["demo-return"].audit["decision"] == "Record 9"


async def test_the_mouse_does_what_the_keys_do(open_plan: Session, show: Show) -> None:
    async with show(open_plan, EAST_VALLEY, "roadmap", size=(120, 36)) as shown:
        chart = shown.find(Gantt)
        y = (
            next(n for n, line in enumerate(shown.lines) if "Board vote" in line)
            if "Board vote" in shown.text
            else None
        )
        assert y is None  # it lies below; the phase is in view
        before = plan(shown)
        y = next(n for n, line in enumerate(shown.lines) if "Pilot & iterate" in line)
        x = shown.lines[y].index("▇") + 1
        await shown.pilot.mouse_down(offset=(x, y))
        await shown.pilot.mouse_up(offset=(x + 4, y))
        await shown.settle()
        moved = (plan(shown).phases[1].start - before.phases[1].start).days
        assert 30 < moved < 60
        assert chart.selected.id == "pilot-iterate"  # type: ignore[union-attr]
        await shown.click(chart, 4, y - chart.region.y)
        assert "Waits for" in shown.flat  # the card: all the rest is a click away
        await shown.click_text("Later")
        await shown.click_text("Later")
        assert (plan(shown).phases[1].start - before.phases[1].start).days == moved + 7


# Elevation


async def test_one_key_elevates_from_any_tab(samples: Session, show: Show) -> None:
    for tab in ("score", "pilot", "roadmap"):
        async with show(samples, "event-driven-personalisation", tab) as shown:
            if tab == "roadmap":
                assert "error budget burnt, 7 of 6" in shown.panel("alert")
                assert "M elevates" in shown.panel("alert")
            await shown.press("M")
            assert "error budget burnt" in shown.answer
            await shown.press("enter")
            project = shown.project()
            assert (project.override and project.override.pace) == "marathon"
            assert project.deliverables["dependency-map"].done
            assert any("deliverable done already: dependency-map" in told for told in shown.told)
            shown.hush()
            await shown.press("M")
            assert "A marathon already" in shown.told[0]
            await shown.press("u")
            assert shown.project().override is None


async def test_the_empty_tab_says_what_speaks_for_a_marathon(samples: Session, show: Show) -> None:
    document = samples.project("checkout-friction").document()
    document["pilot"]["iteration"] = 3
    samples.do(keeping.revise, "checkout-friction", content=Project.of(document))
    async with show(samples, "checkout-friction", "roadmap") as shown:
        assert "No roadmap yet." in shown.text
        assert "iteration 3 of one hypothesis" in shown.panel("alert")


async def test_a_trip_wire_shows_on_every_tab_and_in_the_portfolio(samples: Session, show: Show) -> None:
    for tab in ("score", "pilot", "metrics"):
        async with show(samples, "event-driven-personalisation", tab, size=(120, 36)) as shown:
            assert "elevate?" in shown.top
            if tab == "score":
                assert "error budget burnt, 7 of 6" in shown.panel("verdict").replace("\n", " ")
    async with show(samples, KNOWLEDGE, size=(80, 24)) as shown:
        assert "elevate?" not in shown.top
    async with show(samples, size=(120, 36)) as shown:
        await shown.press("/")
        await shown.write("event-driven")
        await shown.press("enter")
        await shown.until(lambda: "error budget burnt" in shown.text)  # once the cursor rests on it
