"""Where somebody changed it since, an undo or a redo is refused as a whole, and says what, who and when."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from paceplan.core import keeping
from paceplan.core.changes import ABSENT
from paceplan.core.errors import Refused
from paceplan.session import Session, Step

from .sessions import RISK, Clock, created, documents, lines, opened, project, put

ANSWER = f"scores.{RISK}"


class Desk(NamedTuple):
    """Ann and Bo at one workspace, with one clock for both."""

    ann: Session
    bo: Session
    clock: Clock


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A workspace with the project p, which Cy made."""
    folder, clock = tmp_path / "w", Clock()
    opened(folder, "Cy").do_all([created("p", "Search")])
    return Desk(opened(folder, "Ann", clock=clock), opened(folder, "Bo", clock=clock), clock)


def refused(session: Session, act: str = "undo") -> str:
    """Assert that undo or redo is refused, that nothing changed by it, and return why."""
    before, written = documents(session), lines(session.workspace.folder)
    acts: dict[str, Callable[[], object]] = {"undo": session.undo, "redo": session.redo}
    session.poll()
    before = documents(session)
    with pytest.raises(Refused) as caught:
        acts[act]()
    assert documents(session) == before
    assert lines(session.workspace.folder) == written
    return caught.value.message


def test_the_refusal_names_project_path_person_and_time(desk: Desk) -> None:
    put(desk.ann, "p", "owner", "Ann's team")
    desk.clock.wait(62)
    put(desk.bo, "p", "owner", "Bo's team")
    desk.clock.wait(5)
    assert refused(desk.ann) == (
        "Search: owner was changed since by Bo at 2026-11-16 10:02 UTC; undo leaves that alone"
    )
    desk.bo.undo()
    desk.ann.undo()
    assert desk.ann.project("p").owner == ""
    put(desk.bo, "p", "owner", "Bo again")
    assert refused(desk.ann, "redo").startswith("Search: owner was changed since by Bo at 2026-11-16 10:07 UTC; redo")


Change = tuple[str, Any]
OVERLAPS: dict[str, tuple[list[Change], list[Change], str]] = {
    "the same field": ([("owner", "A")], [("owner", "B")], "owner"),
    "a field emptied": ([("owner", "A")], [("owner", ABSENT)], "owner"),
    "there and back": ([("owner", "A")], [("owner", "B"), ("owner", "A")], "owner"),
    "inside a new entry": ([(ANSWER, {"score": 1})], [(f"{ANSWER}.why", "B")], f"{ANSWER}.why"),
    "inside, there and back": (
        [(ANSWER, {"score": 1})],
        [(f"{ANSWER}.score", 2), (f"{ANSWER}.score", 1)],
        f"{ANSWER}.score",
    ),
    "an entry removed": ([(ANSWER, {"score": 1})], [(ANSWER, ABSENT)], ANSWER),
    "a removed entry made anew": ([(ANSWER, {"score": 1}), (ANSWER, ABSENT)], [(ANSWER, {"score": 1})], ANSWER),
    "its entry removed": ([(ANSWER, {"score": 1}), (f"{ANSWER}.why", "A")], [(ANSWER, ABSENT)], f"{ANSWER}.why"),
    "its entry made anew": (
        [(ANSWER, {"score": 1}), (f"{ANSWER}.score", 2)],
        [(ANSWER, ABSENT), (ANSWER, {"score": 2})],
        f"{ANSWER}.score",
    ),
    "a reading of a new metric": (
        [("metrics.m", {"name": "M"})],
        [("metrics.m.readings.2026-02-02", 3.0)],
        "metrics.m.readings.2026-02-02",
    ),
    "a part of a new pilot": ([("pilot", {"weeks": 6})], [("pilot.weeks", 4)], "pilot.weeks"),
    "a second field of one action": ([("summary", "A")], [("owner", "B"), ("summary", "B")], "summary"),
}


@pytest.mark.parametrize(("mine", "theirs", "path"), OVERLAPS.values(), ids=OVERLAPS)
def test_what_another_changed_since_stays(desk: Desk, mine: list[Change], theirs: list[Change], path: str) -> None:
    for where, value in mine:
        put(desk.ann, "p", where, value)
    for where, value in theirs:
        put(desk.bo, "p", where, value)
    reason = refused(desk.ann)
    assert reason.startswith(f"Search: {path} was changed since by Bo")
    for _ in theirs:
        desk.bo.undo()
    for _ in mine:
        desk.ann.undo()
    assert desk.ann.project("p").document() == {"format": "paceplan/1", "id": "p", "name": "Search", "playbook": "ai"}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (("owner", "A"), ("summary", "B")),
        ((f"{ANSWER}.why", "A"), (f"{ANSWER}.evidence", "B")),
        ((f"{ANSWER}.score", 3), ("scores.data-maturity", {"score": 1})),
        (("metrics.m.readings.2026-02-02", 1.0), ("metrics.m.readings.2026-02-03", 2.0)),
        (("metrics.m.target", 1.0), ("metrics.m.readings.2026-02-03", 2.0)),
    ],
)
def test_what_another_changed_beside_it_does_not_matter(desk: Desk, mine: Change, theirs: Change) -> None:
    cy = opened(desk.ann.workspace.folder, "Cy")
    put(cy, "p", ANSWER, {"score": 2})
    put(cy, "p", "metrics.m", {"name": "M"})
    put(desk.bo, "p", *theirs)
    expected = documents(desk.bo)
    desk.bo.undo()
    put(desk.ann, "p", *mine)
    desk.bo.redo()
    desk.ann.undo()
    assert documents(desk.ann) == expected


def test_an_entry_with_anothers_values_comes_back_as_theirs(desk: Desk) -> None:
    put(desk.ann, "p", "metrics.m", {"name": "M", "target": 1.0, "baseline": 5.0})
    put(desk.bo, "p", "metrics.m.target", 2.0)
    put(desk.bo, "p", "metrics.m.baseline")
    put(desk.bo, "p", "metrics.m.readings.2026-02-02", 3.0)
    before = documents(desk.bo)
    put(desk.ann, "p", "metrics.m")
    desk.ann.undo()
    assert documents(desk.ann) == before
    assert "metrics.m.baseline was changed since by Bo" in refused(desk.ann)
    desk.ann.redo()
    assert "metrics" not in desk.ann.project("p").document()
    desk.ann.undo()
    for _ in range(3):
        desk.bo.undo()
    desk.ann.undo()
    assert "metrics" not in desk.ann.project("p").document()


def test_an_entry_is_not_removed_again_over_what_another_wrote_into_it(desk: Desk) -> None:
    put(desk.ann, "p", ANSWER, {"score": 1})
    put(desk.ann, "p", ANSWER)
    desk.ann.undo()
    put(desk.bo, "p", f"{ANSWER}.why", "B")
    assert f"{ANSWER}.why was changed since by Bo" in refused(desk.ann, "redo")


def test_a_project_is_not_taken_back_over_what_another_wrote_into_it(desk: Desk) -> None:
    desk.ann.do_all([created("q", "Mine")])
    put(desk.bo, "q", "owner", "B")
    assert refused(desk.ann).startswith("Mine: owner was changed since by Bo")
    desk.bo.undo()
    desk.ann.undo()
    assert not desk.ann.has("q")
    assert refused(desk.bo, "redo").startswith("q: owner was changed since by Ann")
    desk.ann.redo()
    desk.bo.redo()
    assert desk.bo.project("q").owner == "B"


def test_a_project_whose_id_was_taken_meanwhile_does_not_come_back(desk: Desk) -> None:
    desk.ann.do_all([created("q", "Mine")])
    desk.ann.undo()
    desk.bo.do_all([created("q", "Bo's")])
    assert refused(desk.ann, "redo").startswith("Bo's: the project was changed since by Bo")


def test_a_delete_is_undone_even_where_another_changed_something_since(desk: Desk) -> None:
    desk.ann.do(keeping.delete, "p")
    put(desk.bo, "p", "owner", "B")
    desk.ann.undo()
    assert desk.ann.has("p")
    assert desk.ann.project("p").owner == "B"


def test_an_action_over_several_projects_goes_back_as_a_whole_or_not_at_all(desk: Desk) -> None:
    steps = [Step(keeping.place, i, {"content": project({"id": i, "name": i.upper()})}) for i in "qrs"]
    desk.ann.do_all(steps)
    put(desk.bo, "r", "owner", "B")
    assert refused(desk.ann).startswith("R: owner was changed since by Bo")
    assert [desk.ann.has(i) for i in "qrs"] == [True] * 3
    desk.bo.undo()
    desk.ann.undo()
    assert [desk.ann.has(i) for i in "qrs"] == [False] * 3
    desk.bo.poll()
    desk.bo.do_all(steps[2:])
    assert refused(desk.ann, "redo").startswith("S: the project was changed since by Bo")
    assert [desk.ann.has(i) for i in "qrs"] == [False, False, True]


def test_a_refusal_does_not_lose_its_place(desk: Desk) -> None:
    put(desk.ann, "p", "summary", "A")
    put(desk.ann, "p", "owner", "A")
    put(desk.bo, "p", "owner", "B")
    for _ in range(2):
        assert "owner was changed since by Bo" in refused(desk.ann)
    desk.bo.undo()
    desk.ann.undo()
    desk.ann.undo()
    assert (desk.ann.project("p").owner, desk.ann.project("p").summary) == ("", "")


def test_what_happened_just_before_the_undo_is_seen(desk: Desk) -> None:
    put(desk.ann, "p", "owner", "A")
    put(desk.bo, "p", "owner", "B")
    with pytest.raises(Refused, match="changed since by Bo"):
        desk.ann.undo()
    assert desk.ann.project("p").owner == "B"
