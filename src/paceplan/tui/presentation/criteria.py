"""A pilot's exit criteria as a table, with what the evidence speaks for, how targets moved, and the dosage."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from paceplan.core import decision
from paceplan.core import pilot as core
from paceplan.core.text import clean
from paceplan.tui.glyphs import ASCII, Glyphs, fit, meter
from paceplan.tui.in_force import key
from paceplan.tui.presentation.decision import advice, earlier
from paceplan.tui.presentation.layout import at_right, band, labelled, pressing, wrapped
from paceplan.tui.presentation.words import day, number
from paceplan.tui.widgets.check_list import dated

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project

Part = tuple[str, str]

TREND = 8
"""Cells of the little drawing of a metric's readings."""

NAME = (18, 30)
"""Cells of a criterion's name: below the first, columns give way; below the second, it gets a line of its own."""

_LEVELS = ("▁▂▃▄▅▆▇", "_.-=+*#")
FLAGS = (("†", "*"), ("+", "*"))
"""Footnote marks of a guardrail and of a moved target."""
RELATIONS = ({"to": "→", "higher": "≥", "lower": "≤"}, {"to": "->", "higher": ">=", "lower": "<="})


@dataclass(frozen=True, slots=True)
class _Line:
    """One criterion, each cell as text; `tone` is the colour of its outcome, `act` what a click on it means."""

    act: str
    sign: str
    tone: str
    name: str
    flags: str
    baseline: str
    relation: str
    target: str
    unit: str
    latest: str
    on: str
    trend: str


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Cells of each column; 0 leaves it out."""

    baseline: int
    relation: int
    target: int
    unit: int
    latest: int
    on: int
    trend: int

    @property
    def goal(self) -> int:
        """Cells from the baseline to the end of the unit."""
        return sum(n + 1 for n in (self.baseline, self.relation, self.target, self.unit) if n) - 1

    @property
    def figures(self) -> int:
        """Cells of everything right of the name, with the gap before it."""
        return sum(n + 2 for n in (self.goal, self.latest, self.on, self.trend) if n)


def spark(values: Sequence[float], bounds: Sequence[float], cells: int, glyphs: Glyphs) -> str:
    """Draw `cells` of the values, the first and the last among them, as heights between the least and the greatest.

    The least and the greatest are those of all values and `bounds`.
    """
    levels = _LEVELS[glyphs == ASCII]
    low, high = min([*values, *bounds], default=0.0), max([*values, *bounds], default=0.0)
    shown = values[-cells:] if cells else []
    if 1 < cells < len(values):
        shown = [values[round(n * (len(values) - 1) / (cells - 1))] for n in range(cells)]
    if not math.isfinite(high - low) or high == low or len(values) == 1:  # nothing to compare
        return levels[3] * len(shown)
    return "".join(levels[min(6, int(7 * ((value - low) / (high - low))))] for value in shown)


def criteria_height(project: Project, playbook: Playbook) -> int:
    """Return the lines that the table takes at one line a criterion, with its heading and its footnotes' legend."""
    found = core.criteria(project, playbook)
    return 1 + (len(found) or 2) + any(c.guardrail or c.moved for c in found)


def criteria_page(
    project: Project, playbook: Playbook, today: dt.date, width: int, height: int, glyphs: Glyphs
) -> Content:
    """Return exit criteria and guardrails, one line each, or two where names would not fit and there is room."""
    found = core.criteria(project, playbook, today)
    if not found:
        lines = [band([(2, "Exit criteria"), (17, "none yet")], width), *_none_yet(project, width)]
        return Content("\n").join([lines[0], *[Content("")] * (height > 6), *lines[1:]][:height])
    table = [_line(c, today, glyphs) for c in found]
    exits = [c for c in found if c.exit]
    title = f"Exit criteria  {sum(c.met is True for c in exits)} of {len(exits)} met"
    longest = max(cell_len(line.name) + len(line.flags) for line in table)
    full = _fitted(table, 200)
    if width - 6 - full.figures < min(longest, NAME[1]) and height > 3 * len(table):
        lines = [band([(2, title), at_right(_frozen(project, today), width)], width)]
        for line in table:
            lines += [*(pressing(part, line.act) for part in _stacked(line, full, width, glyphs)), Content("")]
        lines.pop()
    else:
        sizes = _fitted(table, width - 6)
        name = min(longest, width - 6 - sizes.figures)
        lines = [
            band(_heads(title, name, sizes, width), width),
            *(pressing(_flat(line, name, sizes, glyphs), line.act) for line in table),
        ]
    if len(lines) > height:
        hidden = len(lines) - height + 1
        told = Content.styled(f"    and {hidden} more in a taller window", "$faint")
        return Content("\n").join([*lines[: height - 1], told])
    lines += _recommended(project, playbook, today, width, height - len(lines), glyphs)
    lines += _footnotes(found, today, width, height - len(lines), glyphs)
    lines += _earlier(project, today, width, height - len(lines))
    lines += _dosage(project, width, height - len(lines), glyphs)
    return Content("\n").join(lines)


def _none_yet(project: Project, width: int) -> list[Content]:
    if project.pilot and project.pilot.start:
        said = ["This pilot was started without one."]
    else:
        said = [
            "A pilot does not start without one.",
            (f"{key('pilot.criterion')} agrees one: a metric with its target, such as 42 -> 29.4."),
        ]
    lines = [Content.styled("  " + line, "$faint") for text in said for line in wrapped(text, width - 4)]
    return [pressing(line, "pilot.criterion") for line in lines]


def _frozen(project: Project, today: dt.date) -> str:
    begun = project.pilot.start if project.pilot else None
    return f"frozen since {day(begun, today)}" if begun else "frozen by the start"


def _line(criterion: core.Criterion, today: dt.date, glyphs: Glyphs) -> _Line:
    plain = glyphs == ASCII
    guardrail, moved = FLAGS[plain]
    bounds = [value for value in (criterion.baseline, criterion.target) if value is not None]
    limit = criterion.guardrail or criterion.baseline is None
    sign, tone = outcome_sign(criterion.met, glyphs)
    tone = f"${tone}"
    return _Line(
        act=f"metric {criterion.id}",
        sign=sign,
        tone=tone,
        name=clean(criterion.name),
        flags=guardrail * criterion.guardrail + moved * criterion.moved,
        baseline=number(criterion.baseline) if criterion.baseline is not None else "",
        relation=RELATIONS[plain][criterion.better if limit else "to"],
        target=number(criterion.target),
        unit=clean(criterion.unit),
        latest=number(criterion.latest) if criterion.latest is not None else "",
        on=dated(criterion.latest_on, today),
        trend=spark([value for _, value in criterion.readings], bounds, TREND, glyphs),
    )


def outcome_sign(met: bool | None, glyphs: Glyphs) -> tuple[str, str]:
    """Return the sign and the tone (met, missed, faint) of an outcome; None where there is none yet."""
    # Where one sign stands for a ticked item and for what is blocked, a missed target takes another.
    missed = glyphs.late if glyphs.blocked == glyphs.tick_done else glyphs.blocked
    return {True: (glyphs.done, "met"), False: (missed, "missed"), None: (glyphs.tick_na, "faint")}[met]


def _fitted(table: Sequence[_Line], room: int) -> _Sizes:
    """Return the columns that leave the names their least: the drawing gives way first, then date and unit."""

    def widest(field: str) -> int:
        return max(cell_len(getattr(line, field)) for line in table)

    sizes = _Sizes(
        min(9, widest("baseline")), widest("relation"), min(9, widest("target")), min(14, widest("unit")),
        min(9, widest("latest")), widest("on"), TREND if widest("trend") else 0,
    )  # fmt: skip
    for gone in ("", "trend", "on", "unit", "baseline", "latest"):
        sizes = replace(sizes, **{gone: 0}) if gone else sizes
        if room - sizes.figures >= NAME[0]:
            break
    return sizes


def _goal(line: _Line, sizes: _Sizes, glyphs: Glyphs) -> list[Part]:
    """Return baseline, relation, target and unit."""
    parts: list[Part] = []
    if sizes.baseline:
        parts.append((_fit_right(line.baseline, sizes.baseline, glyphs) + " ", "$faint"))
    parts.append((fit(line.relation, sizes.relation, glyphs) + " ", "$faint"))
    parts.append((_fit_right(line.target, sizes.target, glyphs), "$foreground"))
    if sizes.unit:
        parts.append((" " + fit(line.unit, sizes.unit, glyphs), "$faint"))
    return parts


def _reading(line: _Line, sizes: _Sizes, glyphs: Glyphs) -> list[Part]:
    """Return the latest reading, its date and the drawing of all."""
    parts: list[Part] = []
    if sizes.latest:
        parts.append(("  " + _fit_right(line.latest or glyphs.tick_na, sizes.latest, glyphs), f"{line.tone} bold"))
    if sizes.on:
        parts.append(("  " + fit(line.on, sizes.on, glyphs), "$faint"))
    if sizes.trend:
        parts += [("  " + line.trend[:-1], "$bar-done"), (line.trend[-1:], line.tone)]
    return parts


def _named(line: _Line, size: int, glyphs: Glyphs) -> list[Part]:
    name = fit(line.name, min(cell_len(line.name), size - len(line.flags)), glyphs)
    fill = " " * (size - cell_len(name) - len(line.flags))
    style = "$foreground bold" if line.tone == "$missed" else "$foreground"
    return [(f"  {line.sign} ", f"{line.tone} bold"), (name, style), (line.flags + fill, "$key bold")]


def _flat(line: _Line, name: int, sizes: _Sizes, glyphs: Glyphs) -> Content:
    figures = [*_goal(line, sizes, glyphs), *_reading(line, sizes, glyphs)]
    return Content.assemble(*_named(line, name, glyphs), "  ", *figures)


def _stacked(line: _Line, sizes: _Sizes, width: int, glyphs: Glyphs) -> list[Content]:
    figures = Content.assemble("    ", *_goal(line, sizes, glyphs), *_reading(line, sizes, glyphs))
    return [Content.assemble(*_named(line, width - 6, glyphs)), figures]


def _heads(title: str, name: int, sizes: _Sizes, width: int) -> list[tuple[int, str]]:
    """Return the words over the columns, each where its column starts, as far as the title leaves them room."""
    at = 4 + name + 2
    heads = [(2, title)]
    arrow = at + (sizes.baseline + 1 if sizes.baseline else 0)
    if sizes.baseline:
        room = arrow - 1 - (cell_len(title) + 4)
        word = next((word for word in ("baseline", "from") if len(word) <= room), "")
        heads.append((arrow - 1 - len(word), word))
    heads.append((arrow + sizes.relation + 1, "target"))
    at += sizes.goal + 2
    if sizes.latest:
        heads.append((at, "latest"))
    if sizes.trend:
        heads.append((at + sizes.latest + 2 + (sizes.on + 2 if sizes.on else 0), "trend"))
    return heads


def _recommended(
    project: Project, playbook: Playbook, today: dt.date, width: int, room: int, glyphs: Glyphs
) -> list[Content]:
    """Return what the evidence speaks for, or what was decided and what it taught, where there is room for it."""
    decided = project.pilot.decision if project.pilot else None
    found = decision.recommend(project, playbook, today)
    if found is None:
        return []
    title = "The evidence spoke for" if decided else "The evidence so far speaks for"
    lines = [Content(""), band([(2, title), at_right(f"{key('pilot.whole')} reads all", width)], width)]
    lines += advice(found, width, glyphs)
    return [pressing(line, "pilot.whole") for line in lines] if len(lines) <= room - 1 else []


def _earlier(project: Project, today: dt.date, width: int, room: int) -> list[Content]:
    lines = [Content.assemble("  ", line) for line in earlier(project, today, width - 4)]
    shown = [Content(""), band([(2, "Earlier iterations")], width), *lines]
    return shown if lines and len(shown) <= room else []


def _footnotes(found: Sequence[core.Criterion], today: dt.date, width: int, room: int, glyphs: Glyphs) -> list[Content]:
    """Return what the footnote marks mean: in full where there is room, else in a word each."""
    guardrail, moved = FLAGS[glyphs == ASCII]
    full: list[Content] = []
    short: list[str] = []
    if any(c.guardrail for c in found):
        short.append(f"{guardrail} guardrail")
        full += labelled(guardrail, ["guardrail: one that does not hold speaks for stopping"], width - 6, label=2)
    for criterion in found:
        for move in criterion.moves:
            by = f" by {clean(move.by)}" if move.by else ""
            step = f"target moved from {number(move.before)} to {number(move.after)} on {day(move.on, today)}{by}"
            full += labelled(moved, [f"{clean(criterion.name)}: {step}. {clean(move.why)}"], width - 6, label=2)
    if any(c.moved for c in found):
        short.append(f"{moved} target moved")
    if full and room > len(full):
        return [Content(""), *(Content.assemble("    ", line) for line in full)]
    return [Content.styled("    " + "   ".join(short), "$faint")] if short and room else []


def _dosage(project: Project, width: int, room: int, glyphs: Glyphs) -> list[Content]:
    """Return how much the pilot was exercised against what was planned, where there is room for all of it."""
    dosage = project.pilot.dosage if project.pilot else {}
    if not dosage or room < len(dosage) + 2:
        return []
    lines = [Content(""), band([(2, "Dosage"), (10, "what happened of what was planned")], width)]
    said = {i: f"{number(d.actual)} of {number(d.planned)}" for i, d in dosage.items()}
    longest = max(cell_len(clean(d.name) or i) for i, d in dosage.items())
    room = width - 4 - 2 - max(map(cell_len, said.values())) - 2
    bar = TREND if longest <= room - TREND - 2 else 0
    for name, d in dosage.items():
        done = d.actual is not None and d.actual >= d.planned
        lines.append(Content.assemble(
            ("    ", ""), (fit(d.name or name, min(longest, max(8, room)), glyphs), "$foreground"), "  ",
            (meter(d.actual or 0, d.planned, bar, glyphs) + "  " * bool(bar), "$met" if done else "$bar-done"),
            (said[name], "$met" if done else "$foreground"),
        ))  # fmt: skip
    return lines


def _fit_right(text: str, width: int, glyphs: Glyphs) -> str:
    size = cell_len(text)
    return " " * (width - size) + text if size <= width else fit(text, width, glyphs)
