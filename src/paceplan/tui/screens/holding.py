"""What is asked when a drill was held, on whichever screen it is marked: what it showed, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from paceplan.core import drills
from paceplan.tui.screens.ask import AskScreen

if TYPE_CHECKING:
    from paceplan.tui.screens.acting import Acting

Hold = Callable[[dt.date, str], str | None]
"""Records that the drill was held on a day, with its report; returns why that cannot be, or None."""


def ask_held(acting: Acting, name: str, hold: Hold) -> None:
    """Ask what the drill of this name showed, and record with `hold` that it was held."""
    hint = f"{name}. Kept as evidence. A day first is for another one, such as 2026-11-13 All went well."

    def submit(text: str) -> str | None:
        return hold(*drills.parse_report(text, acting.context.today))

    acting.app.push_screen(AskScreen("What did the drill show?", hint=hint, submit=submit))
