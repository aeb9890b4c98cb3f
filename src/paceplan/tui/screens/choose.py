"""A choice of one among several, with a word on each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import Click
from textual.strip import Strip
from textual.widgets import Static

from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.in_force import key
from paceplan.tui.screens.dialogue import Box, clicked_words, gives_up
from paceplan.tui.widgets.line_list import LineList

NUMBERED = 9
"""At most so many choices have a number, whose key takes them at once."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: its id, its name, a short word beside it, and a text shown below while the cursor is on it."""

    id: str
    name: str
    aside: str = ""
    text: str = ""


class ChoiceList(LineList):
    """Names with their asides."""

    COMPONENT_CLASSES = {"choice-list--aside"}
    DEFAULT_CSS = """
    ChoiceList { background: $surface; & > .choice-list--aside { color: $faint; } }
    """

    def __init__(self, choices: Sequence[Choice], glyphs: Glyphs) -> None:
        super().__init__(id="choices")
        self._choices, self._glyphs = choices, glyphs
        self._longest = max((cell_len(choice.name) for choice in choices), default=0)
        self.set_count(len(choices))

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        choice, base = self._choices[index], self.style_of(selected=selected)
        aside = self.style_of("choice-list--aside", selected=selected)
        mark = self._glyphs.cursor if selected else " "
        number = f"{index + 1} " if self.count <= NUMBERED else ""
        name_width = width - 3 - len(number)
        if any(c.aside for c in self._choices):
            name_width = min(42, self._longest, max(10, width - 20) - len(number))
        return Strip([
            Segment(f"{mark} ", base + Style(bold=True)),
            Segment(number, aside),
            Segment(fit(choice.name, name_width, self._glyphs), base + Style(bold=selected)),
            Segment("  ", base),
            Segment(fit(choice.aside, max(0, width - name_width - len(number) - 4), self._glyphs), aside),
        ]).adjust_cell_length(width, base)  # fmt: skip


class ChooseScreen(Box[str | None]):
    """Asks for one of `choices`; `preview` hears of each one the cursor comes to."""

    DEFAULT_CSS = """
    ChooseScreen #title { margin-bottom: 1; }
    ChooseScreen #choices { height: auto; }
    ChooseScreen #text { color: $foreground; height: 4; margin-top: 1; }
    ChooseScreen #keys { margin-top: 1; }
    """
    BINDINGS = [Binding(str(n), f"take({n})", "Take", show=False) for n in range(1, NUMBERED + 1)]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        glyphs: Glyphs,
        *,
        current: str | None = None,
        preview: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self._title, self._choices, self._glyphs, self._preview = title, choices, glyphs, preview
        self._start = next((n for n, c in enumerate(choices) if c.id == current), 0)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._title, id="title", markup=False)
            yield ChoiceList(self._choices, self._glyphs)
            if any(choice.text for choice in self._choices):
                yield Static(id="text", markup=False)
            numbered = " or its number" if 1 < len(self._choices) <= NUMBERED else ""
            yield Static(f"{key('list.choose')}{numbered} takes it   {gives_up()}", id="keys", markup=False)

    def on_mount(self) -> None:
        choices = self.query_one(ChoiceList)
        choices.styles.height = min(
            len(self._choices), max(3, self.app.size.height * 9 // 10 - (13 if self.query("#text") else 8))
        )
        choices.cursor = self._start
        choices.focus()
        self._show(self._start)

    def _show(self, index: int) -> None:
        if not self._choices:
            return
        text = self.query("#text")
        if text:
            text.first(Static).update(self._choices[index].text)

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        self._show(event.index)
        if self._preview:
            self._preview(self._choices[event.index].id)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        self.dismiss(self._choices[event.index].id)

    def on_click(self, event: Click) -> None:
        """Do what the words in the line of keys say; a click beside the box gives up, as nothing can be lost."""
        said = clicked_words(self, event)
        if said == gives_up() or self.get_widget_at(*event.screen_offset)[0] is self:
            self.action_give_up()
        elif said:
            self.query_one(ChoiceList).action_choose()

    def action_take(self, number: int) -> None:
        """Take a choice by its number; no number of a choice does nothing."""
        if number <= len(self._choices) <= NUMBERED:
            self.dismiss(self._choices[number - 1].id)
