"""A few items to tick, each with its words; the dialogue stays until it is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Static

from paceplan.tui.bound import bound
from paceplan.tui.context import Context
from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.in_force import key
from paceplan.tui.screens.list_box import ListBox
from paceplan.tui.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class TickItem:
    """One item: its id, its name, what it means, and whether it is ticked."""

    id: str
    name: str
    text: str
    ticked: bool


class TickList(LineList):
    """Items with their ticks."""

    COMPONENT_CLASSES = {"tick-list--met"}
    DEFAULT_CSS = """
    TickList { background: $surface; & > .tick-list--met { color: $met; text-style: bold; } }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="ticks")
        self._glyphs = glyphs
        self.items: Sequence[TickItem] = ()

    def show(self, items: Sequence[TickItem]) -> None:
        """Show other items, the cursor where it was."""
        self.items = items
        self.set_count(len(items))

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        item, glyphs, base = self.items[index], self._glyphs, self.style_of(selected=selected)
        sign = glyphs.tick_done if item.ticked else glyphs.tick_open
        return Strip([
            Segment(f"{glyphs.cursor if selected else ' '} ", base),
            Segment(f"{sign} ", self.style_of("tick-list--met", selected=selected) if item.ticked else base),
            Segment(fit(item.name, width - 5, glyphs), base),
        ])  # fmt: skip


class TicksScreen(ListBox):
    """Lists what `now` returns; `tick` ticks an item, or takes its tick back."""

    DEFAULT_CSS = """
    TicksScreen #text { height: 3; margin-top: 1; }
    """
    BINDINGS = [bound("box.tick")]
    BESIDE = 12

    def __init__(
        self, title: str, now: Callable[[], Sequence[TickItem]], tick: Callable[[str, bool], object], context: Context
    ) -> None:
        super().__init__(title, context)
        self._now, self._tick = now, tick

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._title, id="title", markup=False)
            yield TickList(self.shown_in.glyphs)
            yield Static(id="text", markup=False)
            yield Static(
                f"{key('box.tick')} or {key('list.choose')} ticks it   {key('dialogue.leave')} closes",
                id="keys",
                markup=False,
            )

    def fill(self) -> int:
        items = self._now()
        self.query_one(TickList).show(items)
        return len(items)

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self.query_one("#text", Static).update(self.query_one(TickList).items[event.index].text)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_tick()

    def pressed(self, said: str) -> None:
        self.action_tick()

    def action_tick(self) -> None:
        """Tick the item under the cursor, or take its tick back."""
        listed = self.query_one(TickList)
        if 0 <= listed.cursor < len(listed.items):
            item = listed.items[listed.cursor]
            self._tick(item.id, not item.ticked)
