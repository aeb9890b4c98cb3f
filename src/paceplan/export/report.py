"""A whole project as a report in Markdown: what was decided, why, how it runs, and what is still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from paceplan.core.portfolio import health, next_date, summarise
from paceplan.core.verdict import judge
from paceplan.export import markdown as md
from paceplan.export import report_people, report_plan, report_run, report_verdict

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.verdict import Verdict


def write(project: Project, playbook: Playbook, today: dt.date) -> bytes:
    """Return the report on `project` as it stands on `today`, in UTF-8; a part that there is nothing of is left out."""
    verdict = judge(project, playbook)
    pace = verdict.effective
    return md.page([
        *_head(project, playbook, verdict, today),
        *report_verdict.verdict(project, playbook, verdict),
        *report_run.pilot(project, playbook, pace, today),
        *report_run.decision(project, playbook, today),
        *report_run.budgets(project, playbook, today),
        *report_run.lists(project, playbook, pace),
        *report_plan.roadmap(project, playbook, pace, today),
        *report_run.brought(project, playbook, today),
        *report_people.people(project, playbook, pace),
        *report_people.risks(project, playbook),
        *report_people.workshop(project, playbook),
        *report_people.reviews(project, playbook),
        *report_people.lessons(project),
        *report_people.rest(project),
    ])  # fmt: skip


def _head(project: Project, playbook: Playbook, verdict: Verdict, today: dt.date) -> Iterator[str]:
    row = summarise(project, playbook, verdict)
    coming = next_date(row, today)
    yield from md.heading(1, project.name)
    beside = f", by override; the verdict is {report_verdict.sign(verdict.pace)}" if verdict.override else ""
    state = health(row, today) + ("; archived" if project.archived else "")
    yield f"**{report_verdict.sign(verdict.effective)}**{beside}. Health: {state}."
    yield ""
    if coming:
        yield f"Next: {md.text(coming.what)}, {coming.day}{' (late)' if coming.late else ''}."
        yield ""
    facts = [f"Playbook {md.text(playbook.name)}"]
    facts += [f"owner {md.text(project.owner)}"] if project.owner else []
    facts += [f"start {project.start}"] if project.start else []
    yield f"{'; '.join(facts)}. As of {today}."
    yield ""
    if project.summary:
        yield md.prose(project.summary)
        yield ""
