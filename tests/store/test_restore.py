"""A restore is checked before anything moves, keeps what it replaces, and is finished whenever it is interrupted."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from paceplan.store import backup, network, restore
from paceplan.store.errors import Locked, NotAWorkspace, NotSaved, StoreError
from paceplan.store.journal import sha256
from paceplan.store.lock import Lock
from paceplan.store.manifest import BadBackup
from paceplan.store.restore import finish, inspect, pending
from paceplan.store.workspace import Workspace

from .actions import NAME, changed, content, files_of, filled, made, newer_checkpoint, save, segment, started

DAY = dt.date(2026, 11, 16)
PREFIX = "paceplan-backup/"
Members = list[tuple[tarfile.TarInfo, bytes]]


def restored(root: Path, file: Path) -> restore.Restored:
    """Restore without waiting for the disk."""
    return restore.restore(str(root), str(file), DAY, durable=False, deadline=0)


def opened(root: Path) -> Workspace:
    """Open a workspace as the next process would."""
    finish(str(root), durable=False)
    return Workspace.open(root, durable=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a workspace with the projects p1 to p3, a checkpoint, and an entry after it."""
    workspace = filled(tmp_path / "workspace", 3)
    workspace.checkpoint()
    save(workspace, changed(workspace, "p2", NAME, "Other"))
    workspace.close()
    return workspace.folder


@pytest.fixture
def file(root: Path, tmp_path: Path) -> Path:
    """A backup of `root`, which has changed since."""
    path = tmp_path / "backup.tar.gz"
    backup.save(str(root), str(path), durable=False)
    workspace = opened(root)
    save(workspace, changed(workspace, "p1", NAME, "Later"))
    save(workspace, made("p9"))
    workspace.close()
    return path


def test_the_state_is_that_of_the_backup_and_what_was_there_is_kept(root: Path, file: Path, tmp_path: Path) -> None:
    before, journal = files_of(root), segment(Workspace(root)).read_bytes()
    done = restored(root, file)
    workspace = opened(root)
    assert sorted(workspace.rows()) == ["p1", "p2", "p3"]
    assert (workspace.document("p1") or {})["name"] == "Project p1"
    assert workspace.head[1] == 4
    assert (workspace.verify(), workspace.notices) == ([], [])
    kept = root / "replaced" / "2026-11-16-1"
    assert done.kept == str(kept)
    assert (kept / "journal" / "000001.journal").read_bytes() == journal
    assert files_of(kept) == {name: data for name, data in before.items() if name != "lock"}
    assert sorted(os.listdir(root)) == ["device.json", "journal", "lock", "paceplan.json", "replaced"]
    assert restored(root, file).kept == str(root / "replaced" / "2026-11-16-2")


def test_no_number_is_used_twice_by_one_device(root: Path, file: Path) -> None:
    before = {entry.id for entry in opened(root).entries()}
    restored(root, file)
    assert save(opened(root), made("p8")).id not in before


@pytest.mark.parametrize("there", [True, False])
def test_an_empty_or_missing_workspace_just_works(file: Path, tmp_path: Path, there: bool) -> None:
    fresh = tmp_path / "a" / "b" / "fresh"
    if there:
        fresh.mkdir(parents=True)
    assert restored(fresh, file).kept is None
    workspace = opened(fresh)
    assert len(workspace.rows()) == 3
    assert save(workspace, made("p8")).seq == 5
    assert not (fresh / "replaced").exists()


def test_an_older_checkpoint_goes_where_the_backup_has_none(root: Path, tmp_path: Path) -> None:
    other = filled(tmp_path / "other", 2)
    backup.save(str(other.folder), str(tmp_path / "b"), durable=False)
    restored(root, tmp_path / "b")
    assert not (root / "paceplan.json").exists()
    assert (root / "replaced" / "2026-11-16-1" / "paceplan.json").exists()
    assert content(opened(root)) == content(other)


def test_a_broken_workspace_can_be_restored(root: Path, file: Path) -> None:
    (root / "paceplan.json").write_bytes(newer_checkpoint())
    segment(Workspace(root)).write_bytes(b"\0" * 100)
    restored(root, file)
    assert len(opened(root).rows()) == 3


def test_a_look_changes_nothing(root: Path, file: Path) -> None:
    before = files_of(root)
    checked = inspect(str(file))
    assert (len(checked.rows), checked.manifest.entries, checked.notices) == (3, 4, [])
    assert files_of(root) == before


def test_the_lock_of_others_is_respected(root: Path, file: Path) -> None:
    before = files_of(root)
    with opened(root).transaction(), pytest.raises(Locked):
        restored(root, file)
    assert {name: data for name, data in files_of(root).items() if name != "lock"} == {
        name: data for name, data in before.items() if name != "lock"
    }


def test_a_network_folder_is_refused_unless_it_is_allowed(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "kind", lambda path: "nfs4")
    with pytest.raises(network.OnNetwork):
        restored(tmp_path / "fresh", file)
    assert not (tmp_path / "fresh").exists()
    assert restore.restore(str(tmp_path / "fresh"), str(file), DAY, on_network=True, durable=False).kept is None


def test_a_place_that_is_no_folder_is_refused(file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in ("file", "file/below"):
        with pytest.raises(NotAWorkspace):
            restored(tmp_path / place, file)
    assert (tmp_path / "file").read_text() == "x"


# Files that are no backup, or one that was tampered with


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


# Interruptions


class Killed(BaseException):
    """The process is gone."""


CALLS = ("mkdir", "rename", "replace", "unlink", "rmdir", "fsync", "open", "write")


def killed_at(monkeypatch: pytest.MonkeyPatch, n: int) -> list[int]:
    """Let the n-th and every later call of the system fail, as for a process that is gone."""
    count = [0]

    def counting(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            count[0] += 1
            if count[0] > n:
                raise Killed
            return real(*args, **named)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, counting(getattr(os, name)))
    return count


def calls_of(root: Path, file: Path) -> int:
    with pytest.MonkeyPatch.context() as patched:
        count = killed_at(patched, 1_000_000)
        restore.restore(str(root), str(file), DAY)
        return count[0]


def test_a_restore_that_is_killed_anywhere_is_undone_or_finished(root: Path, file: Path, tmp_path: Path) -> None:
    import shutil

    old, new = content(opened(root)), content(_restored_copy(root, file, tmp_path / "new"))
    seen = set()
    total = calls_of(_copy(root, tmp_path / "count"), file)
    for n in range(total):
        place = _copy(root, tmp_path / "crash")
        with pytest.MonkeyPatch.context() as patched:
            killed_at(patched, n)
            with pytest.raises(Killed):
                restore.restore(str(place), str(file), DAY)
        begun = pending(str(place))
        workspace = opened(place)
        assert content(workspace) == (new if begun or _swapped(place) else old), n
        assert workspace.verify() == []
        assert not pending(str(place))
        assert save(workspace, made("p7"))
        workspace.close()
        if begun:
            kept = place / "replaced" / "2026-11-16-1"
            assert content(_opened_copy(kept)) == old, n
        seen.add((begun, _swapped(place)))
        assert restored(place, file)  # and a later one is not hindered
        assert content(opened(place)) == new
        shutil.rmtree(place)
    assert len(seen) == 3


def test_the_finishing_can_be_killed_anywhere_too(root: Path, file: Path, tmp_path: Path) -> None:
    new = content(_restored_copy(root, file, tmp_path / "new"))
    half = _begun(_copy(root, tmp_path / "half"), file)
    for n in range(100):
        place = _copy(half, tmp_path / f"crash{n}")
        try:
            with pytest.MonkeyPatch.context() as patched:
                killed_at(patched, n)
                finish(str(place))
            break
        except Killed:
            assert "was finished" in (finish(str(place)) or "was finished")
            assert content(Workspace.open(place, durable=False)) == new
    else:
        pytest.fail("it never came to an end")
    assert n > 5


@pytest.mark.parametrize("nth", range(1, 7))
def test_a_failed_rename_is_taken_back(root: Path, file: Path, nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, count = files_of(root), os.rename, [0]

    def fail(*args: Any) -> None:
        count[0] += 1
        if count[0] == nth:
            raise OSError(16, "Device or resource busy", str(args[0]))
        real(*args)

    monkeypatch.setattr(os, "rename", fail)
    with pytest.raises(NotSaved, match="The workspace is as it was"):
        restored(root, file)
    after = files_of(root)
    assert {k: v for k, v in after.items() if k != "lock"} == {k: v for k, v in before.items() if k != "lock"}
    assert not pending(str(root))


def test_a_marker_that_makes_no_sense_is_left_alone(root: Path) -> None:
    before = files_of(root)
    for text in (b"", b"[]", b'{"format":1,"staged":"../..","kept":"replaced/1","clear":[]}', b'{"format":9}'):
        (root / "restoring.json").write_bytes(text)
        with pytest.raises(StoreError, match="cannot be finished"):
            finish(str(root))
    (root / "restoring.json").unlink()
    assert {**files_of(root), "lock": b""} == {**before, "lock": b""}


def test_finishing_waits_for_the_lock(root: Path, file: Path, tmp_path: Path) -> None:
    half = _begun(root, file)
    lock = Lock(f"{half}/lock")
    lock.acquire(0, "something else")
    with pytest.raises(Locked):
        finish(str(half), deadline=0)
    lock.release()
    assert finish(str(half))
    assert finish(str(half)) is None


def test_all_is_on_the_disk_before_the_marker_comes_and_before_it_goes(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    late: dict[str, list[str]] = {}
    fsync, replace, unlink = os.fsync, os.replace, os.unlink

    def syncing(fd: int) -> None:
        synced.add(os.fstat(fd).st_ino)
        fsync(fd)

    def replacing(source: str, target: str) -> None:
        if target.endswith("restoring.json"):
            (staged,) = root.glob("restoring-*")
            late["comes"] = [str(path) for path in [staged, *staged.rglob("*")] if path.stat().st_ino not in synced]
            synced.clear()
        replace(source, target)

    def unlinking(path: str) -> None:
        if path.endswith("restoring.json"):
            moved = [root, root / "replaced" / "2026-11-16-1", *root.glob("restoring-*")]
            late["goes"] = [str(place) for place in moved if place.is_dir() and place.stat().st_ino not in synced]
        unlink(path)

    for name, function in {"fsync": syncing, "replace": replacing, "unlink": unlinking}.items():
        monkeypatch.setattr(os, name, function)
    restore.restore(str(root), str(file), DAY)
    assert late == {"comes": [], "goes": []}


# Others who have the workspace open


def test_whoever_has_the_workspace_open_sees_the_restored_state(root: Path, file: Path) -> None:
    other = opened(root)
    assert len(other.rows()) == 4
    restored(root, file)
    other.refresh()
    assert sorted(other.rows()) == ["p1", "p2", "p3"]
    assert (other.document("p1") or {})["name"] == "Project p1"


def test_the_next_change_of_others_goes_into_the_restored_journal(root: Path, file: Path) -> None:
    other = opened(root)
    used = {entry.id for entry in other.entries()}
    save(other, made("p7"))
    restored(root, file)
    kept = files_of(root / "replaced")
    entry = save(other, made("p8"))
    assert entry.seq == 5
    assert entry.id not in used
    assert files_of(root / "replaced") == kept
    fresh = opened(root)
    assert sorted(fresh.rows()) == ["p1", "p2", "p3", "p8"]
    assert fresh.verify() == []


def test_another_process_notices_as_well(root: Path, file: Path) -> None:
    program = """
from pathlib import Path
w = Workspace.open(Path(sys.argv[1]), durable=False)
print(len(w.rows()), flush=True)
sys.stdin.readline()
w.refresh()
print(len(w.rows()), w.head[1], flush=True)
"""
    process = started(program, str(root))
    assert process.stdout is not None
    assert process.stdout.readline() == "4\n"
    restored(root, file)
    assert process.communicate("\n", timeout=30)[0] == "3 4\n"


def test_who_saw_no_journal_yet_notices(file: Path, tmp_path: Path) -> None:
    other = Workspace.open(tmp_path / "fresh", durable=False)
    restored(tmp_path / "fresh", file)
    assert save(other, made("p8")).seq == 5
    assert len(other.rows()) == 4


def test_opening_finishes_what_was_interrupted(root: Path, file: Path) -> None:
    _begun(root, file)
    workspace = Workspace.open(root, durable=False)
    assert sorted(workspace.rows()) == ["p1", "p2", "p3"]
    assert any("interrupted" in notice for notice in workspace.notices)


def test_a_transaction_finishes_what_was_interrupted(root: Path, file: Path) -> None:
    other = opened(root)
    _begun(root, file)
    assert save(other, made("p8")).seq == 5
    assert sorted(opened(root).rows()) == ["p1", "p2", "p3", "p8"]


def _copy(root: Path, to: Path) -> Path:
    import shutil

    return Path(shutil.copytree(root, to))


def _restored_copy(root: Path, file: Path, to: Path) -> Workspace:
    restored(_copy(root, to), file)
    return opened(to)


def _opened_copy(kept: Path) -> Workspace:
    return Workspace.open(kept, create=False, durable=False)


def _swapped(root: Path) -> bool:
    return (root / "replaced" / "2026-11-16-1" / "device.json").exists()


def _begun(root: Path, file: Path) -> Path:
    """Leave a restore behind its first rename."""
    real, count = os.rename, [0]

    def kill(*args: Any) -> None:
        count[0] += 1
        if count[0] > 1:
            raise Killed
        real(*args)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "rename", kill)
        with pytest.raises(Killed):
            restored(root, file)
    assert pending(str(root))
    return root
