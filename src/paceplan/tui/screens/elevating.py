"""One key makes a marathon of a sprint: why, and then what was found to be done already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paceplan.core import elevation
from paceplan.tui.in_force import key
from paceplan.tui.presentation.words import plural
from paceplan.tui.screens.ask import AskScreen

if TYPE_CHECKING:
    from paceplan.tui.screens.page import Page


def ask_why(page: Page, project_id: str) -> None:
    """Ask for the reason, with what tripped as a start, and elevate the project; or say why it cannot be."""
    session, today = page.context.session, page.context.today
    before = session.project(project_id)
    playbook = session.playbook(before)
    if reason := elevation.why_not_elevate(before, playbook):
        page.app.notify(_sentence(reason), title="Elevate: not now", severity="warning", markup=False)
        return
    wires = elevation.trip_wires(before, playbook, today)

    def submit(text: str) -> str | None:
        refused = page.attempt(
            session.do, elevation.elevate, project_id, why=text, by=session.author, on=today, today=today
        )
        if refused is None:
            _tell(page, project_id, done=set(elevation.drafted(before, session.project(project_id))))
        return refused

    hint = (
        "The pace becomes marathon, its roadmap starts tomorrow, and the "
        f"pilot is kept as evidence. {key('undo')} takes it back."
    )
    value = "; ".join(wire.text for wire in wires)
    page.app.push_screen(AskScreen("Why is it a marathon?", hint=hint, value=value, submit=submit))


def _tell(page: Page, project_id: str, done: set[str]) -> None:
    roadmap = page.context.session.project(project_id).roadmap
    start = roadmap.start.isoformat() if roadmap and roadmap.start else "tomorrow"
    found = f"{plural(len(done), 'deliverable')} done already: {', '.join(sorted(done))}."
    told = f"The roadmap runs from {start}. {found if done else 'Nothing of it is done yet.'}"
    page.app.notify(told, title="A marathon now", markup=False, timeout=10)


def _sentence(reason: str) -> str:
    text = reason.partition(": ")[2] or reason
    return f"{text[:1].upper()}{text[1:]}."
