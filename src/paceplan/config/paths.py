"""Where paceplan keeps its files: the workspace, the user's own playbooks and themes; nothing is made or read here."""

from __future__ import annotations

import os
from pathlib import Path

WORKSPACE, PLAYBOOKS, THEMES = "PACEPLAN_WORKSPACE", "PACEPLAN_PLAYBOOKS", "PACEPLAN_THEMES"
"""Environment variables that name a folder in place of the platform's."""


def workspace_folder(given: str | None = None) -> Path:
    """Return the workspace's folder: `given`, else what the environment says, else the platform's data folder."""
    if named := given or os.environ.get(WORKSPACE):
        return Path(named).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("paceplan", appauthor=False))


def playbooks_folder() -> Path:
    """Return the folder of the user's own playbooks: what the environment says, else one in the settings folder."""
    return _own_folder(PLAYBOOKS, "playbooks")


def themes_folder() -> Path:
    """Return the folder of the user's own themes: what the environment says, else one in the settings folder."""
    return _own_folder(THEMES, "themes")


def _own_folder(variable: str, name: str) -> Path:
    if named := os.environ.get(variable):
        return Path(named).expanduser()
    from platformdirs import user_config_dir

    return Path(user_config_dir("paceplan", appauthor=False), name)
