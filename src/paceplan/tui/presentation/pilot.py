"""A pilot's checklists as screens show them, and what keeps the pilot from starting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from paceplan.core import pilot as core
from paceplan.tui.glyphs import Glyphs, fit, meter
from paceplan.tui.in_force import key
from paceplan.tui.presentation.layout import band, labelled, pressing, wrapped
from paceplan.tui.presentation.words import day
from paceplan.tui.widgets.check_list import dated, is_late

if TYPE_CHECKING:
    from paceplan.core.checklists import ItemState, ListState
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

Part = tuple[str, str]

LABEL = 10
WRITTEN = ("note", "evidence", "owner", "due")
"""What is written on an item by an action of that name."""
BAR = 8
"""Cells of the bar of how far a list is."""


def why_not_start(project: Project, playbook: Playbook) -> str | None:
    """Return what keeps the pilot from starting, as a sentence; None where nothing does."""
    return sentence(core.why_not_start(project, playbook))


def sentence(reason: str | None) -> str | None:
    """Return a reason of the core as a sentence; None where there is none."""
    if reason is None:
        return None
    said = reason.partition(": ")[2] or reason  # without the key of the file that it is about
    return f"{said[0].upper()}{said[1:]}."


# The checklists


def list_order(playbook: Playbook) -> list[str]:
    """Return the playbook's checklists, the pilot's first."""
    return sorted(playbook.checklists, key=lambda i: i != "pilot")


def overview(
    states: Sequence[ListState], current: str, today: dt.date, width: int, height: int, glyphs: Glyphs
) -> Content:
    """Return all checklists with how far each is, the one that shows marked."""
    lines = [Content(""), band([(2, "All lists"), (13, f"{key('pilot.list')} goes through them")], width)]
    open_lists = [state for state in states if not state.complete]
    dates = max((cell_len(dated(state.due, today)) + 4 for state in open_lists if state.due), default=0)
    name = min(max(cell_len(state.name) for state in states), max(8, width - 4 - 12 - BAR - dates - 1))
    for state in states:
        here, late = state.id == current, is_late(state, today)
        sign, tone = (glyphs.done, "$met") if state.complete else (" ", "")
        due = f"  {glyphs.late if late else ' '} {dated(state.due, today)}" if state in open_lists and state.due else ""
        line = Content.assemble(
            (f"{glyphs.sprint if here else ' '} ", "$key"), (f"{sign} ", tone),
            (fit(state.name, name, glyphs), "$foreground bold" if here else "$foreground"),
            (f"  {state.done:>2} of {state.total:<2}  ", "$faint" if state.complete else "$foreground"),
            (meter(state.done, state.total, BAR, glyphs), "$met" if state.complete else "$bar-done"),
            (due, "$missed bold" if late else "$faint"),
        )  # fmt: skip
        lines.append(pressing(line, f"list {state.id}"))
    return Content("\n").join(lines[:height])


def words(
    item: ItemState, project: Project, playbook: Playbook, today: dt.date, width: int, height: int, glyphs: Glyphs
) -> Content:
    """Return the item in full with what is written on it; where `height` is too little, every text gives up its end."""
    lines = [Content.styled(line, "bold") for line in wrapped(item.text or item.name, width)]
    told = [(label, text) for label, text in _told(item, project, playbook, today) if text]
    blocks = [labelled(label, text.split("\n"), width, label=LABEL) for label, text in told]
    room = height - len(lines)
    if sum(map(len, blocks)) > room:
        blocks = blocks[: max(0, room)]
        spare = room - len(blocks)
        for number, block in enumerate(blocks):
            keep = min(len(block), 1 + spare)
            spare -= keep - 1
            if keep < len(block):
                blocks[number] = _shortened(block, keep, width, glyphs)
    for number, (label, _) in enumerate(told[: len(blocks)]):
        if label in WRITTEN:
            blocks[number] = [pressing(line, f"pilot.{label}") for line in blocks[number]]
    body = [line for block in blocks for line in block]
    # A line of air above and between, where there is room for it.
    spare = height - len(lines) - len(body)
    if spare:
        lines.insert(0, Content(""))
    if spare > 1 and body:
        lines.append(Content(""))
    return Content("\n").join([*lines, *body][:height])


def _told(item: ItemState, project: Project, playbook: Playbook, today: dt.date) -> list[tuple[str, str]]:
    """Return what is written on an item, each under its label, the most telling first."""
    told = [("why not", item.why if item.na else "")]
    evidence = item.evidence
    if item.artifact:
        info, state = playbook.artifacts.get(item.artifact), project.artifacts.get(item.artifact)
        told.append(("artifact", f"stands for '{info.name if info else item.artifact}' on the Score tab"))
        told.append(("why", state.why if state else ""))
        evidence = evidence or (state.evidence if state else "")
    told += [("note", item.note), ("evidence", evidence)]
    if item.done:
        told.append(("done", ", ".join(part for part in (item.by, day(item.on, today) if item.on else "") if part)))
    told.append(("owner", item.owner))
    told.append(("due", day(item.due, today) if item.due else ""))
    return told


def _shortened(block: list[Content], keep: int, width: int, glyphs: Glyphs) -> list[Content]:
    """Return the first `keep` lines of a labelled text, the last one ending with what shows that it goes on."""
    rest = " ".join(line.plain[LABEL:] for line in block[keep - 1 :])
    label = block[keep - 1].plain[:LABEL]
    return [*block[: keep - 1], Content.assemble((label, "$faint"), fit(rest, width - LABEL, glyphs))]
