"""Files that are no backup, or one that was tampered with: a restore is checked before anything moves."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from paceplan.store import backup
from paceplan.store.journal import sha256
from paceplan.store.manifest import BadBackup
from paceplan.store.restore import inspect
from paceplan.store.workspace import Workspace

from .actions import content, files_of, made, save, segment
from .restoring import opened, restored

PREFIX = "paceplan-backup/"
Members = list[tuple[tarfile.TarInfo, bytes]]


def packed(members: Members) -> bytes:
    """Return a compressed archive of these members."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def unpacked(file: Path) -> Members:
    """Return the members of a backup."""
    with tarfile.open(file) as archive:
        return [(i, stream.read()) for i in archive.getmembers() if (stream := archive.extractfile(i))]


def member(name: str, data: bytes = b"", **more: Any) -> tuple[tarfile.TarInfo, bytes]:
    """Return one member, of any kind."""
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in more.items():
        setattr(info, key, value)
    return info, data


def described(found: Members, /, **more: Any) -> Members:
    """Return a backup whose manifest says something else."""
    text = orjson.dumps(orjson.loads(found[0][1]) | more)
    return [member(PREFIX + "manifest.json", text), *found[1:]]


def named(members: Members, name: str, data: bytes) -> Members:
    """Return a backup with another content of a member, which its manifest knows of."""
    listed = orjson.loads(members[0][1])["members"] | {name: {"bytes": len(data), "sha256": sha256(data)}}
    others = [(info, old) for info, old in members if info.name != PREFIX + name]
    return [*described(others, members=listed), member(PREFIX + name, data)]


JOURNAL = PREFIX + "journal/000001.journal"
HOSTILE: dict[str, tuple[Callable[[Members], Members], str]] = {
    "empty": (lambda m: [], "is empty"),
    "no manifest": (lambda m: m[1:], "does not begin with a manifest"),
    "foreign": (lambda m: [member("readme.txt", b"x")], "not in any backup"),
    "absolute": (lambda m: [*m, member("/etc/passwd", b"x")], "not in any backup"),
    "dots": (lambda m: [*m, member(PREFIX + "../../evil", b"x")], "not in any backup"),
    "dots inside": (lambda m: [*m, member(PREFIX + "journal/../lock", b"x")], "not in any backup"),
    "link": (lambda m: [m[0], member(JOURNAL, type=tarfile.SYMTYPE, linkname="/etc/passwd")], "not in any backup"),
    "hard link": (lambda m: [m[0], member(JOURNAL, type=tarfile.LNKTYPE, linkname="/etc/passwd")], "not in any"),
    "device": (lambda m: [m[0], member(JOURNAL, type=tarfile.CHRTYPE)], "not in any backup"),
    "pipe": (lambda m: [m[0], member(JOURNAL, type=tarfile.FIFOTYPE)], "not in any backup"),
    "folder": (lambda m: [m[0], member(JOURNAL, type=tarfile.DIRTYPE)], "not in any backup"),
    "device id": (lambda m: [*m, member(PREFIX + "device.json", b"{}")], "not in any backup"),
    "twice": (lambda m: [*m, m[-1]], "twice in the file"),
    "second manifest": (lambda m: [*m, m[0]], "twice in the file"),
    "not listed": (lambda m: [*m, member(PREFIX + "journal/000009.journal", b"x")], "not in its manifest"),
    "missing": (lambda m: m[:-1], "lacks journal/000001.journal"),
    "huge": (
        lambda m: described(m, members={"journal/000001.journal": {"bytes": 1 << 60, "sha256": "0" * 64}}),
        "are free",
    ),
    "longer than listed": (lambda m: [*m[:-1], member(JOURNAL, m[-1][1] + b"\0" * 2_000_000)], "holds more than"),
    "other bytes": (lambda m: [*m[:-1], member(JOURNAL, m[-1][1].replace(b"p2", b"q2"))], "not what was backed up"),
    "newer format": (lambda m: described(m, format="paceplan-backup/2", paceplan="9.0"), "needs paceplan 9.0 or later"),
    "newer schema": (lambda m: described(m, schema=99, paceplan="9.0"), "needs paceplan 9.0 or later"),
    "other format": (lambda m: described(m, format="other/1"), "manifest is not one"),
    "format of no number": (lambda m: described(m, format="paceplan-backup/²"), "manifest is not one"),
    "no number": (lambda m: described(m, seq="4"), "manifest is not one"),
    "listed outside": (lambda m: described(m, members={"../x": {"bytes": 1, "sha256": "0" * 64}}), "manifest is not"),
    "no JSON": (lambda m: [member(PREFIX + "manifest.json", b"[" * 9999)], "manifest is not one"),
    "other head": (lambda m: described(m, hash="0" * 64), "does not end where its manifest says"),
    "broken chain": (
        lambda m: named(m, "journal/000001.journal", m[-1][1].replace(b"Project p2", b"Project q2")),
        "do not match their hash",
    ),
    "sparse": (
        lambda m: [m[0], member(JOURNAL, m[-1][1], pax_headers={"GNU.sparse.major": "1", "GNU.sparse.minor": "0"})],
        "backup",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_bad_backup_is_refused_and_nothing_is_touched(root: Path, file: Path, tmp_path: Path, case: str) -> None:
    change, said = HOSTILE[case]
    bad = tmp_path / "bad.tar.gz"
    bad.write_bytes(packed(change(unpacked(file))))
    before = files_of(tmp_path)
    for place in (root, tmp_path / "fresh"):
        with pytest.raises(BadBackup, match=said) as refused:
            restored(place, bad)
        assert str(bad) in str(refused.value)
    with pytest.raises(BadBackup, match=said):
        inspect(str(bad))
    assert files_of(tmp_path) == before
    assert sorted(os.listdir(tmp_path)) == ["backup.tar.gz", "bad.tar.gz", "workspace"]


def test_what_is_no_archive_is_refused(root: Path, file: Path, tmp_path: Path) -> None:
    data, bad, before = file.read_bytes(), tmp_path / "bad", files_of(root)
    kinds = [b"", b"x" * 1000, gzip.compress(b"x" * 5000), data[:-1], data[: len(data) // 2], data[:30]]
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    for kind in [*kinds, bytes(flipped)]:
        bad.write_bytes(kind)
        with pytest.raises(BadBackup, match="bad: "):
            restored(root, bad)
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "workspace", "none", "nul\0"):
        with pytest.raises(BadBackup):
            restored(root, tmp_path / name)
    assert files_of(root) == before


def test_a_small_file_cannot_fill_the_memory(root: Path, tmp_path: Path) -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 1 << 33
    bomb = tmp_path / "bomb"
    with gzip.open(bomb, "wb", compresslevel=1) as stream:
        stream.write(header.tobuf(tarfile.GNU_FORMAT))
        stream.write(bytes(20_000_000))
    with pytest.raises(BadBackup, match="holds more than"):
        restored(root, bomb)


def test_damage_from_before_the_backup_comes_back_with_a_word(root: Path, tmp_path: Path) -> None:
    place = segment(Workspace(root))
    place.write_bytes(place.read_bytes().replace(b'"Other"', b'"Othor"'))
    backup.save(str(root), str(tmp_path / "b"), durable=False)
    done = restored(tmp_path / "fresh", tmp_path / "b")
    assert any("line 4" in notice for notice in done.backup.notices)
    assert segment(Workspace(tmp_path / "fresh")).read_bytes() == place.read_bytes()


def test_a_state_that_only_the_checkpoint_still_has_comes_back(root: Path, tmp_path: Path) -> None:
    workspace = opened(root)
    workspace.checkpoint()
    state = content(workspace)
    lines = segment(workspace).read_bytes().splitlines(keepends=True)
    segment(workspace).write_bytes(b"".join(lines[:2]))
    assert backup.save(str(root), str(tmp_path / "b"), durable=False).findings == 1
    restored(tmp_path / "fresh", tmp_path / "b")
    back = opened(tmp_path / "fresh")
    assert content(back) == state
    assert save(back, made("p8")).seq == 5


def test_a_damaged_copy_is_left_out_where_the_journal_is_whole(root: Path, tmp_path: Path) -> None:
    path = root / "paceplan.json"
    path.write_bytes(path.read_bytes().replace(b'"_id":"p3"', b'"_id":"p5"'))
    backup.save(str(root), str(tmp_path / "b"), durable=False)
    done = restored(tmp_path / "fresh", tmp_path / "b")
    assert any("left out" in notice for notice in done.backup.notices)
    workspace = opened(tmp_path / "fresh")
    assert (workspace.document("p3") or {})["name"] == "Project p3"
    assert workspace.verify() == []
