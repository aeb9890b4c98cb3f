"""The workshop on the wall: what it shows, what it hides, and how few keys it takes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.tui.conftest import Show, Shown, named, session_on, themes
from tests.tui.test_contrast import too_faint
from tests.tui.test_hostile import NAMES, check
from tests.tui.test_themes import STRICT
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Input

from paceplan.core import scoring
from paceplan.core.entries import Workshop
from paceplan.core.workshop_state import complete
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.glyphs import ASCII, UNICODE
from paceplan.tui.presentation import log as words
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.screens.read import ReadScreen
from paceplan.tui.screens.workshop import WorkshopScreen
from paceplan.tui.widgets.ask_line import AskLine
from paceplan.tui.widgets.board import Board
from paceplan.tui.widgets.key_bar import KeyBar

SIX = "Curriculum, IT, Legal, Mathematics teachers, School leadership, Union"
SIZES = ((60, 18), (80, 24), (120, 36))
ID = DAY.isoformat()


class Wall(Shown):
    """The app with a workshop on it, and a clock that a test moves."""

    seconds = 0.0

    @property
    def wall(self) -> WorkshopScreen:
        found = self.page
        assert isinstance(found, WorkshopScreen)
        return found

    @property
    def held(self) -> Workshop:
        held = self.wall.held
        assert held is not None
        return held

    @property
    def board(self) -> str:
        """The board as one line."""
        return " ".join(self.of("#board").split())

    @property
    def asks(self) -> str:
        """What the line at the bottom asks; nothing where it is closed."""
        line = self.page.query_one(AskLine)
        return str(line.query_one("#ask-title").render()) if line.open else ""

    @property
    def problem(self) -> str:
        found = self.page.query_one("#ask-problem")
        return str(found.render()) if found.display else ""

    async def say(self, text: str) -> None:
        """Type a text into the line, and take it."""
        await self.write(text)
        await self.press("enter")


@asynccontextmanager
async def wall(
    show: Show, session: Session, project: str, people: str = "", size: tuple[int, int] = (60, 18), toasts: bool = False
) -> AsyncIterator[Wall]:
    """Show a workshop on a project, begun with `people` where they are named."""
    async with show(session, project, size=size, toasts=toasts) as shown:
        found = Wall(shown.app, shown.pilot, shown.session)
        shown.app.context.clock = lambda: found.seconds
        await found.press("W")
        if people:
            await found.say(people)
        yield found


@pytest.fixture
def one(empty: Session) -> str:
    """A project of five dimensions."""
    return named(empty, "Assessment", "edtech")


# From one end to the other


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_names_to_the_closing_page(empty: Session, one: str, show: Show, size: tuple[int, int]) -> None:
    async with wall(show, empty, one, size=size) as shown:
        assert shown.asks == "Who is here?"
        await shown.say(SIX)
        for number, (question, info) in enumerate(shown.wall.playbook.dimensions.items(), 1):
            assert shown.wall.question == question
            assert info.name in shown.text
            assert (f"{number} of 5" in shown.text) == (size[0] < 100)
            for text in (info.text, *info.levels, "0 of 6"):
                assert " ".join(text.split()) in _without_art(shown.board)
            await shown.press(*"211212")
            assert "All have voted: Enter reveals" in shown.board
            await shown.press("enter")
            assert "spread 1" in shown.board
            assert all(name.split()[0][:9] in shown.board for name in SIX.split(","))
            await shown.press("enter")
            assert shown.project(one).scores[question].score == (1 if info.favours == "sprint" else 2)
        assert shown.wall.question is None
        for text in ("MARATHON", "certain", "5 of 5 lean to a marathon; 3 make one", "disagreed Strategic impact: 1 ("):
            assert text in shown.board
        assert shown.project(one).workshops[ID].result == {q: s.score for q, s in shown.project(one).scores.items()}


def _without_art(text: str) -> str:
    return " ".join("".join(" " if c in "█▀▄" else c for c in text).split())


async def test_six_people_five_dimensions_in_fewer_than_two_keys_a_vote(empty: Session, one: str, show: Show) -> None:
    """30 votes; beside them one key for the head-count, one to begin, and two a question: reveal, take."""
    pressed = ["6", "enter", *[*"211122", "enter", "enter"] * 5]
    async with wall(show, empty, one) as shown:
        before = shown.entries()
        await shown.press(*pressed)
        assert complete(shown.held, shown.wall.playbook)
        assert shown.wall.question is None
        assert len(pressed) == 2 + 5 * 8 == 42
        assert shown.entries() - before == 1 + 5 * 8  # every key but the head-count is a change of its own


async def test_a_spread_of_two_costs_one_key_more_and_a_second_round_only_the_votes_that_change(
    empty: Session, one: str, show: Show
) -> None:
    async with wall(show, empty, one, "6") as shown:
        await shown.press(*"011133", "enter")
        assert shown.asks == "What do they say?"
        await shown.press("enter", "enter")  # nothing to write down; take
        assert shown.held.result == {"strategic-impact": 1}
        await shown.press(*"011133", "enter", "enter")
        await shown.press("s", "1", "enter")  # the first of the six thinks otherwise
        assert [len(v["data-sensitivity"]) for v in shown.held.votes.values() if "data-sensitivity" in v] == [6, 6]
        assert "spread 2" in shown.board
        assert "round 1 0 1 1 1 3 3 came to 1, spread 3" in shown.board


# Nothing shows before the reveal


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("one_line", [False, True])
async def test_no_vote_shows_anywhere_before_the_reveal(
    tmp_path: Path, show: Show, size: tuple[int, int], one_line: bool
) -> None:
    """Two workshops that differ in the votes alone look alike on the screen, in the log and in what undo says."""
    seen = []
    for number, votes in enumerate(("0123.-", "3.10-2")):
        session = session_on(tmp_path / str(number) / "plans")
        async with wall(show, session, named(session, "Assessment", "edtech"), SIX, size, toasts=True) as shown:
            looks: list[str] = []

            async def look(*keys: str, shown: Wall = shown, looks: list[str] = looks) -> None:
                await shown.press(*keys)
                looks.append(check(shown))

            if one_line:
                await look("a")
                await shown.write(" ".join(votes))
                looks.append(check(shown))
                await look("enter")
            else:
                for vote in votes:
                    await look(vote)
            await look("u")
            await look("U")
            looks += shown.told
            await look("escape", "f8")
            looks += [words.sentence(entry, shown.app.context) for entry in session.log()]
            await look("j", "j")
            await look("f2", "W")
            seen.append(looks)
        session.close()
    assert seen[0] == seen[1]


async def test_what_the_project_held_before_does_not_show_either(empty: Session, one: str, show: Show) -> None:
    empty.do(scoring.score, one, dimension="strategic-impact", value=3, why="The presenter's own note")
    async with wall(show, empty, one, "2") as shown:
        blank = shown.text
        assert "note" not in blank
        assert "MARATHON" not in blank
        await shown.press("1", "1", "enter")
        assert "note" not in shown.text


async def test_a_pasted_column_of_names_is_a_line_of_names(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one) as shown:
        await shown.say("Legal\r\nIT\n\nTeachers\n")
        assert list(shown.held.participants.values()) == ["Legal", "IT", "Teachers"]


# Voting


async def test_a_vote_is_corrected_with_backspace_and_with_the_arrows(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "Ann, Ben, Cem") as shown:
        await shown.press("1", "2", "backspace")
        assert shown.wall.seat == 1
        assert "1 of 3" in shown.board
        await shown.press("3", "left", "left")
        assert shown.wall.seat == 0
        await shown.press("2")  # another vote in place of the first
        assert shown.wall.seat == 2
        await shown.press("k", "j", "up", "down", "h", "l", "0", "backspace", "backspace", ".", "1")
        await shown.press("enter")
        assert shown.held.votes["1"]["strategic-impact"] == {"ann": 2, "ben": ".", "cem": 1}


async def test_enter_waits_for_those_still_to_vote_and_r_does_not(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "Ann, Ben, Cem", toasts=True) as shown:
        await shown.press("enter")
        assert shown.told == ["Go on: not now: Nobody has voted yet."]
        await shown.press("r", "2", "enter")
        assert shown.told[-1] == "Go on: not now: Still to vote: Ben, Cem. r reveals all the same."
        await shown.press("r")
        assert shown.told == []
        assert "median 2" in shown.board


async def test_a_vote_that_changes_no_key_leaves_the_bar_as_it_is(
    empty: Session, one: str, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with wall(show, empty, one, "4") as shown:
        await shown.press("1")
        drawn: list[object] = []
        real = KeyBar.render

        def render(bar: KeyBar) -> Content:
            drawn.append(bar)
            return real(bar)

        monkeypatch.setattr(KeyBar, "render", render)
        await shown.press("2")
        assert drawn == []
        await shown.press("3", "0")
        assert drawn != []


@pytest.mark.parametrize("line", ["2 3 1 .", "231.", "2,3,1,."])
async def test_all_at_once_in_one_line_typed_pasted_or_just_typed_on(
    empty: Session, one: str, show: Show, line: str
) -> None:
    async with wall(show, empty, one, "4") as shown:
        for way in ("asked", "pasted", "typed"):
            question = shown.wall.question
            assert question
            if way == "asked":
                await shown.press("a")
                await shown.say(line)
            elif way == "pasted":
                await shown.write(line)
            else:
                await shown.press(*("space" if c == " " else c for c in line if c != ","))
            await shown.press("enter")
            assert list(shown.held.votes["1"][question].values()) == [2, 3, 1, "."], way
            await shown.press("enter", "enter")


async def test_a_line_that_cannot_be_taken_says_why_and_is_kept(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "Ann, Ben, Cem") as shown:
        await shown.press("a")
        await shown.say("2 3")
        assert shown.problem.startswith("2 votes for 3 people; none for Cem")
        field = shown.page.query_one(Input)
        assert (field.value, field.password) == ("2 3", True)
        await shown.say(" 9")
        assert shown.problem.startswith("'9' is no vote here; give 0 to 3")
        await shown.press("backspace", "1", "enter", "enter")
        assert shown.held.votes["1"]["strategic-impact"] == {"ann": 2, "ben": 3, "cem": 1}


async def test_gates_are_answered_with_y_and_n(empty: Session, show: Show) -> None:
    async with wall(show, empty, named(empty, "Identity", "martech"), "4", size=(80, 24), toasts=True) as shown:
        assert "yes forces a marathon" in shown.board
        await shown.press("1")
        assert "is answered with y or n" in shown.told[-1]
        await shown.press(*"ynn.", "enter", "enter")
        assert "majority no votes 1 yes, 2 no" in shown.board
        assert "no ← most" in shown.board
        await shown.press("y")
        assert shown.asks == "Why yes rather than no?"
        await shown.say("Billing needs the column")
        gate = shown.project("one").gates["schema-change"]
        assert (gate.answer, gate.why) == (True, "Billing needs the column")


async def test_late_comers_join_at_any_time_and_one_can_go(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "Ann, Ben", toasts=True) as shown:
        await shown.press("1", "p")
        await shown.say("Cem, 1")
        assert list(shown.held.participants.values()) == ["Ann", "Ben", "Cem", "Person 1"]
        assert "1 of 4" in shown.board
        await shown.press("2", "2", "x")
        assert list(shown.held.participants.values()) == ["Ann", "Ben", "Cem"]
        await shown.press("enter", "p")
        await shown.say("Dan")  # the reveal is past; from the next question on
        await shown.press("enter", "enter")
        assert "0 of 4" in shown.board


# The reveal


async def test_the_bars_carry_names_the_median_and_who_speaks_first(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, SIX) as shown:
        await shown.press(*"02233.", "enter")
        lines = [line.strip() for line in shown.of("#board").splitlines()]
        assert any(line.startswith("0") and "2 ← median" in line and line.endswith("no vote") for line in lines)
        assert "median 2 spread 3 5 votes, 1 without" in shown.board
        assert "Say why first: Curriculum (0), Mathematics teachers and School leadership (3)" in shown.board
        await shown.say("Report cards")
        assert "said Report cards" in shown.board
        assert "Say why first" not in shown.board
        assert shown.held.reasons == {"strategic-impact": "Report cards"}


async def test_an_anonymous_reveal_names_nobody(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one) as shown:
        await shown.press("f2")
        assert "no names at the reveal" in shown.board
        await shown.say("Ann, Ben, Cem")
        await shown.press(*"013", "enter")
        assert not {"Ann", "Ben", "Cem"} & set(shown.text.split())
        assert "whoever said 0 and whoever said 3 say why first" in shown.board
        await shown.press("enter", "enter")
        assert "Ann" not in str(shown.project(one).workshops[ID].votes)


async def test_another_value_wants_a_reason_and_keeps_what_was_typed(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "3") as shown:
        await shown.press(*"112", "enter", "2")
        assert shown.asks == "Why 2 rather than 1?"
        await shown.press("enter")
        assert "needs a reason" in shown.problem
        await shown.say("Grades are to come")
        assert shown.project(one).scores["strategic-impact"].why == "Grades are to come"
        assert shown.wall.question == "data-sensitivity"
        await shown.press(*"111", "enter", "1")  # the median by its digit needs none
        assert shown.wall.question == "interoperability"


async def test_undo_goes_back_a_step_and_never_past_what_is_hidden(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "2") as shown:
        await shown.press("1", "2", "enter")
        assert "median 2" in shown.board
        await shown.press("u")
        assert "All have voted" in shown.board
        assert shown.held.votes == {}
        await shown.press("U", "enter")
        assert shown.project(one).scores["strategic-impact"].score == 2
        await shown.press("u", "u", "u", "u")
        assert (shown.project(one).scores, list(shown.held.sealed)) == ({}, [])
        await shown.press("u")
        assert shown.asks == "Who is here?"
        assert shown.project(one).workshops == {}


# Leaving and coming back


async def test_leaving_in_the_middle_loses_nothing(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "Ann, Ben, Cem") as shown:
        await shown.press(*"111", "enter", "enter", "2", "3")
        shown.seconds = 100.0
        await shown.press("escape")
        assert isinstance(shown.page, ProjectScreen)
        shown.seconds = 1_000.0
        await shown.press("W")
        assert shown.wall.question == "data-sensitivity"
        assert "2 of 3" in shown.board
        assert shown.wall.seat == 2
        assert "paused 8:20" in shown.text
        await shown.press("1")
        shown.seconds = 1_010.0
        await shown.press("enter")
        assert "8:10" in shown.of("#clock")


async def test_a_killed_workshop_goes_on_where_it_stopped(tmp_path: Path, show: Show) -> None:
    session = session_on(tmp_path / "plans")
    async with wall(show, session, named(session, "Assessment", "edtech"), "Ann, Ben, Cem") as shown:
        await shown.press("0", "1")
    # Nothing is closed, settled or said goodbye to: what is on the disk is all there is.
    again = session_on(tmp_path / "plans", author="Ben")
    async with wall(show, again, "one") as shown:
        assert shown.wall.seat == 2
        await shown.press("3", "enter")
        assert shown.held.votes["1"]["strategic-impact"] == {"ann": 0, "ben": 1, "cem": 3}
    again.close()
    session.close()


async def test_a_resize_in_the_middle_keeps_everything(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, SIX) as shown:
        await shown.press("1", "2")
        for size in ((120, 36), (40, 10), (80, 24), (60, 18)):
            await shown.resize(*size)
            if size[0] >= 60:
                assert "2 of 6" in shown.board
        await shown.press(*"2223", "enter")
        await shown.write("half a rea")
        await shown.resize(120, 36)
        await shown.say("son")
        assert shown.held.reasons == {"strategic-impact": "half a reason"}
        await shown.resize(60, 18)
        assert "median 2" in shown.board


async def test_another_terminal_votes_too(tmp_path: Path, show: Show) -> None:
    session = session_on(tmp_path / "plans")
    async with wall(show, session, named(session, "Assessment", "edtech"), "Ann, Ben") as shown:
        other = session_on(tmp_path / "plans", author="Ben")
        from paceplan.core import workshop

        other.do(workshop.vote, "one", id=ID, question="strategic-impact", voter="ben", vote=3)
        shown.app._poll()
        await shown.settle()
        assert "1 of 2" in shown.board
        await shown.press("0", "enter")
        assert shown.held.votes["1"]["strategic-impact"] == {"ann": 0, "ben": 3}
        other.close()
    session.close()


# The clock


async def test_the_clock_counts_down_pauses_takes_minutes_and_cuts_nobody_off(
    empty: Session, one: str, show: Show
) -> None:
    async with wall(show, empty, one, "2") as shown:

        def now(seconds: float) -> str:
            shown.seconds = seconds
            shown.wall._tick()
            return shown.of("#clock").strip()

        assert now(0) == "10:00"
        assert now(59.9) == "9:01"
        await shown.press("c")
        assert now(300) == "paused 9:01"
        await shown.press("plus", "c")
        assert now(360) == "9:01"
        assert now(360 + 9 * 60 + 31) == "over 0:30"
        await shown.press("1", "2", "enter", "enter")
        assert shown.wall.question == "data-sensitivity"
        clock = shown.held.clock
        assert clock is not None
        assert (clock.used, clock.added) == (690, 1)


async def test_a_second_repaints_the_clock_alone(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "2", size=(120, 36)) as shown:
        asked: list[tuple[str, object]] = []
        for widget in (shown.page, *shown.page.query("*")):
            original = widget.refresh

            def refresh(*regions, original=original, widget=widget, **args):  # type: ignore[no-untyped-def]
                asked.append((widget.id or "", regions))
                return original(*regions, **args)

            widget.refresh = refresh
        shown.seconds = 1.0
        shown.wall._tick()
        await shown.settle()
        assert [name for name, _ in asked if name] == ["clock"]
        assert asked[0][1] == (Region(0, 0, 34, 3),)
        asked.clear()
        shown.wall._tick()  # the same second
        await shown.settle()
        assert asked == []


# The end, and what comes after


async def test_the_widest_spread_can_be_taken_again_at_the_end(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "2", size=(80, 24)) as shown:
        for votes in ("11", "03", "12", "11", "11"):
            await shown.press(*votes, "enter", "enter", *(["enter"] if votes == "03" else []))
        assert shown.wall.question is None
        await shown.press("w")
        choose = shown.app.screen
        assert isinstance(choose, ChooseScreen)
        assert [(c.id, c.aside) for c in choose._choices] == [
            ("data-sensitivity", "spread 3"),
            ("interoperability", "spread 1"),
        ]
        await shown.press("enter")
        assert "round 2" in shown.of("#head")
        await shown.press("2", "2", "enter", "enter")
        assert shown.wall.question is None
        assert shown.project(one).scores["data-sensitivity"].score == 2
        assert "Data sensitivity: 0 (Person 1), 3 (Person 2); round 2: agreed" in shown.board


async def test_the_queue_goes_through_the_projects_with_the_same_people(empty: Session, show: Show) -> None:
    one, two = named(empty, "First", "edtech"), named(empty, "Second", "ai", id="two")
    async with wall(show, empty, one) as shown:
        await shown.press("f3", "enter")
        assert "then Second" in shown.board
        await shown.say("Ann, Ben")
        assert shown.held.queue == (two,)
        await shown.press(*[*"11", "enter", "enter"] * 5)
        assert "next Second" in shown.board
        await shown.press("escape", "W", "enter")  # left and come back in between
        assert (shown.wall.project_id, list(shown.held.participants.values())) == (two, ["Ann", "Ben"])
        await shown.press(*[*"11", "enter", "enter"] * 4, *"nn", "enter", "enter")
        assert shown.wall.question is None
        assert shown.verdict(two).complete


async def test_marked_projects_are_a_queue(empty: Session, show: Show) -> None:
    for number in (1, 2, 3):
        named(empty, f"Project {number}", "ai", id=f"p{number}")
    async with show(empty) as plain:
        shown = Wall(plain.app, plain.pilot, plain.session)
        await shown.press("space", "space", "W")
        assert (shown.wall.project_id, shown.wall.queue) == ("p1", ("p2",))
        await shown.press("escape")
        assert isinstance(shown.page, PortfolioScreen)


async def test_the_page_is_handed_out_and_an_older_one_only_when_asked_twice(
    empty: Session, one: str, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with wall(show, empty, one, "Ann, Ben", toasts=True) as shown:
        await shown.press(*[*"12", "enter", "enter"] * 5, "o")
        file = tmp_path / f"assessment-workshop-{ID}.md"
        await shown.press("enter")
        assert file.read_text().startswith("# Assessment: MARATHON\n")
        assert shown.told[-1].startswith("Page to hand out: Wrote")
        file.write_text("mine")
        await shown.press("o", "enter")
        assert "is there already; Enter again writes over it" in shown.problem
        assert file.read_text() == "mine"
        await shown.press("enter")
        assert "Took part: Ann, Ben" in file.read_text()
        await shown.press("o")
        await shown.say("/nowhere/x")  # behind the name that stands there
        assert "part of its path is no folder" in shown.problem


async def test_another_workshop_and_the_whole_closing_page(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "Ann, Ben") as shown:
        await shown.press(*[*"12", "enter", "enter"] * 5, "v")
        assert isinstance(shown.app.screen, ReadScreen)
        await shown.press("escape", "N")
        assert shown.page.query_one(Input).value == "Ann, Ben"  # the same people, unless said otherwise
        await shown.press("enter")
        assert shown.wall.workshop_id == f"{ID}-2"
        assert set(shown.project(one).workshops) == {ID, f"{ID}-2"}


async def test_esc_in_the_question_for_another_workshop_closes_that_alone(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "Ann, Ben") as shown:
        await shown.press(*[*"12", "enter", "enter"] * 5, "N", "f2", "escape")
        assert isinstance(shown.app.screen, WorkshopScreen)
        assert (shown.wall.workshop_id, shown.wall.question, shown.wall.anonymous) == (ID, None, False)
        assert not shown.page.query_one(AskLine).open
        await shown.press("N", *", Cy", "escape")
        assert shown.problem == "Esc again gives up what you typed."
        assert shown.page.query_one(Input).value == "Ann, Ben, Cy"
        await shown.press("escape")
        assert (shown.wall.workshop_id, set(shown.project(one).workshops)) == (ID, {ID})
        await shown.press("escape")
        assert not isinstance(shown.app.screen, WorkshopScreen)


async def test_votes_typed_all_at_once_are_given_up_when_asked_twice(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "Ann, Ben") as shown:
        await shown.press("a", *"2", "escape")
        assert shown.problem == "Esc again gives up what you typed."
        await shown.press("space", "3", "escape")
        assert shown.page.query_one(Input).value == "2 3"  # more was typed: it is asked anew
        await shown.press("escape")
        assert not shown.page.query_one(AskLine).open
        assert isinstance(shown.app.screen, WorkshopScreen)


# Who it is for, and what may go wrong


async def test_nobody_is_refused_in_place(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one) as shown:
        await shown.press("enter")
        assert "nobody takes part yet; give names with commas" in shown.problem
        await shown.say("100")
        assert "at most 99" in shown.problem
        await shown.press("backspace", "enter")
        assert len(shown.held.participants) == 10
        assert "0 of 10" in shown.board


@pytest.mark.parametrize("name", NAMES)
async def test_names_that_try_to_be_more_are_text(empty: Session, show: Show, name: str) -> None:
    text = NAMES[name].replace(",", "")
    one = named(empty, text, "edtech")
    line = " ".join(text.splitlines())  # of several pasted lines each is a name
    async with wall(show, empty, one, f"{line}, {line}, Ann", size=(60, 18), toasts=True) as shown:
        check(shown)
        for keys in ("0", "3", "1", "enter"):
            await shown.press(keys)
            check(shown)
        await shown.say(text)
        check(shown)
        await shown.press("enter", *[*"012", "enter", "enter", "enter"] * 4)
        assert shown.wall.question is None
        check(shown)
        for keys in ("v", "escape", "w", "escape", "o", "escape"):
            await shown.press(keys)
            if name != "emoji" or shown.app.screen is shown.page:  # Textual cuts joined emoji at a dialogue's edge
                check(shown)
        await shown.press("escape", "f8")
        check(shown)


async def test_ninety_nine_people_fit_at_60x18(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "99") as shown:
        check(shown)
        assert "▌○ Person 1" in shown.text
        await shown.press(*"0123" * 6)
        assert "24 voted" in shown.board
        assert "▌○ Person 25" in shown.text
        await shown.press("r")
        assert "+" in shown.board
        check(shown)


@pytest.mark.parametrize("theme", list(themes()))
async def test_every_word_can_be_read_in_every_theme(empty: Session, one: str, show: Show, theme: str) -> None:
    least, faint = 7.0 if theme in STRICT else 4.5, set[str]()
    async with wall(show, empty, one, "Ann, Ben, Cem", size=(120, 36)) as shown:
        shown.app.theme = theme
        for keys in ("03.", ("enter",), ("enter", "s"), "1c", ("plus", "enter", "v")):
            await shown.press(*keys)
            faint |= too_faint(shown, least)
        shown.seconds = 900.0
        await shown.press("left_square_bracket", "c")
        faint |= too_faint(shown, least)
    assert faint == set()


async def test_in_ascii_everything_is_ascii(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, size=(120, 36)) as shown:
        shown.wall.context.glyphs = ASCII
        from paceplan.tui.glyphs import renew_glyphs

        for widget in shown.page.walk_children():
            renew_glyphs(widget, ASCII)
        await shown.say("Ann, Ben")
        for keys in ("1", "3", "enter", "enter", "enter"):
            assert shown.of("#board").isascii(), shown.text
            await shown.press(keys)
        await shown.press("v")
        assert shown.of("#board").isascii()
        shown.wall.context.glyphs = UNICODE


# The mouse


async def test_the_mouse_does_what_the_keys_do(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "Ann, Ben, Cem", size=(80, 24)) as shown:
        await shown.click_text("Ben")
        assert shown.wall.seat == 1
        await shown.click_text("Part of the curriculum")
        assert (list(shown.held.sealed["strategic-impact"]), shown.wall.seat) == (["ben"], 2)
        await shown.click_text("Supports a regular part")
        await shown.click_text("Supports a regular part")
        await shown.click_text("All have voted")
        assert shown.held.votes["1"]["strategic-impact"] == {"ben": 3, "cem": 1, "ann": 1}
        await shown.press("enter")
        await shown.click_text("Enter Take")
        assert shown.wall.question == "data-sensitivity"
        assert shown.wall.query_one(Board).has_focus
        await shown.click_text("Esc Back") if "Esc Back" in shown.keys else await shown.press("escape")
        assert isinstance(shown.page, ProjectScreen)


async def test_what_stands_in_the_line_never_overflows(empty: Session, one: str, show: Show) -> None:
    async with wall(show, empty, one, "L" + "ong" * 60 + ", 漢字" + "漢字" * 40) as shown:
        await shown.press("0", "3", "enter")
        for line in shown.lines:
            assert cell_len(line) == 60
