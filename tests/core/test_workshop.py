"""A workshop from the first name to the last value, with every vote hidden until its reveal."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from tests.core.books import MODERATE, bands_book, mixed_book, project, shipped

from paceplan.core import workshop
from paceplan.core.ballots import ABSTAINS, UNKNOWN, Cast, parse_all, seal, unseal
from paceplan.core.check import check
from paceplan.core.entries import Workshop
from paceplan.core.errors import Refused
from paceplan.core.project import Project
from paceplan.core.workshop_state import (
    complete,
    current,
    is_open,
    latest,
    questions,
    standing,
    tallies,
    voting_round,
    widest,
)

BOOK = mixed_book()
ID = "2026-11-16"


def begun(people: str = "Legal, IT, Teachers", **args: Any) -> Project:
    return workshop.set_up(project(BOOK), BOOK, id=ID, people=people, seal="word", **args)


def held(given: Project) -> Workshop:
    return given.workshops[ID]


def does(given: Project, action: Callable[..., Project], question: str = "d1", **args: Any) -> Project:
    return action(given, BOOK, id=ID, question=question, **args)


def voted(given: Project, line: str, question: str = "d1") -> Project:
    return does(given, workshop.vote_all, question, votes=line)


def revealed(given: Project, line: str, question: str = "d1") -> Project:
    return does(voted(given, line, question), workshop.reveal, question)


# Who is here


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Legal, IT", ["Legal", "IT"]),
        ("6", [f"Person {n}" for n in range(1, 7)]),
        ("Legal, 2, IT", ["Legal", "Person 1", "Person 2", "IT"]),
        (" Legal ,, IT , ", ["Legal", "IT"]),
        ("Ann, Ann, Ann", ["Ann", "Ann (2)", "Ann (3)"]),
        ("Person 1, 1", ["Person 1", "Person 2"]),
        ("Zoë, 法務, a[/]b, \x1b[31mred", ["Zoë", "法務", "a[/]b", "\ufffd[31mred"]),
        ("4th floor", ["4th floor"]),
    ],
)
def test_one_line_names_everybody(line: str, names: list[str]) -> None:
    found = workshop.seats(line)
    assert list(found.values()) == names
    assert len(found) == len(names)


@pytest.mark.parametrize("line", ["", " ", ",,", "0", "100", "99999999", "50, 50", ", ".join("abcdefghij" * 10)])
def test_nobody_and_too_many_are_refused(line: str) -> None:
    with pytest.raises(Refused):
        workshop.seats(line)


def test_late_comers_join_and_only_who_has_not_been_revealed_can_go() -> None:
    given = revealed(begun("Legal, IT"), "1 2")
    given = workshop.join(given, BOOK, id=ID, people="Legal, 1")
    assert list(held(given).participants.values()) == ["Legal", "IT", "Legal (2)", "Person 1"]
    given = voted(given, "1 2 3 .", "d2")
    with pytest.raises(Refused, match="has voted, and stays on record"):
        workshop.leave(given, BOOK, id=ID, voter="legal")
    given = workshop.leave(given, BOOK, id=ID, voter="legal-2")
    assert list(held(given).participants) == ["legal", "it", "person-1"]
    assert list(held(given).sealed["d2"]) == ["legal", "it", "person-1"]
    alone = begun("Legal")
    with pytest.raises(Refused, match="the only one"):
        workshop.leave(alone, BOOK, id=ID, voter="legal")


def test_ids_follow_the_day_and_the_newest_is_found() -> None:
    given = project(BOOK)
    for wanted in ("2026-11-16", *(f"2026-11-16-{n}" for n in range(2, 12))):
        assert workshop.fresh_id(given, "2026-11-16") == wanted
        given = workshop.set_up(given, BOOK, id=wanted, people="1", seal="s")
        assert latest(given) == wanted
    with pytest.raises(Refused, match="is there already"):
        workshop.set_up(given, BOOK, id="2026-11-16", people="1", seal="s")


# Votes


@pytest.mark.parametrize(
    ("line", "votes"),
    [
        ("2 3 1 .", [2, 3, 1, UNKNOWN]),
        ("231.", [2, 3, 1, UNKNOWN]),
        ("2,3, -", [2, 3, ABSTAINS]),
        ("0", [0]),
    ],
)
def test_votes_of_one_line(line: str, votes: list[Cast]) -> None:
    assert parse_all(line, BOOK, "d1") == votes


def test_votes_of_one_line_on_a_gate() -> None:
    assert parse_all("y n YES no .", BOOK, "law") == [True, False, True, False, UNKNOWN]
    assert parse_all("yn-", BOOK, "law") == [True, False, ABSTAINS]
    assert parse_all("yes", BOOK, "law") == [True]


@pytest.mark.parametrize(
    ("question", "line", "said"),
    [
        ("d1", "4 1 1", "'4' is no vote here; give 0 to 3"),
        ("d1", "y 1 1", "'y' is no vote"),
        ("law", "1 y y", "give yes or no"),
        ("d1", "1 2", "2 votes for 3 people; none for Teachers"),
        ("d1", "1 2 3 1", "4 votes for 3 people"),
        ("d1", "", "0 votes for 3 people"),
        ("nowhere", "1 2 3", "has no dimension or gate 'nowhere'"),
    ],
)
def test_what_is_no_vote_is_refused_whole(question: str, line: str, said: str) -> None:
    before = begun()
    with pytest.raises(Refused) as refused:
        voted(before, line, question)
    assert said in refused.value.message


def test_a_vote_is_corrected_and_taken_back_before_the_reveal() -> None:
    given = begun()
    for vote in (0, 3):
        given = does(given, workshop.vote, voter="it", vote=vote)
    assert [seat.voted for seat in standing(held(given), BOOK, "d1").seats] == [False, True, False]
    assert tallies(held(does(given, workshop.reveal)), BOOK, "d1")[0].votes == {"it": 3}
    given = does(given, workshop.withdraw, voter="it")
    assert held(given).sealed == {}
    with pytest.raises(Refused, match="IT has not voted yet"):
        does(given, workshop.withdraw, voter="it")
    with pytest.raises(Refused, match="Nobody has voted yet"):
        does(given, workshop.reveal)
    with pytest.raises(Refused, match="nobody of the id 'boss'"):
        does(given, workshop.vote, voter="boss", vote=1)


def test_an_envelope_opens_for_its_own_voter_question_and_round_only() -> None:
    for vote in (0, 1, 2, 3, True, False, UNKNOWN, ABSTAINS):
        sealed = seal(vote, "word", 1, "d1", "it")
        assert unseal(sealed, "word", 1, "d1", "it") == vote
        assert type(unseal(sealed, "word", 1, "d1", "it")) is type(vote)
        others = [("wort", 1, "d1", "it"), ("word", 2, "d1", "it"), ("word", 1, "d2", "it"), ("word", 1, "d1", "legal")]
        assert [unseal(sealed, *other) for other in others] == [None] * 4
    assert len({seal(2, "word", 1, "d1", who) for who in ("it", "legal", "teachers")}) == 3


def test_an_envelope_that_was_tampered_with_is_said_and_taken_again() -> None:
    given = voted(begun(), "1 2 3")
    broken = held(given).model_copy(update={"sealed": {"d1": {"it": "0" * 16}}})
    given = given.model_copy(update={"workshops": {ID: broken}})
    with pytest.raises(Refused, match="sealed vote of IT cannot be opened"):
        does(given, workshop.reveal)
    assert tallies(held(revealed(given, "1 2 3")), BOOK, "d1")[0].spread == 2


# Rounds


def test_a_second_round_keeps_the_first_and_the_votes_of_those_who_stay() -> None:
    given = revealed(begun(), "0 3 3")
    assert not is_open(held(given), "d1")
    with pytest.raises(Refused, match="open a second round"):
        does(given, workshop.vote, voter="it", vote=1)
    given = does(given, workshop.again)
    now = standing(held(given), BOOK, "d1")
    assert (now.phase, now.round, now.missing) == ("voting", 2, ())
    assert all(seat.kept for seat in now.seats)
    given = does(does(given, workshop.vote, voter="legal", vote=2), workshop.reveal)
    first, second = tallies(held(given), BOOK, "d1")
    assert (first.votes, second.votes) == (
        {"legal": 0, "it": 3, "teachers": 3},
        {"legal": 2, "it": 3, "teachers": 3},
    )
    assert (first.spread, second.spread) == (3, 1)
    assert held(given).again == {}


def test_a_second_round_that_nobody_wants_leaves_the_first() -> None:
    before = revealed(begun(), "0 3 3")
    opened = does(before, workshop.again)
    with pytest.raises(Refused, match="round 2 is open already"):
        does(opened, workshop.again)
    assert does(does(opened, workshop.vote, voter="it", vote=1), workshop.stay) == before
    with pytest.raises(Refused, match="first round"):
        does(begun(), workshop.stay)


def test_there_are_only_so_many_rounds() -> None:
    given = revealed(begun("1"), "1")
    for n in range(2, workshop.MOST + 1):
        given = does(given, workshop.again)
        assert voting_round(held(given), "d1") == n
        given = revealed(given, "2")
    with pytest.raises(Refused, match="99 rounds are enough"):
        does(given, workshop.again)


def test_anonymous_votes_lose_their_names_at_the_reveal() -> None:
    given = revealed(begun(anonymous=True), "3 . 0")
    assert held(given).votes["1"]["d1"] == {"vote-1": 0, "vote-2": 3, "vote-3": "."}
    now = standing(held(does(given, workshop.again)), BOOK, "d1")
    assert now.missing == ("Legal", "IT", "Teachers")
    assert not set(held(given).participants) & set(held(given).votes["1"]["d1"])


# What comes of it


@pytest.mark.parametrize(
    ("line", "question", "taken"),
    [("1 2 .", "d1", 2), ("1 2 .", "d2", 1), ("0 3 1", "d1", 1), ("y n .", "law", True), ("n n y", "reuse", False)],
)
def test_what_the_vote_came_to_becomes_the_answer(line: str, question: str, taken: object) -> None:
    given = does(revealed(begun(), line, question), workshop.take, question, digest="0" * 16)
    assert held(given).result == {question: taken}
    answer = given.gates[question].answer if question in BOOK.gates else given.scores[question].score
    assert answer == taken
    assert given.playbook_digest == "0" * 16
    assert check(given, BOOK) == []


def test_another_value_needs_a_reason_which_is_kept_twice() -> None:
    given = revealed(begun(), "1 2 3")
    with pytest.raises(Refused, match="needs a reason"):
        does(given, workshop.take, value=3)
    with pytest.raises(Refused, match="no vote here"):
        does(given, workshop.take, value=4, why="x")
    given = does(given, workshop.take, value=3, why=" The law says so ")
    assert (held(given).result, held(given).reasons) == ({"d1": 3}, {"d1": "The law says so"})
    assert (given.scores["d1"].score, given.scores["d1"].why) == (3, "The law says so")
    assert does(revealed(begun(), "1 2 3"), workshop.take, value=2).scores["d1"].score == 2


def test_a_value_is_taken_only_from_revealed_votes() -> None:
    with pytest.raises(Refused, match="Reveal the votes first"):
        does(voted(begun(), "1 2 3"), workshop.take)
    given = revealed(begun(), ". - .")
    with pytest.raises(Refused, match="Nobody gave a value"):
        does(given, workshop.take)
    assert does(given, workshop.take, value=1, why="A guess").scores["d1"].score == 1


def test_an_answer_that_stays_keeps_its_own_reason_and_a_new_one_says_what_was_voted() -> None:
    before = project(BOOK, {"d1": 2}).document()
    before["scores"]["d1"] |= {"why": "Own words", "evidence": "A link"}
    for line, why in (
        ("2 2 2", "Own words"),
        ("1 1 1", "Workshop: 3 votes, all 1"),
        ("0 1 .", "Workshop: 2 votes from 0 to 1"),
    ):
        given = workshop.set_up(Project.of(before), BOOK, id=ID, people="3", seal="s")
        given = does(revealed(given, line), workshop.take)
        assert (given.scores["d1"].why, given.scores["d1"].evidence) == (why, "A link")


def test_what_was_said_is_added_to_or_written_anew() -> None:
    given = does(begun(), workshop.note, text="One")
    given = does(given, workshop.note, text="Two", append=True)
    assert held(given).reasons == {"d1": "One\nTwo"}
    assert held(does(given, workshop.note, text=" ")).reasons == {}


def test_the_order_of_work_and_the_widest_again_at_the_end() -> None:
    given = begun()
    assert current(held(given), BOOK) == "d1"
    for question, line in (("d1", "1 1 2"), ("d2", "0 3 3"), ("reuse", "y n y"), ("law", "n n n")):
        assert current(held(given), BOOK) == question
        assert not complete(held(given), BOOK)
        given = voted(given, line, question)
        assert current(held(given), BOOK) == question
        given = does(does(given, workshop.reveal, question), workshop.take, question)
    assert complete(held(given), BOOK)
    assert [counted.question for counted in widest(held(given), BOOK)] == ["d2", "reuse", "d1"]
    given = does(given, workshop.again, "d2")
    assert current(held(given), BOOK) == "d2"
    assert standing(held(given), BOOK, "d2").result == 3  # what was taken holds until another value is
    given = does(revealed(given, "1 1 3", "d2"), workshop.take, "d2")
    assert (complete(held(given), BOOK), given.scores["d2"].score) == (True, 1)


def test_the_clock_rides_along_and_the_queue_leaves_the_project_itself_out() -> None:
    given = begun().model_copy(update={"id": "here"})
    given = does(given, workshop.vote, voter="it", vote=1, clock=(61, 2))
    assert held(given).clock is not None
    assert (held(given).clock.used, held(given).clock.added) == (61, 2)  # type: ignore[union-attr]
    assert held(does(given, workshop.reveal)).clock == held(given).clock
    assert held(workshop.enqueue(given, BOOK, id=ID, queue=["b", "here", "b", "c"])).queue == ("b", "c")
    with pytest.raises(Refused, match="no workshop 'x'"):
        workshop.keep_time(given, BOOK, id="x", clock=(1, 0))


def test_a_file_with_plain_votes_is_a_workshop_that_was_revealed() -> None:
    plain = {"participants": {"a": "A"}, "votes": {"1": {"d1": {"a": 2}}}}
    given = project(BOOK, workshops={"2026-01-01": plain})
    found = given.workshops["2026-01-01"]
    assert standing(found, BOOK, "d1").phase == "revealed"
    assert current(found, BOOK) == "d1"


# Nothing shows before the reveal


def shows(given: Project) -> str:
    """Return all that may be seen of a workshop: the file, and every read model; without the sealed texts alone."""
    document = given.document()
    for entry in document["workshops"].values():
        entry["sealed"] = {question: sorted(votes) for question, votes in entry.get("sealed", {}).items()}
    read = [repr(standing(held(given), BOOK, question)) for question in questions(BOOK)]
    return json.dumps(document) + "".join(read)


@given(st.lists(st.sampled_from("0123.-"), min_size=3, max_size=3), st.sampled_from("0123.-"), st.booleans())
@MODERATE
def test_no_vote_shows_before_its_reveal(line: list[str], other: str, second: bool) -> None:
    start = does(revealed(begun(), "1 2 3"), workshop.again) if second else begun()
    one, another = voted(start, " ".join(line)), voted(start, " ".join([other, *line[1:]]))
    assert shows(one) == shows(another)
    assert (one == another) == (line[0] == other)


class Meeting(RuleBasedStateMachine):
    """People vote, correct themselves, reveal, vote again and take, in any order, beside a plain book of votes."""

    def __init__(self) -> None:
        super().__init__()
        self.given = begun()
        self.secret: dict[str, dict[str, Cast]] = {}
        self.shown: dict[str, list[dict[str, Cast]]] = {}

    def try_(self, action: Callable[..., Project], question: str, **args: Any) -> bool:
        try:
            self.given = does(self.given, action, question, **args)
        except Refused:
            return False
        return True

    @rule(
        question=st.sampled_from(questions(BOOK)), voter=st.integers(0, 2), cast=st.sampled_from([0, 3, True, ".", "-"])
    )
    def vote(self, question: str, voter: int, cast: Cast) -> None:
        who = list(held(self.given).participants)[voter]
        if self.try_(workshop.vote, question, voter=who, vote=cast):
            self.secret.setdefault(question, {})[who] = cast

    @rule(question=st.sampled_from(questions(BOOK)), voter=st.integers(0, 2))
    def withdraw(self, question: str, voter: int) -> None:
        who = list(held(self.given).participants)[voter]
        assert self.try_(workshop.withdraw, question, voter=who) == (who in self.secret.get(question, {}))
        self.secret.get(question, {}).pop(who, None)

    @rule(question=st.sampled_from(questions(BOOK)))
    def reveal(self, question: str) -> None:
        votes = self.secret.pop(question, {})
        assert self.try_(workshop.reveal, question) == bool(votes)
        if votes:
            before = self.shown.get(question, [{}])[-1]
            self.shown.setdefault(question, []).append(before | votes)

    @rule(question=st.sampled_from(questions(BOOK)))
    def again(self, question: str) -> None:
        self.try_(workshop.again, question)

    @rule(question=st.sampled_from(questions(BOOK)))
    def take(self, question: str) -> None:
        self.try_(workshop.take, question)

    @precondition(lambda self: len(held(self.given).participants) < 9)
    @rule()
    def join(self) -> None:
        self.given = workshop.join(self.given, BOOK, id=ID, people="1")

    @invariant()
    def what_was_revealed_is_there_and_nothing_else(self) -> None:
        now = held(self.given)
        for question in questions(BOOK):
            assert [dict(t.votes) for t in tallies(now, BOOK, question)] == [
                {v: (c if isinstance(c, str) or _fits(question, c) else ".") for v, c in votes.items()}
                for votes in self.shown.get(question, [])
            ]
            assert set(now.sealed.get(question, {})) == set(self.secret.get(question, {}))
        assert Project.of(self.given.document()) == self.given
        assert check(self.given, BOOK) == []


def _fits(question: str, cast: Cast) -> bool:
    return isinstance(cast, bool) == (question in BOOK.gates)


def test_any_order_of_events() -> None:
    run_state_machine_as_test(Meeting, settings=MODERATE)


@pytest.mark.parametrize("playbook_id", ["edtech", "martech", "ai"])
def test_every_shipped_playbook_can_be_gone_through(playbook_id: str) -> None:
    book = shipped(playbook_id)
    given = workshop.set_up(project(book), book, id=ID, people="6", seal="s")
    asked = []
    while (question := current(held(given), book)) is not None:
        asked.append(question)
        line = "ynyny." if question in book.gates else "01232-"
        given = workshop.vote_all(given, book, id=ID, question=question, votes=line)
        given = workshop.reveal(given, book, id=ID, question=question)
        given = workshop.take(given, book, id=ID, question=question)
    assert tuple(asked) == questions(book)
    assert set(given.scores) | set(given.gates) == set(asked)


def test_a_playbook_that_asks_nothing_has_no_workshop() -> None:
    book = bands_book().model_copy(update={"dimensions": {}})
    with pytest.raises(Refused, match="asks nothing"):
        workshop.set_up(project(BOOK), book, id=ID, people="2", seal="s")
