"""A project as its TOML file, in the short forms that a person would type; nothing that is a default."""

from __future__ import annotations

from typing import Any

import tomli_w

from paceplan.core.project import Project


def write(project: Project) -> bytes:
    """Return `project` as TOML in UTF-8; reading it in again gives an equal project."""
    document = _plain(project.document(mode="python"))
    document.pop("deleted", None)
    for collection, key in (("gates", "answer"), ("artifacts", "done")):
        if collection in document:
            document[collection] = {i: _short(entry, key) for i, entry in document[collection].items()}
    return tomli_w.dumps(document, multiline_strings=True).encode()


def _short(entry: dict[str, Any], key: str) -> Any:
    return entry[key] if entry.keys() == {key} else entry


def _plain(value: Any) -> Any:
    """Turn keys that are dates into text, as TOML needs them; values stay dates."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return list(value) if isinstance(value, tuple) else value
