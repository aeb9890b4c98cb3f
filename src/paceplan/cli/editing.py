"""The command edit: a project as its TOML file in the person's own editor, until it is right or given up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.failing import BAD_INPUT, Failure, failure
from paceplan.cli.output import narrate, on_terminal
from paceplan.cli.resolving import project_id

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

_MARK = "#! "
"""Starts the lines that say what is wrong; they are taken out again before the text is read."""


@click.command("edit")
@click.argument("project")
@click.pass_obj
def edit_command(invocation: Invocation, project: str) -> None:
    """Edit a project as TOML in $VISUAL or $EDITOR.

    What changed becomes one change, which one undo takes back. Errors bring the editor back with the text as it was
    left; leaving it as it is then gives up, and the text stays in a file that is named.

    \b
    Example:
      EDITOR=nano paceplan edit "Knowledge search"
    """
    import shutil
    import tempfile

    from paceplan.core.text import slug
    from paceplan.export import project_toml

    editor = _editor()
    meant = project_id(invocation, project)
    before = invocation.changing.project(meant)
    folder = tempfile.mkdtemp(prefix="paceplan-")
    file = Path(folder, f"{slug(before.name)}.toml")
    text = project_toml.write(before).decode()
    _write(file, text)
    try:
        _until_saved(invocation, editor, file, before, text)
    except BaseException as error:
        if not file.exists() or file.read_bytes() == text.encode():
            shutil.rmtree(folder, ignore_errors=True)
        elif isinstance(error, KeyboardInterrupt):
            narrate(f"Nothing was changed. The text is kept in {file}.")
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _editor() -> list[str]:
    import shlex

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError:
        raise Failure(f"the editor '{named}' has an open quote; set VISUAL or EDITOR anew") from None
    if not words:
        raise Failure("no editor is named; set VISUAL or EDITOR, for example EDITOR=nano")
    return words


def _until_saved(invocation: Invocation, editor: list[str], file: Path, before: Project, text: str) -> None:
    """Open the editor until the text can be saved, or is left as it was; raises with the text kept in `file`."""
    shown = text
    while True:
        _open(editor, file)
        given = _read(file)
        if _without_marks(given) == text:
            narrate("Nothing changed.")
            return
        try:
            _save(invocation, before, _without_marks(given), file)
        except Exception as error:
            problem = failure(error)
            if problem is None or not _can_ask_again(problem) or given == shown:
                kept = _keep(file, given)
                if problem is None:
                    narrate(kept)
                    raise
                raise Failure(f"{problem}\n{kept}", problem.code) from error
            marks = "".join(f"{_MARK}{line}\n" for line in str(problem).splitlines())
            shown = marks + _without_marks(given)
            _write(file, shown)
        else:
            return


def _can_ask_again(problem: Failure) -> bool:
    """Tell whether the person can mend the text here and now: not in a script, and not a workspace that is at fault."""
    return problem.code == BAD_INPUT and sys.stdin.isatty() and on_terminal()


def _open(editor: list[str], file: Path) -> None:
    import subprocess

    try:
        code = subprocess.call([*editor, str(file)])
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failure(f"the editor '{editor[0]}' cannot be started ({reason}); set VISUAL or EDITOR") from None
    if code:
        raise Failure(f"the editor '{editor[0]}' ended with {code}; nothing was changed, the text is in {file}")


def _read(file: Path) -> str:
    from paceplan.config.files import read_file
    from paceplan.importing.project_toml import MAX_BYTES

    return read_file(file, MAX_BYTES).decode(errors="surrogateescape")


def _without_marks(text: str) -> str:
    lines = text.splitlines(keepends=True)
    while lines and lines[0].startswith(_MARK):
        del lines[0]
    return "".join(lines)


def _write(file: Path, text: str) -> None:
    file.write_bytes(text.encode(errors="surrogateescape"))


def _keep(file: Path, text: str) -> str:
    """Leave the text, without what was said of it, where it can be taken up again, and say where that is."""
    _write(file, _without_marks(text))
    return f"Nothing was changed. The text is kept in {file}; once mended, 'paceplan import --replace' takes it."


def _save(invocation: Invocation, before: Project, text: str, file: Path) -> None:
    """Record what the text changes; raises what reading it or saving it raises."""
    from paceplan.core.changes import diff
    from paceplan.importing.project_toml import read
    from paceplan.session import Step

    session, catalogue = invocation.session, invocation.catalogue

    def playbook(playbook_id: str) -> Playbook | None:
        loaded = catalogue.get(playbook_id)
        return loaded.playbook if loaded else None

    data = text.encode(errors="surrogateescape")
    after = read(data, file.name, playbook, list(catalogue.all()))
    step = Step(_revised(), str(before.id), {"content": after, "base": before.document()})
    done = session.do_all([step], name="keeping.revise")
    if done.entry is None:
        narrate("Nothing changed.")
        return
    changes = diff(before.document(), session.project(str(before.id)).document())
    narrate(f"Saved {len(changes)} change{'' if len(changes) == 1 else 's'} of {after.name}.")


def _revised() -> Callable[..., Project]:
    from paceplan.core import keeping
    from paceplan.core.changes import apply, diff
    from paceplan.core.project import Project

    def revise(project: Project, playbook: Playbook, *, content: Project, base: dict[str, Any]) -> Project:
        """Take what the editor changed, and leave what somebody else changed in the meantime."""
        if content.playbook == project.playbook:
            content = Project.of(apply(project.document(), diff(base, content.document())) or {})
        return keeping.revise(project, playbook, content=content)

    return revise
