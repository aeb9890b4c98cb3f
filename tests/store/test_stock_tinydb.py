"""Programs that know TinyDB and not paceplan: they read a checkpoint, and may even write one without harm."""

from __future__ import annotations

import json
import math
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.session.sessions import opened
from tinydb import TinyDB, where
from tinydb.storages import JSONStorage, Storage

from paceplan import demo
from paceplan.store.checkpoint import Checkpoint
from paceplan.store.storage import CheckpointStorage
from paceplan.store.workspace import Workspace

from .actions import NAME, changed, content, filled, made, reopened, save

STORAGES: dict[str, Callable[..., Storage]] = {"stock": JSONStorage, "ours": CheckpointStorage}
ENCODING: dict[str, dict[str, Any]] = {"stock": {"encoding": "utf-8"}, "ours": {}}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with the sample projects, all of them in its checkpoint."""
    session = opened(tmp_path_factory.mktemp("samples") / "w")
    demo.fill(session)
    session.workspace.checkpoint()
    yield session.workspace
    session.close()


@pytest.fixture(params=STORAGES)
def database(request: pytest.FixtureRequest, samples: Workspace) -> Iterator[TinyDB]:
    named = {**ENCODING[request.param], "storage": STORAGES[request.param]}
    with TinyDB(samples.folder / "paceplan.json", access_mode="r", **named) as opened_now:
        yield opened_now


def plain(found: dict[str, Any]) -> dict[str, Any]:
    """Return a project's document without what the checkpoint keeps beside it."""
    return {key: value for key, value in found.items() if not key.startswith("_")}


def test_every_sample_is_read_as_the_workspace_has_it(database: TinyDB, samples: Workspace) -> None:
    found = {document["_id"]: plain(document) for document in database.table("projects")}
    assert len(found) == 13
    assert found == {project: samples.document(project) for project in samples.rows()}
    rows = {known["id"]: known["row"] for known in database.table("index")}
    assert rows == dict(samples.rows())


def test_samples_are_found_by_a_field(database: TinyDB, samples: Workspace) -> None:
    projects = database.table("projects")
    by_playbook = {document["_id"] for document in projects.search(where("playbook") == "edtech")}
    assert by_playbook == {"east-valley-sis", "riverbend-assessment"}
    one = projects.get(where("name") == (samples.document("credit-decision") or {})["name"])
    assert isinstance(one, dict)
    assert one["_id"] == "credit-decision"
    assert database.table("index").count(where("row")["name"].exists()) == 13


@pytest.mark.parametrize("storage", STORAGES)
def test_what_another_program_wrote_is_kept_aside_and_the_journal_counts(tmp_path: Path, storage: str) -> None:
    workspace = filled(tmp_path, 4)
    save(workspace, changed(workspace, "p2", NAME, "Ümlaut 🐢"))
    workspace.checkpoint()
    before, path = content(workspace), tmp_path / "paceplan.json"
    with TinyDB(path, storage=STORAGES[storage], **ENCODING[storage]) as database:
        assert database.table("projects").update({"name": "Foreign"}, where("_id") == "p1") == [1]
        database.insert({"mine": True})
    foreign = path.read_bytes()
    again = reopened(workspace)
    assert content(again) == before
    assert len(again.notices) == 1
    assert again.notices[0].startswith("paceplan.json ")
    assert again.notices[0].endswith(": rebuilt from the journal")
    assert path.read_bytes() == foreign
    save(again, made("p5"))
    assert (tmp_path / "aside" / "paceplan.json").read_bytes() == foreign
    again.checkpoint()
    third = reopened(again)
    assert (third.notices, third.verify(), content(third)) == ([], [], content(again))


def test_a_checkpoint_written_back_unchanged_is_the_same_to_the_byte(samples: Workspace, tmp_path: Path) -> None:
    path, whole = tmp_path / "paceplan.json", (samples.folder / "paceplan.json").read_bytes()
    path.write_bytes(whole)
    storage = CheckpointStorage(path, durable=False)
    tables = storage.read()
    assert tables is not None
    storage.write(tables)
    assert path.read_bytes() == whole
    with TinyDB(path, storage=CheckpointStorage) as database:
        number = database.table("notes").insert({"seen": True})
        database.table("notes").remove(doc_ids=[number])
        database.drop_table("notes")
    assert path.read_bytes() == whole
    checkpoint = Checkpoint.open(str(path))
    assert checkpoint is not None
    checkpoint.close()


ODD = {
    "projects": {
        "1": {"text": 'Ümlaut 🐢 "quoted"\n\t\x00\u2028', "large": 2**70, "list": [1, [2.5, None]]},
        "2": {"half": "\ud800", "deep": {"a": {"b": {}}}},
        'strange " name': {},
    },
    "empty": {},
    "no documents": {"is": 5, "that": [True, None]},
    "_meta": {"1": {"schema": 1}},
    'a "table"': {"1": {"x": 1e300}},
}


def passed_on(path: str, writer: str, reader: str, tables: dict[str, Any]) -> dict[str, Any]:
    """Return what one storage reads of what the other wrote."""
    writing = STORAGES[writer](path, **ENCODING[writer])
    writing.write(tables)
    writing.close()
    reading = STORAGES[reader](path, **ENCODING[reader])
    found = reading.read()
    reading.close()
    return found or {}


@pytest.mark.parametrize("writer", STORAGES)
@pytest.mark.parametrize("reader", STORAGES)
def test_both_storages_read_what_either_wrote(tmp_path: Path, writer: str, reader: str) -> None:
    path = str(tmp_path / "db.json")
    assert passed_on(path, writer, reader, ODD) == ODD
    odd_numbers = {"1": {"no": math.nan, "none": None, "most": math.inf}, "2": {"whole": 7}}
    numbers = passed_on(path, writer, reader, {"numbers": odd_numbers})["numbers"]
    assert math.isnan(numbers["1"].pop("no"))
    assert numbers == {"1": {"none": None, "most": math.inf}, "2": {"whole": 7}}


def test_each_document_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    CheckpointStorage(path).write({"_meta": {"1": {"v": 1}}, "t": {"1": {"a": 1}, "2": {}}, "none": {}})
    assert path.read_text().splitlines() == [
        '{"_meta":{"1":{"v":1}},', '"t":{', '"1":{"a":1},', '"2":{}', "},", '"none":{', "}}",
    ]  # fmt: skip


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "db.json"
    storage = CheckpointStorage(path)
    storage.write({"t": {"1": {"a": 1}}})
    old = path.read_bytes()
    with pytest.raises(TypeError):
        storage.write({"t": {"1": {"a": 1}, "2": {"a": object()}}})
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(OSError, match="full"):
            storage.write({"t": {}})
    assert path.read_bytes() == old
    assert [found.name for found in tmp_path.iterdir()] == ["db.json"]


def test_mode_and_link_of_the_file_stay_and_the_disk_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, link = tmp_path / "real.json", tmp_path / "db.json"
    target.write_bytes(b"")
    target.chmod(0o640)
    link.symlink_to(target)
    synced: list[int] = []
    fsync = os.fsync

    def syncing(fd: int) -> None:
        synced.append(stat.S_IFMT(os.fstat(fd).st_mode))
        fsync(fd)

    monkeypatch.setattr(os, "fsync", syncing)
    CheckpointStorage(link).write({"t": {"1": {"a": 1}}})
    assert synced == [stat.S_IFREG, stat.S_IFDIR]
    CheckpointStorage(link, durable=False).write({"t": {"1": {"a": 2}}})
    assert len(synced) == 2
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert json.loads(target.read_bytes()) == {"t": {"1": {"a": 2}}}


def test_what_it_cannot_do_it_refuses(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    for wrong in ({"access_mode": "w"}, {"access_mode": "a+"}, {"ensure_ascii": True}):
        with pytest.raises(ValueError, match=r"access mode|ensure_ascii"):
            CheckpointStorage(path, **wrong)
    assert not path.exists()
    path.write_bytes(b'{"t": {"1": {"a"')
    storage = CheckpointStorage(path)
    with pytest.raises(json.JSONDecodeError):
        storage.read()
    storage.close()
    with pytest.raises(ValueError, match="closed"):
        storage.read()
    with pytest.raises(ValueError, match="closed"):
        storage.write({})
