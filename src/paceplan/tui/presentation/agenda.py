"""Events in words: the lines of the agenda in their groups of days, and one event beside them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from textual.content import Content

from paceplan.core.agenda import Agenda, Event
from paceplan.core.calendar import KINDS
from paceplan.core.dates import add_days, week_start
from paceplan.core.errors import Refused
from paceplan.tui.presentation.layout import labelled, wrapped
from paceplan.tui.presentation.portfolio import preview_of_row
from paceplan.tui.presentation.words import aligned_day, away, day, plural, weeks_start
from paceplan.tui.widgets.agenda_list import AgendaGroup, AgendaRow

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.portfolio import Row
    from paceplan.core.project import Project
    from paceplan.tui.context import Context

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LABEL = 9
LATE = "Late"
"""The heading of what has passed."""
Place = int | AgendaGroup | str


def agenda_row(event: Event, row: Row | None, today: dt.date, *, done: bool) -> AgendaRow:
    """Return the line of one event; `row` is its project's."""
    days = (event.day - today).days
    urgency: Literal["late", "today", ""] = "late" if event.late else "today" if not days else ""
    when = aligned_day(event.day, event.day)  # the year stands in the heading
    return AgendaRow(
        when, away(event.day, today), event.what, event.name, row["pace"] if row else None, kind_of(event), urgency,
        bool(event.every), done,
    )  # fmt: skip


def kind_of(event: Event) -> str:
    """Return what kind of event it is, in words."""
    return KINDS[event.kind][1] if event.kind in KINDS else "date"


def places_of(events: Agenda, today: dt.date, remark: str = "") -> list[Place]:
    """Return the lines of `events`: each group's heading, then the numbers of its events."""
    places: list[Place] = []
    begun, current, number = 0, "", 0
    for iso, count in events.days.items():
        name = _group(dt.date.fromisoformat(iso), today)
        if name != current:
            _close(places, begun, current)
            begun, current = len(places), name
            places.append(AgendaGroup(name, 0))
        places += range(number, number + count)
        number += count
    _close(places, begun, current)
    return [*places, remark] if remark else places


def _close(places: list[Place], begun: int, name: str) -> None:
    """Give the last heading its count, now that its events are known."""
    if name:
        urgency: Literal["late", "today", ""] = "late" if name == LATE else "today" if name.startswith("Today") else ""
        places[begun] = AgendaGroup(name, len(places) - begun - 1, urgency)


def _group(when: dt.date, today: dt.date) -> str:
    """Return the group of a day: late, today, the days of this week, next week, then months."""
    if when < today:
        return LATE
    if when == today:
        return f"Today, {_named(when, today)}"
    first = week_start(today, weeks_start())
    weeks = (when - first).days // 7
    if weeks == 0:
        return f"This week, to {_named(add_days(first, 6), today)}"
    if weeks == 1:
        return f"Next week, {day(add_days(first, 7), today)} to {day(add_days(first, 13), today)}"
    later = "Later in " if (when.year, when.month) == (today.year, today.month) else ""
    return f"{later}{_MONTHS[when.month - 1]} {when.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _named(when: dt.date, today: dt.date) -> str:
    return f"{WEEKDAYS[when.weekday()]} {day(when, today)}"


def preview(event: Event, context: Context, width: int, *, rested: bool) -> Content:
    """Return an event in full beside the list; with `rested`, also what its project says of it."""
    row, today = context.session.row(event.project), context.today
    said = f"{_named(event.day, today)}, {'late by ' if event.late else ''}{_off(event.day, today)}"
    lines = [Content.styled(line, "bold") for line in wrapped(event.what, width)]
    lines += labelled("when", [said], width, label=LABEL, style="$missed bold" if event.late else "")
    lines += labelled("what", [kind_of(event)], width, label=LABEL)
    if rested:
        lines += _told(event, context, width)
    if row:
        lines += [Content(""), preview_of_row(row, context, width)]
    return Content("\n").join(lines)


def _off(when: dt.date, today: dt.date) -> str:
    days = (when - today).days
    return "today" if not days else plural(-days, "day") if days < 0 else f"in {plural(days, 'day')}"


def _told(event: Event, context: Context, width: int) -> list[Content]:
    """Return what the project holds on the event itself: its whole question, note and owner."""
    try:
        project = context.session.project(event.project)
        playbook = context.session.playbook(project)
    except Refused:
        return []
    lines: list[Content] = []
    for label, text in _facts(event, project, playbook):
        if text:
            lines += labelled(label, [text], width, label=LABEL)
    return lines


def _facts(event: Event, project: Project, playbook: Playbook) -> list[tuple[str, str]]:
    if event.kind == "item":
        from paceplan.core import checklists

        list_id, _, item_id = event.id.partition(".")
        if list_id not in playbook.checklists:
            return []
        state = checklists.checklist(project, playbook, list_id)
        item = next((i for i in state.items if i.id == item_id), None)
        told = [("list", state.name)]
        return [*told, ("asks", item.text), ("owner", item.owner), ("note", item.note)] if item else told
    if event.kind == "deliverable" and event.id in project.deliverables:
        found = project.deliverables[event.id]
        return [("owner", found.owner), ("note", found.note)]
    if event.kind == "drill" and event.id in project.drills:
        return [("report", project.drills[event.id].report)]
    return []
