"""The closing page: why, who disagreed, and who wanted what."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.books import bands_book, count_book, gates_book, mixed_book, project, shipped
from tests.samples.test_samples import sample

from paceplan.core.playbook import Playbook
from paceplan.core.project import Project
from paceplan.core.verdict import judge
from paceplan.core.workshop_closing import against, closing, own_pace, shares, three_lines
from paceplan.core.workshop_state import complete, latest, questions

ID = "2026-11-16"
PEOPLE = {"a": "Ann", "b": "Ben", "c": "Cem"}


def held(book: Playbook, scores: dict[str, int], votes: dict[str, Any], **more: Any) -> Project:
    """Return a project whose workshop came to these scores by these votes: round -> question -> voter -> vote."""
    workshop = {"participants": PEOPLE, "votes": votes, "result": scores} | more.pop("workshop", {})
    return project(book, scores, workshops={ID: workshop}, **more)


@pytest.mark.parametrize(
    ("book", "scores", "gates", "lines"),
    [
        (bands_book(), {"d1": 0, "d2": 3}, {},
         ("Total 0 of 6: 0 to 2 is a sprint", "D1 0 of 3 (lean 0)", "D2 3 of 3 (lean 0)")),
        (bands_book(), {"d1": 3, "d2": 0}, {},
         ("Total 6 of 6: 5 to 6 is a marathon", "D1 3 of 3 (lean 3)", "D2 0 of 3 (lean 3)")),
        (count_book(), {"d1": 3, "d2": 2, "d3": 3}, {},
         ("2 of 3 lean to a marathon; 2 make one (total 5 of 9)", "D1 3 of 3 (lean 3)", "D2 2 of 3 (lean 2)")),
        (gates_book(), {}, {"reuse": False, "schema": False, "undo": True},
         ("No answer forces a longer pace", "reuse: no, forces nothing", "schema: no, forces nothing")),
        (gates_book(), {}, {"reuse": True, "schema": True, "undo": False},
         ("Because schema (forces a marathon)", "Because undo (forces a marathon)", "Because reuse (forces a hybrid)")),
        (mixed_book(), {"d1": 0, "d2": 3}, {"reuse": False, "law": True},
         ("Because law (forces a marathon)", "Total 0 of 6: 0 to 2 is a sprint", "D1 0 of 3 (lean 0)")),
        (bands_book(), {"d1": 1}, {}, ("Total 1 of 6 so far", "D1 1 of 3 (lean 1)")),
        (bands_book(), {}, {}, ("Total 0 of 6 so far",)),
    ],
)  # fmt: skip
def test_three_lines_say_why(
    book: Playbook, scores: dict[str, int], gates: dict[str, bool], lines: tuple[str, ...]
) -> None:
    assert three_lines(judge(project(book, scores, gates), book), book) == lines


def test_who_disagreed_where_is_told_the_widest_first_with_both_ends() -> None:
    votes = {
        "1": {"d1": {"a": 0, "b": 3, "c": 3}, "d2": {"a": 1, "b": 2, "c": "."}, "d3": {"a": 1, "b": 1, "c": 1}},
        "2": {"d1": {"a": 3, "b": 3, "c": 3}},
    }
    found = closing(held(count_book(), {"d1": 3, "d2": 1, "d3": 1}, votes), count_book(), ID)
    second, first = found.disagreements
    assert (first.question, first.low, first.high, first.last.spread) == ("d1", ("Ann",), ("Ben", "Cem"), 0)
    assert (second.question, second.low, second.high) == ("d2", ("Ann",), ("Ben",))
    assert (found.people, found.votes, found.open) == (3, 12, ())


def test_an_anonymous_workshop_names_nobody() -> None:
    votes = {"1": {"d1": {"vote-1": 0, "vote-2": 3}}}
    found = closing(held(bands_book(), {"d1": 3}, votes, workshop={"anonymous": True}), bands_book(), ID)
    (one,) = found.disagreements
    assert (one.low, one.high, found.wanted) == ((), (), ())
    assert found.open == ("D2",)


def test_wanted_paces_against_it_of_stakeholders_and_by_own_votes() -> None:
    votes = {"1": {"d1": {"a": 0, "b": 3, "c": 3}, "d2": {"a": 3, "b": 0, "c": "."}}}
    people = {
        "x": {"name": "Board", "wants": "hybrid"},
        "y": {"name": "Users", "wants": "marathon"},
        "z": {"name": "Z"},
    }
    found = closing(held(bands_book(), {"d1": 3, "d2": 0}, votes, stakeholders=people), bands_book(), ID)
    assert found.verdict.pace == "marathon"
    assert [(w.name, w.pace, w.by_votes) for w in against(found)] == [
        ("Board", "hybrid", False),
        ("Ann", "sprint", True),
    ]
    assert shares(found) == {"sprint": 1, "marathon": 1}  # what Cem left open decides nothing


def test_own_votes_of_a_kind_that_does_not_fit_count_for_nothing() -> None:
    book = mixed_book()
    assert own_pace(project(book), book, {"d1": 3, "d2": 0, "law": False, "reuse": False}) == "marathon"
    assert own_pace(project(book), book, {"law": True}) == "marathon"
    assert own_pace(project(book), book, {"d1": 3}) is None


@pytest.mark.parametrize("name", ["riverbend-assessment", "channel-personalisation"])
def test_the_samples_hold_workshops_that_are_finished(name: str) -> None:
    given, book = sample(name)
    id = latest(given)
    assert id
    workshop = given.workshops[id]
    assert complete(workshop, book)
    scored = {q: s.score for q, s in given.scores.items()} | {q: g.answer for q, g in given.gates.items()}
    assert dict(workshop.result) == {q: scored[q] for q in questions(book)}
    found = closing(given, book, id)
    assert len(found.reasons) == 3
    assert found.disagreements
    assert against(found)


@pytest.mark.parametrize("playbook_id", ["edtech", "martech", "ai"])
def test_an_empty_workshop_closes_too(playbook_id: str) -> None:
    book = shipped(playbook_id)
    found = closing(project(book, workshops={ID: {"participants": PEOPLE}}), book, ID)
    assert (len(found.open), found.votes, found.disagreements) == (len(questions(book)), 0, ())
