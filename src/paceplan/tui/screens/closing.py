"""What the Pilot tab asks near a pilot's end: how much it was exercised, and the decision."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from paceplan.core import decision as core
from paceplan.core import pilot
from paceplan.core.criteria import criteria, mark
from paceplan.core.errors import Refused
from paceplan.core.text import clean, slug
from paceplan.tui.glyphs import ASCII, fit
from paceplan.tui.in_force import key
from paceplan.tui.presentation import decision as shown
from paceplan.tui.presentation.criteria import FLAGS
from paceplan.tui.presentation.layout import wrapped
from paceplan.tui.screens.ask import AskScreen, ask_day
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.screens.decide import DecideScreen
from paceplan.tui.screens.portion import Portion, parse_portion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paceplan.core.criteria import Criterion
    from paceplan.core.decision import Recommendation
    from paceplan.core.project import Project
    from paceplan.tui.screens.pane import Pane

NEW = "+"
_WEEKS = re.compile(r"(-?\d{1,6})(?:\s*w(?:eeks?)?)?")
_MEANS = {
    "scale": "it works: on to the long run",
    "iterate": "once more, with the same criteria",
    "stop": "it ends here",
    "elevate": "it is a marathon after all",
}


def ask_decision(pane: Pane) -> None:
    """Ask what is decided on the pilot; the recommended decision is marked and under the cursor."""
    session, today = pane.context.session, pane.context.today
    project = session.project(pane.project_id)
    playbook = session.playbook(project)
    found, judged = core.recommend(project, playbook, today), criteria(project, playbook, today)
    marked = found.decision if found else ""
    start = marked if marked in core.DECISIONS else "iterate"  # what shows nothing yet is neither a success nor an end
    choices = [Choice(i, f"{i:<9}{_MEANS[i]}", "recommended" if i == marked else "") for i in core.DECISIONS]

    def follows(decision: str, build: bool) -> str:
        return core.follows(project, playbook, decision=decision, on=today, build=build)

    def decide(decision: str, why: str, lessons: list[str], build: bool) -> str | None:
        brings = follows(decision, build)
        refused = pane.attempt(
            session.do, core.decide, pane.project_id, decision=decision, why=why, by=session.author, on=today,
            lessons=lessons, build=build, today=today,
        )  # fmt: skip
        if refused is None:
            taught = f" {len(lessons)} lessons kept." if len(lessons) > 1 else " One lesson kept." if lessons else ""
            pane.app.notify(
                f"{brings}{taught} {key('undo')} takes it back.", title=f"Decided: {decision}", markup=False, timeout=9
            )
        return refused

    glyphs = pane.context.glyphs
    pane.app.push_screen(DecideScreen(_advice(found, pane, judged), choices, follows, decide, glyphs, current=start))


def _advice(found: Recommendation | None, pane: Pane, judged: Sequence[Criterion]) -> Content:
    """Return what the evidence speaks for with its first reason, and the mark of the targets that were moved."""
    if found is None:
        return Content("What is decided on this pilot?")
    width, glyphs = min(84, pane.app.size.width * 9 // 10) - 8, pane.context.glyphs
    moved = [c for c in judged if c.moved]
    sign = FLAGS[glyphs == ASCII][1]
    head = Content.assemble(
        "The evidence speaks for  " if width >= 60 or not moved else "Evidence  ", shown.signed(found.decision, glyphs),
        (f"  {sign} target moved", "$key bold") if moved else "",
    )  # fmt: skip
    lines = [Content.styled(line, "$faint") for line in wrapped(clean(found.because[0]), width)[:2]]
    if moved:
        said = "; ".join(f"{c.name}: {mark(move, c.unit)}" for c in moved for move in c.moves)
        lines.append(Content.assemble((f"{sign} ", "$key"), (fit(clean(said), width - 2, glyphs), "$faint")))
    return Content("\n").join([head, *lines])


def ask_weeks(pane: Pane) -> None:
    """Ask how many weeks the pilot is to run."""
    session = pane.context.session
    project = session.project(pane.project_id)
    box = pilot.time_box(project, session.playbook(project), session.verdict(pane.project_id).effective)

    def submit(text: str) -> str | None:
        try:
            weeks = parse_weeks(text)
        except Refused as refused:
            return refused.message
        return pane.attempt(session.do, pilot.box, pane.project_id, weeks=weeks)

    hint = "From its start to the day of the decision. It is fixed once the pilot has started."
    pane.app.push_screen(
        AskScreen("How many weeks does the pilot run?", hint=hint, value=str(box.weeks), submit=submit)
    )


def parse_weeks(text: str) -> int:
    """Return the weeks that a person typed; raises `Refused` where that is no whole number."""
    found = _WEEKS.fullmatch(text.strip())
    if found is None:
        raise Refused(f"pilot.weeks: '{' '.join(text.split())[:40]}' is no length; give whole weeks, such as 6")
    return int(found[1])


def ask_start(pane: Pane, start: Callable[[dt.date], str | None]) -> None:
    """Ask on which day the pilot starts; `start` takes it, or says why not."""

    def submit(day: dt.date | None) -> str | None:
        return start(day) if day else "Give a date such as 2026-03-02"

    hint = "Past or to come. The exit criteria are frozen from then on."
    context = pane.context
    pane.app.push_screen(ask_day(context, "When does the pilot start?", submit, value=context.today, hint=hint))


def ask_dosage(pane: Pane) -> None:
    """Ask which dosage is counted, and how much of it was planned and happened."""
    project = pane.context.session.project(pane.project_id)
    doses = project.pilot.dosage if project.pilot else {}
    if not doses:
        _ask_new_dosage(pane, project)
        return
    choices = [Choice(i, clean(d.name) or i, str(Portion(d.actual or 0, d.planned))) for i, d in doses.items()]
    choices.append(Choice(NEW, "Another one", "plan something else to be counted"))

    def chosen(dose_id: str | None) -> None:
        if dose_id == NEW:
            _ask_new_dosage(pane, project)
        elif dose_id:
            d = doses[dose_id]
            _ask_figures(pane, dose_id, clean(d.name) or dose_id, str(Portion(d.actual or 0, d.planned)))

    pane.app.push_screen(ChooseScreen("What was the pilot exercised with?", choices, pane.context.glyphs), chosen)


def _ask_new_dosage(pane: Pane, project: Project) -> None:
    taken = set(project.pilot.dosage) if project.pilot else set()

    def named(text: str | None) -> None:
        if text and text.strip():
            _ask_figures(pane, slug(text, taken), text.strip(), "", name=text.strip())

    hint = "Sessions held, users active, lessons taught: without it, nothing is tested."
    pane.app.push_screen(AskScreen("What is to be counted?", hint=hint), named)


def _ask_figures(pane: Pane, dose_id: str, title: str, value: str, name: str | None = None) -> None:
    def submit(text: str) -> str | None:
        if not text.strip() and name is None:
            return pane.attempt(pane.context.session.do, pilot.dose, pane.project_id, id=dose_id, remove=True)
        expected = "Say how much was planned, such as 120, or how much of it happened, such as 64 of 120"
        try:
            actual, planned, _ = parse_portion(text, expected)
        except Refused as refused:
            return refused.message
        return pane.attempt(
            pane.context.session.do, pilot.dose, pane.project_id, id=dose_id, planned=planned, actual=actual, name=name
        )

    hint = "How much of what was planned, such as 64 of 120."
    hint += " An empty line takes it off the plan." if name is None else ""
    pane.app.push_screen(AskScreen(title, hint=hint, value=value, submit=submit))
