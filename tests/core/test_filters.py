"""Filters that are kept under a name: what they let through, and how they are named and found again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from tests.core.rows import DAY, MARATHON, row

from paceplan.core.errors import Refused
from paceplan.core.filters import LONGEST, MOST, Filter, checked_name, found_name, read


def test_it_lets_through_what_it_asks_for() -> None:
    rows = [
        row() | {"id": "a", "name": "Sprint A", "owner": "North"},
        row(scores=MARATHON) | {"id": "b", "name": "Marathon B", "owner": "North"},
        row() | {"id": "c", "name": "Sprint C", "owner": "South"},
        row() | {"id": "d", "name": "Sprint D", "owner": "North", "archived": True},
        row() | {"id": "e", "name": "Sprint E", "owner": "North", "deleted": True},
    ]

    def ids(**asked: Any) -> list[str]:
        return [r["id"] for r in Filter(sort="name", **asked).rows(rows, DAY)]

    assert ids() == ["b", "a", "c"]
    assert ids(text="north") == ["b", "a"]
    assert ids(pace="sprint", text="north") == ["a"]
    assert ids(pace="sprint", descending=True) == ["c", "a"]
    assert ids(archived=True) == ["d"]
    assert ids(health="late") == []
    assert ids(health="on track") == ["b", "a", "c"]


def test_what_is_kept_reads_back() -> None:
    asked = Filter("legal", "sprint", "late", "name", True, False)
    assert read("Late sprints", asdict(asked)) == asked
    assert read("all", {"pace": "", "sort": ""}) == Filter()


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        (
            {"pace": "sprnt"},
            "filter 'x': no pace 'sprnt' (did you mean 'sprint'?); expected one of sprint, hybrid, marathon",
        ),
        ({"health": "on-track"}, "no health 'on-track' (did you mean 'on track'?)"),
        ({"sort": "colour"}, "expected one of name, pace, score"),
    ],
)
def test_what_there_is_not_is_refused(saved: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused) as refused:
        read("x", saved)
    assert said in refused.value.message


def test_a_name_is_taken_as_it_is_or_as_it_stands_there_already() -> None:
    assert checked_name([], " Ours, now! ") == "Ours, now!"
    assert checked_name(["Ours"], "OURS") == "Ours"
    assert checked_name([], "a\x1b[31m\nb") == "a�[31m b"
    for name in ("", "  ", "a" * (LONGEST + 1)):
        with pytest.raises(Refused, match="needs a name"):
            checked_name([], name)
    full = [f"f{n}" for n in range(MOST)]
    with pytest.raises(Refused, match="100 filters already"):
        checked_name(full, "one more")
    assert checked_name(full, "F3") == "f3"


def test_it_is_found_by_its_name() -> None:
    assert found_name(["Late sprints", "Board"], " LATE SPRINTS ") == "Late sprints"
    with pytest.raises(Refused, match=r"did you mean 'Late sprints'\?\); there are Late sprints, Board"):
        found_name(["Late sprints", "Board"], "Late sprint")
    with pytest.raises(Refused, match="none is kept yet"):
        found_name([], "x")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Filter(), "by next"),
        (Filter(pace="sprint", health="late"), "sprint, late, by next"),
        (Filter("a b", sort="name", descending=True, archived=True), "archived, 'a b', by name, turned round"),
    ],
)
def test_in_words(asked: Filter, words: str) -> None:
    assert asked.words == words
    assert asked.narrows is (words != "by next")
