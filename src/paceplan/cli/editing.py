"""The command edit: a project as its TOML file in the person's own editor, until it is right or given up."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paceplan.cli.failing import BAD_INPUT, Failure, failure
from paceplan.cli.output import narrate, on_terminal
from paceplan.cli.resolving import project_id
from paceplan.config.editor import EditorProblem, command, keep, marked, open_in, without_marks, write

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.project import Project


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

    editor = _command()
    meant = project_id(invocation, project)
    before = invocation.changing.project(meant)
    folder = tempfile.mkdtemp(prefix="paceplan-")
    file = Path(folder, f"{slug(before.name)}.toml")
    text = project_toml.write(before).decode()
    write(file, text)
    try:
        _until_saved(invocation, editor, file, before, text)
    except BaseException as error:
        if not file.exists() or file.read_bytes() == text.encode():
            shutil.rmtree(folder, ignore_errors=True)
        elif isinstance(error, KeyboardInterrupt):
            narrate(f"Nothing was changed. The text is kept in {file}.")
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _command() -> list[str]:
    try:
        return command()
    except EditorProblem as problem:
        raise Failure(str(problem)) from None


def _open(editor: list[str], file: Path) -> None:
    try:
        open_in(editor, file)
    except EditorProblem as problem:
        raise Failure(str(problem)) from None


def _until_saved(invocation: Invocation, editor: list[str], file: Path, before: Project, text: str) -> None:
    """Open the editor until the text can be saved, or is left as it was; raises with the text kept in `file`."""
    shown = text
    while True:
        _open(editor, file)
        given = _read(file)
        if without_marks(given) == text:
            narrate("Nothing changed.")
            return
        try:
            _save(invocation, before, without_marks(given), file)
        except Exception as error:
            problem = failure(error)
            if problem is None or not _can_ask_again(problem) or given == shown:
                kept = keep(file, given)
                if problem is None:
                    narrate(kept)
                    raise
                raise Failure(f"{problem}\n{kept}", problem.code) from error
            shown = marked(given, str(problem))
            write(file, shown)
        else:
            return


def _can_ask_again(problem: Failure) -> bool:
    """Tell whether the person can mend the text here and now: not in a script, and not a workspace that is at fault."""
    return problem.code == BAD_INPUT and sys.stdin.isatty() and on_terminal()


def _read(file: Path) -> str:
    from paceplan.config.files import read_file
    from paceplan.importing.project_toml import MAX_BYTES

    return read_file(file, MAX_BYTES).decode(errors="surrogateescape")


def _save(invocation: Invocation, before: Project, text: str, file: Path) -> None:
    """Record what the text changes; raises what reading it or saving it raises."""
    from paceplan.core import keeping
    from paceplan.core.changes import diff
    from paceplan.importing.project_toml import read

    session, catalogue = invocation.session, invocation.catalogue

    data = text.encode(errors="surrogateescape")
    after = read(data, file.name, catalogue.playbook, list(catalogue.all()))
    done = session.do(keeping.revise, str(before.id), content=after, base=before.document())
    if done.entry is None:
        narrate("Nothing changed.")
        return
    changes = diff(before.document(), session.project(str(before.id)).document())
    narrate(f"Saved {len(changes)} change{'' if len(changes) == 1 else 's'} of {after.name}.")
