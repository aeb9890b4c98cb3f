"""Commands for people: who stands where, who sits on the committee, who signs off what, and who hears of it when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from paceplan.cli.cells import cells, padded
from paceplan.cli.output import as_json, field, narrate, say, table
from paceplan.cli.parameters import DAY, json_option, today_option
from paceplan.cli.resolving import Subject, project_id, subject
from paceplan.core.errors import Refused

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.roadmap import Plan
    from paceplan.core.verdict import Remark

EVERY = click.Choice(("week", "month", "quarter"))
_WANTS = click.Choice(("sprint", "hybrid", "marathon", "none"))

Find = Callable[["Project", "Playbook", str], str]


def plan_of(found: Subject) -> Plan | None:
    """Return the roadmap of a project at its effective pace."""
    from paceplan.core.roadmap import plan

    return plan(found.project, found.playbook, found.verdict.effective)


def meant(invocation: Invocation, project: str, given: str, find: Find, *, add: bool = False) -> str | None:
    """Return the id of what `given` names in a project; with `add`, None for something new. Raises `Refused`."""
    session = invocation.session
    held = session.project(project_id(invocation, project))
    try:
        return find(held, session.playbook(held), given)
    except Refused as refused:
        if add:
            return None
        raise Refused(f"{refused.message}; --add makes it one of the project's own", refused.path) from None


def given(**options: Any) -> dict[str, Any]:
    """Return the options that were given."""
    return {key: value for key, value in options.items() if value is not None and value != ()}


def refuse_both(remove: bool, what: str, fields: dict[str, Any]) -> None:
    """Raise `Refused` where something is to be taken away and changed at once."""
    if remove and fields:
        raise Refused(f"{what}: give what is to change, or --remove, and not both")


def warnings_document(remarks: tuple[Remark, ...]) -> list[dict[str, str]]:
    """Return warnings as the public contract has them."""
    return [{"id": remark.id, "text": remark.text} for remark in remarks]


def people_warnings(found: Subject) -> tuple[Remark, ...]:
    """Return what is missing among the people of a project."""
    from paceplan.core import people, signoff, tempo

    project, book, pace = found.project, found.playbook, found.verdict.effective
    return (
        *people.unfilled(project, book, pace),
        *signoff.broken(project, book, plan_of(found)),
        *tempo.outweighed(tempo.tempo(project, book, pace)),
    )


def people_document(found: Subject, today: dt.date) -> dict[str, Any]:
    """Return what `people --json` says, and `show --json` in its block `people`."""
    from paceplan.core import cadence, checklists, people, signoff, tempo
    from paceplan.core.pilot import time_box

    project, book, pace, plan = found.project, found.playbook, found.verdict.effective, plan_of(found)
    box = time_box(project, book, pace)
    seats = people.seats(project, book)
    change = checklists.checklist(project, book, "change") if "change" in book.checklists else None
    return {
        "stakeholders": [p.as_json() for p in people.people(project, book, pace)],
        "tempo": tempo.tempo(project, book, pace).as_json(),
        "committee": {
            "name": book.committee.name, "meets": book.committee.meets, "seats": [s.as_json() for s in seats],
            "unfilled": [s.id for s in seats if s.lacking],
        } if book.committee else None,
        "raci": [s.as_json() for s in signoff.signoffs(project, book, plan)],
        "comms": [m.as_json() for m in cadence.messages(project, book, pace, box, plan, today)],
        "change": {"done": change.done, "total": change.total} if change else None,
        "warnings": warnings_document(people_warnings(found)),
    }  # fmt: skip


@click.command("people")
@click.argument("project")
@json_option
@today_option
@click.pass_obj
def people_command(invocation: Invocation, project: str, in_json: bool) -> None:
    """Show the people around a project.

    Stakeholders and their tempo, committee seats, sign-off and messages. PROJECT is an id, a part of a name, or the
    path of a project file.

    \b
    Example:
      paceplan people "Knowledge search"
      paceplan people sample.toml --json
    """
    found = subject(invocation, project)
    if in_json:
        as_json(people_document(found, invocation.today))
        return
    print_people(found, invocation.today)


def print_people(found: Subject, today: dt.date, *, brief: bool = False) -> None:
    """Print the people of a project; `brief` leaves out what the playbook only suggests."""
    from paceplan.core import people, tempo

    project, book, pace = found.project, found.playbook, found.verdict.effective
    shown = [p for p in people.people(project, book, pace) if p.mapped or not brief]
    field("people", (_person_line(p) for p in shown))
    if project.stakeholders and not brief:
        field("tempo", tempo.tempo(project, book, pace).lines)
    elif project.stakeholders:
        pull = tempo.tempo(project, book, pace)
        field("tempo", [f"{tempo.WORDS[pull.state]}; {pull.summary}"])
    seats = people.seats(project, book)
    if seats and (not brief or people.committee_meets(project, book, pace)):
        required = [s for s in seats if s.required]
        held = f"{sum(not s.lacking for s in required)} of {len(required)} required seats held"
        assert book.committee
        field("committee", [f"{book.committee.name}, each {book.committee.meets}; {held}"])
        widest = max(cells(s.name) for s in seats)
        for s in seats:
            nobody = "nobody, though required" if s.lacking else "nobody"
            field("", [f"{'✓' if s.holder else '○'} {padded(s.name, widest)}  {s.holder or nobody}"])
    if not brief:
        _print_signoff(found)
        _print_messages(found, today)
    field("warnings", (f"{w.id}: {w.text}" for w in people_warnings(found)))


def _person_line(p: Any) -> str:
    if not p.mapped:
        return f"○ {p.name}: not mapped yet ({p.id})"
    wish = f", wants {p.wants}" if p.wants else ""
    said = "; ".join(text for text in (p.stance, p.concern) if text)
    return f"✓ {p.name}: influence {p.influence} of 3{wish}, {p.approach}{f'; {said}' if said else ''} ({p.id})"


def _print_signoff(found: Subject) -> None:
    from paceplan.core.signoff import signoffs

    lines = []
    for s in signoffs(found.project, found.playbook, plan_of(found)):
        if s.settled:
            others = [("consulted", s.consulted), ("informed", s.informed)]
            more = "".join(f"; {word} {', '.join(them)}" for word, them in others if them)
            who = f"{s.responsible or 'nobody'} does it, {s.accountable or 'nobody'} is accountable"
            lines.append(f"{s.name}: {who}{more} ({s.id})")
    field("sign-off", lines)


def _print_messages(found: Subject, today: dt.date) -> None:
    from paceplan.core.cadence import messages
    from paceplan.core.pilot import time_box

    pace = found.verdict.effective
    box = time_box(found.project, found.playbook, pace)
    lines = []
    for m in messages(found.project, found.playbook, pace, box, plan_of(found), today):
        when = f"each {m.every}" if m.every else "when it happens"
        coming = f", next {m.next}" if m.next else ""
        lines.append(f"{m.name}: {when}{coming}{f'; to {m.audience}' if m.audience else ''} ({m.id})")
    field("messages", lines)


@click.command("stakeholder")
@click.argument("project")
@click.argument("who")
@click.option("--add", is_flag=True, help="Map somebody the playbook does not name.")
@click.option("--name", help="Another name.")
@click.option("--influence", type=click.IntRange(0, 3), help="0 none to 3 great.")
@click.option("--stance", help="How they see it, in a line.")
@click.option("--concern", help="What worries them.")
@click.option("--weight", type=click.IntRange(0, 3), help="How heavily that weighs, 0 to 3.")
@click.option("--wants", type=_WANTS, help="The pace they want.")
@click.option("--remove", is_flag=True, help="Take them off the map.")
@click.pass_obj
def stakeholder_command(
    invocation: Invocation, project: str, who: str, add: bool, name: str | None, influence: int | None,
    stance: str | None, concern: str | None, weight: int | None, wants: str | None, remove: bool,
) -> None:  # fmt: skip
    """Map a stakeholder.

    Influence, stance, concern and the pace they want. WHO is an id or a name; one that the playbook names is mapped by
    any change.

    \b
    Example:
      paceplan stakeholder "Knowledge search" legal --influence 3 --wants marathon
      paceplan stakeholder "Knowledge search" "Works council" --add --concern "What is logged"
    """
    from paceplan.core import people
    from paceplan.core.tempo import WORDS, tempo

    fields = given(name=name, influence=influence, stance=stance, concern=concern, weight=weight, wants=wants)
    refuse_both(remove, "stakeholder", fields)
    fields |= {"wants": None} if wants == "none" else {}
    key = meant(invocation, project, who, people.find, add=add)
    at, session = project_id(invocation, project), invocation.changing
    if remove:
        session.do(people.leave, at, stakeholder=key)
        narrate(f"Took {key} off the map.")
        return
    if key is None:
        session.do(people.join, at, **({"name": who} | fields))
    else:
        session.do(people.describe, at, stakeholder=key, **fields)
    after = session.project(at)
    book, pace = session.playbook(after), session.verdict(at).effective
    key = key or people.find(after, book, name or who)
    say(next(_person_line(p) for p in people.people(after, book, pace) if p.id == key))
    pull = tempo(after, book, pace)
    narrate(f"Tempo: {WORDS[pull.state]}; {pull.summary}.")


@click.command("seat")
@click.argument("project")
@click.argument("seat")
@click.argument("holder", required=False)
@click.option("--vacate", is_flag=True, help="Nobody holds it any more.")
@click.pass_obj
def seat_command(invocation: Invocation, project: str, seat: str, holder: str | None, vacate: bool) -> None:
    """Give a committee seat to somebody.

    \b
    Example:
      paceplan seat "East Valley" legal "General counsel's office"
      paceplan seat "East Valley" finance --vacate
    """
    from paceplan.core import people

    if (holder is None or not holder.strip()) != vacate:
        raise Refused("seat: give the HOLDER of the seat, or --vacate, and not both")
    at = project_id(invocation, project)
    session = invocation.changing
    session.do(people.seat, at, seat=seat, holder=holder or "")
    after = session.project(at)
    book = session.playbook(after)
    for remark in people.unfilled(after, book, session.verdict(at).effective):
        narrate(f"{remark.id}: {remark.text}")
    held = [s for s in people.seats(after, book) if s.holder]
    narrate(f"{len(held)} of {len(people.seats(after, book))} seats are held.")


@click.command("raci")
@click.argument("project")
@click.argument("what")
@click.option("--responsible", metavar="WHO", help="Does it.")
@click.option("--accountable", metavar="WHO", help="Answers for it: exactly one.")
@click.option("--consulted", metavar="WHO", multiple=True, help="Is asked before; as often as needed.")
@click.option("--informed", metavar="WHO", multiple=True, help="Hears of it after; as often as needed.")
@click.option("--remove", is_flag=True, help="Take back what the project says; the playbook's words hold again.")
@click.pass_obj
def raci_command(
    invocation: Invocation, project: str, what: str, responsible: str | None, accountable: str | None,
    consulted: tuple[str, ...], informed: tuple[str, ...], remove: bool,
) -> None:  # fmt: skip
    """Say who signs off a decision or a deliverable.

    WHAT is the id or the name of one of the playbook's decisions or of a deliverable of the roadmap.

    \b
    Example:
      paceplan raci "East Valley" roll-out --accountable "Steering committee" --informed Principals
    """
    from paceplan.core import signoff

    fields = given(responsible=responsible, accountable=accountable, consulted=consulted, informed=informed)
    refuse_both(remove, "raci", fields)
    at, session = project_id(invocation, project), invocation.changing
    held = session.project(at)
    key = signoff.find(held, session.playbook(held), what)
    if remove:
        session.do(signoff.unsign, at, what=key)
    elif fields:
        session.do(signoff.sign, at, what=key, **fields)
    found = subject(invocation, at)
    shown = next(s for s in signoff.signoffs(found.project, found.playbook, plan_of(found)) if s.id == key)
    say(shown.name)
    lists = [["consulted", ", ".join(shown.consulted) or "–"], ["informed", ", ".join(shown.informed) or "–"]]
    one = [["responsible", shown.responsible or "nobody"], ["accountable", shown.accountable or "nobody"]]
    table([*one, *lists], widest=200)
    for text in shown.missing:
        narrate(f"raci.{key}: {text}")


@click.command("comms")
@click.argument("project")
@click.argument("message")
@click.option("--add", is_flag=True, help="Add a message of the project's own.")
@click.option("--every", type=EVERY, help="How often it comes round.")
@click.option("--from", "from_", type=DAY, help="The day it comes first.")
@click.option("--audience", help="Who gets it.")
@click.option("--what", help="Another name for it.")
@click.option("--remove", is_flag=True, help="Take back what the project says of it.")
@today_option
@click.pass_obj
def comms_command(
    invocation: Invocation, project: str, message: str, add: bool, every: str | None, from_: dt.date | None,
    audience: str | None, what: str | None, remove: bool,
) -> None:  # fmt: skip
    """Set when a message comes round, and to whom.

    \b
    Example:
      paceplan comms "East Valley" newsletter --from 2026-02-27
      paceplan comms "East Valley" "Note to principals" --add --every week --from 2026-11-20
    """
    from paceplan.core import cadence
    from paceplan.core.pilot import time_box

    fields = given(every=every, from_=from_, audience=audience, what=what)
    refuse_both(remove, "comms", fields)
    key = meant(invocation, project, message, cadence.find, add=add)
    at, session = project_id(invocation, project), invocation.changing
    if remove:
        session.do(cadence.hush, at, comms=key)
        narrate(f"Took back what the project says of {key}.")
        return
    if key is None:
        session.do(cadence.announce, at, **({"what": message, "every": "month"} | fields))
    else:
        session.do(cadence.tell, at, comms=key, **fields)
    found = subject(invocation, at)
    key = key or cadence.find(found.project, found.playbook, what or message)
    pace = found.verdict.effective
    box = time_box(found.project, found.playbook, pace)
    for m in cadence.messages(found.project, found.playbook, pace, box, plan_of(found), invocation.today):
        if m.id == key:
            often = f"each {m.every}" if m.every else "when it happens"
            narrate(f"{m.name}: {often}{f', next {m.next}' if m.next else ''}.")
