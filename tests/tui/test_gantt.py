"""The roadmap's drawing: the calendar in cells, what each line shows, what the keys and the mouse ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from paceplan.core.roadmap import DeliverableState, MilestoneState, PhaseSpan, Plan, SprintSpan
from paceplan.tui.actions import of_scope
from paceplan.tui.glyphs import ASCII, UNICODE, Glyphs
from paceplan.tui.themes import OWN_VARIABLES
from paceplan.tui.widgets.axis import Axis, Zoom
from paceplan.tui.widgets.gantt import Gantt
from paceplan.tui.widgets.gantt_rows import rows_of

D = dt.date
TODAY = D(2026, 3, 16)
HOSTILE = (
    "a[/]b",
    "[@click=app.quit]x[/]",
    "W" * 500,
    "計画を立てる" * 40,
    "\x1b]52;c;x\x1b\\ two\nlines",
    "👍🏽 e\u0301",
)


def deliverable(
    key: str, phase: str, name: str = "", *, due: dt.date | None = None, done: bool = False
) -> DeliverableState:
    return DeliverableState(key, name or key.title(), "", phase, "", due, done, due if done else None, "", "", (), ())


def phase(
    key: str, start: dt.date, end: dt.date, *items: DeliverableState, name: str = "", critical: bool = True
) -> PhaseSpan:
    done = sum(d.done for d in items)
    return PhaseSpan(
        key, name or key.title(), "", start, end, 6, 0, items, done, len(items), critical, ("successful pilots",), False
    )


def sample(*, sprints: bool = True) -> Plan:
    """Return two phases of half a year each, with a sprint in the first and a milestone."""
    first = phase(
        "ground", D(2026, 1, 5), D(2026, 7, 4),
        deliverable("map", "ground", due=D(2026, 2, 10), done=True),
        deliverable("rules", "ground", due=D(2026, 3, 2)),
        deliverable("open", "ground"),
        deliverable("both", "ground", due=D(2026, 6, 1)),
    )  # fmt: skip
    second = phase("grow", D(2026, 7, 5), D(2027, 1, 4), deliverable("roll", "grow"), critical=False)
    nested = SprintSpan("both", "Spike", "ground", D(2026, 2, 2), D(2026, 3, 16), 6, None, "a piece", False)
    board = MilestoneState("board", "Board says yes", D(2026, 9, 1), False, "")
    return Plan(D(2026, 1, 5), D(2027, 1, 4), 12, (first, second), (nested,) if sprints else (), (board,))


class Drawing(Gantt):
    """A Gantt that notes which lines it draws."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self.drawn: list[int] = []

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        self.drawn.append(index)
        return super().render_row(index, width, selected)

    @property
    def lines(self) -> list[str]:
        return [self.render_line(y).text for y in range(self.size.height)]


class Stage(App[None]):
    """Binds what the Roadmap tab binds to the chart."""

    BINDINGS = [
        Binding(",".join(action.keys), f"chart('{action.method}', {action.args[0] if action.args else None})")
        for action in of_scope("roadmap")
    ]

    def action_chart(self, method: str, arg: int | None) -> None:
        name = {"zoom": "change_zoom", "to_today": "to_today"}.get(method, f"action_{method}")
        getattr(self.gantt, name)(*([] if arg is None else [arg]))

    def __init__(self, plan: Plan | None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self.plan, self.gantt, self.heard = plan, Drawing(glyphs), list[Message]()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return OWN_VARIABLES

    def compose(self) -> ComposeResult:
        yield self.gantt

    def on_mount(self) -> None:
        self.gantt.show(self.plan, TODAY)
        self.gantt.focus()

    def on_gantt_shift(self, message: Gantt.Shift) -> None:
        self.heard.append(message)

    def on_gantt_finish(self, message: Gantt.Finish) -> None:
        self.heard.append(message)


# The calendar in cells


@pytest.mark.parametrize(
    ("zoom", "room", "cells", "count"),
    [("quarter", 55, 11, 5), ("quarter", 10, 4, 5), ("month", 80, 6, 13), ("month", 900, 12, 13), ("week", 10, 7, 53)],
)
def test_the_calendar_fills_its_room_within_limits(zoom: Zoom, room: int, cells: int, count: int) -> None:
    axis = Axis.over(zoom, D(2026, 1, 5), D(2027, 1, 4), room)
    assert (axis.cells, axis.count, axis.width) == (cells, count, cells * count)


@pytest.mark.parametrize("zoom", ["week", "month", "quarter"])
def test_days_and_cells_agree(zoom: Zoom) -> None:
    axis = Axis.over(zoom, D(2027, 12, 29), D(2028, 12, 31), 60)
    days = [D(2027, 12, 29) + dt.timedelta(days=n) for n in range(369)]
    assert all(a <= b for a, b in pairwise(map(axis.at, days)))
    assert [axis.at(day, 1) for day in days[:-1]] == [axis.at(day) for day in days[1:]]
    assert all(axis.at(axis.day_at(cell)) == cell for cell in range(axis.width))


def test_the_calendar_names_its_parts() -> None:
    def names(zoom: Zoom) -> list[tuple[int, str, str]]:
        return list(Axis.over(zoom, D(2026, 12, 1), D(2027, 1, 4), 0).units(0, 14))

    assert names("quarter") == [(0, "Q4", "2026"), (4, "Q1", "2027")]
    assert names("month") == [(0, "Dec", "2026"), (6, "Jan", "2027")]
    assert names("week") == [(0, "30", "Nov 2026"), (7, "7", "Dec 2026")]
    assert Axis.over("month", D(9999, 12, 1), D.max, 6).at(D.max, 1) == 6


@pytest.mark.parametrize(
    ("weekday", "first", "names"), [(0, 30, ["30", "7"]), (6, 29, ["29", "6"]), (5, 28, ["28", "5"])]
)
def test_weeks_start_where_the_settings_say(weekday: int, first: int, names: list[str]) -> None:
    axis = Axis.over("week", D(2026, 12, 1), D(2027, 1, 4), 0, weekday)
    assert [name for _, name, _ in axis.units(0, 14)] == names
    assert axis.day_at(0) == D(2026, 11, first)
    assert axis.at(D(2026, 11, first)) == 0
    assert axis.at(axis.day_at(7)) == 7
    for month in ("month", "quarter"):
        assert list(Axis.over(month, D(2026, 12, 1), D.max, 0, weekday).units(0, 14)) == list(
            Axis.over(month, D(2026, 12, 1), D.max, 0).units(0, 14)
        )


@pytest.mark.parametrize("weekday", range(7))
def test_weeks_reach_over_both_ends_of_the_calendar(weekday: int) -> None:
    for day in (D.min, D.max):
        axis = Axis.over("week", day, day, 0, weekday)
        assert 0 <= axis.at(day) < axis.at(day, 1) <= axis.width == 7
        assert [axis.day_at(cell) for cell in range(7)]
        assert len(list(axis.units(0, 7))) == 1


def test_the_lines_of_a_plan() -> None:
    rows = rows_of(sample())
    assert [(row.kind, row.id, row.phase) for row in rows] == [
        ("phase", "ground", "ground"), ("deliverable", "map", "ground"), ("deliverable", "rules", "ground"),
        ("deliverable", "open", "ground"), ("deliverable", "both", "ground"), ("sprint", "both", "ground"),
        ("phase", "grow", "grow"), ("deliverable", "roll", "grow"), ("milestone", "board", None),
    ]  # fmt: skip
    assert [row.id for row in rows if row.late(TODAY)] == ["rules"]
    bare = rows_of(replace(sample(), phases=(phase("pilot", D(2026, 1, 5), D(2026, 2, 4)),)))
    assert not bare[0].late(TODAY)


# The widget


@pytest.mark.asyncio
async def test_what_it_draws() -> None:
    app = Stage(sample())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = app.gantt.lines
        assert lines[0].startswith(" Jan 2026 – Jan 2027")
        assert lines[1].startswith(" 1 of 5 done")
        assert "2026" in lines[0][24:]
        assert "Q3" in lines[1]
        today = lines[1].index("▼")
        assert {line[today] for line in lines[2:11]} == {"┊"}
        ground, mapped, rules, undated, both, spike, grow, roll, board = lines[2:11]
        assert ground.startswith("▌Ground             1/4 ")
        assert ground.count("▇") > 2
        assert "░▶" in ground
        assert "5 Jan – 4 Jul · waits for succ" in ground
        assert mapped[:24].split() == ["✓", "Map"]
        assert mapped[24:].split() == ["✓", "┊", "│"]
        assert rules[:24].split() == ["!", "Rules"]
        assert "! " in rules[24:]
        assert "2 Mar late" in rules
        assert undated[24:].split() == ["┊", "│"]
        assert "○ 1 Jun" in both
        assert "▸━" in spike
        assert "▶" not in grow  # it does not decide the end here
        assert "░" in grow
        assert roll.split() == ["○", "Roll", "┊", "│"]
        assert board.startswith(" ◆ Board says yes")
        assert "◆ 1 Sep" in board


@pytest.mark.asyncio
async def test_a_cursor_move_repaints_two_lines() -> None:
    app = Stage(sample())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.gantt.drawn.clear()
        await pilot.press("j")
        await pilot.pause()
        assert sorted(app.gantt.drawn) == [0, 1]
        await pilot.press("end")
        assert app.gantt.selected is not None
        assert app.gantt.selected.id == "board"


@pytest.mark.asyncio
async def test_what_the_keys_ask_for() -> None:
    app = Stage(sample())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "greater_than_sign", "down", "space", "less_than_sign", "end", "space", ">")
        heard = [
            (m.item, m.days) if isinstance(m, Gantt.Shift) else (m.item, m.row.done)
            for m in app.heard
            if isinstance(m, Gantt.Shift | Gantt.Finish)
        ]
        assert heard == [
            ("phases.ground", 7),
            ("deliverables.map", True),  # is over: it is opened again, and not moved
            ("milestones.board", False),
            ("milestones.board", 7),
        ]
        assert all(m.control is app.gantt for m in app.heard if isinstance(m, Gantt.Shift | Gantt.Finish))


@pytest.mark.asyncio
async def test_zoom_pan_and_today() -> None:
    app = Stage(sample())
    async with app.run_test(size=(80, 9)) as pilot:
        gantt = app.gantt
        await pilot.pause()
        zooms = [gantt.zoom]
        for key in ("minus", "+", "equals_sign", "plus"):
            await pilot.press(key)
            zooms.append(gantt.zoom)
        assert zooms == ["quarter", "quarter", "month", "week", "week"]
        left, names = gantt.left, [line[:24] for line in gantt.lines]
        await pilot.press("right", "l", "h")
        assert gantt.left == left + 7
        assert [line[:24] for line in gantt.lines] == names
        for _ in range(99):
            gantt.action_pan(9)
        assert gantt.axis is not None
        assert gantt.left + (80 - 24) - 1 <= gantt.axis.width <= gantt.left + 80 - 24
        assert "←" in gantt.lines[2]
        assert "▼" not in gantt.lines[1]
        await pilot.press("t", "end")
        lines = gantt.lines
        assert "▼" in lines[1]
        assert lines[-1].startswith("▌◆ Board")
        assert "→" in lines[-1]


@pytest.mark.asyncio
async def test_the_mouse_selects_and_scrolls() -> None:
    app = Stage(sample())
    async with app.run_test(size=(80, 7)) as pilot:
        await pilot.pause()
        await pilot.click(app.gantt, offset=(30, 4))
        assert app.gantt.cursor == 2
        await pilot._post_mouse_events([events.MouseScrollDown], widget=app.gantt, offset=(30, 4), button=0)
        await pilot.pause()
        assert app.gantt.scroll_offset.y > 0
        assert app.gantt.lines[1].startswith(" 1 of 5 done")
        await pilot.press("plus", "plus")
        left = app.gantt.left
        await pilot._post_mouse_events([events.MouseScrollDown], widget=app.gantt, offset=(30, 4), button=0, shift=True)
        await pilot.pause()
        assert app.gantt.left == left + 7


@pytest.mark.asyncio
async def test_new_values_keep_cursor_and_view() -> None:
    app = Stage(sample())
    async with app.run_test(size=(80, 24)) as pilot:
        gantt = app.gantt
        await pilot.pause()
        await pilot.press(*"jjjjj", "plus", "plus")
        assert gantt.selected is not None
        assert gantt.selected.kind == "sprint"
        assert gantt.axis is not None
        shown = gantt.axis.day_at(gantt.left)
        plan = sample()
        early = phase("early", D(2025, 6, 2), D(2025, 12, 1), deliverable("both", "early"))
        gantt.show(replace(plan, phases=(early, *plan.phases)), TODAY)
        assert (gantt.selected.kind, gantt.selected.id, gantt.cursor) == ("sprint", "both", 7)
        assert gantt.axis.day_at(gantt.left) == shown
        gantt.show(sample(sprints=False), TODAY)
        assert gantt.cursor == 7
        gantt.show(None, TODAY)
        assert gantt.selected is None
        assert any("Nothing planned yet" in line for line in gantt.lines)
        gantt.change_zoom(1)
        gantt.action_shift(7)
        gantt.action_finish()
        gantt.to_today()
        gantt.show(plan, D(2020, 1, 1))
        assert "▼" not in gantt.lines[1]
        assert app.heard == []


@pytest.mark.asyncio
async def test_hostile_names_at_any_size() -> None:
    items = [deliverable(f"d{n}", "p", name, due=D(2026, 2 + n, 10)) for n, name in enumerate(HOSTILE)]
    bad = phase("p", D(2026, 1, 5), D(2026, 7, 4), *items, name=HOSTILE[2])
    bad = replace(bad, waits_for=HOSTILE)
    far = MilestoneState("m", HOSTILE[0], D.max, False, "")
    app = Stage(
        replace(sample(), phases=(bad, replace(bad, id="q", end=bad.start, name=HOSTILE[3])), milestones=(far,))
    )
    async with app.run_test(size=(80, 24)) as pilot:
        for size in ((58, 10), (200, 50), (20, 4), (1, 1), (80, 24)):
            await pilot.resize_terminal(*size)
            for zoom in (1, 1, -1, -1):
                app.gantt.change_zoom(zoom)
                for y in range(app.gantt.size.height):
                    strip = app.gantt.render_line(y)
                    assert strip.cell_length == app.gantt.size.width
                    assert not set(strip.text) & {"\x1b", "\n", "\r"}
        assert "a[/]b" in app.gantt.lines[3]


@pytest.mark.asyncio
async def test_signs_of_ascii_alone() -> None:
    app = Stage(sample(), ASCII)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert all(line.isascii() for line in app.gantt.lines)
        assert "5 Jan - 4 Jul - waits for" in app.gantt.lines[2]
    app = Stage(sample(), UNICODE)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not app.gantt.lines[2].isascii()
