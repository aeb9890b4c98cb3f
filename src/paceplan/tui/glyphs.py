"""The signs that stand beside every colour, in Unicode and in ASCII, and the small drawings made of them."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from paceplan.core.text import clean

BADGE_WIDTH = 10
"""Cells of the widest badge, for columns that hold one."""


class Glyphs(NamedTuple):
    """One set of signs; each is one cell wide, so that swapping the set never moves a column."""

    # paces, and none yet
    sprint: str
    hybrid: str
    marathon: str
    undetermined: str
    # health
    done: str
    blocked: str
    late: str
    due: str
    on_track: str
    # checklist items
    tick_done: str
    tick_open: str
    tick_na: str
    # a row marked among others
    marked: str
    # bars
    bar_full: str
    bar_partial: str
    bar_empty: str
    # large letters: a dot, and its halves where there are some
    ink: str
    ink_upper: str
    ink_lower: str
    # an axis, and the part of it that is meant
    axis_light: str
    axis_heavy: str
    # today as a point on an axis, and as a line through a calendar
    today: str
    today_line: str
    # the row under the cursor
    cursor: str
    # directions
    left: str
    right: str
    up: str
    down: str
    # text that goes on, and the step from one place to the next inside it
    ellipsis: str
    crumb: str


UNICODE = Glyphs(
    sprint="▸", hybrid="◆", marathon="■", undetermined="·",
    done="✓", blocked="✕", late="!", due="◷", on_track="·",
    tick_done="✓", tick_open="○", tick_na="–",
    marked="●",
    bar_full="▇", bar_partial="▒", bar_empty="░",
    ink="█", ink_upper="▀", ink_lower="▄",
    axis_light="─", axis_heavy="━",
    today="▼", today_line="┊",
    cursor="▌",
    left="←", right="→", up="↑", down="↓",
    ellipsis="…", crumb="›",
)  # fmt: skip

ASCII = Glyphs(
    sprint=">", hybrid="*", marathon="#", undetermined=".",
    done="v", blocked="x", late="!", due="@", on_track=".",
    tick_done="x", tick_open="o", tick_na="-",
    marked="+",
    bar_full="=", bar_partial="-", bar_empty=".",
    ink="#", ink_upper="#", ink_lower="#",
    axis_light="-", axis_heavy="=",
    today="v", today_line=":",
    cursor="|",
    left="<", right=">", up="^", down="v",
    ellipsis="~", crumb=">",
)  # fmt: skip


def renew_glyphs(holder: object, glyphs: Glyphs) -> None:
    """Give a widget another set of signs in place of the one it was made with."""
    for name, value in vars(holder).items():
        if isinstance(value, Glyphs) and value is not glyphs:
            setattr(holder, name, glyphs)


def badge(pace: str | None, glyphs: Glyphs) -> str:
    """Return the sign and the word of `pace`, or those of an undetermined one for None."""
    if pace is None:
        return f"{glyphs.undetermined} OPEN"
    sign = {"sprint": glyphs.sprint, "hybrid": glyphs.hybrid, "marathon": glyphs.marathon}[pace]
    return f"{sign} {pace.upper()}"


def meter(value: float, maximum: float, width: int, glyphs: Glyphs) -> str:
    """Draw `value` of `maximum` as a bar of `width` cells, in half cells.

    A bar looks empty only at nothing and full only at the maximum; values outside are drawn as the nearer end.
    """
    width = max(0, width)
    if not (value > 0 and maximum > 0):  # so that a NaN is drawn as nothing
        return glyphs.bar_empty * width
    if value >= maximum:
        return glyphs.bar_full * width
    halves = max(1, min(2 * width - 1, round(2 * width * value / maximum))) if width else 0
    bar = glyphs.bar_full * (halves // 2) + glyphs.bar_partial * (halves % 2)
    return bar + glyphs.bar_empty * (width - len(bar))


def fit(text: str, width: int, glyphs: Glyphs) -> str:
    """Return `text` in exactly `width` cells: padded with spaces, or cropped with an ellipsis.

    A wide character that would be cut in half makes room for a space. Line breaks and control characters, which
    would break the line they stand on, are cleaned away.
    """
    if width <= 0:
        return ""
    if not text.isprintable():
        text = clean(text)
    cells = cell_len(text)
    if cells <= width:
        return text + " " * (width - cells)
    return set_cell_size(text, width - 1) + glyphs.ellipsis
