"""A change asks little of the system: what nothing happened to is not looked at twice, and what happened is seen."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paceplan.store.journal import Head, decode, encode
from paceplan.store.workspace import Workspace

from .actions import NAME, changed, content, filled, made, reopened, save, segment

CALLS = (
    "open", "close", "stat", "lstat", "fstat", "access", "listdir", "read", "pread", "write", "pwrite", "fsync",
    "ftruncate", "mkdir",
)  # fmt: skip


def called(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> Counter[str]:
    """Return how often each call to the system was made."""
    counted: Counter[str] = Counter()

    def through(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            counted[name] += 1
            return real(*arguments, **named)

        return call

    with monkeypatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, through(name, getattr(os, name)))
        act()
    return counted


def test_a_change_on_a_workspace_that_nobody_else_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = filled(tmp_path, 3, durable=True)
    draft = changed(workspace, "p1", NAME, "Anew")
    counted = called(monkeypatch, lambda: save(workspace, draft))
    # The lock and the journal; restore, folder and next segment; the size before and at writing; who held the lock.
    assert counted == {"open": 2, "close": 2, "access": 2, "stat": 1, "fstat": 2, "pread": 1, "write": 1, "fsync": 1}


def test_what_others_did_meanwhile_is_seen_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, other = filled(tmp_path, 1), Workspace.open(tmp_path, durable=False)
    save(other, made("p2"))
    with mine.transaction() as transaction:
        assert [entry.seq for entry in transaction.seen] == [2]
        assert transaction.append(made("p3")).seq == 3
    monkeypatch.setattr("paceplan.store.workspace.SEGMENT_BYTES", 100)
    save(other, made("p4"))
    assert segment(mine, 2).exists()
    # By this process's measure there is room in the first segment, as where another release has another measure.
    monkeypatch.setattr("paceplan.store.workspace.SEGMENT_BYTES", 1_000_000)
    assert save(mine, made("p5")).seq == 5
    assert list(mine.rows()) == ["p1", "p2", "p3", "p4", "p5"]
    assert mine.verify() == []
    assert content(reopened(mine)) == content(mine)


def test_half_a_line_of_a_killed_writer_is_cut_off_first(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 2)
    with segment(workspace).open("ab") as file:
        file.write(b"half a line")
    save(workspace, made("p3"))
    assert [path.read_bytes() for path in (tmp_path / "aside").iterdir()] == [b"half a line"]
    assert workspace.verify() == []
    assert list(reopened(workspace).rows()) == ["p1", "p2", "p3"]


def test_a_journal_that_was_put_in_the_place_of_another_is_read(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "here", 2)
    filled(tmp_path / "there", 3).close()
    (tmp_path / "here/journal").rename(tmp_path / "gone")
    (tmp_path / "there/journal").rename(tmp_path / "here/journal")
    assert save(workspace, made("p4")).seq == 4
    assert list(workspace.rows()) == ["p1", "p2", "p3", "p4"]


def test_each_holder_puts_its_own_name_on_the_lock(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 1)
    (tmp_path / "lock").write_bytes(b"77 somebody else".ljust(63) + b"\n")
    with workspace.transaction():
        assert (tmp_path / "lock").read_text().split() == [str(os.getpid()), "saving"]
    with workspace.transaction():
        assert (tmp_path / "lock").read_text().split() == [str(os.getpid()), "saving"]


def test_a_child_that_was_forked_puts_its_own_name_on_the_lock(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 1)
    child = os.fork()
    if not child:
        status = 1
        try:
            with workspace.transaction():
                status = int((tmp_path / "lock").read_text().split()[0] != str(os.getpid()))
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0


def test_an_entry_is_in_memory_as_it_is_in_the_journal(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 2)
    draft = changed(workspace, "p1", NAME, "Anew")
    gone = changed(workspace, "p2", (), None)._replace(rows={"p2": {"pilot": [1, None, 2.5], "name": "🐢"}})
    for one in (made("p3"), draft, gone):
        line, entry = encode(one, Head("0" * 64), "0123abcd")
        again = decode(line[:-1], "journal")
        for field in entry.__dataclass_fields__:
            if field != "_changes":
                assert getattr(again, field) == getattr(entry, field), field
        assert again.changes == entry.changes
