"""Keys typed faster than screens can follow: one is handled at a time, so that none goes to a screen on its way out.

Textual hands a key to what has the focus when the key arrives. Enter followed at once by `3` would so reach the list
that Enter is about to leave. Here the next key waits until the one before has been handled and the screen that it
may have opened is ready to be typed into.
"""

from __future__ import annotations

from asyncio import get_running_loop
from collections import deque
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import Screen

LOST = 0.5
"""Seconds after which the next key goes on although nobody said that the one before was handled."""

PATIENCE = 3.0
"""Seconds that a key waits at most for a screen to be ready for it."""

SOON = 0.02
"""Seconds after which a key that nobody typed on after is followed up: what it changed is to be painted first."""

AGAIN = 0.005
"""Seconds between two looks whether the screen is ready."""


class _Round:
    """A call that hands itself from one queue to the next.

    It is posted as the event that `call_later` would make of it, which costs much more: it looks up how many
    parameters a call has, for each call anew, and this one comes a dozen times for every key.
    """

    _param_count = 0

    def __init__(self, app: TypeAhead, way: list[Any], turn: int) -> None:
        self.begun = False
        self._app, self._way, self._turn, self._next = app, way, turn, 0

    def go_on(self) -> None:
        """Wait in the next queue of the way, or, at its end, let the next key go on."""
        self.begun = True
        while self._next < len(self._way):
            self._next += 1
            if self._way[self._next - 1].post_message(events.Callback(callback=self)):
                return  # otherwise that one is gone, with its queue
        self._app.call_later(self._app._type_on(self._turn))

    __call__ = go_on


class TypeAhead(App[None]):
    """An app that keeps the order of what is typed and what it opens."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._typed: deque[events.Key | events.Paste] = deque()
        self._turn = 0
        """Counts the keys handled, so that a word about an older one is not taken for one about the latest."""
        self._handling = False
        self._round: _Round | None = None
        self._waiting: float | None = None
        """Since when the next key waits for its screen."""
        self._asked: set[Screen[Any]] = set()
        """Dialogues whose answer has not been taken in yet."""

    # What is typed

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(event)
        if not self._handling and self._waiting is None:
            await self._type_next()
        elif len(self._typed) == 1 and self._handling:
            self.set_timer(LOST, self._type_on(self._turn))
            self._type_round(self._round)

    async def _type_next(self) -> None:
        """Hand the next key to what has the focus, or look again shortly."""
        if not self._typed:
            self._waiting = None
            return
        now = monotonic()
        if not self._type_ready() and now - (self._waiting or now) < PATIENCE:
            self._waiting = self._waiting or now
            self.set_timer(AGAIN, self._type_on(self._turn))
            return
        event, self._handling, self._waiting = self._typed.popleft(), True, None
        self._turn += 1
        if self._typed:
            # The widgets that are to say when it is done may be gone by then, with their screen.
            self.set_timer(LOST, self._type_on(self._turn))
        target = self.focused or self.screen
        await super().on_event(event)
        # A key climbs from its widget to the app, which runs what it is bound to; what that posts climbs again, and so
        # does what a closing dialogue hands on. A call in each queue on the way, behind what is there, follows them.
        self._round = _Round(self, list(target.ancestors_with_self) * 3, self._turn)
        if self._typed:
            self._round.go_on()
        else:
            get_running_loop().call_later(SOON, self._type_round, self._round)

    def _type_round(self, round_: _Round | None) -> None:
        """Begin to find out when the latest key has been handled, if nothing else has begun it."""
        if round_ is not None and round_ is self._round and not round_.begun:
            round_.go_on()

    def _type_on(self, turn: int) -> Any:
        """Return what goes on after key number `turn`, unless something else did already."""

        async def go_on() -> None:
            if turn == self._turn:
                self._handling = False
                await self._type_next()

        return go_on

    def _type_ready(self) -> bool:
        """Tell whether the screen on top can be typed into, and no answer of a closed dialogue is under way."""
        screen = self.screen
        if any(asked not in self.screen_stack for asked in self._asked):
            return False
        return screen.is_mounted and screen.focused is not None and not getattr(screen, "turning", False)

    # What that opens and closes

    def push_screen(self, screen: Any, callback: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Show a screen; what is typed after a dialogue closes waits until its answer has been taken in."""
        if callback is None or not isinstance(screen, Screen):
            return super().push_screen(screen, callback, *args, **kwargs)

        def answered(result: Any) -> Any:
            self._asked.discard(screen)
            return callback(result)

        self._asked.add(screen)
        return super().push_screen(screen, answered, *args, **kwargs)

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top; its queues can say nothing any more about the key that closed it."""
        popped = super().pop_screen()
        self.call_later(self._type_on(self._turn))
        return popped
