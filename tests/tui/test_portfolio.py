from __future__ import annotations
from paceplan.session import Session
from tests.tui.conftest import Show, KNOWLEDGE
import time

async def test_a(samples: Session, show: Show) -> None:
    t=time.perf_counter()
    async with show(samples, KNOWLEDGE) as shown:
        print(shown.text); print(time.perf_counter()-t)
        t=time.perf_counter()
        await shown.press("0","1","2","3","y")
        print(time.perf_counter()-t)
        print(shown.text)
        print(len(samples._listeners))
        t=time.perf_counter()
        await shown.press("escape")
        print(time.perf_counter()-t)
        print(len(samples._listeners))
        await shown.press("s")
        print(shown.told, shown.names)
    print(time.perf_counter()-t)
