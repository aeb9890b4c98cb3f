"""Where in a TOML text something stands, and pydantic's errors in plain words with that place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

Path = tuple[str, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"^\s*\[\[?\s*({_DOTTED})\s*\]\]?")
_ASSIGN = re.compile(rf"^\s*({_DOTTED})\s*=\s*(.*)$")


def lines_of(text: str) -> dict[Path, int]:
    """Return the line (from 1) on which each key and table of a TOML `text` first stands.

    TOML's own parser gives no places. Keys inside inline tables and arrays are not listed; ask `line_of`, which falls
    back to what encloses them.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    until: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if until is not None:
            until = None if until in line else until
            continue
        if match := _HEADER.match(line):
            table = _split(match[1])
            found.setdefault(table, number)
        elif match := _ASSIGN.match(line):
            path = (*table, *_split(match[1]))
            for depth in range(len(table) + 1, len(path) + 1):
                found.setdefault(path[:depth], number)
            for quotes in ('"""', "'''"):
                if match[2].startswith(quotes) and quotes not in match[2][3:]:
                    until = quotes
    return found


def _split(dotted: str) -> Path:
    return tuple(key[1:-1] if key[0] in "\"'" else key for key in re.findall(_KEY, dotted))


def line_of(path: Path, lines: dict[Path, int]) -> int | None:
    """Return the line of `path`, or of the nearest table or key around it."""
    for depth in range(len(path), 0, -1):
        if path[:depth] in lines:
            return lines[path[:depth]]
    return None


def messages(error: ValidationError, text: str = "") -> list[str]:
    """Return one line of plain words for each error, with its line number in `text` where that is known."""
    lines = lines_of(text) if text else {}
    out = []
    for detail in error.errors(include_url=False):
        path = path_of(detail)
        number = line_of(path, lines)
        place = f"line {number}: " if number else ""
        where = f"{'.'.join(path)}: " if path else ""
        out.append(f"{place}{where}{plain(detail)}")
    return list(dict.fromkeys(out))


_UNION_BRANCHES = re.compile(r"^(constrained-|function-|literal\[|int$|float$|bool$|date$|str$|nullable|\[key\]$)")


def path_of(detail: ErrorDetails) -> Path:
    """Return the keys that lead to the error, without the names of the branches pydantic tried."""
    return tuple(str(key) for key in detail["loc"] if not _UNION_BRANCHES.match(str(key)))


def plain(detail: ErrorDetails) -> str:
    """Say in one sentence what was expected and what stood there."""
    kind, context = detail["type"], detail.get("ctx", {})
    given = _shown(detail.get("input"))
    expected = {
        "missing": "missing; this key is needed",
        "greater_than_equal": f"{given} is too small; give {context.get('ge')} or more",
        "greater_than": f"{given} is too small; give more than {context.get('gt')}",
        "less_than_equal": f"{given} is too large; give at most {context.get('le')}",
        "less_than": f"{given} is too large; give less than {context.get('lt')}",
        "int_type": f"expected a whole number, not {given}",
        "float_type": f"expected a number, not {given}",
        "finite_number": f"expected a finite number, not {given}",
        "bool_type": f"expected true or false, not {given}",
        "string_type": f"expected text in quotes, not {given}",
        "string_too_short": "empty; give some text",
        "string_too_long": f"too long; at most {context.get('max_length'):,} characters"
        if "max_length" in context
        else "",
        "literal_error": f"{given} is not known; give {context.get('expected')}",
        "dict_type": f"expected a table, not {given}",
        "model_type": f"expected a table, not {given}",
        "tuple_type": f"expected a list, not {given}",
        "date_parsing": f"{given} is not a date; give one such as 2026-03-02",
        "date_from_datetime_parsing": f"{given} is not a date; give one such as 2026-03-02",
        "too_short": "empty; at least one entry is needed",
    }.get(kind)
    if expected:
        return expected
    if kind == "extra_forbidden":
        return f"unknown key '{detail['loc'][-1]}'"
    if kind == "string_pattern_mismatch":
        return f"{given} is not an id; use a-z, 0-9 and '-', at most 64, not starting with '-'"
    return str(detail["msg"]).removeprefix("Value error, ")


def _shown(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return "a table" if isinstance(value, dict) else "a list"
    text = repr(value) if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def nearest(given: str, known: list[str]) -> str:
    """Return ` (did you mean 'x'?)` where one of `known` is close to what was given, else nothing."""
    import difflib

    close = difflib.get_close_matches(given, known, n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""
