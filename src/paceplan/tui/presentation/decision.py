"""A pilot's end in words: what the evidence speaks for, what was decided, and what came before."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core import decision as core
from paceplan.core.criteria import criteria, told
from paceplan.core.text import clean
from paceplan.tui.glyphs import Glyphs
from paceplan.tui.presentation.layout import labelled, wrapped
from paceplan.tui.presentation.words import day, plural

if TYPE_CHECKING:
    from paceplan.core.decision import Recommendation
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

WORDS = {"insufficient-evidence": "not enough evidence", "not-tested": "not tested"}
"""What a recommendation that is no decision is called."""
_TONES = {"scale": "$met bold", "stop": "$missed bold"}


def word(decision: str) -> str:
    """Return a decision or recommendation as a person says it."""
    return WORDS.get(decision, decision)


def signed(decision: str, glyphs: Glyphs) -> tuple[str, str]:
    """Return a decision with its sign, and its style."""
    signs = {"scale": glyphs.done, "stop": glyphs.blocked, "iterate": glyphs.right, "elevate": glyphs.up}
    return f"{signs.get(decision, glyphs.due)} {word(decision)}", _TONES.get(decision, "$today bold")


def advice(found: Recommendation, width: int, glyphs: Glyphs) -> list[Content]:
    """Return a recommendation with its first reason."""
    lines = [Content.assemble("  ", signed(found.decision, glyphs))]
    return lines + [Content.assemble("    ", line) for line in wrapped(clean(found.because[0]), width - 6)]


def earlier(project: Project, today: dt.date, width: int) -> list[Content]:
    """Return the iterations before the current one, each with when it ran, what was decided and why."""
    rounds = project.pilot.earlier if project.pilot else {}
    lines: list[Content] = []
    for number, done in sorted(rounds.items(), key=lambda pair: int(pair[0])):
        span = f"{day(done.start, today)} to {day(done.on, today)}, {plural(done.weeks, 'week')}"
        by = f", {clean(done.by)}" if done.by else ""
        said = f"{span}: {done.decision}{by}. {clean(done.why)}".rstrip()
        lines += labelled(f"iteration {number}", [said, *map(clean, core.dosages(done.dosage))], width, label=13)
    return lines


def whole(project: Project, playbook: Playbook, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    """Return all that is known of a pilot's end: recommendation, decision, criteria with marks, dosage and lessons."""
    parts: list[tuple[str, list[Content]]] = []
    pilot = project.pilot
    if pilot and pilot.decision:
        parts.append(("Decision", _decided(project, today, width, glyphs)))
    found = core.recommend(project, playbook, today)
    if found:
        reasons = [line for text in found.because for line in _point(text, width, glyphs)]
        title = "The evidence spoke for" if pilot and pilot.decision else "The evidence so far speaks for"
        parts.append((title, [Content.assemble("  ", signed(found.decision, glyphs)), *reasons]))
    named = " ".join(found.because) if found else ""
    others = [c for c in criteria(project, playbook, today) if told(c) not in named]
    more = [line for c in others for line in _point(told(c), width, glyphs)]
    if more:
        parts.append(("Also read" if found else "Exit criteria and guardrails", more))
    dosage = core.dosages(pilot.dosage) if pilot else []
    if dosage:
        parts.append(("Dosage", [line for text in dosage for line in _point(text, width, glyphs)]))
    if before := earlier(project, today, width - 2):
        parts.append(("Earlier iterations", [Content.assemble("  ", line) for line in before]))
    if project.lessons:
        parts.append(("Lessons", _lessons(project, today, width, glyphs)))
    if not parts:
        return [Content("Nothing yet: no criterion is agreed, and the pilot has not started.")]
    lines: list[Content] = []
    for title, body in parts:
        lines += [Content("")] * bool(lines) + [Content.styled(title, "bold"), *body]
    return lines


def _decided(project: Project, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    made = project.pilot.decision if project.pilot else None
    if made is None:
        return []
    by = f", {clean(made.by)}" if made.by else ""
    head = Content.assemble("  ", signed(made.decision, glyphs), (f"  {day(made.on, today)}{by}", "$faint"))
    return [head, *(Content.assemble("    ", line) for line in wrapped(clean(made.why), width - 4))]


def _lessons(project: Project, today: dt.date, width: int, glyphs: Glyphs) -> list[Content]:
    lines: list[Content] = []
    for lesson in sorted(project.lessons.values(), key=lambda found: found.on, reverse=True):
        lines += _point(f"{day(lesson.on, today)}: {lesson.text}", width, glyphs)
    return lines


def _point(text: str, width: int, glyphs: Glyphs) -> list[Content]:
    return [Content.assemble("  ", line) for line in labelled(glyphs.on_track, [clean(text)], width - 2, label=2)]
