"""Differences between documents: applied they lead there, inverted they lead back, and each says what it must."""

from __future__ import annotations

import copy
import itertools
import json
import pickle
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from paceplan.core import changes
from paceplan.core.changes import ABSENT, Change, Document, Path, apply, diff, get, is_collection
from paceplan.core.project import Project

from .books import MODERATE, edited, projects


def exact(document: Document | None) -> str:
    """Return what the store would keep: it tells true from 1, and 1 from 1.0."""
    return json.dumps(document, sort_keys=True)


def assert_no_empty_collection(document: Document | None, at: Path = ()) -> None:
    for key, value in (document or {}).items():
        if isinstance(value, dict):
            assert value or not is_collection((*at, key)), (*at, key)
            assert_no_empty_collection(value, (*at, key))


def assert_leads_there_and_back(a: Document | None, b: Document | None) -> list[Change]:
    originals = copy.deepcopy((a, b))
    found = diff(a, b)
    kept = copy.deepcopy(found)
    there = apply(a, found)
    back = apply(b, [change.inverted() for change in found])
    assert exact(there) == exact(b)
    assert exact(back) == exact(a)
    assert apply(b, [change.inverted() for change in reversed(found)]) == a
    assert (a, b) == originals
    assert found == kept
    assert_no_empty_collection(there)
    assert_no_empty_collection(back)
    return found


def assert_follows_the_rule(found: list[Change], a: Document, b: Document) -> None:
    paths = [change.path for change in found]
    assert paths == sorted(paths)
    for one, following in itertools.pairwise(paths):
        assert following[: len(one)] != one
    for change in found:
        assert (get(a, change.path), get(b, change.path)) == (change.before, change.after)
        assert change.before != change.after or type(change.before) is not type(change.after)
        sides = [side for side in (change.before, change.after) if isinstance(side, dict)]
        assert len(sides) < 2, "two mappings differ in some key of theirs"
        if sides:
            assert not is_collection(change.path), "entries of a collection come and go one by one"
            assert ABSENT in (change.before, change.after)
        parent = change.path[:-1]
        if ABSENT in (change.before, change.after) and not is_collection(parent):
            assert ABSENT not in (get(a, parent), get(b, parent)), "an entry that comes or goes is whole"


@MODERATE
@given(st.data(), projects())
def test_changes_lead_there_and_back(data: st.DataObject, before: Project) -> None:
    a, b = before.document(), data.draw(edited(before)).document()
    assert_follows_the_rule(assert_leads_there_and_back(a, b), a, b)


@MODERATE
@given(projects(), projects())
def test_changes_between_strangers(one: Project, other: Project) -> None:
    a, b = one.document(), other.document()
    assert_follows_the_rule(assert_leads_there_and_back(a, b), a, b)
    assert diff(a, a) == [] == diff(a, copy.deepcopy(a))


@MODERATE
@given(st.data(), projects())
def test_a_long_run_of_changes_is_applied_in_one_go(data: st.DataObject, first: Project) -> None:
    second = data.draw(edited(first))
    third = data.draw(edited(second))
    documents: list[Document | None] = [None, first.document(), second.document(), None, third.document()]
    run = [c for a, b in itertools.pairwise(documents) for c in diff(a, b)]
    kept = copy.deepcopy(run)
    assert apply(None, run) == third.document()
    assert apply(third.document(), [change.inverted() for change in reversed(run)]) is None
    assert run == kept


MOVED = "metrics.m.moved.2026-02-16"
VOTE = "workshops.w.votes.1.q.p"
VOTED: Document = {"w": {"votes": {"1": {"q": {"p": 1}}}}}


@pytest.mark.parametrize(
    ("a", "b", "paths"),
    [
        ({"name": "a"}, {"name": "b"}, ["name"]),
        ({"name": "a"}, {"name": "a", "owner": "x"}, ["owner"]),
        ({}, {"raci": {"pilot": {"consulted": ["x"]}}}, ["raci.pilot"]),
        ({"raci": {"p": {"informed": ["x"]}}}, {"raci": {"p": {"informed": ["x", "y"]}}}, ["raci.p.informed"]),
        ({"raci": {"p": {"informed": ["x"]}}}, {"raci": {"p": {}}}, ["raci.p.informed"]),
        ({}, {"scores": {"a": {"score": 1}, "b": {"score": 2}}}, ["scores.a", "scores.b"]),
        ({"scores": {"a": {"score": 1}}}, {"scores": {"a": {"score": 2}}}, ["scores.a.score"]),
        ({"gates": {"a": {"answer": True}}}, {"gates": {"a": {"answer": True, "why": "x"}}}, ["gates.a.why"]),
        ({"scores": {"a": {"score": 1}}}, {"scores": {"b": {"score": 1}}}, ["scores.a", "scores.b"]),
        ({}, {"checklists": {"pilot": {"x": {"done": True}}}}, ["checklists.pilot.x"]),
        ({}, {"pilot": {"start": "2026-02-02", "dosage": {"a": {"planned": 1.0}}}}, ["pilot"]),
        ({"pilot": {}}, {"pilot": {"dosage": {"a": {"planned": 1.0}}}}, ["pilot.dosage.a"]),
        ({"pilot": {}}, {"pilot": {"decision": {"decision": "stop"}}}, ["pilot.decision"]),
        ({}, {"metrics": {"m": {"readings": {"2026-02-16": 1.0}}}}, ["metrics.m"]),
        ({"slos": {"m": {}}}, {"slos": {"m": {"readings": {"2026-02-16": 1.0}}}}, ["slos.m.readings.2026-02-16"]),
        ({"metrics": {"m": {}}}, {"metrics": {"m": {"moved": {"2026-02-16": {"to": 1.0}}}}}, [MOVED]),
        ({"workshops": {"w": {}}}, {"workshops": {"w": {"votes": {"1": {"q": {"p": 1}}}}}}, [VOTE]),
        ({"workshops": VOTED}, {"workshops": {"w": {"votes": {"1": {"q": {"p": True}}}}}}, [VOTE]),
        ({"workshops": VOTED}, {}, ["workshops.w"]),
        ({"committee": {"legal": "A"}}, {"committee": {"legal": "B"}}, ["committee.legal"]),
        ({"phases": {"a": {"waits_for": []}}}, {"phases": {"a": {}}}, ["phases.a.waits_for"]),
        ({"phases": {"a": {}}}, {}, ["phases.a"]),
    ],
)
def test_each_difference_has_one_path(a: Document, b: Document, paths: list[str]) -> None:
    for one, other in ((a, b), (b, a)):
        found = assert_leads_there_and_back(one, other)
        assert_follows_the_rule(found, one, other)
        assert [".".join(change.path) for change in found] == paths


def test_a_project_comes_and_goes_whole() -> None:
    document: Document = {"name": "a", "scores": {"x": {"score": 1}}}
    assert diff(None, document) == [Change((), ABSENT, document)]
    assert diff(document, None) == [Change((), document, ABSENT)]
    assert diff(None, None) == []
    assert_leads_there_and_back(None, document)
    made = apply(None, diff(None, document))
    assert made == document
    assert made is not document


def test_writing_below_an_added_entry_leaves_the_change_alone() -> None:
    added = Change(("metrics", "m"), ABSENT, {"readings": {"2026-02-16": 1.0}})
    below = Change(("metrics", "m", "readings", "2026-02-17"), ABSENT, 2.0)
    result = apply({}, [added, below])
    assert result == {"metrics": {"m": {"readings": {"2026-02-16": 1.0, "2026-02-17": 2.0}}}}
    assert added.after == {"readings": {"2026-02-16": 1.0}}
    again = apply(result, [added, below.inverted()])
    assert again == {"metrics": {"m": {"readings": {"2026-02-16": 1.0}}}}
    assert added.after == {"readings": {"2026-02-16": 1.0}}
    assert apply(result, [below.inverted(), added, below]) == result
    assert added.after == {"readings": {"2026-02-16": 1.0}}


def test_a_change_below_what_is_gone_makes_its_way_or_does_nothing() -> None:
    assert apply({}, [Change(("metrics", "m", "target"), 1.0, 2.0)]) == {"metrics": {"m": {"target": 2.0}}}
    assert apply({}, [Change(("metrics", "m", "target"), 1.0, ABSENT)]) == {}
    assert apply(None, [Change(("metrics", "m", "target"), 1.0, ABSENT)]) is None
    assert apply({"name": "a"}, [Change(("name", "x"), ABSENT, 1)]) == {"name": {"x": 1}}
    assert apply({"name": "a"}, [Change(("owner",), "b", ABSENT)]) == {"name": "a"}


def test_removing_the_last_entry_removes_the_collections_above_and_no_entry() -> None:
    vote = Change(tuple(VOTE.split(".")), 1, ABSENT)
    assert apply({"workshops": VOTED}, [vote]) == {"workshops": {"w": {}}}
    tick: Document = {"checklists": {"pilot": {"x": {}}}}
    assert apply(tick, [Change(("checklists", "pilot", "x"), {}, ABSENT)]) == {}


def test_absent_stays_itself_when_it_is_copied() -> None:
    change = Change(("a",), ABSENT, 1)
    assert copy.deepcopy(change).before is ABSENT
    assert copy.copy(ABSENT) is ABSENT
    assert pickle.loads(pickle.dumps(change)).before is ABSENT
    assert repr(ABSENT) == "ABSENT"


def test_what_stands_at_a_path() -> None:
    document: Document = {"scores": {"a": {"score": 0}}}
    assert get(document, ()) == document
    assert get(document, ("scores", "a", "score")) == 0
    assert get(document, ("scores", "b")) is ABSENT
    assert get(document, ("scores", "a", "score", "x")) is ABSENT


def collections(model: type[BaseModel], at: Path = ()) -> Iterator[Path]:
    """Return the path of each mapping among the fields of `model`, `*` standing for any key."""
    for name, field in model.model_fields.items():
        yield from _within(field.annotation, (*at, field.alias or name))


def _within(annotation: Any, at: Path) -> Iterator[Path]:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _within(args[0], at)
    elif origin in (Union, types.UnionType):
        for arg in args:
            yield from _within(arg, at)
    elif origin is dict:
        yield at
        yield from _within(args[1], (*at, "*"))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from collections(annotation, at)


def test_the_table_of_collections_is_what_the_models_have() -> None:
    assert set(collections(Project)) == changes._COLLECTIONS
