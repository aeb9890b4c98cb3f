"""What every screen is given: the session, the day, the glyphs; and the one way a screen changes something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from paceplan.core.errors import Refused
from paceplan.store.errors import StoreError
from paceplan.tui.glyphs import UNICODE, Glyphs

if TYPE_CHECKING:
    from textual.app import App

    from paceplan.session import Session


@dataclass
class Context:
    """The session with what the screens need beside it; `today` is the day that everything is shown for."""

    session: Session
    today: dt.date
    title: str
    glyphs: Glyphs = UNICODE
    unsaved: str = ""
    """Why the latest change could not be saved; empty where everything is."""
    told: int = 0
    """How many of the workspace's notices have been shown."""
    _watchers: list[Callable[[], None]] = field(default_factory=list)
    _unheard: str = ""
    """Why the latest look for others' changes failed."""

    @property
    def state(self) -> str:
        """Return what the top line says of the workspace."""
        return self.unsaved or ("read-only" if self.session.workspace.readonly else "saved")

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
        try:
            function(*args, **kwargs)
        except Refused as error:
            if not getattr(app.screen, "SAYS_WHY", False):
                app.notify(error.message, severity="warning", markup=False)
            return error.message
        except StoreError as error:
            self._set_unsaved("NOT saved")
            if not getattr(app.screen, "SAYS_WHY", False):
                app.notify(str(error), title="NOT saved", severity="error", markup=False, timeout=15)
            return str(error)
        self._set_unsaved("")
        return None

    def poll(self, app: App[Any]) -> None:
        """Take in what other processes changed. A failure is told once, though it may come with every look."""
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
