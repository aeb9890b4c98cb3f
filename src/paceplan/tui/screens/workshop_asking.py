"""What a workshop asks in its line at the bottom: who is here, why, another value, all votes at once, a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from paceplan.core import workshop, workshop_state
from paceplan.core.consensus import same
from paceplan.core.text import clean, slug
from paceplan.tui.in_force import key
from paceplan.tui.presentation.workshop_reveal import said
from paceplan.tui.widgets.ask_line import AskLine

if TYPE_CHECKING:
    from paceplan.tui.screens.workshop import WorkshopScreen


def _line(page: WorkshopScreen) -> AskLine:
    return page.query_one(AskLine)


def ask_join(page: WorkshopScreen) -> None:
    """Ask who has come late."""

    def join(text: str) -> str | None:
        return page.do(workshop.join, id=page.workshop_id, people=text)

    hint = "a name, several with commas, or a number"
    _line(page).ask("Who has come?", join, hint=hint, closed=page.show, joint=", ")


def ask_all(page: WorkshopScreen) -> None:
    """Ask for everybody's vote in one line, which shows no more than how many there are."""
    held = page.held
    names = ", ".join(clean(name) for name in held.participants.values()) if held else ""
    hint = "y n y ." if page.standing and page.standing.kind == "gate" else "2 3 1 ."
    _line(page).ask(f"Votes of {names}", lambda text: all_at_once(page, text), hint=hint, masked=True, closed=page.show)


def all_at_once(page: WorkshopScreen, text: str) -> str | None:
    """Take everybody's vote from a line; return why it cannot be taken."""
    refused = page.change(workshop.vote_all, votes=text, clock=page.ride())
    standing = page.standing
    if refused is None and standing:
        page.seat = len(standing.seats) - 1
    return refused


def ask_reasons(page: WorkshopScreen) -> None:
    """Ask both ends of a wide spread for their reasons; an empty line goes on without."""
    standing = page.standing
    if standing is None:
        return
    about = (standing.question, standing.round)

    def closed() -> None:
        page.heard.add(about)
        page.show()

    def keep(text: str) -> str | None:
        return page.change(workshop.note, text=text, append=True) if text.strip() else None

    _line(page).ask(
        "What do they say?",
        keep,
        hint=f"in a line, kept with the vote; {key('workshop.on')} alone goes on",
        closed=closed,
    )


def ask_why(page: WorkshopScreen) -> None:
    """Let what was said on the question be written, in as many lines as it takes."""
    from paceplan.tui.screens.ask import AskScreen

    standing = page.standing
    if standing is None:
        return
    page.app.push_screen(
        AskScreen(
            "What was said?", hint=standing.name, value=standing.reason,
            submit=lambda text: page.change(workshop.note, text=text), long=True,
        )
    )  # fmt: skip


def take_another(page: WorkshopScreen, value: int | bool) -> None:
    """Take a value: the one the vote came to at once, another with a reason."""
    standing = page.standing
    latest = standing.latest if standing else None
    if standing is None or latest is None:
        return
    if latest.consensus is not None and same(value, latest.consensus):
        page.take(value)
        return
    came = "" if latest.consensus is None else f" rather than {said(latest.consensus)}"
    _line(page).ask(
        f"Why {said(value)}{came}?", lambda why: page.take(value, why), hint="a reason, in a line", closed=page.show
    )


def ask_widest(page: WorkshopScreen) -> None:
    """Offer the questions on which the votes differed, the widest spread first, to be voted on again."""
    from paceplan.core.workshop_closing import name_of
    from paceplan.tui.screens.choose import Choice, ChooseScreen

    held = page.held
    if held is None:
        return
    choices = [
        Choice(c.question, clean(name_of(page.playbook, c.question)),
               "split" if c.question in page.playbook.gates else f"spread {c.spread}")
        for c in workshop_state.widest(held, page.playbook)
    ]  # fmt: skip

    def chosen(question: str | None) -> None:
        if question is not None:
            page.go_to(question)
            if not page.why_not("workshop.again"):
                page.do_again()

    page.app.push_screen(ChooseScreen("Vote again on which?", choices, page.context.glyphs), chosen)


def ask_queue(page: WorkshopScreen) -> None:
    """Let a project be put into the queue, or taken out of it."""
    from paceplan.tui.glyphs import badge
    from paceplan.tui.screens.choose import Choice, ChooseScreen

    rows = [r for r in page.context.session.rows() if not r.get("deleted") and not r.get("archived")]
    rows = sorted((r for r in rows if r["id"] != page.project_id), key=lambda r: str(r["name"]).casefold())
    queue = page.queue
    choices = [
        Choice(str(r["id"]), clean(str(r["name"])),
               f"comes {queue.index(r['id']) + 1}." if r["id"] in queue else badge(r["pace"], page.context.glyphs))
        for r in rows
    ]  # fmt: skip
    if not choices:
        page.app.notify("There is no other project.", severity="warning", markup=False)
        return

    def chosen(id: str | None) -> None:
        if id is None:
            return
        page.queue = tuple(i for i in queue if i != id) if id in queue else (*queue, id)
        if page.workshop_id is not None:
            page.do(workshop.enqueue, id=page.workshop_id, queue=page.queue)
        page.catch_up()

    page.app.push_screen(ChooseScreen("Which project comes next?", choices, page.context.glyphs), chosen)


def ask_file(page: WorkshopScreen) -> None:
    """Ask where the page to hand out is written, and write it; a file that is there is replaced when asked twice."""
    from paceplan.config.files import FileProblem, write_file

    asked: set[str] = set()

    def write(text: str) -> str | None:
        path = os.path.expanduser(text.strip())
        if not path:
            return "Give the file a name"
        if os.path.isfile(path) and path not in asked:
            asked.add(path)
            return f"{path} is there already; Enter again writes over it"
        try:
            write_file(path, page_for(page), force=True)
        except FileProblem as problem:
            return str(problem)
        page.app.notify(f"Wrote {clean(path)}.", title="Page to hand out", markup=False)
        return None

    name = f"{slug(page.project.name)}-workshop-{page.workshop_id}.md"
    _line(page).ask("Write the page to hand out to which file?", write, value=name, closed=page.show)


def page_for(page: WorkshopScreen) -> bytes:
    """Return the page to hand out on the workshop on the wall."""
    from paceplan.export import workshop_page

    return workshop_page.page_of(page.project, page.playbook, page.workshop_id or "", page.context.today)
