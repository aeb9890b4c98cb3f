"""Every sample fits its playbook, comes to the pace of its source, and is set on the day of the demo."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from paceplan.config.resources import data_dir
from paceplan.core import budget, decision, people, pilot, risks, runbooks, tempo
from paceplan.core.check import check
from paceplan.core.playbook import Playbook
from paceplan.core.portfolio import HEALTHS, health, next_date, select, summarise
from paceplan.core.project import Project
from paceplan.core.verdict import READS, judge
from paceplan.demo import DAY
from paceplan.export import project_json, project_toml
from paceplan.importing.project_toml import read
from paceplan.playbooks.catalogue import Catalogue

# Sample: playbook, pace of its source, total of the leans, length.
SOURCES: dict[str, tuple[str, str, int | None, str]] = {
    "acme-fintech-document-review": ("ai", "sprint", 3, "6 weeks"),
    "acme-fintech-loan-scoring": ("ai", "marathon", 11, "12 months"),
    "acme-media-identity-graph": ("martech", "marathon", None, "6 months"),
    "central-customer-identity": ("martech", "marathon", None, "12 months"),
    "channel-personalisation": ("ai", "hybrid", 6, "4 months"),
    "checkout-friction": ("martech", "sprint", None, "3 weeks"),
    "credit-decision": ("ai", "marathon", 8, "24 months"),
    "east-valley-sis": ("edtech", "marathon", 14, "24 months"),
    "event-driven-personalisation": ("martech", "hybrid", None, ""),
    "knowledge-search": ("ai", "sprint", 4, "6 weeks"),
    "recommender": ("ai", "marathon", 10, "24 months"),
    "riverbend-assessment": ("edtech", "sprint", 4, "10 weeks"),
    "support-automation": ("ai", "hybrid", 7, "4 months"),
}


ELEVATED = {"acme-media-identity-graph"}
"""Samples whose pilot was elevated, which sets their override."""


@cache
def catalogue() -> Catalogue:
    return Catalogue()


def playbook(id: str) -> Playbook | None:
    found = catalogue().get(id)
    return found.playbook if found else None


@cache
def sample(name: str) -> tuple[Project, Playbook]:
    """Return a sample, read as a user's file would be, with its playbook."""
    data = (data_dir("sample_projects") / f"{name}.toml").read_bytes()
    project = read(data, f"{name}.toml", playbook, list(catalogue().all()))
    book = playbook(project.playbook)
    assert book
    return project, book


def dates(value: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dt.date]]:
    """Yield every date of a document with the keys that lead to it; a date that is a key stands for its entry."""
    if isinstance(value, dt.date):
        yield at, value
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(key, dt.date):
                yield (*at, "day"), key
            yield from dates(inner, (*at, str(key)))


def test_there_are_exactly_thirteen() -> None:
    found = {file.name for file in data_dir("sample_projects").iterdir()}
    assert found == {f"{name}.toml" for name in SOURCES}
    assert len(SOURCES) == 13
    assert len({sample(name)[0].name for name in SOURCES}) == 13


@pytest.mark.parametrize(("name", "source"), SOURCES.items(), ids=SOURCES)
def test_the_verdict_is_that_of_its_source(name: str, source: tuple[str, str, int | None, str]) -> None:
    project, book = sample(name)
    verdict = judge(project, book)
    weeks, months = project.length_weeks, project.length_months
    length = f"{weeks} weeks" if weeks else f"{months} months" if months else ""
    assert (project.playbook, verdict.pace, verdict.total, length) == source
    assert (verdict.effective, verdict.complete) == (verdict.pace, True)
    assert (project.override is not None) == (name in ELEVATED)
    assert verdict.blockers == ()
    assert [warning.text for warning in verdict.warnings if "missing" not in warning.text] == []
    if project.template:
        assert book.scenarios[project.template].pace == verdict.pace


@pytest.mark.parametrize("name", SOURCES)
def test_it_is_complete_and_says_why(name: str) -> None:
    project, book = sample(name)
    assert check(project, book) == []
    assert (project.id, project.playbook_digest, project.archived) == (None, None, False)
    assert project.owner
    assert project.summary
    assert project.scores.keys() == book.dimensions.keys()
    assert project.gates.keys() == book.gates.keys()
    assert all(score.why for score in project.scores.values())
    assert sum(not gate.why for gate in project.gates.values()) <= 1
    assert project.metrics
    assert project.related.keys() <= SOURCES.keys()


@pytest.mark.parametrize("name", SOURCES)
def test_it_goes_out_and_comes_in_again(name: str) -> None:
    project, book = sample(name)
    again = read(project_toml.write(project), "x.toml", lambda _: book, [])
    assert again == project
    written = tomllib.loads(project_toml.write(project).decode())
    assert Project.model_validate(written) == Project.model_validate_json(project_json.write(project)) == project


AHEAD = {"due", "date", "from"}
"""Keys of dates that may lie ahead; a sprint's start may as well."""


@pytest.mark.parametrize("name", SOURCES)
def test_it_is_set_on_the_day_of_the_demo(name: str) -> None:
    assert dt.date(2026, 11, 16) == DAY
    project, _ = sample(name)
    found = list(dates(project.document("python")))
    # What was agreed lies ahead, as what is planned does.
    told = [(at, day) for at, day in found if at[:2] != ("roadmap", "baseline")]
    later = [(at, day) for at, day in told if day > DAY and at[-1] not in AHEAD and at[0] != "sprints"]
    assert later == []
    assert project.start
    assert DAY - dt.timedelta(days=365) < project.start <= DAY
    assert all(dt.date(2026, 1, 1) <= day <= dt.date(2028, 12, 31) for _, day in found)
    recent = [day for at, day in found if DAY - dt.timedelta(days=21) <= day <= DAY]
    finished = project.pilot is not None and project.pilot.decision is not None
    assert recent or finished, "nothing happened in it lately"
    for sprint in project.sprints.values():
        assert sprint.start <= DAY or not sprint.done


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_done_says_when(name: str) -> None:
    project, _ = sample(name)
    ticks = [tick for items in project.checklists.values() for tick in items.values()]
    collections = (project.deliverables, project.sprints, project.milestones)
    entries: list[Any] = [*ticks, *(entry for collection in collections for entry in collection.values())]
    assert [entry for entry in entries if entry.on and not entry.done] == []
    assert [tick for tick in ticks if tick.done and not tick.on] == []


@pytest.mark.parametrize("name", SOURCES)
def test_its_health_and_what_comes_next_can_be_told(name: str) -> None:
    project, book = sample(name)
    row = summarise(project, book, judge(project, book))
    state, coming = health(row, DAY), next_date(row, DAY)
    assert state in HEALTHS
    assert (coming is None) == (state == "done")
    if coming:
        assert coming.what
        assert (coming.day < DAY) == coming.late == (state == "late")
        assert abs((coming.day - DAY).days) <= 60


def test_together_they_show_what_there_is_to_see() -> None:
    rows = [summarise(project, book, judge(project, book)) for project, book in map(sample, SOURCES)]
    assert {row["pace"] for row in rows} == {"sprint", "hybrid", "marathon"}
    assert {row["playbook"] for row in rows} == {"edtech", "martech", "ai"}
    assert {health(row, DAY) for row in rows} >= {"done", "late", "due", "on track"}
    assert {row["pilot"][2] for row in rows} == {"planned", "running", "closed"}
    assert len(select(rows, DAY)) == 13


def test_their_pilots_show_all_that_can_happen_to_one() -> None:
    advice, decided, weeks = {}, {}, {}
    for name in SOURCES:
        project, book = sample(name)
        box = pilot.time_box(project, book, judge(project, book).effective)
        if found := decision.recommend(project, book, DAY):
            advice[name] = found.decision
        if project.pilot and project.pilot.decision:
            decided[name] = project.pilot.decision.decision
        elif box.state == "running":
            weeks[name] = box.week(DAY)
    assert decided == {
        "acme-fintech-document-review": "scale", "acme-media-identity-graph": "elevate",
        "central-customer-identity": "stop",
    }  # fmt: skip
    assert {name: advice[name] for name in decided} == {
        "acme-fintech-document-review": "scale", "acme-media-identity-graph": "elevate",
        "central-customer-identity": "not-tested",
    }  # fmt: skip
    (first,) = sample("acme-media-identity-graph")[0].pilot.earlier.values()  # type: ignore[union-attr]
    assert first.decision == "iterate"
    assert weeks["knowledge-search"] == 3
    moved = {n for n in SOURCES if any(c.moved for c in pilot.criteria(*sample(n)))}
    assert moved == {"riverbend-assessment", "support-automation"}


def test_one_is_paused_by_its_budget() -> None:
    paused = {name: said for name in SOURCES if (said := budget.pause(sample(name)[0]))}
    assert list(paused) == ["event-driven-personalisation"]
    found = decision.recommend(*sample("event-driven-personalisation"), DAY)
    assert found
    assert found.decision == "iterate"
    assert found.because[0].startswith(
        "1 of 1 exit criteria met, but error_budget: overspent, 7 of 6 failed changes used"
    )


def test_their_people_show_an_unfilled_seat_and_every_tempo() -> None:
    paces = {name: judge(*sample(name)).effective for name in SOURCES}
    tempos = {name: tempo.tempo(*sample(name), paces[name]).state for name in SOURCES}
    assert set(tempos.values()) == {"agreed", "pulled", "against"}
    lacking = {name: [r.id for r in people.unfilled(*sample(name), paces[name])] for name in SOURCES}
    assert lacking["credit-decision"] == ["committee.platform"]
    assert lacking["east-valley-sis"] == lacking["riverbend-assessment"] == []
    raci = sample("east-valley-sis")[0].raci
    assert "data-governance" in raci


def test_their_risks_show_a_drill_overdue_runbooks_with_owners_and_costs() -> None:
    project, book = sample("central-customer-identity")
    row = summarise(project, book, judge(project, book))
    coming = next_date(row, DAY)
    assert (health(row, DAY), coming and coming.day) == ("late", dt.date(2026, 11, 14))
    assert len(project.drills["campaign-smoke"].reports) == 2
    for name in ("checkout-friction", "acme-media-identity-graph", "central-customer-identity"):
        made, playbook_of = sample(name)
        assert runbooks.lacking(made, playbook_of, judge(made, playbook_of).effective) == ()
    assert all(sample(name)[0].costs for name, source in SOURCES.items() if source[0] == "ai")
    ticked = {name for name in SOURCES if any(r.ticked for r in risks.register(*sample(name)))}
    assert len(ticked) >= 10


# What the cases of the sources say in figures


def test_riverbend() -> None:
    project, book = sample("riverbend-assessment")
    box = pilot.time_box(project, book, "sprint")
    assert (box.weeks, box.state) == (10, "running")
    assert "six mathematics teachers" in project.summary
    cut = project.metrics["prep-time-cut"]
    assert (cut.baseline, cut.target, cut.exit) == (0, 30, True)


def test_acme_fintech() -> None:
    review, _ = sample("acme-fintech-document-review")
    assert review.pilot
    assert (review.pilot.weeks, review.pilot.decision and review.pilot.decision.decision) == (6, "scale")
    assert max(review.metrics["review-time"].readings.items()) == (dt.date(2026, 6, 15), 65.0)
    assert max(review.metrics["triage-precision"].readings.items()) == (dt.date(2026, 6, 15), 90.0)
    scoring, _ = sample("acme-fintech-loan-scoring")
    assert list(scoring.related) == ["acme-fintech-document-review"]
    assert list(review.related) == ["acme-fintech-loan-scoring"]


def test_the_marathons_of_marketing() -> None:
    acme, central = sample("acme-media-identity-graph")[0].metrics, sample("central-customer-identity")[0].metrics
    assert (acme["time-to-rollout"].baseline, acme["time-to-rollout"].target) == (100, 25)
    assert acme["conversion-lift"].target == 17
    assert (central["campaign-setup-time"].baseline, central["campaign-setup-time"].target) == (100, 70)


def test_the_chain_of_sprints() -> None:
    sprints = sample("event-driven-personalisation")[0].sprints
    assert len(sprints) == 6
    assert {sprint.weeks for sprint in sprints.values()} == {2, 3}
    assert all(sprint.leaves for sprint in sprints.values())


def test_knowledge_search() -> None:
    time = sample("knowledge-search")[0].metrics["resolution-time"]
    assert time.baseline == 42
    assert pytest.approx(time.baseline * 0.7) == time.target


def test_east_valley() -> None:
    project, _ = sample("east-valley-sis")
    assert "40 schools" in project.summary
    assert len(project.sprints) == 3


@pytest.mark.parametrize("name", SOURCES)
def test_a_verdict_rests_on_no_other_field_than_it_says(name: str) -> None:
    project, book = sample(name)
    document = project.document()
    bare = Project.of({"format": document["format"], "name": "x", **{k: v for k, v in document.items() if k in READS}})
    assert judge(bare, book) == judge(project, book)
