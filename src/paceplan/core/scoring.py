"""project -> project: answer a dimension, a gate or an artifact, and override the verdict."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from paceplan.core.errors import Refused
from paceplan.core.rule import PACES
from paceplan.core.text import nearest

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


def known(what: str, given: str, ids: Any, playbook: Playbook, path: tuple[str, ...]) -> None:
    """Raise `Refused` with the choices where `given` is not among `ids`."""
    if given not in ids:
        choices = ", ".join(ids) or "none"
        hint = nearest(given, list(ids))
        raise Refused(
            f"{'.'.join(path)}: playbook '{playbook.id}' has no {what} '{given}'{hint}; it has {choices}", path
        )


def _answered(project: Project, field: str, answers: dict[str, Any], digest: str | None) -> Project:
    """Return the project with these answers, and with which content of the playbook they were given.

    Who answers the same again has answered nothing anew, and the digest stays with what it was.
    """
    if answers == getattr(project, field):
        return project
    return project.model_copy(update={field: answers, **({"playbook_digest": digest} if digest else {})})


def score(
    project: Project,
    playbook: Playbook,
    *,
    dimension: str,
    value: int | None,
    why: str | None = None,
    digest: str | None = None,
) -> Project:
    """Answer `dimension` with `value` (0 to 3), or with None take the answer back; a `why` of None keeps the old."""
    from paceplan.core.entries import Score

    path = ("scores", dimension)
    known("dimension", dimension, playbook.dimensions, playbook, path)
    scores = dict(project.scores)
    old = scores.pop(dimension, None)
    if value is not None:
        if value not in (0, 1, 2, 3) or isinstance(value, bool):
            raise Refused(f"{'.'.join(path)}: {value} is not a score; give 0, 1, 2 or 3", path)
        keep = old.model_dump() if old else {}
        scores[dimension] = Score.model_validate(keep | {"score": value} | ({} if why is None else {"why": why}))
    return _answered(project, "scores", scores, digest)


def answer(
    project: Project,
    playbook: Playbook,
    *,
    gate: str,
    value: bool | None,
    why: str | None = None,
    digest: str | None = None,
) -> Project:
    """Answer `gate` with yes or no, or with None take the answer back; a `why` of None keeps the old."""
    from paceplan.core.entries import GateAnswer

    known("gate", gate, playbook.gates, playbook, ("gates", gate))
    gates = dict(project.gates)
    old = gates.pop(gate, None)
    if value is not None:
        keep = old.model_dump() if old else {}
        gates[gate] = GateAnswer.model_validate(keep | {"answer": value} | ({} if why is None else {"why": why}))
    return _answered(project, "gates", gates, digest)


def rest_harmless(project: Project, playbook: Playbook, *, digest: str | None = None) -> Project:
    """Answer every gate that is still open so that it forces no longer pace."""
    for gate in open_gates(project, playbook):
        project = answer(project, playbook, gate=gate, value=not playbook.gates[gate].on, digest=digest)
    return project


def open_gates(project: Project, playbook: Playbook) -> list[str]:
    """Return the gates without an answer, in the playbook's order."""
    return [gate for gate in playbook.gates if gate not in project.gates]


def artifact(project: Project, playbook: Playbook, *, artifact: str, done: bool, why: str | None = None) -> Project:
    """Say whether `artifact` is in hand; one that never was and is not leaves no entry."""
    from paceplan.core.entries import ArtifactState

    known("artifact", artifact, playbook.artifacts, playbook, ("artifacts", artifact))
    artifacts = dict(project.artifacts)
    old = artifacts.pop(artifact, None)
    keep = old.model_dump() if old else {}
    state = ArtifactState.model_validate(keep | {"done": done} | ({} if why is None else {"why": why}))
    if done or state.why or state.evidence:
        artifacts[artifact] = state
    return project.model_copy(update={"artifacts": artifacts})


def explain(project: Project, playbook: Playbook, *, question: str, why: str) -> Project:
    """Write why `question` (a dimension, gate or artifact) is answered as it is; it must be answered first."""
    for field in ("scores", "gates", "artifacts"):
        entries = getattr(project, field)
        if question in entries:
            entry = type(entries[question]).model_validate(entries[question].model_dump() | {"why": why})
            return project.model_copy(update={field: entries | {question: entry}})
    raise Refused(f"{question}: not answered yet; answer it first, then say why", ("scores", question))


def override(
    project: Project, playbook: Playbook, *, pace: str | None, why: str = "", by: str = "", on: dt.date | None = None
) -> Project:
    """Put a person's own pace beside the verdict, with its mandatory reason; None takes it away."""
    from paceplan.core.entries import Override

    if pace is None:
        return project.model_copy(update={"override": None})
    if pace not in PACES:
        raise Refused(f"override.pace: '{pace}' is no pace; give sprint, hybrid or marathon", ("override", "pace"))
    if not why.strip():
        raise Refused("override.why: an override needs a reason; say why in a line", ("override", "why"))
    return project.model_copy(
        update={"override": Override.model_validate({"pace": pace, "why": why, "by": by, "on": on})}
    )
