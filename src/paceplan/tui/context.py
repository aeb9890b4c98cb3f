"""What every screen is given: the session, the day, the glyphs; and the one way a screen changes something."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paceplan.config.settings import SavedFilter, Settings
from paceplan.core.dates import parse_day
from paceplan.core.errors import Refused
from paceplan.store.errors import StoreError
from paceplan.tui.glyphs import ASCII, UNICODE, Glyphs
from paceplan.tui.keymap import NO_KEYMAP, Keymap

if TYPE_CHECKING:
    from textual.app import App

    from paceplan.session import Published, Session

Hindrance = Refused | StoreError
"""What keeps a change from being made: it is refused, or cannot be saved."""


@dataclass
class Context:
    """The session with what the screens need beside it; `today` is the day that everything is shown for."""

    _session: Session
    today: dt.date
    title: str
    glyphs: Glyphs = UNICODE
    unsaved: str = ""
    """Why the latest change could not be saved; empty where everything is."""
    told: int = 0
    """How many of the workspace's notices have been shown."""
    settings: Settings = Settings()  # noqa: RUF009 - it is frozen
    kept: Settings = Settings()  # noqa: RUF009
    """What the settings file alone says."""
    settings_file: Path | None = None
    """Where settings are kept; None where they last no longer than the screens, as in a demo."""
    overruled: Mapping[str, str] = field(default_factory=dict)
    """Setting -> the environment variable that holds in its place."""
    clock: Callable[[], float] = time.monotonic
    """Seconds that only go forward, for a clock that counts down."""
    keymap: Keymap = NO_KEYMAP
    """The user's own keys."""
    poor_in_signs: bool = False
    """The terminal has ASCII characters alone."""
    on_settings: Callable[[], None] = lambda: None
    """Called when other settings hold."""
    _watchers: list[Callable[[], None]] = field(default_factory=list)
    _unheard: str = ""
    """Why the latest look for others' changes failed."""
    _listeners: list[Callable[[Published], None]] = field(default_factory=list)
    _listening: bool = False
    _beside: threading.Event | None = None
    """Set once the change that a thread makes beside the screens is made; None where there is no such change."""
    _maker: int = 0
    """The thread that makes it."""
    _withheld: list[Published] = field(default_factory=list)
    """What the session said meanwhile."""

    @property
    def session(self) -> Session:
        """The session, for one thread at a time: while a thread makes a change beside the screens, they wait here."""
        if self._beside is not None and threading.get_ident() != self._maker:
            self._beside.wait()
        return self._session

    @property
    def busy(self) -> bool:
        """A change is being made beside the screens."""
        return self._beside is not None

    def subscribe(self, listener: Callable[[Published], None]) -> Callable[[], None]:
        """Call `listener` after every change, never from another thread; returns what ends that."""
        if not self._listening:
            self._listening = True
            self.session.subscribe(self._hear)
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _hear(self, event: Published) -> None:
        if self._beside is not None:
            self._withheld.append(event)
            return
        for listener in tuple(self._listeners):
            listener(event)

    def set_apart(self) -> None:
        """Keep the session for the thread that is going to call `change_beside`, until `take_back`."""
        self._beside, self._maker = threading.Event(), 0

    def change_beside(self, function: Callable[[], Any]) -> Hindrance | None:
        """Call, from a thread, what changes the workspace; return what kept it from that."""
        assert self._beside is not None
        self._maker = threading.get_ident()
        try:
            return self.tried(function)
        finally:
            self._beside.set()

    def take_back(self) -> None:
        """Give the session to the screens again, and let them hear what was said meanwhile."""
        if self._beside is not None:
            self._beside.wait()
            self._beside = None
        withheld, self._withheld = self._withheld, []
        for event in withheld:
            self._hear(event)

    @property
    def state(self) -> str:
        """Return what the top line says of the workspace."""
        return self.unsaved or ("read-only" if self.session.workspace.readonly else "saved")

    def day(self, text: str) -> dt.date | None:
        """Return the day that a person typed, counted from today; None for nothing. Raises `Refused`."""
        return parse_day(text, self.today, first_weekday=self.settings.week_starts)

    def past_day(self, text: str) -> dt.date | None:
        """Return the day of something that has happened: a weekday is the latest one. Raises `Refused`."""
        return parse_day(text, self.today, first_weekday=self.settings.week_starts, past=True)

    def watch_state(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call `watcher` when `state` changes; returns what ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _set_unsaved(self, reason: str) -> None:
        if reason != self.unsaved:
            self.unsaved = reason
            for watcher in tuple(self._watchers):
                watcher()

    def attempt(self, app: App[Any], function: Callable[..., Any], *args: Any, **kwargs: Any) -> str | None:
        """Call `function`; a refusal or a failure to save is shown and returned, never raised."""
        return self.told_of(app, self.tried(function, *args, **kwargs))

    def tried(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Hindrance | None:
        """Call `function`; return a refusal or a failure to save rather than raise it, and show nothing."""
        try:
            function(*args, **kwargs)
        except (Refused, StoreError) as error:
            return error
        return None

    def told_of(self, app: App[Any], error: Hindrance | None) -> str | None:
        """Show what kept a change from being made, and return it in words; None where nothing did."""
        if isinstance(error, Refused):
            if not getattr(app.screen, "SAYS_WHY", False):
                app.notify(error.message, severity="warning", markup=False)
            return error.message
        if isinstance(error, StoreError):
            self._set_unsaved("NOT saved")
            if not getattr(app.screen, "SAYS_WHY", False):
                app.notify(str(error), title="NOT saved", severity="error", markup=False, timeout=15)
            return str(error)
        self._set_unsaved("")
        return None

    def set(self, app: App[Any], key: str, value: Any) -> str | None:
        """Let a setting hold from now on, and keep it; return why it could not be kept, having said so, or None.

        Where an environment variable overrules it, it holds as soon as that is gone.
        """
        from paceplan.config.files import FileProblem
        from paceplan.config.keeping import keep

        self.kept = self.kept._replace(**{key: value})
        self.try_on(key, value)
        if self.settings_file is None:
            return None
        default = value == Settings._field_defaults[key]
        try:
            keep(self.settings_file, {key: None if default else value})
        except FileProblem as problem:
            app.notify(str(problem), title="Setting not kept", severity="warning", markup=False, timeout=12)
            return str(problem)
        return None

    def try_on(self, key: str, value: Any) -> None:
        """Let a setting hold without keeping it, unless an environment variable overrules it."""
        if key in self.overruled or getattr(self.settings, key) == value:
            return
        self.settings = self.settings._replace(**{key: value})
        self.glyphs = signs(self.settings, self.poor_in_signs)
        self.on_settings()

    def keep_filter(self, app: App[Any], name: str, saved: SavedFilter | None) -> str | None:
        """Keep a filter under a name, or drop it for None; return why it could not be kept, having said so, or None."""
        from paceplan.config.files import FileProblem
        from paceplan.config.keeping import keep_filter

        kept = {key: value for key, value in self.settings.filters.items() if key != name}
        if saved is not None:
            kept = {**self.settings.filters, name: saved}
        if self.settings_file is not None:
            try:
                keep_filter(self.settings_file, name, saved)
            except FileProblem as problem:
                app.notify(str(problem), title="Filter not kept", severity="warning", markup=False, timeout=12)
                return str(problem)
        self.kept = self.kept._replace(filters=kept)
        self.settings = self.settings._replace(filters=kept)
        return None

    def poll(self, app: App[Any]) -> None:
        """Take in what other processes changed. A failure is told once, though it may come with every look."""
        if self.busy:
            return
        try:
            self.session.poll()
            self.session.tidy()
        except (Refused, StoreError) as error:
            said = str(error)
            if said != self._unheard:
                app.notify(said, title="Changes of others", severity="error", markup=False, timeout=15)
            self._unheard = said
        else:
            self._unheard = ""
        notices = self.session.workspace.notices
        for notice in notices[self.told :]:
            app.notify(notice, severity="warning", markup=False, timeout=12)
        self.told = len(notices)


def signs(settings: Settings, poor: bool) -> Glyphs:
    """Return ASCII signs where they are asked for, or where the terminal has no others and nobody said to use them."""
    return ASCII if settings.ascii == "on" or (settings.ascii == "auto" and poor) else UNICODE
