"""What needs what: a cycle is always found, and refused naming it, in files and in actions."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceplan.core import planning
from paceplan.core.check import check
from paceplan.core.errors import Refused
from paceplan.core.needs import cycle

from .books import MODERATE, shipped
from .plans import MARATHON, made

NODES = st.integers(0, 7).map(str)


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({}, None),
        ({"a": ["b"], "b": []}, None),
        ({"a": ["a"]}, ("a", "a")),
        ({"a": ["b"], "b": ["a"]}, ("a", "b", "a")),
        ({"z": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}, ("a", "b", "c", "a")),
        ({"a": ["gone"]}, None),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, None),
        ({"a": ["d", "b"], "b": ["c"], "c": ["b"], "d": []}, ("b", "c", "b")),
    ],
)
def test_a_cycle_is_named(graph: dict[str, list[str]], found: tuple[str, ...] | None) -> None:
    assert cycle(graph) == found


def test_a_chain_of_any_length_is_walked() -> None:
    chain = {str(n): [str(n + 1)] for n in range(20_000)}
    assert cycle(chain) is None
    found = cycle(chain | {"20000": ["0"]})
    assert found is not None
    assert len(found) == 20_002


@given(st.dictionaries(NODES, st.lists(NODES, max_size=4), max_size=8))
@MODERATE
def test_cycles_are_always_found(graph: dict[str, list[str]]) -> None:
    found = cycle(graph)
    reach = {a: set(bs) for a, bs in graph.items()}
    for _ in graph:
        reach = {a: bs.union(*(reach.get(b, set()) for b in bs)) for a, bs in reach.items()}
    assert (found is not None) == any(a in bs for a, bs in reach.items())
    if found:
        assert found[0] == found[-1]
        assert len(set(found)) == len(found) - 1
        assert all(b in graph[a] for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("content", "path", "words"),
    [
        (
            {"deliverables": {"steering-committee": {"needs": ["systems-map"]}}},
            ("deliverables", "steering-committee", "needs"),
            "needs itself: steering-committee -> systems-map -> steering-committee; take one",
        ),
        (
            {"deliverables": {"a": {"name": "A", "phase": "foundation", "needs": ["a"]}}},
            ("deliverables", "a", "needs"),
            "needs itself: a -> a",
        ),
        (
            {"phases": {"foundation": {"waits_for": ["roll-out"]}}},
            ("phases", "foundation", "waits_for"),
            "waits for what only comes after it: ",
        ),
        (
            {"phases": {"foundation": {"waits_for": ["systems-map"]}}},
            ("phases", "foundation", "waits_for"),
            "steering-committee -> systems-map -> steering-committee; let it",
        ),
    ],
)
def test_a_file_with_a_cycle_is_refused(content: dict[str, Any], path: tuple[str, ...], words: str) -> None:
    (problem,) = check(made(**content), shipped("edtech"))
    assert problem.path == path
    assert words in problem.message


@pytest.mark.parametrize("book", ["edtech", "martech", "ai"])
def test_the_playbooks_have_none(book: str) -> None:
    assert check(made(book), shipped(book)) == []


def test_a_cycle_is_refused_as_it_would_be_made() -> None:
    book, project = shipped("edtech"), made(**MARATHON)
    for key, need in (("a", ()), ("b", ("a",))):
        fields = {"name": key.upper(), "phase": "foundation", "needs": need}
        project = planning.put(project, book, item=f"deliverables.{key}", fields=fields)
    with pytest.raises(Refused, match="a -> b -> a") as refused:
        planning.put(project, book, item="deliverables.a", fields={"needs": ("b",)})
    assert refused.value.path == ("deliverables", "a", "needs")
