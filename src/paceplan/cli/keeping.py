"""Commands that make projects and keep house: new, copy, rename, archive, delete."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from paceplan.cli.output import narrate, say
from paceplan.cli.parameters import DAY
from paceplan.cli.resolving import project_id

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation


@click.command("new")
@click.argument("name")
@click.option("--playbook", "playbook_id", required=True, metavar="ID", help="Its method; 'playbook list' has them.")
@click.option("--template", metavar="ID", help="A scenario of the playbook to start from.")
@click.option("--owner", default="", metavar="NAME", help="Who answers for the project.")
@click.option("--start", type=DAY, help="The day it starts.")
@click.pass_obj
def new_command(
    invocation: Invocation, name: str, playbook_id: str, template: str | None, owner: str, start: dt.date | None
) -> None:
    """Make a project and print its id.

    \b
    Example:
      paceplan new "Knowledge search" --playbook ai --template knowledge-search --start 2026-02-02
    """
    from paceplan.config.identity import new_id
    from paceplan.core import keeping

    session = invocation.changing
    digest = session.loaded(playbook_id).digest
    made = new_id()
    session.do(
        keeping.create, made, id=made, name=name, playbook_id=playbook_id, template=template, owner=owner, start=start,
        digest=digest,
    )  # fmt: skip
    say(made)
    _narrate_made(invocation, made, "Made")


@click.command("copy")
@click.argument("project")
@click.argument("name", required=False)
@click.pass_obj
def copy_command(invocation: Invocation, project: str, name: str | None) -> None:
    """Copy a project and print the copy's id.

    All that is recorded comes along. Without a NAME the copy has the name of the original with "(copy)" behind it.

    \b
    Example:
      paceplan copy "Knowledge search" "Knowledge search, second team"
    """
    from paceplan.config.identity import new_id
    from paceplan.core import keeping

    session = invocation.changing
    source = session.project(project_id(invocation, project))
    made = new_id()
    session.do(keeping.copy, made, source=source, id=made, name=keeping.copied(source.name) if name is None else name)
    say(made)
    _narrate_made(invocation, made, f"Copied {source.name} to")


def _narrate_made(invocation: Invocation, made: str, did: str) -> None:
    rows = invocation.rows()
    name = rows[made]["name"]
    narrate(f"{did} {name} ({rows[made]['playbook']}).")
    others = (row for i, row in rows.items() if i != made and not row.get("deleted"))
    if any(row["name"].casefold() == name.casefold() for row in others):
        narrate("Another project has that name too: name them by their ids, or rename one.")


@click.command("rename")
@click.argument("project")
@click.argument("name")
@click.pass_obj
def rename_command(invocation: Invocation, project: str, name: str) -> None:
    """Give a project another name.

    \b
    Example:
      paceplan rename "Knowledge search" "Help desk search"
    """
    from paceplan.core import keeping

    meant = project_id(invocation, project)
    before = invocation.rows()[meant]["name"]
    invocation.changing.do(keeping.rename, meant, name=name)
    narrate(f"Renamed {before} to {invocation.rows()[meant]['name']}.")


@click.command("archive")
@click.argument("project")
@click.option("--undo", is_flag=True, help="Bring the project back into the list.")
@click.pass_obj
def archive_command(invocation: Invocation, project: str, undo: bool) -> None:
    """Put a project away, or bring it back.

    An archived project stays readable, and 'list --archived' shows it.

    \b
    Example:
      paceplan archive "Knowledge search"
      paceplan archive "Knowledge search" --undo
    """
    from paceplan.core import keeping

    meant = project_id(invocation, project)
    done = invocation.changing.do(keeping.archive, meant, archived=not undo)
    name = invocation.rows()[meant]["name"]
    if done.entry is None:
        narrate(f"{name} is {'not archived' if undo else 'archived already'}; nothing changed.")
    else:
        narrate(f"{name} is back in the list." if undo else f"Archived {name}; --undo brings it back.")


@click.command("delete")
@click.argument("project")
@click.pass_obj
def delete_command(invocation: Invocation, project: str) -> None:
    """Delete a project; an undo brings it back.

    \b
    Example:
      paceplan delete "Knowledge search"
      paceplan undo
    """
    from paceplan.core import keeping

    meant = project_id(invocation, project)
    name = invocation.rows()[meant]["name"]
    invocation.changing.do(keeping.delete, meant)
    narrate(f"Deleted {name}; 'paceplan undo' brings it back.")
