"""The Pilot tab: the time box, a checklist to work through, and the exit criteria."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content

from paceplan.core import checklists
from paceplan.core import pilot as core
from paceplan.core.checklists import ItemState, ListState
from paceplan.core.dates import parse_day
from paceplan.core.errors import Refused
from paceplan.tui.context import Context
from paceplan.tui.presentation import pilot as shown
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.screens.pane import Pane
from paceplan.tui.widgets.check_list import CheckList, heading_of, rows_of
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel
from paceplan.tui.widgets.time_box import TimeLine, picture_of

if TYPE_CHECKING:
    from paceplan.core.entries import Metric
    from paceplan.core.playbook import MetricInfo, Playbook
    from paceplan.core.project import Project

FROZEN = "The exit criteria are frozen since the pilot started; they stay as agreed."

_QUESTIONS = {
    "note": "What is there to note?",
    "owner": "Who sees to it?",
    "due": "When is it due?",
    "evidence": "Where is the proof?",
}
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?"
_TARGET = re.compile(rf"(?:(?P<baseline>{_NUMBER})\s*(?:->|=>|→|\bto\b))?\s*(?P<target>{_NUMBER})")

_KINDS = {"pilot": 0, "sprint": 0, "model": 1, "marathon": 3}
"""Order of the playbook's metrics among those to choose from; the project's own come third."""


@dataclass(frozen=True, slots=True)
class Heights:
    """Lines of each part; the criteria take what is left."""

    box: int
    items: int
    words: int
    lists: int = 0


def heights(total: int, box: int, items: int, criteria: int, lists: int, *, wide: bool) -> Heights:
    """Share `total` lines out: among all parts in one column, or with `wide` between those left of the criteria.

    `box` and `criteria` are what the time box and the table would like; the overview of all `lists` shows where
    nothing has to give way to it.
    """
    if wide:
        box = box if total >= 24 else min(box, 4)
        left = total - box
        listed = max(2, min(items + 1, left - 5))
        overview = lists + 2 if lists > 1 and left - listed - 6 >= lists + 2 else 0
        return Heights(box, listed, min(9, left - listed - overview) if overview else left - listed, overview)
    least = 3 if total >= 19 else 2
    spare = total - (items + 1) - criteria - least
    box = box if spare >= 12 else 4 if spare >= 4 else 3
    table = min(criteria, max(3, total - box - least - min(items + 1, 6)))
    listed = max(2, min(items + 1, total - box - least - table))
    return Heights(box, listed, max(least, min(9, total - box - table - listed)))


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
        decision = project.pilot.decision if project.pilot else None
        keeps = shown.why_not_start(project, playbook)
        box = core.time_box(project, playbook, pace)
        picture = picture_of(box, pace, decision, keeps, today, self.context.glyphs)
        self.query_one(TimeLine).show(picture)
        if self.size.height:
            wide = self.screen.has_class("-two-panes")
            counts = len(state.items), shown.criteria_height(project, playbook), len(playbook.checklists)
            self._share_out(heights(self.size.height, picture.lines, *counts, wide=wide), wide)
        order = shown.list_order(playbook)
        place = f"list {order.index(state.id) + 1} of {len(order)} (l)" if len(order) > 1 else ""
        rows, cursor = rows_of(state, today), self._cursors.get(state.id, 0)
        self.query_one(CheckList).show(state.id, heading_of(state, today, place), rows, cursor=cursor)
        for panel in self.query(Panel):
            panel.redraw()

    def _share_out(self, shared: Heights, wide: bool) -> None:
        """Give each part its lines; a height that stays as it was costs nothing."""
        self.query_one("#box").styles.height = shared.box
        self.query_one("#items").styles.height = shared.items
        self.query_one("#item").styles.height = shared.words
        self.query_one("#lists").styles.height = shared.lists
        self.query_one("#criteria").styles.width = max(52, min(84, self.size.width - 76)) if wide else "1fr"

    def _draw_item(self, width: int, height: int | None) -> Content:
        item = self._current()
        if item is None:
            return Content("")
        project, playbook = self._now()
        today, glyphs = self.context.today, self.context.glyphs
        return shown.words(item, project, playbook, today, min(width, 100), height or 9, glyphs)

    def _draw_criteria(self, width: int, height: int | None) -> Content:
        project, playbook = self._now()
        return shown.criteria_page(project, playbook, self.context.today, width, height or 9, self.context.glyphs)

    def _draw_lists(self, width: int, height: int | None) -> Content:
        return shown.overview(self._states(), self._list, self.context.today, width, height or 9, self.context.glyphs)

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self.query_one("#item", Panel).redraw()
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
            return FROZEN if pilot and pilot.start else None
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

        value = str(getattr(item, field) or "")  # a date as ISO
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
        self._cursors[self._list] = self.query_one(CheckList).cursor
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

        def submit(text: str) -> str | None:
            baseline = target = None
            if text.strip() or not (metric and metric.exit):
                try:
                    baseline, target = parse_target(text, unit_of(metric, info))
                except Refused as refused:
                    return refused.message
            return self.attempt(
                self.context.session.do, core.agree, self.project_id, metric=metric_id, target=target, baseline=baseline
            )

        hint = f"Baseline and target, such as 42 -> 29.4, or the target alone. {_sense(metric, info)}"
        if metric and metric.exit:
            hint += " An empty line takes the criterion away."
        self.app.push_screen(AskScreen(name, hint=hint, value=agreed(metric), submit=submit))

    def do_start(self) -> None:
        if self.attempt(self.context.session.do, core.start, self.project_id, on=self.context.today) is None:
            told = "The exit criteria are frozen from now on. u takes it back."
            self.app.notify(told, title="Pilot started", markup=False)


def _metrics(project: Project, playbook: Playbook) -> list[Choice]:
    """Return what can become an exit criterion: short-run and model metrics, the project's own, then the long run's."""
    own = {i: 2 for i in project.metrics if i not in playbook.metrics}
    places = {i: _KINDS[info.kind] for i, info in playbook.metrics.items()} | own
    choices = []
    for metric_id in sorted(places, key=lambda i: places[i]):
        metric, info = project.metrics.get(metric_id), playbook.metrics.get(metric_id)
        name = (metric and metric.name) or (info.name if info else metric_id)
        aside = agreed(metric)
        if metric and metric.exit:
            aside = f"{aside} agreed"
        told = [info.text if info else "", _sense(metric, info)]
        choices.append(Choice(metric_id, name, aside, " ".join(text for text in told if text)))
    return choices


def unit_of(metric: Metric | None, info: MetricInfo | None) -> str:
    """Return the unit of a metric: the project's, else the playbook's."""
    return metric.unit if metric and metric.unit is not None else info.unit if info else ""


def _sense(metric: Metric | None, info: MetricInfo | None) -> str:
    """Return in which unit a metric is read and which direction is better, as a sentence."""
    better = (metric and metric.better) or (info.better if info else "higher")
    unit = unit_of(metric, info)
    return f"In {unit}; {better} is better." if unit else f"{better.capitalize()} is better."


def agreed(metric: Metric | None) -> str:
    """Return what is agreed on a metric in the form that `parse_target` reads; empty where nothing is."""
    if metric is None or metric.target is None:
        return ""
    target = f"{metric.target:.10g}"
    return target if metric.baseline is None else f"{metric.baseline:.10g} -> {target}"


def parse_target(text: str, unit: str = "") -> tuple[float | None, float]:
    """Return (baseline, target) of `42 -> 29.4`, or (None, target) of `29.4`; raises `Refused` for anything else.

    The metric's own unit may follow a number.
    """
    plain = text.replace(unit, " ") if unit and not any(c.isdigit() for c in unit) else text
    found = _TARGET.fullmatch(plain.strip())
    given = [n for n in (found["baseline"], found["target"]) if n is not None] if found else []
    try:
        values = [float(n.replace(",", "")) for n in given]
    except ValueError:
        values = []
    if not values or not all(map(math.isfinite, values)):
        line = " ".join(text.split())
        shown = line if len(line) <= 40 else f"{line[:37]}..."
        raise Refused(f"'{shown}' is no target; give one such as 29.4, or baseline and target such as 42 -> 29.4")
    return (values[0] if len(values) > 1 else None), values[-1]
