"""The command line as a process: exit codes, pipes, encodings, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.conftest import SAMPLES, Paceplan

COMMAND = [sys.executable, "-m", "paceplan"]


def run(*args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line without a terminal."""
    environment = os.environ | env
    return subprocess.run([*COMMAND, *args], capture_output=True, env=environment, timeout=30, stdin=subprocess.DEVNULL)


def shell(rest: str) -> subprocess.CompletedProcess[bytes]:
    """Run `paceplan` with the rest of a shell's line behind it."""
    return subprocess.run(["bash", "-c", f"{COMMAND[0]} -m paceplan {rest}"], capture_output=True, timeout=30)


@pytest.fixture
def filled(paceplan: Paceplan) -> Paceplan:
    paceplan("import", *map(str, sorted(SAMPLES.glob("*.toml"))))
    return paceplan


def test_exit_codes(filled: Paceplan, sample: Path, tmp_path: Path) -> None:
    assert run("list").returncode == 0
    assert run("score", str(sample), "--expect", "marathon").returncode == 1
    assert run("score", "acme").returncode == 2
    file = tmp_path / "file"
    file.write_text("")
    assert run("--workspace", str(file), "list").returncode == 3
    assert run("--version").stdout.startswith(b"paceplan ")


@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_reader_that_leaves_early_is_no_error(filled: Paceplan, reader: str) -> None:
    assert shell(f"log --json | {reader}").stderr == b""
    assert shell(f"show nobody 2>&1 | {reader}").stderr == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_poor_encoding_shows_what_it_can(paceplan: Paceplan, encoding: str) -> None:
    made = paceplan.new("漢字 – Café")
    paceplan("score", made, *(f"{q}=0" for q in ("risk-compliance", "integration-complexity", "business-impact")))
    paceplan("score", made, "regulated-decision=no")
    for command in (["list"], ["show", made], ["score", made], ["log"]):
        result = run(*command, PYTHONIOENCODING=encoding)
        assert (result.returncode, result.stderr) == (0, b"")
        result.stdout.decode(encoding)
    assert b"> SPRINT" in run("show", made, "--today", "2026-11-16", PYTHONIOENCODING=encoding).stdout
    assert run("list", "--json", PYTHONIOENCODING=encoding).stdout == run("list", "--json").stdout


def test_a_closed_or_full_output_is_survived(filled: Paceplan) -> None:
    closed = shell("list >&-")
    assert (closed.returncode, closed.stderr) == (0, b"")
    full = shell("list >/dev/full")
    assert full.returncode == 3
    assert b"Traceback" not in full.stderr


def test_without_a_terminal_nothing_opens(paceplan: Paceplan) -> None:
    for command in ([], ["demo"]):
        result = run(*command)
        assert result.returncode == 2
        assert b"terminal" in result.stderr
    assert not paceplan.folder.exists()


@pytest.mark.parametrize("command", [[], ["demo"]])
def test_a_day_that_is_none_is_refused_before_anything_opens(paceplan: Paceplan, command: list[str]) -> None:
    result = run(*command, PACEPLAN_TODAY="tomorrow-ish")
    assert result.returncode == 2
    assert b"'tomorrow-ish' is not a date" in result.stderr


def test_reading_makes_nothing_anywhere(paceplan: Paceplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PACEPLAN_WORKSPACE")
    home = Path.home()
    for command in (["list"], ["playbook", "list"], ["log"], ["formats"]):
        assert run(*command).returncode == 0
    assert list(home.iterdir()) == []


def test_an_interrupted_editor_ends_it_and_the_text_is_kept(paceplan: Paceplan, tmp_path: Path) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    opened = tmp_path / "opened"
    slow = os.environ | {"EDITOR": f"sh -c 'echo more >> \"$0\"; touch {opened}; sleep 20'", "TMPDIR": str(tmp_path)}
    process = subprocess.Popen([*COMMAND, "edit", "Search"], stderr=subprocess.PIPE, env=slow, start_new_session=True)
    until = time.monotonic() + 10
    while not opened.exists() and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 130
    (kept,) = tmp_path.glob("paceplan-*/*")
    assert said.decode().strip().endswith(f"The text is kept in {kept}.")
    assert kept.read_text().endswith("more\n")
    assert paceplan.journal() == before


def test_several_processes_at_once_lose_nothing(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    answers = ["risk-compliance=1", "data-maturity=2", "integration-complexity=1", "business-impact=1"]
    started = [subprocess.Popen([*COMMAND, "score", "Search", a, "--json"], stdout=subprocess.DEVNULL) for a in answers]
    assert [process.wait(30) for process in started] == [0] * 4
    assert paceplan.entries() == 5
    assert '"total":4' in paceplan("score", "Search", "--json").stdout
