"""Names and texts that try to be more than text: markup, orders to the terminal, and what breaks columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.tui.conftest import EAST_VALLEY, KNOWLEDGE, Show, Shown, named, session_on
from textual.color import Color
from textual.widgets import Input, OptionList

from paceplan.core import keeping, scoring
from paceplan.core.project import Project
from paceplan.demo import DAY
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Session
from paceplan.tui.harmless import Harmless, measured

MARKUP, LINK, ESCAPE = "a[/]b", "[@click=app.quit]x", "\x1b]52;c;AAAA\x07"
NAMES = {
    "markup": MARKUP,
    "link": LINK,
    "escape": f"e{ESCAPE}s",
    "csi": "c\x9b31mred\x1b[2J",
    "long": "L" + "ong" * 180,
    "emoji": "👩‍👩‍👧‍👦" * 12 + "漢字" * 20,
    "bidi": "left\u202eright\u2066 עברית \u200f",
    "zero": "z\u200be\ufeffr\u0301\u0301o",
    "quote": "$n [bold]'\"\\[ [50%] {0} %s",
    "lines": "one\ntwo\r\nthree\x00\ttab",
}
DIALOGUES = {name: NAMES[name] for name in ("markup", "link", "escape", "long", "emoji")}
"""Those that dialogues are tried with."""


def forbidden(text: str) -> set[str]:
    """Return the characters of a text that no terminal should be sent."""
    return {
        c
        for c in text
        if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) < 0x202F or 0x2066 <= ord(c) < 0x206A
    }


def check(shown: Shown) -> str:
    """See to it that the screen holds text only, in lines of the right width; return it."""
    width = shown.app.size.width
    strips = shown.app.screen._compositor.render_strips()
    assert len(strips) == shown.app.size.height
    for strip in strips:
        text = "".join(segment.text for segment in strip)
        assert forbidden(text) == set(), repr(text)
        assert cell_len(text) == width or "\u200d" in text or not text.isascii(), repr(text)
        assert sum(segment.cell_length for segment in strip) == width, repr(text)
        for segment in strip:
            assert segment.style is None or (segment.style.link is None and "@click" not in segment.style.meta), repr(
                text
            )
    return shown.text


def hostile_project(text: str) -> Project:
    """Return a project that has `text` wherever the screens show a person's words."""
    day, running = DAY.isoformat(), "2026-11-02"
    high = {"score": 3, "why": text, "evidence": text}
    content: dict[str, Any] = {
        "format": "paceplan/1", "id": "odd", "name": text, "playbook": "ai", "start": running,
        "owner": text, "summary": text,
        "scores": {
            "risk-compliance": high, "integration-complexity": high, "business-impact": high,
            "data-maturity": {"score": 0, "why": text},
        },
        "gates": {"regulated-decision": {"answer": True, "why": text}},
        "override": {"pace": "hybrid", "why": text, "by": text, "on": day},
        "checklists": {"pilot": {
            "outcome": {"done": True, "by": text, "on": day, "note": text, "evidence": text, "owner": text},
            "scope": {"na": True, "why": text},
        }},
        "pilot": {"start": running, "weeks": 6},
        "metrics": {"own": {
            "name": text, "unit": text, "baseline": 1, "target": 2, "exit": True, "readings": {day: 1.5},
        }},
        "roadmap": {"start": running},
        "phases": {"mine": {"name": text, "start_month": 3, "months": 2}},
        "deliverables": {"thing": {"name": text, "phase": "mine", "owner": text, "due": day, "note": text}},
        "sprints": {"s": {"name": text, "phase": "mine", "start": day, "weeks": 3, "leaves": text}},
        "milestones": {"m": {"name": text, "date": day, "evidence": text}},
        "stakeholders": {"s": {"name": text, "influence": 3, "stance": text, "concern": text, "wants": "marathon"}},
        "committee": {"legal": text},
        "raci": {"pilot": {"responsible": text, "accountable": text, "consulted": [text], "informed": [text, text]}},
        "comms": {"note": {"what": text, "audience": text, "every": "week", "from": running}},
        "risks": {"r": {"name": text, "likelihood": 3, "impact": 3, "mitigation": text, "owner": text}},
        "runbooks": {"b": {"name": text, "trigger": text, "owner": text, "steps": [text, text]}},
        "drills": {"d": {"name": text, "every": "month", "last": day, "report": text}},
        "costs": {"amount": 480, "currency": text[:12].strip(), "every": "month", "note": text},
    }  # fmt: skip
    return Project.of(content)


WIDE = ("link", "long", "emoji", "lines")
"""Those that are shown on a wide screen; the others on a narrow one."""


@pytest.mark.parametrize("name", NAMES)
async def test_every_screen_shows_it_as_text(empty: Session, show: Show, name: str) -> None:
    empty.do(keeping.place, "odd", content=hostile_project(NAMES[name]))
    async with show(empty, size=(120, 40) if name in WIDE else (80, 24), toasts=True) as shown:
        shown.page._rested()
        check(shown)
        for keys in (
            ("enter", "j"),
            ("f3",),
            ("j",),
            ("f4",),
            ("pagedown",),
            ("G",),
            ("f6",),
            ("j",),
            ("G",),
            ("v", "escape"),
            ("f7",),
            ("j", "j", "j"),
            ("G",),
            ("k",),
            ("k",),
            ("v", "escape"),
            ("f8",),
            ("f2", "0", "u"),
            ("escape", "d"),
            ("u",),
        ):
            await shown.press(*keys)
            check(shown)


@pytest.mark.parametrize("text", DIALOGUES.values(), ids=DIALOGUES)
async def test_every_dialogue_shows_it_as_text(empty: Session, show: Show, text: str) -> None:
    project = hostile_project(text)
    empty.do(keeping.place, "odd", content=project.model_copy(update={"pilot": None}))
    async with show(empty, "odd", toasts=True) as shown:
        for keys in (
            ("R",),
            ("e",),
            ("o", "j"),
            ("o", "enter"),
            ("f3", "n"),
            ("o",),
            ("c", "G"),
            ("c", "enter"),
            ("C",),
            ("colon",),
        ):
            await shown.press(*keys)
            assert shown.app.screen is not shown.page, keys
            check(shown)
            await shown.press("escape")
        assert shown.app.screen is shown.page


@pytest.mark.parametrize("text", DIALOGUES.values(), ids=DIALOGUES)
async def test_what_is_typed_or_pasted_is_shown_and_kept_as_text(empty: Session, show: Show, text: str) -> None:
    named(empty, "Plain")
    async with show(empty, toasts=True) as shown:
        await shown.press("/")
        await shown.write(text)
        assert "Nothing matches" in check(shown)
        await shown.press("escape", "i")
        await shown.write(f"/nowhere/{text}")
        await shown.press("enter")
        check(shown)
        await shown.press("escape", "escape", "r", "ctrl+u")
        await shown.write(text)
        check(shown)
        await shown.press("enter")
        name = empty.rows()[0]["name"]
        assert forbidden(name) == set()
        assert name not in ("", "Plain")
        check(shown)
        if text in (MARKUP, LINK):
            assert name == text
            assert text in shown.of("#projects")


async def test_names_of_markup_stand_as_they_were_typed(empty: Session, show: Show) -> None:
    for number, name in enumerate((MARKUP, LINK, NAMES["quote"])):
        named(empty, name, id=f"p{number}")
    async with show(empty, toasts=True) as shown:
        text = check(shown)
        for name in (MARKUP, LINK, NAMES["quote"]):
            assert name in text
        at = next(y for y, line in enumerate(shown.lines) if LINK in line)
        assert await shown.pilot.click(offset=(shown.lines[at].index(LINK) + 17, at))
        await shown.settle()
        assert shown.app._running
        await shown.press("d")
        assert f"{shown.told[-1].removeprefix('Deleted: ').removesuffix('. u brings it back.')}" in (
            MARKUP,
            LINK,
            NAMES["quote"],
        )
        check(shown)


async def test_a_workspace_a_file_and_a_playbook_of_such_names(tmp_path: Path, show: Show) -> None:
    folder = tmp_path / f"plans{ESCAPE}{LINK}"
    books = tmp_path / f"books{ESCAPE}"
    books.mkdir()
    (books / f"broken{ESCAPE}.toml").write_text("id = 1")
    shipped = (Path(__file__).parents[2] / "src/paceplan/playbooks/ai.toml").read_text()
    (books / "mine.toml").write_text(
        shipped.replace('id = "ai"', 'id = "mine"', 1)
        .replace('name = "Risk & compliance"', f'name = "{MARKUP}{LINK}"', 1)
        .replace('name = "Enterprise AI"', f'name = "{LINK}"', 1)
    )
    session = session_on(folder, playbooks=Catalogue(books))
    named(session, "One", "mine")
    async with show(session, size=(120, 40), toasts=True) as shown:
        assert LINK in check(shown).splitlines()[0]
        await shown.press("n", "G")
        check(shown)
        await shown.press("escape", "enter", "y")
        assert MARKUP + LINK in check(shown)
        await shown.press("colon")
        found = shown.app.screen.query_one(OptionList)
        await shown.until(lambda: found.option_count > 10)
        check(shown)
    session.close()


async def test_a_reason_of_several_lines_stays_several_lines(samples: Session, show: Show) -> None:
    samples.do(scoring.explain, KNOWLEDGE, question="risk-compliance", why="one\n\n[b]three[/b]\x1b[2J")
    async with show(samples, KNOWLEDGE, size=(120, 40)) as shown:
        assert "[b]three[/b]" in check(shown)
        await shown.press("e")
        assert shown.answer.splitlines()[0] == "one"
        assert forbidden(shown.answer.replace("\n", "")) == set()


async def test_half_a_character_is_shown_as_one_that_is_missing(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("/")
        shown.page.query_one(Input).value = "a\udc80b"
        await shown.settle()
        assert "a\ufffdb" in check(shown)


def test_a_line_without_orders_is_left_as_it_is() -> None:
    from rich.segment import Segment

    plain = [Segment("a"), Segment("漢 é 👩‍👧")]
    assert Harmless().apply(plain[:1], Color(0, 0, 0)) == plain[:1]
    assert [s.text for s in Harmless().apply(plain, Color(0, 0, 0))] == ["a", "漢 é 👩"]
    assert [s.text for s in Harmless().apply([Segment(f"x{ESCAPE}y\u202e")], Color(0, 0, 0))] == ["x]52;c;AAAAy"]


async def test_far_dates_and_large_numbers_keep_the_columns(empty: Session, show: Show) -> None:
    readings = {"1900-01-01": 1e-300}
    project = Project.of(
        {
            "format": "paceplan/1", "id": "odd", "name": "Far", "playbook": "ai", "start": "2999-12-30",
            "metrics": {"m": {"name": "M", "baseline": -1e300, "target": 1e300, "exit": True, "readings": readings}},
            "gates": {"regulated-decision": True},
        }
    )  # fmt: skip
    empty.do(keeping.place, "odd", content=project)
    async with show(empty, size=(120, 40)) as shown:
        check(shown)
        await shown.press("enter")
        for key in ("f3", "f4", "+", "+", "t", "l", "f8"):
            await shown.press(key)
            check(shown)


async def test_names_as_long_as_they_may_be_leave_the_pace_in_sight(samples: Session, show: Show) -> None:
    samples.do(keeping.rename, EAST_VALLEY, name=NAMES["long"][:120])
    async with show(samples, EAST_VALLEY, size=(60, 18)) as shown:
        assert "■ MARATHON" in shown.top
        assert shown.top.endswith("saved")
        assert cell_len(shown.top) <= 60


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("👩‍👩‍👧 x", "👩 x"),
        ("👩🏽‍✈️!", "👩!"),
        ("a ❤️ b", "a ❤  b"),
        ("🏳️‍🌈", "🏳 "),
        ("1️⃣2", "1 2"),
        ("🇩🇪 🇫", "DE F"),
        ("a™️", "a™ "),
        ("می‌خواهم क्‍ष ñ 日本", "می‌خواهم क्‍ष ñ 日本"),
        ("🏽", ""),
    ],
)
def test_signs_made_of_several_take_the_room_that_every_terminal_gives_them(text: str, sent: str) -> None:
    assert measured(text) == sent
    assert cell_len(sent) == cell_len(text)


PARTS = ["a", "👩", "👩‍❤️", "👩‍👩‍👧", "🏽", "1⃣", "🇩", "🇪", "日", "ñ", "✈", "✈️", " ", "\ufe0f"]


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_no_sign_changes_the_room_of_a_line(text: str) -> None:
    sent = measured(text)
    assert cell_len(sent) == cell_len(text) == sum(map(cell_len, sent))
    assert measured(sent) == sent


async def test_a_family_leaves_the_columns_where_they_are(empty: Session, show: Show) -> None:
    named(empty, "family 👩‍👩‍👧 and ❤️", id="one")
    named(empty, "family xx and xx", id="two")
    async with show(empty) as shown:
        lines = [line for line in shown.lines if "family" in line and "OPEN" in line]
        assert len(lines) == 2
        assert len({sum(map(cell_len, line[: line.index("OPEN")])) for line in lines}) == 1
        assert not {"\u200d", "\ufe0f"} & set("".join(lines))
