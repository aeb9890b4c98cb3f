"""The playbook for enterprise AI against the facts of its method."""

from __future__ import annotations

import pytest

from .shipped import items, metrics, paces, phases, playbook

BOOK = playbook("ai")
STEPS = ["outcome", "classify", "scope", "metrics", "mvp", "evaluate", "decide", "operationalise"]


def test_paces() -> None:
    assert paces(BOOK) == {
        "sprint": ("weeks", 2, 8, 6),
        "hybrid": ("months", 2, 6, 4),
        "marathon": ("months", 3, 24, 24),
    }
    assert not any(info.override_only or info.chain for info in BOOK.paces.values())


def test_rule() -> None:
    assert (BOOK.rule.kind, BOOK.maximum) == ("bands", 12)
    assert {pace: (band.low, band.high) for pace, band in BOOK.rule.bands.items()} == {
        "sprint": (0, 4),
        "hybrid": (5, 8),
        "marathon": (9, 12),
    }
    assert {id: dimension.favours for id, dimension in BOOK.dimensions.items()} == {
        "risk-compliance": "marathon",
        "data-maturity": "sprint",
        "integration-complexity": "marathon",
        "business-impact": "marathon",
    }
    assert {id: (gate.on, gate.forces) for id, gate in BOOK.gates.items()} == {"regulated-decision": (True, "marathon")}
    assert BOOK.artifacts == {}


@pytest.mark.parametrize(
    ("dimension", "lowest", "highest"),
    [
        ("risk-compliance", "no personal data", "regulated"),
        ("data-maturity", "label", "lineage"),
        ("integration-complexity", "elf-contained", "API"),
        ("business-impact", "internal", "evenue"),
    ],
)
def test_ends_of_the_scale(dimension: str, lowest: str, highest: str) -> None:
    levels = BOOK.dimensions[dimension].levels
    assert lowest in levels[0]
    assert highest in levels[3]


def test_the_gate_asks_whether_the_system_itself_decides() -> None:
    gate = BOOK.gates["regulated-decision"]
    assert "itself" in gate.text
    assert [kind for kind in ("credit", "clinical", "legal") if kind not in gate.text] == []


def test_the_eight_steps() -> None:
    assert list(BOOK.steps) == STEPS
    assert items(BOOK)["pilot"] == STEPS[:-1]
    assert {id: step.phase for id, step in BOOK.steps.items()} == {
        "outcome": "frame", "classify": "frame", "scope": "frame", "metrics": "metrics-data", "mvp": "build",
        "evaluate": "pilot-decide", "decide": "pilot-decide", "operationalise": "operationalise",
    }  # fmt: skip


def test_phases() -> None:
    assert phases(BOOK) == {
        "frame": (0, 2),
        "metrics-data": (2, 6),
        "build": (6, 12),
        "pilot-decide": (12, 18),
        "operationalise": (18, 24),
    }
    assert BOOK.hybrid_phases == ("operationalise",)
    assert {"data-contracts", "lineage", "golden-set"} <= set(BOOK.phases["metrics-data"].deliverables)
    assert {"guardrails", "logging", "opt-out", "regression-tests"} <= set(BOOK.phases["build"].deliverables)
    assert {"shadow-canary", "go-no-go", "rollback-plan"} <= set(BOOK.phases["pilot-decide"].deliverables)
    assert list(BOOK.phases["operationalise"].deliverables) == [
        "retraining", "observability", "cost-controls", "governance", "incident-response",
    ]  # fmt: skip
    assert "pilots" in BOOK.phases["operationalise"].waits_for


def test_checklists() -> None:
    assert list(BOOK.checklists) == ["pilot", "takeaways", "metrics-engineering", "governance"]
    assert items(BOOK)["takeaways"] == ["classified", "slos-with-kpis", "low-risk-first", "observability", "way-back"]
    assert {"pair", "budget", "holdout", "dashboards", "audits", "golden-set", "drift", "labelling"} == set(
        items(BOOK)["metrics-engineering"]
    )


def test_windows() -> None:
    assert {id: (window.min, window.max) for id, window in BOOK.pilot.windows.items()} == {
        "general": (2, 12),
        "shadow": (4, 8),
        "canary": (12, None),
    }


def test_templates() -> None:
    assert {id: scenario.pace for id, scenario in BOOK.scenarios.items()} == {
        "knowledge-search": "sprint",
        "support-automation": "hybrid",
        "personalisation": "hybrid",
        "recommender": "marathon",
        "high-risk-decision": "marathon",
    }
    assert [id for id, scenario in BOOK.scenarios.items() if scenario.gates["regulated-decision"]] == [
        "high-risk-decision"
    ]
    search = BOOK.scenarios["knowledge-search"].metrics["resolution-time"]
    assert (search.baseline, search.target, search.exit, search.surrogate) == (100, 70, True, "precision-at-k")


@pytest.mark.parametrize(
    ("template", "facts"),
    [
        (
            "knowledge-search",
            ["30 % less", "Internal users only", "ask a person", "Precision@k", "Thumbs", "golden set"],
        ),
        ("support-automation", ["Triage", "templated", "confidence threshold", "4 to 8 weeks", "CSAT", "every week"]),
        ("personalisation", ["single channel", "Lift", "day zero", "one audience segment", "cohort", "Cost of each"]),
        ("recommender", ["phases", "One owner", "fairness", "12 weeks or more", "daily active users", "MAP and NDCG"]),
        (
            "high-risk-decision",
            ["model cards", "from the design on", "audit trail", "disputes", "red-team", "Recourse"],
        ),
    ],
)
def test_what_a_template_advises(template: str, facts: list[str]) -> None:
    scenario = BOOK.scenarios[template]
    said = " ".join([*scenario.prioritisation, *scenario.controls, *scenario.measures])
    assert [fact for fact in facts if fact not in said] == []


def test_metrics_and_objectives() -> None:
    assert set(BOOK.slos) == {"latency", "accuracy", "hallucination-rate", "cost-per-inference"}
    guardrails = {id for id, metric in BOOK.metrics.items() if metric.guardrail}
    assert {"dau", "conversion", "complaints", "fairness-gap"} <= guardrails
    model = metrics(BOOK, "model")
    assert {"precision-at-k": "higher", "map": "higher", "ndcg": "higher", "drift": "lower"}.items() <= model.items()
    assert BOOK.metrics["resolution-time"].surrogate == "precision-at-k"


def test_risks_and_their_guardrails() -> None:
    assert {id: set(risk.guardrails) for id, risk in BOOK.risks.items()} == {
        "hallucination": {"attribution", "retrieval", "prompts"},
        "data-leakage": {"contracts", "masking", "hosting"},
        "compliance": {"model-card", "dpia", "audit-log"},
        "cost-overrun": {"tokens", "batching", "caching"},
        "vendor-lock-in": {"adapter", "portability"},
    }


def test_people() -> None:
    committee = BOOK.committee
    assert committee
    assert committee.meets == "quarter"
    assert set(committee.seats) == {"executives", "legal", "product", "platform"}
    assert set(BOOK.raci) == {"pilot", "wide-release"}
    assert BOOK.cost_in_proposal
    assert "go-no-go" in BOOK.practices


def test_cases() -> None:
    assert [case.pace for case in BOOK.cases.values()] == ["sprint", "marathon"]
    sprint, marathon = (f"{case.approach} {case.outcome}" for case in BOOK.cases.values())
    assert [fact for fact in ("6 weeks", "35 %", "90 %", "internal") if fact not in sprint] == []
    wanted = ("12-month", "data contracts", "regulatory review", "independent", "every week", "edge cases")
    assert [fact for fact in wanted if fact not in marathon] == []
