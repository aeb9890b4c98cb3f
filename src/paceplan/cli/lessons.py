"""Commands for what was learned: find it over all projects, and write it down."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from paceplan.cli.output import as_json, field, narrate, say
from paceplan.cli.parameters import PAST_DAY, json_option, today_option
from paceplan.cli.resolving import project_id
from paceplan.core import lessons
from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation


@click.command("lessons")
@click.argument("words", metavar="[WORD]...", nargs=-1)
@click.option("--project", help="Only this project: an id or a part of its name.")
@json_option
@click.pass_obj
def lessons_command(invocation: Invocation, words: tuple[str, ...], project: str | None, in_json: bool) -> None:
    """Find what was learned, over all projects, newest first.

    Every WORD has to stand in the lesson, its tags or the project's name; case and accents do not matter.

    \b
    Example:
      paceplan lessons
      paceplan lessons data contract
    """
    stored = invocation.rows()
    rows = list(stored.values()) if project is None else [stored[project_id(invocation, project)]]
    found = lessons.search(rows, invocation.workspace.glance, " ".join(words))
    if in_json:
        as_json({"lessons": [lesson.as_json() for lesson in found]})
        return
    for number, lesson in enumerate(found):
        if number:
            say()
        say(f"{lesson.on}  {lesson.name}{f'  ({lesson.by})' if lesson.by else ''}")
        field("", lesson.text.splitlines())
        field("tags", [", ".join(lesson.tags)] if lesson.tags else [])
        field("id", [lesson.id])
    if not found:
        narrate("No lesson fits." if words else "No lessons yet. 'paceplan lesson PROJECT TEXT' writes one down.")


@click.command("lesson")
@click.argument("project")
@click.argument("text", required=False)
@click.option("--tag", "tags", multiple=True, help="A word to find it by; may be given several times.")
@click.option("--on", type=PAST_DAY, help="The day it was learned; today where it is left out.")
@click.option("--forget", metavar="ID", help="Take this lesson away instead.")
@today_option
@click.pass_obj
def lesson_command(
    invocation: Invocation, project: str, text: str | None, tags: tuple[str, ...], on: dt.date | None,
    forget: str | None,
) -> None:  # fmt: skip
    """Write down what a project taught, or take that away again.

    \b
    Example:
      paceplan lesson "Knowledge search" "Ask for the logs a month ahead." --tag data --tag access
      paceplan lesson "Knowledge search" --forget ask-for-the-logs-a
    """
    if (text is None) == (forget is None):
        raise Refused("lesson: give the TEXT of a lesson, or --forget ID, and not both")
    meant = project_id(invocation, project)
    session = invocation.changing
    if forget is not None:
        session.do(lessons.forget, meant, id=forget)
        narrate(f"Took the lesson {forget} away.")
        return
    before = set(session.project(meant).lessons)
    day = on or invocation.today
    session.do(lessons.learn, meant, text=text, on=day, tags=tags, by=session.author)
    learned = session.project(meant)
    narrate(f"Learned in {learned.name} on {day}: {', '.join(sorted(learned.lessons.keys() - before))}.")
