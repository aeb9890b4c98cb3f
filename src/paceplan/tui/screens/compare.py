"""Chosen projects side by side: a heat map of their leans, gates and verdicts, and what sets them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult, SystemCommand
from textual.content import Content
from textual.events import Resize

from paceplan.core import compare
from paceplan.core.compare import Block
from paceplan.core.errors import Refused
from paceplan.session import Published
from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.in_force import key
from paceplan.tui.presentation import compare as words
from paceplan.tui.presentation.words import plural
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.page import Page
from paceplan.tui.screens.pane import Beside
from paceplan.tui.widgets.heat_map import HeatMap
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel

ROOMY = 12
"""Lines of the panel from which it has a heading and a blank line."""


class CompareScreen(Page):
    """Compares `chosen`, ids of projects, in their order; those that cannot be judged are counted on top."""

    BINDINGS = bindings("compare", "everywhere")
    AUTO_FOCUS = "#heat"
    HORIZONTAL_BREAKPOINTS = [(0, "-below"), (160, "-beside")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    CSS = """
    #compare { height: 1fr; layout: vertical; }
    #heat { height: 1fr; width: 1fr; }
    #cell { height: 8; padding: 0 2; border-top: solid $rule; }
    .-tall #cell { height: 15; }
    .-beside #compare { layout: horizontal; }
    .-beside #cell { width: 56; height: 1fr; padding: 1 2 0 2; border-top: none; border-left: solid $rule; }
    """

    def __init__(self, context: Context, chosen: Sequence[str]) -> None:
        super().__init__(context)
        self._chosen = list(chosen)
        self._blocks: list[Block] = []
        self._left_out = 0

    def body(self) -> ComposeResult:
        with Beside(id="compare"):
            yield HeatMap(self.context.glyphs, id="heat")
            yield Panel(id="cell")

    def on_mount(self) -> None:
        self.refresh_map()
        self.watch(self._heat, "cursor", self._moved, init=False)
        self.watch(self._heat, "column", self._moved, init=False)

    @property
    def _heat(self) -> HeatMap:
        return self.query_one("#heat", HeatMap)

    # What shows

    def scopes(self) -> tuple[Scope, ...]:
        return ("compare", "everywhere")

    def place(self) -> tuple[str, ...]:
        return (*super().place(), "Compare")

    def aside(self) -> Content:
        count = sum(len(block.columns) for block in self._blocks)
        left = f"{self._left_out} left out: no playbook  " if self._left_out else ""
        return Content.assemble((left, "$warning"), (plural(count, "project"), "$foreground"))

    def refresh_map(self) -> None:
        """Judge the chosen projects anew, and show them; those deleted meanwhile are left out."""
        session = self.context.session
        found = []
        self._chosen = [project for project in self._chosen if session.has(project)]
        self._left_out = 0
        for id in self._chosen:
            try:
                project = session.project(id)
                found.append((project, session.playbook(project), session.verdict(id)))
            except Refused:
                self._left_out += 1
        self._blocks = compare.compare(found)
        empty = (
            "Nothing to compare.",
            f"{key('compare.back')} goes back; {key('portfolio.mark')} marks projects there.",
        )
        self._heat.show(self._blocks, empty=empty)
        self._moved()

    def catch_up(self) -> None:
        self.refresh_map()

    def concerns(self, event: Published) -> bool:
        return bool(event.projects & set(self._chosen))

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._moved)

    def _moved(self) -> None:
        self.query_one("#cell", Panel).show(self._draw)
        self.refresh_keys()

    def _draw(self, width: int, height: int | None) -> list[Content]:
        here = self._heat.current
        if here is None:
            return []
        place, column = here
        playbook = self.context.session.loaded(place.block.playbook).playbook
        told = words.about(place, column, playbook, width, self.context.glyphs)
        apart = words.differences(place.block, width, self.context.glyphs)
        if height is None:
            return [*told, Content(""), *apart]
        if height < ROOMY:
            told = _cut(told, height // 2)
            return [*told, *_cut(apart[1:], height - len(told))]
        told = _cut(told, max(3, height - min(len(apart) + 1, height // 2)))
        return [*told, Content(""), *_cut(apart, height - len(told) - 1)]

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        if (
            action_id in ("compare.open", "compare.out", "compare.apart", "compare.checklists")
            and self._heat.current is None
        ):
            return "Nothing is compared here."
        return None

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("compare.open")

    def do_open(self) -> None:
        from paceplan.tui.screens.project import ProjectScreen

        here = self._heat.current
        if here is not None and self.app.screen is self:
            self.app.push_screen(ProjectScreen(self.context, here[1].id))

    def do_checklists(self) -> None:
        from paceplan.tui.screens import lists

        if here := self._heat.current:
            lists.ask_list_of(self, here[1].id)

    def commands(self) -> Iterable[SystemCommand]:
        from paceplan.tui.screens import lists

        here = self._heat.current
        return lists.commands(self, here[1].id if here else None)

    def do_out(self) -> None:
        if here := self._heat.current:
            self._chosen.remove(here[1].id)
            self.refresh_map()
            self.refresh_top()

    def do_apart(self) -> None:
        from paceplan.tui.screens.read import ReadScreen

        self.app.push_screen(ReadScreen(lambda width, _: self._draw(width, None), "compare.apart"))

    def do_back(self) -> None:
        self.dismiss()


def _cut(lines: list[Content], room: int) -> list[Content]:
    if len(lines) <= room:
        return lines
    more = f"  and {plural(len(lines) - room + 1, 'more line')}: {key('compare.apart')} reads them"
    return [*lines[: max(0, room - 1)], Content.styled(more, "$faint")]
