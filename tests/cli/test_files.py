from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from paceplan.config.files import FileProblem, make_folder, read_file, write_file


def test_a_file_up_to_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x" * 100)
    assert read_file(file, 100) == b"x" * 100
    with pytest.raises(FileProblem, match="100 bytes; at most 99"):
        read_file(file, 99)


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, said in {"/dev/zero": "a device", str(tmp_path / "pipe"): "a pipe", str(tmp_path): "a folder"}.items():
        with pytest.raises(FileProblem, match=said):
            read_file(path, 1000)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x")
    monkeypatch.setattr(os, "read", lambda fd, size: b"x" * size)
    with pytest.raises(FileProblem, match="and growing"):
        read_file(file, 1_000_000)


@pytest.mark.parametrize(("number", "said"), [(errno.EIO, "disk reported an error"), (errno.EINTR, "try again")])
def test_an_error_of_the_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x")

    def fail(fd: int, size: int) -> bytes:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "read", fail)
    with pytest.raises(FileProblem, match=said):
        read_file(file, 10)


@pytest.mark.parametrize("name", ["none", "file/below", "x" * 300, "nul\0"])
def test_a_name_that_leads_nowhere_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileProblem):
        read_file(tmp_path / name, 10)
    if name != "none":
        with pytest.raises(FileProblem):
            write_file(tmp_path / name, b"")


def test_writing_is_refused_over_a_file_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "a"
    write_file(file, b"one")
    with pytest.raises(FileProblem, match="exists already"):
        write_file(file, b"two")
    file.chmod(0o640)
    write_file(file, b"two", force=True)
    assert file.read_bytes() == b"two"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a"]


def test_a_link_goes_on_leading_to_its_file(tmp_path: Path) -> None:
    file, link = tmp_path / "a", tmp_path / "link"
    file.write_text("one")
    link.symlink_to(file)
    write_file(link, b"two", force=True)
    assert link.is_symlink()
    assert file.read_bytes() == b"two"


def test_a_device_is_written_to_as_it_is() -> None:
    write_file("/dev/null", b"x")


def test_a_failed_write_leaves_the_old_content_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a"
    file.write_text("one")

    def fail(fd: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileProblem, match="the disk is full"):
        write_file(file, b"two", force=True)
    assert file.read_text() == "one"
    assert os.listdir(tmp_path) == ["a"]


def test_folders_are_made_unless_a_file_is_in_the_way(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    (tmp_path / "file").write_text("")
    for name in ("file", "file/below"):
        with pytest.raises(FileProblem):
            make_folder(tmp_path / name)
