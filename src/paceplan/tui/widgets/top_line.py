"""The line on top: where you are, the pace, and whether everything is saved."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from paceplan.tui.glyphs import Glyphs, fit
from paceplan.tui.widgets.still import Still


class TopLine(Still):
    """A place as a path of words, some text in the middle, a pace badge and the state of the workspace."""

    DEFAULT_CSS = """
    TopLine { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    place: reactive[tuple[str, ...]] = reactive(())
    aside: reactive[Content] = reactive(Content(""))
    state: reactive[str] = reactive("saved")

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs

    def render(self) -> Content:
        width = self.size.width
        bad = self.state != "saved"
        right = Content.assemble(
            self.aside, "   " if self.aside else "", (self.state, "$error bold" if bad else "$text-muted")
        )
        room = max(0, width - right.cell_length - 2)
        if room < 12:
            return Content(fit(" › ".join(self.place), width, self._glyphs))
        separator = f" {self._glyphs.crumb} "
        left = self._cut(separator, room)
        parts: list[Content | tuple[str, str] | str] = []
        for number, word in enumerate(left):
            if number:
                parts.append((separator, "$text-muted"))
            last = number == len(left) - 1
            parts.append((word, "bold" if last or number == 0 else "$text-muted"))
        shown = Content.assemble(*parts)
        return Content.assemble(shown, " " * max(2, width - shown.cell_length - right.cell_length), right)

    def _cut(self, separator: str, room: int) -> list[str]:
        """Return the place's words so that they fit: the longest gives way first."""
        words = list(self.place)
        while words:
            over = sum(map(cell_len, words)) + cell_len(separator) * (len(words) - 1) - room
            if over <= 0:
                break
            longest = max(range(len(words)), key=lambda n: cell_len(words[n]))
            length = cell_len(words[longest])
            if length <= 8:
                words.pop(0)
                continue
            words[longest] = fit(words[longest], max(8, length - over), self._glyphs).rstrip()
        return words
