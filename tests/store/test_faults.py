"""A disk that fails at any single call: the change is refused in words, and nothing that was saved comes to harm."""

from __future__ import annotations

import copy
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import paceplan
from paceplan.store.errors import FateUnknown, NotSaved, StoreError
from paceplan.store.workspace import Workspace

from .actions import NAME, changed, content, filled, made, save, segment, started

CALLS = ("open", "write", "pwrite", "pread", "fsync", "ftruncate", "fchmod", "replace", "rename", "unlink", "mkdir")
QUESTIONS = ("fstat", "listdir")
SHORT = 0
CODES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EFBIG, SHORT)
PLENTY = 400


@dataclass
class Failing:
    """Lets the n-th call to the disk fail, with an error number or, with `SHORT`, by writing a half."""

    number: int
    code: int
    names: tuple[str, ...] = CALLS
    calls: int = 0
    failed: str = ""
    fsyncs_since: int = 0

    def attach(self, patch: pytest.MonkeyPatch) -> None:
        for name in self.names:
            patch.setattr(os, name, self._through(name, getattr(os, name)))

    def _through(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if self.code == SHORT and name != "write":
                return real(*arguments, **named)
            self.calls += 1
            if self.failed and name == "fsync":
                self.fsyncs_since += 1
            if self.calls != self.number:
                return real(*arguments, **named)
            self.failed = name
            if self.code == SHORT:
                return real(arguments[0], arguments[1][: len(arguments[1]) // 2])
            raise OSError(self.code, os.strerror(self.code))

        return call


def plain(folder: Path) -> Workspace:
    return Workspace.open(folder)


def fresh(folder: Path) -> Workspace:
    shutil.rmtree(folder)
    return Workspace.open(folder)


def after_a_killed_writer(folder: Path) -> Workspace:
    workspace = Workspace.open(folder)
    with segment(workspace).open("ab") as file:
        file.write(b"half a line")
    return workspace


def after_a_damaged_line(folder: Path) -> Workspace:
    path = folder / "journal/000001.journal"
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"#" + data[101:])
    (folder / "paceplan.json").unlink()
    return Workspace.open(folder)


def at_the_end_of_a_segment(folder: Path) -> Workspace:
    return Workspace.open(folder)


def with_a_useless_checkpoint(folder: Path) -> Workspace:
    (folder / "paceplan.json").write_bytes(b"garbage")
    return Workspace.open(folder)


BEGINNINGS = (
    plain, fresh, after_a_killed_writer, after_a_damaged_line, at_the_end_of_a_segment, with_a_useless_checkpoint,
)  # fmt: skip


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A workspace with a checkpoint and two entries after it."""
    workspace = filled(tmp_path / "template", 2)
    workspace.checkpoint()
    save(workspace, changed(workspace, "p1", NAME, "Saved"))
    save(workspace, made("p3"))
    workspace.close()
    return workspace.folder


def each_fault(
    template: Path,
    begin: Callable[[Path], Workspace],
    code: int,
    act: Callable[[Workspace], None],
    names: tuple[str, ...] = CALLS,
) -> int:
    """Let each call of an action fail in turn, and look at what is left; return how many calls there are."""
    for number in range(1, PLENTY):
        folder = template.with_name("work")
        shutil.copytree(template, folder)
        workspace = begin(folder)
        before, failing, error = copy.deepcopy(content(workspace)), Failing(number, code, names), None
        with pytest.MonkeyPatch.context() as patch:
            if begin is at_the_end_of_a_segment:
                patch.setattr("paceplan.store.workspace.SEGMENT_BYTES", 100)
            failing.attach(patch)
            try:
                act(workspace)
            except StoreError as refused:
                error = refused
        _nothing_harmed(workspace, failing, before, error)
        begun = (folder / "journal/000002.journal").exists()
        shutil.rmtree(folder)
        if not failing.failed:
            assert error is None
            assert begun == (begin is at_the_end_of_a_segment)
            return number - 1
    raise AssertionError("it never ends")


def _nothing_harmed(workspace: Workspace, failing: Failing, before: dict[str, Any], error: StoreError | None) -> None:
    said, place = content(workspace), f"{failing.failed}, call {failing.number}: {error}"
    if error is not None:
        assert "NOT saved" in str(error) or not isinstance(error, NotSaved), place
        assert {**said, "new": None} == {**before, "new": None}, place
        assert str(error), place
        assert "Errno" not in str(error), place
    with Workspace.open(workspace.folder) as again:
        assert content(again) == said, place
        assert again.readonly is None
    if isinstance(error, FateUnknown):
        assert failing.fsyncs_since == 0, place  # a failed fsync is not asked again
        assert workspace.readonly, place
    if workspace.readonly is None:
        save(workspace, made("next"))
    else:
        assert error is not None or not failing.failed, place
        with pytest.raises(NotSaved):
            save(workspace, made("next"))
        workspace.close()
        workspace = Workspace.open(workspace.folder)
        save(workspace, made("next"))
    said = content(workspace)
    assert {**said, "next": None} == {**said, **before, "next": None}, place
    workspace.close()
    with Workspace.open(workspace.folder) as again:
        assert content(again) == said, place


def append(workspace: Workspace) -> None:
    """Save a change: where it is acknowledged it is there, and nowhere where it is refused."""
    try:
        save(workspace, made("new"))
    except NotSaved:
        assert "new" not in workspace.rows()
        raise
    assert "new" in workspace.rows()


def checkpoint(workspace: Workspace) -> None:
    workspace.checkpoint()


@pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode.get(code, "short"))
@pytest.mark.parametrize("begin", BEGINNINGS)
def test_an_append_is_refused_at_any_call_and_nothing_is_harmed(
    template: Path, begin: Callable[[Path], Workspace], code: int
) -> None:
    assert each_fault(template, begin, code, append) >= (1 if code == SHORT else 4)


@pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode.get(code, "short"))
@pytest.mark.parametrize("begin", [plain, with_a_useless_checkpoint])
def test_a_checkpoint_fails_at_any_call_and_nothing_is_harmed(
    template: Path, begin: Callable[[Path], Workspace], code: int
) -> None:
    assert each_fault(template, begin, code, checkpoint) >= (1 if code == SHORT else 4)


@pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode.get(code, "short"))
def test_a_checkpoint_in_a_thread_fails_without_a_word_too_many(
    template: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr("paceplan.store.reading._LEAST_TAIL", 100)

    def behind(workspace: Workspace) -> None:
        assert workspace.checkpoint_behind()
        assert workspace.settled()
        assert len(workspace.notices) <= 2

    assert each_fault(template, plain, code, behind) >= (1 if code == SHORT else 4)


@pytest.mark.parametrize("act", [append, checkpoint])
def test_a_question_that_the_disk_does_not_answer_is_refused_in_words(
    template: Path, act: Callable[[Workspace], None]
) -> None:
    """The size of the open segment is asked for before an append; the folder is listed before a checkpoint."""
    assert each_fault(template, plain, errno.EIO, act, QUESTIONS) >= 2


FILLING = """
from pathlib import Path
from paceplan.core.changes import ABSENT, Change
from paceplan.store.errors import NotSaved
from paceplan.store.journal import Draft, Stored
def save(id, size):
    document = {"name": id, "note": "n" * size}
    with w.transaction() as t:
        t.append(Draft("2026-02-03T10:00:00.000Z", "Ann", "new", (Stored(id, Change((), ABSENT, document), None),),
                       {id: {"name": id}}))
"""

LIMITED = (
    FILLING
    + """
import resource
w = Workspace.open(Path(sys.argv[1]))
save("p1", 100)
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, resource.RLIM_INFINITY))
for size in (9_000, 4_500):
    try:
        save("big", size)
    except NotSaved as error:
        print(error)
save("p2", 100)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
save("p3", 9_000)
"""
)

FULL = (
    FILLING
    + """
w = Workspace.open(Path(sys.argv[1]) / "work")
n = 0
try:
    while True:
        save(f"p{n}", 3_000)
        n += 1
except NotSaved as error:
    print(error)
try:
    w.checkpoint()
except NotSaved as error:
    print(error)
again = Workspace.open(Path(sys.argv[1]) / "work")
print(n, len(again.rows()), len(w.rows()), again.verify(), again.readonly)
(Path(sys.argv[1]) / "ballast").unlink()
save("after", 3_000)
print(len(Workspace.open(Path(sys.argv[1]) / "work").rows()))
"""
)


def test_a_file_that_may_not_grow_refuses_what_does_not_fit(tmp_path: Path) -> None:
    said, _ = started(LIMITED, str(tmp_path)).communicate(timeout=60)
    refused = said.splitlines()
    assert len(refused) == 2
    assert all(line.startswith("NOT saved") for line in refused)
    with Workspace.open(tmp_path) as workspace:
        assert list(workspace.rows()) == ["p1", "p2", "p3"]
        assert workspace.verify() == []


def test_a_full_disk_refuses_what_does_not_fit(tmp_path: Path) -> None:
    source = str(Path(paceplan.__file__).parents[1])
    program = f"import sys; sys.path.insert(0, {source!r}); from paceplan.store.workspace import Workspace\n{FULL}"
    mount = 'mount -t tmpfs -o size=256k none "$1" || exit 77'
    mounted = f'{mount}; head -c 40000 /dev/zero >"$1/ballast"; exec "$2" -c "$3" "$1"'
    command = ["unshare", "-m", "sh", "-c", mounted, "sh", str(tmp_path), sys.executable, program]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except FileNotFoundError:
        pytest.skip("no mount namespaces here")
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("no disk of its own can be mounted here")
    assert done.returncode == 0, done.stderr
    *refused, counted, after = done.stdout.splitlines()
    saved = int(counted.split()[0])
    assert refused
    assert all("full" in line for line in refused)
    assert counted == f"{saved} {saved} {saved} [] None"
    assert saved > 20
    assert int(after) == saved + 1
