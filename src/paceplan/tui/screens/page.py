"""What the full screens share: top line, key bar, and hearing of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rich.cells import cell_len
from textual.app import ComposeResult, SystemCommand
from textual.content import Content
from textual.events import Resize
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from paceplan.session import NothingToUndo, Published
from paceplan.tui.actions import BY_ID, Action, Scope, of_scope
from paceplan.tui.context import Context
from paceplan.tui.glyphs import fit
from paceplan.tui.screens.acting import Acting, rebind
from paceplan.tui.widgets.key_bar import Key, KeyBar
from paceplan.tui.widgets.top_line import TopLine

SMALLEST = (60, 18)
"""Columns and lines below which a page says only how much room it needs."""

TOLD = 150
"""Cells of what a message says was undone, at most: three lines of a small screen."""

HEAVY = 400_000
"""Bytes of an action, some thousand changes, from which on taking it back is work of its own."""

BACK = 80
"""The rank of what leads back; from here to 89, and from 95 on, keys stay at the right end of the bar."""


def _gives_way(width: int, *, back: bool) -> tuple[str, ...]:
    """Return which keys of every screen make room where the bar is short: help names all of them."""
    return ("quit",) * (width < 100 and back) + ("palette",) * (width < 70)


class Page(Acting, Screen[None]):
    """A screen with one line on top and one at the bottom; between them, `body`."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Page { layers: body above; }
    #too-small {
        layer: above; display: none; width: 1fr; height: 1fr; margin: 1 0; content-align: center middle;
        background: $background; color: $foreground;
    }
    Page.-too-small > #too-small { display: block; }
    """

    def __init__(self, context: Context) -> None:
        self._ground: dict[int, Strip] = {}
        super().__init__()
        self.context = context
        rebind(self, context.keymap)
        self._ends: list[Any] = []
        self._missed = False

    def compose(self) -> ComposeResult:
        yield TopLine(self.context.glyphs, id="top")
        yield from self.body()
        yield KeyBar(id="keys")
        yield Static(id="too-small", markup=False)

    def body(self) -> ComposeResult:
        """Yield what stands between the two lines."""
        yield from ()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the ground below the widgets, which is the same everywhere: it is painted once for each width."""
        strip = self._ground.get(crop.width)
        if strip is None:
            line = Region(crop.x, crop.y, crop.width, 1)
            strip = self._ground[crop.width] = super().render_lines(line)[0]
        return [strip] * crop.height

    def notify_style_update(self) -> None:
        """Forget the ground of the old theme."""
        self._ground.clear()
        super().notify_style_update()

    # Textual calls each of these handlers beside the one of a subclass: a subclass does not call them itself.

    def on_mount(self) -> None:
        self._ends = [self.context.subscribe(self._heard), self.context.watch_state(self.refresh_top)]
        self.refresh_top()
        self.refresh_keys()

    def on_unmount(self) -> None:
        for end in self._ends:
            end()
        self._ends = []

    def on_screen_resume(self) -> None:
        if self._missed:
            self._missed = False
            self.catch_up()
        self.refresh_top()
        self.refresh_keys()

    def on_resize(self, event: Resize) -> None:
        """Cover the body where there is no room for it; it stays there below, and keeps the focus."""
        if event.size != self.app.size:
            # Overtaken by another while the first frame was made. Laid out, each would bring forth the other for ever.
            event.prevent_default()
            return
        self.refresh_top()
        self.refresh_keys()
        width, height = event.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(small, "-too-small")
        if small:
            self.query_one("#too-small", Static).update(f"needs {SMALLEST[0]}x{SMALLEST[1]}, this is {width}x{height}")

    @property
    def in_view(self) -> bool:
        """Nothing but dialogues lies on top of this screen.

        Textual's own `is_current` also holds for the screen right below an opaque one, and whatever that screen
        repaints is paid for by painting the upper one anew, whole.
        """
        stack = self.app.screen_stack
        return self in stack and all(screen.is_modal for screen in stack[stack.index(self) + 1 :])

    def _heard(self, event: Published) -> None:
        if not self.in_view:
            # A screen below another is brought up to date when it shows again, not on every key.
            self._missed = self._missed or self.concerns(event)
            return
        if self.concerns(event):
            self.take_in(event)
        self.refresh_top()
        self.refresh_keys()

    @property
    def subject(self) -> str:
        """The id of the project that the whole screen is about; empty where it is about all."""
        return ""

    def concerns(self, event: Published) -> bool:
        """Tell whether a change shows on this screen."""
        return True

    def take_in(self, event: Published) -> None:
        """Show one change; a screen that knows what it touches paints less than all."""
        self.catch_up()

    def catch_up(self) -> None:
        """Show everything as it is now."""

    def place(self) -> tuple[str, ...]:
        """Return where this screen is, as the words of the top line."""
        return ("paceplan", self.context.title)

    def aside(self) -> Content:
        """Return what the top line says on its right."""
        return Content("")

    def refresh_top(self) -> None:
        """Bring the top line up to date."""
        if not self.is_mounted:
            return
        top = self.query_one("#top", TopLine)
        top.place, top.aside, top.state = self.place(), self.aside(), self.context.state

    def scopes(self) -> tuple[Scope, ...]:
        """Return the scopes whose keys work right now, the innermost first."""
        return ("everywhere",)

    def acting(self, action: Action) -> Acting:
        """Return the widget that answers for an action."""
        return self

    def commands(self) -> Iterable[SystemCommand]:
        """Return what the palette holds of this screen beside the registry's actions."""
        return ()

    def refresh_keys(self) -> None:
        """Bring the key bar up to date: what can run now, and what cannot."""
        if not self.is_mounted:
            return
        fitting = (a for a in of_scope(*self.scopes()) if a.rank and self.acting(a).fits(a.id))
        actions = sorted(fitting, key=lambda a: a.rank)
        shown = self.context.keymap.shown
        keys = [Key(a.id, shown(a), a.word or a.label, self.acting(a).why_not(a.id) is None) for a in actions]
        ranks = {a.id: a.rank for a in actions}
        away = _gives_way(self.size.width, back=BACK in ranks.values())
        keys = [key for key in keys if key.id not in away]
        pinned = [key for key in keys if BACK <= ranks[key.id] < 90 or ranks[key.id] >= 95]
        bar = self.query_one("#keys", KeyBar)
        bar.keys, bar.pinned = self.arranged([k for k in keys if k not in pinned]), tuple(pinned)

    def arranged(self, keys: list[Key]) -> tuple[Key, ...]:
        """Return the keys of the bar in the order and with the words in which they show."""
        return tuple(keys)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        self.run_action_by_id(event.action_id)

    def run_action_by_id(self, action_id: str) -> None:
        """Do an action of this screen, or say why it cannot be done now."""
        self.acting(BY_ID[action_id]).action_act(action_id)

    def do_undo(self) -> None:
        self._take_back(self.context.session.undo, self.context.session.history.to_undo, "Undone")

    def do_redo(self) -> None:
        self._take_back(self.context.session.redo, self.context.session.history.to_redo, "Done again")

    def _take_back(self, function: Any, coming: Any, word: str) -> None:
        """Undo or redo, and say what that was; `coming` returns what it will be, unless others come between."""
        self.app.clear_notifications()  # only the latest matters, and a pile of them hides the list
        found: list[Any] = []
        if self.attempt(lambda: found.append(coming())) is not None:
            return
        entry = found.pop()

        def run() -> None:
            try:
                found.append(function())
            except NothingToUndo as nothing:
                found.append(nothing)

        if entry is not None and len(entry.payload) > HEAVY:
            from paceplan.tui.screens.work import change, see_through

            work = change(self.context, self.app, "Taking it back", run, lambda: self._tell(found[-1], word))
            see_through(self, work, self._tell_refused)
        elif self.attempt(run) is None:
            self._tell(found[-1], word)

    def _tell(self, outcome: Any, word: str) -> None:
        if isinstance(outcome, NothingToUndo):
            self.app.notify(outcome.message.capitalize(), markup=False, timeout=2)
            return
        from paceplan.tui.presentation.log import sentence

        said = sentence(outcome.entry, self.context, self.subject)
        told = fit(said, min(cell_len(said), TOLD), self.context.glyphs)
        self.app.notify(told, title=word, markup=False, timeout=4)

    def _tell_refused(self, refused: str | None) -> None:
        if refused is not None:
            self.app.notify(refused, severity="warning", markup=False)

    def do_help(self) -> None:
        from paceplan.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.scopes(), self.context.keymap, self.context.glyphs, self.run_action_by_id))

    def do_palette(self) -> None:
        self.app.action_command_palette()

    def do_theme(self) -> None:
        self.choose_theme(lambda name: self.context.set(self.app, "theme", name))

    def choose_theme(self, taken: Callable[[str], object]) -> None:
        """Let the user try themes on; `taken` hears of another one that was chosen."""
        from paceplan.tui.screens.choose import Choice, ChooseScreen

        before = self.app.theme
        themes = self.app.themes.values()  # type: ignore[attr-defined]
        choices = [Choice(t.name, t.name, "light" if not t.dark else "dark") for t in themes]

        def preview(name: str) -> None:
            self.app.theme = name

        def chosen(name: str | None) -> None:
            self.app.theme = name or before
            if name is not None and name != self.context.kept.theme:
                taken(name)

        self.app.push_screen(
            ChooseScreen("Colours", choices, self.context.glyphs, current=before, preview=preview), chosen
        )

    def do_settings(self) -> None:
        from paceplan.tui.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen(self.context))

    def do_quit(self) -> None:
        self.app.exit()
