"""The user's own keys: a file of action ids with their keys, checked against the registry; what is wrong is left out.

Nothing here needs the terminal library, so that the keys can also be printed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from paceplan.config import paths
from paceplan.config.files import FileProblem, read_file
from paceplan.core.text import clean, nearest
from paceplan.tui.actions import ACTIONS, BY_ID, Action
from paceplan.tui.actions.key_names import key_word, not_for_actions, parse_key
from paceplan.tui.actions.together import FOCUSED, rivals

KEYMAP = "PACEPLAN_KEYMAP"
"""The environment variable that names another file."""
MAX_BYTES = 1 << 18
MOST = 6
"""Keys that an action can have."""


_TOLD = 2


class Keymap(NamedTuple):
    """The keys of the actions that the user gave others, and what is wrong with the file they stand in."""

    changed: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    problems: tuple[str, ...] = ()
    file: Path | None = None

    @property
    def told(self) -> list[str]:
        """Return the problems as few as a screen has room for."""
        if len(self.problems) <= _TOLD:
            return list(self.problems)
        more = f"{self.file}: and {len(self.problems) - _TOLD} more; 'paceplan keys' names all"
        return [*self.problems[:_TOLD], more]

    def keys(self, action: Action) -> tuple[str, ...]:
        """Return the keys of an action, the one that is shown first."""
        return self.changed.get(action.id, action.keys)

    def shown(self, action: Action) -> str:
        """Return the key that stands for an action on a key bar; empty where it has none."""
        if action.shown and action.keys and not self._touches(action):
            return action.shown
        keys = self.keys(action)
        return key_word(keys[0]) if keys else self._of_list(action)

    def first(self, action: Action) -> str:
        """Return the first key of an action as a person reads it; empty where it has none."""
        keys = self.keys(action)
        return self._of_list(action) or (key_word(keys[0]) if keys else "")

    def words(self, action: Action) -> str:
        """Return all keys of an action as a person reads them."""
        words = [self._of_list(action), *map(key_word, self.keys(action))]
        return "  ".join(word for word in words if word)

    def _of_list(self, action: Action) -> str:
        """Return the key by which a list does an action that needs none of its own; empty for others."""
        return self.first(BY_ID["list.choose"]) if action.shown and not action.keys else ""

    def _touches(self, action: Action) -> bool:
        """Tell whether what is shown for several actions at once, such as `0-3`, no longer holds for one of them."""
        same = (a for a in ACTIONS if (a.scope, a.method) == (action.scope, action.method))
        return bool(self.changed) and any(a.id in self.changed for a in same)


NO_KEYMAP = Keymap()


class _Given(NamedTuple):
    """An entry of the file that is in order by itself."""

    id: str
    keys: tuple[str, ...]
    line: int | None


def keymap_file() -> Path:
    """Return where the keys are, which need not exist: what the environment says, else one in the settings folder."""
    if named := os.environ.get(KEYMAP):
        return Path(named).expanduser()
    return paths.settings_folder() / "keymap.toml"


def read(file: Path | None = None) -> Keymap:
    """Return the user's keys; without a file, none. What is wrong is named by file and line, and the rest holds."""
    file = file or keymap_file()
    try:
        raw = read_file(file, MAX_BYTES)
    except FileProblem as problem:
        missing = isinstance(problem.__cause__, FileNotFoundError)
        return Keymap(file=file) if missing else Keymap(problems=(clean(str(problem)),), file=file)
    wrong: list[str] = []
    text = _text(raw, wrong)
    given = list(_entries(text, wrong)) if text else []
    changed = _without_clashes(given, wrong)
    problems = tuple(clean(f"{file}: {said}") for said in wrong)
    return Keymap(MappingProxyType(changed), problems, file)


def _text(raw: bytes, wrong: list[str]) -> str:
    """Return the file as text that is TOML, or nothing and why."""
    import tomllib

    try:
        text = raw.decode("utf-8-sig")
        tomllib.loads(text)
    except UnicodeDecodeError as error:
        wrong.append(f"line {raw.count(10, 0, error.start) + 1}: expected text in UTF-8")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        wrong.append(f"expected TOML: {error}")
    else:
        return text
    return ""


def _entries(text: str, wrong: list[str]) -> Iterator[_Given]:
    """Yield each action of the registry with keys that can be keys."""
    import tomllib

    from paceplan.importing.located import line_of, lines_of

    lines = lines_of(text)
    for path, value in _flat(tomllib.loads(text), ()):
        action_id, line = ".".join(path), line_of(path, lines)
        place = f"line {line}: {action_id}" if line else action_id
        if action_id not in BY_ID:
            wrong.append(f"{place}: no such action{nearest(action_id, list(BY_ID))}; 'paceplan keys' lists all")
            continue
        written = [value] if isinstance(value, str) else value
        if not isinstance(written, list) or not all(isinstance(key, str) for key in written):
            wrong.append(f'{place}: expected a key such as "n", or several such as ["n", "f5"], not {value!r}')
            continue
        if not written and BY_ID[action_id].scope in FOCUSED:
            wrong.append(f"{place}: needs a key; the palette does not reach it")
            continue
        if len(written) > MOST:
            wrong.append(f"{place}: at most {MOST} keys, not {len(written)}")
            continue
        keys = _keys(written, place, BY_ID[action_id], wrong)
        if keys or not written:
            yield _Given(action_id, keys, line)


def _flat(data: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every value: `[score]` with `why = "w"` is the same as `score.why = "w"` or `"score.why" = "w"`."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, (*path, key))
        else:
            yield (*path, key), value


def _keys(written: list[str], place: str, action: Action, wrong: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for text in written:
        key, why = parse_key(text)
        why = why or ("" if key in action.keys else not_for_actions(key, action.scope))
        if why:
            wrong.append(f"{place}: '{text}' {why}")
        elif key not in found:
            found.append(key)
    return tuple(found)


def _without_clashes(given: list[_Given], wrong: list[str]) -> dict[str, tuple[str, ...]]:
    """Return the entries without the keys that another action has where both could be meant.

    A key that two entries ask for stays with the first; one that an action has which the file leaves alone stays there.
    """
    changed = {entry.id: entry.keys for entry in given}
    lines = {entry.id: entry.line for entry in given}
    while clash := _clash(changed):
        loser, other, key = clash
        line = f"line {lines[loser]}: " if lines[loser] else ""
        owner = f"{other} ({BY_ID[other].label})"
        theirs = lines.get(other) if other in changed else None
        how = f"line {theirs} gives it that" if theirs else "give that one another key too"
        wrong.append(f"{line}{loser}: '{key_word(key)}' is also the key of {owner} on the same screen; {how}")
        changed[loser] = tuple(k for k in changed[loser] if k != key)
        if not changed[loser]:
            del changed[loser]  # its own keys come back
    return changed


@cache
def _rivals(action_id: str) -> list[Action]:
    return rivals(BY_ID[action_id], ACTIONS)


def _clash(changed: dict[str, tuple[str, ...]]) -> tuple[str, str, str] | None:
    """Return the first clash as (the entry that gives way, the other action, the key)."""
    order = list(changed)
    for place, action_id in enumerate(order):
        for other in _rivals(action_id):
            if other.id in changed and order.index(other.id) > place:
                continue  # that one gives way, when its turn comes
            theirs = changed.get(other.id, other.keys)
            for key in changed[action_id]:
                if key in theirs:
                    return action_id, other.id, key
    return None
