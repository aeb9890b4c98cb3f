"""The command that opens the planner on the sample projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paceplan.cli.opening import open_demo
from paceplan.cli.parameters import today_option

if TYPE_CHECKING:
    from paceplan.cli.invocation import Invocation


@click.command("demo")
@today_option
@click.pass_obj
def demo_command(invocation: Invocation) -> int:
    """Open the planner on the sample projects.

    Nothing you do there is kept. The demo is set on 2026-11-16, unless --today says otherwise.

    \b
    Example:
      paceplan demo
    """
    return open_demo(invocation)
