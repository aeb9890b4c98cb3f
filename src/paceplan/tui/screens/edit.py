"""A project as text in the user's own editor, from within the TUI."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from paceplan.core import keeping
from paceplan.export import project_toml as out
from paceplan.importing import project_toml as into

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.tui.screens.page import Page


def edit_as_text(page: Page, project_id: str) -> None:
    """Open the project in `$VISUAL` or `$EDITOR`; what comes back is one change, errors bring the editor back."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        page.app.notify(
            "Set VISUAL or EDITOR to your editor first, such as EDITOR=nano.",
            title="No editor",
            severity="warning",
            markup=False,
        )
        return
    project = page.context.session.project(project_id)
    with tempfile.TemporaryDirectory(prefix="paceplan-") as folder:
        path = Path(folder) / "project.toml"
        path.write_bytes(out.write(project))
        _until_taken(page, project_id, path, shlex.split(command))


def _until_taken(page: Page, project_id: str, path: Path, command: list[str]) -> None:
    before = path.read_bytes()
    while True:
        try:
            with page.app.suspend():
                code = subprocess.call([*command, str(path)])
        except (SuspendNotSupported, OSError) as error:
            page.app.notify(f"The editor could not be started: {error}", severity="error", markup=False)
            return
        text = path.read_bytes()
        if code != 0 or text == before:
            page.app.notify("Nothing was changed.", markup=False, timeout=2)
            return
        problem = _take(page, project_id, text)
        if problem is None:
            return
        before = text
        note = "".join(f"# {line}\n" for line in problem.splitlines())
        path.write_bytes(
            f"# Not taken yet; mend this and save, or leave it as it is to give up:\n{note}".encode() + text
        )
        before = path.read_bytes()


def _take(page: Page, project_id: str, text: bytes) -> str | None:
    """Take the text in; return why it cannot be."""
    catalogue = page.context.session.catalogue

    def book(book_id: str) -> Playbook | None:
        found = catalogue.get(book_id)
        return found.playbook if found else None

    try:
        content: Project = into.read(text, "project.toml", book, list(catalogue.all()))
    except into.BadFile as bad:
        return "\n".join(bad.problems)
    return page.attempt(page.context.session.do, keeping.revise, project_id, content=content)
