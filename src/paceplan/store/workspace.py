"""A workspace: the folder with the journal, its checkpoint and its lock, as the session sees it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING

from paceplan.core.changes import Document
from paceplan.core.changes import Path as Keys
from paceplan.store import chain, checkpoint, device, files, writers
from paceplan.store.chain import Finding, Walk
from paceplan.store.checkpoint import Checkpoint, Covered, Rejected
from paceplan.store.errors import FateUnknown, NotAWorkspace, NotSaved, Unreadable, words
from paceplan.store.journal import Draft, Entry, Head, Row, encode
from paceplan.store.lock import Lock
from paceplan.store.segments import Position, Segments, append
from paceplan.store.state import Folded, State, fold

if TYPE_CHECKING:
    from pathlib import Path
