"""The command workshop: several people score a project together, on the whole terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paceplan.cli.opening import settle_for_screens
from paceplan.cli.parameters import today_option
from paceplan.cli.resolving import project_id

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.tui.context import Context
    from paceplan.tui.screens.workshop import WorkshopScreen


@click.command("workshop")
@click.argument("projects", metavar="PROJECT [PROJECT]...", nargs=-1, required=True)
@click.option("--people", metavar="NAMES", default="", help="Who is here: 'Legal, IT', or a head-count. Asked if not.")
@click.option("--anonymous", is_flag=True, help="Show no names at the reveal.")
@today_option
@click.pass_obj
def workshop_command(invocation: Invocation, projects: tuple[str, ...], people: str, anonymous: bool) -> int:
    """Score projects with the people in the room.

    One question at a time fills the terminal. Everybody has a vote, hidden until the reveal; what a vote came to
    becomes the project's answer. Every vote is saved as it comes, and a workshop that was left goes on where it
    stopped. With several PROJECTs the same people go through them one after the other.

    \b
    Example:
      paceplan workshop "Knowledge search"
      paceplan workshop search fraud --people "Legal, Platform, Product, 3"
    """
    from paceplan.core.workshop import seats
    from paceplan.tui.launch import run_tui

    queue = tuple(dict.fromkeys(project_id(invocation, name) for name in projects))
    if people:
        seats(people)  # says what is wrong before the terminal changes
    settle_for_screens(invocation)
    session = invocation.changing
    session.playbook(session.project(queue[0]))

    def first(context: Context) -> WorkshopScreen:
        from paceplan.tui.screens.workshop import WorkshopScreen

        return WorkshopScreen(context, queue[0], people=people, anonymous=anonymous, queue=queue[1:])

    return run_tui(lambda: session, invocation.read_settings, today=invocation.today, first=first)
