"""The demo: every sample project in one workspace, on the day they were written for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paceplan.session import Session

DAY = dt.date(2026, 11, 16)
"""Today, as the samples see it."""


def fill(session: Session) -> None:
    """Bring every sample project into the session's workspace as one change; a project's id is its file's name.

    Raises `Refused` where a sample does not fit its playbook, and what else the session raises.
    """
    import tomllib

    from paceplan.config.resources import data_dir
    from paceplan.core import keeping
    from paceplan.core.project import Project
    from paceplan.session import Step

    steps = []
    for file in sorted(data_dir("sample_projects").iterdir(), key=lambda file: file.name):
        id, ending, _ = file.name.rpartition(".toml")
        if ending:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            steps.append(Step(keeping.place, id, {"content": Project.of(content | {"id": id})}))
    session.do_all(steps)
