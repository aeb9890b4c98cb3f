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

_PULL = ("sprint", "sprint", "marathon", "marathon")


def questions(project: Project, playbook: Playbook, *, headings: bool = True) -> list[Question]:
    """Return every dimension, gate and artifact of the playbook with the project's answer, under their headings."""
    lines: list[Question] = []
    kinds = sum(bool(group) for group in (playbook.dimensions, playbook.gates, playbook.artifacts))
    if playbook.dimensions and kinds > 1:
        lines.append(Question("#dimensions", "heading", "score 0 to 3"))
    for key, dimension in playbook.dimensions.items():
        score = project.scores.get(key)
        value = None if score is None else lean(dimension, score.score)
        lines.append(Question(
            key, "dimension", dimension.name, "" if score is None else str(score.score), None if score is None else score.score,
            "" if value is None else f"lean {value}", None if value is None else _PULL[value], bool(score and score.why),
        ))  # fmt: skip
    if playbook.gates and kinds > 1:
        lines.append(Question("#gates", "heading", "yes or no: one answer can force the pace"))
    for key, gate in playbook.gates.items():
        given = project.gates.get(key)
        forced = given is not None and given.answer is gate.on
        answer = "" if given is None else "yes" if given.answer else "no"
        lines.append(Question(key, "gate", gate.name, answer, None, gate.forces if forced else "",
                              gate.forces if forced else None, bool(given and given.why)))  # fmt: skip
    if playbook.artifacts:
        lines.append(Question("#artifacts", "heading", "in hand before a sprint starts"))
    for key, artifact in playbook.artifacts.items():
        state = project.artifacts.get(key)
        done = bool(state and state.done)
        missing = "blocks" if artifact.blocks else "missing"
        lines.append(Question(key, "artifact", artifact.name, "have" if done else "–", None, "" if done else missing,
                              None, bool(state and state.why)))  # fmt: skip
    return [line for line in lines if headings or line.kind != "heading"]


def words(
    question: Question, project: Project, playbook: Playbook, width: int, glyphs: Glyphs, *, compact: bool = False
) -> Content:
    """Return the question in full, the words of each of its answers, and why it is answered as it is.

    `compact` leaves out which pace a high score favours, and gives the reason one line.
    """
    lines: list[Content] = []
    if question.kind == "dimension":
        dimension, score = playbook.dimensions[question.id], project.scores.get(question.id)
        lines += [Content.styled(part, "bold") for part in wrapped(dimension.text, width)]
        for level, text in enumerate(dimension.levels):
            here = score is not None and score.score == level
            mark = glyphs.sprint if here else " "
            for number, part in enumerate(wrapped(text, width - 5)):
                prefix = f"{mark} {level}  " if number == 0 else "     "
                lines.append(Content.styled(prefix + part, "bold" if here else "$faint"))
        toward = "a sprint" if dimension.favours == "sprint" else "a marathon"
        if not compact:
            lines.append(Content.styled(f"     a high score favours {toward}", "$faint italic"))
    elif question.kind == "gate":
        gate = playbook.gates[question.id]
        lines += [Content.styled(part, "bold") for part in wrapped(gate.text, width)]
        lines.append(Content.assemble((f"{'yes' if gate.on else 'no'} forces ", "$faint"), (f"a {gate.forces}", f"$pace-{gate.forces}")))
        lines += [Content.styled(part, "$faint") for part in wrapped(gate.advice, width) if gate.advice]
    elif question.kind == "artifact":
        artifact = playbook.artifacts[question.id]
        lines += [Content.styled(part, "bold") for part in wrapped(artifact.text or artifact.name, width)]
        lines.append(Content.styled("a sprint does not start without it" if artifact.blocks else "a warning while it is missing", "$faint"))
    if why := why_of(question, project):
        if compact:
            lines.append(Content.assemble(("why  ", "$faint"), fit(why, width - 5, glyphs)))
        else:
            lines += [Content(""), *labelled("why", [why], width, label=5)]
    return Content("\n").join(lines)


def why_of(question: Question, project: Project) -> str:
    """Return the reason written for an answer, empty where there is none."""
    for field in (project.scores, project.gates, project.artifacts):
        if question.id in field:
            return field[question.id].why  # type: ignore[index]
    return ""
