"""A project as text in the user's own editor, from within the TUI."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App, SuspendNotSupported

from paceplan.config import editor
from paceplan.core import keeping
from paceplan.core.text import slug
from paceplan.export import project_toml as out
from paceplan.importing import project_toml as into

if TYPE_CHECKING:
    from paceplan.core.project import Project
    from paceplan.tui.screens.page import Page


def edit_text(app: App[Any], text: str) -> str:
    """Return a text as it comes back from the user's editor; raises `EditorProblem`, which says where it is kept."""
    command = editor.command()
    file = Path(tempfile.mkdtemp(prefix="paceplan-"), "note.txt")
    editor.write(file, text)
    try:
        with app.suspend():
            editor.open_in(command, file)
        given = file.read_bytes().decode(errors="replace")
    except SuspendNotSupported as problem:
        raise editor.EditorProblem(str(problem)) from None
    except OSError as error:
        raise editor.EditorProblem(f"the text cannot be read back ({error.strerror or error}); it stays here") from None
    shutil.rmtree(file.parent, ignore_errors=True)
    # Editors end a text with a line break that nobody typed.
    return given.removesuffix("\n") if not text.endswith("\n") else given


def edit_as_text(page: Page, project_id: str) -> None:
    """Open the project in the editor until its text is taken or left as it was; a text given up is kept."""
    try:
        command = editor.command()
    except editor.EditorProblem as problem:
        page.app.notify(str(problem), title="No editor", severity="warning", markup=False)
        return
    before = page.context.session.project(project_id)
    file = Path(tempfile.mkdtemp(prefix="paceplan-"), f"{slug(before.name)}.toml")
    text = out.write(before).decode()
    editor.write(file, text)
    kept = _until_taken(page, before, file, text, command)
    if kept is None:
        shutil.rmtree(file.parent, ignore_errors=True)
    else:
        page.app.notify(kept, severity="warning", markup=False, timeout=20)


def _until_taken(page: Page, before: Project, file: Path, text: str, command: list[str]) -> str | None:
    """Go back to the editor until the text is taken (None), or return what to say of a text that was given up."""
    shown = text
    while True:
        try:
            with page.app.suspend():
                editor.open_in(command, file)
        except (editor.EditorProblem, SuspendNotSupported) as problem:
            return str(problem)
        given = file.read_bytes().decode(errors="surrogateescape")
        if editor.without_marks(given) == text:
            page.app.notify("Nothing was changed.", markup=False, timeout=2)
            return None
        refused = _take(page, before, editor.without_marks(given), file.name)
        if refused is None:
            return None
        if given == shown:
            return editor.keep(file, given)
        shown = editor.marked(given, refused)
        editor.write(file, shown)


def _take(page: Page, before: Project, text: str, origin: str) -> str | None:
    """Take the text in; return why it cannot be."""
    catalogue = page.context.session.catalogue
    try:
        data = text.encode(errors="surrogateescape")
        content = into.read(data, origin, catalogue.playbook, list(catalogue.all()))
    except into.BadFile as bad:
        return "\n".join(bad.problems)
    return page.attempt(
        page.context.session.do, keeping.revise, str(before.id), content=content, base=before.document()
    )
