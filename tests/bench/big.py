"""Workspaces as large as a benchmark wants them: the sample projects over and over, each a little different.

They are made through the store, without waiting for the disk; a process of its own should make the large ones, because
all that was changed stays in memory until the checkpoint is written.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from paceplan.core.changes import ABSENT, Change, Document, apply, get
from paceplan.core.changes import Path as Keys
from paceplan.demo import fill
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Session
from paceplan.store.journal import Draft, Row, Stored
from paceplan.store.workspace import Workspace

MORNING = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
TIME = MORNING.isoformat(timespec="milliseconds")

Update = Callable[[int], None]

_SCORES, _TEAMS = (0, 1, 2, 3), ("Team North", "Team East", "Team South", "Team West")

_LEAST_BYTES = 7000
"""Samples with less are left out, so that a project has 9 kB on average."""


class Sample(NamedTuple):
    """A project and its summary row."""

    document: Document
    row: Row


def samples() -> list[Sample]:
    """Return the larger sample projects as a workspace keeps them."""
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder), durable=False) as workspace:
        fill(Session(workspace, Catalogue(), author="Ann", now=lambda: MORNING))
        known = {id: workspace.document(id) for id in sorted(workspace.rows())}
        return [
            Sample(document, dict(workspace.rows()[id]))
            for id, document in known.items()
            if document is not None and len(orjson.dumps(document)) >= _LEAST_BYTES
        ]


def name_of(number: int) -> str:
    """Return the id of the project with this number, counting from 0."""
    return f"project-{number:05d}"


def make(folder: Path, projects: int, changes: int = 0, *, tail: bool = False) -> None:
    """Make a workspace of so many projects with so many score changes, all of them in its checkpoint.

    With `tail` the checkpoint is written before the changes, which are then all that comes after it.
    """
    gc.disable()
    with Workspace.open(folder, durable=False) as workspace:
        with workspace.transaction() as transaction:
            for draft in _new(projects):
                transaction.append(draft)
        if tail:
            workspace.checkpoint()
        score_all(workspace, projects, changes)
        if not tail:
            workspace.checkpoint()
    os.sync()  # what waits in memory now would be written in the midst of a measurement


def score_all(workspace: Workspace, projects: int, changes: int) -> None:
    """Append so many score changes, one project after the other in a scattered order."""
    with workspace.transaction() as transaction:
        for turn in range(changes):
            transaction.append(scored(workspace, name_of(turn * 7919 % projects), turn))


def scored(workspace: Workspace, project: str, turn: int) -> Draft:
    """Return what a session drafts for one score: the change with its base, and the whole row."""
    document = workspace.document(project)
    assert document is not None
    path = place_of(document)
    before, values = get(document, path), _TEAMS if path == ("owner",) else _SCORES
    after = values[turn % 4] if before != values[turn % 4] else values[(turn + 1) % 4]
    change = Stored(project, Change(path, before, after), workspace.writer(project, path))
    row = {**workspace.rows()[project], "total": turn % 13}
    return Draft(TIME, "Bo", "scoring.score", (change,), {project: row})


def place_of(document: Document) -> Keys:
    """Return the path of a score; where a playbook has none, that of the owner, which is about as short."""
    dimension = next(iter(document.get("scores", {})), None)
    return ("owner",) if dimension is None else ("scores", dimension, "score")


def _version(document: Document, number: int) -> bytes:
    """Return the document with another score, encoded."""
    path = place_of(document)
    values = _TEAMS if path == ("owner",) else _SCORES
    return orjson.dumps(apply(document, [Change(path, get(document, path), values[number])]))


def stamp_of(workspace: Workspace) -> tuple[int, int]:
    """Return what tells one checkpoint of a workspace from the next."""
    found = (workspace.folder / "paceplan.json").stat()
    return found.st_ino, found.st_mtime_ns


def _new(projects: int) -> Iterator[Draft]:
    models = samples()
    for number in range(projects):
        id, model = name_of(number), models[number % len(models)]
        document: dict[str, Any] = orjson.loads(orjson.dumps(model.document))
        named = {"id": id, "name": f"{document['name']} {number}"}
        document |= named
        for scores in document.get("scores", {}).values():
            scores["score"] = number % 4
        row = {**model.row, **named, "total": number % 13}
        yield Draft(TIME, "Ann", "keeping.place", (Stored(id, Change((), ABSENT, document), None),), {id: row})


@contextmanager
def documents_in_sqlite(path: Path, workspace: Workspace, few: int, many: int) -> Iterator[tuple[Update, Update]]:
    """Give what replaces the document of one of the `few` first projects in a database of `many`.

    The first takes a document that was changed and encoded before, the second does that as well.
    """
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE projects (id TEXT PRIMARY KEY, document BLOB)")
        # An update with what is there already would write nothing.
        known = [(name_of(n), workspace.document(name_of(n)) or {}) for n in range(few)]
        first = [(id, [_version(document, n) for n in range(2)]) for id, document in known]
        database.execute("BEGIN")
        for n in range(many):  # only the size matters of those that are never updated
            database.execute("INSERT INTO projects VALUES (?, ?)", (name_of(n), first[n % few][1][1]))
        database.execute("COMMIT")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        def put(turn: int) -> None:
            id, versions = first[turn % few]
            database.execute("UPDATE projects SET document = ? WHERE id = ?", (versions[turn // few % 2], id))

        def update(turn: int) -> None:
            id, document = known[turn % few]
            version = _version(document, 2 + turn // few % 2)
            database.execute("UPDATE projects SET document = ? WHERE id = ?", (version, id))

        yield put, update
    finally:
        database.close()


@contextmanager
def raw_file(folder: Path) -> Iterator[Callable[[bytes], None]]:
    """Give what appends bytes to a file beside the workspaces and waits until the disk has them."""
    fd = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(data: bytes) -> None:
        os.write(fd, data)
        os.fsync(fd)

    try:
        yield write
    finally:
        os.close(fd)
