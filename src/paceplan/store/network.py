"""Whether a folder lies on another machine: there a lock may hold nobody off, and a saved change may not be saved."""

from __future__ import annotations

import os
import re
import sys
from typing import NamedTuple

from paceplan.store.errors import StoreError

ALLOW = "PACEPLAN_ALLOW_NETWORK"
"""The environment variable that, set to 1, lets a workspace be used on a network folder all the same."""

# 9p is not among them: that is how a Linux inside Windows sees the disks of its own machine.
_KINDS = frozenset((
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "afpfs", "coda", "ncpfs", "davfs", "webdav", "ftp", "sshfs",
    "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "pvfs2", "panfs",
))  # fmt: skip
_OVER_FUSE = _KINDS | frozenset((
    "gvfsd-fuse", "kio-fuse", "rclone", "smbnetfs", "curlftpfs", "s3fs", "goofys", "gcsfuse", "blobfuse2",
    "google-drive-ocamlfuse", "onedriver", "juicefs", "mfs", "seaweedfs",
))  # fmt: skip
_BARE_FUSE = frozenset(("fuse", "macfuse", "osxfuse", "fusefs"))
_ESCAPED, _MAC_LINE = r"\\([0-7]{3})", r"(.+?) on (/.*) \(([^,()]+)[^()]*\)"


class OnNetwork(StoreError):  # noqa: N818
    """The workspace's folder is on a network file system; `kind` is its name."""

    def __init__(self, place: str, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"{place} is on a network folder ({kind}), where locks and the disk's word that a change is written cannot "
            "be relied on: changes could be lost. Use a folder on this machine's own disk, and share with export or "
            f"backup; or set {ALLOW}=1 to use it at your own risk."
        )


class _Mount(NamedTuple):
    id: str
    parent: str
    point: str
    kind: str | None


def kind(path: str | os.PathLike[str], mounts: str | None = None) -> str | None:
    """Return the network file system that a path is on or, where it does not exist yet, will be on; else None.

    `mounts` is the text to go by in place of what the system says: `/proc/self/mountinfo` on Linux, on macOS what the
    program `mount` prints. Elsewhere, and where the system does not say, None.
    """
    target = os.path.realpath(path)  # first, since looking along the path may mount what is on it
    if sys.platform == "darwin":
        return _kind_on_mac(target, _mac_mounts() if mounts is None else mounts)
    if sys.platform != "linux":
        return None
    text = _mountinfo() if mounts is None else mounts
    return _kind_on_linux([mount for line in text.split("\n") if (mount := _mount(line, target))])


def _mountinfo() -> str:
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""


def _mount(line: str, path: str) -> _Mount | None:
    """Read a line, None where the path is not inside of its mount point.

    It has id, parent, device, root, mount point, options and perhaps tags, then a dash, kind, source and options.
    """
    left, _, right = line.partition(" - ")
    fields = left.split(" ", 5)
    if len(fields) < 5:
        return None
    point = re.sub(_ESCAPED, lambda found: chr(int(found[1], 8)), fields[4]) if "\\" in fields[4] else fields[4]
    if not _inside(path, point):
        return None
    name, _, source = right.partition(" ")
    return _Mount(fields[0], fields[1], point, _network(name, source))


def _kind_on_linux(above: list[_Mount]) -> str | None:
    """Walk from mount to mount as the kernel does along a path: one that another one hides is not passed."""
    ids = {mount.id for mount in above}
    inner = [mount for mount in above if mount.parent not in ids or mount.parent == mount.id]
    found: _Mount | None = None
    for _ in above:  # and no further, should the table lead in a circle
        if not inner:
            break
        shortest = min(len(mount.point) for mount in inner)
        found = [mount for mount in inner if len(mount.point) == shortest][-1]
        inner = [mount for mount in above if mount.parent == found.id != mount.id]
    return found.kind if found else None


def _kind_on_mac(path: str, text: str) -> str | None:
    """Go by the longest mount point, the last of several."""
    longest, found = 0, None
    for line in text.split("\n"):
        parts = re.fullmatch(_MAC_LINE, line)
        if parts and len(parts[2]) >= longest and _inside(path, parts[2]):
            longest, found = len(parts[2]), _network(parts[3], parts[1])
    return found


def _mac_mounts() -> str:
    import subprocess

    try:
        return subprocess.run(["/sbin/mount"], capture_output=True, timeout=2, check=True).stdout.decode(
            errors="surrogateescape"
        )
    except (OSError, subprocess.SubprocessError):
        return ""


def _network(name: str, source: str) -> str | None:
    """Return the name of a network file system for people, None for any other; `source` is what is mounted."""
    if name in _KINDS:
        return name
    over = name.removeprefix("fuse.")
    if over != name:
        return over if over.lower() in _OVER_FUSE else None
    if name in _BARE_FUSE and source.startswith(("http://", "https://")):
        return "davfs"
    if name in _BARE_FUSE and re.match(r"(?!/)[^ /]+:", source):  # host:folder, user@host:folder
        return "sshfs"
    return None


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder if folder.endswith("/") else f"{folder}/")
