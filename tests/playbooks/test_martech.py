"""The playbook for marketing technology against the facts of its method."""

from __future__ import annotations

import pytest

from .shipped import due, items, metrics, paces, phases, playbook

BOOK = playbook("martech")


def test_paces() -> None:
    assert paces(BOOK) == {
        "sprint": ("weeks", 1, 4, 3),
        "hybrid": ("weeks", 1, 4, 3),
        "marathon": ("months", 3, None, 12),
    }
    assert {pace: info.chain for pace, info in BOOK.paces.items()} == {"sprint": None, "hybrid": 4, "marathon": None}
    assert not any(info.override_only for info in BOOK.paces.values())


def test_rule() -> None:
    assert (BOOK.rule.kind, BOOK.dimensions, BOOK.maximum) == ("gates", {}, 0)
    assert {id: (gate.on, gate.forces) for id, gate in BOOK.gates.items()} == {
        "schema-change": (True, "marathon"),
        "identity-or-billing": (True, "marathon"),
        "cross-system": (True, "marathon"),
        "compliance": (True, "marathon"),
        "long-validation": (True, "marathon"),
        "rollback-in-timebox": (False, "marathon"),
        "reusable-piece": (True, "hybrid"),
    }


@pytest.mark.parametrize(
    ("gate", "facts"),
    [
        ("identity-or-billing", ["staged roll-out", "automated runbooks", "approved beforehand", "quick hacks"]),
        ("compliance", ["evidence", "platform work first"]),
        ("long-validation", ["split"]),
    ],
)
def test_what_a_gate_advises(gate: str, facts: list[str]) -> None:
    assert [fact for fact in facts if fact not in BOOK.gates[gate].advice] == []


def test_artifacts() -> None:
    assert {id: artifact.blocks for id, artifact in BOOK.artifacts.items()} == {
        "hypothesis": True,
        "telemetry": True,
        "rollback": True,
        "owner": True,
        "success-metric": False,
        "feature-flag": False,
        "audit-trail": False,
        "dependency-map": False,
    }
    assert BOOK.readiness_checklist == "sprint-readiness"
    assert "exact metric change" in BOOK.artifacts["hypothesis"].text
    assert "confidence level" in BOOK.artifacts["hypothesis"].text


def test_checklists() -> None:
    found = items(BOOK)
    assert list(found) == ["sprint-readiness", "pilot", "marathon-readiness", "debt", "plan-30", "plan-90", "plan-180"]
    assert found["sprint-readiness"] == list(BOOK.artifacts)
    assert found["pilot"] == ["hypothesis", "telemetry", "rollback", "flag", "effect", "findings", "debt"]
    assert found["marathon-readiness"] == [
        "phases", "compliance-artifacts", "automation-goals", "staffing", "milestones", "dependency-map",
    ]  # fmt: skip
    assert found["plan-90"] == ["three-sprints", "reusable-automation"]
    assert due(BOOK) == {"plan-30": 30, "plan-90": 90, "plan-180": 180}
    assert BOOK.checklists["marathon-readiness"].paces == ("marathon",)
    assert BOOK.checklists["sprint-readiness"].paces == ("sprint", "hybrid")


def test_metrics() -> None:
    assert metrics(BOOK, "sprint") == {
        "click-through-rate": "higher",
        "ab-lift": "higher",
        "conversion-lift": "higher",
        "incremental-revenue": "higher",
        "funnel-friction": "lower",
        "time-to-rollout": "lower",
    }
    long_run = metrics(BOOK, "marathon")
    assert {
        "churn": "lower", "ltv": "higher", "data-quality": "higher", "rpo": "lower", "rto": "lower",
        "campaign-setup-time": "lower", "downtime": "lower", "manual-effort": "lower",
    }.items() <= long_run.items()  # fmt: skip
    assert {"throughput", "error-budget"} <= set(BOOK.slos)


def test_iterations_and_milestones() -> None:
    assert BOOK.pilot.iterations_before_elevation == 2
    assert [milestone.week for milestone in BOOK.pilot.milestones.values()] == [1, 2]
    assert (BOOK.pilot.windows["chain-link"].min, BOOK.pilot.windows["chain-link"].max) == (2, 3)


def test_phases() -> None:
    assert phases(BOOK) == {"foundations": (0, 4), "platform": (4, 8), "productisation": (8, 12)}
    assert {"identity", "data-hygiene"} <= set(BOOK.phases["foundations"].deliverables)
    assert {"apis", "pipelines"} <= set(BOOK.phases["platform"].deliverables)
    assert "self-serve" in BOOK.phases["productisation"].deliverables
    assert BOOK.hybrid_phases == ("platform", "productisation")
    assert BOOK.demos == "quarter"


def test_runbooks_drills_and_messages() -> None:
    assert set(BOOK.runbooks) == {"sprint", "marathon"}
    assert {id: drill.every for id, drill in BOOK.drills.items()} == {
        "production-paths": "quarter",
        "campaign-smoke": "month",
    }
    assert {"sprint-incident", "long-outage", "stakeholder-update"} == set(BOOK.comms)
    assert {"engineers", "analysts", "creatives", "legal"} <= set(BOOK.roles)
    assert {"no-telemetry", "dependencies", "undocumented"} <= set(BOOK.pitfalls)


def test_cases() -> None:
    assert {id: case.pace for id, case in BOOK.cases.items()} == {
        "checkout-friction": "sprint",
        "acme-media": "marathon",
        "central-identity": "marathon",
        "event-driven": "hybrid",
    }
    facts = {
        "checkout-friction": ["Three weeks", "feature flags", "rollback"],
        "acme-media": ["Six months", "four times faster", "17 %"],
        "central-identity": ["Twelve months", "30 %", "lifetime value rose"],
        "event-driven": ["two to three weeks", "six sprints"],
    }
    for id, wanted in facts.items():
        said = f"{BOOK.cases[id].approach} {BOOK.cases[id].outcome}"
        assert [fact for fact in wanted if fact not in said] == [], id


def test_templates() -> None:
    assert {id: (s.pace, s.length_weeks, s.length_months) for id, s in BOOK.scenarios.items()} == {
        "checkout-experiment": ("sprint", 3, None),
        "identity-graph": ("marathon", None, 6),
        "central-identity": ("marathon", None, 12),
        "event-driven": ("hybrid", None, None),
        "campaign-pipeline": ("hybrid", None, None),
        "security-hardening": ("marathon", None, 6),
    }
    graph = BOOK.scenarios["identity-graph"].metrics
    assert (graph["time-to-rollout"].baseline, graph["time-to-rollout"].target) == (100, 25)
    assert graph["conversion-lift"].target == 17
    setup = BOOK.scenarios["central-identity"].metrics["campaign-setup-time"]
    assert (setup.baseline, setup.target) == (100, 70)


def test_what_the_source_leaves_open_is_said() -> None:
    assert {"artifact-lists", "core-systems", "phase-months", "sprint-length", "hybrid-length"} <= set(BOOK.notes)
