"""The command compare: chosen projects side by side, by playbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paceplan.cli.cells import cells, padded
from paceplan.cli.output import as_json, badge, field, on_terminal, say, width
from paceplan.cli.parameters import json_option, today_option
from paceplan.cli.resolving import subject
from paceplan.core import compare

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation
    from paceplan.core.compare import Block, Line

_LABEL = (14, 30)
"""Columns of the names of dimensions: at least and at most."""
_COLUMN = (10, 20)
"""Columns of a project: at least and at most."""
_SHADES = ("   ", "░░░", "▒▒▒", "▇▇▇")
"""How much a lean is shaded: none for 0, which is a sprint's end, full for 3, a marathon's."""


@click.command("compare")
@click.argument("projects", nargs=-1, required=True, metavar="PROJECT...")
@json_option
@today_option
@click.pass_obj
def compare_command(invocation: Invocation, projects: tuple[str, ...], in_json: bool) -> None:
    """Show projects side by side, and what sets them apart.

    Leans run from 0, which speaks for a sprint, to 3, which speaks for a marathon. Projects of different playbooks
    stand in blocks of their own. PROJECT is an id, a part of a name, or the path of a project file.

    \b
    Example:
      paceplan compare "Knowledge search" Recommender "Credit limit"
      paceplan compare riverbend east-valley --json
    """
    found = [subject(invocation, given) for given in dict.fromkeys(projects)]
    unique = {(str(s.project.id), s.project.name): s for s in found}
    blocks = compare.compare((s.project, s.playbook, s.verdict) for s in unique.values())
    if in_json:
        as_json({"playbooks": [compare.as_json(block) for block in blocks]})
        return
    for number, block in enumerate(blocks):
        if number:
            say()
        _print(block)


def _print(block: Block) -> None:
    """Print a block; on a terminal in as many tables as its columns need."""
    names = [line.name for line in block.lines] or ["verdict"]
    label = max(_LABEL[0], min(_LABEL[1], max(map(cells, names))))
    longest = max(cells(column.name) for column in block.columns)
    each = max(_COLUMN[0], min(_COLUMN[1], longest))
    fits = max(1, (width() - label) // (each + 2)) if on_terminal() else len(block.columns)
    say(f"{block.name} ({block.playbook})")
    for start in range(0, len(block.columns), fits):
        here = slice(start, start + fits)
        _line("", [c.name for c in block.columns[here]], label, each)
        for line in block.lines:
            _line(line.name, [_cell(line, n) for n in range(len(block.columns))[here]], label, each)
        verdicts = [c.verdict for c in block.columns[here]]
        _line("verdict", [badge(v.pace) for v in verdicts], label, each)
        if any(v.override for v in verdicts):
            _line("runs as", [badge(v.effective) for v in verdicts], label, each)
        if block.dimensions:
            _line("total", [f"{v.total} of {v.maximum}" for v in verdicts], label, each)
            _line("margin", ["–" if v.margin is None else str(v.margin) for v in verdicts], label, each)
        say()
    field("apart", compare.apart(block))


def _cell(line: Line, number: int) -> str:
    cell = line.cells[number]
    if cell.answer is None:
        return "·"
    if line.gate:
        return f"{'yes' if cell.answer else 'no'}{f' {badge(cell.forces)[0]}' if cell.forces else ''}"
    return f"{cell.lean} {_SHADES[cell.lean or 0]}"


def _line(label: str, texts: list[str], size: int, each: int) -> None:
    parts = [padded(label, size), *(padded(text, each) for text in texts)]
    say("  ".join(parts).rstrip())
