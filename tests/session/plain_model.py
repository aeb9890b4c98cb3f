"""What undo and redo promise, in the plainest form: cells with a value and the entry that it is seen from.

A project is a fixed set of cells. An action touches a cell, or, where an entry of a collection comes or goes, all cells
of that entry. It can be taken back while every cell it touched is as it left it, and done again while they are as it
found them. Nothing here knows of paths, writers or journals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NOTHING = "nothing"
"""The value of a cell that is not there."""

ENTRIES: dict[str, tuple[str, ...]] = {
    "": ("name", "owner", "scores.risk-compliance", "metrics.m", "pilot"),
    "scores.risk-compliance": ("score", "why"),
    "metrics.m": ("name", "target", "readings.2026-02-02", "readings.2026-02-03"),
    "pilot": ("weeks",),
}
"""Each entry with its cells and the entries in it; the empty one is the project itself."""

Cell = tuple[str, str]
"""A project and a dotted path."""


def inside(entry: str) -> list[str]:
    """Return the paths of an entry and of all cells in it."""
    found = [entry]
    for key in ENTRIES[entry]:
        path = f"{entry}.{key}".strip(".")
        found += inside(path) if path in ENTRIES else [path]
    return found


@dataclass
class Action:
    """What an action found and what it left, by cell: the value, and the action that it is seen from."""

    author: str
    found: dict[Cell, Seen] = field(default_factory=dict)
    left: dict[Cell, Seen] = field(default_factory=dict)


Seen = tuple[Any, Action | None]


class Model:
    """The cells of all projects, and the two stacks of each author."""

    def __init__(self, projects: tuple[str, ...]) -> None:
        self.projects = projects
        self.cells: dict[Cell, Seen] = {(p, path): (NOTHING, None) for p in projects for path in inside("")}
        self.done: dict[str, list[Action]] = {}
        self.undone: dict[str, list[Action]] = {}

    def value(self, project: str, path: str) -> Any:
        """Return what stands in a cell."""
        return self.cells[project, path][0]

    def act(self, author: str, wanted: dict[Cell, Any]) -> bool:
        """Put the wanted values into the cells; tell whether anything differed."""
        differing = {cell for cell, value in wanted.items() if self.cells[cell][0] != value}
        if not differing:
            return False
        action = Action(author)
        for project, path in differing:
            region = [path]
            for around in ("", path.rpartition(".")[0], path.rpartition(".readings.")[0], path):
                if around in ENTRIES and (project, around) in differing:
                    region = inside(around)
                    break
            for touched in region:
                cell = (project, touched)
                action.found[cell] = self.cells[cell]
                action.left[cell] = (wanted.get(cell, self.cells[cell][0]), action)
        self.cells.update(action.left)
        self.done.setdefault(author, []).append(action)
        self.undone[author] = []
        return True

    def move(self, author: str, *, back: bool) -> set[str] | bool:
        """Take an action back or do it again; return whose values are in the way, or whether there was one."""
        source, target = (self.done, self.undone) if back else (self.undone, self.done)
        stack = source.setdefault(author, [])
        if not stack:
            return False
        action = stack[-1]
        now, then = (action.left, action.found) if back else (action.found, action.left)
        if others := {seen.author if seen else "" for cell in now if (seen := self.cells[cell][1]) is not now[cell][1]}:
            return others
        self.cells.update(then)
        target.setdefault(author, []).append(stack.pop())
        return True

    def documents(self) -> dict[str, Any]:
        """Return the projects as documents."""
        same = {"format": "paceplan/1", "playbook": "ai"}
        return {p: self._entry(p, "") | same | {"id": p} for p in self.projects if self.has(p)}

    def has(self, project: str) -> bool:
        return bool(self.value(project, "") != NOTHING)

    def _entry(self, project: str, entry: str) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key in ENTRIES[entry]:
            path = f"{entry}.{key}".strip(".")
            if self.value(project, path) == NOTHING:
                continue
            node, *steps = out, *key.split(".")
            for step in steps[:-1]:
                node = node.setdefault(step, {})
            node[steps[-1]] = self._entry(project, path) if path in ENTRIES else self.value(project, path)
        return out
