"""The command review: one checklist, asked item by item, on the whole terminal or line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paceplan.cli.failing import NO
from paceplan.cli.opening import settle_for_screens
from paceplan.cli.output import as_json, emit, narrate, say
from paceplan.cli.parameters import json_option, today_option
from paceplan.cli.resolving import is_file, project_id, read_project, subject

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.cli.review_desk import Desk
    from paceplan.core.review import Standing


@click.command("review")
@click.argument("project", metavar="PROJECT|FILE")
@click.argument("checklist", required=False)
@click.option("--plain", is_flag=True, help="Ask line by line on stdin and stdout, without taking the whole terminal.")
@click.option("--by", metavar="NAME", help="Who signs; you, where it is left out.")
@click.option("-o", "--output", metavar="PAGE", help="At the end write a page of Markdown; '-' is stdout.")
@click.option("--save", is_flag=True, help="Write the review into FILE, which is left alone otherwise.")
@json_option
@today_option
@click.pass_obj
def review_command(
    invocation: Invocation, project: str, checklist: str | None, plain: bool, by: str | None, output: str | None,
    save: bool, in_json: bool,
) -> int:  # fmt: skip
    """Review a checklist item by item, and sign the result.

    Every answer is kept as it is given; coming back goes on where it stopped. CHECKLIST is an id; left out, it is the
    one that the playbook has for the project's pace. A FILE is reviewed without a workspace. With --json alone,
    nothing is asked: it says how the latest review stands. Exits with 1 where the review failed; with --plain or
    --json also where it is not finished or not signed.

    \b
    Example:
      paceplan review "Riverbend assessment" final
      paceplan review plan.toml --plain -o review.md
    """
    if in_json and output == "-":
        raise click.UsageError("--json and -o - both want stdout; give the page a file")
    if save and not is_file(project):
        raise click.UsageError("--save is for a FILE; a project of the workspace is saved as you answer")
    if in_json and not plain:
        return _tell(invocation, project, checklist)
    if not plain:
        settle_for_screens(invocation)
    desk = _desk(invocation, project, reading=False)
    list_id = _list(desk, checklist)
    if plain:
        from paceplan.cli.review_plain import ask

        found = ask(desk, list_id, by, on_stderr=in_json or output == "-")
    else:
        code, shown = _on_screens(invocation, desk, list_id, project)
        if shown is None:
            return code
        found = shown
    _print(found, in_json=in_json, on_stderr=output == "-")
    _hand_out(desk, found, output, project if is_file(project) else "", save)
    unfinished = plain and not found.signed
    return NO if found.result == "failed" or unfinished else 0


def _desk(invocation: Invocation, given: str, *, reading: bool) -> Desk:
    from paceplan.cli.review_desk import FileDesk, SessionDesk

    if is_file(given):
        subject(invocation, given)  # says what is wrong where its playbook is not at hand
        return FileDesk(invocation, read_project(invocation, given))
    meant = project_id(invocation, given)
    return SessionDesk(invocation.session if reading else invocation.changing, meant, invocation.today)


def _list(desk: Desk, given: str | None) -> str:
    from paceplan.core import review
    from paceplan.core.scoring import known
    from paceplan.core.verdict import judge

    book = desk.playbook
    if given is None:
        return review.default_list(book, judge(desk.project, book).effective)
    known("checklist", given, book.checklists, book, ("checklists", given))
    return given


def _tell(invocation: Invocation, given: str, checklist: str | None) -> int:
    from paceplan.core import review

    desk = _desk(invocation, given, reading=True)
    list_id = _list(desk, checklist)
    there = review.kept(desk.project, list_id)
    found = (
        review.look_up(desk.project, desk.playbook, there[-1][0])
        if there
        else review.standing(desk.project, desk.playbook, list_id)
    )
    as_json(found.as_json())
    return 0 if found.signed and found.result == "passed" else NO


def _on_screens(invocation: Invocation, desk: Desk, list_id: str, given: str) -> tuple[int, Standing | None]:
    """Review on the whole terminal; return the exit code, and how the review stands, None where nothing showed."""
    from pathlib import Path

    from paceplan.tui.launch import run_tui

    shown: list[object] = []

    def first(context):  # type: ignore[no-untyped-def]
        from paceplan.tui.screens.review import ReviewScreen

        origin = Path(given).name if is_file(given) else ""
        shown.append(screen := ReviewScreen(context, desk.project_id, list_id, origin))
        return screen

    with desk.open_session(invocation) as session:
        invocation.said_of_settings = True  # the screens say it
        code = run_tui(lambda: session, invocation.read_settings, today=invocation.today, first=first)
        if not shown:
            return code, None
        desk.take_from(session)
        found: Standing = shown[0].found  # type: ignore[attr-defined]
        return code, found


def _print(found: Standing, *, in_json: bool, on_stderr: bool) -> None:
    from paceplan.cli.review_plain import result_lines

    if in_json:
        as_json(found.as_json())
        return
    for line in result_lines(found):
        (narrate if on_stderr else say)(line)


def _hand_out(desk: Desk, found: Standing, output: str | None, file: str, save: bool) -> None:
    """Write what was asked for, and say what happened to the result."""
    from paceplan.config.files import write_file

    if output:
        from paceplan.export.review_page import page_of

        page = page_of(found, desk.project, desk.playbook, desk.today)
        if output == "-":
            emit(page)
        else:
            write_file(output, page, force=True)
            narrate(f"Wrote the page to {output}.")
    if not file:
        return
    if save and found.id:
        from paceplan.export.project_toml import write

        write_file(file, write(desk.for_file()), force=True)
        narrate(f"Wrote the review into {file}, anew as 'export' writes it: comments are not kept.")
    elif found.id:
        page_hint = "" if output else "; -o PAGE writes it as a page"
        narrate(f"{file} was not changed, and the answers are gone{page_hint}; --save would have written them into it.")
