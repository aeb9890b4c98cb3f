"""Projects of the shipped playbooks and their summary rows, for what is worked out from rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.playbooks.shipped import playbook

from paceplan.core.portfolio import Row, summarise
from paceplan.core.project import Project
from paceplan.core.verdict import judge

DAY = dt.date(2026, 11, 16)
SPRINT = {"risk-compliance": 0, "data-maturity": 3, "integration-complexity": 0, "business-impact": 0}
MARATHON = {"risk-compliance": 3, "data-maturity": 0, "integration-complexity": 3, "business-impact": 3}


def project(book: str = "ai", scores: dict[str, int] | None = None, **content: Any) -> Project:
    """Return a project with these keys of the file; one of `ai` is a sprint unless it is scored otherwise."""
    answers = {id: {"score": score} for id, score in (SPRINT if scores is None else scores).items()}
    gates = dict.fromkeys(playbook(book).gates, False)
    given = {"scores": answers, "gates": gates} if book == "ai" else {}
    return Project.of({"format": "paceplan/1", "id": "p", "name": "P", "playbook": book, **given, **content})


def row(book: str = "ai", scores: dict[str, int] | None = None, **content: Any) -> Row:
    """Return the summary row of such a project."""
    made = project(book, scores, **content)
    return summarise(made, playbook(book), judge(made, playbook(book)))
