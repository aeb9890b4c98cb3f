"""The command report: a project to read, in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paceplan.cli.output import emit, narrate
from paceplan.cli.parameters import today_option
from paceplan.cli.resolving import subject

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation


@click.command("report")
@click.argument("project", metavar="PROJECT|FILE")
@click.option("-o", "--output", metavar="FILE", help="Where to write; stdout where it is left out.")
@today_option
@click.pass_obj
def report_command(invocation: Invocation, project: str, output: str | None) -> None:
    """Write a report on one project, in Markdown.

    Verdict with its reasons and what would flip it, pilot with criteria and moved marks, decision, roadmap, people,
    risks, workshop, reviews and lessons, as far as there are any. An older report is overwritten.

    \b
    Example:
      paceplan report "Knowledge search" -o search.md
      paceplan report sample.toml
    """
    from paceplan.config.files import write_file
    from paceplan.export.registry import PAGES

    found = subject(invocation, project)
    page = PAGES["report"].write(found.project, found.playbook, invocation.today)
    if output in (None, "-"):
        emit(page)
        return
    write_file(str(output), page, force=True)
    narrate(f"Wrote the report on {found.project.name} to {output}.")
