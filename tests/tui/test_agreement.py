"""What an exit criterion is agreed with beside its target: how sure a reading has to be, and what is better."""

from __future__ import annotations

import pytest
from tests.tui.conftest import Show, named

from paceplan.core.errors import Refused
from paceplan.session import Session
from paceplan.tui.screens.targets import Agreement, parse_agreement


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29.4", Agreement(None, 29.4)),
        ("42 -> 29.4 at 95 %", Agreement(42, 29.4, 0.95)),
        ("60 -> 80 % at 95%", Agreement(60, 80, 0.95)),
        ("42 -> 50, higher is better", Agreement(42, 50, None, "higher")),
        ('42 -> 50 better = "higher" at 90', Agreement(42, 50, 0.9, "higher")),
        ("42 -> 50 at 0.8; HIGHER ", Agreement(42, 50, 0.8, "higher")),
        ("42 -> 29.4 at 0 %", Agreement(42, 29.4, 0)),
    ],
)
def test_confidence_and_direction_stand_behind_the_target(text: str, expected: Agreement) -> None:
    assert parse_agreement(text, "%") == expected


@pytest.mark.parametrize("text", ["42 -> 29.4 at 140 %", "42 -> 29.4 at 1.2.3", "at 95 %", "higher", "42 at"])
def test_what_is_no_agreement_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_agreement(text)


async def test_a_criterion_is_agreed_with_confidence_and_direction_and_reads_back(empty: Session, show: Show) -> None:
    project = named(empty, "New")
    async with show(empty, project, "pilot", size=(100, 30)) as shown:
        await shown.press("c", "enter")
        assert "at 95 % for the confidence" in shown.flat
        await shown.press(*"42 -> 50", "enter")
        assert 'better = "higher" if higher is better' in shown.flat
        await shown.press(*" higher at 95 %", "enter")
        made = shown.project().metrics["resolution-time"]
        assert (made.target, made.confidence, made.better) == (50, 0.95, "higher")
        await shown.press("c", "enter")
        assert shown.answer == "42 -> 50 at 95 % higher"
        await shown.press("home", *["delete"] * len(shown.answer), *"42 -> 30 lower at 0 %", "enter")
        made = shown.project().metrics["resolution-time"]
        assert (made.target, made.confidence, made.better) == (30, None, None)
