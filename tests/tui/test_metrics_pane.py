"""The Metrics tab: what it lists and draws, readings, targets and their marks, objectives and the error budget."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.tui.conftest import CHECKOUT, KNOWLEDGE, RIVERBEND, Show, Shown, named
from textual.strip import Strip

from paceplan.core import budget, pilot, readings
from paceplan.core.errors import Refused
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.glyphs import ASCII, UNICODE
from paceplan.tui.presentation.budget_page import budget_page, slo_page
from paceplan.tui.presentation.metric_page import metric_page
from paceplan.tui.presentation.metrics import figures_of, rows_of
from paceplan.tui.screens.metrics import parse_reading
from paceplan.tui.screens.portion import parse_portion
from paceplan.tui.screens.readings import ReadingList, ReadingsScreen
from paceplan.tui.screens.roles import parse_objective
from paceplan.tui.screens.table import TableScreen
from paceplan.tui.widgets.metric_list import MetricList

REVIEW = "acme-fintech-document-review"
NOV = dt.date(2026, 11, 13)


def lines_of(shown: Shown) -> list[str]:
    listed = shown.find(MetricList)
    return [listed.render_line(y).text.rstrip() for y in range(listed.size.height)]


async def go_to(shown: Shown, row_id: str) -> None:
    """Put the cursor on a line of the list."""
    listed = shown.find(MetricList)
    listed.cursor = next(n for n, row in enumerate(listed._rows) if row.id == row_id)
    await shown.settle()


# What it lists


async def test_what_decides_stands_first_with_its_outcome(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "metrics", size=(120, 40)) as shown:
        lines = lines_of(shown)
        assert lines[1].strip() == "Exit criteria and guardrails"
        time = next(line for line in lines if "Preparation time saved" in line)
        assert time.split()[0] == "✕"
        assert time.split()[-1] == "missed"
        guard = next(line for line in lines if "Technical incidents" in line)
        assert "†" in guard
        assert "Scheduled lessons" in lines[2]
        assert "*" in lines[2]
        groups = [row.name for row in shown.find(MetricList)._rows if row.kind == "heading"]
        assert groups == ["Exit criteria and guardrails", "Pilot", "Long run: before and after"]


async def test_a_cursor_key_paints_two_lines(samples: Session, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int] = []
    render = MetricList.render_row

    def counted(self: MetricList, index: int, width: int, selected: bool) -> Strip:
        painted.append(index)
        return render(self, index, width, selected)

    async with show(samples, RIVERBEND, "metrics", size=(120, 40)) as shown:
        monkeypatch.setattr(MetricList, "render_row", counted)
        await shown.press("j")
        assert sorted(set(painted)) == [1, 2]


async def test_the_metric_under_the_cursor_is_drawn_with_the_mark_of_its_target(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        said = " ".join(shown.panel("metric").split())
        assert "target moved from 75 to 70 on 22 Oct, Pilot lead: Two classrooms had no laptop trolley" in said
        assert "target 70" in said
        assert "baseline 0" in said
        await go_to(shown, "prep-time-cut")
        assert "missed, 1 short of 30" in shown.panel("metric")


async def test_a_business_metric_and_its_surrogate_stand_in_one_view(samples: Session, show: Show) -> None:
    async with show(samples, REVIEW, "metrics", size=(80, 24)) as shown:
        await go_to(shown, "review-time")
        said = shown.panel("metric")
        assert said.index("Document review time") < said.index("Triage precision") < said.index("model level")
        await go_to(shown, "triage-precision")
        assert "Document review time" in shown.panel("metric")


async def test_the_two_stay_drawn_whatever_is_told_below_them(samples: Session, show: Show) -> None:
    """A moved target needs lines of its own; they come out of the words, not out of the drawings."""
    why = "agreed with the help desk after the baseline was taken again, over two whole weeks and on every queue " * 3
    samples.do(pilot.move, KNOWLEDGE, metric="resolution-time", target=31, why=why, by="Ann", on=DAY)
    async with show(samples, KNOWLEDGE, "metrics", size=(80, 24)) as shown:
        said = shown.panel("metric")
        assert said.count("●") == 2, said
        assert "target moved from 29.4 to 31" in said
        assert said.count("14 Dec") == 1  # both on the same days, which stand once
        assert said.splitlines()[-1].endswith("…")


async def test_the_mark_of_a_surrogate_is_told_beside_its_business_metric_too(samples: Session, show: Show) -> None:
    async with show(samples, "support-automation", "metrics", size=(80, 24)) as shown:
        await go_to(shown, "triage-time")
        said = " ".join(shown.panel("metric").split())
        assert "Classification accuracy: target moved from 92 to 90 on 26 Oct, Metrics engineer: Agents among" in said
        assert said.count("●") == 2


async def test_a_surrogate_that_nobody_read_is_named(empty: Session, show: Show) -> None:
    project = named(empty, "Search", "ai")
    empty.do(readings.read, project, metric="resolution-time", value=40, on=NOV, today=DAY)
    async with show(empty, project, "metrics", size=(120, 40)) as shown:
        await go_to(shown, "resolution-time")
        said = " ".join(shown.panel("metric").split())
        assert "stands for Time to resolution at model level" in said
        assert "has no reading yet" in said


async def test_the_long_run_says_how_far_it_has_come_since_its_baseline(samples: Session, show: Show) -> None:
    async with show(samples, "acme-media-identity-graph", "metrics", size=(120, 40)) as shown:
        await go_to(shown, "data-quality")
        assert "71 to 93 %: +22, +31 %, better" in " ".join(shown.panel("metric").split())
        assert any("Long run: before and after" in line for line in lines_of(shown))


# Readings


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("35", "", (35, DAY)),
        ("35 2026-11-13", "", (35, NOV)),
        (" -3.5  2026-11-13 ", "%", (-3.5, NOV)),
        ("35 %", "%", (35, DAY)),
        ("35% 2026-11-13", "%", (35, NOV)),
    ],
)
def test_a_reading_is_read_as_people_write_it(text: str, unit: str, expected: tuple[float, dt.date]) -> None:
    assert parse_reading(text, DAY, unit) == expected


@pytest.mark.parametrize("text", ["", "abc", "29,4", "35 2026-02-30", "35 tomorrow", "nan", "35 2026-11-13 x"])
def test_what_is_no_reading_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_reading(text, DAY)


async def test_a_reading_is_written_down_and_its_line_follows(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        await go_to(shown, "prep-time-cut")
        await shown.press("r", *"35", "enter")
        assert shown.project().metrics["prep-time-cut"].readings[DAY] == 35
        assert "35 on 16 Nov" in shown.panel("metric")
        assert "met" in next(line for line in lines_of(shown) if "Preparation" in line)
        await shown.press("u")
        assert DAY not in shown.project().metrics["prep-time-cut"].readings


async def test_a_reading_in_the_future_is_refused_with_the_words_of_the_core(samples: Session, show: Show) -> None:
    ahead = readings.problem(readings.Reading("prep-time-cut", dt.date(2026, 12, 1), 35), DAY)
    async with show(samples, RIVERBEND, "metrics") as shown:
        await go_to(shown, "prep-time-cut")
        await shown.press("r", *"35 2026-12-01", "enter")
        assert shown.answer == "35 2026-12-01"
        assert ahead is not None
        assert ahead in shown.flat
        await shown.press("escape")
        assert shown.entries() == 1


async def test_a_reading_from_before_the_start_is_kept_and_said_to_be_a_baseline(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "metrics", toasts=True) as shown:
        await go_to(shown, "prep-time-cut")
        await shown.press("r", *"1 2026-09-01", "enter")
        assert any("kept as a baseline" in said for said in shown.told)


async def test_readings_are_changed_taken_away_and_added_in_their_list(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        await go_to(shown, "prep-time-cut")
        await shown.press("enter")
        assert isinstance(shown.app.screen, ReadingsScreen)
        listed = shown.app.screen.query_one(ReadingList)
        assert listed.day == NOV
        await shown.press("enter")
        assert shown.answer == "29 2026-11-13"
        await shown.press("ctrl+u", *"30 2026-11-14", "enter")
        kept = shown.project().metrics["prep-time-cut"].readings
        assert (kept.get(NOV), kept[dt.date(2026, 11, 14)]) == (None, 30)
        await shown.press("x")
        assert dt.date(2026, 11, 14) not in shown.project().metrics["prep-time-cut"].readings
        await shown.press("r", *"31", "enter")
        assert listed.day == DAY
        await shown.press("escape")
        assert not isinstance(shown.app.screen, ReadingsScreen)


# Targets


async def test_a_target_moved_after_the_start_asks_why_and_is_marked(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        await go_to(shown, "prep-time-cut")
        await shown.press("t", "ctrl+u", *"28", "enter", "enter")
        assert "from 30 to 28 %" in shown.flat
        assert "needs a reason" in shown.flat
        await shown.write("Two teachers were ill")
        await shown.press("enter")
        moved = shown.project().metrics["prep-time-cut"].moved[DAY]
        assert (moved.from_, moved.to, moved.why, moved.by) == (30, 28, "Two teachers were ill", "Ann")
        assert "moved from 30 to 28 on 16 Nov, Ann: Two teachers were ill" in " ".join(shown.panel("metric").split())
        assert any("*" in line for line in lines_of(shown) if "Preparation" in line)


async def test_a_metric_that_decides_nothing_takes_target_and_baseline_at_once(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "metrics") as shown:
        await go_to(shown, "adoption")
        await shown.press("t", *"10 -> 40", "enter")
        metric = shown.project().metrics["adoption"]
        assert (metric.baseline, metric.target, metric.exit) == (10, 40, False)
        await shown.press("b", "ctrl+u", *"12", "enter")
        assert shown.project().metrics["adoption"].baseline == 12


async def test_what_cannot_be_done_says_why(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "metrics", toasts=True) as shown:
        pane = shown.page.query_one("#pane-metrics")
        await go_to(shown, "prep-time-cut")
        assert "frozen" in str(pane.why_not("metrics.baseline"))  # type: ignore[attr-defined]
        await shown.press("f")
        assert shown.told[-1].endswith("This project has no error budget; e gives it one.")
        await go_to(shown, "adoption")
        assert "r writes" in str(pane.why_not("metrics.readings"))  # type: ignore[attr-defined]


# What a metric is to the pilot


async def test_guardrail_exit_criterion_or_neither_is_chosen_here(empty: Session, show: Show) -> None:
    project = named(empty, "Search", "ai")
    async with show(empty, project, "metrics") as shown:
        await go_to(shown, "resolution-time")
        await shown.press("c", "down", "enter", *"60", "enter")
        metric = shown.project().metrics["resolution-time"]
        assert (metric.exit, metric.guardrail, metric.target) == (False, True, 60)
        assert "†" in next(line for line in lines_of(shown) if "Time to resolution" in line)
        await shown.press("c", "up", "enter", "ctrl+u", *"42 -> 29.4", "enter")
        metric = shown.project().metrics["resolution-time"]
        assert (metric.exit, metric.guardrail, metric.baseline, metric.target) == (True, None, 42, 29.4)
        await shown.press("c", "down", "down", "enter")
        metric = shown.project().metrics["resolution-time"]
        assert (metric.exit, metric.guardrail, metric.target) == (False, None, None)
        await shown.press("u")
        assert shown.project().metrics["resolution-time"].exit


async def test_a_target_on_the_wrong_side_is_refused_and_what_was_typed_stays(empty: Session, show: Show) -> None:
    project = named(empty, "Search", "ai")
    async with show(empty, project, "metrics") as shown:
        await go_to(shown, "resolution-time")
        await shown.press("c", "enter", *"42 -> 50", "enter")
        assert "50 is worse than the baseline of 42 (lower is better)" in shown.flat
        assert shown.answer == "42 -> 50"


async def test_once_started_the_part_of_a_metric_is_frozen(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "metrics", toasts=True) as shown:
        await shown.press("c")
        assert "frozen since the pilot started" in shown.told[-1]


async def test_an_objective_is_set_here(empty: Session, show: Show) -> None:
    project = named(empty, "Search", "ai")
    async with show(empty, project, "metrics", size=(120, 60)) as shown:
        await go_to(shown, "slo latency")
        await shown.press("t", "ctrl+u", *"99.5 over 7 days", "enter")
        slo = shown.project().slos["latency"]
        assert (slo.objective, slo.window_days) == (99.5, 7)
        assert "objective 99.5 % over 7 days" in shown.panel("metric")
        await shown.press("t", "ctrl+u", *"120", "enter")
        assert "slos.latency.objective: 120 is no objective; give more than 0 and at most 100" in shown.flat
        assert shown.answer == "120"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("99.5", (99.5, None)), ("99.5 %", (99.5, None)), ("99 over 7 days", (99, 7)), ("99% / 30d", (99, 30))],
)
def test_an_objective_is_read_as_people_write_it(text: str, expected: tuple[float, int | None]) -> None:
    assert parse_objective(text) == expected


@pytest.mark.parametrize("text", ["", "x", "99 over a week", "over 30 days", "99,5"])
def test_what_is_no_objective_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_objective(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("120", (None, 120, "")), ("47 of 120 minutes", (47, 120, "minutes")), ("64 / 120", (64, 120, ""))],
)
def test_a_portion_is_read_and_shown_as_people_write_it(text: str, expected: tuple[object, ...]) -> None:
    found = parse_portion(text, "no", unit=True)
    assert found == expected
    assert parse_portion(str(found), "no", unit=True) == found


@pytest.mark.parametrize("text", ["", "of 3", "3 minutes", "a of b"])
def test_what_is_no_portion_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_portion(text, "say how much")


# Tables


TABLE = "metric,date,value\nprep-time-cut,2026-11-13,31\nprep-time-cut,2026-11-14,30\nadoption,2026-09-01,4\n"


async def test_a_table_shows_what_it_changes_before_it_is_taken(samples: Session, show: Show, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(TABLE)
    async with show(samples, RIVERBEND, "metrics", toasts=True) as shown:
        before = shown.project()
        await shown.press("i", *str(file), "enter")
        assert isinstance(shown.app.screen, TableScreen)
        said = shown.flat
        assert "3 readings: 2 new, 1 changed. Nothing is changed yet." in said
        assert "changed prep-time-cut 2026-11-13 31 (was 29)" in said
        assert "new adoption 2026-09-01 4" in said
        assert shown.project() == before
        await shown.press("escape")
        assert shown.entries() == 1
        await shown.press("i", *str(file), "enter", "enter")
        assert shown.project().metrics["prep-time-cut"].readings[NOV] == 31
        assert shown.project().metrics["adoption"].readings[dt.date(2026, 9, 1)] == 4
        assert any("3 readings: 2 new, 1 changed" in said for said in shown.told)
        await shown.press("u")
        assert shown.project() == before


async def test_one_bad_row_in_a_hundred_takes_nothing_and_keeps_the_path(
    samples: Session, show: Show, tmp_path: Path
) -> None:
    file = tmp_path / "r.csv"
    rows = [f"prep-time-cut,2026-{month:02}-{day:02},30\n" for month in (8, 9, 10) for day in range(1, 31)]
    file.write_text("metric,date,value\n" + "".join([*rows[:60], "prep-time-cut,2026-12-01,30\n", *rows[60:]]))
    ahead = readings.problem(readings.Reading("prep-time-cut", dt.date(2026, 12, 1), 30), DAY)
    async with show(samples, RIVERBEND, "metrics") as shown:
        await shown.press("i", *str(file), "enter")
        assert f"line 62: {ahead}" in shown.flat
        assert shown.answer == str(file)
        await shown.press("escape")
        assert shown.entries() == 1


async def test_a_table_is_taken_or_left_with_the_mouse(samples: Session, show: Show, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(TABLE)
    async with show(samples, RIVERBEND, "metrics") as shown:
        await shown.press("i", *str(file), "enter")
        await shown.click_text("Give up")
        assert shown.entries() == 1
        await shown.press("i", *str(file), "enter")
        await shown.click_text(" Take ")
        assert shown.project().metrics["prep-time-cut"].readings[NOV] == 31


# Budgets


async def test_an_overspent_budget_says_that_it_pauses_sprints_until_its_fix_is_done(
    empty: Session, show: Show
) -> None:
    project = named(empty, "Campaign", "martech")
    async with show(empty, project, "metrics") as shown:
        await shown.press("e", *"5 of 3 failed changes", "enter")
        await go_to(shown, "error-budget")
        state = shown.project().error_budget
        assert state is not None
        assert (state.used, state.allowed, state.unit) == (5, 3, "failed changes")
        said = " ".join(shown.panel("metric").split())
        assert "5 of 3 used" in said
        assert "sprints pause until the foundation fix is done" in said
        assert "paused" in next(line for line in lines_of(shown) if "5 of 3" in line)
        await shown.press("f", *"Flags", "enter")
        assert budget.pause(shown.project()) is None
        assert "overspent, and fixed" in shown.panel("metric")
        await shown.press("f")
        assert budget.pause(shown.project()) is not None


async def test_an_objective_takes_readings_in_percent_missed(samples: Session, show: Show) -> None:
    async with show(samples, REVIEW, "metrics", size=(120, 60)) as shown:
        await go_to(shown, "slo latency")
        await shown.press("r", *"1.5", "enter")
        assert shown.project().slos["latency"].readings[DAY] == 1.5
        assert "overspent" in shown.panel("metric")
        await shown.press("r", "1", "2", "0", "enter")
        assert "no percentage" in shown.flat
        await shown.press("escape", "escape", "enter", "enter", "ctrl+u", *"0.5 2026-11-15", "enter", "escape")
        found = shown.project().slos["latency"].readings
        assert (found.get(DAY), found[dt.date(2026, 11, 15)]) == (None, 0.5)


async def test_a_reading_says_what_it_is_taken_for_while_it_is_typed(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "metrics", size=(80, 24)) as shown:
        await go_to(shown, "resolution-time")
        await shown.press("r", *"34 12 nov")
        assert "34 min on Thu 12 Nov 2026, 4 days ago" in shown.flat
        await shown.press("ctrl+u", *"36")
        assert "36 min on Mon 16 Nov 2026, today, in place of 35" in shown.flat
        await shown.press("ctrl+u", *"3,6")
        assert "in place of" not in shown.flat
        await shown.press("escape", "escape", "enter", "enter")
        assert "Time to resolution, 16 Nov" in shown.flat
        assert "in place of" not in shown.flat  # it is that one which is changed


async def test_the_cursor_goes_to_the_reading_just_written(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "metrics") as shown:
        await go_to(shown, "resolution-time")
        await shown.press("enter", "r", *"34 3 nov", "enter")
        assert shown.app.screen.query_one(ReadingList).day == dt.date(2026, 11, 3)


async def test_the_mouse_changes_readings_and_closes_their_list(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "metrics") as shown:
        await go_to(shown, "resolution-time")
        before = len(shown.project().metrics["resolution-time"].readings)
        await shown.press("enter")
        await shown.click_text("x takes it away")
        assert len(shown.project().metrics["resolution-time"].readings) == before - 1
        await shown.click_text("r adds one")
        assert shown.answer == ""
        await shown.click_text("Esc gives up")
        await shown.click_text("Enter changes it")
        assert shown.answer.startswith("38.5")
        await shown.click_text("Esc gives up")
        await shown.click_text("Esc closes")
        assert not isinstance(shown.app.screen, ReadingsScreen)
        await shown.press("enter")
        assert await shown.pilot.click(offset=(2, 2))
        await shown.settle()
        assert not isinstance(shown.app.screen, ReadingsScreen)


async def test_a_guardrail_is_kept_within_its_limit(samples: Session, show: Show) -> None:
    async with show(samples, CHECKOUT, "metrics") as shown:
        listed = shown.find(MetricList)
        await go_to(shown, next(row.id for row in listed._rows if row.name == "Errors on the changed path"))
        said = shown.panel("metric")
        assert "kept, 0.3 inside 0.5" in said
        assert "limit 0.5" in said
        assert "target" not in said
        assert "unchanged at 0.2 %" in said


async def test_the_budget_keeps_its_unit_where_none_is_typed(samples: Session, show: Show) -> None:
    async with show(samples, CHECKOUT, "metrics") as shown:
        await shown.press("e", "ctrl+u", *"4 of 3", "enter")
        budget_now = shown.project().error_budget
        assert budget_now is not None
        assert (budget_now.used, budget_now.allowed, budget_now.unit) == (4, 3, "failed changes")


# Room


async def test_a_long_problem_scrolls_and_leaves_the_keys_in_view(samples: Session, show: Show, tmp_path: Path) -> None:
    table = tmp_path / "readings.csv"
    table.write_text("metric,date,value\n" + "helpful,2026-11-13,1\n" * 3 + "nps,2026-11-30,1\n", "utf-8")
    async with show(samples, KNOWLEDGE, "metrics", size=(80, 24)) as shown:
        await shown.press("i")
        await shown.write(str(table))
        await shown.press("enter")
        await shown.until(lambda: "line 2" in shown.flat)
        await shown.settle()
        assert "Enter takes it Esc gives up" in shown.flat
        for _ in range(4):
            await shown.press("pagedown")
        assert "line 5" in shown.flat


async def test_a_metric_without_figures_shows_its_whole_name(samples: Session, show: Show) -> None:
    async with show(samples, CHECKOUT, "metrics", size=(120, 36)) as shown:
        assert any("Incremental revenue per campaign" in line for line in lines_of(shown))


async def test_an_objective_lists_its_readings_where_they_cannot_be_drawn(samples: Session, show: Show) -> None:
    async with show(samples, "support-automation", "metrics", size=(80, 24)) as shown:
        await go_to(shown, "slo accuracy")
        said = shown.panel("metric")
        assert "●" not in said
        assert "2 Nov  11.5" in " ".join(said.split("\n"))


async def test_a_budget_takes_the_room_that_its_short_name_leaves(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE, "metrics", size=(80, 24)) as shown:
        assert any("7 of 20 wrong answers" in line for line in lines_of(shown)), lines_of(shown)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("width", [40, 50, 76, 120])
def test_nothing_is_wider_or_higher_than_its_room(samples: Session, width: int, glyphs: object) -> None:
    for row in samples.rows():
        project = samples.project(row["id"])
        playbook = samples.playbook(project)
        figures = figures_of(project, playbook, DAY)
        assert list(rows_of(figures, DAY, glyphs))  # type: ignore[arg-type]
        box = pilot.time_box(project, playbook, row["pace"])
        for height in (3, 8, 14, 30):
            pages = [
                metric_page(m, figures.pair(m), playbook.metrics.get(m.id), box, DAY, width, height, glyphs)  # type: ignore[arg-type]
                for m in figures.metrics
            ]
            pages += [slo_page(s, DAY, width, height, glyphs) for s in figures.slos]  # type: ignore[arg-type]
            if figures.budget:
                pages.append(budget_page(figures.budget, "paused", width, height, glyphs))  # type: ignore[arg-type]
            for page in pages:
                assert len(page) <= height
                assert max(cell_len(line.plain) for line in page) <= width, [line.plain for line in page]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (200, 60)])
async def test_the_list_fits_at_every_size(samples: Session, show: Show, size: tuple[int, int]) -> None:
    async with show(samples, KNOWLEDGE, "metrics", size=size) as shown:
        listed = shown.find(MetricList)
        assert listed.size.height >= 5
        for line in lines_of(shown):
            assert cell_len(line) <= listed.size.width


@pytest.mark.parametrize("project", [KNOWLEDGE, RIVERBEND, CHECKOUT])
async def test_a_name_is_cut_only_where_nothing_less_telling_is_left(
    samples: Session, show: Show, project: str
) -> None:
    async with show(samples, project, "metrics", size=(80, 40)) as shown:
        listed = shown.find(MetricList)
        for width in range(57, 200):
            name, sizes = listed._columns(width)
            for index, row in enumerate(listed._rows):
                if row.kind == "heading":
                    continue
                line = "".join(segment.text for segment in listed.render_row(index, width, False))
                assert cell_len(line) <= width
                whole = row.name in line
                assert whole or not (sizes.on or sizes.unit), (width, line)
                assert whole or name >= 24 or not sizes.trend, (width, line)
                assert whole or width < 76, (width, line)
