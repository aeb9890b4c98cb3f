"""What a workshop's screen shows, and which workshop and question it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize

from paceplan.core import workshop, workshop_state
from paceplan.core.text import clean
from paceplan.core.workshop_clock import Countdown
from paceplan.core.workshop_closing import Closing, closing
from paceplan.session import Published
from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.presentation import workshop as shown
from paceplan.tui.presentation import workshop_pages as pages
from paceplan.tui.presentation import workshop_reveal as reveal
from paceplan.tui.presentation.large import lines_of
from paceplan.tui.screens.page import Page
from paceplan.tui.widgets.ask_line import AskLine
from paceplan.tui.widgets.board import Board
from paceplan.tui.widgets.key_bar import Key
from paceplan.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from paceplan.core.entries import Workshop
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.workshop_state import Standing

ROOMY = (100, 30)
"""Columns and lines of the terminal from which the head is drawn in large letters."""
PEOPLE = "Legal, IT, Curriculum  or  6"
"""How participants are named."""


class Wall(Page):
    """Shows one of three things: who is here (no workshop yet), a question, or the closing page (no question)."""

    AUTO_FOCUS = "#board"
    CSS = """
    Wall #wall { height: 1fr; layer: body; layout: vertical; }
    Wall #heading { height: 1; padding: 0 1; background: $surface; }
    Wall #clock { width: 18; }
    Wall #board { height: 1fr; padding: 0 1; }
    Wall.-roomy #heading { padding: 1 2; }
    Wall.-roomy #clock { width: 34; }
    Wall.-roomy #board { padding: 0 2 1 2; }
    """

    def __init__(
        self, context: Context, project_id: str, *, people: str = "", anonymous: bool = False,
        queue: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """`people` begins at once; `queue` holds the projects that the same people go through next."""
        super().__init__(context)
        self.project_id = project_id
        self.workshop_id: str | None = None
        self.question: str | None = None
        self.seat = 0
        self.anonymous, self.queue, self._people = anonymous, tuple(i for i in queue if i != project_id), people
        self.heard: set[tuple[str, int]] = set()
        """Questions and rounds whose ends have said why."""
        self.countdown = Countdown(10)
        self._starts_by_itself = False
        self._quiet = False
        self._ending: tuple[Project, Closing] | None = None
        self._standing: tuple[Workshop, Standing] | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="heading"):
            yield Panel(id="head")
            yield Panel(id="clock")
        yield Board(id="board")
        yield AskLine(id="ask")

    def on_mount(self) -> None:
        self.query_one("#head", Panel).show(self._draw_head)
        self.query_one("#clock", Panel).show(self._draw_clock)
        self.query_one(Board).show(self._draw)
        self.enter(self.project_id, people=self._people)
        self.set_interval(1.0, self._tick)

    def on_resize(self, event: Resize) -> None:
        wide, tall = ROOMY
        self.set_class(event.size.width >= wide and event.size.height >= tall, "-roomy")
        self._size_heading()

    def _size_heading(self) -> None:
        """Give the heading the lines that its large letters take: more of them where they are drawn in ASCII."""
        large = lines_of(self.context.glyphs, halved=True) + 2
        self.query_one("#heading").styles.height = large if self.has_class("-roomy") else 1

    # Which project, which workshop, which question

    @property
    def project(self) -> Project:
        return self.context.session.project(self.project_id)

    @property
    def playbook(self) -> Playbook:
        return self.context.session.playbook(self.project)

    @property
    def held(self) -> Workshop | None:
        """The workshop as it is now; None while people are being named."""
        return self.project.workshops.get(self.workshop_id or "")

    @property
    def standing(self) -> Standing | None:
        """Where the question on the wall stands; None on the first and on the last page."""
        held = self.held
        if held is None or self.question is None:
            return None
        # Asked two dozen times for every key, by each action that says whether it can run.
        if self._standing is None or self._standing[0] is not held or self._standing[1].question != self.question:
            self._standing = (held, workshop_state.standing(held, self.playbook, self.question))
        return self._standing[1]

    def enter(self, project_id: str, *, people: str | dict[str, str] = "") -> None:
        """Turn to a project: go on with its workshop, show how one ended, or begin another with `people`."""
        self.project_id, self.workshop_id, self.question = project_id, None, None
        project = self.project
        latest = workshop_state.latest(project)
        today = self.context.today.isoformat()
        if latest is not None and not workshop_state.complete(project.workshops[latest], self.playbook):
            self._take_up(latest)
        elif latest is not None and (latest.startswith(today) or not people):
            held = project.workshops[latest]
            self.workshop_id, self.anonymous, self.queue = latest, held.anonymous, self.queue or held.queue
            self.show()
        elif people:
            self.begin(people)
        else:
            self.ask_people()
            self.show()

    def _take_up(self, id: str) -> None:
        held = self.project.workshops[id]
        self.workshop_id, self.anonymous, self.queue = id, held.anonymous, self.queue or held.queue
        self.countdown = Countdown.of(self.playbook.workshop_minutes, held.clock)
        self._starts_by_itself = True
        self.go_to(workshop_state.current(held, self.playbook))

    def begin(self, people: str | dict[str, str]) -> str | None:
        """Begin a workshop with these people, its clock running; return why that cannot be."""
        from paceplan.config.identity import new_id

        id = workshop.fresh_id(self.project, self.context.today.isoformat())
        refused = self.do(
            workshop.set_up, id=id, people=people, seal=new_id(), anonymous=self.anonymous, queue=self.queue
        )
        if refused is None:
            self.workshop_id = id
            self.countdown = Countdown(self.playbook.workshop_minutes).start(self.now)
            held = self.held
            self.go_to(workshop_state.current(held, self.playbook) if held else None)
        elif not self.query_one(AskLine).open:
            self.ask_people()
            self.show()
        return refused

    def go_to(self, question: str | None) -> None:
        """Put a question on the wall, the cursor on the first who has not voted; None is the closing page."""
        self.query_one(AskLine).close()
        self.question = question
        standing = self.standing
        seats = standing.seats if standing else ()
        self.seat = next((n for n, seat in enumerate(seats) if not seat.voted), max(0, len(seats) - 1))
        if question is None and self.countdown.running:
            self.countdown = self.countdown.stop(self.now)
        self.show()

    def ask_people(self) -> None:
        """Ask who is here, and begin with them."""
        latest = workshop_state.latest(self.project)
        before = self.project.workshops[latest].participants.values() if latest else ()
        self.query_one(AskLine).ask("Who is here?", self.begin, value=", ".join(before), hint=PEOPLE, joint=", ")

    # What shows

    @property
    def subject(self) -> str:
        return self.project_id

    def concerns(self, event: Published) -> bool:
        return self.project_id in event.projects

    def catch_up(self) -> None:
        if self._quiet:
            return
        if not self.context.session.has(self.project_id):
            self.app.notify("The project was deleted.", severity="warning", markup=False)
            self.dismiss()
            return
        if self.workshop_id is not None and self.held is None:  # its beginning was undone
            self.workshop_id = self.question = None
            self.ask_people()
        self.show()

    def show(self) -> None:
        """Show everything as it is now."""
        standing = self.standing
        if standing:
            self.seat = max(0, min(self.seat, len(standing.seats) - 1))
        self.query_one("#heading").display = standing is not None
        self._size_heading()
        self.query_one("#head", Panel).redraw()
        self.query_one("#clock", Panel).redraw()
        self.query_one(Board).redraw()
        self.refresh_top()
        self.refresh_keys()

    def refresh_keys(self) -> None:
        if not self._quiet:
            super().refresh_keys()

    def arranged(self, keys: list[Key]) -> tuple[Key, ...]:
        # On the wall there is room for a few keys: those that do something now.
        words = self._words()
        said = (key._replace(label=words.get(key.id, key.label)) for key in keys)
        return tuple(sorted(said, key=lambda key: not key.enabled))

    def _words(self) -> dict[str, str]:
        """Return what some keys are for right now, where that says more than what they are for in all."""
        standing = self.standing
        if standing is None:
            return {"workshop.on": "Next project"}
        if standing.phase == "voting":
            return {"workshop.on": "Reveal", "workshop.reveal": "Reveal now"}
        taken = standing.phase == "taken"
        return {"workshop.on": "Next" if taken else "Take", "workshop.0": "Other", "workshop.yes": "Other"}

    def _tick(self) -> None:
        if self.countdown.running and self.question is not None and self.in_view:
            self.query_one("#clock", Panel).redraw()

    def scopes(self) -> tuple[Scope, ...]:
        return ("workshop", "everywhere")

    def place(self) -> tuple[str, ...]:
        row = self.context.session.row(self.project_id)
        return (*super().place(), str(row["name"]) if row else "", "Workshop")

    def _draw_head(self, width: int, height: int | None) -> list[Content]:
        standing = self.standing
        return shown.head(standing, width, height, self.context.glyphs) if standing else []

    def _draw_clock(self, width: int, height: int | None) -> list[Content]:
        running = self.countdown.running
        return shown.clock(self.countdown.left(self.now), running, width, height, self.context.glyphs)

    def _draw(self, width: int, height: int | None) -> list[Content]:
        held, standing, glyphs = self.held, self.standing, self.context.glyphs
        if held is None:
            names = [self.name_of(i) for i in self.queue]
            asked = workshop_state.questions(self.playbook)
            minutes = self.playbook.workshop_minutes
            return pages.setting_up(
                self.project.name, len(asked), minutes, self.anonymous, names, width, height, glyphs
            )
        if standing is None:
            return pages.closing(self.ending(), self.playbook, self.then(), width, height, glyphs)
        if standing.phase == "voting":
            return shown.voting(standing, self.seat, width, height, glyphs)
        names_of = dict(held.participants)
        heard = (standing.question, standing.round) in self.heard
        asking_ = self.query_one(AskLine).open
        return reveal.revealed(standing, names_of, width, height, glyphs, heard=heard, asking=asking_)

    def ending(self) -> Closing:
        """Return what the closing page says."""
        assert self.workshop_id
        project = self.project
        if self._ending is None or self._ending[0] is not project:
            self._ending = (project, closing(project, self.playbook, self.workshop_id))
        return self._ending[1]

    def name_of(self, project_id: str) -> str:
        """Return the name of a project."""
        row = self.context.session.row(project_id)
        return clean(str(row["name"])) if row else project_id

    def then(self) -> str:
        """Return the name of the project that comes next; empty where none does."""
        coming = self.coming()
        return self.name_of(coming) if coming else ""

    def coming(self) -> str | None:
        """Return the project that comes next."""
        return next((i for i in self.queue if self.context.session.has(i) and i != self.project_id), None)

    # The clock

    @property
    def now(self) -> float:
        """The seconds that the clock counts by."""
        return self.context.clock()

    def ride(self) -> tuple[int, int]:
        """Return what the clock shows, to be written down with what is written anyway; a vote starts it."""
        if self._starts_by_itself:
            self._starts_by_itself = False
            self.countdown = self.countdown.start(self.now)
        return self.countdown.kept(self.now)

    def do(self, action: Any, **args: Any) -> str | None:
        """Do something to this project and show it once; return why it was refused, having said so."""
        self._quiet = True
        try:
            refused = self.attempt(self.context.session.do, action, self.project_id, **args)
        finally:
            self._quiet = False
        if refused is None:
            self.app.clear_notifications()  # what could not be done before is of no interest any more
        return refused

    def change(self, action: Any, **args: Any) -> str | None:
        """Do something to the question on the wall, and show it."""
        refused = self.do(action, id=self.workshop_id, question=self.question, **args)
        self.show()
        return refused
