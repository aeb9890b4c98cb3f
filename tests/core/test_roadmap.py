"""The roadmap: what stands in it at which pace, its dates, what is critical or waited for, and its actions."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceplan.core import roadmap
from paceplan.core.errors import Refused
from paceplan.core.playbook import Playbook
from paceplan.core.project import Project
from paceplan.core.roadmap import Plan

from .books import MODERATE, projects, shipped

D = dt.date
START = D(2026, 1, 5)
CHANGE: dict[str, Any] = {"override": {"pace": "marathon", "why": "for the test"}}
HYBRID: dict[str, Any] = {"override": {"pace": "hybrid", "why": "for the test"}}
SCALED: dict[str, Any] = {
    "pilot": {"start": START, "weeks": 3, "decision": {"decision": "scale", "on": D(2026, 1, 26), "why": "good"}}
}


def made(playbook: str = "edtech", **content: Any) -> Project:
    return Project.of({"format": "paceplan/1", "name": "P", "playbook": playbook, "start": START} | content)


def planned(project: Project, pace: str | None = "marathon") -> Plan:
    plan = roadmap.plan(project, shipped(project.playbook), pace)
    assert plan is not None
    return plan


def spans(plan: Plan) -> dict[str, tuple[dt.date, dt.date]]:
    return {p.id: (p.start, p.end) for p in plan.phases}


# What stands in a roadmap


def test_a_marathon_runs_its_phases_from_the_start() -> None:
    plan = planned(made())
    assert spans(plan) == {
        "foundation": (D(2026, 1, 5), D(2026, 7, 4)),
        "pilot-iterate": (D(2026, 7, 5), D(2027, 7, 4)),
        "scale-embed": (D(2027, 7, 5), D(2029, 1, 4)),
    }
    assert (plan.start, plan.end, plan.months, plan.progress) == (START, D(2029, 1, 4), 36, (0, 13))
    assert plan.as_json()["phases"][0] == {
        "id": "foundation", "start": "2026-01-05", "end": "2026-07-04", "done": 0, "total": 4, "critical": True,
        "waits_for": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "months"),
    [
        ({}, 36),
        ({"length_months": 24}, 24),
        ({"length_months": 24, "roadmap": {"length_months": 18}}, 18),
        ({"roadmap": {"start": D(2026, 3, 31)}}, 36),
    ],
)
def test_the_roadmaps_own_values_come_before_the_projects(content: dict[str, Any], months: int) -> None:
    plan = planned(made(**content))
    assert plan.months == sum(p.months for p in plan.phases) == months
    assert plan.start == content.get("roadmap", {}).get("start", START)


def test_dates_come_from_the_start_and_not_from_a_clipped_predecessor() -> None:
    plan = planned(made("ai", start=D(2026, 1, 31), length_months=5))
    assert list(spans(plan).values()) == [
        (D(2026, 1, 31), D(2026, 2, 27)),
        (D(2026, 2, 28), D(2026, 3, 30)),
        (D(2026, 3, 31), D(2026, 4, 29)),
        (D(2026, 4, 30), D(2026, 5, 30)),
        (D(2026, 5, 31), D(2026, 6, 29)),
    ]


@pytest.mark.parametrize(
    ("content", "pace", "expected"),
    [
        ({"start": None}, "marathon", None),
        ({}, "sprint", None),
        ({}, None, None),
        ({"roadmap": {"start": D(2026, 6, 1)}}, "sprint", 3),
        ({"sprints": {"s": {"name": "S", "phase": "foundation", "start": START, "weeks": 2}}}, "sprint", 3),
        ({"milestones": {"m": {"name": "M", "date": START}}}, "sprint", 0),
        ({"deliverables": {"systems-map": {"done": True}}}, None, 3),
        ({}, "hybrid", 3),
    ],
)
def test_where_there_is_a_roadmap(content: dict[str, Any], pace: str | None, expected: int | None) -> None:
    content = {key: value for key, value in ({"start": START} | content).items() if value is not None}
    project = Project.of({"format": "paceplan/1", "name": "P", "playbook": "edtech"} | content)
    plan = roadmap.plan(project, shipped("edtech"), pace)
    assert (None if plan is None else len(plan.phases)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({}, {"pilot": (0, 4), "operationalise": (4, 6)}),
        ({"length_months": 6}, {"pilot": (0, 6), "operationalise": (6, 6)}),
        ({"length_weeks": 10}, {"pilot": (0, 2), "operationalise": (2, 6)}),
        ({"roadmap": {"length_months": 16}}, {"pilot": (0, 4), "operationalise": (4, 12)}),
        (SCALED | {"roadmap": {"start": D(2026, 1, 27)}}, {"operationalise": (0, 6)}),
    ],
)
def test_a_hybrid_pilots_before_the_phases_it_keeps(
    content: dict[str, Any], expected: dict[str, tuple[int, int]]
) -> None:
    plan = planned(made("ai", **content), "hybrid")
    months = {
        p.id: ((p.start.year - plan.start.year) * 12 + p.start.month - plan.start.month, p.months) for p in plan.phases
    }
    assert months == expected
    assert not any(p.own for p in plan.phases)


def test_a_chain_has_sprints_in_place_of_phases_until_a_pilot_scales() -> None:
    links = {
        f"s{n}": {"name": f"S{n}", "start": START + dt.timedelta(weeks=3 * n), "weeks": 3, "done": n == 0}
        for n in (1, 0)
    }
    plan = planned(made("martech", sprints=links), "hybrid")
    assert plan.phases == ()
    assert [s.id for s in plan.sprints] == ["s0", "s1"]
    assert (plan.end, plan.progress) == (D(2026, 2, 16), (1, 2))
    assert planned(made("martech"), "hybrid").end == D(2026, 3, 30)  # four of three weeks, the usual chain
    kept = planned(made("martech", **SCALED, roadmap={"start": D(2026, 1, 27)}), "hybrid")
    assert [p.id for p in kept.phases] == list(shipped("martech").hybrid_phases)


def test_the_project_adds_and_changes_phases_and_deliverables() -> None:
    plan = planned(
        made(
            phases={
                "foundation": {"name": "Ground work", "months": 8},
                "b": {"name": "B", "order": 2},
                "a": {"name": "A", "order": 2, "months": 2},
                "z": {"name": "Z", "order": 1, "start_month": 3},
                "leftover": {"shift_days": 5},
            },
            deliverables={
                "roll-out": {"phase": "foundation", "name": "Early roll-out", "due": D(2026, 5, 1)},
                "extra": {"name": "Extra", "phase": "z"},
                "homeless": {"name": "Homeless"},
                "elsewhere": {"name": "Elsewhere", "phase": "gone"},
            },
        )
    )
    months = [(p.id, p.name, p.months, p.own) for p in plan.phases]
    assert months == [
        ("foundation", "Ground work", 8, False), ("pilot-iterate", "Pilot & iterate", 12, False),
        ("scale-embed", "Scale & embed", 18, False), ("z", "Z", 1, True), ("a", "A", 2, True), ("b", "B", 1, True),
    ]  # fmt: skip
    dates = spans(plan)
    assert dates["pilot-iterate"][0] == D(2026, 9, 5)
    assert dates["z"] == (D(2026, 4, 5), D(2026, 5, 4))
    assert dates["a"][0] == D(2026, 5, 5)
    assert dates["b"][0] == D(2026, 7, 5)
    foundation = plan.phases[0]
    assert [(d.id, d.name, d.due) for d in foundation.deliverables][-1] == ("roll-out", "Early roll-out", D(2026, 5, 1))
    assert [d.id for p in plan.phases[3:] for d in p.deliverables] == ["extra", "homeless"]


def test_what_is_waited_for_is_said_in_words() -> None:
    project = made(deliverables={"steering-committee": {"done": True, "on": D(2026, 2, 1)}})
    plan = planned(project)
    assert plan.phases[2].waits_for == ("successful pilots", "Security review")
    needs = {d.id: d.missing_needs for d in plan.phases[0].deliverables}
    assert needs["systems-map"] == ()
    assert needs["integration-architecture"] == ("systems-map", "data-governance")
    done = made(deliverables={"security-review": {"done": True}}, **SCALED)
    assert planned(done).phases[2].waits_for == ()
    # What the pilot stands for in a hybrid is in no phase of it, so nothing waits for it.
    hybrid = planned(made("ai"), "hybrid")
    assert {d.missing_needs for d in hybrid.phases[1].deliverables} == {(), ("observability",)}


def test_only_phases_that_decide_the_end_are_critical() -> None:
    own = {"training": {"name": "Training", "start_month": 3, "months": 2}}
    assert [p.id for p in planned(made(phases=own)).phases if p.critical] == [
        "foundation",
        "pilot-iterate",
        "scale-embed",
    ]
    pinned = {"scale-embed": {"start_month": 20}}
    assert [p.id for p in planned(made(phases=pinned)).phases if p.critical] == ["scale-embed"]
    long = {"training": {"name": "Training", "start_month": 3, "months": 40}}
    assert [p.id for p in planned(made(phases=long)).phases if p.critical] == ["training"]
    awaited = {
        "scale-embed": {"start_month": 20, "waits_for": ["t"]},
        "t1": {"name": "T", "start_month": 19, "months": 3},
    }
    plan = planned(made(phases=awaited, deliverables={"t": {"name": "T", "phase": "t1"}}))
    assert [p.id for p in plan.phases if p.critical] == ["scale-embed", "t1"]


# Actions


def test_shifting_moves_the_phase_and_all_after_it() -> None:
    book, project = shipped("edtech"), made(**CHANGE)
    once = roadmap.shift(project, book, phase="pilot-iterate", days=7)
    twice = roadmap.shift(once, book, phase="scale-embed", days=14)
    before, after = spans(planned(project)), spans(planned(twice))
    moved = {i: (after[i][0] - before[i][0]).days for i in after}
    assert moved == {"foundation": 0, "pilot-iterate": 7, "scale-embed": 21}
    assert {i: (after[i][1] - before[i][1]).days for i in after} == moved
    assert twice.document()["phases"] == {"pilot-iterate": {"shift_days": 7}, "scale-embed": {"shift_days": 14}}
    back = roadmap.shift(
        roadmap.shift(twice, book, phase="pilot-iterate", days=-7), book, phase="scale-embed", days=-14
    )
    assert back == project


def test_shifting_the_pilot_of_a_hybrid_moves_what_it_keeps() -> None:
    project = roadmap.shift(made("ai", **HYBRID), shipped("ai"), phase="pilot", days=7)
    assert [p.start for p in planned(project, "hybrid").phases] == [D(2026, 1, 12), D(2026, 5, 12)]


def test_stretching_takes_the_followers_along_and_leaves_no_usual_value() -> None:
    book = shipped("edtech")
    project = made(**CHANGE, phases={"scale-embed": {"start_month": 18}})
    longer = roadmap.stretch(project, book, phase="foundation", months=8)
    assert longer.document()["phases"] == {"foundation": {"months": 8}, "scale-embed": {"start_month": 20}}
    assert [p.months for p in planned(longer).phases] == [8, 12, 18]
    assert planned(longer).months == 38
    assert roadmap.stretch(longer, book, phase="foundation", months=6) == project


def test_building_writes_what_differs_from_the_playbook() -> None:
    book = shipped("edtech")
    built = roadmap.build(made(), book, start=D(2026, 9, 1), length_months=36, agreed=D(2026, 8, 20))
    assert built.document()["roadmap"] == {"start": "2026-09-01", "agreed": "2026-08-20"}
    again = roadmap.build(built, book, start=D(2026, 10, 1), length_months=24)
    assert again.document()["roadmap"] == {"start": "2026-10-01", "agreed": "2026-08-20", "length_months": 24}
    usual = roadmap.build(made(length_months=18), book, start=START, length_months=36)
    assert planned(usual).months == 36


def test_nesting_a_sprint() -> None:
    book = shipped("edtech")
    project = roadmap.nest(
        made(**CHANGE), book, sprint="feeder-a", name="Feeder A", phase="pilot-iterate", start=D(2026, 9, 7), weeks=10,
        de_risks="enterprise-spec", leaves="roster sync",
    )  # fmt: skip
    (sprint,) = planned(project).sprints
    assert (sprint.phase, sprint.end, sprint.de_risks) == ("pilot-iterate", D(2026, 11, 16), "enterprise-spec")
    assert Project.of(project.document()) == project
    hybrid = planned(
        made("martech", sprints={"a": {"name": "A", "phase": "platform", "start": START, "weeks": 3}}), "hybrid"
    )
    assert hybrid.sprints[0].phase is None


@pytest.mark.parametrize(
    ("item", "collection"),
    [("systems-map", "deliverables"), ("s", "sprints"), ("m", "milestones"), ("milestones.x", "milestones")],
)
def test_finishing_and_taking_it_back(item: str, collection: str) -> None:
    book = shipped("edtech")
    content: dict[str, Any] = {
        "sprints": {key: {"name": "S", "start": START, "weeks": 2} for key in ("s", "x")},
        "milestones": {key: {"name": "M", "date": START} for key in ("m", "x")},
    }
    project, key = made(**content), item.rpartition(".")[2]
    done = roadmap.finish(project, book, item=item, on=D(2026, 2, 2), by="Ada")
    entry = getattr(done, collection)[key]
    assert (entry.done, entry.on) == (True, D(2026, 2, 2))
    assert roadmap.finish(done, book, item=item, on=D(2026, 3, 3)) == done
    assert roadmap.finish(done, book, item=item, on=D(2026, 3, 3), undo=True) == project
    assert roadmap.finish(project, book, item=item, on=D(2026, 3, 3), undo=True) == project


Action = Callable[[Project, Playbook], Project]
TWICE: dict[str, Any] = {
    "sprints": {"x": {"name": "S", "start": START, "weeks": 2}},
    "milestones": {"x": {"name": "M", "date": START}},
    "phases": {"scale-embed": {"start_month": 240}, "pilot-iterate": {"shift_days": 3_660}},
}
NEST: dict[str, Any] = {"sprint": "a", "name": "A", "phase": None, "start": START, "weeks": 2}


@pytest.mark.parametrize(
    ("action", "path", "words"),
    [
        (
            lambda p, b: roadmap.shift(p, b, phase="nope", days=7),
            ("phases", "nope"),
            "it has foundation, pilot-iterate",
        ),
        (
            lambda p, b: roadmap.shift(p, b, phase="pilot-iterate", days=7),
            ("phases", "pilot-iterate", "shift_days"),
            "3660",
        ),
        (
            lambda p, b: roadmap.stretch(p, b, phase="foundation", months=0),
            ("phases", "foundation", "months"),
            "1 to 240",
        ),
        (
            lambda p, b: roadmap.stretch(p, b, phase="foundation", months=9),
            ("phases", "scale-embed", "start_month"),
            "243",
        ),
        (lambda p, b: roadmap.finish(p, b, item="system-map", on=START), (), "did you mean systems-map"),
        (lambda p, b: roadmap.finish(p, b, item="x", on=START), ("sprints", "x"), "sprints.x or milestones.x"),
        (lambda p, b: roadmap.nest(p, b, **NEST | {"sprint": "A b"}), ("sprints", "A b"), "a-z, 0-9"),
        (lambda p, b: roadmap.nest(p, b, **NEST | {"sprint": "x"}), ("sprints", "x"), "another id"),
        (lambda p, b: roadmap.nest(p, b, **NEST | {"name": " "}), ("sprints", "a", "name"), "needs a name"),
        (
            lambda p, b: roadmap.nest(p, b, **NEST | {"weeks": 0}),
            ("sprints", "a", "weeks"),
            "greater than or equal to 1",
        ),
        (lambda p, b: roadmap.nest(p, b, **NEST | {"phase": "nope"}), ("sprints", "a", "phase"), "no phase 'nope'"),
        (lambda p, b: roadmap.nest(p, b, **NEST | {"de_risks": "rollout"}), ("sprints", "a", "de_risks"), "roll-out"),
        (lambda p, b: roadmap.build(p, b, start=START, length_months=999), ("roadmap", "length_months"), "240"),
    ],
)
def test_a_refusal_names_place_and_remedy(action: Action, path: tuple[str, ...], words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        action(made(**CHANGE, **TWICE), shipped("edtech"))
    assert refused.value.path == path
    assert refused.value.message == str(refused.value)


def test_shifting_without_phases_says_what_to_do() -> None:
    with pytest.raises(Refused, match="build the roadmap first"):
        roadmap.shift(made("martech", **HYBRID), shipped("martech"), phase="platform", days=7)


# Whatever a file holds


@given(st.sampled_from(["edtech", "martech", "ai"]), st.integers(1, 240), st.dates(D(1990, 1, 1), D(2100, 12, 31)))
@MODERATE
def test_phases_follow_each_other_until_somebody_shifts_them(book: str, length: int, start: dt.date) -> None:
    plan = planned(made(book, start=start, roadmap={"length_months": length}))
    assert plan.phases[0].start == plan.start == start
    assert plan.phases[-1].end == plan.end
    assert plan.months == max(length, len(plan.phases))
    assert all(p.start <= p.end and p.critical and p.months >= 1 for p in plan.phases)
    for earlier, later in pairwise(plan.phases):
        assert later.start == earlier.end + dt.timedelta(days=1)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-400, 400)), max_size=6))
@MODERATE
def test_shifts_add_up_over_the_phases(shifts: list[tuple[int, int]]) -> None:
    book, project = shipped("edtech"), made(**CHANGE)
    ids = [p.id for p in planned(project).phases]
    before = spans(planned(project))
    done: list[tuple[int, int]] = []
    for n, days in shifts:
        total = sum(d for m, d in done if m <= n) + days
        if before[ids[n]][0] + dt.timedelta(days=total) < before[ids[0]][0]:
            with pytest.raises(Refused, match="would start before the roadmap does"):
                roadmap.shift(project, book, phase=ids[n], days=days)
            continue
        project = roadmap.shift(project, book, phase=ids[n], days=days)
        done.append((n, days))
    after = spans(planned(project))
    for place, phase in enumerate(ids):
        expected = dt.timedelta(days=sum(days for n, days in done if n <= place))
        assert [b - a for a, b in zip(before[phase], after[phase], strict=True)] == [expected, expected]


@given(
    projects(), st.sampled_from(["edtech", "martech", "ai"]), st.sampled_from([None, "sprint", "hybrid", "marathon"])
)
@MODERATE
def test_any_project_has_a_plan_or_none_and_actions_keep_it_canonical(
    project: Project, book_id: str, pace: str | None
) -> None:
    book = shipped(book_id)
    plan = roadmap.plan(project, book, pace)
    if plan is not None:
        json.dumps(plan.as_json())
        assert all(p.start <= p.end and p.done <= p.total == len(p.deliverables) for p in plan.phases)
    actions: list[Action] = [
        lambda p, b: roadmap.build(p, b, start=START),
        lambda p, b: roadmap.shift(p, b, phase=next(iter(b.phases)), days=7),
        lambda p, b: roadmap.stretch(p, b, phase=next(iter(b.phases)), months=5),
        lambda p, b: roadmap.finish(p, b, item=next(iter(next(iter(b.phases.values())).deliverables)), on=START),
    ]
    for action in actions:
        try:
            changed = action(project, book)
        except Refused:
            continue
        assert Project.of(changed.document()) == changed


@pytest.mark.parametrize("start", [D.min, D(9990, 1, 31), D.max])
def test_the_ends_of_the_calendar_hold(start: dt.date) -> None:
    project = made(**CHANGE, phases={"foundation": {"shift_days": 3_660, "months": 240}}).model_copy(
        update={"start": start}
    )
    plan = planned(project)
    assert all(p.start <= p.end for p in plan.phases)
    roadmap.shift(project, shipped("edtech"), phase="scale-embed", days=-3_660)


def test_importing_it_leaves_pydantic_alone() -> None:
    code = "import paceplan.core.roadmap, sys; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
