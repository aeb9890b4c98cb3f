"""A few items to tick, each with its words; the dialogue stays until it is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click
from textual.strip import Strip
from textual.widgets import Static

from paceplan.session import Published
from paceplan.tui.bound import bound
from paceplan.tui.context import Context
from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.in_force import key
from paceplan.tui.screens.dialogue import Box, clicked_words
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


class TicksScreen(Box[None]):
    """Lists what `now` returns; `tick` ticks an item, or takes its tick back."""

    DEFAULT_CSS = """
    TicksScreen > #box { max-width: 76; }
    TicksScreen #title { margin-bottom: 1; }
    TicksScreen #text { height: 3; margin-top: 1; }
    TicksScreen #keys { height: auto; margin-top: 1; }
    """
    BINDINGS = [bound("box.close"), bound("box.tick")]

    def __init__(
        self, title: str, now: Callable[[], Sequence[TickItem]], tick: Callable[[str, bool], object], context: Context
    ) -> None:
        super().__init__()
        self._title, self._now, self._tick, self.shown_in = title, now, tick, context
        self._ends: Callable[[], None] | None = None

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

    def on_mount(self) -> None:
        self._ends = self.shown_in.subscribe(self._heard)
        self._show()
        self.query_one(TickList).focus()

    def on_unmount(self) -> None:
        if self._ends:
            self._ends()

    def _heard(self, event: Published) -> None:
        self._show()

    def _show(self) -> None:
        items, listed = self._now(), self.query_one(TickList)
        listed.styles.height = min(max(1, len(items)), max(3, self.app.size.height * 9 // 10 - 12))
        listed.show(items)

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self.query_one("#text", Static).update(self.query_one(TickList).items[event.index].text)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_tick()

    def on_click(self, event: Click) -> None:
        """Do what the words in the line of keys say; a click beside the box closes it, as nothing can be lost."""
        said = clicked_words(self, event)
        if said.endswith("closes") or self.get_widget_at(*event.screen_offset)[0] is self:
            self.dismiss(None)
        elif said:
            self.action_tick()

    def action_tick(self) -> None:
        """Tick the item under the cursor, or take its tick back."""
        listed = self.query_one(TickList)
        if 0 <= listed.cursor < len(listed.items):
            item = listed.items[listed.cursor]
            self._tick(item.id, not item.ticked)
