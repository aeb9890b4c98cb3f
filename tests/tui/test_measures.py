"""Metrics and objectives of one's own on the Metrics tab: added by a form, changed, and taken away."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.tui.conftest import RIVERBEND, Show, Shown, named
from textual.widgets import Input

from paceplan.core import measures, readings
from paceplan.core.errors import Refused
from paceplan.demo import DAY
from paceplan.session import Session
from paceplan.tui.screens.choose import ChooseScreen
from paceplan.tui.screens.form import FormScreen, Pick
from paceplan.tui.widgets.metric_list import MetricList


async def fill(shown: Shown, **values: str) -> None:
    """Type into fields of the form."""
    for field, value in values.items():
        widget = shown.app.screen.query_one(f"#field-{field}")
        widget.focus()
        await shown.settle()
        if isinstance(widget, Input):
            await shown.press("end", "ctrl+u")
            await shown.write(value)
        else:
            assert isinstance(widget, Pick)
            while widget.value != value:
                await shown.press("right")


def current(shown: Shown) -> str | None:
    return shown.find(MetricList).current_id


async def test_a_metric_of_ones_own_is_added_and_the_cursor_stands_on_it(empty: Session, show: Show) -> None:
    project = named(empty, "Search")
    async with show(empty, project, "metrics") as shown:
        before = shown.project()
        await shown.press("a", "1")
        assert isinstance(shown.app.screen, FormScreen)
        await fill(shown, name="Escalations", unit="%", better="lower", baseline="12", target="8", role="exit")
        assert "← lower is better →" in shown.text
        await shown.press("enter")
        made = shown.project().metrics["escalations"]
        assert (made.name, made.unit, made.better, made.baseline, made.target) == ("Escalations", "%", "lower", 12, 8)
        assert made.exit
        assert current(shown) == "escalations"
        assert shown.entries() == 2
        await shown.press("u")
        assert shown.project() == before


async def test_what_is_refused_stays_typed_with_the_cursor_where_it_is_wrong(empty: Session, show: Show) -> None:
    project = named(empty, "Search")
    async with show(empty, project, "metrics") as shown:
        await shown.press("a", "1")
        await fill(shown, name="Escalations", target="3,5")
        shown.app.screen.query_one("#field-name").focus()
        await shown.press("enter")
        with pytest.raises(Refused) as refused:
            measures.parse_figure("target", "3,5")
        assert refused.value.message in shown.flat
        assert shown.app.screen.focused is shown.app.screen.query_one("#field-target")
        await fill(shown, target="", role="guardrail")
        await shown.press("enter")
        assert "metrics.escalations.target: a guardrail needs a limit, such as 29.4" in shown.flat
        assert shown.app.screen.query_one("#field-name", Input).value == "Escalations"
        assert shown.entries() == 1


async def test_one_at_model_level_stands_for_another(empty: Session, show: Show) -> None:
    project = named(empty, "Search")
    async with show(empty, project, "metrics") as shown:
        await shown.press("a", "2")
        await fill(shown, name="Answers sourced", unit="%")
        await shown.press("enter")
        assert "stands_for: name the metric that it stands for" in shown.flat
        await fill(shown, stands_for="time to resolution")
        await shown.press("enter")
        assert shown.project().metrics["resolution-time"].surrogate == "answers-sourced"
        assert current(shown) == "answers-sourced"


async def test_an_objective_of_ones_own_is_added_and_changed(empty: Session, show: Show) -> None:
    project = named(empty, "Search")
    async with show(empty, project, "metrics") as shown:
        await shown.press("a", "3")
        await fill(shown, name="Index is fresh", objective="99.5 %", window_days="7 days")
        await shown.press("enter")
        made = shown.project().slos["index-is-fresh"]
        assert (made.name, made.objective, made.window_days) == ("Index is fresh", 99.5, 7)
        assert current(shown) == "slo index-is-fresh"
        await shown.press("n")
        await fill(shown, window_days="x")
        await shown.press("enter")
        assert "window_days: 'x' is no window; give 1 to 366 days" in shown.flat
        await fill(shown, window_days="14", cost="Old answers")
        await shown.press("enter")
        assert shown.project().slos["index-is-fresh"].window_days == 14
        await shown.press("x")
        assert "index-is-fresh" not in shown.project().slos


async def test_a_metric_of_the_playbook_is_renamed_and_takes_its_name_again(empty: Session, show: Show) -> None:
    project = named(empty, "Search")
    async with show(empty, project, "metrics") as shown:
        shown.find(MetricList).go_to("resolution-time")
        before = shown.project()
        await shown.press("n")
        await fill(shown, name="Waiting", unit="h")
        await shown.press("enter")
        assert shown.project().metrics["resolution-time"].name == "Waiting"
        await shown.press("n", "enter")
        assert shown.entries() == 2
        await shown.press("n")
        await fill(shown, name="", unit="min")
        await shown.press("enter")
        assert shown.project().metrics["resolution-time"].name is None
        await shown.press("u", "u")
        assert shown.project() == before


async def test_readings_are_lost_only_after_a_question(empty: Session, show: Show) -> None:
    project = named(empty, "Search")
    empty.do(measures.add, project, name="Escalations")
    empty.do(readings.read, project, metric="escalations", value=3.0, on=dt.date(2026, 11, 2), today=DAY)
    async with show(empty, project, "metrics", toasts=True) as shown:
        shown.find(MetricList).go_to("escalations")
        before = shown.project()
        await shown.press("x")
        assert isinstance(shown.app.screen, ChooseScreen)
        assert "Escalations: its readings go with it" in shown.flat
        await shown.press("enter")
        assert shown.project() == before
        await shown.press("x", "2")
        assert "escalations" not in shown.project().metrics
        assert any("u brings it back" in said for said in shown.told)
        await shown.press("u")
        assert shown.project() == before


async def test_what_is_sealed_is_neither_dropped_nor_changed(samples: Session, show: Show) -> None:
    async with show(samples, RIVERBEND, "metrics", toasts=True) as shown:
        shown.find(MetricList).go_to("adoption")
        deciding = next(c.id for c in shown.find(MetricList)._rows if c.kind == "metric")
        shown.find(MetricList).go_to(deciding)
        await shown.press("x")
        assert any("frozen" in said for said in shown.told)
        await shown.press("n")
        await fill(shown, role="neither")
        await shown.press("enter")
        assert "which criteria and guardrails there are is frozen since the pilot started" in shown.flat
        assert shown.entries() == 1


async def test_a_criterion_of_ones_own_is_made_on_the_pilot_tab(empty: Session, show: Show) -> None:
    project = named(empty, "Search")
    async with show(empty, project, "pilot") as shown:
        await shown.press("c", "end", "enter")
        assert isinstance(shown.app.screen, FormScreen)
        await fill(shown, name="Escalations", target="8", better="lower")
        await shown.press("enter")
        assert shown.project().metrics["escalations"].exit


NASTY = "[@click=app.quit]x[/] \u202e=SUM(A1)"


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)])
async def test_the_form_fits_shows_text_as_text_and_is_filled_with_the_mouse(
    empty: Session, show: Show, size: tuple[int, int]
) -> None:
    project = named(empty, "Search")
    async with show(empty, project, "metrics", size=size) as shown:
        await shown.press("a")
        await shown.click_text("A metric")
        await shown.press("enter")
        await fill(shown, name=NASTY)
        await shown.click_text("higher is better")
        assert "lower is better" in shown.text
        for label in ("Name", "Unit", "Direction", "Baseline", "Target", "In the pilot", "Surrogate", "takes it"):
            assert label in shown.text, label
        await shown.click_text("takes it")
        made = next(m for m in shown.project().metrics.values())
        assert made.name == "[@click=app.quit]x[/] =SUM(A1)"
        assert made.better == "lower"
        await shown.press("n", "tab", "escape")
        assert shown.app.screen is shown.page
