"""Histories at random: two people at three sessions against the plain model, and one person alone on whole projects."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.books import edited, projects

from paceplan.core import check
from paceplan.core.changes import ABSENT, Change, apply, diff, get, without_empty_collections
from paceplan.core.errors import Refused
from paceplan.core.playbook import Playbook
from paceplan.core.project import Project
from paceplan.session import Session, Step

from .plain_model import ENTRIES, NOTHING, Model, inside
from .sessions import documents, opened, reopened

PROJECTS = ("p", "q")
ANSWER, METRIC = "scores.risk-compliance", "metrics.m"
VALUES: dict[str, tuple[Any, ...]] = {
    "owner": ("Ann", "Bo", NOTHING),
    f"{ANSWER}.score": (1, 2),
    f"{ANSWER}.why": ("a", "b", NOTHING),
    f"{METRIC}.target": (1.0, 2.0, NOTHING),
    f"{METRIC}.readings.2026-02-02": (3.0, 4.0, NOTHING),
    f"{METRIC}.readings.2026-02-03": (5.0, NOTHING),
    "pilot.weeks": (4, 6, NOTHING),
}
WHOLE: dict[str, tuple[dict[str, Any] | None, ...]] = {
    ANSWER: ({"score": 1}, {"score": 2, "why": "a"}, None),
    METRIC: ({"name": "M"}, {"name": "M", "target": 1.0, "readings.2026-02-02": 3.0}, None),
    "pilot": ({}, {"weeks": 4}, None),
}

Wanted = dict[str, Any]
"""Cells of one project and what they are to hold."""


def whole(entry: str, content: dict[str, Any] | None) -> Wanted:
    """Return the cells of an entry that is to hold exactly this, or that is to go."""
    cells: Wanted = dict.fromkeys(inside(entry), NOTHING)
    if content is not None:
        cells |= {entry: True} | {f"{entry}.{key}".strip("."): value for key, value in content.items()}
    return cells


def wants() -> st.SearchStrategy[Wanted]:
    """Return what an action may want of one project: a value, an entry, or (where there is none) the project."""
    value = st.sampled_from([{path: v} for path, values in VALUES.items() for v in values])
    answer = st.sampled_from([{path: v} for path, values in VALUES.items() if path.startswith(ANSWER) for v in values])
    entry = st.sampled_from([whole(entry, content) for entry, contents in WHOLE.items() for content in contents])
    both = st.builds(lambda a, b: a | b, entry, value)
    return st.one_of(value, answer, entry, both)


ACTING = st.tuples(st.just("act"), st.dictionaries(st.sampled_from("ppq"), wants(), min_size=1, max_size=2))
MOVING = st.tuples(st.sampled_from(["undo", "undo", "redo"]), st.none())
OTHERS = st.tuples(st.sampled_from(["poll", "checkpoint", "reopen"]), st.none())
STEPS = st.tuples(st.sampled_from(["ann", "bo", "twin"]), st.one_of(ACTING, MOVING, MOVING, ACTING, MOVING, OTHERS))
HISTORIES = st.lists(STEPS, min_size=12, max_size=40)


def become(project: Project | None, playbook: Playbook, *, id: str, cells: Wanted) -> Project:
    """Return the project with these cells as wanted, made where there is none."""
    document: Any = project.document() if project else {"format": "paceplan/1", "id": id, "playbook": "ai"}
    for path, wanted in sorted(cells.items()):
        keys = tuple(path.split("."))
        there = get(document, keys)
        value = ABSENT if wanted == NOTHING else {} if path in ENTRIES else wanted
        if path and (value != {} or there is ABSENT):
            document = apply(document, [Change(keys, there, value)])
    return Project.of(without_empty_collections(document))


def fitting(model: Model, project: str, cells: Wanted) -> Wanted:
    """Return the cells that can be set: those of entries that are there, and all of a project that is made."""
    if not model.has(project):
        return whole("", {"name": project, "owner": cells.get("owner", NOTHING)})
    there = {entry for entry in ENTRIES if cells.get(entry, model.value(project, entry)) != NOTHING}
    gone = {path for entry in ENTRIES if entry not in there for path in inside(entry)[1:]}
    return {path: NOTHING if path in gone else value for path, value in cells.items()}


class Run:
    """Three sessions, two of them Ann's, beside the model."""

    def __init__(self, folder: Path) -> None:
        self.model = Model(PROJECTS)
        self.sessions = {name: opened(folder, "Bo" if name == "bo" else "Ann") for name in ("ann", "bo", "twin")}

    def take(self, who: str, what: str, wanted: dict[str, Wanted] | None) -> None:
        session = self.sessions[who]
        if what == "act":
            self.act(session, wanted or {})
        elif what in ("undo", "redo"):
            self.move(session, back=what == "undo")
        elif what == "poll":
            session.poll()
        elif what == "checkpoint":
            session.poll()
            session.workspace.checkpoint()
        else:
            self.sessions[who] = reopened(session)

    def act(self, session: Session, wanted: dict[str, Wanted]) -> None:
        cells = {id: fitting(self.model, id, some) for id, some in wanted.items()}
        args = {id: {"id": id, "cells": some, "playbook_id": "ai"} for id, some in cells.items()}
        done = session.do_all([Step(become, id, given) for id, given in args.items()])
        every = {(id, path): value for id, some in cells.items() for path, value in some.items()}
        differed = self.model.act(session.author, every)
        assert bool(done.entry) == differed
        self.agrees(session)

    def move(self, session: Session, *, back: bool) -> None:
        moved = self.model.move(session.author, back=back)
        said = ""
        try:
            outcome = session.undo() if back else session.redo()
            assert outcome.entry
            assert outcome.entry.author == session.author
        except Refused as error:
            said = error.message
        if isinstance(moved, set):
            assert any(f"was changed since by {author} at" in said for author in ("Ann", "Bo"))
        else:
            assert said.startswith("" if moved else "nothing to")
            assert bool(said) is not moved
        session.poll()
        self.agrees(session)

    def agrees(self, session: Session) -> None:
        assert documents(session) == self.model.documents()
        assert {id: session.project(id).document() for id in documents(session)} == self.model.documents()


@settings(max_examples=250, deadline=None, database=None)
@given(HISTORIES)
def test_nobody_loses_anything_to_anothers_undo(history: list[tuple[str, tuple[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, summaries_left_out():
        run = Run(Path(folder))
        for who, (what, wanted) in history:
            run.take(who, what, wanted)
        for session in run.sessions.values():
            session.poll()
            run.agrees(session)
        run.agrees(opened(Path(folder)))


@contextmanager
def summaries_left_out() -> Iterator[None]:
    """Leave the summary rows out: they are tested elsewhere, and cost more than all the rest here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "_row", lambda self, project: {"id": project.id, "name": project.name})
        yield


def replaced(project: Project | None, playbook: Playbook, *, content: Project) -> Project:
    return content


def of_ai(project: Project) -> Project:
    return Project.of(project.document() | {"playbook": "ai", "id": "p"})


@st.composite
def drafts(draw: st.DrawFn) -> list[Project]:
    """Return a project as it is worked on: each one shares some values, at any depth, with the one before."""
    found = [draw(projects())]
    for _ in range(draw(st.integers(1, 4))):
        found.append(draw(edited(found[-1])))
    return [of_ai(project) for project in found]


@settings(max_examples=60, deadline=None, database=None)
@given(drafts(), st.data())
def test_alone_every_step_goes_back_to_exactly_what_was(work: list[Project], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, summaries_left_out(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "check", lambda project, book, without: [])  # random keys mean nothing to a playbook
        session = opened(Path(folder))
        states: list[dict[str, Any]] = [{}]
        states += [documents(session) for project in work if session.do(replaced, "p", content=project).entry]
        at = len(states) - 1
        for back in [True] * at + [False] * at + data.draw(st.lists(st.booleans(), max_size=12)):
            wanted = at + (-1 if back else 1)
            if not 0 <= wanted < len(states):
                continue
            if data.draw(st.sampled_from([False, False, False, True])):
                session = reopened(session)
            session.undo() if back else session.redo()
            at = wanted
            assert documents(session) == states[at]
        assert [diff(a.get("p"), b.get("p")) for a, b in itertools.pairwise(states)] == [
            sorted((s.change for s in e.changes), key=lambda c: c.path)
            for e in reversed(session.log())
            if not (e.undoes or e.redoes)
        ]
