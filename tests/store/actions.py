"""Actions as a session would draft them, and a look at everything a workspace says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson

import paceplan
from paceplan.core.changes import ABSENT, Change, Document, get
from paceplan.core.changes import Path as Keys
from paceplan.store.checkpoint import _sealed
from paceplan.store.journal import Draft, Entry, Stored
from paceplan.store.workspace import Workspace

FIRST_TIME = "2026-02-03T10:00:00.000Z"
NAME = ("name",)
DONE = ("checklists", "pilot", "scope", "done")


def row(document: Document) -> dict[str, Any]:
    """Return a small summary row."""
    return {"name": document.get("name", ""), "keys": len(document)}


def at(minute: int) -> str:
    """Return a time on the day of the tests."""
    return f"2026-02-03T10:{minute:02d}:00.000Z"


def made(project: str, time: str = FIRST_TIME, **more: Any) -> Draft:
    """Return the draft that makes a project."""
    document = {"name": f"Project {project}", "playbook": "ai", **more}
    change = Stored(project, Change((), ABSENT, document), None)
    return Draft(time, "Ann", "new", (change,), {project: row(document)})


def changed(workspace: Workspace, project: str, path: Keys, after: Any, time: str = FIRST_TIME) -> Draft:
    """Return the draft that gives one path of a project another value, or none with `ABSENT`."""
    document = workspace.document(project)
    before = ABSENT if document is None else get(document, path)
    stored = Stored(project, Change(path, before, after), workspace.writer(project, path))
    rows = {} if document is None or not path else {project: row(document)}
    return Draft(time, "Bo", "edit", (stored,), rows)


def undone(entry: Entry, rows: dict[str, dict[str, Any]] | None = None) -> Draft:
    """Return the draft that takes an entry back."""
    back = tuple(Stored(s.project, s.change.inverted(), entry.id, restores=s.base) for s in reversed(entry.changes))
    return Draft(FIRST_TIME, "Bo", "undo", back, rows or {}, undoes=entry.id)


def save(workspace: Workspace, draft: Draft) -> Entry:
    """Append one draft in a transaction of its own."""
    with workspace.transaction() as transaction:
        return transaction.append(draft)


def filled(folder: Path, count: int, *, durable: bool = False) -> Workspace:
    """Return a workspace with the projects p1 to pn, one a minute."""
    workspace = Workspace.open(folder, durable=durable)
    for n in range(1, count + 1):
        save(workspace, made(f"p{n}", at(n)))
    return workspace


def content(workspace: Workspace) -> dict[str, Any]:
    """Return all that a workspace says of its projects: rows, documents and writers."""
    said: dict[str, Any] = {}
    for project, shown in sorted(workspace.rows().items()):
        writers = {(): workspace.writer(project, ()), **workspace.writers_below(project, ())}
        said[project] = (dict(shown), workspace.document(project), writers)
    return said


def reopened(workspace: Workspace) -> Workspace:
    """Close a workspace and open its folder again."""
    workspace.close()
    return Workspace.open(workspace.folder, durable=False)


def segment(workspace: Workspace, number: int = 1) -> Path:
    """Return the path of a segment of the journal."""
    return workspace.folder / "journal" / f"{number:06d}.journal"


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def newer_checkpoint(version: str = "9.0") -> bytes:
    """Return the first line of a checkpoint that a later paceplan wrote."""
    text = orjson.dumps({"schema": 99, "paceplan": version})
    return b'{"_meta":{"1":%b},\n' % _sealed(text[:-1])


def started(program: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a Python program that can import paceplan; it is given its arguments in `sys.argv[1:]`."""
    source = str(Path(paceplan.__file__).parents[1])
    prelude = f"import sys; sys.path.insert(0, {source!r}); from paceplan.store.workspace import Workspace\n"
    command = [sys.executable, "-c", prelude + program, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
