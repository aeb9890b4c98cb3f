"""Eight processes at once, two hundred changes each: all of them are kept, each exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest

from paceplan.store.workspace import Workspace

from .actions import content, made, reopened, save, started

PROCESSES, CHANGES = 8, 200

COUNTING = """
from pathlib import Path
import paceplan.store.reading as reading
import paceplan.store.workspace as workspace
from paceplan.core.changes import Change
from paceplan.store.journal import Draft, Stored
workspace.SEGMENT_BYTES, reading._LEAST_TAIL = 100_000, 50_000
me, changes, durable = sys.argv[2], int(sys.argv[3]), sys.argv[4] == "durable"
w = Workspace.open(Path(sys.argv[1]), durable=durable)
print("ready", flush=True)
sys.stdin.readline()
for n in range(changes):
    with w.transaction(deadline=60) as t:
        total = w.document("p1")["total"]
        mine = w.document(f"q{me}")["count"]
        both = (Stored("p1", Change(("total",), total, total + 1), w.writer("p1", ("total",))),
                Stored(f"q{me}", Change(("count",), mine, mine + 1), w.writer(f"q{me}", ("count",))))
        rows = {"p1": {"total": total + 1}, f"q{me}": {"count": mine + 1}}
        t.append(Draft("2026-02-03T10:00:00.000Z", me, "count", both, rows))
    w.checkpoint_behind()
assert w.settled()
"""


def all_kept(folder: Path, *, durable: bool) -> None:
    workspace = Workspace.open(folder, durable=False)
    save(workspace, made("p1", total=0))
    for me in range(PROCESSES):
        save(workspace, made(f"q{me}", count=0))
    how = "durable" if durable else "quick"
    processes = [started(COUNTING, str(folder), str(me), str(CHANGES), how) for me in range(PROCESSES)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=120)
    assert [process.returncode for process in processes] == [0] * PROCESSES
    workspace.refresh()
    total = PROCESSES * CHANGES
    assert workspace.rows() == {"p1": {"total": total}} | {f"q{me}": {"count": CHANGES} for me in range(PROCESSES)}
    numbers = [entry.seq for entry in workspace.entries()]
    assert numbers == list(range(1, 1 + PROCESSES + total + 1))
    totals = [e.changes[0].change.after for e in workspace.entries() if e.action == "count"]
    assert totals == list(range(1, total + 1))
    assert workspace.verify() == []
    assert len(list((folder / "journal").iterdir())) > 3
    assert (folder / "paceplan.json").exists()
    assert list(folder.glob("*.tmp")) == []
    said = content(workspace)
    assert said["p1"][1]["total"] == total
    assert content(reopened(workspace)) == said


def test_eight_processes_keep_every_change(tmp_path: Path) -> None:
    all_kept(tmp_path, durable=False)


@pytest.mark.long
def test_eight_processes_keep_every_change_on_a_disk_that_is_waited_for(tmp_path: Path) -> None:
    all_kept(tmp_path, durable=True)
