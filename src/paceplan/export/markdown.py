"""The pieces of a Markdown page; text from people shows as it was typed and means nothing to any reader of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from paceplan.core.text import clean

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
"""As entities: what reads Markdown loosely, or lets HTML through, finds none. An @ would call somebody."""
_MEANT = str.maketrans({**_ENTITIES, **{c: f"\\{c}" for c in "\\`*_[]{}|~#$!^"}})
_STARTS = re.compile(r"^(\s*)([-+=:]|[0-9]{1,9}(?=[.)](?:\s|$)))")
_URL = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")


def text(given: str) -> str:
    """Return one line of text, made harmless: no markup, no HTML, no list, heading or table of its own."""
    line = clean(given).strip().translate(_MEANT)
    found = _STARTS.match(line)
    if found is None:
        return line
    # A backslash before a digit would show; it stands before the dot or bracket that would make a list of it.
    at = found.end() if found[2][0].isdigit() else found.end() - 1
    return f"{line[:at]}\\{line[at:]}"


def prose(given: str, indent: str = "") -> str:
    """Return text of several lines, each on its own line, those after the first behind `indent`."""
    lines = [text(line) for line in clean(given, multiline=True).split("\n") if line.strip()]
    return f"\\\n{indent}".join(lines)


def link(given: str) -> str:
    """Return an address as a link where it is a plain one, else as text."""
    return f"<{given}>" if _URL.fullmatch(given) else text(given)


def heading(level: int, given: str) -> list[str]:
    """Return a heading with a blank line after it."""
    return [f"{'#' * level} {text(given)}", ""]


def bullets(items: Iterable[str]) -> list[str]:
    """Return lines that are Markdown already as a list, with a blank line after it; nothing for none."""
    lines = [f"- {item}" for item in items]
    return [*lines, ""] if lines else []


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table of cells that are Markdown already, with a blank line after it; nothing without rows."""
    body = ["| " + " | ".join(cell.replace("\\\n", " ").strip() or " " for cell in row) + " |" for row in rows]
    if not body:
        return []
    return ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header), *body, ""]


def page(lines: Iterable[str]) -> bytes:
    """Return a page in UTF-8, with one newline at its end."""
    return ("\n".join(lines).rstrip("\n") + "\n").encode()
