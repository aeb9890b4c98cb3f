"""A terminal that is gone: nobody waits for it."""

from __future__ import annotations

import errno
import io
import threading
from pathlib import Path
from typing import Any, cast

from textual.driver import Driver
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.drivers.headless_driver import HeadlessDriver

from paceplan.demo import DAY
from paceplan.tui.app import PaceplanApp
from paceplan.tui.context import Context
from paceplan.tui.terminal import Output, enduring

from .conftest import PATIENCE, session_on, themes


class Gone(io.StringIO):
    """A terminal that vanishes at the second thing done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def write(self, text: str) -> int:
        self._ask()
        return super().write(text)

    def flush(self) -> None:
        self._ask()

    def _ask(self) -> None:
        self.asked += 1
        if self.asked > 1:
            raise OSError(errno.EIO, "Input/output error")


def test_a_writer_outlives_its_terminal() -> None:
    terminal = Gone()
    writer = WriterThread(cast("Any", Output(terminal)))
    writer.start()

    def fill() -> None:
        for _ in range(3 * MAX_QUEUED_WRITES):
            writer.write("x")
        writer.stop()

    filling = threading.Thread(target=fill, daemon=True)
    filling.start()
    filling.join(PATIENCE)
    assert not filling.is_alive()
    assert terminal.asked == 2, "one that is gone is left alone"


def test_what_is_there_is_written_and_handed_over() -> None:
    file = io.StringIO()
    output = Output(file)
    assert output.write("ab") == 2
    output.flush()
    assert file.getvalue() == "ab"
    file.close()
    assert output.write("cd") == 2
    output.flush()


def test_the_app_draws_through_it(tmp_path: Path) -> None:
    class Drawing(HeadlessDriver):
        def __init__(self, file: Any) -> None:
            self._file = file

    made: Any = enduring(cast("type[Driver]", Drawing))(cast("Any", file := io.StringIO()))
    made._file.write("x")
    assert (type(made._file), file.getvalue()) == (Output, "x")
    session = session_on(tmp_path / "plans")
    try:
        app = PaceplanApp(Context(session, DAY, "plans"), themes())
        assert app.driver_class.__name__ == "Enduring"
    finally:
        session.close()
