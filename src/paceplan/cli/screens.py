"""What opens the planner on the whole terminal: no command at all, and demo."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paceplan.cli.invocation import PATIENCE_ON_SCREEN
from paceplan.cli.output import narrate, on_terminal
from paceplan.cli.parameters import today_option

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.session import Session


def open_screens(invocation: Invocation) -> int:
    """Open the planner on the invocation's workspace, and return its exit code."""
    from paceplan.tui.launch import run_tui

    return run_tui(lambda: _opened(invocation), today=invocation.today)


def _opened(invocation: Invocation) -> Session:
    invocation.patience = PATIENCE_ON_SCREEN
    gc.enable()  # by now all is loaded, and from here on the process may live for days
    return invocation.changing


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

    today = invocation.given_today or DAY
    narrate(f"The demo is set on {today}; nothing you do in it is kept.")
    with tempfile.TemporaryDirectory(prefix="paceplan-demo-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        helper = _Helper(lambda: _filled(invocation, folder, today))
        try:
            return run_tui(lambda: _demo_session(invocation, helper, folder, today), today=today, demo=True)
        finally:
            helper.wait()


class _Helper:
    """A copy of this process that does some work beside it; there is none without a terminal, or where none can be."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._pid = os.fork() if hasattr(os, "fork") and _at_terminal() else None
        if self._pid == 0:
            try:
                work()
            finally:  # the copy must not come back: it holds this process's terminal and temporary folder
                os._exit(0)

    def wait(self) -> None:
        """Wait until the work is done, whether it succeeded or not."""
        if self._pid is not None:
            os.waitpid(self._pid, 0)
            self._pid = None


def _at_terminal() -> bool:
    return sys.stdin.isatty() and on_terminal()


def _demo_session(invocation: Invocation, helper: _Helper, folder: Path, today: dt.date) -> Session:
    """Return the session of the demo, filled meanwhile by the helper, or else now."""
    helper.wait()
    session = _throwaway(invocation, folder, today)
    if not session.rows():
        session.close()
        session = _filled(invocation, folder, today)
    gc.enable()
    return session


def _filled(invocation: Invocation, folder: Path, today: dt.date) -> Session:
    from paceplan.demo import fill

    session = _throwaway(invocation, folder, today)
    fill(session)
    return session


def _throwaway(invocation: Invocation, folder: Path, today: dt.date) -> Session:
    """Return a session on a workspace that is not to last, its journal set on `today`."""
    from paceplan.cli.invocation import now
    from paceplan.config import identity
    from paceplan.session import Session
    from paceplan.store.workspace import Workspace

    def demo_now() -> dt.datetime:
        return dt.datetime.combine(today, now().timetz())

    workspace = Workspace.open(folder, durable=False)
    return Session(workspace, invocation.catalogue, author=identity.author(), now=demo_now)
