"""A storage for TinyDB that keeps a file laid out like the checkpoint, and never leaves half of it behind.

`TinyDB("paceplan.json", storage=CheckpointStorage)` is for programs beside paceplan. What they change in a checkpoint
stays theirs: the journal counts, and paceplan sets a changed checkpoint aside and makes a new one.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from paceplan.store import files

if TYPE_CHECKING:
    from tinydb.storages import Storage
else:
    Storage = object  # TinyDB calls a storage and asks for no class; so nobody loads it who only lays out a table

_META = "_meta"
_BATCH = 64
_MODES = ("r", "rb", "r+", "rb+")
_AS_WRITTEN = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
_LONG_NUMBER = rb"[0-9]{19}"


def table(rows: Iterable[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """Yield a table of encoded names and documents, one document a line, in pieces of a few documents.

    The pieces are small enough that writing one keeps no other thread waiting for long.
    """
    piece, between = [b"{\n"], b""
    for name, document in rows:
        piece += (between, b'"', name, b'":', document)
        between = b",\n"
        if len(piece) > 5 * _BATCH:
            yield b"".join(piece)
            piece = []
    yield b"".join((*piece, b"\n}" if between else b"}"))


class CheckpointStorage(Storage):
    """Reads any JSON file of TinyDB, and writes one at a stroke: after a power cut there is the old or the new one.

    Every reading looks at the file as it is by then, so that what others put in its place is seen. With `durable`
    writing waits for the disk. A name in `encoding` other than UTF-8 is for files that were written in it.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        create_dirs: bool = False,
        encoding: str | None = None,
        access_mode: str = "r+",
        *,
        ensure_ascii: bool = False,
        durable: bool = True,
    ) -> None:
        """Open a file, or with the access mode `r+` make one that is missing, with `create_dirs` its folder too.

        Of the options that TinyDB's own storage hands on to `json`, one that asks for what happens anyway is taken.
        Raises `ValueError` for an access mode that is neither `r` nor `r+`, and `OSError`.
        """
        if ensure_ascii:
            raise ValueError("ensure_ascii: text is written as it is")
        if access_mode not in _MODES:
            raise ValueError(f"access mode '{access_mode}': a database is opened with r or r+")
        self._path, self._encoding, self._durable = os.fspath(path), encoding or "utf-8", durable
        self._writes, self._closed = "+" in access_mode, False
        if self._writes and create_dirs:
            files.make_folder(os.path.dirname(os.path.abspath(self._path)), durable=durable)
        with open(self._path, "ab" if self._writes else "rb"):
            pass

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the tables, or None where the file is empty; raises `json.JSONDecodeError`, `OSError`."""
        self._refuse_if_closed()
        with open(self._path, "rb") as file:
            data = file.read()
        return _parsed(data.decode(self._encoding).encode(errors="surrogatepass")) if data else None

    def write(self, data: Mapping[str, Any]) -> None:
        """Put these tables in place of what the file holds.

        Raises `TypeError` for what JSON has no word for, and `OSError`; the file is as before then.
        """
        self._refuse_if_closed()
        if not self._writes:
            raise io.UnsupportedOperation(f"{self._path} was opened for reading only")
        pieces = _laid_out(data)
        if self._encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "ascii"):
            pieces = [piece.decode().encode(self._encoding) for piece in pieces]
        files.replace(self._path, pieces, durable=self._durable)

    def close(self) -> None:
        """End reading and writing."""
        self._closed = True

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise ValueError(f"{self._path} is closed")


def _laid_out(data: Mapping[str, Any]) -> list[bytes]:
    """Return a database in pieces: each document on a line, and the line about the whole file the first."""
    pieces, between = [b"{"], b""
    for name, content in data.items():
        pieces.append(between + _encoded(str(name)) + b":")
        if isinstance(content, Mapping) and name != _META:
            pieces += table((_encoded(str(key))[1:-1], _encoded(document)) for key, document in content.items())
        else:
            pieces.append(_encoded(content))
        between = b",\n"
    return [*pieces, b"}\n"]


def _encoded(value: Any) -> bytes:
    """Return a value as JSON, the quick way where that says the same as the standard library."""
    with contextlib.suppress(TypeError):  # large integers, keys that are no text, lone surrogates
        text = orjson.dumps(value, option=_AS_WRITTEN)
        if b"null" not in text or orjson.loads(text) == value:  # null also stands in for a number that is none
            return text
    import json

    return json.dumps(value, separators=(",", ":")).encode()


def _parsed(data: bytes) -> dict[str, dict[str, Any]]:
    """Return the content of a JSON text, the quick way where no integer could be too long for it."""
    if not re.search(_LONG_NUMBER, data):
        with contextlib.suppress(orjson.JSONDecodeError):  # NaN, lone surrogates, or truly no JSON
            return dict(orjson.loads(data))
    import json

    return dict(json.loads(data.decode(errors="surrogatepass")))
