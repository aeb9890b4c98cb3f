"""For widgets that seldom change: what they painted is handed out again until they are refreshed."""

from __future__ import annotations

from typing import Any, Self

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from paceplan.tui.widgets.painting import painted


class Still(Widget):
    """Mixed into a widget that changes through `refresh` alone, as by its reactives.

    Textual asks nearly every widget on the screen for its lines whenever any of them changed, and filters those anew.
    """

    _kept: tuple[Region, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines as they were painted last, where nothing has changed since."""
        if self._kept is None or self._kept[0] != crop:
            self._kept = (crop, super().render_lines(crop))
        return self._kept[1]

    def render_line(self, y: int) -> Strip:
        """Return a line of what `render` gives, which is text of one line mostly."""
        shown = self.render() if y == 0 else None
        strip = painted(shown, self.content_size.width, self.visual_style) if isinstance(shown, Content) else None
        return strip or super().render_line(y)

    def refresh(self, *regions: Region, **how: Any) -> Self:
        """Paint anew, and lay out where that is asked for."""
        self._kept = None
        return super().refresh(*regions, **how)

    def notify_style_update(self) -> None:
        """Forget what was painted in another style."""
        self._kept = None
        super().notify_style_update()
