"""A tour of every screen on the samples, for tests about how all of them look."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NamedTuple

from tests.tui.conftest import CHECKOUT, EAST_VALLEY, KNOWLEDGE, RIVERBEND, Shown

from paceplan.tui.screens.agenda import AgendaScreen
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen


class Stop(NamedTuple):
    """One screen: its name, the project and tab it is about (or the portfolio), and the keys that lead to it."""

    name: str
    project: str = ""
    tab: str = "score"
    keys: tuple[str, ...] = ()
    text: str = ""
    """What is typed after the keys."""


STOPS: tuple[Stop, ...] = (
    Stop("portfolio"),
    Stop("portfolio-marked", keys=("space", "j", "space")),
    Stop("compare", keys=("v",)),
    Stop("compare-gate", keys=("v", "G", "l")),
    Stop("portfolio-pace", keys=("p", "H")),
    Stop("filter-name", keys=("F",)),
    Stop("filters", keys=("f",)),
    Stop("portfolio-filter", keys=("slash",)),
    Stop("portfolio-none", keys=("slash",), text="nothing like it"),
    Stop("score-bands", KNOWLEDGE),
    Stop("score-gates", RIVERBEND),
    Stop("score-artifacts", CHECKOUT, keys=("G",)),
    Stop("verdict", KNOWLEDGE, keys=("v",)),
    Stop("pilot", KNOWLEDGE, "pilot"),
    Stop("pilot-lists", KNOWLEDGE, "pilot", ("i",)),
    Stop("pilot-page", KNOWLEDGE, "pilot", ("p",)),
    Stop("decide", KNOWLEDGE, "pilot", ("f",)),
    Stop("roadmap", EAST_VALLEY, "roadmap"),
    Stop("roadmap-none", KNOWLEDGE, "roadmap"),
    Stop("metrics", KNOWLEDGE, "metrics"),
    Stop("readings", KNOWLEDGE, "metrics", ("enter",)),
    Stop("metrics-budget", CHECKOUT, "metrics", ("G",)),
    Stop("people", KNOWLEDGE, "people"),
    Stop("people-seats", EAST_VALLEY, "people", ("G",)),
    Stop("people-page", EAST_VALLEY, "people", ("v",)),
    Stop("risks", EAST_VALLEY, "risks"),
    Stop("risks-low", KNOWLEDGE, "risks", ("G",)),
    Stop("log", KNOWLEDGE, "log"),
    Stop("timeline", keys=("t",)),
    Stop("timeline-weeks", keys=("t", "+", "+", "G")),
    Stop("balance", keys=("b",)),
    Stop("balance-advice", keys=("b", "a")),
    Stop("balance-month", keys=("b", "enter")),
    Stop("capacity", keys=("b", "c")),
    Stop("review", KNOWLEDGE, "pilot", ("V",)),
    Stop("workshop-people", KNOWLEDGE, "score", ("W",)),
    Stop("workshop", KNOWLEDGE, "score", ("W", "3", "enter")),
    Stop("workshop-reveal", KNOWLEDGE, "score", ("W", "3", "enter", "0", "3", "1", "r")),
    Stop("agenda", keys=("w",)),
    Stop("lessons", keys=("L",)),
    Stop("settings", keys=("comma",)),
    Stop("help", keys=("question_mark",)),
    Stop("theme", keys=("T",)),
    Stop("new", keys=("n",)),
    Stop("name", keys=("r",)),
    Stop("import", keys=("i",)),
    Stop("import-refused", keys=("i", "enter")),
    Stop("note", KNOWLEDGE, "score", ("e",)),
)


async def go_home(shown: Shown) -> None:
    """Leave whatever shows, by Esc alone."""
    for _ in range(8):
        screen = shown.app.screen
        if isinstance(screen, PortfolioScreen) and not screen.query_one("#filter").display:
            return
        await shown.press("escape")
    raise AssertionError(f"Esc leads nowhere:\n{shown.text}")


async def tour(shown: Shown, stops: tuple[Stop, ...] = STOPS) -> AsyncIterator[Stop]:
    """Go from screen to screen; each is on the screen, settled, while its stop is yielded.

    Animations, timers and the clock play no part in what shows then.
    """
    for stop in stops:
        await go_home(shown)
        if stop.project:
            shown.app.push_screen(ProjectScreen(shown.app.context, stop.project, stop.tab))
            await shown.until(lambda: isinstance(shown.app.screen, ProjectScreen))
            await shown.settle()
        for key in stop.keys:  # each once the one before shows: what scrolls with time would differ
            await shown.press(key)
        if stop.text:
            await shown.write(stop.text)
        await rest(shown)
        yield stop


async def rest(shown: Shown) -> None:
    """Let what waits for the cursor to rest show at once."""
    page = shown.page
    if isinstance(page, PortfolioScreen | AgendaScreen) and page._soon is not None:
        page._soon.stop()
        page._rested()
    await shown.settle()
