"""A segment read from its end, in pieces of any size, gives what it gives from its start."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from paceplan.store.segments import Segments

LINES = st.lists(st.binary(min_size=1, max_size=12).filter(lambda line: b"\n" not in line), max_size=12)


@given(LINES, st.sampled_from([b"", b"a", b"ab", b"\0"]), st.integers(1, 40), st.binary(max_size=5))
def test_lines_that_have_it_and_no_others(
    tmp_path_factory: object, lines: list[bytes], having: bytes, chunk: int, unfinished: bytes
) -> None:
    folder = Path(str(tmp_path_factory.mktemp("s")))  # type: ignore[attr-defined]
    whole = b"".join(line + b"\n" for line in lines)
    (folder / "000001.journal").write_bytes(whole + unfinished.replace(b"\n", b""))
    with mock.patch("paceplan.store.segments._CHUNK", chunk):
        segments = Segments(str(folder))
        assert list(segments.lines_back(1, len(whole), having)) == [line for line in reversed(lines) if having in line]
        assert [line for batch in segments.batches(1, len(whole) + 5) for line in batch] == lines
        assert [line for _, line in segments.lines(1, 0)] == lines
