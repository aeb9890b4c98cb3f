"""Long work: done in a thread beside the screens, with a bar once it takes noticeably long, and a way to stop it.

A dialogue's answer may be such work in place of a refusal. Nothing shows for as long as nobody would call it waiting.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.worker import Worker, WorkerState

from paceplan.tui.context import Context, Hindrance
from paceplan.tui.glyphs import meter
from paceplan.tui.in_force import key
from paceplan.tui.screens.dialogue import Box, clicked_words

Item = TypeVar("Item")

NOTICED = 0.35
"""Seconds after which somebody who waits wants to know for what."""

_LOOK = 0.1
"""Seconds between two looks at what is done."""

_BREATH = 0.0005
"""Seconds for which the thread gives way with each word on its progress: unasked it does so only after 5 ms."""

_EVERY = 1_024
STOPPED = "Stopped; nothing was taken."


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Ends the work in its thread: somebody stopped it."""


class Told:
    """What the thread says of its progress, and what it hears: that it is to stop. Call it with the share done."""

    def __init__(self) -> None:
        self.share: float | None = None
        """0 to 1; None as long as nothing is known of it."""
        self._stop = threading.Event()

    def __call__(self, share: float) -> None:
        """Say which share is done; raises `Stopped` where that was asked for."""
        self.share = share
        time.sleep(_BREATH)
        self.look()

    def look(self) -> None:
        """Raise `Stopped` where that was asked for."""
        if self._stop.is_set():
            raise Stopped

    def stop(self) -> None:
        """Let the thread stop with its next word."""
        self._stop.set()

    def part(self, start: float, end: float) -> Callable[[float], None]:
        """Return what is told the share of a part that is the whole work's from `start` to `end`."""
        return lambda share: self(start + (end - start) * share)

    def through(self, items: Sequence[Item], start: float, end: float) -> Iterator[Item]:
        """Yield the items, saying how far in a part of the work they are."""
        told = self.part(start, end)
        for number, item in enumerate(items):
            if not number % _EVERY:
                told(number / len(items))
            yield item


class Work(NamedTuple):
    """What a thread does: `do`, and then, on the screens' own thread, `then` with what it returned.

    Work that only reads is stopped at any time. Work that changes the workspace has the session for itself while it
    lasts, is whole or not at all, and cannot be stopped: `do` returns what `Context.change_beside` does.
    """

    context: Context
    title: str
    do: Callable[[Told], Any]
    then: Callable[[Any], str | Work | None]
    changes: bool = False


Outcome = str | Work | None
"""Why something was refused, None where it was taken, or the work that finds out."""


def change(
    context: Context, app: App[Any], title: str, function: Callable[[], Any], then: Callable[[], object]
) -> Work:
    """Return the work that changes the workspace by `function`; `then` is called once that is done."""

    def told(error: Hindrance | None) -> str | None:
        refused = context.told_of(app, error)
        if refused is None:
            then()
        return refused

    return Work(context, title, lambda _: context.change_beside(function), told, changes=True)


def see_through(screen: Screen[Any], outcome: Outcome, done: Callable[[str | None], None]) -> None:
    """Have the work done that an outcome waits for, and let `done` hear why it was refused, or None."""
    if not isinstance(outcome, Work):
        done(outcome)
        return

    def worked(result: Result | None) -> None:
        if screen not in screen.app.screen_stack:
            return  # what it asked about is gone
        if result is None:
            done(STOPPED)
        else:
            see_through(screen, outcome.then(result.value), done)

    screen.app.push_screen(WorkScreen(outcome), worked)


def stops() -> str:
    """Return what the line of keys says while work can be stopped."""
    return f"{key('dialogue.leave')} stops it"


class Result(NamedTuple):
    """What the work returned."""

    value: Any


class Bar(Widget, can_focus=True):
    """Shows the share done; it has the focus, so that keys typed ahead stop nothing."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"
    share: reactive[float | None] = reactive(None)
    tick: reactive[int] = reactive(0)

    def __init__(self, context: Context) -> None:
        super().__init__(id="bar")
        self._of = context

    def render_line(self, y: int) -> Strip:
        glyphs, style = self._of.glyphs, self.rich_style
        width = max(4, self.size.width - 6)
        if self.share is None:
            block = max(2, width // 6)
            start = self.tick % (width + block) - block
            cells = (glyphs.bar_full if start <= n < start + block else glyphs.bar_empty for n in range(width))
            return Strip([Segment("".join(cells), style)])
        return Strip([Segment(f"{meter(self.share, 1, width, glyphs)} {int(self.share * 100):>3} %", style)])


class WorkScreen(Box[Result | None]):
    """Waits for work, unseen at first, and is left with its result, or with None where it was stopped."""

    SAYS_WHY = True
    AUTO_FOCUS = ""  # until the bar shows, what is typed waits for the dialogue that comes after the work
    DEFAULT_CSS = """
    WorkScreen { background: $background 0%; }
    WorkScreen.-shown { background: $background 60%; }
    WorkScreen > #box { max-width: 76; display: none; }
    WorkScreen.-shown > #box { display: block; }
    WorkScreen #title { margin-bottom: 1; }
    WorkScreen #end { height: 1; margin-top: 1; }
    WorkScreen #keys { width: 1fr; }
    WorkScreen Button { border: none; height: 1; min-width: 10; margin-left: 2; }
    """

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work, self._told = work, Told()
        self._result: Result | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._work.title, id="title", markup=False)
            yield Bar(self._work.context)
            with Horizontal(id="end"):
                if self._work.changes:
                    yield Static(f"It is taken as a whole. {key('undo')} takes it back.", id="keys", markup=False)
                else:
                    yield Static(stops(), id="keys", markup=False)
                    yield Button(Content("Stop"), id="stop", compact=True)

    def on_mount(self) -> None:
        if self._work.changes:
            self._work.context.set_apart()
        self.run_worker(self._run, thread=True, group="work")
        self.set_timer(NOTICED, self._show)

    def _run(self) -> Result | None:
        # A million readings hold nothing to be collected, and looking through them again and again doubles the time,
        # in pauses that stop the screens as well.
        collects, begun = gc.isenabled(), time.monotonic()
        gc.disable()
        try:
            return Result(self._work.do(self._told))
        except Stopped:
            return None
        finally:
            if collects:
                if time.monotonic() - begun > NOTICED:
                    gc.freeze()
                gc.enable()

    def _show(self) -> None:
        self.add_class("-shown")
        self.query_one(Bar).focus()
        self.set_interval(_LOOK, self._look)
        self._look()

    def _look(self) -> None:
        bar = self.query_one(Bar)
        bar.share = self._told.share
        bar.tick += 1

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Leave with the result; what the thread raised ends the app, as any fault does."""
        event.stop()
        if event.state in (WorkerState.SUCCESS, WorkerState.ERROR) and self._work.changes:
            self._work.context.take_back()
        if event.state is WorkerState.SUCCESS:
            self._result = event.worker.result
            self._leave()

    def on_screen_resume(self) -> None:
        self._leave()

    def _leave(self) -> None:
        """Close, unless something lies on top: then as soon as that is gone."""
        if self._result is not None and self.is_active:
            self.dismiss(self._result)

    def on_unmount(self) -> None:
        self._told.stop()

    def on_button_pressed(self) -> None:
        self.action_give_up()

    def on_click(self, event: Click) -> None:
        """Do what the words in the line of keys say."""
        if clicked_words(self, event) == stops():
            self.action_give_up()

    def action_give_up(self) -> None:
        """Stop, at once for whoever looks: the thread has nothing that is anybody else's."""
        if self._work.changes:
            return
        self._told.stop()
        self.dismiss(None)
