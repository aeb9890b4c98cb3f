"""One line of the journal: what goes in comes out, and whatever was altered is noticed."""

from __future__ import annotations

import hashlib

import orjson
import pytest

from paceplan.core.changes import ABSENT, Change
from paceplan.store.errors import Newer
from paceplan.store.journal import Damaged, Draft, Head, Stored, decode, encode
from paceplan.store.writers import UNSET

HEAD = Head("ab" * 32, 6, 9, "2026-02-03T09:00:00.000Z")
DRAFT = Draft(
    "2026-02-03T10:00:00.000Z",
    "Änn",
    "tick",
    (
        Stored("p1", Change(("scores", "readiness"), ABSENT, {"score": 2, "why": "tab\there\nand \u2028"}), "x-1"),
        Stored("p1", Change(("owner",), None, ABSENT), None, restores=None),
        Stored("p2", Change(("length",), 1, 1.5), None, restores="x-2"),
    ),
    {"p1": {"name": "Search"}, "p2": {"name": "🐢"}},
    undoes="x-3",
    redoes="x-4",
)


def test_an_entry_comes_back_as_it_went_in() -> None:
    line, entry = encode(DRAFT, HEAD, "0123abcd")
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode(line[:-1], "journal") == entry
    assert (entry.id, entry.seq, entry.clock, entry.prev) == ("0123abcd-7", 7, 10, HEAD.hash)
    assert entry.changes == DRAFT.changes
    assert entry.changes[0].restores is UNSET


def test_the_line_is_what_the_format_says() -> None:
    line, entry = encode(DRAFT, HEAD, "0123abcd")
    own, header, payload = line[:-1].split(b"\t")
    fields = orjson.loads(header)
    assert own.decode() == hashlib.sha256(header).hexdigest() == entry.hash
    assert fields["payload"] == hashlib.sha256(payload).hexdigest()
    assert list(fields) == [
        "v",
        "prev",
        "payload",
        "seq",
        "time",
        "clock",
        "device",
        "author",
        "action",
        "undoes",
        "redoes",
    ]
    assert orjson.loads(payload)["changes"][1] == {
        "project": "p1", "path": ["owner"], "before": None, "base": None, "restores": None,
    }  # fmt: skip


def test_every_flipped_bit_is_noticed() -> None:
    line = encode(DRAFT, HEAD, "0123abcd")[0][:-1]
    for place in range(len(line)):
        for bit in (1, 128):
            broken = bytearray(line)
            broken[place] ^= bit
            with pytest.raises(Damaged):
                decode(bytes(broken), "journal")


def sealed(header: dict[str, object], payload: bytes) -> bytes:
    """Return a line whose hashes are right, whatever it says."""
    text = orjson.dumps({**header, "payload": hashlib.sha256(payload).hexdigest()})
    return b"\t".join((hashlib.sha256(text).hexdigest().encode(), text, payload))


def test_a_later_format_is_refused_by_name() -> None:
    with pytest.raises(Newer, match="journal format 2") as refused:
        decode(sealed({"v": 2}, b"?"), "/w/journal/000001.journal")
    assert "/w/journal/000001.journal" in str(refused.value)


@pytest.mark.parametrize("header", [{}, {"v": "1"}, {"v": 1}, {"v": 1, "seq": "1", "clock": 1}])
@pytest.mark.parametrize("payload", [b"{}", b"[]", b"", b'{"changes":[{}],"rows":{}}'])
def test_a_line_that_says_nothing_is_damaged(header: dict[str, object], payload: bytes) -> None:
    with pytest.raises(Damaged):
        decode(sealed(header, payload), "journal")
