"""Projects whose playbook is the user's own: it may be gone, broken or changed when the workspace is opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from paceplan.core import checklists, keeping, scoring
from paceplan.core.check import check
from paceplan.core.errors import Refused
from paceplan.core.project import Project
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Session

from .sessions import created, documents, opened

OWN = """
format = "paceplan-playbook/1"
id = "own"
name = "Own"
summary = "A playbook for tests."

[rule]
kind = "count"
marathon_at = 1

[paces]
sprint = { summary = "Short.", unit = "weeks", min = 2, max = 8, usual = 6 }
hybrid = { summary = "Both.", unit = "months", min = 2, max = 6, usual = 4 }
marathon = { summary = "Long.", unit = "months", min = 3, usual = 24 }

[dimensions.old]
name = "Old"
text = "How much?"
levels = ["none", "some", "much", "all"]
favours = "marathon"

[dimensions.new]
name = "New"
text = "How much?"
levels = ["none", "some", "much", "all"]
favours = "marathon"

[gates.law]
name = "Law"
text = "Is it?"
forces = "marathon"
because = "The law says so"

[artifacts.owner]
name = "Owner"

[checklists.pilot]
name = "Pilot"
items.scope = { name = "Scope" }
items.old-item = { name = "Old" }

[phases.build]
name = "Build"
start = 0
end = 24
deliverables.old-map = { name = "Map" }

[risks.lock-in]
name = "Lock-in"
guardrails.adapter = { name = "Adapter" }
"""

CHANGED = (
    OWN.replace("[dimensions.old]", "[dimensions.other]")
    .replace("[gates.law]", "[gates.other-law]")
    .replace("[artifacts.owner]", "[artifacts.other]")
    .replace('items.old-item = { name = "Old" }', "")
    .replace("deliverables.old-map", "deliverables.other")
    .replace("guardrails.adapter", "guardrails.other")
    .replace("[risks.lock-in]", "[risks.lock]")
)


def session_with(folder: Path, playbook: str | None) -> Session:
    """Return a session on the workspace below `folder`, with this as the only playbook of the user's own."""
    books = folder / "playbooks"
    books.mkdir(exist_ok=True)
    (books / "own.toml").unlink(missing_ok=True)
    if playbook is not None:
        (books / "own.toml").write_text(playbook)
    return opened(folder / "w", books=Catalogue(books))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a workspace that holds `mine` of the own playbook, answered, and `theirs` of a shipped one."""
    session = session_with(tmp_path, OWN)
    session.do_all([created("mine", "Mine", playbook="own"), created("theirs", "Theirs")])
    content = session.project("mine").document() | {
        "scores": {"old": {"score": 2}, "new": {"score": 0}},
        "gates": {"law": {"answer": True}},
        "artifacts": {"owner": {"done": True}},
        "checklists": {"pilot": {"scope": {"done": True}, "old-item": {"done": True}}},
        "deliverables": {"old-map": {"done": True}},
        "risks": {"lock-in": {"likelihood": 2, "guardrails": ["adapter"]}},
        "start": "2026-02-02",
    }
    session.do(keeping.revise, "mine", content=Project.of(content))
    session.close()
    return tmp_path


GONE = (None, "")
BROKEN = ("format = 3", "own.toml: line 1: format: 3 is not known")


@pytest.mark.parametrize(("playbook", "reason"), [GONE, BROKEN])
def test_without_its_playbook_a_project_is_listed(folder: Path, playbook: str | None, reason: str) -> None:
    session = session_with(folder, playbook)
    assert {row["id"]: (row["name"], row["pace"]) for row in session.rows()} == {
        "mine": ("Mine", "marathon"),
        "theirs": ("Theirs", None),
    }
    project = session.project("mine")
    assert (session.has("mine"), project.name) == (True, "Mine")
    assert [e.action for e in session.log("mine")] == ["keeping.revise", "keeping.create"]
    before = documents(session)
    readings: list[Callable[[], object]] = [
        lambda: session.verdict("mine"),
        lambda: session.playbook(project),
        lambda: session.loaded("own"),
    ]
    for reading in readings:
        with pytest.raises(Refused, match="playbook 'own' is not at hand") as caught:
            reading()
        assert caught.value.path == ("playbook",)
        assert reason in caught.value.message
    changes: list[Callable[[], object]] = [
        lambda: session.do(scoring.score, "mine", dimension="x", value=1),
        session.undo,
    ]
    for changing in changes:
        with pytest.raises(Refused, match="playbook 'own' is not at hand"):
            changing()
    assert documents(session) == before
    session.do(scoring.score, "theirs", dimension="risk-compliance", value=2)
    session.undo()
    assert documents(session) == before
    assert session.verdict("theirs").pace is None
    session.do(keeping.rename, "mine", name="Other")
    session.do(keeping.archive, "mine")
    assert session.row("mine") == session_with(folder, playbook).row("mine")
    row = session.row("mine")
    assert row is not None
    assert (row["name"], row["pace"], row["archived"]) == ("Other", "marathon", True)
    session.undo()
    session.undo()
    assert documents(session) == before
    session_with(folder, OWN).do(keeping.rename, "mine", name="Back")


def test_what_a_changed_playbook_made_meaningless_does_not_block_the_rest(folder: Path) -> None:
    session = session_with(folder, CHANGED)
    project = session.project("mine")
    known = check(project, session.playbook(project))
    assert sorted(".".join(problem.path) for problem in known) == [
        "artifacts.owner", "checklists.pilot.old-item", "deliverables.old-map", "gates.law", "risks.lock-in",
        "risks.lock-in.guardrails", "scores.old",
    ]  # fmt: skip
    assert session.verdict("mine").pace is None
    session.do(keeping.rename, "mine", name="Still here")
    session.do(scoring.score, "mine", dimension="new", value=3)
    session.do(checklists.tick, "mine", item="scope", done=False)
    assert (session.rows()[0]["name"], session.rows()[0]["pace"]) == ("Still here", "marathon")
    assert check(session.project("mine"), session.playbook(project)) == known
    with pytest.raises(Refused, match="no dimension 'old'"):
        session.do(scoring.score, "mine", dimension="old", value=1)
    document = session.project("mine").document()
    for more in ({"gates": {**document["gates"], "new-law": {"answer": True}}}, {"committee": {"it": "Zoe"}}):
        with pytest.raises(Refused, match="playbook 'own' has no"):
            session.do(keeping.revise, "mine", content=Project.of(document | more))
    without = {k: v for k, v in document.items() if k not in ("artifacts", "risks", "deliverables")}
    session.do(keeping.revise, "mine", content=Project.of(without))
    for _ in range(4):
        session.undo()
    assert session.project("mine") == project


def test_a_playbook_with_a_built_in_id_takes_its_place(tmp_path: Path) -> None:
    session = session_with(tmp_path, OWN.replace('id = "own"', 'id = "ai"'))
    session.do_all([created("p", playbook="ai")])
    session.do(scoring.score, "p", dimension="old", value=3)
    assert session.verdict("p").pace == "marathon"
    with pytest.raises(Refused, match="no dimension 'risk-compliance'; it has old, new"):
        session.do(scoring.score, "p", dimension="risk-compliance", value=3)
