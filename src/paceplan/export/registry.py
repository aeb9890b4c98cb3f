"""The one list of formats a project can be written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paceplan.core.project import Project


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its id, the ending of its files, what it is for, and its writer, imported when called."""

    id: str
    ending: str
    summary: str
    write: Callable[[Project], bytes]


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
