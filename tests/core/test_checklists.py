"""Every checklist of every playbook: ticked, waved, dated, and counted."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.core.rows import project
from tests.playbooks.shipped import IDS, playbook

from paceplan.core import checklists, scoring
from paceplan.core.errors import Refused

LISTS = [(book, id) for book in IDS for id in playbook(book).checklists]


@pytest.mark.parametrize(("book", "id"), LISTS)
def test_progress_counts_what_applies(book: str, id: str) -> None:
    shipped = playbook(book)
    made = project(book, {})
    names = [f"{id}.{item}" for item in shipped.checklists[id].items]
    waved = checklists.wave(made, shipped, item=names[0], why="Not with us")
    state = checklists.checklist(waved, shipped, id)
    assert (state.done, state.total, state.not_applicable, state.complete) == (0, len(names) - 1, 1, len(names) == 1)
    for name in names[1:]:
        waved = checklists.tick(waved, shipped, item=name, by="Ann", on=dt.date(2026, 11, 16))
    state = checklists.checklist(waved, shipped, id)
    assert (state.done, state.total, state.complete) == (len(names) - 1, len(names) - 1, True)
    again = checklists.wave(waved, shipped, item=names[0], why=None)
    assert checklists.checklist(again, shipped, id).total == len(names)


@pytest.mark.parametrize("book", IDS)
def test_all_lists_of_a_playbook(book: str) -> None:
    assert [state.id for state in checklists.lists(project(book, {}), playbook(book))] == [
        id for b, id in LISTS if b == book
    ]


def test_artifacts_tick_the_items_of_readiness() -> None:
    book = playbook("martech")
    made = project("martech")
    for artifact in book.artifacts:
        made = scoring.artifact(made, book, artifact=artifact, done=True)
    assert book.readiness_checklist
    state = checklists.checklist(made, book, book.readiness_checklist)
    assert (state.done, state.complete) == (len(book.artifacts), True)


def test_what_is_in_hand_applies() -> None:
    book = playbook("martech")
    item = "sprint-readiness.telemetry"
    waved = checklists.wave(project("martech"), book, item=item, why="Nothing to see")
    ticked = scoring.artifact(waved, book, artifact="telemetry", done=True)
    state = checklists.checklist(ticked, book, "sprint-readiness")
    assert (state.done, state.not_applicable, state.total) == (1, 0, len(state.items))
    with pytest.raises(Refused, match=r"artifacts\.telemetry: is in hand"):
        checklists.wave(ticked, book, item=item, why="Nothing to see")


@pytest.mark.parametrize(
    ("start", "due"), [("2027-12-02", "2028-01-01"), ("2028-01-30", "2028-02-29"), ("2027-01-30", "2027-03-01")]
)
def test_a_plan_list_is_due_so_many_days_after_the_start(start: str, due: str) -> None:
    found = checklists.checklist(project("edtech", {}, start=start), playbook("edtech"), "plan-30")
    assert found.due == dt.date.fromisoformat(due)
    assert checklists.checklist(project("edtech", {}), playbook("edtech"), "plan-30").due is None
