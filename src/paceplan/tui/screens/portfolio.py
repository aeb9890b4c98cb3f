"""The home screen: every project on one line, and beside it a preview of the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rich.cells import cell_len
from textual.app import ComposeResult, SystemCommand
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import Input

from paceplan.core.filters import Filter
from paceplan.core.portfolio import HEALTHS
from paceplan.core.rule import PACES
from paceplan.session import Step
from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.glyphs import fit
from paceplan.tui.in_force import key, with_keys
from paceplan.tui.presentation.portfolio import list_row, preview_of_row, tally
from paceplan.tui.screens import filters
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.first_doors import DOORS, first_doors
from paceplan.tui.screens.page import Page
from paceplan.tui.widgets.doors import Doors
from paceplan.tui.widgets.line_input import FilterInput
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel
from paceplan.tui.widgets.project_list import ProjectList

MOST_COMPARED = 60
"""Projects that are compared at once at most: all of them are loaded."""
SORTS = ("next", "name", "pace", "score", "progress")
HOME_CSS = """
#home { height: 1fr; }
#projects { width: 1fr; }
#preview { width: 48; height: 1fr; padding: 1 2 0 2; border-left: solid $rule; display: none; }
.-two-panes #preview { display: block; }
#doors { display: none; }
#home.-empty > #doors { display: block; }
#home.-empty > #projects, #home.-empty > #preview { display: none; }
"""
"""Read with the app's own: a screen's has all style sheets read a second time when it first shows."""


class PortfolioScreen(Page):
    """Lists, filters and sorts the projects; opens one, and keeps house."""

    BINDINGS = bindings("portfolio", "everywhere")
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-one-pane"), (120, "-two-panes")]

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._filter = Filter()
        self._marked: set[str] = set()
        """Marks stay while other projects are looked for."""
        self._soon: Timer | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="home"):
            yield ProjectList(self.context.glyphs, id="projects")
            yield first_doors(self.context.glyphs)
            yield Panel(id="preview")
        yield FilterInput(id="filter", placeholder="filter by name, owner, playbook or pace", compact=True)

    def on_mount(self) -> None:
        self.refresh_list()
        self.watch(self.query_one(ProjectList), "cursor", self.refresh_preview, init=False)

    # What shows

    def scopes(self) -> tuple[Scope, ...]:
        return ("portfolio", "everywhere")

    def aside(self) -> Content:
        away = self._filter.archived
        rows = [r for r in self.context.session.rows() if not r.get("deleted") and bool(r.get("archived")) is away]
        marked, wide = f"{len(self._marked)} marked  " if self._marked else "", self.size.width >= 100
        return Content.assemble(
            (marked, "$key bold"),
            tally(rows, self.context.today, self.context.glyphs, wide=wide, wires=wide or not marked),
        )

    def place(self) -> tuple[str, ...]:
        shown = self._filter
        kept = filters.name_of(self.context, shown) if self.context.settings.filters else ""
        parts = (shown.pace, shown.health, "archived" if shown.archived else "")
        return (*super().place(), *((kept,) if kept else (part for part in parts if part)))

    def refresh_list(self, keep: str | None = None) -> None:
        """Show the rows as they are now, in the chosen order."""
        every, wanted = self.context.session.rows(), self._filter
        rows = wanted.rows(every, self.context.today)
        if self._marked:
            self._marked &= {
                r["id"] for r in every if not r.get("deleted") and bool(r.get("archived")) is wanted.archived
            }
        shown = [list_row(row, self.context.today, marked=row["id"] in self._marked) for row in rows]
        if wanted.narrows:
            said = " and ".join(part for part in (wanted.pace, wanted.health) if part)
            said = f"Nothing matches '{wanted.text}'." if wanted.text else f"No project is {said}."
            empty: tuple[str, ...] = (said, f"{key('portfolio.clear')} clears the filter.")
        elif wanted.archived:
            empty = ("Nothing is archived.", f"{key('portfolio.archived')} shows the current projects.")
        else:
            empty = (
                "All projects are archived.",
                f"{key('portfolio.archived')} shows them, {key('portfolio.new')} starts a new one.",
            )
        self._open_doors()
        self.query_one(ProjectList).show(shown, sort=wanted.sort, descending=wanted.descending, empty=empty, keep=keep)
        self.refresh_preview()

    def _open_doors(self) -> None:
        """Show the ways to begin instead of the list as long as there is no project at all."""
        narrowed = self._filter.narrows or self._filter.archived
        empty = not narrowed and all(row.get("deleted") for row in self.context.session.rows())
        home = self.query_one("#home")
        if home.has_class("-empty") != empty or self.focused is None:
            home.set_class(empty, "-empty")
            if not isinstance(self.focused, Input):
                self._list.focus()

    @property
    def _list(self) -> LineList:
        """What the cursor moves in: the projects, or the ways to begin."""
        return self.query_one(Doors if self.query_one("#home").has_class("-empty") else ProjectList)

    def on_screen_resume(self) -> None:
        self.refresh_preview()

    def catch_up(self) -> None:
        self.refresh_list()

    def refresh_preview(self) -> None:
        """Show the row under the cursor now, and the project itself as soon as the cursor rests on it."""
        if self._soon is not None:
            self._soon.stop()
        preview = self.query_one("#preview", Panel)
        if preview.display:
            preview.show(self._draw_row)
            self._soon = self.set_timer(0.12, self._rested)

    def _rested(self) -> None:
        if self.in_view:
            self.query_one("#preview", Panel).show(self._draw_project)

    def _draw_row(self, width: int, height: int | None) -> Content:
        current = self._current()
        row = self.context.session.row(current) if current else None
        return preview_of_row(row, self.context, width) if row else Content("")

    def _draw_project(self, width: int, height: int | None) -> Content:
        from paceplan.tui.presentation.preview import preview_of_project

        current = self._current()
        return preview_of_project(current, self.context, width) if current else Content("")

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self.refresh_preview)

    # What can be done

    def _current(self) -> str | None:
        current = self.query_one(ProjectList).current_id
        # Another screen may have undone the creation of what this one has yet to leave out.
        return current if current and self.context.session.row(current) else None

    def _chosen(self) -> list[str]:
        """Return the marked projects in the list, or else the one under the cursor."""
        current = self._current()
        marked = [row.id for row in self.query_one(ProjectList).rows if row.marked]
        return sorted(marked) or ([current] if current else [])

    def why_not(self, action_id: str) -> str | None:
        needs_one = {
            "portfolio.open",
            "portfolio.mark",
            "portfolio.rename",
            "portfolio.copy",
            "portfolio.archive",
            "portfolio.delete",
            "portfolio.workshop",
            "portfolio.checklists",
        }
        if action_id == "portfolio.open" and isinstance(self._list, Doors):
            return None
        if action_id in needs_one and self._current() is None:
            return "No project is under the cursor."
        if action_id == "portfolio.drop-filter" and not self.context.settings.filters:
            return f"No filter is kept yet; {key('portfolio.keep-filter')} keeps the one that shows."
        if action_id == "portfolio.compare" and not 2 <= len(self._marked) <= MOST_COMPARED:
            return (
                f"Mark two to {MOST_COMPARED} projects first: {key('portfolio.mark')} marks the one under the cursor."
            )
        if action_id == "portfolio.samples" and any(not r.get("deleted") for r in self.context.session.rows()):
            return "The samples are for an empty workspace; `paceplan demo` shows them beside yours."
        return None

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        self.action_act("portfolio.open")

    def do_open(self) -> None:
        from paceplan.tui.screens.project import ProjectScreen

        if self.app.screen is not self:
            return  # opened already: a second click was quicker than the screen
        if isinstance(self._list, Doors):
            self.action_act(DOORS[max(0, self._list.cursor)][0])
            return
        current = self._current()
        if current is not None and self.attempt(self.context.session.verdict, current) is None:
            self.app.push_screen(ProjectScreen(self.context, current))

    def do_sort(self) -> None:
        place = SORTS.index(self._filter.sort) + 1 if self._filter.sort in SORTS else 0
        self._show(replace(self._filter, sort=SORTS[place % len(SORTS)]))

    def do_reverse(self) -> None:
        self._show(replace(self._filter, descending=not self._filter.descending))

    def do_archived(self) -> None:
        self._show(replace(self._filter, archived=not self._filter.archived))

    def _show(self, wanted: Filter) -> None:
        """Let another filter hold, its words in the field where there are any."""
        self._filter = wanted
        box = self.query_one("#filter", FilterInput)
        if box.value != wanted.text:
            with box.prevent(Input.Changed):
                box.value = wanted.text
        box.unfolded = bool(wanted.text) or box.has_focus
        self.refresh_list()
        self.refresh_top()
        self.refresh_keys()

    def do_pace(self) -> None:
        paces = ("", *PACES)
        self._show(replace(self._filter, pace=paces[(paces.index(self._filter.pace) + 1) % len(paces)]))

    def do_health(self) -> None:
        healths = ("", *HEALTHS)
        self._show(replace(self._filter, health=healths[(healths.index(self._filter.health) + 1) % len(healths)]))

    def do_filters(self) -> None:
        filters.choose(self, self._filter, self._show)

    def do_keep_filter(self) -> None:
        filters.keep(self, self._filter, self.refresh_top)

    def do_drop_filter(self) -> None:
        filters.drop(self, self.refresh_top)

    def commands(self) -> Iterable[SystemCommand]:
        from paceplan.tui.screens import lists

        yield from filters.commands(self, self._show)
        yield from lists.commands(self, self._current())

    def do_checklists(self) -> None:
        from paceplan.tui.screens import lists

        lists.ask_list_of(self, self._current())

    def do_mark(self) -> None:
        current = self._current()
        if current is not None:
            self._mark(current)
            self.query_one(ProjectList).action_cursor_down()

    def on_project_list_marked(self, event: ProjectList.Marked) -> None:
        self._mark(event.project_id)

    def _mark(self, project_id: str) -> None:
        self._marked ^= {project_id}
        self.refresh_list()
        self.refresh_top()
        self.refresh_keys()

    def do_filter(self) -> None:
        box = self.query_one("#filter", FilterInput)
        box.unfolded = True
        box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._filter = replace(self._filter, text=event.value)
        self.refresh_list()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._list.focus()
        if not event.value:
            self.query_one("#filter", FilterInput).unfolded = False

    def do_clear(self) -> None:
        box = self.query_one("#filter", FilterInput)
        if box.unfolded:
            box.value = ""
            box.unfolded = False
            self._list.focus()
        elif self._filter.narrows:
            self._show(replace(self._filter, pace="", health="", text=""))
        elif self._filter.archived:
            self.do_archived()

    def do_agenda(self) -> None:
        from paceplan.tui.screens.agenda import AgendaScreen

        self.app.push_screen(AgendaScreen(self.context))

    def do_timeline(self) -> None:
        from paceplan.tui.screens.timeline import TimelineScreen

        self.app.push_screen(TimelineScreen(self.context, self._current() or ""))

    def do_compare(self) -> None:
        from paceplan.tui.screens.compare import CompareScreen

        shown = [row.id for row in self.query_one(ProjectList).rows if row.marked]
        self.app.push_screen(CompareScreen(self.context, [*shown, *sorted(self._marked.difference(shown))]))

    def do_balance(self) -> None:
        from paceplan.tui.screens.balance import BalanceScreen

        self.app.push_screen(BalanceScreen(self.context))

    def do_lessons(self) -> None:
        from paceplan.tui.screens.lessons import LessonsScreen

        self.app.push_screen(LessonsScreen(self.context))

    def do_workshop(self) -> None:
        from paceplan.tui.screens.workshop import WorkshopScreen

        chosen = self._chosen()
        if self.app.screen is self and self.attempt(self.context.session.verdict, chosen[0]) is None:
            self._marked.clear()
            self.app.push_screen(WorkshopScreen(self.context, chosen[0], queue=tuple(chosen[1:])))

    def _named(self, chosen: list[str]) -> str:
        """Return what to call some projects in a message: the name of one, else how many there are."""
        names = [str(row["name"]) for i in chosen if (row := self.context.session.row(i))]
        if len(names) != 1:
            return f"{len(names)} projects"
        return fit(names[0], min(cell_len(names[0]), 60), self.context.glyphs)

    def do_archive(self) -> None:
        from paceplan.core import keeping

        chosen, away = self._chosen(), not self._filter.archived
        what = self._named(chosen)
        self._marked.clear()
        if self.attempt(
            self.context.session.do_all, [Step(keeping.archive, i, {"archived": away}) for i in chosen]
        ) is None:  # fmt: skip
            back = with_keys("{portfolio.archived} shows what is archived, " * away + "{undo} takes it back.")
            self.app.notify(f"{what}. {back}", title="Archived" if away else "Out of the archive", markup=False)

    def do_delete(self) -> None:
        from paceplan.core import keeping

        chosen = self._chosen()
        what = self._named(chosen)
        self._marked.clear()
        if self.attempt(self.context.session.do_all, [Step(keeping.delete, i) for i in chosen]) is None:
            self.app.notify(f"{what}. {key('undo')} brings it back.", title="Deleted", markup=False)

    def do_rename(self) -> None:
        from paceplan.tui.screens.keeping import ask_new_name

        ask_new_name(self, self._current())

    def do_copy(self) -> None:
        from paceplan.tui.screens.keeping import ask_copy

        ask_copy(self, self._current(), then=lambda new: self.refresh_list(keep=new))

    def do_new(self) -> None:
        from paceplan.tui.screens.keeping import start_new

        start_new(self)

    def do_bring_in(self) -> None:
        from paceplan.tui.screens.keeping import ask_import

        ask_import(self)

    def do_samples(self) -> None:
        from paceplan.demo import fill

        self.attempt(fill, self.context.session)
