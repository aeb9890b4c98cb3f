"""However it ends: the terminal is as it was, and nothing that was shown as saved is lost."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.e2e.conftest import COMMAND, Open, Plans
from tests.e2e.terminal import PATIENCE, Terminal, environment

SECRET = "a word that nobody else should read"


def scored(open_: Open) -> Terminal:
    """Open the project and score it, up to the moment in which it shows."""
    screen = open_()
    screen.wait("Knowledge search")
    screen.press("<enter>")
    screen.wait("certain · margin 1")
    screen.press("3j3")
    screen.wait("8 of 12")
    return screen


def kept(plans: Plans) -> bool:
    plans.run("verify")
    return bool(plans.show("Knowledge search")["verdict"]["total"] == 8)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["TERM", "HUP"])
@pytest.mark.parametrize("keys", ["", "e"], ids=["page", "dialogue"])
def test_a_signal_ends_it_in_good_order(
    search: Plans, open_: Open, number: signal.Signals, code: int, keys: str
) -> None:
    screen = scored(open_)
    screen.press(keys)
    if keys:
        screen.wait("Esc gives up")
    screen.kill(number)
    assert screen.end() == code
    assert screen.left_on() == set()
    assert "Traceback" not in screen.text
    assert kept(search)


def test_a_kill_loses_nothing_that_was_shown(search: Plans, open_: Open) -> None:
    screen = scored(open_)
    screen.kill(signal.SIGKILL)
    assert screen.end() == -signal.SIGKILL
    assert kept(search)
    again = open_()
    again.wait("Knowledge search")
    again.press("<enter>u")
    again.wait("Undone")
    again.press("q")
    assert again.end() == 0


def test_closing_the_window_ends_it(search: Plans, open_: Open) -> None:
    screen = scored(open_)
    screen.hang_up()
    assert screen.wait_dead() in (129, 1, -signal.SIGHUP)
    assert kept(search)


def test_a_terminal_that_goes_without_a_word_ends_it_too(search: Plans) -> None:
    master, slave = pty.openpty()
    program = subprocess.Popen(
        [*COMMAND, "--workspace", str(search.folder)],
        stdin=slave, stdout=slave, stderr=slave, env=environment({}),
        start_new_session=True,  # so that the terminal is nobody's, and closing it sends no signal
    )  # fmt: skip
    os.close(slave)
    said = b""
    while b"Knowledge search" not in said:
        said += os.read(master, 1 << 16)
    os.close(master)
    assert program.wait(PATIENCE) == 129
    search.run("verify")


def test_an_interrupt_from_outside_leaves_the_terminal_usable(search: Plans, open_: Open) -> None:
    screen = scored(open_)
    screen.kill(signal.SIGINT)
    code = screen.end()
    assert code in (0, 130)
    assert screen.left_on() == set()
    assert "Traceback" not in screen.text
    assert kept(search)


def test_ctrl_c_says_how_to_leave_and_ctrl_q_leaves(search: Plans, open_: Open) -> None:
    screen = scored(open_)
    screen.press("<c-c>")
    screen.wait("quit")
    screen.press("<c-q>")
    assert (screen.end(), screen.left_on()) == (0, set())


# What nobody expected


@pytest.fixture
def broken(tmp_path: Path) -> tuple[str, ...]:
    """The program with a mistake in it: scoring fails, and so does turning to the Pilot tab."""
    script = tmp_path / "broken.py"
    script.write_text(
        "import sys\n"
        "from paceplan.cli import main\n"
        "from paceplan.tui.screens.score import ScorePane\n"
        "from paceplan.tui.screens.project import ProjectScreen\n"
        "def fail(self, *args):\n"
        f"    words = {SECRET!r}\n"
        "    raise KeyError(words)\n"
        "ScorePane.do_answer = fail\n"
        "made = ProjectScreen._make\n"
        "ProjectScreen._make = lambda self, tab: fail(self) if tab == 'pilot' else made(self, tab)\n"
        "sys.exit(main.run())\n"
    )
    return (sys.executable, str(script))


@pytest.mark.parametrize("key", ["3", "<f3>"], ids=["handler", "worker"])
def test_a_mistake_of_ours_is_one_line_without_the_users_words(
    search: Plans, open_: Open, broken: tuple[str, ...], key: str
) -> None:
    screen = open_(command=broken)
    screen.wait("Knowledge search")
    screen.press("<enter>")
    screen.wait("flips if")
    screen.press(key)
    assert screen.end() == 3
    assert screen.left_on() == set()
    after = screen.raw[screen.raw.rindex(b"\x1b[?1049l") :].decode()
    said = [line for line in after.splitlines() if "paceplan" in line]
    assert len(said) == 1
    assert "unexpected error (KeyError in tui/screens/" in said[0]
    assert "PACEPLAN_DEBUG=1" in said[0]
    assert SECRET not in screen.raw.decode()
    assert "Traceback" not in after
    search.run("verify")


def test_with_debug_the_mistake_is_shown_whole(search: Plans, open_: Open, broken: tuple[str, ...]) -> None:
    screen = open_(command=broken, PACEPLAN_DEBUG="1", size=(200, 60))
    screen.wait("Knowledge search")
    screen.press("<enter>")
    screen.wait("flips if")
    screen.press("3")
    assert screen.end() == 3
    assert "Traceback (most recent call last)" in screen.text
    assert SECRET in screen.text
    assert screen.left_on() == set()


def test_a_demo_that_cannot_be_filled_says_why(plans: Plans, open_: Open, tmp_path: Path) -> None:
    books = tmp_path / "books"
    books.mkdir()
    (books / "ai.toml").write_bytes(
        (Path(__file__).parents[2] / "src/paceplan/playbooks/edtech.toml")
        .read_bytes()
        .replace(b'id = "edtech"', b'id = "ai"', 1)
    )
    screen = open_("demo", PACEPLAN_PLAYBOOKS=str(books))
    assert screen.end() == 2
    assert screen.left_on() == set()
    assert "Traceback" not in screen.text
    assert screen.raw.count(b"paceplan: ") == 1
    assert b"playbook 'ai' has no" in screen.raw


def test_a_broken_playbook_of_the_user_ends_nothing(search: Plans, open_: Open, tmp_path: Path) -> None:
    books = tmp_path / "books"
    books.mkdir()
    (books / "ai.toml").write_text("format = 'paceplan-playbook/1'\nid = 'ai'\nname = 3\n")
    screen = open_(PACEPLAN_PLAYBOOKS=str(books))
    screen.wait("Knowledge search")
    screen.press("<enter>")
    screen.wait("flips if")
    screen.press("<esc>")
    screen.wait("Enter Open")
    screen.press("n")
    screen.wait("which method?")
    screen.wait("Playbook")
    screen.press("<c-q>")
    assert screen.end() == 0


def test_a_reader_of_the_journal_finds_each_key_once(search: Plans, open_: Open) -> None:
    screen = scored(open_)
    screen.press("q")
    assert screen.end() == 0
    entries = json.loads(search.run("log", "--json"))["entries"]
    assert [entry["action"] for entry in entries] == ["scoring.score", "scoring.score", "keeping.place"]
