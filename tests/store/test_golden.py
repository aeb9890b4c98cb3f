"""Journals that released versions wrote are read, for ever, as what they were when they were written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.session.sessions import catalogue, reopened
from tests.session.sessions import opened as session_on

from paceplan.store import device
from paceplan.store.errors import Newer
from paceplan.store.journal import FORMAT, sha256
from paceplan.store.workspace import Workspace

from .actions import NAME, changed, files_of, save
from .golden import make

# Release: SHA-256 of its files, one after the other in the order of their names. Not one byte of them may ever change.
RELEASES = {"0.1.0": "083b372b7988c0090417e30e53412212f4e9e8805696ff0292962c76a3dddfdc"}
LAST = list(RELEASES)[-1]
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(release: str, tmp_path: Path) -> Path:
    """A copy of a golden workspace, on a machine that it does not come from."""
    shutil.copytree(GOLDEN / release, tmp_path / "w")
    (tmp_path / "w" / "expected.json").unlink()
    return tmp_path / "w"


@pytest.fixture
def _its_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this be the machine that the golden workspaces were written on."""
    machine = tmp_path / "machine-id"
    machine.write_text(make.MACHINE, encoding="utf-8")
    monkeypatch.setattr(device, "MACHINE_ID", str(machine))


def expected(release: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / release / "expected.json").read_text(encoding="utf-8"))
    return found


def opened(folder: Path) -> Workspace:
    return Workspace.open(folder, durable=False)


def test_not_a_byte_of_it_has_changed(release: str) -> None:
    files = files_of(GOLDEN / release)
    assert sha256(b"".join(name.encode() + b"\0" + data for name, data in sorted(files.items()))) == RELEASES[release]


def test_every_release_has_one() -> None:
    assert {found.name for found in GOLDEN.iterdir() if found.is_dir() and found.name[0].isdigit()} == set(RELEASES)


def test_it_holds_something_of_every_kind() -> None:
    """Of the newest one: an older one holds what there was in its time."""
    entries = list(opened(GOLDEN / LAST).entries())
    assert len({entry.device for entry in entries}) == len({entry.author for entry in entries}) == 2
    actions = {"keeping.create", "keeping.place", "keeping.copy", "keeping.rename", "scoring.score", "undo", "redo"}
    assert actions < {entry.action for entry in entries}
    assert max(len({stored.project for stored in entry.changes}) for entry in entries) == 3
    assert len(files_of(GOLDEN / LAST / "journal")) > 2


def test_it_is_read_as_it_was(folder: Path, release: str) -> None:
    before = files_of(folder)
    workspace = opened(folder)
    assert make.said(workspace) == expected(release)
    assert (workspace.notices, workspace.verify(), workspace.readonly) == ([], [], None)
    assert list(workspace.entries(newest_first=True)) == list(workspace.entries())[::-1]
    assert files_of(folder) == before


def test_a_checkpoint_of_it_says_the_same(folder: Path, release: str) -> None:
    workspace = opened(folder)
    workspace.checkpoint()
    again = opened(folder)
    assert make.said(again) == make.said(workspace) == expected(release)
    assert (again.notices, again.verify()) == ([], [])


def test_another_machine_goes_on_with_the_next_number_and_an_id_of_its_own(folder: Path, release: str) -> None:
    workspace, known, before = opened(folder), expected(release), files_of(folder / "journal")
    hash, seq = known["head"]
    entry = save(workspace, changed(workspace, "search", NAME, "Next"))
    assert (entry.prev, entry.seq, entry.clock) == (hash, seq + 1, seq + 1)
    assert entry.device not in {id.partition("-")[0] for id, *_ in known["entries"]}
    assert entry.changes[0].base == next(workspace.entries()).id
    after = files_of(folder / "journal")
    assert [after[name].startswith(data) for name, data in before.items()] == [True] * len(before)
    again = opened(folder)
    assert make.said(again) == make.said(workspace)
    assert (again.verify(), again.notices) == ([], [])
    assert (again.document("search") or {})["name"] == "Next"


@pytest.mark.usefixtures("_its_machine")
def test_its_own_device_takes_back_what_it_did(folder: Path, release: str) -> None:
    known = expected(release)
    author, last = next((author, id) for id, _, _, author, *_ in known["entries"][::-1])
    session = session_on(folder, author)
    assert session.workspace.device == last.partition("-")[0]
    undone = session.undo().entry
    assert undone is not None
    assert undone.id == last
    session.redo()
    projects = make.said(session.workspace)["projects"]
    for id, was in known["projects"].items():  # what was done again carries a row as it is written now
        assert projects[id] | {"row": None} == was | {"row": None}
        assert projects[id]["row"] in (was["row"], session.row(id))
    assert projects.keys() == known["projects"].keys()
    assert reopened(session).workspace.verify() == []


def test_its_projects_still_fit_the_playbooks(folder: Path) -> None:
    session = session_on(folder)
    for row in session.rows():
        assert session.project(row["id"]).name == row["name"]
        assert session.verdict(row["id"])
        assert catalogue().get(row["playbook"])


@pytest.mark.parametrize("payload", [b'{"changes":[],"rows":{}}', b'{"all":"new"}', b"\x00not json\xff"])
@pytest.mark.parametrize("checkpointed", [False, True])
def test_an_entry_of_a_later_format_is_refused_before_anything_is_touched(
    folder: Path, release: str, payload: bytes, checkpointed: bool
) -> None:
    workspace = opened(folder)
    if checkpointed:
        workspace.checkpoint()
    hash, seq = expected(release)["head"]
    fields = {"v": FORMAT + 1, "prev": hash, "payload": "hashed otherwise", "seq": seq + 1, "who": {"knows": "what"}}
    header = orjson.dumps(fields)
    journal = max((folder / "journal").iterdir())
    with journal.open("ab") as file:
        file.write(sha256(header).encode() + b"\t" + header + b"\t" + payload + b"\n")
    before = files_of(folder)
    with pytest.raises(Newer) as refused:
        opened(folder)
    assert refused.value.needed == f"a paceplan that reads journal format {FORMAT + 1}"
    for said in (str(journal), refused.value.needed, "nothing was touched"):
        assert said in str(refused.value)
    with pytest.raises(Newer):
        workspace.refresh()
    with pytest.raises(Newer):
        workspace.verify()
    assert files_of(folder) == before
