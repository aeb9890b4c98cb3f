"""The Log tab: every change of the project, with what stood there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from paceplan.tui.context import Context
from paceplan.tui.presentation import log as words
from paceplan.tui.presentation.layout import labelled
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.project import Pane
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.log_list import LogList, LogRow

if TYPE_CHECKING:
    from paceplan.store.journal import Entry

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
    LogPane #detail { height: auto; min-height: 4; max-height: 9; padding: 1 2 0 2; border-top: solid $rule; }
    """

    def __init__(self, context: Context, project_id: str) -> None:
        super().__init__(context, project_id)
        self._all = False
        self._entries: list[Entry] = []

    def compose(self) -> ComposeResult:
        yield LogList(self.context.glyphs, id="entries")
        yield Static(id="detail", markup=False)

    def on_mount(self) -> None:
        self.refresh_pane()

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
        rows = self.context.session.workspace.rows()
        ids = list(dict.fromkeys(s.project for s in entry.changes))
        name = str(rows.get(ids[0], {}).get("name", ids[0])) if ids else ""
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

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self._show_detail()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()

    def _show_detail(self) -> None:
        listed, detail = self.query_one(LogList), self.query_one("#detail", Static)
        if not 0 <= listed.cursor < len(self._entries):
            detail.update("")
            return
        entry = self._entries[listed.cursor]
        width = max(20, (detail.content_size.width or 76))
        time = words.when(entry, self.context.today, exact=True)
        lines = [Content.assemble((f"{words.verb(entry)}", "bold"), (f"  by {entry.author}  {time}  entry {entry.seq}", "$faint"))]
        for stored in entry.changes[:6]:
            book = words.playbook_of(stored.project, self.context)
            said = words.step(stored.change) if stored.change.path else "the whole project"
            lines += labelled("", [f"{words.what(stored.change, book)}: {said}"], width, label=2)
        if len(entry.changes) > 6:
            lines.append(Content.styled(f"  and {len(entry.changes) - 6} more", "$faint"))
        detail.update(Content("\n").join(lines[:8]))

    def do_all_projects(self) -> None:
        self._all = not self._all
        self.refresh_pane()
