"""The balance: sprints and marathons running at once per month against the capacity, and what to do about it."""

from __future__ import annotations

import datetime as dt

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize

from paceplan.core import balance
from paceplan.core.balance import Capacity, Month, Run
from paceplan.core.balance_words import Finding, advice, findings
from paceplan.core.errors import Refused
from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.in_force import key
from paceplan.tui.presentation import balance as words
from paceplan.tui.presentation.words import plural
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.page import Page
from paceplan.tui.screens.pane import Beside
from paceplan.tui.widgets.balance_chart import BalanceChart
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel


class BalanceScreen(Page):
    """Every month from the first that anything runs in to the last, computed from the summary rows."""

    BINDINGS = bindings("balance", "everywhere")
    AUTO_FOCUS = "#months"
    HORIZONTAL_BREAKPOINTS = [(0, "-below"), (120, "-beside")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    CSS = """
    #balance { height: 1fr; layout: vertical; }
    #months { height: 1fr; width: 1fr; }
    #month { height: 10; padding: 0 2; border-top: solid $rule; }
    .-tall #month { height: 16; }
    .-beside #balance { layout: horizontal; }
    .-beside #month { width: 50; height: 1fr; padding: 1 2 0 2; border-top: none; border-left: solid $rule; }
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._runs: list[Run] = []
        self._months: list[Month] = []
        self._of_month: tuple[dt.date, list[Run]] | None = None
        self._undecided = 0

    def body(self) -> ComposeResult:
        with Beside(id="balance"):
            yield BalanceChart(self.context.glyphs, id="months")
            yield Panel(id="month")

    def on_mount(self) -> None:
        self.refresh_chart()
        self.watch(self._chart, "cursor", self._moved, init=False)

    @property
    def _chart(self) -> BalanceChart:
        return self.query_one("#months", BalanceChart)

    @property
    def capacity(self) -> Capacity:
        """What the settings say the organisation can carry."""
        return Capacity(self.context.settings.capacity_sprints, self.context.settings.capacity_marathons)

    # What shows

    def scopes(self) -> tuple[Scope, ...]:
        return ("balance", "everywhere")

    def place(self) -> tuple[str, ...]:
        return (*super().place(), "Balance")

    def aside(self) -> Content:
        current = self.context.today.replace(day=1)
        over = sum(any(m.over(self.capacity)) for m in self._months if m.first >= current)
        if over:
            return Content.styled(f"{plural(over, 'month')} over capacity", "$missed bold")
        return Content.styled("within capacity" if self._runs else "", "$met")

    def refresh_chart(self) -> None:
        """Count anew, and show the months as they are now."""
        rows, today = self.context.session.rows(), self.context.today
        self._runs = balance.runs(rows, today)
        self._of_month = None
        self._undecided = balance.undecided(rows)
        first, count = balance.extent(self._runs, today)
        self._months = balance.months(self._runs, first, count)
        self._chart.show(self._months, self.capacity, today)
        self._moved()

    def catch_up(self) -> None:
        self.refresh_chart()

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._moved)

    def _moved(self) -> None:
        self.query_one("#month", Panel).show(self._draw)

    def _draw(self, width: int, height: int | None) -> list[Content]:
        """Return the month under the cursor and the advice; where lines are few, the advice and the counts."""
        month, today, glyphs = self._chart.current, self.context.today, self.context.glyphs
        if month is None:
            return []
        told = words.summary(self._findings(), self._advice(), width, glyphs)
        # Of thousands that run in a month, no more are put into words than there are lines.
        runs = self._here()
        shown = runs if height is None else runs[: height + 1]
        here = words.of_month(month, shown, self.capacity, today, width, glyphs)
        more = len(runs) - len(shown)
        if height is None:
            return [*here, Content(""), *told]
        if height >= 20:
            room = max(4, height - len(told) - 1)
            return [*told, Content(""), *_cut(here, room, f"{key('balance.open')} lists them", more)]
        here = _cut(here, max(3, height - min(len(told), height // 2)), f"{key('balance.open')} lists them", more)
        return [*here, *_cut(told, height - len(here), f"{key('balance.advise')} reads them")]

    def _findings(self) -> list[Finding]:
        """Return what there is to say of the months ahead."""
        current = self.context.today.replace(day=1)
        return findings([m for m in self._months if m.first >= current], self.capacity)

    def _advice(self) -> list[str]:
        said = advice(self._months, self.capacity, self.context.today)
        if self._undecided:
            said.append(f"Not counted, because their pace is open: {plural(self._undecided, 'project')}.")
        return said

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        if action_id == "balance.open" and not self._here():
            return "Nothing runs in this month."
        return None

    def _here(self) -> list[Run]:
        """Return what runs in the month under the cursor, kept until another one is."""
        month = self._chart.current
        if month is None:
            return []
        if self._of_month is None or self._of_month[0] != month.first:
            self._of_month = month.first, balance.of_month(self._runs, month.first)
        return self._of_month[1]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("balance.open")

    def do_open(self) -> None:
        from paceplan.tui.screens.choose import Choice, ChooseScreen

        month = self._chart.current
        if month is None or self.app.screen is not self:
            return
        glyphs = self.context.glyphs
        signs = {"sprint": glyphs.sprint, "marathon": glyphs.marathon}
        runs = self._here()
        choices = [Choice(str(n), r.name, f"{signs[r.kind]} {r.what}") for n, r in enumerate(runs)]

        def chosen(number: str | None) -> None:
            from paceplan.tui.screens.project import ProjectScreen

            if number is None:
                return
            run = runs[int(number)]
            if self.attempt(self.context.session.verdict, run.project) is None:
                tab = "roadmap" if run.kind == "marathon" else "pilot"
                self.app.push_screen(ProjectScreen(self.context, run.project, tab))

        self.app.push_screen(ChooseScreen(f"Running in {month.name}", choices, glyphs), chosen)

    def do_turn(self, months: int) -> None:
        self._chart.turn(months)

    def do_today(self) -> None:
        self._chart.go_to(self.context.today.replace(day=1))

    def do_capacity(self) -> None:
        now = self.capacity

        def take(text: str) -> str | None:
            try:
                wanted = balance.capacity_of(text)
            except Refused as refused:
                return refused.message
            for name, old, new in zip(("capacity_sprints", "capacity_marathons"), now, wanted, strict=True):
                if old != new and (problem := self.context.set(self.app, name, new)):
                    return problem
            return None

        def taken(_: str | None) -> None:
            self.refresh_chart()
            self.refresh_top()

        self.app.push_screen(
            AskScreen(
                "How much can run at once?", hint="Two numbers: sprints, then marathons.",
                value=f"{now.sprints} {now.marathons}", submit=take,
            ),
            taken,
        )  # fmt: skip

    def do_advise(self) -> None:
        from paceplan.tui.screens.read import ReadScreen

        def draw(width: int, height: int | None) -> list[Content]:
            told = words.summary(self._findings(), self._advice(), width, self.context.glyphs)
            return [Content.styled("The months ahead, and what to do", "bold"), Content(""), *told]

        self.app.push_screen(ReadScreen(draw, "balance.advise"))

    def do_calendar(self) -> None:
        from paceplan.tui.screens.timeline import TimelineScreen

        self.app.push_screen(TimelineScreen(self.context, on=self._month_start()))

    def _month_start(self) -> dt.date | None:
        month = self._chart.current
        return month.first if month else None

    def do_back(self) -> None:
        self.dismiss()


def _cut(lines: list[Content], room: int, key: str, beyond: int = 0) -> list[Content]:
    """Return at most `room` of these lines and `beyond` others; the last one says how many are left out."""
    if len(lines) <= room and not beyond:
        return lines
    kept = lines[: max(0, room - 1)]
    more = f"  and {plural(len(lines) + beyond - len(kept), 'more line')}: {key}"
    return [*kept, Content.styled(more, "$faint")]
