"""The portfolio: what its lines say, sorting, filtering, marking, and keeping house."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.cli.conftest import SAMPLES
from tests.tui.conftest import KNOWLEDGE, Show, Shown, named, session_on
from textual.events import Resize
from textual.geometry import Size
from textual.widgets import Input

from paceplan.core import keeping, portfolio, scoring
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.screens.portfolio import SORTS
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.widgets.project_list import ProjectList


def line_of(shown: Shown, name: str) -> str:
    """Return the line of the list that begins with a project's name."""
    return next(line for line in shown.of("#projects").splitlines() if line[3:].startswith(name))


def sign_of(shown: Shown, name: str) -> str:
    return line_of(shown, name)[1]


# What the lines say


async def test_a_line_says_name_pace_score_progress_and_what_comes_next(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        assert len(shown.names) == 13
        assert line_of(shown, "Knowledge search").split() == [
            "◷",
            "Knowledge",
            "search",
            "▸",
            "SPRINT",
            "▇▇░░░░",
            "5/7",
            "today",
        ]
        assert line_of(shown, "East Valley SIS").split() == [
            "East",
            "Valley",
            "SIS",
            "■",
            "MARATHON",
            "▇▇▇▇▇▒",
            "7/15",
            "3",
            "w",
        ]
        assert line_of(shown, "Checkout friction").split()[3:] == ["▸", "SPRINT", "–", "5/7", "today"]
        assert line_of(shown, "Credit limit decision").split()[-1] == "late"
        signs = {
            name: sign_of(shown, name) for name in ("Credit limit", "Checkout", "Acme FinTech: document", "Knowledge")
        }
        assert signs == {"Credit limit": "!", "Checkout": "◷", "Acme FinTech: document": "✓", "Knowledge": "◷"}
        assert "4 ▸ 3 ◆ 6 ■  1 ↑ elevate?" in shown.top
        assert [row.id for row in shown.find(ProjectList).rows if row.elevate] == ["event-driven-personalisation"]
        assert sum("◆ HYBRID ↑" in line for line in shown.lines) == 1


async def test_a_project_without_answers_is_open_and_shows_dashes(empty: Session, show: Show) -> None:
    named(empty, "Blank")
    async with show(empty) as shown:
        assert line_of(shown, "Blank").split() == ["▌◷", "Blank", "·", "OPEN", "░░░░░░", "–", "today"]
        await shown.press("enter")
        assert "· OPEN" in shown.top


async def test_beside_the_list_the_project_under_the_cursor_shows(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        await shown.until(lambda: "because" in shown.panel("preview"))
        assert shown.panel("preview").startswith("Credit limit decision\n■ MARATHON  8 of 12")
        assert "13 projects" in shown.top
        await shown.press("j")
        assert shown.panel("preview").startswith("Central customer identity")
        await shown.press("G")
        await shown.until(lambda: "because" in shown.panel("preview"))
        assert shown.panel("preview").startswith("Acme FinTech: document review")


async def test_columns_come_with_the_room(samples: Session, show: Show) -> None:
    async with show(samples, size=(60, 18)) as shown:
        assert shown.of("#projects").splitlines()[0].split() == ["name", "pace", "score", "next", "↑"]
        await shown.resize(200, 30)
        assert shown.of("#projects").splitlines()[0].split() == ["name", "pace", "score", "done", "next", "↑", "owner"]
        assert "Lending platform" in line_of(shown, "Credit limit decision")


async def test_a_size_that_was_overtaken_by_another_is_not_laid_out(samples: Session, show: Show) -> None:
    async with show(samples, size=(80, 24)) as shown:
        for size in (Size(70, 20), Size(70, 21)):
            shown.page.post_message(Resize(size, size))
        await shown.settle()
        assert shown.page.region.size == Size(80, 24)


# Sorting


async def test_sorting_goes_round_the_columns_and_back(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        for sort in (*SORTS[1:], SORTS[0]):
            await shown.press("s")
            wanted = [row["name"] for row in portfolio.select(samples.rows(), DAY, sort=sort)]
            assert shown.names == wanted
            heading = {"progress": "done↑", "score": "score↑"}.get(sort, f"{sort} ↑")
            assert heading in shown.of("#projects").splitlines()[0]


async def test_reversed_what_has_no_value_still_comes_last(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("s", "s", "s")
        without = [row["name"] for row in samples.rows() if not row["maximum"]]
        assert shown.names[-len(without) :] == sorted(without)
        await shown.press("S")
        assert "score↓" in shown.of("#projects").splitlines()[0]
        assert shown.names[-len(without) :] == sorted(without)
        totals = [
            row["total"] / row["maximum"]
            for n in shown.names
            for row in samples.rows()
            if row["name"] == n and row["maximum"]
        ]
        assert totals == sorted(totals, reverse=True)


async def test_the_cursor_stays_on_its_project_through_a_sort(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("j", "j", "j")
        here = shown.here
        await shown.press("s", "S")
        assert shown.here == here


# Filtering


async def test_the_filter_narrows_as_one_types_and_esc_gives_all_back(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("slash", *"acme")
        assert len(shown.names) == 3
        await shown.press("space", *"sprint")
        assert shown.names == ["Acme FinTech: document review"]
        await shown.press("escape")
        assert len(shown.names) == 13
        assert shown.page.focused is shown.find(ProjectList)
        assert not shown.page.query_one("#filter").display


async def test_enter_keeps_the_filter_and_goes_to_the_list(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("slash", *"east", "enter")
        assert (shown.names, shown.page.query_one("#filter", Input).value) == (["East Valley SIS"], "east")
        await shown.press("enter")
        assert isinstance(shown.page, ProjectScreen)
        await shown.press("escape")
        assert shown.names == ["East Valley SIS"]
        await shown.press("escape")
        assert len(shown.names) == 13


async def test_a_filter_that_nothing_matches_says_so(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("slash")
        await shown.write("[b]no[/] such")
        assert "Nothing matches '[b]no[/] such'." in shown.text
        assert "Esc clears the filter." in shown.text


# Marking, archiving, deleting


async def test_marked_projects_are_put_away_at_once_and_taken_out_again(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        first, second = shown.names[:2]
        entries = shown.entries()
        await shown.press("space", "space")
        assert [sign_of(shown, name) for name in (first, second)] == ["●", "●"]
        assert shown.here == shown.names[2]
        await shown.press("a")
        assert (len(shown.names), shown.entries()) == (11, entries + 1)
        await shown.press("A")
        assert sorted(shown.names) == sorted((first, second))
        assert "archived" in shown.top
        await shown.press("a")
        assert len(shown.names) == 1
        await shown.press("u")
        assert len(shown.names) == 2
        await shown.press("escape")
        assert len(shown.names) == 11
        await shown.press("u")
        assert len(shown.names) == 13


async def test_a_click_on_the_left_edge_marks_and_a_second_one_takes_the_mark_away(
    samples: Session, show: Show
) -> None:
    async with show(samples) as shown:
        listed, name = shown.find(ProjectList), shown.names[3]
        before = sign_of(shown, name)
        await shown.click(listed, 1, 4)
        assert (sign_of(shown, name), shown.here) == ("●", name)
        await shown.click(listed, 1, 4)
        assert (sign_of(shown, name), shown.here) == (before, name)
        assert shown.app.screen is shown.page


async def test_an_archive_that_holds_nothing_says_how_to_leave(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("A")
        assert "Nothing is archived." in shown.text
        await shown.press("A")
        assert "Three ways to begin" in shown.text


async def test_a_deleted_project_comes_back_by_undo(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        name = shown.here
        await shown.press("d")
        assert name not in shown.names
        assert shown.told == [f"Deleted: {name}. u brings it back."]
        await shown.press("u")
        assert name in shown.names
        assert shown.told[-1] == f"Undone: {name} deleted"
        await shown.press("U")
        assert name not in shown.names
        assert shown.told[-1] == f"Done again: {name} deleted"


async def test_several_deleted_at_once_come_back_at_once(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("space", "space", "space", "d")
        assert (len(shown.names), shown.told) == (10, ["Deleted: 3 projects. u brings it back."])
        await shown.press("ctrl+r")
        assert shown.told[-1] == "Nothing to redo"
        await shown.press("u")
        assert (len(shown.names), shown.told[-1]) == (13, "Undone: deleted 3 projects")


# Names, copies, files


async def test_a_name_that_is_refused_stays_to_be_mended(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        before, entries = shown.here, shown.entries()
        await shown.press("r")
        assert shown.answer == before
        await shown.press("ctrl+u")
        await shown.write("   ")
        await shown.press("enter")
        assert "a project needs a name" in shown.text
        assert (shown.answer, shown.entries()) == ("   ", entries)
        await shown.write("Better")
        await shown.press("enter")
        assert (shown.here, shown.entries()) == ("Better", entries + 1)
        assert "Better" in shown.of("#projects")


async def test_esc_leaves_a_name_as_it_was(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        before, entries = shown.here, shown.entries()
        await shown.press("r", *"xyz", "escape")
        assert (shown.here, shown.entries()) == (before, entries)


async def test_a_copy_gets_the_cursor(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await shown.press("c")
        assert shown.answer == "Credit limit decision (copy)"
        await shown.press("enter")
        assert shown.here == "Credit limit decision (copy)"
        assert len(shown.names) == 14
        ids = [row["id"] for row in samples.rows() if row["name"].startswith("Credit limit")]
        first, second = (samples.project(i).document() for i in ids)
        assert {k for k in first.keys() | second.keys() if first.get(k) != second.get(k)} == {"id", "name"}


async def test_a_file_is_imported_by_its_path(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("i")
        await shown.write(str(SAMPLES / f"{KNOWLEDGE}.toml"))
        await shown.press("enter")
        assert shown.names == ["Knowledge search"]
        assert empty.verdict(empty.rows()[0]["id"]).pace == "sprint"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file"),
        (b'name = "X\n', "line 1"),
        (b"\x00\xff\xfe", "UTF-8"),
        (b'format = "paceplan/1"\nname = "X"\nplaybook = "ai"\n[scores.data-maturity]\nscore = 7\n', "line 5"),
    ],
    ids=["missing", "syntax", "binary", "score"],
)
async def test_a_file_that_is_no_project_says_what_is_wrong(
    empty: Session, show: Show, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "[b]bad.toml"
    if content is not None:
        path.write_bytes(content)
    async with show(empty, size=(120, 36)) as shown:
        await shown.press("i")
        await shown.write(str(path))
        await shown.press("enter")
        assert said in shown.flat
        assert (shown.answer, shown.entries()) == (str(path), 0)
        await shown.press("escape")
        assert shown.names == []


async def test_what_is_in_the_workspace_already_is_not_imported_twice(
    samples: Session, show: Show, tmp_path: Path
) -> None:
    path = tmp_path / "again.toml"
    path.write_text(f'id = "{KNOWLEDGE}"\n' + (SAMPLES / f"{KNOWLEDGE}.toml").read_text())
    async with show(samples) as shown:
        await shown.press("i")
        await shown.write(str(path))
        await shown.press("enter")
        assert "is in the workspace already" in shown.flat
        assert shown.entries() == 1


# The first start


async def test_the_same_refusal_is_said_once_however_often_the_key_is_pressed(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("space", "space", "c", "d", "space")
        assert len(shown.told) == 1
        await shown.press("s")
        shown.app.notify("Something else")
        await shown.settle()
        assert len(shown.told) == 2


async def test_an_empty_workspace_has_three_doors(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        for door in ("n  A new project", "m  The sample projects", "i  A project file"):
            assert door in shown.text
        for key in ("r", "c", "d", "a", "space"):
            shown.hush()
            await shown.press(key)
            assert shown.told[0].endswith("not now: No project is under the cursor."), key
        assert shown.entries() == 0


async def test_the_door_of_the_samples_opens_once(empty: Session, show: Show) -> None:
    async with show(empty) as shown:
        await shown.press("m")
        assert (len(shown.names), shown.entries()) == (13, 1)
        assert shown.here == shown.names[0]
        await shown.press("m")
        assert shown.told[-1].startswith("Samples: not now: The samples are for an empty workspace")
        await shown.press("u")
        assert (shown.names, shown.entries()) == ([], 2)
        await shown.press("m")
        assert len(shown.names) == 13


# Others at work


async def test_what_another_session_does_appears_with_the_next_look(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        other = session_on(samples.workspace.folder, author="Bob")
        here = shown.here
        named(other, "From elsewhere", id="new")
        other.do(keeping.rename, KNOWLEDGE, name="Renamed elsewhere")
        other.do(scoring.score, "east-valley-sis", dimension="readiness", value=3)
        shown.app._poll()
        await shown.settle()
        assert {"From elsewhere", "Renamed elsewhere"} <= set(shown.names)
        assert shown.here == here
        assert shown.told == []
        await shown.press("u")
        assert shown.told == ["Undone: imported 13 projects"] or "changed since by Bob" in shown.told[0]
        other.close()


async def test_ten_thousand_rows_take_one_screen(empty: Session, show: Show) -> None:
    from paceplan.session import Step

    steps = [
        Step(
            keeping.create,
            f"p{n}",
            {"playbook_id": "ai", "id": f"p{n}", "name": f"Project {n:05}", "start": DAY + dt.timedelta(n % 90)},
        )
        for n in range(300)
    ]
    empty.do_all(steps)
    async with show(empty) as shown:
        await shown.press("s", "G")
        assert shown.here == "Project 00299"
        assert "Project 00299" in shown.text
        await shown.press("g")
        assert "Project 00000" in shown.text
