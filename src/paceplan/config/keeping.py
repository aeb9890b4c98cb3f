"""Writing the settings file: what the user wrote in it, comments and all, stays where it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paceplan.config.files import FileProblem, make_folder, read_file, write_file
from paceplan.config.settings import BY_KEY, MAX_BYTES, SavedFilter

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_HEAD = "# What paceplan is set to. The key , in paceplan changes it; so may you. What is missing has its default.\n\n"


def keep(file: Path, changes: Mapping[str, object]) -> None:
    """Write settings into the file, made if it is not there, at one stroke; None takes one out. Raises `FileProblem`.

    A file that is no TOML is left as it is: to write it anew would lose what somebody meant to mend.
    """
    document = _document(file)
    for key, value in changes.items():
        if value is None:
            document.pop(key, None)
        elif document.get(key) != value or type(document[key].unwrap()) is not type(value):
            document[key] = _as_written(key, value)
    _write(file, document)


def keep_filter(file: Path, name: str, saved: SavedFilter | None) -> None:
    """Write a saved filter into the file, or take it out for None; raises `FileProblem`."""
    import tomlkit

    document = _document(file)
    filters: Any = document.get("filters")
    if filters is None or not isinstance(filters.unwrap(), dict):
        document.pop("filters", None)
        filters = tomlkit.table(is_super_table=True)
        document["filters"] = filters
    if saved is None:
        filters.pop(name, None)
    else:
        table = tomlkit.table()
        for key, value in saved._asdict().items():
            if value:
                table[key] = value
        filters[name] = table
    _write(file, document)


def _as_written(key: str, value: object) -> object:
    """Return a value as people write it into the file: `on` and `off` rather than TOML's flags."""
    if BY_KEY[key].kind == "switch":
        return "on" if value in (True, "on") else "off"
    return value


def _document(file: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        raw = read_file(file, MAX_BYTES)
    except FileProblem as problem:
        if isinstance(problem.__cause__, FileNotFoundError):
            return tomlkit.parse(_HEAD)
        raise
    try:
        return tomlkit.parse(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, TOMLKitError, RecursionError) as error:
        raise FileProblem(file, f"not written, because it is no TOML ({error}); mend it first") from error


def _write(file: Path, document: TOMLDocument) -> None:
    import tomlkit

    make_folder(file.parent)
    write_file(file, tomlkit.dumps(document).encode(), force=True)
