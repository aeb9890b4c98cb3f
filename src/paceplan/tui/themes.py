"""Themes as data: TOML files become Textual themes through an allow-list, so that no file can break a screen."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.color import Color, ColorParseError
from textual.design import ColorSystem
from textual.theme import Theme

from paceplan.core.text import clean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

OWN_VARIABLES: dict[str, str] = {
    # the paces: text, and the muted ground of a badge
    "pace-sprint": "#a7efde",
    "pace-hybrid": "#eac66e",
    "pace-marathon": "#cba4e4",
    "pace-sprint-bg": "#2c3836",
    "pace-hybrid-bg": "#3a352c",
    "pace-marathon-bg": "#37313b",
    # outcomes, today, and both parts of a bar
    "met": "#9ed99f",
    "missed": "#f59da4",
    "today": "#eeb288",
    "bar-done": "#92bed9",
    "bar-open": "#5a616c",
    # thin separators, the keys in the footer, words of lesser rank
    "rule": "#464c56",
    "key": "#eeb288",
    "faint": "#b0b5bf",
}
"""The variables the app adds to Textual's own, with the values of a dark theme."""

_OWN_ON_LIGHT = {
    "pace-sprint": "#026b62",
    "pace-hybrid": "#603c00",
    "pace-marathon": "#3d0070",
    "pace-sprint-bg": "#dcebe6",
    "pace-hybrid-bg": "#f1e6cd",
    "pace-marathon-bg": "#e9e0f0",
    "met": "#1f5f26",
    "missed": "#9a0b3a",
    "today": "#8a2f0c",
    "bar-done": "#3c6480",
    "bar-open": "#c3bbae",
    "rule": "#d0cac0",
    "key": "#8a2f0c",
    "faint": "#535862",
}
# The terminal's own colours are unknown, so only its plain text on its plain ground is sure to be readable.
_ON_ANSI = dict.fromkeys(
    [*OWN_VARIABLES, "ansi-background", "ansi-foreground", "surface-active", "foreground-disabled"], "ansi_default"
)

_COLOURS = {
    "primary", "secondary", "warning", "error", "success", "accent", "foreground", "background", "surface", "panel",
    "boost",
}  # fmt: skip
_FLAGS = {"dark", "ansi"}
_FRACTIONS = {"luminosity_spread", "text_alpha"}
_FIELDS = {"name", "variables"} | _COLOURS | _FLAGS | _FRACTIONS
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_STYLE_WORDS = "bold|italic|underline|reverse|strike|dim"
_TEXT_STYLE = re.compile(rf"none|(not )?({_STYLE_WORDS})( (not )?({_STYLE_WORDS}))*")


class Themes(Mapping[str, Theme]):
    """The themes of both folders by name, read when they are asked for: a shipped one alone, or else all of them."""

    def __init__(self, folder: Traversable, user_folder: Path | None) -> None:
        self._folder, self._user_folder = folder, user_folder
        self._shipped: dict[str, Theme] = {}

    @cached_property
    def _all(self) -> tuple[dict[str, Theme], list[str]]:
        return load_themes(self._folder, self._user_folder)

    @property
    def problems(self) -> list[str]:
        """One message for each file that has to be left out."""
        return self._all[1]

    def __getitem__(self, name: str) -> Theme:
        if name not in self._shipped and _NAME.fullmatch(name) and (self._folder / f"{name}.toml").is_file():
            text = (self._folder / f"{name}.toml").read_text(encoding="utf-8-sig")
            self._shipped[name] = load_theme(text, origin=f"the shipped {name}.toml")
        return self._shipped[name] if name in self._shipped else self._all[0][name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all[0])

    def __len__(self) -> int:
        return len(self._all[0])


class ThemeError(ValueError):
    """A theme file that cannot be used; the message names the file, the key and what was expected there."""


def load_theme(text: str, *, origin: str) -> Theme:
    """Turn the TOML `text` of one theme into a theme; `origin` names its file in messages.

    What the app's own variables are not given is filled in to suit a light or a terminal-coloured theme. Raises
    ThemeError for anything that could fail later, when the theme is chosen or a widget is mounted.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _error(origin, "", f"expected TOML: {error}") from error
    variables = data.pop("variables", {})
    if not isinstance(variables, dict):
        raise _error(origin, "variables", "expected a table of colours and text styles")
    for key in ("name", "primary"):
        if key not in data:
            raise _error(origin, key, "missing; every theme has a name and a primary colour")
    ansi = data.get("ansi") is True
    _check(origin, "", data, _FIELDS, ansi)
    _check(origin, "variables.", variables, _known_variables(), ansi)
    theme = Theme(**data, variables=_own_variables(data) | variables)
    try:
        theme.to_color_system().generate()
    except Exception as error:  # Textual validates nothing, and names no exception for what it cannot mix
        raise _error(origin, "", f"expected colours that Textual can mix: {error}") from error
    return theme


def load_themes(folder: Traversable, user_folder: Path | None) -> tuple[dict[str, Theme], list[str]]:
    """Return the themes of both folders by name, and one message for each file that had to be left out.

    A shipped theme keeps its name: a user's file that claims it is left out and reported. A user folder that does
    not exist is no problem.
    """
    themes: dict[str, Theme] = {}
    origins: dict[str, str] = {}
    problems: list[str] = []
    for path, origin in [*_theme_files(folder, problems, shipped=True), *_theme_files(user_folder, problems)]:
        try:
            theme = load_theme(path.read_text(encoding="utf-8-sig"), origin=origin)
            if theme.name in themes:
                expected = f"expected another name than {theme.name}, which {origins[theme.name]} has"
                raise _error(origin, "name", expected)
        except ThemeError as error:
            problems.append(str(error))
        except (OSError, UnicodeError) as error:
            problems.append(str(_error(origin, "", f"expected a readable file in UTF-8: {error}")))
        else:
            themes[theme.name], origins[theme.name] = theme, origin
    return themes, problems


def _theme_files(
    folder: Traversable | None, problems: list[str], *, shipped: bool = False
) -> Iterable[tuple[Traversable, str]]:
    """Return the theme files of `folder`, sorted by name, each with what messages call it."""
    if folder is None:
        return []
    try:
        if not folder.is_dir():
            return []
        found = [file for file in folder.iterdir() if file.name.endswith(".toml") and not file.name.startswith(".")]
        found = sorted((file for file in found if file.is_file()), key=lambda file: file.name)
    except OSError as error:
        problems.append(str(_error(str(folder), "", f"expected a readable folder: {error}")))
        return []
    return [(file, f"the shipped {file.name}" if shipped else str(file)) for file in found]


def _check(origin: str, prefix: str, data: Mapping[str, Any], known: Iterable[str], ansi: bool) -> None:
    """Raise ThemeError for the first key of `data` that is not `known` or holds what it must not."""
    known = set(known)
    for key, value in data.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            raise _error(origin, prefix + key, f"unknown key; expected {near[0] if near else 'one that Textual has'}")
        if expected := _expectation(key, value, ansi):
            raise _error(origin, prefix + key, f"expected {expected}, not {value!r:.60}")


def _expectation(key: str, value: object, ansi: bool) -> str:
    """Return what `key` has to hold, or nothing where `value` is that."""
    if key == "name":
        good = isinstance(value, str) and _NAME.fullmatch(value) is not None
        return "" if good else "a-z, 0-9 and -, starting with a letter, at most 40"
    if key in _FLAGS:
        return "" if isinstance(value, bool) else "true or false"
    if key in _FRACTIONS:
        good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
        return "" if good else "a number from 0 to 1"
    if "-style" in key:
        good = isinstance(value, str) and _TEXT_STYLE.fullmatch(value) is not None
        return "" if good else f"none, or some of {_STYLE_WORDS.replace('|', ', ')}, each with or without not"
    if isinstance(value, str) and _is_colour(value, ansi):
        return ""
    return "a colour such as #a1b2c3 or steelblue" + (" or ansi_cyan" if ansi else " (ansi_ colours need ansi = true)")


def _is_colour(value: str, ansi: bool) -> bool:
    """Tell whether CSS takes `value` as a colour wherever a colour may stand."""
    if not (value.isascii() and value.isprintable()) or (value.startswith("ansi_") and not ansi):
        return False
    try:
        Color.parse(value)
    except (ColorParseError, ValueError):
        return False
    return True


@cache
def _known_variables() -> frozenset[str]:
    """Return the names that a theme may set: those Textual derives from any theme, and the app's own."""
    return frozenset(ColorSystem("#808080", dark=True).generate()) | frozenset(OWN_VARIABLES)


def _own_variables(data: Mapping[str, Any]) -> dict[str, str]:
    """Return values for the app's own variables that suit the theme; dark ones come from the app's defaults."""
    if data.get("ansi"):
        return dict(_ON_ANSI)
    return {} if data.get("dark", True) else dict(_OWN_ON_LIGHT)


def _error(origin: str, key: str, expectation: str) -> ThemeError:
    """Build the error of one place; what stands in files and paths is cleaned, as it ends up on a terminal."""
    return ThemeError(clean(": ".join(part for part in (origin, key, expectation) if part)))
