"""The decision on a pilot: one of four, with a reason, what was learned, and whether a roadmap is built."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Checkbox, Input, Static, TextArea

from paceplan.tui.glyphs import Glyphs
from paceplan.tui.in_force import key, keys
from paceplan.tui.screens.choose import NUMBERED, Choice, ChoiceList
from paceplan.tui.screens.dialogue import ROOMY, Dialogue, Problem, gives_up
from paceplan.tui.widgets.line_input import LineInput
from paceplan.tui.widgets.line_list import LineList

Decide = Callable[[str, str, list[str], bool], str | None]
"""Takes decision, reason, lessons and whether to build; returns why it cannot be, or None."""
BUILDS = ("scale", "elevate")


class DecideScreen(Dialogue[str | None]):
    """Asks for everything at once, so that nothing typed is lost before it is taken."""

    DEFAULT_CSS = """
    DecideScreen > #box { max-height: 100%; padding: 0 2; }
    DecideScreen #title { text-style: none; max-height: 4; margin-bottom: 1; }
    DecideScreen #choices { height: 4; }
    DecideScreen #follows { color: $faint; height: 2; margin-bottom: 1; }
    DecideScreen .label { height: 1; text-style: bold; }
    DecideScreen TextArea { height: 3; }
    DecideScreen #end { height: 1; }
    DecideScreen Checkbox { border: none; padding: 0; height: 1; width: 1fr; background: $surface; }
    DecideScreen Button { border: none; height: 1; min-width: 12; }
    DecideScreen.-short #title { max-height: 1; margin-bottom: 0; }
    DecideScreen.-short #follows { height: 3; margin-bottom: 0; }
    DecideScreen.-short TextArea { height: 1; }
    """

    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]
    BINDINGS = [Binding(str(n), f"choose({n})", "Choose", show=False) for n in range(1, NUMBERED + 1)]

    def __init__(
        self,
        advice: Content,
        choices: Sequence[Choice],
        follows: Callable[[str, bool], str],
        decide: Decide,
        glyphs: Glyphs,
        *,
        current: str | None = None,
    ) -> None:
        """`advice` is what the evidence speaks for; `follows` says what a decision brings about."""
        super().__init__()
        self._advice, self._choices, self._glyphs = advice, choices, glyphs
        self._follows, self._decide = follows, decide
        self._start = next((n for n, c in enumerate(choices) if c.id == current), 0)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._advice, id="title", markup=False)
            yield ChoiceList(self._choices, self._glyphs)
            yield Static(id="follows", markup=False)
            yield Static("Why? (needed)", classes="label", markup=False)
            yield LineInput(id="why", compact=True, select_on_focus=False)
            yield Static("What was learned? One lesson a line", classes="label", markup=False)
            yield TextArea(id="lessons", soft_wrap=True, tab_behavior="focus", compact=True)
            with Horizontal(id="end"):
                yield Checkbox(Content("Build the marathon's roadmap"), value=True, id="build", compact=True)
                yield Button(Content("Decide"), id="take", compact=True)
            yield Problem()
            take = key("dialogue.take") if self.app.size.width < ROOMY else keys("dialogue.take")
            yield Static(f"Tab goes on   {take} decides   {gives_up()}", id="keys", markup=False)

    def on_mount(self) -> None:
        choices = self.query_one(ChoiceList)
        choices.cursor = self._start
        choices.focus()
        self._show()

    @property
    def chosen(self) -> str:
        """The decision under the cursor."""
        return self._choices[max(0, self.query_one(ChoiceList).cursor)].id

    def _show(self) -> None:
        box = self.query_one(Checkbox)
        box.disabled = self.chosen not in BUILDS
        # Textual tells on from off by colour alone; a sign that comes and goes is seen everywhere.
        box.BUTTON_INNER = self._glyphs.tick_done if box.value and not box.disabled else " "
        box.refresh()
        self.query_one("#follows", Static).update(self._follows(self.chosen, box.value and not box.disabled))

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        self._show()

    def on_checkbox_changed(self) -> None:
        self._show()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        self.query_one("#why").focus()

    def action_choose(self, number: int) -> None:
        """Go to a decision by its number, and on to its reason; a number of none does nothing."""
        choices = self.query_one(ChoiceList)
        if number <= len(self._choices):
            choices.cursor = number - 1
            self.query_one("#why").focus()

    def on_input_submitted(self) -> None:
        self.query_one("#lessons").focus()

    def on_button_pressed(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        """Decide, or say why that cannot be."""
        why, text = self.query_one(Input).value, self.query_one(TextArea).text
        lessons = [line.strip() for line in text.split("\n") if line.strip()]
        build = self.query_one(Checkbox).value
        problem = self._decide(self.chosen, why, lessons, build)
        if problem is None:
            self.dismiss(self.chosen)
            return
        self.refuse(problem)
        if not why.strip():
            self.query_one("#why").focus()
