"""A workspace of the test's own, and the program opened on it in a terminal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.terminal import Terminal

COMMAND = (sys.executable, "-m", "paceplan")
SAMPLES = Path(__file__).parents[2] / "sample_projects"

Open = Callable[..., Terminal]


class Plans:
    """A workspace, looked into by the commands that need no terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *args: str, code: int = 0) -> str:
        """Run a command and return what it printed."""
        done = subprocess.run([*COMMAND, *args], capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)
        assert done.returncode == code, done.stderr
        return done.stdout

    def show(self, name: str) -> dict[str, Any]:
        """Return a project as `show --json` tells it."""
        return dict(json.loads(self.run("show", name, "--json")))


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plans:
    """A workspace that does not exist yet, on the samples' day."""
    monkeypatch.setenv("PACEPLAN_WORKSPACE", str(tmp_path / "plans"))
    monkeypatch.setenv("PACEPLAN_TODAY", "2026-11-16")
    return Plans(tmp_path / "plans")


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of `search`, made once and copied for each test."""
    home = tmp_path_factory.mktemp("filled")
    own = {"HOME": str(home), "PACEPLAN_WORKSPACE": str(home / "plans"), "PACEPLAN_TODAY": "2026-11-16"}
    around = {name: value for name, value in os.environ.items() if not name.startswith(("PACEPLAN_", "XDG_"))}
    file = str(SAMPLES / "knowledge-search.toml")
    subprocess.run([*COMMAND, "import", file], env=around | own, check=True, capture_output=True, timeout=30)
    return home / "plans"


@pytest.fixture
def search(plans: Plans, _filled: Path) -> Plans:
    """A workspace with one project, `Knowledge search`, a sprint."""
    shutil.copytree(_filled, plans.folder)
    return plans


@pytest.fixture
def open_(plans: Plans) -> Iterator[Open]:
    """What opens the program in a terminal; all of them are closed at the end."""
    with ExitStack() as stack:

        def open_terminal(
            *args: str, size: tuple[int, int] = (80, 24), command: tuple[str, ...] = COMMAND, **env: str
        ) -> Terminal:
            return stack.enter_context(Terminal([*command, *args], size=size, env=env))

        yield open_terminal


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    os.chmod(folder, 0o700)
    return folder
