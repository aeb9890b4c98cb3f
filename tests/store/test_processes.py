"""Several processes on one workspace: nobody's change is lost, and a lock dies with its holder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from paceplan.store.errors import Locked
from paceplan.store.workspace import Workspace

from .actions import content, filled, made, reopened, save, started

COUNTING = """
from pathlib import Path
from paceplan.core.changes import Change
from paceplan.store.errors import Locked
from paceplan.store.journal import Draft, Stored
me = sys.argv[2]
w = Workspace.open(Path(sys.argv[1]), durable=False)
for n in range(50):
    with w.transaction(deadline=60) as t:
        total = w.document("p1")["total"]
        changes = (Stored("p1", Change(("total",), total, total + 1), w.writer("p1", ("total",))),
                   Stored("p1", Change(("marks", f"m{me}-{n}"), None, n), None))
        t.append(Draft("2026-02-03T10:00:00.000Z", me, "count", changes, {"p1": {"total": total + 1}}))
    if n % 20 == 9:
        try:
            w.checkpoint()
        except Locked:
            pass
"""

HOLDING = """
from pathlib import Path
w = Workspace.open(Path(sys.argv[1]), durable=False)
with w.transaction():
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_four_processes_lose_nothing(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path, durable=False)
    save(workspace, made("p1", total=0))
    processes = [started(COUNTING, str(tmp_path), str(n)) for n in range(4)]
    assert [process.wait(120) for process in processes] == [0, 0, 0, 0]
    workspace.refresh()
    document = workspace.document("p1")
    assert document is not None
    assert document["total"] == 200
    assert document["marks"] == {f"m{me}-{n}": n for me in range(4) for n in range(50)}
    assert workspace.head[1] == 201
    assert workspace.verify() == []
    assert workspace.rows() == {"p1": {"total": 200}}
    assert content(reopened(workspace)) == content(workspace)
    for process in processes:
        _closed(process)


def test_the_holder_is_named_and_its_death_frees_the_lock(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 1)
    holder = started(HOLDING, str(tmp_path))
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked, match=f"process {holder.pid}") as refused:
            save_at_once(workspace)
        assert refused.value.pid == holder.pid
        assert str(tmp_path) in str(refused.value)
        assert list(workspace.rows()) == ["p1"]
    finally:
        holder.kill()
        holder.wait(30)
        _closed(holder)
    assert save_at_once(workspace) == 2
    assert (tmp_path / "lock").exists()


def test_a_workspace_does_not_share_its_lock_with_another_in_the_same_process(tmp_path: Path) -> None:
    left, right = filled(tmp_path, 1), Workspace.open(tmp_path, durable=False)
    with left.transaction():
        for other in (left, right):
            with pytest.raises(Locked) as refused:
                save_at_once(other)
            assert refused.value.pid == os.getpid()
        (tmp_path / "lock").open().close()
        with pytest.raises(Locked):
            save_at_once(right)
    assert save_at_once(right) == 2


def test_an_error_inside_a_transaction_gives_the_lock_back(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 1)

    def stumble() -> None:
        with workspace.transaction() as transaction:
            transaction.append(made("p2"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert save_at_once(workspace) == 3
    assert list(reopened(workspace).rows()) == ["p1", "p2", "p9"]


def save_at_once(workspace: Workspace) -> int:
    with workspace.transaction(deadline=0) as transaction:
        return transaction.append(made("p9")).seq


def _closed(process: object) -> None:
    for stream in ("stdin", "stdout"):
        getattr(process, stream).close()
