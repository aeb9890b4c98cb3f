"""Reviews of checklists: answers, what blocks, signing, and what changed since the last one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rows import project
from tests.playbooks.shipped import IDS, playbook

from paceplan.core import checklists, review, scoring
from paceplan.core.check import check
from paceplan.core.entries import Answer, Review
from paceplan.core.errors import Refused
from paceplan.core.project import Project

DAY = dt.date(2026, 2, 10)
LISTS = [(book, id) for book in IDS for id in playbook(book).checklists]
BOOK = playbook("edtech")


def answered(made: Project, book: str, id: str, *oks: bool | None, on: dt.date = DAY) -> Project:
    """Answer the items of a list in their order; None with a why."""
    for item, ok in zip(playbook(book).checklists[id].items, oks, strict=False):
        why = "Not with us" if ok is None else None
        made = review.answer(made, playbook(book), checklist=id, item=item, ok=ok, why=why, on=on)
    return made


def signed(made: Project, book: str, id: str, by: str = "Ann", on: dt.date = DAY) -> Project:
    return review.sign(made, playbook(book), checklist=id, by=by, on=on)


def final(*oks: bool | None) -> Project:
    return answered(project("edtech", {}), "edtech", "final", *oks)


@pytest.mark.parametrize(("book", "id"), LISTS)
def test_every_list_of_every_playbook_can_be_reviewed(book: str, id: str) -> None:
    shipped, made = playbook(book), project(book, {})
    count = len(shipped.checklists[id].items)
    for number in range(count):
        found = review.standing(made, shipped, id)
        assert (found.result, found.answered, found.signed) == ("unfinished", number, False)
        made = answered(made, book, id, *[True] * (number + 1))
    done = signed(made, book, id)
    found = review.look_up(done, shipped, "2026-02-10")
    assert (found.result, found.signed, found.by, found.on) == ("passed", True, "Ann", DAY)
    assert checklists.checklist(done, shipped, id).complete, "the checklist stands as the review found it"
    assert check(done, shipped) == []
    assert Project.of(done.document()) == done


@pytest.mark.parametrize(
    ("oks", "result", "blocks"),
    [
        ((), "unfinished", []),
        ((True,) * 4, "unfinished", []),
        ((False,) * 4, "unfinished", ["scored", "criteria", "committee", "vendor"]),
        ((True,) * 5, "passed", []),
        ((True, None, True, None, True), "passed", []),
        ((True, True, True, True, False), "failed", ["capacity"]),
        ((None, False, None, False, None), "failed", ["criteria", "vendor"]),
    ],
)
def test_the_result_and_what_blocks(oks: tuple[bool | None, ...], result: str, blocks: list[str]) -> None:
    found = review.standing(final(*oks), BOOK, "final")
    assert (found.result, [p.id for p in found.blocks]) == (result, blocks)
    assert found.as_json()["blocks"] == blocks


def test_not_applicable_needs_a_why_and_keeps_it() -> None:
    made = project("edtech", {})
    with pytest.raises(Refused, match=r"^reviews\.2026-02-10\.answers\.vendor\.why: not applicable needs a reason"):
        review.answer(made, BOOK, checklist="final", item="vendor", ok=None, why="  ", on=DAY)
    made = review.answer(made, BOOK, checklist="final", item="vendor", ok=None, why="In-house", on=DAY)
    with pytest.raises(Refused, match="needs a reason"):
        review.explain(made, BOOK, checklist="final", item="vendor", why="", on=DAY)
    assert made.reviews["2026-02-10"].answers["vendor"] == Answer(ok=None, why="In-house")


def test_a_files_not_applicable_without_a_why_counts_as_open() -> None:
    made = project("edtech", {}, reviews={"2026-02-10": {"checklist": "final", "answers": {"vendor": {}}}})
    assert [p.state for p in review.standing(made, BOOK, "final").points] == ["open"] * 5


def test_a_why_stays_when_the_answer_turns_and_can_be_written_later() -> None:
    made = review.explain(final(True), BOOK, checklist="final", item="scored", why="In the workshop", on=DAY)
    made = review.answer(made, BOOK, checklist="final", item="scored", ok=False, on=DAY)
    assert made.reviews["2026-02-10"].answers["scored"] == Answer(ok=False, why="In the workshop")
    with pytest.raises(Refused, match="not answered yet; answer it first"):
        review.explain(made, BOOK, checklist="final", item="vendor", why="x", on=DAY)


def test_taking_the_only_answer_back_leaves_no_review() -> None:
    made = final(True)
    assert review.clear(made, BOOK, checklist="final", item="scored") == project("edtech", {})
    assert review.clear(made, BOOK, checklist="final", item="vendor") == made
    assert review.drop(final(True, False), BOOK, checklist="final") == project("edtech", {})


def test_unanswered_is_unfinished_and_a_name_is_needed() -> None:
    with pytest.raises(Refused, match=r"reviews\.2026-02-10: 2 of 5 unanswered: 'Vendor .*', 'Roles .*'; answer them"):
        signed(final(True, True, True), "edtech", "final")
    with pytest.raises(Refused, match=r"reviews\.2026-02-10\.by: a sign-off needs a name"):
        signed(final(*[True] * 5), "edtech", "final", by=" ")


def test_ids_of_a_day_and_their_order() -> None:
    made = project("edtech", {})
    for number in range(12):
        list_id = "final" if number % 2 else "change"
        made = answered(made, "edtech", list_id, *[True] * 9)
        made = signed(made, "edtech", list_id)
    ids = [i for i, _ in review.kept(made)]
    assert ids == ["2026-02-10", *(f"2026-02-10-{n}" for n in range(2, 13))]
    made = answered(made, "edtech", "final", True)
    latest = review.latest(made, BOOK)
    assert latest
    assert (latest.id, latest.signed) == ("2026-02-10-13", False)


def test_two_lists_are_under_way_beside_each_other_and_each_is_resumed_on_a_later_day() -> None:
    made = answered(final(True), "edtech", "change", False)
    later = DAY + dt.timedelta(days=9)
    made = answered(made, "edtech", "final", True, True, on=later)
    assert {i: (r.checklist, len(r.answers)) for i, r in made.reviews.items()} == {
        "2026-02-10": ("final", 2), "2026-02-10-2": ("change", 1),
    }  # fmt: skip
    assert review.standing(made, BOOK, "final").on == DAY


def test_what_changed_since_the_last_signed_review_of_the_same_list() -> None:
    made = signed(final(True, False, True, None, True), "edtech", "final")
    made = signed(answered(made, "edtech", "change", *[True] * 9), "edtech", "change")
    found = review.standing(made, BOOK, "final")
    assert found.last
    assert (found.last.result, found.last.by, found.last.on) == ("failed", "Ann", DAY)
    assert found.changed == ()
    made = answered(made, "edtech", "final", True, True, None, None, False, on=DAY + dt.timedelta(days=1))
    found = review.standing(made, BOOK, "final")
    assert {p.id: (p.before, p.state) for p in found.changed} == {
        "criteria": ("no", "yes"), "committee": ("yes", "na"), "capacity": ("yes", "no"),
    }  # fmt: skip
    again = signed(made, "edtech", "final", on=DAY + dt.timedelta(days=1))
    assert len(review.look_up(again, BOOK, "2026-02-11").changed) == 3
    assert review.look_up(again, BOOK, "2026-02-10").last is None, "it is compared with what was before it"


def test_signing_carries_the_answers_to_the_checklist() -> None:
    made = checklists.tick(project("edtech", {}), BOOK, item="final.scored", by="Bea", on=dt.date(2026, 1, 5))
    made = checklists.tick(made, BOOK, item="final.criteria")
    made = checklists.wave(made, BOOK, item="final.committee", why="No committee here")
    made = checklists.annotate(made, BOOK, item="final.criteria", note="By Friday")
    made = signed(answered(made, "edtech", "final", True, False, True, None, False), "edtech", "final", by="Ann")
    state = {i.id: i for i in checklists.checklist(made, BOOK, "final").items}
    assert (state["scored"].by, state["scored"].on) == ("Bea", dt.date(2026, 1, 5)), "who ticked it first stays"
    assert (state["criteria"].done, state["criteria"].note) == (False, "By Friday")
    assert (state["committee"].done, state["committee"].na, state["committee"].by) == (True, False, "Ann")
    assert (state["vendor"].na, state["vendor"].why) == (True, "Not with us")
    assert (state["capacity"].done, state["capacity"].na) == (False, False)


def test_an_artifact_answers_for_itself_and_is_told_by_an_answer() -> None:
    book = playbook("martech")
    made = scoring.artifact(project("martech"), book, artifact="telemetry", done=True)

    def states(made: Project) -> dict[str, tuple[str, bool]]:
        return {p.id: (p.state, p.by_itself) for p in review.standing(made, book, "sprint-readiness").points}

    assert states(made)["telemetry"] == ("yes", True)
    assert states(made)["rollback"] == ("open", False)
    list_id = "sprint-readiness"
    made = review.answer(made, book, checklist=list_id, item="rollback", ok=True, on=DAY)
    assert made.artifacts["rollback"].done
    assert states(made)["rollback"] == ("yes", False)
    made = review.answer(made, book, checklist=list_id, item="telemetry", ok=False, on=DAY)
    assert "telemetry" not in made.artifacts
    assert states(made)["telemetry"] == ("no", False)
    # In hand after all, and gone again: what is said elsewhere shows at once.
    assert states(scoring.artifact(made, book, artifact="telemetry", done=True))["telemetry"] == ("yes", True)
    assert states(scoring.artifact(made, book, artifact="rollback", done=False))["rollback"] == ("open", False)
    with pytest.raises(Refused, match="stands for an artifact: it is in hand or it is missing"):
        review.answer(made, book, checklist=list_id, item="owner", ok=None, why="x", on=DAY)


def test_a_signed_review_stays_what_it_was_whatever_becomes_of_the_artifacts() -> None:
    book = playbook("martech")
    made = project("martech")
    for artifact in book.artifacts:
        made = scoring.artifact(made, book, artifact=artifact, done=True)
    made = signed(made, "martech", "sprint-readiness")
    assert check(made, book) == []
    made = scoring.artifact(made, book, artifact="rollback", done=False)
    assert review.look_up(made, book, "2026-02-10").result == "passed"
    now = review.standing(made, book, "sprint-readiness")
    assert [p.id for p in now.open] == ["rollback"]


def test_the_list_where_none_is_named() -> None:
    asked = {(book, pace): review.default_list(playbook(book), pace) for book in IDS for pace in ("sprint", "hybrid")}
    assert set(asked.values()) == {"final", "sprint-readiness", "takeaways"}
    assert review.default_list(playbook("martech"), "marathon") == "marathon-readiness"
    assert review.default_list(playbook("martech"), None) == "sprint-readiness"
    bare = BOOK.model_copy(update={"reviews": {}})
    assert review.default_list(bare, "sprint") == "final"
    lists = {k: v for k, v in BOOK.checklists.items() if k != "final"}
    assert review.default_list(bare.model_copy(update={"checklists": lists}), None) == next(iter(lists))
    with pytest.raises(
        Refused, match=r"checklists\.finale: playbook 'edtech' has no checklist 'finale' \(did you mean"
    ):
        review.standing(project("edtech", {}), BOOK, "finale")
    with pytest.raises(Refused, match=r"reviews\.x: no such review; there are none"):
        review.look_up(project("edtech", {}), BOOK, "x")


def test_reviews_of_older_files_are_signed_and_dated_by_their_id_as_far_as_it_tells() -> None:
    kinds: dict[str, Any] = {
        "kick-off": {"checklist": "final", "result": "fine", "answers": {}},
        "2026-02-30": {"checklist": "final", "result": "fine", "answers": {}},
        "2026-01-02": {"checklist": "final", "result": "4 of 5 yes", "answers": {"vendor": {"ok": False}}},
    }
    made = project("edtech", {}, reviews=kinds)
    found = review.standing(made, BOOK, "final")
    assert found.id is None
    assert found.last
    assert (found.last.id, found.last.on, found.last.result) == ("2026-01-02", dt.date(2026, 1, 2), "failed")
    assert review.day_of("kick-off", Review(checklist="final")) is None


@given(
    st.lists(st.tuples(st.sampled_from(list(BOOK.checklists["final"].items)), st.sampled_from("yncxs")), max_size=25)
)
def test_no_order_of_keys_breaks_a_review(keys: list[tuple[str, str]]) -> None:
    made = project("edtech", {})
    for item, key in keys:
        try:
            if key == "x":
                made = review.clear(made, BOOK, checklist="final", item=item)
            elif key == "s":
                made = review.sign(made, BOOK, checklist="final", by="Ann", on=DAY)
            else:
                ok = {"y": True, "n": False, "c": None}[key]
                made = review.answer(made, BOOK, checklist="final", item=item, ok=ok, why="w", on=DAY)
        except Refused as refused:
            assert (key, "unanswered" in str(refused)) == ("s", True)  # noqa: PT017 - most keys are taken
    assert Project.of(made.document()) == made
    assert check(made, BOOK) == []
    assert sum(not r.result for r in made.reviews.values()) <= 1
    for review_id, kept in made.reviews.items():
        assert kept.answers, "no review without an answer"
        assert review.look_up(made, BOOK, review_id).result != ("unfinished" if kept.result else "")
