"""The settings of a user: what can be set, where it is written down, and which environment variable overrules it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from paceplan.config import paths
from paceplan.config.files import FileProblem, read_file
from paceplan.core.text import clean, nearest

SETTINGS = "PACEPLAN_SETTINGS"
"""The environment variable that names another settings file."""
MAX_BYTES = 1 << 18
MAX_TEXT, MAX_FOLDER = 200, 4096
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DATE_FORMATS = ("short", "month-first", "iso", "dotted")
"""How a day is shown on the screen: `2 Mar`, `Mar 2`, `2026-03-02`, `02.03.2026`; never so that it can be read in
two ways. Files keep ISO."""


class SavedFilter(NamedTuple):
    """A view of the portfolio that was kept under a name; empty where it narrows nothing."""

    text: str = ""
    pace: str = ""
    health: str = ""
    sort: str = ""
    descending: bool = False
    archived: bool = False


class Settings(NamedTuple):
    """What a user has set, or the defaults; folders are absolute, and empty for the platform's own."""

    theme: str = "dusk"
    ascii: str = "auto"
    """`auto`, `on` or `off`."""
    motion: bool = True
    date_format: str = "short"
    first_weekday: str = "monday"
    capacity_sprints: int = 3
    """How many sprints the organisation can run at once, as the user sees it."""
    capacity_marathons: int = 2
    author: str = ""
    """The name that changes carry; empty for the system's of the user."""
    workspace: str = ""
    playbooks: str = ""
    themes: str = ""
    filters: Mapping[str, SavedFilter] = MappingProxyType({})

    @property
    def week_starts(self) -> int:
        """Return the first day of a week as a number, 0 being Monday."""
        return WEEKDAYS.index(self.first_weekday)


class Setting(NamedTuple):
    """One setting: its key in the file, its words, what it takes, and the variable that overrules it."""

    key: str
    label: str
    about: str
    kind: str
    """`choice`, `switch`, `number`, `text`, `folder` or `theme`."""
    choices: tuple[str, ...] = ()
    variable: str = ""

    @property
    def expectation(self) -> str:
        """Return what the setting takes, in words."""
        return {
            "choice": f"one of {', '.join(self.choices)}",
            "switch": "on or off",
            "number": "a whole number from 0 to 99",
            "folder": "the path of a folder, in quotes",
            "theme": "the name of a theme, in quotes",
        }.get(self.kind, f"a text of at most {MAX_TEXT} characters, in quotes")


KNOWN: tuple[Setting, ...] = (
    Setting("theme", "Theme", "The colours of every screen.", "theme", variable="PACEPLAN_THEME"),
    Setting(
        "ascii", "Plain signs", "Draw with ASCII characters alone; auto does where the terminal has no others.",
        "choice", ("auto", "on", "off"), "PACEPLAN_ASCII",
    ),
    Setting("motion", "Motion", "Let what scrolls and opens glide.", "switch", ("on", "off")),
    Setting(
        "date_format", "Dates", "How a day is shown. Files and commands keep 2026-03-02.", "choice", DATE_FORMATS,
    ),
    Setting("first_weekday", "Week starts", "The first day of a week, and of 'next week'.", "choice", WEEKDAYS),
    Setting("capacity_sprints", "Sprints at once", "How many your organisation can carry.", "number"),
    Setting("capacity_marathons", "Marathons at once", "How many your organisation can carry.", "number"),
    Setting(
        "author", "Your name", "What your changes are signed with; empty takes the system's user.", "text",
        variable="PACEPLAN_AUTHOR",
    ),
    Setting(
        "workspace", "Workspace", "The folder with your projects, from the next start on.", "folder",
        variable=paths.WORKSPACE,
    ),
    Setting(
        "playbooks", "Playbooks", "The folder with your own playbooks, from the next start on.", "folder",
        variable=paths.PLAYBOOKS,
    ),
    Setting(
        "themes", "Themes", "The folder with your own themes, from the next start on.", "folder",
        variable=paths.THEMES,
    ),
)  # fmt: skip
"""Every setting, in the order of the screen."""
BY_KEY = {setting.key: setting for setting in KNOWN}


class Read(NamedTuple):
    """What was found: the settings, the file they come from, and the one message on what is wrong with it."""

    settings: Settings
    kept: Settings
    """What the file alone says."""
    file: Path
    problem: str = ""
    overruled: Mapping[str, str] = MappingProxyType({})
    """Key -> the environment variable whose value holds in place of the file's."""


def settings_file() -> Path:
    """Return the settings file, which need not exist: what the environment says, else one in the settings folder."""
    if named := os.environ.get(SETTINGS):
        return Path(named).expanduser()
    return paths.settings_folder() / "settings.toml"


def read(file: Path | None = None) -> Read:
    """Return the settings of the file, with what the environment overrules; without a file, the defaults.

    A file that cannot be read, or is no TOML, counts for nothing; of any other, a wrong value counts for nothing. What
    is wrong stands in `problem`: one message with file, place, what was expected and what to do.
    """
    file = file or settings_file()
    data, wrong = _content(file)
    given: dict[str, Any] = {}
    for key, value in data.items():
        if key == "filters":
            given[key] = _filters(value, wrong)
        elif key not in BY_KEY:
            wrong.append(f"{_shown(key)}: unknown key{nearest(key, [*BY_KEY, 'filters'])}")
        elif (taken := taken_as(BY_KEY[key], value)) is None:
            wrong.append(f"{key}: expected {BY_KEY[key].expectation}, not {_shown(value)}")
        else:
            given[key] = _absolute(taken, file.parent) if BY_KEY[key].kind == "folder" else taken
    kept = Settings(**given)
    overruled = _environment(given)
    problem = f"{file}: {'; '.join(wrong)}. Mend the file; until then the default holds there." if wrong else ""
    return Read(Settings(**given), kept, file, clean(problem), overruled)


def _content(file: Path) -> tuple[dict[str, Any], list[str]]:
    """Return what stands in the file, or nothing and why."""
    try:
        raw = read_file(file, MAX_BYTES)
    except FileProblem as problem:
        missing = isinstance(problem.__cause__, FileNotFoundError)
        return {}, [] if missing else [problem.reason]
    import tomllib

    try:
        return tomllib.loads(raw.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return {}, [f"line {line}: expected text in UTF-8"]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, [f"expected TOML: {error}"]


def taken_as(setting: Setting, value: object) -> Any:
    """Return `value` as the setting holds it, or None where it cannot."""
    if setting.kind == "switch":
        return {"on": True, "off": False}.get(value) if isinstance(value, str) else _flag(value)
    if setting.kind == "choice":
        if isinstance(value, bool):  # TOML's own way to say on and off
            value = "on" if value else "off"
        return value if value in setting.choices else None
    if setting.kind == "number":
        return value if type(value) is int and 0 <= value <= 99 else None
    if not isinstance(value, str):
        return None
    if setting.kind == "folder":
        return value if "\0" not in value and len(value) <= MAX_FOLDER else None
    text = clean(value).strip()
    return text if len(text) <= MAX_TEXT and (text or setting.kind != "theme") else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _absolute(folder: str, beside: Path) -> str:
    """Return the folder's path; a relative one is taken from where the settings file lies, not from anywhere."""
    return str(Path(os.path.abspath(beside), Path(folder).expanduser())) if folder.strip() else ""


def _filters(value: object, wrong: list[str]) -> Mapping[str, SavedFilter]:
    """Return the saved filters; what is wrong with some is added to `wrong`, and those are left out."""
    if not isinstance(value, dict):
        wrong.append("filters: expected a table for each filter, such as [filters.mine]")
        return {}
    found: dict[str, SavedFilter] = {}
    for name, content in value.items():
        place = f"filters.{_shown(name)}"
        if not isinstance(content, dict):
            wrong.append(f"{place}: expected a table with {', '.join(SavedFilter._fields)}")
        elif unknown := [key for key in content if key not in SavedFilter._fields]:
            wrong.append(f"{place}.{_shown(unknown[0])}: unknown key{nearest(unknown[0], [*SavedFilter._fields])}")
        elif odd := [key for key, item in content.items() if type(item) is not type(SavedFilter._field_defaults[key])]:
            expected = "true or false" if odd[0] in ("descending", "archived") else "a text in quotes"
            wrong.append(f"{place}.{odd[0]}: expected {expected}, not {_shown(content[odd[0]])}")
        elif (key := clean(name).strip()[:60]) in found or not key:
            wrong.append(f"{place}: expected another name")
        else:
            cleaned: dict[str, Any] = {
                k: clean(v).strip()[:MAX_TEXT] if isinstance(v, str) else v for k, v in content.items()
            }
            found[key] = SavedFilter(**cleaned)
    return MappingProxyType(found)


def _environment(given: dict[str, Any]) -> Mapping[str, str]:
    """Put what the environment says in the place of what the file says; return which variables did."""
    overruled: dict[str, str] = {}
    for setting in KNOWN:
        named = os.environ.get(setting.variable, "") if setting.variable else ""
        value: Any = named
        if setting.key == "ascii":
            value = "" if not named else "off" if named == "0" else "on"
        elif setting.kind == "folder":
            value = os.path.abspath(Path(named).expanduser()) if named else ""
        elif setting.kind == "text":
            value = clean(named).strip()[:MAX_TEXT]
        if value:
            given[setting.key] = value
            overruled[setting.key] = setting.variable
    return MappingProxyType(overruled)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return repr(text[:60]) if len(text) > 60 or not text.isprintable() or " " in text or not text else text
