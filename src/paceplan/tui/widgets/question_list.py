"""The questions of a playbook, each with its answer: dimensions, gates and artifacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.segment import Segment
from textual.strip import Strip

from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class Question:
    """One line: a heading, or a question with what is answered and what that amounts to."""

    id: str
    kind: Literal["heading", "dimension", "gate", "artifact"]
    name: str
    answer: str = ""
    level: int | None = None
    """0 to 3 of a dimension; None where it is open."""
    result: str = ""
    """What the answer amounts to, such as `lean 2` or `marathon`."""
    pace: str | None = None
    """The pace whose colour the result takes."""
    explained: bool = False


class QuestionList(LineList):
    """Lines of questions; headings cannot be selected."""

    ANNOUNCES = False

    COMPONENT_CLASSES = {
        "question-list--answer", "question-list--open", "question-list--faint",
        "question-list--sprint", "question-list--hybrid", "question-list--marathon", "question-list--missed",
    }  # fmt: skip
    DEFAULT_CSS = """
    QuestionList {
        background: $background;
        & > .question-list--answer { text-style: bold; }
        & > .question-list--open { color: $faint; }
        & > .question-list--faint { color: $faint; }
        & > .question-list--sprint { color: $pace-sprint; }
        & > .question-list--hybrid { color: $pace-hybrid; }
        & > .question-list--marathon { color: $pace-marathon; }
        & > .question-list--missed { color: $missed; }
    }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._questions: Sequence[Question] = ()

    def show(self, questions: Sequence[Question]) -> None:
        """Replace the lines; the cursor stays on its question, and only lines that differ are painted again."""
        old, before, self._questions = self._questions, self.current, questions
        if [q.id for q in old] != [q.id for q in questions]:
            self.set_count(len(questions))
            if before is not None:
                self.cursor = next((n for n, q in enumerate(questions) if q.id == before.id), self.cursor)
            return
        for index, (was, now) in enumerate(zip(old, questions, strict=True)):
            if was != now:
                self.refresh_row(index)

    @property
    def current(self) -> Question | None:
        """The question under the cursor."""
        return self._questions[self.cursor] if 0 <= self.cursor < len(self._questions) else None

    def selectable(self, index: int) -> bool:
        return self._questions[index].kind != "heading"

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        question, glyphs, base = self._questions[index], self._glyphs, self.style_of(selected=selected)
        if question.kind == "heading":
            return Strip([Segment("  " + fit(question.name, width - 2, glyphs), self.style_of("question-list--faint"))])

        def part(name: str):  # type: ignore[no-untyped-def]
            return self.style_of(f"question-list--{name}", selected=selected)

        name_width = min(40, max(10, width - 27))
        answer = part("answer") if question.answer else part("open")
        segments = [
            Segment(f"{glyphs.cursor if selected else ' '} ", part("answer")),
            Segment(fit(question.name, name_width, glyphs), base),
            Segment(" ", base),
        ]
        if question.kind == "dimension":
            filled = question.level or 0
            segments += [
                Segment(glyphs.bar_full * filled, part(question.pace or "open")),
                Segment(glyphs.bar_empty * (3 - filled), part("open")),
                Segment(f" {question.answer or '?':<2} ", answer),
            ]
        else:
            segments.append(Segment(fit(question.answer or "?", 7, glyphs), answer))
        segments.append(Segment(fit(question.result, 9, glyphs), part(question.pace or "faint")))
        segments.append(Segment("  why" if question.explained else "     ", part("faint")))
        return Strip(segments)
