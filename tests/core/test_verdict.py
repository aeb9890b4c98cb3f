"""The rule engine at every boundary of the three shipped playbooks, and of small ones where those have no case."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from paceplan.core.playbook import Playbook
from paceplan.core.project import Project
from paceplan.core.verdict import Verdict, judge

from .books import GATES, PACES, bands_book, book, gates_book, mixed_book, project, shipped

AI = ("risk-compliance", "data-maturity", "integration-complexity", "business-impact")
EDTECH = ("strategic-impact", "data-sensitivity", "interoperability", "readiness", "procurement")
REVERSED = ("data-maturity", "readiness")
QUIET = {
    "schema-change": False,
    "identity-or-billing": False,
    "cross-system": False,
    "compliance": False,
    "long-validation": False,
    "rollback-in-timebox": True,
    "reusable-piece": False,
}
BLOCKING = ("hypothesis", "telemetry", "rollback", "owner")
WARNING = ("success-metric", "feature-flag", "audit-trail", "dependency-map")


def scored(names: tuple[str, ...], leans: tuple[int, ...]) -> dict[str, int]:
    """Return the scores that give these leans, for as many of the dimensions as there are leans."""
    return {i: 3 - lean if i in REVERSED else lean for i, lean in zip(names, leans, strict=False)}


def ai(leans: tuple[int, ...], regulated: bool | None = False, **more: Any) -> Verdict:
    gates = {} if regulated is None else {"regulated-decision": regulated}
    return judge(project(shipped("ai"), scored(AI, leans), gates, **more), shipped("ai"))


def edtech(leans: tuple[int, ...], **more: Any) -> Verdict:
    return judge(project(shipped("edtech"), scored(EDTECH, leans), **more), shipped("edtech"))


def martech(gates: dict[str, bool], **more: Any) -> Verdict:
    return judge(project(shipped("martech"), gates=gates, **more), shipped("martech"))


def about(verdict: Verdict, subject: str) -> list[str]:
    return [warning.text for warning in verdict.warnings if warning.id == subject]


# ai: bands


@pytest.mark.parametrize(
    ("leans", "pace"),
    [
        ((0, 0, 0, 0), "sprint"),
        ((1, 1, 1, 1), "sprint"),
        ((0, 3, 0, 1), "sprint"),
        ((2, 1, 1, 1), "hybrid"),
        ((3, 0, 2, 0), "hybrid"),
        ((2, 2, 2, 2), "hybrid"),
        ((3, 3, 0, 2), "hybrid"),
        ((3, 2, 2, 2), "marathon"),
        ((3, 3, 3, 0), "marathon"),
        ((3, 3, 3, 3), "marathon"),
    ],
)
def test_ai_bands_change_between_4_and_5_and_between_8_and_9(leans: tuple[int, ...], pace: str) -> None:
    verdict = ai(leans)
    assert (verdict.pace, verdict.total, verdict.maximum) == (pace, sum(leans), 12)
    assert (verdict.complete, verdict.certain, verdict.possible) == (True, True, (pace,))
    assert verdict.marathon_count == sum(lean >= 2 for lean in leans)


def test_ai_data_maturity_counts_as_what_is_lacking() -> None:
    scores = dict.fromkeys(AI, 0)
    for score, total in ((0, 3), (1, 2), (2, 1), (3, 0)):
        verdict = judge(
            project(shipped("ai"), scores | {"data-maturity": score}, {"regulated-decision": False}), shipped("ai")
        )
        assert verdict.total == total


def test_the_example_of_the_public_contract() -> None:
    verdict = ai((1, 1, 1, 1))
    assert (verdict.pace, verdict.total, verdict.marathon_count, verdict.margin) == ("sprint", 4, 0, 1)
    first = verdict.as_json()["flips"][0]
    assert first == {"id": "risk-compliance", "from": 1, "to": 2, "pace": "hybrid"}


@pytest.mark.parametrize("leans", [(0, 0, 0, 0), (2, 2, 2, 2), (3, 3, 3, 3)])
def test_a_regulated_decision_is_a_marathon_at_any_total(leans: tuple[int, ...]) -> None:
    verdict = ai(leans, regulated=True)
    assert (verdict.pace, verdict.total) == ("marathon", sum(leans))
    assert (verdict.reasons[0].id, verdict.reasons[0].forces) == ("regulated-decision", "marathon")
    assert verdict.margin is None


@pytest.mark.parametrize(
    ("leans", "regulated", "possible"),
    [
        ((), None, ("sprint", "hybrid", "marathon")),
        ((), False, ("sprint", "hybrid", "marathon")),
        ((), True, ("marathon",)),
        ((0, 0, 0, 0), None, ("sprint", "marathon")),
        ((2, 2, 2, 2), None, ("hybrid", "marathon")),
        ((3, 3, 3, 0), None, ("marathon",)),
        ((3, 3, 3), None, ("marathon",)),
        ((0, 0, 1), False, ("sprint",)),
        ((0, 1, 1), False, ("sprint", "hybrid")),
        ((1, 1, 2), False, ("sprint", "hybrid")),
        ((2, 2, 1), False, ("hybrid",)),
        ((2, 2, 2), False, ("hybrid", "marathon")),
        ((3, 3, 2), False, ("hybrid", "marathon")),
        ((3, 3, 3), False, ("marathon",)),
        ((3, 2), False, ("hybrid", "marathon")),
        ((1, 1), False, ("sprint", "hybrid")),
        ((2, 1), False, ("sprint", "hybrid", "marathon")),
    ],
)
def test_ai_is_certain_once_no_completion_leaves_the_band(
    leans: tuple[int, ...], regulated: bool | None, possible: tuple[str, ...]
) -> None:
    verdict = ai(leans, regulated)
    assert verdict.possible == possible
    assert verdict.certain == (len(possible) == 1)
    assert verdict.pace == (possible[0] if len(possible) == 1 else None)
    assert verdict.total == sum(leans)


def test_an_incomplete_verdict_names_what_is_missing_and_has_neither_flips_nor_margin() -> None:
    verdict = ai((3, 3, 3), regulated=None)
    assert (verdict.pace, verdict.complete) == ("marathon", False)
    assert verdict.missing == ("business-impact", "regulated-decision")
    assert (verdict.flips, verdict.margin, verdict.decides_most) == ((), None, None)


# edtech: count


@pytest.mark.parametrize(
    ("leans", "count", "pace"),
    [
        ((0, 0, 0, 0, 0), 0, "sprint"),
        ((3, 3, 1, 1, 1), 2, "sprint"),
        ((1, 1, 1, 1, 1), 0, "sprint"),
        ((2, 2, 2, 0, 0), 3, "marathon"),
        ((0, 0, 3, 2, 2), 3, "marathon"),
        ((2, 2, 0, 2, 0), 3, "marathon"),
        ((3, 3, 3, 3, 3), 5, "marathon"),
    ],
)
def test_edtech_needs_three_marathon_leans(leans: tuple[int, ...], count: int, pace: str) -> None:
    verdict = edtech(leans)
    assert (verdict.pace, verdict.marathon_count) == (pace, count)
    assert (verdict.total, verdict.maximum, verdict.complete) == (sum(leans), 15, True)


@pytest.mark.parametrize(("score", "pace"), [(0, "marathon"), (1, "marathon"), (2, "sprint"), (3, "sprint")])
def test_edtech_readiness_speaks_for_a_sprint_when_high(score: int, pace: str) -> None:
    scores = {"strategic-impact": 2, "data-sensitivity": 2, "interoperability": 0, "procurement": 0}
    assert judge(project(shipped("edtech"), scores | {"readiness": score}), shipped("edtech")).pace == pace


def test_edtech_never_says_hybrid() -> None:
    assert {edtech(leans).pace for leans in itertools.product((0, 1, 2, 3), repeat=5)} == {"sprint", "marathon"}


@pytest.mark.parametrize(
    ("leans", "possible"),
    [
        ((), ("sprint", "marathon")),
        ((2, 2), ("sprint", "marathon")),
        ((2, 2, 3), ("marathon",)),
        ((3, 0, 2, 0), ("sprint", "marathon")),
        ((2, 0, 0, 2), ("sprint", "marathon")),
        ((1, 1), ("sprint", "marathon")),
        ((1, 1, 0), ("sprint",)),
        ((3, 1, 1, 1), ("sprint",)),
    ],
)
def test_edtech_is_certain_early(leans: tuple[int, ...], possible: tuple[str, ...]) -> None:
    verdict = edtech(leans)
    assert (verdict.possible, verdict.complete) == (possible, False)
    assert verdict.pace == (possible[0] if len(possible) == 1 else None)


@pytest.mark.parametrize(
    ("leans", "pace", "warned"),
    [
        ((2, 2, 2, 0, 0), "marathon", True),
        ((2, 2, 2, 1, 0), "marathon", True),
        ((3, 2, 2, 0, 0), "marathon", True),
        ((2, 2, 2, 1, 1), "marathon", False),
        ((2, 2, 2, 2, 0), "marathon", False),
        ((2, 2, 1, 1, 1), "sprint", False),
        ((3, 1, 1, 1, 1), "sprint", False),
        ((3, 2, 1, 1, 1), "sprint", True),
        ((3, 3, 1, 1, 1), "sprint", True),
    ],
)
def test_edtech_warns_where_count_and_sum_disagree(leans: tuple[int, ...], pace: str, warned: bool) -> None:
    verdict = edtech(leans)
    assert verdict.pace == pace
    assert bool(about(verdict, "total")) == warned


def test_the_disagreement_waits_for_the_last_answer() -> None:
    assert edtech((2, 2, 2)).pace == "marathon"
    assert about(edtech((2, 2, 2)), "total") == []
    assert about(edtech((2, 2, 2, 0)), "total") == []


def test_a_gate_that_forces_the_marathon_is_no_disagreement() -> None:
    small = book(
        {"kind": "count", "marathon_at": 1, "disagree": {"marathon_total_at_most": 3, "sprint_total_at_least": 1}},
        favours=("marathon",),
        gates={"law": ("marathon", True), "reuse": ("hybrid", True)},
    )
    no = {"law": False, "reuse": False}
    assert about(judge(project(small, {"d1": 2}, no), small), "total")
    assert about(judge(project(small, {"d1": 1}, no), small), "total")
    assert not about(judge(project(small, {"d1": 0}, no), small), "total")
    assert not about(judge(project(small, {"d1": 2}, no | {"law": True}), small), "total")
    assert about(judge(project(small, {"d1": 2}, no | {"reuse": True}), small), "total")
    assert not about(judge(project(small, {"d1": 1}, no | {"reuse": True}), small), "total")


@pytest.mark.parametrize(
    ("leans", "watched"),
    [
        ((0, 0, 0, 0, 0), []),
        ((1, 1, 1, 1, 1), []),
        ((0, 2, 0, 0, 0), ["data-sensitivity"]),
        ((3, 0, 0, 2, 0), ["strategic-impact", "readiness"]),
        ((2, 2, 2, 0, 0), []),
    ],
)
def test_edtech_sprint_lists_its_marathon_leans_to_watch(leans: tuple[int, ...], watched: list[str]) -> None:
    assert [warning.id for warning in edtech(leans).warnings if warning.id in EDTECH] == watched


@pytest.mark.parametrize(("lean", "advised"), [(0, False), (1, False), (2, True), (3, True)])
def test_low_readiness_brings_advice(lean: int, advised: bool) -> None:
    ids = [advice.id for advice in edtech((0, 0, 0, lean, 0)).advice]
    assert ids == (["readiness"] if advised else [])


# martech: gates


@pytest.mark.parametrize(
    ("gate", "answer", "pace"),
    [
        ("schema-change", True, "marathon"),
        ("identity-or-billing", True, "marathon"),
        ("cross-system", True, "marathon"),
        ("compliance", True, "marathon"),
        ("long-validation", True, "marathon"),
        ("rollback-in-timebox", False, "marathon"),
        ("reusable-piece", True, "hybrid"),
    ],
)
def test_each_martech_gate_alone_forces_its_pace(gate: str, answer: bool, pace: str) -> None:
    verdict = martech(QUIET | {gate: answer})
    assert (verdict.pace, verdict.complete) == (pace, True)
    assert (verdict.reasons[0].id, verdict.reasons[0].forces) == (gate, pace)
    assert [r.id for r in verdict.reasons[1:]] == [i for i in QUIET if i != gate]
    assert all(r.forces is None and r.lean is None for r in verdict.reasons[1:])
    assert martech({gate: answer}).possible == (("marathon",) if pace == "marathon" else ("hybrid", "marathon"))
    flip = next(f for f in verdict.flips if f.id == gate)
    assert (flip.before, flip.after, flip.pace) == (answer, not answer, "sprint")


def test_martech_is_a_sprint_until_a_gate_forces_more() -> None:
    verdict = martech(QUIET)
    assert verdict.pace == "sprint"
    assert (verdict.total, verdict.maximum, verdict.marathon_count, verdict.margin) == (None, None, None, None)
    assert [(f.id, f.before, f.after, f.pace) for f in verdict.flips] == [
        (gate, answer, not answer, "hybrid" if gate == "reusable-piece" else "marathon")
        for gate, answer in QUIET.items()
    ]


def test_the_strongest_gate_wins() -> None:
    assert martech(QUIET | {"reusable-piece": True, "compliance": True}).pace == "marathon"


@pytest.mark.parametrize(
    ("left_open", "forced", "possible"),
    [
        (tuple(QUIET), {}, ("sprint", "hybrid", "marathon")),
        (("reusable-piece",), {}, ("sprint", "hybrid")),
        (("compliance",), {}, ("sprint", "marathon")),
        (("compliance",), {"reusable-piece": True}, ("hybrid", "marathon")),
        (("reusable-piece", "schema-change"), {"compliance": True}, ("marathon",)),
    ],
)
def test_an_open_gate_can_go_either_way(
    left_open: tuple[str, ...], forced: dict[str, bool], possible: tuple[str, ...]
) -> None:
    answers = {gate: answer for gate, answer in (QUIET | forced).items() if gate not in left_open}
    verdict = martech(answers)
    assert (verdict.possible, verdict.missing) == (possible, tuple(i for i in QUIET if i in left_open))
    assert verdict.pace == (possible[0] if len(possible) == 1 else None)


# artifacts


def missing(verdict: Verdict) -> tuple[list[str], list[str]]:
    return [b.id for b in verdict.blockers], [w.id for w in verdict.warnings if w.id in WARNING]


@pytest.mark.parametrize(
    ("gates", "override", "asked"),
    [
        (QUIET, None, True),
        (QUIET | {"reusable-piece": True}, None, True),
        (QUIET | {"compliance": True}, None, False),
        (QUIET, "marathon", False),
        (QUIET | {"compliance": True}, "sprint", True),
        (QUIET | {"compliance": True}, "hybrid", True),
        ({}, None, False),
        ({}, "sprint", True),
        ({}, "marathon", False),
    ],
)
def test_artifacts_are_asked_for_by_the_effective_pace(
    gates: dict[str, bool], override: str | None, asked: bool
) -> None:
    more = {"override": {"pace": override, "why": "So be it"}} if override else {}
    expected = (list(BLOCKING), list(WARNING)) if asked else ([], [])
    assert missing(martech(gates, **more)) == expected


def test_an_artifact_in_hand_is_not_missing_and_one_that_is_not_done_is() -> None:
    verdict = martech(QUIET, artifacts={"telemetry": True, "owner": False, "audit-trail": True, "unknown": True})
    assert missing(verdict) == (
        ["hypothesis", "rollback", "owner"],
        ["success-metric", "feature-flag", "dependency-map"],
    )


# override


def test_an_override_rules_the_effective_pace_and_leaves_the_verdict() -> None:
    verdict = ai((0, 0, 0, 0), override={"pace": "marathon", "why": "The board wants it"})
    assert (verdict.pace, verdict.effective) == ("sprint", "marathon")
    assert verdict.override == ("marathon", "The board wants it")
    assert verdict.as_json()["override"] == {"pace": "marathon", "why": "The board wants it"}
    [text] = about(verdict, "override")
    assert text.endswith(shipped("ai").paces["marathon"].wrong)


@pytest.mark.parametrize("playbook_id", ["ai", "edtech", "martech"])
def test_every_shipped_pace_says_what_it_costs_where_it_is_wrong(playbook_id: str) -> None:
    assert all(info.wrong for info in shipped(playbook_id).paces.values())


def test_an_override_warns_only_where_it_departs_from_a_verdict() -> None:
    same = {"pace": "sprint", "why": "Agreed"}
    assert about(ai((0, 0, 0, 0), override=same), "override") == []
    undetermined = ai((), regulated=None, override=same)
    assert (undetermined.pace, undetermined.effective) == (None, "sprint")
    assert about(undetermined, "override") == []


def test_edtech_hybrid_comes_by_override() -> None:
    verdict = edtech((3, 3, 3, 3, 3), override={"pace": "hybrid", "why": "Sprints inside"})
    assert (verdict.pace, verdict.effective, len(about(verdict, "override"))) == ("marathon", "hybrid", 1)


# lengths


def with_length(playbook_id: str, pace: str, key: str, value: int) -> list[str]:
    """Return the warnings about the length of a project that runs at `pace` by override."""
    content: dict[str, Any] = {"override": {"pace": pace, "why": "For the table"}}
    if key == "pilot":
        content["pilot"] = {"weeks": value}
    elif key == "roadmap":
        content["roadmap"] = {"length_months": value}
    elif key == "link":
        content["sprints"] = {"a": {"name": "Link", "start": "2026-02-02", "weeks": value}}
    else:
        content[f"length_{key}"] = value
    playbook = shipped(playbook_id)
    return about(judge(project(playbook, **content), playbook), "length")


@pytest.mark.parametrize(
    ("playbook_id", "pace", "key", "inside", "outside"),
    [
        ("edtech", "sprint", "weeks", (6, 12), (5, 13)),
        ("edtech", "sprint", "months", (2,), (1, 3)),
        ("edtech", "sprint", "pilot", (6, 12), (5, 13)),
        ("edtech", "hybrid", "months", (9, 36), (8, 37)),
        ("edtech", "hybrid", "pilot", (5, 13), ()),
        ("edtech", "marathon", "months", (9, 36), (8, 37)),
        ("edtech", "marathon", "weeks", (39, 156), (38, 157)),
        ("edtech", "marathon", "roadmap", (9, 36), (8, 37)),
        ("martech", "sprint", "weeks", (1, 4), (5,)),
        ("martech", "sprint", "months", (), (1,)),
        ("martech", "hybrid", "link", (1, 4), (5,)),
        ("martech", "hybrid", "weeks", (1, 12), ()),
        ("martech", "marathon", "months", (3, 240), (2,)),
        ("martech", "marathon", "weeks", (13, 520), (12,)),
        ("martech", "marathon", "link", (5,), ()),
        ("ai", "sprint", "weeks", (2, 8), (1, 9)),
        ("ai", "sprint", "months", (1,), (2,)),
        ("ai", "sprint", "roadmap", (99,), ()),
        ("ai", "hybrid", "months", (2, 6), (1, 7)),
        ("ai", "hybrid", "weeks", (9, 26), (8, 27)),
        ("ai", "marathon", "months", (3, 24), (2, 25)),
        ("ai", "marathon", "weeks", (13, 104), (12, 105)),
        ("ai", "marathon", "roadmap", (3, 24), (2, 25)),
    ],
)
def test_a_length_is_warned_of_just_outside_its_limits(
    playbook_id: str, pace: str, key: str, inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    assert [value for value in inside if with_length(playbook_id, pace, key, value)] == []
    assert [value for value in outside if len(with_length(playbook_id, pace, key, value)) != 1] == []


def test_a_length_without_a_pace_is_not_judged() -> None:
    assert about(ai((), regulated=None, length_weeks=500), "length") == []


def test_an_open_end_is_named_as_such_and_limits_with_their_unit() -> None:
    [text] = with_length("martech", "marathon", "months", 2)
    assert text == "The length is 2 months; a marathon usually takes 3 or more months"
    [text] = with_length("ai", "sprint", "weeks", 9)
    assert text == "The length is 9 weeks; a sprint usually takes 2-8 weeks"


def test_one_length_given_twice_is_warned_of_once() -> None:
    sprint: dict[str, Any] = {"override": {"pace": "sprint", "why": "Short"}}
    assert len(about(ai((), length_weeks=9, pilot={"weeks": 9}, **sprint), "length")) == 1
    assert len(about(ai((), length_weeks=9, pilot={"weeks": 10}, **sprint), "length")) == 2


def test_links_of_a_chain_are_warned_of_in_their_order() -> None:
    links = {
        "z": {"name": "First", "start": "2026-02-02", "weeks": 5, "order": 1},
        "b": {"name": "Second", "start": "2026-02-02", "weeks": 6, "order": 2},
        "c": {"name": "Third", "start": "2026-02-02", "weeks": 7, "order": 2},
    }
    for order in itertools.permutations(links):
        verdict = martech(QUIET | {"reusable-piece": True}, sprints={i: links[i] for i in order})
        names = [text.split("'")[1] for text in about(verdict, "length")]
        assert names == ["First", "Second", "Third"]


# reasons, flips, margin, what decides


def test_reasons_stand_strongest_first() -> None:
    small = book(
        {"kind": "count", "marathon_at": 2},
        favours=("marathon", "sprint", "marathon"),
        gates={"reuse": ("hybrid", True), "law": ("marathon", True), "calm": ("marathon", True)},
    )
    verdict = judge(project(small, {"d1": 1, "d2": 0, "d3": 1}, {"reuse": True, "law": True, "calm": False}), small)
    assert [(r.id, r.lean, r.forces) for r in verdict.reasons] == [
        ("law", None, "marathon"),
        ("reuse", None, "hybrid"),
        ("d2", 3, None),
        ("d1", 1, None),
        ("d3", 1, None),
        ("calm", None, None),
    ]
    assert verdict.reasons[2].text == "D2 0 of 3 (lean 3)"


def test_flips_stand_by_step_then_in_the_playbooks_order_then_weaker_pace_first() -> None:
    verdict = judge(project(bands_book(), {"d1": 2, "d2": 2}), bands_book())
    assert (verdict.pace, verdict.total) == ("hybrid", 3)
    assert [(f.id, f.before, f.after, f.pace) for f in verdict.flips] == [
        ("d1", 2, 1, "sprint"),
        ("d2", 2, 3, "sprint"),
        ("d2", 2, 0, "marathon"),
    ]
    bands = {"sprint": {"low": 0, "high": 0}, "hybrid": {"low": 1, "high": 1}, "marathon": {"low": 2, "high": 3}}
    narrow = book({"kind": "bands", "bands": bands}, favours=("marathon",))
    both_ways = judge(project(narrow, {"d1": 1}), narrow)
    assert [(f.after, f.pace) for f in both_ways.flips] == [(0, "sprint"), (2, "marathon")]


def test_a_flip_needs_one_answer_alone_and_a_margin_may_need_several() -> None:
    verdict = ai((0, 0, 0, 0))
    assert [(f.id, f.pace) for f in verdict.flips] == [("regulated-decision", "marathon")]
    assert verdict.margin == 5
    assert edtech((0, 0, 0, 0, 0)).margin == 6
    assert edtech((0, 0, 0, 0, 0)).flips == ()
    assert edtech((2, 2, 2, 0, 0)).margin == 1
    assert edtech((3, 3, 3, 3, 3)).margin == 6


def test_a_gate_that_holds_the_pace_leaves_no_margin() -> None:
    held = judge(project(mixed_book(), {"d1": 3, "d2": 3}, {"reuse": True, "law": False}), mixed_book())
    assert (held.pace, held.total, held.margin) == ("hybrid", 3, 2)
    forced = judge(project(mixed_book(), {"d1": 3, "d2": 3}, {"reuse": True, "law": True}), mixed_book())
    assert (forced.pace, forced.margin, forced.flips[0].id) == ("marathon", None, "law")


@pytest.mark.parametrize(
    ("playbook", "scores", "gates", "question"),
    [
        (gates_book(), {}, {}, "reuse"),
        (gates_book(), {}, {"undo": True}, "schema"),
        (gates_book(), {}, {"reuse": True}, "schema"),
        (mixed_book(), {}, {}, "law"),
        (bands_book(), {}, {}, "d1"),
        (bands_book(), {"d1": 1}, {}, "d2"),
        (bands_book(), {"d1": 3, "d2": 0}, {}, None),
    ],
)
def test_the_open_question_that_decides_most(
    playbook: Playbook, scores: dict[str, int], gates: dict[str, bool], question: str | None
) -> None:
    assert judge(project(playbook, scores, gates), playbook).decides_most == question


def test_a_question_later_in_the_playbook_can_decide_more() -> None:
    verdict = martech({gate: answer for gate, answer in QUIET.items() if gate not in ("compliance", "reusable-piece")})
    assert verdict.decides_most == "compliance"
    small = book(GATES, gates={"reuse": ("hybrid", True), "law": ("marathon", True)})
    assert judge(project(small), small).decides_most == "law"


# what the verdict does not depend on


def test_answers_to_questions_of_another_playbook_are_left_aside() -> None:
    own = project(bands_book(), {"d1": 1, "d2": 1})
    other = project(bands_book(), {"d9": 3, "d1": 1, "d2": 1}, {"regulated-decision": True})
    assert judge(own, bands_book()) == judge(other, bands_book())


def test_the_order_of_a_projects_mappings_says_nothing() -> None:
    ahead = scored(AI, (3, 3, 3, 3))
    back = dict(reversed(ahead.items()))
    gates = {"regulated-decision": True}
    verdicts = [judge(project(shipped("ai"), scores, gates), shipped("ai")) for scores in (ahead, back)]
    assert verdicts[0] == verdicts[1]
    assert [advice.id for advice in verdicts[0].advice] == [*AI, "regulated-decision"]
    answered = [martech(gates) for gates in (QUIET, dict(reversed(QUIET.items())))]
    assert answered[0] == answered[1]


def test_bands_left_in_a_playbook_of_gates_decide_nothing() -> None:
    small = book(
        GATES | {"bands": {"marathon": {"low": 0, "high": 12}}}, gates={"law": ("marathon", True)}, paces=PACES
    )
    assert judge(project(small, gates={"law": False}), small).pace == "sprint"


def test_json_holds_the_keys_of_the_contract() -> None:
    document = martech(QUIET).as_json()
    assert list(document) == [
        "pace", "total", "maximum", "marathon_count", "complete", "certain", "possible", "effective", "blockers",
        "reasons", "missing", "decides_most", "flips", "margin", "override", "warnings", "advice",
    ]  # fmt: skip
    assert document["blockers"][0] == {"id": "hypothesis", "text": "Hypothesis is missing"}
    assert document["flips"][0] == {"id": "schema-change", "from": False, "to": True, "pace": "marathon"}
    assert (document["total"], document["override"], document["margin"]) == (None, None, None)


def test_judging_leaves_the_project_as_it_was() -> None:
    before = project(shipped("ai"), scored(AI, (1, 2, 3)), {"regulated-decision": False})
    copy = Project.of(before.document())
    judge(before, shipped("ai"))
    assert before == copy
