"""Text from people in a Markdown page: a real parser finds it as text, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from paceplan.config.resources import data_dir
from paceplan.core import checklists
from paceplan.core.project import Project
from paceplan.core.text import clean
from paceplan.export import markdown as md
from paceplan.export.registry import PAGES
from paceplan.importing.project_toml import read
from paceplan.playbooks.catalogue import Catalogue

DAY = dt.date(2026, 11, 16)
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TRICKY = st.text(alphabet="ab1 \t\n\\`*_[](){}<>|~#$!^&;:@=+-.\"'/?%é漢\x1b\u202e", max_size=40) | st.text(max_size=40)
NASTY = [
    "<script>alert(1)</script>", "a</td><img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](http://evil)",
    "# heading", "1. one", "- item", "+ item", "> quote", "```\ncode\n```", "| a | b |\n| --- | --- |", "a\n===", "***",
    "&lt;b&gt; &amp; &#x41;", "\\*", "`x`", "<http://evil>", "www.evil.example", "a  \nb", "~~x~~", "[a]: http://evil",
    "[^1]", "@someone", "$x$", "    indented", "=cmd|' /C calc'!A0", "\x1b]52;c;AA\x07",
]  # fmt: skip


def flat(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *flat(token.children or []))]


def kinds(text: str) -> set[str]:
    return {token.type for token in flat(PARSER.parse(text))}


@given(TRICKY)
@example("1.")
@example("5.2 of 10")
@example("1) x")
def test_a_line_is_one_paragraph_of_that_text(given_: str) -> None:
    line = clean(given_).strip()
    tokens = flat(PARSER.parse(md.text(given_)))
    shown = "".join(token.content for token in tokens if token.type in ("text", "text_special"))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}
    assert shown == line


@given(TRICKY)
def test_a_cell_is_one_cell_and_a_bullet_is_one_bullet(given_: str) -> None:
    page = md.page(
        [*md.table(["a", "b"], [[md.prose(given_), md.text(given_)]]), *md.bullets([md.prose(given_, "  ")])]
    )
    counted = [token.type for token in PARSER.parse(page.decode())]
    assert (counted.count("tr_open"), counted.count("td_open")) == (2, 2)
    assert counted.count("list_item_open") == counted.count("bullet_list_open") == 1
    assert not {"html_block", "heading_open", "fence", "code_block", "blockquote_open"} & set(counted)


@pytest.mark.parametrize("given_", NASTY)
def test_prose_of_several_lines_keeps_its_lines_and_nothing_of_them_works(given_: str) -> None:
    found = kinds(md.prose(given_))
    assert found <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "hardbreak"}, found


@pytest.mark.parametrize(
    ("given_", "linked"),
    [
        ("https://example.org/a_b?c=d&e=%20#f", True),
        ("http://x.y", True),
        ("javascript:alert(1)", False),
        ("https://x.y/<b>", False),
        ("https://x y", False),
        ("ftp://x.y", False),
    ],
)
def test_a_plain_address_is_a_link_and_nothing_else_is(given_: str, linked: bool) -> None:
    links = [t.attrs["href"] for t in flat(PARSER.parse(md.link(given_))) if t.type == "link_open"]
    assert len(links) == linked
    assert all(str(link).startswith("http") for link in links)


# Whole pages


def nasty_project(text: str) -> Project:
    """Return a project that says `text` wherever a person can."""
    day = "2026-10-05"
    tick = {"done": True, "by": text, "note": text, "evidence": text, "on": day}
    content: dict[str, Any] = {
        "format": "paceplan/1", "id": "odd", "name": text, "playbook": "edtech", "owner": text, "summary": text,
        "start": day,
        "scores": {"readiness": {"score": 1, "why": text, "evidence": text}},
        "override": {"pace": "hybrid", "why": text, "by": text},
        "checklists": {"pilot": {"problem": tick, "metrics": {"na": True, "why": text}}},
        "pilot": {
            "start": day, "weeks": 3, "iteration": 2, "dosage": {"d": {"name": text, "planned": 3, "actual": 2}},
            "decision": {"decision": "stop", "on": "2026-10-26", "by": text, "why": text},
            "earlier": {"1": {"start": "2026-08-01", "weeks": 2, "decision": "stop", "on": "2026-08-15", "why": text}},
        },
        "metrics": {
            "m": {"name": text, "unit": text, "target": 2, "exit": True, "readings": {"2026-10-10": 1.5},
                  "moved": {"2026-10-12": {"from": 3, "to": 2, "why": text, "by": text}}}
        },
        "roadmap": {"start": day},
        "phases": {"mine": {"name": text, "start_month": 3, "months": 2}},
        "deliverables": {"thing": {"name": text, "phase": "mine", "owner": text, "evidence": text}},
        "sprints": {"s": {"name": text, "phase": "mine", "start": day, "weeks": 3, "leaves": text}},
        "milestones": {"m": {"name": text, "date": day, "evidence": text}},
        "stakeholders": {"who": {"name": text, "stance": text, "concern": text}},
        "committee": {"legal": text},
        "risks": {"r": {"name": text, "mitigation": text, "owner": text}},
        "lessons": {"l": {"on": day, "text": text}},
        "workshops": {"2026-09-22": {"participants": {"p1": text, "p2": text},
                                     "votes": {"1": {"readiness": {"p1": 1, "p2": 3}}},
                                     "reasons": {"readiness": text}, "result": {"readiness": 1}}},
        "reviews": {"2026-10-02": {"checklist": "final", "by": text, "result": text,
                                   "answers": {"vendor": {"ok": False, "why": text}}}},
        "costs": {"amount": 3.0, "currency": "EUR", "every": "month", "note": text},
        "related": {"other": text},
    }  # fmt: skip
    return Project.of(content)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", [text for text in NASTY if clean(text).strip()])
def test_no_words_of_a_person_do_anything_in_a_page(page: str, text: str) -> None:
    playbook = Catalogue().all()["edtech"].playbook
    plain = PAGES[page].write(nasty_project("Word"), playbook, DAY).decode()
    nasty = PAGES[page].write(nasty_project(text), playbook, DAY).decode()
    assert "\x1b" not in nasty
    assert {"html_inline", "html_block", "image", "fence", "code_inline", "code_block"}.isdisjoint(kinds(nasty))
    links = [str(t.attrs["href"]) for t in flat(PARSER.parse(nasty)) if t.type == "link_open"]
    assert links == []

    def skeleton(source: str) -> list[str]:
        tokens = PARSER.parse(source)
        return [t.type for t in tokens if t.type not in ("inline", "hardbreak")]

    assert skeleton(nasty) == skeleton(plain), "the page has the same parts, whatever stands in them"


# Reports of the samples


def sample(name: str) -> tuple[Project, Any]:
    catalogue = Catalogue()
    data = (data_dir("sample_projects") / f"{name}.toml").read_bytes()
    project = read(data, name, catalogue.playbook, list(catalogue.all()))
    return project, catalogue.playbook(project.playbook)


def test_a_report_says_what_was_decided_why_and_what_is_open() -> None:
    text = PAGES["report"].write(*sample("riverbend-assessment"), DAY).decode()
    for said in (
        "# Riverbend assessment\n", "**▸ SPRINT**. Health: ", "certain, 3 steps from another pace",
        "Strategic impact 1 of 3 (lean 1)", "Running: 10 weeks, 2026-10-05 to 2026-12-14; week 7 of 10.",
        "target moved on 2026-10-22 from 75 to 70 % by Pilot lead", "Lessons taught with the tool: 64 of 120 planned",
        "The evidence so far speaks for **not tested**:", "| IT (required) | District technology office |",
        "## Workshop 2026-09-22", "1 2 3 3; then 2 2 2 3",
        "| 2026-10-02 | Before you start | failed | Leadership team |",
        "## Lessons",
    ):  # fmt: skip
        assert said in text, said


def test_a_report_of_a_marathon_has_its_roadmap_and_no_pilot() -> None:
    text = PAGES["report"].write(*sample("east-valley-sis"), DAY).decode()
    assert "## Pilot\n" not in text
    assert "2026-02-02 to 2028-02-01, agreed on 2026-02-27" in text
    assert "| Scale &amp; embed | 2027-02-02 | 2028-02-01 | 0 of 5 | successful pilots; Security review |" in text


def test_a_report_has_every_checklist_and_what_a_marathon_brought() -> None:
    project, book = sample("acme-media-identity-graph")
    text = PAGES["report"].write(project, book, DAY).decode()
    for state in checklists.concerning(project, book, "marathon"):
        if state.id != "pilot":
            assert f"| {state.name} | {state.done} of {state.total} |" in text
    brought = text.partition("## Before and after\n")[2]
    assert "| Data quality | 71 to 93 %: +22, +31 %, better | read on" in brought


def test_a_report_of_an_override_names_both_paces() -> None:
    project, book = sample("riverbend-assessment")
    changed = Project.of(project.document() | {"override": {"pace": "hybrid", "why": "Board asks"}})
    text = PAGES["report"].write(changed, book, DAY).decode()
    assert "**◆ HYBRID**, by override; the verdict is ▸ SPRINT." in text
    assert "Override: ◆ HYBRID. Board asks" in text


@pytest.mark.parametrize("book", ["edtech", "martech", "ai"])
def test_a_report_of_an_empty_project_is_short_and_says_so(book: str) -> None:
    playbook = Catalogue().all()[book].playbook
    made = Project.of({"format": "paceplan/1", "name": "New", "playbook": book})
    text = PAGES["report"].write(made, playbook, DAY).decode()
    assert "**· OPEN**" in text
    assert "Unanswered: " in text
    for absent in ("## Decision", "## Roadmap", "## Risks", "## Reviews", "## Workshop", "## Lessons", "None"):
        assert absent not in text
