"""The Log tab: who changed what, from what to what."""

from __future__ import annotations

from tests.tui.conftest import KNOWLEDGE, Show, named, session_on

from paceplan.core import checklists, keeping, scoring
from paceplan.session import Session
from paceplan.tui.widgets.log_list import LogList


async def test_changes_stand_newest_first_with_before_and_after(samples: Session, show: Show) -> None:
    samples.do(scoring.score, KNOWLEDGE, dimension="risk-compliance", value=3)
    samples.do(scoring.answer, KNOWLEDGE, gate="regulated-decision", value=True)
    samples.do(checklists.tick, KNOWLEDGE, item="pilot.evaluate", by="Ann", on=None)
    samples.do(keeping.rename, KNOWLEDGE, name="Search")
    async with show(samples, KNOWLEDGE, "log", size=(120, 36)) as shown:
        lines = [line.split() for line in shown.of("#entries").splitlines() if line.strip()]
        assert lines[0] == ["when", "who", "what", "before", "and", "after"]
        said = [" ".join(line[3:] if line[0] == "▌" else line[2:]) for line in lines[1:]]
        assert said == [
            "name Knowledge search → Search",
            "Pilot evaluated yes",
            "Regulated decision no → yes",
            "Risk & compliance 1 → 3",
            "imported 13 projects",
        ]
        assert all("Ann" in line for line in lines[1:])


async def test_the_entry_under_the_cursor_shows_in_full(samples: Session, show: Show) -> None:
    samples.do(scoring.score, KNOWLEDGE, dimension="risk-compliance", value=3, why="Audit [b]asked[/b]")
    async with show(samples, KNOWLEDGE, "log") as shown:
        detail = shown.panel("detail")
        assert "Ann" in detail
        assert "entry 2" in detail
        assert "Risk & compliance: 1 → 3" in detail
        assert "Audit [b]asked[/b]" in detail
        await shown.press("j")
        assert "imported" in shown.panel("detail")
        assert "Acme FinTech: document review" in shown.panel("detail")
        assert "more" in shown.panel("detail").splitlines()[-1]


async def test_what_was_taken_back_is_struck_and_what_took_it_back_shows(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        await shown.press("3", "f8", "u")
        rows = shown.find(LogList)._rows
        assert [row.undone for row in rows] == [False, True, False]
        assert rows[0].what == "undone: Risk & compliance"
        struck = [s.text for s in shown.find(LogList).render_line(2) if s.style and s.style.strike]
        assert struck == ["Risk & compliance"]
        await shown.press("U")
        rows = shown.find(LogList)._rows
        assert [row.undone for row in rows] == [False, False, False, False]
        assert rows[0].what == "done again: Risk & compliance"


async def test_a_shows_the_changes_of_all_projects_and_back(samples: Session, show: Show) -> None:
    named(samples, "Another")
    async with show(samples, KNOWLEDGE, "log") as shown:
        assert "Another" not in shown.text
        await shown.press("a")
        assert "Another" in shown.of("#entries")
        assert "project" in shown.of("#entries").splitlines()[0]
        await shown.press("a")
        assert "Another" not in shown.text


async def test_a_project_that_is_no_more_keeps_its_name_in_the_log(samples: Session, show: Show) -> None:
    named(samples, "Short-lived")
    samples.undo()
    async with show(samples, KNOWLEDGE, "log", size=(120, 36)) as shown:
        await shown.press("a")
        rows = shown.find(LogList)._rows
        assert [(row.project, row.what, row.undone) for row in rows[:2]] == [
            ("Short-lived", "undone", False),
            ("Short-lived", "created", True),
        ]


async def test_others_changes_come_in_on_top(samples: Session, show: Show) -> None:
    other = session_on(samples.workspace.folder, author="Bob")
    async with show(samples, KNOWLEDGE, "log", size=(120, 36)) as shown:
        other.do(scoring.score, KNOWLEDGE, dimension="risk-compliance", value=0)
        shown.app._poll()
        await shown.settle()
        assert "Bob" in shown.of("#entries").splitlines()[1]
        assert "Bob" in shown.panel("detail")
    other.close()
