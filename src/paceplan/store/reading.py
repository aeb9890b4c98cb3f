"""A workspace as it is read: the folder with the journal and its checkpoint, followed as others append to it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import orjson

from paceplan.core.changes import Document
from paceplan.core.changes import Path as Keys
from paceplan.store import chain, device, files, network, opening, writers
from paceplan.store.audit import Progress, audit
from paceplan.store.chain import Finding, Walk
from paceplan.store.errors import NotAWorkspace, Unreadable, words
from paceplan.store.journal import Entry, Head, Row
from paceplan.store.lock import Lock
from paceplan.store.segments import Position, Segments
from paceplan.store.state import Folded, State, damaged_copy, replayed

if TYPE_CHECKING:
    from pathlib import Path

_LEAST_TAIL, _TAIL_SHARE = 1_000_000, 0.03

RESTORING = "restoring.json"
"""The file that is there from the moment a restore can no longer be given up until all of it is in place."""


class Reading:
    """The projects of one folder, as they are now.

    `readonly` is the reason why nothing can be saved, or None; `notices` are sentences on what recovery did; `device`
    is empty until the first transaction issues it; `generation` counts how often a restore replaced all of it under
    this process. For one thread at a time.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """Prepare for a folder without looking at it: `open` is what callers want."""
        self.folder = folder
        self.readonly: str | None = None
        self.notices: list[str] = []
        self.device = ""
        self._durable = durable
        root = os.fspath(folder)
        self._root, self._checkpoint, self._aside = root, f"{root}/paceplan.json", f"{root}/aside"
        self._device_file, self._restoring_file = f"{root}/device.json", f"{root}/{RESTORING}"
        self._segments = Segments(f"{root}/journal")
        self._lock = Lock(f"{root}/lock")
        self._state = State()
        self._at, self._head, self._lost, self._tail = Position(1, 0), Head(), 0, 0
        self._file, self._folder = (0, 0), (0, 0)
        self.generation = 0
        self._rejected: opening.Stamp | None = None
        self._short = False
        self._damaged: list[chain.Damage] = []
        self._unheard: list[Entry] = []
        """What a checkpoint came across, for whoever asks next what is new."""

    @classmethod
    def open(cls, folder: Path, *, create: bool = True, durable: bool = True, on_network: bool = False) -> Self:
        """Open the workspace in `folder`; one that does not exist yet is empty, and with `create` it is made.

        Without `durable` nothing waits for the disk: for tests and throwaway workspaces. Raises `NotAWorkspace`,
        `Newer`, `Unreadable`, and `OnNetwork` where the folder is on another machine and `on_network` does not allow
        it; a folder that cannot be written opens with a reason in `readonly`.
        """
        if not on_network and (kind := network.kind(folder)):
            raise network.OnNetwork(os.fspath(folder), kind)
        workspace = cls(folder, durable=durable)
        if not workspace._exists() and create:
            try:
                files.make_folder(workspace._segments.folder, durable=durable)
            except OSError as error:
                workspace.readonly = f"{workspace._root} cannot be made: {words(error)}"
        workspace._finish(locked=False)
        workspace._load()
        workspace.device = device.read(workspace._device_file)
        workspace.readonly = workspace.readonly or workspace._unwritable()
        return workspace

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def head(self) -> tuple[str, int]:
        """Hash and number of the last entry; an empty text and 0 before the first."""
        return self._head.hash, self._head.seq

    def rows(self) -> Mapping[str, Row]:
        """Return each project's summary row by its id, as of now; no document is parsed for it."""
        return MappingProxyType(self._state.rows)

    def document(self, project: str) -> Document | None:
        """Return a project's document, not to be changed by the caller; None where there is no such project."""
        return self._state.look(project).document

    def glance(self, project: str) -> Document | None:
        """Return a project's document without keeping it in memory: for looks at very many."""
        return self._state.glance(project).document

    def writer(self, project: str, path: Keys) -> str | None:
        """Return the id of the entry whose value is seen at `path`, or None."""
        return writers.writer(self._state.look(project).writers, path)

    def writers_below(self, project: str, path: Keys) -> dict[Keys, str]:
        """Return the entry ids of the paths inside `path` that have a writer of their own."""
        return self._state.look(project).below(path)

    def refresh(self) -> list[Entry]:
        """Take in what other processes appended and return it; costs a few `stat` where there is nothing."""
        return self._heard() + self._refresh()

    def _heard(self) -> list[Entry]:
        unheard, self._unheard = self._unheard, []
        return unheard

    def _refresh(self) -> list[Entry]:
        if self._folder != self._segments.place():
            # In the middle of a restore nothing is in its place.
            return [] if self._restoring else self._load()
        file, size = self._stamp()
        if self._file not in (file, (0, 0)) or size < self._at.offset:
            return self._load()
        if size == self._at.offset and not self._segments.exists(self._at.segment + 1):
            return []
        walk = Walk(self._segments, self._at, self._head)
        walk.lost = self._lost
        entries = list(walk)
        if walk.findings:
            # A line may have been cut back and another one written while this went over it: look again from the start.
            known = self._head.seq
            return [entry for entry in self._load() if entry.seq > known]
        self._take(walk, entries)
        return entries

    def entries(self, *, newest_first: bool = False) -> Iterator[Entry]:
        """Yield the whole journal as far as it was read, streamed; damaged lines are left out, `verify` names them."""
        return chain.entries(self._segments, self._at, newest_first=newest_first)

    def entries_of(self, project: str) -> Iterator[Entry]:
        """Yield the entries that changed a project, the newest first, streamed."""
        having = b'"project":%b' % orjson.dumps(project)
        found = chain.entries(self._segments, self._at, newest_first=True, having=having)
        return (entry for entry in found if project in entry.projects)

    def entries_by(self, author: str) -> Iterator[Entry]:
        """Yield what an author recorded on this device, the newest first, streamed."""
        device, having = self.device, b'"author":%b' % orjson.dumps(author)
        found = chain.entries(self._segments, self._at, newest_first=True, having=having)
        return (entry for entry in found if (entry.author, entry.device) == (author, device))

    def entry(self, id: str) -> Entry | None:
        """Return an entry by its id, or None where it cannot be read."""
        number = id.rpartition("-")[2]
        found = chain.entries(self._segments, self._at, newest_first=True, having=b'"seq":%b,' % number.encode())
        return next((entry for entry in found if entry.id == id), None)

    def verify(self, progress: Progress | None = None) -> list[Finding]:
        """Return what is wrong with the files as they are now; `progress` is told bytes done and bytes in all."""
        return audit(self._segments, self._checkpoint, progress)

    def checkpoint_due(self) -> bool:
        """Tell whether so much was appended since the last checkpoint that writing one pays."""
        if self._short and self._tail:
            return True
        base = self._state.base
        return self._tail > max(_LEAST_TAIL, _TAIL_SHARE * (base.size if base else 0))

    def close(self) -> None:
        """Close the files; documents that were not looked at yet can no longer be read."""
        if self._state.base is not None:
            self._state.base.close()

    # Opening

    def _exists(self) -> bool:
        try:
            if not stat.S_ISDIR(os.stat(self._root).st_mode):
                raise NotAWorkspace(self._root)
        except FileNotFoundError:
            return False
        except NotADirectoryError:
            raise NotAWorkspace(self._root) from None
        except OSError as error:
            raise Unreadable(self._root, error) from error
        return True

    def _unwritable(self) -> str | None:
        segment = self._segments.path(self._at.segment)
        for path in (self._root, self._segments.folder, f"{self._root}/lock", segment):
            if os.path.exists(path) and not os.access(path, os.W_OK):
                return (
                    f"{path} cannot be written: permission is missing or the disk can only be read; "
                    "make it writable, or copy the workspace"
                )
        return None

    def _load(self) -> list[Entry]:
        """Read checkpoint and journal from the files, whatever was known before; return the entries in the tail."""
        folder = self._segments.place()  # before anything is read, so that what is put in its place later is noticed
        opened = opening.read(self._segments, self._checkpoint)
        self.close()
        if self._folder not in ((0, 0), folder):
            # A backup was restored: this device has another id in it, and what others remember of the projects is void.
            self.device = device.read(self._device_file)
            self.generation += 1
        self._folder = folder
        self._state, self._tail = State(opened.base, self._heal), 0
        self._rejected, self._short = opened.rejected, opened.short
        self._take(opened.walk, opened.tail)
        for notice in opened.notices:
            self._note(notice)
        for finding in opened.walk.findings:
            known = self._state.rows.get(finding.project or "", {}).get("name", finding.project)
            self._note(replace(finding, project=known).text)
        if opened.base is None and opened.rejected is None and self.checkpoint_due():
            self._note("paceplan.json is missing: rebuilt from the journal")
        return opened.tail

    def _heal(self, project: str) -> Folded:
        assert self._state.base is not None
        self._note(damaged_copy(project))
        return replayed(self._segments, self._state.base, project)

    def _take(self, walk: Walk, entries: list[Entry]) -> None:
        for entry in entries:
            self._state.add(entry)
        self._at, self._head, self._lost = walk.at, walk.head, walk.lost
        self._damaged.extend(walk.damaged)
        self._tail += walk.bytes
        self._file = self._stamp()[0]

    def _stamp(self) -> tuple[tuple[int, int], int]:
        device_number, inode, size = self._segments.stamp(self._at.segment)
        return (device_number, inode), size

    @property
    def _restoring(self) -> bool:
        return os.access(self._restoring_file, os.F_OK)

    def _finish(self, *, locked: bool) -> None:
        """Bring an interrupted restore to its end, if there is one; `locked` tells that this process has the lock."""
        if not self._restoring:
            return
        from paceplan.store import restore

        finish = restore.complete if locked else restore.finish
        if notice := finish(self._root, durable=self._durable):
            self._note(notice)

    def _note(self, notice: str) -> None:
        if notice not in self.notices:
            self.notices.append(notice)
