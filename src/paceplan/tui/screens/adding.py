"""What the Roadmap tab asks when something is added: which kind, its name, and what it cannot be without."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from paceplan.core import planning, roadmap
from paceplan.core.errors import Refused
from paceplan.core.text import slug
from paceplan.tui.in_force import with_keys
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import Choice, ChooseScreen

if TYPE_CHECKING:
    from paceplan.tui.screens.roadmap import RoadmapPane

_QUESTIONS = {
    "deliverable": (
        "What is to be delivered?",
        "Its name; a second part after a bar is its due date: Report | 2026-03-02",
    ),
    "sprint": ("Which sprint is nested?", "Name, first day and weeks with bars between: Spike | 2026-03-02 | 3"),
    "milestone": ("Which milestone?", "Name and day with a bar between: Board vote | 2026-03-02"),
    "phase": ("Which phase comes after those there are?", "Name, and if it is not one month its months: Support | 3"),
}


def add(pane: RoadmapPane) -> None:
    """Ask for the kind of what is to be added; what belongs to a phase goes into the one under the cursor."""
    phase = _phase(pane)
    seen = pane.seen()
    phases = seen.plan.phases if seen else ()
    name = next((p.name for p in phases if p.id == phase), "")
    choices = [
        Choice("deliverable", "Deliverable", f"in {name}") if phase else None,
        Choice("sprint", "Sprint", f"nested in {name}" if phase else "a link of the chain"),
        Choice("milestone", "Milestone", "a day of the plan"),
        Choice("phase", "Phase", "after the last one") if phases else None,
    ]

    def chosen(kind: str | None) -> None:
        if kind is not None:
            _ask(pane, kind, phase)

    pane.app.push_screen(ChooseScreen("What is added?", [c for c in choices if c], pane.context.glyphs), chosen)


def _phase(pane: RoadmapPane) -> str | None:
    """Return the phase under the cursor, or else the last one."""
    seen, row = pane.seen(), pane.row
    phases = [p.id for p in seen.plan.phases] if seen else []
    return (row.phase if row else None) or (phases[-1] if phases else None)


def _ask(pane: RoadmapPane, kind: str, phase: str | None) -> None:
    def submit(text: str) -> str | None:
        parts = [part.strip() for part in text.split("|")]
        if not parts[0]:
            return f"A {kind} needs a name."
        try:
            return _ADD[kind](pane, phase, parts)
        except Refused as refused:
            return refused.message

    title, hint = _QUESTIONS[kind]
    pane.app.push_screen(AskScreen(title, hint=hint, submit=submit))


def _part(parts: list[str], n: int) -> str:
    return parts[n] if len(parts) > n else ""


def _day(pane: RoadmapPane, parts: list[str], n: int, what: str) -> dt.date:
    found = pane.context.day(_part(parts, n))
    if found is None:
        raise Refused(f"{what} is missing; give it after a bar, such as | 2026-03-02")
    return found


def _number(parts: list[str], n: int, what: str) -> int:
    text = _part(parts, n)
    if not text.isdigit():
        raise Refused(f"{what} are missing; give a whole number after a bar, such as | 3")
    return int(text)


def _deliverable(pane: RoadmapPane, phase: str | None, parts: list[str]) -> str | None:
    fields: dict[str, Any] = {"name": parts[0], "phase": phase, "due": pane.context.day(_part(parts, 1))}
    return _put(pane, "deliverable", parts[0], fields)


def _milestone(pane: RoadmapPane, phase: str | None, parts: list[str]) -> str | None:
    return _put(pane, "milestone", parts[0], {"name": parts[0], "date": _day(pane, parts, 1, "The day")})


def _new_phase(pane: RoadmapPane, phase: str | None, parts: list[str]) -> str | None:
    months = _number(parts, 1, "The months") if _part(parts, 1) else None
    return _put(pane, "phase", parts[0], {"name": parts[0], "months": months})


def _sprint(pane: RoadmapPane, phase: str | None, parts: list[str]) -> str | None:
    key = slug(parts[0], set(pane.now()[0].sprints))
    start, weeks = _day(pane, parts, 1, "The first day"), _number(parts, 2, "The weeks")
    pane.go_to("sprint", key)
    refused = pane.attempt(
        pane.context.session.do, roadmap.nest, pane.project_id, sprint=key, name=parts[0], phase=phase, start=start,
        weeks=weeks,
    )  # fmt: skip
    if refused is None:
        pane.call_later(_ask_leaves, pane, key)
    return refused


def _ask_leaves(pane: RoadmapPane, key: str) -> None:
    """Ask what the sprint leaves, and then what it de-risks; Esc leaves either open."""
    from paceplan.tui.screens.planning import choose_needs

    def submit(text: str) -> str | None:
        args = {"item": f"sprints.{key}", "fields": {"leaves": text.strip() or None}}
        return pane.attempt(pane.context.session.do, planning.put, pane.project_id, **args)

    def asked(_: str | None) -> None:
        row = pane.row
        if row and row.id == key and row.kind == "sprint":
            choose_needs(pane, row)

    hint = with_keys("The tested piece that later sprints build on, in a few words; {dialogue.leave} leaves it open")
    pane.app.push_screen(AskScreen("Which reusable piece does it leave?", hint=hint, submit=submit), asked)


def _put(pane: RoadmapPane, kind: Any, name: str, fields: dict[str, Any]) -> str | None:
    project, playbook = pane.now()
    taken = set(getattr(project, f"{kind}s")) | {i for p in playbook.phases.values() for i in p.deliverables}
    key = slug(name, taken | set(playbook.phases))
    pane.go_to(kind, key)
    stamp = {"by": pane.context.session.author, "on": pane.context.today}
    args = {"item": f"{kind}s.{key}", "fields": fields, **stamp}
    return pane.attempt(pane.context.session.do, planning.put, pane.project_id, **args)


_ADD = {"deliverable": _deliverable, "sprint": _sprint, "milestone": _milestone, "phase": _new_phase}
