"""The verdict in a report: the pace with its reasons, the answers behind it, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from paceplan.export import markdown as md

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.verdict import Flip, Verdict

_SIGNS = {"sprint": "▸ SPRINT", "hybrid": "◆ HYBRID", "marathon": "■ MARATHON"}


def sign(pace: str | None) -> str:
    """Return the sign and the word of a pace; `OPEN` where it is not determined yet."""
    return _SIGNS.get(pace or "", "· OPEN")


def verdict(project: Project, playbook: Playbook, found: Verdict) -> Iterator[str]:
    """Yield the part on the verdict."""
    yield from md.heading(2, "Verdict")
    yield f"{sign(found.pace)}: {_sureness(found)}.{_total(found, playbook)}"
    yield ""
    if project.override:
        by = f", {md.text(project.override.by)}" if project.override.by else ""
        on = f", {project.override.on}" if project.override.on else ""
        yield f"Override: {sign(project.override.pace)}{by}{on}. {md.prose(project.override.why)}"
        yield ""
    reasons = [md.text(r.text) for r in found.reasons if r.lean or r.forces]
    yield from _titled("Because", reasons or ["nothing that was answered speaks for a longer pace"])
    if found.missing:
        names = ", ".join(md.text(name_of(playbook, i)) for i in found.missing)
        yield from (f"Unanswered: {names}.", "")
    yield from _titled("What would flip it", [_flip(playbook, f) for f in found.flips])
    if found.complete and not found.flips:
        yield from ("No single answer would change the pace.", "")
    yield from _titled("Blocked by", [md.text(b.text) for b in found.blockers])
    yield from _titled("Warnings", [md.text(w.text) for w in found.warnings])
    yield from _titled("Advice", [md.text(a.text) for a in found.advice])
    yield from md.heading(3, "Answers")
    yield from md.table(["question", "answer", "in words", "why", "evidence"], _answers(project, playbook))


def name_of(playbook: Playbook, question: str) -> str:
    """Return the name of a dimension or gate."""
    entry = playbook.dimensions.get(question) or playbook.gates.get(question)
    return entry.name if entry else question


def _titled(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from (f"{title}:", "", *md.bullets(lines))


def _sureness(found: Verdict) -> str:
    if not found.certain:
        return f"still possible are {', '.join(found.possible)}"
    if not found.complete:
        return "certain, whatever the open answers"
    if found.margin is None:
        return "certain"
    return f"certain, {found.margin} step{'' if found.margin == 1 else 's'} from another pace"


def _total(found: Verdict, playbook: Playbook) -> str:
    if found.total is None:
        return ""
    said = f" Total {found.total} of {found.maximum}"
    if playbook.rule.kind == "count":
        said += f"; {found.marathon_count} lean to a marathon, {playbook.rule.marathon_at} make one"
    return f"{said}."


def _flip(playbook: Playbook, flip: Flip) -> str:
    return f"{md.text(name_of(playbook, flip.id))} {_word(flip.before)} → {_word(flip.after)}: {sign(flip.pace)}"


def _word(value: int | bool) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _answers(project: Project, playbook: Playbook) -> Iterator[list[str]]:
    for key, dimension in playbook.dimensions.items():
        given = project.scores.get(key)
        words = md.text(dimension.levels[given.score]) if given else ""
        said = f"{given.score} of 3" if given else "open"
        yield _row(dimension.name, said, words, given)
    for key, gate in playbook.gates.items():
        answer = project.gates.get(key)
        yield _row(gate.name, _word(answer.answer) if answer else "open", md.text(gate.text), answer)
    for key, artifact in playbook.artifacts.items():
        state = project.artifacts.get(key)
        yield _row(artifact.name, "in hand" if state and state.done else "missing", "", state)


def _row(name: str, answer: str, words: str, entry: object) -> list[str]:
    why, evidence = getattr(entry, "why", ""), getattr(entry, "evidence", "")
    return [md.text(name), answer, words, md.prose(why), md.link(evidence) if evidence else ""]
