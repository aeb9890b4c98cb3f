"""The way to a new project, and what becomes of text that cannot be saved."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest
from tests.tui.conftest import KNOWLEDGE, Show, catalogue, named, session_on
from textual.widgets import TextArea

from paceplan.core import scoring
from paceplan.demo import DAY
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Session
from paceplan.store.errors import Locked, NotSaved, Unreadable
from paceplan.store.workspace import Workspace
from paceplan.tui.screens.choose import ChoiceList, ChooseScreen
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen

# A new project


async def test_playbook_template_and_name_make_a_project_that_opens(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("n")
        for name in ("School-district", "Marketing", "Enterprise"):
            assert name in shown.text
        assert catalogue().all()["edtech"].playbook.summary.split()[0] in shown.text
        await shown.press("G", "enter")
        book = empty.loaded("ai").playbook
        assert isinstance(shown.app.screen, ChooseScreen)
        assert f"{book.name}: start from" in shown.text
        assert [scenario.name in shown.text for scenario in book.scenarios.values()] == [True] * 5
        await shown.press("j", "enter")
        await shown.write("Answers for the help desk")
        await shown.press("enter")
        project, (template, scenario) = shown.project(), next(iter(book.scenarios.items()))
        assert (project.name, project.template, project.start) == ("Answers for the help desk", template, DAY)
        assert shown.verdict().pace == scenario.pace
        assert shown.entries() == 1
        await shown.press("escape")
        assert shown.names == ["Answers for the help desk"]


async def test_the_whole_way_typed_ahead_in_one_go(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press(
            "n", "j", "j", "enter", "enter", *"Blind", "enter", "0", "3", "1", "0", "n", "f3", "j", "space"
        )
        project = shown.project()
        assert project.name == "Blind"
        assert [s.score for s in project.scores.values()] == [0, 3, 1, 0]
        assert shown.verdict().pace == "sprint"
        assert sum(item.done for item in project.checklists["pilot"].values()) == 1
        assert shown.entries() == 1 + 5 + 1


@pytest.mark.parametrize(
    "keys",
    [
        ("escape",),
        ("enter", *["escape"] * 2),
        ("enter", "enter", *["escape"] * 3),
        ("enter", "enter", "x", *["escape"] * 4),
    ],
)
async def test_esc_gives_up_step_by_step_and_makes_nothing(empty: Session, show: Show, keys: tuple[str, ...]) -> None:
    async with show(empty) as shown:
        await shown.press("n", *keys)
        assert isinstance(shown.app.screen, PortfolioScreen)
        assert (shown.entries(), shown.told) == (0, [])


async def test_esc_goes_back_to_what_was_chosen_before(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("n", "j", "j", "enter", "j", "j", "enter", "escape")
        dialogue = shown.app.screen
        assert isinstance(dialogue, ChooseScreen)
        assert "Enterprise AI: start from" in shown.text
        assert dialogue.query_one(ChoiceList).cursor == 2
        await shown.press("escape")
        assert "which method?" in shown.text
        assert shown.app.screen.query_one(ChoiceList).cursor == 2


async def test_a_project_needs_a_name(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("n", "enter", "enter", "enter")
        assert "a project needs a name" in shown.text
        await shown.press(*"Now", "enter")
        assert shown.project().name == "Now"


async def test_a_broken_playbook_of_the_user_is_told_and_the_others_are_offered(
    empty: Session, show: Show, tmp_path: Path
) -> None:
    folder = tmp_path / "playbooks"
    folder.mkdir()
    (folder / "mine.toml").write_text("format = 'paceplan-playbook/1'\nid = '[b]'\n")
    empty.catalogue = Catalogue(folder)
    async with show(empty, size=(120, 40)) as shown:
        await shown.press("n")
        assert any(said.startswith("Playbook: ") and "mine.toml" in said for said in shown.told)
        await shown.press("G", "enter", "enter", *"Works", "enter")
        assert shown.project().playbook == "ai"


# What cannot be saved


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let nothing be saved, until undone."""

    def refuse(self: Workspace, deadline: float = 0.2) -> None:
        raise NotSaved("the disk is full", "Make room, then do it again.")

    monkeypatch.setattr(Workspace, "transaction", refuse)
    return monkeypatch


async def test_a_change_that_is_not_saved_says_so_until_one_is(
    samples: Session, show: Show, full: pytest.MonkeyPatch
) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        assert shown.top.endswith("saved")
        await shown.press("3")
        assert shown.top.endswith("NOT saved")
        assert shown.told == ["NOT saved: NOT saved: the disk is full. Make room, then do it again."]
        assert shown.project().scores["risk-compliance"].score == 1
        assert shown.question == "risk-compliance"
        assert "▇░░ 1" in shown.of("#questions").splitlines()[0]
        shown.app._poll()
        assert shown.top.endswith("NOT saved")
        full.undo()
        await shown.press("3")
        assert shown.top.endswith(" saved")
        assert "NOT" not in shown.top
        assert shown.project().scores["risk-compliance"].score == 3


async def test_text_that_was_not_saved_stays_to_be_saved_later(
    samples: Session, show: Show, full: pytest.MonkeyPatch
) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("e")
        shown.asked.query_one(TextArea).text = "What I typed for an hour"
        await shown.press("ctrl+s")
        assert shown.answer == "What I typed for an hour"
        assert "the disk is full" in shown.flat
        full.undo()
        await shown.press("ctrl+s")
        assert shown.project().scores["risk-compliance"].why == "What I typed for an hour"
        assert "NOT" not in shown.top


async def test_a_new_project_that_is_not_saved_keeps_its_name_in_the_question(
    empty: Session, show: Show, full: pytest.MonkeyPatch
) -> None:
    async with show(empty) as shown:
        await shown.press("n", "enter", "enter", *"Later", "enter")
        assert (shown.answer, shown.entries()) == ("Later", 0)
        full.undo()
        await shown.press("enter")
        assert isinstance(shown.page, ProjectScreen)
        assert shown.project().name == "Later"


async def test_undo_that_is_not_saved_takes_nothing_back(
    samples: Session, show: Show, full: pytest.MonkeyPatch
) -> None:
    full.undo()
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("3")

        def refuse(self: Workspace, deadline: float = 0.2) -> None:
            raise Locked("plans", 1234, "importing")

        full.setattr(Workspace, "transaction", refuse)
        await shown.press("u")
        assert shown.top.endswith("NOT saved")
        assert "process 1234" in shown.told[-1]
        assert shown.project().scores["risk-compliance"].score == 3
        full.undo()
        await shown.press("u")
        assert shown.project().scores["risk-compliance"].score == 1


async def test_a_workspace_that_can_only_be_read_shows_everything_and_changes_nothing(
    samples: Session, show: Show
) -> None:
    samples.workspace.readonly = "plans cannot be written: the disk can only be read"
    async with show(samples, KNOWLEDGE) as shown:
        assert shown.told == ["Nothing can be saved: plans cannot be written: the disk can only be read."]
        assert shown.top.split() == ["paceplan", "›", "plans", "›", "Knowledge", "search", "▸", "SPRINT", "read-only"]
        shown.hush()
        await shown.press("3")
        assert shown.told == ["NOT saved: NOT saved: plans cannot be written: the disk can only be read."]
        assert shown.project().scores["risk-compliance"].score == 1
        for key in ("f3", "f4", "f8", "escape", "d", "a", "u"):
            await shown.press(key)
        assert len(shown.names) == 13
        assert shown.entries() == 1


async def test_a_workspace_that_vanishes_is_survived(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        shutil.rmtree(samples.workspace.folder)
        for _ in range(3):
            shown.app._poll()
        await shown.press("enter", "j", "s", "n", "escape")
        assert isinstance(shown.page, PortfolioScreen)
        assert len(shown.told) <= 1


async def test_what_keeps_others_changes_from_being_read_is_told_once(
    samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Workspace) -> None:
        raise Unreadable("plans/journal", OSError(errno.EIO, "no"))

    async with show(samples, KNOWLEDGE) as shown:
        monkeypatch.setattr(Workspace, "refresh", fail)
        for _ in range(3):
            shown.app._poll()
        await shown.settle()
        assert [said.split(":")[0] for said in shown.told] == ["Changes of others"]
        assert "the disk reported an error" in shown.told[0]
        assert shown.top.endswith(" saved")


async def test_two_sessions_answer_different_questions_and_keep_both(samples: Session, show: Show) -> None:
    other = session_on(samples.workspace.folder, author="Bob")
    async with show(samples, KNOWLEDGE) as shown:
        other.do(scoring.score, KNOWLEDGE, dimension="business-impact", value=3)
        await shown.press("3")
        assert {i: s.score for i, s in shown.project().scores.items()}["business-impact"] == 3
        assert shown.of("#questions").splitlines()[3].split()[-4:-1] == ["3", "lean", "3"]
        other.poll()
        assert other.project(KNOWLEDGE).scores["risk-compliance"].score == 3
        await shown.press("u")
        assert shown.told == ["Undone: Risk & compliance: 1 → 3"]
        assert shown.project().scores["business-impact"].score == 3
    other.close()


async def test_somebody_elses_change_is_not_undone_over(samples: Session, show: Show) -> None:
    other = session_on(samples.workspace.folder, author="Bob")
    async with show(samples, named(samples, "Mine")) as shown:
        await shown.press("3")
        other.do(scoring.score, "one", dimension="risk-compliance", value=2)
        await shown.press("u")
        assert "changed since by Bob" in shown.told[0]
        assert "undo leaves that alone" in shown.told[0]
        assert shown.project().scores["risk-compliance"].score == 2
        assert shown.top.endswith(" saved")
    other.close()
