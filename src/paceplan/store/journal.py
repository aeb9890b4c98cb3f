"""One line of the journal: an action as it is drafted, encoded, hashed and read back.

A line is the entry's own hash, a tab, the header, a tab, the payload. The own hash is that of the header's bytes; the
header names the hash of the line before and the hash of the payload's bytes. So the last line is protected as well as
any other, and a payload can be taken out later without breaking the chain.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import orjson

from paceplan.core.changes import ABSENT, Change
from paceplan.store.errors import Newer
from paceplan.store.writers import UNSET, Restores

FORMAT = 1
"""The newest version of a line that this code writes and reads."""

Row = dict[str, Any]
"""A project's summary, as a list of projects shows it."""


class Stored(NamedTuple):
    """A change of one project, and the entry whose value it replaced.

    `restores` is given on undo and redo only: the entry whose value is visible again, None where nobody's is.
    """

    project: str
    change: Change
    base: str | None
    restores: Restores = UNSET


class Draft(NamedTuple):
    """One action that is about to be appended; `time` is ISO 8601 in UTC with milliseconds.

    The rows hold nothing but what JSON has, and are the journal's from then on: nobody changes them any more.
    """

    time: str
    author: str
    action: str
    changes: tuple[Stored, ...]
    rows: dict[str, Row]
    undoes: str | None = None
    redoes: str | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class Entry:
    """One action as it stands in the journal; `clock` is a Lamport clock, `prev` the hash of the line before.

    `wholes` tells for each project that came or went as a whole, in order, whether it is there afterwards. The changes
    are made out of the payload when they are first asked for: of most entries nobody ever asks.
    """

    time: str
    author: str
    action: str
    projects: tuple[str, ...]
    wholes: tuple[tuple[str, bool], ...]
    rows: dict[str, Row]
    undoes: str | None
    redoes: str | None
    seq: int
    clock: int
    device: str
    hash: str
    prev: str
    payload: bytes
    _changes: tuple[Stored, ...] | None = None

    @property
    def id(self) -> str:
        """The entry's id, the same for ever: device and sequence number."""
        return f"{self.device}-{self.seq}"

    @property
    def changes(self) -> tuple[Stored, ...]:
        """What it changed, in order."""
        if self._changes is None:
            self._changes = tuple(map(_stored, orjson.loads(self.payload)["changes"]))
        return self._changes

    def showing(self, changes: tuple[Stored, ...]) -> Entry:
        """Return the entry with only some of its changes, to show it."""
        return replace(self, _changes=changes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and (self.hash, self.changes) == (other.hash, other.changes)

    def __hash__(self) -> int:
        return hash(self.hash)


class Head(NamedTuple):
    """Where the chain stands: the last whole entry, and where its line begins and ends within its segment."""

    hash: str = ""
    seq: int = 0
    clock: int = 0
    time: str = ""
    segment: int = 1
    start: int = 0
    end: int = 0


Flaw = Literal["entry", "hash", "payload", "chain", "sequence", "checkpoint"]
"""What can be wrong: no entry at all, its own hash, its payload's, the link to the line before, the count, the copy."""


class Damaged(ValueError):  # noqa: N818
    """A line that is not what was written; the message says what is wrong with it."""

    def __init__(self, flaw: Flaw, text: str) -> None:
        self.flaw = flaw
        super().__init__(text)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def encode(draft: Draft, head: Head, device: str, *, lost: int = 0) -> tuple[bytes, Entry]:
    """Return the line that follows `head`, with its newline, and the entry that it holds.

    `lost` is how many entries after `head` cannot be read: their numbers are not given to others.
    """
    seq, clock = head.seq + lost + 1, head.clock + lost + 1
    payload = orjson.dumps({"changes": [_change(stored) for stored in draft.changes], "rows": draft.rows})
    fields: dict[str, Any] = {
        "v": FORMAT, "prev": head.hash, "payload": sha256(payload), "seq": seq, "time": draft.time,
        "clock": clock, "device": device, "author": draft.author, "action": draft.action,
    }  # fmt: skip
    if draft.undoes is not None:
        fields["undoes"] = draft.undoes
    if draft.redoes is not None:
        fields["redoes"] = draft.redoes
    header = orjson.dumps(fields)
    own = sha256(header)
    entry = Entry(
        time=draft.time, author=draft.author, action=draft.action,
        projects=tuple(dict.fromkeys(stored.project for stored in draft.changes)),
        wholes=tuple((s.project, s.change.after is not ABSENT) for s in draft.changes if not s.change.path),
        rows=draft.rows, undoes=draft.undoes, redoes=draft.redoes, seq=seq, clock=clock, device=device, hash=own,
        prev=head.hash, payload=payload,
    )  # fmt: skip
    return b"%b\t%b\t%b\n" % (own.encode(), header, payload), entry


def decode(line: bytes, place: str) -> Entry:
    """Return the entry of a line without its newline, after checking its hashes; `place` is its file.

    Raises `Damaged` where a hash or the content is wrong, `Newer` where the line is whole and of a later format.
    """
    parts = line.split(b"\t")
    if len(parts) != 3:
        raise Damaged("entry", "is no entry")
    own, header, payload = parts[0].decode(errors="replace"), parts[1], parts[2]
    if sha256(header) != own:
        raise Damaged("hash", "does not match its own hash")
    try:
        fields = orjson.loads(header)
        if fields["v"] > FORMAT:
            raise Newer(place, f"a paceplan that reads journal format {fields['v']}")
        if sha256(payload) != fields["payload"]:
            raise Damaged("payload", "holds changes that do not match their hash")
        if not type(fields["seq"]) is type(fields["clock"]) is int:
            raise Damaged("entry", "is no entry")
        return Entry(
            time=fields["time"], author=fields["author"], action=fields["action"], **_touched(payload),
            undoes=fields.get("undoes"), redoes=fields.get("redoes"), seq=fields["seq"], clock=fields["clock"],
            device=fields["device"], hash=own, prev=fields["prev"], payload=payload,
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError, orjson.JSONDecodeError):
        raise Damaged("entry", "is no entry") from None


def _touched(payload: bytes) -> dict[str, Any]:
    """Return what an entry has to say at once: its projects, those that came or went, and the rows."""
    content = orjson.loads(payload)
    projects: dict[str, None] = {}
    wholes = []
    for raw in content["changes"]:
        project, path, _ = raw["project"], raw["path"], raw["base"]
        projects[project] = None
        if not path:
            wholes.append((project, "after" in raw))
    rows = content["rows"]
    if type(rows) is not dict:
        raise Damaged("entry", "is no entry")
    return {"projects": tuple(projects), "wholes": tuple(wholes), "rows": rows}


def _change(stored: Stored) -> dict[str, Any]:
    change = stored.change
    out: dict[str, Any] = {"project": stored.project, "path": change.path}
    if change.before is not ABSENT:
        out["before"] = change.before
    if change.after is not ABSENT:
        out["after"] = change.after
    out["base"] = stored.base
    if stored.restores is not UNSET:
        out["restores"] = stored.restores
    return out


def _stored(raw: dict[str, Any]) -> Stored:
    change = Change(tuple(raw["path"]), raw.get("before", ABSENT), raw.get("after", ABSENT))
    return Stored(raw["project"], change, raw["base"], raw.get("restores", UNSET))
