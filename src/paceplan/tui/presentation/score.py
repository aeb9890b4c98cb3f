"""The questions of a project as lines, and the words of the one under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core.rule import lean
from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.presentation.layout import labelled, wrapped
from paceplan.tui.widgets.question_list import Question

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

GAP = Question("#gap", "heading", "")
_PULL = ("sprint", "sprint", "marathon", "marathon")


def questions(project: Project, playbook: Playbook, *, headings: bool = True) -> list[Question]:
    """Return every dimension, gate and artifact of the playbook with the project's answer, under their headings."""
    lines: list[Question] = []
    kinds = sum(bool(group) for group in (playbook.dimensions, playbook.gates, playbook.artifacts))
    if playbook.dimensions and kinds > 1:
        lines.append(Question("#dimensions", "heading", "score 0 to 3"))
    for key, dimension in playbook.dimensions.items():
        score = project.scores.get(key)
        if score is None:
            lines.append(Question(key, "dimension", dimension.name))
            continue
        value = lean(dimension, score.score)
        shown, result = str(score.score), f"lean {value}"
        lines.append(
            Question(key, "dimension", dimension.name, shown, score.score, result, _PULL[value], bool(score.why))
        )
    if playbook.gates and kinds > 1:
        lines += [GAP] if lines else []
        lines.append(Question("#gates", "heading", "yes or no: one answer can force the pace"))
    for key, gate in playbook.gates.items():
        given = project.gates.get(key)
        forced = given is not None and given.answer is gate.on
        answer = "" if given is None else "yes" if given.answer else "no"
        lines.append(Question(key, "gate", gate.name, answer, None, gate.forces if forced else "",
                              gate.forces if forced else None, bool(given and given.why)))  # fmt: skip
    if playbook.artifacts:
        lines += [GAP] if lines else []
        lines.append(Question("#artifacts", "heading", "in hand before a sprint starts"))
    for key, artifact in playbook.artifacts.items():
        state = project.artifacts.get(key)
        done = bool(state and state.done)
        missing = "blocks" if artifact.blocks else "missing"
        lines.append(Question(key, "artifact", artifact.name, "have" if done else "–", None, "" if done else missing,
                              None, bool(state and state.why)))  # fmt: skip
    return [line for line in lines if headings or line.kind != "heading"]


def words(
    question: Question, project: Project, playbook: Playbook, width: int, glyphs: Glyphs, *, compact: bool = False,
    height: int | None = None,
) -> list[Content]:  # fmt: skip
    """Return the lines of the question in full, the words of each of its answers, and why it is answered as it is.

    `compact` leaves out which pace a high score favours, and gives the reason one line; where even so the text is
    taller than `height`, each answer's words are cut to one line.
    """
    full = _words(question, project, playbook, width, glyphs, compact=compact)
    if height is not None and len(full) > height:
        full = _words(question, project, playbook, width, glyphs, compact=True)
    if height is not None and len(full) > height:
        # The reason gives way before the words of an answer do.
        full = _words(question, project, playbook, width, glyphs, compact=True, why=False)
    if height is not None and len(full) > height:
        full = _words(question, project, playbook, width, glyphs, compact=True, why=False, cut=True)[:height]
    return full


def _words(
    question: Question,
    project: Project,
    playbook: Playbook,
    width: int,
    glyphs: Glyphs,
    *,
    compact: bool,
    why: bool = True,
    cut: bool = False,
) -> list[Content]:
    lines: list[Content] = []
    if question.kind == "dimension":
        dimension, score = playbook.dimensions[question.id], project.scores.get(question.id)
        lines += [Content.styled(part, "bold") for part in wrapped(dimension.text, width)]
        for level, text in enumerate(dimension.levels):
            here = score is not None and score.score == level
            mark = glyphs.sprint if here else " "
            parts = (fit(text, width - 5, glyphs),) if cut else wrapped(text, width - 5)
            for number, part in enumerate(parts):
                prefix = f"{mark} {level}  " if number == 0 else "     "
                lines.append(Content.styled(prefix + part, "bold" if here else "$faint"))
        toward = "a sprint" if dimension.favours == "sprint" else "a marathon"
        if not compact:
            lines.append(Content.styled(f"     a high score favours {toward}", "$faint italic"))
    elif question.kind == "gate":
        gate = playbook.gates[question.id]
        lines += [Content.styled(part, "bold") for part in wrapped(gate.text, width)]
        lines.append(
            Content.assemble(
                (f"{'yes' if gate.on else 'no'} forces ", "$faint"), (f"a {gate.forces}", f"$pace-{gate.forces}")
            )
        )
        lines += [Content.styled(part, "$faint") for part in wrapped(gate.advice, width) if gate.advice]
    elif question.kind == "artifact":
        artifact = playbook.artifacts[question.id]
        lines += [Content.styled(part, "bold") for part in wrapped(artifact.text or artifact.name, width)]
        lines.append(
            Content.styled(
                "a sprint does not start without it" if artifact.blocks else "a warning while it is missing", "$faint"
            )
        )
    if why and (reason := why_of(question, project)):
        if compact:
            lines.append(Content.assemble(("why  ", "$faint"), fit(reason, width - 5, glyphs)))
        else:
            lines += [Content(""), *labelled("why", [reason], width, label=5)]
    return lines


def why_of(question: Question, project: Project) -> str:
    """Return the reason written for an answer, empty where there is none."""
    for field in (project.scores, project.gates, project.artifacts):
        if question.id in field:
            return field[question.id].why
    return ""
