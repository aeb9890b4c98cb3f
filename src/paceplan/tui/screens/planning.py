"""What the Roadmap tab asks about a line: its card, its fields, what it needs, and how long it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from paceplan.core import locating, needs, planning, roadmap, slips
from paceplan.core.errors import Refused
from paceplan.core.plan_fields import FIELDS, Field, typed
from paceplan.core.schedule import PILOTS
from paceplan.tui.actions import BY_ID
from paceplan.tui.in_force import key
from paceplan.tui.screens.ask import DAYS, AskScreen, day_echo
from paceplan.tui.screens.choose import Choice, ChooseScreen

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.tui.screens.roadmap import RoadmapPane
    from paceplan.tui.widgets.gantt_rows import Row

DATES = {"deliverable": "due", "sprint": "start", "milestone": "date"}
_NEEDS = {"deliverable": "needs", "phase": "waits_for", "sprint": "de_risks"}
_NOTHING = "-"


def why_not(what: str, row: Row, project: Project, playbook: Playbook) -> str | None:
    """Return why something cannot be done with a line, in words; None where it can."""
    if row.kind == "round":
        if what in ("in", "out", "today"):
            return None
        return f"'{row.name}' comes round by itself with the roadmap; there is nothing to change."
    if what == "finish" and row.kind == "phase":
        return "A phase is done when its deliverables are; finish those."
    if what in ("earlier", "later") and not row.movable:
        return f"'{row.name}' is done; what is over is not moved." if row.done else _undated(row)
    if what in ("shorter", "longer") and row.kind not in ("phase", "sprint"):
        return f"'{row.name}' is a day; only phases and sprints have a length."
    if what in ("owner", "note") and (row.kind != "deliverable" and (what, row.kind) != ("note", "sprint")):
        return (
            f"A {row.kind} has no {what}; its deliverables do."
            if row.kind == "phase"
            else f"A {row.kind} has no {what}."
        )
    if what == "due" and row.kind == "phase":
        return "A phase's dates follow from the plan; < and > shift it, { and } stretch it."
    if what == "evidence" and row.kind in ("phase", "sprint"):
        return f"A {row.kind} has no evidence of its own; deliverables and milestones do."
    if what == "needs" and row.kind == "milestone":
        return "A milestone needs nothing; it is a day."
    if what == "remove" and not planning.own(playbook, f"{row.kind}s", row.id):
        return f"'{row.name}' comes with the playbook; it can be changed or done, not removed."
    return None


def _undated(row: Row) -> str:
    return f"'{row.name}' has no date to move; {key('roadmap.due')} gives it one."


# The card


def open_card(pane: RoadmapPane, row: Row) -> None:
    """Let choose among all that can be done with a line: its fields with what stands in them, then the actions."""

    collection = f"{row.kind}s"
    entry = getattr(pane.now()[0], collection).get(row.id)
    fields = FIELDS.get(collection, ())
    choices = [Choice(f"field.{f.id}", f.label, _value(pane, row, entry, f), f.hint) for f in fields]
    for name in ("finish", "earlier", "later", "shorter", "longer", "evidence", "remove"):
        action = BY_ID[f"roadmap.{name}"]
        if why_not(name, row, *pane.now()) is None and not (name == "evidence" and row.kind != "milestone"):
            label = "Open again" if name == "finish" and row.done else action.label
            choices.append(Choice(action.id, label, f"key {key(action.id)}", action.tooltip))

    def chosen(which: str | None) -> None:
        if which is None:
            return
        if which.startswith("field."):
            ask_field(pane, row, which.removeprefix("field."))
        else:
            pane.action_act(which)

    pane.app.push_screen(ChooseScreen(row.name, choices, pane.context.glyphs), chosen)


def _value(pane: RoadmapPane, row: Row, entry: Any, field: Field) -> str:
    value = getattr(entry, field.id, None)
    if field.id == "name" and not value:
        return row.name
    if field.id == "months":
        part = next((p for p in _plan_phases(pane) if p.id == row.id), None)
        return str(part.months) if part else ""
    if field.id in ("needs", "waits_for"):
        return ", ".join(current_needs(row, *pane.now()))
    return "" if value is None else " ".join(str(value).split())


def _plan_phases(pane: RoadmapPane) -> Any:
    seen = pane.seen()
    return seen.plan.phases if seen else ()


# A field


def ask_field(pane: RoadmapPane, row: Row, field_id: str) -> None:
    """Ask for a field of a line and put it in; what moves a date after the agreement asks for its reason next."""
    collection = f"{row.kind}s"
    field = next((f for f in FIELDS[collection] if f.id == field_id), None)
    if field is None:
        return
    if field_id in ("needs", "waits_for", "de_risks"):
        choose_needs(pane, row)
        return
    if field.kind == "choice":
        _choose_value(pane, row, field)
        return
    entry = getattr(pane.now()[0], collection).get(row.id)
    value = _value(pane, row, entry, field) if field.kind != "prose" else str(getattr(entry, field_id, "") or "")

    def submit(text: str) -> str | None:
        try:
            new = typed(collection, row.id, field_id, text, pane.context.day)
        except Refused as refused:
            return refused.message
        return _put(pane, row, field_id, new)

    said = f"{DAYS}; empty takes it away" if field.kind == "day" else field.hint
    pane.app.push_screen(
        AskScreen(
            field.question, hint=f"{row.name}. {said}" if said else row.name, value=value, submit=submit,
            long=field.kind == "prose", echo=day_echo(pane.context) if field.kind == "day" else None,
        )
    )  # fmt: skip


def _put(pane: RoadmapPane, row: Row, field: str, value: Any) -> str | None:
    """Put a value in; return why it was refused. Where a reason is wanted, that is asked for after this answer."""
    project, _ = pane.now()
    entry = getattr(project, f"{row.kind}s").get(row.id)
    if field == "months":
        months = value or _usual(pane, row)
        args: dict[str, Any] = {"phase": row.id, "months": months}
        return _reasoned(pane, row, roadmap.stretch, moves=months != _months(pane, row), **args)
    before = getattr(entry, field, None)
    moves = isinstance(value, dt.date) and isinstance(before, dt.date) and value != before
    return _reasoned(pane, row, planning.put, moves=moves, item=row.item, fields={field: value})


def _reasoned(pane: RoadmapPane, row: Row, action: Callable[..., Project], *, moves: bool, **args: Any) -> str | None:
    project, _ = pane.now()
    if moves and slips.asks_why(project, f"{row.kind}s", row.id, pane.context.today):
        pane.call_later(lambda: pane.with_reason(row, f"'{row.name}'", action, **args))
        return None
    stamp = {"by": pane.context.session.author, "on": pane.context.today}
    return pane.attempt(pane.context.session.do, action, pane.project_id, **args, **stamp)


def _months(pane: RoadmapPane, row: Row) -> int:
    return next((p.months for p in _plan_phases(pane) if p.id == row.id), 1)


def _usual(pane: RoadmapPane, row: Row) -> int:
    part, _ = locating.part(*pane.now(), row.id)
    return part.usual


def _choose_value(pane: RoadmapPane, row: Row, field: Field) -> None:
    if field.id == "phase":
        choices = [Choice(p.id, p.name) for p in _plan_phases(pane)]
        if row.kind == "sprint":
            choices.append(Choice(_NOTHING, "No phase", "a link of a chain"))
    else:
        choices = [Choice(d, d) for d in ("scale", "iterate", "stop", "elevate")] + [Choice(_NOTHING, "Nothing said")]
    entry = getattr(pane.now()[0], f"{row.kind}s").get(row.id)

    def chosen(value: str | None) -> None:
        if value is not None:
            _put(pane, row, field.id, None if value == _NOTHING else value)

    current = getattr(entry, field.id, None) or row.phase
    pane.app.push_screen(ChooseScreen(field.question, choices, pane.context.glyphs, current=current), chosen)


def ask_evidence(pane: RoadmapPane, row: Row) -> None:
    """Ask where the proof is; for a milestone of a playbook that is audited, first which kind of it."""
    project, playbook = pane.now()
    if row.kind != "milestone" or not playbook.audit:
        ask_field(pane, row, "evidence")
        return
    audit = project.milestones[row.id].audit
    glyphs = pane.context.glyphs
    choices = [
        Choice(i, f"{glyphs.tick_done if i in audit else glyphs.tick_open} {kind.name}", audit.get(i, ""), kind.text)
        for i, kind in playbook.audit.items()
    ]

    def chosen(kind: str | None) -> None:
        if kind is None:
            return

        def submit(text: str) -> str | None:
            args = {"milestone": row.item, "kind": kind, "where": text}
            return pane.attempt(pane.context.session.do, planning.attest, pane.project_id, **args)

        hint = f"{row.name}. A link, a file, the number of a record; an empty line takes it back."
        name = playbook.audit[kind].name
        pane.app.push_screen(AskScreen(f"{name}: where is it?", hint=hint, value=audit.get(kind, ""), submit=submit))

    pane.app.push_screen(ChooseScreen("Which evidence?", choices, glyphs), chosen)


# What a line needs, waits for or de-risks


def current_needs(row: Row, project: Project, playbook: Playbook) -> tuple[str, ...]:
    """Return what a deliverable needs, a phase waits for, or a sprint de-risks."""
    if row.kind == "phase":
        return needs.gates_of(project, playbook).get(row.id, ())
    if row.kind == "sprint":
        found = project.sprints[row.id].de_risks
        return (found,) if found else ()
    return needs.needs_of(project, playbook).get(row.id, ())


def choose_needs(pane: RoadmapPane, row: Row, at: str | None = None) -> None:
    """Let choose what a line needs: each choice puts one in or takes it out, until Esc."""
    now = current_needs(row, *pane.now())
    glyphs, field = pane.context.glyphs, _NEEDS[row.kind]
    verb = {"phase": "waits for", "deliverable": "needs", "sprint": "de-risks"}[row.kind]
    choices = []
    if row.kind == "phase":
        choices.append(Choice(PILOTS, f"{_mark(pane, PILOTS in now)} Successful pilots", verb if PILOTS in now else ""))
    for phase in _plan_phases(pane):
        choices += [
            Choice(d.id, f"{_mark(pane, d.id in now)} {d.name}", verb if d.id in now else phase.name)
            for d in phase.deliverables
            if d.id != row.id or row.kind != "deliverable"
        ]

    def chosen(which: str | None) -> None:
        if which is None:
            return
        if row.kind == "sprint":
            _put(pane, row, field, None if which in now else which)
            return
        ids = tuple(i for i in now if i != which) if which in now else (*now, which)
        _put(pane, row, field, ids)
        choose_needs(pane, row, which)

    title = f"'{row.name}' {verb}"
    pane.app.push_screen(ChooseScreen(title, choices, glyphs, current=at or next(iter(now), None)), chosen)


def _mark(pane: RoadmapPane, on: bool) -> str:
    return pane.context.glyphs.tick_done if on else pane.context.glyphs.tick_open


# Lengths


def stretch(pane: RoadmapPane, row: Row, by: int) -> None:
    """Make a phase longer by months, or a sprint by weeks."""
    if row.kind == "phase":
        args: dict[str, Any] = {"phase": row.id, "months": _months(pane, row) + by}
        pane.with_reason(row, f"'{row.name}' by {by:+d} month", roadmap.stretch, **args)
        return
    weeks = pane.now()[0].sprints[row.id].weeks + by
    stamp = {"by": pane.context.session.author, "on": pane.context.today}
    args = {"item": row.item, "fields": {"weeks": weeks}, **stamp}
    pane.attempt(pane.context.session.do, planning.put, pane.project_id, **args)


def start_and_months(text: str, parse: Callable[[str], dt.date | None]) -> tuple[dt.date | None, int | None]:
    """Return the day and the months of `2026-03-02 18`, of which the second may be missing; raises `Refused`."""
    head, _, tail = text.strip().rpartition(" ")
    if head and tail.isdigit() and len(tail) < 4:
        with suppress(Refused):  # `mar 2` ends with a number and is a day
            return parse(text), None
        return parse(head), int(tail)
    return parse(text), None
