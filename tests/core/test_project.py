"""A project as a document: what is written out, what is left out, and that reading gives the same project again."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from paceplan.core.changes import apply, diff, is_collection
from paceplan.core.project import FORMAT, Project

from .books import MODERATE, projects

Content = dict[str, Any]
BARE: Content = {"format": FORMAT, "name": "Bare", "playbook": "ai"}

FULL: Content = BARE | {
    "id": "full",
    "playbook_digest": "0123456789abcdef",
    "template": "knowledge-search",
    "owner": "Zoë",
    "summary": "Two\nlines",
    "start": "2026-02-02",
    "length_weeks": 6,
    "archived": True,
    "deleted": True,
    "scores": {"risk": {"score": 0, "why": "Internal"}},
    "gates": {"law": {"answer": False}},
    "artifacts": {"owner": {"done": True}},
    "override": {"pace": "hybrid", "why": "Legal asks", "on": "2026-02-03"},
    "checklists": {"pilot": {"scope": {"done": True, "on": "2026-02-03"}}},
    "pilot": {
        "start": "2026-02-02",
        "weeks": 6,
        "iteration": 2,
        "dosage": {"sessions": {"planned": 30.0}},
        "decision": {"decision": "scale", "on": "2026-03-16", "why": "Met"},
        "earlier": {"1": {"start": "2026-01-01", "weeks": 2, "decision": "iterate", "on": "2026-01-15"}},
    },
    "metrics": {
        "time": {
            "target": 29.4,
            "exit": True,
            "readings": {"2026-02-16": 35.0},
            "moved": {"2026-02-20": {"from": 25.0, "to": 29.4, "why": "Late data"}},
        }
    },
    "slos": {"latency": {"objective": 99.5, "readings": {"2026-02-16": 0.2}}},
    "error_budget": {"allowed": 3.0, "used": 4.0},
    "roadmap": {"start": "2026-03-17", "length_months": 12},
    "phases": {"frame": {"shift_days": 7, "waits_for": []}},
    "deliverables": {"map": {"done": True, "needs": ["contracts"]}},
    "sprints": {"s": {"name": "S", "start": "2026-02-02", "weeks": 2}},
    "milestones": {"m": {"name": "M", "date": "2026-02-02"}},
    "stakeholders": {"t": {"name": "Teachers", "influence": 3}},
    "committee": {"legal": "A. Person"},
    "raci": {"pilot": {"consulted": ["Legal", "Data"]}},
    "comms": {"update": {"every": "week", "from": "2026-02-02"}},
    "risks": {"lock-in": {"likelihood": 0, "open": False, "guardrails": ["adapters"]}},
    "runbooks": {"back": {"steps": ["Flag off"]}},
    "drills": {"back": {"last": "2026-02-02"}},
    "lessons": {"one": {"on": "2026-02-02", "text": "Write it down", "tags": ["scope"]}},
    "workshops": {
        "2026-02-03": {
            "participants": {"p1": "Ada"},
            "votes": {"1": {"risk": {"p1": 3}, "law": {"p1": True}}},
            "reasons": {"risk": "Customers"},
            "result": {"risk": 3},
        }
    },
    "reviews": {"2026-02-10": {"checklist": "pilot", "answers": {"scope": {"ok": True}, "data": {}}}},
    "costs": {"amount": 0.0, "currency": "EUR", "every": "month"},
    "related": {"other": "The sprint track"},
}


def assert_canonical(project: Project) -> Content:
    """Assert that the document of `project` is the one way to write its content; return it."""
    document = project.document()
    _assert_nothing_empty(document, ())
    read = Project.of(document)
    assert read.document() == document
    assert json.loads(json.dumps(document)) == document
    written = project.document("python")
    assert Project.of(written) == read
    return document


def _assert_nothing_empty(value: Any, at: tuple[str, ...]) -> None:
    assert value is not None, at
    if isinstance(value, dict):
        assert value or not is_collection(at), at
        for key, inner in value.items():
            assert isinstance(key, str), at
            _assert_nothing_empty(inner, (*at, key))


@MODERATE
@given(projects())
def test_a_project_read_from_its_document_is_the_same(project: Project) -> None:
    document = assert_canonical(project)
    assert Project.of(document) == project


def test_the_full_project_is_its_own_document() -> None:
    project = Project.of(FULL)
    assert assert_canonical(project) == FULL
    assert set(FULL) | {"length_months"} == set(Project.model_fields)


def test_only_what_differs_is_written() -> None:
    content = BARE | {
        "owner": "",
        "archived": False,
        "pilot": {"iteration": 1, "dosage": {}},
        "scores": {},
        "checklists": {"pilot": {}},
        "risks": {"lock-in": {"open": True, "mitigation": ""}},
        "workshops": {"w": {"votes": {"1": {"risk": {}}, "2": {}}}},
        "error_budget": {"allowed": 3, "used": 0},
    }
    assert assert_canonical(Project.of(content)) == BARE | {
        "pilot": {},
        "risks": {"lock-in": {}},
        "workshops": {"w": {}},
        "error_budget": {"allowed": 3.0},
    }


def test_a_document_for_a_file_keeps_its_dates() -> None:
    written = Project.of(FULL).document("python")
    assert written["start"] == dt.date(2026, 2, 2)
    assert list(written["metrics"]["time"]["readings"]) == [dt.date(2026, 2, 16)]
    assert written["metrics"]["time"]["moved"][dt.date(2026, 2, 20)]["from"] == 25.0


def test_the_short_form_of_gates_and_artifacts() -> None:
    project = Project.of(BARE | {"gates": {"a": True, "b": {"answer": False, "why": "No"}}, "artifacts": {"x": False}})
    assert project.document()["gates"] == {"a": {"answer": True}, "b": {"answer": False, "why": "No"}}
    assert project.document()["artifacts"] == {"x": {"done": False}}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"colour": "red"}, ("colour",)),
        ({"format": "paceplan/2"}, ("format",)),
        ({"name": " \u200b"}, ("name",)),
        ({"id": "No Id"}, ("id",)),
        ({"length_weeks": 6, "length_months": 2}, ()),
        ({"length_weeks": 0}, ("length_weeks",)),
        ({"length_weeks": 6.0}, ("length_weeks",)),
        ({"start": "1770163200"}, ("start",)),
        ({"start": dt.datetime(2026, 2, 2, tzinfo=dt.UTC)}, ("start",)),
        ({"scores": {"risk": {"score": 4}}}, ("scores", "risk", "score")),
        ({"scores": {"risk": {"score": True}}}, ("scores", "risk", "score")),
        ({"scores": {"risk": 2}}, ("scores", "risk")),
        ({"scores": {"risk": {}}}, ("scores", "risk", "score")),
        ({"gates": {"law": "yes"}}, ("gates", "law")),
        ({"gates": {"law": 1}}, ("gates", "law")),
        ({"gates": [True]}, ("gates",)),
        ({"override": {"pace": "hybrid", "why": " "}}, ("override", "why")),
        ({"override": {"pace": "run", "why": "x"}}, ("override", "pace")),
        ({"checklists": {"pilot": {"scope": {"na": True}}}}, ("checklists", "pilot", "scope")),
        ({"checklists": {"pilot": {"scope": {"na": True, "why": " "}}}}, ("checklists", "pilot", "scope")),
        ({"checklists": {"pilot": {"x": {"na": True, "done": True, "why": "x"}}}}, ("checklists", "pilot", "x")),
        ({"pilot": {"decision": {"decision": "scale", "on": "2026-03-16", "why": "x"}}}, ("pilot",)),
        ({"pilot": {"earlier": {"0": {}}}}, ("pilot", "earlier", "0", "[key]")),
        ({"metrics": {"m": {"target": float("nan")}}}, ("metrics", "m", "target")),
        ({"metrics": {"m": {"readings": {"0": 1.0}}}}, ("metrics", "m", "readings", "0", "[key]")),
        ({"metrics": {"m": {"readings": {"2026-02-16": "35"}}}}, ("metrics", "m", "readings", "2026-02-16")),
        ({"costs": {"amount": 1, "currency": " ", "every": "month"}}, ("costs", "currency")),
        ({"related": {"x": 1}}, ("related", "x")),
    ],
)
def test_what_the_format_refuses_names_its_place(content: Content, place: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        Project.of(BARE | content)
    assert place in [error["loc"] for error in caught.value.errors()]


def test_every_error_is_reported_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        Project.of(BARE | {"scores": {"a": {"score": 9}, "b": {"score": "x"}}, "start": 1, "colour": "red"})
    assert caught.value.error_count() == 4


# After an edit: entries that go leave no trace, and the way back is the same change inverted.

_TOP = [name for name, value in FULL.items() if isinstance(value, dict) and is_collection((name,))]


def assert_reversible(before: Project, after: Project) -> Content:
    old, new = before.document(), assert_canonical(after)
    changes = diff(old, new)
    assert apply(old, changes) == new
    assert apply(new, [change.inverted() for change in changes]) == old
    return new


@pytest.mark.parametrize("name", _TOP)
def test_a_collection_that_loses_its_last_entry_goes(name: str) -> None:
    project = Project.of(FULL)
    assert name not in assert_reversible(project, project.model_copy(update={name: {}}))


@pytest.mark.parametrize("name", ["override", "pilot", "error_budget", "roadmap", "costs", "start", "id", "template"])
def test_a_value_that_is_taken_away_goes(name: str) -> None:
    project = Project.of(FULL)
    assert name not in assert_reversible(project, project.model_copy(update={name: None}))


@pytest.mark.parametrize(
    ("name", "entry", "update", "left"),
    [
        ("metrics", "time", {"readings": {}, "moved": {}}, {"target": 29.4, "exit": True}),
        ("slos", "latency", {"readings": {}, "objective": None}, {}),
        ("risks", "lock-in", {"likelihood": None, "open": True, "guardrails": ()}, {}),
        ("raci", "pilot", {"consulted": ()}, {}),
        ("phases", "frame", {"waits_for": None}, {"shift_days": 7}),
        ("phases", "frame", {"shift_days": 0}, {"waits_for": []}),
        ("deliverables", "map", {"done": False, "needs": None}, {}),
        ("lessons", "one", {"tags": ()}, {"on": "2026-02-02", "text": "Write it down"}),
        ("reviews", "2026-02-10", {"answers": {}}, {"checklist": "pilot"}),
        ("workshops", "2026-02-03", {"participants": {}, "votes": {}, "reasons": {}, "result": {}}, {}),
    ],
)
def test_an_entry_keeps_only_what_it_says(name: str, entry: str, update: Content, left: Content) -> None:
    project = Project.of(FULL)
    entries = dict(getattr(project, name))
    entries[entry] = entries[entry].model_copy(update=update)
    assert assert_reversible(project, project.model_copy(update={name: entries}))[name] == {entry: left}


@pytest.mark.parametrize("votes", [{}, {"1": {}}, {"1": {"risk": {}}}, {"1": {"risk": {}, "law": {}}, "2": {}}])
def test_the_last_vote_takes_question_and_round_along(votes: Content) -> None:
    project = Project.of(FULL)
    workshop = project.workshops["2026-02-03"].model_copy(update={"votes": votes})
    document = assert_reversible(project, project.model_copy(update={"workshops": {"2026-02-03": workshop}}))
    assert "votes" not in document["workshops"]["2026-02-03"]


def test_the_last_tick_takes_the_checklist_along() -> None:
    project = Project.of(FULL)
    document = assert_reversible(project, project.model_copy(update={"checklists": {"pilot": {}}}))
    assert "checklists" not in document
    two = Project.of(FULL | {"checklists": {"pilot": {"a": {"done": True}}, "final": {"b": {"done": True}}}})
    document = assert_reversible(two, two.model_copy(update={"checklists": two.checklists | {"pilot": {}}}))
    assert document["checklists"] == {"final": {"b": {"done": True}}}


def test_a_pilot_without_its_parts_is_still_a_pilot() -> None:
    project = Project.of(FULL)
    assert project.pilot is not None
    update: Content = {"start": None, "weeks": None, "iteration": 1, "dosage": {}, "decision": None, "earlier": {}}
    document = assert_reversible(project, project.model_copy(update={"pilot": project.pilot.model_copy(update=update)}))
    assert document["pilot"] == {}
