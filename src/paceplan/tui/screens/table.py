"""Readings from a table in a file: what they would change is shown before any of them is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

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
from paceplan.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from paceplan.core.readings import Effect, Reading
    from paceplan.tui.screens.pane import Pane

SHOWN = 8
"""Problems of a file named at once."""


def ask_table(pane: Pane) -> None:
    """Ask for a file, and show what its readings would change."""
    session, today = pane.context.session, pane.context.today
    found: list[tuple[str, Sequence[Reading]]] = []

    def submit(text: str) -> str | None:
        from paceplan.config.files import FileProblem, read_file
        from paceplan.importing import readings_csv
        from paceplan.importing.project_toml import BadFile

        if not text.strip():
            return "Give the path of a table (.csv)."
        project = session.project(pane.project_id)
        playbook, path = session.playbook(project), Path(text.strip()).expanduser()
        try:
            data = read_file(path, readings_csv.MAX_BYTES)
            rows = readings_csv.read(data, path.name, lambda given: readings.find(project, playbook, given), today)
        except FileProblem as problem:
            return str(problem)
        except BadFile as bad:
            shown = "\n".join(bad.problems[:SHOWN])
            return shown if len(bad.problems) <= SHOWN else f"{shown}\nand {len(bad.problems) - SHOWN} more"
        found.append((path.name, rows))
        return None

    def answered(text: str | None) -> None:
        if text is not None:
            _preview(pane, *found[-1])

    hint = "Columns metric, date and value, or a date and a column for each metric. Nothing is taken before you saw it."
    screen = AskScreen("Readings from which table?", hint=hint, submit=submit, placeholder="path/to/readings.csv")
    pane.app.push_screen(screen, answered)


def _preview(pane: Pane, name: str, rows: Sequence[Reading]) -> None:
    session = pane.context.session
    project = session.project(pane.project_id)
    effects = readings.effects(project, rows)
    remarks = readings.remarks(project, session.playbook(project), rows)

    def take() -> str | None:
        refused = pane.attempt(session.do, readings.take, pane.project_id, rows=rows, today=pane.context.today)
        if refused is None:
            said = f"{plural(len(rows), 'reading')}: {readings.counted(effects)}. u takes all of them back."
            pane.app.notify(said, title=name, markup=False)
        return refused

    pane.app.push_screen(TableScreen(name, effects, remarks, take, pane.context.glyphs))


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

    def __init__(self, effects: Sequence[Effect], glyphs: Glyphs) -> None:
        super().__init__(id="effects")
        self._effects, self._glyphs = effects, glyphs
        self._widest = max((cell_len(effect.reading.metric) for effect in effects), default=0)
        self._digits = max((len(figure(effect.reading.value)) for effect in effects), default=0)
        self.set_count(len(effects))

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

    def __init__(
        self, title: str, effects: Sequence[Effect], remarks: Sequence[str], take: Callable[[], str | None],
        glyphs: Glyphs,
    ) -> None:  # fmt: skip
        super().__init__()
        self._title, self._effects, self._remarks, self._take, self._glyphs = title, effects, remarks, take, glyphs

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._title, id="title", markup=False)
            said = f"{plural(len(self._effects), 'reading')}: {readings.counted(self._effects)}"
            yield Static(f"{said}. Nothing is changed yet.", id="count", markup=False)
            yield EffectList(self._effects, self._glyphs)
            if self._remarks:
                more = len(self._remarks) - 1
                told = self._remarks[0] + (f"; and {more} more that no decision counts" if more else "")
                yield Static(told, id="remarks", markup=False)
            yield Problem()
            with Horizontal(id="end"):
                yield Static(f"{key('list.choose')} takes them   {gives_up()}", id="keys", markup=False)
                yield Button(Content("Take"), id="take", compact=True)
                yield Button(Content("Give up"), id="leave", compact=True)

    def on_mount(self) -> None:
        listed = self.query_one(EffectList)
        room = self.app.size.height * 9 // 10 - 9 - (5 if self._remarks else 0)
        listed.styles.height = min(len(self._effects), max(3, room))
        listed.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "take":
            self.action_take()
        else:
            self.action_give_up()

    def action_take(self) -> None:
        """Take all readings, or say why that cannot be."""
        problem = self._take()
        if problem is None:
            self.dismiss(True)
        else:
            self.refuse(problem)
