"""A cut at every byte and a flip of every byte: the exact state, or a sentence on what is missing and nothing else."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from paceplan.store.journal import Draft
from paceplan.store.workspace import Workspace

from .actions import DONE, at, changed, content, made, save, segment

Said = dict[str, Any]


@dataclass
class Small:
    """A small workspace: its folder, its lines, what it says after each, and would say without some of them."""

    folder: Path
    drafts: list[Draft] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    said: list[Said] = field(default_factory=lambda: [{}])
    without: dict[tuple[int, ...], Said] = field(default_factory=dict)

    def save(self, workspace: Workspace, draft: Draft) -> None:
        save(workspace, draft)
        self.drafts.append(draft)
        self.said.append(copy.deepcopy(content(workspace)))

    @property
    def checkpoint(self) -> Path:
        return self.folder / "paceplan.json"

    @property
    def journal(self) -> Path:
        return self.folder / "journal/000001.journal"


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """Three entries on two projects, no two of them on the same value."""
    small = Small(tmp_path / "work")
    workspace = Workspace.open(small.folder, durable=False)
    small.save(workspace, made("p1", at(1)))
    small.save(workspace, made("p2", at(2)))
    small.save(workspace, changed(workspace, "p1", DONE, True, at(3)))
    small.lines = segment(workspace).read_bytes().splitlines(keepends=True)
    workspace.close()
    return small


def _without(small: Small, *left_out: int) -> Said:
    """Return what a workspace says in which some entries hold nothing."""
    if left_out in small.without:
        return small.without[left_out]
    folder = small.folder.with_name("without-" + "-".join(map(str, left_out)))
    folder.mkdir()
    device = small.folder / "device.json"
    (folder / "device.json").write_bytes(device.read_bytes())
    workspace = Workspace.open(folder, durable=False)
    for number, draft in enumerate(small.drafts):
        if number in left_out:
            save(workspace, Draft(draft.time, draft.author, draft.action, (), {}))  # it has its number all the same
        else:
            save(workspace, draft)
    small.without[left_out] = copy.deepcopy(content(workspace))
    workspace.close()
    return small.without[left_out]


def _flips(data: bytes, bits: range) -> Iterator[tuple[int, bytes]]:
    for place, byte in enumerate(data):
        for bit in bits:
            yield place, data[:place] + bytes([byte ^ 1 << bit]) + data[place + 1 :]


def _opened(small: Small) -> tuple[Said, list[str]]:
    """Return what the workspace says, and its notices."""
    with Workspace.open(small.folder, durable=False) as workspace:
        return content(workspace), workspace.notices


def _examined(small: Small) -> tuple[Said, list[str], list[int]]:
    """Return what the workspace says, its notices, and the lines that `verify` names."""
    with Workspace.open(small.folder, durable=False) as workspace:
        return content(workspace), workspace.notices, [found.line for found in workspace.verify()]


def _damaged(small: Small, place: int) -> tuple[int, ...]:
    """Return the entries that a flip at a place in the journal costs: two where it is the newline between them."""
    end = 0
    for number, line in enumerate(small.lines):
        end += len(line)
        if place < end:
            both = place == end - 1 and number + 1 < len(small.lines)
            return (number, number + 1) if both else (number,)
    raise ValueError(place)


def _every_flip_in_the_journal(small: Small, bits: range) -> None:
    whole = b"".join(small.lines)
    for place, data in _flips(whole, bits):
        small.journal.write_bytes(data)
        missing = _damaged(small, place)
        said, notices, lines = _examined(small)
        assert said == _without(small, *missing) != small.said[-1], f"{place} of {len(whole)}"
        if place == len(whole) - 1:  # the last newline: an unfinished change, set aside by who saves next
            assert (notices, lines) == ([], [])
        else:
            assert len(notices) == 1
            assert f"line {missing[0] + 1}" in notices[0]
            assert lines == [missing[0] + 1]


def test_every_flip_in_the_journal_costs_its_own_entry_and_is_named(small: Small) -> None:
    _every_flip_in_the_journal(small, range(2, 3))


@pytest.mark.long
def test_every_flipped_bit_of_the_journal_costs_its_own_entry_and_is_named(small: Small) -> None:
    _every_flip_in_the_journal(small, range(8))


def test_every_cut_of_the_journal_leaves_the_whole_entries(small: Small) -> None:
    whole = b"".join(small.lines)
    for size in range(len(whole)):
        small.journal.write_bytes(whole[:size])
        assert _opened(small) == (small.said[whole[:size].count(b"\n")], [])
        assert size % 10 or _examined(small)[2] == []


def _cover(small: Small, entries: int) -> int:
    """Let a checkpoint cover so many of the entries, and return where in the journal they end."""
    covered = b"".join(small.lines[:entries])
    small.journal.write_bytes(covered)
    with Workspace.open(small.folder, durable=False) as workspace:
        workspace.checkpoint()
    small.journal.write_bytes(b"".join(small.lines))
    assert _opened(small) == (small.said[-1], [])
    return len(covered)


def test_every_cut_of_a_journal_behind_its_checkpoint_keeps_what_either_has(small: Small) -> None:
    end, whole = _cover(small, 2), b"".join(small.lines)
    for size in range(len(whole)):
        small.journal.write_bytes(whole[:size])
        said, notices = _opened(small)
        assert said == small.said[max(whole[:size].count(b"\n"), 2)]
        assert ["lost its end" in notice for notice in notices] == [True] * (size < end)


def _every_flip_behind_a_checkpoint(small: Small, bits: range) -> None:
    """What a checkpoint covers stays exact whatever becomes of the journal, and the damage is found when asked for."""
    end, whole = _cover(small, 2), b"".join(small.lines)
    for place, data in _flips(whole, bits):
        small.journal.write_bytes(data)
        said, notices, lines = _examined(small)
        last = place == len(whole) - 1
        assert said == (small.said[-1] if place < end else _without(small, *_damaged(small, place)))
        assert len(notices) == (0 if place < end or last else 1)
        assert lines == ([] if last else [_damaged(small, place)[0] + 1])


def test_every_flip_in_a_journal_behind_its_checkpoint_costs_only_what_follows_it(small: Small) -> None:
    _every_flip_behind_a_checkpoint(small, range(2, 3))


@pytest.mark.long
def test_every_flipped_bit_in_a_journal_behind_its_checkpoint_costs_only_what_follows_it(small: Small) -> None:
    _every_flip_behind_a_checkpoint(small, range(8))


def _every_harm_to_the_checkpoint(small: Small, bits: range) -> None:
    _cover(small, 2)
    whole = small.checkpoint.read_bytes()
    harmed = {data for _, data in _flips(whole, bits)} | {whole[:size] for size in range(len(whole))}
    silent = 0
    for data in sorted(harmed - _later_schemas(whole)):
        small.checkpoint.write_bytes(data)
        said, notices = _opened(small)
        assert said == small.said[-1]
        assert all("rebuilt from the journal" in notice for notice in notices)
        silent += not notices
    assert silent < len(harmed) // 10  # some bytes are punctuation that nobody reads


def _later_schemas(whole: bytes) -> set[bytes]:
    """Return the checkpoints in which one flipped bit turned the schema into a later one."""
    return {whole.replace(b'"schema":1', b'"schema":%d' % later, 1) for later in (3, 5, 9)}


def test_every_harm_to_the_checkpoint_heals(small: Small) -> None:
    _every_harm_to_the_checkpoint(small, range(1, 2))


@pytest.mark.long
def test_every_flipped_bit_of_the_checkpoint_heals(small: Small) -> None:
    _every_harm_to_the_checkpoint(small, range(8))


def test_a_flip_in_the_schema_heals(small: Small) -> None:
    _cover(small, 2)
    for data in sorted(_later_schemas(small.checkpoint.read_bytes())):
        small.checkpoint.write_bytes(data)
        assert _opened(small)[0] == small.said[-1]


def test_the_next_checkpoint_carries_no_damage_along(small: Small) -> None:
    _cover(small, 2)
    before, _, after = small.checkpoint.read_bytes().rpartition(b"Project p2")  # the first one is in the index
    small.checkpoint.write_bytes(before + b"Project p8" + after)
    with Workspace.open(small.folder, durable=False) as workspace:
        workspace.checkpoint()
    assert _examined(small) == (small.said[-1], [], [])
