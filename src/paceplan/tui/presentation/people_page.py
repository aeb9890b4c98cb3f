"""What is under the cursor among the people, large: a person on the grid, the tempo, a seat, a sign-off, a message."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from paceplan.core.people import INFLUENCES, WEIGHTS
from paceplan.core.signoff import ROLES
from paceplan.core.tempo import WORDS
from paceplan.core.text import clean
from paceplan.tui.glyphs import BADGE_WIDTH, Glyphs, badge, fit, meter
from paceplan.tui.in_force import key
from paceplan.tui.presentation.grid import LEAST, Point, grid
from paceplan.tui.presentation.layout import at_right, band, labelled
from paceplan.tui.presentation.words import day

if TYPE_CHECKING:
    from paceplan.core.cadence import Message
    from paceplan.core.checklists import ItemState
    from paceplan.core.people import Person, SeatState
    from paceplan.core.playbook import Practice, Role
    from paceplan.core.signoff import SignOff
    from paceplan.core.tempo import Tempo
    from paceplan.tui.presentation.people import People

LABEL = 12
BAR = 12
"""Cells of a bar of influence at most."""

Pair = tuple[str, str]


def titled(name: str, aside: str, width: int, glyphs: Glyphs, *, short: str = "") -> Content:
    """Return the heading of a page: a name, and on its right `aside`, or `short` where the name needs the room."""
    for said in (aside, short, ""):
        room = width - 4 - (cell_len(said) + 2 if said else 0)
        if room >= min(cell_len(name), 24):
            aside = said
            break
    return band([(2, fit(name, min(cell_len(name), max(8, room)), glyphs)), at_right(aside, width)], width)


def told(pairs: Sequence[Pair], width: int, *, style: str = "") -> list[Content]:
    """Return texts with their labels, leaving out empty ones."""
    lines: list[Content] = []
    for label, text in pairs:
        if text:
            block = labelled(label, [text], width - 4, label=LABEL, style=style)
            lines += [Content.assemble("  ", line) for line in block]
    return lines


def person_page(person: Person, found: People, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return a stakeholder, and where it stands among the others."""
    stands = f"influence {person.influence}, concern {person.weight}: {person.approach}"
    head = titled(
        clean(person.name), stands if person.mapped else "not mapped yet", width, glyphs, short=person.approach
    )
    wants = ""
    if person.wants:
        wants = badge(person.wants, glyphs)
        if found.pace and person.wants != found.pace:
            wants += f", while the project runs as {badge(found.pace, glyphs)}"
        elif found.pace:
            wants += ", as the project runs"
    words: list[Pair] = [] if person.mapped else [("", f"{key('people.tick')} or any key of a stakeholder maps it.")]
    words += [("wants", wants or ("not asked yet: p" if person.mapped else "")), ("stance", clean(person.stance))]
    words += [("concern", clean(person.concern, multiline=True))]
    levels = f"{INFLUENCES[person.influence]}, {WEIGHTS[person.weight]}"
    worked_out = "" if person.weighed else " (worked out; + and - weigh it)"
    more: list[Pair] = [("stands", levels + worked_out), ("about", person.text)] if person.mapped else []
    drawn = functools.partial(people_grid, found, person.id, width - 4, glyphs=glyphs)
    return [head, *with_grid(told(words, width), told(more, width), drawn, height - 1)]


def with_grid(
    first: list[Content], more: list[Content], draw: Callable[[int], list[Content]], height: int
) -> list[Content]:
    """Return lines with a grid below them: the first ones as far as it leaves room, `more` only where all fit."""
    spare = height - LEAST
    roomy = len(first) + len(more) + 1 <= spare
    lines = [*first, *more, Content("")] if roomy else first
    if len(lines) > spare and spare >= 3:
        rest = Content.styled(f"  {key('people.read')} reads all", "$faint")
        lines = [*lines[: spare - 1], rest]
    drawn = draw(min(18, height - len(lines)))
    return cut([*lines, *(Content.assemble("  ", line) for line in drawn)], height)


def people_grid(found: People, here: str, width: int, height: int, *, glyphs: Glyphs) -> list[Content]:
    """Return the mapped stakeholders on a grid of influence and concern."""
    cells: dict[tuple[int, int], list[Point]] = {}
    for p in found.persons:
        if p.mapped:
            apart = p.wants is not None and found.pace is not None and p.wants != found.pace
            sign = f"{glyphs.late} " if apart else ""
            tone = "$today" if apart else "$foreground"
            point = Point(f"{sign}{clean(p.name)}", tone, p.id == here)
            cells.setdefault((p.weight, p.influence), []).append(point)
    return grid(cells, "concern", "influence", width, height, glyphs)


def tempo_page(found: People, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return the paces wanted against the project's own, what a difference means and the method's remedy."""
    tempo: Tempo = found.tempo
    lines = [titled("Tempo", WORDS[tempo.state], width, glyphs)]
    most = max((side.weight for side in tempo.sides), default=0)
    for side in tempo.sides:
        here = "  (the project's pace)" if side.pace == tempo.pace else ""
        names = ", ".join(clean(p.name) for p in side.people)
        bar = meter(side.weight, most, min(BAR, max(4, width // 6)), glyphs) if most else ""
        text = f"  {badge(side.pace, glyphs):<{BADGE_WIDTH}} {bar} {side.weight:>2}  "
        rest = fit(names + here, width - cell_len(text) - 1, glyphs).rstrip()
        lines.append(Content.assemble((text, f"$pace-{side.pace}"), (rest, "$foreground")))
    lines.append(Content(""))
    for said in tempo.lines:
        strong = said.startswith("Remedy: ")
        label, text = ("remedy", said.removeprefix("Remedy: ")) if strong else ("", said)
        block = labelled(label, [clean(text, multiline=True)], width - 4, label=8, style="bold" if strong else "")
        lines += [Content.assemble("  ", line) for line in block]
    drawn = people_grid(found, "", width - 4, min(16, height - len(lines) - 1), glyphs=glyphs)
    lines += [Content(""), *(Content.assemble("  ", line) for line in drawn)] if drawn else []
    return cut(lines, height)


def seat_page(seat: SeatState, found: People, today: dt.date, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return a committee seat, and which others are still empty."""
    head = titled(clean(seat.name), "required" if seat.required else "optional", width, glyphs)
    missing = [clean(s.name) for s in found.seats if s.lacking]
    when = f"each {found.meets}" + (f", next {day(found.meeting, today)}" if found.meeting else "")
    part = "" if found.active else "The committee has a part once the work runs long, or once a seat is filled."
    return cut(
        [
            head,
            *told(
                [
                    ("held by", clean(seat.holder) or (f"nobody yet: {key('people.holder')} fills the seat")),
                    ("for", seat.text),
                ],
                width,
            ),
            Content(""),
            *told([("committee", clean(found.committee)), ("meets", when), ("unfilled", ", ".join(missing))], width),
            *told([("", part)], width),
        ],
        height,
    )


def signoff_page(s: SignOff, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return who does, answers for, advises on and hears of one thing, and what breaks the rule of one."""
    head = titled(clean(s.name), "deliverable" if s.deliverable else "decision", width, glyphs)
    said = {
        "responsible": clean(s.responsible) or f"nobody: {key('people.responsible')} says who does it",
        "accountable": clean(s.accountable) or f"nobody: {key('people.accountable')} says who answers for it",
        "consulted": ", ".join(map(clean, s.consulted)),
        "informed": ", ".join(map(clean, s.informed)),
    }
    lines = told([(role, said[role] or glyphs.tick_na) for role in ROLES], width)
    broken = [f"{glyphs.late} {text}; exactly one has to answer for it" for text in s.missing] if s.settled else []
    lines += [Content("")] if broken else []
    for text in broken:
        lines += told([("", text)], width, style="$today bold")
    whose = "" if s.changed or s.deliverable else "These are the playbook's words; r, A, b and I change them."
    return cut([head, *lines, Content(""), *told([("about", s.text), ("", whose)], width)], height)


def message_page(m: Message, today: dt.date, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return a message with its rhythm, its audience and what it says line by line."""
    head = titled(clean(m.name), f"each {m.every}" if m.every else "when it happens", width, glyphs)
    if m.next:
        coming = day(m.next, today)
    elif not m.every:
        coming = f"when something calls for it; {key('people.every')} gives it a rhythm"
    else:
        coming = f"no date yet: {key('people.first')} sets its first day, else it goes with pilot or roadmap"
    first = day(m.first, today) if m.first else ""
    pairs = [("to", clean(m.audience)), ("next", coming), ("first", first), ("about", m.text)]
    lines = [head, *told(pairs, width)]
    if m.template:
        lines += [Content(""), *told([("it says", m.template[0])], width)]
        for text in m.template[1:]:
            lines += told([(" ", text)], width)
    return cut(lines, height)


def item_page(item: ItemState, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return an item of the change-management list."""
    head = titled(clean(item.name), "done" if item.done else "not applicable" if item.na else "open", width, glyphs)
    pairs = [("", item.text), ("owner", clean(item.owner)), ("note", clean(item.note, multiline=True)),
             ("done by", clean(item.by)), ("why not", clean(item.why))]  # fmt: skip
    more = f"The Pilot tab ({key('project.pilot')}) has all checklists, with notes, owners and dates."
    return cut([head, *told(pairs, width), Content(""), *told([("", more)], width, style="$faint")], height)


def role_page(role: Role, found: People, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return a role in the playbook's words, and what it has a part in."""
    lines = [titled(role.name, "role", width, glyphs), *told([("", role.text)], width), Content("")]
    for name in ROLES:
        part = [s.name for s in found.signoffs if role.name in _named(getattr(s, name))]
        lines += told([(name, ", ".join(map(clean, part)))], width)
    return cut(lines, height)


def _named(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def advice_page(advice: Practice, width: int, height: int, glyphs: Glyphs) -> list[Content]:
    """Return a piece of the method's advice, point by point."""
    about = (Content.assemble("  ", line) for line in labelled("", [advice.text], width - 4, label=0))
    lines = [titled(advice.name, "advice", width, glyphs), *about, Content("")]
    for point in advice.points:
        block = labelled(glyphs.marked, [point], width - 4, label=2)
        lines += [Content.assemble("  ", line) for line in block]
    return cut(lines, height)


def lacking(texts: Sequence[str], width: int) -> list[Content]:
    """Return what is missing, under a heading of its own; nothing where nothing is."""
    if not texts:
        return []
    lines = [band([(2, "What is missing"), at_right(str(len(texts)), width)], width)]
    for text in texts:
        lines += [
            Content.assemble("  ", line) for line in labelled("", [text[:1].upper() + text[1:]], width - 4, label=0)
        ]
    return [*lines, Content("")]


def cut(lines: list[Content], height: int) -> list[Content]:
    """Return as many lines as there is room for; the last one says that there are more."""
    if len(lines) <= height or height < 2:
        return lines[: max(0, height)]
    more = Content.styled(f"  and {len(lines) - height + 1} more lines: {key('people.read')} reads all", "$faint")
    return [*lines[: height - 1], more]
