"""What the audit makes of the last change at each place is what a replay of every change makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceplan.core.changes import ABSENT, Change
from paceplan.store.checkpoint import Checkpoint, document_line, layout
from paceplan.store.journal import Draft, Entry, Head, Stored, encode
from paceplan.store.replaying import Replay, Unsure
from paceplan.store.state import State
from paceplan.store.workspace import Workspace
from paceplan.store.writers import UNSET

from .actions import DONE, FIRST_TIME, NAME, changed, filled, made, save, undone

WHOLE = ()
PATHS = (
    WHOLE, NAME, ("scores", "risk"), ("scores", "risk", "score"), ("checklists", "pilot", "scope"), DONE,
    ("pilot",), ("pilot", "start"), ("pilot", "decision"), ("pilot", "decision", "why"), ("owner",),
)  # fmt: skip
VALUES = st.sampled_from(
    [ABSENT, 1, '],"rows":{"p1":{', "tab\there", None, {}, {"score": 2}, {"rows": [], "a": {"b": 1}}]
)
WHOLES = st.sampled_from(
    [ABSENT, {"name": "N"}, {"name": "N", "scores": {"risk": {"score": 1}}, "pilot": {"start": "x"}}]
)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Return any change at all of up to three places in two projects, with rows or without."""
    stored = []
    for _ in range(draw(st.integers(0, 3))):
        project, path = draw(st.sampled_from(["p1", "p2"])), draw(st.sampled_from(PATHS))
        after = draw(WHOLES if path == WHOLE else VALUES)
        restores = draw(st.sampled_from([UNSET, UNSET, UNSET, None, "0123abcd-1"]))
        stored.append(Stored(project, Change(path, draw(st.sampled_from([ABSENT, 0])), after), None, restores))
    names = draw(st.sampled_from([[], ["p1"], ["p2"], ["p1", "p2"]]))
    rows = {name: {"total": draw(st.integers(0, 9)), "text": 'a},"b'} for name in names}
    return Draft(FIRST_TIME, "Ann", "any", tuple(stored), rows)


def encoded(made: list[Draft]) -> Iterator[tuple[bytes, Entry]]:
    head = Head()
    for draft in made:
        line, entry = encode(draft, head, "0123abcd")
        head = Head(entry.hash, entry.seq, entry.clock, entry.time)
        yield line, entry


def taken(replay: Replay, line: bytes) -> None:
    own, header, payload = line[:-1].split(b"\t")
    replay.take(own, header, payload)


@given(st.lists(drafts(), max_size=12))
def test_the_last_change_at_each_place_says_what_all_of_them_say(made: list[Draft]) -> None:
    state, replay = State(), Replay("no such entry")
    for line, entry in encoded(made):
        taken(replay, line)
        state.add(entry)
    assert replay.projects() == state.changed
    for project in ("p1", "p2"):
        assert replay.row(project) == state.rows.get(project)
        try:
            document, writers = replay.comes_to(project)
        except Unsure:
            continue
        folded = state.look(project)
        assert orjson.dumps(document, option=orjson.OPT_SORT_KEYS) == orjson.dumps(
            folded.document, option=orjson.OPT_SORT_KEYS
        )
        assert writers == folded.writers


def test_ordinary_work_leaves_no_doubt(tmp_path: Path) -> None:
    workspace = filled(tmp_path, 2)
    for n in range(5):
        save(workspace, changed(workspace, "p1", ("scores", "risk"), {"score": n}))
        save(workspace, changed(workspace, "p1", ("scores", "risk", "score"), n + 1))
        entry = save(workspace, changed(workspace, "p1", ("checklists", "pilot", "scope"), {"done": True}))
        save(workspace, undone(entry))
    save(workspace, changed(workspace, "p1", ("scores", "risk"), {"score": 9}))  # what was inside of it before is gone
    save(workspace, changed(workspace, "p2", (), ABSENT))
    replay = Replay(workspace.head[0])
    for path in sorted((tmp_path / "journal").iterdir()):
        for line in path.read_bytes().splitlines(keepends=True):
            taken(replay, line)
    assert replay.ended
    assert replay.comes_to("p1")[0] == workspace.document("p1")
    assert replay.comes_to("p2") == (None, {(): workspace.writer("p2", ())})


def test_nothing_counts_that_came_after_the_checkpoint(tmp_path: Path) -> None:
    lines = list(encoded([made("p1"), made("p2")]))
    replay = Replay(lines[0][1].hash)
    for line, _ in lines:
        taken(replay, line)
    assert replay.projects() == {"p1"}


@pytest.fixture
def doubtful(tmp_path: Path) -> Workspace:
    """A workspace with changes of which the last at each place do not say what came of them."""
    workspace = filled(tmp_path, 2)
    save(workspace, changed(workspace, "p1", ("pilot", "decision", "why"), "W"))
    save(workspace, changed(workspace, "p1", ("pilot", "decision", "why"), ABSENT))
    workspace.checkpoint()
    return workspace


def test_where_it_is_not_sure_every_change_is_replayed(doubtful: Workspace) -> None:
    replay = Replay(doubtful.head[0])
    for line in (doubtful.folder / "journal/000001.journal").read_bytes().splitlines(keepends=True):
        taken(replay, line)
    with pytest.raises(Unsure):
        replay.comes_to("p1")
    assert doubtful.verify() == []


def tampered(workspace: Workspace, project: str, what: str) -> None:
    """Write a checkpoint whose seals are right and whose content is not."""
    path = str(workspace.folder / "paceplan.json")
    base = Checkpoint.open(path)
    assert base is not None
    document, writers = base.project(project)
    row: dict[str, Any] = dict(base.rows[project])
    assert document is not None
    if what == "document":
        document = {**document, "name": "Another"}
    elif what == "writers":
        writers = {**writers, ("name",): "ffffffff-1"}
    else:
        row["name"] = "Another"
    fresh = {project: document_line(project, document, writers)}
    pieces = list(layout(base.head, base.origin, {**base.rows, project: row}, base, fresh, base.removed))
    Path(path).write_bytes(b"".join(pieces))
    base.close()


@pytest.mark.parametrize("what", ["document", "writers", "row"])
@pytest.mark.parametrize("project", ["p1", "p2"])
def test_a_sealed_copy_that_says_something_else_is_found(doubtful: Workspace, project: str, what: str) -> None:
    tampered(doubtful, project, what)
    assert [(found.project, found.detail) for found in doubtful.verify()] == [
        (project, f"differs from the journal in project {project}")
    ]


def test_how_far_it_is_comes_to_the_end(doubtful: Workspace) -> None:
    told: list[tuple[int, int]] = []
    assert doubtful.verify(lambda done, total: told.append((done, total))) == []
    assert told[-1][0] == told[-1][1] > sum(p.stat().st_size for p in (doubtful.folder / "journal").iterdir())
    assert [done for done, _ in told] == sorted(done for done, _ in told)
