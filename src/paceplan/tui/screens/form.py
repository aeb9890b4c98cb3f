"""A form: several fields of one thing at once, each a line to type or one of a few words to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.in_force import key
from paceplan.tui.screens.dialogue import Dialogue, Problem, gives_up
from paceplan.tui.widgets.line_input import LineInput

LABEL = 13
"""Cells of the labels on the left."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form; with `choices`, of (value, words), it is chosen rather than typed."""

    id: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    placeholder: str = ""


Take = Callable[[Mapping[str, str]], str | None]
"""Takes the fields by their ids, and returns why they cannot be taken, or None."""


class Pick(Widget, can_focus=True):
    """One of a few words: right and left go through them, and a click does."""

    COMPONENT_CLASSES = {"pick--cursor"}
    DEFAULT_CSS = """
    Pick { height: 1; width: 1fr; background: $panel; padding: 0 1; }
    Pick > .pick--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
    }
    """
    BINDINGS = [
        Binding("right,l,space", "turn(1)", "Next", show=False),
        Binding("left,h", "turn(-1)", "Before", show=False),
        Binding("enter", "submit", "Take", show=False),
    ]
    chosen: reactive[int] = reactive(0)

    class Submitted(Message):
        """The form is to be taken."""

    def __init__(self, field: Field, glyphs: Glyphs) -> None:
        super().__init__(id=f"field-{field.id}")
        self._choices, self._glyphs = field.choices, glyphs
        self.set_reactive(Pick.chosen, next((n for n, c in enumerate(field.choices) if c[0] == field.value), 0))

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return self._choices[self.chosen][0]

    def render_line(self, y: int) -> Strip:
        words, glyphs = self._choices[self.chosen][1], self._glyphs
        style = self.get_component_rich_style("pick--cursor") if self.has_focus else self.rich_style
        said = f"{glyphs.left} {words} {glyphs.right}"
        return Strip([Segment(fit(said, self.size.width, glyphs), style)])

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Take the next word, or the one before at the left end."""
        self.action_turn(-1 if event.x < 3 else 1)

    def action_turn(self, by: int) -> None:
        """Go to another word, round and round."""
        self.chosen = (self.chosen + by) % len(self._choices)

    def action_submit(self) -> None:
        """Take the form."""
        self.post_message(self.Submitted())


class FormScreen(Dialogue[bool | None]):
    """Asks for all fields at once; what `take` refuses stays, with the cursor in the field that it names."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    FormScreen > #box { max-width: 76; }
    FormScreen #hint { color: $faint; height: auto; max-height: 3; }
    FormScreen #fields { height: auto; max-height: 12; margin-top: 1; scrollbar-size-vertical: 1; }
    FormScreen .field { height: 1; }
    FormScreen .label { width: 14; }
    FormScreen Input { width: 1fr; }
    FormScreen #problem { margin-top: 1; }
    FormScreen #keys { margin-top: 1; }
    FormScreen.-short > #box { padding: 0 2; }
    FormScreen.-short #fields { margin-top: 0; }
    FormScreen.-short #hint { display: none; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall")]
    BINDINGS = [
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Field before", show=False),
    ]

    def __init__(self, title: str, fields: Sequence[Field], take: Take, glyphs: Glyphs, *, hint: str = "") -> None:
        super().__init__()
        self._title, self._fields, self._take, self._glyphs, self._hint = title, fields, take, glyphs, hint

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._title, id="title", markup=False)
            if self._hint:
                yield Static(self._hint, id="hint", markup=False)
            with VerticalScroll(id="fields", can_focus=False):
                for field in self._fields:
                    with Horizontal(classes="field"):
                        yield Static(field.label, classes="label", markup=False)
                        yield self._made(field)
            yield Problem()
            yield Static(f"{key('list.choose')} takes it   Tab goes on   {gives_up()}", id="keys", markup=False)

    def _made(self, field: Field) -> Widget:
        if field.choices:
            return Pick(field, self._glyphs)
        return LineInput(
            field.value, id=f"field-{field.id}", placeholder=field.placeholder, compact=True, select_on_focus=False
        )

    def on_mount(self) -> None:
        self.query_one(f"#field-{self._fields[0].id}").focus()

    def on_input_submitted(self) -> None:
        self.action_take()

    def on_pick_submitted(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        """Take all fields, or say why that cannot be, with the cursor where it is to be mended."""
        values = {}
        for field in self._fields:
            widget = self.query_one(f"#field-{field.id}")
            values[field.id] = widget.value if isinstance(widget, Input | Pick) else ""
        problem = self._take(values)
        if problem is None:
            self.dismiss(True)
            return
        self.refuse(problem)
        named = problem.partition(": ")[0].rpartition(".")[2]
        if any(field.id == named for field in self._fields):
            self.query_one(f"#field-{named}").focus()
