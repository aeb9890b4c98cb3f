"""The whole app on a screen in memory, with what its tests type, click and read."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import time
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest
from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets import Input, TextArea

from paceplan.config.resources import data_dir
from paceplan.core import keeping
from paceplan.core.project import Project
from paceplan.core.verdict import Verdict
from paceplan.demo import DAY, fill
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Session
from paceplan.store.workspace import Workspace
from paceplan.tui.actions import BY_ID
from paceplan.tui.app import PaceplanApp
from paceplan.tui.context import Context
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.page import Page
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.themes import load_themes
from paceplan.tui.widgets.panel import Panel
from paceplan.tui.widgets.project_list import ProjectList
from paceplan.tui.widgets.question_list import QuestionList

PATIENCE = 5.0
"""Seconds after which a test gives up waiting for the screen."""

KNOWLEDGE, RIVERBEND, CHECKOUT, EAST_VALLEY = (
    "knowledge-search",
    "riverbend-assessment",
    "checkout-friction",
    "east-valley-sis",
)
"""Samples by bands, by bands with gates, by gates and artifacts, and a marathon."""

W = TypeVar("W", bound=Widget)


@cache
def catalogue() -> Catalogue:
    """Return the shipped playbooks, read once for all tests."""
    return Catalogue()


@cache
def themes() -> dict[str, Theme]:
    """Return the shipped themes."""
    return load_themes(data_dir("themes"), None)[0]


def session_on(folder: Path, author: str = "Ann", playbooks: Catalogue | None = None) -> Session:
    """Open a session on a folder, on the samples' day; nothing waits for the disk."""
    now = dt.datetime.combine(DAY, dt.time(9), dt.UTC)
    return Session(Workspace.open(folder, durable=False), playbooks or catalogue(), author=author, now=lambda: now)


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the samples, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("filled") / "plans"
    session = session_on(folder)
    fill(session)
    session.workspace.checkpoint()
    session.close()
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Session]:
    """A session on an empty workspace."""
    session = session_on(tmp_path / "plans")
    yield session
    session.close()


@pytest.fixture
def samples(tmp_path: Path, _filled: Path) -> Iterator[Session]:
    """A session on the thirteen samples."""
    shutil.copytree(_filled, tmp_path / "plans")
    session = session_on(tmp_path / "plans")
    yield session
    session.close()


def named(session: Session, name: str, playbook: str = "ai", id: str = "one", **args: Any) -> str:
    """Make a project and return its id."""
    session.do(keeping.create, id, playbook_id=playbook, id=id, name=name, start=DAY, **args)
    return id


class Shown:
    """The app as a person sees it, and what that person does to it."""

    def __init__(self, app: PaceplanApp, pilot: Pilot[None], session: Session) -> None:
        self.app, self.pilot, self.session = app, pilot, session

    # Typing

    async def press(self, *keys: str) -> None:
        """Type keys without waiting for one another, then wait until all of them have been taken in."""
        for key in keys:
            self._post(key)
        await self.settle()

    async def write(self, text: str) -> None:
        """Paste text into what has the focus."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    def _post(self, key: str) -> None:
        if len(key) == 1 and not key.isalnum():
            key = _character_to_key(key)
        character: str | None
        try:
            character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
        except KeyError:
            character = key if len(key) == 1 else None
        event = events.Key(key, character)
        event.set_sender(self.app)
        self.app.post_message(event)

    async def settle(self) -> None:
        """Wait until everything typed has been handled and drawn."""
        await asyncio.sleep(0)
        app = self.app
        await self.until(lambda: not app._typed and not app._handling and app._waiting is None and app._type_ready())
        # Textual's own pause waits for an idle processor. Rounds through all queues are as sure, and ten times as fast.
        for _ in range(3):
            if app._running:
                await self.pilot._wait_for_screen()
                app.screen._on_timer_update()

    async def until(self, true: Callable[[], Any]) -> None:
        """Wait until `true` says so, looking again and again; fail after a while."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            if not self.app._running:
                return
            assert time.monotonic() < deadline, f"waited in vain; on the screen:\n{self.text}"
            await asyncio.sleep(0.002)

    async def act(self, action_id: str) -> None:
        """Do an action of the registry where its key is not the point."""
        self.page.acting(BY_ID[action_id]).action_act(action_id)
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size, and wait until all is laid out for it."""
        await self.pilot.resize_terminal(width, height)
        await self.until(lambda: [len(self.lines), self.app.screen.size.width] == [height, width])
        await self.settle()

    # Clicking

    async def click(self, widget: Widget, x: int, y: int, times: int = 1) -> None:
        """Click on a cell of a widget, counted from its own corner."""
        assert await self.pilot.click(widget, offset=(x, y), times=times)
        await self.settle()

    async def click_text(self, text: str) -> None:
        """Click on the first place on the screen where `text` stands."""
        for y, line in enumerate(self.lines):
            if text in line:
                assert await self.pilot.click(offset=(line.index(text), y))
                await self.settle()
                return
        raise AssertionError(f"no {text!r} on the screen:\n{self.text}")

    # Reading

    @property
    def lines(self) -> list[str]:
        """The lines of the screen as they stand."""
        return ["".join(s.text for s in strip) for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def flat(self) -> str:
        """The text of the dialogue, or of the whole screen, as one line without frames: for sentences that wrap."""
        lines, boxes = self.lines, self.app.screen.query("#box")
        if boxes:
            box = boxes.first().region
            lines = [line[box.x : box.right] for line in lines[box.y : box.bottom]]
        return " ".join("\n".join(lines).translate(str.maketrans("│╭╮╰╯─", "      ")).split())

    @property
    def top(self) -> str:
        """The line on top of the page, whatever dialogue lies above it."""
        return self.of("#top")

    @property
    def keys(self) -> str:
        """The key bar of the page."""
        return self.of("#keys")

    def of(self, selector: str) -> str:
        """Return what a widget of the page shows."""
        widget = self.page.query_one(selector)
        lines = (widget.render_line(y).text.rstrip() for y in range(widget.size.height))
        return "\n".join(lines)

    @property
    def told(self) -> list[str]:
        """What the notifications said, the oldest first."""
        notes = sorted(self.app._notifications, key=lambda note: note.raised_at)
        return [": ".join(filter(None, (str(note.title), str(note.message)))) for note in notes]

    def hush(self) -> None:
        """Forget the notifications there were."""
        self.app.clear_notifications()

    @property
    def page(self) -> Page:
        """The page on top, under whatever dialogues."""
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, Page))

    def find(self, kind: type[W]) -> W:
        """Return the widget of a class on the page."""
        return self.page.query_one(kind)

    def panel(self, name: str) -> str:
        """Return the text of a panel, each line without the spaces around it."""
        panel = self.page.query_one(f"#{name}", Panel)
        return "\n".join(panel.render_line(y).text.strip() for y in range(panel.content_size.height))

    def find_line(self, name: str, y: int) -> str:
        """Return one line of a panel as it stands, spaces and all."""
        return self.page.query_one(f"#{name}", Panel).render_line(y).text

    @property
    def names(self) -> list[str]:
        """The names in the portfolio's list, in their order."""
        return [row.name for row in self.find(ProjectList)._rows]

    @property
    def here(self) -> str:
        """The name under the portfolio's cursor."""
        listed = self.find(ProjectList)
        return listed._rows[listed.cursor].name if listed.cursor >= 0 else ""

    @property
    def question(self) -> str:
        """The id of the question under the cursor."""
        current = self.find(QuestionList).current
        return current.id if current else ""

    @property
    def asked(self) -> AskScreen:
        """The dialogue that asks for text; fails where there is none."""
        screen = self.app.screen
        assert isinstance(screen, AskScreen), screen
        return screen

    @property
    def answer(self) -> str:
        """The text in the dialogue."""
        widget = self.asked.query_one("#text")
        assert isinstance(widget, Input | TextArea)
        return widget.value if isinstance(widget, Input) else widget.text

    def project(self, project_id: str | None = None) -> Project:
        """Return a project, or the one on the screen."""
        return self.session.project(project_id or self._id())

    def verdict(self, project_id: str | None = None) -> Verdict:
        return self.session.verdict(project_id or self._id())

    def _id(self) -> str:
        page = self.page
        assert isinstance(page, ProjectScreen)
        return page.project_id

    def entries(self) -> int:
        """Return how many changes the journal holds."""
        return len(self.session.log())


class Show(Protocol):
    """Shows a session, with a project opened on a tab where one is named."""

    def __call__(
        self,
        session: Session,
        project: str = "",
        tab: str = "score",
        *,
        size: tuple[int, int] = (80, 24),
        toasts: bool = False,
    ) -> AbstractAsyncContextManager[Shown]: ...


@pytest.fixture
def show() -> Show:
    """What puts the app on a screen."""
    return _shown


@asynccontextmanager
async def _shown(
    session: Session, project: str = "", tab: str = "score", *, size: tuple[int, int] = (80, 24), toasts: bool = False
) -> AsyncIterator[Shown]:
    app = PaceplanApp(Context(session, DAY, session.workspace.folder.name), themes())
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=toasts) as pilot:
        shown = Shown(app, pilot, session)
        await shown.settle()
        if project:
            app.push_screen(ProjectScreen(app.context, project, tab))
            await shown.until(lambda: isinstance(app.screen, ProjectScreen))
            await shown.settle()
        yield shown
