"""The demo: every sample project in one workspace, on the day they were written for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.session import Session

DAY = dt.date(2026, 11, 16)
"""Today, as the samples see it."""


def fill(session: Session) -> None:
    """Bring every sample project into the session's workspace as one change; a project's id is its file's name.

    Raises `BadFile` where a sample does not fit its playbook, and what the session raises.
    """
    from paceplan.config.resources import data_dir
    from paceplan.core import keeping
    from paceplan.importing.project_toml import read
    from paceplan.session import Step

    def playbook(playbook_id: str) -> Playbook | None:
        loaded = session.catalogue.get(playbook_id)
        return loaded.playbook if loaded else None

    steps = []
    files = (file for file in data_dir("sample_projects").iterdir() if file.name.endswith(".toml"))
    for file in sorted(files, key=lambda file: file.name):
        project = read(file.read_bytes(), file.name, playbook, [])
        sample = project.model_copy(update={"id": project.id or file.name.removesuffix(".toml")})
        steps.append(Step(keeping.place, str(sample.id), {"content": sample}))
    session.do_all(steps)
