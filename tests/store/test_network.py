"""Network folders are told from local ones by the system's own table of mounts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from paceplan.store import network
from paceplan.store.errors import StoreError
from paceplan.store.network import ALLOW, OnNetwork, kind

LINUX = """\
21 26 0:19 / /proc rw,nosuid - proc proc rw
26 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
40 26 259:3 / /home rw,relatime shared:2 - btrfs /dev/nvme0n1p3 rw,subvol=/home
41 40 0:50 / /home/ann/office rw,relatime shared:3 - nfs4 server:/export/office rw,vers=4.2
42 41 0:51 / /home/ann/office/scratch rw - tmpfs tmpfs rw
43 26 0:52 / /mnt/team\\040share rw,relatime - cifs //server/team rw,username=ann
44 26 0:53 / /mnt/back\\134slash\\011tab rw - smb3 //server/other rw
45 40 0:54 / /home/ann/remote rw,nosuid,nodev master:7 propagate_from:2 - fuse.sshfs ann@host:/data rw
46 26 0:50 /export/office/plans /srv/plans rw,relatime - nfs4 server:/export/office rw
47 26 0:55 / /mnt/c rw,noatime - 9p C:\\134 rw,aname=drvfs
48 26 0:56 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
49 26 0:57 / /mnt/cloud rw - fuse.rclone drive: rw
50 26 0:58 / /mnt/dav rw - fuse https://dav.example/files rw
51 26 0:59 / /mnt/old rw - fuse ann@host:/data rw
52 26 0:60 / /mnt/encrypted rw - fuse.gocryptfs /home/ann/.safe rw
53 26 0:61 / /mnt/stick rw - fuseblk /dev/sdb1 rw
54 26 0:62 / /mnt/gluster rw - fuse.glusterfs server:/volume rw
55 26 0:63 / /mnt/ceph rw - ceph 10.0.0.1:6789:/ rw
56 26 0:64 / /mnt/lustre rw - lustre 10.0.0.1@tcp:/fs rw
57 26 0:65 / /Ümlaut\u2028 rw - nfs server:/u rw
58 26 0:66 / /auto rw - autofs systemd-1 rw,fd=30
59 26 0:67 / /mnt/union rw - overlay overlay rw,lowerdir=/a
60 26 0:68 / /mnt/afs rw - afs none rw
61 26 0:69 / /mnt/novell rw - ncpfs server/ann rw
62 26 0:70 / /mnt/juice rw - fuse.juicefs JuiceFS:files rw
"""

ON_LINUX = {
    "/": None,
    "/srv": None,
    "/home/ann": None,
    "/home/ann/office": "nfs4",
    "/home/ann/office/not/there/yet": "nfs4",
    "/home/ann/office2": None,
    "/home/ann/office/scratch/w": None,
    "/home/ann/remote/w": "sshfs",
    "/mnt/team share/w": "cifs",
    "/mnt/team": None,
    "/mnt/back\\slash\ttab/w": "smb3",
    "/srv/plans/2026": "nfs4",
    "/mnt/c/Users/ann": None,
    "/run/user/1000/gvfs/smb-share:server=s": "gvfsd-fuse",
    "/mnt/cloud/w": "rclone",
    "/mnt/dav/w": "davfs",
    "/mnt/old/w": "sshfs",
    "/mnt/encrypted/w": None,
    "/mnt/stick/w": None,
    "/mnt/gluster/w": "glusterfs",
    "/mnt/ceph/w": "ceph",
    "/mnt/lustre/w": "lustre",
    "/Ümlaut\u2028/w": "nfs",
    "/auto/w": None,
    "/mnt/union/w": None,
    "/mnt/afs/w": "afs",
    "/mnt/novell/w": "ncpfs",
    "/mnt/juice/w": "juicefs",
}

MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect, root data)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//ann@server._smb._tcp.local/team on /Volumes/team (smbfs, nodev, nosuid, mounted by ann)
server:/export on /Volumes/on (2) the (way) (nfs, asynchronous)
/dev/disk5s1 on /Volumes/team/stick (exfat, local, nodev)
ann@host:/data on /Volumes/remote (macfuse, nodev, nosuid, synchronous, mounted by ann)
/dev/disk6 on /Volumes/safe (macfuse, local)
https://dav.example/files/ on /Volumes/dav (webdav, nodev)
//ann@old/disk on /Volumes/old (afpfs, nodev)
"""

ON_MAC = {
    "/Users/ann": None,
    "/Volumes/team/w": "smbfs",
    "/Volumes/team/stick/w": None,
    "/Volumes/teams": None,
    "/Volumes/on (2) the (way)/w": "nfs",
    "/Volumes/remote/w": "sshfs",
    "/Volumes/safe/w": None,
    "/Volumes/dav/w": "webdav",
    "/Volumes/old/w": "afpfs",
}


@pytest.fixture
def _linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture
def _mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")


def mounts(*lines: str) -> str:
    """Return a table from lines of id, parent, mount point, kind and source."""
    table = []
    for line in lines:
        id, parent, point, name, source = line.split(" ")
        table.append(f"{id} {parent} 0:{id} / {point} rw - {name} {source} rw\n")
    return "".join(table)


@pytest.mark.usefixtures("_linux")
@pytest.mark.parametrize(("path", "expected"), ON_LINUX.items(), ids=ascii)
def test_the_mount_that_a_path_is_on_tells(path: str, expected: str | None) -> None:
    assert kind(path, LINUX) == expected
    assert kind(Path(path), "\n".join(reversed(LINUX.split("\n")))) == expected


@pytest.mark.usefixtures("_linux")
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1 0 / ext4 d", "2 1 /a nfs s:/x", "3 2 /a tmpfs t"], None),
        (["1 0 / ext4 d", "2 1 /a tmpfs t", "3 2 /a nfs s:/x"], "nfs"),
        (["1 0 / ext4 d", "2 1 /a/b nfs s:/x", "3 1 /a tmpfs t"], None),
        (["1 0 / ext4 d", "2 1 /a/b ext4 d", "3 1 /a nfs s:/x"], "nfs"),
        (["3 1 /a nfs s:/x", "2 3 /a/b ext4 d", "1 0 / ext4 d"], None),
        (["1 0 / nfs s:/root"], "nfs"),
        (["1 1 / nfs s:/root"], "nfs"),
        (["2 1 /a nfs s:/x"], "nfs"),
        (["1 0 / ext4 d", "2 1 /a nfs s:/x", "1 2 /a ext4 d"], None),
        (["2 1 /proc proc proc", "3 1 /a/b/c/d nfs s:/x"], None),
    ],
    ids="local_over_it over_local hidden hiding any_order root own_parent chroot circle below".split(),  # noqa: SIM905
)
def test_what_hides_and_what_is_hidden(lines: list[str], expected: str | None) -> None:
    assert kind("/a/b/c", mounts(*lines)) == expected


@pytest.mark.usefixtures("_linux")
@pytest.mark.parametrize("text", ["", "\n", "nonsense\n", "1 2 3 - nfs\n", "1 2 0:1 / /a rw -  x\n", "- - - - - - -\n"])
def test_a_table_that_says_nothing_allows(text: str) -> None:
    assert kind("/a/b", text) is None


@pytest.mark.usefixtures("_linux")
def test_a_link_counts_where_it_leads(tmp_path: Path) -> None:
    real, link, dangling = tmp_path / "real", tmp_path / "link", tmp_path / "dangling"
    real.mkdir()
    link.symlink_to(real)
    dangling.symlink_to(real / "not there")
    there = os.path.realpath(real)
    table = mounts("1 0 / ext4 d", f"2 1 {there} nfs s:/x")
    assert kind(link / "w", table) == kind(dangling / "w", table) == kind(link, table) == "nfs"
    assert kind(tmp_path, table) is None
    assert kind(real / ".." / "other", table) is None


@pytest.mark.usefixtures("_linux")
def test_a_relative_path_starts_where_the_process_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    table = mounts("1 0 / ext4 d", f"2 1 {os.path.realpath(tmp_path)} cifs //s/x")
    assert kind("w", table) == kind("", table) == "cifs"


@pytest.mark.usefixtures("_mac")
@pytest.mark.parametrize(("path", "expected"), ON_MAC.items())
def test_the_macs_table_is_read_as_well(path: str, expected: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kind(path, MAC) == expected
    called: list[object] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        called.append(command)
        return subprocess.CompletedProcess(command, 0, MAC.encode())

    monkeypatch.setattr(subprocess, "run", run)
    assert kind(path) == expected
    assert called == [["/sbin/mount"]]


@pytest.mark.usefixtures("_mac")
@pytest.mark.parametrize("error", [OSError(2, "none"), subprocess.TimeoutExpired("mount", 2)])
def test_a_mac_that_does_not_say_allows(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(subprocess, "run", run)
    assert kind("/Volumes/team") is None


def test_elsewhere_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "freebsd14")
    assert kind("/home/ann/office", LINUX) is None


def test_the_refusal_names_place_kind_reason_and_remedies() -> None:
    refusal = OnNetwork("/home/ann/office/plans", "nfs4")
    assert isinstance(refusal, StoreError)
    assert refusal.kind == "nfs4"
    for word in ("/home/ann/office/plans", "(nfs4)", "lock", "lost", "own disk", "export", "backup", f"{ALLOW}=1"):
        assert word in str(refusal)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_folder_of_the_tests_is_asked_quickly(tmp_path: Path) -> None:
    assert network._mountinfo()
    times = []
    for _ in range(30):
        start = time.perf_counter()
        kind(tmp_path / "not" / "there")
        times.append(time.perf_counter() - start)
    assert min(times) < 0.001
