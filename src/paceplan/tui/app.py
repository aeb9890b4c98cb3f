"""The Textual app: themes, the portfolio as home, and what the terminal and other processes do to it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.content import Content
from textual.filter import ANSIToTruecolor, LineFilter
from textual.notifications import Notify
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import WorkerFailed

from paceplan.config.settings import Settings
from paceplan.tui.actions import of_scope
from paceplan.tui.context import Context
from paceplan.tui.glyphs import UNICODE, Glyphs, renew_glyphs
from paceplan.tui.harmless import Harmless
from paceplan.tui.in_force import put_in_force
from paceplan.tui.plain import Plain
from paceplan.tui.presentation import words
from paceplan.tui.screens.page import Page
from paceplan.tui.screens.portfolio import HOME_CSS, PortfolioScreen
from paceplan.tui.sixteen import Sixteen
from paceplan.tui.terminal import enduring
from paceplan.tui.themes import OWN_VARIABLES
from paceplan.tui.typeahead import TypeAhead
from paceplan.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.driver import Driver

POLL_SECONDS = 0.25
"""How often the workspace is asked whether another process changed it."""


_HARMLESS, _PLAIN, _SIXTEEN = Harmless(), Plain(), Sixteen()


def _lesson_hits() -> type[Provider]:
    """Return what offers lessons in the palette, which is not needed before that opens."""
    from paceplan.tui.lesson_hits import LessonHits

    return LessonHits


class PaceplanApp(TypeAhead):
    """Shows one workspace. Everything it needs is given to it; it keeps no state of its own but what is on screen."""

    TITLE = "paceplan"
    CSS = f"""
    Page {{ background: $background; }}
    Toast {{ max-width: 56; padding: 0 1; }}
    {HOME_CSS}
    """
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "f12"
    COMMANDS = TypeAhead.COMMANDS | {_lesson_hits}
    BINDINGS = []

    def __init__(
        self,
        context: Context | Callable[[], Context],
        themes: Mapping[str, Theme],
        *,
        settings: Settings = Settings(),  # noqa: B008 - it is frozen
        problems: Iterable[str] = (),
        first: Callable[[Context], Screen[None]] | None = None,
        showing: Callable[[], None] = lambda: None,
    ) -> None:
        """`context` may still have to be opened: that is done once the terminal is set up, before anything shows.

        `first` makes the screen to begin with, whose end is then that of the app; left out: the portfolio. Once it
        has been painted `showing` is called, all themes are read but the one in use, and `problems` are told.
        """
        # Textual takes an empty NO_COLOR for one that is set, and would send greys.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._opening = context
        self._animations = self.animation_level
        self._glyphs: Glyphs = UNICODE
        self._themes = themes
        self._problems = problems
        self._first = first
        self._showing = showing
        # Chosen before the style sheets are read, which would otherwise be read twice.
        self._take(settings)

    @property
    def themes(self) -> Mapping[str, Theme]:
        """Every theme that can be chosen, by its name."""
        self._offer(*self._themes)
        return self._themes

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(OWN_VARIABLES)

    def get_line_filters(self) -> Sequence[LineFilter]:
        # Every colour comes from a theme, in 24 bits: no line needs a look for the terminal's own sixteen.
        others = (f for f in super().get_line_filters() if not isinstance(f, ANSIToTruecolor))
        plain = [_PLAIN] if self._glyphs.ellipsis.isascii() else []
        few = [_SIXTEEN] if self.console.color_system == "standard" and not self.no_color else []
        return [*others, _HARMLESS, *plain, *few]

    def get_default_screen(self) -> Screen[Any]:
        """Return the screen below all others: the portfolio, or an empty one below a first one that ends the app.

        On top of an empty one, the portfolio would wait until that is styled, laid out and painted.
        """
        self.context = self._opening() if callable(self._opening) else self._opening
        self._glyphs = self.context.glyphs
        put_in_force(self.context.keymap)
        self.context.on_settings = self._settings_changed
        return PortfolioScreen(self.context) if self._first is None else Screen()

    def on_mount(self) -> None:
        self._on_signals()
        if self._first is not None:
            self.push_screen(self._first(self.context), lambda _: self.exit())
        self.set_interval(POLL_SECONDS, self._poll)
        if reason := self.context.session.workspace.readonly:
            self.notify(f"{reason}.", title="Nothing can be saved", severity="warning", markup=False, timeout=12)
        self.call_after_refresh(self._warm_up)

    def _take(self, settings: Settings) -> None:
        theme = settings.theme if settings.theme in self._themes else Settings().theme
        if theme in self._themes and theme != self.theme:
            self._offer(theme)
            self.theme = theme
        self.animation_level = self._animations if settings.motion else "none"
        words.show_days(settings.date_format)
        words.show_weeks(settings.week_starts)

    def _settings_changed(self) -> None:
        """Let other settings hold on every screen at once."""
        self._take(self.context.settings)
        self._glyphs = self.context.glyphs
        for screen in self.screen_stack:
            for widget in (screen, *screen.walk_children()):
                renew_glyphs(widget, self.context.glyphs)
                widget.notify_style_update()
                widget.refresh()
                if isinstance(widget, Panel):
                    widget.redraw()
            if isinstance(screen, Page):
                screen.catch_up()
                screen.refresh_top()

    def _on_signals(self) -> None:
        """Leave in good order when told to: the terminal as it was, nothing half-done."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            try:
                loop.add_signal_handler(number, self._leave, 128 + number)
            except (NotImplementedError, RuntimeError, ValueError):
                return

    def get_driver_class(self) -> type[Driver]:
        """Return what draws on this platform's terminals, and does not wait for one that is gone."""
        return enduring(super().get_driver_class())

    def _leave(self, code: int) -> None:
        self.exit(return_code=code)

    def _offer(self, *names: str) -> None:
        """Let themes be chosen."""
        for theme in (self._themes[name] for name in names if name not in self.available_themes):
            self.register_theme(_without_colours(theme) if self.no_color else theme)

    def _warm_up(self) -> None:
        """Do, after the first frame, what could wait for it, and load what the first look at a project needs."""
        self._showing()
        self._offer(*self._themes)
        for problem in self._problems:
            self.notify(problem, severity="warning", markup=False, timeout=12)
        self.set_timer(0.2, self._load_models)

    def _load_models(self) -> None:
        import threading

        threading.Thread(target=_import_models, daemon=True).start()

    def on_notify(self, event: Notify) -> None:
        """Take away a message that says the same, so that a key pressed again and again does not pile them up."""
        for said in [n for n in self._notifications if n.message == event.notification.message]:
            self._unnotify(said, refresh=False)

    @property
    def failure(self) -> BaseException | None:
        """What ended the app though nobody expected it, or None."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _fatal_error(self) -> None:
        """Leave the terminal as it was; `failure` is for the caller, who knows how to say it."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Print nothing: what Textual would print here holds the values of variables, which are people's own words."""
        self._exit_renderables.clear()

    def _poll(self) -> None:
        if not (self.is_headless or _terminal_is_there()):
            # Not every way of losing a terminal comes with a signal, and Textual would go on reading from nothing.
            self._leave(128 + signal.SIGHUP)
            return
        self.context.poll(self)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield every action that works on this screen, from the registry."""
        if not isinstance(screen, Page):
            return
        for action in of_scope(*screen.scopes()):
            target = screen.acting(action)
            reason = target.why_not(action.id)
            keys = self.context.keymap.words(action)
            about = f"{keys}   {action.tooltip}" if keys else action.tooltip
            about += f" (not now: {reason})" if reason else ""

            def run(target: Any = target, action_id: str = action.id) -> None:
                target.action_act(action_id)

            # The reason may quote people's words, which the palette would otherwise read as markup.
            yield SystemCommand(action.label, Content(about), run)  # type: ignore[arg-type]
        yield from screen.commands()


def _terminal_is_there() -> bool:
    try:
        return sys.__stdin__ is not None and os.isatty(sys.__stdin__.fileno())
    except (OSError, ValueError):
        return False


def _without_colours(theme: Theme) -> Theme:
    """Return the theme with a cursor, of a line and of a field, that stands out by its text style."""
    styles = {"block-cursor-text-style": "bold reverse", "input-cursor-text-style": "reverse"}
    return replace(theme, variables=theme.variables | styles)


def _import_models() -> None:
    import paceplan.core.project
    import paceplan.tui.presentation.preview  # noqa: F401
