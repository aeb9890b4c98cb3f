"""What the commands print: data on stdout, narration on stderr, plain text for people or JSON for programs."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import click

from paceplan.cli.cells import cells, cropped, padded, wrapped
from paceplan.core.text import clean

LABEL = 10
"""Cells of the labels on the left of plain output."""

WORTH_A_BAR = 4_000_000
"""Bytes of a journal below which nobody waits."""

_WIDEST_METER = 30
_NARROWEST = 12

_GLYPHS = {"sprint": "▸", "hybrid": "◆", "marathon": "■", None: "·"}
_ASCII = {"sprint": ">", "hybrid": "*", "marathon": "#", None: "."}
_PLAIN = {"·": "-", "…": "~", "▇": "=", "░": ".", "–": "-", "✓": "x", "○": "o", "━": "=", "╌": "-", "┊": ":", "◇": "o"}


def say(text: str = "") -> None:
    """Print lines of data on stdout; what a terminal would obey rather than show is cut out."""
    click.echo(_shown(text), file=sys.stdout)


def narrate(text: str) -> None:
    """Print what happened on stderr."""
    click.echo(_shown(text), file=sys.stderr)


@contextlib.contextmanager
def progress(label: str, worth: int = WORTH_A_BAR) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told what is done and how much there is; a bar on stderr shows it, on a terminal only.

    Nothing shows where there is less than `worth`.
    """
    with contextlib.ExitStack() as shown:
        bar: Any = None

        def told(done: int, total: int) -> None:
            nonlocal bar
            if bar is None:
                hidden = not sys.stderr.isatty() or total < worth
                bar = shown.enter_context(click.progressbar(length=total, label=label, file=sys.stderr, hidden=hidden))
            bar.update(done - bar.pos)

        yield told


def emit(data: bytes) -> None:
    """Print bytes on stdout as they are."""
    click.echo(data, file=sys.stdout, nl=False)


def as_json(data: Any, *, one_line: bool = False) -> None:
    """Print one JSON document on stdout, in UTF-8 whatever the terminal."""
    import orjson

    emit(orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE | (0 if one_line else orjson.OPT_INDENT_2)))


def badge(pace: str | None) -> str:
    """Return the sign and the word of `pace`; `OPEN` where it is not determined yet."""
    return f"{_GLYPHS[pace]} {pace.upper() if pace else 'OPEN'}"


def meter(value: int, maximum: int) -> str:
    """Draw `value` of `maximum`, one cell each as long as that is not too wide."""
    if maximum > _WIDEST_METER:
        value, maximum = round(value * _WIDEST_METER / maximum), _WIDEST_METER
    return "▇" * value + "░" * (maximum - value)


def field(label: str, lines: Iterable[str]) -> None:
    """Print lines with `label` beside the first, wrapped to the terminal; nothing where there are none."""
    for line in lines:
        shown = clean(line)
        for part in wrapped(shown, max(20, width() - LABEL)) if on_terminal() else [shown]:
            say(f"{padded(label, LABEL)}{part}".rstrip())
            label = ""


def on_terminal() -> bool:
    """Tell whether a person reads stdout as it is printed."""
    return sys.stdout.isatty()


def width() -> int:
    """Return the columns of the terminal."""
    import shutil

    return shutil.get_terminal_size().columns


def table(rows: Sequence[Sequence[str]], *, widest: int = 44) -> None:
    """Print rows in columns; what is too wide is cut on a terminal, and in a pipe goes on beyond its column."""
    tidy = [[clean(cell) for cell in row] for row in rows]
    columns = [min(widest, max(map(cells, column))) for column in zip(*tidy, strict=True)]
    if on_terminal():
        _squeeze(columns, width())
        tidy = [[cropped(cell, w) for cell, w in zip(row, columns, strict=True)] for row in tidy]
    lines = ["  ".join(cell + " " * (w - cells(cell)) for cell, w in zip(row, columns, strict=True)) for row in tidy]
    say("\n".join(line.rstrip() for line in lines))


def _squeeze(columns: list[int], room: int) -> None:
    """Narrow columns to the terminal: the last one first, which goes where too little is left, then the widest."""
    gaps = 2 * (len(columns) - 1)
    left = room - sum(columns[:-1]) - gaps
    columns[-1] = min(columns[-1], left) if left >= _NARROWEST else 0
    over = sum(columns) + gaps - room
    if over > 0:
        most = max(range(len(columns)), key=columns.__getitem__)
        columns[most] = max(_NARROWEST, columns[most] - over)


def _shown(text: str) -> str:
    """Return `text` for this terminal: no control characters, and signs in ASCII where it knows no others."""
    text = clean(text, multiline=True)
    if text.isascii():
        return text
    try:
        "▸◆■▇░…".encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        for pace, sign in _GLYPHS.items():
            text = text.replace(sign, _ASCII[pace])
        for sign, instead in _PLAIN.items():
            text = text.replace(sign, instead)
    return text
