"""The agreed plan against today's: what moved, by how much, since when and why; and the reason that a move needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceplan.core import baseline, planning, roadmap
from paceplan.core.changes import apply, diff
from paceplan.core.errors import Refused
from paceplan.core.project import Project

from .books import MODERATE, shipped
from .plans import MARATHON, D, made, planned, spans

BOOK = shipped("edtech")
AGREED, LATER = D(2026, 1, 30), D(2026, 3, 2)
CONTENT: dict[str, Any] = MARATHON | {
    "deliverables": {
        "systems-map": {"due": D(2026, 3, 20)},
        "data-governance": {"due": D(2026, 2, 27)},
        "steering-committee": {"due": D(2026, 2, 16), "done": True, "on": D(2026, 2, 20)},
        "enterprise-spec": {"due": D(2026, 9, 1)},
    },
    "sprints": {
        "ran": {"name": "Ran", "phase": "foundation", "start": D(2026, 2, 2), "weeks": 2},
        "next": {"name": "Next", "phase": "pilot-iterate", "start": D(2026, 8, 3), "weeks": 6},
    },
    "milestones": {"vote": {"name": "Vote", "date": D(2026, 9, 15)}},
}


@pytest.fixture
def agreed() -> Project:
    return baseline.agree(made(**CONTENT), BOOK, on=AGREED)


def drifts(project: Project) -> dict[str, baseline.Drift]:
    return {d.id: d for d in baseline.moved(baseline.drifts(project, planned(project)))}


def test_agreeing_takes_every_date_once(agreed: Project) -> None:
    document = agreed.document()["roadmap"]
    assert document["agreed"] == "2026-01-30"
    assert document["baseline"]["end"] == "2029-01-04"
    assert document["baseline"]["phases"]["foundation"] == {"start": "2026-01-05", "end": "2026-07-04"}
    assert document["baseline"]["deliverables"]["systems-map"] == "2026-03-20"
    assert document["baseline"]["sprints"]["next"] == {"start": "2026-08-03", "end": "2026-09-14"}
    assert document["baseline"]["milestones"] == {"vote": "2026-09-15"}
    assert Project.of(agreed.document()) == agreed
    # What was done four days late shows at once; nothing else moved.
    assert {i: d.days for i, d in drifts(agreed).items()} == {"steering-committee": 4}


def test_each_value_of_the_baseline_has_a_path_of_its_own(agreed: Project) -> None:
    before = agreed.document()
    again = baseline.agree(roadmap.shift(
        agreed, BOOK, phase="pilot-iterate", days=7, why="late", on=LATER,
    ), BOOK, on=LATER)  # fmt: skip
    changes = diff(before, again.document())
    assert ("roadmap", "baseline", "phases", "pilot-iterate", "end") in {c.path for c in changes}
    assert all(len(c.path) >= 4 for c in changes if c.path[:2] == ("roadmap", "baseline") and c.path[2] != "end")
    assert apply(before, changes) == again.document()
    assert again.phases["pilot-iterate"].moved == {}


def test_there_is_nothing_to_agree_on_without_a_plan() -> None:
    with pytest.raises(Refused, match="build the roadmap first"):
        baseline.agree(made("ai"), shipped("ai"), on=AGREED)


def test_what_moved_by_how_much_since_when_and_why(agreed: Project) -> None:
    moved = roadmap.shift(agreed, BOOK, phase="pilot-iterate", days=14, why="Vendor", by="Ann", on=LATER)
    moved = roadmap.shift(moved, BOOK, phase="pilot-iterate", days=7, why="Holidays", on=D(2026, 4, 1))
    found = drifts(moved)
    phase = found["pilot-iterate"]
    assert (phase.agreed, phase.now, phase.days) == (D(2027, 7, 4), D(2027, 7, 25), 21)
    assert (phase.since, phase.why) == (LATER, ("Vendor", "Holidays"))
    after = found["scale-embed"]
    assert (after.days, after.since, after.why) == (21, LATER, ("Pilot & iterate: Vendor", "Pilot & iterate: Holidays"))
    assert (found["enterprise-spec"].days, found["next"].days) == (21, 21)
    assert found["enterprise-spec"].why == ("Vendor", "Holidays")
    assert "vote" not in found
    assert "foundation" not in found
    assert baseline.end_drift(moved, planned(moved)) == 21
    assert baseline.told(phase) == (
        "Pilot & iterate: 2027-07-04 -> 2027-07-25, 21 days later since 2026-03-02: Vendor; Holidays"
    )


def test_what_only_went_along_is_counted_and_not_listed(agreed: Project) -> None:
    moved = roadmap.shift(agreed, BOOK, phase="pilot-iterate", days=14, why="Vendor", on=LATER)
    found, along = baseline.leading(baseline.drifts(moved, planned(moved)))
    assert [d.id for d in found] == ["pilot-iterate", "scale-embed", "steering-committee"]
    assert along == 2
    later = planning.put(
        moved, BOOK, item="deliverables.enterprise-spec", fields={"due": D(2026, 10, 1)}, why="Legal", on=LATER
    )
    found, along = baseline.leading(baseline.drifts(later, planned(later)))
    assert ("enterprise-spec" in [d.id for d in found], along) == (True, 1)


def test_new_and_dropped_things_are_told_apart(agreed: Project) -> None:
    project = planning.put(
        agreed, BOOK, item="milestones.more", fields={"name": "More", "date": D(2026, 5, 1)}, on=LATER
    )
    project = planning.remove(project, BOOK, item="milestones.vote")
    found = drifts(project)
    assert (found["more"].state, found["vote"].state) == ("new", "dropped")
    assert baseline.told(found["vote"]) == "vote: agreed for 2026-09-15, dropped"


# The reason


def test_after_the_agreement_a_move_needs_a_reason_once_a_day(agreed: Project) -> None:
    with pytest.raises(Refused, match=r"phases.foundation.moved: the plan was agreed on 2026-01-30; say in a line why"):
        roadmap.shift(agreed, BOOK, phase="foundation", days=7, on=LATER)
    with pytest.raises(Refused, match="needs its day"):
        roadmap.shift(agreed, BOOK, phase="foundation", days=7, why="because")
    once = roadmap.shift(agreed, BOOK, phase="foundation", days=7, why="Legal", on=LATER)
    twice = roadmap.shift(once, BOOK, phase="foundation", days=7, on=LATER)
    assert {d: (s.days, s.why) for d, s in twice.phases["foundation"].moved.items()} == {LATER: (14, "Legal")}
    assert roadmap.shift(twice, BOOK, phase="foundation", days=-14, on=LATER) == agreed
    with pytest.raises(Refused, match="say in a line why"):
        roadmap.shift(twice, BOOK, phase="foundation", days=7, on=LATER + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        ("deliverables.systems-map", {"due": D(2026, 4, 1)}),
        ("sprints.next", {"start": D(2026, 8, 10)}),
        ("milestones.vote", {"date": D(2026, 9, 16)}),
    ],
)
def test_each_date_that_moves_keeps_its_reason(agreed: Project, item: str, fields: dict[str, Any]) -> None:
    collection, _, key = item.partition(".")
    with pytest.raises(Refused, match=f"{item}.moved"):
        planning.put(agreed, BOOK, item=item, fields=fields, on=LATER)
    moved = planning.put(agreed, BOOK, item=item, fields=fields, why="Board", by="Ann", on=LATER)
    (slip,) = getattr(moved, collection)[key].moved.values()
    assert (slip.why, slip.by) == ("Board", "Ann")
    assert drifts(moved)[key].why == ("Board",)
    assert drifts(moved)[key].days == slip.days
    # What moves no date needs none.
    planning.put(agreed, BOOK, item=item, fields={"name": "Other"}, on=LATER)


def test_before_the_agreement_a_reason_stays_with_the_phase() -> None:
    project = roadmap.shift(made(**CONTENT), BOOK, phase="foundation", days=7, why="Staff")
    assert (project.phases["foundation"].why, project.phases["foundation"].moved) == ("Staff", {})


def test_another_start_or_length_is_a_move_too(agreed: Project) -> None:
    with pytest.raises(Refused, match=r"phases\.foundation\.moved"):
        roadmap.build(agreed, BOOK, start=D(2026, 2, 2), on=LATER)
    moved = roadmap.build(agreed, BOOK, start=D(2026, 2, 2), why="Budget", on=LATER)
    assert moved.phases["foundation"].moved[LATER].days == 28
    longer = roadmap.build(agreed, BOOK, start=D(2026, 1, 5), length_months=40, why="Schools", on=LATER)
    assert [i for i, p in longer.phases.items() if p.moved] == ["scale-embed"]
    assert longer.roadmap
    assert longer.roadmap.baseline


# Slips that propagate


def test_what_lies_ahead_moves_with_its_phase() -> None:
    project = made(**CONTENT)
    moved = roadmap.shift(project, BOOK, phase="foundation", days=7, on=D(2026, 3, 2))
    due = {i: d.due for i, d in moved.deliverables.items()}
    assert due == {
        "systems-map": D(2026, 3, 27),  # ahead
        "data-governance": D(2026, 2, 27),  # late already: the shift does not hide it
        "steering-committee": D(2026, 2, 16),  # done
        "enterprise-spec": D(2026, 9, 8),  # of a phase that follows
    }
    assert {i: s.start for i, s in moved.sprints.items()} == {"ran": D(2026, 2, 2), "next": D(2026, 8, 10)}
    assert moved.milestones["vote"].date == D(2026, 9, 15)


def test_a_stretch_takes_what_follows_along() -> None:
    project = made(**CONTENT)
    longer = roadmap.stretch(project, BOOK, phase="foundation", months=7, on=D(2026, 3, 2))
    assert spans(planned(longer))["pilot-iterate"][0] == D(2026, 8, 5)
    assert longer.deliverables["enterprise-spec"].due == D(2026, 10, 2)
    assert longer.deliverables["systems-map"].due == D(2026, 3, 20)


@pytest.mark.parametrize(
    ("start", "months", "days", "first", "last"),
    [
        (D(2026, 1, 31), 9, 0, D(2026, 1, 31), D(2026, 10, 30)),
        (D(2026, 8, 31), 9, 0, D(2026, 8, 31), D(2027, 5, 30)),
        (D(2027, 8, 29), 18, 0, D(2027, 8, 29), D(2029, 2, 27)),  # 2029 has no 29th of February
        (D(2026, 8, 29), 18, 0, D(2026, 8, 29), D(2028, 2, 28)),  # 2028 has one
        (D(2026, 12, 28), 12, 7, D(2027, 1, 4), D(2028, 1, 3)),  # a shift over the year's end
        (D(2028, 2, 29), 12, 0, D(2028, 2, 29), D(2029, 2, 27)),
        (D(2028, 2, 29), 36, -0, D(2028, 2, 29), D(2031, 2, 27)),
    ],
)
def test_dates_clip_at_the_ends_of_months_and_in_leap_years(
    start: dt.date, months: int, days: int, first: dt.date, last: dt.date
) -> None:
    project = made(**MARATHON | {"start": start, "roadmap": {"start": start, "length_months": months}})
    if days:
        project = roadmap.shift(project, BOOK, phase="foundation", days=days)
    plan = planned(project)
    assert (plan.phases[0].start, plan.phases[-1].end) == (first, last)


@pytest.mark.parametrize(
    ("months", "boundaries"),
    [
        (9, (2, 5, 9)), (12, (2, 6, 12)), (18, (3, 9, 18)), (24, (4, 12, 24)), (30, (5, 15, 30)), (36, (6, 18, 36)),
    ],
)  # fmt: skip
def test_a_length_between_9_and_36_months_scales_the_phases(months: int, boundaries: tuple[int, ...]) -> None:
    plan = planned(made(**MARATHON | {"roadmap": {"length_months": months}}))
    ends = tuple(sum(p.months for p in plan.phases[: n + 1]) for n in range(3))
    assert ends == boundaries


STEP = st.tuples(
    st.sampled_from(["shift", "stretch", "move"]), st.sampled_from(["foundation", "pilot-iterate", "scale-embed"]),
    st.integers(-60, 60),
)  # fmt: skip


@given(st.lists(STEP, max_size=6))
@MODERATE
def test_shifts_and_stretches_keep_the_order_and_lose_nothing(steps: list[tuple[str, str, int]]) -> None:
    project = baseline.agree(made(**CONTENT), BOOK, on=AGREED)
    for kind, phase, n in steps:
        try:
            if kind == "stretch":
                project = roadmap.stretch(project, BOOK, phase=phase, months=n, why="w", on=LATER)
            elif kind == "shift":
                project = roadmap.shift(project, BOOK, phase=phase, days=n, why="w", on=LATER)
            else:
                project = planning.move(project, BOOK, item="milestones.vote", days=n, why="w", on=LATER)
        except Refused:
            continue
    plan = planned(project)
    assert [p.id for p in plan.phases] == ["foundation", "pilot-iterate", "scale-embed"]
    assert all(p.start <= p.end for p in plan.phases)
    for name in ("deliverables", "sprints", "milestones"):
        assert getattr(project, name).keys() == CONTENT[name].keys()
    assert Project.of(project.document()) == project
    found = baseline.drifts(project, plan)
    assert {d.id for d in found} >= {"foundation", "vote", "next", "enterprise-spec"}
    for drift in found:
        if drift.state == "moved" and not drift.done:
            assert drift.why
