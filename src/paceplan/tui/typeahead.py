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

PATIENCE = 0.5
"""Seconds after which a key that waits goes on, whatever it waits for."""


class TypeAhead(App[None]):
    """An app that keeps the order of what is typed and what it opens."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._typed: deque[events.Key | events.Paste] = deque()
        self._busy_since: float | None = None

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(event)
        if self._busy_since is None or monotonic() - self._busy_since > PATIENCE:
            await self._type_next()
        elif len(self._typed) == 1:
            # What was to call for it may be gone, with its screen; this asks again.
            self.set_timer(PATIENCE, self._type_next)

    async def _type_next(self) -> None:
        if not self._typed:
            self._busy_since = None
            return
        now = monotonic()
        self._busy_since = self._busy_since or now
        if not self._type_ready() and now - self._busy_since < PATIENCE:
            self.set_timer(0.005, self._type_next)
            return
        event = self._typed.popleft()
        self._busy_since = now
        target, screen = self.focused or self.screen, self.screen
        await super().on_event(event)
        # A key is done when its widget, and then the screen it bubbles to, have come to the end of their queues.
        if target is screen:
            screen.call_later(self._type_return)
        else:
            target.call_later(screen.call_later, self._type_return)

    def _type_return(self) -> None:
        self.call_later(self._type_next)

    def _type_ready(self) -> bool:
        screen = self.screen
        return screen.is_mounted and screen.focused is not None and not getattr(screen, "turning", False)
