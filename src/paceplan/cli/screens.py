"""What opens the planner on the whole terminal: no command at all, and demo."""

from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paceplan.cli.output import narrate
from paceplan.cli.parameters import today_option

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.session import Session


def open_screens(invocation: Invocation) -> int:
    """Open the planner on the invocation's workspace, and return its exit code."""
    from paceplan.tui.launch import run_tui

    gc.enable()
    return run_tui(lambda: invocation.changing, today=invocation.today)


@click.command("demo")
@today_option
@click.pass_obj
def demo_command(invocation: Invocation) -> int:
    """Open the planner on the sample projects.

    Nothing you do there is kept. The demo is set on 2026-11-16, unless --today says otherwise.

    \b
    Example:
      paceplan demo
    """
    import tempfile

    from paceplan.demo import DAY
    from paceplan.tui.launch import run_tui

    gc.enable()
    today = invocation.given_today or DAY
    narrate(f"The demo is set on {today}; nothing you do in it is kept.")
    with tempfile.TemporaryDirectory(prefix="paceplan-demo-", ignore_cleanup_errors=True) as folder:
        return run_tui(lambda: _filled(invocation, Path(folder), today), today=today, demo=True)


def _filled(invocation: Invocation, folder: Path, today: dt.date) -> Session:
    """Return a session on a throwaway workspace with every sample in it, its journal set on `today`."""
    from paceplan.cli.invocation import now
    from paceplan.config import identity
    from paceplan.demo import fill
    from paceplan.session import Session
    from paceplan.store.workspace import Workspace

    def demo_now() -> dt.datetime:
        return dt.datetime.combine(today, now().timetz())

    workspace = Workspace.open(folder, durable=False)
    session = Session(workspace, invocation.catalogue, author=identity.author(), now=demo_now)
    fill(session)
    return session
