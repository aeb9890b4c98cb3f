"""What needs what in a roadmap, and the cycles in which nothing could ever begin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

Graph = Mapping[str, Iterable[str]]


def cycle(graph: Graph) -> tuple[str, ...] | None:
    """Return the first cycle, such as (a, b, a), or None; each id leads to those it needs.

    It walks without recursion, so that no length of a chain is too long.
    """
    done: set[str] = set()
    for first in graph:
        if first in done:
            continue
        trail: list[str] = []
        at: dict[str, int] = {}
        open_ = [(first, False)]
        while open_:
            here, left = open_.pop()
            if left:
                done.add(trail.pop())
                del at[here]
            elif here in at:
                return (*trail[at[here] :], here)
            elif here not in done:
                at[here] = len(trail)
                trail.append(here)
                open_.append((here, True))
                open_ += [(need, False) for need in reversed(tuple(graph.get(here, ()))) if need not in done]
    return None


def needs_of(project: Project, playbook: Playbook) -> dict[str, tuple[str, ...]]:
    """Return what each deliverable of project and playbook needs."""
    shipped = {i: d.needs for phase in playbook.phases.values() for i, d in phase.deliverables.items()}
    changed = {i: d.needs for i, d in project.deliverables.items() if d.needs is not None}
    return {**shipped, **dict.fromkeys((i for i in project.deliverables if i not in shipped), ()), **changed}


def gates_of(project: Project, playbook: Playbook) -> dict[str, tuple[str, ...]]:
    """Return what each phase waits for."""
    changed = {i: p.waits_for for i, p in project.phases.items() if p.waits_for is not None}
    return {i: p.waits_for for i, p in playbook.phases.items()} | changed


def homes(project: Project, playbook: Playbook) -> dict[str, str]:
    """Return the phase of each deliverable that has one."""
    found = {i: phase for phase, info in playbook.phases.items() for i in info.deliverables}
    return found | {i: d.phase for i, d in project.deliverables.items() if d.phase}


def _says_more(project: Project) -> bool:
    """Tell whether the project itself says what needs or waits for what; else all of it is its playbook's."""
    return any(d.needs is not None or d.phase for d in project.deliverables.values()) or any(
        phase.waits_for is not None for phase in project.phases.values()
    )


_sound: tuple[Mapping[str, object], ...] = ()
"""What was looked through last and has no cycle: most changes of a plan leave all of it as it is."""


def circular(project: Project, playbook: Playbook, first: str = "") -> tuple[tuple[str, ...], str] | None:
    """Return (path, words) of a cycle: among needs, or of a phase that waits for what only comes after it.

    It is told from the deliverable `first` on, where that is a part of it.
    """
    if not _says_more(project):
        return None
    global _sound
    needs, gates, home = needs_of(project, playbook), gates_of(project, playbook), homes(project, playbook)
    if (needs, gates, home) == _sound:
        return None
    needs = {first: needs[first], **needs} if first in needs else needs
    if found := cycle(needs):
        words = f"needs itself: {' -> '.join(found)}; take one of these needs away"
        return ("deliverables", found[0], "needs"), words
    phases = {i: home[i] for i in needs if i in home}
    waiting = {i: (*needs[i], *(g for g in gates.get(phases.get(i, ""), ()) if g in needs)) for i in needs}
    if found := cycle(waiting):
        last = next((i for i, after in pairwise(found) if after not in needs[i]), found[0])
        words = f"waits for what only comes after it: {' -> '.join(found)}; let it wait for something earlier"
        return ("phases", phases.get(last, ""), "waits_for"), words
    _sound = (needs, gates, home)
    return None
