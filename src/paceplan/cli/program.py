"""The program `paceplan`: its global options, and its commands, each loaded when it is called for."""

from __future__ import annotations

import importlib
import sys
from typing import Any, NoReturn, cast

import click

from paceplan import __version__
from paceplan.cli import failing
from paceplan.cli.invocation import Invocation
from paceplan.cli.opening import open_screens, prepare_streams
from paceplan.cli.parameters import EXACT_DAY

_COMMANDS = {
    "new": "keeping",
    "copy": "keeping",
    "rename": "keeping",
    "archive": "keeping",
    "delete": "keeping",
    "edit": "editing",
    "list": "listing",
    "show": "showing",
    "agenda": "agenda",
    "timeline": "timeline",
    "compare": "compare",
    "balance": "balance",
    "score": "scoring",
    "override": "scoring",
    "review": "review",
    "workshop": "workshop",
    "start": "pilot",
    "tick": "pilot",
    "checklist": "checklist",
    "read": "pilot",
    "decide": "pilot",
    "metrics": "metrics",
    "metric": "metrics",
    "objective": "metrics",
    "people": "people",
    "stakeholder": "people",
    "seat": "people",
    "raci": "people",
    "comms": "people",
    "risks": "risks",
    "risk": "risks",
    "runbook": "risks",
    "drill": "risks",
    "cost": "risks",
    "elevate": "roadmap",
    "roadmap": "roadmap",
    "agree": "roadmap",
    "shift": "roadmap",
    "stretch": "roadmap",
    "nest": "roadmap",
    "plan": "roadmap",
    "finish": "roadmap",
    "lesson": "lessons",
    "lessons": "lessons",
    "import": "exchange",
    "export": "exchange",
    "report": "report",
    "formats": "exchange",
    "playbook": "playbooks",
    "log": "journal",
    "verify": "journal",
    "undo": "journal",
    "redo": "journal",
    "backup": "care",
    "restore": "care",
    "doctor": "care",
    "demo": "screens",
    "keys": "keys",
    "completions": "completions",
}
"""Command -> module; there it is a function of the same name with `_command` behind it."""


class Program(click.Group):
    """The group of all commands, and the one place where their errors become words and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"paceplan.cli.{_COMMANDS[cmd_name]}")
        return cast("click.Command", getattr(module, f"{cmd_name}_command"))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, turning what it raises into a `Failure` or an exit."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise click.exceptions.Exit(failing.pipe_closed()) from None
        except Exception as error:
            known = failing.failure(error)
            if known is None:
                raise
            raise known from error

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run with the given or the process's arguments, and exit."""
        sys.exit(self.run(*args, **kwargs))

    def run(self, args: list[str] | None = None, prog_name: str | None = None, **kwargs: Any) -> int:
        """Run with the given or the process's arguments, and return the exit code."""
        prepare_streams()
        try:
            code = self._code(args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            return failing.pipe_closed()
        except OSError as error:  # a full disk behind the output
            failing.pipe_closed()
            return failing.unexpected(error)
        return code

    def _code(self, args: list[str] | None, **kwargs: Any) -> int:
        kwargs["standalone_mode"] = False
        try:
            code = super().main(args, "paceplan", **kwargs)
        except click.Abort:
            return failing.INTERRUPTED
        except click.ClickException as error:
            failing.complain(error)
            return error.code if isinstance(error, failing.Failure) else error.exit_code
        except OSError:
            raise
        except Exception as error:
            return failing.unexpected(error)
        return code if isinstance(code, int) else 0


@click.command("paceplan", cls=Program, invoke_without_command=True)
@click.option("--workspace", metavar="FOLDER", envvar="PACEPLAN_WORKSPACE", help="Where the projects are kept.")
@click.option("--today", type=EXACT_DAY, envvar="PACEPLAN_TODAY", help="The day to take for today.")
@click.version_option(__version__, message="paceplan %(version)s")
@click.pass_context
def cli(ctx: click.Context, workspace: str | None, today: Any) -> int | None:
    """Decide whether a project needs a sprint, a marathon or both, and run it at that pace.

    Without a command the planner opens on the whole terminal.

    \b
    Example:
      paceplan new "Knowledge search" --playbook ai
      paceplan score "knowledge" data-maturity=2 risk-compliance=1
      paceplan
    """
    invocation = ctx.obj = Invocation(workspace, today)
    ctx.call_on_close(invocation.close)
    if ctx.invoked_subcommand is not None:
        return None
    return open_screens(invocation)
