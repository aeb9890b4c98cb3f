"""A cell of the comparison in words, and what sets the projects of its block apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core.compare import Block, Column, apart
from paceplan.tui.glyphs import Glyphs, badge, fit
from paceplan.tui.presentation.layout import labelled, wrapped
from paceplan.tui.widgets.heat_map import Place

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook

LABEL = 9


def about(place: Place, column: Column, playbook: Playbook, width: int, glyphs: Glyphs) -> list[Content]:
    """Return the cell under the cursor in words: the project, its answer with the words of that level, and why."""
    verdict = column.verdict
    pace = verdict.effective
    lines = [
        Content.assemble(
            (badge(pace, glyphs), f"$pace-{pace} bold" if pace else "$faint bold"),
            (f"   {fit(column.name, max(1, width - 14), glyphs).rstrip()}", "bold"),
        )
    ]
    if place.line is not None:
        return lines + _answer(place, column, playbook, width)
    if verdict.override:
        lines += labelled("override", [f"{verdict.override[0]}: {verdict.override[1]}"], width, label=LABEL)
    lines += labelled("because", [r.text for r in verdict.reasons if r.forces or r.lean][:4], width, label=LABEL)
    return lines


def _answer(place: Place, column: Column, playbook: Playbook, width: int) -> list[Content]:
    assert place.line is not None
    line = place.line
    cell = line.cells[place.block.columns.index(column)]
    entry = playbook.gates[line.id] if line.gate else playbook.dimensions[line.id]
    asks = labelled("asks", [f"{line.name}: {entry.text}"], width, label=LABEL)
    if cell.answer is None:
        return [*labelled("answer", ["not answered yet"], width, label=LABEL, style="$faint"), *asks]
    if line.gate:
        said = "yes" if cell.answer else "no"
    else:
        level = playbook.dimensions[line.id].levels[int(cell.answer)]
        said = f"{cell.answer} of 3, lean {cell.lean}: {level}"
    lines = labelled("answer", [said], width, label=LABEL)
    return [*lines, *(labelled("why", [cell.why], width, label=LABEL) if cell.why else []), *asks]


def differences(block: Block, width: int, glyphs: Glyphs) -> list[Content]:
    """Return what sets the projects of a block apart, a sentence on lines of its own each."""
    lines = [Content.styled("What sets them apart", "bold")]
    for text in apart(block):
        for number, part in enumerate(wrapped(text, max(8, width - 2))):
            lines.append(Content.assemble((f"{glyphs.right if not number else ' '} ", "$key bold"), part))
    return lines
