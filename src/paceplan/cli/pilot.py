"""Commands that run a pilot: start and tick."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from paceplan.cli.output import narrate
from paceplan.cli.parameters import DAY, today_option
from paceplan.cli.resolving import project_id

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation


@click.command("start")
@click.argument("project")
@click.option("--on", type=DAY, help="The first day; today where it is left out.")
@today_option
@click.pass_obj
def start_command(invocation: Invocation, project: str, on: dt.date | None) -> None:
    """Start the pilot, which freezes its exit criteria.

    \b
    Example:
      paceplan start "Knowledge search" --on 2026-02-02
    """
    from paceplan.core import pilot

    meant = project_id(invocation, project)
    session = invocation.changing
    session.do(pilot.start, meant, on=on or invocation.today)
    started = session.project(meant)
    box = pilot.time_box(started, session.playbook(started), session.verdict(meant).effective)
    narrate(f"The pilot of {started.name} runs from {box.start} for {box.weeks} weeks; it closes on {box.close}.")


@click.command("tick")
@click.argument("project")
@click.argument("items", metavar="[CHECKLIST.]ITEM...", nargs=-1, required=True)
@click.option("--undo", is_flag=True, help="Take the ticks back.")
@today_option
@click.pass_obj
def tick_command(invocation: Invocation, project: str, items: tuple[str, ...], undo: bool) -> None:
    """Tick items of a checklist.

    A bare ITEM is one of the pilot's.

    \b
    Example:
      paceplan tick "Knowledge search" scope metrics
      paceplan tick "Knowledge search" takeaways.observability
    """
    from paceplan.core import checklists
    from paceplan.session import Step

    meant = project_id(invocation, project)
    session = invocation.changing
    who = {} if undo else {"by": session.author, "on": invocation.today}
    done = session.do_all([Step(checklists.tick, meant, {"item": item, "done": not undo, **who}) for item in items])
    after = session.project(meant)
    book = session.playbook(after)
    verb = "Took back" if undo else "Ticked"
    narrate(f"{verb} {', '.join(items)}." if done.entry else "It stands so already; nothing changed.")
    for list_id in dict.fromkeys(checklists.find(book, item)[0] for item in items):
        state = checklists.checklist(after, book, list_id)
        narrate(f"{state.name}: {state.done} of {state.total} done.")
