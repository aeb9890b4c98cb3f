from __future__ import annotations
from paceplan.session import Session
from tests.tui.conftest import Show, KNOWLEDGE
import time

async def test_a(samples: Session, show: Show) -> None:
    async with show(samples, KNOWLEDGE) as shown:
        print(len(samples._listeners))
        for size in ((40,10),(80,24),(59,30),(60,18),(80,17)):
            await shown.pilot.resize_terminal(*size); await shown.settle()
            print(shown.text, shown.app.focused)
        await shown.press("escape")
        print(shown.text, shown.app.focused)
        print(len(samples._listeners))
