from __future__ import annotations

import json
from typing import Any

import pytest
from tests.cli.conftest import SAMPLES, Paceplan


@pytest.fixture
def filled(paceplan: Paceplan) -> Paceplan:
    paceplan("import", *(str(SAMPLES / f"{name}.toml") for name in ("acme-media-identity-graph", "east-valley-sis")))
    return paceplan


def found(paceplan: Paceplan, *words: str) -> list[dict[str, Any]]:
    lessons: list[dict[str, Any]] = json.loads(paceplan("lessons", "--json", *words).stdout)["lessons"]
    return lessons


def test_all_of_them_newest_first(filled: Paceplan) -> None:
    days = [lesson["on"] for lesson in found(filled)]
    assert days == sorted(days, reverse=True)
    assert len(days) >= 4
    assert {lesson["name"] for lesson in found(filled)} == {"Acme Media identity graph", "East Valley SIS"}


def test_by_words_and_by_project(filled: Paceplan) -> None:
    assert [lesson["id"] for lesson in found(filled, "CONSENT", "first")] == ["consent-first"]
    assert found(filled, "--project", "acme") == [e for e in found(filled) if e["name"].startswith("Acme")]
    assert found(filled, "consent", "east") == []
    assert "No lesson fits" in filled("lessons", "quux").stderr


def test_the_text_says_where_and_when(filled: Paceplan) -> None:
    text = filled("lessons", "consent", "first").stdout
    assert text.startswith("2026-08-18  Acme Media identity graph  (Platform lead)\n")
    assert "tags      identity, compliance, interfaces\n" in text
    assert "id        consent-first\n" in text


def test_a_lesson_is_written_down_found_taken_back_and_forgotten(paceplan: Paceplan) -> None:
    paceplan.new("Search")
    assert "No lessons yet" in paceplan("lessons").stderr
    said = paceplan("lesson", "search", "Fragen früh stellen", "--tag", "data", "--on", "2026-11-02").stderr
    assert "Learned in Search on 2026-11-02: fragen-fruh-stellen." in said
    (lesson,) = found(paceplan, "FRUH", "data", "search")
    assert (lesson["text"], lesson["tags"], lesson["on"]) == ("Fragen früh stellen", ["data"], "2026-11-02")
    paceplan("undo")
    assert found(paceplan) == []
    paceplan("redo")
    paceplan("lesson", "search", "--forget", "fragen-fruh-stellen")
    assert found(paceplan) == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["search"], "give the TEXT of a lesson, or --forget ID, and not both"),
        (["search", "x", "--forget", "y"], "and not both"),
        (["search", "  "], "a lesson needs a text"),
        (["search", "--forget", "y"], "no lesson 'y'"),
        (["other", "x"], "no project 'other'"),
    ],
)
def test_what_cannot_be_is_refused(paceplan: Paceplan, args: list[str], said: str) -> None:
    paceplan.new("Search")
    before = paceplan.journal()
    assert said in paceplan("lesson", *args, code=2).stderr
    assert paceplan.journal() == before
