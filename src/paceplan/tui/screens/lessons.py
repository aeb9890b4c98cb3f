"""What the pilots of all projects taught: a field to search in, and the lessons that match."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.strip import Strip
from textual.widgets import Input

from paceplan.core import lessons
from paceplan.core.lessons import Found
from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.in_force import key
from paceplan.tui.presentation.layout import labelled, wrapped
from paceplan.tui.presentation.words import day, plural
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.page import Page
from paceplan.tui.widgets.check_list import dated
from paceplan.tui.widgets.line_input import LineInput
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel


class LessonList(LineList):
    """A lesson a line: its day, its first words, and the project that taught it."""

    COMPONENT_CLASSES = {"lesson-list--faint"}
    DEFAULT_CSS = """
    LessonList { background: $background; & > .lesson-list--faint { color: $faint; } }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._found: list[Found] = []
        self._dates: list[str] = []
        self._empty: tuple[str, ...] = ()

    def show(self, found: list[Found], dates: list[str], empty: tuple[str, ...]) -> None:
        """Show other lessons, with their days in words."""
        self._found, self._dates, self._empty = found, dates, empty
        self.set_count(len(found))

    def empty_lines(self) -> list[Strip]:
        return [Strip([Segment(line, self.style_of("lesson-list--faint"))]) for line in self._empty]

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        lesson, base = self._found[index], self.style_of(selected=selected)
        faint = self.style_of("lesson-list--faint", selected=selected)
        when = max(map(cell_len, self._dates))
        project = min(28, width // 3)
        text = max(8, width - 2 - when - 2 - project - 3)
        return Strip([
            Segment(f"{self._glyphs.cursor if selected else ' '} ", base),
            Segment(fit(self._dates[index], when, self._glyphs) + "  ", faint),
            Segment(fit(" ".join(lesson.text.split()), text, self._glyphs) + "  ", base),
            Segment(fit(lesson.name, project, self._glyphs), faint),
        ])  # fmt: skip


class LessonsScreen(Page):
    """Searches as one types; Enter opens the project of a lesson."""

    BINDINGS = bindings("lessons", "everywhere")
    AUTO_FOCUS = "#words"
    CSS = """
    LessonsScreen #words { height: 1; border: none; padding: 0 1; background: $panel; }
    LessonsScreen #found { height: 1fr; }
    LessonsScreen #lesson { height: 8; padding: 0 2; border-top: solid $rule; }
    """

    def __init__(self, context: Context, words: str = "", at: Found | None = None) -> None:
        """`words` are searched for at once, with the cursor on the lesson `at`."""
        super().__init__(context)
        self._words, self._at = words, at
        self._all: list[Found] = []
        self._found: list[Found] = []

    def body(self) -> ComposeResult:
        about = "words in the lesson, its tags or its project"
        yield LineInput(self._words, id="words", placeholder=about, compact=True)
        yield LessonList(self.context.glyphs, id="found")
        yield Panel(id="lesson")

    def on_mount(self) -> None:
        self.query_one("#lesson", Panel).show(self._draw)
        self.catch_up()
        if self._at in self._found:
            self.query_one(LessonList).cursor = self._found.index(self._at)
        self.watch(self.query_one(LessonList), "cursor", self._moved, init=False)

    # What shows

    def scopes(self) -> tuple[Scope, ...]:
        return ("lessons", "everywhere")

    def place(self) -> tuple[str, ...]:
        return (*super().place(), "Lessons")

    def aside(self) -> Content:
        return Content.styled(f"{len(self._found)} of {plural(len(self._all), 'lesson')}", "$foreground")

    def catch_up(self) -> None:
        session = self.context.session
        self._all = lessons.gather(session.rows(), session.workspace.glance)
        self._search(self.query_one("#words", Input).value)

    def _search(self, words: str) -> None:
        self._found = lessons.matching(self._all, words)
        if self._all:
            empty = (f"No lesson has all of these words: {words.strip()}", f"{key('lessons.back')} clears them.")
        else:
            empty = ("No lesson yet.", "A pilot's decision asks for them, and N on a project writes one down.")
        dates = [dated(lesson.on, self.context.today) for lesson in self._found]
        self.query_one(LessonList).show(self._found, dates, empty)
        self.query_one("#lesson", Panel).redraw()
        self.refresh_top()
        self.refresh_keys()

    def _current(self) -> Found | None:
        cursor = self.query_one(LessonList).cursor
        return self._found[cursor] if 0 <= cursor < len(self._found) else None

    def _draw(self, width: int, height: int | None) -> list[Content]:
        lesson = self._current()
        if lesson is None:
            return [Content("")]
        by = f", {lesson.by}" if lesson.by else ""
        aside = f"   {day(lesson.on, self.context.today)}{by}"
        room = min(cell_len(lesson.name), max(16, width - cell_len(aside)))
        head = Content.assemble((fit(lesson.name, room, self.context.glyphs), "bold"), (aside, "$faint"))
        body = [Content(line) for line in wrapped(lesson.text, min(100, width))]
        tags = labelled("tags", [", ".join(lesson.tags)], width, label=6) if lesson.tags else []
        return [head, *body[: (height or 7) - 1 - len(tags)], *tags]

    def _moved(self) -> None:
        self.query_one("#lesson", Panel).redraw()
        self.refresh_keys()

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        if action_id in ("lessons.open", "lessons.forget") and self._current() is None:
            return "No lesson is under the cursor."
        return None

    def on_input_changed(self, event: Input.Changed) -> None:
        self._search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one(LessonList).focus()

    def on_key(self, event: Key) -> None:
        if event.key == "down" and self.query_one("#words", Input).has_focus:
            event.stop()
            self.query_one(LessonList).focus()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("lessons.open")

    def do_find(self) -> None:
        self.query_one("#words", Input).focus()

    def do_open(self) -> None:
        from paceplan.tui.screens.project import ProjectScreen

        lesson = self._current()
        if lesson and self.app.screen is self and self.attempt(self.context.session.verdict, lesson.project) is None:
            self.app.push_screen(ProjectScreen(self.context, lesson.project, "pilot"))

    def do_forget(self) -> None:
        lesson = self._current()
        if lesson and self.attempt(self.context.session.do, lessons.forget, lesson.project, id=lesson.id) is None:
            self.app.notify(f"{key('undo')} brings it back.", title="Lesson forgotten", markup=False)

    def do_back(self) -> None:
        box = self.query_one("#words", Input)
        if box.value:
            box.value = ""
            box.focus()
        else:
            self.dismiss()
