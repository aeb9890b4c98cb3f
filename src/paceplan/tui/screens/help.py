"""The keys of the screen in view, grouped, from the registry; and those of every other screen, to be searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.widgets import Input, Static

from paceplan.core.lessons import folded
from paceplan.tui.actions import ACTIONS, BY_ID, Action, Scope, of_scope
from paceplan.tui.actions.key_names import key_word as key_word
from paceplan.tui.bound import bound
from paceplan.tui.glyphs import UNICODE, Glyphs
from paceplan.tui.in_force import key
from paceplan.tui.keymap import NO_KEYMAP, Keymap
from paceplan.tui.presentation.layout import wrapped
from paceplan.tui.screens.read import ReadScreen
from paceplan.tui.widgets.line_input import FilterInput
from paceplan.tui.widgets.panel import Panel

Entry = tuple[str, str, str, str]
"""Keys, name and text, and the id of the action where a click on them does it."""

CLOSING = "Every change is saved as it is made."
KEYS, LABEL = 16, 16
"""Cells of the columns of keys and names."""


def moving(keymap: Keymap, glyphs: Glyphs) -> list[Entry]:
    """Return the keys that no action of a page has: those of every list and every dialogue."""
    arrows = {"Up": glyphs.up, "Down": glyphs.down}
    steps = [keymap.words(BY_ID[id]).split("  ") for id in ("list.down", "list.up")]
    firsts = " ".join(arrows.get(words[0], words[0]) for words in steps[::-1])
    others = " ".join(arrows.get(word, word) for words in steps for word in words[1:2])
    far = (keymap.first(BY_ID[f"list.{id}"]) for id in ("page-up", "page-down", "first", "last"))
    return [
        (f"{firsts}  {others}".rstrip(), "Move", f"up and down; {', '.join(far)} too", ""),
        (keymap.first(BY_ID["list.choose"]), "Open", "what is under the cursor; a second click does the same", ""),
        (keymap.first(BY_ID["dialogue.leave"]), "Back", "one step; nothing is lost", ""),
    ]


class HelpScreen(ReadScreen):
    """A table of keys to search in; any of Esc, the keys of the help itself and `q` closes it."""

    DEFAULT_CSS = """
    HelpScreen > #help {
        width: 90%; max-width: 92; height: auto; max-height: 90%;
        padding: 1 2 0 2; background: $surface; border: round $primary;
    }
    HelpScreen #help > VerticalScroll { height: auto; max-height: 100%; }
    HelpScreen Panel { padding-right: 0; }
    HelpScreen #find { margin-top: 1; }
    HelpScreen #hint { height: 1; color: $faint; margin-top: 1; }
    """
    BINDINGS = [bound("box.find")]

    def __init__(
        self,
        scopes: tuple[Scope, ...],
        keymap: Keymap = NO_KEYMAP,
        glyphs: Glyphs = UNICODE,
        run: Callable[[str], None] = lambda action_id: None,
    ) -> None:
        """`run` does an action of this screen, by its id, once the help is closed."""
        super().__init__(self._draw, "help")
        self._run = run
        self._clickable: list[str] = []
        """Line by line, the action that a click does."""
        self._scopes, self._keymap, self._glyphs = scopes, keymap, glyphs
        self._words = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            with VerticalScroll():
                yield Panel(id="text")
            yield FilterInput(id="find", placeholder="words of an action, its key or its screen", compact=True)
            yield Static(self._hint(), id="hint", markup=False)

    def on_mount(self) -> None:
        # What stands below the text keeps its lines; the text scrolls in what is left.
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _hint(self) -> str:
        return f"{key('box.find')} searches all   a click does it   {key('dialogue.leave')} closes"

    def _fit(self) -> None:
        below = 4 if self.query_one("#find", FilterInput).unfolded else 2
        self.query_one(VerticalScroll).styles.max_height = max(3, self.app.size.height * 9 // 10 - 3 - below)

    # What shows

    def _draw(self, width: int, height: int | None) -> Content:
        words = folded(self._words).split()
        lines: list[Content] = []
        self._clickable = clickable = []
        for group, entries in self._groups(words).items():
            lines.append(Content.styled(group, "bold"))
            clickable.append("")
            for keys, label, text, action_id in entries:
                lines += _entry(keys, label, text, width)
                clickable += [action_id] * (len(lines) - len(clickable))
            lines.append(Content(""))
            clickable.append("")
        if not lines:
            lines = [Content(f"Nothing matches '{self._words}'."), Content("")]
        if not words:
            lines += [Content.styled(part, "$faint") for part in wrapped(CLOSING, width)]
        return Content("\n").join(lines)

    def _groups(self, words: list[str]) -> dict[str, list[Entry]]:
        """Return what shows under its headings: this screen first, and with `words` all that match on the others."""
        groups: dict[str, list[Entry]] = {}
        here = [action for scope in self._scopes for action in of_scope(scope)]
        if not words:
            groups["Moving about"] = moving(self._keymap, self._glyphs)
        for action in here:
            self._add(groups, action.group, action, words, action.id)
        if words:
            for action in ACTIONS:
                if action not in here:
                    self._add(groups, f"Elsewhere: {action.scope}", action, words, "")
        return groups

    def _add(
        self, groups: dict[str, list[Entry]], group: str, action: Action, words: Iterable[str], action_id: str
    ) -> None:
        keys = self._keymap.words(action)
        known = folded(f"{keys} {action.label} {action.tooltip} {group} {action.id}")
        if all(word in known for word in words):
            groups.setdefault(group, []).append((keys or "palette", action.label, action.tooltip, action_id))

    # What can be done

    def action_find(self) -> None:
        """Open the field to search in."""
        box = self.query_one("#find", FilterInput)
        box.unfolded = True
        self._fit()
        box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._words = event.value
        self.query_one(Panel).redraw()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def on_input_submitted(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_click(self, event: Click) -> None:
        """Do the action whose line was clicked, or what the line at the bottom says."""
        widget, region = self.get_widget_at(*event.screen_offset)
        line, column = event.screen_y - region.y, event.screen_x - region.x
        if widget is not self:
            event.prevent_default()  # the field that opens moves the lines: what is clicked now is not beside the text
        if widget.id == "hint":
            hint = self._hint()
            if column < hint.index("   "):
                self.action_find()
            elif column >= hint.rindex("   ") + 3:
                self.action_give_up()
        if not isinstance(widget, Panel):
            return
        if 0 <= line < len(self._clickable) and (action_id := self._clickable[line]):
            self.dismiss(None)
            self.app.call_later(self._run, action_id)

    def action_give_up(self) -> None:
        """Close the search, or else the help."""
        box = self.query_one("#find", FilterInput)
        if not box.unfolded:
            self.dismiss(None)
            return
        box.value = ""
        box.unfolded = False
        self._fit()
        self.query_one(VerticalScroll).focus()


def _entry(keys: str, label: str, text: str, width: int) -> list[Content]:
    """Return one action, its text wrapped beside its keys and name."""
    parts = wrapped(text, max(12, width - KEYS - LABEL))
    first = Content.assemble((f"{keys:<{KEYS}}", "$key bold"), f"{label:<{LABEL}}", (parts[0], "$faint"))
    return [first, *(Content.styled(" " * (KEYS + LABEL) + part, "$faint") for part in parts[1:])]
