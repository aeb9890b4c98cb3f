"""Where in a TOML text something stands, and pydantic's errors in plain words with that place."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from paceplan.core.text import clean
from paceplan.core.types import ID_PATTERN

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

Path = tuple[str, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]\]?")
_ASSIGN = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_TOKEN = re.compile(
    r"""(?s:"{3}(?:[^\\]|\\.)*?"{3,5}|'{3}.*?'{3,5})|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*|[\[\]{}\n]"""
)
"""What can hold or end a line: texts of all four kinds, comments, brackets, the end of the line itself."""


_DEEPEST = 12
"""No format has keys as deep as this."""


def lines_of(text: str) -> dict[Path, int]:
    """Return the line (from 1) on which each key and table of a TOML `text` first stands.

    TOML's own parser gives no places; it has to have taken `text`. Keys inside inline tables and arrays are not listed:
    ask `line_of`, which falls back to what encloses them.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    number, at = 1, 0
    while at < len(text):
        begin = at
        if match := _HEADER.match(text, at):
            table, at = _split(match[1]), match.end()
            _note(found, (), table, number)
        elif match := _ASSIGN.match(text, at):
            at = match.end()
            _note(found, table, _split(match[1]), number)
        at = _end(text, at)
        number += text.count("\n", begin, at)
    return found


def _note(found: dict[Path, int], table: Path, keys: Path, number: int) -> None:
    for depth in range(1, min(len(keys), _DEEPEST) + 1):
        found.setdefault((*table, *keys[:depth]), number)


def _end(text: str, at: int) -> int:
    """Return where the statement that `at` is in ends: after the first line break outside of texts and brackets."""
    depth = 0
    for token in _TOKEN.finditer(text, at):
        if token[0] == "\n" and not depth:
            return token.end()
        depth += (token[0] in "[{") - (token[0] in "]}")
    return len(text)


def _split(dotted: str) -> Path:
    return tuple(_key(key) for key in re.findall(_KEY, dotted))


def _key(written: str) -> str:
    if written[0] == '"':
        return next(iter(tomllib.loads(f"{written} = 0")))
    return written[1:-1] if written[0] == "'" else written


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
        out.append(located(path, plain(detail), line_of(path, lines)))
    return list(dict.fromkeys(out))


def located(path: Path, message: str, number: int | None) -> str:
    """Return `message` with its line and its keys; nothing in it is obeyed by a terminal, whatever the file holds."""
    place = f"line {number}: " if number else ""
    where = f"{'.'.join(_cut(key) for key in path)}: " if path else ""
    return clean(f"{place}{where}{message}")


def path_of(detail: ErrorDetails) -> Path:
    """Return the keys that lead to the error, without what pydantic adds: the branch it tried, that a key is meant."""
    keys = tuple(str(key) for key in detail["loc"])
    return keys[:-1] if keys[-1:] == ("[key]",) or _is_vote(detail) else keys


def _is_vote(detail: ErrorDetails) -> bool:
    """Tell whether a vote is wrong: the one value that may be of several types, each of which is then reported."""
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    return last.startswith(("constrained-int", "literal[")) or (last == "bool" and detail["type"] == "bool_type")


_PATTERNS = {
    ID_PATTERN: "is not an id; use a-z, 0-9 and '-', at most 64, not starting with '-'",
    "^[1-9][0-9]?$": "is not a number from 1 to 99",
    "^[0-3]$": "is not a score; give 0, 1, 2 or 3",
    "^[0-9a-f]{16}$": "is no digest of a playbook: 16 of 0-9 and a-f",
}


def plain(detail: ErrorDetails) -> str:
    """Say in one sentence what was expected and what stood there."""
    kind, context = detail["type"], detail.get("ctx", {})
    given = _shown(detail.get("input"))
    if _is_vote(detail):
        return f"{given} is no vote; give 0 to 3, true or false, '.' (no idea) or '-' (abstains)"
    if kind == "float_type" and type(detail.get("input")) is int:
        return f"{given} is too large"
    most, is_text = context.get("max_length"), isinstance(detail.get("input"), str)
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
        "string_too_long": f"too long; at most {most:,} characters" if most else "",
        "literal_error": f"{given} is not known; give {context.get('expected')}",
        "dict_type": f"expected a table, not {given}",
        "model_type": f"expected a table, not {given}",
        "tuple_type": f"expected a list, not {given}",
        "date_parsing": f"{given} is not a date; give one such as 2026-03-02",
        "date_from_datetime_parsing": f"{given} is not a date; give one such as 2026-03-02",
        "too_short": f"empty; {'give some text' if is_text else 'at least one entry is needed'}",
        "too_long": f"too long; at most {most} {'characters' if is_text else 'entries'}",
    }.get(kind)
    if expected:
        return expected
    if kind == "extra_forbidden":
        return f"unknown key '{_cut(str(detail['loc'][-1]))}'"
    if kind == "string_pattern_mismatch":
        return f"{given} {_PATTERNS.get(context['pattern'], 'is not of the form ' + context['pattern'])}"
    return str(detail["msg"]).removeprefix("Value error, ")


def _shown(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return "a table" if isinstance(value, dict) else "a list"
    if type(value) is int and abs(value) >= 10**60:
        return "a number of more than 60 digits"  # Python refuses to write out the longest ones
    if isinstance(value, str):
        return _cut(repr(value))
    return str(value).lower() if isinstance(value, bool) else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
