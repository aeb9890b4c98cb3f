"""Where paceplan keeps its files: the workspace and the user's own playbooks; nothing is made or read here."""

from __future__ import annotations

import os
from pathlib import Path

WORKSPACE, PLAYBOOKS = "PACEPLAN_WORKSPACE", "PACEPLAN_PLAYBOOKS"
"""Environment variables that name a folder in place of the platform's."""


def workspace_folder(given: str | None = None) -> Path:
    """Return the workspace's folder: `given`, else what the environment says, else the platform's data folder."""
    if named := given or os.environ.get(WORKSPACE):
        return Path(named).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("paceplan", appauthor=False))


def playbooks_folder() -> Path:
    """Return the folder of the user's own playbooks: what the environment says, else one in the settings folder."""
    if named := os.environ.get(PLAYBOOKS):
        return Path(named).expanduser()
    from platformdirs import user_config_dir

    return Path(user_config_dir("paceplan", appauthor=False), "playbooks")
