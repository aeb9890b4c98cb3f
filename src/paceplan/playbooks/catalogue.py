"""Finding, loading and validating playbooks: a broken one is reported, and the others still load."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from paceplan.core.playbook import Playbook

MAX_BYTES = 2_000_000
SHIPPED = ("edtech", "martech", "ai")


class PlaybookError(ValueError):
    """A playbook that cannot be used; the message names file, key and reason, one line for each problem."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A playbook with the file it came from and the digest of its content (16 hex digits)."""

    playbook: Playbook
    origin: str
    digest: str
    shipped: bool


def parse(data: bytes, origin: str) -> Loaded:
    """Return the playbook that `data` (TOML) holds; raises `PlaybookError` naming `origin`, key and reason."""
    import hashlib
    import tomllib

    from pydantic import ValidationError

    from paceplan.core.playbook import Playbook
    from paceplan.importing.located import messages

    if len(data) > MAX_BYTES:
        raise PlaybookError(f"{origin}: {len(data):,} bytes; a playbook has at most {MAX_BYTES:,}")
    try:
        text = data.removeprefix(BOM_UTF8).decode()
        content = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlaybookError(f"{origin}: not TOML in UTF-8: {error}") from None
    except RecursionError:
        raise PlaybookError(f"{origin}: nested too deeply to be a playbook") from None
    except ValueError:  # Python's own limit, which the parser lets through
        raise PlaybookError(f"{origin}: a number in it has thousands of digits") from None
    try:
        book = Playbook.model_validate(content)
    except ValidationError as error:
        raise PlaybookError("\n".join(f"{origin}: {line}" for line in messages(error, text))) from None
    return Loaded(book, origin, hashlib.sha256(data).hexdigest()[:16], shipped=False)


@dataclass
class Catalogue:
    """Every playbook at hand, loaded when first asked for; `folder` holds the user's own (`*.toml`)."""

    folder: Path | None = None
    problems: list[str] = field(default_factory=list)
    """What could not be loaded, and built-in ids that a user's file takes over."""
    _books: dict[str, Loaded] = field(default_factory=dict)

    def get(self, playbook_id: str) -> Loaded | None:
        """Return one playbook, or None where there is none of that id; loads no more than it must."""
        if playbook_id in self._own:
            return self._own[playbook_id]
        if playbook_id in SHIPPED and playbook_id not in self._books:
            self._load_shipped(playbook_id)
        return self._books.get(playbook_id)

    def playbook(self, playbook_id: str) -> Playbook | None:
        """Return one playbook without what is known about its file."""
        loaded = self.get(playbook_id)
        return loaded.playbook if loaded else None

    def all(self) -> dict[str, Loaded]:
        """Return every playbook that loads, the shipped ones first."""
        found = {i: book for i in SHIPPED if (book := self.get(i))}
        return found | self._own

    def _load_shipped(self, playbook_id: str) -> None:
        try:
            loaded = parse(shipped_file(playbook_id).read_bytes(), f"{playbook_id}.toml")
        except PlaybookError as error:
            self.problems += str(error).splitlines()
            return
        self._books[playbook_id] = Loaded(loaded.playbook, loaded.origin, loaded.digest, shipped=True)

    @cached_property
    def _own(self) -> dict[str, Loaded]:
        found: dict[str, Loaded] = {}
        try:
            paths = _own_files(self.folder)
        except OSError as error:
            self.problems.append(f"{self.folder}: {error.strerror}; the playbooks in it are left out")
            return found
        for path in paths:
            try:
                loaded = parse(path.read_bytes(), str(path))
            except OSError as error:
                self.problems.append(f"{path}: cannot be read: {error.strerror}")
                continue
            except PlaybookError as error:
                self.problems += str(error).splitlines()
                continue
            book_id = loaded.playbook.id
            if book_id in found:
                self.problems.append(
                    f"{path}: id '{book_id}' is taken by {found[book_id].origin}; this file is left out"
                )
                continue
            if book_id in SHIPPED:
                self.problems.append(f"{path}: takes the place of the built-in playbook '{book_id}'")
            found[book_id] = loaded
        return found


def _own_files(folder: Path | None) -> list[Path]:
    """Return the user's files in the order of their names; raises `OSError` where the folder is no readable folder."""
    if folder is None or not folder.exists():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix == ".toml" and path.is_file())


def shipped_file(playbook_id: str) -> Traversable:
    """Return the file of a built-in playbook, to be copied and changed."""
    from importlib.resources import files

    return files("paceplan.playbooks") / f"{playbook_id}.toml"
