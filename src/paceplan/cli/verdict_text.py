"""A verdict as plain text: the pace, how sure it is, why, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paceplan.cli.cells import cells, padded
from paceplan.cli.output import badge, field, meter

if TYPE_CHECKING:
    import datetime as dt

    from paceplan.cli.resolving import Subject
    from paceplan.core.playbook import Playbook
    from paceplan.core.verdict import Flip, Verdict


def print_verdict(found: Subject, today: dt.date | None = None) -> None:
    """Print all that the verdict on a project says, and what speaks for elevating it."""
    from paceplan.core import elevation

    verdict, book = found.verdict, found.playbook
    field("verdict", [f"{badge(verdict.pace)}   {_sureness(verdict)}"])
    field("total", _total(verdict, book))
    if verdict.override:
        pace, why = verdict.override
        field("override", [f"{badge(pace)}   {why}"])
    field("because", (reason.text for reason in verdict.reasons))
    if verdict.missing:
        field("missing", [", ".join(_name(book, question) for question in verdict.missing)])
    if verdict.decides_most:
        field("ask first", [f"{_name(book, verdict.decides_most)} decides most ({verdict.decides_most})"])
    field("flips if", _flips(verdict, book))
    field("blocked", (blocker.text for blocker in verdict.blockers))
    field("warning", (warning.text for warning in verdict.warnings))
    field("elevate?", (wire.text for wire in elevation.trip_wires(found.project, book, today)))
    field("advice", (advice.text for advice in verdict.advice))
    if found.playbook_changed:
        field("note", [found.playbook_changed])


def _sureness(verdict: Verdict) -> str:
    if not verdict.certain:
        return f"still possible: {', '.join(verdict.possible)}"
    if not verdict.complete:
        return "certain, whatever the open answers"
    if verdict.margin is None:
        return "certain; no score alters it" if verdict.maximum else "certain"
    return f"certain; margin {verdict.margin} step{'' if verdict.margin == 1 else 's'}"


def _total(verdict: Verdict, book: Playbook) -> list[str]:
    if verdict.total is None or verdict.maximum is None:
        return []
    line = f"{meter(verdict.total, verdict.maximum)}   {verdict.total} of {verdict.maximum}"
    if book.rule.kind == "count":
        count, questions = verdict.marathon_count, len(book.dimensions)
        line += f"; {count} of {questions} lean to a marathon, {book.rule.marathon_at} make one"
    return [line]


def _name(book: Playbook, question: str) -> str:
    entry = book.dimensions.get(question) or book.gates.get(question)
    return entry.name if entry else question


def _flips(verdict: Verdict, book: Playbook) -> list[str]:
    names = [f"{_name(book, flip.id)}  {_step(flip)}" for flip in verdict.flips]
    widest = max(map(cells, names), default=0)
    return [f"{padded(name, widest)}   {badge(flip.pace)}" for name, flip in zip(names, verdict.flips, strict=True)]


def _step(flip: Flip) -> str:
    if isinstance(flip.before, bool):
        return f"{'yes' if flip.before else 'no'} -> {'yes' if flip.after else 'no'}"
    return f"{flip.before} -> {flip.after}"
