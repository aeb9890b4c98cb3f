"""The hash chain: walking the journal from a place on, entry after entry, and noting whatever does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from paceplan.store.journal import Damaged, Entry, Flaw, Head, decode
from paceplan.store.segments import Position, Segments


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a workspace: where it is, what it is, and when its neighbours were written.

    `line` counts from 1 within the segment; both are 0 for a finding in the checkpoint, which names a project.
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
        if self.before and self.after:
            return f"{place}: {self.detail} (between {self.before} and {self.after})"
        if self.before or self.after:
            return f"{place}: {self.detail} ({f'after {self.before}' if self.before else f'before {self.after}'})"
        return f"{place}: {self.detail}"


class Walk:
    """Yields the whole entries after a position; damaged lines are left out and become `findings`.

    `at` and `head` move along: they stand behind the last line that was looked at.
    """

    def __init__(self, segments: Segments, at: Position, head: Head, stop: Position | None = None) -> None:
        self.at, self.head, self.findings = at, head, list[Finding]()
        self.bytes = 0
        self._segments, self._stop = segments, stop
        self._linked = True  # False behind a damaged line, whose hash and number nobody knows
        self._from, self._line = at, 0
        self._open = 0  # findings before this one know the time of the entry after them

    def __iter__(self) -> Iterator[Entry]:
        numbers = [n for n in self._segments.numbers() if n >= self.at.segment]
        for number in numbers:
            if self._stop is not None and number > self._stop.segment:
                return
            if number > self.at.segment:
                self.at = Position(number, 0)
            yield from self._segment(number)
            self._unfinished(number, last=number == numbers[-1])

    def _segment(self, number: int) -> Iterator[Entry]:
        self._from, self._line = self.at, 0
        place = self._segments.path(number)
        stop = self._stop.offset if self._stop is not None and self._stop.segment == number else None
        for offset, line in self._segments.lines(number, self.at.offset, stop):
            self._line += 1
            self.bytes += len(line) + 1
            self.at = Position(number, offset + len(line) + 1)
            try:
                entry = decode(line, place)
            except Damaged as damaged:
                self._damage(line, damaged)
            else:
                self._link(entry)
                yield entry

    def _link(self, entry: Entry) -> None:
        head = self.head
        missing = entry.seq - head.seq - 1
        if self._linked and entry.prev != head.hash:
            gap = f"; {missing} {'entry is' if missing == 1 else 'entries are'} missing" if missing > 0 else ""
            self._note("chain", f"does not follow on the line before{gap}", entry.seq)
        elif missing < 0 or (self._linked and missing):
            self._note("sequence", f"is entry {entry.seq} where {head.seq + 1} was due", entry.seq)
        for i in range(self._open, len(self.findings)):
            self.findings[i] = replace(self.findings[i], after=entry.time)
        self._open, self._linked = len(self.findings), True
        self.head = Head(entry.hash, max(entry.seq, head.seq), max(entry.clock, head.clock), entry.time)

    def _damage(self, line: bytes, damaged: Damaged) -> None:
        # An entry's number is never used twice, not even that of an entry nobody can read. A flipped newline joins
        # two entries into one line, which the tabs give away: each entry has two, and JSON has none.
        lost = max(1, line.count(b"\t") // 2)
        self._note(damaged.flaw, f"{damaged}; it is left out", self.head.seq + 1)
        self.head = replace(self.head, seq=self.head.seq + lost, clock=self.head.clock + lost)
        self._linked = False

    def _unfinished(self, number: int, *, last: bool) -> None:
        """Note an unfinished line where nobody can be writing it any more; in the last segment somebody may."""
        if not last and self._stop is None and self._segments.stamp(number)[2] > self.at.offset:
            self._line += 1
            self._note("entry", "is unfinished; it is left out", self.head.seq + 1)
            self._linked = False

    def _note(self, flaw: Flaw, detail: str, seq: int) -> None:
        number, start = self._from
        above = self._segments.read(number, 0, start).count(b"\n")
        self.findings.append(
            Finding(flaw, self._segments.name(number), detail, number, above + self._line, seq, before=self.head.time or None)
        )


def entries(segments: Segments, stop: Position, *, newest_first: bool = False) -> Iterator[Entry]:
    """Yield the whole journal up to a position, streamed; damaged lines are left out without a word."""
    numbers = [number for number in segments.numbers() if number <= stop.segment]
    read: Callable[[int, int], Iterator[bytes]] = segments.lines_back if newest_first else _forward(segments)
    for number in reversed(numbers) if newest_first else numbers:
        size = stop.offset if number == stop.segment else segments.stamp(number)[2]
        for line in read(number, size):
            try:
                yield decode(line, segments.path(number))
            except Damaged:
                continue


def _forward(segments: Segments) -> Callable[[int, int], Iterator[bytes]]:
    return lambda number, stop: (line for _, line in segments.lines(number, 0, stop))
