from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from tests.cli.conftest import Paceplan
from tests.store.actions import newer_checkpoint

from paceplan.cli.invocation import Invocation
from paceplan.core import keeping

TODAY = "2026-11-16"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, an empty one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_backup_brings_everything_back(paceplan: Paceplan, here: Path) -> None:
    paceplan.new("One")
    paceplan("score", "One", "data-maturity=1")
    result = paceplan("backup")
    assert result.stdout == f"paceplan-backup-{TODAY}.tar.gz\n"
    assert "Backed up 2 entries" in result.stderr
    paceplan.new("Two")
    paceplan("delete", "One")
    checked = paceplan("restore", result.stdout.strip(), "--dry-run")
    assert checked.stdout.startswith("It would hold: 1 project, 2 entries, the last of ")
    assert "nothing was changed" in checked.stderr
    assert len(paceplan("list").stdout.splitlines()) == 2
    done = paceplan("restore", result.stdout.strip())
    assert done.stdout.startswith("Restored: 1 project, 2 entries")
    assert str(paceplan.folder / "replaced" / f"{TODAY}-1") in done.stderr
    assert "One" in paceplan("list").stdout
    assert paceplan("verify").stdout.startswith("2 entries, the chain is whole")
    paceplan("rename", "One", "Three")
    assert paceplan("doctor").stderr == "All is well.\n"


def test_an_open_session_goes_on_from_the_restored_state(paceplan: Paceplan, here: Path) -> None:
    made = paceplan.new("One")
    paceplan("backup", "b")
    paceplan("rename", "One", "Two")
    invocation = Invocation(str(paceplan.folder))
    session = invocation.changing
    assert session.project(made).name == "Two"
    session.do(keeping.archive, made)
    paceplan("restore", "b")
    session.do(keeping.archive, made)
    invocation.close()
    assert "One" in paceplan("list", "--json").stdout + paceplan("show", made).stdout
    assert paceplan.entries() == 2
    assert "nothing to undo" not in paceplan("undo").stderr
    assert paceplan("verify").stdout.startswith("3 entries")


def test_names_of_backups(paceplan: Paceplan, here: Path) -> None:
    paceplan.new("One")
    for n in ("", "-2", "-3"):
        assert paceplan("backup").stdout == f"paceplan-backup-{TODAY}{n}.tar.gz\n"
    (here / "folder").mkdir()
    assert paceplan("backup", "folder").stdout == f"folder/paceplan-backup-{TODAY}.tar.gz\n"
    assert paceplan("backup", "mine").stdout == "mine\n"
    assert "exists already" in paceplan("backup", "mine", code=2).stderr
    paceplan("backup", "mine", "--force")
    for place in ("journal/000002.journal", "lock"):
        assert "lies in the workspace" in paceplan("backup", str(paceplan.folder / place), "--force", code=2).stderr
    assert sorted(os.listdir(here)) == [
        "folder", "mine", f"paceplan-backup-{TODAY}-2.tar.gz", f"paceplan-backup-{TODAY}-3.tar.gz",
        f"paceplan-backup-{TODAY}.tar.gz",
    ]  # fmt: skip


def test_a_backup_on_stdout(paceplan: Paceplan, tmp_path: Path) -> None:
    paceplan.new("One")
    command = [sys.executable, "-m", "paceplan", "backup", "-"]
    done = subprocess.run(command, capture_output=True, timeout=30, check=True)
    paceplan("backup", str(tmp_path / "b"))
    assert done.stdout == (tmp_path / "b").read_bytes()


def test_where_nothing_was_done_there_is_nothing_to_back_up(paceplan: Paceplan, here: Path) -> None:
    assert "nothing to back up" in paceplan("backup", code=1).stderr
    assert os.listdir(here) == []
    assert not paceplan.folder.exists()


def test_a_damaged_workspace_is_backed_up_and_said_so(paceplan: Paceplan, here: Path) -> None:
    paceplan.new("One")
    paceplan("rename", "One", "Two")
    (segment,) = (paceplan.folder / "journal").glob("*.journal")
    segment.write_bytes(segment.read_bytes().replace(b'"Two"', b'"Too"'))
    assert "The workspace is damaged" in paceplan("backup", "b", code=1).stderr
    assert "damage that the workspace had before" in paceplan("restore", "b").stderr


def test_a_bad_backup_touches_nothing(paceplan: Paceplan, here: Path) -> None:
    paceplan.new("One")
    before = paceplan.journal()
    (here / "bad").write_text("x")
    with tarfile.open(here / "hostile.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("\x1b]0;title\x07../x"))
    for name in ("bad", "none", ".", "hostile.tar.gz"):
        for options in ([], ["--dry-run"]):
            result = paceplan("restore", name, *options, code=2)
            assert "Nothing was changed." in result.stderr
            assert not {"\x1b", "\x07"} & set(result.stderr)
    assert paceplan.journal() == before
    assert not (paceplan.folder / "replaced").exists()


def test_json(paceplan: Paceplan, here: Path) -> None:
    paceplan.new("One")
    paceplan("backup", "b")
    checked = json.loads(paceplan("restore", "b", "--dry-run", "--json").stdout)
    assert (checked["projects"], checked["entries"], checked["restored"], checked["kept"]) == (1, 1, False, None)
    assert json.loads(paceplan("restore", "b", "--json").stdout)["restored"] is True
    found = json.loads(paceplan("doctor", "--json").stdout)
    assert (found["usable"], found["projects"], found["entries"], found["findings"]) == (True, 1, 1, [])
    assert set(found["versions"]) == {"python", "paceplan", "textual", "tinydb", "pydantic"}
    assert found["places"]["journal"]["files"] == 1


def test_the_doctor_on_nothing_makes_nothing(paceplan: Paceplan) -> None:
    result = paceplan("doctor")
    assert "not there yet" in result.stdout
    assert not paceplan.folder.exists()


def test_the_doctor_names_each_finding_with_its_remedy(
    paceplan: Paceplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paceplan.new("One")
    books = tmp_path / "books"
    books.mkdir()
    (books / "mine\x1b[31m.toml").write_text("x = 1")
    monkeypatch.setenv("PACEPLAN_PLAYBOOKS", str(books))
    (paceplan.folder / "aside").mkdir()
    (paceplan.folder / "aside" / "x").write_text("x")
    result = paceplan("doctor", code=1)
    assert "set aside" in result.stdout
    assert "paceplan playbook check" in result.stdout
    assert "\x1b" not in result.stdout
    findings = json.loads(paceplan("doctor", "--json", code=1).stdout)["findings"]
    assert f"{len(findings)} findings." in result.stderr
    assert all(finding["what"] and finding["remedy"] for finding in findings)


def test_the_doctor_prints_what_it_can_of_what_cannot_be_used(paceplan: Paceplan) -> None:
    paceplan.new("One")
    (paceplan.folder / "paceplan.json").write_bytes(newer_checkpoint())
    result = paceplan("doctor", code=3)
    assert "journal: " in result.stdout
    assert "needs paceplan 9.0 or later" in result.stderr
    assert json.loads(paceplan("doctor", "--json", code=3).stdout)["usable"] is False
    assert "newer" in paceplan("backup", "b", code=3).stderr


def test_the_doctor_on_a_file(paceplan: Paceplan) -> None:
    paceplan.folder.write_text("x")
    assert "is not a folder" in paceplan("doctor", code=3).stderr
    assert "is not a folder" in paceplan("backup", "b", code=3).stderr


def test_neither_textual_nor_tinydb_is_imported(paceplan: Paceplan, tmp_path: Path) -> None:
    paceplan.new("One")
    program = (
        "import sys; from paceplan.cli.program import cli; cli.run(sys.argv[1:]); "
        "print([m for m in ('textual', 'tinydb', 'rich') if m in sys.modules], file=sys.stderr)"
    )
    for command in (["backup", str(tmp_path / "b")], ["restore", str(tmp_path / "b")], ["doctor"]):
        done = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, timeout=30, check=True)
        assert done.stderr.endswith(b"[]\n")
