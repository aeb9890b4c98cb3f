"""The playbook for school districts against the facts of its method."""

from __future__ import annotations

import pytest

from .shipped import due, everything, items, metrics, paces, phases, playbook

BOOK = playbook("edtech")


def test_paces() -> None:
    assert paces(BOOK) == {
        "sprint": ("weeks", 6, 12, 10),
        "hybrid": ("months", 9, 36, 36),
        "marathon": ("months", 9, 36, 36),
    }
    assert [pace for pace, info in BOOK.paces.items() if info.override_only] == ["hybrid"]
    assert BOOK.hybrid_phases == ()


def test_rule() -> None:
    rule = BOOK.rule
    assert (rule.kind, rule.lean_at, rule.marathon_at, BOOK.maximum) == ("count", 2, 3, 15)
    assert rule.disagree
    assert (rule.disagree.marathon_total_at_most, rule.disagree.sprint_total_at_least) == (7, 8)
    assert (BOOK.gates, BOOK.artifacts) == ({}, {})


def test_dimensions() -> None:
    assert {id: dimension.favours for id, dimension in BOOK.dimensions.items()} == {
        "strategic-impact": "marathon",
        "data-sensitivity": "marathon",
        "interoperability": "marathon",
        "readiness": "sprint",
        "procurement": "marathon",
    }
    advice = BOOK.dimensions["readiness"].advice
    assert set(advice) == {"0", "1"}
    assert all("PD" in text and "coach" in text for text in advice.values())


@pytest.mark.parametrize(
    ("dimension", "lowest", "highest"),
    [
        ("strategic-impact", "vocabulary tutor", "assessment core"),
        ("data-sensitivity", "Anonymised practice data", "permanent student records"),
        ("interoperability", "CSV", "SIS and LMS integration"),
        ("readiness", "exhausted", "bandwidth"),
        ("procurement", "cooperative contract", "long RFP"),
    ],
)
def test_ends_of_the_scale(dimension: str, lowest: str, highest: str) -> None:
    levels = BOOK.dimensions[dimension].levels
    assert lowest in levels[0]
    assert highest in levels[3]


def test_checklists() -> None:
    assert list(BOOK.checklists) == ["pilot", "change", "data", "workforce", "plan-30", "plan-90", "plan-365", "final"]
    assert items(BOOK)["pilot"] == ["problem", "metrics", "scope", "timebox", "training", "data", "decision"]
    assert due(BOOK) == {"plan-30": 30, "plan-90": 90, "plan-365": 365}
    assert [len(ids) for ids in items(BOOK).values()] == [7, 6, 6, 5, 3, 3, 4, 5]
    assert items(BOOK)["final"] == ["scored", "criteria", "committee", "vendor", "capacity"]


@pytest.mark.parametrize(
    ("item", "facts"),
    [
        ("pilot.scope", ["2-4 classrooms", "1-2 grade bands", "SSO", "read-only roster"]),
        ("pilot.timebox", ["6 to 12 weeks", "weeks 2, 4 and 8"]),
        ("pilot.training", ["60-minute", "1:1 office hours"]),
        ("pilot.data", ["usage logs", "surveys", "interviews", "after week 4"]),
        ("pilot.decision", ["beforehand", "scale", "iterate", "terminate"]),
        ("change.stakeholder-map", ["school leaders", "union contacts", "parent groups", "influence"]),
        ("change.cadence", ["weekly pilot update", "monthly newsletter", "quarterly town hall"]),
        ("change.coaching", ["1:1", "weeks 1 to 8", "peers"]),
        ("change.feedback", ["chat", "survey", "15-minute stop-the-line", "what changed because of them"]),
        ("data.standards", ["Ed-Fi", "OneRoster", "LTI"]),
        ("data.identity", ["SAML", "OIDC", "role"]),
        ("workforce.roles", ["coach", "data steward", "vendor integrator"]),
        ("workforce.freed-time", ["no job is lost"]),
        ("final.scored", ["impact", "data sensitivity", "readiness", "procurement", "its reason"]),
    ],
)
def test_what_an_item_asks(item: str, facts: list[str]) -> None:
    list_id, item_id = item.split(".")
    text = BOOK.checklists[list_id].items[item_id].text
    assert [fact for fact in facts if fact not in text] == []


def test_metrics() -> None:
    assert metrics(BOOK, "pilot") == {
        "minutes-saved": "higher",
        "lessons-using": "higher",
        "satisfaction": "higher",
        "incidents": "lower",
        "adoption": "higher",
        "score-gain": "higher",
        "teacher-nps": "higher",
        "engagement": "higher",
    }
    assert list(metrics(BOOK, "marathon")) == ["roi", "uptime", "data-quality", "role-shift", "vendors"]
    assert {BOOK.metrics[id].read for id in metrics(BOOK, "marathon")} == {"quarter"}
    assert (BOOK.metrics["minutes-saved"].unit, BOOK.metrics["satisfaction"].unit) == ("min", "of 10")


def test_milestones() -> None:
    assert [milestone.week for milestone in BOOK.pilot.milestones.values()] == [2, 4, 8]


def test_phases() -> None:
    assert phases(BOOK) == {"foundation": (0, 6), "pilot-iterate": (6, 18), "scale-embed": (18, 36)}
    assert {id: phase.waits_for for id, phase in BOOK.phases.items() if phase.waits_for} == {
        "scale-embed": ("pilots", "security-review")
    }
    assert {id: list(phase.deliverables) for id, phase in BOOK.phases.items()} == {
        "foundation": ["steering-committee", "systems-map", "data-governance", "integration-architecture"],
        "pilot-iterate": ["enterprise-spec", "automation", "micro-credentials", "security-review"],
        "scale-embed": ["roll-out", "role-shift", "coaching", "kpi-review", "contracts"],
    }
    assert (BOOK.demos, BOOK.demo_name) == ("quarter", "KPI review")


def test_people() -> None:
    committee = BOOK.committee
    assert committee
    assert committee.meets == "month"
    assert {id: seat.required for id, seat in committee.seats.items()} == {
        "it": True,
        "curriculum": True,
        "assessment": False,
        "legal": True,
        "finance": False,
        "teachers": True,
    }
    assert set(BOOK.stakeholders) == {"school-leaders", "teachers", "union", "parents"}
    assert {id: message.every for id, message in BOOK.comms.items() if message.every} == {
        "pilot-update": "week",
        "newsletter": "month",
        "town-hall": "quarter",
    }
    assert BOOK.workshop_minutes == 10


def test_pitfalls_and_cases() -> None:
    assert list(BOOK.pitfalls) == ["early-scope", "no-pd", "weak-governance", "no-exit-criteria", "capacity-unused"]
    assert {id: case.pace for id, case in BOOK.cases.items()} == {"riverbend": "sprint", "east-valley": "marathon"}
    riverbend, valley = (f"{case.context} {case.approach} {case.outcome}" for case in BOOK.cases.values())
    for fact in ("Ten weeks", "6 mathematics teachers", "read-only roster", "30-40 %", "Two teachers became champions"):
        assert fact in riverbend
    for fact in ("40 schools", "Twenty-four months", "three feeder patterns", "Fewer incidents", "up front"):
        assert fact in valley


def test_what_the_source_leaves_open_is_said() -> None:
    assert {"lost-heading", "readiness-heading", "scale", "count-decides", "hybrid", "committee-meets"} <= set(
        BOOK.notes
    )
    assert "lay-offs" in everything(BOOK)
