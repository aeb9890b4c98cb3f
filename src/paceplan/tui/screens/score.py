"""The Score tab: questions on one side, the verdict moving with every answer on the other."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.content import Content

from paceplan.core import checklists, elevation, scoring
from paceplan.core.rule import PACES
from paceplan.tui.in_force import with_keys
from paceplan.tui.presentation import score as shown
from paceplan.tui.presentation import verdict as verdict_page
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.pane import Column, Pane
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel
from paceplan.tui.widgets.question_list import QuestionList

NO_OVERRIDE = "-"


class ScorePane(Pane):
    """Answers the questions of the playbook."""

    SCOPE = "score"
    FOCUS = "#questions"
    BINDINGS = bindings("score")
    SCOPED_CSS = False
    DEFAULT_CSS = """
    ScorePane { layout: vertical; }
    ScorePane #ask { height: auto; max-height: 78%; }
    ScorePane #questions { margin-top: 1; }
    ScorePane #words { height: 10; padding: 1 2 0 2; }
    ScorePane #verdict { height: 1fr; padding: 0 2; border-top: solid $rule; }
    .-two-panes ScorePane { layout: horizontal; }
    .-two-panes ScorePane #ask { width: 1fr; height: 1fr; max-height: 100%; }
    .-two-panes ScorePane #verdict { width: 60; padding: 1 2 0 2; border-top: none; border-left: solid $rule; }
    """

    def compose(self) -> ComposeResult:
        with Column(id="ask"):
            yield QuestionList(self.context.glyphs, id="questions")
            yield Panel(id="words")
        yield Panel(id="verdict")

    def on_mount(self) -> None:
        self.query_one("#verdict", Panel).show(self._draw_verdict)
        self.query_one("#words", Panel).show(self._draw_words)
        self._lay_out()
        self.refresh_pane()
        self.watch(self.query_one(QuestionList), "cursor", self._moved, init=False)

    def on_resize(self) -> None:
        self._lay_out()
        self.refresh_pane()

    @property
    def _compact(self) -> bool:
        return not self.wide and self.app.size.height < 32

    def _lay_out(self) -> None:
        """Give questions and words heights that no answer changes: a key then repaints lines, and moves none."""
        session = self.context.session
        project = session.project(self.project_id)
        book, glyphs, width = session.playbook(project), self.context.glyphs, min(self.app.size.width - 4, 100)
        questions = shown.questions(project, book, headings=self.wide)
        self.query_one(QuestionList).styles.height = min(len(questions), 22 if self.wide else 7)
        texts = (shown.words(q, project, book, width, glyphs, compact=self._compact) for q in questions)
        tallest = max(len(text) + 1 for text in texts)
        room = self.app.size.height - 3 - min(len(questions), 7) - 1 - 5
        self.query_one("#words", Panel).styles.height = "1fr" if self.wide else max(3, min(tallest, room))

    @property
    def list_at(self) -> str:
        question = self.query_one(QuestionList).current
        if question is None or question.kind != "artifact":
            return ""
        session = self.context.session
        return checklists.standing_for(session.playbook(session.project(self.project_id)), question.id)

    def refresh_pane(self) -> None:
        session = self.context.session
        project = session.project(self.project_id)
        self.query_one(QuestionList).show(shown.questions(project, session.playbook(project), headings=self.wide))
        self.query_one("#verdict", Panel).redraw()
        if not self.about_to_move:
            self.query_one("#words", Panel).redraw()

    def _moved(self) -> None:
        self.query_one("#words", Panel).redraw()
        self.screen.refresh_keys()  # type: ignore[attr-defined]

    def _draw_verdict(self, width: int, height: int | None) -> list[Content]:
        session = self.context.session
        project = session.project(self.project_id)
        loaded = session.loaded(project.playbook)
        changed = project.playbook_digest is not None and project.playbook_digest != loaded.digest
        return verdict_page.page(
            session.verdict(self.project_id),
            loaded.playbook,
            min(width, 76),
            self.context.glyphs,
            height=height,
            changed=changed,
            wires=[w.text for w in elevation.trip_wires(project, loaded.playbook, self.context.today)],
        )

    def _draw_words(self, width: int, height: int | None) -> list[Content]:
        question = self.query_one(QuestionList).current
        if question is None:
            return []
        session = self.context.session
        project = session.project(self.project_id)
        compact = self._compact
        book = session.playbook(project)
        return shown.words(
            question, project, book, min(width, 100), self.context.glyphs, compact=compact, height=height
        )

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("score.toggle")

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        if action_id == "score.rest":
            project = self.context.session.project(self.project_id)
            open_ = scoring.open_gates(project, self.context.session.playbook(project))
            return None if open_ else "No yes/no question is open."
        question = self.query_one(QuestionList).current
        if question is None or action_id == "score.override":
            return None
        kind = question.kind
        if action_id in ("score.0", "score.1", "score.2", "score.3") and kind != "dimension":
            keys = "{score.yes} or {score.no}" if kind == "gate" else "{score.toggle}"
            return f"'{question.name}' is answered with {with_keys(keys)}, not with a score."
        if action_id in ("score.yes", "score.no") and kind == "dimension":
            return f"'{question.name}' is answered with a score from 0 to 3."
        if action_id == "score.toggle" and kind == "dimension":
            return f"'{question.name}' is answered with a score from 0 to 3."
        answered = bool(question.answer) and question.answer != "–"
        if action_id in ("score.clear", "score.why") and not answered:
            return f"'{question.name}' is not answered yet."
        return None

    def _do(self, action: Any, **args: Any) -> str | None:
        digest = self.context.session.loaded(self.context.session.project(self.project_id).playbook).digest
        if action in (scoring.score, scoring.answer, scoring.rest_harmless):
            args["digest"] = digest
        return self.attempt(self.context.session.do, action, self.project_id, **args)

    def do_answer(self, value: int | bool) -> None:
        listed = self.query_one(QuestionList)
        question = listed.current
        if question is None:
            return
        # The words of the next question follow at once: those of this one need no painting in between.
        self.about_to_move = listed.cursor < listed.count - 1
        try:
            if question.kind == "dimension":
                refused = self._do(scoring.score, dimension=question.id, value=int(value))
            elif question.kind == "gate":
                refused = self._do(scoring.answer, gate=question.id, value=bool(value))
            else:
                refused = self._do(scoring.artifact, artifact=question.id, done=bool(value))
        finally:
            self.about_to_move = False
        if refused is None:
            listed.action_cursor_down()

    def do_rest(self) -> None:
        self._do(scoring.rest_harmless)

    def do_toggle(self) -> None:
        question = self.query_one(QuestionList).current
        if question is None:
            return
        if question.kind == "gate":
            self._do(scoring.answer, gate=question.id, value=question.answer != "yes")
        elif question.kind == "artifact":
            self._do(scoring.artifact, artifact=question.id, done=question.answer != "have")

    def do_clear(self) -> None:
        question = self.query_one(QuestionList).current
        if question is None:
            return
        if question.kind == "dimension":
            self._do(scoring.score, dimension=question.id, value=None)
        elif question.kind == "gate":
            self._do(scoring.answer, gate=question.id, value=None)
        else:
            self._do(scoring.artifact, artifact=question.id, done=False, why="")

    def do_why(self) -> None:
        question = self.query_one(QuestionList).current
        if question is None:
            return
        project = self.context.session.project(self.project_id)

        def submit(text: str) -> str | None:
            return self._do(scoring.explain, question=question.id, why=text)

        value = shown.why_of(question, project)
        self.app.push_screen(
            AskScreen(f"Why {question.answer}?", hint=question.name, value=value, submit=submit, long=True)
        )

    def do_read_verdict(self) -> None:
        from paceplan.tui.screens.read import ReadScreen

        def draw(width: int, height: int | None) -> list[Content]:
            return self._draw_verdict(width, None)

        self.app.push_screen(ReadScreen(draw, "score.verdict"))

    def do_workshop(self) -> None:
        from paceplan.tui.screens.workshop import WorkshopScreen

        self.app.push_screen(WorkshopScreen(self.context, self.project_id))

    def do_override(self) -> None:
        from paceplan.tui.glyphs import badge
        from paceplan.tui.screens.choose import Choice, ChooseScreen

        session, glyphs = self.context.session, self.context.glyphs
        project = session.project(self.project_id)
        book, verdict = session.playbook(project), session.verdict(self.project_id)
        choices = [Choice(p, badge(p, glyphs), _aside(p, verdict.pace), book.paces[p].summary) for p in PACES]
        if project.override:
            choices.append(Choice(NO_OVERRIDE, "no override", "go by the verdict", "Take the override away."))

        def chosen(pace: str | None) -> None:
            if pace == NO_OVERRIDE:
                self._do(scoring.override, pace=None)
            elif pace is not None:
                self._ask_reason(pace, project.override.why if project.override else "")

        current = project.override.pace if project.override else verdict.pace
        self.app.push_screen(ChooseScreen("Run it at which pace?", choices, glyphs, current=current), chosen)

    def _ask_reason(self, pace: str, value: str) -> None:
        def submit(text: str) -> str | None:
            return self._do(
                scoring.override, pace=pace, why=text, by=self.context.session.author, on=self.context.today
            )

        self.app.push_screen(
            AskScreen(
                f"Why a {pace}?",
                hint="An override needs a reason; the verdict stays beside it.",
                value=value,
                submit=submit,
                long=True,
            )
        )


def _aside(pace: str, verdict: str | None) -> str:
    return "the verdict" if pace == verdict else ""
