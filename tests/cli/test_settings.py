"""Commands take from the settings file what they need, and say once what is wrong with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Paceplan


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("PACEPLAN_SETTINGS", str(file))
    return file


def test_the_workspace_and_the_author_come_from_the_file(
    paceplan: Paceplan, settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PACEPLAN_WORKSPACE")
    settings.write_text('workspace = "plans"\nauthor = "Ann of Planning"\n')
    paceplan.new("One")
    assert (tmp_path / "plans" / "journal").is_dir()
    assert "Ann of Planning" in paceplan("log").stdout
    monkeypatch.setenv("PACEPLAN_AUTHOR", "Bea")
    paceplan("rename", "One", "Two")
    assert "Bea" in paceplan("log").stdout
    monkeypatch.setenv("PACEPLAN_WORKSPACE", str(tmp_path / "other"))
    assert "Two" not in paceplan("list").stdout


def test_a_broken_file_is_said_once_and_costs_no_more(paceplan: Paceplan, settings: Path) -> None:
    settings.write_text("author = Ann")
    made = paceplan("new", "One", "--playbook", "ai")
    assert made.stderr.count(str(settings)) == 1
    assert "expected TOML" in made.stderr
    assert made.stdout.count("\n") == 1


def test_doctor_names_the_file_and_what_is_wrong(paceplan: Paceplan, settings: Path) -> None:
    assert "not there; the defaults hold" in paceplan("doctor").stdout
    settings.write_text("nonsense = 1")
    found = paceplan("doctor", code=1)
    assert "nonsense: unknown key" in found.stdout
    assert "nonsense" not in found.stderr


def test_own_playbooks_come_from_the_folder_that_is_set(paceplan: Paceplan, settings: Path, tmp_path: Path) -> None:
    paceplan("playbook", "copy", "ai", str(tmp_path / "mine.toml"))
    (tmp_path / "books").mkdir()
    text = (tmp_path / "mine.toml").read_text().replace('id = "ai"', 'id = "mine"', 1)
    (tmp_path / "books" / "mine.toml").write_text(text)
    settings.write_text('playbooks = "books"')
    assert "mine" in paceplan("playbook", "list").stdout


def test_a_list_reads_settings_only_where_the_folder_hangs_on_them(settings: Path, tmp_path: Path) -> None:
    settings.write_text("broken")
    script = (
        "import sys; from paceplan.cli.program import cli\n"
        f"cli.run(['--workspace', {str(tmp_path / 'w')!r}, 'list'])\n"
        "print(sorted(m for m in ('tomllib', 'tomlkit', 'paceplan.config.settings') if m in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
    assert "broken" not in run.stderr


def test_days_are_counted_from_today_and_today_is_exact(paceplan: Paceplan, settings: Path) -> None:
    settings.write_text('first_weekday = "sunday"')
    paceplan("new", "One", "--playbook", "ai", "--start", "next week")
    assert '"start": "2026-11-22"' in paceplan("show", "One", "--json").stdout
    paceplan("--today", "2026-12-01", "new", "Two", "--playbook", "ai", "--start", "+2w")
    assert '"start": "2026-12-15"' in paceplan("show", "Two", "--json").stdout
    refused = paceplan("new", "Three", "--playbook", "ai", "--start", "soon", code=2)
    assert "'soon' is not a date; give one such as 2026-03-02, +2w" in refused.stderr
    assert "give one such as 2026-03-02\n" in paceplan("--today", "fri", "list", code=2).stderr


def test_today_counts_wherever_it_stands(paceplan: Paceplan) -> None:
    paceplan.new("One")
    paceplan("lesson", "One", "Ask early", "--on", "-1d", "--today", "2026-12-01")
    assert "2026-11-30" in paceplan("lessons", "--json").stdout
