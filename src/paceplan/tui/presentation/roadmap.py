"""What is under the cursor of a roadmap, in up to three lines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.presentation.layout import wrapped
from paceplan.tui.presentation.words import day, plural

if TYPE_CHECKING:
    from paceplan.core.roadmap import DeliverableState, PhaseSpan, Plan, SprintSpan


def about(kind: str, item_id: str, plan: Plan, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    """Return the lines for one row of the chart: its name with the facts, then words, then what it waits for."""
    for phase in plan.phases:
        if kind == "phase" and phase.id == item_id:
            return _phase(phase, today, width, glyphs)
        for deliverable in phase.deliverables:
            if kind == "deliverable" and deliverable.id == item_id:
                return _deliverable(deliverable, today, width, glyphs)
    for sprint in plan.sprints:
        if kind == "sprint" and sprint.id == item_id:
            return _sprint(sprint, today, width, glyphs)
    for milestone in plan.milestones:
        if kind == "milestone" and milestone.id == item_id:
            state = "done" if milestone.done else "open"
            facts = "   ".join(filter(None, (day(milestone.day, today), state, milestone.evidence)))
            return [_head(milestone.name, facts, width, glyphs)]
    return []


def _head(name: str, facts: str, width: int, glyphs: Glyphs) -> Content:
    name = fit(name, min(width, 40), glyphs).rstrip() if len(name) > 40 else name
    return Content.assemble((name, "bold"), (fit(f"  {facts}", max(0, width - len(name)), glyphs), "$faint"))


def _body(text: str, width: int, glyphs: Glyphs) -> list[Content]:
    lines = wrapped(text, width) if text else []
    return [Content(fit(" ".join(lines), width, glyphs))] if lines else []


def _phase(phase: PhaseSpan, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    facts = f"{day(phase.start, today)} – {day(phase.end, today)}   {phase.done} of {phase.total} done"
    if phase.shift_days:
        facts += f"   moved {phase.shift_days:+d} days"
    lines = [_head(phase.name, facts, width, glyphs), *_body(phase.text, width, glyphs)]
    if phase.waits_for:
        lines.append(Content.styled(fit(f"waits for {', '.join(phase.waits_for)}", width, glyphs), "$today"))
    return lines


def _deliverable(item: DeliverableState, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    if item.done:
        state = f"done {day(item.on, today)}" if item.on else "done"
    else:
        state = f"due {day(item.due, today)}" if item.due else "open"
    lines = [_head(item.name, "   ".join(filter(None, (state, item.owner))), width, glyphs)]
    lines += _body(item.text or item.note, width, glyphs)
    if item.missing_needs and not item.done:
        lines.append(Content.styled(fit(f"needs {', '.join(item.missing_needs)} first", width, glyphs), "$today"))
    elif item.evidence:
        lines.append(Content.assemble(("evidence ", "$faint"), fit(item.evidence, max(0, width - 9), glyphs)))
    return lines


def _sprint(sprint: SprintSpan, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    facts = f"{plural(sprint.weeks, 'week')}, closes {day(sprint.end, today)}{'   done' if sprint.done else ''}"
    lines = [_head(sprint.name, facts, width, glyphs)]
    if sprint.leaves:
        lines.append(Content.assemble(("leaves ", "$faint"), fit(sprint.leaves, max(0, width - 7), glyphs)))
    return lines
