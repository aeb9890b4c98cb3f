"""The review screen: a key an answer, the result, the sign-off, and what is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.tui.conftest import CHECKOUT, EAST_VALLEY, KNOWLEDGE, RIVERBEND, Show, Shown, named, themes

from paceplan.core import checklists, keeping, review
from paceplan.core.project import Project
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.app import PaceplanApp
from paceplan.tui.context import Context
from paceplan.tui.glyphs import ASCII, UNICODE, Glyphs
from paceplan.tui.screens.agenda import AgendaScreen
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.screens.review import ReviewScreen
from paceplan.tui.widgets.key_bar import KeyBar
from paceplan.tui.widgets.review_list import ReviewList

SIZES = [(60, 18), (80, 24), (120, 36)]
NASTY = "a[/]b [@click=app.quit]x[/] \x1b]52;c;AA\x07 <b>|`東京" + "w" * 120


@asynccontextmanager
async def reviewing(
    session: Session, project: str, list_id: str = "", *, size: tuple[int, int] = (80, 24), glyphs: Glyphs = UNICODE,
    toasts: bool = False,
) -> AsyncIterator[Shown]:  # fmt: skip
    """Show the review as the command does: nothing but that screen."""
    app = PaceplanApp(
        Context(session, DAY, "plans", glyphs=glyphs), themes(),
        first=lambda context: ReviewScreen(context, project, list_id),
    )  # fmt: skip
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=toasts) as pilot:
        shown = Shown(app, pilot, session)
        await shown.until(lambda: isinstance(app.screen, ReviewScreen))
        await shown.settle()
        yield shown


def found(shown: Shown) -> review.Standing:
    page = shown.page
    assert isinstance(page, ReviewScreen)
    return page.found


def answers(shown: Shown) -> list[str]:
    return [point.state for point in found(shown).points]


@pytest.mark.parametrize("size", SIZES)
async def test_seven_items_with_all_well_take_nine_key_presses(empty: Session, size: tuple[int, int]) -> None:
    keys = [*"y" * 7, "s", "enter"]
    assert len(keys) < 12
    async with reviewing(empty, named(empty, "New"), "pilot", size=size, toasts=True) as shown:
        assert len(found(shown).points) == 7
        assert "UNFINISHED   7 of 7 unanswered" in shown.text
        await shown.press(*keys)
        assert (found(shown).result, found(shown).signed, found(shown).by) == ("passed", True, "Ann")
        assert "PASSED   all 7 are well" in shown.text
        assert "signed     by Ann on 16 Nov" in shown.text
        assert ["passed. u takes it back." in said for said in shown.told] == [True]
    assert checklists.checklist(empty.project("one"), empty.playbook(empty.project("one")), "pilot").complete


async def test_every_answer_is_saved_as_it_is_given_and_coming_back_goes_on_there(samples: Session, show: Show) -> None:
    async with reviewing(samples, RIVERBEND) as shown:
        before = shown.entries()
        await shown.press("y", "n")
        assert shown.entries() == before + 2
        await shown.press("escape")
        assert not shown.app._running or shown.app._exit
    async with reviewing(samples, RIVERBEND) as shown:
        assert answers(shown) == ["yes", "no", "open", "open", "open"]
        assert shown.find(ReviewList).current_id == "committee"
        await shown.press("y", "y", "n")
        assert "✕ FAILED   2 of 5 block" in shown.text
        assert "s signs it as failed" in shown.text


async def test_what_changed_since_the_last_review_shows(samples: Session) -> None:
    async with reviewing(samples, RIVERBEND) as shown:
        assert "was no" in shown.text
        assert "failed, 2 Oct, Leadership team" in shown.text
        await shown.press("G")
        assert "no: No coaching hours beyond week 8" in shown.text
        await shown.press("y")
        assert "Roles and coaching planned: no → yes" in shown.flat


async def test_not_applicable_asks_why_and_a_why_can_be_mended(samples: Session) -> None:
    async with reviewing(samples, RIVERBEND) as shown:
        await shown.press("-")
        await shown.press("enter")
        assert "not applicable needs a reason" in shown.flat
        await shown.write("No committee yet")
        await shown.press("enter")
        assert answers(shown)[0] == "na"
        assert shown.find(ReviewList).current_id == "criteria"
        await shown.press("y", "k", "e")
        await shown.write("One sheet")
        await shown.press("enter")
        assert [p.why for p in found(shown).points[:2]] == ["No committee yet", "One sheet"]
        await shown.press("x")
        assert answers(shown)[1] == "open"
        await shown.press("u")
        assert answers(shown)[1] == "yes"


async def test_undo_opens_a_signed_review_again(samples: Session) -> None:
    async with reviewing(samples, RIVERBEND, toasts=True) as shown:
        await shown.press(*"yyyyy", "s", "enter")
        assert found(shown).signed
        shown.hush()
        await shown.press("y")
        assert shown.told == ["Yes: not now: This review is signed; N begins another one."]
        await shown.press("u")
        assert (found(shown).signed, answers(shown)) == (False, ["yes"] * 5)
        await shown.press("s", "enter", "N")
        assert answers(shown) == ["open"] * 5
        assert "passed, 16 Nov, Ann" in shown.text
        assert list(samples.project(RIVERBEND).reviews) == ["2026-10-02", "2026-11-16"]


async def test_a_review_that_is_not_finished_cannot_be_signed_and_says_why(samples: Session) -> None:
    async with reviewing(samples, EAST_VALLEY, toasts=True) as shown:
        await shown.press("y", "s")
        assert "Sign: not now: 4 of 5 unanswered: 'Criteria" in shown.told[0]
        shown.hush()
        await shown.press("N")
        assert answers(shown) == ["open"] * 5
        assert shown.told == ["Begun anew: The answers were given up. u brings them back."]
        await shown.press("u")
        assert answers(shown)[0] == "yes"


async def test_artifacts_show_themselves(samples: Session) -> None:
    async with reviewing(samples, CHECKOUT) as shown:
        assert answers(shown).count("yes") == 7
        assert shown.find(ReviewList).current_id == "dependency-map"
        assert "is missing, as the Score tab says" in shown.flat
        await shown.press("-")
        assert not isinstance(shown.app.screen, AskScreen)
        await shown.press("y")
        assert samples.project(CHECKOUT).artifacts["dependency-map"].done
        assert "PASSED" in shown.text


async def test_the_page_is_written_where_it_is_wanted(samples: Session, tmp_path: Path) -> None:
    async with reviewing(samples, RIVERBEND) as shown:
        await shown.press(*"yyyyn", "o")
        assert shown.answer == "riverbend-assessment-final.md"
        file = tmp_path / "page.md"
        shown.asked.query_one("#text").value = str(file)  # type: ignore[attr-defined]
        await shown.press("enter")
        assert file.read_text(encoding="utf-8").startswith("# Before you start: failed\n")
        await shown.press("o")
        shown.asked.query_one("#text").value = str(file)  # type: ignore[attr-defined]
        await shown.press("enter")
        assert "exists already" in shown.flat
        assert "--force" not in shown.flat


async def test_the_mouse_answers_and_signs(samples: Session) -> None:
    async with reviewing(samples, EAST_VALLEY, size=(120, 36)) as shown:
        bar = shown.find(KeyBar)

        async def bar_click(action_id: str) -> None:
            start = next(s for s, _, i in bar._spans if i == action_id)
            await shown.click(bar, start + 1, 0)

        await bar_click("review.yes")
        await shown.click_text("Criteria measurable")
        assert isinstance(shown.app.screen, ChooseScreen)
        await shown.click_text("No ")
        await shown.click_text("No ")
        assert answers(shown)[:2] == ["yes", "no"]
        for _ in range(3):
            await bar_click("review.yes")
        await bar_click("review.sign")
        assert isinstance(shown.app.screen, AskScreen)


async def test_the_keys_that_open_it_from_where_checklists_show(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "score") as shown:
        await shown.press("V")
        assert found(shown).list_id == "final"
        await shown.press("escape")
        assert isinstance(shown.page, ProjectScreen)
        await shown.press("f3", "l", "V")
        assert found(shown).list_id == "change"
        await shown.press("escape", "w")
        assert isinstance(shown.page, AgendaScreen)
        wanted = next(n for n, e in enumerate(shown.page._events) if e.kind == "list")
        shown.page.query_one("#events").go_to(wanted)  # type: ignore[attr-defined]
        await shown.press("r")
        assert isinstance(shown.page, ReviewScreen)
        assert found(shown).list_id.startswith("plan-")


async def test_lists_and_earlier_reviews_can_be_chosen(samples: Session) -> None:
    async with reviewing(samples, RIVERBEND) as shown:
        await shown.press("i", "g", "enter")
        assert found(shown).list_id == "pilot"
        await shown.press("y", "v")
        assert "not signed" in shown.text
        await shown.press("j", "enter")
        assert "✕ FAILED   1 of 5 blocks" in shown.text
        await shown.press("escape")
        assert shown.app.screen is shown.page


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
async def test_hostile_words_show_as_words_at_every_size(empty: Session, size: tuple[int, int], glyphs: Glyphs) -> None:
    kept = {"checklist": "final", "by": NASTY, "result": NASTY, "answers": {"scored": {"ok": False, "why": NASTY}}}
    content = {"format": "paceplan/1", "id": "one", "name": NASTY, "playbook": "edtech",
               "reviews": {"2026-10-02": kept, "2026-11-01": kept | {"result": ""}}}  # fmt: skip
    empty.do(keeping.place, "one", content=Project.of(content))
    async with reviewing(empty, "one", size=size, glyphs=glyphs, toasts=True) as shown:
        for keys in ((), ("g",), ("e",), ("escape", "v"), ("enter",), ("escape", "y", "y", "y", "y", "y", "s"), ("o",)):
            await shown.press(*keys)
            lines = shown.lines
            assert all(cell_len(line) == size[0] for line in lines), keys
            assert "\x1b" not in shown.text
            assert not any(
                "@click" in s.style.meta for strip in shown.app.screen._compositor.render_strips() for s in strip
                if s.style
            )  # fmt: skip
            if glyphs is ASCII:
                assert not set(shown.text) & set("✓✕○▸→░…"), keys


async def test_a_project_deleted_meanwhile_ends_it(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("V")
        assert isinstance(shown.page, ReviewScreen)
        samples.do(keeping.delete, KNOWLEDGE)
        await shown.settle()
        assert not isinstance(shown.page, ReviewScreen)
