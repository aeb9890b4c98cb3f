"""Importing is cheap and does nothing: proved in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
HEAVY = {"textual", "rich", "pydantic", "pydantic_core", "tinydb"}


def modules_after(code: str, *arguments: str) -> set[str]:
    """Return the modules that a process has loaded once `code` has run."""
    script = f"import atexit, sys\natexit.register(lambda: print('\\n', *sys.modules, file=sys.stderr))\n{code}"
    result = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    return set(result.stderr.splitlines()[-1].split())


def every_module(folder: str = "") -> list[str]:
    """Return the name of every module of the package, or of one of its folders."""
    files = sorted((SOURCE / "paceplan" / folder).rglob("*.py"))
    names = [".".join(file.relative_to(SOURCE).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names]


def run_command(*arguments: str) -> set[str]:
    return modules_after("from paceplan.cli.main import run; sys.exit(run())", *arguments)


@pytest.fixture
def _filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACEPLAN_WORKSPACE", str(tmp_path / "workspace"))
    run_command("new", "Search", "--playbook", "ai", "--template", "knowledge-search")


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["list", "--health", "due"], ["verify"]])
def test_a_list_loads_no_models_and_no_screens(command: list[str]) -> None:
    loaded = run_command(*command)
    assert not loaded & HEAVY
    assert "paceplan.core.portfolio" in loaded or command == ["verify"]


@pytest.mark.usefixtures("_filled")
def test_in_a_named_workspace_a_list_asks_for_no_folders_of_the_platform() -> None:
    assert not run_command("list") & {"platformdirs", "tomllib", "paceplan.playbooks.catalogue", "paceplan.session"}


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize("options", [["--plain"], ["--json"]])
def test_a_review_without_screens_loads_none(options: list[str]) -> None:
    code = "from paceplan.cli.main import run; run()"
    assert not modules_after(code, "review", "Search", *options) & {"textual", "rich", "tinydb"}


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(
    "command",
    [["show", "Search"], ["score", "Search", "data-maturity=1"], ["log"], ["undo"], ["keys"], ["report", "Search"]],
)
def test_a_command_that_prints_loads_no_screens(command: list[str]) -> None:
    assert not run_command(*command) & {"textual", "rich", "tinydb"}


def test_the_version_is_told_before_anything_is_loaded() -> None:
    loaded = run_command("--version")
    assert not loaded & (HEAVY | {"click", "orjson", "dataclasses", "paceplan.cli.program"})


def test_the_first_frame_waits_for_no_models_and_for_nothing_that_reads_arguments() -> None:
    names = ["cli.main", "cli.opening", "playbooks.catalogue", "session", "tui.app", "tui.launch"]
    loaded = modules_after("\n".join(f"import paceplan.{name}" for name in names))
    assert not loaded & {"click", "pydantic", "tinydb", "tomlkit", "importlib.resources", "paceplan.cli.program"}


def test_the_core_loads_neither_store_nor_screens() -> None:
    imports = "\n".join(f"import {name}" for name in every_module("core"))
    loaded = modules_after(imports)
    assert not loaded & {"textual", "rich", "tinydb", "click", "platformdirs"}
    assert not [name for name in loaded if name.startswith("paceplan.") and not name.startswith("paceplan.core")]


def test_store_and_session_load_neither_models_nor_screens() -> None:
    names = ["paceplan.session", "paceplan.history", *every_module("store"), *every_module("config")]
    assert not modules_after("\n".join(f"import {name}" for name in names)) & (HEAVY | {"click"})


WATCH = """
import importlib, json, locale, os, sys

made, asked, failed = [], [], []
writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def watch(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & writing:
        made.append(str(arguments[0]))
    elif event in ("os.mkdir", "os.rename", "os.link", "os.symlink", "tempfile.mkstemp", "tempfile.mkdtemp"):
        made.append(f"{event} {arguments[0]}")

def ours(function):
    def asking(*arguments, **named):
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller.startswith("paceplan"):
            asked.append(caller)
        return function(*arguments, **named)
    return asking

for name in ("setlocale", "getlocale", "getpreferredencoding", "getencoding", "localeconv"):
    if hasattr(locale, name):
        setattr(locale, name, ours(getattr(locale, name)))
sys.addaudithook(watch)
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except Exception as error:
        failed.append(f"{name}: {error!r}")
print(json.dumps({"made": made, "asked": asked, "failed": failed}))
"""


def test_importing_makes_nothing_and_asks_no_locale(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-B", "-c", WATCH, *every_module()], capture_output=True, text=True, timeout=120, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == {"made": [], "asked": [], "failed": []}
    assert list(tmp_path.iterdir()) == []
    assert list(Path.home().iterdir()) == []
