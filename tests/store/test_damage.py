"""A journal that came to harm: unfinished lines are cut, damaged ones left out and named, everything else is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from paceplan.store.workspace import Workspace

from .actions import NAME, at, changed, content, filled, made, reopened, save, segment


def test_an_unfinished_line_is_cut_before_the_next(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 3)
    before, head = content(workspace), workspace.head
    whole = segment(workspace).read_bytes()
    save(workspace, made("p4"))
    last = segment(workspace).read_bytes()[len(whole) :]
    for size in range(1, len(last)):
        segment(workspace).write_bytes(whole + last[:size])
        again = reopened(workspace)
        assert (content(again), again.head, again.notices, again.verify()) == (before, head, [], [])
        assert again.refresh() == []
        assert segment(again).stat().st_size == len(whole) + size
        assert save(again, made("p5")).seq == 4
        assert len(again.notices) == 1
        assert f"{size} bytes" in again.notices[0]
        kept = sorted((tmp_path / "aside").iterdir(), key=lambda path: path.stat().st_mtime_ns)[-1]
        assert kept.read_bytes() == last[:size]
        assert str(kept) in again.notices[0]
        kept.unlink()
        assert list(reopened(again).rows()) == ["p1", "p2", "p3", "p5"]
        assert again.verify() == []


def test_an_unfinished_line_of_somebody_who_goes_on_writing_is_read_when_whole(tmp_path: Path) -> None:
    reader = filled(tmp_path, 1)
    writer = Workspace.open(tmp_path, durable=False)
    whole = segment(reader).read_bytes()
    entry = save(writer, made("p2"))
    line = segment(reader).read_bytes()[len(whole) :]
    for size in (1, 100, len(line) - 1):
        segment(reader).write_bytes(whole + line[:size])
        assert reader.refresh() == []
    segment(reader).write_bytes(whole + line)
    assert reader.refresh() == [entry]


def test_a_flipped_byte_costs_one_entry(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 5)
    lines = segment(workspace).read_bytes().splitlines(keepends=True)
    start = len(lines[0]) + len(lines[1])
    rest = [name for name in workspace.rows() if name != "p3"]
    whole = b"".join(lines)
    for place in range(start, start + len(lines[2]) - 1):
        broken = bytearray(whole)
        broken[place] ^= 4
        segment(workspace).write_bytes(bytes(broken))
        again = reopened(workspace)
        assert list(again.rows()) == rest
        assert again.head == workspace.head
        assert len(again.notices) == 1
        assert "journal/000001.journal, line 3" in again.notices[0]
        assert at(2) in again.notices[0]
        assert at(4) in again.notices[0]
    (finding,) = again.verify()
    assert (finding.segment, finding.line, finding.seq, finding.before, finding.after) == (1, 3, 3, at(2), at(4))
    assert [entry.seq for entry in again.entries()] == [1, 2, 4, 5]
    assert save(again, made("p6")).seq == 6
    assert [found.line for found in reopened(again).verify()] == [3]


def test_a_flipped_newline_costs_two_and_no_number_comes_twice(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 4)
    lines = segment(workspace).read_bytes().splitlines(keepends=True)
    segment(workspace).write_bytes(b"".join((*lines[:2], lines[2][:-1], b"\x0b", lines[3])))
    again = reopened(workspace)
    assert list(again.rows()) == ["p1", "p2"]
    assert save(again, made("p5")).seq == 5
    third = reopened(again)
    assert list(third.rows()) == ["p1", "p2", "p5"]
    assert [found.line for found in third.verify()] == [3]


def test_a_damaged_last_line_stays_and_its_number_is_not_used_again(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 3)
    data = segment(workspace).read_bytes()
    segment(workspace).write_bytes(data[:-20] + b"#" + data[-19:])
    again = reopened(workspace)
    assert list(again.rows()) == ["p1", "p2"]
    again.checkpoint()
    again = reopened(again)
    assert len(again.notices) == 1
    assert f"after {at(2)}" in again.notices[0]
    entry = save(again, made("p4"))
    assert (entry.seq, entry.clock) == (4, 4)
    third = reopened(again)
    assert list(third.rows()) == ["p1", "p2", "p4"]
    assert [(found.what, found.line) for found in third.verify()] == [("payload", 3)]


def test_damage_behind_the_checkpoint_is_found_only_by_verify(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 4)
    workspace.checkpoint()
    before = content(workspace)
    whole = segment(workspace).read_bytes()
    for place in range(0, len(whole) - 1, 3):
        broken = bytearray(whole)
        broken[place] ^= 1
        segment(workspace).write_bytes(bytes(broken))
        again = reopened(workspace)
        assert (content(again), again.notices) == (before, [])
        assert len(again.verify()) == 1
        again.close()


@pytest.mark.parametrize(("removed", "missing"), [((2,), "1 entry is"), ((1, 2), "2 entries are")])
def test_a_removed_line_breaks_the_chain(tmp_path: Path, removed: tuple[int, ...], missing: str) -> None:
    workspace = filled(tmp_path, 5)
    lines = segment(workspace).read_bytes().splitlines(keepends=True)
    segment(workspace).write_bytes(b"".join(line for n, line in enumerate(lines) if n not in removed))
    again = reopened(workspace)
    (finding,) = again.verify()
    assert (finding.what, finding.seq, finding.before, finding.after) == ("chain", 4, at(removed[0]), at(4))
    assert f"{missing} missing" in finding.text
    assert again.notices == [finding.text]


def test_lines_that_changed_places_break_the_chain(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 4)
    lines = segment(workspace).read_bytes().splitlines(keepends=True)
    segment(workspace).write_bytes(b"".join((lines[0], lines[2], lines[1], lines[3])))
    assert {finding.what for finding in reopened(workspace).verify()} == {"chain"}


def test_an_unfinished_line_between_segments_is_a_finding(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 4)
    lines = segment(workspace).read_bytes().splitlines(keepends=True)
    segment(workspace).write_bytes(lines[0] + lines[1][:-10])
    segment(workspace, 2).write_bytes(lines[2] + lines[3])
    again = reopened(workspace)
    (finding,) = again.verify()
    assert (finding.segment, finding.line, finding.seq) == (1, 2, 2)
    assert list(again.rows()) == ["p1", "p3", "p4"]


def test_a_journal_put_back_from_a_backup_is_read_anew(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 2)
    old = segment(workspace).read_bytes()
    save(workspace, changed(workspace, "p1", NAME, "Later"))
    segment(workspace).unlink()
    segment(workspace).write_bytes(old)
    workspace.refresh()
    document = workspace.document("p1")
    assert document is not None
    assert document["name"] == "Project p1"
    assert save(workspace, made("p3")).seq == 3
    assert reopened(workspace).verify() == []


def test_verify_tells_how_far_it_is(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 3)
    told: list[tuple[int, int]] = []
    assert workspace.verify(lambda done, total: told.append((done, total))) == []
    size = segment(workspace).stat().st_size
    assert told[-1] == (size, size)
    assert all(done <= total == size for done, total in told)
