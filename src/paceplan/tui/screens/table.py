"""Readings from a table in a file: what they would change is shown before any of them is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Button, Static

from paceplan.core import readings
from paceplan.core.criteria import figure
from paceplan.tui.bound import bound
from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.in_force import key
from paceplan.tui.presentation.words import plural
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.dialogue import Dialogue, Problem, gives_up
from paceplan.tui.screens.work import Told, Work, change
from paceplan.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.readings import Effect, Reading
    from paceplan.tui.screens.pane import Pane
    from paceplan.tui.screens.work import Outcome

SHOWN = 8
"""Problems of a file named at once."""


MANY = 2_000
"""Readings from which on taking them is work of its own: below, it is done before anybody looks up."""


class Table(NamedTuple):
    """The readings of a file with what taking them would do, and what the list of them has to know beforehand."""

    name: str
    rows: Sequence[Reading]
    effects: Sequence[Effect]
    remarks: Sequence[str]
    counted: str
    """How many are new, changed and the same, in words."""
    widest: int
    """Cells of the longest metric."""
    digits: int
    """Characters of the longest value."""


def ask_table(pane: Pane) -> None:
    """Ask for a file, and show what its readings would change."""
    session, today = pane.context.session, pane.context.today
    found: list[Table] = []

    def submit(text: str) -> str | Work:
        if not text.strip():
            return "Give the path of a table (.csv)."
        project = session.project(pane.project_id)
        playbook, path = session.playbook(project), Path(text.strip()).expanduser()
        return Work(pane.context, f"Reading {path.name}", lambda told: read(path, project, playbook, today, told), kept)

    def kept(table: Table | str) -> str | None:
        if isinstance(table, str):
            return table
        found.append(table)
        return None

    def answered(text: str | None) -> None:
        if text is not None:
            _preview(pane, found[-1])

    hint = "Columns metric, date and value, or a date and a column for each metric. Nothing is taken before you saw it."
    screen = AskScreen("Readings from which table?", hint=hint, submit=submit, placeholder="path/to/readings.csv")
    pane.app.push_screen(screen, answered)


def read(path: Path, project: Project, playbook: Playbook, today: dt.date, told: Told) -> Table | str:
    """Return what a file holds and what taking it would do to `project`, or what is wrong with it."""
    from paceplan.config.files import FileProblem, read_file
    from paceplan.importing import readings_csv
    from paceplan.importing.project_toml import BadFile

    try:
        data = read_file(path, readings_csv.MAX_BYTES)
        told(0.0)
        rows = readings_csv.read(
            data, path.name, lambda given: readings.find(project, playbook, given), today, told.part(0.0, 0.7)
        )
    except FileProblem as problem:
        return str(problem)
    except BadFile as bad:
        shown = "\n".join(bad.problems[:SHOWN])
        return shown if len(bad.problems) <= SHOWN else f"{shown}\nand {len(bad.problems) - SHOWN} more"
    effects = readings.effects(project, told.through(rows, 0.7, 0.85))
    remarks = readings.remarks(project, playbook, told.through(rows, 0.85, 0.9))
    digits = max(len(figure(row.value)) for row in told.through(rows, 0.9, 1.0))
    widest = max(map(cell_len, {row.metric for row in rows}))
    return Table(path.name, rows, effects, remarks, readings.counted(effects), widest, digits)


def _preview(pane: Pane, table: Table) -> None:
    session, rows, today = pane.context.session, table.rows, pane.context.today

    def do() -> object:
        return session.do(readings.take, pane.project_id, rows=rows, today=today)

    def taken() -> None:
        said = f"{plural(len(rows), 'reading')}: {table.counted}. {key('undo')} takes all of them back."
        pane.app.notify(said, title=table.name, markup=False)

    def take() -> str | Work | None:
        if len(rows) >= MANY:
            return change(pane.context, pane.app, f"Taking {plural(len(rows), 'reading')}", do, taken)
        refused = pane.attempt(do)
        if refused is None:
            taken()
        return refused

    pane.app.push_screen(TableScreen(table, take, pane.context.glyphs))


class EffectList(LineList):
    """Readings of a table, each with what becomes of it."""

    COMPONENT_CLASSES = {"effect-list--faint", "effect-list--new", "effect-list--changed"}
    DEFAULT_CSS = """
    EffectList {
        background: $surface;
        & > .effect-list--faint { color: $faint; }
        & > .effect-list--new { color: $met; }
        & > .effect-list--changed { color: $today; }
    }
    """

    def __init__(self, table: Table, glyphs: Glyphs) -> None:
        super().__init__(id="effects")
        self._effects, self._glyphs = table.effects, glyphs
        self._widest, self._digits = table.widest, table.digits
        self.set_count(len(table.effects))

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        effect, base = self._effects[index], self.style_of(selected=selected)
        tone = {"new": "effect-list--new", "changed": "effect-list--changed", "same": "effect-list--faint"}[effect.fate]
        was = readings.was(effect)
        name = max(8, min(self._widest, width - 2 - 9 - 12 - self._digits - 2 - 16))
        return Strip([
            Segment(f"{self._glyphs.cursor if selected else ' '} ", base),
            Segment(f"{effect.fate:<9}", self.style_of(tone, selected=selected)),
            Segment(fit(effect.reading.metric, name, self._glyphs), base),
            Segment(f"  {effect.reading.on}", self.style_of("effect-list--faint", selected=selected)),
            Segment(f"  {figure(effect.reading.value):>{self._digits}}", base),
            Segment(f"  {was}" if was else "", self.style_of("effect-list--faint", selected=selected)),
        ])  # fmt: skip


class TableScreen(Dialogue[bool | None]):
    """Shows the effects of a table; `take` takes all of it, or says why not."""

    DEFAULT_CSS = """
    TableScreen > #box { max-width: 92; }
    TableScreen #count { height: auto; margin-bottom: 1; }
    TableScreen #remarks { color: $faint; height: auto; max-height: 4; margin-top: 1; }
    TableScreen #end { height: 1; margin-top: 1; }
    TableScreen #keys { width: 1fr; }
    TableScreen Button { border: none; height: 1; min-width: 12; margin-left: 2; }
    """
    BINDINGS = [bound("box.close"), bound("list.choose", "take", priority=True)]

    def __init__(self, table: Table, take: Callable[[], Outcome], glyphs: Glyphs) -> None:
        super().__init__()
        self._table, self._take, self._glyphs = table, take, glyphs

    def compose(self) -> ComposeResult:
        table = self._table
        with Vertical(id="box"):
            yield Static(table.name, id="title", markup=False)
            said = f"{plural(len(table.rows), 'reading')}: {table.counted}"
            yield Static(f"{said}. Nothing is changed yet.", id="count", markup=False)
            yield EffectList(table, self._glyphs)
            if table.remarks:
                more = len(table.remarks) - 1
                told = table.remarks[0] + (f"; and {more} more that no decision counts" if more else "")
                yield Static(told, id="remarks", markup=False)
            yield Problem()
            with Horizontal(id="end"):
                yield Static(f"{key('list.choose')} takes them   {gives_up()}", id="keys", markup=False)
                yield Button(Content("Take"), id="take", compact=True)
                yield Button(Content("Give up"), id="leave", compact=True)

    def on_mount(self) -> None:
        listed = self.query_one(EffectList)
        room = self.app.size.height * 9 // 10 - 9 - (5 if self._table.remarks else 0)
        listed.styles.height = min(len(self._table.effects), max(3, room))
        listed.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "take":
            self.action_take()
        else:
            self.action_give_up()

    def action_take(self) -> None:
        """Take all readings, or say why that cannot be."""
        self.settle(self._take(), True)
