"""The workshop on the wall: one question at a time, from the people in the room to the closing page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Paste, Resize

from paceplan.core import workshop, workshop_state
from paceplan.core.text import clean
from paceplan.core.workshop_clock import Countdown
from paceplan.core.workshop_closing import Closing, closing
from paceplan.session import Published
from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.presentation import workshop as shown
from paceplan.tui.presentation import workshop_pages as pages
from paceplan.tui.screens import workshop_asking as asking
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.page import Page
from paceplan.tui.widgets.ask_line import AskLine
from paceplan.tui.widgets.board import Board
from paceplan.tui.widgets.key_bar import KeyBar
from paceplan.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from paceplan.core.ballots import Cast
    from paceplan.core.entries import Workshop
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.workshop_state import Standing

ROOMY = (100, 30)
"""Columns and lines of the terminal from which the head is drawn in large letters."""


class WorkshopScreen(Page):
    """Shows one of three things: who is here (no workshop yet), a question, or the closing page (no question)."""

    BINDINGS = bindings("workshop", "everywhere")
    AUTO_FOCUS = "#board"
    CSS = """
    WorkshopScreen #wall { height: 1fr; layer: body; layout: vertical; }
    WorkshopScreen #heading { height: 1; padding: 0 1; background: $surface; }
    WorkshopScreen #clock { width: 18; }
    WorkshopScreen #board { height: 1fr; padding: 0 1; }
    WorkshopScreen.-roomy #heading { height: 5; padding: 1 2; }
    WorkshopScreen.-roomy #clock { width: 34; }
    WorkshopScreen.-roomy #board { padding: 0 2 1 2; }
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
        self.hearing: tuple[str, int] | None = None
        """The question and round whose ends are being asked."""
        self.countdown = Countdown(10)
        self._starts_by_itself = False
        self._quiet = False
        self._ending: tuple[Project, Closing] | None = None

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
        return workshop_state.standing(held, self.playbook, self.question) if held and self.question else None

    def enter(self, project_id: str, *, people: str | dict[str, str] = "") -> None:
        """Turn to a project: go on with its workshop, show how one ended, or begin another with `people`."""
        self.project_id, self.workshop_id, self.question = project_id, None, None
        project = self.project
        latest = workshop_state.latest(project)
        today = self.context.today.isoformat()
        if latest is not None and not workshop_state.complete(project.workshops[latest], self.playbook):
            self._take_up(latest)
        elif latest is not None and (latest.startswith(today) or not people):
            self.workshop_id = latest
            self._show()
        elif people:
            self.begin(people)
        else:
            asking.ask_people(self)
            self._show()

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
            asking.ask_people(self)
            self._show()
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
        self._show()

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
            asking.ask_people(self)
        self._show()

    def _show(self) -> None:
        standing = self.standing
        if standing:
            self.seat = max(0, min(self.seat, len(standing.seats) - 1))
        self.query_one("#heading").display = standing is not None
        self.query_one("#head", Panel).redraw()
        self.query_one("#clock", Panel).redraw()
        self.query_one(Board).redraw()
        self.refresh_top()
        self.refresh_keys()

    def refresh_keys(self) -> None:
        if self._quiet:
            return
        super().refresh_keys()
        # On the wall there is room for a few keys: those that do something now.
        bar = self.query_one(KeyBar)
        bar.keys = tuple(sorted(bar.keys, key=lambda key: not key.enabled))

    def _tick(self) -> None:
        if self.countdown.running and self.question is not None and self.in_view:
            self.query_one("#clock", Panel).redraw()

    def scopes(self) -> tuple[Scope, ...]:
        return ("workshop", "everywhere")

    def place(self) -> tuple[str, ...]:
        row = self.context.session.row(self.project_id)
        return ("paceplan", str(row["name"]) if row else "", "Workshop")

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
        return shown.revealed(standing, names_of, width, height, glyphs, heard=heard, asking=asking_)

    def ending(self) -> Closing:
        """Return what the closing page says."""
        assert self.workshop_id
        project = self.project
        if self._ending is None or self._ending[0] is not project:
            self._ending = (project, closing(project, self.playbook, self.workshop_id))
        return self._ending[1]

    def name_of(self, project_id: str) -> str:
        row = self.context.session.row(project_id)
        return clean(str(row["name"])) if row else project_id

    def then(self) -> str:
        """Return the name of the project that comes next; empty where none does."""
        coming = self._coming()
        return self.name_of(coming) if coming else ""

    def _coming(self) -> str | None:
        return next((i for i in self.queue if self.context.session.has(i) and i != self.project_id), None)

    # The clock

    @property
    def now(self) -> float:
        return self.context.clock()

    def ride(self) -> tuple[int, int]:
        """Return what the clock shows, to be written down with what is written anyway; a vote starts it."""
        if self._starts_by_itself:
            self._starts_by_itself = False
            self.countdown = self.countdown.start(self.now)
        return self.countdown.kept(self.now)

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        name = action_id.removeprefix("workshop.")
        standing, held = self.standing, self.held
        if "." in name or name in ("back", "queue"):
            return None
        if not action_id.startswith("workshop."):
            return None
        if held is None:
            return None if name == "anonymous" else "First name who is here."
        if standing is None:
            return _on_closing(name, self)
        return _on_question(name, standing, self)

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
        self._show()
        return refused

    def vote(self, value: Cast) -> None:
        """Take the vote of the participant under the cursor, and go on to the next who has none."""
        standing = self.standing
        if standing is None:
            return
        voter = standing.seats[self.seat].id
        question, id = self.question, self.workshop_id
        if self.do(workshop.vote, id=id, question=question, voter=voter, vote=value, clock=self.ride()) is None:
            self._next_seat()
        self._show()

    def _next_seat(self) -> None:
        standing = self.standing
        if standing is None:
            return
        seats, count = standing.seats, len(standing.seats)
        order = [(self.seat + step) % count for step in range(1, count)]
        self.seat = next((n for n in order if not seats[n].voted), self.seat)

    def do_value(self, value: int | bool) -> None:
        standing = self.standing
        if standing is None:
            return
        if standing.phase == "voting":
            self.vote(value)
        else:
            asking.take_another(self, value)

    def do_cast(self, vote: str) -> None:
        self.vote(vote)

    def do_move(self, by: int) -> None:
        standing = self.standing
        if standing:
            self.seat = (self.seat + by) % len(standing.seats)
            self.query_one(Board).redraw()

    def do_erase(self) -> None:
        standing = self.standing
        if standing is None:
            return
        seats = standing.seats
        at = next((n for n in (self.seat, *range(self.seat - 1, -1, -1)) if seats[n].voted), None)
        if at is not None:
            self.seat = at
            self.change(workshop.withdraw, voter=seats[at].id)

    def do_on(self) -> None:
        standing = self.standing
        if standing is None:
            if coming := self._coming():
                self._hand_on(coming)
            return
        latest = standing.latest
        if standing.phase == "voting":
            if standing.round > 1 and not any(seat.voted for seat in standing.seats):
                self.change(workshop.stay)
            else:
                self.do_reveal()
        elif standing.phase == "taken":
            self.do_turn(1)
        elif latest and latest.wide and (standing.question, standing.round) not in self.heard:
            asking.ask_reasons(self)
        else:
            self.take()

    def do_reveal(self) -> None:
        if self.change(workshop.reveal, clock=self.ride()) is None:
            standing = self.standing
            if standing and standing.latest and standing.latest.wide:
                asking.ask_reasons(self)

    def take(self, value: int | bool | None = None, why: str = "") -> str | None:
        """Take what the vote came to, or `value`, and go on to the next question that is open."""
        digest = self.context.session.loaded(self.project.playbook).digest
        refused = self.do(
            workshop.take, id=self.workshop_id, question=self.question, value=value, why=why, digest=digest,
            clock=self.ride(),
        )  # fmt: skip
        held = self.held
        if refused is None and held is not None:
            self.go_to(workshop_state.current(held, self.playbook))
        return refused

    def do_again(self) -> None:
        if self.change(workshop.again, clock=self.ride()) is None:
            self.go_to(self.question)

    def do_turn(self, by: int) -> None:
        asked: list[str | None] = [*workshop_state.questions(self.playbook), None]
        self.go_to(asked[(asked.index(self.question) + by) % len(asked)])

    def do_verdict(self) -> None:
        if self.question is not None:
            self.go_to(None)
            return
        from paceplan.tui.screens.read import ReadScreen

        def draw(width: int, height: int | None) -> list[Content]:
            return pages.closing(self.ending(), self.playbook, self.then(), width, None, self.context.glyphs)

        self.app.push_screen(ReadScreen(draw, "v"))

    def _hand_on(self, project_id: str) -> None:
        held = self.held
        assert held is not None
        self.queue = tuple(i for i in self.queue if i != project_id)
        self.anonymous = held.anonymous
        self.enter(project_id, people=dict(held.participants))

    def do_vote_all(self) -> None:
        asking.ask_all(self)

    def do_why(self) -> None:
        asking.ask_why(self)

    def do_widest(self) -> None:
        asking.ask_widest(self)

    def do_join(self) -> None:
        asking.ask_join(self)

    def do_queue(self) -> None:
        asking.ask_queue(self)

    def do_write(self) -> None:
        asking.ask_file(self)

    def do_leave(self) -> None:
        standing = self.standing
        if standing:
            self.do(workshop.leave, id=self.workshop_id, voter=standing.seats[self.seat].id)
            self._show()

    def do_anonymous(self) -> None:
        self.anonymous = not self.anonymous
        self._show()

    def do_new(self) -> None:
        self.workshop_id = self.question = None
        asking.ask_people(self)
        self._show()

    def do_pause(self) -> None:
        self._starts_by_itself = False
        running = self.countdown.running
        self.countdown = self.countdown.stop(self.now) if running else self.countdown.start(self.now)
        self._show()

    def do_minute(self) -> None:
        self.countdown = self.countdown.more()
        self._show()

    def do_back(self) -> None:
        ask = self.query_one(AskLine)
        if ask.open and self.held is not None:
            ask.close()
            return
        self._keep_time()
        self.dismiss()

    def do_quit(self) -> None:
        self._keep_time()
        super().do_quit()

    def _keep_time(self) -> None:
        held = self.held
        if held is None or self.question is None:
            return
        kept = self.countdown.kept(self.now)
        if kept != ((held.clock.used, held.clock.added) if held.clock else (0, 0)):
            self.do(workshop.keep_time, id=self.workshop_id, clock=kept)

    def on_ask_line_closed(self) -> None:
        self.query_one(Board).focus()
        asking.closed(self)

    def on_board_pressed(self, event: Board.Pressed) -> None:
        if event.act.startswith("seat:"):
            standing = self.standing
            ids = [seat.id for seat in standing.seats] if standing else []
            if event.act[5:] in ids:
                self.seat = ids.index(event.act[5:])
                self.query_one(Board).redraw()
        else:
            self.action_act(event.act)

    def on_paste(self, event: Paste) -> None:
        standing = self.standing
        if standing and standing.phase == "voting" and not self.query_one(AskLine).open:
            event.stop()
            asking.all_at_once(self, event.text)


def _on_closing(name: str, page: WorkshopScreen) -> str | None:
    if name == "on":
        return None if page.then() else "No project comes next; Esc leaves, F3 chooses one."
    if name in ("verdict", "write", "new", "next", "previous"):
        return None
    held = page.held
    if name == "widest":
        found = held is not None and workshop_state.widest(held, page.playbook)
        return None if found else "The votes differed nowhere."
    return "The questions are done; [ goes back to them."


def _on_question(name: str, standing: Standing, page: WorkshopScreen) -> str | None:
    gate, voting = standing.kind == "gate", standing.phase == "voting"
    if name in ("0", "1", "2", "3") and gate:
        return f"'{standing.name}' is answered with y or n, not with a score."
    if name in ("yes", "no") and not gate:
        return f"'{standing.name}' is answered with a score from 0 to 3."
    if name in ("unknown", "abstain", "all", "reveal", "leave", "seat-before", "seat-after", "erase") and not voting:
        return "These votes have been revealed; s opens another round."
    if name == "again" and voting:
        return f"Round {standing.round} is open."
    if name in ("on", "reveal") and voting:
        return _reveal_waits(name, standing)
    if name == "erase" and not any(seat.voted for seat in standing.seats[: page.seat + 1]):
        return "Nobody up to the cursor has voted yet."
    if name in ("anonymous", "new", "write"):
        word = {"anonymous": "It is chosen before the workshop begins", "new": "This one is not closed yet"}
        return f"{word.get(name, 'The page is handed out at the end')}; v goes to the closing page."
    if name == "widest":
        held = page.held
        found = held is not None and workshop_state.widest(held, page.playbook)
        return None if found else "The votes differed nowhere as yet."
    return None


def _reveal_waits(name: str, standing: Standing) -> str | None:
    if not any(seat.voted for seat in standing.seats):
        return None if name == "on" and standing.round > 1 and not standing.anonymous else "Nobody has voted yet."
    if name == "on" and standing.missing:
        waiting = standing.missing
        names = ", ".join(waiting[:3]) + (f" and {len(waiting) - 3} more" if len(waiting) > 3 else "")
        return f"Still to vote: {clean(names)}. r reveals all the same."
    return None
