"""The Pilot tab: ticking and annotating, agreeing criteria and starting, and what it draws."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot as Driver
from textual.strip import Strip
from textual.widgets import Input, TextArea

from paceplan.config.resources import data_dir
from paceplan.core import checklists, keeping
from paceplan.core import pilot as core
from paceplan.core.entries import Closed, Pilot
from paceplan.core.errors import Refused
from paceplan.core.playbook import Playbook
from paceplan.core.project import Project
from paceplan.demo import DAY
from paceplan.importing.project_toml import read
from paceplan.playbooks.catalogue import Catalogue
from paceplan.session import Session
from paceplan.store.workspace import Workspace
from paceplan.tui.app import PaceplanApp
from paceplan.tui.context import Context
from paceplan.tui.glyphs import ASCII, UNICODE
from paceplan.tui.presentation import criteria as table
from paceplan.tui.presentation import pilot as shown
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.pilot import PilotPane
from paceplan.tui.screens.project import ProjectScreen
from paceplan.tui.screens.targets import agreed, parse_target
from paceplan.tui.widgets.check_list import CheckList
from paceplan.tui.widgets.panel import Panel
from paceplan.tui.widgets.time_box import Picture, TimeLine, drawn, picture_of

RIVERBEND, EAST_VALLEY, CHECKOUT = "riverbend-assessment", "east-valley-sis", "checkout-friction"
HOSTILE = "a[/]b [@click=app.quit]x[/] \x1b]0;owned\x07 \x1b[31m"


@cache
def catalogue() -> Catalogue:
    """Return the playbooks, read once."""
    return Catalogue()


def book(playbook_id: str) -> Playbook:
    """Return one of the shipped playbooks."""
    loaded = catalogue().get(playbook_id)
    assert loaded is not None
    return loaded.playbook


@cache
def sample(name: str) -> Project:
    """Return a sample project."""
    data = data_dir("sample_projects").joinpath(f"{name}.toml").read_bytes()
    return read(data, name, book, []).model_copy(update={"id": name})


def samples() -> list[Project]:
    """Return every sample project."""
    names = sorted(f.name.removesuffix(".toml") for f in data_dir("sample_projects").iterdir())
    return [sample(name) for name in names]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session on a workspace with three of the samples."""
    workspace = Workspace.open(tmp_path / "plans", durable=False)
    now = dt.datetime.combine(DAY, dt.time(9), dt.UTC)
    session = Session(workspace, catalogue(), author="Ann", now=lambda: now)
    for name in (RIVERBEND, EAST_VALLEY, CHECKOUT):
        session.do(keeping.place, name, content=sample(name))
    yield session
    session.close()


class Shown:
    """A Pilot tab on screen, with what a test asks of it."""

    def __init__(self, app: PaceplanApp, driver: Driver[None], session: Session, project_id: str) -> None:
        self.app, self.driver, self.session, self.project_id = app, driver, session, project_id

    @property
    def project(self) -> Project:
        return self.session.project(self.project_id)

    @property
    def pane(self) -> PilotPane:
        page = next(screen for screen in self.app.screen_stack if isinstance(screen, ProjectScreen))
        return page.query_one(PilotPane)

    @property
    def items(self) -> CheckList:
        return self.pane.query_one(CheckList)

    def lines(self) -> list[str]:
        """Return the lines of the checklist, its heading first."""
        return [self.items.render_line(y).text for y in range(self.items.size.height)]

    def panel(self, name: str) -> str:
        panel = self.pane.query_one(f"#{name}", Panel)
        return "\n".join(panel.render_line(y).text for y in range(panel.content_size.height))

    async def press(self, *keys: str) -> None:
        await self.driver.press(*keys)
        await self.driver.pause()

    def entries(self) -> int:
        return len(self.session.log())


@asynccontextmanager
async def opened(session: Session, project_id: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Shown]:
    """Show the Pilot tab of a project."""
    app = PaceplanApp(Context(session, DAY, "test"), {})
    async with app.run_test(size=size) as driver:
        await app.push_screen(ProjectScreen(app.context, project_id, "pilot"))
        await driver.press("g")  # the cursor comes to stand on the first open item
        await driver.pause()
        yield Shown(app, driver, session, project_id)


# Working through a checklist


async def test_a_tick_lands_in_the_journal_and_paints_its_line_only(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    render = CheckList.render_row

    def counted(self: CheckList, index: int, width: int, selected: bool) -> Strip:
        painted.append(index)
        return render(self, index, width, selected)

    async with opened(session, RIVERBEND) as tab:
        await tab.press("j", "j", "j", "j")
        widgets = list(tab.pane.query("*"))
        monkeypatch.setattr(CheckList, "render_row", counted)
        await tab.press("space")
        assert set(painted) == {4}
        assert list(tab.pane.query("*")) == widgets
        tick = tab.project.checklists["pilot"]["training"]
        assert (tick.done, tick.by, tick.on) == (True, "Ann", DAY)
        assert {stored.change.path[:3] for stored in session.log()[0].changes} == {("checklists", "pilot", "training")}
        assert "6 of 7" in tab.lines()[0]
        assert "✓ Minimal training given" in tab.lines()[5]
        await tab.press("space")
        assert not tab.project.checklists["pilot"]["training"].done


async def test_a_note_that_is_refused_keeps_its_text(session: Session) -> None:
    async with opened(session, RIVERBEND) as tab:
        await tab.press("n")
        area = tab.app.screen.query_one(TextArea)
        assert area.text == tab.project.checklists["pilot"]["problem"].note
        area.text = "x" * 20_001
        await tab.press("f10")
        assert isinstance(tab.app.screen, AskScreen)
        assert len(area.text) == 20_001
        area.text = "Mended"
        await tab.press("f10")
        assert tab.project.checklists["pilot"]["problem"].note == "Mended"
        assert "note      Mended" in tab.panel("item")


async def test_a_due_day_has_to_be_a_date(session: Session) -> None:
    async with opened(session, RIVERBEND) as tab:
        await tab.press("j", "j", "j", "j", "d")
        field = tab.app.screen.query_one(Input)
        assert field.value == "2026-11-18"
        field.value = "soon"
        await tab.press("enter")
        assert isinstance(tab.app.screen, AskScreen)
        field.value = "2026-11-10"
        await tab.press("enter")
        assert "! 10 Nov" in tab.lines()[5]


async def test_not_applicable_needs_a_reason(session: Session) -> None:
    async with opened(session, RIVERBEND) as tab:
        await tab.press("minus", "enter")
        assert isinstance(tab.app.screen, AskScreen)
        tab.app.screen.query_one(Input).value = "Nobody asked"
        await tab.press("enter")
        assert tab.project.checklists["pilot"]["problem"].na
        assert tab.lines()[1].startswith("▌ – Problem stated")
        assert "Nobody asked" in tab.lines()[1]
        assert "4 of 6" in tab.lines()[0]
        await tab.press("minus")
        assert not tab.project.checklists["pilot"]["problem"].na


async def test_an_item_that_stands_for_an_artifact_ticks_it(session: Session) -> None:
    async with opened(session, CHECKOUT) as tab:
        await tab.press("l", "end")
        assert "Dependency map" in tab.panel("item")
        assert "stands for" in tab.panel("item")
        assert "artifact" in (tab.pane.why_not("pilot.wave") or "")
        await tab.press("space")
        assert tab.project.artifacts["dependency-map"].done


async def test_the_lists_go_round_and_remember_their_line(session: Session) -> None:
    async with opened(session, RIVERBEND) as tab:
        first = tab.lines()[0]
        await tab.press("j", "j", "l")
        assert "list 2 of 8" in tab.lines()[0]
        assert "Stakeholders mapped" in tab.lines()[1]
        project = tab.project
        items = checklists.checklist(project, session.playbook(project), "change").items
        assert tab.items.cursor == next(n for n, item in enumerate(items) if not item.done and not item.na)
        await tab.press(*"l" * 7)
        assert tab.lines()[0] == first
        assert tab.items.cursor == 2


async def test_hostile_text_is_drawn_as_text(session: Session) -> None:
    for field in ("note", "owner", "evidence"):
        session.do(checklists.annotate, RIVERBEND, item="pilot.data", **{field: HOSTILE})
    session.do(checklists.wave, RIVERBEND, item="pilot.scope", why=HOSTILE)
    async with opened(session, RIVERBEND, (120, 36)) as tab:
        await tab.press("end", "up")
        assert "a[/]b [@click=app.quit]x[/]" in tab.panel("item")
        everything = "".join([*tab.lines(), tab.panel("item"), tab.panel("criteria")])
        assert not set(everything) & {"\x1b", "\x07"}


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)])
async def test_it_fits_every_size(session: Session, size: tuple[int, int]) -> None:
    async with opened(session, RIVERBEND, size) as tab:
        assert tab.items.size.height >= 4
        assert "Exit criteria" in tab.panel("criteria")
        assert "week 7 of 10" in str(tab.pane.query_one(TimeLine).render())
        assert tab.pane.region.contains_region(tab.pane.query_one("#criteria").region)


# Criteria and the start


async def test_a_pilot_starts_once_a_criterion_is_agreed(session: Session) -> None:
    async with opened(session, EAST_VALLEY) as tab:
        assert "marathon has no time box" in str(tab.pane.query_one(TimeLine).render())
        before = tab.entries()
        await tab.press("s")
        assert tab.entries() == before
        assert "exit criterion" in (tab.pane.why_not("pilot.start") or "")

        await tab.press("c")
        assert isinstance(tab.app.screen, ChooseScreen)
        await tab.press("enter")
        field = tab.app.screen.query_one(Input)
        field.value = "a little better"
        await tab.press("enter")
        assert isinstance(tab.app.screen, AskScreen)
        assert field.value == "a little better"
        field.value = "0 -> 27 min"
        await tab.press("enter")
        metric = tab.project.metrics["minutes-saved"]
        assert (metric.exit, metric.baseline, metric.target) == (True, 0, 27)
        assert "Teacher time saved per week" in tab.panel("criteria")

        await tab.press("s")
        assert tab.project.pilot is not None
        assert tab.project.pilot.start == DAY
        assert "week 1 of 10" in str(tab.pane.query_one(TimeLine).render())
        assert "frozen" in (tab.pane.why_not("pilot.criterion") or "")
        assert "running since" in (tab.pane.why_not("pilot.start") or "")


async def test_an_empty_line_takes_a_criterion_away(session: Session) -> None:
    session.do(core.agree, EAST_VALLEY, metric="minutes-saved", target=27.0)
    async with opened(session, EAST_VALLEY) as tab:
        await tab.press("c", "enter")
        tab.app.screen.query_one(Input).value = ""
        await tab.press("enter")
        assert "minutes-saved" not in tab.project.metrics
        assert "none yet" in tab.panel("criteria")


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("29.4", "min", (None, 29.4)),
        (" 42 -> 29.4 ", "min", (42, 29.4)),
        ("42 min→29.4 min", "min", (42, 29.4)),
        ("42 to 29.4", "", (42, 29.4)),
        ("0 -> 30 %", "%", (0, 30)),
        ("-3->-.5", "", (-3, -0.5)),
        ("1,200 -> 1e4", "", (1200, 10_000)),
        ("5 of 10 -> 7 of 10", "of 10", None),
    ],
)
def test_a_target_is_read_as_people_write_it(text: str, unit: str, expected: Any) -> None:
    if expected is None:
        with pytest.raises(Refused):
            parse_target(text, unit)
    else:
        assert parse_target(text, unit) == expected


@pytest.mark.parametrize(
    "text", ["", "  ", "->", "42 ->", "-> 3", "29,4", "1 2", "nan", "inf", "1e999", "e5", "a -> b", "7 -> 8 -> 9"]
)
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is no target"):
        parse_target(text)


def test_what_is_agreed_reads_back() -> None:
    for project in samples():
        for metric in project.metrics.values():
            if metric.target is not None:
                assert parse_target(agreed(metric.baseline, metric.target)) == (metric.baseline, metric.target)


# What it draws


def box_on(project: Project, today: dt.date, pace: str | None = "sprint", height: int = 4) -> str:
    """Return the time box in 76 cells."""
    playbook = book(project.playbook)
    box = core.time_box(project, playbook, pace)
    decision = project.pilot.decision if project.pilot else None
    picture = picture_of(box, pace, decision, shown.why_not_start(project, playbook), today, UNICODE)
    return drawn(picture, 76, height, UNICODE).plain


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (dt.date(2026, 10, 4), "agreed: starts 5 Oct, 10 weeks"),
        (dt.date(2026, 10, 5), "▼ week 1 of 10 · 70 days left"),
        (dt.date(2026, 12, 13), "week 10 of 10 · 1 day left ▼"),
        (dt.date(2026, 12, 14), "decision due today · week 10 of 10 ▼"),
        (dt.date(2026, 12, 16), "decision overdue by 2 days · 10 weeks are over ▼"),
    ],
)
def test_the_time_box_says_how_far_it_is(today: dt.date, said: str) -> None:
    assert box_on(sample(RIVERBEND), today).splitlines()[1].strip() == said


@pytest.mark.parametrize("week", range(6))
def test_what_the_evidence_speaks_for_stands_where_there_is_room(week: int) -> None:
    start = dt.date(2026, 11, 2)
    here = start + dt.timedelta(days=7 * week)
    picture = Picture("week", " of 6", aside="so far: scale", start=start, weeks=6, here=here, today=here)
    words = next(line for line in drawn(picture, 76, 6, UNICODE).plain.split("\n") if "week of 6" in line)
    assert "so far: scale" in words
    assert cell_len(words) <= 76


def test_a_planned_and_a_closed_box_say_what_comes_or_came() -> None:
    running = sample(RIVERBEND)
    planned = running.model_copy(update={"pilot": None})
    assert "planned: starts 5 Oct, 10 weeks" in box_on(planned, dt.date(2026, 9, 1))
    assert "s starts it today" in box_on(planned, dt.date(2026, 9, 1))
    assert "not started: planned for 5 Oct" in box_on(planned, DAY)
    dateless = planned.model_copy(update={"start": None, "metrics": {}})
    assert "no start date yet" in box_on(dateless, DAY)
    assert "No exit criterion agreed" in box_on(dateless, DAY)
    why = "All six want to keep it"
    decision = Closed(decision="scale", on=dt.date(2026, 12, 14), by="Committee", why=why)
    pilot = Pilot(start=dt.date(2026, 10, 5), weeks=10, iteration=2, decision=decision)
    closed = box_on(running.model_copy(update={"pilot": pilot}), dt.date(2027, 1, 8))
    assert "iteration 2 · closed: scale on 14 Dec 2026, Committee" in closed
    assert why in closed


def test_names_on_the_line_stand_under_their_marks() -> None:
    _, _, axis, names = box_on(sample(RIVERBEND), DAY).splitlines()
    marks = [place for place, sign in enumerate(axis) if sign in "◆◇"]
    labels = ["Week 2 set-up check", "Week 4 interviews", "Week 8 evidence check"]
    for mark, label in zip(marks, labels, strict=True):
        assert names.index(label) <= mark < names.index(label) + len(label)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("width", [9, 24, 56, 76, 116, 156])
def test_nothing_is_wider_or_higher_than_its_room(width: int, glyphs: Any) -> None:
    for project in samples():
        playbook = book(project.playbook)
        item = checklists.checklist(project, playbook, "pilot").items[-1]
        picture = picture_of(core.time_box(project, playbook, "sprint"), "sprint", None, "Not yet.", DAY, glyphs)
        for height in (1, 2, 4, 9, 30):
            texts = [drawn(picture, width, height, glyphs)]
            if width >= 24:
                texts.append(shown.words(item, project, playbook, DAY, width, height, glyphs))
            if width >= 56:
                texts.append(table.criteria_page(project, playbook, DAY, width, height, glyphs))
            for text in texts:
                assert text.plain.count("\n") < height
                assert max(map(cell_len, text.plain.split("\n"))) <= width
            if glyphs == ASCII:
                assert texts[0].plain.isascii()


@pytest.mark.parametrize(
    ("values", "bounds", "expected"),
    [
        ([], [], ""),
        ([3], [0, 9], "▄"),
        ([5, 5], [], "▄▄"),
        ([0, 5, 10], [], "▁▄▇"),
        ([5, 10], [0], "▄▇"),
        ([1, 1, 1, 1, 1, 2], [], "▁▁▁▇"),
        ([9, 8, 8, 6, 5, 4, 3, 1, 1, 1, 1], [], "▇▅▁▁"),
    ],
)
def test_the_drawing_of_readings(values: list[float], bounds: list[float], expected: str) -> None:
    assert table.spark(values, bounds, 4, UNICODE) == expected
