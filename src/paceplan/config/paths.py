"""Where paceplan keeps its files: the workspace, the user's own playbooks and themes; nothing is made or read here."""

from __future__ import annotations

from pathlib import Path

WORKSPACE, PLAYBOOKS, THEMES = "PACEPLAN_WORKSPACE", "PACEPLAN_PLAYBOOKS", "PACEPLAN_THEMES"
"""Environment variables that name a folder in place of the platform's, and of the settings file's."""


def workspace_folder(given: str | None = None) -> Path:
    """Return the workspace's folder: `given`, else the platform's data folder."""
    if given:
        return Path(given).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("paceplan", appauthor=False))


def playbooks_folder(given: str | None = None) -> Path:
    """Return the folder of the user's own playbooks: `given`, else one in the settings folder."""
    return Path(given).expanduser() if given else settings_folder() / "playbooks"


def themes_folder(given: str | None = None) -> Path:
    """Return the folder of the user's own themes: `given`, else one in the settings folder."""
    return Path(given).expanduser() if given else settings_folder() / "themes"


def settings_folder() -> Path:
    """Return the folder of the user's settings, as the platform has it."""
    from platformdirs import user_config_dir

    return Path(user_config_dir("paceplan", appauthor=False))
