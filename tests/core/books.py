"""Small playbooks of every kind of rule, the shipped ones, and projects that touch every key of the format."""

from __future__ import annotations

import datetime as dt
import tomllib
import types
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from paceplan.core.playbook import Playbook
from paceplan.core.project import Project
from paceplan.core.types import ID_PATTERN

Content = dict[str, Any]

MODERATE = settings(max_examples=120, deadline=None, database=None)
"""Enough to find what breaks, little enough for every run."""

PACES: Content = {
    "sprint": {"summary": "Short.", "unit": "weeks", "min": 2, "max": 8, "usual": 6, "wrong": "Sprinting brings debt."},
    "hybrid": {"summary": "Both.", "unit": "months", "min": 2, "max": 6, "usual": 4, "wrong": "A hybrid drags on."},
    "marathon": {"summary": "Long.", "unit": "months", "min": 3, "usual": 24, "wrong": "A marathon starves."},
}
BANDS: Content = {
    "kind": "bands",
    "bands": {"sprint": {"low": 0, "high": 2}, "hybrid": {"low": 3, "high": 4}, "marathon": {"low": 5, "high": 6}},
}
COUNT: Content = {"kind": "count", "marathon_at": 2}
GATES: Content = {"kind": "gates"}


def book(
    rule: Content,
    *,
    favours: Sequence[str] = (),
    gates: Mapping[str, tuple[str, bool]] | None = None,
    artifacts: Mapping[str, bool] | None = None,
    paces: Content | None = None,
    **more: Any,
) -> Playbook:
    """Return a playbook with dimensions d1, d2 ... and gates id -> (forces, on); artifacts say whether they block."""
    content = {
        "format": "paceplan-playbook/1",
        "id": "small",
        "name": "Small",
        "summary": "A playbook for tests.",
        "rule": rule,
        "paces": PACES | (paces or {}),
        "dimensions": {
            f"d{n}": {"name": f"D{n}", "text": "How much?", "levels": ["none", "some", "much", "all"], "favours": side}
            for n, side in enumerate(favours, 1)
        },
        "gates": {
            gate_id: {"name": gate_id, "text": "Is it?", "forces": forces, "on": on, "because": f"Because {gate_id}"}
            for gate_id, (forces, on) in (gates or {}).items()
        },
        "artifacts": {i: {"name": i.title(), "blocks": blocks} for i, blocks in (artifacts or {}).items()},
        "checklists": {"pilot": {"name": "Pilot", "items": {"scope": {"name": "Scope"}}}},
        "phases": {"build": {"name": "Build", "start": 0, "end": 24}},
    }
    return Playbook.model_validate(content | more)


def bands_book() -> Playbook:
    """Return two dimensions, the second reversed: 0-2 sprint, 3-4 hybrid, 5-6 marathon."""
    return book(BANDS, favours=("marathon", "sprint"))


def count_book() -> Playbook:
    """Return three dimensions, two of which have to lean to a marathon."""
    return book(COUNT, favours=("marathon", "marathon", "sprint"))


def gates_book() -> Playbook:
    """Return a hybrid gate before two marathon gates, the last of which forces by a no."""
    return book(
        GATES,
        gates={"reuse": ("hybrid", True), "schema": ("marathon", True), "undo": ("marathon", False)},
        artifacts={"owner": True, "flag": False},
    )


def mixed_book() -> Playbook:
    """Return bands over two dimensions with a gate of either strength, and artifacts."""
    return book(
        BANDS,
        favours=("marathon", "sprint"),
        gates={"reuse": ("hybrid", True), "law": ("marathon", True)},
        artifacts={"owner": True, "flag": False},
    )


@cache
def shipped(playbook_id: str) -> Playbook:
    """Return a shipped playbook; skips the test where the file is not there yet."""
    path = files("paceplan.playbooks") / f"{playbook_id}.toml"
    if not path.is_file():
        pytest.skip(f"no {playbook_id}.toml yet")
    return Playbook.model_validate(tomllib.loads(path.read_text("utf-8")))


def project(
    playbook: Playbook,
    scores: Mapping[str, int] | None = None,
    gates: Mapping[str, bool] | None = None,
    **more: Any,
) -> Project:
    """Return a project of `playbook` with these answers; `more` are further keys of the file."""
    content: Content = {
        "format": "paceplan/1",
        "name": "A project",
        "playbook": playbook.id,
        "scores": {i: {"score": score} for i, score in (scores or {}).items()},
        "gates": dict(gates or {}),
    }
    return Project.of(content | more)


# Projects at random, from the models themselves: a key added to the format is covered from then on.

_IDS = ("a", "b", "scope", "0", "x-1")
_ROUNDS = ("1", "2", "99")
_DAYS = ("2026-02-02", "2026-03-16", "2028-02-29")
_WORDS = ("x", "a[/]b", "Zoë", "\x1b[31mred", "e\u200b\u0301", "two\r\nlines", "\U0001f469\u200d\U0001f4bb", " spaced ")
_NUMBERS = (0, 1, 2, 3, 7, 52, 0.5, 29.4, 1e-9)
_OPTIONAL: dict[type[BaseModel], int] = {Project: 14}
_OPTIONAL_ELSEWHERE = 4
"""So many optional keys of one entry at most, which keeps the examples small."""


def _limit(metadata: Sequence[Any], name: str) -> Any:
    return next((getattr(m, name) for m in metadata if getattr(m, name, None) is not None), None)


def _text(metadata: Sequence[Any]) -> st.SearchStrategy[Any]:
    pattern = _limit(metadata, "pattern")
    if pattern == ID_PATTERN:
        return st.sampled_from(_IDS)
    if pattern is not None:
        return st.sampled_from(_ROUNDS) if "[1-9]" in pattern else st.sampled_from(("0" * 16, "0123456789abcdef"))
    return st.sampled_from(_WORDS if _limit(metadata, "min_length") else ("", *_WORDS))


def _number(metadata: Sequence[Any], whole: bool) -> st.SearchStrategy[Any]:
    low, above, high = (_limit(metadata, name) for name in ("ge", "gt", "le"))
    fit = [
        n
        for n in _NUMBERS
        if (low is None or n >= low) and (above is None or n > above) and (high is None or n <= high)
    ]
    return st.sampled_from([n for n in fit if isinstance(n, int)] if whole else fit)


def _values(annotation: Any, metadata: Sequence[Any] = ()) -> st.SearchStrategy[Any]:
    """Return content for a field of this type, as a file may hold it; None is never drawn, the key is left out."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _values(args[0], [*metadata, *args[1:]])
    if origin in (Union, types.UnionType):
        return st.one_of([_values(arg, metadata) for arg in args if arg is not types.NoneType])
    if origin is Literal:
        return st.sampled_from(args)
    if origin is dict:
        return st.dictionaries(_values(args[0]), _values(args[1]), max_size=2)
    if origin is tuple:
        return st.lists(_values(args[0]), max_size=2)
    if annotation is bool:
        return st.booleans()
    if annotation in (int, float):
        return _number(metadata, annotation is int)
    if annotation is dt.date:
        return st.sampled_from(_DAYS)
    if annotation is str:
        return _text(metadata)
    return _entries(annotation)


@cache
def _entries(model: type[BaseModel]) -> st.SearchStrategy[Content]:
    """Return contents that `model` takes, with a few of its optional keys."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    values = {key: _values(field.annotation, field.metadata) for key, field in fields.items()}
    optional = sorted(key for key, field in fields.items() if not field.is_required())
    required = st.fixed_dictionaries({key: values[key] for key in fields if key not in optional})
    if not optional:
        return required.filter(lambda content: _holds(model, content))
    most = _OPTIONAL.get(model, _OPTIONAL_ELSEWHERE)
    some = st.sets(st.sampled_from(optional), max_size=most).flatmap(
        lambda keys: st.fixed_dictionaries({key: values[key] for key in sorted(keys)})
    )
    return st.builds(lambda a, b: a | b, required, some).filter(lambda content: _holds(model, content))


def _holds(model: type[BaseModel], content: Content) -> bool:
    try:
        model.model_validate(content)
    except ValidationError:
        return False
    return True


def projects() -> st.SearchStrategy[Project]:
    """Return random projects, each with a few of the format's keys."""
    return _entries(Project).map(Project.of)


def edited(before: Project) -> st.SearchStrategy[Project]:
    """Return projects that share some of their values with `before`, at any depth."""
    contents = projects().flatmap(lambda other: _merged(before.document(), other.document()))
    return contents.filter(lambda content: _holds(Project, content)).map(Project.of)


def _merged(mine: Content, theirs: Content) -> st.SearchStrategy[Content]:
    """Return contents that take each key from one of the two, from both (where both are mappings), or not at all."""
    choices: dict[str, st.SearchStrategy[Any]] = {}
    for key in sorted(mine.keys() | theirs.keys()):
        sides = [side[key] for side in (mine, theirs) if key in side]
        options = [st.just(side) for side in sides]
        if len(sides) == 2 and all(isinstance(side, dict) for side in sides):
            options.append(_merged(*sides))
        choices[key] = st.one_of(options)
    required = {"format", "name", "playbook", "score", "answer", "done"}
    fixed = {key: value for key, value in choices.items() if key in required}
    return st.fixed_dictionaries(fixed, optional={k: v for k, v in choices.items() if k not in required})
