"""Whether a project means something to its playbook; what rests on nothing that changed is left out."""

from __future__ import annotations

from typing import Any, cast

import pytest
from tests.samples.test_samples import SOURCES, sample

from paceplan.core.check import _PARTS, check
from paceplan.core.project import Project


class Watched:
    """A project that notes which of its fields are looked at."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.seen.add(name)
        return getattr(self._project, name)


@pytest.mark.parametrize("name", list(SOURCES))
def test_each_part_rests_on_the_fields_that_it_is_said_to(name: str) -> None:
    project, playbook = sample(name)
    for part, fields in _PARTS:
        watched = Watched(project)
        list(part(cast("Project", watched), playbook))
        assert watched.seen <= fields, part.__name__


def test_what_rests_on_fields_that_stay_the_same_is_not_told_again() -> None:
    project, playbook = sample("knowledge-search")
    wrong = project.model_copy(update={"template": "nothing", "committee": {"nobody": "Ann"}})
    assert [problem.path for problem in check(wrong, playbook)] == [("template",), ("committee", "nobody")]
    every = frozenset(Project.model_fields)
    assert check(wrong, playbook, without=every) == []
    assert [p.path for p in check(wrong, playbook, without=every - {"committee"})] == [("committee", "nobody")]
