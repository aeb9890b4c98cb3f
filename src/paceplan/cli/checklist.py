"""The command checklist: how far every list of a project is, what stands on one, and all that an item can carry."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.output import as_json, field, meter, narrate, say, table
from paceplan.cli.parameters import json_option, today_option
from paceplan.cli.resolving import Subject, project_id, subject
from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.checklists import ItemState, ListState


@click.command("checklist")
@click.argument("project")
@click.argument("name", metavar="[CHECKLIST[.ITEM]]", required=False)
@click.option("--note", metavar="TEXT", help="What there is to note on the item.")
@click.option("--owner", metavar="TEXT", help="Who sees to it.")
@click.option("--due", metavar="DAY", help="When it is due.")
@click.option("--evidence", metavar="TEXT", help="Where the proof is.")
@click.option("--na", metavar="WHY", help="It does not apply, and why.")
@click.option("--applies", is_flag=True, help="It applies again.")
@json_option
@today_option
@click.pass_obj
def checklist_command(
    invocation: Invocation, project: str, name: str | None, note: str | None, owner: str | None, due: str | None,
    evidence: str | None, na: str | None, applies: bool, in_json: bool,
) -> None:  # fmt: skip
    """Show the checklists of a project, or say more of an item.

    Without a name all of them, with one its items; a bare ITEM is one of the pilot's. An empty text takes a note, an
    owner, a day or the evidence away. 'paceplan tick' ticks.

    \b
    Example:
      paceplan checklist "Knowledge search"
      paceplan checklist "Knowledge search" takeaways.observability --owner "Platform team" --due fri
    """
    from paceplan.core import checklists
    from paceplan.session import Step

    given = {"note": note, "owner": owner, "evidence": evidence}
    fields: dict[str, Any] = {key: text for key, text in given.items() if text is not None}
    if due is not None:
        fields["due"] = invocation.day(due)
    if na is not None and applies:
        raise Refused("checklist: give --na WHY or --applies, and not both")
    if fields or na is not None or applies:
        at, session = project_id(invocation, project), invocation.changing
        list_id, item_id = checklists.find(session.playbook(session.project(at)), name or "")
        item = f"{list_id}.{item_id}"
        steps = [Step(checklists.annotate, at, {"item": item, **fields})] if fields else []
        if na is not None or applies:
            steps.append(Step(checklists.wave, at, {"item": item, "why": na}))
        if session.do_all(steps).entry is None:
            narrate("It stands so already; nothing changed.")
        project, name = at, item
    _show(subject(invocation, project), name, invocation.today, in_json)


def _show(found: Subject, name: str | None, today: dt.date, in_json: bool) -> None:
    from paceplan.core import checklists

    if name is None:
        states = checklists.lists(found.project, found.playbook)
        if in_json:
            as_json({"checklists": lists_document(found)})
        else:
            table([["DONE", "", "CHECKLIST", "ID", "DUE"], *(_line(state, today) for state in states)])
        return
    list_id, item_id = (name, "") if name in found.playbook.checklists else checklists.find(found.playbook, name)
    state = checklists.checklist(found.project, found.playbook, list_id)
    items = [item for item in state.items if item_id in ("", item.id)]
    if in_json:
        as_json({**list_document(state), "items": [_item_document(item) for item in items]})
        return
    say(f"{state.name}   {state.done} of {state.total} done{due_words(state, today)}")
    for item in items:
        _print_item(item, today)


def lists_document(found: Subject) -> list[dict[str, Any]]:
    """Return how far each checklist of a project is, for a program."""
    from paceplan.core import checklists

    return [list_document(state) for state in checklists.lists(found.project, found.playbook)]


def list_document(state: ListState) -> dict[str, Any]:
    """Return how far a checklist is, for a program."""
    return {
        "id": state.id, "name": state.name, "done": state.done, "total": state.total,
        "not_applicable": state.not_applicable, "due": state.due,
    }  # fmt: skip


def _item_document(item: ItemState) -> dict[str, Any]:
    return {
        "id": item.id, "name": item.name, "done": item.done, "na": item.na, "why": item.why, "by": item.by,
        "on": item.on, "owner": item.owner, "due": item.due, "note": item.note, "evidence": item.evidence,
        "artifact": item.artifact,
    }  # fmt: skip


def due_words(state: ListState, today: dt.date) -> str:
    """Return when a checklist is due; empty where it has no day or nothing is open on it."""
    if state.due is None or state.complete:
        return ""
    return f"; {'was due' if state.due < today else 'due'} {state.due}"


def _line(state: ListState, today: dt.date) -> list[str]:
    due = due_words(state, today).removeprefix("; ")
    return [f"{state.done} of {state.total}", meter(state.done, state.total), state.name, state.id, due]


def _print_item(item: ItemState, today: dt.date) -> None:
    sign = "✓" if item.done else "–" if item.na else "○"
    field(sign, [f"{item.name}  ({item.id})"])
    if item.done and (said := " ".join(part for part in (item.by, str(item.on or "")) if part)):
        field("", [f"done: {said}"])
    late = item.due is not None and item.due < today and not (item.done or item.na)
    told = {
        "why not": item.why if item.na else "", "artifact": item.artifact or "", "owner": item.owner,
        "due": f"{item.due}{', late' if late else ''}" if item.due else "", "evidence": item.evidence,
    }  # fmt: skip
    for label, text in told.items():
        if text:
            field("", [f"{label}: {text}"])
    field("", item.note.splitlines())
