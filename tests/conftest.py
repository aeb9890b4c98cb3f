"""What every test has: a home of its own, and nothing of the machine's settings."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the test away from the real home, the settings in it and the caller's environment."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable, folder in {
        "XDG_DATA_HOME": ".local/share",
        "XDG_CONFIG_HOME": ".config",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
    }.items():
        monkeypatch.setenv(variable, str(home / folder))
    for variable in list(os.environ):
        if variable.startswith("PACEPLAN_") or variable in ("VISUAL", "EDITOR", "NO_COLOR"):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("COLORTERM", "truecolor")  # else a terminal of sixteen colours would be sent others
    monkeypatch.setenv("TERM", "xterm-256color")
