"""People, risks, workshop, reviews and lessons in a report: what somebody wrote down, not what a playbook suggests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from paceplan.core import costs, review
from paceplan.core import people as persons
from paceplan.core import risks as register
from paceplan.core.consensus import Tally
from paceplan.core.workshop_state import latest, questions, tallies
from paceplan.export import markdown as md
from paceplan.export.report_verdict import name_of, sign
from paceplan.export.review_page import sentence

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


def people(project: Project, playbook: Playbook, pace: str | None) -> Iterator[str]:
    """Yield stakeholders and committee, as far as they are mapped."""
    mapped = [p for p in persons.people(project, playbook, pace) if p.mapped]
    held = [s for s in persons.seats(project, playbook) if s.holder or (project.committee and s.required)]
    if not mapped and not held:
        return
    yield from md.heading(2, "People")
    yield from md.table(
        ["stakeholder", "influence", "stance", "concern", "wants"],
        (
            [
                md.text(p.name), f"{p.influence} of 3", md.text(p.stance), md.prose(p.concern),
                sign(p.wants) if p.wants else "",
            ]
            for p in mapped
        ),
    )  # fmt: skip
    if held:
        yield from md.heading(3, "Committee")
        yield from md.table(
            ["seat", "held by"],
            ([md.text(s.name) + (" (required)" if s.required else ""), md.text(s.holder) or "**empty**"] for s in held),
        )


def risks(project: Project, playbook: Playbook) -> Iterator[str]:
    """Yield the risks that the project took up."""
    taken = [r for r in register.register(project, playbook) if r.taken]
    if not taken:
        return
    yield from md.heading(2, "Risks")
    yield from md.table(
        ["risk", "likelihood", "impact", "exposure", "against it", "owner", "state"],
        (
            [
                md.text(r.name), f"{r.likelihood} of 3", f"{r.impact} of 3", f"{r.exposure} of 9",
                "; ".join(filter(None, (md.prose(r.mitigation), *(md.text(g.name) for g in r.guardrails if g.ticked)))),
                md.text(r.owner), "open" if r.open else "closed",
            ]
            for r in taken
        ),
    )  # fmt: skip


def workshop(project: Project, playbook: Playbook) -> Iterator[str]:
    """Yield what the newest workshop came to; votes that nobody revealed are not in it."""
    key = latest(project)
    if key is None:
        return
    held = project.workshops[key]
    yield from md.heading(2, f"Workshop {key}")
    names = ", ".join(held.participants.values())
    yield from (f"Took part: {md.text(names) or 'nobody named'}{' (anonymous votes)' if held.anonymous else ''}.", "")
    rows = []
    for question in questions(playbook):
        rounds, taken = tallies(held, playbook, question), held.result.get(question)
        if rounds or taken is not None:
            said = md.prose(held.reasons.get(question, ""))
            rows.append([md.text(name_of(playbook, question)), _word(taken), "; then ".join(map(_votes, rounds)), said])
    yield from md.table(["question", "taken", "votes", "said"], rows)


def _votes(counted: Tally) -> str:
    return " ".join(_word(vote) for vote in sorted(counted.counted)) or "none"


def _word(value: object) -> str:
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else md.text(str(value))


def reviews(project: Project, playbook: Playbook) -> Iterator[str]:
    """Yield every review that is kept, the newest first."""
    there = [i for i, r in reversed(review.kept(project)) if r.checklist in playbook.checklists]
    if not there:
        return
    found = [review.look_up(project, playbook, i) for i in there]
    yield from md.heading(2, "Reviews")
    yield from md.table(
        ["day", "checklist", "result", "by", "in short"],
        ([str(f.on or f.id), md.text(f.name), f.result if f.signed else f"{f.result}, not signed", md.text(f.by),
          sentence(f)] for f in found),
    )  # fmt: skip


def lessons(project: Project) -> Iterator[str]:
    """Yield the lessons, the newest first."""
    if not project.lessons:
        return
    yield from md.heading(2, "Lessons")
    ordered = sorted(project.lessons.values(), key=lambda lesson: lesson.on, reverse=True)
    yield from md.bullets(f"{found.on}: {md.prose(found.text, '  ')}" for found in ordered)


def rest(project: Project) -> Iterator[str]:
    """Yield the recurring cost and the related projects."""
    if project.costs:
        yield from (*md.heading(2, "Recurring cost"), md.text(costs.told(project.costs)), "")
    if project.related:
        yield from (
            *md.heading(2, "Related"),
            *md.bullets(f"{md.text(i)}: {md.text(t)}" for i, t in project.related.items()),
        )
