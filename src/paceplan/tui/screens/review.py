"""The review of one checklist, full-screen: a key an answer, the result below, a sign-off at the end."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult, SystemCommand
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Resize

from paceplan.core import review as core
from paceplan.session import Published
from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.glyphs import badge
from paceplan.tui.in_force import key, with_keys
from paceplan.tui.presentation import review as shown
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.screens.page import Page
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel
from paceplan.tui.widgets.review_list import ReviewList

if TYPE_CHECKING:
    from paceplan.core.playbook import Playbook
    from paceplan.core.project import Project
    from paceplan.core.review import Point, Standing

SIGNED = "This review is signed; {review.anew} begins another one."


class ReviewScreen(Page):
    """Asks the items of one checklist; every answer is kept as it is given, and `list_id` may be left open."""

    BINDINGS = bindings("review", "everywhere")
    AUTO_FOCUS = "#questions"
    HORIZONTAL_BREAKPOINTS = [(0, "-one-pane"), (120, "-two-panes")]
    CSS = """
    #review { height: 1fr; layout: vertical; }
    #review #beside { height: auto; }
    #review #question { padding: 0 2; background: $surface; }
    #review #outcome { padding: 0 2; }
    .-two-panes #review { layout: horizontal; }
    .-two-panes #review #questions { width: 1fr; height: 1fr; }
    .-two-panes #review #beside { width: 56; height: 1fr; border-left: solid $rule; }
    .-two-panes #review #question { background: $background; }
    """

    def __init__(self, context: Context, project_id: str, list_id: str = "", origin: str = "") -> None:
        """`origin` is the file that the project came from, where it is reviewed without a workspace."""
        super().__init__(context)
        self.project_id, self._origin = project_id, origin
        project, playbook = self._now()
        pace = context.session.verdict(project_id).effective
        self._list = list_id if list_id in playbook.checklists else core.default_list(playbook, pace)
        self._signed: str | None = None
        """The review just signed, which shows until another begins."""
        self.found: Standing = core.standing(project, playbook, self._list)

    def body(self) -> ComposeResult:
        with Container(id="review"):
            yield ReviewList(self.context.glyphs, id="questions")
            with Vertical(id="beside"):
                yield Panel(id="question")
                yield Panel(id="outcome")

    def on_mount(self) -> None:
        self.query_one("#question", Panel).show(self._draw_question)
        self.query_one("#outcome", Panel).show(self._draw_outcome)
        self.refresh_review()
        self.watch(self.query_one(ReviewList), "cursor", self._moved, init=False)

    def on_resize(self, event: Resize) -> None:
        self.refresh_review()

    # What shows

    def _now(self) -> tuple[Project, Playbook]:
        project = self.context.session.project(self.project_id)
        return project, self.context.session.playbook(project)

    def refresh_review(self) -> None:
        """Show the review as it stands now."""
        project, playbook = self._now()
        if self._signed not in project.reviews or not project.reviews[self._signed or ""].result:
            self._signed = None  # its signing was undone: it is under way again
        if self._signed:
            self.found = core.look_up(project, playbook, self._signed)
        else:
            self.found = core.standing(project, playbook, self._list)
        found, today = self.found, self.context.today
        first = next((n for n, p in enumerate(found.points) if p.state == "open"), 0)
        self._share_out(len(found.points))
        self.query_one(ReviewList).show(
            f"{self._list} {self._signed}", found.name, shown.heading_aside(found, today), shown.rows_of(found),
            cursor=first,
        )  # fmt: skip
        for panel in self.query(Panel):
            panel.redraw()

    def _share_out(self, items: int) -> None:
        """Give list, question and result their lines."""
        total = max(4, self.size.height - 2)
        questions, panel = self.query_one("#questions"), self.query_one("#question")
        if self.has_class("-two-panes"):
            questions.styles.height, panel.styles.height = "1fr", max(4, total // 2)
            self.query_one("#outcome").styles.height = "1fr"
            return
        asked = 4 if total < 20 else 6
        listed = max(3, min(items + 1, total - asked - 4))
        questions.styles.height, panel.styles.height = listed, asked
        self.query_one("#outcome").styles.height = max(2, total - listed - asked)

    def _moved(self) -> None:
        self.query_one("#question", Panel).redraw()
        self.refresh_keys()

    def _current(self) -> Point | None:
        current = self.query_one(ReviewList).current_id
        return next((p for p in self.found.points if p.id == current), None)

    def _draw_question(self, width: int, height: int | None) -> Content:
        point = self._current()
        if point is None:
            return Content("")
        _, playbook = self._now()
        return shown.words(
            point, self.found, playbook, self.context.today, min(width, 100), height or 6, self.context.glyphs
        )

    def _draw_outcome(self, width: int, height: int | None) -> list[Content]:
        return shown.outcome(self.found, self.context.today, min(width, 100), height, self.context.glyphs)

    @property
    def subject(self) -> str:
        return self.project_id

    def scopes(self) -> tuple[Scope, ...]:
        return ("review", "everywhere")

    def place(self) -> tuple[str, ...]:
        row = self.context.session.row(self.project_id)
        start = ("paceplan", self._origin) if self._origin else ("paceplan", self.context.title)
        return (*start, str(row["name"]) if row else "", "Review")

    def aside(self) -> Content:
        row = self.context.session.row(self.project_id)
        pace = row["pace"] if row else None
        style = f"$pace-{pace} on $pace-{pace}-bg bold" if pace else "bold"
        return Content.styled(f" {badge(pace, self.context.glyphs)} ", style)

    def concerns(self, event: Published) -> bool:
        return self.project_id in event.projects

    def catch_up(self) -> None:
        if not self.context.session.has(self.project_id):
            self.app.notify("The project was deleted.", severity="warning", markup=False)
            while not self.is_active:
                self.app.screen.dismiss(None)
            self.dismiss()
            return
        self.refresh_review()

    def refresh_keys(self) -> None:
        if self.context.session.has(self.project_id):
            super().refresh_keys()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("review.choose")

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        if action_id == "review.checklists":
            return "There is no workspace to tick it in: the file itself is reviewed." if self._origin else None
        if action_id in ("review.list", "review.back", "review.page", "review.anew", "review.earlier"):
            return self._why_not_look(action_id)
        if not action_id.startswith("review."):
            return None
        if self.found.signed:
            return with_keys(SIGNED)
        if action_id == "review.sign":
            reason = core.why_not_sign(self.found)
            return f"{reason[0].upper()}{reason[1:]}." if reason else None
        point = self._current()
        if point is None:
            return "There is no question under the cursor."
        if action_id == "review.na" and point.artifact:
            return f"'{point.name}' stands for an artifact: it is in hand or it is missing."
        if action_id in ("review.why", "review.clear") and point.state == "open":
            return f"'{point.name}' is not answered yet."
        if action_id == "review.clear" and point.by_itself:
            return f"'{point.name}' is answered by its artifact; {key('review.no')} says that it is not in hand."
        return None

    def _why_not_look(self, action_id: str) -> str | None:
        project, playbook = self._now()
        if action_id == "review.list" and len(playbook.checklists) < 2:
            return "The playbook has no other checklist."
        if action_id == "review.earlier" and not core.kept(project):
            return "No review has been made yet."
        if action_id == "review.anew" and self.found.id is None:
            return "This review is new: nothing has been answered yet."
        return None

    def _do(self, action: object, **args: object) -> str | None:
        return self.attempt(self.context.session.do, action, self.project_id, checklist=self._list, **args)

    def _answer(self, point: Point, ok: bool | None, why: str | None = None) -> str | None:
        """Answer a question, and go on to the next open one below, or else to the next line."""
        refused = self._do(core.answer, item=point.id, ok=ok, why=why, on=self.context.today)
        if refused is None:
            self._go_on()
        return refused

    def _go_on(self) -> None:
        listed = self.query_one(ReviewList)
        below = range(listed.cursor + 1, len(self.found.points))
        opens = [n for n in below if self.found.points[n].state == "open"]
        if opens:
            listed.cursor = opens[0]
        elif self.found.open:
            listed.cursor = next(n for n, p in enumerate(self.found.points) if p.state == "open")
        else:
            listed.action_cursor_down()

    def do_answer(self, ok: bool) -> None:
        if point := self._current():
            self._answer(point, ok)

    def do_waive(self) -> None:
        point = self._current()
        if point is None:
            return

        def submit(text: str) -> str | None:
            return self._answer(point, None, text)

        why = point.why if point.state == "na" else ""
        self.app.push_screen(AskScreen("Why does it not apply?", hint=point.name, value=why, submit=submit))

    def do_why(self) -> None:
        point = self._current()
        if point is None:
            return

        def submit(text: str) -> str | None:
            return self._do(core.explain, item=point.id, why=text, on=self.context.today)

        title = f"Why {core.WORDS[point.state]}?"
        self.app.push_screen(AskScreen(title, hint=point.name, value=point.why, submit=submit))

    def do_clear(self) -> None:
        if point := self._current():
            self._do(core.clear, item=point.id)

    def do_choose(self) -> None:
        point = self._current()
        if point is None:
            return
        choices = [Choice("review.yes", "Yes"), Choice("review.no", "No", "blocks")]
        choices += [Choice("review.na", "Not applicable", "needs a why")] if not point.artifact else []
        choices += [Choice("review.why", "Why", "a line")] if point.state != "open" else []
        current = {"yes": "review.yes", "no": "review.no", "na": "review.na"}.get(point.state)
        title = point.text or point.name

        def chosen(action_id: str | None) -> None:
            if action_id is not None:
                self.action_act(action_id)

        self.app.push_screen(ChooseScreen(title, choices, self.context.glyphs, current=current), chosen)

    def do_sign(self) -> None:
        def submit(text: str) -> str | None:
            return self._do(core.sign, by=text, on=self.context.today)

        def signed(text: str | None) -> None:
            if text is None:
                return
            project, _ = self._now()
            self._signed = next((i for i, r in reversed(core.kept(project, self._list)) if r.result), None)
            self.refresh_review()
            self.refresh_keys()
            self.app.notify(
                f"{self.found.name}: {self.found.result}. {key('undo')} takes it back.", title="Signed", markup=False
            )

        hint = "Who signs? The checklist then stands as this review found it."
        title = f"Sign it as {self.found.result}?"
        author = self.context.session.author
        self.app.push_screen(AskScreen(title, hint=hint, value=author, submit=submit), signed)

    def do_anew(self) -> None:
        if not self.found.signed:
            refused = self._do(core.drop)
            if refused is None:
                self.app.notify(
                    f"The answers were given up. {key('undo')} brings them back.", title="Begun anew", markup=False
                )
        self._signed = None
        self.refresh_review()
        self.refresh_keys()

    def do_choose_list(self) -> None:
        project, playbook = self._now()
        choices = []
        for list_id in playbook.checklists:
            found = core.standing(project, playbook, list_id)
            said = f"{found.answered} of {len(found.points)} answered" if found.id else ""
            last = f"last: {shown.last_words(found.last, self.context.today)}" if found.last else ""
            choices.append(Choice(list_id, found.name, said or last, found.text))

        def chosen(list_id: str | None) -> None:
            if list_id is not None:
                self._list, self._signed = list_id, None
                self.refresh_review()
                self.refresh_keys()

        title = "Review which checklist?"
        self.app.push_screen(ChooseScreen(title, choices, self.context.glyphs, current=self._list), chosen)

    def do_checklists(self) -> None:
        from paceplan.tui.screens import lists

        point = self._current()
        near = f"{self._list}.{point.id}" if point else self._list
        lists.ask_list(self, self.project_id, near, self._open_list)

    def commands(self) -> Iterable[SystemCommand]:
        from paceplan.tui.screens import lists

        return () if self._origin else lists.commands(self, self.project_id, self._open_list)

    def _open_list(self, at: str) -> None:
        """Leave for a checklist: on the project below, where the review was opened from there."""
        from paceplan.tui.screens import lists
        from paceplan.tui.screens.project import ProjectScreen

        below = self.app.screen_stack[-2]
        if isinstance(below, ProjectScreen) and below.project_id == self.project_id:
            self.dismiss()
            below.open_list(at)
        else:
            lists.open_list(self, self.project_id, at)

    def do_earlier(self) -> None:
        project, playbook = self._now()
        kept = [core.look_up(project, playbook, i) for i, _ in reversed(core.kept(project))]
        choices = [
            Choice(f.id or "", f"{f.on or f.id}  {f.name}", f.result if f.signed else "not signed") for f in kept
        ]

        def chosen(review_id: str | None) -> None:
            from paceplan.tui.screens.read import ReadScreen

            if review_id is not None:
                self.app.push_screen(ReadScreen(lambda width, height: self._draw_whole(review_id, width)))

        self.app.push_screen(ChooseScreen("Which review?", choices, self.context.glyphs), chosen)

    def _draw_whole(self, review_id: str, width: int) -> list[Content]:
        found = core.look_up(*self._now(), review_id)
        return shown.whole(found, self.context.today, width, self.context.glyphs)

    def do_page(self) -> None:
        from paceplan.core.text import slug

        project, _ = self._now()

        def submit(text: str) -> str | None:
            from paceplan.config.files import FileProblem, write_file
            from paceplan.export.review_page import page_of

            if not text.strip():
                return "Give the path of a file to write, such as review.md."
            path = Path(text.strip()).expanduser()
            if path.exists():
                return f"{path}: exists already; name another file."
            project, playbook = self._now()
            try:
                write_file(path, page_of(self.found, project, playbook, self.context.today))
            except FileProblem as problem:
                return str(problem)
            self.app.notify(str(path), title="Page written", markup=False)
            return None

        value = f"{slug(project.name)}-{self._list}.md"
        hint = "The page is Markdown. A file that is there already is left alone."
        self.app.push_screen(AskScreen("Write the page to which file?", hint=hint, value=value, submit=submit))

    def do_back(self) -> None:
        self.dismiss()
