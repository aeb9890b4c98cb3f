from __future__ import annotations

import click
import pytest
from tests.cli.conftest import Paceplan

from paceplan import __version__
from paceplan.cli.program import cli

COMMANDS = [
    "new", "copy", "rename", "archive", "delete", "edit", "list", "show", "agenda", "timeline", "compare", "balance",
    "score", "override", "review", "workshop", "start", "tick", "checklist", "read", "decide", "metrics", "metric",
    "objective", "people", "stakeholder",
    "seat", "raci", "comms", "risks", "risk", "runbook", "drill", "cost", "elevate", "roadmap", "agree", "shift",
    "stretch", "nest", "plan", "finish", "lesson", "lessons", "import", "export", "report", "formats", "playbook",
    "log", "verify", "undo", "redo", "backup", "restore", "doctor", "demo", "keys", "completions",
]  # fmt: skip


def every_command() -> list[list[str]]:
    context = click.Context(cli)
    found = [[name] for name in cli.list_commands(context)]
    playbook = cli.get_command(context, "playbook")
    assert isinstance(playbook, click.Group)
    return [[], *found, *(["playbook", name] for name in playbook.commands)]


def test_every_command_of_this_stage_is_there() -> None:
    assert sorted(cli.list_commands(click.Context(cli))) == sorted(COMMANDS)


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_helps_with_an_example(paceplan: Paceplan, words: list[str]) -> None:
    printed = paceplan(*words, "--help").stdout
    assert "Example:" in printed
    assert f"paceplan {' '.join(words)}".strip() in printed.partition("Example:")[2]
    assert not paceplan.folder.exists()


def test_the_list_of_commands_has_a_whole_sentence_for_each(paceplan: Paceplan) -> None:
    lines = paceplan("--help").stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines] == COMMANDS
    assert all(line.endswith(".") and not line.endswith("...") for line in lines)


def test_the_version_is_told_anywhere(paceplan: Paceplan) -> None:
    assert paceplan("--today", "2026-01-01", "--version").stdout == f"paceplan {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_are_clicks_own(paceplan: Paceplan, shell: str) -> None:
    assert "_PACEPLAN_COMPLETE" in paceplan("completions", shell).stdout
