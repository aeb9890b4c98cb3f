"""The command line as a function, on a workspace of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from paceplan.cli.program import cli

SAMPLES = Path(__file__).parents[2] / "sample_projects"


class Paceplan:
    """Calls the command line and checks its exit code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *args: str, code: int = 0) -> Result:
        """Run one command and return what it printed."""
        result = CliRunner().invoke(cli, args)
        assert result.exit_code == code, f"{args}: {result.exit_code}\n{result.stdout}\n{result.stderr}"
        return result

    def journal(self) -> bytes:
        """Return the journal's bytes; none where there is no workspace yet."""
        files = sorted((self.folder / "journal").glob("*.journal")) if self.folder.exists() else []
        return b"".join(file.read_bytes() for file in files)

    def entries(self) -> int:
        """Return how many changes have been recorded."""
        return self.journal().count(b"\n")

    def new(self, name: str, *options: str, playbook: str = "ai") -> str:
        """Make a project and return its id."""
        return self("new", name, "--playbook", playbook, *options).stdout.strip()


@pytest.fixture
def paceplan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paceplan:
    """The command line, on a workspace that does not exist yet, on a fixed day."""
    folder = tmp_path / "workspace"
    monkeypatch.setenv("PACEPLAN_WORKSPACE", str(folder))
    monkeypatch.setenv("PACEPLAN_TODAY", "2026-11-16")
    return Paceplan(folder)


@pytest.fixture
def sample() -> Path:
    """A project file that is in order."""
    return SAMPLES / "knowledge-search.toml"
