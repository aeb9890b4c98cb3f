"""The hash chain: walking the journal from a place on, entry after entry, and noting whatever does not fit."""

from __future__ import annotations

import hashlib
from binascii import hexlify
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import orjson

from paceplan.store.journal import FORMAT, Damaged, Entry, Flaw, Head, decode
from paceplan.store.segments import Position, Segments


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a workspace: where it is, what it is, and when its neighbours were written.

    `line` counts from 1 within the segment; both are 0 for a finding in the checkpoint. `project` is the id of the
    project concerned, where that can be told.
    """

    what: Flaw
    file: str
    detail: str
    segment: int = 0
    line: int = 0
    seq: int | None = None
    project: str | None = None
    before: str | None = None
    after: str | None = None

    @property
    def text(self) -> str:
        """The finding as one sentence."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        when = f"between {self.before} and {self.after}" if self.before and self.after else ""
        when = when or (f"after {self.before}" if self.before else f"before {self.after}" if self.after else "")
        about = ", ".join(filter(None, (f"project {self.project}" if self.line and self.project else "", when)))
        return f"{place}: {self.detail}{f' ({about})' if about else ''}"


class Damage(NamedTuple):
    """A line that could not be read: segment, bytes from its start, and what stands there."""

    segment: int
    start: int
    line: bytes


class Walk:
    """Yields the whole entries after a position; damaged lines are left out and become `findings`.

    `at` moves along behind the last line that was looked at, `head` along the whole entries; `lost` counts the
    entries since `head` that cannot be read.
    """

    def __init__(self, segments: Segments, at: Position, head: Head) -> None:
        self.at, self.head, self.lost = at, head, 0
        self.findings: list[Finding] = []
        self.damaged: list[Damage] = []
        self.bytes = 0
        self._segments = segments
        self._from, self._line = at, 0
        self._dated = 0  # so many of the findings know already when the entry after them was written

    def __iter__(self) -> Iterator[Entry]:
        numbers = [number for number in self._segments.numbers() if number >= self.at.segment]
        for number in numbers:
            if number > self.at.segment:
                self.at = Position(number, 0)
            yield from self._segment(number)
            if number != numbers[-1]:
                self._unfinished(number)

    def _segment(self, number: int) -> Iterator[Entry]:
        self._from, self._line = self.at, 0
        place = self._segments.path(number)
        for start, line in self._segments.lines(number, self.at.offset):
            end = start + len(line) + 1
            self._line += 1
            self.bytes += len(line) + 1
            self.at = Position(number, end)
            try:
                entry = decode(line, place)
            except Damaged as damaged:
                # An entry's number is never used again, not even that of an entry nobody can read. A flipped newline
                # joins two entries in one line, which the tabs give away: an entry has two, and JSON has none.
                self._note(damaged.flaw, f"{damaged}; it is left out", project=_concerned(line))
                self.damaged.append(Damage(number, start, line))
                self.lost += max(1, line.count(b"\t") // 2)
                continue
            self._link(entry)
            seq, clock = max(entry.seq, self.head.seq), max(entry.clock, self.head.clock)
            self.head = Head(entry.hash, seq, clock, entry.time, number, start, end)
            self.lost = 0
            yield entry

    def _link(self, entry: Entry) -> None:
        """Check that an entry follows on the head; behind a damaged line nobody knows what it follows on."""
        head = self.head
        missing = entry.seq - head.seq - 1
        if not self.lost and entry.prev != head.hash:
            gap = f"; {missing} {'entry is' if missing == 1 else 'entries are'} missing" if missing > 0 else ""
            self._note("chain", f"does not follow on the line before{gap}", entry.seq)
        elif missing < 0 or (missing and not self.lost):
            self._note("sequence", f"is entry {entry.seq} where {head.seq + 1} was due", entry.seq)
        for i in range(self._dated, len(self.findings)):
            self.findings[i] = replace(self.findings[i], after=entry.time)
        self._dated = len(self.findings)

    def _unfinished(self, number: int) -> None:
        """Note an unfinished line at the end of a segment that others follow: nobody can be writing it any more."""
        if self._segments.stamp(number)[2] > self.at.offset:
            self._line += 1
            self._note("entry", "is unfinished; it is left out")
            self.lost += 1

    def _note(self, flaw: Flaw, detail: str, seq: int | None = None, project: str | None = None) -> None:
        number, start = self._from
        line = self._segments.read(number, 0, start).count(b"\n") + self._line
        seq = self.head.seq + self.lost + 1 if seq is None else seq
        name, before = self._segments.name(number), self.head.time or None
        self.findings.append(Finding(flaw, name, detail, number, line, seq, project, before=before))


Taking = Callable[[bytes, bytes, bytes], None]
"""Called with hash, header and payload of an entry."""


def sound(segments: Segments, number: int, head: Head, take: Taking | None = None) -> Head | None:
    """Return where the chain stands after a segment that follows on `head`.

    None where anything in it does not fit or is unfinished: what exactly is for a `Walk` to find out. This is the short
    way over a great many lines of which nothing is wrong. `take` is given every entry as far as they fit.
    """
    size = segments.stamp(number)[2]
    if size and segments.read(number, size - 1, size) != b"\n":
        return None
    digest, prev, seq = hashlib.sha256, head.hash.encode(), head.seq
    start = b'{"v":%d,"prev":"' % FORMAT
    line = last = b""
    try:
        for line in (line for batch in segments.batches(number, size) for line in batch):
            own, header, payload = line.split(b"\t")
            seq += 1
            # As `encode` writes it; a header in another order is for the long way to judge.
            due = b'%b%b","payload":"%b","seq":%d,' % (start, prev, hexlify(digest(payload).digest()), seq)
            if not header.startswith(due) or hexlify(digest(header).digest()) != own:
                return None
            prev = own
            if take is not None:
                take(own, header, payload)
            last = line
        if not last:
            return head
        fields = orjson.loads(last.split(b"\t")[1])
        begin = size - len(last) - 1
        return Head(prev.decode(), seq, max(head.clock, fields["clock"]), fields["time"], number, begin, size)
    except (ValueError, KeyError, TypeError):
        return None


def _concerned(line: bytes) -> str | None:
    """Return the project that a damaged line tells of, where so much of it can still be made out."""
    import re  # seldom wanted, and it takes a while

    found = re.search(rb'"project":"([a-z0-9][a-z0-9-]{0,63})"', line)
    return found[1].decode() if found else None


def entries(segments: Segments, stop: Position, *, newest_first: bool = False, having: bytes = b"") -> Iterator[Entry]:
    """Yield the whole journal up to a position, streamed; damaged lines are left out without a word.

    Of a line that does not have the bytes `having` somewhere nothing is parsed, and it is left out.
    """
    numbers = [number for number in segments.numbers() if number <= stop.segment]
    read = segments.lines_back if newest_first else _forward(segments)
    for number in reversed(numbers) if newest_first else numbers:
        size = stop.offset if number == stop.segment else segments.stamp(number)[2]
        for line in read(number, size, having):
            try:
                yield decode(line, segments.path(number))
            except Damaged:
                continue


def _forward(segments: Segments) -> Callable[[int, int, bytes], Iterator[bytes]]:
    return lambda number, stop, having: (line for _, line in segments.lines(number, 0, stop) if having in line)
