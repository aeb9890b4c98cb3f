"""What the three people come for who use it, from the first start to a result; each on a terminal of any size."""

from __future__ import annotations

from functools import partial

from tests.e2e.conftest import Open, Plans
from tests.e2e.terminal import Terminal

Size = tuple[int, int]


def leave(screen: Terminal, key: str = "q") -> None:
    """Leave the program, which has to give the terminal back as it was."""
    screen.press(key)
    assert screen.end() == 0
    assert screen.left_on() == set()
    assert "Traceback" not in screen.raw.decode(errors="replace")


def _fills(screen: Terminal, lines: int) -> bool:
    """Tell whether the workshop fills the window: key bar on the last line, and the vote that was cast above it."""
    return len(screen.lines) == lines and "Esc Back" in screen.lines[-1] and "1 of 3" in screen.text


def tech_lead(plans: Plans, open_: Open, size: Size, **env: str) -> Terminal:
    """First start, new project, score, criterion, pilot, reading, decision, roadmap."""
    screen = open_(size=size, **env)
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
    screen.wait("SPRINT")
    screen.press("<f3>")
    screen.wait("Exit criteria")
    screen.press("c")
    screen.wait("Which metric decides?")
    screen.press("<enter>")
    screen.wait("Baseline and target")
    screen.press("42 -> 29.4<enter>")
    screen.wait_gone("Baseline and target")
    screen.press("s")
    screen.wait("week 1 of 6")
    screen.press("<f5>")
    screen.wait("No reading yet")
    screen.press("r")
    screen.wait("lower is better")
    screen.press("29<enter>")
    screen.wait("29 on 16 Nov")
    screen.press("<f3>")
    screen.wait("so far: scale")
    screen.press("f")
    screen.wait("The evidence speaks for")
    screen.press("<enter>Faster than agreed<enter>Old pages mislead<f10>")
    screen.wait("closed: scale")
    screen.press("<f4>")
    screen.wait("Frame")
    leave(screen)
    document = plans.show("Help desk answers")
    assert document["verdict"]["pace"] == "sprint"
    assert document["pilot"]["decision"]["decision"] == "scale"
    assert document["roadmap"]["start"] == "2026-11-17"
    assert "Old pages mislead" in plans.run("lessons", "pages")
    plans.run("verify")
    return screen


def facilitator(plans: Plans, open_: Open, size: Size, **env: str) -> Terminal:
    """A workshop of three people from its setup to the closing page; the window changes its size in the middle."""
    plans.run("new", "Reading platform", "--playbook", "edtech", "--start", "2026-11-16")
    screen = open_("workshop", "Reading platform", size=size, **env)
    screen.wait("Who is here?")
    screen.press("Curriculum, IT, Teachers<enter>")
    for number in range(5):
        screen.wait("0 of 3")
        screen.press("2")
        screen.wait("1 of 3")
        if number == 2:
            for columns, lines in ((120, 36), (60, 18), size):
                screen.resize(columns, lines)
                screen.wait(partial(_fills, lines=lines))
        screen.press("32")
        screen.wait("Enter reveals")
        screen.press("<enter>")
        screen.wait("spread 1")
        screen.press("<enter>")
    screen.wait("MARATHON")
    leave(screen)
    project = plans.show("Reading platform")["project"]
    assert [score["score"] for score in project["scores"].values()] == [2, 2, 2, 2, 2]
    (held,) = project["workshops"].values()
    assert sorted(held["participants"].values()) == ["Curriculum", "IT", "Teachers"]
    plans.run("verify")
    return screen


def reviewer(plans: Plans, open_: Open, size: Size, **env: str) -> Terminal:
    """One checklist reviewed, signed, and its page handed out."""
    plans.run("new", "Reading platform", "--playbook", "edtech", "--start", "2026-11-16")
    screen = open_("review", "Reading platform", "final", "-o", "-", size=size, **env)
    screen.wait("UNFINISHED")
    screen.press("yyyyn")
    screen.wait("FAILED")
    screen.press("ke")
    screen.wait("Why")
    screen.press("One sheet, signed<enter>")
    screen.wait("One sheet, signed")
    screen.press("s")
    screen.wait("sign")
    screen.press("<enter>")
    screen.wait("signed")
    screen.press("<esc>")
    assert screen.end() == 1  # a review that failed
    assert screen.left_on() == set()
    plans.run("review", "Reading platform", "final", "--json", code=1)
    plans.run("verify")
    return screen
