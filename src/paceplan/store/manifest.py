"""What a backup says of itself: its manifest, written and read back with mistrust."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import orjson

from paceplan.store.checkpoint import SCHEMA

KIND, FORMAT = "paceplan-backup", 1
"""What stands before and behind the stroke in a manifest's `format`; the number is the newest that is read here."""

FOLDER, MANIFEST, CHECKPOINT, JOURNAL = f"{KIND}/", "manifest.json", "paceplan.json", "journal"

NAMES = re.compile(rf"{re.escape(CHECKPOINT)}|{JOURNAL}/[0-9]{{6}}\.journal")
"""The files that a backup may hold beside its manifest, by their paths in the workspace."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class BadBackup(ValueError):  # noqa: N818 - a problem of the file, not of the program
    """A backup file that cannot be written, read or used; the message names it and says why."""


class NothingYet(BadBackup):
    """The workspace holds nothing that could be backed up."""


class Member(NamedTuple):
    """A file in a backup: its size in bytes and its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `hash`, `seq` and `time` are those of the last entry, `entries` counts the lines of the journal, `findings` what
    was wrong with the journal already; `members` are the files by their paths in the workspace.
    """

    paceplan: str
    schema: int
    journal: int
    hash: str
    seq: int
    time: str
    entries: int
    findings: int
    members: Mapping[str, Member]

    def dump(self) -> bytes:
        """Return the manifest as the backup holds it."""
        members = {name: member._asdict() for name, member in self.members.items()}
        content = {"format": f"{KIND}/{FORMAT}", **asdict(self), "members": members}
        return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def parse(source: str, data: bytes) -> Manifest:
    """Return the manifest that `data` holds, after checking all of it; raises `BadBackup` naming the file `source`."""
    try:
        content = orjson.loads(data)
        kind, _, number = content["format"].partition("/")
        if kind != KIND or not number.isdecimal():
            raise ValueError
        if int(number) > FORMAT:
            raise BadBackup(newer(source, f"paceplan {shown(str(content.get('paceplan', '')))} or later"))
        members = {name: Member(m["bytes"], m["sha256"]) for name, m in content["members"].items()}
        manifest = Manifest(
            content["paceplan"], content["schema"], content["journal"], content["hash"], content["seq"],
            content["time"], content["entries"], content["findings"], members,
        )  # fmt: skip
        _typed(manifest)
    except BadBackup:
        raise
    except (KeyError, TypeError, AttributeError, ValueError):
        raise BadBackup(f"{source}: its manifest is not one of paceplan's") from None
    if manifest.schema > SCHEMA:
        raise BadBackup(newer(source, f"paceplan {shown(manifest.paceplan)} or later"))
    return manifest


def _typed(manifest: Manifest) -> None:
    """Raise `ValueError` where a value of the manifest is not of its type or out of bounds."""
    numbers: list[Any] = [manifest.schema, manifest.journal, manifest.seq, manifest.entries, manifest.findings]
    numbers += [member.bytes for member in manifest.members.values()]
    texts: list[Any] = [manifest.paceplan, manifest.hash, manifest.time]
    if not all(type(number) is int and number >= 0 for number in numbers) or not all(type(t) is str for t in texts):
        raise ValueError
    for name, member in manifest.members.items():
        if not NAMES.fullmatch(name) or type(member.sha256) is not str or not _DIGEST.fullmatch(member.sha256):
            raise ValueError


def newer(source: str, needed: str) -> str:
    """Say that a newer version wrote the file `source`."""
    return f"{source}: was written by a newer version and needs {needed}; update, then restore it"


def shown(name: str) -> str:
    """Return a name from a file, cut to a length that can be shown."""
    return name if len(name) <= 60 else f"{name[:59]}…"
