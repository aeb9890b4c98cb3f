"""One call of the program: the folder and the day it is about, and the workspace, opened when first asked for."""

from __future__ import annotations

import datetime as dt
import os
from functools import cached_property
from typing import TYPE_CHECKING

from paceplan.store.errors import StoreError
from paceplan.store.network import ALLOW
from paceplan.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from paceplan.config.settings import Read, Settings
    from paceplan.core.portfolio import Row
    from paceplan.playbooks.catalogue import Catalogue
    from paceplan.session import Session

PATIENCE, PATIENCE_ON_SCREEN = 5.0, 0.2
"""Seconds to wait for others to let go of the workspace; before a screen somebody waits as well."""


class Invocation:
    """What the global options say, and what follows from them; every part is made when it is first used."""

    def __init__(self, workspace: str | None = None, today: dt.date | None = None) -> None:
        self.given_workspace = workspace
        self.given_today = today
        self.patience = PATIENCE
        self.said_of_settings = False
        """What is wrong with the settings has been said."""
        self._changing = False

    @property
    def today(self) -> dt.date:
        """The day to take for today: the one given, else the clock's."""
        return self.given_today or dt.date.today()  # noqa: DTZ011 - a person's day is the local one

    def day(self, text: str, *, past: bool = False) -> dt.date | None:
        """Return the day that a person typed, counted from today, with `past` of what has happened. Raises `Refused`.

        None for nothing.
        """
        from paceplan.core.dates import parse_day

        exact = len(text) == 10 and text[:4].isdigit()  # as scripts write it: the settings need not be read
        first = 0 if exact else self.settings.week_starts
        return parse_day(text, self.today, first_weekday=first, past=past)

    @cached_property
    def read_settings(self) -> Read:
        """The user's settings, read when something first depends on them, and what is wrong with their file."""
        from paceplan.config import settings

        return settings.read()

    @property
    def settings(self) -> Settings:
        """What the user has set."""
        return self.read_settings.settings

    @cached_property
    def folder(self) -> Path:
        """The workspace's folder, which need not exist."""
        from paceplan.config.paths import WORKSPACE, workspace_folder

        return workspace_folder(self.given_workspace or os.environ.get(WORKSPACE) or self.settings.workspace)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace; a folder that does not exist is an empty one, and made by the first change."""
        return Workspace.open(self.folder, create=False, on_network=os.environ.get(ALLOW) == "1")

    def rows(self) -> Mapping[str, Row]:
        """Return each project's summary row by its id, loading no project."""
        return self.workspace.rows()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The playbooks at hand, the user's own among them."""
        from paceplan.config.paths import PLAYBOOKS, playbooks_folder
        from paceplan.playbooks.catalogue import Catalogue

        return Catalogue(playbooks_folder(os.environ.get(PLAYBOOKS) or self.settings.playbooks))

    @cached_property
    def session(self) -> Session:
        """The session, for commands that only read."""
        from paceplan.config import identity
        from paceplan.session import Session

        author = identity.author(self.settings.author)
        return Session(self.workspace, self.catalogue, author=author, now=now, deadline=self.patience)

    @property
    def changing(self) -> Session:
        """The session, for commands that change something."""
        self._changing = True
        return self.session

    def close(self) -> None:
        """Let go of the workspace where it was opened, and say what its recovery did and what the settings lack."""
        if "read_settings" in self.__dict__ and self.read_settings.problem and not self.said_of_settings:
            from paceplan.cli.output import narrate

            narrate(f"paceplan: {self.read_settings.problem}")
        if "workspace" not in self.__dict__:
            return
        said: list[str] = []
        try:
            if self._changing:
                self.session.close()
        except StoreError as error:
            said.append(str(error))
        finally:
            self.workspace.close()
            for line in (*said, *self.workspace.notices):
                from paceplan.cli.output import narrate

                narrate(f"paceplan: {line}")


def now() -> dt.datetime:
    """Return the clock's time for the journal, in UTC."""
    return dt.datetime.now(dt.UTC)
