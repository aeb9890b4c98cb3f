"""The choice among all checklists of a playbook, with how far each is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from paceplan.core import checklists
from paceplan.tui.presentation.pilot import list_order
from paceplan.tui.presentation.words import day
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.widgets.check_list import is_late

if TYPE_CHECKING:
    from paceplan.tui.screens.acting import Acting


def ask_list(acting: Acting, project_id: str, current: str, chosen: Callable[[str | None], None]) -> None:
    """Ask for one of the checklists; `chosen` hears its id, or None."""
    session, today = acting.context.session, acting.context.today
    project = session.project(project_id)
    playbook = session.playbook(project)
    choices = []
    for list_id in list_order(playbook):
        state = checklists.checklist(project, playbook, list_id)
        due = f", {'was due' if is_late(state, today) else 'due'} {day(state.due, today)}" if state.due else ""
        said = "complete" if state.complete else f"{state.done} of {state.total}{due}"
        choices.append(Choice(list_id, state.name, said))
    screen = ChooseScreen("Which checklist?", choices, acting.context.glyphs, current=current)
    acting.app.push_screen(screen, chosen)
