"""Terminals of every size and kind, and places that are none."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
from functools import partial

import pytest
from tests.e2e.conftest import COMMAND, Open, Plans
from tests.e2e.terminal import Terminal, environment

SIZES = [(120, 36), (60, 18), (200, 50), (40, 10), (200, 50), (60, 18), (120, 36), (80, 24)]


def filled(screen: Terminal, columns: int, lines: int) -> bool:
    """Tell whether top line and key bar stand where they belong at this size, the latter up to the right edge."""
    found = screen.lines
    return (
        len(found) == lines
        and "plans" in found[0]
        and found[-1].endswith(("q Quit", "? Help"))
        and len(found[-1]) == columns - 1
    )


def centred(screen: Terminal, columns: int) -> bool:
    """Tell whether both upper corners of a dialogue are there, as far from their edges."""
    top = next((line for line in screen.lines if "╭" in line and "╮" in line), "")  # beside it the list shows through
    return abs(top.find("╭") - (columns - 1 - top.find("╮"))) <= 1


@pytest.mark.parametrize("keys", ["", "<enter>", "<enter><f4>"], ids=["portfolio", "score", "roadmap"])
def test_the_window_takes_any_size_while_it_runs(search: Plans, open_: Open, keys: str) -> None:
    screen = open_()
    screen.wait("Knowledge search")
    screen.press(keys)
    for columns, lines in SIZES:
        screen.resize(columns, lines)
        screen.wait(partial(filled, columns=columns, lines=lines))
        if (columns, lines) == (40, 10):
            screen.wait("needs 60x18, this is 40x10")
        else:
            screen.wait_gone("needs 60x18")
            screen.wait("Knowledge search")
    screen.press("q")
    assert screen.end() == 0
    assert "Traceback" not in screen.text


def test_a_dialogue_survives_the_sizes_too(search: Plans, open_: Open) -> None:
    screen = open_()
    screen.wait("Knowledge search")
    screen.press("r")
    screen.wait("Another name")
    for columns, lines in SIZES:
        screen.resize(columns, lines)
        screen.wait(partial(centred, columns=columns))
        assert "Another name" in screen.text
    screen.press("<c-u>Kept<enter>")
    screen.wait("Kept")
    screen.press("q")
    assert screen.end() == 0
    assert "Kept" in search.run("list")


@pytest.mark.parametrize(
    "env",
    [
        {"TERM": "screen-256color", "COLORTERM": ""},
        {"TERM": "linux", "COLORTERM": ""},
        {"LANG": "C", "LC_ALL": "C", "COLORTERM": ""},
        {"LANG": "", "LC_ALL": "POSIX"},
        {"TERM": "tmux-256color"},
    ],
    ids=lambda env: "+".join(f"{k}={v}" for k, v in env.items() if v),
)
def test_every_kind_of_terminal_shows_everything(search: Plans, open_: Open, env: dict[str, str]) -> None:
    screen = open_(**env)
    screen.wait("Knowledge search")
    assert "SPRINT" in screen.text
    screen.press("<enter>3")
    screen.wait("HYBRID")
    screen.wait("6 of 12")
    if env.get("COLORTERM") == "":
        assert not any(b"38;2" in colour for colour in screen.colours())
    screen.press("q")
    assert (screen.end(), screen.left_on()) == (0, set())
    assert "Traceback" not in screen.text


def test_without_colour_no_colour_is_sent(search: Plans, open_: Open) -> None:
    screen = open_(NO_COLOR="1")
    screen.wait("Knowledge search")
    screen.press("<enter>3<f3> <f4><f8>")
    screen.wait("1 → 3")
    screen.press("T")
    screen.wait("projector")
    screen.press("jj<enter>")
    screen.wait_gone("Colours")
    screen.press("<f2>")
    screen.wait("flips if")
    screen.press("?")
    screen.wait("Moving about")
    screen.press("<esc>")
    screen.wait_gone("Moving about")
    screen.press("q")
    assert screen.end() == 0
    assert screen.colours() == set()


def test_without_colour_the_cursor_can_be_seen(search: Plans, open_: Open) -> None:
    screen = open_(NO_COLOR="1")
    screen.wait("Knowledge search")
    screen.wait(lambda screen: "reverse" in screen.styles("Knowledge search"))
    screen.press("<enter>")
    screen.wait("flips if")
    screen.wait(lambda screen: "reverse" in screen.styles("Risk & compliance"))
    assert "reverse" not in screen.styles("Data maturity")
    screen.press("j")
    screen.wait(lambda screen: "reverse" in screen.styles("Data maturity"))
    screen.press("T")
    screen.wait("projector")
    screen.wait(lambda screen: "reverse" in screen.styles("dusk"))


# No terminal


def without(streams: str, **env: str) -> tuple[int, str]:
    """Run the program with a terminal for all streams but those named; return its exit code and what it said."""
    master, slave = pty.openpty()
    try:
        given: dict[str, int] = dict.fromkeys(("stdin", "stdout", "stderr"), slave)
        for name in streams.split():
            given[name] = subprocess.DEVNULL if name == "stdin" else subprocess.PIPE
        done = subprocess.run([*COMMAND], env=environment(env), timeout=20, **given)  # type: ignore[call-overload]
        said = (done.stdout or b"") + (done.stderr or b"")
        os.set_blocking(master, False)
        with contextlib.suppress(OSError):
            said += os.read(master, 65536)
        return done.returncode, said.decode()
    finally:
        os.close(master)
        os.close(slave)


@pytest.mark.parametrize(
    ("streams", "env"),
    [("stdin", {}), ("stdout", {}), ("stderr", {}), ("", {"TERM": "dumb"}), ("", {"TERM": ""})],
    ids=["stdin", "stdout", "stderr", "dumb", "no TERM"],
)
def test_where_there_is_no_terminal_it_says_so(plans: Plans, streams: str, env: dict[str, str]) -> None:
    code, said = without(streams, **env)
    assert code == 2
    assert said.strip() == "paceplan: this needs a terminal; `paceplan list` and `paceplan --help` work without one"
    assert not plans.folder.exists()


def test_a_workspace_that_is_none_is_told_before_the_terminal_changes(plans: Plans, open_: Open) -> None:
    plans.folder.write_text("a file")
    screen = open_()
    assert screen.end() == 3
    assert b"is not a folder" in screen.raw
    assert b"\x1b[?1049h" not in screen.raw
