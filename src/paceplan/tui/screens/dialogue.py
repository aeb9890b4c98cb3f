"""What dialogues share that take something: their frame, how they are left, and how they say what cannot be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Click
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from paceplan.tui.bound import bound, rekey
from paceplan.tui.in_force import key
from paceplan.tui.widgets.ask_line import typed as typed_again

if TYPE_CHECKING:
    from paceplan.tui.screens.work import Outcome

Answer = TypeVar("Answer")
TAKES = ("takes it", "takes them", "decides")
"""How words of a dialogue's line of keys end that tell how to take what was given."""
ROOMY = 80
"""Columns of a terminal from which on a dialogue names all keys for the same."""


def clicked_words(screen: Screen[Any], event: Click) -> str:
    """Return which words of a dialogue's line of keys were clicked, such as `Esc gives up`; empty for none."""
    widget, region = screen.get_widget_at(*event.screen_offset)
    if widget.id != "keys" or not isinstance(widget, Static):
        return ""
    start = 0
    for words in str(widget.content).split("   "):
        if start <= event.screen_x - region.x < start + len(words):
            return words
        start += len(words) + 3
    return ""


class Problem(VerticalScroll, can_focus=False):
    """What cannot be taken, and why; it scrolls where the dialogue has too little room for all of it."""

    def __init__(self) -> None:
        super().__init__(id="problem")

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def say(self, text: str) -> None:
        """Show another problem, from its beginning."""
        self.styles.max_height = None
        self.query_one(Static).update(text)
        self.set_classes("-shown")
        self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Give way where what stands below would leave the box."""
        box = self.parent
        if isinstance(box, Widget) and self.display:
            below = max(child.region.bottom for child in box.children if child.display)
            if (beyond := below - box.content_region.bottom) > 0:
                self.styles.max_height = max(2, self.size.height - beyond)


class Box(ModalScreen[Answer]):
    """A box over the screen: its frame, and the keys that close it, which are the user's own where there are some."""

    DEFAULT_CSS = """
    Box { align: center middle; background: $background 60%; }
    Box > #box {
        width: 90%; max-width: 84; height: auto; max-height: 90%;
        padding: 1 2; background: $surface; border: round $primary;
    }
    Box #title { text-style: bold; height: auto; }
    Box #keys { color: $faint; height: 1; }
    """
    BINDINGS = [bound("dialogue.leave")]

    def __init__(self) -> None:
        super().__init__()
        rekey(self)

    def action_give_up(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


def gives_up() -> str:
    """Return what a dialogue's line of keys says last."""
    return f"{key('dialogue.leave')} gives up"


class Dialogue(Box[Answer]):
    """A box that takes something. A subclass composes it with a `#problem`, takes in `action_take`, and `refuse`s."""

    DEFAULT_CSS = """
    Dialogue Input, Dialogue Input.-textual-compact { border: none; height: 1; background: $panel; padding: 0 1; }
    Dialogue TextArea { border: none; background: $panel; padding: 0 1; }
    Dialogue.-no-colour Input, Dialogue.-no-colour TextArea { outline-left: solid $foreground; }
    Dialogue #problem { color: $missed; height: auto; display: none; }
    Dialogue #problem.-shown { display: block; }
    Dialogue #problem.-past { visibility: hidden; }
    """
    SAYS_WHY = True
    """Shows by itself why something was refused; nobody else needs to."""
    BINDINGS = [
        bound("dialogue.take", priority=True),
        bound("list.page-down", "scroll_problem(1)"),
        bound("list.page-up", "scroll_problem(-1)"),
    ]

    _given: tuple[str, ...] = ()
    """What stood in the fields at first."""
    _refused: tuple[str, ...] = ()
    """What was typed when it was refused."""
    _warned: tuple[str, ...] | None = None
    """What was typed when Esc said that it would be lost."""

    def on_mount(self) -> None:
        self._given = self._typed()
        self.set_class(self.app.no_color, "-no-colour")  # where a field ends is told by its ground alone

    def on_click(self, event: Click) -> None:
        """Do what the words in the line of keys say: the last of them gives up, the first one takes."""
        said = clicked_words(self, event)
        if said == gives_up():
            self.action_give_up()
        elif said.endswith(TAKES):
            self.action_take()

    def action_take(self) -> None:
        """Take what was given, or refuse it."""
        raise NotImplementedError

    def settle(self, outcome: Outcome, answer: Answer) -> None:
        """Close with the answer where nothing was refused, once the work is done that this may take."""

        def done(problem: str | None) -> None:
            if problem is None:
                self.dismiss(answer)
            else:
                self.refuse(problem)

        if outcome is None or isinstance(outcome, str):
            done(outcome)
            return
        from paceplan.tui.screens.work import see_through

        see_through(self, outcome, done)

    def refuse(self, problem: str) -> None:
        """Say what cannot be taken; everything typed stays, to be mended or given up."""
        self.query_one(Problem).say(problem)
        self._refused = self._typed()

    def on_resize(self) -> None:
        for shown in self.query(Problem):
            shown.styles.max_height = None

    def action_scroll_problem(self, by: int) -> None:
        """Scroll through a problem that is longer than its room, by pages."""
        shown = self.query_one(Problem)
        shown.scroll_relative(y=by * max(1, shown.size.height - 1), animate=False)

    def _typed(self) -> tuple[str, ...]:
        """Return what stands in the fields."""
        fields = self.query("#box Input, #box TextArea")
        return tuple(f.text if isinstance(f, TextArea) else f.value for f in fields if isinstance(f, Input | TextArea))

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _forgive(self) -> None:
        """Say no longer what was wrong with a text that is another by now; its place stays, so that nothing jumps."""
        shown = self.query_one(Problem)
        if shown.has_class("-shown") and self._typed() != self._refused:
            shown.add_class("-past")

    def action_give_up(self) -> None:
        """Close without an answer; what was typed is given up only when that is asked for twice."""
        typed = self._typed()
        if typed != self._warned and any(
            now.strip() and now != at for now, at in zip(typed, self._given, strict=False)
        ):
            self._warned = typed
            self.refuse(typed_again("dialogue.leave"))
        else:
            self.dismiss(None)
