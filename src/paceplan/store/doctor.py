"""An examination of a workspace that need not be in order: what is where, and what is wrong with its remedy."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from paceplan.store import device, network, opening, restore
from paceplan.store.audit import audit
from paceplan.store.errors import NotAWorkspace, StoreError, words
from paceplan.store.journal import Row
from paceplan.store.leftovers import orphans
from paceplan.store.segments import Segments
from paceplan.store.state import State

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MOUNTS = "/proc/self/mountinfo"
"""Where Linux lists the file systems."""

_LEAST_FREE = 50_000_000
_MOST = 5


class Trouble(NamedTuple):
    """One thing that somebody should know of, and what to do about it."""

    what: str
    remedy: str


class Place(NamedTuple):
    """A part of a workspace: its name, the files in it and their bytes; 0 files where it is not there."""

    name: str
    path: str
    files: int
    bytes: int


@dataclass(slots=True)
class Examination:
    """What was found out about a workspace; `unusable` says why it cannot be used, and is empty where it can.

    `tail` counts the entries after the checkpoint, `holder` names who has the lock now, `free` is in bytes and None
    where it is not known, as `file_system` may be empty.
    """

    root: str
    exists: bool = False
    places: list[Place] = field(default_factory=list)
    file_system: str = ""
    free: int | None = None
    rows: Mapping[str, Row] = field(default_factory=dict)
    entries: int = 0
    last_change: str = ""
    tail: int = 0
    holder: str = ""
    troubles: list[Trouble] = field(default_factory=list)
    unusable: str = ""


def examine(root: str, *, on_network: bool = False) -> Examination:
    """Look at the workspace in the folder `root`, changing nothing and raising nothing that is wrong with it.

    `on_network` says that one on another machine is used all the same.
    """
    found = Examination(root)
    if not on_network and (kind := network.kind(root)):
        found.unusable = str(network.OnNetwork(root, kind))
    try:
        mode = os.stat(root).st_mode
    except (FileNotFoundError, NotADirectoryError):
        _disk(found)
        if os.path.lexists(root):
            found.unusable = (
                found.unusable or f"{root} is a link that leads nowhere. Remove it, or make the folder that it names."
            )
        return found
    except OSError as error:
        found.unusable = _closed(root, error)
        return found
    found.exists = True
    if not stat.S_ISDIR(mode):
        found.unusable = str(NotAWorkspace(root))
        return found
    for look in (_disk, _places, _lock, _permissions, _leftovers, _copied, _content):
        try:
            look(found)
        except OSError as error:
            place = error.filename or root
            found.unusable = (
                found.unusable or f"{place} cannot be read: {words(error)}. Make it accessible to your user."
            )
        except StoreError as error:
            found.unusable = found.unusable or str(error)
    return found


def _closed(place: str, error: OSError) -> str:
    return f"{place} cannot be read: {words(error)}. Make it accessible to your user."


def file_system(path: str) -> str:
    """Return the kind of the file system that a path is on, such as `ext4`; nothing where that cannot be told."""
    path, best, kind = os.path.realpath(path), "", ""
    try:
        with open(MOUNTS, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return ""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(), after.split()
        if len(fields) < 5 or not kinds:
            continue
        point = fields[4].replace("\\040", " ")
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, kinds[0]
    return kind


def _disk(found: Examination) -> None:
    path = os.path.abspath(found.root)
    while not os.path.isdir(path) and path != os.path.dirname(path):
        path = os.path.dirname(path)
    disk = os.statvfs(path)
    found.free = disk.f_bavail * disk.f_frsize
    found.file_system = file_system(path)
    if not found.unusable and (kind := network.kind(path)):
        what = f"the workspace is on a network folder ({kind}), where locks cannot be relied on"
        found.troubles.append(Trouble(what, "keep it on a local disk, and share with export or backup"))
    if found.free < _LEAST_FREE:
        what = f"only {found.free:,} bytes are free on its disk"
        found.troubles.append(Trouble(what, "make room before the next changes"))


def _places(found: Examination) -> None:
    for name in ("journal", "paceplan.json", "lock", "device.json", "aside", "backups", restore.KEPT):
        path = f"{found.root}/{name}"
        found.places.append(Place(name, path, *_measured(path)))


def _measured(path: str) -> tuple[int, int]:
    """Return how many files there are at or below a path, and their bytes."""
    if not os.path.isdir(path):
        return (1, os.stat(path).st_size) if os.path.exists(path) else (0, 0)
    count = size = 0
    for folder, _, names in os.walk(path, onerror=_raise):
        for name in names:
            count += 1
            size += os.lstat(os.path.join(folder, name)).st_size
    return count, size


def _raise(error: OSError) -> None:
    raise error


def _lock(found: Examination) -> None:
    if fcntl is None:
        return
    try:
        fd = os.open(f"{found.root}/lock", os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        pid, _, doing = os.pread(fd, 64, 0).decode(errors="replace").strip().partition(" ")
        found.holder = f"process {pid} ({doing})" if pid.isdecimal() and doing else "another process"
    finally:
        os.close(fd)


def _permissions(found: Examination) -> None:
    root = found.root
    if os.stat(root).st_mode & 0o077 == 0:
        return  # nobody else comes as far as the files
    paths = [root, f"{root}/journal", f"{root}/paceplan.json", *_segments(root)]
    modes = [(path, os.stat(path).st_mode) for path in paths if os.path.exists(path)]
    writable = [path for path, mode in modes if mode & 0o022]
    readable = [path for path, mode in modes if mode & 0o044 and not stat.S_ISDIR(mode)]
    remedy = f"close it to others, unless that is meant: chmod -R go-rwx {_quoted(root)}"
    if writable:
        found.troubles.append(Trouble(f"{writable[0]} can be changed by other users of this machine", remedy))
    elif readable:
        found.troubles.append(Trouble(f"{readable[0]} can be read by other users of this machine", remedy))


def _segments(root: str) -> list[str]:
    journal = Segments(f"{root}/journal")
    return [journal.path(number) for number in journal.numbers()]


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)


def _leftovers(found: Examination) -> None:
    root, places = found.root, {place.name: place for place in found.places}
    if restore.pending(root):
        found.troubles.append(
            Trouble(
                "a restore was interrupted", "nothing is lost: the next command that opens the workspace finishes it"
            )
        )
    for name in sorted(orphans(root)):
        what = f"{root}/{name} was left by a process that was killed"
        found.troubles.append(Trouble(what, "it is not needed: delete it"))
    aside = places.get("aside")
    if aside and aside.files:
        count = "1 damaged piece was" if aside.files == 1 else f"{aside.files} damaged pieces were"
        remedy = "paceplan verify says what is wrong now; delete the folder once nothing is missed"
        found.troubles.append(Trouble(f"{count} set aside in {aside.path}", remedy))


def _copied(found: Examination) -> None:
    path = f"{found.root}/device.json"
    if os.path.exists(path) and not device.read(path):
        what = f"{path} is damaged or another machine's: the workspace was copied"
        remedy = "nothing to do: the next change gives this device an id of its own; from then on the copies differ"
        found.troubles.append(Trouble(what, remedy))


def _content(found: Examination) -> None:
    if restore.pending(found.root):
        return  # neither the old content nor the new
    segments, checkpoint = Segments(f"{found.root}/journal"), f"{found.root}/paceplan.json"
    opened = opening.read(segments, checkpoint)
    try:
        state = State(opened.base)
        for entry in opened.tail:
            state.add(entry)
        found.rows = dict(state.rows)
        found.entries, found.last_change = opened.walk.head.seq, opened.walk.head.time
        found.tail = len(opened.tail)
    finally:
        if opened.base is not None:
            opened.base.close()
    findings = [finding.text for finding in audit(segments, checkpoint)]
    for text in dict.fromkeys([*opened.notices[: 0 if findings else None], *findings[:_MOST]]):
        remedy = "see paceplan verify for all of it; paceplan restore brings an older state back from a backup"
        found.troubles.append(Trouble(text, remedy))
    if len(findings) > _MOST:
        what = f"{len(findings) - _MOST} more findings of this kind"
        found.troubles.append(Trouble(what, "paceplan verify lists them all"))
