"""What the user has set, each with its words; a change holds at once and is kept in the settings file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.content import Content
from textual.strip import Strip

from paceplan.config.settings import KNOWN, Setting, Settings, taken_as
from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.glyphs import fit
from paceplan.tui.in_force import key
from paceplan.tui.presentation import settings as words
from paceplan.tui.screens.acting import bindings
from paceplan.tui.screens.ask import AskScreen
from paceplan.tui.screens.choose import Choice, ChooseScreen
from paceplan.tui.screens.page import Page
from paceplan.tui.widgets.line_list import LineList
from paceplan.tui.widgets.panel import Panel

LABEL, SOURCE = 18, 25
"""Cells of the names, and of what a value was set by."""
STEPPED = ("choice", "switch", "number", "theme")


class SettingList(LineList):
    """A setting a line: its name, its value, and where that comes from."""

    COMPONENT_CLASSES = {"setting-list--faint"}
    DEFAULT_CSS = """
    SettingList { background: $background; & > .setting-list--faint { color: $faint; } }
    """

    def __init__(self, context: Context, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._here = context
        self.set_count(len(KNOWN))

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        setting, base, context = KNOWN[index], self.style_of(selected=selected), self._here
        faint = self.style_of("setting-list--faint", selected=selected)
        glyphs = context.glyphs
        source = words.source_words(setting, context.kept, context.overruled)
        room = max(8, width - 2 - LABEL - 2 - SOURCE - 1)
        value = words.value_words(setting, getattr(context.settings, setting.key))
        mark = glyphs.cursor if selected else " "
        return Strip([
            Segment(f"{mark} ", base + Style(bold=True)),
            Segment(fit(setting.label, LABEL, glyphs) + "  ", faint),
            Segment(fit(value, room, glyphs) + " ", base + Style(bold=selected)),
            Segment(fit(source, SOURCE, glyphs), faint),
        ])  # fmt: skip


class SettingsScreen(Page):
    """Enter opens a setting, left and right step through its values, and what is chosen shows at once."""

    BINDINGS = bindings("settings", "everywhere")
    AUTO_FOCUS = "#settings"
    CSS = """
    SettingsScreen #settings { height: 1fr; margin-top: 1; }
    SettingsScreen #setting { height: 9; padding: 0 2; border-top: solid $rule; }
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._past: list[tuple[Setting, Any]] = []
        self._future: list[tuple[Setting, Any]] = []

    def body(self) -> ComposeResult:
        yield SettingList(self.context, id="settings")
        yield Panel(id="setting")

    def on_mount(self) -> None:
        self.query_one("#setting", Panel).show(self._draw)
        self.watch(self.query_one(SettingList), "cursor", self._moved, init=False)

    # What shows

    def scopes(self) -> tuple[Scope, ...]:
        return ("settings", "everywhere")

    def place(self) -> tuple[str, ...]:
        return (*super().place(), "Settings")

    def catch_up(self) -> None:
        self.query_one(SettingList).refresh()
        self.query_one("#setting", Panel).redraw()

    def _draw(self, width: int, height: int | None) -> list[Content]:
        context = self.context
        file = context.settings_file
        return words.about(self._current, context.kept, context.overruled, file, width, context.glyphs)

    def _moved(self) -> None:
        self.query_one("#setting", Panel).redraw()
        self.refresh_keys()

    @property
    def _current(self) -> Setting:
        return KNOWN[max(0, self.query_one(SettingList).cursor)]

    def _value(self, setting: Setting) -> Any:
        """Return what stands in the file, which is what a change changes."""
        return getattr(self.context.kept, setting.key)

    # What can be done

    def why_not(self, action_id: str) -> str | None:
        if action_id in ("settings.next", "settings.previous") and self._current.kind not in STEPPED:
            return f"Its values are not in a row; {key('settings.change')} lets you type one."
        if action_id == "settings.default" and self._value(self._current) == _default(self._current):
            return "The default holds already."
        if action_id == "undo" and not self._past:
            return "Nothing was set here that could be taken back."
        if action_id == "redo" and not self._future:
            return "Nothing was taken back here."
        if action_id == "settings":
            return "They are here."
        return None

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_act("settings.change")

    def do_change(self) -> None:
        setting = self._current
        if setting.kind == "theme":
            self.do_theme()
        elif setting.kind in ("choice", "switch"):
            self._choose(setting)
        else:
            self._ask(setting)

    def do_step(self, by: int) -> None:
        setting = self._current
        value = self._value(setting)
        if setting.kind == "number":
            self._set(setting, max(0, min(99, value + by)))
            return
        values = self._values(setting)
        here = words.value_words(setting, value) if setting.kind == "switch" else value
        at = values.index(here) if here in values else -by
        self._set(setting, taken_as(setting, values[(at + by) % len(values)]))

    def do_reset(self) -> None:
        self._set(self._current, _default(self._current))

    def do_theme(self) -> None:
        self.choose_theme(lambda name: self._set(KNOWN[0], name))

    def do_undo(self) -> None:
        setting, before = self._past.pop()
        self._future.append((setting, self._value(setting)))
        self._keep(setting, before)
        shown = words.value_words(setting, before)
        self.app.notify(f"{setting.label}: {shown}", title="Undone", markup=False, timeout=4)

    def do_redo(self) -> None:
        setting, after = self._future.pop()
        self._past.append((setting, self._value(setting)))
        self._keep(setting, after)

    def do_back(self) -> None:
        self.dismiss()

    def _values(self, setting: Setting) -> list[str]:
        return list(self.app.themes) if setting.kind == "theme" else list(setting.choices)  # type: ignore[attr-defined]

    def _set(self, setting: Setting, value: Any) -> None:
        before = self._value(setting)
        if value != before:
            self._past.append((setting, before))
            self._future.clear()
            self._keep(setting, value)

    def _keep(self, setting: Setting, value: Any) -> None:
        self.context.set(self.app, setting.key, value)
        self.catch_up()
        self.refresh_keys()

    def _choose(self, setting: Setting) -> None:
        aside = words.sample_day if setting.key == "date_format" else lambda choice: ""
        choices = [Choice(choice, choice, aside(choice)) for choice in setting.choices]
        before = self._value(setting)
        current = words.value_words(setting, before) if setting.kind == "switch" else before

        def preview(choice: str) -> None:
            self.context.try_on(setting.key, taken_as(setting, choice))

        def chosen(choice: str | None) -> None:
            self.context.try_on(setting.key, before)
            if choice is not None:
                self._set(setting, taken_as(setting, choice))

        screen = ChooseScreen(setting.label, choices, self.context.glyphs, current=current, preview=preview)
        self.app.push_screen(screen, chosen)

    def _ask(self, setting: Setting) -> None:
        taken: list[Any] = []

        def submit(text: str) -> str | None:
            value: Any = text.strip()
            if setting.kind == "number":
                value = int(value) if value.isascii() and value.isdigit() and len(value) < 3 else None
            if setting.kind == "folder" and value:
                value = str(Path(value).expanduser().absolute())
                if Path(value).is_file():
                    return f"{value}: a file; name a folder"
            value = taken_as(setting, value)
            taken[:] = [value]
            return f"expected {setting.expectation.removesuffix(', in quotes')}" if value is None else None

        def done(text: str | None) -> None:
            if text is not None:
                self._set(setting, taken[0])

        self.app.push_screen(
            AskScreen(setting.label, hint=setting.about, value=str(self._value(setting)), submit=submit), done
        )


def _default(setting: Setting) -> Any:
    return Settings._field_defaults[setting.key]
