"""Chosen projects side by side: their leans, gates and verdicts, and what sets them apart.

Leans can only be held against each other within one playbook; projects of different ones stand in blocks apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from paceplan.core.rule import lean
from paceplan.core.verdict import NAMES

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.verdict import Verdict

MOST_NAMED = 3
"""Projects that a sentence names before it counts the others."""
MOST_APART = 3
"""Dimensions named as setting projects apart."""


class Column(NamedTuple):
    """A project with the verdict on it."""

    id: str
    name: str
    verdict: Verdict


class Cell(NamedTuple):
    """What one project answered; `answer` is None where it has not, `lean` is that of a dimension."""

    answer: int | bool | None
    lean: int | None
    forces: str | None
    why: str


class Line(NamedTuple):
    """A dimension or a gate, with a cell for each project of the block."""

    id: str
    name: str
    gate: bool
    cells: tuple[Cell, ...]

    @property
    def spread(self) -> int:
        """How far the leans lie apart; of a gate 1 where it is answered differently."""
        if self.gate:
            return len({cell.answer for cell in self.cells if cell.answer is not None}) // 2
        leans = [cell.lean for cell in self.cells if cell.lean is not None]
        return max(leans) - min(leans) if leans else 0


class Block(NamedTuple):
    """The chosen projects of one playbook, in the order they were chosen in."""

    playbook: str
    name: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def dimensions(self) -> tuple[Line, ...]:
        """The lines with leans."""
        return tuple(line for line in self.lines if not line.gate)

    @property
    def gates(self) -> tuple[Line, ...]:
        """The lines with yes or no."""
        return tuple(line for line in self.lines if line.gate)


def compare(chosen: Iterable[tuple[Project, Playbook, Verdict]]) -> list[Block]:
    """Return the chosen projects in blocks, a block for each playbook in the order in which they first come."""
    of_book: dict[str, list[tuple[Project, Playbook, Verdict]]] = {}
    for entry in chosen:
        of_book.setdefault(entry[1].id, []).append(entry)
    return [_block(entries) for entries in of_book.values()]


def _block(entries: Sequence[tuple[Project, Playbook, Verdict]]) -> Block:
    book, projects = entries[0][1], [project for project, _, _ in entries]
    lines = [Line(i, d.name, False, tuple(_scored(p, book, i) for p in projects)) for i, d in book.dimensions.items()]
    lines += [Line(i, g.name, True, tuple(_answered(p, book, i) for p in projects)) for i, g in book.gates.items()]
    columns = tuple(Column(str(project.id), project.name, verdict) for project, _, verdict in entries)
    return Block(book.id, book.name, columns, tuple(lines))


def _scored(project: Project, book: Playbook, id: str) -> Cell:
    score = project.scores.get(id)
    return Cell(score.score, lean(book.dimensions[id], score.score), None, score.why) if score else _OPEN


def _answered(project: Project, book: Playbook, id: str) -> Cell:
    gate, given = book.gates[id], project.gates.get(id)
    return Cell(given.answer, None, gate.forces if given.answer is gate.on else None, given.why) if given else _OPEN


_OPEN = Cell(None, None, None, "")


def apart(block: Block) -> list[str]:
    """Return in words what sets a block's projects apart: paces, the widest dimensions, gates answered differently."""
    if len(block.columns) < 2:
        return [
            "It is the only one chosen of its playbook: leans of different playbooks cannot be held against each other."
        ]
    said = [_paces(block)]
    wide = sorted((ln for ln in block.dimensions if ln.spread), key=lambda ln: -ln.spread)
    # Those as wide as the last one named are named too little rather than at random.
    named = [ln for ln in wide if ln.spread >= 2][:MOST_APART] or wide[:MOST_APART]
    said += [_widest(block, line) for line in named]
    said += [_gate(block, line) for line in block.gates if line.spread]
    if not wide and block.dimensions and any(c.lean is not None for ln in block.dimensions for c in ln.cells):
        said.append("Where more than one of them is scored, they lean alike.")
    open_ = [c.name for n, c in enumerate(block.columns) if any(ln.cells[n].answer is None for ln in block.lines)]
    if open_:
        said.append(f"Not answered in full: {_list(open_)}.")
    return said


def _paces(block: Block) -> str:
    by_pace: dict[str | None, list[str]] = {}
    for column in block.columns:
        by_pace.setdefault(column.verdict.effective, []).append(column.name)
    if len(by_pace) == 1:
        pace = next(iter(by_pace))
        return f"All run as {NAMES[pace]}." if pace else "None has a pace yet."
    parts = [
        f"{_list(by_pace[pace])} {'run' if len(by_pace[pace]) > 1 else 'runs'} as {NAMES[pace]}"
        for pace in NAMES
        if pace in by_pace
    ]
    parts += [f"{_list(by_pace[None])}: no pace yet"] if None in by_pace else []
    return f"{'; '.join(parts)}."


def _widest(block: Block, line: Line) -> str:
    leans = [(cell.lean, column.name) for cell, column in zip(line.cells, block.columns, strict=True)]
    given = [value for value, _ in leans if value is not None]
    ends = [(value, [name for found, name in leans if found == value]) for value in (max(given), min(given))]
    (high, highest), (low, lowest) = ends
    return f"{line.name}: {_list(highest)} at lean {high}, {_list(lowest)} at {low}."


def _gate(block: Block, line: Line) -> str:
    sides: dict[bool, list[str]] = {True: [], False: []}
    forces = None
    for cell, column in zip(line.cells, block.columns, strict=True):
        if cell.answer is not None:
            sides[bool(cell.answer)].append(column.name)
            forces = (bool(cell.answer), cell.forces) if cell.forces else forces
    words = [
        f"{'yes' if side else 'no'} for {_list(names)}"
        + (f", which forces {NAMES[forces[1]]}" if forces and forces[0] is side else "")
        for side, names in sides.items()
    ]
    return f"{line.name}: {'; '.join(words)}."


def _list(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def as_json(block: Block) -> dict[str, Any]:
    """Return a block as the public contract has it; the lists of a line are in the order of `projects`."""
    return {
        "playbook": block.playbook,
        "name": block.name,
        "projects": [{"id": c.id, "name": c.name, **_verdict(c.verdict)} for c in block.columns],
        "dimensions": [
            {"id": ln.id, "name": ln.name, "scores": [c.answer for c in ln.cells], "leans": [c.lean for c in ln.cells],
             "spread": ln.spread}
            for ln in block.dimensions
        ],
        "gates": [
            {"id": ln.id, "name": ln.name, "answers": [c.answer for c in ln.cells],
             "forces": [c.forces for c in ln.cells], "differ": bool(ln.spread)}
            for ln in block.gates
        ],
        "apart": apart(block),
    }  # fmt: skip


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "pace": verdict.pace, "effective": verdict.effective, "total": verdict.total, "maximum": verdict.maximum,
        "marathon_count": verdict.marathon_count, "margin": verdict.margin, "certain": verdict.certain,
        "override": {"pace": verdict.override[0], "why": verdict.override[1]} if verdict.override else None,
    }  # fmt: skip
