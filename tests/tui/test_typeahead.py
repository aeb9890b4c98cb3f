"""Keys typed faster than screens come and go: none is lost, and each reaches what it was meant for."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from tests.tui.conftest import Show, Shown, session_on
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from paceplan.session import Session
from paceplan.tui import typeahead
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.typeahead import TypeAhead


class Slow(Screen[None]):
    """A screen that takes its time before it can be typed into."""

    BINDINGS = [Binding("q", "leave", "Leave")]
    AUTO_FOCUS = ""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def compose(self) -> ComposeResult:
        yield Input(id="text")

    def on_mount(self) -> None:
        if self._seconds:
            self.set_timer(self._seconds, self.query_one(Input).focus)

    def action_leave(self) -> None:
        self.dismiss()


class Asking(ModalScreen[str]):
    def compose(self) -> ComposeResult:
        yield Input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class App(TypeAhead):
    """Opens a slow screen on `o`, a dialogue on `a`, and keeps what it hears."""

    BINDINGS = [Binding("o", "open", "Open"), Binding("a", "ask", "Ask"), Binding("x", "mark", "Mark")]

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        first = Static("home")
        first.can_focus = True
        yield first

    def action_open(self) -> None:
        self.push_screen(Slow(self._seconds))

    async def _take(self, answer: str | None) -> None:
        await asyncio.sleep(0.02)
        self.heard.append(f"answer {answer}")

    def action_ask(self) -> None:
        self.push_screen(Asking(), self._take)

    def action_mark(self) -> None:
        self.heard.append("mark")


def post(app: TypeAhead, *keys: str) -> None:
    for key in keys:
        event = events.Key(key, key if len(key) == 1 else None)
        event.set_sender(app)
        app.post_message(event)


def typed(app: TypeAhead) -> str:
    """Return what has arrived in the slow screen's field, once there is one."""
    fields = app.screen.query(Input) if isinstance(app.screen, Slow) else ()
    return "".join(field.value for field in fields)


async def wait(app: TypeAhead, true: Any) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("waited in vain")


async def test_keys_wait_for_a_screen_that_is_slow_to_open() -> None:
    app = App(0.1)
    async with app.run_test() as pilot:
        await pilot.pause()
        post(app, "x", "o", *"abc")
        await wait(app, lambda: typed(app) == "abc")
        assert app.heard == ["mark"]


async def test_a_screen_that_is_never_ready_gets_its_keys_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeahead, "PATIENCE", 0.05)
    app = App(0)
    async with app.run_test() as pilot:
        await pilot.pause()
        post(app, "o", "q", "x")
        await wait(app, lambda: app.heard == ["mark"])
        assert not isinstance(app.screen, Slow)


async def test_keys_after_a_dialogue_wait_until_its_answer_has_been_taken_in() -> None:
    app = App(0)
    async with app.run_test() as pilot:
        await pilot.pause()
        post(app, "a", *"yes", "enter", "x", "a", "n", "enter", "x")
        await wait(app, lambda: len(app.heard) == 4)
        assert app.heard == ["answer yes", "mark", "answer n", "mark"]


async def test_pasted_text_keeps_its_place_among_the_keys() -> None:
    app = App(0.01)
    async with app.run_test() as pilot:
        await pilot.pause()
        post(app, "o", "a")
        app.post_message(events.Paste("pasted"))
        post(app, "z")
        await wait(app, lambda: typed(app) == "apastedz")


KEYS = (
    [*"0123yn"] * 3
    + ["j", "k", "down", "space", "x", "u", "U", "enter", "escape", "f2", "f3", "f8"]
    + ["]", "[", "s", "/", "n", "e", "r", "?"]
)  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
async def test_at_full_speed_the_same_keys_do_the_same_as_one_by_one(
    samples: Session, show: Show, tmp_path: Any, seed: int
) -> None:
    import shutil

    shutil.copytree(samples.workspace.folder, tmp_path / "slow")
    slow = session_on(tmp_path / "slow")
    chance = random.Random(seed)
    keys = ["enter", *chance.choices(KEYS, k=25), *["escape"] * 5]

    def told(shown: Shown) -> tuple[Any, ...]:
        app = shown.app
        documents = {row["id"]: shown.session.workspace.document(row["id"]) for row in shown.session.rows()}
        return documents, len(shown.session.log()), [type(screen).__name__ for screen in app.screen_stack], shown.names

    async with show(samples) as shown:
        await shown.press(*keys)
        assert isinstance(shown.app.screen, PortfolioScreen)
        fast = told(shown)
    async with show(slow) as shown:
        for key in keys:
            await shown.press(key)
        assert told(shown) == fast
    slow.close()


async def test_a_held_key_is_one_step_each(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press(*["j"] * 30, *["k"] * 5)
        assert shown.here == shown.names[-6]
