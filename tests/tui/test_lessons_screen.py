"""Finding a lesson over all projects, opening its project, forgetting it, and writing one down."""

from __future__ import annotations

from tests.tui.conftest import KNOWLEDGE, RIVERBEND, Show, Shown
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from paceplan.core import keeping
from paceplan.session import Session
from paceplan.tui.screens.lessons import LessonList, LessonsScreen
from paceplan.tui.screens.project import ProjectScreen


def screen(shown: Shown) -> LessonsScreen:
    found = shown.app.screen
    assert isinstance(found, LessonsScreen)
    return found


async def test_words_find_lessons_in_all_projects(samples: Session, show: Show) -> None:
    async with show(samples, size=(100, 30)) as shown:
        await shown.press("L")
        every = len(screen(shown)._found)
        assert every == len(screen(shown)._all) > 3
        await shown.press(*"laptops LESSON")
        assert [(f.project, f.id) for f in screen(shown)._found] == [(RIVERBEND, "devices-first")]
        assert "Book devices for the whole pilot before the first lesson." in " ".join(shown.panel("lesson").split())
        assert f"1 of {every} lessons" in shown.top
        await shown.press("escape")
        assert len(screen(shown)._found) == every
        await shown.press("escape")
        assert not isinstance(shown.app.screen, LessonsScreen)


async def test_enter_opens_the_project(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("L", *"laptops", "enter", "enter")
        await shown.until(lambda: isinstance(shown.app.screen, ProjectScreen))
        assert shown.project().id == RIVERBEND


async def test_the_arrow_leads_from_the_field_into_the_list_and_slash_back(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("L", "down")
        assert shown.find(LessonList).has_focus
        await shown.press("slash")
        assert screen(shown).query_one(Input).has_focus


async def test_a_lesson_is_forgotten_and_undo_brings_it_back(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("L", *"laptops", "enter", "x")
        assert "devices-first" not in samples.project(RIVERBEND).lessons
        assert "No lesson has all of these words" in shown.text
        await shown.press("u")
        assert "devices-first" in samples.project(RIVERBEND).lessons
        assert len(screen(shown)._found) == 1


async def test_without_lessons_it_says_where_they_come_from(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("L")
        assert "No lesson yet." in shown.text
        await shown.press("enter", "enter")
        assert isinstance(shown.app.screen, LessonsScreen)


async def test_one_is_written_down_on_any_tab(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "roadmap") as shown:
        await shown.press("N", *"Book rooms early", "f10")
        found = next(lesson for lesson in shown.project().lessons.values() if lesson.text == "Book rooms early")
        assert found.by == "Ann"
        await shown.press("L", *"rooms early")
        assert [f.text for f in screen(shown)._found] == ["Book rooms early"]


async def test_the_palette_finds_a_lesson_by_its_words(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, size=(100, 30)) as shown:
        await shown.press("colon")
        palette = shown.app.screen
        assert isinstance(palette, CommandPalette)
        palette.query_one(Input).value = "lesson laptops"
        found = palette.query_one(OptionList)
        await shown.until(lambda: any("Book devices" in str(o.prompt) for o in found.options))
        said = str(found.options[0].prompt)
        assert "Lesson of Riverbend assessment" in said
        found.highlighted = 0
        found.action_select()
        await shown.until(lambda: not isinstance(shown.app.screen, CommandPalette))
        await shown.until(lambda: isinstance(shown.app.screen, LessonsScreen))
        await shown.settle()
        assert screen(shown).query_one(Input).value == "lesson laptops"
        assert [f.id for f in screen(shown)._found] == ["devices-first"]
        await shown.press("escape", "escape")
        assert isinstance(shown.app.screen, ProjectScreen)


async def test_a_long_name_leaves_the_day_of_a_lesson_in_view(samples: Session, show: Show) -> None:
    samples.do(keeping.rename, KNOWLEDGE, name="[b]x[/b] 漢字 " * 20)
    async with show(samples) as shown:
        await shown.press("L", *"wrong answers")
        head = shown.find_line("lesson", 0).rstrip()
        assert "… " in head
        assert "10 Nov" in head
