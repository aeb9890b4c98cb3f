"""Finding a lesson over all projects, opening its project, forgetting it, and writing one down."""

from __future__ import annotations

from tests.tui.conftest import RIVERBEND, Show, Shown
from textual.widgets import Input

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
