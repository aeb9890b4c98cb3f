"""The close of a pilot: what the evidence recommends, and (project -> project) what a person decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from paceplan.core import budget, drafting, roadmap, scoring, verdict
from paceplan.core.criteria import Criterion, criteria, figure, told
from paceplan.core.dates import add_days, close_day
from paceplan.core.errors import Refused
from paceplan.core.text import slug

if TYPE_CHECKING:
    from paceplan.core.entries import Dosage, Pilot
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

DECISIONS: Final = ("scale", "iterate", "stop", "elevate")
_ROUNDS = 99

Advice = Literal["scale", "iterate", "stop", "elevate", "insufficient-evidence", "not-tested"]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the evidence speaks for, and why: the reason first, then each criterion it rests on."""

    decision: Advice
    because: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the recommendation as the public contract has it."""
        return {"decision": self.decision, "because": list(self.because)}


def recommend(project: Project, playbook: Playbook, today: dt.date) -> Recommendation | None:
    """Return what the readings of this iteration up to `today` recommend; None for a pilot that never started.

    The first that applies: a guardrail breached, a planned dosage not met, an exit criterion without a reading, all
    met (or a pause, where the error budget is overspent), at least half met, fewer.
    """
    pilot = project.pilot
    if pilot is None or pilot.start is None:
        return None
    judged = criteria(project, playbook, today)
    exits = [c for c in judged if c.exit]
    if breached := [c for c in judged if c.breached]:
        return Recommendation("stop", tuple(f"guardrail breached: {told(c)}" for c in breached))
    if short := [_dosage(key, d) for key, d in sorted(pilot.dosage.items()) if (d.actual or 0) < d.planned]:
        return Recommendation("not-tested", (*short, *map(told, exits)))
    if not exits:
        return Recommendation("insufficient-evidence", ("no exit criterion was agreed, so nothing can be shown",))
    if unread := [c for c in exits if c.met is None]:
        names = ", ".join(c.name for c in unread)
        lacks = "no reading that counts" if all(c.latest is None for c in unread) else "no reading or no target"
        return Recommendation("insufficient-evidence", (f"{lacks}: {names}", *map(told, exits)))
    lines = (*map(told, exits), *_also(judged, project, playbook, today))
    return _by_share(sum(c.met is True for c in exits), len(exits), lines, project, playbook)


def _by_share(met: int, total: int, lines: tuple[str, ...], project: Project, playbook: Playbook) -> Recommendation:
    iteration = project.pilot.iteration if project.pilot else 1
    count = f"{met} of {total} exit criteria met"
    if met == total:
        # What the budget was on the day of a decision is not known any more; what it is now says nothing of then.
        closed = project.pilot is not None and project.pilot.decision is not None
        if not closed and (paused := budget.pause(project)):
            return Recommendation("iterate", (f"{count}, but {paused}", *lines))
        return Recommendation("scale", (count, *lines))
    if 2 * met < total:
        return Recommendation("stop", (f"{count}, less than half", *lines))
    if iteration >= playbook.pilot.iterations_before_elevation:
        again = f"{count} in iteration {iteration}; a sprint that needs another one is a marathon"
        return Recommendation("elevate", (again, *lines))
    return Recommendation("iterate", (f"{count}, at least half", *lines))


def _dosage(key: str, dosage: Dosage) -> str:
    actual = "nothing counted" if dosage.actual is None else figure(dosage.actual)
    return f"dosage not met: {dosage.name or key}, {actual} of {figure(dosage.planned)} planned"


def dosages(dosage: Mapping[str, Dosage]) -> list[str]:
    """Return a line for each thing that a pilot was to be exercised with: how much was counted of what was planned."""
    counted = {key: "nothing" if d.actual is None else figure(d.actual) for key, d in dosage.items()}
    return [f"{d.name or key}: {counted[key]} of {figure(d.planned)} planned" for key, d in sorted(dosage.items())]


def _also(judged: Sequence[Criterion], project: Project, playbook: Playbook, today: dt.date) -> list[str]:
    """Return what changes nothing and should still be known: limits nobody read, budgets of objectives overspent."""
    unread = [f"guardrail without a reading: {c.name}" for c in judged if c.guardrail and not c.exit and c.met is None]
    made = project.pilot.decision if project.pilot else None
    day = min(today, made.on) if made else today
    over = [budget.told(s) for s in budget.slos(project, playbook, day) if s.chosen and s.overspent]
    return unread + over


# A person decides


def why_not_decide(project: Project) -> str | None:
    """Return what keeps the pilot from being decided, in words; None where nothing does."""
    pilot = project.pilot
    if pilot and pilot.decision:
        made = pilot.decision
        return f"pilot.decision: closed with {made.decision} on {made.on}; its decision stands"
    if pilot is None or pilot.start is None:
        what = "this iteration" if pilot and pilot.earlier else "the pilot"
        return f"pilot.decision: {what} never started, so there is nothing to decide; start it first"
    return None


def decide(
    project: Project, playbook: Playbook, *, decision: str, why: str, by: str = "", on: dt.date,
    lessons: Sequence[str] = (), build: bool = True, today: dt.date | None = None,
) -> Project:  # fmt: skip
    """Close the pilot with a person's `decision` on the day `on`, with its lessons. Raises `Refused`.

    - scale: the marathon's roadmap from the day after, unless declined (`build`); a marathon under way keeps its own.
    - iterate: this iteration is kept under `pilot.earlier`; the next one has the same criteria and starts the day
      after, or waits for a start while an overspent budget pauses sprints.
    - stop: nothing follows.
    - elevate: as scale, with what is in hand already done in the roadmap, and the override is set to marathon.
    """
    _refuse(project, decision, why, on, today)
    changed = _with_lessons(project, lessons, by, on)
    if decision == "iterate":
        return _iterated(changed, why, by, on)
    closed = {"decision": decision, "on": on, "by": by, "why": why}
    changed = changed.model_copy(update={"pilot": _made(changed, decision=closed)})
    if build and decision in ("scale", "elevate") and not _keeps_roadmap(project, playbook):
        lay_out = drafting.draft if decision == "elevate" else roadmap.build
        changed = lay_out(changed, playbook, start=add_days(on, 1))
    if decision == "elevate":
        changed = scoring.override(changed, playbook, pace="marathon", why=why, by=by, on=on)
    return changed


def follows(project: Project, playbook: Playbook, *, decision: str, on: dt.date, build: bool = True) -> str:
    """Say in a sentence what `decision` on the day `on` would bring about."""
    day_after, pilot = add_days(on, 1), project.pilot
    if decision == "iterate":
        number = (pilot.iteration if pilot else 1) + 1
        if budget.pause(project):
            return f"Iteration {number} keeps its criteria and waits for the fix that ends the pause; then start it."
        close = close_day(day_after, (pilot and pilot.weeks) or 1)
        span = f"Iteration {number} runs from {day_after} to {close} with the same criteria"
        return f"{span}; only readings from then on count."
    if decision == "stop":
        return "The pilot ends here; what it recorded and taught stays."
    parts = ["The project goes on as a marathon."] if decision == "elevate" else []
    if _keeps_roadmap(project, playbook):
        parts.append("Its roadmap is under way and stays as it is.")
    else:
        parts.append(f"The marathon's roadmap starts on {day_after}." if build else "No roadmap is built.")
    return " ".join((*parts, "The pilot is kept as evidence."))


def _refuse(project: Project, decision: str, why: str, on: dt.date, today: dt.date | None) -> None:
    path = ("pilot", "decision")
    if reason := why_not_decide(project):
        raise Refused(reason, path)
    if decision not in DECISIONS:
        message = f"pilot.decision: '{decision}' is no decision; give scale, iterate, stop or elevate"
        raise Refused(message, path)
    if not why.strip():
        raise Refused("pilot.decision.why: a decision needs a reason; say why in a line", (*path, "why"))
    start = project.pilot.start if project.pilot else None
    if start and on < start:
        message = f"pilot.decision.on: {on} is before the pilot's start on {start}; give a day from then on"
        raise Refused(message, (*path, "on"))
    if today and on > today:
        message = f"pilot.decision.on: {on} lies in the future (today is {today}); decide on the day"
        raise Refused(message, (*path, "on"))


def _keeps_roadmap(project: Project, playbook: Playbook) -> bool:
    """Tell whether a marathon is under way: its pilot was a part of it, and its dates are not to be moved."""
    started = bool(project.roadmap and project.roadmap.start)
    return started and verdict.judge(project, playbook).effective == "marathon"


def _iterated(project: Project, why: str, by: str, on: dt.date) -> Project:
    pilot = project.pilot
    assert pilot is not None
    assert pilot.start is not None
    number = pilot.iteration
    if number >= _ROUNDS:
        raise Refused(f"pilot.iteration: {number} iterations are the most there can be; decide otherwise", ("pilot",))
    weeks = pilot.weeks or max(1, (on - pilot.start).days // 7)
    counted = {key: d.model_dump() for key, d in pilot.dosage.items()}
    over = {
        "start": pilot.start, "weeks": weeks, "decision": "iterate", "on": on, "by": by, "why": why, "dosage": counted,
    }  # fmt: skip
    # What the next iteration is exercised with has to be counted from nothing.
    dosage = {key: d.model_copy(update={"actual": None}).model_dump() for key, d in pilot.dosage.items()}
    earlier = {n: e.model_dump() for n, e in pilot.earlier.items()} | {str(number): over}
    start = None if budget.pause(project) else add_days(on, 1)
    after = _made(project, start=start, weeks=weeks, iteration=number + 1, dosage=dosage, earlier=earlier)
    return project.model_copy(update={"pilot": after})


def _made(project: Project, **fields: Any) -> Pilot:
    assert project.pilot is not None
    return type(project.pilot).model_validate(project.pilot.model_dump() | fields)


def _with_lessons(project: Project, texts: Sequence[str], by: str, on: dt.date) -> Project:
    from paceplan.core.entries import Lesson

    found = dict(project.lessons)
    for text in texts:
        if not text.strip():
            raise Refused("lessons: a lesson needs a text; leave it out, or say what was learned", ("lessons",))
        key = slug(" ".join(text.split()[:5]), set(found))
        found[key] = Lesson.model_validate({"on": on, "text": text, "by": by})
    return project.model_copy(update={"lessons": found})
