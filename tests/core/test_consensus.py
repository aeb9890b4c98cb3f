"""What votes come to, against a plain rule said another way."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.books import MODERATE, bands_book, gates_book

from paceplan.core.consensus import SPLIT, majority, median, same, tally

SCORES = st.lists(st.integers(0, 3), max_size=12)
ANSWERS = st.lists(st.booleans(), max_size=12)


@pytest.mark.parametrize(
    ("scores", "high_is_marathon", "came"),
    [
        ([], True, None),
        ([2], True, 2),
        ([1, 2], True, 2),
        ([1, 2], False, 1),
        ([0, 3], True, 3),
        ([0, 3], False, 0),
        ([0, 1, 3], True, 1),
        ([0, 1, 3], False, 1),
        ([3, 0, 1, 2], True, 2),
        ([3, 0, 1, 2], False, 1),
        ([1, 1, 1, 3], True, 1),
        ([0, 0, 2, 2], False, 0),
    ],
)
def test_the_median_is_the_one_nearer_the_marathon(scores: list[int], high_is_marathon: bool, came: int | None) -> None:
    assert median(scores, marathon_when_high=high_is_marathon) == came


@given(SCORES)
@MODERATE
def test_the_median_against_the_library(scores: list[int]) -> None:
    high, low = median(scores, marathon_when_high=True), median(scores, marathon_when_high=False)
    if not scores:
        assert high is low is None
        return
    assert (high, low) == (statistics.median_high(scores), statistics.median_low(scores))
    assert high in scores
    assert low in scores


@given(ANSWERS, st.booleans())
@MODERATE
def test_the_majority_and_in_a_tie_what_forces(answers: list[bool], forces: bool) -> None:
    came = majority(answers, forces=forces)
    yes, no = answers.count(True), answers.count(False)
    assert came == (None if not answers else forces if yes == no else yes > no)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([0, 1, 2, 3, ".", "-", True, False])))
@MODERATE
def test_a_round_counts_scores_only(votes: dict[str, int | str]) -> None:
    counted = tally(bands_book(), "d1", 1, votes)
    scores = [vote for vote in votes.values() if type(vote) is int]
    assert counted.counted == scores
    assert counted.spread == (max(scores) - min(scores) if scores else 0)
    assert counted.wide == (counted.spread >= 2)
    assert counted.ends == ((min(scores), max(scores)) if scores else None)
    assert list(counted.votes) == list(votes)


def test_a_dimension_whose_high_score_favours_the_sprint() -> None:
    votes = {"a": 1, "b": 2}
    assert tally(bands_book(), "d1", 1, votes).consensus == 2
    assert tally(bands_book(), "d2", 1, votes).consensus == 1


@pytest.mark.parametrize(
    ("question", "votes", "came", "spread"),
    [
        ("schema", {"a": True, "b": False}, True, SPLIT),
        ("undo", {"a": True, "b": False}, False, SPLIT),
        ("undo", {"a": True, "b": False, "c": True}, True, SPLIT),
        ("schema", {"a": False, "b": False, "c": "-"}, False, 0),
        ("schema", {"a": ".", "b": 1}, None, 0),
    ],
)
def test_a_gate_that_is_split_is_far_apart(question: str, votes: dict[str, object], came: bool, spread: int) -> None:
    counted = tally(gates_book(), question, 1, votes)  # type: ignore[arg-type]
    assert (counted.consensus, counted.spread, counted.wide) == (came, spread, spread > 0)


def test_who_voted_what_tells_a_one_from_a_yes() -> None:
    assert not same(1, True)
    assert tally(bands_book(), "d1", 1, {"a": 1, "b": True, "c": 1}).voters(1) == ("a", "c")
