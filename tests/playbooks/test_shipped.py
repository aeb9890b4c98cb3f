"""What holds for each shipped playbook: it loads, its ids agree with each other, and its words fit the screen."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from rich.cells import cell_len

from paceplan.core.check import check
from paceplan.core.keeping import create
from paceplan.core.pilot import why_not_start
from paceplan.core.playbook import Entry, Playbook
from paceplan.core.text import clean
from paceplan.core.verdict import judge
from paceplan.playbooks.catalogue import Catalogue, shipped_file

from .shipped import IDS, playbook

SCENARIOS = [(id, scenario) for id in IDS for scenario in playbook(id).scenarios]


def test_the_shipped_playbooks_load_without_a_problem() -> None:
    catalogue = Catalogue()
    assert list(catalogue.all()) == ["edtech", "martech", "ai"]
    assert catalogue.problems == []
    assert all(loaded.shipped for loaded in catalogue.all().values())


def parts(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every model, text and number in a playbook with the place where it stands."""
    yield at, value
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from parts(inner, f"{at}.{key}")
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from parts(inner, f"{at}.{n}")


@pytest.mark.parametrize("id", IDS)
def test_names_fit_their_column_and_nothing_was_cleaned_away(id: str) -> None:
    names = [(at, part.name) for at, part in parts(playbook(id)) if isinstance(part, Entry)]
    assert [name for name in names if cell_len(name[1]) > 40] == []
    assert len(names) > 100
    raw = shipped_file(id).read_text("utf-8")
    assert clean(raw, multiline=True) == raw
    assert "\t" not in raw


@pytest.mark.parametrize("id", IDS)
def test_every_text_is_a_sentence_or_a_phrase_of_its_own(id: str) -> None:
    texts = [text for _, text in parts(playbook(id)) if isinstance(text, str) and len(text) > 60]
    assert [text for text in texts if texts.count(text) > 1] == []
    assert [text for text in texts if "  " in text or text != text.strip()] == []
    assert [text for text in texts if text.count("(") != text.count(")") or text.count('"') % 2] == []


@pytest.mark.parametrize("id", IDS)
def test_the_levels_of_a_dimension_differ(id: str) -> None:
    for name, dimension in playbook(id).dimensions.items():
        levels = [level.casefold() for level in dimension.levels]
        assert len(set(levels)) == 4, name
        assert all(cell_len(level) <= 110 for level in levels), name
        assert dimension.text.endswith("?")
    for name, gate in playbook(id).gates.items():
        assert "?" in gate.text, name


@pytest.mark.parametrize("id", IDS)
def test_every_pace_is_described(id: str) -> None:
    for info in playbook(id).paces.values():
        assert info.goal
        assert info.wrong
        assert info.when
        assert info.traits
        assert info.measures
        assert info.rules
    assert playbook(id).notes
    assert playbook(id).source
    assert playbook(id).audience


@pytest.mark.parametrize(("id", "template"), SCENARIOS)
def test_the_answers_of_a_template_give_its_pace(id: str, template: str) -> None:
    book = playbook(id)
    scenario = book.scenarios[template]
    project = create(None, book, id="p", name="P", template=template)
    verdict = judge(project, book)
    assert (verdict.pace, verdict.complete, verdict.certain) == (scenario.pace, True, True)
    assert [w.text for w in verdict.warnings if "length" in w.text or "weeks" in w.text or "months" in w.text] == []
    assert check(project, book) == []
    assert project.scores.keys() == book.dimensions.keys()
    assert project.gates.keys() == book.gates.keys()
    assert (project.length_weeks, project.length_months) == (scenario.length_weeks, scenario.length_months)
    assert scenario.why
    assert scenario.prioritisation
    assert scenario.controls
    assert scenario.measures


@pytest.mark.parametrize(("id", "template"), SCENARIOS)
def test_a_template_gives_a_project_only_what_it_says(id: str, template: str) -> None:
    book = playbook(id)
    raw = tomllib.loads(shipped_file(id).read_text("utf-8"))["scenarios"][template]
    document = create(None, book, id="p", name="P", template=template).document()
    stated = {
        i: {k: v for k, v in metric.items() if v is not False or k == "guardrail"}
        for i, metric in raw["metrics"].items()
    }
    assert document["metrics"] == stated
    assert "artifacts" not in document  # what a sprint should have in hand, a new project does not have yet


def test_a_guardrail_of_the_playbook_stays_one_in_a_template() -> None:
    content = tomllib.loads(shipped_file("ai").read_text("utf-8"))
    content["scenarios"]["personalisation"]["metrics"]["opt-outs"] = {"target": 1.0}
    book = Playbook.model_validate(content)
    made = create(None, book, id="p", name="P", template="personalisation")
    assert made.document()["metrics"]["opt-outs"] == {"target": 1.0}
    assert made.metrics["opt-outs"].guardrail is None


@pytest.mark.parametrize("id", IDS)
def test_a_sprint_template_can_name_what_it_will_be_judged_by(id: str) -> None:
    book = playbook(id)
    for template, scenario in book.scenarios.items():
        exits = [i for i, metric in scenario.metrics.items() if metric.exit]
        assert bool(exits) or scenario.pace == "marathon", template
        assert why_not_start(create(None, book, id="p", name="P", template=template), book) is not None


@pytest.mark.parametrize("id", IDS)
def test_ids_that_mean_the_same_are_the_same(id: str) -> None:
    book = playbook(id)
    deliverables = {i for phase in book.phases.values() for i in phase.deliverables}
    assert not deliverables & book.phases.keys()
    if book.readiness_checklist:
        readiness = book.checklists[book.readiness_checklist].items
        assert {i: item.artifact for i, item in readiness.items()} == {i: i for i in book.artifacts}
    else:
        assert not book.artifacts
    if book.steps:
        assert [s.checklist_item for s in book.steps.values() if s.checklist_item] == list(
            book.checklists["pilot"].items
        )
        assert list(dict.fromkeys(s.phase for s in book.steps.values())) == list(book.phases)
    for step_id, step in book.steps.items():
        assert step.checklist_item in (None, step_id)
    months = [(phase.start, phase.end) for phase in book.phases.values()]
    assert [start for start, _ in months] == [0, *(end for _, end in months[:-1])]
    assert months[-1][1] == book.paces["marathon"].usual
    assert all(
        metric.surrogate is None or book.metrics[metric.surrogate].kind == "model" for metric in book.metrics.values()
    )
    assert max(m.week for m in book.pilot.milestones.values()) <= (book.paces["sprint"].max or 0) * 2
    assert [m.week for m in book.pilot.milestones.values()] == sorted({m.week for m in book.pilot.milestones.values()})
    assert book.cases
    assert {case.pace for case in book.cases.values()} >= {"sprint", "marathon"}
