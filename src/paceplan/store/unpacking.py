"""Unpacking a backup that may be damaged or made to do harm: nothing is believed before it is checked."""

from __future__ import annotations

import hashlib
import os
import stat
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, cast

from paceplan.store import files, opening
from paceplan.store.audit import audit
from paceplan.store.errors import Newer, NotSaved, words
from paceplan.store.journal import Row
from paceplan.store.manifest import (
    CHECKPOINT,
    FOLDER,
    JOURNAL,
    MANIFEST,
    NAMES,
    BadBackup,
    Manifest,
    Member,
    newer,
    parse,
    shown,
)
from paceplan.store.segments import Segments
from paceplan.store.state import State

_CHUNK = 1 << 18
_MANIFEST_BYTES = 4 << 20
_OVERHEAD = 4096
_SPARE = 1 << 20
_MOST = 5
_BROKEN = (tarfile.TarError, zlib.error, EOFError, ValueError, OverflowError, OSError, RecursionError)


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup that was found in order: its manifest, the summary rows by project, and what there is to say of it."""

    manifest: Manifest
    rows: Mapping[str, Row]
    notices: list[str] = field(default_factory=list)


def unpack(source: str, into: str, *, durable: bool) -> Checked:
    """Unpack a backup into an existing folder and check all of it: sizes, hashes, chain and checkpoint.

    Raises `BadBackup`, and `NotSaved` where the folder cannot be written.
    """
    with _opened(source) as file:
        manifest = _unpacked(file, source, into, durable=durable)
    return _checked(source, into, manifest)


class _Bounded:
    """A compressed stream that hands out no more than its `allowance`, so that a small file cannot fill the memory."""

    def __init__(self, file: IO[bytes], source: str) -> None:
        self._file, self._source = file, source
        self._inflate = zlib.decompressobj(wbits=31)
        self.allowance = _MANIFEST_BYTES + _SPARE

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; fewer only at the end."""
        out = bytearray()
        while len(out) < size and not self._inflate.eof:
            data = self._inflate.unconsumed_tail or self._file.read(_CHUNK)
            inflated = self._inflate.decompress(data, size - len(out))
            if not data and not inflated and not self._inflate.eof:
                raise EOFError
            out += inflated
        self.allowance -= len(out)
        if self.allowance < 0:
            raise BadBackup(f"{self._source}: holds more than its manifest names; it is no backup of paceplan's")
        return bytes(out)

    def finish(self) -> None:
        """Read to the end, where the checksum over everything stands."""
        while self.read(_CHUNK):
            pass


def _opened(source: str) -> IO[bytes]:
    try:
        # Without O_NONBLOCK the opening of a named pipe would wait for somebody to write into it.
        fd = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        reason = words(error) if isinstance(error, OSError) else "no usable file name"
        raise BadBackup(f"{source}: {reason}") from error
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise BadBackup(f"{source}: is a folder, a device or a pipe; name a backup file")
    return os.fdopen(fd, "rb")


def _unpacked(file: IO[bytes], source: str, into: str, *, durable: bool) -> Manifest:
    stream = _Bounded(file, source)
    manifest: Manifest | None = None
    seen: set[str] = set()
    try:
        with tarfile.open(mode="r|", fileobj=cast("IO[bytes]", stream)) as archive:
            for info in archive:
                name = _name(source, info)
                content = cast("IO[bytes]", archive.extractfile(info))
                if manifest is None:
                    if name != MANIFEST or info.size > _MANIFEST_BYTES:
                        raise BadBackup(f"{source}: does not begin with a manifest; it is no backup of paceplan's")
                    manifest = parse(source, content.read())
                    _room(source, into, manifest)
                    stream.allowance = _SPARE + sum(m.bytes + _OVERHEAD for m in manifest.members.values())
                    continue
                if name in seen or name not in manifest.members:
                    raise BadBackup(f"{source}: {shown(name)} is not in its manifest, or twice in the file")
                seen.add(name)
                _extract(source, content, name, manifest.members[name], into, durable=durable)
        stream.finish()
    except BadBackup:
        raise
    except EOFError:
        raise BadBackup(f"{source}: ends too early; it was not copied as a whole") from None
    except _BROKEN as error:
        raise BadBackup(f"{source}: is damaged, or no backup of paceplan's ({_reason(error)})") from None
    if manifest is None:
        raise BadBackup(f"{source}: is empty; it is no backup of paceplan's")
    if missing := manifest.members.keys() - seen:
        raise BadBackup(f"{source}: lacks {min(missing)}; it was not copied as a whole")
    return manifest


def _name(source: str, info: tarfile.TarInfo) -> str:
    """Return the path of a member in the workspace, after making sure that it is a plain file of a backup."""
    plain = info.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not info.issparse()
    name = info.name.removeprefix(FOLDER)
    if not plain or name == info.name or not (name == MANIFEST or NAMES.fullmatch(name)):
        raise BadBackup(f"{source}: holds {shown(info.name)}, which is not in any backup of paceplan's")
    return name


def _room(source: str, into: str, manifest: Manifest) -> None:
    needed = sum(member.bytes for member in manifest.members.values())
    disk = os.statvfs(into)
    free = disk.f_bavail * disk.f_frsize
    if needed > free:
        raise BadBackup(f"{source}: unpacked it takes {needed:,} bytes, and {free:,} are free in {into}")


def _extract(source: str, content: IO[bytes], name: str, member: Member, into: str, *, durable: bool) -> None:
    path, digest, size = f"{into}/{name}", hashlib.sha256(), 0
    try:
        files.make_folder(os.path.dirname(path), durable=durable)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, files.FILE_MODE)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        for chunk in _chunks(content):
            size += len(chunk)
            digest.update(chunk)
            try:
                files.write_all(fd, chunk)
            except OSError as error:
                raise _unwritable(path, error) from error
        if durable:
            files.sync(fd)
    finally:
        os.close(fd)
    if Member(size, digest.hexdigest()) != member:
        raise BadBackup(f"{source}: {name} is not what was backed up; use another copy of the backup")


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(_CHUNK):
        yield chunk


def _checked(source: str, into: str, manifest: Manifest) -> Checked:
    """Check the chain and the checkpoint; damage that the workspace had when it was backed up is let through."""
    segments, checkpoint = Segments(f"{into}/{JOURNAL}"), f"{into}/{CHECKPOINT}"
    notices: list[str] = []
    try:
        findings = audit(segments, checkpoint)
        in_journal = [finding for finding in findings if finding.what != "checkpoint"]
        if findings and manifest.findings:
            notices = [f"the backup holds damage that the workspace had before: {f.text}" for f in findings[:_MOST]]
            if len(findings) > _MOST:
                notices.append(f"{len(findings) - _MOST} more of this kind: paceplan verify lists them")
        elif in_journal:
            raise BadBackup(f"{source}: {in_journal[0].text}; use another backup")
        elif findings:
            files.remove(checkpoint)
            notices.append(f"the copy in {CHECKPOINT} was damaged ({findings[0].detail}): left out and made anew")
        opened = opening.read(segments, checkpoint)
    except Newer as later:
        raise BadBackup(newer(source, later.needed)) from None
    try:
        head = opened.walk.head
        if not manifest.findings and (head.hash, head.seq) != (manifest.hash, manifest.seq):
            raise BadBackup(f"{source}: its journal does not end where its manifest says; use another backup")
        state = State(opened.base)
        for entry in opened.tail:
            state.add(entry)
        return Checked(manifest, dict(state.rows), notices)
    finally:
        if opened.base is not None:
            opened.base.close()


def _unwritable(path: str, error: OSError) -> NotSaved:
    return NotSaved(f"{path} cannot be written: {words(error)}", "The workspace is as it was.")


def _reason(error: BaseException) -> str:
    return words(error) if isinstance(error, OSError) and error.errno else str(error) or type(error).__name__
