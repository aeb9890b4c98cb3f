"""What people type and paste into forms: days in words, several lines at once, long texts in an editor of their own."""

from __future__ import annotations

import contextlib
import shlex
import sys
from pathlib import Path

import pytest
from tests.tui.conftest import KNOWLEDGE, RIVERBEND, Show
from textual.widgets import Input, TextArea

from paceplan.core import keeping
from paceplan.session import Session
from paceplan.tui.widgets.check_list import CheckList


async def test_the_day_understood_shows_before_it_is_taken(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("D")
        field = shown.asked.query_one(Input)
        for text, said in [
            ("+2w", "Mon 30 Nov 2026, in 14 days"), ("-1d", "Sun 15 Nov 2026, 1 day ago"),
            ("today", "Mon 16 Nov 2026, today"), ("nonsense", ""), ("next month", "Tue 1 Dec 2026, in 15 days"),
        ]:  # fmt: skip
            field.value = text
            await shown.settle()
            if said:
                assert said in shown.flat
            else:
                assert "2026," not in shown.flat
        await shown.press("enter")
        assert str(shown.project().start) == "2026-12-01"


async def test_a_day_that_cannot_be_read_stays_and_is_explained(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        before = shown.entries()
        await shown.press("D")
        shown.asked.query_one(Input).value = "30 feb"
        await shown.press("enter")
        assert "'30 feb' is not a date; give one such as 2026-03-02, +2w, -3d, fri, next month or 2 mar" in shown.flat
        assert shown.answer == "30 feb"
        assert shown.entries() == before


async def test_readings_and_due_days_take_them_too(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "pilot", size=(120, 36)) as shown:
        shown.find(CheckList).cursor = 0
        await shown.press("d")
        shown.asked.query_one(Input).value = "fri"
        await shown.press("enter")
        assert any(str(state.due) == "2026-11-20" for state in shown.project().checklists["pilot"].values())
        await shown.act("project.metrics")
        await shown.press("r")
        shown.asked.query_one(Input).value = "31 yesterday"
        await shown.press("enter")
        assert any("2026-11-15" in map(str, m.readings) for m in shown.project().metrics.values())


async def test_a_text_longer_than_its_field_shows_where_the_cursor_is(samples: Session, show: Show) -> None:
    samples.do(keeping.rename, KNOWLEDGE, name="[b]x[/b] 漢字 " * 12 + "its end")
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("R")
        assert "its end" in shown.flat
        await shown.press("home")
        assert "its end" not in shown.flat


async def test_pasted_lines_are_joined_and_never_lost(samples: Session, show: Show) -> None:
    async with show(samples, toasts=True) as shown:
        await shown.press("r")
        shown.asked.query_one(Input).value = ""
        await shown.write("Search\r\n  in two\n\nlines  ")
        assert shown.answer == "Search in two lines"
        assert "3 pasted lines were joined into one." in shown.told
        await shown.press("enter")
        assert "Search in two lines" in shown.names
        await shown.press("slash")
        await shown.write("in\ntwo")
        assert shown.names == ["Search in two lines"]


async def test_a_paste_takes_the_place_of_what_is_selected(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("r")
        field = shown.asked.query_one(Input)
        field.value = "old name"
        field.action_select_all()
        await shown.write("one line")
        assert shown.answer == "one line"


async def test_pasted_lines_stay_lines_in_a_long_text(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND) as shown:
        await shown.press("N")
        await shown.write("one\ntwo")
        assert shown.answer == "one\ntwo"
        await shown.press("f10")
        assert [lesson.text for lesson in shown.project().lessons.values()][-1] == "one\ntwo"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that adds a line, and an app that lets go of the terminal for it."""
    script = tmp_path / "editor.py"
    script.write_text("import sys\nopen(sys.argv[1], 'a').write('from the editor\\n')\n")
    monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}")
    monkeypatch.setattr("textual.app.App.suspend", lambda self: contextlib.nullcontext())
    return script


async def test_a_long_text_goes_through_the_editor(samples: Session, show: Show, editor: Path) -> None:
    async with show(samples, RIVERBEND) as shown:
        await shown.press("N")
        shown.asked.query_one(TextArea).text = "begun\n"
        await shown.press("f9")
        assert shown.answer.splitlines() == ["begun", "from the editor"]
        await shown.press("f10")
        assert "from the editor" in [*shown.project().lessons.values()][-1].text


async def test_an_editor_that_fails_leaves_the_text(samples: Session, show: Show, editor: Path) -> None:
    async with show(samples, RIVERBEND) as shown:
        await shown.press("N")
        shown.asked.query_one(TextArea).text = "begun"
        editor.write_text("raise SystemExit(3)")
        await shown.press("f9")
        assert "ended with 3" in shown.flat
        assert shown.answer == "begun"


async def test_without_an_editor_the_form_says_what_to_set(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND) as shown:
        await shown.press("N")
        await shown.write("begun")
        await shown.press("f9")
        assert "set VISUAL or EDITOR" in shown.flat
        assert shown.answer == "begun"


async def test_a_short_form_knows_no_editor(samples: Session, show: Show, editor: Path) -> None:
    async with show(samples) as shown:
        await shown.press("r")
        before = shown.answer
        await shown.press("f9")
        assert shown.answer == before
