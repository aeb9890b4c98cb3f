"""The lessons of all projects in the palette: whoever types words of one there finds it."""

from __future__ import annotations

from textual.command import Hit, Hits, Provider
from textual.content import Content

from paceplan.core import lessons
from paceplan.core.lessons import Found
from paceplan.tui.actions import of_scope
from paceplan.tui.screens.page import Page

LEAST, MOST = 3, 12
"""Characters from which on lessons are looked for, and how many of them are offered."""
SCORE = 0.05
"""Below that of any action, which people come to the palette for first."""


class LessonHits(Provider):
    """Offers the lessons that have every word typed, on screens whose actions lead to the lessons."""

    _all: list[Found] | None = None

    async def search(self, query: str) -> Hits:
        page = self.screen
        if len(query.strip()) < LEAST or not isinstance(page, Page):
            return
        if not any(action.id.endswith(".lessons") for action in of_scope(*page.scopes())):
            return
        if self._all is None:  # read once for each time that the palette is open
            session = page.context.session
            self._all = lessons.gather(session.rows(), session.workspace.glance)
        for n, lesson in enumerate(lessons.matching(self._all, query)[:MOST]):

            def show(lesson: Found = lesson) -> None:
                from paceplan.tui.screens.lessons import LessonsScreen

                page.app.push_screen(LessonsScreen(page.context, query.strip(), lesson))

            text, about = " ".join(lesson.text.split()), f"Lesson of {lesson.name}"
            yield Hit(SCORE - n / 1000, Content(text), show, text=text, help=Content(about))  # type: ignore[arg-type]
