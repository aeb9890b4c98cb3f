"""What of a project takes time, in its row's text and read back from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rows import MARATHON, project
from tests.playbooks.shipped import playbook

from paceplan.core import pilot, roadmap
from paceplan.core.project import Project
from paceplan.core.spans import Span, spans, text_of, whole
from paceplan.core.verdict import judge

PHASES = ["Frame", "Metrics & data", "Build", "Pilot & decide", "Operationalise"]


def text(made: Project) -> str:
    book = playbook(made.playbook)
    pace = judge(made, book).effective
    return text_of(made, book, pace, pilot.time_box(made, book, pace), roadmap.plan(made, book, pace))


def found(book: str = "ai", scores: Any = None, **content: Any) -> list[Span]:
    return spans(text(project(book, scores, **content)))


def said(span: Span) -> tuple[str, str, str, str]:
    return span.kind, span.name, span.first.isoformat(), span.last.isoformat()


def test_what_has_no_date_has_no_text() -> None:
    assert text(project()) == ""
    assert spans("") == []


def test_a_pilot_stands_from_its_start_to_its_decision_day() -> None:
    (planned,) = found(start="2026-01-05", length_weeks=6)
    assert said(planned) == ("pilot", "Pilot", "2026-01-05", "2026-02-16")
    assert (planned.state, planned.complete) == ("planned", False)
    (running,) = found(start="2026-01-05", pilot={"start": "2026-02-02", "weeks": 4})
    assert (running.first, running.last, running.state) == (dt.date(2026, 2, 2), dt.date(2026, 3, 2), "running")


@pytest.mark.parametrize(
    ("on", "last"), [("2026-02-20", "2026-02-20"), ("2026-03-09", "2026-03-09"), ("2026-01-01", "2026-02-02")]
)
def test_a_decided_pilot_ended_with_its_decision(on: str, last: str) -> None:
    decision = {"decision": "stop", "on": on, "why": "x"}
    (closed,) = found(pilot={"start": "2026-02-02", "weeks": 4, "decision": decision})
    assert (closed.last.isoformat(), closed.state, closed.complete) == (last, "closed", True)


def test_iterations_before_the_current_one_stay() -> None:
    earlier = {
        "2": {"start": "2026-02-02", "weeks": 2, "decision": "iterate", "on": "2026-02-17"},
        "1": {"start": "2026-01-05", "weeks": 2, "decision": "iterate", "on": "2026-01-19"},
    }
    runs = found(pilot={"start": "2026-03-02", "weeks": 2, "iteration": 3, "earlier": earlier})
    assert [(s.name, s.last.isoformat(), s.complete) for s in runs] == [
        ("Pilot 1", "2026-01-19", True), ("Pilot 2", "2026-02-17", True), ("Pilot 3", "2026-03-16", False),
    ]  # fmt: skip


def test_a_marathon_has_its_phases_over_the_year_end_and_no_pilot_that_nobody_began() -> None:
    marathon = found(scores=MARATHON, start="2026-01-31", length_months=24)
    assert [s.name for s in marathon] == PHASES
    assert [said(s)[2:] for s in marathon[:2]] == [("2026-01-31", "2026-03-30"), ("2026-03-31", "2026-07-30")]
    assert marathon[-1].last == dt.date(2028, 1, 30)
    assert {s.total for s in marathon} > {4}
    assert [s.kind for s in found(scores=MARATHON, start="2026-01-05", pilot={"start": "2026-02-02"})].count(
        "pilot"
    ) == 1


def test_sprints_and_milestones_stand_beside_the_phases() -> None:
    here = found(
        scores=MARATHON, start="2026-01-05",
        sprints={"a": {"name": "Offline ranking", "phase": "build", "start": "2026-08-03", "weeks": 6, "done": True}},
        milestones={"m": {"name": "Vote", "date": "2026-09-01"}},
    )  # fmt: skip
    sprint = next(s for s in here if s.kind == "sprint")
    assert (said(sprint), sprint.complete) == (("sprint", "Offline ranking", "2026-08-03", "2026-09-14"), True)
    vote = next(s for s in here if s.kind == "milestone")
    assert (said(vote), vote.end - vote.start, vote.complete) == (
        ("milestone", "Vote", "2026-09-01", "2026-09-01"),
        0,
        False,
    )


def test_the_months_that_a_hybrid_pilots_are_its_pilot_until_that_is_begun() -> None:
    scores = {"risk-compliance": 2, "data-maturity": 2, "integration-complexity": 2, "business-impact": 2}
    planned = found(scores=scores, start="2026-01-05")
    assert [(s.kind, s.state) for s in planned] == [("pilot", "planned"), ("phase", None)]
    begun = found(scores=scores, start="2026-01-05", pilot={"start": "2026-01-12"})
    assert next((s.kind, s.state, s.first.isoformat()) for s in begun) == ("pilot", "running", "2026-01-12")
    assert len(begun) == 2


def test_a_chain_is_one_run_until_its_links_are_laid_out_and_a_pilot_of_a_links_days_is_that_link() -> None:
    gates: dict[str, Any] = {
        "gates": {g: g == "reusable-piece" or g == "rollback-in-timebox" for g in playbook("martech").gates}
    }
    (chain,) = found("martech", start="2026-01-05", **gates)
    assert said(chain) == ("pilot", "Chain of sprints", "2026-01-05", "2026-03-30")
    link: dict[str, Any] = {"sprints": {"a": {"name": "Rules", "start": "2026-02-02", "weeks": 3}}}
    runs = found("martech", start="2026-01-05", pilot={"start": "2026-02-02", "weeks": 3}, **gates, **link)
    assert [said(s) for s in runs] == [("sprint", "Rules", "2026-02-02", "2026-02-23")]


@pytest.mark.parametrize(
    ("kind", "state", "done", "total", "late"),
    [
        ("phase", None, 1, 2, True),
        ("phase", None, 2, 2, False),
        ("phase", None, 0, 0, False),
        ("sprint", None, 0, 1, True),
        ("sprint", None, 1, 1, False),
        ("pilot", "planned", 0, 1, False),
        ("pilot", "running", 0, 1, True),
        ("milestone", None, 0, 1, True),
    ],
)
def test_late_is_what_has_passed_and_is_not_done(kind: Any, state: Any, done: int, total: int, late: bool) -> None:
    today = dt.date(2026, 11, 16)
    end = today.toordinal() + (kind == "phase")
    span = Span(kind, "x", end - 10 if kind != "milestone" else end, end, done, total, state)
    assert not span.late(today)
    assert span.late(today + dt.timedelta(days=1)) is late


def test_no_project_fills_the_index() -> None:
    name = "A name " * 60
    many = {f"s{n}": {"name": name, "start": f"20{n % 90 + 10}-01-05", "weeks": 2} for n in range(300)}
    made = text(project(start="2026-01-05", sprints=many))
    assert len(spans(made)) == 48
    assert len(made) < 4_000
    assert {len(s.name) <= 48 and s.name.endswith("...") for s in spans(made)} == {True}
    first, after = whole(made) or (0, 0)
    assert dt.date.fromordinal(first).year == 2010
    assert dt.date.fromordinal(after).year == 2099, "what is left out still counts for the whole"


def test_a_hostile_name_comes_back_as_it_was() -> None:
    name = "a;b 7/9\\n [@click=x]y[/] =1|1 f3 4 漢字 \U0001f469\u200d\U0001f467"
    (sprint,) = [
        s
        for s in found(start="2026-01-05", sprints={"a": {"name": name, "start": "2026-01-05", "weeks": 1}})
        if s.kind == "sprint"
    ]
    assert sprint.name == name


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("", []),
        ("x", []),
        ("739740", []),
        ("739740 -4", []),
        ("0 10\nr0 10 0 A", []),
        ("9999999 10\nr0 10 0 A", []),
        ("739740 10\nr0 10 0 A\nz0 1 0 later kind\nr0 x 0 B\nr\n\nr0 10\nr5 99 0 C\nr-5 1 0 D\ns0 5 1 E", ["A", "E"]),
    ],
)
def test_what_cannot_be_read_is_left_out(written: str, names: list[str]) -> None:
    assert [s.name for s in spans(written)] == names


days = st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31))
runs = st.fixed_dictionaries(
    {"name": st.text(min_size=1, max_size=80), "start": days, "weeks": st.integers(1, 520), "done": st.booleans()}
)


@given(st.dictionaries(st.sampled_from("abcdef"), runs, max_size=6))
def test_what_is_written_reads_back(sprints: dict[str, Any]) -> None:
    given_ = {i: s for i, s in sprints.items() if project_takes(s)}
    made = project("edtech", {}, start="2026-01-05", sprints=given_)
    read = [s for s in spans(text(made)) if s.kind == "sprint"]
    wanted = sorted((s.start, s.weeks, s.done) for s in made.sprints.values())
    assert sorted((s.first, (s.end - s.start) // 7, s.complete) for s in read) == wanted
    if wanted:
        assert whole(text(made)) == (min(s.start for s in read), max(s.end for s in read))


def project_takes(sprint: dict[str, Any]) -> bool:
    try:
        project("edtech", {}, start="2026-01-05", sprints={"a": sprint})
    except ValueError:
        return False
    return True
