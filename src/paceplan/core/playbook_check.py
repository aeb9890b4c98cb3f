"""Whether a playbook holds together: a rule that decides every case, and no reference to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paceplan.core.needs import cycle

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook


def problems(book: Playbook) -> list[str]:
    """Return what is wrong with `book` beyond its types, one text for each thing: the place, then the reason."""
    return [*_rule_problems(book), *_reference_problems(book)]


def _rule_problems(book: Playbook) -> list[str]:
    """Say what makes the rule of `book` undecidable for some answers."""
    missing = [pace for pace in ("sprint", "hybrid", "marathon") if pace not in book.paces]
    problems = [f"paces.{pace}: missing" for pace in missing]
    for pace, info in book.paces.items():
        if not info.min <= info.usual <= (info.max or info.usual):
            limits = f"{info.min}-{info.max}" if info.max else f"{info.min} and more"
            problems.append(f"paces.{pace}: usual length {info.usual} lies outside {limits}")
    if book.rule.kind == "gates":
        if book.dimensions:
            problems.append("dimensions: a rule of kind 'gates' has none")
        if not book.gates:
            problems.append("gates: a rule of kind 'gates' needs at least one")
        return problems
    if not book.dimensions:
        problems.append(f"dimensions: a rule of kind '{book.rule.kind}' needs at least one")
    if book.rule.kind == "count" and book.rule.marathon_at > max(1, len(book.dimensions)):
        problems.append(f"rule.marathon_at: at most the number of dimensions, {len(book.dimensions)}")
    if book.rule.kind == "bands":
        bands = sorted((band.low, band.high) for band in book.rule.bands.values())
        if [low for low, _ in bands] + [book.maximum + 1] != [0] + [high + 1 for _, high in bands]:
            problems.append(f"rule.bands: must cover each total from 0 to {book.maximum} exactly once")
        starts = [book.rule.bands[p].low for p in ("sprint", "hybrid", "marathon") if p in book.rule.bands]
        if starts != sorted(starts):
            problems.append("rule.bands: a higher total must not give a weaker pace")
    return problems


def _reference_problems(book: Playbook) -> list[str]:
    """Say which ids in `book` name something that it does not have."""
    problems: list[str] = []

    def need(where: str, ids: object, known: object, what: str) -> None:
        problems.extend(_unknown(where, ids, known, what))

    if overlap := book.dimensions.keys() & book.gates.keys():
        problems.append(f"gates: ids {sorted(overlap)} are dimensions too")
    if book.readiness_checklist:
        need("readiness_checklist", book.readiness_checklist, book.checklists, "checklist")
    for pace, list_id in book.reviews.items():
        need(f"reviews.{pace}", list_id, book.checklists, "checklist")
    pilot = book.checklists.get("pilot")
    for list_id, checklist in book.checklists.items():
        for item_id, item in checklist.items.items():
            if item.artifact:
                need(f"checklists.{list_id}.items.{item_id}.artifact", item.artifact, book.artifacts, "artifact")
    problems += _phase_problems(book)
    need("hybrid_phases", book.hybrid_phases, book.phases, "phase")
    for metric_id, metric in book.metrics.items():
        if metric.surrogate:
            need(f"metrics.{metric_id}.surrogate", metric.surrogate, book.metrics, "metric")
    for scenario_id, scenario in book.scenarios.items():
        where = f"scenarios.{scenario_id}"
        need(f"{where}.scores", scenario.scores, book.dimensions, "dimension")
        need(f"{where}.gates", scenario.gates, book.gates, "gate")
        need(f"{where}.artifacts", scenario.artifacts, book.artifacts, "artifact")
    for step_id, step in book.steps.items():
        if step.phase:
            need(f"steps.{step_id}.phase", step.phase, book.phases, "phase")
        if step.checklist_item:
            need(f"steps.{step_id}.checklist_item", step.checklist_item, pilot.items if pilot else {}, "pilot item")
    if pilot is None:
        problems.append("checklists.pilot: missing")
    return problems


def _phase_problems(book: Playbook) -> list[str]:
    """Say which deliverables stand twice, need what is nowhere, or need themselves."""
    problems: list[str] = []
    pilot = book.checklists.get("pilot")

    def need(where: str, ids: object, known: object, what: str) -> None:
        problems.extend(_unknown(where, ids, known, what))

    holder: dict[str, str] = {}
    for phase_id, phase in book.phases.items():
        for deliverable_id in phase.deliverables:
            if holder.setdefault(deliverable_id, phase_id) != phase_id:
                where = f"phases.{phase_id}.deliverables.{deliverable_id}"
                problems.append(f"{where}: phase '{holder[deliverable_id]}' has it already")
    for phase_id, phase in book.phases.items():
        need(f"phases.{phase_id}.waits_for", phase.waits_for, holder.keys() | {"pilots"}, "deliverable")
        for deliverable_id, deliverable in phase.deliverables.items():
            where = f"phases.{phase_id}.deliverables.{deliverable_id}"
            need(f"{where}.needs", deliverable.needs, holder, "deliverable")
            known = [*book.artifacts, *(pilot.items if pilot else ())]
            sources = {"given_by": deliverable.given_by, "prepared_by": deliverable.prepared_by}
            for field, source in sources.items():
                need(f"{where}.{field}", (source,) if source else (), known, "artifact or pilot item")
    if found := cycle({i: d.needs for phase in book.phases.values() for i, d in phase.deliverables.items()}):
        where = f"phases.{holder[found[0]]}.deliverables.{found[0]}.needs"
        problems.append(f"{where}: needs itself: {' -> '.join(found)}")
    return problems


def _unknown(where: str, ids: object, known: object, what: str) -> list[str]:
    given = ids if isinstance(ids, tuple | dict | list) else [ids]
    return [f"{where}: no {what} '{one}'" for one in given if one not in known]  # type: ignore[operator]
