"""The one list of formats a project can be written in, and of pages about it for people to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its id, the ending of its files, what it is for, and its writer, imported when called."""

    id: str
    ending: str
    summary: str
    write: Callable[[Project], bytes]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to read: written from the project, its playbook and the day it is written for."""

    id: str
    ending: str
    summary: str
    write: Callable[[Project, Playbook, dt.date], bytes]


def _toml(project: Project) -> bytes:
    from paceplan.export import project_toml

    return project_toml.write(project)


def _json(project: Project) -> bytes:
    from paceplan.export import project_json

    return project_json.write(project)


FORMATS: dict[str, Format] = {
    "toml": Format("toml", ".toml", "the project file: edit it, keep it, import it again", _toml),
    "json": Format("json", ".json", "the same content for programs", _json),
}


def _report(project: Project, playbook: Playbook, today: dt.date) -> bytes:
    from paceplan.export import report

    return report.write(project, playbook, today)


def _review(project: Project, playbook: Playbook, today: dt.date) -> bytes:
    from paceplan.export import review_page

    return review_page.write(project, playbook, today)


def _workshop(project: Project, playbook: Playbook, today: dt.date) -> bytes:
    from paceplan.export import workshop_page

    return workshop_page.write(project, playbook, today)


PAGES: dict[str, Page] = {
    "report": Page("report", ".md", "the whole project to read, in Markdown: verdict, pilot, roadmap, risks", _report),
    "review": Page("review", ".md", "the latest review of a checklist on one page of Markdown", _review),
    "workshop": Page("workshop", ".md", "how the latest workshop ended, on one page of Markdown", _workshop),
}
