"""The people of a project as one list: stakeholders with their tempo, seats, sign-off, messages, change management."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from paceplan.core import cadence, checklists, signoff
from paceplan.core import people as core
from paceplan.core import tempo as tempos
from paceplan.core.own import several
from paceplan.core.pilot import time_box
from paceplan.core.roadmap import plan as plan_of
from paceplan.core.text import clean
from paceplan.tui.glyphs import BADGE_WIDTH, Glyphs, badge, meter
from paceplan.tui.in_force import key
from paceplan.tui.presentation.words import day
from paceplan.tui.widgets.section_list import SectionRow

if TYPE_CHECKING:
    from paceplan.core.cadence import Message
    from paceplan.core.checklists import ItemState, ListState
    from paceplan.core.people import Person, SeatState
    from paceplan.core.playbook import Playbook, Practice, Role
    from paceplan.core.project import Project
    from paceplan.core.signoff import SignOff
    from paceplan.core.tempo import Tempo

CHANGE = "change"
"""The checklist that belongs to people."""

WORDS_OF = {"week": "weekly", "month": "monthly", "quarter": "quarterly"}
"""A rhythm in a word."""

_TEMPO_TONES = {"unknown": "faint", "agreed": "met", "pulled": "due", "against": "missed"}


@dataclass(frozen=True, slots=True)
class People:
    """All that the tab shows, as it stands on a day."""

    pace: str | None
    persons: tuple[Person, ...]
    tempo: Tempo
    committee: str
    """The committee's name; empty where the playbook has none."""
    meets: str
    meeting: dt.date | None
    seats: tuple[SeatState, ...]
    active: bool
    """The committee has a part in this project."""
    signoffs: tuple[SignOff, ...]
    messages: tuple[Message, ...]
    change: ListState | None
    roles: dict[str, Role]
    advice: dict[str, Practice]
    """What the method says on people beside all that."""

    def person(self, key: str) -> Person | None:
        """Return a stakeholder by its id."""
        return next((p for p in self.persons if p.id == key), None)

    def seat(self, key: str) -> SeatState | None:
        """Return a seat by its id."""
        return next((s for s in self.seats if s.id == key), None)

    def signoff(self, key: str) -> SignOff | None:
        """Return a sign-off by its id."""
        return next((s for s in self.signoffs if s.id == key), None)

    def message(self, key: str) -> Message | None:
        """Return a message by its id."""
        return next((m for m in self.messages if m.id == key), None)

    def item(self, key: str) -> ItemState | None:
        """Return an item of the change-management list by its id."""
        return next((i for i in self.change.items if i.id == key), None) if self.change else None


def people_of(project: Project, playbook: Playbook, pace: str | None, today: dt.date) -> People:
    """Return all that the tab shows."""
    box, plan = time_box(project, playbook, pace), plan_of(project, playbook, pace)
    turns = cadence.turns(project, playbook, pace, box, plan)
    meetings = [cadence.next_turn(t, today) for t in turns if t.kind == "meeting"]
    committee = playbook.committee
    return People(
        pace=pace,
        persons=core.people(project, playbook, pace),
        tempo=tempos.tempo(project, playbook, pace),
        committee=committee.name if committee else "",
        meets=committee.meets if committee else "",
        meeting=meetings[0] if meetings else None,
        seats=core.seats(project, playbook),
        active=core.committee_meets(project, playbook, pace),
        signoffs=signoff.signoffs(project, playbook, plan),
        messages=cadence.messages(project, playbook, pace, box, plan, today),
        change=checklists.checklist(project, playbook, CHANGE) if CHANGE in playbook.checklists else None,
        roles=playbook.roles,
        advice={i: advice for i, advice in playbook.practices.items() if advice.place == "people"},
    )


def rows_of(found: People, today: dt.date, glyphs: Glyphs) -> Iterator[SectionRow]:
    """Yield every line of the list, the sections with their headings."""
    yield from _stakeholders(found, glyphs)
    yield from _committee(found, today, glyphs)
    decisions = [s for s in found.signoffs if not s.deliverable]
    deliverables = [s for s in found.signoffs if s.deliverable]
    if decisions:
        yield _heading("sign-off", "Who signs off what", "")
        yield from (_signoff(s, glyphs) for s in decisions)
    yield from _messages(found, today, glyphs)
    if found.change:
        yield _heading(CHANGE, clean(found.change.name), f"{found.change.done} of {found.change.total} done")
        yield from (_item(item, glyphs) for item in found.change.items)
    if deliverables:
        settled = sum(s.settled and not s.missing for s in deliverables)
        yield _heading("deliverables", "Who signs off which deliverable", f"{settled} of {len(deliverables)} settled")
        yield from (_signoff(s, glyphs) for s in deliverables)
    if found.roles:
        yield _heading("roles", "Roles", "in the playbook's words")
        yield from (_words("role", key, role.name, role.text, glyphs) for key, role in found.roles.items())
    if found.advice:
        yield _heading("advice", "Advice on people", "")
        yield from (_words("advice", key, one.name, one.text, glyphs) for key, one in found.advice.items())


def _words(kind: str, key: str, name: str, text: str, glyphs: Glyphs) -> SectionRow:
    return SectionRow(f"{kind} {key}", name, glyphs.on_track, "faint", text)


def _heading(key: str, name: str, said: str, *, missed: bool = False) -> SectionRow:
    return SectionRow(f"heading {key}", name, said=said, tone="missed" if missed else "faint")


def _stakeholders(found: People, glyphs: Glyphs) -> Iterator[SectionRow]:
    mapped = sum(p.mapped for p in found.persons)
    waiting = len(found.persons) - mapped
    said = f"{mapped} mapped" + (f", {waiting} to map" if waiting else "")
    yield _heading(
        "stakeholders",
        "Stakeholders",
        said if mapped else f"nobody is mapped yet: {key('people.add')} adds, {key('people.tick')} maps",
    )
    state = found.tempo.state
    sign = {"unknown": glyphs.tick_na, "agreed": glyphs.done, "pulled": glyphs.late, "against": glyphs.late}[state]
    if mapped:
        word = tempos.WORDS[state]
        weighed = ", ".join(f"{side.weight} {side.pace}" for side in found.tempo.sides)
        yield SectionRow("tempo", "Tempo", sign, _TEMPO_TONES[state], weighed or found.tempo.summary, word)
    for p in found.persons:
        yield _person(p, found.pace, glyphs)


def _person(p: Person, pace: str | None, glyphs: Glyphs) -> SectionRow:
    row_id, name = f"person {p.id}", clean(p.name)
    if not p.mapped:
        return SectionRow(row_id, name, glyphs.tick_open, "faint", clean(p.concern), "to map", used=False)
    wish = badge(p.wants, glyphs) if p.wants else ""
    said = f"{meter(p.influence, 3, 3, glyphs)} {p.influence}  {wish:<{BADGE_WIDTH}}  {clean(p.stance or p.concern)}"
    apart = p.wants is not None and pace is not None and p.wants != pace
    sign = glyphs.late if apart else glyphs.done if p.wants and pace else glyphs.on_track
    tone = "due" if apart else "met" if p.wants and pace else "faint"
    return SectionRow(row_id, name, sign, tone, said, p.approach)


def _committee(found: People, today: dt.date, glyphs: Glyphs) -> Iterator[SectionRow]:
    if not found.committee:
        return
    required = [s for s in found.seats if s.required]
    lacking = sum(s.lacking for s in required)
    often = WORDS_OF[found.meets]
    held = f"{len(required) - lacking} of {len(required)} required seats, {often}"
    said = held if found.active else f"{often}, once work runs long"
    yield _heading("committee", clean(found.committee), said, missed=found.active and lacking > 0)
    for s in found.seats:
        missed = s.lacking and found.active
        sign = glyphs.done if s.holder else glyphs.late if missed else glyphs.tick_open
        tone = "met" if s.holder else "missed" if missed else "faint"
        word = "unfilled" if missed else "" if s.holder else "required" if s.required else "optional"
        yield SectionRow(f"seat {s.id}", clean(s.name), sign, tone, clean(s.holder) or "nobody", word, bool(s.holder))


def _signoff(s: SignOff, glyphs: Glyphs) -> SectionRow:
    broken = s.settled and s.missing
    sign = glyphs.late if broken else glyphs.done if s.settled else glyphs.tick_open
    tone = "due" if broken else "met" if s.settled else "faint"
    does = f"R {clean(s.responsible)}" if s.responsible else ""
    answers = f"A {clean(s.accountable)}" if s.accountable else ""
    word = ""
    if broken:
        word = "no A" if not s.accountable else "several A" if several(s.accountable) else "no R"
    said = "   ".join(filter(None, (answers, does)))
    return SectionRow(f"raci {s.id}", clean(s.name), sign, tone, said, word, s.settled)


def _messages(found: People, today: dt.date, glyphs: Glyphs) -> Iterator[SectionRow]:
    if not found.messages:
        return
    coming = min((m.next for m in found.messages if m.next), default=None)
    yield _heading("messages", "Messages", f"next {day(coming, today)}" if coming else "none has a date yet")
    widest = max((cell_len(day(m.next, today)) for m in found.messages if m.next), default=0)
    for m in found.messages:
        when = day(m.next, today) if m.next else ""
        said = f"{when:<{widest}}  {clean(m.audience)}" if widest else clean(m.audience)
        sign = glyphs.due if m.next else glyphs.on_track
        word = WORDS_OF[m.every] if m.every else "on event"
        yield SectionRow(f"message {m.id}", clean(m.name), sign, "faint", said, word, m.wanted)


def _item(item: ItemState, glyphs: Glyphs) -> SectionRow:
    sign = glyphs.tick_done if item.done else glyphs.tick_na if item.na else glyphs.tick_open
    said = clean(item.owner or item.by or item.note or item.why)
    return SectionRow(
        f"item {item.id}", clean(item.name), sign, "met" if item.done else "faint", said, used=not item.done
    )
