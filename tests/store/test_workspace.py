"""A workspace that nothing happens to: saving, opening again, and two of them side by side."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceplan.core.changes import ABSENT, apply
from paceplan.store import device
from paceplan.store.errors import NotAWorkspace
from paceplan.store.workspace import Workspace

from .actions import DONE, NAME, changed, content, files_of, filled, made, reopened, row, save, segment


def test_what_is_saved_is_there_at_the_next_opening(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 3)
    last = save(workspace, changed(workspace, "p2", DONE, True))
    before = content(workspace)
    again = reopened(workspace)
    assert content(again) == before
    assert again.head == (last.hash, 4)
    assert again.notices == []
    assert again.readonly is None
    assert again.document("p2") == {
        "name": "Project p2", "playbook": "ai", "checklists": {"pilot": {"scope": {"done": True}}},
    }  # fmt: skip
    assert again.document("nobody") is None


def test_a_project_is_parsed_only_when_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = filled(tmp_path, 2)
    workspace.checkpoint()
    save(workspace, changed(workspace, "p1", NAME, "New"))
    read: list[Any] = []
    loads = orjson.loads
    again = reopened(workspace)

    def counted(data: bytes) -> Any:
        read.append(data)
        return loads(data)

    monkeypatch.setattr(orjson, "loads", counted)
    assert list(again.rows()) == ["p1", "p2"]
    assert read == []
    assert again.document("p1") == {"name": "New", "playbook": "ai"}
    assert all(b"p2" not in data for data in read)  # its copy in the checkpoint, and the change after that


def test_the_journal_comes_in_both_directions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paceplan.store.segments._CHUNK", 300)
    workspace = filled(tmp_path, 20)
    forward = list(workspace.entries())
    assert [entry.seq for entry in forward] == list(range(1, 21))
    assert list(workspace.entries(newest_first=True)) == forward[::-1]
    assert [entry.prev for entry in forward] == ["", *(entry.hash for entry in forward[:-1])]
    assert [entry.clock for entry in forward] == list(range(1, 21))


def test_several_segments_are_one_journal(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 5)
    before = content(workspace)
    lines = segment(workspace).read_bytes().splitlines(keepends=True)
    segment(workspace).write_bytes(b"".join(lines[:2]))
    segment(workspace, 2).write_bytes(b"".join(lines[2:]))
    again = reopened(workspace)
    assert content(again) == before
    assert [entry.seq for entry in again.entries(newest_first=True)] == [5, 4, 3, 2, 1]
    save(again, made("p6"))
    assert len(segment(workspace, 2).read_bytes().splitlines()) == 4
    assert again.verify() == []


def test_one_action_on_many_projects_is_one_entry(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path, durable=False)
    one, two = made("p1"), made("p2")
    both = type(one)(one.time, "Ann", "import", one.changes + two.changes, one.rows | two.rows)
    save(workspace, both)
    assert len(segment(workspace).read_bytes().splitlines()) == 1
    assert list(reopened(workspace).rows()) == ["p1", "p2"]


def test_two_workspaces_see_each_others_entries(tmp_path: Path) -> None:
    left, right = filled(tmp_path, 1), Workspace.open(tmp_path, durable=False)
    assert right.refresh() == []
    for n in range(10):
        me, other = (left, right) if n % 2 else (right, left)
        entry = save(me, changed(me, "p1", ("n", str(n)), n))
        if n % 3:
            assert other.refresh() == [entry]
            assert other.refresh() == []
            assert other.document("p1") == me.document("p1")
    left.refresh()
    right.refresh()
    assert content(left) == content(right) == content(reopened(left))
    assert left.document("p1") == {"name": "Project p1", "playbook": "ai", "n": {str(n): n for n in range(10)}}


def test_a_transaction_shows_what_came_before_it(tmp_path: Path) -> None:
    left, right = filled(tmp_path, 1), Workspace.open(tmp_path, durable=False)
    theirs = save(left, changed(left, "p1", NAME, "Theirs"))
    with right.transaction() as transaction:
        assert transaction.seen == [theirs]
        draft = changed(right, "p1", NAME, "Mine")
        assert draft.changes[0].base == theirs.id
        mine = transaction.append(draft)
        then = transaction.append(changed(right, "p1", NAME, "Mine too"))
    assert [theirs.seq, mine.seq, then.seq] == [2, 3, 4]
    assert left.refresh() == [mine, then]
    with pytest.raises(RuntimeError):
        transaction.append(draft)


def test_reading_makes_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "w"
    workspace = Workspace.open(folder, create=False, durable=False)
    assert (dict(workspace.rows()), workspace.head, workspace.refresh(), workspace.verify()) == ({}, ("", 0), [], [])
    assert list(workspace.entries()) == []
    workspace.checkpoint()
    assert list(tmp_path.iterdir()) == []
    save(workspace, made("p1"))
    assert list(reopened(workspace).rows()) == ["p1"]
    for made_now in (tmp_path / "a", folder, folder / "journal"):
        assert stat.S_IMODE(made_now.stat().st_mode) == 0o700
    assert stat.S_IMODE(segment(workspace).stat().st_mode) == 0o600


def test_opening_changes_no_file(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 2)
    workspace.checkpoint()
    save(workspace, made("p3"))
    segment(workspace).write_bytes(segment(workspace).read_bytes() + b"unfinished")
    before = files_of(tmp_path)
    again = reopened(workspace)
    content(again), again.refresh(), again.verify(), list(again.entries())
    assert files_of(tmp_path) == before


def test_a_workspace_that_appears_later_is_noticed(tmp_path: Path) -> None:
    early = Workspace.open(tmp_path / "w", create=False, durable=False)
    late = filled(tmp_path / "w", 2)
    assert [entry.seq for entry in early.refresh()] == [1, 2]
    assert content(early) == content(late)


@pytest.mark.parametrize("below", [(), ("w",)])
def test_a_file_is_no_workspace(tmp_path: Path, below: tuple[str, ...]) -> None:
    (tmp_path / "note.txt").write_text("hello")
    with pytest.raises(NotAWorkspace, match=r"note\.txt"):
        Workspace.open(tmp_path.joinpath("note.txt", *below))


def test_a_copied_folder_gets_a_device_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = filled(tmp_path / "w", 1)
    first = workspace.device
    assert len(first) == 8
    assert reopened(workspace).device == first
    machine = tmp_path / "machine-id"
    machine.write_text("another machine\n")
    monkeypatch.setattr(device, "MACHINE_ID", str(machine))
    copy = reopened(workspace)
    assert copy.device == ""
    entry = save(copy, made("p2"))
    assert entry.device == copy.device != first
    assert [known.device for known in copy.entries()] == [first, copy.device]
    assert reopened(copy).device == copy.device
    (tmp_path / "w" / "device.json").write_bytes(b'{"device": "../../etc", "machine": "')
    assert reopened(copy).device == ""


def test_a_change_is_on_disk_before_it_is_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = filled(tmp_path, 1, durable=True)
    seen: list[tuple[str, int]] = []
    with workspace.transaction() as transaction:
        monkeypatch.setattr(
            os, "fsync", lambda fd: seen.append((dict(workspace.rows())["p1"]["name"], os.fstat(fd).st_size))
        )
        draft = changed(workspace, "p1", NAME, "New")
        transaction.append(type(draft)(draft.time, "Ann", "edit", draft.changes, {"p1": {"name": "New"}}))
    assert seen == [("Project p1", segment(workspace).stat().st_size)]
    assert workspace.rows()["p1"]["name"] == "New"


PATHS = st.sampled_from(
    [(), NAME, ("scores", "a", "score"), ("scores", "a"), ("risks", "x"), ("risks", "x", "open"), DONE]
)
THEN = st.sampled_from(["", "", "other", "checkpoint", "reopen"])
STEPS = st.lists(st.tuples(st.sampled_from(["p1", "p2"]), PATHS, st.integers(0, 9), THEN), max_size=14)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_whatever_happens_checkpoint_and_journal_say_the_same(steps: list[tuple[str, Any, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, two = (Workspace.open(Path(folder), durable=False) for _ in range(2))
        model: dict[str, Any] = {}
        for project, path, value, then in steps:
            with one.transaction() as transaction:
                assert one.document(project) == model.get(project)
                draft = changed(one, project, path, _value(path, value))
                if path and one.document(project) is None:
                    draft = made(project, n=value)
                model[project] = apply(model.get(project), [stored.change for stored in draft.changes])
                document = model[project]
                rows = {} if document is None else {project: row(document)}
                transaction.append(type(draft)(draft.time, "Ann", "edit", draft.changes, rows))
            if then == "other":
                one, two = two, one
            elif then == "checkpoint":
                one.checkpoint()
            elif then == "reopen":
                one = reopened(one)
        one.refresh()
        two.refresh()
        said = content(one)
        assert {project: of[1] for project, of in said.items()} == {p: d for p, d in model.items() if d is not None}
        assert content(two) == said == content(reopened(two))
        assert one.verify() == []
        one.checkpoint()
        assert content(reopened(one)) == said
        Path(folder, "paceplan.json").unlink(missing_ok=True)
        assert content(Workspace.open(Path(folder))) == said
        one.close()
        two.close()


def _value(path: Any, value: int) -> Any:
    if value == 0:
        return ABSENT
    return {"name": str(value), "score": value} if path == () or len(path) % 2 == 0 else value
