"""Stakeholders and their tempo, committee seats, sign-off, and messages that come round."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.books import MODERATE
from tests.core.pilots import kept
from tests.core.rows import MARATHON, project
from tests.playbooks.shipped import IDS, playbook

from paceplan.core import agenda, cadence, people, pilot, roadmap, signoff
from paceplan.core.check import check
from paceplan.core.errors import Refused
from paceplan.core.portfolio import health, next_date, summarise
from paceplan.core.project import Project
from paceplan.core.rule import PACES
from paceplan.core.tempo import outweighed, tempo
from paceplan.core.verdict import judge

AI = playbook("ai")
DAY = dt.date(2026, 11, 16)


def someone(influence: int, wants: str | None = None, **more: Any) -> dict[str, Any]:
    return {"name": f"N{influence}{wants}", "influence": influence, "wants": wants, **more}


def with_people(**found: dict[str, Any]) -> Project:
    return project(stakeholders=found)


# Stakeholders


def test_those_of_the_playbook_wait_to_be_mapped_behind_those_that_are() -> None:
    made = with_people(zoe=someone(2), legal={"name": "Our lawyers"}, adam={**someone(1), "order": 1})
    found = people.people(made, AI, "sprint")
    assert [(p.id, p.mapped) for p in found][:3] == [("legal", True), ("adam", True), ("zoe", True)]
    assert {p.id for p in found if not p.mapped} == AI.stakeholders.keys() - {"legal"}
    assert found[0].concern == AI.stakeholders["legal"].concern


@pytest.mark.parametrize(
    ("entry", "pace", "weight", "approach"),
    [
        (someone(3), "sprint", 0, "keep close"),
        (someone(3, concern="Cost"), "sprint", 1, "keep close"),
        (someone(3, "marathon", concern="Cost"), "sprint", 2, "win over"),
        (someone(2, "sprint", concern="Cost"), "sprint", 1, "keep close"),
        (someone(1, "marathon", concern="Cost", weight=0), "sprint", 0, "inform"),
        (someone(0, weight=3), "sprint", 3, "listen to"),
        (someone(1, "marathon"), None, 0, "inform"),
    ],
)
def test_where_somebody_stands_on_the_grid(entry: dict[str, Any], pace: str | None, weight: int, approach: str) -> None:
    one = next(p for p in people.people(with_people(zoe=entry), AI, pace) if p.id == "zoe")
    assert (one.weight, one.approach) == (weight, approach)


def test_they_are_mapped_described_and_taken_off() -> None:
    empty = project()
    legal = kept(empty, people.describe(empty, AI, stakeholder="legal", wants="marathon"), AI)
    assert legal.stakeholders["legal"].influence == AI.stakeholders["legal"].influence == 3
    joined = kept(legal, people.join(legal, AI, name="Works council", influence=2, stance="Wary"), AI)
    assert joined.stakeholders["works-council"].stance == "Wary"
    taken_up = people.join(empty, AI, name="legal & compliance")
    assert taken_up.stakeholders.keys() == {"legal"}
    plain = people.describe(legal, AI, stakeholder="legal", wants=None)
    assert plain.stakeholders["legal"].wants is None
    assert kept(joined, people.leave(joined, AI, stakeholder="legal"), AI).stakeholders.keys() == {"works-council"}


@pytest.mark.parametrize(
    ("action", "args", "says"),
    [
        (people.join, {"name": " "}, "a stakeholder needs a name"),
        (people.join, {"name": "MARKETING "}, "of this name is there already"),
        (people.describe, {"stakeholder": "legl"}, r"has no stakeholder 'legl' \(did you mean 'legal'\?\)"),
        (people.describe, {"stakeholder": "legal", "influence": 4}, "4 is no level; give 0, 1, 2 or 3"),
        (people.describe, {"stakeholder": "legal", "weight": True}, "is no level"),
        (people.describe, {"stakeholder": "legal", "wants": "stroll"}, "is no pace; give sprint, hybrid or marathon"),
        (people.describe, {"stakeholder": "legal", "name": ""}, "needs a name"),
        (people.leave, {"stakeholder": "legal"}, "has no mapped stakeholder"),
        (people.seat, {"seat": "leegal", "holder": "X"}, "did you mean 'legal'"),
        (signoff.sign, {"what": "wide", "accountable": "X"}, "has no sign-off or deliverable 'wide'"),
        (signoff.unsign, {"what": "pilot"}, "has no sign-off of its own for 'pilot'"),
        (cadence.tell, {"comms": "nothing"}, "has no message 'nothing'"),
        (cadence.tell, {"comms": "pilot-update", "every": "day"}, "is no rhythm; give week, month or quarter"),
        (cadence.announce, {"what": "", "every": "week"}, "needs a name"),
        (cadence.hush, {"comms": "pilot-update"}, "has no message of the project's own"),
    ],
)
def test_what_is_refused(action: Any, args: dict[str, Any], says: str) -> None:
    made = project(stakeholders={"marketing": someone(1) | {"name": "Marketing"}})
    with pytest.raises(Refused, match=says):
        action(made, AI, **args)


def test_a_field_that_there_is_not_is_a_fault_of_the_program() -> None:
    for action, args in (
        (people.describe, {"stakeholder": "legal", "age": 3}),
        (signoff.sign, {"what": "pilot", "helps": "X"}),
        (cadence.tell, {"comms": "pilot-update", "to": "X"}),
    ):
        with pytest.raises(TypeError):
            action(project(), AI, **args)


# Tempo


@pytest.mark.parametrize(
    ("wishes", "pace", "state", "summary"),
    [
        ([(3, None)], "sprint", "unknown", "no wanted pace is known yet"),
        ([(3, "sprint")], None, "unknown", "influence: 3 for a sprint"),
        ([(3, "sprint"), (1, None)], "sprint", "agreed", "influence: 3 for a sprint"),
        ([(3, "sprint"), (1, "marathon")], "sprint", "pulled", "influence: 3 for a sprint, 1 for a marathon"),
        ([(2, "marathon"), (2, "sprint")], "marathon", "pulled", "influence: 2 for a sprint, 2 for a marathon"),
        ([(2, "marathon"), (2, "sprint"), (1, "hybrid")], "marathon", "against",
         "influence: 2 for a sprint, 1 for a hybrid, 2 for a marathon"),
    ],
)  # fmt: skip
def test_the_tempo_is_weighed_by_influence(
    wishes: list[tuple[int, str | None]], pace: str | None, state: str, summary: str
) -> None:
    found = tempo(with_people(**{f"p{n}": someone(*wish) for n, wish in enumerate(wishes)}), AI, pace)
    assert (found.state, found.summary) == (state, summary)
    assert bool(outweighed(found)) == (state == "against")


@pytest.mark.parametrize("id", IDS)
def test_each_playbook_has_words_for_both_directions(id: str) -> None:
    book = playbook(id)
    assert book.tempo
    made = project(id, stakeholders={"a": someone(3, "sprint"), "b": someone(1, "marathon"), "c": someone(2)})
    found = tempo(made, book, "hybrid")
    assert [p.towards for p in found.pulls] == ["sooner", "later"]
    said = "\n".join(found.lines)
    for text in (book.tempo.sooner.means, book.tempo.later.remedy, "(influence 3 of 3) wants a sprint", "Not asked"):
        assert text in said
    assert found.as_json()["silent"] == ["c"]


def test_an_open_pace_and_agreement_are_said() -> None:
    made = with_people(a=someone(3, "sprint"))
    assert "still open" in tempo(made, AI, None).lines[0]
    assert "Everybody who said so wants a sprint." in tempo(made, AI, "sprint").lines
    assert "Ask each stakeholder" in tempo(project(), AI, "sprint").lines[0]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([*PACES, None])), max_size=7), st.sampled_from(PACES))
@MODERATE
def test_everybody_is_counted_once(wishes: list[tuple[int, str | None]], pace: str) -> None:
    found = tempo(with_people(**{f"p{n}": someone(*wish) for n, wish in enumerate(wishes)}), AI, pace)
    counted = [p.id for side in found.sides for p in side.people] + [p.id for p in found.silent]
    assert sorted(counted) == sorted(f"p{n}" for n in range(len(wishes)))
    assert sum(side.weight for side in found.sides) == sum(i for i, wants in wishes if wants)
    pulled = {p.id for pull in found.pulls for p in pull.people}
    assert pulled == {p.id for side in found.sides if side.pace != pace for p in side.people}


# The committee


def test_a_required_seat_that_nobody_holds_is_named_where_the_committee_has_a_part() -> None:
    edtech = playbook("edtech")
    made = project("edtech", committee={"it": "Technology", "finance": "Office"})
    required = {i for i, s in edtech.committee.seats.items() if s.required}  # type: ignore[union-attr]
    assert required == {"it", "curriculum", "legal", "teachers"}
    said = [(r.id, r.text) for r in people.unfilled(made, edtech, "sprint")]
    assert [i for i, _ in said] == ["committee.curriculum", "committee.legal", "committee.teachers"]
    assert said[0][1] == "nobody holds the seat Curriculum, which the Steering committee requires"
    assert people.unfilled(project("edtech"), edtech, "sprint") == ()
    assert len(people.unfilled(project("edtech"), edtech, "marathon")) == 4
    assert people.unfilled(project("martech"), playbook("martech"), "marathon") == ()


def test_seats_are_given_and_vacated_and_a_name_is_cleaned() -> None:
    made = kept(project(), people.seat(project(), AI, seat="legal", holder=" Head\x00 of\nlegal "), AI)
    assert made.committee == {"legal": "Head\ufffd of legal"}
    assert people.seat(made, AI, seat="legal", holder=" ").committee == {}


def test_an_unfilled_seat_is_no_date_and_leaves_the_health_alone() -> None:
    made = project(scores=MARATHON, committee={"legal": "X"})
    row = summarise(made, AI, judge(made, AI))
    assert "nobody holds" not in str(row)


# Sign-off


def roadmap_of(made: Project) -> roadmap.Plan | None:
    return roadmap.plan(made, AI, "marathon")


def test_decisions_and_deliverables_are_signed_off_by_exactly_one() -> None:
    made = project(scores=MARATHON, start="2026-01-05", deliverables={"data-contracts": {"owner": "Data owner"}})
    rows = {s.id: s for s in signoff.signoffs(made, AI, roadmap_of(made))}
    assert list(rows)[:2] == ["pilot", "wide-release"]
    assert rows["data-contracts"].responsible == "Data owner"
    assert rows["data-contracts"].deliverable
    assert signoff.broken(made, AI, roadmap_of(made)) == ()
    told = signoff.sign(made, AI, what="data-contracts", accountable="Head, Deputy", informed=["All"])
    said = signoff.broken(kept(made, told, AI), AI, roadmap_of(told))
    assert [(r.id, r.text) for r in said] == [
        ("raci.data-contracts", "more than one is accountable for Data contracts")
    ]
    told = signoff.sign(told, AI, what="data-contracts", accountable="Legal & compliance")
    assert signoff.broken(told, AI, roadmap_of(told)) == ()
    told = signoff.sign(told, AI, what="data-contracts", accountable="", informed=())
    assert told.raci == {}


def test_what_the_project_leaves_out_is_the_playbooks() -> None:
    told = signoff.sign(project(), AI, what="pilot", accountable="Head of search")
    (pilot_row, _) = signoff.signoffs(told, AI, None)
    assert (pilot_row.accountable, pilot_row.responsible) == ("Head of search", AI.raci["pilot"].responsible)
    assert signoff.unsign(told, AI, what="pilot").raci == {}
    assert signoff.find(told, AI, "wide RELEASE") == "wide-release"
    own = project(raci={"odd": {"responsible": "X"}})
    assert signoff.broken(own, AI, None)[0].text == "nobody is accountable for odd"
    assert check(own, AI) == []


# Messages


def turns_of(made: Project, book: Any = AI) -> list[cadence.Turn]:
    pace = judge(made, book).effective
    box = pilot.time_box(made, book, pace)
    return cadence.turns(made, book, pace, box, roadmap.plan(made, book, pace))


def messages_of(made: Project, book: Any = AI) -> dict[str, cadence.Message]:
    pace = judge(made, book).effective
    box, plan = pilot.time_box(made, book, pace), roadmap.plan(made, book, pace)
    return {m.id: m for m in cadence.messages(made, book, pace, box, plan, DAY)}


def test_a_message_of_the_projects_own_comes_round_from_its_day() -> None:
    first = dt.date(2026, 1, 31)
    made = cadence.announce(project(), AI, what="Note to the board", every="month", from_=first, audience="Board")
    kept(project(), made, AI)
    (turn,) = [t for t in turns_of(made) if t.id == "note-to-the-board"]
    assert turn == ("comms", "note-to-the-board", "Note to the board", "month", first, None)
    assert messages_of(made)["note-to-the-board"].next == dt.date(2026, 11, 30)
    moved = cadence.tell(made, AI, comms="note-to-the-board", every="quarter")
    assert messages_of(moved)["note-to-the-board"].next == dt.date(2027, 1, 31)
    with pytest.raises(Refused, match="needs to say what it is"):
        cadence.tell(made, AI, comms="note-to-the-board", what=" ")
    assert cadence.hush(made, AI, comms="note-to-the-board").comms == {}


def test_what_comes_round_is_never_late() -> None:
    made = cadence.announce(project(), AI, what="Note", every="week", from_=dt.date(2026, 1, 1))
    row = summarise(made, AI, judge(made, AI))
    assert (health(row, DAY), next_date(row, DAY)) == ("on track", None)
    assert [(e.day, e.what, e.every) for e in agenda.of([row], DAY)] == [(dt.date(2026, 11, 19), "Note", "week")]


def test_templates_for_an_event_stand_behind_what_recurs_and_can_be_given_a_rhythm() -> None:
    found = messages_of(project(start="2026-01-05", scores=MARATHON))
    assert list(found) == ["pilot-update", "committee-pack", "go-no-go", "incident"]
    assert (found["incident"].every, found["incident"].next) == (None, None)
    assert len(found["incident"].template) == 5
    assert not found["pilot-update"].wanted
    given_one = cadence.tell(project(start="2026-01-05", scores=MARATHON), AI, comms="incident", every="quarter")
    assert messages_of(given_one)["incident"].next == dt.date(2027, 1, 5)


def test_a_first_day_can_be_taken_back() -> None:
    made = cadence.tell(project(start="2026-01-05", scores=MARATHON), AI, comms="committee-pack", from_=DAY)
    assert messages_of(made)["committee-pack"].first == DAY
    again = cadence.tell(made, AI, comms="committee-pack", from_=None)
    assert messages_of(again)["committee-pack"].first is None
