"""The journal replayed for an audit: what each project comes to, from the last change at each place alone.

Of a hundred thousand changes most were made where another one was made later. What stands there now, and who wrote it,
follows from the last one at each place, in the order of these; so only they are kept, as bytes, and only they are
parsed. Where the ones before could matter all the same, `Replay.comes_to` says that it is not sure.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import orjson

from paceplan.core.changes import Document, Path, is_collection
from paceplan.store.journal import Row
from paceplan.store.writers import UNSET, Restores, Writers, record

_CHANGES, _ROWS, _CHANGE = b'{"changes":[', b'],"rows":{', b'{"project":"'
_BEFORE, _AFTER, _BASE = b'],"before":', b'],"after":', b'],"base":'
_NEXT_ROW = b'},"'


class Unsure(Exception):  # noqa: N818
    """Only a replay of every single change tells what a project comes to."""


class Replay:
    """Takes the entries of a journal in their order, up to the one whose hash is `stop`."""

    def __init__(self, stop: str) -> None:
        self.ended = not stop
        self._stop = stop.encode()
        self._last: dict[bytes, tuple[bytes, bytes]] = {}
        """Project and path, as far as they stand in a change -> the last change there, and the header of its entry."""
        self._rows: dict[str, bytes | Row] = {}
        self._by_project: dict[str, list[tuple[bytes, bytes]]] = {}

    def take(self, own: bytes, header: bytes, payload: bytes) -> None:
        """Take in an entry by its hash, its header and its payload."""
        if self.ended:
            return
        self.ended = own == self._stop
        split = payload.rfind(_ROWS)
        change, rows = payload[len(_CHANGES) : split], payload[split + len(_ROWS) - 1 : -1]
        # In texts quotes are escaped, so that none of these can stand in one.
        if split < 0 or change.count(_CHANGE) != 1 or not change.startswith(_CHANGE) or _NEXT_ROW in rows:
            self._take_parsed(header, orjson.loads(payload))
            return
        end = change.find(_BEFORE)
        end = change.find(_AFTER) if end < 0 else end
        end = change.find(_BASE) if end < 0 else end
        place = change[:end]
        self._last.pop(place, None)
        self._last[place] = (change, header)
        if place[-1:] == b"[":  # the project as a whole
            self._take_row(rows, _name(place, len(_CHANGE)), change.startswith(_AFTER, end) or _is_there(change))
        elif rows != b"{}":
            self._rows[_name(rows, 2)] = rows

    def _take_row(self, rows: bytes, project: str, there: bool) -> None:
        self._rows.setdefault(project, {})
        if rows != b"{}":
            self._rows[_name(rows, 2)] = rows
        if not there:
            self._rows.pop(project)

    def _take_parsed(self, header: bytes, content: dict[str, Any]) -> None:
        removed: dict[str, None] = {}
        for raw in content["changes"]:
            place = orjson.dumps({"project": raw["project"], "path": raw["path"]})[:-2]
            self._last.pop(place, None)
            self._last[place] = (orjson.dumps(raw), header)
            if not raw["path"]:
                removed.pop(raw["project"], None)
                if "after" in raw:
                    self._rows.setdefault(raw["project"], {})
                else:
                    removed[raw["project"]] = None
        self._rows.update(content["rows"])
        for project in removed:
            self._rows.pop(project, None)

    def projects(self) -> set[str]:
        """Return the projects that were changed at all."""
        return set(self._grouped())

    def row(self, project: str) -> Row | None:
        """Return the row of a project, or None where it has none."""
        row = self._rows.get(project)
        if isinstance(row, bytes):
            found: Row = orjson.loads(row)[project]
            return found
        return row

    def comes_to(self, project: str) -> tuple[Document | None, Writers]:
        """Return the document and the writers of a project; raises `Unsure`."""
        document: Document | None = None
        changes: list[tuple[Path, str, Restores]] = []
        for path, raw, header in self._standing(project):
            entry = orjson.loads(header)
            changes.append((path, f"{entry['device']}-{entry['seq']}", raw.get("restores", UNSET)))
            document = _put(document, path, raw["after"]) if "after" in raw else _taken_out(document, path)
        writers: Writers = {}
        record(writers, changes)
        return document, writers

    def _standing(self, project: str) -> list[tuple[Path, dict[str, Any], bytes]]:
        """Return the changes of a project of which no later one around them took everything away, in order."""
        found: list[tuple[Path, dict[str, Any], bytes]] = []
        later: set[Path] = set()
        for change, header in reversed(self._grouped().get(project, ())):
            raw = orjson.loads(change)
            path = tuple(raw["path"])
            if not any(path[:length] in later for length in range(len(path))):
                later.add(path)
                found.append((path, raw, header))
        return found[::-1]

    def _grouped(self) -> dict[str, list[tuple[bytes, bytes]]]:
        """Return the changes by project; before a change of the whole nothing is worth keeping."""
        if not self._by_project:
            grouped: dict[str, list[tuple[bytes, bytes]]] = defaultdict(list)
            for place, last in self._last.items():
                known = grouped[_name(place, len(_CHANGE))]
                if place[-1:] == b"[":
                    known.clear()
                known.append(last)
            self._by_project = dict(grouped)
        return self._by_project


def _name(data: bytes, start: int) -> str:
    """Return the text that begins at `start` and goes up to the next quote."""
    name = data[start : data.index(b'"', start)]
    found: str = orjson.loads(b'"%b"' % name) if b"\\" in name else name.decode()
    return found


def _is_there(change: bytes) -> bool:
    return "after" in orjson.loads(change)


def _put(document: Document | None, path: Path, value: Any) -> Document:
    """Put a value into a document that belongs to nobody else."""
    if not path:
        whole: Document = value
        return whole
    if document is None:
        raise Unsure
    node = document
    for key in path[:-1]:
        child = node.get(key)
        if not isinstance(child, dict):
            child = node[key] = {}
        node = child
    node[path[-1]] = value
    return document


def _taken_out(document: Document | None, path: Path) -> Document | None:
    """Take a value out of a document that belongs to nobody else, with the collections that are empty then."""
    if not path:
        return None
    if document is None:
        raise Unsure
    above: list[tuple[Document, str, Path]] = []
    node = document
    for depth, key in enumerate(path[:-1], 1):
        child = node.get(key)
        if not isinstance(child, dict):
            if not all(is_collection(path[:n]) for n in range(depth, len(path))):
                raise Unsure
            return document
        above.append((node, key, path[:depth]))
        node = child
    node.pop(path[-1], None)
    for parent, key, here in reversed(above):
        if parent[key] or not is_collection(here):
            break
        del parent[key]
    return document
