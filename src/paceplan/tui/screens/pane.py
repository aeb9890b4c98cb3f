"""What the tabs of a project share: a project to show, and the actions of their scope."""

from __future__ import annotations

from textual.containers import Container, Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from paceplan.tui.actions import Scope
from paceplan.tui.context import Context
from paceplan.tui.screens.acting import Acting, rebind

TWO_PANES = 120
"""From so many columns a tab has two panes side by side."""


class Unpainted(Widget):
    """Mixed into containers that have no ground of their own: what their children leave free shows the screen's.

    Textual would lay their blank lines below everything on every key, to have all of them covered again.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return nothing to paint."""
        return []


class Panes(Unpainted, ContentSwitcher):
    """The tabs' contents, of which one is in view."""


class Column(Unpainted, Vertical):
    """Widgets one below the other."""

    # Textual takes the styles of the first parent alone, which has none.
    DEFAULT_CSS = "Column { width: 1fr; height: 1fr; layout: vertical; overflow: hidden hidden; }"


class Beside(Unpainted, Horizontal):
    """Widgets side by side."""

    DEFAULT_CSS = "Beside { width: 1fr; height: 1fr; layout: horizontal; overflow: hidden hidden; }"


class Pane(Acting, Unpainted, Container):
    """One tab's content: shows a project, does the actions of its scope."""

    SCOPED_CSS = False
    DEFAULT_CSS = "Pane { height: 1fr; width: 1fr; }"
    SCOPE: Scope = "project"
    FOCUS = ""
    """What has the focus when the tab is looked at, as a selector."""
    about_to_move = False
    """The cursor goes on as soon as the change under way is saved: what depends on it follows then, once."""

    def __init__(self, context: Context, project_id: str) -> None:
        super().__init__(id=f"pane-{self.SCOPE}")
        self.context = context
        rebind(self, context.keymap)
        self.project_id = project_id

    @property
    def wide(self) -> bool:
        """There is room for two panes side by side."""
        return self.app.size.width >= TWO_PANES

    @property
    def list_at(self) -> str:
        """The checklist, or `LIST.ITEM`, that belongs to what is under the cursor; empty where none does."""
        return ""

    def turn_to(self, at: str) -> None:
        """Show a checklist, or `LIST.ITEM`, where this tab has them."""

    def refresh_pane(self) -> None:
        """Show the project as it is now."""

    def settle(self) -> None:
        """Take the focus, as soon as there is what can have it."""
        for found in self.query(self.FOCUS):
            found.focus()
            return
        self.call_after_refresh(self.settle)
