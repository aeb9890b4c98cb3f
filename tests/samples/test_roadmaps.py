"""Together the samples show what a roadmap can be: slipped, chained, gated, elevated, agreed and audited."""

from __future__ import annotations

import pytest
from tests.samples.test_samples import SOURCES, sample

from paceplan.core import elevation
from paceplan.core.roadmap_block import Overview, overview
from paceplan.core.verdict import effective_pace
from paceplan.demo import DAY


def seen(name: str) -> Overview:
    project, book = sample(name)
    found = overview(project, book, effective_pace(project, book), DAY)
    assert found is not None
    return found


def test_a_marathon_with_two_nested_sprints_and_a_slipped_phase() -> None:
    found = seen("central-customer-identity")
    assert [s.phase for s in found.plan.sprints] == ["foundations", "platform"]
    assert all(s.de_risks and s.leaves for s in found.plan.sprints)
    slipped = found.drift("phase", "platform")
    assert slipped is not None
    assert (slipped.days, str(slipped.since)) == (14, "2026-09-24")
    assert slipped.why[0].startswith("CRM owners approved")
    followed = found.drift("phase", "productisation")
    assert followed is not None
    assert followed.days == 14
    assert followed.why[0].startswith("Platform: CRM owners")
    assert found.end_drift == 14
    assert found.drift("phase", "foundations") is None


def test_a_chain_that_has_piled_up_its_pieces() -> None:
    found = seen("event-driven-personalisation")
    assert found.plan.phases == ()
    assert len([p for p in found.plan.pieces if p.there]) >= 3
    replay = found.drift("sprint", "replay")
    assert replay is not None
    assert (replay.days, len(replay.why)) == (7, 1)


def test_a_gated_phase_that_waits() -> None:
    (waiting,) = [p for p in seen("east-valley-sis").plan.phases if p.waits]
    assert [w.id for w in waiting.waits] == ["pilots", "security-review"]
    assert all(w.due for w in waiting.waits)


def test_an_elevated_sprint_and_one_that_could_be() -> None:
    project, book = sample("acme-media-identity-graph")
    assert project.pilot
    assert project.pilot.decision
    assert project.pilot.decision.decision == "elevate"
    assert elevation.trip_wires(project, book, DAY) == ()
    tripped = {n: [w.id for w in elevation.trip_wires(*sample(n), DAY)] for n in SOURCES}
    assert {n: ids for n, ids in tripped.items() if ids} == {"event-driven-personalisation": ["error-budget"]}


@pytest.mark.parametrize("name", [n for n in SOURCES if (r := sample(n)[0].roadmap) and r.agreed])
def test_what_is_agreed_has_its_baseline(name: str) -> None:
    found = seen(name)
    assert found.end_agreed
    for drift in found.drifts:
        if drift.state == "moved" and not drift.done:
            assert drift.why, drift.name


def test_milestones_that_were_reached_show_their_evidence() -> None:
    lacking: dict[str, tuple[str, ...]] = {}
    for name in ("central-customer-identity", "event-driven-personalisation", "acme-media-identity-graph"):
        lacking |= {f"{name}.{m.id}": m.lacks for m in seen(name).plan.milestones if m.done and m.lacks}
    assert lacking == {"central-customer-identity.crm-on-key": ("Drill log",)}
