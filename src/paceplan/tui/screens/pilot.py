"""The Pilot tab: the time box, a checklist to work through, and the exit criteria."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content

from paceplan.core import checklists
from paceplan.core import pilot as core
from paceplan.core.checklists import ItemState, ListState
from paceplan.core.errors import Refused
from paceplan.core.playbook import Playbook
from paceplan.core.project import Project
from paceplan.tui.context import Context
from paceplan.tui.presentation import pilot as shown
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.screens.keeping import parse_day
from paceplan.tui.screens.project import Pane
from paceplan.tui.widgets.check_list import CheckList
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel
from paceplan.tui.widgets.time_box import TimeLine

_QUESTIONS = {
    "note": "What is there to note?",
    "owner": "Who sees to it?",
    "due": "When is it due?",
    "evidence": "Where is the proof?",
}
_KINDS = {"pilot": 0, "sprint": 0, "model": 1, "marathon": 3}
"""Order of the playbook's metrics among those to choose from; the project's own come third."""


class PilotPane(Pane):
    """Ticks and annotates checklists, agrees exit criteria, starts the pilot."""

    SCOPE = "pilot"
    FOCUS = "#items"
    BINDINGS = bindings("pilot")
    SCOPED_CSS = False
    DEFAULT_CSS = """
    PilotPane { layout: vertical; }
    PilotPane #below { height: 1fr; layout: vertical; }
    PilotPane #doing { height: auto; }
    PilotPane #item { padding: 0 2; }
    PilotPane #criteria { height: 1fr; }
    .-one-pane PilotPane #item { background: $surface; }
    .-two-panes PilotPane #below { layout: horizontal; }
    .-two-panes PilotPane #doing { width: 1fr; height: 1fr; }
    .-two-panes PilotPane #criteria { border-left: solid $rule; }
    """

    def __init__(self, context: Context, project_id: str) -> None:
        super().__init__(context, project_id)
        self._list = "pilot"
        self._cursors: dict[str, int] = {}
        self._drawn: dict[str, Any] = {}
        """What each panel shows, so that one whose content did not change is left alone."""

    def compose(self) -> ComposeResult:
        yield TimeLine(self.context.glyphs, id="box")
        with Container(id="below"):
            with Vertical(id="doing"):
                yield CheckList(self.context.glyphs, id="items")
                yield Panel(id="item")
                yield Panel(id="lists")
            yield Panel(id="criteria")

    def on_mount(self) -> None:
        self.query_one("#item", Panel).show(self._draw_item)
        self.query_one("#criteria", Panel).show(self._draw_criteria)
        self.query_one("#lists", Panel).show(self._draw_lists)
        self.refresh_pane()

    def on_resize(self) -> None:
        self.refresh_pane()

    # What shows

    def _now(self) -> tuple[Project, Playbook]:
        project = self.context.session.project(self.project_id)
        return project, self.context.session.playbook(project)

    def _state(self) -> ListState:
        project, playbook = self._now()
        if self._list not in playbook.checklists:
            self._list = shown.list_order(playbook)[0]
        return checklists.checklist(project, playbook, self._list)

    def _states(self) -> list[ListState]:
        project, playbook = self._now()
        return [checklists.checklist(project, playbook, i) for i in shown.list_order(playbook)]

    def _current(self) -> ItemState | None:
        current = self.query_one(CheckList).current_id
        return next((item for item in self._state().items if item.id == current), None)

    def refresh_pane(self) -> None:
        project, playbook = self._now()
        today, state = self.context.today, self._state()
        pace = self.context.session.verdict(self.project_id).effective
        picture = shown.picture(project, playbook, pace, today, self.context.glyphs)
        self.query_one(TimeLine).show(picture)
        if self.size.height:
            wide = self.screen.has_class("-two-panes")
            counts = len(state.items), shown.criteria_height(project, playbook), len(playbook.checklists)
            self._share_out(shown.heights(self.size.height, picture.lines, *counts, wide=wide), wide)
        rows, cursor = shown.rows(state, today), self._cursors.get(state.id, 0)
        self.query_one(CheckList).show(state.id, shown.heading(state, playbook, today), rows, cursor=cursor)
        self._show_item()
        self._show("criteria", (project.metrics, project.pilot))
        self._show("lists", (state.id, [(s.done, s.total) for s in self._states()]))

    def _show(self, panel: str, content: object) -> None:
        """Draw a panel again where what it shows is something else now."""
        if panel not in self._drawn or self._drawn[panel] != content:
            self._drawn[panel] = content
            self.query_one(f"#{panel}", Panel).refresh()

    def _share_out(self, shared: shown.Heights, wide: bool) -> None:
        """Give each part its lines; a height that stays as it was costs nothing."""
        self.query_one("#box").styles.height = shared.box
        self.query_one("#items").styles.height = shared.items
        self.query_one("#item").styles.height = shared.words
        self.query_one("#lists").styles.height = shared.lists
        self.query_one("#criteria").styles.width = max(52, min(84, self.size.width - 76)) if wide else "1fr"

    def _show_item(self) -> None:
        item = self._current()
        artifacts = self._now()[0].artifacts
        self._show("item", (item, artifacts.get(item.artifact) if item and item.artifact else None))

    def _draw_item(self, width: int, height: int | None) -> Content:
        item = self._current()
        if item is None:
            return Content("")
        project, playbook = self._now()
        return shown.words(item, project, playbook, self.context.today, min(width, 100), height or 9, self.context.glyphs)

    def _draw_criteria(self, width: int, height: int | None) -> Content:
        project, playbook = self._now()
        return shown.criteria_page(project, playbook, self.context.today, width, height or 9, self.context.glyphs)

    def _draw_lists(self, width: int, height: int | None) -> Content:
        return shown.overview(self._states(), self._list, self.context.today, width, height or 9, self.context.glyphs)

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self._cursors[self._list] = event.index
        self._show_item()
        self.screen.refresh_keys()  # type: ignore[attr-defined]

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("pilot.tick")

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        project, playbook = self._now()
        pilot = project.pilot
        if action_id == "pilot.start":
            return shown.why_not_start(project, playbook)
        if action_id == "pilot.criterion":
            return "The exit criteria are frozen since the pilot started; they stay as agreed." if pilot and pilot.start else None
        if action_id == "pilot.list":
            return None if len(playbook.checklists) > 1 else "The playbook has no other checklist."
        item = self._current()
        if item is None:
            return "There is no item under the cursor."
        if action_id == "pilot.wave" and item.artifact and not item.na:
            return f"'{item.name}' stands for an artifact: it is in hand or it is missing."
        return None

    def _do(self, action: Any, item: ItemState, **args: Any) -> str | None:
        name = f"{item.list_id}.{item.id}"
        return self.attempt(self.context.session.do, action, self.project_id, item=name, **args)

    def do_tick(self) -> None:
        item = self._current()
        if item and item.done:
            self._do(checklists.tick, item, done=False)
        elif item:
            self._do(checklists.tick, item, by=self.context.session.author, on=self.context.today)

    def do_annotate(self, field: str) -> None:
        item = self._current()
        if item is None:
            return

        def submit(text: str) -> str | None:
            try:
                value = parse_day(text) if field == "due" else text
            except Refused as refused:
                return refused.message
            return self._do(checklists.annotate, item, **{field: value})

        old = getattr(item, field) or ""
        value = old.isoformat() if field == "due" and old else old
        hint = f"{item.name}. A date such as 2026-03-02" if field == "due" else item.name
        self.app.push_screen(AskScreen(_QUESTIONS[field], hint=hint, value=value, submit=submit, long=field == "note"))

    def do_wave(self) -> None:
        item = self._current()
        if item is None:
            return
        if item.na:
            self._do(checklists.wave, item, why=None)
            return

        def submit(text: str) -> str | None:
            return self._do(checklists.wave, item, why=text)

        self.app.push_screen(AskScreen("Why does it not apply?", hint=item.name, value=item.why, submit=submit))

    def do_next_list(self) -> None:
        _, playbook = self._now()
        order = shown.list_order(playbook)
        self._list = order[(order.index(self._list) + 1) % len(order)]
        self.refresh_pane()

    def do_criterion(self) -> None:
        project, playbook = self._now()
        choices = _metrics(project, playbook)

        def chosen(metric: str | None) -> None:
            if metric is not None:
                self._ask_target(metric, next(c.name for c in choices if c.id == metric))

        self.app.push_screen(ChooseScreen("Which metric decides?", choices, self.context.glyphs), chosen)

    def _ask_target(self, metric_id: str, name: str) -> None:
        project, playbook = self._now()
        metric, info = project.metrics.get(metric_id), playbook.metrics.get(metric_id)
        unit, better = shown.unit_of(metric, info), shown.better_of(metric, info)

        def submit(text: str) -> str | None:
            baseline = target = None
            if text.strip() or not (metric and metric.exit):
                try:
                    baseline, target = shown.parse_target(text, unit)
                except Refused as refused:
                    return refused.message
            return self.attempt(
                self.context.session.do, core.agree, self.project_id, metric=metric_id, target=target, baseline=baseline
            )

        told = f"Baseline and target{f' in {unit}' if unit else ''}, such as 42 -> 29.4, or the target alone; {better} is better."
        hint = f"{told} Nothing takes the criterion away." if metric and metric.exit else told
        self.app.push_screen(AskScreen(name, hint=hint, value=shown.agreed(metric), submit=submit))

    def do_start(self) -> None:
        if self.attempt(self.context.session.do, core.start, self.project_id, on=self.context.today) is None:
            self.app.notify("The exit criteria are frozen from now on. u takes it back.", title="Pilot started", markup=False)


def _metrics(project: Project, playbook: Playbook) -> list[Choice]:
    """Return what can become an exit criterion: short-run and model metrics, the project's own, then the long run's."""
    own = {i: 2 for i in project.metrics if i not in playbook.metrics}
    places = {i: _KINDS[info.kind] for i, info in playbook.metrics.items()} | own
    choices = []
    for metric_id in sorted(places, key=lambda i: places[i]):
        metric, info = project.metrics.get(metric_id), playbook.metrics.get(metric_id)
        name = (metric and metric.name) or (info.name if info else metric_id)
        aside = shown.agreed(metric)
        if metric and metric.exit:
            aside = f"{aside} agreed"
        unit = shown.unit_of(metric, info)
        told = f"{'in ' + unit + ', ' if unit else ''}{shown.better_of(metric, info)} is better"
        text = f"{info.text} ({told})" if info and info.text else told
        choices.append(Choice(metric_id, name, aside, text))
    return choices
