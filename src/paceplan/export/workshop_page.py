"""How a workshop ended, on one page of Markdown to hand out: it reads well as plain text too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from paceplan.core.consensus import Tally
from paceplan.core.errors import Refused
from paceplan.core.verdict import NAMES
from paceplan.core.workshop_closing import Closing, Disagreement, against, closing, name_of, shares
from paceplan.core.workshop_state import latest, questions, tallies
from paceplan.export import markdown as md

if TYPE_CHECKING:
    from paceplan.core.entries import Workshop
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


def write(project: Project, playbook: Playbook, today: dt.date) -> bytes:
    """Return the page on the newest workshop in UTF-8; raises `Refused` where there is none."""
    id = latest(project)
    if id is None:
        raise Refused(f"{project.name}: no workshop has been held; 'paceplan workshop' begins one", ("workshops",))
    return page_of(project, playbook, id, today)


def page_of(project: Project, playbook: Playbook, id: str, today: dt.date) -> bytes:
    """Return the page on one workshop in UTF-8; votes that have not been revealed are not on it."""
    held, found = project.workshops[id], closing(project, playbook, id)
    names = ", ".join(held.participants.values())
    lines = [
        *md.heading(1, f"{project.name}: {(found.verdict.pace or 'open').upper()}"),
        f"Workshop {md.text(id)}, scored by the playbook {md.text(playbook.name)}; as of {today}.",
        "",
        f"Took part: {md.text(names)}{' (anonymous votes)' if held.anonymous else ''}.",
        "",
        *_why(found, playbook),
        *md.heading(2, "Votes"),
        *md.table(["question", "taken", "votes", "said"], _rows(held, playbook)),
        *_disagreements(found),
        *_wanted(found),
    ]
    return md.page(lines)


def _why(found: Closing, playbook: Playbook) -> Iterator[str]:
    verdict = found.verdict
    if verdict.pace is None:
        yield from (f"Not certain yet; still possible: {', '.join(verdict.possible)}.", "")
    else:
        margin = f", {verdict.margin} steps from another pace" if verdict.margin is not None else ""
        yield from (f"**{NAMES[verdict.pace].capitalize()}**, certain{margin}, because:", "")
    yield from md.bullets(map(md.text, found.reasons))
    if found.open:
        yield from (f"Not taken: {md.text(', '.join(found.open))}.", "")
    if found.flips:
        yield from md.heading(2, "What would flip it")
        yield from md.bullets(
            f"{md.text(name_of(playbook, flip.id))} {_said(flip.before)} → {_said(flip.after)}: {NAMES[flip.pace]}"
            for flip in found.flips
        )
    elif verdict.complete:
        yield from ("No single answer would flip it.", "")


def _rows(held: Workshop, playbook: Playbook) -> Iterator[list[str]]:
    for question in questions(playbook):
        rounds = tallies(held, playbook, question)
        taken = held.result.get(question)
        yield [
            md.text(name_of(playbook, question)),
            "" if taken is None else _said(taken),
            "; then ".join(map(_votes, rounds)),
            md.prose(held.reasons.get(question, "")),
        ]


def _votes(counted: Tally) -> str:
    votes = " ".join(_said(vote) for vote in sorted(counted.counted)) or "none"
    silent = len(counted.votes) - len(counted.counted)
    return f"{votes}{f' ({silent} without)' if silent else ''}"


def _said(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else md.text(str(value))


def _disagreements(found: Closing) -> Iterator[str]:
    if found.disagreements:
        yield from md.heading(2, "Who disagreed where")
        yield from md.bullets(map(_disagreement, found.disagreements))


def _disagreement(one: Disagreement) -> str:
    between = one.widest.ends
    assert between is not None  # the votes differed
    sides = [
        _said(end) + (f" ({md.text(', '.join(names))})" if names else "")
        for end, names in zip(between, (one.low, one.high), strict=True)
    ]
    later = ""
    if one.first.round != one.last.round:
        later = "all agreed" if not one.last.spread else f"a spread of {one.last.spread}"
        later = f"; in round {one.last.round} {later}"
    return f"{md.text(one.name)}: {' against '.join(sides)}{later}"


def _wanted(found: Closing) -> Iterator[str]:
    wishes = [f"{md.text(w.name)} wants {NAMES[w.pace]}" for w in against(found) if not w.by_votes]
    wishes += [f"{md.text(w.name)}, whose own votes come to {NAMES[w.pace]}" for w in against(found) if w.by_votes]
    if wishes:
        yield from md.heading(2, "Who would rather have another pace")
        yield from md.bullets(wishes)
    if own := shares(found):
        yield f"By their own votes: {', '.join(f'{count} for {NAMES[pace]}' for pace, count in own.items())}."
