"""A roadmap in words: the line under the cursor, how the plan stands, and all of it to be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from paceplan.core import baseline
from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.in_force import key
from paceplan.tui.presentation.layout import labelled, wrapped
from paceplan.tui.presentation.words import day, plural

if TYPE_CHECKING:
    from paceplan.core.baseline import Drift
    from paceplan.core.elevation import TripWire
    from paceplan.core.roadmap import DeliverableState, MilestoneState, PhaseSpan, SprintSpan
    from paceplan.core.roadmap_block import Overview
    from paceplan.core.schedule import Wait

LABEL = 10


def about(kind: str, item_id: str, seen: Overview, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    """Return the lines for one row of the chart: its name with the facts, what is wrong with it, then words."""
    plan = seen.plan
    head: list[Content] = []
    body: list[Content] = []
    for phase in plan.phases:
        if kind == "phase" and phase.id == item_id:
            head, body = _phase(phase, today, width, glyphs)
        for deliverable in phase.deliverables:
            if kind == "deliverable" and deliverable.id == item_id:
                head, body = _deliverable(deliverable, seen, today, width, glyphs)
    for sprint in plan.sprints:
        if kind == "sprint" and sprint.id == item_id:
            head, body = _sprint(sprint, seen, today, width, glyphs)
    for milestone in plan.milestones:
        if kind == "milestone" and milestone.id == item_id:
            head, body = _milestone(milestone, today, width, glyphs)
    for occasion in seen.occasions:
        if kind == "round" and occasion.kind == item_id:
            coming = occasion.next(today)
            facts = f"every {occasion.every}   next {day(coming, today) if coming else 'none any more'}"
            text = "Laid out by itself over the roadmap; it moves and ends with it."
            head, body = [_head(occasion.name, facts, width, glyphs)], _body(text, width, glyphs)
    return [*head, *_urgent(kind, item_id, seen, today, width, glyphs), *body]


def _urgent(kind: str, key: str, seen: Overview, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    """Return how it departs from the agreed plan, and what cannot hold."""
    lines = []
    if drift := seen.drift(kind, key):
        lines.append(Content.styled(fit(drifted(drift, today), width, glyphs), "$warning"))
    doubts = [fit(f"{glyphs.late} {doubt.message}", width, glyphs) for doubt in seen.doubts_on(kind, key)]
    return lines + [Content.styled(text, "$missed") for text in doubts]


def drifted(drift: Drift, today: dt.date) -> str:
    """Return how something departs from the agreed plan, in a line."""
    if drift.state == "new":
        return "new since the agreement"
    if drift.state == "dropped" or drift.agreed is None:
        return "dropped since the agreement"
    since = f" since {day(drift.since, today)}" if drift.since else ""
    why = f": {'; '.join(drift.why)}" if drift.why else ""
    return f"agreed for {day(drift.agreed, today)}, {baseline.by_days(drift.days)}{since}{why}"


def _head(name: str, facts: str, width: int, glyphs: Glyphs) -> Content:
    name = fit(name, min(width, 40), glyphs).rstrip() if cell_len(name) > 40 else name
    return Content.assemble((name, "bold"), (fit(f"  {facts}", max(0, width - cell_len(name)), glyphs), "$faint"))


def _body(text: str, width: int, glyphs: Glyphs) -> list[Content]:
    return [Content(fit(line, width, glyphs)) for line in wrapped(text, width)] if text else []


def _named(label: str, text: str, width: int, glyphs: Glyphs) -> list[Content]:
    if not text:
        return []
    room = max(0, width - len(label) - 1)
    return [Content.assemble((f"{label} ", "$faint"), fit(" ".join(text.split()), room, glyphs))]


Parts = tuple[list[Content], list[Content]]


def _phase(phase: PhaseSpan, today: dt.date, width: int, glyphs: Glyphs) -> Parts:
    span = f"{day(phase.start, today)} – {day(phase.end, today)}"
    facts = f"{span}   {plural(phase.months, 'month')}   {phase.done} of {phase.total} done"
    if phase.shift_days:
        facts += f"   moved {phase.shift_days:+d} days"
    waits = [Content.styled(fit(f"waits for {_awaited(w, today)}", width, glyphs), "$today") for w in phase.waits]
    return [_head(phase.name, facts, width, glyphs), *waits], _body(phase.text, width, glyphs)


def _awaited(wait: Wait, today: dt.date) -> str:
    due = f", {day(wait.due, today)}" if wait.due else ""
    return f"{wait.name}{due}{f' ({wait.detail})' if wait.detail else ''}"


def _deliverable(item: DeliverableState, seen: Overview, today: dt.date, width: int, glyphs: Glyphs) -> Parts:
    if item.done:
        state = f"done {day(item.on, today)}" if item.on else "done"
    else:
        state = f"due {day(item.due, today)}" if item.due else "open"
    head = [_head(item.name, "   ".join(filter(None, (state, item.owner))), width, glyphs)]
    names = {d.id: d.name for p in seen.plan.phases for d in p.deliverables}
    if item.missing_needs and not item.done:
        missing = ", ".join(names.get(n, n) for n in item.missing_needs)
        head.append(Content.styled(fit(f"needs {missing} first", width, glyphs), "$today"))
    by = [s.name for s in seen.plan.sprints if s.de_risks == item.id]
    return head, [
        *_named("evidence", item.evidence, width, glyphs), *_body(item.text, width, glyphs),
        *_named("de-risked by", ", ".join(by), width, glyphs), *_body(item.note, width, glyphs),
    ]  # fmt: skip


def _sprint(sprint: SprintSpan, seen: Overview, today: dt.date, width: int, glyphs: Glyphs) -> Parts:
    state = f"   {sprint.decision or 'done'}" if sprint.done else ""
    facts = f"{plural(sprint.weeks, 'week')}, closes {day(sprint.end, today)}{state}"
    names = {d.id: d.name for p in seen.plan.phases for d in p.deliverables}
    ids = [s.id for s in seen.plan.sprints]
    before = [p.text for p in seen.plan.pieces if p.there and ids.index(p.sprint) < ids.index(sprint.id)]
    return [_head(sprint.name, facts, width, glyphs)], [
        *_named("de-risks", names.get(sprint.de_risks or "", sprint.de_risks or ""), width, glyphs),
        *_named("leaves", sprint.leaves, width, glyphs),
        *_named("builds on", f"{glyphs.on_track} ".join(f"{text} " for text in before).strip(), width, glyphs),
        *_body(sprint.note, width, glyphs),
    ]  # fmt: skip


def _milestone(point: MilestoneState, today: dt.date, width: int, glyphs: Glyphs) -> Parts:
    state = f"done {day(point.on, today)}" if point.done and point.on else "done" if point.done else "open"
    head = [_head(point.name, f"{day(point.day, today)}   {state}", width, glyphs)]
    audit = "   ".join(f"{glyphs.tick_done if where else glyphs.tick_open} {name}" for _, name, where in point.audit)
    proofs = [line for _, name, where in point.audit if where for line in _named(name.lower(), where, width, glyphs)]
    return head, [
        *_named("audit", audit, width, glyphs), *_named("evidence", point.evidence, width, glyphs), *proofs,
    ]  # fmt: skip


# How the plan stands


def alert(seen: Overview | None, wires: tuple[TripWire, ...], width: int, glyphs: Glyphs) -> Content:
    """Return the one line above the chart: what speaks for a marathon, or else what cannot hold as planned."""
    if wires:
        more = f" (and {len(wires) - 1} more)" if len(wires) > 1 else ""
        ending = f"{more}; {key('project.elevate')} elevates"
        text = fit(f"{glyphs.late} {wires[0].text}", max(0, width - len(ending)), glyphs).rstrip()
        return Content.styled(f"{text}{ending}", "bold $missed")
    if seen and seen.doubts:
        count = len(seen.doubts)
        ending = (
            f"; {key('roadmap.whole')} reads it"
            if count == 1
            else f" (and {count - 1} more); {key('roadmap.whole')} reads all"
        )
        text = fit(f"{glyphs.late} {seen.doubts[0].message}", max(0, width - len(ending)), glyphs).rstrip()
        return Content.styled(f"{text}{ending}", "$missed")
    return Content("")


def standing(seen: Overview, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    """Return how the plan stands against the agreed one, the largest delays first, and the pieces there are."""
    moved, along = baseline.leading(seen.drifts)
    lines = [Content.assemble(("Agreed plan  ", "bold"), (_agreed(seen, today), "$faint"))]
    for drift in moved:
        days = f"{drift.days:+d}d" if drift.state == "moved" else drift.state
        text = f"{days:>6}  {drift.name}"
        why = f"  {drift.why[-1]}" if drift.why else ""
        style = "$warning" if drift.days > 0 else "$met" if drift.days < 0 else "$faint"
        text = fit(text, min(width, max(30, width // 2)), glyphs).rstrip()
        lines.append(Content.assemble((text, style), (fit(why, max(0, width - cell_len(text)), glyphs), "$faint")))
    if along:
        lines.append(
            Content.styled(fit(f"        and {along} that went along with their phase", width, glyphs), "$faint")
        )
    there = [p.text for p in seen.plan.pieces if p.there]
    if there:
        lines.append(Content.assemble(("Pieces so far  ", "bold"), fit(", ".join(there), max(0, width - 15), glyphs)))
    return lines


def _agreed(seen: Overview, today: dt.date) -> str:
    if seen.end_drift is None:
        return (
            f"not kept yet; {key('roadmap.agree')} keeps today's dates"
            if seen.agreed is None
            else (f"its dates were not kept; {key('roadmap.agree')} keeps today's")
        )
    agreed = day(seen.agreed, today) if seen.agreed else "once"
    return f"{agreed}; ends {day(seen.plan.end, today)}, {baseline.by_days(seen.end_drift)}"


def whole(
    seen: Overview | None, wires: Iterable[TripWire], today: dt.date, width: int, glyphs: Glyphs
) -> list[Content]:
    """Return all there is to say of a roadmap, to be read."""
    parts: list[tuple[str, list[str]]] = [("What speaks for a marathon", [wire.text for wire in wires])]
    if seen:
        waits = [f"{p.name} waits for {_awaited(w, today)}" for p in seen.plan.phases for w in p.waits]
        pieces = [f"{glyphs.tick_done if p.there else glyphs.tick_open} {p.text} ({p.name})" for p in seen.plan.pieces]
        lacks = [f"{m.name}: {', '.join(m.lacks)}" for m in seen.plan.milestones if m.lacks]
        rounds = [f"{o.name}, every {o.every}{_next(o.next(today), today)}" for o in seen.occasions]
        parts += [
            ("What cannot hold", [str(doubt) for doubt in seen.doubts]),
            ("The agreed plan", [_agreed(seen, today)]),
            ("What moved", [f"{d.name}: {drifted(d, today)}" for d in baseline.moved(seen.drifts)]),
            ("What is waited for", waits),
            ("Pieces that sprints leave", pieces),
            ("Evidence still wanting", lacks),
            ("What comes round", rounds),
        ]
    lines: list[Content] = []
    for title, texts in parts:
        if texts:
            body = [line for text in texts for line in labelled("", [text], width, label=2)]
            lines += [Content("")] * bool(lines) + [Content.styled(title, "bold"), *body]
    return lines or [Content("Nothing to say yet: there is no roadmap.")]


def _next(coming: dt.date | None, today: dt.date) -> str:
    return f", next {day(coming, today)}" if coming else ""
