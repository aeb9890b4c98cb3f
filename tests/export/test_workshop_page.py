"""The page to hand out, read by a real parser, with whatever people may be called."""

from __future__ import annotations

import datetime as dt

import pytest
from markdown_it import MarkdownIt
from tests.core.books import mixed_book, project
from tests.tui.test_hostile import NAMES

from paceplan.core.project import Project
from paceplan.export.workshop_page import page_of

DAY = dt.date(2026, 11, 16)
BOOK = mixed_book()
ODD = {**NAMES, "html": "<script>alert(1)</script>", "pipe": "a | b", "list": "- 1. # x", "url": "[x](javascript:y) @z"}


def given(text: str) -> Project:
    workshop = {
        "participants": {"a": text, "b": "Ben"},
        "votes": {"1": {"d1": {"a": 0, "b": 3}, "law": {"a": True, "b": False}}},
        "reasons": {"d1": f"{text}\n{text}"},
        "result": {"d1": 3, "d2": 1},
        "sealed": {"reuse": {"a": "0" * 16}},
    }
    return project(BOOK, {"d1": 3, "d2": 1}, {"law": True, "reuse": False}, workshops={"w": workshop},
                   stakeholders={"x": {"name": text, "wants": "sprint"}})  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_text_from_people_stays_text(name: str) -> None:
    page = page_of(given(ODD[name]), BOOK, "w", DAY).decode()
    assert tags(page) == tags(page_of(given("Ann"), BOOK, "w", DAY).decode())
    assert "0000" not in page


def tags(page: str) -> list[str]:
    """Return the tags of a page as HTML, without line breaks."""
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(page)
    return [found for part in html.split("<")[1:] if not (found := part.split(">")[0]).startswith("br")]


def test_the_page_says_all_there_is() -> None:
    page = page_of(given("Ann"), BOOK, "w", DAY).decode()
    for text in (
        "# A project: MARATHON",
        "Took part: Ann, Ben.",
        "Because law (forces a marathon)",
        "| D1 | 3 | 0 3 | Ann Ann |",
        "| law |   | no yes |",
        "D1: 0 (Ann) against 3 (Ben)",
        "Ann wants a sprint",
    ):
        assert text in page, page
