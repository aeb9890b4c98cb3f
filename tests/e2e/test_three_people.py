"""A real terminal proves it: the journeys of tech lead, facilitator and reviewer, on every kind of terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.e2e.conftest import Open, Plans
from tests.e2e.journeys import Size, facilitator, reviewer, tech_lead
from tests.e2e.terminal import Terminal

Journey = Callable[..., Terminal]

SIZES: tuple[Size, ...] = ((80, 24), (60, 18), (120, 36))
KINDS = {
    "xterm-256color": {"TERM": "xterm-256color"},
    "screen-256color": {"TERM": "screen-256color", "COLORTERM": ""},
    "linux": {"TERM": "linux", "COLORTERM": ""},
    "no-color": {"NO_COLOR": "1"},
}


@pytest.mark.parametrize(
    ("journey", "size", "kind"),
    [
        (tech_lead, (80, 24), "xterm-256color"),
        (facilitator, (60, 18), "screen-256color"),
        (reviewer, (120, 36), "no-color"),
        (reviewer, (60, 18), "linux"),
    ],
)
def test_each_of_the_three_gets_to_the_result(
    plans: Plans, open_: Open, journey: Journey, size: Size, kind: str
) -> None:
    screen = journey(plans, open_, size, **KINDS[kind])
    assert (screen.colours() == set()) == (kind == "no-color")


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("journey", [tech_lead, facilitator, reviewer])
def test_everywhere(plans: Plans, open_: Open, journey: Journey, size: Size, kind: str) -> None:
    screen = journey(plans, open_, size, **KINDS[kind])
    assert (screen.colours() == set()) == (kind == "no-color")
