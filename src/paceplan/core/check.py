"""Whether a project means something to its playbook: every key that does not, all at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paceplan.core.criteria import figure, wrong_side
from paceplan.core.needs import circular
from paceplan.core.phases import PILOT
from paceplan.core.schedule import PILOTS
from paceplan.core.text import nearest

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place."""

    path: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.message}" if self.path else self.message


def check(project: Project, playbook: Playbook, *, without: Collection[str] = ()) -> list[Problem]:
    """Return every key of `project` that `playbook` gives no meaning, and every reference to nothing.

    What rests on fields in `without` alone is left out: nothing can have come amiss where nothing changed.
    """
    left_out = frozenset(without)
    return [p for part, fields in _PARTS if not fields <= left_out for p in part(project, playbook)]


def _unknown(path: tuple[str, ...], what: str, given: str, ids: Iterable[str], playbook: Playbook) -> Problem:
    ids = list(ids)
    hint = nearest(given, ids)
    return Problem(path, f"playbook '{playbook.id}' has no {what} '{given}'{hint}; it has {', '.join(ids) or 'none'}")


def _template(project: Project, playbook: Playbook) -> Iterator[Problem]:
    if project.template and project.template not in playbook.scenarios:
        yield _unknown(("template",), "template", project.template, playbook.scenarios, playbook)


def _answers(project: Project, playbook: Playbook) -> Iterator[Problem]:
    for field, what, known in (
        ("scores", "dimension", playbook.dimensions),
        ("gates", "gate", playbook.gates),
        ("artifacts", "artifact", playbook.artifacts),
    ):
        for key in getattr(project, field):
            if key not in known:
                yield _unknown((field, key), what, key, known, playbook)
    questions = [*playbook.dimensions, *playbook.gates]
    for workshop_id, workshop in project.workshops.items():
        asked: list[tuple[str, ...]] = [("votes", n, key) for n, votes in workshop.votes.items() for key in votes]
        asked += [
            (field, key) for field in ("reasons", "result", "sealed", "again") for key in getattr(workshop, field)
        ]
        for place in asked:
            if place[-1] not in questions:
                at = ("workshops", workshop_id, *place)
                yield _unknown(at, "dimension or gate", place[-1], questions, playbook)


def _lists(project: Project, playbook: Playbook) -> Iterator[Problem]:
    for list_id, ticks in project.checklists.items():
        if list_id not in playbook.checklists:
            yield _unknown(("checklists", list_id), "checklist", list_id, playbook.checklists, playbook)
            continue
        items = playbook.checklists[list_id].items
        for item_id, tick in ticks.items():
            path = ("checklists", list_id, item_id)
            if item_id not in items:
                yield _unknown(path, f"{list_id} checklist item", item_id, items, playbook)
            elif (tick.done or tick.na) and (artifact := items[item_id].artifact):
                yield Problem(path, f"ticks itself by the artifact; set artifacts.{artifact} instead")
    for review_id, review in project.reviews.items():
        if review.checklist not in playbook.checklists:
            path = ("reviews", review_id, "checklist")
            yield _unknown(path, "checklist", review.checklist, playbook.checklists, playbook)
            continue
        items = playbook.checklists[review.checklist].items
        for item_id in review.answers:
            if item_id not in items:
                at = ("reviews", review_id, "answers", item_id)
                yield _unknown(at, f"{review.checklist} checklist item", item_id, items, playbook)


def _plan(project: Project, playbook: Playbook) -> Iterator[Problem]:
    own_phases = {i for i, phase in project.phases.items() if phase.name}
    if playbook.hybrid_phases and not playbook.paces["hybrid"].chain:
        own_phases.add(PILOT)  # the months before the phases that a hybrid keeps: they can be moved, and sprints nested
    phases = [*playbook.phases, *sorted(own_phases - playbook.phases.keys())]
    for phase_id in project.phases:
        if phase_id not in phases:
            message = f"playbook '{playbook.id}' has no phase '{phase_id}'; a phase of your own needs a name"
            yield Problem(("phases", phase_id), message)
    shipped = {d for info in playbook.phases.values() for d in info.deliverables}
    deliverables = shipped | project.deliverables.keys()
    for deliverable_id, deliverable in project.deliverables.items():
        path = ("deliverables", deliverable_id)
        if deliverable.phase is not None and deliverable.phase not in phases:
            yield _unknown((*path, "phase"), "phase", deliverable.phase, phases, playbook)
        if deliverable_id not in shipped and (deliverable.phase is None or not deliverable.name):
            yield Problem(path, "not a deliverable of the playbook; one of your own needs name and phase")
        for need in deliverable.needs or ():
            if need not in deliverables:
                yield Problem((*path, "needs"), f"no deliverable '{need}' in this project or its playbook")
    for phase_id, phase in project.phases.items():
        for need in phase.waits_for or ():
            if need not in deliverables and need != PILOTS:
                yield Problem(("phases", phase_id, "waits_for"), f"no deliverable '{need}'; give one, or pilots")
    for sprint_id, sprint in project.sprints.items():
        if sprint.phase is not None and sprint.phase not in phases:
            yield _unknown(("sprints", sprint_id, "phase"), "phase", sprint.phase, phases, playbook)
        if sprint.de_risks is not None and sprint.de_risks not in deliverables:
            yield Problem(("sprints", sprint_id, "de_risks"), f"no deliverable '{sprint.de_risks}'")
    for milestone_id, milestone in project.milestones.items():
        for kind in milestone.audit:
            if kind not in playbook.audit:
                place = ("milestones", milestone_id, "audit", kind)
                yield _unknown(place, "kind of evidence", kind, playbook.audit, playbook)
    if found := circular(project, playbook):
        yield Problem(*found)


def _names(project: Project, playbook: Playbook) -> Iterator[Problem]:
    """Entries of the project's own need a name; seats have to be the playbook's."""
    for field, known in (
        ("metrics", playbook.metrics),
        ("slos", playbook.slos),
        ("risks", playbook.risks),
        ("runbooks", playbook.runbooks),
        ("drills", playbook.drills),
    ):
        for key, entry in getattr(project, field).items():
            if key not in known and not entry.name:
                what = field.removesuffix("s")
                yield Problem((field, key), f"not a {what} of playbook '{playbook.id}'; one of your own needs a name")
    for risk_id, risk in project.risks.items():
        guardrails = playbook.risks[risk_id].guardrails if risk_id in playbook.risks else {}
        for guardrail in risk.guardrails:
            if guardrail not in guardrails:
                path = ("risks", risk_id, "guardrails")
                yield _unknown(path, f"guardrail for risk '{risk_id}'", guardrail, guardrails, playbook)
    metrics = playbook.metrics.keys() | project.metrics.keys()
    for metric_id, metric in project.metrics.items():
        if metric.surrogate is not None and metric.surrogate not in metrics:
            yield Problem(("metrics", metric_id, "surrogate"), f"no metric '{metric.surrogate}' in project or playbook")
    for comms_id, comms in project.comms.items():
        if comms_id not in playbook.comms and not comms.what:
            yield Problem(("comms", comms_id), f"not in playbook '{playbook.id}'; one of your own needs what")
    seats = playbook.committee.seats if playbook.committee else {}
    for seat in project.committee:
        if seat not in seats:
            yield _unknown(("committee", seat), "committee seat", seat, seats, playbook)


def _pilot(project: Project, playbook: Playbook) -> Iterator[Problem]:
    """A target that cannot show anything, marks that contradict it, and iterations that cannot follow each other."""
    for key, metric in project.metrics.items():
        if said := wrong_side(metric, playbook, key):
            yield Problem(("metrics", key, "target"), said)
        if metric.moved and metric.target is not None:
            day, move = max(metric.moved.items())
            if move.to != metric.target:
                message = (
                    f"goes to {figure(move.to)}, but the target is {figure(metric.target)}; the last move gives it"
                )
                yield Problem(("metrics", key, "moved", day.isoformat(), "to"), message)
    pilot = project.pilot
    if pilot is None:
        return
    if pilot.decision and pilot.start and pilot.decision.on < pilot.start:
        message = f"{pilot.decision.on} is before the pilot's start on {pilot.start}; give a day from then on"
        yield Problem(("pilot", "decision", "on"), message)
    for number, earlier in pilot.earlier.items():
        path = ("pilot", "earlier", number)
        if int(number) >= pilot.iteration:
            message = f"is not earlier than iteration {pilot.iteration}; give pilot.iteration a higher number"
            yield Problem(path, message)
        if earlier.on < earlier.start:
            yield Problem((*path, "on"), f"{earlier.on} is before its start on {earlier.start}")
        elif pilot.start and pilot.start < earlier.on:
            yield Problem((*path, "on"), f"{earlier.on} is after the start of the current iteration on {pilot.start}")


_PARTS: tuple[tuple[Callable[[Project, Playbook], Iterator[Problem]], frozenset[str]], ...] = (
    (_template, frozenset({"template"})),
    (_answers, frozenset({"scores", "gates", "artifacts", "workshops"})),
    (_lists, frozenset({"checklists", "reviews"})),
    (_plan, frozenset({"phases", "deliverables", "sprints", "milestones"})),
    (_names, frozenset({"metrics", "slos", "risks", "runbooks", "drills", "comms", "committee"})),
    (_pilot, frozenset({"metrics", "pilot"})),
)
"""The parts of a check, in the order in which their problems are told, with the fields that each rests on."""
