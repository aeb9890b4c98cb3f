"""What is under the cursor among the risks, large: a risk on the grid, a runbook's steps, a drill's reports, a cost."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core import costs
from paceplan.core.risks import IMPACTS, LIKELIHOODS
from paceplan.core.text import clean
from paceplan.tui.glyphs import Glyphs
from paceplan.tui.in_force import key
from paceplan.tui.presentation.grid import LEAST, Point, grid
from paceplan.tui.presentation.layout import labelled
from paceplan.tui.presentation.people_page import cut, titled, told, with_grid
from paceplan.tui.presentation.risks import exposure_tone
from paceplan.tui.presentation.words import day, plural

if TYPE_CHECKING:
    from paceplan.core.drills import DrillState
    from paceplan.core.playbook import Pitfall
    from paceplan.core.risks import RiskState
    from paceplan.core.runbooks import RunbookState
    from paceplan.tui.presentation.risks import Risks

_TONES = {"missed": "$missed", "due": "$today", "faint": "$foreground"}


def risk_page(risk: RiskState, found: Risks, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return a risk with its guardrails, and where it stands among the others."""
    head, *full = risk_words(risk, width, glyphs)
    drawn = functools.partial(risks_grid, found, risk.id, width - 4, glyphs=glyphs)
    if len(full) + 1 <= height - 1 - LEAST:
        return [head, *with_grid(full, [], drawn, height - 1)]
    rails = ", ".join(f"{glyphs.tick_done if g.ticked else glyphs.tick_open} {g.name}" for g in risk.guardrails)
    words = [
        ("guardrails", rails),
        ("mitigation", clean(risk.mitigation, multiline=True)),
        ("owner", clean(risk.owner)),
    ]
    return [head, *with_grid(told(words, width), told([("about", risk.text)], width), drawn, height - 1)]


def risk_words(risk: RiskState, width: int, glyphs: Glyphs) -> list[Content]:
    """Return a risk with its levels, guardrails, mitigation and owner."""
    state = "" if risk.open else ", closed"
    head = titled(
        clean(risk.name), f"{risk.likelihood} x {risk.impact}: exposure {risk.exposure}{state}", width, glyphs
    )
    levels = f"{LIKELIHOODS[risk.likelihood]}, {IMPACTS[risk.impact]}"
    lines = told([("levels", levels), ("about", risk.text)], width)
    for n, rail in enumerate(risk.guardrails):
        sign = glyphs.tick_done if rail.ticked else glyphs.tick_open
        block = labelled("guardrails" if n == 0 else " ", [f"{sign} {rail.name}: {rail.text}"], width - 4, label=12)
        lines += [Content.assemble("  ", line) for line in block]
    lines += told([("mitigation", clean(risk.mitigation, multiline=True)), ("owner", clean(risk.owner))], width)
    return [head, *lines]


def risks_grid(found: Risks, here: str, width: int, height: int, *, glyphs: Glyphs) -> list[Content]:
    """Return the open risks on a grid of likelihood and impact, each with its exposure."""
    cells: dict[tuple[int, int], list[Point]] = {}
    for r in found.register:
        if r.open or r.id == here:
            point = Point(f"{r.exposure} {clean(r.name)}", _TONES[exposure_tone(r)], r.id == here)
            cells.setdefault((r.likelihood, r.impact), []).append(point)
    return grid(cells, "likelihood", "impact", width, height, glyphs)


def runbook_page(r: RunbookState, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return a runbook: what sets it off, who runs it, its steps, and what it lacks."""
    head = titled(clean(r.name), "" if r.applies else "for another pace", width, glyphs)
    lines = [head]
    if r.missing:
        lines += told([("lacks", f"{glyphs.late} {', '.join(r.missing)}")], width, style="$today bold")
    trigger = clean(r.trigger, multiline=True) or f"none yet: {key('risks.trigger')} says what sets it off"
    lines += told(
        [("trigger", trigger), ("owner", clean(r.owner) or (f"nobody yet: {key('risks.owner')} names exactly one"))],
        width,
    )
    for n, step in enumerate(r.steps, 1):
        lines += told([("steps" if n == 1 else " ", f"{n}. {clean(step)}")], width)
    if not r.steps:
        lines += told([("steps", f"none yet: {key('risks.steps')} writes them, one a line")], width)
    whose = "Steps of the project's own." if r.rewritten and not r.own else ""
    lines += told([("about", r.text), ("", whose)], width)
    return cut(lines, height)


def drill_page(d: DrillState, today: dt.date, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return a drill: when it is due, and every report that was kept."""
    head = titled(clean(d.name), f"each {d.every}", width, glyphs)
    late = d.overdue(today)
    if late:
        due = f"{glyphs.late} {day(d.due, today)}, {plural(late, 'day')} overdue"  # type: ignore[arg-type]
    elif d.due:
        due = day(d.due, today)
    else:
        due = (
            "once the work has a start, or it was held"
            if d.taken
            else f"not taken up: {key('risks.take')} takes it up, {key('risks.done')} holds it"
        )
    lines = [head, *told([("due", due)], width, style="$missed bold" if late else "")]
    lines += told([("about", d.text)], width)
    held = f"held {plural(len(d.reports), 'time')}" if d.reports else ""
    lines += [Content(""), *told([("reports", held or "none yet; each one is kept, and goes to the journal")], width)]
    for on, text in d.reports:
        lines += told(
            [(day(on, today), clean(text, multiline=True) or f"no report: {key('risks.edit')} writes it")], width
        )
    return cut(lines, height)


def pitfall_page(pitfall: Pitfall, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return a pitfall and its remedy."""
    lines = [titled(pitfall.name, "pitfall", width, glyphs), *told([("", pitfall.text)], width), Content("")]
    return cut([*lines, *told([("remedy", pitfall.remedy)], width, style="bold")], height)


def cost_page(found: Risks, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return the recurring cost that the proposal names."""
    head = titled("Recurring cost", "in the proposal" if found.cost_wanted else "", width, glyphs)
    if found.cost is None:
        said = f"None is named yet; {key('risks.cost')} names it, such as 480 EUR a month."
        style = "$today bold" if found.cost_wanted else ""
        why = "The method wants it beside what is paid once, before anybody approves the work."
        return cut(
            [head, *told([("", said)], width, style=style), *told([("", why * found.cost_wanted)], width)], height
        )
    note = clean(found.cost.note, multiline=True)
    return cut([head, *told([("costs", clean(costs.told(found.cost))), ("made of", note)], width)], height)
