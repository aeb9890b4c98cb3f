"""A list drawn line by line on demand, with a cursor: ten thousand rows cost no more than those on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from paceplan.tui.actions import of_scope
from paceplan.tui.bound import bound, rekey


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """The ground of every list: a subclass draws a row, this class moves the cursor and repaints what it must.

    The cursor is -1 where no row can be selected. Rows are one line high.
    """

    ALLOW_SELECT = False  # a drag over rows would otherwise select text, and each segment would carry its offset
    HEADER_LINES: ClassVar[int] = 0
    """Lines kept on top while the rows scroll below; one line always stays for a row."""

    ANNOUNCES: ClassVar[bool] = True
    """Post `Highlighted`; a list whose `cursor` is watched instead spares its ancestors six messages a move."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--cursor",
        "line-list--cursor-blurred",
        "line-list--header",
        "line-list--heading",
        "line-list--muted",
    }
    DEFAULT_CSS = """
    LineList {
        height: 1fr;
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;

        & > .line-list--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .line-list--cursor-blurred {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        & > .line-list--header { background: $panel; color: $text-muted; text-style: bold; }
        & > .line-list--heading { color: $foreground; text-style: bold; }
        & > .line-list--muted { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound(action.id) for action in of_scope("list")]

    cursor: var[int] = var(-1, init=False)  # a var: a move repaints two lines, not the widget

    class _About(Message):
        """A message about one row of a list."""

        def __init__(self, list: LineList, index: int) -> None:
            super().__init__()
            self.list = list
            self.index = index

        @property
        def control(self) -> LineList:
            """The list, so that `@on` can pick one by its selector."""
            return self.list

    class Highlighted(_About):
        """The cursor came to a row, or the row under it may be another one.

        It arrives a frame after the move. What must change in the same frame watches `cursor` instead.
        """

        def can_replace(self, message: Message) -> bool:
            """Let a held key be told of once: only where the cursor is now matters."""
            return isinstance(message, LineList.Highlighted) and message.list is self.list

    class Chosen(_About):
        """A row was opened: by Enter, by a double click, or by a click on the row under the cursor."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        self._count = 0
        self._styles: dict[tuple[str, bool, bool], Style] = {}
        self._opened_by_click = False
        super().__init__(id=id, classes=classes)
        rekey(self)

    # -- for subclasses ---------------------------------------------------------------------------

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Draw row `index`; what is narrower than `width` cells is padded, what is wider is cropped."""
        raise NotImplementedError

    def render_header(self, line: int, width: int) -> Strip:
        """Draw header line `line`, 0 being the topmost."""
        raise NotImplementedError

    def empty_lines(self) -> list[Strip]:
        """Return what stands in the middle of a list without rows: what belongs here, and the key that makes it."""
        return []

    def selectable(self, index: int) -> bool:
        """Tell whether the cursor may stand on row `index`; it skips section headings."""
        return True

    def style_of(self, part: str = "", *, selected: bool = False) -> Style:
        """Return the style of a component class, or of plain text; on the cursor's ground where `selected`.

        A selected part keeps its colour and text style and gives up its own ground.
        """
        key = (part, selected, selected and self.has_focus)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._blend(part, selected)
        return style

    # -- what is in it ----------------------------------------------------------------------------

    @property
    def line_width(self) -> int:
        """The cells of a line: what the scrollbar, where there is one, leaves of the width."""
        return self.size.width - (self.scrollbar_size_vertical if self.show_vertical_scrollbar else 0)

    @property
    def count(self) -> int:
        """The number of rows."""
        return self._count

    def set_count(self, count: int) -> None:
        """Take in that there are `count` rows now, whose content may be new; the cursor stays as near as it can.

        Posts Highlighted even where the cursor keeps its index, since another row may stand there now.
        """
        self._count = max(0, count)
        before = self.cursor
        self._fit_virtual_size()
        self.cursor = max(0, before)
        self.refresh()
        if self.cursor == before:
            self._announce()

    def refresh_row(self, index: int) -> None:
        """Repaint one row, if it is in view."""
        self.refresh_rows((index,))

    def refresh_rows(self, indexes: Iterable[int], *, header: Iterable[int] = ()) -> None:
        """Repaint the rows that are in view, and lines of the header, all with one order to the screen."""
        width, top, lines = self.size.width, self._header_lines, self._visible_rows
        first = round(self.scroll_y)
        ys = [y for y in header if y < top]
        ys += [top + n - first for n in indexes if 0 <= n < self._count and 0 <= n - first < lines]
        if ys:
            self.refresh(*(Region(0, y, width, 1) for y in ys))

    def row_at(self, y: int) -> int | None:
        """Return the row drawn on line `y` of the content; none on the header or below the last row."""
        index = y - self._header_lines + round(self.scroll_y)
        return index if y >= self._header_lines and 0 <= index < self._count else None

    # -- the cursor -------------------------------------------------------------------------------

    def validate_cursor(self, value: int) -> int:
        """Take the cursor to the nearest row it may stand on, looking in the direction it moves first."""
        if not self._count:
            return -1
        value = max(0, min(self._count - 1, value))
        onward = range(value, self._count) if value >= self.cursor else range(value, -1, -1)
        back = range(value, -1, -1) if value >= self.cursor else range(value, self._count)
        return next((index for rows in (onward, back) for index in rows if self.selectable(index)), -1)

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows concerned, bring the new one into view and tell."""
        self.refresh_row(old)
        self.refresh_row(new)
        self.reveal_cursor()
        self._announce()

    def reveal_cursor(self) -> None:
        """Scroll as little as shows the row under the cursor, together with the headings right above it."""
        rows = self._visible_rows
        if self.cursor < 0 or rows <= 0:
            return
        top = self.cursor
        while top > 0 and self.cursor - top < rows - 1 and not self.selectable(top - 1):
            top -= 1
        first = round(self.scroll_y)
        if not first <= top <= self.cursor < first + rows:
            # In virtual lines the header is part of the page: row n lies HEADER_LINES below line n.
            height = self.cursor - top + 1 + self._header_lines
            self.scroll_to_region(Region(0, top, 1, height), animate=False, force=True)

    def action_cursor_up(self) -> None:
        """Move to the previous row."""
        self._move(-1)

    def action_cursor_down(self) -> None:
        """Move to the next row."""
        self._move(1)

    def action_cursor_page_up(self) -> None:
        """Move up by what is in view, less one row to find one's place by."""
        self._move(-max(1, self._visible_rows - 1))

    def action_cursor_page_down(self) -> None:
        """Move down by what is in view, less one row to find one's place by."""
        self._move(max(1, self._visible_rows - 1))

    def action_cursor_first(self) -> None:
        """Move to the first row."""
        self._move(-self._count)

    def action_cursor_last(self) -> None:
        """Move to the last row."""
        self._move(self._count)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.cursor >= 0:
            self.post_message(self.Chosen(self, self.cursor))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Repaint the rows, and the scroll bar only where its thumb moves by an eighth of a cell.

        Among thousands of rows that is a scroll in many; the bar takes as long to paint as the rows do.
        """
        if self.show_vertical_scrollbar:
            bar = self.vertical_scrollbar
            if self._thumb(bar.position) == self._thumb(new_value):
                bar.set_reactive(ScrollBar.position, new_value)
            else:
                bar.position = new_value
        if round(old_value) != round(new_value):
            self.refresh(self.size.region)

    # -- what the terminal does to it -------------------------------------------------------------

    def on_mount(self) -> None:
        """Take the rows set before there was a screen."""
        self._fit_virtual_size()
        self._announce()

    def on_resize(self) -> None:
        """Keep the cursor in view, and a line for it below the header."""
        self._fit_virtual_size()
        self.reveal_cursor()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor; open on a double click, or on a click on the row under the cursor, but only once."""
        offset = event.get_content_offset(self)
        index = None if offset is None or event.button != 1 else self.row_at(offset.y)
        if index is None or not self.selectable(index):
            return
        event.stop()
        if index != self.cursor:
            self.cursor, self._opened_by_click = index, False
        elif event.chain == 1 or not self._opened_by_click:
            self._opened_by_click = True
            self.action_choose()

    def notify_style_update(self) -> None:
        """Forget the styles of the old theme."""
        self._styles.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the content: the header, a row, or nothing."""
        width, whole = self.line_width, self.size.width  # what lies under the scrollbar is ground alone
        if y < self._header_lines:
            return self.render_header(y, width).adjust_cell_length(whole, self.style_of("line-list--header"))
        index = self.row_at(y)
        if index is None:
            return self._empty_line(y, whole)
        selected = index == self.cursor
        return self.render_row(index, width, selected).adjust_cell_length(whole, self.style_of(selected=selected))

    # -- inside -----------------------------------------------------------------------------------

    @property
    def _header_lines(self) -> int:
        return min(self.HEADER_LINES, max(0, self.size.height - 1)) if self.HEADER_LINES else 0

    @property
    def _visible_rows(self) -> int:
        return self.size.height - self._header_lines

    def _thumb(self, position: float) -> int:
        """Return at which eighth of a cell the scroll bar's thumb starts."""
        lines, height = self.virtual_size.height, self.size.height
        if lines <= height:
            return 0
        room = height - max(1.0, height * height / lines)
        return int(int(position * 8) / 8 / (lines - height) * room * 8)

    def _fit_virtual_size(self) -> None:
        # One cell wide, as rows take whatever width there is and never scroll sideways.
        self.virtual_size = Size(1, self._count + self._header_lines)

    def _announce(self) -> None:
        if self.ANNOUNCES and self.cursor >= 0 and self.is_attached:
            self.post_message(self.Highlighted(self, self.cursor))

    def _move(self, by: int) -> None:
        """Move by that many rows; where no further row can be selected, still bring the cursor back into view."""
        before = self.cursor
        self.cursor = before + by
        if self.cursor == before:
            self.reveal_cursor()

    def _blend(self, part: str, selected: bool) -> Style:
        if not selected:
            return self.get_component_rich_style(part) if part else self.rich_style
        ground = self.get_component_rich_style("line-list--cursor" if self.has_focus else "line-list--cursor-blurred")
        if not part:
            return ground
        return ground + self.get_component_rich_style(part, partial=True) + Style.from_color(bgcolor=ground.bgcolor)

    def _empty_line(self, y: int, width: int) -> Strip:
        ground = self.style_of()
        lines = [] if self._count else self.empty_lines()
        top = self._header_lines + max(0, (self._visible_rows - len(lines)) // 2)
        if not 0 <= y - top < len(lines):
            return Strip.blank(width, ground)
        line = lines[y - top]
        left = max(0, (width - line.cell_length) // 2)
        return Strip.join([Strip.blank(left, ground), line]).adjust_cell_length(width, ground)
