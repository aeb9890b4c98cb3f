"""The risks of a project as one list: the register, runbooks, drills and the recurring cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paceplan.core import costs
from paceplan.core import drills as drilling
from paceplan.core import risks as core
from paceplan.core import runbooks as written
from paceplan.core.pilot import time_box
from paceplan.core.roadmap import plan as plan_of
from paceplan.core.text import clean
from paceplan.tui.glyphs import Glyphs
from paceplan.tui.in_force import key
from paceplan.tui.presentation.people import WORDS_OF
from paceplan.tui.presentation.words import day
from paceplan.tui.widgets.section_list import SectionRow

if TYPE_CHECKING:
    from paceplan.core.drills import DrillState
    from paceplan.core.entries import Cost
    from paceplan.core.playbook import Pitfall, Playbook, Practice
    from paceplan.core.project import Project
    from paceplan.core.risks import RiskState
    from paceplan.core.runbooks import RunbookState

COST = "cost"
"""The id of the cost's line."""

GRAVE, WEIGHTY = 6, 3
"""Exposures from which a risk is marked as grave, and as weighty."""

SOON = 14
"""Days before its date from which a drill is marked as due."""


@dataclass(frozen=True, slots=True)
class Risks:
    """All that the tab shows, as it stands on a day."""

    register: tuple[RiskState, ...]
    runbooks: tuple[RunbookState, ...]
    drills: tuple[DrillState, ...]
    cost: Cost | None
    cost_wanted: bool
    """The playbook wants the recurring cost in the proposal."""
    pitfalls: dict[str, Pitfall]
    advice: dict[str, Practice]
    """What the method says on risks beside all that."""

    def risk(self, key: str) -> RiskState | None:
        """Return a risk by its id."""
        return next((r for r in self.register if r.id == key), None)

    def runbook(self, key: str) -> RunbookState | None:
        """Return a runbook by its id."""
        return next((r for r in self.runbooks if r.id == key), None)

    def drill(self, key: str) -> DrillState | None:
        """Return a drill by its id."""
        return next((d for d in self.drills if d.id == key), None)


def risks_of(project: Project, playbook: Playbook, pace: str | None) -> Risks:
    """Return all that the tab shows."""
    box, plan = time_box(project, playbook, pace), plan_of(project, playbook, pace)
    return Risks(
        core.register(project, playbook),
        written.runbooks(project, playbook, pace),
        drilling.drills(project, playbook, pace, box, plan),
        project.costs,
        playbook.cost_in_proposal,
        playbook.pitfalls,
        {i: advice for i, advice in playbook.practices.items() if advice.place == "risks"},
    )


def rows_of(found: Risks, today: dt.date, glyphs: Glyphs) -> Iterator[SectionRow]:
    """Yield every line of the list, the sections with their headings."""
    open_ = [r for r in found.register if r.open]
    grave = sum(r.exposure >= GRAVE for r in open_)
    said = f"{len(open_)} open, {grave} grave" if found.register else f"none yet: {key('risks.add')} adds one"
    yield SectionRow("heading risks", "Risks", said=said)
    yield from (_risk(r, glyphs) for r in found.register)
    yield from _runbooks(found, glyphs)
    late = sum(d.overdue(today) > 0 for d in found.drills)
    taken = sum(d.taken for d in found.drills)
    said = (
        f"{taken} taken up" + (f", {late} overdue" if late else "")
        if found.drills
        else f"none: {key('risks.add')} adds one"
    )
    yield SectionRow("heading drills", "Drills", said=said, tone="missed" if late else "faint")
    yield from (_drill(d, today, glyphs) for d in found.drills)
    yield SectionRow("heading cost", "Recurring cost")
    if found.cost:
        note = clean(found.cost.note)
        yield SectionRow(COST, clean(costs.told(found.cost)).partition(", ")[0], glyphs.done, "met", note)
    else:
        sign, tone = (glyphs.late, "due") if found.cost_wanted else (glyphs.tick_open, "faint")
        wanted = (
            (f"the proposal has to name it: {key('risks.cost')}")
            if found.cost_wanted
            else f"{key('risks.cost')} names it"
        )
        word = "missing" if found.cost_wanted else ""
        yield SectionRow(COST, "No cost named yet", sign, tone, wanted, word, used=False)
    yield from _read_only(found, glyphs)


def _read_only(found: Risks, glyphs: Glyphs) -> Iterator[SectionRow]:
    """Yield what the playbook says and nobody changes: pitfalls with their remedies, and advice."""
    if found.pitfalls:
        yield SectionRow("heading pitfalls", "Pitfalls", said="each with its remedy")
        for key, pitfall in found.pitfalls.items():
            yield SectionRow(f"pitfall {key}", pitfall.name, glyphs.on_track, "faint", pitfall.remedy)
    if found.advice:
        yield SectionRow("heading advice", "Advice on risks")
        for key, one in found.advice.items():
            yield SectionRow(f"advice {key}", one.name, glyphs.on_track, "faint", one.text)


def exposure_tone(risk: RiskState) -> str:
    """Return the tone of a risk by its exposure."""
    if not risk.open:
        return "faint"
    return "missed" if risk.exposure >= GRAVE else "due" if risk.exposure >= WEIGHTY else "faint"


def _risk(r: RiskState, glyphs: Glyphs) -> SectionRow:
    tone = exposure_tone(r)
    sign = {"missed": glyphs.late, "due": glyphs.due, "faint": glyphs.on_track}[tone] if r.open else glyphs.done
    rails = f"guards {r.ticked}/{len(r.guardrails)}" if r.guardrails else ""
    level, by = f"{r.likelihood} x {r.impact} = {r.exposure}", clean(r.owner or r.mitigation)
    said, short = f"{level}  {rails:<10}  {by}".rstrip(), f"{level}  {by or rails}"
    word = "closed" if not r.open else "unguarded" if r.bare else ""
    return SectionRow(f"risk {r.id}", clean(r.name), sign, tone if r.open else "met", said, word, r.taken, short)


def _runbooks(found: Risks, glyphs: Glyphs) -> Iterator[SectionRow]:
    ready = sum(not r.missing for r in found.runbooks)
    said = f"{ready} of {len(found.runbooks)} ready" if found.runbooks else f"none: {key('risks.add')} adds one"
    yield SectionRow("heading runbooks", "Runbooks", said=said)
    for r in found.runbooks:
        wanted = r.taken or r.demanded
        sign = glyphs.done if not r.missing else glyphs.late if wanted else glyphs.tick_open
        tone = "met" if not r.missing else "due" if wanted else "faint"
        said = f"{len(r.steps)} step{'s' * (len(r.steps) != 1)}  {clean(r.owner)}".rstrip()
        word = r.missing[0] if r.missing else ""
        word = {"no rollback trigger": "no trigger", "more than one owner": "two owners"}.get(word, word)
        used, owner = r.taken or r.applies, clean(r.owner)
        yield SectionRow(f"runbook {r.id}", clean(r.name), sign, tone, said, word, used, owner)


def _drill(d: DrillState, today: dt.date, glyphs: Glyphs) -> SectionRow:
    row_id, name = f"drill {d.id}", clean(d.name)
    if not d.taken:
        asked = f"not taken up: {key('risks.done')} holds it" if d.applies else "for another pace"
        return SectionRow(row_id, name, glyphs.tick_open, "faint", asked, WORDS_OF[d.every], used=False)
    late = d.overdue(today)
    soon = d.due is not None and not late and (d.due - today).days <= SOON
    sign, tone = (glyphs.late, "missed") if late else (glyphs.due, "due") if soon else (glyphs.done, "met")
    if d.due is None:
        sign, tone = glyphs.on_track, "faint"
    due = f"due {day(d.due, today)}" if d.due else "no date: the work has no start yet"
    said = clean(d.reports[0][1]) if d.last else ""
    report = f"  last {day(d.last, today)}" + f": {said}" * bool(said) if d.last else "  never held"
    word = "overdue" if late else WORDS_OF[d.every]
    return SectionRow(row_id, name, sign, tone, due + report, word)
