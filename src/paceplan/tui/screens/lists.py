"""The way to a project's checklists from every screen: the choice among all of them, and the palette's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.content import Content

from paceplan.core import checklists
from paceplan.tui.presentation.pilot import list_order
from paceplan.tui.presentation.words import day
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.widgets.check_list import is_late

if TYPE_CHECKING:
    import datetime as dt

    from paceplan.core.checklists import ListState
    from paceplan.tui.context import Context
    from paceplan.tui.screens.acting import Acting
    from paceplan.tui.screens.page import Page

Open = Callable[[str], object]
"""Opens a checklist by its id, or one of its items by `LIST.ITEM`."""


def ask_list(acting: Acting, project_id: str, near: str, chosen: Open) -> None:
    """Ask for one of the checklists, the cursor on the one of `near` (`LIST` or `LIST.ITEM`).

    `chosen` hears `near` itself where its list is taken, so that the item is found again.
    """
    states, today = _states(acting.context, project_id), acting.context.today
    choices = [Choice(state.id, state.name, _said(state, today)) for state in states]
    current = near.partition(".")[0]

    def taken(list_id: str | None) -> None:
        if list_id is not None:
            chosen(near if list_id == current else list_id)

    name = acting.context.session.project(project_id).name
    screen = ChooseScreen(f"Which checklist of {name}?", choices, acting.context.glyphs, current=current)
    acting.app.push_screen(screen, taken)


def ask_list_of(page: Page, project_id: str | None, near: str = "") -> None:
    """Ask for one of the checklists of a project, and open the project there."""
    if project_id is not None and page.attempt(page.context.session.verdict, project_id) is None:
        ask_list(page, project_id, near, lambda at: open_list(page, project_id, at))


def open_list(page: Page, project_id: str, at: str) -> None:
    """Open a project on its Pilot tab, the cursor in a checklist."""
    from paceplan.tui.screens.project import ProjectScreen

    page.app.push_screen(ProjectScreen(page.context, project_id, "pilot", at))


def commands(page: Page, project_id: str | None, chosen: Open | None = None) -> Iterator[SystemCommand]:
    """Yield the checklists of a project for the palette, and their items, which only words find."""
    if project_id is None or not page.context.session.has(project_id):
        return
    if page.context.session.catalogue.playbook(page.context.session.project(project_id).playbook) is None:
        return

    def to(at: str) -> Callable[[], object]:
        return lambda: chosen(at) if chosen else open_list(page, project_id, at)

    for state in _states(page.context, project_id):
        about = Content(_said(state, page.context.today))
        yield SystemCommand(_title(f"Checklist: {state.name}"), about, to(state.id))  # type: ignore[arg-type]
        for item in state.items:
            stands = Content("done" if item.done else "does not apply" if item.na else "open")
            title = _title(f"{state.name}: {item.name}")
            yield SystemCommand(title, stands, to(f"{state.id}.{item.id}"), discover=False)  # type: ignore[arg-type]


def _title(text: str) -> str:
    """Return a title for the palette, which reads square brackets as markup."""
    return text.replace("[", "(").replace("]", ")")


def _states(context: Context, project_id: str) -> list[ListState]:
    project = context.session.project(project_id)
    playbook = context.session.playbook(project)
    return [checklists.checklist(project, playbook, list_id) for list_id in list_order(playbook)]


def _said(state: ListState, today: dt.date) -> str:
    """Return how far a checklist is."""
    due = f", {'was due' if is_late(state, today) else 'due'} {day(state.due, today)}" if state.due else ""
    return "complete" if state.complete else f"{state.done} of {state.total}{due}"
