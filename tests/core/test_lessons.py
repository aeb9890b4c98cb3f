"""Lessons: written down, taken away, and found again whatever the case and the accents."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.core.rows import project
from tests.playbooks.shipped import playbook

from paceplan.core import lessons
from paceplan.core.errors import Refused
from paceplan.core.project import Project

DAY = dt.date(2026, 11, 16)
BOOK = playbook("ai")


def learned(text: str, **more: Any) -> Project:
    return lessons.learn(project(), BOOK, text=text, on=DAY, **more)


def test_a_lesson_is_named_after_its_first_words() -> None:
    once = learned("Ask for the logs a month ahead.", tags=["data", " data ", "", "access"], by="Ann")
    assert list(once.lessons) == ["ask-for-the-logs-a"]
    lesson = once.lessons["ask-for-the-logs-a"]
    assert (lesson.on, lesson.tags, lesson.by) == (DAY, ("data", "access"), "Ann")
    twice = lessons.learn(once, BOOK, text="Ask for the logs a second time.", on=DAY)
    assert list(twice.lessons) == ["ask-for-the-logs-a", "ask-for-the-logs-a-2"]
    again = lessons.learn(twice, BOOK, text="Better said.", on=DAY, id="ask-for-the-logs-a")
    assert again.lessons["ask-for-the-logs-a"].text == "Better said."
    assert Project.of(again.document()) == again


def test_a_lesson_may_be_written_in_any_letters() -> None:
    assert list(learned("先に記録を頼む").lessons) == ["item"]
    assert list(learned("=SUM(A1) @all +1 [b]x[/b]").lessons)


def test_nothing_learned_is_refused_and_so_is_forgetting_what_is_not_there() -> None:
    with pytest.raises(Refused, match="a lesson needs a text"):
        learned("  \n ")
    with pytest.raises(Refused, match="no lesson 'x'; it has none"):
        lessons.forget(project(), BOOK, id="x")
    with pytest.raises(Refused, match=r"no lesson 'kep' \(did you mean 'kept'\?\); it has kept"):
        lessons.forget(learned("Kept", id="kept"), BOOK, id="kep")
    assert lessons.forget(learned("Kept", id="kept"), BOOK, id="kept") == project()


DOCUMENTS: dict[str, Any] = {
    "a": {"lessons": {"x": {"on": "2026-10-01", "text": "Élèves first", "tags": ["Straße"], "by": "Ann"}}},
    "b": {"lessons": {"y": {"on": "2026-11-01", "text": "Contracts came late", "tags": ["Data contracts"]},
                      "w": {"on": "2026-10-01", "text": "Ask Łódź"}}},
    "old": {"lessons": {"z": {"on": "2026-12-01", "text": "From long ago"}}},
    "gone": {"lessons": {"z": {"on": "2026-12-01", "text": "Deleted"}}},
}  # fmt: skip
ROWS: list[dict[str, Any]] = [
    {"v": 2, "id": "none", "name": "No lessons"},
    {"v": 2, "id": "a", "name": "Zürich", "lessons": 1},
    {"v": 2, "id": "b", "name": "Fraud", "lessons": 2},
    {"id": "old", "name": "Old"},
    {"v": 2, "id": "gone", "name": "Gone", "lessons": 1, "deleted": True},
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", "z y w x"), ("ELEVES", "x"), ("élèves", "x"), ("strasse", "x"), ("zurich FIRST", "x"),
        ("contract data", "y"), ("contract zurich", ""), ("fraud", "y w"), ("lodz", "w"), ("ago", "z"), ("deleted", ""),
        ("  late   contracts ", "y"), ("[", ""),
    ],
)  # fmt: skip
def test_every_word_is_found_in_text_tags_or_name_newest_first(words: str, found: str) -> None:
    assert [lesson.id for lesson in lessons.search(ROWS, DOCUMENTS.get, words)] == found.split()


def test_only_projects_with_lessons_are_looked_into() -> None:
    asked: list[str] = []

    def document(id: str) -> Any:
        asked.append(id)
        return DOCUMENTS.get(id)

    lessons.gather(ROWS, document)
    assert asked == ["a", "b", "old"]


def test_a_lesson_found_says_where_it_is_from() -> None:
    (lesson,) = lessons.search(ROWS, DOCUMENTS.get, "zurich")
    assert lesson.as_json() == {
        "project": "a", "name": "Zürich", "id": "x", "on": "2026-10-01", "text": "Élèves first", "tags": ["Straße"],
        "by": "Ann",
    }  # fmt: skip
