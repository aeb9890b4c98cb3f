"""Fields of one line that take several pasted ones without losing any."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.widgets import Input


class LineInput(Input):
    """Joins pasted lines and says so, and shows the end of a long text where its cursor is.

    Textual's field would keep the first line and drop the others unsaid, and show the start until a key is pressed.
    """

    joint = " "
    """What stands between pasted lines."""

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        text = self.joint.join(lines) if len(lines) > 1 else "".join(event.text.splitlines())
        self.replace(text, *sorted(self.selection))
        if len(lines) > 1:
            self.app.notify(f"{len(lines)} pasted lines were joined into one.", markup=False, timeout=4)


class FilterInput(LineInput):
    """The field at the foot of a list, there only while it is `unfolded`; toasts then stand above it."""

    DEFAULT_CSS = """
    FilterInput { height: 1; border: none; background: $panel; display: none; }
    FilterInput.-textual-compact { padding: 0 1; }
    FilterInput.-open { display: block; }
    Screen.-filter-open ToastRack { margin-bottom: 2; }
    """
    SCOPED_CSS = False

    @property
    def unfolded(self) -> bool:
        """Whether the field is there."""
        return self.has_class("-open")

    @unfolded.setter
    def unfolded(self, value: bool) -> None:
        self.set_class(value, "-open")
        self.screen.set_class(value, "-filter-open")
