"""What people come for, from start to end, in a real terminal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.e2e.conftest import Open, Plans


def test_first_start_new_project_score_verdict(plans: Plans, open_: Open) -> None:
    screen = open_()
    screen.wait("Three ways to begin")
    screen.press("n")
    screen.wait("which method?")
    screen.press("jj<enter>")
    screen.wait("start from")
    screen.press("<enter>")
    screen.wait("What is the project called?")
    screen.press("Help desk answers<enter>")
    screen.wait("still open")
    screen.press("1211n")
    screen.wait("certain · margin 1")
    assert "▸ SPRINT" in screen.lines[0]
    screen.press("<esc>")
    screen.wait("1 ▸")
    screen.press("q")
    assert screen.end() == 0
    assert screen.left_on() == set()
    (row,) = json.loads(plans.run("list", "--json"))["projects"]
    assert (row["name"], row["pace"]) == ("Help desk answers", "sprint")
    assert "Help desk answers" in plans.run("list")
    assert len(json.loads(plans.run("log", "--json"))["entries"]) == 6


def test_a_facilitator_flips_a_score_in_the_demo(plans: Plans, open_: Open, temporary: Path) -> None:
    screen = open_("demo", size=(120, 36))
    screen.wait("13 projects")
    screen.press("/knowledge<enter><enter>")
    screen.wait("certain · margin 1")
    assert "4 of 12" in screen.text
    screen.press("3")
    screen.wait("6 of 12")
    assert "◆ HYBRID" in screen.lines[0]
    screen.press("u")
    screen.wait("4 of 12")
    screen.wait("Undone")
    assert "▸ SPRINT" in screen.lines[0]
    screen.press("q")
    assert screen.end() == 0
    assert list(temporary.iterdir()) == []
    assert not plans.folder.exists()


def test_somebody_ticks_an_item_and_leaves(search: Plans, open_: Open) -> None:
    screen = open_()
    screen.wait("Knowledge search")
    screen.press("<enter><f3>")
    screen.wait("5 of 7")
    screen.press("<space>")  # the cursor stands on what is open first
    screen.wait("6 of 7")
    screen.press("q")
    assert screen.end() == 0
    item = search.show("Knowledge search")["project"]["checklists"]["pilot"]["evaluate"]
    assert (item["done"], item["on"]) == (True, "2026-11-16")
    search.run("verify")


def test_the_mouse_alone_opens_turns_and_goes_back(search: Plans, open_: Open) -> None:
    screen = open_()
    screen.wait("Knowledge search")
    screen.click("Knowledge search")
    screen.wait("flips if")
    screen.click("Roadmap")
    screen.wait("No roadmap yet")
    screen.click("Log")
    screen.wait("imported")
    screen.click("Esc Back")
    screen.wait("Enter Open")
    screen.click("q Quit")
    assert screen.end() == 0


def test_two_terminals_see_each_others_changes_within_a_second(search: Plans, open_: Open) -> None:
    here, there = open_(), open_()
    for screen in (here, there):
        screen.wait("Knowledge search")
        screen.press("<enter>")
        screen.wait("certain · margin 1")
    here.press("3")
    here.wait("◆ HYBRID")
    there.wait("◆ HYBRID", seconds=1)
    there.press("jj3")
    there.wait("8 of 12")
    here.wait("8 of 12", seconds=1)
    for screen in (here, there):
        screen.press("q")
        assert screen.end() == 0
    assert search.show("Knowledge search")["verdict"]["total"] == 8
    search.run("verify")


def test_what_is_pasted_orders_the_terminal_nothing(search: Plans, open_: Open) -> None:
    screen = open_()
    screen.wait("Knowledge search")
    screen.press("/")
    screen.wait("filter by")
    screen.paste("x\x1b]52;c;QUJD\x07\x1b[31my")
    screen.wait("Nothing matches")
    screen.press("<esc>")
    screen.wait("Knowledge search")
    screen.press("r")
    screen.wait("Another name")
    screen.paste("\x1b]52;c;QUJD\x07[@click=app.quit]x[/]")
    screen.press("<enter>")
    screen.wait_gone("Another name")
    screen.press("q")
    assert screen.end() == 0
    assert b"\x1b]52" not in screen.raw
    assert "[@click=app.quit]x[/]" in search.run("list")
