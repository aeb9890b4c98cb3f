"""Everything with a date, from rows alone: what each part of a project adds, in which order, and what comes round."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.books import MODERATE, projects
from tests.core.rows import DAY, MARATHON, project, row
from tests.playbooks.shipped import IDS, playbook

from paceplan.core import agenda, calendar, drills, portfolio, roadmap
from paceplan.core.agenda import Event
from paceplan.core.cadence import next_turn, turns
from paceplan.core.dates import add_days
from paceplan.core.errors import Refused
from paceplan.core.occasions import occasions
from paceplan.core.pilot import time_box
from paceplan.core.portfolio import Row, summarise
from paceplan.core.project import Project
from paceplan.core.verdict import judge

D = dt.date


def events(*rows: Row, today: dt.date = DAY, days: int | None = None) -> list[Event]:
    return list(agenda.of(rows, today, days))


def kinds(*rows: Row, today: dt.date = DAY) -> dict[str, list[tuple[str, str, bool]]]:
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for event in events(*rows, today=today):
        found.setdefault(event.kind, []).append((event.day.isoformat(), event.id, event.late))
    return found


def bare(id: str, name: str, *dates: list[Any], **more: Any) -> Row:
    return {"v": 2, "id": id, "name": name, "done": False, "dates": [*dates], **more}


# What there is


def test_a_running_pilot() -> None:
    found = kinds(row(start="2026-11-09", pilot={"start": "2026-11-09", "weeks": 6}))
    weeks = {id: mark.week for id, mark in playbook("ai").pilot.milestones.items() if mark.week <= 6}
    start = dt.date(2026, 11, 9)
    assert found["mark"] == [
        ((start + dt.timedelta(days=7 * week)).isoformat(), id, False) for id, week in weeks.items()
    ]
    assert found["close"] == [("2026-12-21", "pilot", False)]
    assert found["comms"] == [("2026-11-16", "", False)]


def test_a_pilot_that_closes_today_is_not_late_and_is_tomorrow() -> None:
    pilot = row(pilot={"start": "2026-10-05", "weeks": 6})
    assert kinds(pilot)["close"] == [("2026-11-16", "pilot", False)]
    assert kinds(pilot, today=DAY + dt.timedelta(days=1))["close"] == [("2026-11-16", "pilot", True)]


def test_a_planned_pilot_has_a_start_and_one_without_any_has_nothing() -> None:
    assert kinds(row(start="2026-12-01")) == {"start": [("2026-12-01", "pilot", False)]}
    assert kinds(row(start="2026-11-01")) == {}
    assert kinds(row()) == {}


def test_what_has_a_day_of_its_own_is_there_before_the_roadmap_has_a_start() -> None:
    made = row(
        sprints={"s": {"name": "First", "start": "2026-11-02", "weeks": 1}},
        milestones={"m": {"name": "Go-live", "date": "2026-11-20"}},
        deliverables={"outcome-kpi": {"due": "2026-11-18"}, "b": {"due": "2026-11-19", "done": True}},
    )
    assert kinds(made) == {
        "sprint": [("2026-11-09", "s", True)],
        "deliverable": [("2026-11-18", "outcome-kpi", False)],
        "milestone": [("2026-11-20", "m", False)],
    }
    assert portfolio.tripped(made, DAY) == ("time-box",)


def test_a_checklist_item_with_a_due_day() -> None:
    items = {
        "scope": {"due": "2026-11-13"},
        "metrics": {"due": "2026-11-20"},
        "mvp": {"due": "2026-11-20", "done": True},
        "decide": {"due": "2026-11-20", "na": True, "why": "Decided elsewhere"},
        "outcome": {},
    }
    found = kinds(row(checklists={"pilot": items, "takeaways": {"way-back": {"due": "2026-11-18"}}}))
    assert found == {
        "item": [
            ("2026-11-13", "pilot.scope", True),
            ("2026-11-18", "takeaways.way-back", False),
            ("2026-11-20", "pilot.metrics", False),
        ]
    }


@pytest.mark.parametrize(
    ("book", "days"),
    [("edtech", {"plan-30": 30, "plan-90": 90, "plan-365": 365}),
     ("martech", {"plan-30": 30, "plan-90": 90, "plan-180": 180}),
     ("ai", {})],
)  # fmt: skip
@pytest.mark.parametrize("start", ["2027-01-31", "2028-02-29", "2027-12-31"])
def test_plan_lists_count_from_the_start_of_the_project(book: str, days: dict[str, int], start: str) -> None:
    # The pilot started later, and is closed: neither moves a plan list.
    pilot = {"start": "2028-03-15", "weeks": 3, "decision": {"decision": "iterate", "on": "2028-04-05", "why": "W"}}
    found = kinds(row(book, {}, start=start, pilot=pilot), today=dt.date(2026, 1, 1)).get("list", [])
    first = dt.date.fromisoformat(start)
    assert found == [((first + dt.timedelta(days=n)).isoformat(), id, False) for id, n in days.items()]


def test_a_plan_list_goes_once_all_that_applies_is_ticked() -> None:
    ticks = {
        "pilot-chosen": {"done": True},
        "metrics-set": {"done": True},
        "training-planned": {"na": True, "why": "Everybody knows it"},
    }
    without = kinds(row("edtech", {}, start="2026-11-01"))["list"]
    assert [id for _, id, _ in without] == ["plan-30", "plan-90", "plan-365"]
    ticked = kinds(row("edtech", {}, start="2026-11-01", checklists={"plan-30": ticks}))["list"]
    assert [id for _, id, _ in ticked] == ["plan-90", "plan-365"]


def test_a_roadmap() -> None:
    found = kinds(
        row(
            scores=MARATHON, start="2026-01-31", length_months=24, roadmap={"start": "2026-01-31"},
            deliverables={"outcome-kpi": {"due": "2026-11-13"}, "rollback-plan": {"due": "2026-12-01", "done": True}},
            sprints={"s": {"name": "S", "start": "2026-11-02", "weeks": 2},
                     "over": {"name": "O", "start": "2026-10-02", "weeks": 2, "done": True}},
            milestones={"m": {"name": "M", "date": "2026-11-16"}, "n": {"name": "N", "date": "2026-11-15"}},
        )
    )  # fmt: skip
    assert found["deliverable"] == [("2026-11-13", "outcome-kpi", True)]
    assert found["sprint"] == [("2026-11-16", "s", False)]
    assert found["milestone"] == [("2026-11-15", "n", True), ("2026-11-16", "m", False)]
    assert [id for _, id, _ in found["phase"]] == list(playbook("ai").phases)
    assert found["phase"][0] == ("2026-03-30", "frame", True)  # two months after the last of January, less a day
    assert found["meeting"] == [("2027-01-31", "", False)]  # quarterly from the last of January


@pytest.mark.parametrize(
    ("every", "last", "due"),
    [("month", "2026-01-31", "2026-02-28"), ("month", "2028-01-31", "2028-02-29"),
     ("quarter", "2026-11-30", "2027-02-28"), ("week", "2026-12-28", "2027-01-04")],
)  # fmt: skip
def test_a_drill_is_due_a_term_after_the_last_and_late_after_that(every: str, last: str, due: str) -> None:
    made = row(start="2026-01-01", drills={"rollback": {"every": every, "last": last}})
    day = dt.date.fromisoformat(due)
    assert kinds(made, today=day)["drill"] == [(due, "rollback", False)]
    assert kinds(made, today=day + dt.timedelta(days=1))["drill"] == [(due, "rollback", True)]
    assert portfolio.health(made, day + dt.timedelta(days=1)) == "late"


def test_a_drill_that_nobody_took_up_has_no_day_and_a_first_one_counts_from_the_start() -> None:
    assert "drill" not in kinds(row(start="2026-11-01"))
    assert kinds(row(start="2026-11-01", drills={"rollback": {"report": "planned"}}))["drill"] == [
        ("2027-02-01", "rollback", False)
    ]
    assert "drill" not in kinds(row(drills={"rollback": {"report": "planned"}}))


def test_what_is_over_or_out_of_sight_has_no_dates() -> None:
    due: dict[str, Any] = {"checklists": {"pilot": {"scope": {"due": "2026-11-20"}}}}
    stopped = {"start": "2026-10-05", "weeks": 2, "decision": {"decision": "stop", "on": "2026-10-19", "why": "No use"}}
    assert kinds(row(**due)) != {}
    assert kinds(row(**due, pilot=stopped)) == kinds(row(**due, archived=True)) == kinds(row(**due, deleted=True)) == {}
    assert row(**due, pilot=stopped)["dates"] == ""


# Order


def test_late_first_then_by_day_then_by_project() -> None:
    b = bare("1", "b", ["2026-11-14", "B late", True, "i", "x.y"], ["2026-11-16", "B today", True, "i", "x.z"])
    a = bare("2", "A", ["2026-11-15", "A late", True, "i", "x.y"], ["2026-11-16", "A today", False, "k", "m"])
    c = bare("3", "c", ["2026-11-15", "C passed", False, "k", "m"], ["2026-11-17", "C", False, "k", "n"])
    found = [(e.what, e.late) for e in events(c, b, a)]
    assert found == [
        ("B late", True), ("A late", True), ("A today", False), ("B today", False), ("C", False),
    ]  # fmt: skip
    assert [(e.what) for e in events(c, b, a, days=0)] == ["B late", "A late", "A today", "B today"]
    assert len(events(c, b, a, days=1)) == 5


def test_a_row_of_release_0_1_0_still_tells_its_days() -> None:
    old = {"id": "1", "name": "Old", "done": False, "dates": [["2026-11-14", "A", True], ["2026-11-17", "B", False]]}
    found = events(old)
    assert [(e.day.day, e.what, e.late, e.kind, e.tick, e.tab) for e in found] == [
        (14, "A", True, "date", None, "pilot"),
        (17, "B", False, "date", None, "pilot"),
    ]
    assert agenda.marking(found[0], by="A", on=DAY) is None


def test_a_project_with_very_many_dates_keeps_the_earliest_and_says_how_many_it_left_out() -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(300)]
    made = row(milestones={f"m{n}": {"name": f"M{n}", "date": day.isoformat()} for n, day in enumerate(days)},
               start="2026-01-01")  # fmt: skip
    assert agenda.left_out([made]) == 300 - 64
    assert [e.day for e in events(made, today=dt.date(2026, 1, 1)) if e.kind == "milestone"] == days[:64]
    assert len(json.dumps(made)) < 5_000


# What comes round


@pytest.mark.parametrize(
    ("since", "every", "today", "next_day"),
    [
        ("2026-11-02", "w", "2026-11-16", "2026-11-16"),  # the 7n-th day itself
        ("2026-11-02", "w", "2026-11-17", "2026-11-23"),
        ("2026-11-02", "w", "2026-10-01", "2026-11-02"),
        ("2026-01-31", "m", "2026-02-01", "2026-02-28"),
        ("2026-01-31", "m", "2026-03-01", "2026-03-31"),  # and not the 28th for ever
        ("2028-01-31", "m", "2028-02-29", "2028-02-29"),
        ("2027-11-30", "q", "2028-02-29", "2028-02-29"),
        ("2027-11-30", "q", "2028-03-01", "2028-05-30"),
        ("2028-02-29", "m", "2029-02-28", "2029-02-28"),
        ("2026-12-31", "q", "2027-03-31", "2027-03-31"),
        ("2026-12-31", "q", "2027-04-01", "2027-06-30"),
    ],
)
def test_the_next_time(since: str, every: str, today: str, next_day: str) -> None:
    made = bare("1", "P", every=[[since, None, [[every, "u", "Update"]]]])
    (event,) = events(made, today=dt.date.fromisoformat(today))
    assert (event.day.isoformat(), event.late, event.kind, event.tick) == (next_day, False, "comms", None)
    assert event.every == {"w": "week", "m": "month", "q": "quarter"}[every]


@pytest.mark.parametrize(("today", "there"), [("2026-11-30", True), ("2026-12-01", False)])
def test_nothing_comes_round_after_the_end(today: str, there: bool) -> None:
    made = bare("1", "P", every=[["2026-11-02", "2026-11-30", [["w", "u", "Update"]]]])
    assert bool(events(made, today=dt.date.fromisoformat(today))) is there


def test_what_comes_round_makes_nothing_late_or_due() -> None:
    made = row(
        scores=MARATHON, start="2026-11-01", length_months=24, roadmap={"start": "2026-11-01"},
        comms={"committee-pack": {"from": "2026-11-17"}},
    )  # fmt: skip
    assert [(e.kind, e.day.day) for e in events(made, days=3)] == [("comms", 17)]
    assert [portfolio.health(made, DAY + dt.timedelta(days=n)) for n in range(4)] == ["on track"] * 4


@pytest.mark.parametrize(
    ("today", "demo", "board"),
    [
        ("2026-01-01", "2026-04-30", "2026-01-31"),  # before the start: the committee meets on it, nothing is shown yet
        ("2026-01-31", "2026-04-30", "2026-01-31"),
        ("2026-02-01", "2026-04-30", "2026-02-28"),
        ("2026-04-30", "2026-04-30", "2026-04-30"),
        ("2026-05-01", "2026-07-31", "2026-05-31"),
        ("2027-11-01", None, "2027-11-30"),  # the next would come after the end
    ],
)
def test_the_first_demo_comes_a_term_after_the_first_meeting(today: str, demo: str | None, board: str) -> None:
    content = {"override": {"pace": "marathon", "why": "W"}, "start": "2026-01-31", "length_months": 23}
    made = row("edtech", {}, **content, roadmap={"start": "2026-01-31"})
    found = kinds(made, today=dt.date.fromisoformat(today))
    assert [day for day, *_ in found.get("demo", [])] == ([demo] if demo else [])
    assert board in [day for day, *_ in found["meeting"]]


@MODERATE
@given(st.sampled_from(IDS), st.dates(D(2024, 1, 1), D(2029, 12, 31)), st.integers(1, 40), st.integers(-40, 1300))
def test_agenda_chart_and_cadence_agree_on_what_comes_round(id: str, start: dt.date, months: int, after: int) -> None:
    content = {"override": {"pace": "marathon", "why": "W"}, "start": start, "length_months": months}
    made, book, today = project(id, {}, **content, roadmap={"start": start}), playbook(id), add_days(start, after)
    plan = roadmap.plan(made, book, "marathon")
    assert plan is not None
    drawn = {o.kind: o.next(today) for o in occasions(book, plan, "marathon")}
    listed = {e.kind: e.day for e in events(summarise(made, book, judge(made, book)), today=today) if e.every}
    counted = {
        t.kind: next_turn(t, today) for t in turns(made, book, "marathon", time_box(made, book, "marathon"), plan)
    }
    for kind in ("demo", "meeting"):
        assert listed.get(kind) == drawn.get(kind) == counted.get(kind)


# What a tick does


@pytest.mark.parametrize(
    ("content", "id"),
    [
        ({"checklists": {"pilot": {"scope": {"due": "2026-11-20"}}}}, "pilot.scope"),
        ({"deliverables": {"outcome-kpi": {"due": "2026-11-20"}}}, "outcome-kpi"),
        ({"sprints": {"s": {"name": "S", "start": "2026-11-09", "weeks": 2}}}, "s"),
        ({"milestones": {"s": {"name": "S", "date": "2026-11-20"}}}, "s"),
        ({"drills": {"rollback": {"every": "month", "last": "2026-10-20"}}}, "rollback"),
    ],
)
def test_marking_an_event_takes_it_off_the_agenda(content: dict[str, Any], id: str) -> None:
    book = playbook("ai")
    made = project(scores=MARATHON, start="2026-11-01", roadmap={"start": "2026-11-01"}, **content)
    before = events(summarise(made, book, judge(made, book)), days=10)
    (event,) = [e for e in before if e.tick]
    assert event.tick == event.as_json()["tick"] == id
    marked = agenda.marking(event, by="Ann", on=DAY)
    assert marked
    action, args = marked
    after = action(made, book, **args)
    assert events(summarise(after, book, judge(after, book)), days=10) == [e for e in before if e is not event]


def test_a_drill_that_was_held_is_due_a_term_later() -> None:
    book = playbook("martech")
    held = drills.hold(project("martech"), book, drill="campaign-smoke", on=dt.date(2026, 1, 31), report="Passed")
    assert (held.drills["campaign-smoke"].last, held.drills["campaign-smoke"].report) == (
        dt.date(2026, 1, 31),
        "Passed",
    )
    again = drills.hold(held, book, drill="campaign-smoke", on=dt.date(2026, 2, 28))
    assert (again.drills["campaign-smoke"].report, again.drills["campaign-smoke"].reports) == (
        "",
        {dt.date(2026, 1, 31): "Passed"},
    )
    with pytest.raises(Refused, match=r"drills\.campaign-smok: playbook 'martech' has no drill"):
        drills.hold(held, book, drill="campaign-smok", on=DAY)


def test_what_opens_where() -> None:
    assert {tab for _, _, tab in calendar.KINDS.values()} == {"pilot", "roadmap", "risks", "people"}
    assert len(set(calendar.CODES.values())) == len(calendar.KINDS)


@MODERATE
@given(
    projects(),
    st.sampled_from(IDS),
    st.dates(dt.date(1990, 1, 1), dt.date(2999, 12, 31)),
    st.none() | st.integers(0, 400),
)
def test_any_project_at_all_has_an_agenda_in_order(made: Project, id: str, today: dt.date, days: int | None) -> None:
    book = playbook(id)
    found = agenda.of([summarise(made, book, judge(made, book)) | {"id": "p"}], today, days)
    assert [e.day for e in found] == sorted(e.day for e in found)
    for event in found:
        assert event.late == (event.day < today)
        assert not (event.late and event.every)
        assert days is None or event.day <= add_days(today, days)
        assert (event.tick is not None) == (agenda.marking(event, by="Ann", on=today) is not None)


# One agenda of several projects, and what is asked of it


def three() -> agenda.Agenda:
    """Return an agenda with two events late, one today and two to come."""
    item = calendar.CODES["item"]
    beta = bare(
        "b", "Beta é", ["2026-11-10", "Scope", True, item, "pilot.a"], ["2026-11-16", "Data", True, item, "pilot.b"]
    )
    alpha = bare(
        "a",
        "Alpha",
        ["2026-11-10", "Budget", True, item, "pilot.c"],
        ["2026-11-20", "Scope", True, item, "pilot.a"],
        ["2026-11-20", "Go-live", False, calendar.CODES["milestone"], "go"],
    )
    return agenda.of([beta, alpha], DAY)


def names(found: agenda.Agenda) -> list[str]:
    return [f"{event.project} {event.what}" for event in found]


def test_an_agenda_knows_its_days_and_how_many_events_are_late_and_of_today() -> None:
    found = three()
    assert names(found) == ["a Budget", "b Scope", "b Data", "a Scope", "a Go-live"]
    assert found.days == {"2026-11-10": 2, "2026-11-16": 1, "2026-11-20": 2}
    assert (len(found), found.late, found.now) == (5, 2, 1)
    assert [event.late for event in found] == [True, True, False, False, False]
    assert found[1:3] == [found[1], found[2]] == found.about({"b"})


def test_an_event_is_found_on_its_day_and_where_it_moved_to() -> None:
    found = three()
    assert [found.find(event) for event in found] == list(range(5))
    moved = found[3]._replace(line=found[3].line.replace("2026-11-20", "2026-11-10"))
    assert (moved.day, found.find(moved)) == (dt.date(2026, 11, 10), 3)
    assert found.find(found[3]._replace(of=("c", "C"))) is None
    assert three().like(found)
    assert not agenda.of([], DAY).like(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("scope", ["b Scope", "a Scope"]),
        ("beta", ["b Scope", "b Data"]),
        ("e milestone", ["a Go-live"]),
        ("beta e", ["b Scope", "b Data"]),
        ("pilot.a", []),
        ("checklist budget", ["a Budget"]),
        ("", ["a Budget", "b Scope", "b Data", "a Scope", "a Go-live"]),
    ],
)
def test_words_are_looked_for_in_what_it_is_its_project_and_its_kind(text: str, expected: list[str]) -> None:
    found = three().matching(text.split())
    assert names(found) == expected
    assert sum(found.days.values()) == len(expected)
    assert [found.find(event) for event in found] == list(range(len(expected)))


@pytest.mark.parametrize("number", range(5))
def test_what_is_put_back_stands_where_it_stood(number: int) -> None:
    before = three()
    gone = before[number]
    left = agenda.of([bare("z", "Alpha", ["2026-11-20", "Z", True, calendar.CODES["item"], "pilot.z"])], DAY)
    rest = [[e.day.isoformat(), e.what, e.kind == "item", calendar.CODES[e.kind], e.id] for e in before if e != gone]
    of = [e.of for e in before if e != gone]
    rows = [bare(id, name, *(d for d, o in zip(rest, of, strict=True) if o == (id, name))) for id, name in set(of)]
    after = agenda.of(rows, DAY)
    assert len(after) == 4
    assert after.with_also([gone], before).like(before)
    assert names(left.with_also([before[3]], before)) == ["a Scope", "z Z"]
