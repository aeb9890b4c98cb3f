"""The shipped playbooks, loaded once."""

from __future__ import annotations

from functools import cache

from paceplan.core.playbook import Playbook
from paceplan.playbooks.catalogue import SHIPPED, Catalogue

IDS = SHIPPED


@cache
def playbook(id: str) -> Playbook:
    """Return a shipped playbook."""
    catalogue = Catalogue()
    loaded = catalogue.get(id)
    assert loaded, catalogue.problems
    return loaded.playbook


def paces(book: Playbook) -> dict[str, tuple[object, ...]]:
    """Return the unit, the limits and the usual length of each pace."""
    return {pace: (info.unit, info.min, info.max, info.usual) for pace, info in book.paces.items()}


def items(book: Playbook) -> dict[str, list[str]]:
    """Return the ids on each checklist, in order."""
    return {id: list(checklist.items) for id, checklist in book.checklists.items()}


def due(book: Playbook) -> dict[str, int]:
    """Return after how many days the lists are due that are."""
    return {id: checklist.due_days for id, checklist in book.checklists.items() if checklist.due_days}


def phases(book: Playbook) -> dict[str, tuple[int, int]]:
    """Return the months of each phase."""
    return {id: (phase.start, phase.end) for id, phase in book.phases.items()}


def metrics(book: Playbook, kind: str) -> dict[str, str]:
    """Return the metrics of one kind, each with the direction that is better."""
    return {id: metric.better for id, metric in book.metrics.items() if metric.kind == kind}


def everything(book: Playbook) -> str:
    """Return all that a playbook says, as one text."""
    return book.model_dump_json()
