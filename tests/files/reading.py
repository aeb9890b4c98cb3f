"""Reading a project file as the front ends do, with the shipped playbooks."""

from __future__ import annotations

from functools import cache

import pytest

from paceplan.core.playbook import Playbook
from paceplan.core.project import Project
from paceplan.importing.project_toml import BadFile, read
from paceplan.playbooks.catalogue import Catalogue

HEAD = 'format = "paceplan/1"\nname = "X"\nplaybook = "ai"\n'
"""The three lines that every project file needs."""


@cache
def _catalogue() -> Catalogue:
    return Catalogue()


def playbook(id: str) -> Playbook | None:
    """Return a shipped playbook, or None."""
    found = _catalogue().get(id)
    return found.playbook if found else None


def read_text(text: str | bytes) -> Project:
    """Return the project in a file called x.toml."""
    data = text if isinstance(text, bytes) else text.encode()
    return read(data, "x.toml", playbook, list(_catalogue().all()))


def problems_in(text: str | bytes) -> list[str]:
    """Return what is wrong with a file, which has to be something; every line of it can be shown as it is."""
    with pytest.raises(BadFile) as caught:
        read_text(text)
    problems = caught.value.problems
    assert str(caught.value).splitlines() == [f"x.toml: {problem}" for problem in problems]
    assert all(problem.isprintable() for problem in problems), problems
    assert len(set(problems)) == len(problems) > 0
    return problems
