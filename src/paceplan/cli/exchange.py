"""Commands that bring projects in and hand them out: import, export, formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paceplan.cli.failing import BAD_INPUT, Failure, complain, each
from paceplan.cli.output import as_json, emit, narrate, say, table
from paceplan.cli.parameters import json_option
from paceplan.cli.resolving import meant, read_project, subject
from paceplan.export.registry import FORMATS, PAGES, Format, Page

if TYPE_CHECKING:
    from pathlib import Path

    from paceplan.cli.invocation import Invocation
    from paceplan.core.project import Project

_ALL: tuple[Format | Page, ...] = (*FORMATS.values(), *PAGES.values())

Placed = tuple[str, "Project", str]
"""The file, the project with the id it gets, and what becomes of it: `new`, `replaced` or `copy`."""


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Check everything and change nothing.")
@click.option("--replace", is_flag=True, help="A project whose id is known takes the place of the one here.")
@click.option("--copy", "as_copy", is_flag=True, help="A project whose id is known comes in as a copy.")
@click.pass_obj
def import_command(invocation: Invocation, files: tuple[str, ...], dry_run: bool, replace: bool, as_copy: bool) -> int:
    """Bring project files in: all of them, or none.

    It is one change, so one undo takes all of them back. Prints id and name of each.

    \b
    Example:
      paceplan import plans/*.toml --dry-run
      paceplan import search.toml --replace
    """
    from paceplan.core import keeping
    from paceplan.session import Step

    if replace and as_copy:
        raise click.UsageError("give --replace or --copy, not both")
    read: list[tuple[str, Project]] = []
    code = each(files, lambda name: read.append((name, read_project(invocation, name))))
    placed, refused = _placed(invocation, read, replace=replace, as_copy=as_copy)
    for problem in refused:
        complain(problem)
    if code or refused:
        narrate("Nothing was imported.")
        return BAD_INPUT
    if not dry_run:
        steps = [Step(keeping.place, str(p.id), {"content": p, "replace": replace}) for _, p, _ in placed]
        invocation.changing.do_all(steps)
    for _, project, fate in placed:
        say(f"{project.id}  {project.name}" + (f"  ({fate})" if dry_run else ""))
    count = f"{len(placed)} project{'' if len(placed) == 1 else 's'}"
    narrate(f"{count} would be imported; nothing was changed." if dry_run else f"Imported {count}.")
    return 0


def _placed(
    invocation: Invocation, read: list[tuple[str, Project]], *, replace: bool, as_copy: bool
) -> tuple[list[Placed], list[Failure]]:
    """Give every project its id, and say which ids are taken."""
    from paceplan.config.identity import new_id
    from paceplan.core.criteria import broken_seal

    session = invocation.session
    placed: list[Placed] = []
    refused: list[Failure] = []
    files: dict[str, str] = {}
    for file, project in read:
        wanted = project.id
        if wanted is None:
            placed.append((file, project.model_copy(update={"id": new_id()}), "new"))
            continue
        known, twice = session.has(wanted), files.get(wanted)
        files.setdefault(wanted, file)
        if not (known or twice):
            placed.append((file, project, "new"))
        elif as_copy:
            placed.append((file, project.model_copy(update={"id": new_id()}), "copy"))
        elif twice:
            refused.append(Failure(f"{file}: id '{wanted}' stands in {twice} too; change one of them, or add --copy"))
        elif replace:
            before = session.project(wanted)
            if said := broken_seal(before, project, session.playbook(before)):
                refused.append(Failure(f"{file}: {said}; or bring it in with --copy"))
            placed.append((file, project, "replaced"))
        else:
            name = session.project(wanted).name
            refused.append(
                Failure(f"{file}: id '{wanted}' is in the workspace already ({name}); add --replace or --copy")
            )
    return placed, refused


@click.command("export")
@click.argument("projects", metavar="PROJECT...", nargs=-1, required=True)
@click.option("--format", "format_id", type=click.Choice([*FORMATS, *PAGES]), default="toml", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="Where to write; a folder for several. '-' is stdout.")
@click.pass_obj
def export_command(invocation: Invocation, projects: tuple[str, ...], format_id: str, output: str | None) -> int:
    """Write projects out, to stdout or to files.

    PROJECT is an id, a part of a name, or the path of a project file. An older export is overwritten.

    \b
    Example:
      paceplan export "Knowledge search" -o search.toml
      paceplan export search fraud --format json -o exports
    """
    from pathlib import Path

    from paceplan.config.files import make_folder, write_file

    into = None if output in (None, "-") else Path(output or "")
    if into is None and len(projects) > 1:
        raise click.UsageError("several projects need a folder: add -o FOLDER")
    if into is not None and (len(projects) > 1 or str(output).endswith("/")):
        make_folder(into)
    taken: set[str] = set()

    def write(name: str) -> None:
        project, data, ending = _written(invocation, name, format_id)
        if into is None:
            emit(data)
            return
        target = _target(into, project, ending, taken)
        write_file(target, data, force=True)
        narrate(f"Wrote {project.name} to {target}.")

    return each(projects, write)


def _written(invocation: Invocation, name: str, format_id: str) -> tuple[Project, bytes, str]:
    """Return the project meant, what it is in a format, and the ending of such files."""
    if format_id in FORMATS:
        project = meant(invocation, name)
        return project, FORMATS[format_id].write(project), FORMATS[format_id].ending
    found, page = subject(invocation, name), PAGES[format_id]
    return found.project, page.write(found.project, found.playbook, invocation.today), page.ending


def _target(into: Path, project: Project, ending: str, taken: set[str]) -> Path:
    """Return the file to write: `into` itself, or where that is a folder, a name made of the project's."""
    from paceplan.core.text import slug

    if not into.is_dir():
        return into
    stem = slug(project.name, taken)
    taken.add(stem)
    return into / f"{stem}{ending}"


@click.command("formats")
@json_option
def formats_command(in_json: bool) -> None:
    """List the formats that projects are read and written in.

    \b
    Example:
      paceplan formats
    """
    if in_json:
        described = [
            {"id": f.id, "ending": f.ending, "import": f.id == "toml", "export": True, "summary": f.summary}
            for f in _ALL
        ]
        as_json({"formats": described})
        return
    rows = [[f.id, f.ending, "import, export" if f.id == "toml" else "export", f.summary] for f in _ALL]
    table([["FORMAT", "FILES", "FOR", "WHAT IT IS"], *rows], widest=80)
