"""Writers that are killed at any moment: what they acknowledged is there, and the next one goes on."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from paceplan.store.workspace import Workspace

from .actions import content, made, reopened, save, started

WRITING = """
from pathlib import Path
import paceplan.store.reading as reading
import paceplan.store.workspace as workspace
from paceplan.core.changes import Change
from paceplan.store.errors import Locked, NotSaved
from paceplan.store.journal import Draft, Stored
workspace.SEGMENT_BYTES, reading._LEAST_TAIL = 6_000, 4_000
me = sys.argv[2]
w = Workspace.open(Path(sys.argv[1]), durable=False)
for n in range(1_000_000):
    mark = f"m{me}-{n}"
    with w.transaction(deadline=60) as t:
        total = w.document("p1")["total"]
        changes = (Stored("p1", Change(("total",), total, total + 1), w.writer("p1", ("total",))),
                   Stored("p1", Change(("marks", mark), None, total + 1), None))
        entry = t.append(Draft("2026-02-03T10:00:00.000Z", me, "count", changes, {"p1": {"total": total + 1}}))
    print(entry.seq, mark, total + 1, flush=True)
    if n % 5 == 4:
        w.checkpoint_behind()
    if n % 16 == 15:
        try:
            w.checkpoint()
        except (Locked, NotSaved):  # another process has the lock, or has swept away what was being written
            pass
"""

Acknowledged = dict[str, tuple[int, int]]
"""By mark: the entry's number, and the total that it left."""


def killed(folder: Path, run: int, writers: int, chance: random.Random) -> list[list[str]]:
    """Run writers until one of them has acknowledged a random number of entries, kill all; return what each said."""
    processes = [started(WRITING, str(folder), f"{run}-{writer}") for writer in range(writers)]
    try:
        first = processes[0].stdout
        assert first is not None
        lines = [first.readline() for _ in range(chance.randint(1, 45))]
    finally:
        for process in chance.sample(processes, writers):
            process.kill()
    heard = [_rest(process) for process in processes]
    heard[0] = lines + heard[0]
    return heard


def _rest(process: subprocess.Popen[str]) -> list[str]:
    """Return what a killed process had still said: a line that is not whole was not acknowledged."""
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:  # not by `communicate`, which passes over what was read ahead
        said = process.stdout.readlines()
    assert process.wait(60) == -9
    return [line for line in said if line.endswith("\n")]


def nothing_lost(folder: Path, *, kills: int, writers: int, seed: int) -> int:
    """Kill writers again and again; return how many entries were acknowledged."""
    chance, known = random.Random(seed), Acknowledged()
    workspace = Workspace.open(folder, durable=False)
    save(workspace, made("p1", total=0, marks={}))
    for run in range(kills):
        heard = killed(folder, run, writers, chance)
        for line in (line for lines in heard for line in lines):
            seq, mark, total = line.split()
            known[mark] = (int(seq), int(total))
        workspace = reopened(workspace)
        document = workspace.document("p1")
        assert document is not None
        assert {mark: total for mark, (_, total) in known.items()}.items() <= document["marks"].items()
        # Of each writer one entry at most was on the disk without being told of.
        assert len(known) <= len(document["marks"]) <= len(known) + writers * (run + 1)
        assert sorted(document["marks"].values()) == list(range(1, document["total"] + 1))
        assert workspace.rows()["p1"] == {"total": document["total"]}
        assert workspace.head[1] == document["total"] + 1
        assert all(seq == total + 1 for seq, total in known.values())
        assert [notice for notice in workspace.notices if "paceplan.json" in notice] == []
        assert workspace.verify() == []
    said = content(workspace)
    Path(folder, "paceplan.json").unlink(missing_ok=True)
    workspace = reopened(workspace)
    assert content(workspace) == said
    workspace.checkpoint()
    assert list(folder.glob("*.tmp")) == []
    assert content(reopened(workspace)) == said
    return len(known)


@pytest.mark.parametrize("writers", [1, 3])
def test_a_killed_writer_takes_nothing_acknowledged_with_it(tmp_path: Path, writers: int) -> None:
    assert nothing_lost(tmp_path, kills=3, writers=writers, seed=writers) > 3
    assert len(list((tmp_path / "journal").iterdir())) > 1


@pytest.mark.long
@pytest.mark.parametrize("writers", [1, 3])
@pytest.mark.parametrize("seed", range(5))
def test_many_kills_take_nothing_with_them(tmp_path: Path, writers: int, seed: int) -> None:
    assert nothing_lost(tmp_path, kills=20, writers=writers, seed=10 * seed + writers) > 200
