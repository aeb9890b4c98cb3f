"""Arguments and options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from paceplan.cli.invocation import Invocation
from paceplan.core.dates import parse_day
from paceplan.core.errors import Refused

F = TypeVar("F", bound=Callable[..., object])


if TYPE_CHECKING:
    DateType = click.ParamType[dt.date]
else:
    DateType = click.ParamType  # generic from click 8.2 on only


class Day(DateType):
    """A calendar date as a person types it: `2026-03-02`, or counted from the invocation's day as `+2w` or `fri`."""

    name = "date"

    def __init__(self, *, counted: bool = True, past: bool = False) -> None:
        self._counted, self._past = counted, past

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return the form of a date, for the help."""
        return "DAY" if self._counted else "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the date that was typed."""
        if isinstance(value, dt.date):
            return value
        invocation = ctx.find_object(Invocation) if ctx and self._counted else None
        try:
            day = invocation.day(str(value), past=self._past) if invocation else parse_day(str(value))
        except Refused as refused:
            return self.fail(refused.message, param, ctx)
        return day if day is not None else self.fail("no date; give one such as 2026-03-02", param, ctx)


DAY = Day()
PAST_DAY = Day(past=True)
"""For what has happened: a weekday is the latest one."""
EXACT_DAY = Day(counted=False)
"""For the day that all others are counted from."""


def _take_today(ctx: click.Context, _: click.Parameter, value: dt.date | None) -> None:
    invocation = ctx.find_object(Invocation)
    if value is not None and invocation is not None:
        invocation.given_today = value


def today_option(command: F) -> F:
    """Let `--today` also stand after the command."""
    return click.option(
        "--today",
        type=EXACT_DAY,
        is_eager=True,  # other days are counted from it
        expose_value=False,
        callback=_take_today,
        help="The day to take for today.",
    )(command)


def json_option(command: F) -> F:
    """Add `--json`."""
    return click.option("--json", "in_json", is_flag=True, help="One JSON document instead of text.")(command)
