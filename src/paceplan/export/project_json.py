"""A project as one JSON document: the same content as its TOML file."""

from __future__ import annotations

import json

from paceplan.core.project import Project


def write(project: Project) -> bytes:
    """Return `project` as indented JSON in UTF-8."""
    document = project.document()
    document.pop("deleted", None)
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
