"""The Log tab: every change of the project, with what stood there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from paceplan.tui.context import Context
from paceplan.tui.presentation import log as words
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.pane import Pane
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.log_list import LogList, LogRow
from paceplan.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from paceplan.session import Entry

SHOWN = 2_000
"""Entries listed at most; `paceplan log` prints all."""


class LogPane(Pane):
    """Lists the journal's entries and shows the one under the cursor in full."""

    SCOPE = "log"
    FOCUS = "#entries"
    BINDINGS = bindings("log")
    SCOPED_CSS = False
    DEFAULT_CSS = """
    LogPane #entries { height: 1fr; margin-top: 1; }
    LogPane #detail { height: 7; padding: 0 2; border-top: solid $rule; }
    """

    def __init__(self, context: Context, project_id: str) -> None:
        super().__init__(context, project_id)
        self._all = False
        self._entries: list[Entry] = []

    def compose(self) -> ComposeResult:
        yield LogList(self.context.glyphs, id="entries")
        yield Panel(id="detail")

    def on_mount(self) -> None:
        self.refresh_pane()
        self.watch(self.query_one(LogList), "cursor", self._show_detail, init=False)

    def refresh_pane(self) -> None:
        self._entries = self.context.session.log(None if self._all else self.project_id, SHOWN)
        undone: set[str] = set()
        for entry in reversed(self._entries):
            if entry.undoes:
                undone.add(entry.undoes)
            if entry.redoes:
                undone.discard(entry.redoes)
        self.query_one(LogList).show([self._row(e, e.id in undone) for e in self._entries], projects=self._all)
        self._show_detail()

    def _row(self, entry: Entry, undone: bool) -> LogRow:
        ids = list(dict.fromkeys(s.project for s in entry.changes))
        name = words.name_of(entry.changes[0], self.context) if ids else ""
        change = words.main_change(entry) if entry.changes else None
        book = words.playbook_of(ids[0], self.context) if ids else None
        if change is None or not change.path:
            what, step = words.verb(entry), f"{len(ids)} projects" if len(ids) > 1 else name
        else:
            what, step = words.what(change, book), words.step(change)
            if entry.undoes or entry.redoes:
                what = f"{words.verb(entry)}: {what}"
        project = name if len(ids) == 1 else f"{len(ids)} projects"
        return LogRow(entry.id, words.when(entry, self.context.today), entry.author, project, what, step, undone)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()

    def _show_detail(self) -> None:
        self.query_one("#detail", Panel).show(self._draw_detail)

    def _draw_detail(self, width: int, height: int | None) -> Content:
        cursor = self.query_one(LogList).cursor
        if not 0 <= cursor < len(self._entries):
            return Content("")
        return Content("\n").join(words.detail(self._entries[cursor], self.context, width, height or 6))

    def do_all_projects(self) -> None:
        self._all = not self._all
        self.refresh_pane()
