"""One line of the journal: an action as it is drafted, encoded, hashed and read back.

A line is the entry's own hash, a tab, the header, a tab, the payload. The own hash is that of the header's bytes; the
header names the hash of the line before and the hash of the payload's bytes. So the last line is protected as well as
any other, and a payload can be taken out later without breaking the chain.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import orjson

from paceplan.core.changes import ABSENT, Change
from paceplan.store.errors import Newer
from paceplan.store.writers import UNSET, Restores

FORMAT = 1
"""The newest version of a line that this code writes and reads."""

Row = dict[str, Any]
"""A project's summary, as a list of projects shows it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A change of one project, and the entry whose value it replaced.

    `restores` is given on undo and redo only: the entry whose value is visible again, None where nobody's is.
    """

    project: str
    change: Change
    base: str | None
    restores: Restores = UNSET


@dataclass(frozen=True, slots=True)
class Draft:
    """One action that is about to be appended; `time` is ISO 8601 in UTC with milliseconds."""

    time: str
    author: str
    action: str
    changes: tuple[Stored, ...]
    rows: dict[str, Row]
    undoes: str | None = None
    redoes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Draft):
    """One action as it stands in the journal; `clock` is a Lamport clock, `prev` the hash of the line before."""

    seq: int
    clock: int
    device: str
    hash: str
    prev: str

    @property
    def id(self) -> str:
        """The entry's id, the same for ever: device and sequence number."""
        return f"{self.device}-{self.seq}"


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
        draft.time, draft.author, draft.action, draft.changes, draft.rows, draft.undoes, draft.redoes,
        seq=seq, clock=clock, device=device, hash=own, prev=head.hash,
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
        content = orjson.loads(payload)
        if not (type(fields["seq"]) is type(fields["clock"]) is int and type(content["rows"]) is dict):
            raise Damaged("entry", "is no entry")
        return Entry(
            fields["time"], fields["author"], fields["action"], tuple(map(_stored, content["changes"])),
            content["rows"], fields.get("undoes"), fields.get("redoes"),
            seq=fields["seq"], clock=fields["clock"], device=fields["device"], hash=own, prev=fields["prev"],
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError, orjson.JSONDecodeError):
        raise Damaged("entry", "is no entry") from None


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
