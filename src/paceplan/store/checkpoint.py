"""The checkpoint: a copy of the state that plain TinyDB can read and that opens without parsing a document.

One document a line, in the tables `_meta`, `index` and `projects`. The first line says which entry it covers and how
long the index is; the index holds each project's summary row and the length and checksum of its document, so that the
lengths added up lead to every document.
"""

from __future__ import annotations

import copy
import os
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from paceplan import __version__
from paceplan.core.changes import Document, Path
from paceplan.store.errors import Newer, Unreadable
from paceplan.store.journal import Head, Row
from paceplan.store.storage import table
from paceplan.store.writers import Writers

SCHEMA = 1
"""The oldest reader's version that understands what is written here."""

_META_START, _META_END = b'{"_meta":{"1":', b"},\n"
_INDEX_START, _PROJECTS_START, _TABLE_START, _END = b'"index":', b',\n"projects":', b"{\n", b"}}\n"
_BETWEEN = b",\n"
_SEAL = b',"crc":'
_FOREIGN = "is not what paceplan wrote"
_SEPARATOR = "\x1f"


class Rejected(ValueError):  # noqa: N818
    """The file is no checkpoint that can be used; the message says why."""


class Place(NamedTuple):
    """Where a project's document is: its number, and offset, length and CRC-32 of its bytes."""

    number: int
    offset: int
    bytes: int
    crc: int


class Checkpoint:
    """An open checkpoint; it stays readable as it is while others put a new one in its place."""

    def __init__(self, path: str, fd: int) -> None:
        self.path = path
        self._fd = fd
        found = os.fstat(fd)
        self.stamp = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
        self.size = found.st_size
        self.rows: dict[str, Row] = {}
        self.removed: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        start, meta = self._meta()
        self.head = Head(meta["hash"], meta["seq"], meta["clock"], meta["time"], **meta["journal"])
        self.schema: int = meta["schema"]
        self.origin: str = meta.get("origin", "")
        self.removed = meta["removed"]
        self._index(start, meta["index"]["bytes"], meta["index"]["crc"])

    @classmethod
    def open(cls, path: str) -> Checkpoint | None:
        """Return the checkpoint at `path`, or None where there is none.

        Raises `Rejected` where its content is not usable, `Newer` where its schema is, `Unreadable`.
        """
        try:
            fd = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreadable(path, error) from error
        try:
            return cls(path, fd)
        except BaseException as error:
            os.close(fd)
            if isinstance(error, OSError):
                raise Unreadable(path, error) from error
            if isinstance(error, (KeyError, TypeError, AttributeError, orjson.JSONDecodeError)):
                raise Rejected(_FOREIGN) from error
            raise

    def shared(self) -> Checkpoint:
        """Return the same checkpoint with a file descriptor of its own, for another thread; raises `OSError`."""
        twin = copy.copy(self)
        twin._fd = os.dup(self._fd)
        return twin

    def close(self) -> None:
        """Close the file; no document can be read from it any more."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def project(self, project: str) -> tuple[Document | None, Writers]:
        """Return a project's document and writers; raises `Rejected` where its line is damaged, `Unreadable`."""
        place = self.places.get(project)
        if place is None:
            gone = self.removed.get(project)
            return None, {} if gone is None else {(): gone}
        data = self._read(place.offset, place.bytes)
        if zlib.crc32(data) != place.crc:
            raise Rejected(f"holds a damaged document of project {project}")
        document = orjson.loads(data)
        del document["_id"]
        return document, {_path(key): entry for key, entry in document.pop("_writers").items()}

    def sound(self, project: str) -> bool:
        """Tell whether a project's document is as it was written."""
        place = self.places[project]
        return zlib.crc32(self._read(place.offset, place.bytes)) == place.crc

    def raw(self, project: str) -> bytes:
        """Return a project's document as it stands in the file; raises `Rejected` where it is cut short."""
        place = self.places[project]
        data = self._read(place.offset, place.bytes)
        if len(data) != place.bytes:
            raise Rejected("is cut short")
        return data

    def _meta(self) -> tuple[int, dict[str, Any]]:
        line = self._read(0, 1 << 16)
        if not line.strip(b"\0 \n"):
            raise Rejected("is empty")
        if not line.startswith(_META_START):
            raise Rejected(_FOREIGN)
        while b"\n" not in line:
            more = self._read(len(line), 1 << 20)
            if not more:
                raise Rejected("is cut short")
            line += more
        line = line[: line.index(b"\n") + 1]
        text = line[len(_META_START) : -len(_META_END)]
        meta = orjson.loads(text)
        # First the seal, which every later form has to keep: a flipped bit in the number would pass for a later one.
        if _sealed(text.rpartition(_SEAL)[0]) != text:
            raise Rejected("has a damaged first line")
        if meta["schema"] > SCHEMA:
            raise Newer(self.path, f"paceplan {meta.get('paceplan', '')} or later")
        return len(line), meta

    def _index(self, start: int, length: int, crc: int) -> None:
        start += len(_INDEX_START)
        data = self._read(start, length)
        if zlib.crc32(data) != crc:
            raise Rejected("has a damaged index")
        offset = start + length + len(_PROJECTS_START) + len(_TABLE_START)
        # Line by line, which takes no longer than all at once, and keeps no other thread waiting.
        for line in _lines(data):
            name, _, entry = line.partition(b":")
            number, known = name.strip(b'"'), orjson.loads(entry)
            offset += len(number) + 3
            self.places[known["id"]] = Place(int(number), offset, known["bytes"], known["crc"])
            self.rows[known["id"]] = known["row"]
            offset += known["bytes"] + len(_BETWEEN)
        end = offset - (len(_BETWEEN) - 1 if self.places else 0) + len(_END)
        if end != self.size:
            raise Rejected("is cut short" if self.size < end else _FOREIGN)

    def _read(self, offset: int, length: int) -> bytes:
        try:
            return os.pread(self._fd, length, offset)
        except OSError as error:
            raise Unreadable(self.path, error) from error


def _lines(table: bytes) -> Iterator[bytes]:
    """Yield the documents of a table, each with its number, one at a time."""
    start, last = 2, len(table) - 2  # between `{` and `}`, each on a line of its own
    while start < last:
        end = table.find(_BETWEEN, start, last)
        end = last if end < 0 else end
        yield table[start:end]
        start = end + len(_BETWEEN)


def document_line(project: str, document: Document, writers: Writers) -> bytes:
    """Return a project as its line in the checkpoint, without the number in front."""
    named = {_SEPARATOR.join(path): entry for path, entry in writers.items()}
    return orjson.dumps({"_id": project, "_writers": named, **document})


def layout(
    head: Head,
    origin: str,
    rows: Mapping[str, Row],
    base: Checkpoint | None,
    fresh: Mapping[str, bytes | None],
    removed: Mapping[str, str],
) -> Iterator[bytes]:
    """Yield the bytes of a checkpoint: the documents of `base`, with those of `fresh` instead or, if None, left out.

    `head` is the last entry in it, `origin` the hash of the journal's first one, `fresh` holds lines of
    `document_line`, `removed` the writers of projects that are gone. No piece holds more than a few documents, so that
    no single call keeps other threads waiting for long. Raises `Rejected` where `base` was cut short meanwhile.
    """
    kept = {} if base is None else {project: place for project, place in base.places.items() if project not in fresh}
    numbers = _numbers(base, fresh)
    index = []
    for project, number in numbers.items():
        line = fresh.get(project)
        size, crc = (kept[project].bytes, kept[project].crc) if line is None else (len(line), zlib.crc32(line))
        entry = {"id": project, "row": rows.get(project, {}), "bytes": size, "crc": crc}
        index.append((b"%d" % number, orjson.dumps(entry)))
    index_table = b"".join(table(index))
    meta = {
        "schema": SCHEMA, "paceplan": __version__, "seq": head.seq, "hash": head.hash, "clock": head.clock,
        "time": head.time,
        "journal": {"segment": head.segment, "start": head.start, "end": head.end}, "origin": origin,
        "index": {"bytes": len(index_table), "crc": zlib.crc32(index_table)}, "removed": dict(removed),
    }  # fmt: skip
    yield b"".join((_META_START, _sealed(orjson.dumps(meta)[:-1]), _META_END, _INDEX_START, index_table))
    yield _PROJECTS_START
    documents = (fresh.get(project) or (base.raw(project) if base is not None else b"{}") for project in numbers)
    yield from table(zip((b"%d" % number for number in numbers.values()), documents, strict=True))
    yield b"}\n"


def _numbers(base: Checkpoint | None, fresh: Mapping[str, bytes | None]) -> dict[str, int]:
    """Number the documents: each keeps the number it has, new ones follow the highest."""
    known = {} if base is None else {project: place.number for project, place in base.places.items()}
    free = max(known.values(), default=0) + 1
    numbers = {project: number for project, number in known.items() if fresh.get(project, b"") is not None}
    added = sorted(project for project, line in fresh.items() if line is not None and project not in known)
    numbers.update(zip(added, range(free, free + len(added)), strict=True))
    return numbers


def _sealed(text: bytes) -> bytes:
    """Close a JSON object that lacks its last brace with the checksum of what stands before."""
    return b"%b%b%d}" % (text, _SEAL, zlib.crc32(text))


def _path(key: str) -> Path:
    return tuple(key.split(_SEPARATOR)) if key else ()
