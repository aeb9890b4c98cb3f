"""Starting the terminal interface: only in a terminal, and leaving it as it was."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.screen import Screen

    from paceplan.config.settings import Read
    from paceplan.session import Session
    from paceplan.tui.context import Context
    from paceplan.tui.keymap import Keymap
    from paceplan.tui.themes import Themes


def run_tui(
    open_session: Callable[[], Session], read: Read, *, today: dt.date, demo: bool = False,
    first: Callable[[Context], Screen[None]] | None = None,
) -> int:  # fmt: skip
    """Show the workspace as the settings say until the user leaves; return the exit code: 2 without a terminal.

    In a demo nothing is kept, settings included. `first` makes the screen to begin with, whose end is then that of
    the program; left out: the portfolio.
    """
    # Textual draws on stderr.
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not all(stream.isatty() for stream in streams) or os.environ.get("TERM", "") in ("", "dumb"):
        sys.stderr.write("paceplan: this needs a terminal; `paceplan list` and `paceplan --help` work without one\n")
        return 2
    from paceplan.config.paths import themes_folder
    from paceplan.config.resources import data_dir
    from paceplan.tui.app import PaceplanApp
    from paceplan.tui.context import Context, signs
    from paceplan.tui.keymap import read as read_keymap
    from paceplan.tui.themes import Themes as Found

    settings, keymap = read.settings, read_keymap()
    themes = Found(data_dir("themes"), themes_folder(settings.themes))
    notices: list[str] = []
    poor = poor_in_signs()  # now: once the app runs, it stands in for stdout
    opened: list[Session] = []

    def open_context() -> Context:
        session = open_session()
        opened.append(session)
        notices.extend(session.workspace.notices)
        title = "demo" if demo else session.workspace.folder.name
        return Context(
            session, today, title, glyphs=signs(settings, poor), told=len(notices), settings=settings, kept=read.kept,
            settings_file=None if demo else read.file, overruled=read.overruled, poor_in_signs=poor,
            keymap=keymap,
        )  # fmt: skip

    try:
        # A workspace that cannot be opened says so before the terminal changes; a demo is still being filled meanwhile.
        app = PaceplanApp(
            open_context if demo else open_context(), themes, settings=settings,
            problems=_problems(read, themes, keymap, notices), first=first, showing=_collect_again,
        )  # fmt: skip
        app.run()
        return app.return_code or 0 if app.failure is None else _failed(app.failure)
    finally:
        for session in opened:
            session.close(settle=not demo)


def _problems(read: Read, themes: Themes, keymap: Keymap, notices: list[str]) -> Iterator[str]:
    """Yield what is wrong with the user's own files, and what the workspace has to say."""
    yield from themes.problems
    if read.problem:
        yield read.problem
    if read.settings.theme not in themes:
        origin = read.overruled.get("theme") or f"{read.file}: theme"
        yield f"{origin}: no theme '{read.settings.theme}'; there are {', '.join(themes)}"
    yield from (*keymap.told, *notices)


def _collect_again() -> None:
    if not gc.isenabled():
        gc.freeze()  # what has been loaded stays
        gc.enable()  # the process may live for days


def _failed(error: BaseException) -> int:
    """Say in a line what ended the screens, without the error's own words: they may quote the user's.

    What the command line knows how to say is raised again.
    """
    from paceplan.core.errors import Refused
    from paceplan.store.errors import StoreError

    if isinstance(error, Refused | StoreError):
        raise error
    if os.environ.get("PACEPLAN_DEBUG"):
        import traceback

        traceback.print_exception(error)
    sys.stderr.write(
        f"paceplan: unexpected error ({type(error).__name__}{_place(error)}). What was saved before is unharmed; "
        "run it again with PACEPLAN_DEBUG=1 to see where it happened.\n"
    )
    return 3


def _place(error: BaseException) -> str:
    """Return the innermost line of paceplan that an error passed, as ` in tui/app.py, line 10`."""
    package, place, trace = Path(__file__).parents[1], "", error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(package):
            place = f" in {path.relative_to(package).as_posix()}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


def poor_in_signs() -> bool:
    """Tell whether the terminal's font or encoding has ASCII alone."""
    return os.environ.get("TERM") == "linux" or "utf" not in (sys.stdout.encoding or "").lower()
