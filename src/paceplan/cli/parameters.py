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
    """A calendar date as the project files have it: `2026-03-02`."""

    name = "date"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return the form of a date, for the help."""
        return "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the date that was typed."""
        if isinstance(value, dt.date):
            return value
        try:
            day = parse_day(str(value))
        except Refused as refused:
            return self.fail(refused.message, param, ctx)
        return day if day is not None else self.fail("no date; give one such as 2026-03-02", param, ctx)


DAY = Day()


def _take_today(ctx: click.Context, _: click.Parameter, value: dt.date | None) -> None:
    invocation = ctx.find_object(Invocation)
    if value is not None and invocation is not None:
        invocation.given_today = value


def today_option(command: F) -> F:
    """Let `--today` also stand after the command."""
    return click.option(
        "--today", type=DAY, expose_value=False, callback=_take_today, help="The day to take for today."
    )(command)


def json_option(command: F) -> F:
    """Add `--json`."""
    return click.option("--json", "in_json", is_flag=True, help="One JSON document instead of text.")(command)
