"""Projects side by side, and what sets them apart."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.rows import project
from tests.playbooks.shipped import playbook

from paceplan.core.compare import Block, apart, as_json, compare
from paceplan.core.project import Project
from paceplan.core.verdict import judge

AI = ("risk-compliance", "data-maturity", "integration-complexity", "business-impact")


def ai(name: str, scores: str, **content: Any) -> Project:
    """Return a project of `ai` with its four scores as digits, `.` for none."""
    given = {id: int(score) for id, score in zip(AI, scores, strict=True) if score != "."}
    return project("ai", given, id=name.casefold(), name=name, **content)


def martech(name: str, *yes: str) -> Project:
    gates = {gate: gate in yes for gate in playbook("martech").gates}
    return project("martech", id=name.casefold(), name=name, gates=gates)


def blocks(*projects: Project) -> list[Block]:
    return compare((p, playbook(p.playbook), judge(p, playbook(p.playbook))) for p in projects)


def test_leans_stand_side_by_side_in_the_playbooks_order() -> None:
    (block,) = blocks(ai("A", "0312"), ai("B", "33.0"))
    assert [ln.id for ln in block.dimensions] == list(AI)
    assert [[c.lean for c in ln.cells] for ln in block.dimensions] == [[0, 3], [0, 0], [1, None], [2, 0]]
    assert [c.answer for c in block.dimensions[1].cells] == [3, 3], "a score that favours a sprint keeps its own number"
    assert [ln.spread for ln in block.dimensions] == [3, 0, 0, 2]
    assert [ln.id for ln in block.gates] == ["regulated-decision"]
    assert [c.name for c in block.columns] == ["A", "B"]


def test_each_playbook_has_its_own_block_in_the_order_chosen() -> None:
    found = blocks(martech("M"), ai("A", "0300"), martech("N", "schema-change"))
    assert [(b.playbook, [c.name for c in b.columns]) for b in found] == [("martech", ["M", "N"]), ("ai", ["A"])]
    assert "only one chosen of its playbook" in apart(found[1])[0]
    assert found[0].dimensions == ()
    assert compare([]) == []


def test_what_sets_them_apart_names_the_widest_dimensions_first() -> None:
    (block,) = blocks(ai("A", "0312"), ai("B", "3310"))
    assert apart(block) == [
        "All run as a sprint.",
        "Risk & compliance: B at lean 3, A at 0.",
        "Business impact & visibility: A at lean 2, B at 0.",
    ]


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        (("1111", "1111"), "Where more than one of them is scored, they lean alike."),
        (("1111", "1112"), "Business impact & visibility: B at lean 2, A at 1."),
        (("0...", "...."), "Not answered in full: A and B."),
        (("3330", "0300"), "A runs as a hybrid; B runs as a sprint."),
    ],
)
def test_in_words(scores: tuple[str, str], said: str) -> None:
    (block,) = blocks(ai("A", scores[0]), ai("B", scores[1]))
    assert said in _ordered(apart(block))


def _ordered(texts: list[str]) -> list[str]:
    """Return the sentences, that on the paces with the projects in the order of their names."""
    return [*texts, *("; ".join(sorted(t.rstrip(".").split("; "))) + "." for t in texts)]


def test_a_gate_answered_differently_says_what_it_forces() -> None:
    (block,) = blocks(martech("A", "schema-change", "rollback-in-timebox"), martech("B"), martech("C"))
    texts = apart(block)
    assert "Schema change: yes for A, which forces a marathon; no for B and C." in texts
    assert "Rollback inside the timebox: yes for A; no for B and C, which forces a marathon." in texts
    assert not any("Compliance" in text for text in texts)


def test_of_many_projects_a_few_are_named() -> None:
    names = [f"P{n}" for n in range(12)]
    (block,) = blocks(*(ai(name, "0300" if n else "3033") for n, name in enumerate(names)))
    assert any("P1, P2 and 9 more" in text for text in apart(block))
    assert all(len(text) < 200 for text in apart(block))


def test_an_override_stands_in_the_effective_pace() -> None:
    (block,) = blocks(ai("A", "0300", override={"pace": "hybrid", "why": "Legal"}), ai("B", "0300"))
    assert _ordered(apart(block))[0] == "B runs as a sprint; A runs as a hybrid."
    document = as_json(block)
    assert [(p["pace"], p["effective"], p["margin"]) for p in document["projects"]] == [
        ("sprint", "hybrid", 5), ("sprint", "sprint", 5),
    ]  # fmt: skip
    assert document["dimensions"][1] == {
        "id": "data-maturity", "name": "Data maturity", "scores": [3, 3], "leans": [0, 0], "spread": 0,
    }  # fmt: skip
    assert document["gates"][0]["answers"] == [False, False]
