"""The risk register, runbooks, drills with their reports, and the recurring cost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.books import MODERATE
from tests.core.pilots import kept
from tests.core.rows import MARATHON, project
from tests.playbooks.shipped import IDS, playbook

from paceplan.core import costs, drills, pilot, risks, roadmap, runbooks
from paceplan.core.errors import Refused
from paceplan.core.playbook import Playbook
from paceplan.core.portfolio import health, next_date, summarise
from paceplan.core.project import Project
from paceplan.core.verdict import judge

AI, MARTECH = playbook("ai"), playbook("martech")
DAY = dt.date(2026, 11, 16)


# The register


@pytest.mark.parametrize("id", IDS)
def test_the_register_is_sorted_by_exposure(id: str) -> None:
    found = risks.register(project(id), playbook(id))
    assert {r.id for r in found} == playbook(id).risks.keys()
    assert [r.exposure for r in found] == sorted((r.exposure for r in found), reverse=True)
    assert all(r.guardrails and not r.ticked for r in found)


LEVELS = st.integers(0, 3)


@given(st.lists(st.tuples(LEVELS, LEVELS, st.booleans()), max_size=6))
@MODERATE
def test_closed_risks_come_last_and_none_is_lost(levels: list[tuple[int, int, bool]]) -> None:
    own = {f"r{n}": {"name": f"R{n}", "likelihood": a, "impact": b, "open": c} for n, (a, b, c) in enumerate(levels)}
    found = risks.register(project(risks=own), AI)
    assert {r.id for r in found} == own.keys() | AI.risks.keys()
    keys = [(not r.open, -r.exposure, -r.impact) for r in found]
    assert keys == sorted(keys)


def test_a_risk_is_assessed_guarded_closed_and_dropped() -> None:
    empty = project()
    made = kept(empty, risks.assess(empty, AI, risk="hallucination", likelihood=3, owner="Platform team"), AI)
    first = risks.register(made, AI)[0]
    assert (first.id, first.exposure, first.impact, first.taken) == ("hallucination", 6, 2, True)
    assert first.bare
    for rail in ("prompts", "attribution"):
        made = kept(made, risks.guard(made, AI, risk="hallucination", guardrail=rail), AI)
    assert made.risks["hallucination"].guardrails == ("attribution", "prompts")
    assert not risks.register(made, AI)[0].bare
    made = risks.guard(made, AI, risk="hallucination", guardrail="prompts", ticked=False)
    assert made.risks["hallucination"].guardrails == ("attribution",)
    closed = risks.assess(made, AI, risk="hallucination", open=False)
    assert risks.register(closed, AI)[-1].id == "hallucination"
    assert kept(closed, risks.drop(closed, AI, risk="hallucination"), AI).risks == {}


def test_a_guardrail_ticked_and_unticked_leaves_no_trace() -> None:
    ticked = risks.guard(project(), AI, risk="compliance", guardrail="dpia")
    assert risks.guard(ticked, AI, risk="compliance", guardrail="dpia", ticked=False).risks == {}


def test_own_risks_are_added_and_weighty_ones_without_anything_against_them_are_named() -> None:
    made = kept(project(), risks.add(project(), AI, name="Key person leaves", likelihood=2, impact=3), AI)
    assert [r.id for r in risks.bare(made, AI)] == ["risks.key-person-leaves"]
    assert "exposure 6 of 9, has neither guardrail nor mitigation" in risks.bare(made, AI)[0].text
    eased = risks.assess(made, AI, risk="key-person-leaves", mitigation="Two people know each part.")
    assert risks.bare(eased, AI) == ()
    assert risks.find(made, AI, "KEY person leaves") == "key-person-leaves"


@pytest.mark.parametrize(
    ("action", "args", "says"),
    [
        (risks.assess, {"risk": "halucination", "impact": 1}, r"did you mean 'hallucination'"),
        (risks.assess, {"risk": "hallucination", "impact": 4}, "risks.hallucination.impact: 4 is no level"),
        (risks.add, {"name": "Hallucination"}, "a risk of this name is there already; change that one"),
        (risks.guard, {"risk": "compliance", "guardrail": "card"}, "has no guardrail for risk 'compliance' 'card'"),
        (risks.drop, {"risk": "compliance"}, "has no risk of the project's own"),
        (runbooks.write, {"runbook": "sprnt"}, "did you mean 'sprint'"),
        (runbooks.draft, {"name": "X", "template": "none"}, "has no runbook 'none'"),
        (runbooks.draft, {"name": ""}, "a runbook needs a name"),
        (runbooks.drop, {"runbook": "sprint"}, "has no runbook of the project's own"),
        (drills.take, {"drill": "smoke"}, "has no drill 'smoke'"),
        (drills.take, {"drill": "campaign-smoke", "every": "year"}, "give week, month or quarter"),
        (drills.add, {"name": " "}, "a drill needs a name"),
        (drills.strike, {"drill": "campaign-smoke", "on": DAY}, "no report of that day"),
        (drills.drop, {"drill": "campaign-smoke"}, "has no drill of the project's own"),
        (drills.hold, {"drill": "campaign-smoke", "on": DAY + dt.timedelta(1), "today": DAY}, "lies in the future"),
        (costs.name, {"amount": -1, "currency": "EUR", "every": "month"}, "is too small; give 0 or more"),
        (costs.name, {"amount": 1, "currency": "EUR", "every": "year"}, "give week, month or quarter"),
        (costs.remark, {"note": "X"}, "no recurring cost is named yet"),
        (costs.drop, {}, "no recurring cost is named"),
    ],
)
def test_what_is_refused(action: Any, args: dict[str, Any], says: str) -> None:
    book = AI if action.__module__.endswith("risks") else MARTECH
    with pytest.raises(Refused, match=says):
        action(project(book.id), book, **args)


def test_a_field_that_there_is_not_is_a_fault_of_the_program() -> None:
    with pytest.raises(TypeError):
        risks.assess(project(), AI, risk="compliance", colour="red")
    with pytest.raises(TypeError):
        runbooks.write(project(), AI, runbook="drift", colour="red")


# Runbooks


def test_martech_has_one_template_for_a_sprint_and_one_for_a_marathon() -> None:
    for pace, here, other in (("sprint", "sprint", "marathon"), ("marathon", "marathon", "sprint")):
        found = runbooks.runbooks(project("martech"), MARTECH, pace)
        assert [r.id for r in found] == [here, other]
        assert (found[0].applies, found[0].demanded, found[1].applies) == (True, True, False)
        assert found[0].missing == ("no owner",)
        assert [r.id for r in runbooks.lacking(project("martech"), MARTECH, pace)] == [f"runbooks.{here}"]


def test_trigger_owner_and_steps_are_written_and_go_back_to_the_template() -> None:
    empty = project("martech")
    made = kept(
        empty, runbooks.write(empty, MARTECH, runbook="sprint", owner="A; B", steps=["1. Off", "", " 2.Go"]), MARTECH
    )
    (here, _) = runbooks.runbooks(made, MARTECH, "sprint")
    assert (here.steps, here.rewritten, here.missing) == (("Off", "2.Go"), True, ("more than one owner",))
    assert here.trigger == MARTECH.runbooks["sprint"].trigger
    made = runbooks.write(made, MARTECH, runbook="sprint", owner="Checkout product owner", steps=[])
    (here, _) = runbooks.runbooks(made, MARTECH, "sprint")
    assert (here.steps, here.rewritten, here.missing) == (MARTECH.runbooks["sprint"].steps, False, ())
    assert runbooks.write(made, MARTECH, runbook="sprint", owner="").runbooks == {}


def test_one_of_the_projects_own_starts_from_a_template_or_empty() -> None:
    made = runbooks.draft(project("martech"), MARTECH, name="Coupon fault", template="sprint", owner="Ann")
    kept(project("martech"), made, MARTECH)
    assert runbooks.runbooks(made, MARTECH, "sprint")[1].steps == MARTECH.runbooks["sprint"].steps
    bare = runbooks.draft(project("martech"), MARTECH, name="Coupon fault")
    said = [r.text for r in runbooks.lacking(bare, MARTECH, "marathon") if r.id == "runbooks.coupon-fault"]
    assert said == ["Coupon fault has no rollback trigger and no owner and no steps"]


@pytest.mark.parametrize(
    ("lines", "steps"),
    [
        (["1. Off", "10. On"], ("Off", "On")),
        (["  ", ""], ()),
        (["3.5 % is the limit"], ("3.5 % is the limit",)),
        (["2026. A year"], ("2026. A year",)),
        (["1."], ()),
    ],
)
def test_numbers_before_steps_are_left_out(lines: list[str], steps: tuple[str, ...]) -> None:
    assert runbooks.steps_of(lines) == steps


# Drills


def drills_of(made: Project, book: Playbook = MARTECH, pace: str = "marathon") -> dict[str, drills.DrillState]:
    box, plan = pilot.time_box(made, book, pace), roadmap.plan(made, book, pace)
    return {d.id: d for d in drills.drills(made, book, pace, box, plan)}


@pytest.mark.parametrize(
    ("every", "last", "due"),
    [
        ("month", dt.date(2026, 1, 31), dt.date(2026, 2, 28)),
        ("quarter", dt.date(2026, 11, 30), dt.date(2027, 2, 28)),
        ("quarter", dt.date(2027, 11, 30), dt.date(2028, 2, 29)),
        ("week", dt.date(2026, 12, 28), dt.date(2027, 1, 4)),
        ("month", None, dt.date(2026, 2, 5)),
    ],
)
def test_when_a_drill_is_due(every: str, last: dt.date | None, due: dt.date) -> None:
    made = project("martech", start="2026-01-05", drills={"campaign-smoke": {"every": every, "last": last}})
    assert drills_of(made)["campaign-smoke"].due == due


def test_a_drill_is_taken_up_held_with_its_reports_kept_and_struck() -> None:
    made = project("martech", start="2026-01-05")
    assert drills_of(made)["campaign-smoke"].due is None
    asked = drills.idle(tuple(drills_of(made).values()), DAY)
    assert [r.id for r in asked] == ["drills.production-paths", "drills.campaign-smoke"]
    assert "is to be held each month; nobody took it up" in asked[1].text
    made = kept(made, drills.take(made, MARTECH, drill="campaign-smoke"), MARTECH)
    late = drills_of(made)["campaign-smoke"]
    assert (late.due, late.overdue(DAY)) == (dt.date(2026, 2, 5), 284)
    days = [dt.date(2026, 3, 2), dt.date(2026, 11, 2), dt.date(2026, 6, 1)]
    for n, day in enumerate(days):
        made = kept(
            made, drills.hold(made, MARTECH, drill="campaign-smoke", on=day, report=f"R{n}", today=DAY), MARTECH
        )
    held = drills_of(made)["campaign-smoke"]
    assert held.reports == ((days[1], "R1"), (days[2], "R2"), (days[0], "R0"))
    assert (held.last, held.due, held.overdue(DAY)) == (days[1], dt.date(2026, 12, 2), 0)
    assert (made.drills["campaign-smoke"].last, made.drills["campaign-smoke"].report) == (days[1], "R1")
    fixed = drills.hold(made, MARTECH, drill="campaign-smoke", on=days[2], report="R2 corrected")
    assert dict(drills_of(fixed)["campaign-smoke"].reports)[days[2]] == "R2 corrected"
    again = drills.hold(made, MARTECH, drill="campaign-smoke", on=days[1])
    assert again == made
    struck = kept(made, drills.strike(made, MARTECH, drill="campaign-smoke", on=days[1]), MARTECH)
    assert drills_of(struck)["campaign-smoke"].reports == ((days[2], "R2"), (days[0], "R0"))


def test_a_file_of_before_with_one_report_loses_nothing() -> None:
    made = project("martech", start="2026-01-05", drills={"campaign-smoke": {"last": "2026-10-01", "report": "Old"}})
    made = drills.hold(made, MARTECH, drill="campaign-smoke", on=DAY, report="New")
    assert drills_of(made)["campaign-smoke"].reports == ((DAY, "New"), (dt.date(2026, 10, 1), "Old"))


def test_an_overdue_drill_makes_the_project_late_and_one_not_taken_up_does_not() -> None:
    def how(**content: Any) -> tuple[str, str]:
        made = project("ai", MARATHON, start="2026-11-01", roadmap={"start": "2026-11-01"}, **content)
        row = summarise(made, AI, judge(made, AI))
        coming = next_date(row, DAY)
        return health(row, DAY), coming.what if coming else ""

    assert how()[0] == "on track"
    assert how(drills={"rollback": {"last": "2026-08-01"}}) == ("late", "Rollback rehearsal")
    assert how(drills={"rollback": {"last": "2026-11-01"}})[0] == "on track"


def test_own_drills_are_added_and_dropped() -> None:
    made = kept(project("martech"), drills.add(project("martech"), MARTECH, name="Failover", every="month"), MARTECH)
    assert drills_of(made)["failover"].taken
    assert drills_of(made)["failover"].due is None
    assert drills.take(made, MARTECH, drill="failover", name="Failover of mail").drills["failover"].name
    assert drills.drop(made, MARTECH, drill="failover").drills == {}


# Cost


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("480 EUR a month", (480, "EUR", "month")),
        ("  1200.50 USD per quarter ", (1200.5, "USD", "quarter")),
        ("$480 / month", (480, "$", "month")),
        ("€ 20 each week", (20, "€", "week")),
        ("480 EUR/month", (480, "EUR", "month")),
        ("480 Swiss francs a month", (480, "Swiss francs", "month")),
        ("0 EUR a month", (0, "EUR", "month")),
        ("480 EUR every month", (480, "EUR", "month")),
    ],
)
def test_a_cost_is_read_as_people_write_it(text: str, expected: tuple[float, str, str]) -> None:
    assert costs.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "480", "480 EUR", "EUR a month", "480 EUR a year", "480 a month", "-5 EUR a month"]
)
def test_what_is_no_cost_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        costs.parse(text)


def test_a_proposal_without_its_cost_is_named_where_the_method_wants_it() -> None:
    assert [r.id for r in costs.unnamed(project(), AI)] == ["costs"]
    assert costs.unnamed(project("martech"), MARTECH) == ()
    made = kept(project(), costs.name(project(), AI, amount=480, currency="EUR", every="month", note="Inference"), AI)
    assert costs.unnamed(made, AI) == ()
    assert made.costs
    assert costs.told(made.costs) == "480 EUR a month, 5760 EUR a year"
    dearer = costs.name(made, AI, amount=500, currency="EUR", every="month")
    assert dearer.costs
    assert dearer.costs.note == "Inference"
    noted = costs.remark(dearer, AI, note="All teams")
    assert noted.costs
    assert noted.costs.note == "All teams"
    assert costs.drop(noted, AI).costs is None
