"""Opening the planner, on a workspace or as a demo, without the library that reads arguments."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from paceplan.cli.invocation import PATIENCE_ON_SCREEN, Invocation

if TYPE_CHECKING:
    from paceplan.session import Session


def open_screens(invocation: Invocation) -> int:
    """Open the planner on the invocation's workspace, and return its exit code."""
    from paceplan.tui.launch import run_tui

    invocation.said_of_settings = True  # the screens say it
    return run_tui(lambda: _opened(invocation), invocation.read_settings, today=invocation.today)


def settle_for_screens(invocation: Invocation) -> None:
    """Wait no longer for others than somebody before a screen would."""
    invocation.patience = PATIENCE_ON_SCREEN


def _opened(invocation: Invocation) -> Session:
    settle_for_screens(invocation)
    return invocation.changing


def open_demo(invocation: Invocation) -> int:
    """Open the planner on a throwaway workspace with the sample projects, and return its exit code."""
    import tempfile

    from paceplan.demo import DAY
    from paceplan.tui.launch import run_tui

    today = invocation.given_today or DAY
    read = invocation.read_settings
    invocation.said_of_settings = True
    sys.stderr.write(f"The demo is set on {today}; nothing you do in it is kept.\n")
    with tempfile.TemporaryDirectory(prefix="paceplan-demo-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        helper = _Helper(lambda: _filled(invocation, folder, today))
        try:
            return run_tui(lambda: _demo_session(invocation, helper, folder, today), read, today=today, demo=True)
        finally:
            helper.wait()


def at_once(open_: Callable[[Invocation], int]) -> int:
    """Open screens as the environment says, and return the exit code; what goes wrong is said as by a command.

    For a call that has nothing for the command line's library to read: loading that takes a tenth of the time to the
    first frame.
    """
    from paceplan.core.dates import parse_day
    from paceplan.core.errors import Refused

    given, today = os.environ.get("PACEPLAN_TODAY"), None
    with suppress(Refused):
        today = parse_day(given or "")
    if given and today is None:
        from paceplan.cli.program import cli

        return cli.run()  # which says what is wrong with that day
    prepare_streams()
    invocation = Invocation(today=today)
    try:
        try:
            return open_(invocation)
        finally:
            invocation.close()
    except Exception as error:
        from paceplan.cli.failing import said

        return said(error)


def prepare_streams() -> None:
    """See to it that printing never fails for want of a character or of a stream."""
    for name, mode, errors in (("stdin", "r", None), ("stdout", "w", "replace"), ("stderr", "w", "backslashreplace")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started the process
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for the process's life
        elif errors and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)


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
    return sys.stdin.isatty() and sys.stdout.isatty()


def _demo_session(invocation: Invocation, helper: _Helper, folder: Path, today: dt.date) -> Session:
    """Return the session of the demo, filled meanwhile by the helper, or else now."""
    helper.wait()
    session = _throwaway(invocation, folder, today)
    if not session.rows():
        session.close()
        session = _filled(invocation, folder, today)
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
    author = identity.author(invocation.settings.author)
    return Session(workspace, invocation.catalogue, author=author, now=demo_now)
