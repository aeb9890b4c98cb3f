"""Where a review is done: on a project of the workspace, or on a project file without any workspace."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from paceplan.config import identity

if TYPE_CHECKING:
    import datetime as dt

    from paceplan.cli.invocation import Invocation
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.session import Session


class Desk(Protocol):
    """A project with what changes it."""

    today: dt.date
    author: str
    project_id: str

    @property
    def project(self) -> Project:
        """The project as it is now."""

    @property
    def playbook(self) -> Playbook:
        """Its playbook."""

    def do(self, action: Callable[..., Project], **args: Any) -> None:
        """Change the project; raises `Refused`."""

    def open_session(self, invocation: Invocation) -> contextlib.AbstractContextManager[Session]:
        """Give the session that screens work on."""

    def take_from(self, session: Session) -> None:
        """Take over what screens did."""

    def for_file(self) -> Project:
        """Return the project as it is to stand in a file."""


class SessionDesk:
    """A project of the workspace: every answer is saved at once."""

    def __init__(self, session: Session, project_id: str, today: dt.date) -> None:
        self._session, self.project_id, self.today = session, project_id, today
        self.author = session.author

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._session.project(self.project_id)

    @property
    def playbook(self) -> Playbook:
        """Its playbook."""
        return self._session.playbook(self.project)

    def do(self, action: Callable[..., Project], **args: Any) -> None:
        """Change the project; raises `Refused`, or a `StoreError` where it could not be saved."""
        self._session.do(action, self.project_id, **args)

    @contextlib.contextmanager
    def open_session(self, invocation: Invocation) -> Iterator[Session]:
        """Give the session itself; the screens close it."""
        yield self._session

    def take_from(self, session: Session) -> None:
        """Do nothing: it is the same session."""

    def for_file(self) -> Project:
        """Return the project."""
        return self.project


class FileDesk:
    """A project file: nothing is opened or made, and the file is left alone."""

    def __init__(self, invocation: Invocation, project: Project) -> None:
        loaded = invocation.catalogue.get(project.playbook)
        assert loaded is not None, "whoever reads the file sees to it that its playbook is at hand"
        self.playbook: Playbook = loaded.playbook
        self.today, self.author = invocation.today, identity.author(invocation.settings.author)
        self._id = project.id
        self.project_id = str(project.id or identity.new_id())
        self.project = project.model_copy(update={"id": self.project_id})

    def do(self, action: Callable[..., Project], **args: Any) -> None:
        """Change the project in memory; raises `Refused`."""
        from pydantic import ValidationError

        from paceplan.core.errors import Refused
        from paceplan.importing.located import messages

        try:
            self.project = action(self.project, self.playbook, **args)
        except ValidationError as error:
            raise Refused("; ".join(messages(error))) from None

    @contextlib.contextmanager
    def open_session(self, invocation: Invocation) -> Iterator[Session]:
        """Give a session on a folder that is gone afterwards, with this project alone."""
        import tempfile
        from pathlib import Path

        from paceplan.cli.invocation import now
        from paceplan.core import keeping
        from paceplan.session import Session
        from paceplan.store.workspace import Workspace

        with tempfile.TemporaryDirectory(prefix="paceplan-review-", ignore_cleanup_errors=True) as name:
            workspace = Workspace.open(Path(name), durable=False)
            session = Session(workspace, invocation.catalogue, author=self.author, now=now)
            session.do(keeping.place, self.project_id, content=self.project)
            yield session

    def take_from(self, session: Session) -> None:
        """Take the project over as the screens left it."""
        self.project = session.project(self.project_id)

    def for_file(self) -> Project:
        """Return the project with the id that its file gave it, or none."""
        return self.project.model_copy(update={"id": self._id})
