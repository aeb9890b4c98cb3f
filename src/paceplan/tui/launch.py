"""Starting the terminal interface: only in a terminal, and leaving it as it was."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paceplan.session import Session


def run_tui(
    open_session: Callable[[], Session], *, today: dt.date, demo: bool = False, start_at: str | None = None
) -> int:
    """Show the workspace until the user leaves; return the exit code: 2 without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "") in ("", "dumb"):
        sys.stderr.write("paceplan: this needs a terminal; `paceplan list` and `paceplan --help` work without one\n")
        return 2
    from paceplan.config.paths import themes_folder
    from paceplan.config.resources import data_dir
    from paceplan.tui.app import PaceplanApp
    from paceplan.tui.context import Context
    from paceplan.tui.themes import load_themes

    themes, problems = load_themes(data_dir("themes"), themes_folder())
    theme = os.environ.get("PACEPLAN_THEME", "dusk")
    if theme not in themes:
        problems.append(f"PACEPLAN_THEME: no theme '{theme}'; there are {', '.join(themes)}")
    opened: list[Session] = []

    def open_context() -> Context:
        session = open_session()
        opened.append(session)
        problems.extend(session.workspace.notices)
        return Context(session, today, "demo" if demo else session.workspace.folder.name, demo=demo)

    try:
        # A workspace that cannot be opened says so before the terminal changes; a demo is still being filled meanwhile.
        app = PaceplanApp(open_context if demo else open_context(), themes, theme=theme, problems=problems)
        app.run()
        return app.return_code or 0
    finally:
        for session in opened:
            session.close()
