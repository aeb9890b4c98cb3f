"""Commands on the journal: log, verify, undo, redo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.cells import cropped
from paceplan.cli.failing import NO
from paceplan.cli.output import as_json, narrate, progress, say
from paceplan.cli.parameters import json_option
from paceplan.cli.resolving import project_id

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.changes import Change
    from paceplan.session import Outcome
    from paceplan.store.journal import Entry, Stored

_LONGEST = 60


@click.command("log")
@click.argument("project", required=False)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The latest N entries; all where left out.")
@json_option
@click.pass_obj
def log_command(invocation: Invocation, project: str | None, limit: int | None, in_json: bool) -> None:
    """Show who changed what and when, the latest first.

    \b
    Example:
      paceplan log "Knowledge search" --limit 20
    """
    meant = None if project is None else project_id(invocation, project, deleted=True)
    entries = invocation.session.log(meant, limit)
    if in_json:
        as_json({"entries": [_document(entry, meant) for entry in entries]})
    elif entries:
        names = {i: row["name"] for i, row in invocation.rows().items()}
        for entry in entries:
            say("\n".join(_lines(entry, meant, names)))
    else:
        narrate("Nothing has been changed here yet.")


def _of(entry: Entry, project: str | None) -> list[Stored]:
    return [stored for stored in entry.changes if project in (None, stored.project)]


def _document(entry: Entry, project: str | None) -> dict[str, Any]:
    return {
        "id": entry.id, "seq": entry.seq, "time": entry.time, "device": entry.device, "author": entry.author,
        "action": entry.action, "undoes": entry.undoes, "redoes": entry.redoes,
        "changes": [_change_document(stored) for stored in _of(entry, project)],
    }  # fmt: skip


def _change_document(stored: Stored) -> dict[str, Any]:
    from paceplan.core.changes import ABSENT

    change = stored.change
    sides = {"before": change.before, "after": change.after}
    present = {side: value for side, value in sides.items() if value is not ABSENT}
    return {"project": stored.project, "path": list(change.path), **present}


def _lines(entry: Entry, project: str | None, names: dict[str, str]) -> list[str]:
    time = entry.time[:16].replace("T", " ")
    what = f"{entry.action} of {entry.undoes or entry.redoes}" if entry.undoes or entry.redoes else entry.action
    lines = [f"{entry.seq}  {time} UTC  {entry.author}  {what}"]
    return lines + [f"    {names.get(s.project, s.project)}  {_words(s.change)}" for s in _of(entry, project)]


def _words(change: Change) -> str:
    from paceplan.core.changes import ABSENT

    where = ".".join(change.path) or "project"
    if change.path[2:3] == ("sealed",) and change.path[0] == "workshops":
        return f"{where}: a vote, {'opened or taken back' if change.after is ABSENT else 'hidden until the reveal'}"
    if change.before is ABSENT:
        value = "" if isinstance(change.after, dict) else f": {_value(change.after)}"
        return f"{where} added{value}"
    if change.after is ABSENT:
        return f"{where} removed"
    return f"{where}: {_value(change.before)} -> {_value(change.after)}"


def _value(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return cropped(text, _LONGEST)


@click.command("verify")
@json_option
@click.pass_obj
def verify_command(invocation: Invocation, in_json: bool) -> int:
    """Check that the journal is whole and unaltered.

    Exits with 1 where it is not, and says where.

    \b
    Example:
      paceplan verify
    """
    workspace = invocation.workspace
    with progress("Verifying") as told:
        findings = workspace.verify(told)
    head, count = workspace.head
    if in_json:
        as_json({"whole": not findings, "entries": count, "head": head, "findings": [f.text for f in findings]})
    elif findings:
        say("\n".join(finding.text for finding in findings))
        narrate(f"Not all is whole: {len(findings)} finding{'' if len(findings) == 1 else 's'}.")
    elif count:
        say(f"{count} {'entry' if count == 1 else 'entries'}, the chain is whole. Last hash {head}")
    else:
        narrate("Nothing has been changed here yet, so there is nothing to verify.")
    return NO if findings else 0


@click.command("undo")
@click.pass_obj
def undo_command(invocation: Invocation) -> None:
    """Take back your latest change as a whole.

    \b
    Example:
      paceplan undo
    """
    _narrate(invocation, invocation.changing.undo(), "Undid")


@click.command("redo")
@click.pass_obj
def redo_command(invocation: Invocation) -> None:
    """Do again what you undid last.

    \b
    Example:
      paceplan redo
    """
    _narrate(invocation, invocation.changing.redo(), "Did again")


_WORDS = {
    "keeping.create": "new project", "keeping.place": "import", "keeping.copy": "copy", "keeping.rename": "new name",
    "keeping.archive": "archiving", "keeping.delete": "deletion", "keeping.revise": "edit", "scoring.score": "score",
    "scoring.answer": "answer", "scoring.artifact": "artifact", "scoring.override": "override",
    "scoring.explain": "reason", "checklists.tick": "tick", "checklists.wave": "waiver",
    "checklists.annotate": "note", "pilot.agree": "exit criterion", "pilot.start": "start of the pilot",
    "workshop.set_up": "beginning of the workshop", "workshop.vote": "vote", "workshop.vote_all": "votes",
    "workshop.withdraw": "taking back of a vote", "workshop.reveal": "reveal", "workshop.again": "further round",
    "workshop.take": "taking of a value", "workshop.note": "reason", "workshop.join": "late-comer",
    "roadmap.shift": "shift", "roadmap.finish": "finish", "roadmap.build": "start of the roadmap",
    "roadmap.stretch": "stretch", "roadmap.nest": "nested sprint", "baseline.agree": "agreement on the roadmap",
    "planning.put": "plan", "planning.move": "shift", "planning.remove": "removal from the roadmap",
    "measures.add": "new metric", "measures.describe": "metric", "measures.drop": "removal of a metric",
    "objectives.add": "new objective", "objectives.describe": "objective", "objectives.drop": "removal of an objective",
    "planning.attest": "evidence", "elevation.elevate": "elevation",
}  # fmt: skip


def _narrate(invocation: Invocation, outcome: Outcome, did: str) -> None:
    entry, rows = outcome.entry, invocation.rows()
    if entry is None:
        narrate(f"{did} nothing.")
        return
    names: dict[str, str] = {}
    for stored in entry.changes:
        # A project that came or went with the action is named by what the action recorded of it.
        sides = [side for side in (stored.change.after, stored.change.before) if isinstance(side, dict)]
        whole = sides[0].get("name") if sides and not stored.change.path else None
        names.setdefault(stored.project, str(whole or rows.get(stored.project, {}).get("name", stored.project)))
    shown = list(names.values())
    of = ", ".join(shown[:3]) + (f" and {len(shown) - 3} more" if len(shown) > 3 else "")
    narrate(f"{did}: {_WORDS.get(entry.action, entry.action)}, {of}.")
