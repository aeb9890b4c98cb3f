"""Sessions on a folder as the front ends open them, with a clock that stands still between two changes."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from paceplan.core import keeping
from paceplan.core.changes import ABSENT, Change, apply, without_empty_collections
from paceplan.core.changes import Path as Keys
from paceplan.core.playbook import Playbook
from paceplan.core.project import Project
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Published, Session, Step
from paceplan.store.workspace import Workspace

MORNING = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
RISK = "risk-compliance"


@cache
def catalogue() -> Catalogue:
    """Return the shipped playbooks, parsed once for all tests."""
    return Catalogue()


class Clock:
    """Gives the same time until it is told to go on."""

    def __init__(self) -> None:
        self.time = MORNING

    def __call__(self) -> dt.datetime:
        return self.time

    def wait(self, minutes: int) -> None:
        self.time += dt.timedelta(minutes=minutes)


def opened(folder: Path, author: str = "Ann", *, books: Catalogue | None = None, clock: Clock | None = None) -> Session:
    """Return a session of `author` on `folder`, which is made where it is missing."""
    workspace = Workspace.open(folder, durable=False)
    return Session(workspace, books or catalogue(), author=author, now=clock or Clock(), deadline=0.05)


def reopened(session: Session) -> Session:
    """Return the session that the same person opens after having closed this one."""
    session.close()
    return opened(session.workspace.folder, session.author, books=session.catalogue)


def created(id: str, name: str = "", *, playbook: str = "ai", **more: Any) -> Step:
    """Return the step that makes a project."""
    return Step(keeping.create, id, {"id": id, "name": name or f"Project {id}", "playbook_id": playbook, **more})


def project(content: dict[str, Any]) -> Project:
    """Return a project of `ai` with these keys beside the necessary ones."""
    return Project.of({"format": "paceplan/1", "name": "P", "playbook": "ai", **content})


def set_value(project: Project, playbook: Playbook, *, path: Keys, value: Any) -> Project:
    """Put `value` at `path`, or with `ABSENT` take away what is there: an action for tests that need any change."""
    document = apply(project.document(), [Change(path, None, value)])
    return Project.of(without_empty_collections(document or {}))


def put(session: Session, id: str, path: str, value: Any = ABSENT) -> None:
    """Set the value at a dotted path; it has to differ from what was there."""
    assert session.do(set_value, id, path=tuple(path.split(".")), value=value).entry


def heard_by(session: Session) -> list[Published]:
    """Return a list that fills with what the session publishes."""
    heard: list[Published] = []
    session.subscribe(heard.append)
    return heard


def documents(session: Session) -> dict[str, Any]:
    """Return the document of every project that the workspace has, deleted ones included."""
    return {id: session.workspace.document(id) for id in sorted(session.workspace.rows())}


def lines(folder: Path) -> list[bytes]:
    """Return the lines of the journal as they stand on the disk."""
    files = sorted((folder / "journal").glob("*.journal"))
    return b"".join(file.read_bytes() for file in files).splitlines()
