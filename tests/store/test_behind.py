"""A checkpoint written behind the work, sealed segments, and what a checkpoint keeps of a damaged journal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from paceplan.store import checkpoint as checkpoints
from paceplan.store.network import OnNetwork
from paceplan.store.workspace import Workspace

from .actions import DONE, NAME, changed, content, filled, made, reopened, save, segment


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Three projects, with a checkpoint due after every change."""
    monkeypatch.setattr("paceplan.store.reading._LEAST_TAIL", 1)
    monkeypatch.setattr("paceplan.store.reading._TAIL_SHARE", 0)
    return filled(tmp_path, 3)


def covered(workspace: Workspace) -> int:
    """Return up to which entry the checkpoint on the disk goes."""
    found = checkpoints.Checkpoint.open(f"{workspace.folder}/paceplan.json")
    assert found is not None
    found.close()
    return found.head.seq


def test_it_is_written_by_itself_and_holds_everything(workspace: Workspace) -> None:
    assert workspace.checkpoint_behind()
    assert workspace.settled(60)
    assert covered(workspace) == 3
    assert not workspace.checkpoint_due()
    assert not workspace.checkpoint_behind()
    save(workspace, changed(workspace, "p2", DONE, True))
    assert workspace.checkpoint_behind()
    assert workspace.settled(60)
    assert covered(workspace) == 4
    assert workspace.notices == []
    assert content(reopened(workspace)) == content(workspace)


def test_what_is_saved_meanwhile_is_saved_and_not_in_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = checkpoints.layout

    def slowly(*args: object) -> object:
        save(workspace, changed(workspace, "p1", NAME, "Meanwhile"))
        return prepare(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("paceplan.store.state.layout", slowly)
    assert workspace.checkpoint_behind()
    assert workspace.settled(60)
    assert covered(workspace) == 3
    assert workspace.checkpoint_due()
    again = reopened(workspace)
    assert again.document("p1") == {"name": "Meanwhile", "playbook": "ai"}


def test_what_others_changed_before_it_is_still_news(workspace: Workspace) -> None:
    other = Workspace.open(workspace.folder, durable=False)
    save(other, changed(other, "p1", NAME, "By Bo"))
    other.checkpoint()
    workspace.checkpoint_behind()
    workspace.settled(60)
    assert [entry.changes[0].change.after for entry in workspace.refresh()] == ["By Bo"]
    other.close()


def test_what_others_changed_is_news_after_a_checkpoint_of_ones_own(workspace: Workspace) -> None:
    other = Workspace.open(workspace.folder, durable=False)
    save(other, changed(other, "p1", NAME, "By Bo"))
    workspace.checkpoint()
    assert [entry.changes[0].change.after for entry in workspace.refresh()] == ["By Bo"]
    assert workspace.refresh() == []
    other.close()


def test_only_one_is_written_at_a_time_and_closing_waits_for_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    go_on, prepare = Event(), checkpoints.layout

    def held(*args: object) -> object:
        assert go_on.wait(60)
        return prepare(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("paceplan.store.state.layout", held)
    assert workspace.checkpoint_behind()
    save(workspace, changed(workspace, "p1", NAME, "One more"))
    assert not workspace.checkpoint_behind()
    assert not workspace.settled(0)
    go_on.set()
    workspace.close()
    assert covered(workspace) == 3
    assert not [name for name in os.listdir(workspace.folder) if name.endswith(".tmp")]


def test_a_line_that_was_cut_back_meanwhile_leads_to_no_checkpoint(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, prepare = segment(workspace).stat().st_size, checkpoints.layout
    save(workspace, changed(workspace, "p1", NAME, "Not confirmed by the disk"))

    def cut(*args: object) -> object:
        os.truncate(segment(workspace), before)
        return prepare(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("paceplan.store.state.layout", cut)
    workspace.checkpoint_behind()
    workspace.settled(60)
    assert not (workspace.folder / "paceplan.json").exists()


def test_a_failure_is_told_once_and_tried_again_after_more_changes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("paceplan.store.files.prepare", full)
    assert workspace.checkpoint_behind()
    workspace.settled(60)
    said = "a checkpoint could not be written: the disk is full. Every change is in the journal"
    assert workspace.notices == [said]
    assert not workspace.checkpoint_behind()
    save(workspace, made("p4"))
    assert workspace.checkpoint_behind()
    workspace.settled(60)
    assert workspace.notices == [said]


def test_a_segment_is_sealed_by_its_size_and_never_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paceplan.store.workspace.SEGMENT_BYTES", 500)
    workspace, other = filled(tmp_path, 1), Workspace.open(tmp_path, durable=False)
    sealed: dict[str, bytes] = {}
    for n in range(12):
        writer = (workspace, other)[n % 2]
        save(writer, changed(writer, "p1", NAME, f"Name {n}"))
        *old, newest = sorted((tmp_path / "journal").iterdir())
        now = {path.name: path.read_bytes() for path in old}
        assert {name: now[name] for name in sealed} == sealed
        assert all(len(data) >= 500 for data in now.values())
        assert newest.stat().st_size > 0
        sealed = now
    assert len(sealed) >= 3
    workspace.refresh()
    assert workspace.head == other.head
    assert workspace.verify() == []
    assert content(reopened(workspace)) == content(other)


def test_a_damaged_line_is_copied_aside_once_and_its_project_named(workspace: Workspace) -> None:
    save(workspace, changed(workspace, "p2", NAME, "Kept"))
    save(workspace, changed(workspace, "p1", NAME, "Lost"))
    save(workspace, made("p4", "2026-02-03T10:30:00.000Z"))
    path = segment(workspace)
    path.write_bytes(path.read_bytes().replace(b'"after":"Lost"', b'"after":"Last"'))
    for _ in range(2):
        again = Workspace.open(workspace.folder, durable=False)
        named = [notice for notice in again.notices if "line 5" in notice]
        assert len(named) == 1
        assert "(project Project p1, between 2026-02-03T10:00:00.000Z and 2026-02-03T10:30:00.000Z)" in named[0]
        save(again, changed(again, "p3", DONE, True))
        again.close()
    (kept,) = (workspace.folder / "aside").iterdir()
    assert b'"after":"Last"' in kept.read_bytes()


def test_what_only_the_checkpoint_still_has_is_kept(workspace: Workspace) -> None:
    save(workspace, changed(workspace, "p1", NAME, "In the checkpoint"))
    workspace.checkpoint()
    save(workspace, changed(workspace, "p2", NAME, "After it"))
    path = segment(workspace)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = b"\0" * (len(lines[1]) - 1) + b"\n"
    lines[3] = b"?" * (len(lines[3]) - 1) + b"\n"
    path.write_bytes(b"".join(lines))
    again = reopened(workspace)
    assert again.rows().keys() == {"p1", "p2", "p3"}
    assert again.document("p1") == {"name": "In the checkpoint", "playbook": "ai"}
    assert again.document("p2") == {"name": "After it", "playbook": "ai"}
    assert len(again.verify()) == 2


def test_a_checkpoint_of_an_older_form_is_kept_the_last_three_of_them(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.checkpoint()
    kept = []
    for schema in range(2, 7):
        before = (workspace.folder / "paceplan.json").read_bytes()
        monkeypatch.setattr(checkpoints, "SCHEMA", schema)
        monkeypatch.setattr("paceplan.store.behind.SCHEMA", schema)
        save(workspace, changed(workspace, "p1", NAME, f"Under {schema}"))
        workspace.checkpoint()
        kept.append((f"{schema + 1:09d}-schema-{schema - 1}.json", before))
        assert content(Workspace.open(workspace.folder, durable=False)) == content(workspace)
    found = sorted((workspace.folder / "backups").iterdir())
    assert [(path.name, path.read_bytes()) for path in found] == kept[-3:]
    assert f"paceplan.json was written by an older version: it was kept as {found[-1]}" in workspace.notices


def test_a_network_folder_is_refused_unless_it_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paceplan.store.network.kind", lambda path: "nfs4")
    with pytest.raises(OnNetwork, match="nfs4"):
        Workspace.open(tmp_path / "plans", durable=False)
    assert not (tmp_path / "plans").exists()
    Workspace.open(tmp_path / "plans", durable=False, on_network=True).close()
