"""Own phases, deliverables, sprints and milestones: added, changed, moved, removed; and what is doubtful of them."""

from __future__ import annotations

from typing import Any

import pytest

from paceplan.core import planning, roadmap
from paceplan.core.check import check
from paceplan.core.doubts import doubts
from paceplan.core.errors import Refused
from paceplan.core.occasions import occasions

from .books import shipped
from .plans import HYBRID, MARATHON, START, D, made, planned

BOOK = shipped("edtech")
OWN: dict[str, Any] = MARATHON | {
    "phases": {"after": {"name": "After", "months": 2}},
    "deliverables": {
        "report": {"name": "Report", "phase": "after", "due": D(2029, 2, 1)},
        "figures": {"name": "Figures", "phase": "after"},
        "systems-map": {"done": True, "on": START},
    },
    "sprints": {"spike": {"name": "Spike", "phase": "foundation", "start": START, "weeks": 2, "de_risks": "figures"}},
    "milestones": {"vote": {"name": "Vote", "date": D(2026, 9, 15)}},
}


def put(item: str, content: dict[str, Any] | None = None, **fields: Any) -> Any:
    return planning.put(made(**(content or OWN)), BOOK, item=item, fields=fields)


def test_whatever_is_added_stands_in_the_plan() -> None:
    project = put("phases.close", name="Close")
    project = planning.put(project, BOOK, item="deliverables.x", fields={
        "name": "X", "phase": "close", "owner": "IT", "due": D(2029, 3, 1), "evidence": "file", "note": "two\nlines",
        "needs": ("systems-map", "report"),
    })  # fmt: skip
    project = planning.put(project, BOOK, item="milestones.y", fields={"name": "Y", "date": D(2029, 3, 2)})
    plan = planned(project)
    close = plan.phases[-1]
    assert (close.id, close.own) == ("close", True)
    (state,) = close.deliverables
    assert (state.owner, state.due, state.evidence, state.needs) == (
        "IT", D(2029, 3, 1), "file", ("systems-map", "report"),
    )  # fmt: skip
    assert state.missing_needs == ("report",)
    assert "y" in [m.id for m in plan.milestones]
    assert check(project, BOOK) == []


def test_a_value_taken_away_is_the_playbooks_again() -> None:
    project = put("deliverables.systems-map", owner="IT", name="Map")
    again = planning.put(project, BOOK, item="deliverables.systems-map", fields={"owner": None, "name": None})
    assert again == made(**OWN)
    bare = planning.put(made(**MARATHON), BOOK, item="deliverables.systems-map", fields={"owner": None})
    assert bare == made(**MARATHON)


@pytest.mark.parametrize(
    ("item", "fields", "words"),
    [
        ("deliverables.x", {"name": "X"}, "deliverables.x.phase: a deliverable of your own needs name and phase"),
        ("deliverables.x", {"name": " ", "phase": "after"}, "give its name"),
        ("deliverables.x", {"name": "X", "phase": "nope"}, "deliverables.x.phase: no phase 'nope' in this roadmap; it"),
        ("deliverables.figures", {"needs": ("reprot",)}, "no deliverable 'reprot'; did you mean report"),
        ("deliverables.figures", {"colour": "red"}, "no such field; there are name, phase, owner"),
        ("deliverables.A b", {"name": "X", "phase": "after"}, "is no id"),
        ("milestones.y", {"name": "Y"}, "milestones.y.date: a milestone of your own needs name and date"),
        ("phases.z", {"months": 2}, "phases.z.name: a phase of your own needs name"),
        ("phases.after", {"waits_for": ("pilot",)}, "or 'pilots'"),
        ("sprints.spike", {"weeks": 0}, "sprints.spike.weeks: 0 will not do"),
        ("sprints.spike", {"decision": "perhaps"}, "sprints.spike.decision"),
        ("weather.sun", {}, "give deliverables.ID"),
    ],
)
def test_what_will_not_do_is_refused_with_its_place(item: str, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused) as refused:
        put(item, **fields)
    assert words in refused.value.message


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("deliverables.roll-out", "comes with the playbook"),
        ("foundation", "comes with the playbook"),
        ("after", "deliverables.report, deliverables.figures hold on to it"),
        ("figures", "sprints.spike hold on to it"),
        ("nothing", "no phase, deliverable, sprint or milestone 'nothing'"),
    ],
)
def test_what_others_hold_on_to_stays(item: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        planning.remove(made(**OWN), BOOK, item=item)
    assert words in refused.value.message


@pytest.mark.parametrize("item", ["spike", "vote", "report", "Report", "sprints.spike"])
def test_own_things_are_removed(item: str) -> None:
    removed = planning.remove(made(**OWN), BOOK, item=item)
    key = item.rpartition(".")[2].lower()
    assert not any(key in getattr(removed, name) for name in ("sprints", "milestones", "deliverables"))


def test_whatever_has_a_date_is_moved() -> None:
    project = made(**OWN)
    for item, collection, field in (
        ("report", "deliverables", "due"), ("spike", "sprints", "start"), ("vote", "milestones", "date"),
    ):  # fmt: skip
        moved = planning.move(project, BOOK, item=item, days=9)
        before, after = (getattr(getattr(p, collection)[item], field) for p in (project, moved))
        assert (after - before).days == 9
    assert planned(planning.move(project, BOOK, item="foundation", days=7)).phases[0].start == D(2026, 1, 12)
    for item, words in (("figures", "has no date to move"), ("systems-map", "has no date"), ("coaching", "no date")):
        with pytest.raises(Refused, match=words):
            planning.move(project, BOOK, item=item, days=7)
    done = roadmap.finish(project, BOOK, item="vote", on=START)
    with pytest.raises(Refused, match="what is over is not moved"):
        planning.move(done, BOOK, item="vote", days=7)


# What is waited for


def test_a_phase_says_what_it_waits_for_until_when() -> None:
    nested = {
        "one": {"name": "One", "phase": "pilot-iterate", "start": D(2026, 8, 3), "weeks": 6, "done": True},
        "two": {"name": "Two", "phase": "pilot-iterate", "start": D(2026, 10, 5), "weeks": 6},
    }
    content = MARATHON | {"sprints": nested, "deliverables": {"security-review": {"due": D(2027, 1, 22)}}}
    waits = planned(made(**content)).phases[2].waits
    assert [(w.id, w.due) for w in waits] == [("pilots", D(2026, 11, 16)), ("security-review", D(2027, 1, 22))]
    assert waits[0].detail == "Two is open"
    stopped = content | {"sprints": {i: s | {"done": True} for i, s in nested.items()}}
    assert [w.id for w in planned(made(**stopped)).phases[2].waits] == ["security-review"]
    stopped["sprints"]["two"]["decision"] = "stop"
    assert planned(made(**stopped)).phases[2].waits[0].detail == "Two was decided stop"
    alone = planned(made(**MARATHON)).phases[2].waits[0]
    assert alone.detail == "no sprint is nested in a phase yet"


def test_a_sprint_closes_with_a_decision_that_a_gate_counts() -> None:
    project = roadmap.finish(made(**OWN), BOOK, item="spike", on=START, decision="stop")
    assert project.sprints["spike"].decision == "stop"
    assert planned(project).phases[2].waits[0].detail == "Spike was decided stop"
    assert roadmap.finish(project, BOOK, item="spike", on=START, undo=True) == made(**OWN)


# What is doubtful


@pytest.mark.parametrize(
    ("start", "weeks", "words"),
    [
        (D(2026, 1, 4), 2, "starts on 2026-01-04, before its phase Foundation does on 2026-01-05"),
        (D(2026, 6, 29), 1, "closes on 2026-07-06, after its phase Foundation ends on 2026-07-04"),
        (D(2026, 7, 6), 1, "starts on 2026-07-06, after its phase Foundation ends on 2026-07-04"),
        (D(2026, 1, 5), 2, ""),
    ],
)
def test_a_sprint_outside_its_phase_is_said_with_place_and_reason(start: Any, weeks: int, words: str) -> None:
    sprint = {"name": "S", "phase": "foundation", "start": start, "weeks": weeks}
    found = doubts(planned(made(**MARATHON | {"sprints": {"s": sprint}})), START)
    assert [d.path for d in found] == ([("sprints", "s")] if words else [])
    assert all(words in d.message for d in found)


def test_dates_that_cannot_hold_are_said() -> None:
    content = MARATHON | {
        "deliverables": {
            "systems-map": {"due": D(2026, 5, 1)}, "data-governance": {"due": D(2026, 4, 1)},
            "security-review": {"due": D(2027, 8, 1)}, "steering-committee": {"due": D(2026, 7, 5)},
        },
    }  # fmt: skip
    found = {".".join(d.path): d.message for d in doubts(planned(made(**content)), START)}
    assert "before what it needs: Systems map, on 2026-05-01" in found["deliverables.data-governance.due"]
    assert "after its phase Foundation ends on 2026-07-04" in found["deliverables.steering-committee.due"]
    assert "before what it waits for: Security review, on 2027-08-01" in found["phases.scale-embed.waits_for"]
    late = {".".join(d.path): d.message for d in doubts(planned(made(**content)), D(2027, 7, 5))}
    assert "was to start on 2027-07-05 and still waits for" in late["phases.scale-embed.waits_for"]


# What lays itself out, what an auditor asks for, and the pieces


def test_demos_and_meetings_lay_themselves_out() -> None:
    project = made("martech", start=D(2026, 1, 31))
    demo, *_ = occasions(shipped("martech"), planned(project), "marathon")
    assert demo.days == (D(2026, 4, 30), D(2026, 7, 31), D(2026, 10, 31))
    assert demo.next(D(2026, 5, 1)) == D(2026, 7, 31)
    board = occasions(BOOK, planned(made()), "marathon")[-1]
    assert (board.kind, board.every, len(board.days), board.days[0]) == ("meeting", "month", 36, START)
    assert occasions(BOOK, planned(made(milestones={"m": {"name": "M", "date": START}}), "sprint"), "sprint") == ()


def test_a_milestone_is_an_audit_deliverable() -> None:
    book = shipped("martech")
    project = made("martech", milestones={"m": {"name": "M", "date": START, "done": True, "on": START}})
    (milestone,) = planned(project).milestones
    assert milestone.lacks == ("Decision logged", "Configuration", "Runbook", "Drill log")
    (doubt,) = [d for d in doubts(planned(project), START) if d.path[0] == "milestones"]
    assert "is done without Decision logged, Configuration" in doubt.message
    for kind in book.audit:
        project = planning.attest(project, book, milestone="m", kind=kind, where=f"file {kind}")
    assert planned(project).milestones[0].lacks == ()
    project = planning.attest(project, book, milestone="M", kind="runbook", where="")
    assert planned(project).milestones[0].lacks == ("Runbook",)
    with pytest.raises(Refused, match="no kind of evidence 'photo'"):
        planning.attest(project, book, milestone="m", kind="photo", where="x")
    bad = made("edtech", milestones={"m": {"name": "M", "date": START, "audit": {"decision": "x"}}})
    assert [p.path for p in check(bad, BOOK)] == [("milestones", "m", "audit", "decision")]


def test_a_chain_piles_up_its_pieces() -> None:
    links = {
        f"s{n}": {"name": f"S{n}", "start": D(2026, 1, 5 + 7 * n), "weeks": 1, "leaves": f"piece {n}", "done": n < 2}
        for n in range(3)
    }
    links["s1"]["decision"] = "stop"
    plan = planned(made("martech", **HYBRID, sprints=links), "hybrid")
    assert [(p.text, p.there) for p in plan.pieces] == [("piece 0", True), ("piece 1", False), ("piece 2", False)]
