"""Power cuts: whatever a disk may hold after one at any moment, no acknowledged change is missing."""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from paceplan.core.changes import ABSENT
from paceplan.store.errors import NotSaved
from paceplan.store.journal import Draft
from paceplan.store.workspace import Workspace

from .actions import DONE, NAME, changed, content, made, row, save, undone
from .disk import Recorder, Remains, remains

SEGMENT_BYTES, LEAST_TAIL = 2_600, 900
SCORE = ("scores", "risk", "score")


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where the system has one: thousands of disks are laid out in it."""
    shared = "/dev/shm"
    with tempfile.TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None) as folder:
        yield Path(folder)


@dataclass
class Story:
    """What was done: the record of the disk, and all that the workspace said after each number of entries."""

    record: Recorder
    told: list[dict[str, Any]] = field(default_factory=lambda: [{}])

    def save(self, workspace: Workspace, draft: Draft) -> str:
        """Save one change, and note when it was tried, acknowledged, and what the workspace says then."""
        kept = len(self.told) - 1
        self.record.mark(kept + 1, kept)
        entry = save(workspace, draft)
        self.record.mark(kept + 1, kept + 1)
        self.told.append(copy.deepcopy(content(workspace)))
        return entry.id


def tell(story: Story, folder: Path, rounds: int) -> None:
    """Work in two workspaces on one folder: changes, undo, removal, checkpoints, full segments and mended damage."""
    one, two = Workspace.open(folder), Workspace.open(folder)
    story.save(one, made("p1", note="n" * 200))
    for n in range(rounds):
        story.save(two, made(f"q{n}"))
        story.save(two, changed(two, "p1", SCORE, n))
        two.checkpoint()
        one.refresh()
        story.save(one, changed(one, f"q{n}", NAME, f"Name {n}"))
        taken = next(one.entries(newest_first=True))
        story.save(one, undone(taken, {f"q{n}": row(one.document(f"q{n}") or {})}))
        story.save(one, changed(one, "p1", DONE, True))
        _checkpoint_behind(story, one, two, n)
        two.refresh()
        story.save(two, changed(two, f"q{n}", (), ABSENT))
        one = _mended(story, one, two, n)
        story.save(one, changed(one, "p1", NAME, f"Round {n}"))
    one.close()
    two.close()


def _checkpoint_behind(story: Story, one: Workspace, two: Workspace, n: int) -> None:
    """Write a checkpoint in a thread, while the other workspace saves."""

    def meanwhile(path: str) -> None:
        two.refresh()
        story.save(two, changed(two, "p1", ("scores", "meanwhile", "score"), n))

    story.record.before_write = meanwhile
    assert one.checkpoint_behind()
    assert one.settled()
    assert story.record.before_write is None
    one.refresh()


def _mended(story: Story, one: Workspace, two: Workspace, n: int) -> Workspace:
    """Do harm in turn: a writer that died, a full disk, a damaged checkpoint; return a workspace opened after it."""
    kept = len(story.told) - 1
    newest = sorted((one.folder / "journal").iterdir())[-1]
    if n % 3 == 0:
        _overwritten(newest, newest.stat().st_size, b'5d41402abc\t{"v":1,"prev":"')
    elif n % 3 == 1:
        story.record.mark(kept + 1, kept)
        story.record.shorten = 40
        with pytest.raises(NotSaved):
            save(two, changed(two, "p1", NAME, "Lost"))
        story.record.mark(kept, kept)
    else:
        _overwritten(one.folder / "paceplan.json", 20, b"#")
    one.close()
    return Workspace.open(one.folder)


def _overwritten(path: Path, offset: int, data: bytes) -> None:
    fd = os.open(path, os.O_WRONLY)
    os.pwrite(fd, data, offset)
    os.fsync(fd)
    os.close(fd)


def told(folder: Path, rounds: int, forgets: Callable[[str], bool] = lambda path: False) -> Story:
    """Return the story with a disk on which an fsync of what `forgets` names does nothing."""
    folder.mkdir()
    story = Story(Recorder(folder, forgets))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("paceplan.store.workspace.SEGMENT_BYTES", SEGMENT_BYTES)
        patch.setattr("paceplan.store.reading._LEAST_TAIL", LEAST_TAIL)
        patch.setattr(os, "urandom", lambda count: bytes(range(count)))
        story.record.attach(patch)
        tell(story, folder / "work", rounds)
    return story


@dataclass
class Verdict:
    """How many states were looked at, what was wrong with them, and in how many of them something was rebuilt."""

    states: int = 0
    rebuilt: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    first: str = ""

    def judge(self, story: Story, left: Remains, folder: Path) -> None:
        """Lay out one state, go on from it, and note what is not as promised."""
        self.states += 1
        _laid_out(left, folder)
        flaw, notices = "", list[str]()
        try:
            flaw, notices = _flaw(story, left, folder / "work", self.states % 8 == 0)
        except Exception as error:  # whatever it is, nothing may be raised
            flaw = f"{type(error).__name__}: {error}"
        shutil.rmtree(folder)
        self.rebuilt += any("rebuilt" in notice for notice in notices)
        if flaw:
            self.wrong[flaw.partition(":")[0]] += 1
            self.first = self.first or f"{flaw} at operation {left.moment}, {left.kept} of {left.tried} acknowledged"


def _laid_out(left: Remains, folder: Path) -> None:
    folder.mkdir()
    for path, data in left.tree.items():
        if data is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(data)


def _flaw(story: Story, left: Remains, folder: Path, checkpoint: bool) -> tuple[str, list[str]]:
    """Open what is left, and say what is wrong with it or with a workspace that goes on from it, and its notices."""
    with Workspace.open(folder, durable=False) as workspace:
        said, notices = content(workspace), workspace.notices
        if said not in story.told[left.kept : left.tried + 1]:
            missing = said in story.told[: left.kept]
            return "lost: acknowledged entries" if missing else "wrong: nothing that was ever said", notices
        if workspace.readonly:
            return f"readonly: {workspace.readonly}", notices
        if checkpoint:
            workspace.checkpoint()
        save(workspace, made("after"))
        after = content(workspace)
    with Workspace.open(folder, durable=False) as again:
        agrees = content(again) == after and {**after, "after": None} == {**said, "after": None}
        chain = [found for found in again.verify() if found.what != "checkpoint" and (found.seq or 0) <= left.kept]
    if not agrees:
        return "after: what was saved next is not there, or changed something else", notices
    return f"chain: {chain[0].text}" if chain else "", notices


def judged(story: Story, memory: Path, *, step: int, mixtures: int, to_the_end: bool = False) -> Verdict:
    """Judge every state that a power cut may leave of a story, up to the first that is wrong or all of them."""
    verdict = Verdict()
    for left in remains(story.record, step=step, mixtures=mixtures):
        verdict.judge(story, left, memory / "disk")
        if verdict.wrong and not to_the_end:
            break
    return verdict


def is_journal(path: str) -> bool:
    return path.endswith(".journal")


def is_checkpoint(path: str) -> bool:
    return "paceplan.json" in path


def is_folder(path: str) -> bool:
    return os.path.isdir(path)


def test_no_acknowledged_change_is_missing_after_a_power_cut(tmp_path: Path, memory: Path) -> None:
    story = told(tmp_path / "disk", rounds=4)
    assert len(list((tmp_path / "disk" / "work" / "journal").iterdir())) > 2
    verdict = judged(story, memory, step=30, mixtures=12)
    assert (verdict.first, verdict.wrong) == ("", Counter())
    assert verdict.states > 2_000
    assert verdict.rebuilt < verdict.states // 100  # only where the story itself damages the checkpoint


@pytest.mark.long
def test_no_acknowledged_change_is_missing_after_any_of_many_power_cuts(tmp_path: Path, memory: Path) -> None:
    verdict = judged(told(tmp_path / "disk", rounds=12), memory, step=1, mixtures=400)
    assert (verdict.first, verdict.wrong) == ("", Counter())
    assert verdict.states >= 100_000


@pytest.mark.parametrize("forgets", [is_journal, is_folder])
def test_the_simulation_sees_what_a_missing_fsync_costs(
    tmp_path: Path, memory: Path, forgets: Callable[[str], bool]
) -> None:
    story = told(tmp_path / "disk", rounds=1, forgets=forgets)
    verdict = judged(story, memory, step=400, mixtures=2, to_the_end=True)
    assert verdict.wrong["lost"] > verdict.states // 10


def test_a_checkpoint_that_did_not_arrive_is_made_good_by_the_journal(tmp_path: Path, memory: Path) -> None:
    story = told(tmp_path / "disk", rounds=1, forgets=is_checkpoint)
    verdict = judged(story, memory, step=400, mixtures=2)
    assert (verdict.first, verdict.wrong) == ("", Counter())
    assert verdict.rebuilt > verdict.states // 20
