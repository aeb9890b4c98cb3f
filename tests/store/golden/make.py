"""Writes the golden journal of this release, once: `python -m tests.store.golden.make`, in the project's folder.

Two people on two devices do something of every kind. Device ids, machine and clock are made up, so that the same code
writes the same bytes; what is there already is never written again.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from paceplan import __version__
from paceplan.core import checklists, keeping, roadmap, scoring
from paceplan.core.project import Project
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Session, Step
from paceplan.store import device, workspace
from paceplan.store.workspace import Workspace

HERE = Path(__file__).parent
MACHINE = "a machine that never was\n"
ANN, BO = "0000a11e", "00000b0b"
SEGMENT_BYTES = 6_000
DAY = dt.date(2026, 11, 16)
RISK = "risk-compliance"


def clock() -> Callable[[], dt.datetime]:
    """Return a clock that goes on by a minute whenever it is asked."""

    def minutes() -> Iterator[dt.datetime]:
        time = dt.datetime(2026, 11, 16, 8, 0, tzinfo=dt.UTC)
        while True:
            time += dt.timedelta(minutes=1)
            yield time

    return minutes().__next__


def imported(id: str, name: str, **more: Any) -> Step:
    """Return the step that brings in a project from a file."""
    content = {"format": "paceplan/1", "id": id, "name": name, "playbook": "ai", **more}
    return Step(keeping.place, id, {"content": Project.of(content), "replace": True})


def ann(session: Session) -> None:
    """Make, import and change; take away what is nested; undo and redo."""
    made = {"id": "search", "name": "Search", "playbook_id": "ai", "template": "knowledge-search", "start": DAY}
    session.do_all([Step(keeping.create, "search", made)])
    session.do_all([
        imported("umlaut", 'Größe 🐢 "½" \u202e\u2028 名前', summary="First line\nsecond\tline\\ \x7f"),
        imported("clean-up", "Clean up", scores={RISK: {"score": 2, "why": "Names in the logs"}}),
        imported("later", "Later", metrics={"hours": {"name": "Hours", "target": 29.4, "unit": "h"}}),
    ])  # fmt: skip
    session.do(scoring.score, "search", dimension=RISK, value=1, why="Names are masked")
    session.do(checklists.tick, "search", item="scope", by="Ann", on=DAY)
    session.do(roadmap.build, "later", start=DAY)
    nested = {"phase": None, "weeks": 2, "start": DAY}
    session.do(roadmap.nest, "later", sprint="first", name="First sprint", **nested)
    session.undo()
    session.redo()
    session.do(scoring.score, "clean-up", dimension=RISK, value=None)
    session.do(keeping.rename, "umlaut", name="Größe")
    session.undo()
    session.do_all([Step(keeping.copy, "twin", {"source": session.project("search"), "id": "twin", "name": "Twin"})])
    session.undo()


def bo(session: Session) -> None:
    """Change what the other made, replace a project from a file, delete one and archive one."""
    session.do(scoring.score, "search", dimension=RISK, value=3)
    session.do(checklists.annotate, "search", item="scope", note="Wiki only", owner="Bo")
    session.do_all([imported("later", "Much later", owner="Bo")])
    session.undo()
    session.do_all([Step(keeping.delete, "clean-up"), Step(keeping.archive, "umlaut")], "put away")
    session.do(checklists.tick, "search", item="scope", done=False)


def ann_again(session: Session) -> None:
    """Go on, on the first device, after the other's work."""
    session.do(scoring.score, "search", dimension=RISK, value=0, why="Nobody's data")
    session.undo()
    session.redo()
    session.do(scoring.explain, "search", question=RISK, why="Nobody's data; checked")


def said(found: Workspace) -> dict[str, Any]:
    """Return what a workspace makes of its journal: the entries, the projects, and those that are gone."""
    projects: dict[str, Any] = {}
    entries = list(found.entries())
    for id in sorted({stored.project for entry in entries for stored in entry.changes}):
        writers = {(): found.writer(id, ()), **found.writers_below(id, ())}
        projects[id] = {
            "row": found.rows().get(id),
            "document": found.document(id),
            "writers": {".".join(path): writer for path, writer in sorted(writers.items())},
        }
    return {
        "head": list(found.head),
        "entries": [[e.id, e.clock, e.time, e.author, e.action, e.undoes, e.redoes, len(e.changes)] for e in entries],
        "projects": projects,
    }


def write(folder: Path) -> None:
    """Write journal, device and expectation into a folder."""
    now, catalogue = clock(), Catalogue()
    for id, author, work in ((ANN, "Ann", ann), (BO, "Bo Öberg", bo), (ANN, "Ann", ann_again)):
        folder.mkdir(exist_ok=True)
        content = json.dumps({"device": id, "machine": device.machine()}, separators=(",", ":"))
        (folder / "device.json").write_text(content + "\n", encoding="utf-8")
        session = Session(Workspace.open(folder), catalogue, author=author, now=now)
        work(session)
        session.close()
    (folder / "lock").unlink()
    with Workspace.open(folder) as found:
        text = json.dumps(said(found), ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Write the golden journal of this release beside this file; refuses where it is there."""
    folder = HERE / __version__
    if folder.exists():
        raise SystemExit(f"{folder.name} is written already, and stays as it is")
    with tempfile.NamedTemporaryFile("w") as machine:
        machine.write(MACHINE)
        machine.flush()
        device.MACHINE_ID, workspace.SEGMENT_BYTES = machine.name, SEGMENT_BYTES
        write(folder)


if __name__ == "__main__":
    main()
