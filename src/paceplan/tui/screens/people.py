"""The People tab: stakeholders and their tempo, the committee, who signs off what, messages, change management."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from textual.content import Content

from paceplan.core import cadence, checklists, signoff
from paceplan.core import people as core
from paceplan.core.people import INFLUENCES, WEIGHTS
from paceplan.core.rule import PACES
from paceplan.tui.glyphs import badge
from paceplan.tui.in_force import key, with_keys
from paceplan.tui.presentation import people as shown
from paceplan.tui.presentation import people_page as pages
from paceplan.tui.presentation.words import day
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import ask_day
from paceplan.tui.screens.choose import Choice
from paceplan.tui.screens.read import ReadScreen
from paceplan.tui.screens.sections import SectionsPane
from paceplan.tui.widgets.section_list import SectionRow

if TYPE_CHECKING:
    from paceplan.tui.presentation.people import People

_PERSON = ("person",)
_NOT_TO_CHANGE = {
    "tempo": "The tempo follows from the wanted paces: {people.wants}.",
    "item": "{people.tick} ticks the item.",
    "role": "Roles are the playbook's; who signs off what can be changed.",
    "advice": "Advice is the playbook's; {people.read} reads all of it.",
}
_QUESTIONS = {"stance": "How do they see it?", "concern": "What worries them?"}
_ROLES = {
    "responsible": "Who does it?",
    "accountable": "Who answers for it? Exactly one.",
    "consulted": "Who is asked before?",
    "informed": "Who hears of it after?",
}


class PeoplePane(SectionsPane):
    """Lists who has a part in the project, and draws the one under the cursor."""

    SCOPE = "people"
    BINDINGS = bindings("people")
    FITS = {
        "tick": ("person", "item"), "influence-0": _PERSON, "influence-1": _PERSON, "influence-2": _PERSON,
        "influence-3": _PERSON, "heavier": _PERSON, "lighter": _PERSON, "wants": _PERSON, "concern": _PERSON,
        "stance": _PERSON, "holder": ("seat",), "accountable": ("raci",), "responsible": ("raci",),
        "consulted": ("raci",), "informed": ("raci",), "every": ("message",), "first": ("message",),
        "audience": ("message",), "name": ("person", "message"), "remove": ("person", "seat", "raci", "message"),
    }  # fmt: skip
    KINDS = {
        "tempo": "the tempo", "person": "a stakeholder", "seat": "a committee seat", "raci": "a sign-off",
        "message": "a message", "item": "an item of the list", "role": "a role of the playbook",
        "advice": "advice of the playbook",
    }  # fmt: skip
    LEVELS = {
        "influence": ("How much influence have they?", INFLUENCES),
        "weight": ("How heavily does the concern weigh?", WEIGHTS),
    }

    # What shows

    def gather(self) -> People:
        return shown.people_of(*self.now(), self.pace, self.context.today)

    def rows(self) -> list[SectionRow]:
        return list(shown.rows_of(self.found, self.context.today, self.context.glyphs))

    def page(self, row: SectionRow, width: int, height: int) -> list[Content]:
        found: People = self.found
        today, glyphs = self.context.today, self.context.glyphs
        if person := self._person():
            return pages.person_page(person, found, width, height, glyphs)
        if row.kind == "seat" and (seat := found.seat(row.key)):
            return pages.seat_page(seat, found, today, width, height, glyphs)
        if row.kind == "raci" and (sign := found.signoff(row.key)):
            return pages.signoff_page(sign, width, height, glyphs)
        if row.kind == "message" and (message := found.message(row.key)):
            return pages.message_page(message, today, width, height, glyphs)
        if row.kind == "item" and (item := found.item(row.key)):
            return pages.item_page(item, width, height, glyphs)
        if row.kind == "role":
            return pages.role_page(found.roles[row.key], found, width, height, glyphs)
        if row.kind == "advice":
            return pages.advice_page(found.advice[row.key], width, height, glyphs)
        return pages.tempo_page(found, width, height, glyphs)

    def values(self, row: SectionRow) -> dict[str, str]:
        found: People = self.found
        if person := self._person():
            return {
                "name": person.name, "influence": f"{person.influence} {INFLUENCES[person.influence]}",
                "weight": f"{person.weight} {WEIGHTS[person.weight]}", "stance": person.stance,
                "wants": badge(person.wants, self.context.glyphs) if person.wants else "", "concern": person.concern,
            }  # fmt: skip
        if row.kind == "seat" and (seat := found.seat(row.key)):
            return {"holder": seat.holder or "nobody"}
        if row.kind == "raci" and (sign := found.signoff(row.key)):
            return {role: _joined(getattr(sign, role)) for role in signoff.ROLES}
        if row.kind == "message" and (m := found.message(row.key)):
            first = day(m.first, self.context.today) if m.first else ""
            return {"name": m.name, "every": m.every or "on event", "first": first, "audience": m.audience}
        return {}

    def _person(self) -> core.Person | None:
        row, found = self.current, self.found
        person: core.Person | None = found.person(row.key) if row and row.kind == "person" else None
        return person

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        if reason := super().why_not(action_id):
            return reason
        row, found = self.current, self.found
        if row is None:
            return None
        if action_id == "people.edit" and row.kind in _NOT_TO_CHANGE:
            return with_keys(_NOT_TO_CHANGE[row.kind])
        if action_id == "people.tick" and (person := self._person()) and person.mapped:
            return f"'{person.name}' is mapped already."
        if action_id == "people.remove":
            gone = {
                "person": lambda: (p := found.person(row.key)) is None or not p.mapped,
                "seat": lambda: not found.seat(row.key).holder,
                "raci": lambda: row.key not in self.now()[0].raci,
                "message": lambda: not found.message(row.key).taken,
            }
            return "There is nothing of the project's own to take away." if gone[row.kind]() else None
        return None

    def chosen(self) -> None:
        row = self.current
        self.action_act("people.tick" if row and row.kind == "item" else "people.edit")

    def fits(self, action_id: str) -> bool:
        person = self._person() if action_id == "people.tick" else None
        return super().fits(action_id) and not (person and person.mapped)

    def do_tick(self) -> None:
        row = self.current
        if row and row.kind == "person":
            self.do(core.describe, stakeholder=row.key)
        elif row and (item := self.found.item(row.key)):
            who = {} if item.done else {"by": self.context.session.author, "on": self.context.today}
            self.do(checklists.tick, item=f"{item.list_id}.{item.id}", done=not item.done, **who)

    def do_add(self) -> None:
        row = self.current
        if row and row.kind == "message":
            self._add("message")
        elif row is None or row.kind in ("person", "tempo"):
            self._add("person")
        else:
            choices = [Choice("person", "A stakeholder"), Choice("message", "A message that comes round")]
            self.choose("What is to be added?", choices, self._add)

    def _add(self, kind: str) -> None:
        if kind == "person":
            self.add_named("Who has a stake in it?", core.join, "person", "A group or a role rather than a name.")
            return
        hint = (
            f"It comes each month from today on; {key('people.every')} and "
            f"{key('people.first')} change that. {self.context.today}."
        )
        args = {"every": "month", "from_": self.context.today}
        self.add_named("What is sent?", cadence.announce, "message", hint, **args)

    def level_of(self, field: str) -> int:
        person = self._person()
        return int(getattr(person, field)) if person else 0

    def set_level(self, field: str, value: int) -> object:
        row = self.current
        return self.do(core.describe, stakeholder=row.key, **{field: value}) if row else None

    def do_describe(self, field: str) -> None:
        if person := self._person():
            self.ask(
                _QUESTIONS[field],
                lambda text: self.do(core.describe, stakeholder=person.id, **{field: text}),
                value=getattr(person, field), hint=person.name, long=field == "concern",
            )  # fmt: skip

    def do_wants(self) -> None:
        if person := self._person():
            choices = [Choice(pace, badge(pace, self.context.glyphs)) for pace in PACES]
            choices.append(Choice("", "Not known"))
            self.choose(
                f"Which pace does '{person.name}' want?", choices,
                lambda key: self.do(core.describe, stakeholder=person.id, wants=key or None), person.wants or "",
            )  # fmt: skip

    def do_holder(self) -> None:
        row = self.current
        if row and (seat := self.found.seat(row.key)):
            hint = f"{seat.name}. {seat.text} Nothing leaves the seat empty."
            self.ask(
                "Who holds the seat?", lambda text: self.do(core.seat, seat=seat.id, holder=text),
                value=seat.holder, hint=hint,
            )  # fmt: skip

    def do_sign(self, role: str) -> None:
        row = self.current
        if row is None or (sign := self.found.signoff(row.key)) is None:
            return
        several = role in ("consulted", "informed")
        hint = f"{sign.name}.{' Several, with semicolons between them.' if several else ''}"

        def submit(text: str) -> str | None:
            value: Any = tuple(part.strip() for part in text.split(";") if part.strip()) if several else text.strip()
            return self.do(signoff.sign, what=sign.id, **{role: value})

        self.ask(_ROLES[role], submit, value=_joined(getattr(sign, role)), hint=hint)

    def do_every(self) -> None:
        row = self.current
        if row and (message := self.found.message(row.key)):
            self.choose_rhythm(lambda key: self.do(cadence.tell, comms=message.id, every=key), message.every)

    def do_first(self) -> None:
        row = self.current
        if row is None or (message := self.found.message(row.key)) is None:
            return

        def submit(first: dt.date | None) -> str | None:
            return self.do(cadence.tell, comms=message.id, from_=first)

        hint = f"{message.name}. Nothing lets it go with pilot or roadmap;"
        screen = ask_day(self.context, "When does it come first?", submit, value=message.first, hint=hint)
        self.app.push_screen(screen)

    def do_audience(self) -> None:
        row = self.current
        if row and (message := self.found.message(row.key)):
            self.ask(
                "Who gets it?", lambda text: self.do(cadence.tell, comms=message.id, audience=text),
                value=message.audience, hint=message.name,
            )  # fmt: skip

    def do_name(self) -> None:
        row = self.current
        if person := self._person():
            self.ask(
                "What are they called?", lambda text: self.do(core.describe, stakeholder=person.id, name=text),
                value=person.name,
            )  # fmt: skip
        elif row and (message := self.found.message(row.key)):
            self.ask(
                "What is it called?", lambda text: self.do(cadence.tell, comms=message.id, what=text),
                value=message.name,
            )  # fmt: skip

    def do_remove(self) -> None:
        row = self.current
        if row and row.kind == "person":
            self.do(core.leave, stakeholder=row.key)
        elif row and row.kind == "seat":
            self.do(core.seat, seat=row.key, holder="")
        elif row and row.kind == "raci":
            self.do(signoff.unsign, what=row.key)
        elif row:
            self.do(cadence.hush, comms=row.key)

    def do_read(self) -> None:
        def draw(width: int, height: int | None) -> list[Content]:
            lines = pages.lacking(self.missing(), width)
            row = self.current
            if row and row.kind != "tempo":
                lines += [*self.page(row, width, 200), Content("")]
            return [*lines, *pages.tempo_page(self.found, width, 200, self.context.glyphs)]

        self.app.push_screen(ReadScreen(draw, "people.read"))

    def missing(self) -> list[str]:
        """Return what is missing among the people, in the words of the core."""
        from paceplan.core.roadmap import plan

        project, playbook = self.now()
        found = [
            *core.unfilled(project, playbook, self.pace),
            *signoff.broken(project, playbook, plan(project, playbook, self.pace)),
        ]
        return [remark.text for remark in found]


def _joined(value: Any) -> str:
    return value if isinstance(value, str) else "; ".join(value)
