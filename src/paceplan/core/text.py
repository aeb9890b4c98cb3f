"""Cleaning of text that people typed, once, where it enters a model."""

from __future__ import annotations

import unicodedata

_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200E, 0x200F}
_INVISIBLE = {0x200B, 0x2060, 0xFEFF}
_BREAKS = "\n\r\t\v\f\x85\u2028\u2029"
_LINE: dict[int, str | None] = (
    dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)), "\ufffd")
    | dict.fromkeys(map(ord, _BREAKS), " ")
    | dict.fromkeys(_BIDI | _INVISIBLE)
)
_PROSE = {code: put for code, put in _LINE.items() if code != ord("\n")}


def clean(text: str, *, multiline: bool = False) -> str:
    """Return `text` in NFC without control, bidirectional or invisible characters.

    Line breaks and tabs become spaces; with `multiline`, LF, CRLF and CR become newlines instead. Other control
    characters and lone surrogates become U+FFFD, so that it shows that something stood there. Joiners stay: family
    emoji and several scripts need them. Cleaning what is clean changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    if multiline:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # NFC comes last: what stood on either side of a removed character may now compose.
    return unicodedata.normalize("NFC", text.translate(_PROSE if multiline else _LINE))


def slug(name: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """Return an id made of `name`: `a-z`, `0-9` and `-`, at most 64 long, and not in `taken`."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = "-".join("".join(c if c.isalnum() else " " for c in ascii_name).split())[:56].strip("-") or "item"
    candidate, n = base, 2
    while candidate in taken:
        candidate, n = f"{base}-{n}", n + 1
    return candidate


def nearest(given: str, known: list[str]) -> str:
    """Return ` (did you mean 'x'?)` where one of `known` is close to what was given, else nothing."""
    import difflib

    close = difflib.get_close_matches(given, known, n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""
