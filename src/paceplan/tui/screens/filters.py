"""Keeping what the portfolio shows under a name: choosing a kept filter, keeping the one that shows, dropping one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.content import Content

from paceplan.config.settings import SavedFilter
from paceplan.core import filters
from paceplan.core.errors import Refused
from paceplan.core.filters import Filter
from paceplan.tui.in_force import key

if TYPE_CHECKING:
    from paceplan.tui.context import Context
    from paceplan.tui.screens.page import Page

Take = Callable[[Filter], None]

ALL = ":all"
"""What stands in the choice for no filter; a kept one may have any other name."""


def name_of(context: Context, shown: Filter) -> str:
    """Return the name under which what shows is kept; empty where it is not."""
    for name, saved in context.settings.filters.items():
        try:
            if filters.read(name, saved._asdict()) == shown:
                return name
        except Refused:
            continue
    return ""


def choose(page: Page, shown: Filter, take: Take) -> None:
    """Ask for one of the kept filters, and let it hold."""
    from paceplan.tui.screens.choose import Choice, ChooseScreen

    context = page.context
    kept = context.settings.filters.items()
    choices = [Choice(f"={name}", name, text=_words(name, saved)) for name, saved in kept]
    choices.append(Choice(ALL, "All projects", text=f"no filter, {Filter().words}"))

    def chosen(id: str | None) -> None:
        if id == ALL:
            take(Filter())
        elif id is not None:
            _take_kept(page, id[1:], take)

    current = name_of(context, shown)
    page.app.push_screen(
        ChooseScreen("Show", choices, context.glyphs, current=f"={current}" if current else ALL), chosen
    )


def keep(page: Page, shown: Filter, kept: Callable[[], None]) -> None:
    """Ask for a name, and keep what shows under it; the refusal of a name stands in the dialogue."""
    from paceplan.tui.screens.ask import AskScreen

    context = page.context

    def take(text: str) -> str | None:
        try:
            name = filters.checked_name(context.settings.filters, text)
        except Refused as refused:
            return refused.message
        return context.keep_filter(page.app, name, SavedFilter(**asdict(shown)))

    def taken(name: str | None) -> None:
        if name is not None:
            page.app.notify(
                f"{key('portfolio.filters')} shows '{name.strip()}' again.",
                title="Filter kept",
                markup=False,
                timeout=4,
            )
            kept()

    hint = f"Kept: {shown.words}. A filter of the same name is replaced."
    page.app.push_screen(AskScreen("Name of the filter", hint=hint, value=name_of(context, shown), submit=take), taken)


def drop(page: Page, dropped: Callable[[], None]) -> None:
    """Ask for one of the kept filters, and take it out."""
    from paceplan.tui.screens.choose import Choice, ChooseScreen

    context = page.context
    choices = [Choice(name, name, text=_words(name, saved)) for name, saved in context.settings.filters.items()]

    def chosen(name: str | None) -> None:
        if name is not None and context.keep_filter(page.app, name, None) is None:
            dropped()

    page.app.push_screen(ChooseScreen("Drop which filter?", choices, context.glyphs), chosen)


def commands(page: Page, take: Take) -> Iterator[SystemCommand]:
    """Yield the kept filters for the palette."""
    for name, saved in page.context.settings.filters.items():

        def run(name: str = name) -> None:
            _take_kept(page, name, take)

        # The palette reads its titles as markup, which a name in square brackets would be.
        title = f"Show: {name}".replace("[", "(").replace("]", ")")
        yield SystemCommand(title, Content(_words(name, saved)), run)  # type: ignore[arg-type]


def _take_kept(page: Page, name: str, take: Take) -> None:
    def run() -> None:
        take(filters.read(name, page.context.settings.filters[name]._asdict()))

    page.attempt(run)


def _words(name: str, saved: SavedFilter) -> str:
    try:
        return filters.read(name, saved._asdict()).words
    except Refused as refused:
        return refused.message
