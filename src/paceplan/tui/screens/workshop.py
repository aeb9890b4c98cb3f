"""The workshop on the wall: one question at a time, from the people in the room to the closing page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.events import Paste

from paceplan.core import workshop, workshop_state
from paceplan.tui.presentation import workshop_pages as pages
from paceplan.tui.screens import workshop_asking as asking
from paceplan.tui.screens import workshop_refusing as refusing
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.workshop_wall import Wall
from paceplan.tui.widgets.ask_line import AskLine
from paceplan.tui.widgets.board import Board

if TYPE_CHECKING:
    from paceplan.core.ballots import Cast


class WorkshopScreen(Wall):
    """Does what can be done in a workshop."""

    BINDINGS = bindings("workshop", "everywhere")
    _before: tuple[str, str, str | None] = ("", "", None)
    """The project, its workshop and the question on the wall when another workshop was asked for."""

    def why_not(self, action_id: str) -> str | None:
        scope, _, name = action_id.partition(".")
        return refusing.why_not(name, self) if scope == "workshop" else None

    def vote(self, value: Cast) -> None:
        """Take the vote of the participant under the cursor, and go on to the next who has none."""
        standing = self.standing
        if standing is None:
            return
        voter = standing.seats[self.seat].id
        question, id = self.question, self.workshop_id
        if self.do(workshop.vote, id=id, question=question, voter=voter, vote=value, clock=self.ride()) is None:
            self._next_seat()
        self.show()

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
            if coming := self.coming():
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

        self.app.push_screen(ReadScreen(draw, "workshop.verdict"))

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
            self.show()

    def do_anonymous(self) -> None:
        self.anonymous = not self.anonymous
        self.show()

    def do_new(self) -> None:
        self._before = (self.project_id, self.workshop_id or "", self.question)
        self.workshop_id = self.question = None
        self.ask_people()
        self.show()

    def do_pause(self) -> None:
        self._starts_by_itself = False
        running = self.countdown.running
        self.countdown = self.countdown.stop(self.now) if running else self.countdown.start(self.now)
        self.show()

    def do_minute(self) -> None:
        self.countdown = self.countdown.more()
        self.show()

    def do_back(self) -> None:
        ask = self.query_one(AskLine)
        if ask.open and (not ask.give_up() or self.held is not None or self._back_to_before()):
            return
        self._keep_time()
        self.dismiss()

    def _back_to_before(self) -> bool:
        """Show the workshop again that was on the wall when another was asked for; tell whether there is one."""
        project_id, workshop_id, question = self._before
        held = self.project.workshops.get(workshop_id) if project_id == self.project_id else None
        if held is None:
            return False
        self.workshop_id, self.anonymous = workshop_id, held.anonymous
        self.go_to(question)
        return True

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
