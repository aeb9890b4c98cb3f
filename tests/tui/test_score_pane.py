"""The Score tab: answering question by question, while the verdict moves beside them."""

from __future__ import annotations

import dataclasses

import pytest
from tests.tui.conftest import CHECKOUT, EAST_VALLEY, KNOWLEDGE, RIVERBEND, Show, catalogue, named
from textual.widgets import TextArea

from paceplan.core import scoring
from paceplan.demo import DAY
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Session
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.widgets.ask_line import typed
from paceplan.tui.widgets.question_list import QuestionList

AI = ("risk-compliance", "data-maturity", "integration-complexity", "business-impact")


# Answering


async def test_a_digit_answers_and_moves_on(empty: Session, show: Show) -> None:
    async with show(empty, named(empty, "Search")) as shown:
        assert shown.question == AI[0]
        await shown.press("0", "2", "1")
        assert {i: s.score for i, s in shown.project().scores.items()} == {AI[0]: 0, AI[1]: 2, AI[2]: 1}
        assert shown.question == AI[3]
        await shown.press("1", "n")
        assert shown.project().gates["regulated-decision"].answer is False
        assert (shown.question, shown.verdict().pace) == ("regulated-decision", "sprint")
        assert shown.entries() == 1 + 5


async def test_the_same_answer_again_is_no_change_but_moves_on(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("1")
        entries = shown.entries()  # the first answer also records with which playbook the project is scored
        await shown.press("g", "1")
        assert (shown.entries(), shown.question) == (entries, AI[1])


async def test_x_takes_an_answer_back(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("x")
        assert AI[0] not in shown.project().scores
        assert shown.of("#questions").splitlines()[0].split()[-2:] == ["░░░", "?"]
        await shown.press("G", "delete")
        assert shown.project().gates == {}
        shown.hush()
        await shown.press("x")
        assert shown.told == ["Clear: not now: 'Regulated decision' is not answered yet."]


async def test_space_turns_gates_and_artifacts_round(samples: Session, show: Show) -> None:
    async with show(samples, CHECKOUT) as shown:
        gate = shown.question
        await shown.press("space")
        assert shown.project().gates[gate].answer is True
        await shown.press("space")
        assert shown.project().gates[gate].answer is False
        await shown.press("y")
        assert shown.project().gates[gate].answer is True
        await shown.press("G")
        artifact = shown.question
        had = artifact in shown.project().artifacts and shown.project().artifacts[artifact].done
        await shown.press("enter")
        assert shown.project().artifacts[artifact].done is not had


async def test_what_does_not_answer_a_question_says_what_does(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("y")
        assert shown.told == ["Yes: not now: 'Risk & compliance' is answered with a score from 0 to 3."]
        await shown.press("space")
        await shown.press("G", "2")
        assert shown.told == [
            "Toggle: not now: 'Risk & compliance' is answered with a score from 0 to 3.",
            "Score 2: not now: 'Regulated decision' is answered with y or n, not with a score.",
        ]
        assert shown.entries() == 1
        assert "0-3 Score" in shown.keys


async def test_the_keys_that_answer_nothing_here_are_faint(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:

        def dimmed() -> set[str]:
            return {key.id for key in shown.page.query_one("#keys").keys if not key.enabled}  # type: ignore[attr-defined]

        assert dimmed() == {"score.yes"}
        await shown.press("G")
        assert dimmed() == {"score.0"}


# Reasons


async def test_e_writes_why_and_shows_it(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("e")
        assert "Why 1?" in shown.text
        assert shown.answer == "Internal only; some tickets carry the names of colleagues."
        shown.asked.query_one(TextArea).text = "Two lines:\nsecond [b]line[/b]"
        await shown.press("f10")
        assert shown.project().scores[AI[0]].why == "Two lines:\nsecond [b]line[/b]"
        assert "second [b]line[/b]" in shown.of("#words")
        shown.hush()
        await shown.press("j", "x", "e")
        assert shown.told == ["Why: not now: 'Data maturity' is not answered yet."]


async def test_esc_leaves_the_reason_as_it_was(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        before = shown.project()
        await shown.press("e", *"other", "escape")
        assert (shown.project(), shown.entries()) == (before, 1)


async def test_an_override_needs_its_reason(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("o")
        assert isinstance(shown.app.screen, ChooseScreen)
        assert "the verdict" in next(line for line in shown.lines if "▸ SPRINT" in line and "▌" in line)
        await shown.press("j", "enter", "ctrl+s")
        assert "an override needs a reason" in shown.flat
        assert (shown.project().override, shown.entries()) == (None, 1)
        await shown.write("Legal asks for shadow mode first")
        await shown.press("ctrl+s")
        override = shown.project().override
        assert override is not None
        assert (override.pace, override.why, override.by, override.on) == (
            "hybrid",
            "Legal asks for shadow mode first",
            "Ann",
            DAY,
        )
        assert "◆ HYBRID" in shown.top
        page = shown.panel("verdict")
        assert "by override" in page
        assert "Legal asks for shadow mode first" in page
        assert "▸ SPRINT" in page


async def test_an_override_can_be_taken_away(samples: Session, show: Show) -> None:
    samples.do(scoring.override, KNOWLEDGE, pace="marathon", why="Because", by="Ann", on=DAY)
    async with show(samples, KNOWLEDGE) as shown:
        assert "■ MARATHON" in shown.top
        await shown.press("o")
        assert "no override" in shown.text
        await shown.press("G", "enter")
        assert shown.project().override is None
        assert "▸ SPRINT" in shown.top
        await shown.press("u")
        assert "■ MARATHON" in shown.top


async def test_what_was_typed_is_given_up_only_when_esc_is_pressed_twice(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("e", *" more", "escape")
        assert typed("dialogue.leave") in shown.flat
        await shown.press(*"!", "escape")
        assert shown.answer.endswith(" more!")  # typed on since: it is asked anew
        await shown.press("escape")
        assert isinstance(shown.app.screen, ProjectScreen)
        await shown.press("e", "escape")
        assert isinstance(shown.app.screen, ProjectScreen), "what stood there already is lost by nobody"
        await shown.press("e", *"x")
        await shown.click_text("Esc gives up")
        assert typed("dialogue.leave") in shown.flat
        await shown.click_text("Esc gives up")
        assert (isinstance(shown.app.screen, ProjectScreen), shown.entries()) == (True, 1)


async def test_giving_up_either_question_of_an_override_changes_nothing(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("o", "escape", "o", "enter", *"why", "escape", "escape")
        assert (shown.project().override, shown.entries()) == (None, 1)
        assert isinstance(shown.app.screen, ProjectScreen)


# The verdict


async def test_bands_show_total_margin_and_what_flips(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, size=(120, 36)) as shown:
        page = shown.panel("verdict")
        assert page.startswith("▸ SPRINT")
        assert "certain · margin 1" in page
        assert "▼ 4 of 12" in page
        for band in ("0-4 sprint", "5-8 hybrid", "9-12 marathon"):
            assert band in page
        assert "flips if  Risk & compliance  1 → 2" in page
        assert [line.split()[-1] for line in page.splitlines() if "→" in line] == ["hybrid"] * 4 + ["marathon"]
        await shown.press("3")
        page = shown.panel("verdict")
        assert page.startswith("◆ HYBRID")
        assert "▼ 6 of 12" in page
        await shown.press("u")
        assert shown.panel("verdict").startswith("▸ SPRINT")


async def test_a_pointer_stands_in_its_band_for_every_total(empty: Session, show: Show) -> None:
    named(empty, "Every")
    for dimension in AI:
        empty.do(scoring.score, "one", dimension=dimension, value=3 if dimension == "data-maturity" else 0)
    empty.do(scoring.answer, "one", gate="regulated-decision", value=False)
    async with show(empty, "one", size=(120, 36)) as shown:
        total = 0
        for dimension in AI:
            for value in (1, 2, 3):
                empty.do(
                    scoring.score,
                    "one",
                    dimension=dimension,
                    value=3 - value if dimension == "data-maturity" else value,
                )
                total += 1
                lines = [shown.find_line("verdict", y) for y in range(6)]
                above, axis, below = next(
                    (a, b, c) for a, b, c in zip(lines, lines[1:], lines[2:], strict=False) if "▼" in a
                )
                at = above.index("▼")
                assert f"▼ {total} of 12" in above or f"{total} of 12 ▼" in above
                assert axis[at] == "━"
                starts = [below.index(word) for word in ("0-4", "5-8", "9-12")]
                assert sum(at >= start for start in starts) - 1 == (total >= 5) + (total >= 9)


async def test_a_count_shows_marks_and_the_line_at_three(samples: Session, show: Show) -> None:
    async with show(samples, EAST_VALLEY, size=(120, 36)) as shown:
        count = shown.verdict().marathon_count
        assert count is not None
        page = shown.panel("verdict")
        assert f"{count} of 5 lean to a marathon; 3 make one" in page
        assert page.splitlines()[2].split("┊")[0].count("■") == min(count, 3)
    async with show(samples, RIVERBEND, size=(120, 36)) as shown:
        page = shown.panel("verdict")
        assert page.startswith("▸ SPRINT")
        assert "┊" in page.splitlines()[2]


async def test_gates_name_the_one_that_forced_the_pace_and_the_blockers(samples: Session, show: Show) -> None:
    async with show(samples, CHECKOUT, size=(120, 40)) as shown:
        name = shown.session.loaded("martech").playbook.gates[shown.question].name
        await shown.press("y")
        page = shown.panel("verdict")
        assert page.startswith("■ MARATHON")
        because = page[page.index("because") :]
        assert "forces a marathon" in " ".join(because.split())
        assert name in shown.of("#questions")
        await shown.press("u")
        await shown.until(lambda: shown.panel("verdict").startswith("▸ SPRINT"))
        artifacts = shown.session.loaded("martech").playbook.artifacts
        blocking = next(i for i, artifact in artifacts.items() if artifact.blocks)
        samples.do(scoring.artifact, CHECKOUT, artifact=blocking, done=False)
        await shown.settle()
        assert "blocked by" in shown.panel("verdict")


async def test_open_questions_leave_a_range_and_name_the_one_that_decides_most(empty: Session, show: Show) -> None:
    async with show(empty, named(empty, "Open"), size=(120, 36)) as shown:
        page = shown.panel("verdict")
        assert page.startswith("· OPEN")
        assert "still open" in page
        assert "▼ 0 to 12" in page
        assert "5 of 5 unanswered; possible: sprint or hybrid or marathon" in " ".join(page.split())
        decides = shown.verdict().decides_most
        assert decides is not None
        assert "decides most:" in page
        await shown.press("0", "3", "0", "0")
        assert "decides most: Regulated decision" in shown.panel("verdict")
        await shown.press("y")
        assert "certain" in shown.panel("verdict")


async def test_a_gate_that_forces_is_certain_before_all_is_answered(empty: Session, show: Show) -> None:
    async with show(empty, named(empty, "Loans"), size=(120, 36)) as shown:
        await shown.press("G", "y")
        assert shown.panel("verdict").startswith("■ MARATHON")
        assert "certain already" in shown.panel("verdict")


@pytest.mark.parametrize(("size", "edge"), [((80, 24), False), ((120, 36), True)])
async def test_every_level_of_the_dimension_shows_in_words(
    samples: Session, show: Show, size: tuple[int, int], edge: bool
) -> None:
    async with show(samples, KNOWLEDGE, size=size) as shown:
        dimension = shown.session.loaded("ai").playbook.dimensions[AI[0]]
        words = " ".join(shown.panel("words").split())
        assert dimension.text in words
        for text in dimension.levels:
            assert text in words
        assert "Internal only; some tickets" in words
        assert ("favours a marathon" in words) is edge


async def test_a_playbook_that_changed_since_is_noted(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, size=(120, 36)) as shown:
        await shown.press("0")
        assert "playbook changed" not in " ".join(shown.panel("verdict").split())
    other = Catalogue()
    known = catalogue().get("ai")
    assert known is not None
    other._books["ai"] = dataclasses.replace(known, digest="0123456789abcdef")
    samples.catalogue = other
    async with show(samples, KNOWLEDGE, size=(120, 36)) as shown:
        assert "The playbook changed since this was scored" in " ".join(shown.panel("verdict").split())
        await shown.press("1")
        assert "playbook changed" not in " ".join(shown.panel("verdict").split())


# Others, and taking back


async def test_answers_of_others_show_and_keep_the_cursor(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("j", "j")
        samples.do(scoring.score, KNOWLEDGE, dimension=AI[0], value=3)
        await shown.settle()
        assert shown.question == AI[2]
        assert shown.of("#questions").splitlines()[0].split()[-4:-1] == ["3", "lean", "3"]


async def test_undo_and_redo_say_what_they_did(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("3", "u")
        assert shown.told == ["Undone: Risk & compliance: 1 → 3"]
        assert shown.project().scores[AI[0]].score == 1
        shown.hush()
        await shown.press("U")
        assert shown.told == ["Done again: Risk & compliance: 1 → 3"]
        shown.hush()
        await shown.press("ctrl+r")
        assert shown.told == ["Nothing to redo"]


async def test_a_click_moves_to_a_question_and_a_second_one_answers(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        listed = shown.find(QuestionList)
        await shown.click(listed, 5, 4)
        assert shown.question == "regulated-decision"
        await shown.click(listed, 5, 4)
        assert shown.project().gates["regulated-decision"].answer is True
