"""The engine against a second one that counts everything out: each completion, each change, each vector of scores."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from paceplan.core.entries import GateAnswer, Score
from paceplan.core.playbook import Playbook
from paceplan.core.project import Project
from paceplan.core.verdict import judge

from .books import BANDS, COUNT, GATES, MODERATE, PACES, book, project, shipped

STRENGTH = ["sprint", "hybrid", "marathon"]

Scores = tuple[int | None, ...]
Gates = tuple[bool | None, ...]


@dataclass(frozen=True)
class Case:
    """A rule with answers, in words of its own; `by_total` holds the pace of each total of a bands rule."""

    kind: str
    sprinting: tuple[bool, ...]
    gates: tuple[tuple[str, bool], ...]
    by_total: tuple[str, ...]
    lean_at: int
    marathon_at: int
    scores: Scores
    answers: Gates

    def playbook(self) -> Playbook:
        rule: dict[str, Any] = {"kind": self.kind, "lean_at": self.lean_at, "marathon_at": self.marathon_at}
        if self.kind == "bands":
            totals = {pace: [t for t, p in enumerate(self.by_total) if p == pace] for pace in STRENGTH}
            rule["bands"] = {pace: {"low": min(held), "high": max(held)} for pace, held in totals.items() if held}
        favours = ["sprint" if one else "marathon" for one in self.sprinting]
        return book(rule, favours=favours, gates={f"g{n}": gate for n, gate in enumerate(self.gates, 1)})

    def project(self) -> Project:
        scores = {f"d{n}": score for n, score in enumerate(self.scores, 1) if score is not None}
        gates = {f"g{n}": answer for n, answer in enumerate(self.answers, 1) if answer is not None}
        return project(self.playbook(), scores, gates)

    def leans(self, scores: Scores) -> list[int]:
        pairs = zip(self.sprinting, scores, strict=True)
        return [3 - score if sprinting else score for sprinting, score in pairs if score is not None]

    def decide(self, scores: Scores, answers: Gates) -> str:
        """Return the pace of a complete set of answers."""
        claims = ["sprint"]
        if self.kind == "bands":
            claims.append(self.by_total[sum(self.leans(scores))])
        if self.kind == "count" and len([v for v in self.leans(scores) if v >= self.lean_at]) >= self.marathon_at:
            claims.append("marathon")
        claims += [forces for (forces, on), answer in zip(self.gates, answers, strict=True) if answer == on]
        return max(claims, key=STRENGTH.index)

    def completions(self, scores: Scores, answers: Gates) -> Iterator[tuple[Scores, Gates]]:
        all_scores = [range(4) if score is None else [score] for score in scores]
        all_answers = [[False, True] if answer is None else [answer] for answer in answers]
        for s in itertools.product(*all_scores):
            for a in itertools.product(*all_answers):
                yield s, a

    def possible(self, scores: Scores, answers: Gates) -> list[str]:
        found = {self.decide(s, a) for s, a in self.completions(scores, answers)}
        return [pace for pace in STRENGTH if pace in found]

    def variants(self) -> Iterator[tuple[int, str, Any, Any, Scores, Gates]]:
        """Return each answer replaced by each other one: place, id, before, after, and the answers then."""
        for n, score in enumerate(self.scores):
            for value in range(4):
                if value != score:
                    changed = (*self.scores[:n], value, *self.scores[n + 1 :])
                    yield n, f"d{n + 1}", score, value, changed, self.answers
        for n, answer in enumerate(self.answers):
            for flag in (False, True):
                if flag != answer:
                    flags = (*self.answers[:n], flag, *self.answers[n + 1 :])
                    yield len(self.scores) + n, f"g{n + 1}", answer, flag, self.scores, flags

    def flips(self) -> list[tuple[str, Any, Any, str]]:
        now = self.decide(self.scores, self.answers)
        found = []
        for place, question, before, after, scores, answers in self.variants():
            pace = self.decide(scores, answers)
            if pace != now:
                found.append((abs(after - before), place, STRENGTH.index(pace), question, before, after, pace))
        smallest = {
            (question, pace): min(f for f in found if (f[3], f[6]) == (question, pace))
            for *_, question, _, _, pace in found
        }
        return [(f[3], f[4], f[5], f[6]) for f in sorted(smallest.values())]

    def margin(self) -> int | None:
        if not self.scores:
            return None
        now = self.decide(self.scores, self.answers)
        return min(
            (
                sum(abs(a - b) for a, b in zip(vector, self.scores, strict=True) if b is not None)
                for vector in itertools.product(range(4), repeat=len(self.scores))
                if self.decide(vector, self.answers) != now
            ),
            default=None,
        )

    def decides_most(self) -> str | None:
        if len(self.possible(self.scores, self.answers)) == 1:
            return None
        outcomes: dict[str, list[int]] = {}
        for _, question, before, _, scores, answers in self.variants():
            if before is None:
                outcomes.setdefault(question, []).append(len(self.possible(scores, answers)))
        return min(outcomes, key=lambda question: sum(outcomes[question]) / len(outcomes[question]))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    kind = draw(st.sampled_from(["bands", "count", "gates"]))
    dimensions = 0 if kind == "gates" else draw(st.integers(1, 4))
    gates = draw(
        st.lists(
            st.tuples(st.sampled_from(["hybrid", "marathon"]), st.booleans()),
            min_size=kind == "gates",
            max_size=4 if kind == "gates" else 2,
        )
    )
    totals = 3 * dimensions + 1
    cuts = sorted(draw(st.lists(st.integers(0, totals), min_size=2, max_size=2)))
    paces = ["sprint"] * cuts[0] + ["hybrid"] * (cuts[1] - cuts[0]) + ["marathon"] * (totals - cuts[1])
    complete = draw(st.booleans())
    score, answer = st.integers(0, 3), st.booleans()
    return Case(
        kind=kind,
        sprinting=tuple(draw(st.booleans()) for _ in range(dimensions)),
        gates=tuple(gates),
        by_total=tuple(paces),
        lean_at=draw(st.integers(1, 3)),
        marathon_at=draw(st.integers(1, max(1, dimensions))),
        scores=tuple(draw(score if complete else st.none() | score) for _ in range(dimensions)),
        answers=tuple(draw(answer if complete else st.none() | answer) for _ in gates),
    )


@settings(MODERATE, max_examples=400)
@given(cases())
def test_the_engine_says_what_counting_everything_out_says(case: Case) -> None:
    verdict = judge(case.project(), case.playbook())
    possible = case.possible(case.scores, case.answers)
    leans = case.leans(case.scores)
    complete = None not in (*case.scores, *case.answers)
    assert list(verdict.possible) == possible
    assert verdict.certain == (len(possible) == 1)
    assert verdict.pace == (possible[0] if len(possible) == 1 else None)
    assert verdict.complete == complete
    assert verdict.total == (sum(leans) if case.scores else None)
    assert verdict.maximum == (3 * len(case.scores) or None)
    assert verdict.marathon_count == (len([v for v in leans if v >= case.lean_at]) if case.scores else None)
    assert [(f.id, f.before, f.after, f.pace) for f in verdict.flips] == (case.flips() if complete else [])
    assert verdict.margin == (case.margin() if complete else None)
    assert verdict.decides_most == case.decides_most()


@MODERATE
@given(cases())
def test_reasons_name_every_answer_once(case: Case) -> None:
    verdict = judge(case.project(), case.playbook())
    answered = [f"d{n}" for n, score in enumerate(case.scores, 1) if score is not None]
    answered += [f"g{n}" for n, answer in enumerate(case.answers, 1) if answer is not None]
    assert sorted(r.id for r in verdict.reasons) == sorted(answered)
    assert {*answered, *verdict.missing} == {*case.playbook().dimensions, *case.playbook().gates}
    forced = {f"g{n}" for n, (gate, a) in enumerate(zip(case.gates, case.answers, strict=True), 1) if a == gate[1]}
    assert {r.id for r in verdict.reasons if r.forces} == forced
    assert sum(r.lean or 0 for r in verdict.reasons) == sum(case.leans(case.scores))


def by_hand(playbook_id: str, scores: tuple[int, ...], gates: tuple[bool, ...]) -> str:
    """Return what the three methods say, written out for each."""
    if playbook_id == "ai":
        risk, data, integration, impact = scores
        total = risk + (3 - data) + integration + impact
        return "marathon" if gates[0] or total >= 9 else "hybrid" if total >= 5 else "sprint"
    if playbook_id == "edtech":
        impact, sensitivity, interoperability, readiness, procurement = scores
        sides = [impact >= 2, sensitivity >= 2, interoperability >= 2, readiness <= 1, procurement >= 2]
        return "marathon" if sum(sides) >= 3 else "sprint"
    *forcing, undone, reusable = gates
    return "marathon" if any(forcing) or not undone else "hybrid" if reusable else "sprint"


@pytest.mark.parametrize(("playbook_id", "answers"), [("ai", 512), ("edtech", 1024), ("martech", 128)])
def test_every_complete_answer_to_the_shipped_playbooks(playbook_id: str, answers: int) -> None:
    playbook = shipped(playbook_id)
    blank = project(playbook)
    tried = 0
    score = [Score(score=n) for n in range(4)]
    yes_no = [GateAnswer(answer=flag) for flag in (False, True)]
    for scores in itertools.product(range(4), repeat=len(playbook.dimensions)):
        for gates in itertools.product((False, True), repeat=len(playbook.gates)):
            given_scores = {i: score[n] for i, n in zip(playbook.dimensions, scores, strict=True)}
            given_gates = {i: yes_no[flag] for i, flag in zip(playbook.gates, gates, strict=True)}
            answered = blank.model_copy(update={"scores": given_scores, "gates": given_gates})
            assert judge(answered, playbook).pace == by_hand(playbook_id, scores, gates)
            tried += 1
    assert tried == answers


# which rules a playbook may have


def bands(**edges: tuple[int, int]) -> dict[str, Any]:
    return {"kind": "bands", "bands": {pace: {"low": low, "high": high} for pace, (low, high) in edges.items()}}


@pytest.mark.parametrize(
    "rule",
    [
        bands(sprint=(0, 2), hybrid=(3, 4), marathon=(5, 6)),
        bands(marathon=(5, 6), sprint=(0, 2), hybrid=(3, 4)),
        bands(sprint=(0, 3), marathon=(4, 6)),
        bands(hybrid=(0, 6)),
        COUNT | {"marathon_at": 1},
    ],
)
def test_rules_that_decide_every_answer_are_taken(rule: dict[str, Any]) -> None:
    assert book(rule, favours=("marathon", "sprint")).maximum == 6


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (bands(sprint=(0, 2), hybrid=(3, 4), marathon=(5, 7)), "cover each total from 0 to 6"),
        (bands(sprint=(0, 2), hybrid=(3, 4), marathon=(5, 10**12)), "cover each total from 0 to 6"),
        (bands(sprint=(0, 2), hybrid=(3, 4)), "cover each total"),
        (bands(sprint=(1, 2), hybrid=(3, 4), marathon=(5, 6)), "cover each total"),
        (bands(sprint=(0, 3), hybrid=(3, 4), marathon=(5, 6)), "cover each total"),
        (bands(sprint=(0, 1), hybrid=(3, 4), marathon=(5, 6)), "cover each total"),
        (bands(sprint=(0, 3), hybrid=(4, 2), marathon=(3, 6)), "a band from 4 to 2 holds no total"),
        (bands(sprint=(0, 2), hybrid=(3, 2), marathon=(3, 6)), "a band from 3 to 2 holds no total"),
        (bands(sprint=(5, 6), hybrid=(3, 4), marathon=(0, 2)), "must not give a weaker pace"),
        (bands(), "cover each total"),
        (COUNT | {"marathon_at": 3}, "at most the number of dimensions, 2"),
        (COUNT | {"marathon_at": 0}, "rule.marathon_at"),
        (COUNT | {"lean_at": 4}, "rule.lean_at"),
        (COUNT | {"lean_at": 0}, "rule.lean_at"),
        (GATES, "a rule of kind 'gates' has none"),
        (GATES, "needs at least one"),
    ],
)
def test_rules_that_leave_an_answer_undecided_are_refused(rule: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        book(rule, favours=("marathon", "sprint"))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"paces": {"hybrid": PACES["hybrid"] | {"usual": 7}}}, "paces.hybrid: usual length 7 lies outside 2-6"),
        ({"paces": {"marathon": PACES["marathon"] | {"usual": 2}}}, "usual length 2 lies outside 3 and more"),
        ({"gates": {"d1": ("marathon", True)}, "favours": ("sprint",), "rule": COUNT}, "dimensions too"),
    ],
)
def test_a_playbook_of_any_kind_is_held_to_its_own_limits(change: dict[str, Any], problem: str) -> None:
    content: dict[str, Any] = {"rule": GATES, "gates": {"law": ("marathon", True)}} | change
    with pytest.raises(ValidationError, match=problem):
        book(content.pop("rule"), **content)


def test_a_deliverable_belongs_to_one_phase() -> None:
    phase = {"name": "Build", "deliverables": {"map": {"name": "Map"}}}
    phases = {"one": phase | {"start": 0, "end": 6}, "two": phase | {"start": 6, "end": 9}}
    with pytest.raises(ValidationError, match=r"phases.two.deliverables.map: phase 'one' has it already"):
        book(BANDS, favours=("marathon", "sprint"), phases=phases)
