"""The terminal that the screens are drawn on, which may vanish at any moment."""

from __future__ import annotations

from typing import IO, Any

from textual.driver import Driver


class Output:
    """What is written to the terminal; one that is gone takes nothing more, and nobody is told of it here.

    Textual writes in a thread, which the rest of the program feeds through a short queue. An error would end that
    thread, and whoever writes next would wait for it for ever once the queue is full.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file, self._gone = file, False

    def write(self, text: str) -> int:
        """Write `text`, unless the terminal is gone."""
        if not self._gone:
            try:
                self._file.write(text)
            except (OSError, ValueError):
                self._gone = True
        return len(text)

    def flush(self) -> None:
        """Hand over what was written, unless the terminal is gone."""
        if not self._gone:
            try:
                self._file.flush()
            except (OSError, ValueError):
                self._gone = True

    def fileno(self) -> int:
        """Return the descriptor of the terminal."""
        return self._file.fileno()


def enduring(driver: type[Driver]) -> type[Driver]:
    """Return a driver that writes as `driver` does, and survives the end of its terminal."""

    class Enduring(driver):  # type: ignore[misc,valid-type]
        _file: Any

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._file = Output(self._file)

    return Enduring
