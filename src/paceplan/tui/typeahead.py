"""Keys typed faster than screens can follow: one is handled at a time, so that none goes to a screen on its way out.

Textual hands a key to what has the focus when the key arrives. Enter followed at once by `3` would so reach the list
that Enter is about to leave. Here the next key waits until the one before has been handled and the screen that it
may have opened is ready to be typed into.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import Any

from textual import events
from textual.app import App

LOST = 0.5
"""Seconds after which the next key goes on although nobody said that the one before was handled."""

PATIENCE = 3.0
"""Seconds that a key waits at most for a screen to be ready for it."""


class TypeAhead(App[None]):
    """An app that keeps the order of what is typed and what it opens."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._typed: deque[events.Key | events.Paste] = deque()
        self._handling: float | None = None
        """Since when a key is being handled."""
        self._waiting: float | None = None
        """Since when the next key waits for its screen."""

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(event)
        if self._handling is None and self._waiting is None:
            await self._type_next()
        elif len(self._typed) == 1:
            # The widget that was to call for it may be gone, with its screen.
            self.set_timer(LOST, self._type_unless_handling)

    async def _type_next(self) -> None:
        self._handling = None
        if not self._typed:
            self._waiting = None
            return
        now = monotonic()
        if not self._type_ready() and now - (self._waiting or now) < PATIENCE:
            self._waiting = self._waiting or now
            self.set_timer(0.005, self._type_unless_handling)
            return
        event, self._handling, self._waiting = self._typed.popleft(), now, None
        target = self.focused or self.screen
        await super().on_event(event)
        # A key climbs from its widget to the app, which runs what it is bound to; what that posts climbs again, and so
        # does what a closing dialogue hands on. A call in each queue on the way, behind what is there, follows them.
        way = list(target.ancestors_with_self)
        self._type_along(way * 3)

    def _type_along(self, way: list[Any]) -> None:
        if way:
            way[0].call_later(self._type_along, way[1:])
        else:
            self.call_later(self._type_next)

    async def _type_unless_handling(self) -> None:
        if self._handling is None or monotonic() - self._handling > LOST:
            await self._type_next()

    def _type_ready(self) -> bool:
        screen = self.screen
        return screen.is_mounted and screen.focused is not None and not getattr(screen, "turning", False)
