"""Projects side by side: which lines and columns there are, the cell in words, scrolling, leaving out, the mouse."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from tests.tui.conftest import CHECKOUT, EAST_VALLEY, KNOWLEDGE, RIVERBEND, Show, Shown, named
from tests.tui.test_hostile import NAMES, check

from paceplan.core import keeping, scoring
from paceplan.session import Session
from paceplan.tui.glyphs import ASCII
from paceplan.tui.screens.compare import CompareScreen
from paceplan.tui.screens.portfolio import PortfolioScreen
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.widgets.heat_map import HeatMap
from paceplan.tui.widgets.project_list import ProjectList

SIZES = [(60, 18), (80, 24), (120, 36), (160, 48), (220, 60)]


async def opened(shown: Shown, *ids: str) -> HeatMap:
    """Compare these projects, or those marked already, and return the map."""
    if ids:
        shown.app.push_screen(CompareScreen(shown.app.context, ids))
        await shown.until(lambda: isinstance(shown.app.screen, CompareScreen))
        await shown.settle()
    else:
        await shown.press("v")
        assert isinstance(shown.app.screen, CompareScreen)
    return shown.find(HeatMap)


def lines_of(shown: Shown) -> list[str]:
    heat = shown.find(HeatMap)
    return [heat.render_line(y).text for y in range(heat.size.height)]


def line_of(shown: Shown, name: str) -> list[str]:
    return next(line for line in lines_of(shown) if line[2:].startswith(name)).split()


async def test_marked_projects_are_compared_in_the_order_of_the_list(samples: Session, show: Show) -> None:
    async with show(samples, toasts=True) as shown:
        await shown.press("v")
        assert "Mark two to 60 projects first" in shown.told[-1]
        await shown.press("space", "space", "j", "j", "space")
        names = [row.name for row in shown.find(ProjectList).rows if row.marked]
        await opened(shown)
        compared = [c.name for b in shown.page._blocks for c in b.columns]
        assert sorted(compared) == sorted(names)
        assert len(names) == 3


async def test_each_playbook_has_its_block_with_verdicts_leans_and_gates(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 60)) as shown:
        await opened(shown, RIVERBEND, KNOWLEDGE, EAST_VALLEY, CHECKOUT)
        text = "\n".join(lines_of(shown))
        assert text.index("School-district") < text.index("Enterprise AI") < text.index("Marketing technology")
        assert line_of(shown, "verdict") == ["▌", "verdict", "▸", "SPRINT", "■", "MARATHON"]
        assert line_of(shown, "total") == ["total", "4", "of", "15", "14", "of", "15"]
        procurement = line_of(shown, "Procurement")
        assert procurement[:3] == ["Procurement", "3", "0"]
        assert set(procurement[3]) == {"▇"}
        assert procurement[4] == "3"
        assert line_of(shown, "Schema change") == ["Schema", "change", "no"]


async def test_the_cell_under_the_cursor_stands_in_words(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        heat = await opened(shown, RIVERBEND, EAST_VALLEY)
        await shown.press("j", "j", "j", "l")
        assert heat.current is not None
        assert (heat.current[0].what, heat.current[1].name) == ("Strategic impact", "East Valley SIS")
        panel = shown.panel("cell")
        assert panel.startswith("■ MARATHON   East Valley SIS\nanswer   3 of 3, lean 3: ")
        assert "What sets them apart" in panel
        assert "Procurement: East Valley SIS at lean 3, Riverbend assessment at 0." in panel
        await shown.press("h", "left")
        assert heat.column == 0


async def test_all_can_be_read_on_a_small_screen(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        await opened(shown, RIVERBEND, EAST_VALLEY)
        await shown.press("a")
        assert "What sets them apart" in shown.flat
        assert "Procurement: East Valley SIS at lean 3" in shown.flat
        await shown.press("a")
        assert isinstance(shown.app.screen, CompareScreen)


async def test_twelve_columns_scroll_and_long_names_end_with_an_ellipsis(empty: Session, show: Show) -> None:
    ids = [named(empty, f"A very long name of a project that goes on {n}", id=f"p{n}") for n in range(12)]
    async with show(empty) as shown:
        heat = await opened(shown, *ids)
        assert "1 to 4 of 12 →" in lines_of(shown)[0]
        assert lines_of(shown)[2].count("…") == 4
        await shown.press(*["l"] * 11)
        assert heat.column == 11
        assert "← 9 to 12 of 12" in lines_of(shown)[0]
        await shown.press("l", "G", "g")
        assert heat.column == 11
        assert {cell_len(line) for line in lines_of(shown)} == {heat.size.width}


async def test_enter_opens_x_leaves_out_and_esc_goes_back(samples: Session, show: Show) -> None:
    async with show(samples, toasts=True) as shown:
        heat = await opened(shown, RIVERBEND, EAST_VALLEY)
        await shown.press("l", "enter")
        page = shown.page
        assert isinstance(page, ProjectScreen)
        assert page.project_id == EAST_VALLEY
        await shown.press("escape", "x")
        assert [c.id for c in shown.page._blocks[0].columns] == [RIVERBEND]
        assert "1 project" in shown.top
        await shown.press("x")
        assert heat.current is None
        assert "Nothing to compare." in shown.text
        for key in ("x", "enter", "a", "l", "j"):
            await shown.press(key)
        assert "Nothing is compared here." in shown.told[-1]
        await shown.press("escape")
        assert isinstance(shown.page, PortfolioScreen)


async def test_answers_given_elsewhere_show(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        await opened(shown, RIVERBEND, EAST_VALLEY)
        samples.do(scoring.score, RIVERBEND, dimension="procurement", value=2)
        await shown.settle()
        assert line_of(shown, "Procurement")[:2] == ["Procurement", "1"]
        samples.do(keeping.delete, EAST_VALLEY)
        await shown.settle()
        assert "only one chosen of its playbook" in " ".join(shown.panel("cell").split())


async def test_the_mouse_does_what_the_keys_do(samples: Session, show: Show) -> None:
    async with show(samples, size=(120, 36)) as shown:
        heat = await opened(shown, RIVERBEND, EAST_VALLEY)
        y = next(n for n, line in enumerate(lines_of(shown)) if "Procurement" in line)
        x = lines_of(shown)[1].index("East Valley")
        await shown.click(heat, x + 2, y)
        assert heat.current is not None
        assert (heat.current[0].what, heat.current[1].id) == ("Procurement", EAST_VALLEY)
        await shown.click(heat, 3, y - 1)
        assert (heat.current[0].what, heat.current[1].id) == ("User readiness", EAST_VALLEY), "the name is the line"
        await shown.click_text("Leave out")
        assert "1 project" in shown.top
        await shown.click(heat, x - 20, y)
        await shown.click(heat, x - 20, y)
        assert isinstance(shown.page, ProjectScreen)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_hostile_names_fit_at_every_size(samples: Session, show: Show, size: tuple[int, int]) -> None:
    ids = [named(samples, name, id=f"n{n}") for n, name in enumerate(NAMES.values())]
    async with show(samples, size=size) as shown:
        heat = await opened(shown, *ids, KNOWLEDGE, RIVERBEND)
        for keys in ((), ("l",) * 9, ("G",)):
            await shown.press(*keys)
            assert {cell_len(line) for line in lines_of(shown)} == {heat.size.width}
            check(shown)


async def test_ascii_signs_alone(samples: Session, show: Show) -> None:
    async with show(samples) as shown:
        shown.app.context.glyphs = ASCII
        await opened(shown, RIVERBEND, EAST_VALLEY)
        assert "\n".join(lines_of(shown)).isascii()
        assert set(line_of(shown, "Procurement")[-1]) == {"="}
