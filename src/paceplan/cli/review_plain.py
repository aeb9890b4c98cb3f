"""A review as questions and answers line by line, for pipes, scripts and whoever likes no full screens."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from paceplan.cli.output import narrate, say
from paceplan.core import review
from paceplan.core.errors import Refused
from paceplan.core.text import clean

if TYPE_CHECKING:
    from paceplan.cli.review_desk import Desk
    from paceplan.core.review import Point, Standing

    Tell = Callable[[str], None]

_HELP = "y yes, n no, - not applicable, a why after it; an empty line leaves it open, b goes back, q leaves"
_GIVEN = re.compile(r"(yes|y|no|n|not applicable|n/a|na|-|b|q|\?)(?:[\s:,]+(.*))?", re.IGNORECASE)
_OK = {"y": True, "yes": True, "n": False, "no": False}


def ask(desk: Desk, list_id: str, by: str | None, *, on_stderr: bool) -> Standing:
    """Ask every item that has no answer yet, then for the sign-off; return how the review stands.

    Where stdin ends, what was answered until then is kept.
    """
    tell: Tell = narrate if on_stderr else say
    found = review.standing(desk.project, desk.playbook, list_id)
    tell(f"{found.name} ({desk.project.name}): {len(found.points)} items, {found.answered} answered")
    if found.last:
        tell(f"last time: {_last(found)}")
    tell(_HELP)
    if not _ask_items(desk, list_id, tell):
        return review.standing(desk.project, desk.playbook, list_id)
    found = review.standing(desk.project, desk.playbook, list_id)
    return found if found.open else _sign(desk, found, by, tell)


def _ask_items(desk: Desk, list_id: str, tell: Tell) -> bool:
    """Go through the items; tell whether the end was reached, and not left before."""
    at, back = 0, False
    while True:
        points = review.standing(desk.project, desk.playbook, list_id).points
        if at >= len(points):
            return True
        point = points[at]
        label = f"{at + 1}/{len(points)}"
        if point.state != "open" and not back:
            tell(f"{label} {point.name}: {review.WORDS[point.state]}{' (in hand)' if point.by_itself else ''}")
            at += 1
            continue
        tell(f"{label} {point.name}: {point.text}" if point.text else f"{label} {point.name}")
        if point.before not in (None, "open"):
            why = f": {point.before_why}" if point.before_why else ""
            tell(f"    last time {review.WORDS[point.before or 'open']}{why}")
        step = _ask_one(desk, list_id, point, tell)
        if step is None:
            return False
        back = step < 0
        at = max(0, at + step)


def _ask_one(desk: Desk, list_id: str, point: Point, tell: Tell) -> int | None:
    """Ask one item until the answer can be taken; return where to go on, None to leave."""
    while (line := _line("  > ", tell)) is not None:
        if not line:
            return 1
        found = _GIVEN.fullmatch(line)
        word = found[1].casefold() if found else ""
        if found is None or word == "?":
            tell(f"    {_HELP}" if word == "?" else f"    '{line}' is no answer: {_HELP}")
            continue
        if word in ("b", "q"):
            return -1 if word == "b" else None
        why = (found[2] or "").strip() or None
        ok = _OK.get(word)
        if ok is None and why is None and not point.artifact:
            why = _line("    why does it not apply? ", tell)
            if why is None:
                return None
        try:
            desk.do(review.answer, checklist=list_id, item=point.id, ok=ok, why=why, on=desk.today)
        except Refused as refused:
            tell(f"    {refused.message}")
            continue
        return 1
    return None


def _sign(desk: Desk, found: Standing, by: str | None, tell: Tell) -> Standing:
    """Sign the review: as `by` says, else as a person at the terminal says, else as the author."""
    name = by or desk.author
    if by is None and sys.stdin.isatty():
        tell(f"{found.result.upper()}. Enter signs it as {name}, another name as that one; q leaves it unsigned.")
        given = _line("  > ", tell)
        if given is None or given.casefold() == "q":
            return found
        name = given or name
    desk.do(review.sign, checklist=found.list_id, by=name, on=desk.today)
    there = [i for i, r in review.kept(desk.project, found.list_id) if r.result]
    return review.look_up(desk.project, desk.playbook, there[-1])


def _line(prompt: str, tell: Tell) -> str | None:
    """Return the next line that was typed, cleaned; None where there are no more."""
    stream = sys.stderr if tell is narrate else sys.stdout
    stream.write(prompt)
    stream.flush()
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        stream.write("\n")
    return clean(line).strip() if line else None


def result_lines(found: Standing) -> list[str]:
    """Return the result of a review as lines: what blocks, who signed it, and what changed since the last one."""
    total = len(found.points)
    if found.result == "unfinished":
        said = f"{len(found.open)} of {total} unanswered: {'; '.join(p.name for p in found.open)}"
    elif found.result == "failed":
        many = "block" if len(found.blocks) > 1 else "blocks"
        said = f"{len(found.blocks)} of {total} {many}: {'; '.join(_blocker(p) for p in found.blocks)}"
    else:
        said = f"all {total} are well"
    lines = [f"{found.result.upper()}  {found.name}: {said}"]
    if found.signed:
        lines.append(f"signed by {found.by or 'nobody named'}{f' on {found.on}' if found.on else ''}")
    elif found.id:
        lines.append("not signed; the answers are kept")
    if found.last:
        changes = [f"{p.name}: {review.WORDS[p.before or 'open']} -> {review.WORDS[p.state]}" for p in found.changed]
        lines.append(f"since last time ({_last(found)}): {'; '.join(changes) or 'nothing changed'}")
    return lines


def _blocker(point: Point) -> str:
    return f"{point.name} ({point.why})" if point.why else point.name


def _last(found: Standing) -> str:
    last = found.last
    return ", ".join(filter(None, (last.result, str(last.on or ""), last.by))) if last else ""
