"""The pilot in a report: time box, checklist, criteria with the marks of moved targets, decision, budgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from paceplan.core import budget, checklists, readings
from paceplan.core import decision as deciding
from paceplan.core import pilot as piloting
from paceplan.core.criteria import Criterion, criteria, figure, mark
from paceplan.export import markdown as md

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

_STATES = {True: "✓ met", False: "✕ **missed**", None: "not read"}
_LIMITS = {True: "✓ kept", False: "✕ **breached**", None: "not read"}


def pilot(project: Project, playbook: Playbook, pace: str | None, today: dt.date) -> Iterator[str]:
    """Yield the part on the pilot; nothing for a marathon that has none."""
    if project.pilot is None and pace == "marathon":
        return
    box = piloting.time_box(project, playbook, pace)
    yield from md.heading(2, "Pilot")
    again = f", iteration {box.iteration}" if box.iteration > 1 else ""
    if box.start and box.close:
        late = f"; the decision is overdue by {box.overdue(today)} days" if box.overdue(today) else ""
        week = f"; week {box.week(today)} of {box.weeks}" if box.state == "running" and box.week(today) else ""
        yield f"{box.state.capitalize()}{again}: {box.weeks} weeks, {box.start} to {box.close}{week}{late}."
    else:
        yield f"{box.state.capitalize()}{again}: {box.weeks} weeks, no start yet."
    yield ""
    judged = criteria(project, playbook, today)
    if judged:
        yield from md.heading(3, "Exit criteria and guardrails")
        header = ["criterion", "baseline", "target", "latest", "state"]
        yield from md.table(header, map(_criterion, judged))
        marks = [f"{md.text(c.name)}: {md.prose(mark(m, c.unit), '  ')}" for c in judged for m in c.moves]
        if marks:
            yield from ("Moved since the start:", "", *md.bullets(marks))
    if project.pilot and project.pilot.dosage:
        yield from ("Dosage:", "", *md.bullets(map(md.text, deciding.dosages(project.pilot.dosage))))
    state = checklists.checklist(project, playbook, "pilot")
    waived = f", {state.not_applicable} not applicable" if state.not_applicable else ""
    yield from md.heading(3, f"{state.name}: {state.done} of {state.total} done{waived}")
    yield from md.table(["item", "state", "who", "when", "note"], map(_item, state.items))


def _criterion(c: Criterion) -> list[str]:
    side = "or more" if c.better == "higher" else "or less"
    target = "" if c.target is None else f"{md.text(figure(c.target, c.unit))} {side}{' (moved)' if c.moved else ''}"
    latest = "" if c.latest is None else f"{md.text(figure(c.latest, c.unit))} on {c.latest_on}"
    only_limit = c.guardrail and not c.exit
    name = md.text(c.name) + (" (guardrail)" if c.guardrail else "")
    baseline = "" if c.baseline is None else md.text(figure(c.baseline, c.unit))
    return [name, baseline, target, latest, (_LIMITS if only_limit else _STATES)[c.met]]


def _item(item: checklists.ItemState) -> list[str]:
    state = "✓ done" if item.done else "– not applicable" if item.na else "○ open"
    when = item.on if item.done else item.due
    written = (md.prose(item.why), md.prose(item.note), md.link(item.evidence) if item.evidence else "")
    note = " ".join(filter(None, written))
    return [md.text(item.name), state, md.text(item.by or item.owner), str(when or ""), note]


def lists(project: Project, playbook: Playbook, pace: str | None) -> Iterator[str]:
    """Yield how far the checklists are beside the pilot's, and what is written on them."""
    others = [s for s in checklists.concerning(project, playbook, pace) if s.id != "pilot"]
    if not others:
        return
    yield from md.heading(2, "Checklists")
    rows = [[md.text(s.name), f"{s.done} of {s.total}", str(s.not_applicable or ""), str(s.due or "")] for s in others]
    yield from md.table(["checklist", "done", "not applicable", "due"], rows)
    for state in others:
        if written := [item for item in state.items if item.owner or item.due or item.note or item.evidence or item.na]:
            yield from md.heading(3, state.name)
            yield from md.table(["item", "state", "who", "when", "note"], map(_item, written))


def brought(project: Project, playbook: Playbook, today: dt.date) -> Iterator[str]:
    """Yield what a marathon brought: the metrics of the long run, before and after."""
    found = readings.returns(project, playbook, today)
    if not found:
        return
    yield from md.heading(2, "Before and after")
    rows = [[md.text(c.name), md.text(readings.changed(c)), f"read on {c.latest_on}"] for c in found]
    yield from md.table(["metric", "change since the baseline", ""], rows)


def decision(project: Project, playbook: Playbook, today: dt.date) -> Iterator[str]:
    """Yield what the evidence speaks for, what was decided, and the iterations before."""
    run = project.pilot
    if run is None or run.start is None:
        return
    yield from md.heading(2, "Decision")
    if run.decision:
        by = f" by {md.text(run.decision.by)}" if run.decision.by else ""
        yield f"**{run.decision.decision.capitalize()}** on {run.decision.on}{by}: {md.prose(run.decision.why)}"
    else:
        yield "Nothing is decided yet."
    yield ""
    if found := deciding.recommend(project, playbook, today):
        spoke = "spoke" if run.decision else "so far speaks"
        yield f"The evidence {spoke} for **{found.decision.replace('-', ' ')}**:"
        yield from ("", *md.bullets(map(md.text, found.because)))
    rows = [
        [number, f"{e.start} to {e.on}", e.decision, md.prose(e.why)]
        for number, e in sorted(run.earlier.items(), key=lambda pair: int(pair[0]))
    ]
    if rows:
        yield from md.heading(3, "Earlier iterations")
        yield from md.table(["iteration", "when", "decision", "why"], rows)


def budgets(project: Project, playbook: Playbook, today: dt.date) -> Iterator[str]:
    """Yield the error budget and the objectives that were chosen."""
    lines = [budget.told(s) for s in budget.slos(project, playbook, today) if s.chosen]
    if state := budget.state(project):
        used = f"error budget: {figure(state.used)} of {figure(state.allowed, state.unit)} used"
        lines.append(budget.pause(project) or used)
    if lines:
        yield from (*md.heading(2, "Objectives and error budget"), *md.bullets(map(md.text, lines)))
