"""A project beside the portfolio's list: its verdict, what comes next and what is open, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core import checklists, elevation, pilot
from paceplan.core.errors import Refused
from paceplan.tui.glyphs import fit, meter
from paceplan.tui.presentation.layout import labelled, wrapped
from paceplan.tui.presentation.portfolio import LABEL, preview_of_row

if TYPE_CHECKING:
    from paceplan.core.project import Project
    from paceplan.core.verdict import Verdict
    from paceplan.tui.context import Context


def preview_of_project(project_id: str, context: Context, width: int) -> Content:
    """Return the preview of a project; of its row alone where its playbook is not at hand."""
    session = context.session
    row = session.row(project_id)
    if row is None:
        return Content("")
    try:
        project = session.project(project_id)
        session.playbook(project)
    except Refused as refused:
        return Content("\n").join(
            [preview_of_row(row, context, width), Content(""), Content.styled(refused.message, "$warning")]
        )
    verdict = session.verdict(project_id)
    lines = [preview_of_row(row, context, width, wires=False), Content("")]
    if project.summary:
        summary = wrapped(project.summary, width)
        if len(summary) > 4:
            summary = (*summary[:3], fit(f"{summary[3]} {summary[4]}", width, context.glyphs))
        lines += [Content.styled(part, "$faint") for part in summary] + [Content("")]
    wires = elevation.trip_wires(project, session.playbook(project), context.today)
    if wires:
        lines += [*labelled("elevate?", [w.text for w in wires][:2], width, label=LABEL, style="$missed"), Content("")]
    why = _why(verdict, width)
    lines += [*why, *([Content("")] if why else []), *_pilot(project, verdict, context, width)]
    return Content("\n").join(lines)


def _why(verdict: Verdict, width: int) -> list[Content]:
    texts = [r.text for r in verdict.reasons if r.forces or r.lean][:4]
    return labelled("because", texts, width, label=LABEL)


def _pilot(project: Project, verdict: Verdict, context: Context, width: int) -> list[Content]:
    book = context.session.playbook(project)
    if verdict.effective == "marathon" and project.pilot is None:
        return []
    state = checklists.checklist(project, book, "pilot")
    bar = meter(state.done, state.total, 12, context.glyphs)
    lines = [Content.assemble(("pilot".ljust(LABEL), "$faint"), (bar, "$bar-done"), f" {state.done}/{state.total}")]
    still = [item.name for item in state.items if not item.done and not item.na]
    lines += (
        labelled(
            "open",
            [", ".join(still[:3]) + (f" and {len(still) - 3} more" if len(still) > 3 else "")],
            width,
            label=LABEL,
        )
        if still
        else []
    )
    for number, criterion in enumerate(pilot.criteria(project, book)[:4]):
        met = criterion.met
        sign = context.glyphs.tick_done if met else context.glyphs.blocked if met is False else context.glyphs.tick_na
        style = "$met" if met else "$missed" if met is False else "$faint"
        label = "" if number else "exit"
        lines.append(Content.assemble((label.ljust(LABEL), "$faint"), (f"{sign} ", style), criterion.name))
    return lines
