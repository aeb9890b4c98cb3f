"""A review on one page of Markdown: result, answers, what changed since the last one, and the earlier ones."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from paceplan.core import review
from paceplan.core.errors import Refused
from paceplan.export import markdown as md

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.review import Point, Standing

SIGNS = {"yes": "✓ yes", "no": "✕ **no**", "na": "– not applicable", "open": "○ open"}


def write(project: Project, playbook: Playbook, today: dt.date) -> bytes:
    """Return the latest review of `project` as a page in UTF-8; raises `Refused` where there is none."""
    found = review.latest(project, playbook)
    if found is None:
        raise Refused(f"{project.name}: no review yet; 'paceplan review PROJECT' makes one", ("reviews",))
    return page_of(found, project, playbook, today)


def page_of(found: Standing, project: Project, playbook: Playbook, today: dt.date) -> bytes:
    """Return one review as a page in UTF-8."""
    lines = [
        *md.heading(1, f"{found.name}: {found.result}"),
        f"{md.text(project.name)} (playbook {md.text(playbook.name)}), as of {today}",
        "",
        *summary(found),
        "",
        *md.table(["item", "answer", "why", "last time"], (_row(p) for p in found.points)),
        *changes(found),
    ]
    others = [i for i, _ in reversed(review.kept(project, found.list_id)) if i != found.id]
    if others:
        rows = (_earlier(review.look_up(project, playbook, i)) for i in others)
        lines += [*md.heading(2, "Other reviews of this list"), *md.table(["day", "result", "by", "blocked by"], rows)]
    return md.page(lines)


def summary(found: Standing) -> list[str]:
    """Return the result with what blocks, and who signed it."""
    lines = [f"**{found.result.capitalize()}**: {sentence(found)}"]
    if found.signed:
        lines += ["", f"Signed{f' by {md.text(found.by)}' if found.by else ''}{f' on {found.on}' if found.on else ''}."]
    else:
        lines += ["", "Not signed yet."]
    return lines


def sentence(found: Standing) -> str:
    """Return the result in a sentence, as Markdown."""
    total = len(found.points)
    if found.result == "unfinished":
        return f"{len(found.open)} of {total} still unanswered."
    if found.result == "failed":
        names = "; ".join(md.text(p.name) for p in found.blocks)
        return f"{len(found.blocks)} of {total} {'block' if len(found.blocks) > 1 else 'blocks'}: {names}."
    waived = sum(p.state == "na" for p in found.points)
    return f"all {total} items are well{f', {waived} of them not applicable' if waived else ''}."


def changes(found: Standing) -> list[str]:
    """Return what is answered otherwise than in the last signed review; nothing where there was none."""
    if found.last is None:
        return []
    when = f" of {found.last.on}" if found.last.on else ""
    said = [
        f"{md.text(p.name)}: {review.WORDS[p.before or 'open']} → {review.WORDS[p.state]}"
        + (f" (then: {md.prose(p.before_why, '  ')})" if p.before_why else "")
        for p in found.changed
    ]
    lines = md.heading(2, f"Changed since the review{when} ({found.last.result})")
    return [*lines, *(md.bullets(said) or ["Nothing.", ""])]


def _row(point: Point) -> list[str]:
    why = md.prose(point.why) or ("in hand, as the artifact says" if point.by_itself else "")
    return [md.text(point.name), SIGNS[point.state], why, SIGNS[point.before] if point.before else ""]


def _earlier(found: Standing) -> list[str]:
    day, result = str(found.on or ""), found.result if found.signed else f"{found.result}, not signed"
    return [day, result, md.text(found.by), "; ".join(md.text(p.name) for p in found.blocks)]
