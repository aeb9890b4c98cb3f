"""A disk whose power can be cut: it records what a program asks of it, and tells what may be left after any moment.

What is in a file is certain after an fsync of the file, and a name after an fsync of the folder in which it stands.
Everything else may have arrived as a whole, in part, in another order or not at all, contents and names independently.
"""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = 0
_SECTOR = 512
_FEW = 6

Tree = dict[str, bytes | None]
"""The files below a folder by their path, with their bytes; folders have None."""


@dataclass(frozen=True, slots=True)
class Named:
    """Names in one folder that change at one stroke: each leads to a file, or with None to nothing any more."""

    folder: int
    names: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes put into a file at an offset."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file cut back, or grown, to a size."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """A file or folder of which the disk confirmed all that came before."""

    file: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How many entries were tried and how many were acknowledged from here on."""

    tried: int
    kept: int


Operation = Named | Written | Cut | Synced | Mark


class Recorder:
    """Stands between a program and `os`, and keeps in `operations` what happens to the files below `root`.

    An fsync of a path for which `forgets` is true is asked of the real disk, but left out of the record. `before_write`
    is called with the path before each write, once, and may use the disk itself. `shorten` cuts the next write.
    """

    def __init__(self, root: Path, forgets: Callable[[str], bool] = lambda path: False) -> None:
        self.operations: list[Operation] = []
        self.folders = {ROOT}
        self.before_write: Callable[[str], None] | None = None
        self.shorten = 0
        self._root = os.path.realpath(root)
        self._forgets = forgets
        self._ids: dict[str, int] = {self._root: ROOT}
        self._open: dict[int, tuple[int, str]] = {}
        self._count = 0
        self._turn = threading.RLock()

    def mark(self, tried: int, kept: int) -> None:
        """Note how many entries were tried and acknowledged so far."""
        with self._turn:
            self.operations.append(Mark(tried, kept))

    def attach(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Record from now on until the patches are undone."""
        replaced: dict[str, Callable[..., Any]] = {
            "open": self._opening, "close": self._closing, "dup": self._twin, "write": self._writing,
            "pwrite": self._writing_at, "writev": self._writing_many, "ftruncate": self._cutting,
            "fsync": self._syncing, "fdatasync": self._syncing, "rename": self._renaming, "replace": self._renaming,
            "link": self._linking, "unlink": self._unlinking, "remove": self._unlinking, "mkdir": self._making,
        }  # fmt: skip
        for name, function in replaced.items():
            monkeypatch.setattr(os, name, self._in_turn(getattr(os, name), function))

    def _in_turn(self, real: Callable[..., Any], function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            with self._turn:
                return function(real, *arguments, **named)

        return call

    def _path(self, path: Any) -> str:
        """Return a path as it is known here; an empty text for one that is none of ours, such as the lock."""
        text = os.path.abspath(os.fspath(path))
        ours = text == self._root or text.startswith(f"{self._root}{os.sep}")
        return text if ours and os.path.basename(text) != "lock" else ""

    def _name(self, *names: tuple[str, int | None]) -> None:
        """Record what names lead to from now on: at one stroke where they are in the same folder."""
        by_folder: dict[int, list[tuple[str, int | None]]] = {}
        for path, file in names:
            folder, name = os.path.split(path)
            by_folder.setdefault(self._ids[folder], []).append((name, file))
            if file is None:
                del self._ids[path]
            else:
                self._ids[path] = file
        self.operations.extend(Named(folder, tuple(changes)) for folder, changes in by_folder.items())

    def _new(self) -> int:
        self._count += 1
        return self._count

    def _opening(self, real: Callable[..., int], path: Any, flags: int, *more: Any, **named: Any) -> int:
        fd = real(path, flags, *more, **named)
        self._open.pop(fd, None)
        if known := self._path(path):
            if known not in self._ids:
                self._name((known, self._new()))
            elif flags & os.O_TRUNC:
                self.operations.append(Cut(self._ids[known], 0))
            self._open[fd] = (self._ids[known], known)
        return fd

    def _closing(self, real: Callable[[int], None], fd: int) -> None:
        self._open.pop(fd, None)
        real(fd)

    def _twin(self, real: Callable[[int], int], fd: int) -> int:
        twin = real(fd)
        self._open.pop(twin, None)
        if fd in self._open:
            self._open[twin] = self._open[fd]
        return twin

    def _writing(self, real: Callable[[int, Any], int], fd: int, data: Any) -> int:
        if fd not in self._open:
            return real(fd, data)
        file, path = self._open[fd]
        if self.before_write is not None:
            hook, self.before_write = self.before_write, None
            hook(path)
        data, self.shorten = bytes(data)[: self.shorten or None], 0
        count = real(fd, data)
        self.operations.append(Written(file, os.lseek(fd, 0, os.SEEK_CUR) - count, data[:count]))
        return count

    def _writing_at(self, real: Callable[[int, Any, int], int], fd: int, data: Any, offset: int) -> int:
        count = real(fd, data, offset)
        if fd in self._open:
            self.operations.append(Written(self._open[fd][0], offset, bytes(data)[:count]))
        return count

    def _writing_many(self, real: Callable[..., int], fd: int, buffers: Any) -> int:
        return os.write(fd, b"".join(buffers))

    def _cutting(self, real: Callable[[int, int], None], fd: int, size: int) -> None:
        real(fd, size)
        if fd in self._open:
            self.operations.append(Cut(self._open[fd][0], size))

    def _syncing(self, real: Callable[[int], None], fd: int) -> None:
        if fd not in self._open:  # nothing in the test needs the real disk to wait
            return
        file, path = self._open[fd]
        if not self._forgets(path):
            self.operations.append(Synced(file))

    def _renaming(self, real: Callable[..., None], source: Any, target: Any, **named: Any) -> None:
        real(source, target, **named)
        if known := self._path(source):
            file = self._ids[known]
            assert file not in self.folders, "moving a folder is not simulated"
            self._name((known, None), (self._path(target), file))

    def _linking(self, real: Callable[..., None], source: Any, target: Any, **named: Any) -> None:
        real(source, target, **named)
        if known := self._path(source):
            self._name((self._path(target), self._ids[known]))

    def _unlinking(self, real: Callable[..., None], path: Any, **named: Any) -> None:
        real(path, **named)
        if known := self._path(path):
            self._name((known, None))

    def _making(self, real: Callable[..., None], path: Any, *more: Any, **named: Any) -> None:
        real(path, *more, **named)
        if known := self._path(path):
            self._name((known, self._new()))
            self.folders.add(self._ids[known])


@dataclass(frozen=True, slots=True)
class Remains:
    """What a power cut may leave: the files, and how many entries were tried and acknowledged before it."""

    tree: Tree
    tried: int
    kept: int
    moment: int


@dataclass
class _Item:
    """A file's bytes or a folder's names: what is certain, and what came after."""

    certain: Any
    pending: list[Any] = field(default_factory=list)

    def all(self) -> Any:
        return _applied(self.certain, self.pending)


def remains(record: Recorder, *, step: int, mixtures: int, seed: int = 0) -> Iterator[Remains]:
    """Yield what may be left after a cut at every moment of a record, each state once.

    Each pending write is cut at every `step` bytes. `mixtures` is how many random mixtures of everything that is
    pending are tried at each moment, beside those that differ in one file or folder.
    """
    chance, seen = random.Random(seed), set()
    items: dict[int, _Item] = {ROOT: _Item({})}
    now = Mark(0, 0)
    for moment, operation in enumerate(record.operations):
        if isinstance(operation, Mark):
            now = operation
        else:
            _take(items, operation, record.folders)
        for chosen in _chosen(items, chance, step, mixtures):
            tree = dict(_tree(chosen, record.folders, ROOT, ""))
            key = (hash(tuple(sorted(tree.items()))), now.kept)
            if key not in seen:
                seen.add(key)
                yield Remains(tree, now.tried, now.kept, moment)


def _take(items: dict[int, _Item], operation: Operation, folders: set[int]) -> None:
    if isinstance(operation, Synced):
        item = items[operation.file]
        item.certain, item.pending = item.all(), []
    elif isinstance(operation, Named):
        items[operation.folder].pending.append(operation)
        for _, file in operation.names:
            if file is not None and file not in items:
                items[file] = _Item({} if file in folders else b"")
    elif isinstance(operation, (Written, Cut)):
        items[operation.file].pending.append(operation)


def _chosen(items: dict[int, _Item], chance: random.Random, step: int, mixtures: int) -> Iterator[dict[int, Any]]:
    """Yield for every file and folder one of the things it may hold."""
    everything = {file: item.all() for file, item in items.items()}
    nothing = {file: item.certain for file, item in items.items()}
    yield everything
    yield nothing
    open_ends = {file: _variants(item, step) for file, item in items.items() if item.pending}
    for file, variants in open_ends.items():
        for variant in variants:
            yield everything | {file: variant}
            yield nothing | {file: variant}
    if len(open_ends) > 1:
        for _ in range(mixtures):
            yield everything | {file: chance.choice(variants) for file, variants in open_ends.items()}


def _variants(item: _Item, step: int) -> list[Any]:
    certain, pending = item.certain, item.pending
    found = [_applied(certain, pending[:n]) for n in range(len(pending) + 1)]
    found += [_applied(certain, pending[:n] + pending[n + 1 :]) for n in range(len(pending) - 1)]
    if len(pending) <= _FEW:
        found += [_applied(certain, [p for i, p in enumerate(pending) if n >> i & 1]) for n in range(1 << len(pending))]
    for n, operation in enumerate(pending):
        if isinstance(operation, Written):
            before = _applied(certain, pending[:n])
            found += _torn(before, operation, pending[n + 1 :], step)
    return found


def _torn(before: bytes, write: Written, after: list[Any], step: int) -> Iterator[bytes]:
    """Yield what a file may hold when only a part of one write arrived: the start, the size, or some sectors."""
    data, size = write.data, len(write.data)
    to_sector = min(size, -write.offset % _SECTOR)
    for cut in sorted({*range(0, size, step), to_sector, size - 1} - {size}):
        for part in (data[:cut], data[:cut] + bytes(size - cut)):
            yield _applied(before, [Written(write.file, write.offset, part)])
    for start in range(to_sector, size + _SECTOR, _SECTOR):
        hole = slice(max(0, start - _SECTOR), min(start, size))
        holed = data[: hole.start] + bytes(hole.stop - hole.start) + data[hole.stop :]
        yield _applied(before, [Written(write.file, write.offset, holed), *after])


def _applied(certain: Any, operations: list[Any]) -> Any:
    if isinstance(certain, dict):
        names = dict(certain)
        for named in operations:
            names.update(named.names)
        return {name: file for name, file in names.items() if file is not None}
    data = bytearray(certain)
    for operation in operations:
        if isinstance(operation, Cut):
            data = data[: operation.size].ljust(operation.size, b"\0")
        else:
            end = operation.offset + len(operation.data)
            data = data.ljust(operation.offset, b"\0")
            data[operation.offset : end] = operation.data
    return bytes(data)


def _tree(chosen: dict[int, Any], folders: set[int], folder: int, above: str) -> Iterator[tuple[str, bytes | None]]:
    for name, file in chosen[folder].items():
        path = f"{above}{name}"
        if file in folders:
            yield path, None
            yield from _tree(chosen, folders, file, f"{path}/")
        else:
            yield path, chosen[file]
